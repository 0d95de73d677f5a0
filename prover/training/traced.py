"""From one traced proof to records of every view.

A traced proof is LeanDojo's list of the tactics that ran (Yang et al., *LeanDojo*, NeurIPS 2023), each with the goals
before and after it.  All of them are examples of a next tactic, as for ReProver, inner ones included, but for those
whose text spans the blocks of other traced tactics: these come step by step already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from prover.policy.base import clean_tactic
from prover.policy.views import PREMISES, PROOF, TACTIC, View
from prover.training.records import Record

CLOSED = "no goals"
"""What the trace says where no goal is left."""

_BLOCK = re.compile(r"(?:(?<![\w.])(?:by|then|else)|=>)[ ]*\n|^\s*(?:·|\|.*=>)", re.MULTILINE)
"""Where a block of tactics on lines of its own begins: at a line's end, with a dot, or with a case."""

_NUMBERED = re.compile(r"\?([um])\.(\d+)")
_UNPROVED = re.compile(r"(?<![\w.«])(?:sorry|sorryAx)(?![\w'»])")


@dataclass(frozen=True)
class Caps:
    """The most characters of a proof state, of a tactic (and of a list of premises' four times that), and of a whole proof."""

    state: int = 1500
    tactic: int = 200
    proof: int = 800


@dataclass(frozen=True)
class TracedTactic:
    """One traced tactic; ``premises`` in order of use, each once."""

    tactic: str
    before: str
    after: str
    premises: tuple[str, ...]


@dataclass(frozen=True)
class Dropped:
    """An example left out, and why."""

    view: str
    reason: str


def parse_steps(traced: Sequence[dict[str, Any]]) -> list[TracedTactic]:
    """LeanDojo's ``traced_tactics``.  Raises ``KeyError``, ``TypeError`` or ``ValueError`` if that is not what they are."""
    steps = []
    for entry in traced:
        _, premises = entry["annotated_tactic"]
        names = dict.fromkeys(premise["full_name"] for premise in premises)
        steps.append(
            TracedTactic(entry["tactic"], tidy_state(entry["state_before"]), tidy_state(entry["state_after"]), tuple(names))
        )
    return steps


def tidy_state(text: str) -> str:
    """A state without trailing blanks, its metavariables numbered from 1 in order.

    ``?u.14676`` carries a counter of the run that traced it, which says nothing of the goal.
    """
    text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    numbers: dict[str, int] = {}
    return _NUMBERED.sub(lambda m: f"?{m[1]}.{numbers.setdefault(m[0], len(numbers) + 1)}", text) if "?" in text else text


def examples(
    steps: Sequence[TracedTactic], theorem: str, source: str, caps: Caps, structured: bool = False
) -> Iterator[Record | Dropped]:
    """Every example that a proof gives, or why it does not.

    ``structured`` keeps tactics that span blocks of others among the next tactics.
    """

    def example(view: View, state: str, answer: str | None, reason: str | None) -> Record | Dropped:
        return Dropped(view.name, reason) if reason else Record(view.name, state, answer or "", theorem, source)

    flat = [" ".join(step.tactic.split()) for step in steps]
    for index, step in enumerate(steps):
        tactic = clean_tactic(step.tactic)
        reason = _unfit(step.before, tactic, caps.state, caps.tactic, "tactic")
        if not (reason or structured) and _BLOCK.search(step.tactic) is not None:
            covers = any(inner in flat[index] for other, inner in enumerate(flat) if other != index)
            reason = "spans blocks of other tactics" if covers else None
        yield example(TACTIC, step.before, tactic, reason)
        if not reason:
            names = ", ".join(step.premises)
            missing = None if names else "no premises"
            yield example(PREMISES, step.before, names, "premises too long" if len(names) > 4 * caps.tactic else missing)
    if not steps:
        yield Dropped(PROOF.name, "no tactics")
    elif (text := whole_proof(steps)) is None:
        yield Dropped(PROOF.name, "tactics do not chain")
    else:
        proof, before = clean_tactic(text), steps[0].before
        yield example(PROOF, before, proof, _unfit(before, proof, caps.state, caps.proof, "proof"))


def _unfit(state: str, answer: str | None, state_cap: int, answer_cap: int, what: str) -> str | None:
    if not state or state == CLOSED:
        return "no goals before"
    if answer is None:
        return "empty, or a word that proves nothing"
    if _UNPROVED.search(state):
        return "sorry in the state"
    if len(state) > state_cap:
        return "state too long"
    if len(answer) > answer_cap:
        return f"{what} too long"
    return None


def whole_proof(steps: Sequence[TracedTactic]) -> str | None:
    """The tactics that lead from the first state to no goals as one text, or ``None`` where the trace does not show them.

    A step follows where its state before is the state reached, or that state's first goal alone, which is then
    focused (``·``).  The tactics not used must stand inside those that are: others belong to another block of a
    proof that is not tactics all through.
    """
    left = set(range(len(steps)))
    lines = _close(steps, _goals(steps[0].before), left)
    if lines is None:
        return None
    proof = "\n".join(lines)
    flat = " ".join(proof.split())
    if any(" ".join(steps[index].tactic.split()) not in flat for index in left):
        return None
    return proof


def _close(steps: Sequence[TracedTactic], goals: list[str], left: set[int]) -> list[str] | None:
    """Lines that close ``goals``; takes the steps it uses from ``left``."""
    lines: list[str] = []
    while goals:
        if (index := _next(steps, "\n\n".join(goals), left)) is not None:
            left.remove(index)
            lines += steps[index].tactic.rstrip().split("\n")
            goals = _goals(steps[index].after)
        elif len(goals) > 1 and _next(steps, goals[0], left) is not None:
            block = _close(steps, goals[:1], left)
            if block is None:
                return None
            lines += [f"· {block[0]}", *(f"  {line}" if line else "" for line in block[1:])]
            goals = goals[1:]
        else:
            return None
    return lines


def _next(steps: Sequence[TracedTactic], state: str, left: set[int]) -> int | None:
    return next((index for index in sorted(left) if steps[index].before == state), None)


def _goals(state: str) -> list[str]:
    return [] if state == CLOSED else state.split("\n\n")
