"""Which statements say the same, as far as Lean proves it cheaply.

Two true statements are always equivalent, so the whole propositions are not compared: the variables are matched by name or
type, then the hypotheses must be equivalent, and the conclusions must be so without the hypotheses, save those that only
say what kind of number a variable is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from prover.informal.candidate import Candidate, about_kind, renamed
from prover.informal.questions import Questions
from prover.lean.printing import NotPrintable
from prover.lean.terms import App, GoalTerms, Term, Var

_EQUIVALENCE = (
    "intros; exact Iff.rfl",
    "intros; simp only []; constructor <;> intros <;> simp_all",
    "intros; simp only []; omega",
    "intros; simp only [Nat.even_iff, Nat.odd_iff, Int.even_iff, Int.odd_iff] <;> omega",
    "intros; simp only []; grind",
    "intros; simp only []; constructor <;> intros <;> first | omega | nlinarith | grind",
    "intros; norm_num",
    "intros; grind",
)


async def groups(questions: Questions, candidates: Sequence[Candidate], seconds: float = 6.0) -> list[list[int]]:
    """The numbers of the statements, grouped; the largest group first, among equals the one that begins first.

    ``seconds``: for each question to Lean.  A statement is compared with the first of every group.
    """
    found: list[list[int]] = []
    for number, candidate in enumerate(candidates):
        for group in found:
            if await same(questions, candidates[group[0]], candidate, seconds):
                group.append(number)
                break
        else:
            found.append([number])
    return sorted(found, key=lambda group: (-len(group), group[0]))


async def same(questions: Questions, one: Candidate, other: Candidate, seconds: float = 6.0) -> bool:
    """Whether Lean proves the two equivalent, part by part."""
    mine = matched([h.var for h in one.data], [h.var for h in other.data])
    if mine is None:
        return False
    theirs = [h.var for h in other.data]
    conclusion = renamed(other.conclusion, theirs, mine)
    hypotheses = [renamed(h.type, theirs, mine) for h in other.hypotheses]
    kinds = [h.type for h in one.hypotheses if about_kind(h.type)]
    return await _equivalent(
        questions, one, [], _conjunction(h.type for h in one.hypotheses), _conjunction(hypotheses), seconds
    ) and (await _equivalent(questions, one, kinds, one.conclusion, conclusion, seconds))


async def _equivalent(
    questions: Questions, candidate: Candidate, given: Sequence[Term], p: Term, q: Term, seconds: float
) -> bool:
    if p == q:
        return True
    target: Term = App("Iff", (p, q))
    for condition in reversed(given):
        target = App("→", (condition, target))
    try:
        source = candidate.stated("same", GoalTerms(tuple(candidate.data), target))
    except NotPrintable:
        return False
    return (await questions.ask(source, _EQUIVALENCE, seconds)).proved


def _conjunction(propositions: Iterable[Term]) -> Term:
    parts = list(propositions)
    return reduce(lambda rest, part: App("And", (part, rest)), reversed(parts[:-1]), parts[-1]) if parts else App("True")


def matched(mine: Sequence[Var], others: Sequence[Var]) -> list[Var] | None:
    """My variables in the order of the others', by name where the names are the same, else by type; None if they do not match."""
    if len(mine) != len(others):
        return None
    if set(mine) == set(others):
        return list(others)
    left, found = list(mine), []
    for other in others:
        variable = next((v for v in left if v.type == other.type), None)
        if variable is None:
            return None
        left.remove(variable)
        found.append(variable)
    return found
