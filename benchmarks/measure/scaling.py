"""How a run's pace grows with its workers: the same work on 1, 2, … of them, side by side.

    python -m benchmarks.measure.scaling --workers 1 2 3 4 --problems 24
    python -m benchmarks.measure.scaling --workers 8 64 --ray auto --policy default

Searches are limited in tactics, so that every round does the same work however busy the machine is, but for the few whose
tactics hang, which are limited in time.
Figures are ratios to the first round's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.cluster import ClusterProver
from benchmarks.data import minif2f
from benchmarks.run.run_config import RunConfig, available_cpus, hashes, new_session
from benchmarks.run.run_folder import RunFolder
from benchmarks.run.runner import run
from benchmarks.run.summary import Summary
from prover.agent import AsyncProver
from prover.fetch.artefact import hash_file
from prover.limits import Limits


async def measure(workers: int, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """One round: its workers are started before the clock is."""
    problems = minif2f.load(minif2f.data_file(None), "valid")[:: options.every][: options.problems]
    now = hashes(hash_file(minif2f.data_file(None), "sha256"), options.policy)
    config = RunConfig(
        benchmark="minif2f",
        split="valid",
        policy=options.policy,
        limits=Limits(max_tactics=options.tactics, time_limit=options.seconds),
        lean="embedded",
        hashes=now,
        problems=[problem.name for problem in problems],
        sessions=[new_session(workers, now)],
    )
    prover: Any
    if options.ray:
        prover = ClusterProver(options.policy, address=options.ray, workers=workers)
    else:
        prover = AsyncProver(options.policy, workers=workers)
    try:
        await prover.start()
        if options.ray:
            await prover.all_ready()
        with RunFolder.open(folder, config) as opened:
            summary = await run(problems, prover, opened, workers=workers, measure_load=not options.ray)
    finally:
        await prover.close()
    return _figures(workers, summary)


def _figures(workers: int, summary: Summary) -> dict[str, Any]:
    return {
        "workers": workers,
        "seconds": summary.wall_seconds,
        "done": summary.done,
        "solved": summary.solved,
        "a_minute": round(60 * summary.done / summary.wall_seconds, 2),
        "lean_seconds": summary.seconds["lean"],
        "busy": summary.busy,
    }


def table(rounds: list[dict[str, Any]]) -> str:
    """The rounds as a Markdown table."""
    first = rounds[0]
    lines = ["| workers | theorems a minute | pace, ratio | efficiency | solved | seconds |", "|---|---|---|---|---|---|"]
    for row in rounds:
        ratio = row["a_minute"] / first["a_minute"]
        efficiency = ratio * first["workers"] / row["workers"]
        lines.append(
            f"| {row['workers']} | {row['a_minute']:.1f} | {ratio:.2f} | {100 * efficiency:.0f} % | {row['solved']} of {row['done']} "
            f"| {row['seconds']:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--problems", type=int, default=24, help="of miniF2F-valid")
    parser.add_argument("--every", type=int, default=10, help="take every so manieth problem")
    parser.add_argument("--tactics", type=int, default=60, help="most tactics a search")
    parser.add_argument(
        "--seconds",
        type=float,
        default=15,
        help="most seconds a search: one with tactics that hang would be all a round waits for",
    )
    parser.add_argument("--policy", action="append")
    parser.add_argument("--ray", default="local", help="a cluster's address; empty: no Ray")
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    options = parser.parse_args()
    options.policy = options.policy or ["portfolio"]
    rounds: list[dict[str, Any]] = []
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="scaling-") as place:
        for workers in options.workers:
            rounds.append(asyncio.run(measure(workers, options, Path(place) / str(workers))))
            print(json.dumps(rounds[-1]), flush=True)
    print(f"\n{available_cpus()} processors, load before: {before:.1f}\n\n{table(rounds)}")
    if options.out:
        options.out.write_text(json.dumps(rounds, indent=2) + "\n")


if __name__ == "__main__":
    main()
