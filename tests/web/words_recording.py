"""A proof with words, acted out without Lean: what is recorded of it, and what a live view hears."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import fakes
from recordings import IMAGE, SCRIPT

from benchmarks.data.problem import Problem
from benchmarks.measure.view_recording import InventedGame, put, result_of
from prover.informal import record as rec
from prover.informal.log import StreamRecorder
from prover.informal.stages import Recorder, Recorders, Stages
from prover.result import InformalRecord, ProofResult
from search import Budget, EventWriter, Listener, Search, SearchResult

NAME = "sum~0_1"
"""Reads like the id of a hole."""
STATEMENT = "theorem sum (x y : ℝ) (h : 0 < x) : 2 * x * y ≤ x ^ 2 + y ^ 2"
WORDS = "Show that $2xy \\le x^2 + y^2$."
PROOF = "The square of x - y is not negative; expand it.\nAnswer: 2"
PROGRAM = "from sympy import *\nx, y = symbols('x y')\nprint(expand((x - y) ** 2))\nprint(2)"
BROKEN = f"  have h1 : {SCRIPT} := by sorry\n  nlinarith [h1]"
COMPLAINT = f"1:12: unexpected token '<' {IMAGE}\nexpected term"
HOSTILE_GOAL = f"x y : ℝ\nh : 0 < x\n⊢ {IMAGE} = {SCRIPT}"
NEAR = f"""{STATEMENT} := by
  have h1 : 0 ≤ (x - y) ^ 2 := by
    sorry
  have h2 : {IMAGE} = {SCRIPT} := by
    sorry
  nlinarith [h1, h2]
"""
GOOD = f"""{STATEMENT} := by
  have h1 : 0 ≤ (x - y) ^ 2 := by
    sorry
  have h2 : (x - y) ^ 2 = x ^ 2 - 2 * x * y + y ^ 2 := by
    sorry
  linarith [h1, h2]
"""
HOLES = [rec.Hole(line=3, goals=["x y : ℝ\nh : 0 < x\n⊢ 0 ≤ (x - y) ^ 2"]), rec.Hole(line=5, goals=[HOSTILE_GOAL])]
GOOD_HOLES = [HOLES[0], rec.Hole(line=5, goals=["x y : ℝ\nh : 0 < x\n⊢ (x - y) ^ 2 = x ^ 2 - 2 * x * y + y ^ 2"])]
PROVING = InventedGame(seed=2, proof=4)
HOPELESS = InventedGame(seed=4)


def act(recorder: Recorder) -> Iterator[str]:
    """The whole way to the proof, a scene at a time; says what has come about."""
    stages = Stages(recorder, "openai:fake")
    stages(rec.WordsStarted, theorem=STATEMENT, goal="⊢ ?", informal_statement=WORDS, informal_proof=PROOF,
           policy="invented", writer="openai:fake", time_limit=float("inf"))  # fmt: skip
    _search(stages, rec.ROOT, HOPELESS)
    yield "searched"

    stages(rec.DraftWritten, draft=0, origin="given", text=PROOF, answer="2")
    stages(rec.DraftWritten, draft=1, origin="written", text=f"Expand {SCRIPT}.", program=PROGRAM)
    stages(rec.ProgramEnded, draft=1, status="ok", output="x**2 - 2*x*y + y**2\n2", seconds=0.31)
    stages(rec.DraftChosen, draft=0, answer="2", votes=2)
    stages(rec.SketchWritten, sketch=0, text=BROKEN)
    stages(rec.SketchRefusedEvent, sketch=0, message=COMPLAINT)
    stages(rec.SketchWritten, sketch=1, text="  sorry", mends=0)
    stages(rec.SketchRead, sketch=1, source=NEAR, holes=HOLES)
    yield "sketched"

    _search(stages, "1_0", PROVING, sketch=1, hole=0)
    yield "closed one hole"

    _search(stages, "1_1", HOPELESS, sketch=1, hole=1)
    stages(rec.SketchEnded, sketch=1, status="open", message="open: line 5")
    stages(rec.SketchWritten, sketch=2, text="  sorry", mends=1)
    stages(rec.SketchRead, sketch=2, source=GOOD, holes=GOOD_HOLES)
    stages(rec.PartSearchEnded, search="2_0", reason="reused", proved=True, tactics=["nlinarith"])
    _search(stages, "2_1", PROVING, sketch=2, hole=1)
    stages(rec.SketchEnded, sketch=2, status="proved")
    stages(rec.WriterFailed, message=f"the server is gone {IMAGE}")
    stages(rec.WordsEnded, status="proved", won_by="sketch")
    yield "proved"


def result() -> ProofResult:
    """What it comes to."""
    return ProofResult(name="sum", statement=STATEMENT, status="proved", proof=f"{STATEMENT} := by\n  done\n",
                       tactics=["done"], sources=["sketch"], ended="stopped",
                       informal=InformalRecord(writer="openai:fake", won_by="sketch"))  # fmt: skip


def make_words_run(folder: Path) -> Path:
    """A run in mode ``i2f``: that proof, and one that plain search found."""
    problems = [Problem(id=name, name=name, split="valid", source="AMC", statement=STATEMENT) for name in (NAME, "plain")]
    path, selection = folder / "run", [str(folder / "none.jsonl")]
    with fakes.open_run(path, problems, mode="i2f", selection=selection) as run:
        with StreamRecorder(lambda part: run.events_path(NAME, 0, part)) as recorder:
            with EventWriter(run.events_path(NAME)) as root:
                list(act(Recorders(recorder, _Root(root))))
        put(run, problems[0], result())
        found = searched(PROVING, [])
        plain = result_of(problems[1], found, "invented")
        put(run, problems[1], plain.model_copy(update={"informal": InformalRecord(won_by="facts")}))
    return path


def searched(game: InventedGame, listeners: Sequence[Listener]) -> SearchResult:
    """In a thread of its own, whatever runs in the caller's."""
    found: list[SearchResult] = []

    async def run() -> SearchResult:
        return await Search().run(game.root, game, game, listeners=listeners, budget=Budget(nodes=40))

    thread = threading.Thread(target=lambda: found.append(asyncio.run(run())))
    thread.start()
    thread.join()
    return found[0]


class _Root(Recorder):
    def __init__(self, writer: EventWriter) -> None:
        self._writer = writer

    def search(self, id: str):
        return nullcontext([self._writer] if id == rec.ROOT else [])


def _search(stages: Stages, id: str, game: InventedGame, **which: int) -> None:
    stages(rec.PartSearchBegun, search=id, **which)
    with stages.recorder.search(id) as listeners:
        found = searched(game, listeners)
    stages(
        rec.PartSearchEnded, search=id, reason=found.reason, proved=found.proved, tactics=list(found.proof or ()), seconds=1.5
    )
