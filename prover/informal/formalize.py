"""Words to a Lean statement: candidates from a writer, each screened, and of those that pass the one most agree with.

    async with AsyncProver("portfolio") as prover:
        formalization = await Formalizer(prover.pool, load_writer("openai:http://127.0.0.1:8000")).formalize("Show that …")
    print(formalization.statement)

The choice by agreement is after Li et al., "Autoformalize Mathematical Statements by Symbolic Equivalence and Semantic
Consistency" (NeurIPS 2024).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Optional

from pydantic import BaseModel

from prover.concurrency import together
from prover.informal.agreement import groups
from prover.informal.candidate import Candidate
from prover.informal.questions import Questions
from prover.informal.screen import TIME_LIMIT, Check, Screen, ScreeningRecord
from prover.informal.writer import Writer
from prover.lean.pool import LeanPool
from prover.policy.wrapping import statements_in

MARK = "machine-made formalization"
"""How every statement made here is marked."""


class Formalization(BaseModel):
    """What became of the words.

    ``groups``: the numbers of the candidates that passed, those that Lean proves equivalent together, the largest first;
    ``chosen``: the first of the first, or None where none passed; ``seconds``: wall clock, ``writing`` the writer's part.
    """

    words: str
    writer: str
    candidates: list[ScreeningRecord]
    groups: list[list[int]] = []
    chosen: Optional[int] = None
    agreement: str = ""
    seconds: float = 0.0
    writing: float = 0.0

    @property
    def statement(self) -> str | None:
        """The survivor as Lean source, marked as machine-made; None where none passed."""
        if self.chosen is None:
            return None
        said = "\n".join(f"--   {line.strip()}" for line in self.words.strip().splitlines() if line.strip())
        head = f"-- {MARK}, not reviewed; compare it with the words before use:\n{said}\n-- {self.agreement}\n"
        return head + self.candidates[self.chosen].text


class Formalizer:
    """Turns words into statements with a ``writer``, and screens them on the workers of ``pool``."""

    def __init__(self, pool: LeanPool, writer: Writer) -> None:
        self.pool, self.writer = pool, writer

    async def formalize(
        self,
        words: str,
        n: int = 8,
        seed: int = 0,
        time_limit: float = TIME_LIMIT,
        name: str | None = None,
        screened: Callable[[ScreeningRecord], None] | None = None,
    ) -> Formalization:
        """Ask for ``n`` answers and screen the candidates in them.

        Args:
            time_limit: seconds for the screening of one candidate.
            name: the theorem's name; None leaves each candidate its own.
            screened: called with the record of each candidate, as it is there.

        Raises:
            ValueError: there are no words.
            PolicyError: the model is gone.
            LeanNotAvailable: a lost process could not be replaced.
        """
        if not words.strip():
            raise ValueError("there are no words to formalize")
        begun = time.monotonic()
        answers = await self.writer.formalize(words, n, seed)
        texts = [text for answer in answers for text in statements_in(answer)]
        writing = time.monotonic() - begun
        questions = Questions(self.pool)
        screen = Screen(questions, words, time_limit, name)
        at_once = asyncio.Semaphore(len(self.pool.workers))  # a candidate's time begins when a worker is free

        async def one(text: str) -> tuple[ScreeningRecord, Candidate | None]:
            async with at_once:
                record, candidate = await screen.screen(text)
            for _ in range(texts.count(text) if screened is not None else 0):
                screened(record)
            return record, candidate

        different = list(dict.fromkeys(texts))
        screenings = dict(zip(different, await together(map(one, different)), strict=True))
        candidates = [screenings[text][0] for text in texts]
        read = {number: candidate for number, text in enumerate(texts) if (candidate := screenings[text][1]) is not None}
        passed = [number for number in read if candidates[number].passed]
        grouped = [[passed[i] for i in group] for group in await groups(questions, [read[number] for number in passed])]
        for number in passed:
            alike = next(len(group) for group in grouped if number in group)
            outcome = "passed" if alike > 1 else "unknown"
            record, check = candidates[number], Check(name="agreement", outcome=outcome, why=_agreed(alike, len(texts)))
            candidates[number] = record.model_copy(update={"checks": [*record.checks, check]})
        return Formalization(
            words=words,
            writer=self.writer.name,
            candidates=candidates,
            groups=grouped,
            chosen=grouped[0][0] if grouped else None,
            agreement=_agreed(len(grouped[0]), len(texts)) if grouped else "",
            seconds=round(time.monotonic() - begun, 3),
            writing=round(writing, 3),
        )


def _agreed(alike: int, of: int) -> str:
    if alike == 1:
        return "no other candidate agrees."
    return f"{alike} of {of} candidates say the same, as Lean proves."
