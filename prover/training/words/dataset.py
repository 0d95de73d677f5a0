"""Records of the views in words, from the traces of proofs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from prover.policy.views import DRAFT, SKETCH, draft_input, sketch_input
from prover.training import collect
from prover.training.records import Record
from prover.training.shards import Manifest
from prover.training.traces import Trace, main_goal
from prover.training.words.problem import problem_text
from prover.training.words.proof import proof_text
from prover.training.words.sketch import sketch

LONGEST = (1500, 600)
"""Longest input and answer, in characters."""

WITHOUT_PROOF, WITHOUT_WORDS = 0.15, 0.1
"""Shares of the sketches asked for with the problem alone, and with nothing but the goal: who has no words gets sketches too."""


def build(folder: Path, traces: Iterable[Trace], selection: collect.Selection, provenance: dict[str, Any]) -> Manifest:
    """As ``collect.build``, with the records of the views in words."""
    return collect.build(folder, traces, selection, provenance, words_records, LONGEST)


def words_records(trace: Trace) -> Iterator[Record]:
    """The proof in words and its sketch.  The wording depends on the trace alone."""
    if not trace.steps:
        return
    goal = main_goal(trace.steps[0].state)
    draw = random.Random(f"{trace.theorem}/{goal}")
    problem, proof = problem_text(goal, draw), proof_text(trace.steps, draw)
    if proof:
        yield Record(DRAFT.name, draft_input(problem, goal), proof, trace.theorem, trace.source)
    block = sketch(trace.steps)
    if block is None:
        return
    chance = draw.random()
    if chance < WITHOUT_WORDS:
        problem = proof = ""
    elif chance < WITHOUT_WORDS + WITHOUT_PROOF:
        proof = ""
    yield Record(SKETCH.name, sketch_input(problem, proof, goal), block, trace.theorem, trace.source)
