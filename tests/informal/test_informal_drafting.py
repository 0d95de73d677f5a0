"""Drafts: read from a model's text, their programs' outputs, the vote."""

from __future__ import annotations

import asyncio
from fractions import Fraction

import pytest

from prover.informal import drafting
from prover.informal.sandbox import ProgramRun
from prover.informal.stages import Recorder, Stages
from prover.informal.writer import Draft


@pytest.mark.parametrize(
    ("answer", "number"),
    [("12", 12), ("1,000", 1000), ("-3/4", Fraction(-3, 4)), (r"\frac{3}{4}", Fraction(3, 4)), ("0.5", Fraction(1, 2)),
     ("$7$.", 7), ("x = 3", None), ("", None), ("1/0", None)],
)  # fmt: skip
def test_number(answer, number):
    assert drafting.number(answer) == number


def test_draft_is_words_program_and_answer():
    draft = drafting.parse_draft("First $x = 2$.\n```python\nprint(1 + 1)\n```\nSo it is.\n\n**Answer:** $2$")
    assert draft == Draft("First $x = 2$.\n\nSo it is.\n\n**Answer:** $2$", "print(1 + 1)", "", "2")
    assert drafting.parse_draft("Clear.") == Draft("Clear.")
    assert drafting.parse_draft(r"Hence \boxed{\frac{1}{2}}").answer == r"\frac{1}{2}"


def stages() -> tuple[Stages, list]:
    class Kept(Recorder):
        events: list = []

        def stage(self, event):
            self.events.append(event)

    kept = Kept()
    kept.events = []
    return Stages(kept, "writer"), kept.events


def test_majority_of_the_answers_wins():
    told, events = stages()
    drafts = [Draft("a", answer="7"), Draft("b", answer="8"), Draft("c", answer="8.0"), Draft("d", answer="many")]
    assert drafting.choose(drafts, told).text == "b"
    assert (events[-1].draft, events[-1].votes) == (1, 2)


def test_without_numbers_the_first_draft_is_taken():
    told, events = stages()
    assert drafting.choose([Draft("a", answer="even"), Draft("b")], told).text == "a"
    assert events[-1].votes == 0


def test_what_an_agreeing_draft_computed_goes_with_the_chosen_one():
    told, _ = stages()
    drafts = [Draft("given", answer="8"), Draft("other", output="9", answer="9"), Draft("agrees", output="8", answer="8")]
    assert drafting.choose(drafts, told) == Draft("given", output="8", answer="8")


def test_program_decides_the_answer_and_a_failed_one_does_not():
    told, events = stages()

    async def printing(program: str) -> ProgramRun:
        return ProgramRun("ok", "x = 3\n12\n", "", 0.1)

    async def failing(program: str) -> ProgramRun:
        return ProgramRun("time", "", "stopped after 1 s", 1.0)

    draft = Draft("words", "print()", answer="11")
    assert asyncio.run(drafting.complete(draft, 0, printing, told)) == Draft("words", "print()", "x = 3\n12", "12")
    assert asyncio.run(drafting.complete(draft, 0, failing, told)) == draft
    assert [event.status for event in events] == ["ok", "time"]
    assert told.record.programs == 1
