"""Drafts: informal solutions, given or written, their programs run, and one of them chosen by vote.

Hybrid rationales after MAmmoTH (Yue et al. 2023): words, and a program whose output counts as the answer where it has one;
the majority of the answers wins (self-consistency, Wang et al. 2023).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from prover.informal.context import RunProgram
from prover.informal.record import DraftChosen, DraftWritten, ProgramEnded
from prover.informal.stages import Stages
from prover.informal.writer import Draft

_PROGRAM = re.compile(r"```[ \t]*(?:python3?|py)[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_ANSWER = re.compile(r"^[ \t*]*answer[ \t*]*[:=][ \t*]*(.+?)[ \t.*]*$", re.IGNORECASE | re.MULTILINE)
_BOXED = re.compile(r"\\boxed\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{(-?\d+)\}\s*\{(\d+)\}")


def parse_draft(text: str) -> Draft:
    """A model's text as a draft: its last Python block is the program, ``Answer: …`` or what is boxed the answer."""
    programs = _PROGRAM.findall(text)
    words = _PROGRAM.sub("", text).strip()
    return Draft(words, programs[-1].strip() if programs else "", "", answer_in(words))


def answer_in(words: str) -> str:
    """The answer a text ends with, as written; empty if it names none."""
    found = _ANSWER.findall(words) or _BOXED.findall(words)
    return found[-1].strip().strip("$").strip() if found else ""


def number(answer: str) -> Fraction | None:
    """The number an answer is, if it is one: ``12``, ``1,000``, ``-3/4``, ``\\frac{3}{4}``, ``0.5``."""
    text = _FRACTION.sub(r"\1/\2", answer).replace("$", "").replace(",", "").replace("\\!", "").strip().rstrip(".")
    try:
        return Fraction(text.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None


async def complete(draft: Draft, index: int, run: RunProgram, stages: Stages) -> Draft:
    """The draft with its program run; the program's last line is the answer where it is a number."""
    if not draft.program:
        return draft
    done = await run(draft.program)
    stages(ProgramEnded, draft=index, status=done.status, output=done.output, error=done.error, seconds=done.seconds)
    if done.status != "ok":
        return draft
    computed = done.output.strip().rpartition("\n")[2].strip()
    answer = computed if number(computed) is not None else draft.answer
    return replace(draft, output=done.output.strip(), answer=answer)


def announce(draft: Draft, index: int, origin: str, stages: Stages) -> None:
    stages(DraftWritten, draft=index, origin=origin, text=draft.text, program=draft.program, answer=draft.answer)


def choose(drafts: Sequence[Draft], stages: Stages) -> Draft:
    """The first draft whose answer is that of most (without numbers, the first draft), with what a draft that agrees has
    computed if it has computed nothing itself."""
    numbers = [number(draft.answer) for draft in drafts]
    votes = Counter(n for n in numbers if n is not None)
    index = numbers.index(votes.most_common(1)[0][0]) if votes else 0  # of equals the first
    chosen = drafts[index]
    stages(DraftChosen, draft=index, answer=chosen.answer, votes=votes[numbers[index]])
    agreeing = [draft.output for draft, n in zip(drafts, numbers, strict=True) if draft.output and n in (None, numbers[index])]
    return replace(chosen, output=agreeing[0]) if agreeing and not chosen.output else chosen
