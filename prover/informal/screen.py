"""The screening of one machine-made statement: cheap checks, each with its outcome and why.

Lean is asked to prove and to refute; values at which it holds or fails come from ``prover.algebra.refuting``, which evaluates
exactly.
A statement that passes is not shown to say what the words say: it has only survived what finds most that do not.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, Optional

from pydantic import BaseModel

from prover.algebra.refuting import counter_model
from prover.informal import words as said
from prover.informal.candidate import Candidate, NotAStatement, about_kind
from prover.informal.questions import Questions
from prover.lean.errors import BadStatement
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.statement import ReadingKind
from prover.lean.terms import App, Bind, GoalTerms, Term, variables

Outcome = Literal["passed", "failed", "unknown"]
Verdict = tuple[Outcome, str]

TIME_LIMIT = 20.0
"""Seconds for one candidate, by default."""

_PARITY = "simp only [Nat.even_iff, Nat.odd_iff, Int.even_iff, Int.odd_iff] at * <;> omega"
_CONTRADICTION = ("omega", "simp_all", "norm_num at *", _PARITY, "grind", "nlinarith")
_TRIVIAL = (
    "intros; assumption", "intros; symm; assumption", "intros; with_reducible rfl", "intros; exact ⟨_, rfl⟩",
    "intros; exact ⟨_, Eq.refl _⟩", "intros; exact Nat.zero_le _", "intros; exact True.intro",
)  # fmt: skip
_WITHOUT = tuple(f"intros; {tactic}" for tactic in ("norm_num", "omega", "decide", "simp", "grind", "nlinarith"))
_NEGATION = ("decide", "norm_num", "omega", "grind")


class Check(BaseModel):
    """One check: what it is called, how it came out, and one sentence why."""

    name: str
    outcome: Outcome
    why: str


class ScreeningRecord(BaseModel):
    """One candidate: the statement as screened (as written where it is none), and every check made on it.

    ``reading``: how Lean reads it (README, "What proved means"); ``seconds``: wall clock.
    """

    text: str
    status: Literal["passed", "failed"]
    checks: list[Check]
    reading: Optional[ReadingKind] = None
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    def failures(self) -> list[Check]:
        return [check for check in self.checks if check.outcome == "failed"]


class Screen:
    """Screens candidates for one problem in words.  ``time_limit``: seconds for one candidate."""

    def __init__(self, questions: Questions, words: str, time_limit: float = TIME_LIMIT, name: str | None = None) -> None:
        self._questions, self._words, self._limit, self._name = questions, words, time_limit, name

    async def screen(self, text: str) -> tuple[ScreeningRecord, Candidate | None]:
        """The record of what a model wrote, and the candidate as Lean holds it, if it does.  Raises ``LeanNotAvailable``."""
        begun = time.monotonic()
        try:
            candidate = await self._questions.read(text, self._name)
        except (NotAStatement, BadStatement) as error:
            why = f"{error}." if isinstance(error, NotAStatement) else str(error)
            return _record(text.strip(), [Check(name="elaborates", outcome="failed", why=why)], begun), None
        checks = [
            Check(name="elaborates", outcome="passed", why="Lean accepts the statement."),
            *words_checks(self._words, candidate),
            *await _Judgement(self._questions, self._words, candidate, begun + self._limit).checks(),
        ]
        return _record(candidate.source, checks, begun).model_copy(update={"reading": candidate.reading}), candidate


def _record(text: str, checks: list[Check], begun: float) -> ScreeningRecord:
    failed = any(check.outcome == "failed" for check in checks)
    return ScreeningRecord(
        text=text, status="failed" if failed else "passed", checks=checks, seconds=round(time.monotonic() - begun, 3)
    )


# ------------------------------------------------------------------------------------ words and text


def words_checks(words: str, candidate: Candidate) -> list[Check]:
    """Whether the statement accounts for what the words name, as far as the two texts tell."""
    statement = candidate.statement
    missing, soft = said.unaccounted(words, statement)
    added = said.unfounded(words, " ".join(_printed(h.type) for h in candidate.hypotheses))
    if not said.asks(words):
        added += [n for n in said.unfounded(words, _printed(candidate.conclusion)) if n not in added]
    unsaid, doubtful = said.unsaid_kinds(words, statement)
    in_words, in_statement = said.relations(words, statement)
    kinds = f"the words say {' and '.join(repr(kind) for kind in unsaid or doubtful)}; the statement does not."
    return [
        _first(
            "numerals",
            (missing, "failed", f"unaccounted: {', '.join(missing)}."),
            (added, "failed", f"the words do not say {', '.join(added)}."),
            (soft, "unknown", f"{', '.join(soft)} of the words may be said otherwise."),
            (True, "passed", "the numerals of words and statement agree."),
        ),
        _first(
            "kinds",
            (unsaid, "failed", kinds),
            (doubtful, "unknown", kinds),
            (True, "passed", "nothing the words name is missing."),
        ),
        _first(
            "relations",
            (in_words > in_statement, "failed", f"the words hold {in_words} relations, the statement {in_statement}."),
            (True, "passed", "the statement holds no fewer relations than the words."),
        ),
    ]


def _first(name: str, *cases: tuple[Any, Outcome, str]) -> Check:
    """The outcome of the first case that holds."""
    return next(Check(name=name, outcome=outcome, why=why) for holds, outcome, why in cases if holds)


def _printed(term: Term) -> str:
    try:
        return to_lean(term)
    except NotPrintable:
        return ""


# ---------------------------------------------------------------------------------------- Lean's say


class _Judgement:
    """The checks of one candidate that Lean decides."""

    def __init__(self, questions: Questions, words: str, candidate: Candidate, deadline: float) -> None:
        self._questions, self._words, self._candidate, self._deadline = questions, words, candidate, deadline

    async def checks(self) -> list[Check]:
        done: list[Check] = []
        for name, check in (
            ("hypotheses consistent", self._consistent),
            ("not trivial", self._not_trivial),
            ("not refuted", self._not_refuted),
        ):
            outcome, why = await check()
            if outcome == "passed" and time.monotonic() > self._deadline:
                outcome, why = "unknown", "the time limit was used up before all was tried."
            done.append(Check(name=name, outcome=outcome, why=why))
            if name == "hypotheses consistent" and outcome == "failed":
                break
        return done

    def _left(self, wanted: float) -> float:
        return max(0.0, min(wanted, self._deadline - time.monotonic()))

    async def _consistent(self) -> Verdict:
        goal = self._candidate.goal
        if goal.target == _FALSE and said.negates(self._words):
            return "passed", "the statement itself says that its hypotheses cannot hold together."
        if goal.target == _FALSE:
            return "failed", "the conclusion is False, and the words deny nothing."
        if not self._candidate.hypotheses:
            return "passed", "there are no hypotheses."
        absurd = replace(goal, target=_FALSE)
        if (at := await self._fails(absurd)) is not None:
            return "passed", f"the hypotheses hold {at}."
        if (by := await self._proved_by(absurd, _CONTRADICTION, 8, 4)) is not None:
            return "failed", f"contradictory: Lean proves False from the hypotheses ({by})."
        return "unknown", "neither an instance of the hypotheses nor a contradiction was found."

    async def _not_trivial(self) -> Verdict:
        goal, hypotheses = self._candidate.goal, self._candidate.hypotheses
        if (why := self._looks_trivial()) is not None:
            return "failed", why
        trivial = _TRIVIAL if self._candidate.data else ("intros; exact ⟨_, rfl⟩",)
        answer = await self._questions.ask(self._candidate.source, trivial, self._left(4))
        if answer.proved:
            by = _short(answer.by)
            return "failed", f"'{by}' proves it" + (": a hypothesis is the conclusion." if "assumption" in by else ".")
        if not hypotheses:
            return "passed", "no tactic proves it that proves only what is empty."
        bare = replace(goal, hypotheses=tuple(h for h in goal.hypotheses if h.kind != "prop"))
        if (at := await self._fails(bare)) is not None:
            return "passed", f"without the hypotheses it fails {at}."
        by = await self._proved_by(bare, _WITHOUT, 5)
        if by is None:
            return "passed", "no cheap proof without the hypotheses was found."
        if all(about_kind(h.type) for h in hypotheses):
            return "passed", "it holds without the hypotheses, which only say what kind of numbers are meant."
        return "failed", f"the conclusion holds without the hypotheses ({by})."

    def _looks_trivial(self) -> str | None:
        """Why the form of the statement makes it empty, or None."""
        target = self._candidate.conclusion
        match target:
            case App("True"):
                return "the conclusion is True."
            case App("Eq" | "Iff" | "LE.le", (a, b)) if a == b:
                return "both sides of the conclusion are the same."
            case Bind("∃", _, _, App("→")):
                return "an implication under ∃ holds as soon as something fails its antecedent."
        data = {h.var for h in self._candidate.data}
        if data and target != _FALSE and data.isdisjoint(variables(target)):
            return f"the conclusion says nothing of {', '.join(sorted(v.name for v in data))}."
        return None

    async def _not_refuted(self) -> Verdict:
        goal = self._candidate.goal
        if (at := await self._fails(goal)) is not None:
            return "failed", f"false: it fails {at}."
        if (by := await self._proved_by(goal, _NEGATION, 3, negated=True)) is not None:
            return "failed", f"false: Lean refutes it ({by})."
        return "passed", "no instance and no cheap proof refutes it."

    async def _fails(self, goal: GoalTerms) -> str | None:
        """Where the hypotheses of a goal hold and its target does not, in words; None if nowhere that was looked."""
        found = await asyncio.to_thread(counter_model, goal, self._left(2))
        return None if found is None else f"at {found.text}" if found.text else "as it stands"

    async def _proved_by(
        self, goal: GoalTerms, tactics: Sequence[str], seconds: float, search: float = 0.0, negated: bool = False
    ) -> str | None:
        """The first line of a proof of a goal, or of its negation; ``seconds`` for the tactics, then ``search`` seconds for the
        portfolio."""
        try:
            source = self._candidate.stated("asked", goal, negated)
        except NotPrintable:
            return None
        answer = await self._questions.ask(source, tactics, self._left(seconds), self._left(search))
        return _short(answer.by) if answer.proved else None


_FALSE = App("False")


def _short(proof: str) -> str:
    return proof.strip().partition("\n")[0].removeprefix("intros; ")
