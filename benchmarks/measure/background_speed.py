"""How soon ``prover prove`` and ``prover check`` answer, with a background server and without.

    python -m benchmarks.measure.background_speed [--repeats 5] [--policy default] [--json]

Seconds are wall clock from the launch of the command's process: until the first tactic has been judged, as the command's
own stream of events tells (``--events`` into a pipe), and until the command has ended with the proof printed, or the verdict.
Both ways run in turn, in the same session, so that other work on the machine weighs on both; medians are told.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from benchmarks.run.run_config import host_facts
from prover.background import lifecycle
from prover.background.server_folder import ServerFolder

THEOREMS = (
    "theorem t (a b : ℕ) : a + b = b + a",
    "theorem t (x y : ℝ) : x * y ≤ (x ^ 2 + y ^ 2) / 2",
    "theorem t (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
)
PROOF = "theorem t (x y : ℝ) (h : x = y + 1) : x - 1 = y := by\n  linarith\n"


class Timing(BaseModel):
    """Seconds from the launch of the command, medians and the longest."""

    first_tactic: float
    first_tactic_longest: float
    proof: float
    check: float


class BackgroundSpeed(BaseModel):
    """``ratios``: seconds without the server over seconds with it."""

    host: dict
    policy: list[str]
    repeats: int
    up_seconds: float
    """For ``prover up`` to come back."""
    with_server: Timing
    without_server: Timing
    ratios: dict[str, float]


def measure(policy: Sequence[str], repeats: int, without: int) -> BackgroundSpeed:
    """``repeats`` with the server, ``without`` of them without as well.  Raises ``RuntimeError`` if a command fails."""
    with tempfile.TemporaryDirectory(prefix="prover-") as folder:
        place = ServerFolder(Path(folder) / "server")
        env = {key: value for key, value in os.environ.items() if key != "PROVER_NO_SERVER"}
        env |= {"PROVER_RUNTIME": str(place.folder), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        options = [word for one in policy for word in ("--policy", one)]
        proof = Path(folder) / "proof.lean"
        proof.write_text(PROOF, encoding="utf-8")
        begun = time.perf_counter()
        _run(env, "up", *options)
        up_seconds = time.perf_counter() - begun
        try:
            served: list[tuple[float, float]] = []
            local: list[tuple[float, float]] = []
            checks: tuple[list[float], list[float]] = ([], [])
            for number in range(repeats):
                _ready_for_check(place)  # so that no start of Lean takes the processors meanwhile
                theorem = THEOREMS[number % len(THEOREMS)]
                served.append(_timed_proof(env, folder, theorem, *options))
                _ready_for_check(place)
                checks[0].append(_timed(lambda: _run(env, "check", proof)))
                if number < without:
                    _ready_for_check(place)
                    local.append(_timed_proof(env, folder, theorem, *options, "--no-server"))
                    checks[1].append(_timed(lambda: _run(env, "check", proof, "--no-server")))
            used = lifecycle.status(place)
            if used is None or (used["proofs_asked"], used["checks_asked"]) != (repeats, repeats):
                raise RuntimeError(f"the server was not used for all that it was to be used for: {used}")
        finally:
            _run(env, "down")
    with_server, without_server = _timing(served, checks[0]), _timing(local, checks[1])
    ratios = {name: getattr(without_server, name) / getattr(with_server, name) for name in ("first_tactic", "proof", "check")}
    return BackgroundSpeed(
        host=host_facts(), policy=list(policy), repeats=repeats, up_seconds=up_seconds, with_server=with_server,
        without_server=without_server, ratios=ratios,
    )  # fmt: skip


def _ready_for_check(place: ServerFolder) -> None:
    until = time.monotonic() + 300
    while not (status := lifecycle.status(place)) or not status["fresh"]:
        if time.monotonic() > until:
            raise RuntimeError("no Lean came to stand by for a check")
        time.sleep(0.2)
    time.sleep(1.0)


def _timed_proof(env: dict[str, str], folder: str, theorem: str, *options: str) -> tuple[float, float]:
    """Seconds until the first tactic was judged, and until the proof was printed."""
    pipe = Path(folder) / "events.jsonl"
    os.mkfifo(pipe)
    first: list[float] = []

    def read() -> None:
        with pipe.open("rb") as events:
            for line in events:
                if not first and json.loads(line)["kind"] == "tactic_tried":
                    first.append(time.perf_counter())

    reading = threading.Thread(target=read)
    reading.start()
    try:
        begun = time.perf_counter()
        _run(env, "prove", theorem, "--events", pipe, *options)
        ended = time.perf_counter()
        reading.join(timeout=10)
    finally:
        pipe.unlink()
    if not first:
        raise RuntimeError(f"no tactic was judged: {theorem}")
    return first[0] - begun, ended - begun


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _run(env: dict[str, str], *arguments: object) -> None:
    command = [sys.executable, "-m", "prover.cli", *map(str, arguments)]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=600)
    if done.returncode != 0 or "not used" in done.stderr or "done here" in done.stderr:
        raise RuntimeError(f"prover {' '.join(map(str, arguments))}: exit code {done.returncode}: {done.stderr or done.stdout}")


def _timing(proofs: list[tuple[float, float]], checks: list[float]) -> Timing:
    firsts, ends = zip(*proofs, strict=True)
    return Timing(
        first_tactic=statistics.median(firsts),
        first_tactic_longest=max(firsts),
        proof=statistics.median(ends),
        check=statistics.median(checks),
    )


def table(speed: BackgroundSpeed) -> str:
    rows = [f"{'seconds from launch':<28}{'with server':>12}{'without':>12}{'ratio':>8}"]
    for name, label in (("first_tactic", "first tactic judged"), ("proof", "proof printed"), ("check", "check's verdict")):
        with_, without = getattr(speed.with_server, name), getattr(speed.without_server, name)
        rows.append(f"{label:<28}{with_:>12.2f}{without:>12.2f}{speed.ratios[name]:>8.1f}")
    rows.append(f"{'first tactic, the longest':<28}{speed.with_server.first_tactic_longest:>12.2f}")
    rows.append(f"prover up came back after {speed.up_seconds:.1f} s")
    return "\n".join(rows)


def main(
    repeats: Annotated[int, typer.Option(min=1, help="Proofs and checks with the server.")] = 6,
    without: Annotated[int, typer.Option(min=1, help="Of these, how many without it as well.")] = 3,
    policy: Annotated[list[str], typer.Option(help="As for prover prove; may be repeated.")] = ["default"],  # noqa: B006
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Time prove and check with a background server and without."""
    speed = measure(policy, repeats, min(repeats, without))
    typer.echo(speed.model_dump_json() if as_json else table(speed))


if __name__ == "__main__":
    typer.run(main)
