"""How good sketches from words are, on held-out statements of the families.

    python -m benchmarks.sketches data/generated --model words --n 4 --limit 60

One line a way of asking: with the problem and its proof in words, with the model's own proof, with the problem alone,
with the goal alone.  *exact*: the likeliest sketch (or
any of the n) is the recorded one; *elaborates*: Lean finds nothing wrong with it (or with any) but its holes; *facts*: share of
the recorded sketch's ``have`` statements that the likeliest has too, 1 where it has none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import textwrap
import time
from collections import defaultdict
from pathlib import Path

from prover.check import check_source
from prover.informal.problem import InformalProblem
from prover.informal.view_writer import ViewWriter
from prover.informal.writer import Draft
from prover.lean.launch import embedded_command
from prover.lean.pool import LeanPool, LeanWorker
from prover.training.traces import Trace, is_held_out, main_goal, read_traces
from prover.training.words.problem import problem_text
from prover.training.words.proof import proof_text
from prover.training.words.sketch import sketch

_HAVE = re.compile(r"\bhave\b[^:\n]*: (.*?) :=")


async def measure(path: Path, model: str, n: int, limit: int) -> dict[str, dict[str, float]]:
    """The figures by way of asking."""
    held_out = [t for t in read_traces(path / "traces.jsonl") if t.proved and is_held_out(t.statement)]
    chosen = [(trace, text) for trace in held_out if (text := sketch(trace.steps)) is not None][:limit]
    writer = ViewWriter.load(model)
    sums: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    try:
        async with LeanPool(embedded_command(), 1) as pool, pool.lease() as worker:
            for trace, wanted in chosen:
                goal = main_goal(trace.steps[0].state)
                for way, problem in _problems(trace).items():
                    start = time.perf_counter()
                    own = await writer.draft(problem, goal, 1, 0) if way == "problem and own proof" else []
                    texts = await writer.sketch(problem, goal, Draft("".join(own)), n, 0)
                    figures = sums[way]
                    figures["seconds"] += time.perf_counter() - start
                    for name, value in (await _judged(worker, trace, wanted, texts)).items():
                        figures[name] += value
    finally:
        writer.close()
    count = max(1, len(chosen))
    return {way: {"sketches": len(chosen), **{k: round(v / count, 3) for k, v in sums[way].items()}} for way in sums}


def _problems(trace: Trace) -> dict[str, InformalProblem]:
    draw = random.Random(trace.theorem)
    stated = InformalProblem(
        formal_statement=trace.statement, informal_stmt=problem_text(main_goal(trace.steps[0].state), draw)
    )
    told = stated.model_copy(update={"informal_proof": proof_text(trace.steps, draw)})
    goal = InformalProblem(formal_statement=trace.statement)
    return {"problem and proof": told, "problem and own proof": stated, "problem": stated, "goal": goal}


async def _judged(worker: LeanWorker, trace: Trace, wanted: str, texts: list[str]) -> dict[str, float]:
    good = [await elaborates(worker, trace.statement, text) for text in texts]
    facts = set(_HAVE.findall(wanted))
    found = facts & set(_HAVE.findall(texts[0])) if texts else set()
    return {
        "exact@1": texts[:1] == [wanted],
        "exact@n": wanted in texts,
        "elaborates@1": bool(good[:1] and good[0]),
        "elaborates@n": any(good),
        "facts@1": len(found) / len(facts) if facts else 1.0,
    }


async def elaborates(worker: LeanWorker, statement: str, block: str) -> bool:
    """Whether Lean finds nothing wrong with a proof but its holes."""
    result = await check_source(worker, f"{statement} := by\n{textwrap.indent(block, '  ')}")
    return not result.bad_input and "sorry" in f"{result.reason}" and not any("error" in m for m in result.messages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of `prover data generate`")
    parser.add_argument("--model", default="words")
    parser.add_argument("--n", type=int, default=4, help="sketches a problem")
    parser.add_argument("--limit", type=int, default=60, help="statements")
    arguments = parser.parse_args()
    for way, figures in asyncio.run(measure(arguments.data, arguments.model, arguments.n, arguments.limit)).items():
        print(json.dumps({"asked with": way, **figures}))


if __name__ == "__main__":
    main()
