"""Panics inside Lean: an assertion of Lean's own code fails, and the function goes on with a dummy as its result.

Lean writes a line about it and says nothing of it in its answer.  If the dummy gets into a proof, the kernel refuses it for a
constant that nobody wrote.  So where a request came to nothing and Lean panicked over it, the answer is made to say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, RootModel

from prover.lean.messages import Fault, LeanMessage, Verdict
from search.game import GaveUp, TacticError

PANIC = ("PANIC ", "INTERNAL PANIC")
"""How the lines begin in which Lean reports a panic."""
NO_PROOF = "a tactic made a term that is no proof: it holds the dummy that a panic inside Lean leaves in its place"
SHOWN = 3
"""Panics named in one answer."""

_REFUSED = re.compile(r"\(kernel\) unknown constant '_inhabitedExprDummy'")

M = TypeVar("M", bound=BaseModel)


def reports(lines: Sequence[str]) -> list[str]:
    """What to say of the panics that Lean reported in these lines: each once, the first few of them."""
    return ["Lean panicked " + line.removeprefix("PANIC ") for line in list(dict.fromkeys(lines))[:SHOWN]]


def with_panics(answer: M, lines: Sequence[str]) -> M:
    """The answer to a request over which Lean reported these panics; one that brought a success is left as it is."""
    match answer:
        case RootModel(root=TacticError() | GaveUp() as outcome):
            message = "\n".join([_in_words(outcome.message), *reports(lines)])
            return answer.model_copy(update={"root": replace(outcome, message=message)})
        case Fault() if lines:
            message = "\n".join([_in_words(answer.text), *reports(lines)])
            return answer.model_copy(update={"message": message, "messages": _all_in_words(answer.messages)})
        case Verdict(accepted=False):
            reason = "; ".join([_in_words(answer.reason), *reports(lines)])
            return answer.model_copy(update={"reason": reason, "messages": _all_in_words(answer.messages)})
    return answer


def _all_in_words(messages: Sequence[LeanMessage]) -> list[LeanMessage]:
    return [message.model_copy(update={"text": _in_words(message.text)}) for message in messages]


def _in_words(text: str) -> str:
    return _REFUSED.sub(NO_PROOF, text)
