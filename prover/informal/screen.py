"""The screening of one machine-made statement: cheap checks, each with its outcome and why.

Lean is asked to prove and to refute; instances to try come from ``prover.informal.instances`` and are confirmed by Lean.
A statement that passes is not shown to say what the words say: it has only survived what finds most that do not.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Literal, Optional

from pydantic import BaseModel

from prover.informal import words as said
from prover.informal.formulas import NotArithmetic
from prover.informal.instances import Instances
from prover.informal.questions import Questions
from prover.informal.signature import IDENTIFIER, Binder, NotAStatement, Signature, extract
from prover.lean.statement import ReadingKind
from prover.moves.printed import has_top, split_top

Outcome = Literal["passed", "failed", "unknown"]
Verdict = tuple[Outcome, str]

TIME_LIMIT = 20.0
"""Seconds for one candidate, by default."""

_CONFIRM = "(by first | decide | norm_num | omega | (simp; done) | grind | nlinarith)"
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

    async def screen(self, text: str) -> ScreeningRecord:
        """Raises ``LeanNotAvailable``."""
        begun = time.monotonic()
        try:
            signature = extract(await self._questions.read(text))
        except NotAStatement as error:
            return _record(text.strip(), [Check(name="elaborates", outcome="failed", why=f"{error}.")], begun)
        source = signature.source(self._name)
        opened = await self._questions.ask(source)
        if opened.status in ("refused", "lost"):
            return _record(source, [Check(name="elaborates", outcome="failed", why=opened.message)], begun)
        checks = [
            Check(name="elaborates", outcome="passed", why="Lean accepts the statement."),
            *words_checks(self._words, signature),
            *await _Judgement(self._questions, self._words, signature, begun + self._limit).checks(),
        ]
        return _record(source, checks, begun).model_copy(update={"reading": opened.reading})


def _record(text: str, checks: list[Check], begun: float) -> ScreeningRecord:
    failed = any(check.outcome == "failed" for check in checks)
    return ScreeningRecord(
        text=text, status="failed" if failed else "passed", checks=checks, seconds=round(time.monotonic() - begun, 3)
    )


# ------------------------------------------------------------------------------------ words and text


def words_checks(words: str, signature: Signature) -> list[Check]:
    """Whether the statement accounts for what the words name, as far as the two texts tell."""
    binders = " ".join(b.text for b in signature.peeled[0])
    conclusion = signature.peeled[1]
    statement = f"{binders} : {conclusion}"
    missing, soft = said.unaccounted(words, statement)
    added = said.unfounded(words, " ".join(b.type for b in signature.hypotheses))
    if not said.asks(words):
        added += [n for n in said.unfounded(words, conclusion) if n not in added]
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


def about_kind(hypothesis: Binder, names: set[str]) -> bool:
    """Whether a hypothesis only says of which kind one variable is: positive, odd, prime, not 0 …"""
    text = hypothesis.type
    numerals = {int(n) for n in re.findall(r"(?<![\w.'₀-₉])\d+", text)}
    return len(names & set(re.findall(IDENTIFIER, text))) <= 1 and max(numerals, default=0) <= 2


# ---------------------------------------------------------------------------------------- Lean's say


class _Judgement:
    """The checks of one candidate that Lean decides."""

    def __init__(self, questions: Questions, words: str, signature: Signature, deadline: float) -> None:
        self._questions, self._words, self._signature, self._deadline = questions, words, signature, deadline
        self._binders = " ".join(b.text for b in signature.peeled[0])
        self._conclusion = signature.peeled[1]
        self._names = {name for b in signature.data for name in b.names}
        try:
            self._instances: Instances | None = Instances(signature)
        except NotArithmetic:
            self._instances = None

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
        if self._conclusion == "False" and said.negates(self._words):
            return "passed", "the statement itself says that its hypotheses cannot hold together."
        if self._conclusion == "False":
            return "failed", "the conclusion is False, and the words deny nothing."
        if not self._signature.hypotheses:
            return "passed", "there are no hypotheses."
        negation = self._signature.negation(self._binders, "False")
        at = await self._confirmed(negation, lambda found: found.satisfying(), "exact {applied}")
        if at is not None:
            return "passed", f"the hypotheses hold {at}."
        source = self._signature.source("contradictory", self._binders, "False")
        if (by := await self._proved_by(source, _CONTRADICTION, 8, 4)) is not None:
            return "failed", f"contradictory: Lean proves False from the hypotheses ({by})."
        return "unknown", "neither an instance of the hypotheses nor a contradiction was found."

    async def _not_trivial(self) -> Verdict:
        conclusion, hypotheses = self._conclusion, self._signature.hypotheses
        if (why := self._looks_trivial()) is not None:
            return "failed", why
        trivial = _TRIVIAL if self._names else ("intros; exact ⟨_, rfl⟩",)
        if (by := await self._proved_by(self._signature.source(), trivial, 4)) is not None:
            return "failed", f"'{by}' proves it" + (": a hypothesis is the conclusion." if "assumption" in by else ".")
        if not hypotheses:
            return "passed", "no tactic proves it that proves only what is empty."
        data = " ".join(b.text for b in self._signature.data)
        if (at := await self._fails(data, only_data=True)) is not None:
            return "passed", f"without the hypotheses it fails {at}."
        by = await self._proved_by(self._signature.source("bare", data, conclusion), _WITHOUT, 5)
        if by is None:
            return "passed", "no cheap proof without the hypotheses was found."
        if all(about_kind(h, self._names) for h in hypotheses):
            return "passed", "it holds without the hypotheses, which only say what kind of numbers are meant."
        return "failed", f"the conclusion holds without the hypotheses ({by})."

    async def _proved_by(self, source: str, tactics: Sequence[str], seconds: float, search: float = 0.0) -> str | None:
        """The first line of a proof, or None; ``seconds`` for the tactics, then ``search`` seconds for the portfolio."""
        answer = await self._questions.ask(source, tactics, self._left(seconds), self._left(search))
        return answer.by.strip().partition("\n")[0].removeprefix("intros; ") if answer.proved else None

    def _looks_trivial(self) -> str | None:
        """Why the form of the statement makes it empty, or None."""
        conclusion = self._conclusion
        if conclusion == "True":
            return "the conclusion is True."
        for symbol in ("=", "↔", "≤", "≥"):
            sides = split_top(conclusion, symbol)
            if len(sides) == 2 and sides[0] == sides[1]:
                return "both sides of the conclusion are the same."
        if conclusion.startswith("∃"):
            body = conclusion.partition(",")[2]
            if has_top(body, "→") and not re.match(r"\s*∀", body):
                return "an implication under ∃ holds as soon as something fails its antecedent."
        mentioned = set(re.findall(IDENTIFIER, conclusion))
        if self._names and conclusion != "False" and not mentioned & self._names:
            return f"the conclusion says nothing of {', '.join(sorted(self._names))}."
        return None

    async def _not_refuted(self) -> Verdict:
        if (at := await self._fails(self._binders)) is not None:
            return "failed", f"false: it fails {at}."
        negation = self._signature.negation(self._binders, self._conclusion)
        if (by := await self._proved_by(negation, _NEGATION, 3, search=4 if self._instances is None else 0)) is not None:
            return "failed", f"false: Lean refutes it ({by})."
        return "passed", "no instance and no cheap proof refutes it."

    async def _fails(self, binders: str, only_data: bool = False) -> str | None:
        negation = self._signature.negation(binders, self._conclusion)
        script = f"exact absurd ({{applied}}) {_CONFIRM}"
        return await self._confirmed(negation, lambda found: found.refuting(without_hypotheses=only_data), script, only_data)

    async def _confirmed(
        self,
        negation: str,
        search: Callable[[Instances], Iterator[dict[str, str]]],
        script: str,
        only_data: bool = False,
    ) -> str | None:
        """Where Lean confirms an instance, in words, or None: ``script`` closes the negation, given the applied statement."""
        if self._instances is None:
            return None
        try:
            found = await asyncio.to_thread(lambda: list(islice(search(self._instances), 3)))
        except NotArithmetic:
            return None
        if not found:
            return None
        scripts = ["intro H\n" + script.format(applied=self._applied(values, only_data)) for values in found]
        answer = await self._questions.ask(negation, scripts, self._left(6))
        if not answer.proved:
            return None
        values = found[scripts.index(answer.by)]
        return "at " + ", ".join(f"{n} = {v[1:-1]}" for n, v in values.items()) if values else "as it stands"

    def _applied(self, values: dict[str, str], only_data: bool) -> str:
        arguments = []
        for binder in self._signature.peeled[0]:
            if any(binder is variables for variables in self._signature.data):
                arguments += [values[name] for name in binder.names]
            elif not only_data:
                arguments += [_CONFIRM] * max(1, len(binder.names))
        return " ".join(["@H", *arguments]) if arguments else "H"
