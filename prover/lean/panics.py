"""Panics inside Lean: an assertion of Lean's own code fails, and the function goes on with a dummy as its result.

Lean writes a line about it and says nothing of it in its answer.  If the dummy gets into a proof, the kernel refuses it for a
constant that nobody wrote.  So where a request came to nothing and Lean panicked over it, the answer is made to say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, RootModel

from prover.lean.messages import ErrorOutcome, Fault, GaveUpOutcome, Verdict

PANIC = ("PANIC ", "INTERNAL PANIC")
"""How the lines begin in which Lean reports a panic."""
NO_PROOF = "a tactic made a term that is no proof: it holds the dummy that a panic inside Lean leaves in its place"
SHOWN = 3
"""Panics named in one answer."""

_REFUSED = re.compile(r"\(kernel\) unknown constant '_inhabitedExprDummy'")

M = TypeVar("M", bound=BaseModel)


def with_panics(answer: M, lines: Sequence[str]) -> M:
    """The answer to a request over which Lean reported these panics; one that brought a success is left as it is."""
    if isinstance(answer, RootModel):
        return answer.model_copy(update={"root": with_panics(answer.root, lines)})
    reports = ["Lean panicked " + line.removeprefix("PANIC ") for line in list(dict.fromkeys(lines))[:SHOWN]]
    match answer:
        case ErrorOutcome() | GaveUpOutcome():
            return answer.model_copy(update={"message": "\n".join([_in_words(answer.message), *reports])})
        case Fault() if reports:
            return answer.model_copy(update={"message": "\n".join([_in_words(answer.text), *reports])})
        case Verdict(accepted=False):
            messages = [m.model_copy(update={"text": _in_words(m.text)}) for m in answer.messages]
            return answer.model_copy(update={"reason": "; ".join([_in_words(answer.reason), *reports]), "messages": messages})
    return answer


def _in_words(text: str) -> str:
    return _REFUSED.sub(NO_PROOF, text)
