"""The shipped model of words as a writer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from prover.informal.problem import InformalProblem
from prover.informal.view_writer import ViewWriter
from prover.informal.writer import Draft, Writer, close_writer
from prover.policy import PolicyError
from prover.policy.sources import SHIPPED

PROBLEM = InformalProblem(
    name="t",
    formal_statement="theorem t (x : ℝ) (h₀ : x ^ 2 + 15 = 8 * x) : x = 3 ∨ x = 5",
    informal_stmt="Let $x$ be a real number such that $x^2 + 15 = 8x$. Show that $x = 3$ or $x = 5$.",
    informal_proof="We have $(x - 3)(x - 5) = 0$. Hence $x = 3$ or $x = 5$.",
)
GOAL = "x : ℝ\nh₀ : x ^ 2 + 15 = 8 * x\n⊢ x = 3 ∨ x = 5"


@pytest.fixture(scope="module")
def writer() -> Iterator[ViewWriter]:
    writer = ViewWriter.load()
    yield writer
    writer.close()


def test_it_is_a_writer_and_small(writer: ViewWriter) -> None:
    assert isinstance(writer, Writer) and writer.name == "view:words"
    folder = SHIPPED.parent / "words"
    assert max(file.stat().st_size for file in folder.iterdir()) <= 16e6
    card = (folder / "README.md").read_text("utf-8")
    for said in ("Apache-2.0", "fine-tuned from", "generated", "Sketch:"):
        assert said in card


def test_sketches_have_holes_and_are_the_same_again(writer: ViewWriter) -> None:
    first = asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), 4, 0))
    assert 1 <= len(first) <= 4 and len(set(first)) == len(first)
    assert any("sorry" in text for text in first)
    assert asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), 4, 0)) == first


def test_who_asks_at_the_same_time_gets_the_same(writer: ViewWriter) -> None:
    async def both() -> list[list[str]]:
        return await asyncio.gather(*(writer.sketch(PROBLEM, GOAL, Draft(""), n, 0) for n in (2, 4)))

    alone = [asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), n, 0)) for n in (2, 4)]
    assert asyncio.run(both()) == alone


def test_mending_draws_other_sketches(writer: ViewWriter) -> None:
    (first, *_) = asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), 4, 0))
    assert first not in asyncio.run(writer.mend(PROBLEM, GOAL, Draft(""), first, "unsolved goals", 4, 0))


def test_drafts_are_words(writer: ViewWriter) -> None:
    drafts = asyncio.run(writer.draft(PROBLEM, GOAL, 2, 0))
    assert drafts and all("$" in text for text in drafts)


def test_it_is_quick(writer: ViewWriter) -> None:
    asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), 4, 1))
    begun = time.perf_counter()
    asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), 4, 2))
    assert time.perf_counter() - begun < 10, "about a second on a quiet machine"


def test_it_does_not_formalize(writer: ViewWriter) -> None:
    with pytest.raises(PolicyError, match="--writer"):
        asyncio.run(writer.formalize("Show that $1 + 1 = 2$.", 1, 0))


def test_a_closed_writer_says_so() -> None:
    writer = ViewWriter.load()
    asyncio.run(close_writer(writer))
    with pytest.raises(PolicyError, match="closed"):
        asyncio.run(writer.sketch(PROBLEM, GOAL, Draft(""), 1, 0))


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(PolicyError, match="nowhere"):
        ViewWriter.load("./nowhere")
