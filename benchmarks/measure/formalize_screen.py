"""How well the screen of ``prover formalize`` tells right statements from planted wrong ones.

    python -m benchmarks.measure.formalize_screen [--problems FILE] [--json OUT]
    python -m benchmarks.measure.formalize_screen --valid 60

The problems and candidates are our own (``benchmarks/measure/formalize/problems.json``): 20 of textbook kind, each with right
formalizations and wrong ones labelled by what is wrong with them.  A server on this machine answers with them as a language
model would, and the whole of ``prover.informal.formalize`` runs on what it answers.  ``--valid N`` takes words and statements that are
not ours: N problems of miniF2F's valid split, each with its own formalization and with that less one hypothesis.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PROBLEMS = Path(__file__).parent / "formalize" / "problems.json"
KINDS = ("right", "contradictory", "trivial", "dropped condition", "wrong numeral")


class FixedServer:
    """A chat server on 127.0.0.1 that answers each prompt with the texts ``answers`` gives for it."""

    def __init__(self, answers: Callable[[str], Sequence[str]]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_GET(self) -> None:
                self._send({"data": [{"id": "fixed"}]})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                texts = answers(body["messages"][-1]["content"])[: body.get("n", 1)]
                choices = [
                    {"index": i, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
                    for i, text in enumerate(texts)
                ]
                self._send({"choices": choices})

            def _send(self, content: Any) -> None:
                data = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.spec = f"openai:http://127.0.0.1:{self._http.server_port}#fixed"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def __enter__(self) -> FixedServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def load(path: Path = PROBLEMS) -> list[dict[str, Any]]:
    """Problems, each with ``name``, ``words`` and ``candidates`` (``kind``, ``lean``)."""
    return json.loads(path.read_text(encoding="utf-8"))


async def valid_problems(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """``count`` problems of miniF2F's valid split in the form of ``load``, drawn with ``seed``; some hold mistakes of their own."""
    from benchmarks.data.minif2f import load as minif2f
    from prover.agent import AsyncProver
    from prover.informal.questions import Questions

    draw, problems = random.Random(seed), []
    async with AsyncProver("portfolio") as prover:
        for problem in draw.sample(minif2f(split="valid"), count):
            candidate = await Questions(prover.pool).read(problem.text)
            candidates = [{"kind": "right", "lean": candidate.source}]
            if candidate.hypotheses:
                dropped = draw.choice(candidate.hypotheses)
                left = replace(candidate.goal, hypotheses=tuple(h for h in candidate.goal.hypotheses if h is not dropped))
                candidates.append({"kind": "dropped condition", "lean": candidate.stated(candidate.name, left)})
            problems.append({"name": problem.name, "words": problem.informal_statement, "candidates": candidates})
    return problems


def answers_to(problems: Sequence[dict[str, Any]]) -> Callable[[str], list[str]]:
    """The answers of a model that knows the problems: every candidate, fenced, in the order of the file."""

    def answers(prompt: str) -> list[str]:
        problem = max((p for p in problems if p["words"] in prompt), key=lambda p: len(p["words"]))
        return [f"```lean\n{c['lean']}\n```" for c in problem["candidates"]]

    return answers


async def run(problems: Sequence[dict[str, Any]], tell: Callable[[str], None] = print) -> list[dict[str, Any]]:
    """Formalize every problem; one row for each candidate."""
    from prover.agent import AsyncProver
    from prover.concurrency import close_model
    from prover.informal.formalize import Formalizer
    from prover.informal.writers import load_writer

    rows = []
    with FixedServer(answers_to(problems)) as server:
        async with AsyncProver("portfolio") as prover:
            writer = load_writer(server.spec)
            assert writer is not None
            try:
                for problem in problems:
                    done = await Formalizer(prover.pool, writer).formalize(problem["words"], n=len(problem["candidates"]))
                    kinds = [c["kind"] for c in problem["candidates"]]
                    chosen = kinds[done.chosen] if done.chosen is not None else "none"
                    tell(f"{problem['name']}: chosen {chosen}; groups {done.groups}; {done.seconds:.1f} s")
                    for kind, record in zip(kinds, done.candidates, strict=True):
                        failed = {check.name: check.why for check in record.failures()}
                        rows.append(
                            {"problem": problem["name"], "kind": kind, "passed": record.passed, "failed": failed,
                             "seconds": record.seconds, "lean": record.text, "chosen": chosen,
                             "largest": len(done.groups[0]) if done.groups else 0}
                        )  # fmt: skip
                        if record.passed != (kind == "right"):
                            tell(f"  MISS {kind}: {record.text.strip()}  {failed}")
            finally:
                await close_model(writer)
    return rows


def figures(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many of each kind came out as they should, with and without the checks that read the words alone."""
    shares: dict[str, Any] = {}
    for kind in KINDS:
        if not (of := [row for row in rows if row["kind"] == kind]):
            continue
        good = [row for row in of if row["passed"] == (kind == "right")]
        shares[kind] = {"as they should": len(good), "of": len(of)}
        if kind != "right":
            by_lean = [
                r for r in of if {"elaborates", "hypotheses consistent", "not trivial", "not refuted"} & r["failed"].keys()
            ]
            shares[kind]["caught by Lean"] = len(by_lean)
    problems = {row["problem"]: row for row in rows}
    shares["problems with a right survivor"] = sum(row["chosen"] == "right" for row in problems.values())
    shares["problems whose first right statement passes"] = sum(
        next(row["passed"] for row in rows if row["problem"] == name and row["kind"] == "right") for name in problems
    )
    shares["median seconds a candidate"] = round(statistics.median(row["seconds"] for row in rows), 2)
    shares["mean seconds a candidate"] = round(statistics.mean(row["seconds"] for row in rows), 2)
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--problems", type=Path, default=PROBLEMS, help="a file like benchmarks/measure/formalize/problems.json"
    )
    parser.add_argument("--json", type=Path, help="write the rows, one for each candidate, here")
    parser.add_argument("--valid", type=int, metavar="N", help="N problems of miniF2F's valid split instead")
    options = parser.parse_args()
    problems = load(options.problems) if options.valid is None else asyncio.run(valid_problems(options.valid))
    rows = asyncio.run(run(problems))
    if options.json is not None:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    for name, value in figures(rows).items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
