"""What a model server takes, as far as its answers have shown: a request is written by it and rewritten after a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from prover.policy.replies import Failed

Api = Literal["completions", "chat"]

PATHS: dict[Api, str] = {"completions": "/completions", "chat": "/chat/completions"}

_OPTIONAL = ("logprobs", "top_k", "seed", "stop", "temperature", "stream")
"""Fields that an answer can do without."""

_ABOUT_N = re.compile(
    r"(?<!\w)(?:n|n_cmpl|best_of|num_choices)(?!\w)|(?:multiple|several) (?:completions|choices)", re.IGNORECASE
)
_ABOUT_SYSTEM = re.compile(r"system.{0,20}(?:role|message|prompt|instruction)|roles? must alternate", re.IGNORECASE)
_ABOUT_LOGPROBS = re.compile(r"log_?prob|JSON compliant|out of range float", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context.{0,12}(?:length|window|size|limit)|too long|too many tokens|maximum.{0,30}(?:length|context)|tokens`? \+"
    r"|(?:prompt|input|tokens?)\b.{0,60}exceed|exceed.{0,60}(?:context|token|length)",
    re.IGNORECASE,
)
_NOT_OFFERED = re.compile(
    r"chat model|chat template|completions?\b.{0,60}not (?:supported|available|enabled|implemented|allowed)"
    r"|not (?:support|offer|implement|allow).{0,40}completion|unsupported.{0,20}(?:endpoint|operation|task)",
    re.IGNORECASE,
)
_REFUSALS = (200, 400, 415, 422, 500)
_SPARED = {"logprobs", "top_k", "seed", "stop"}
"""Fields to try without when a refusal names none."""

SHORTEST_ANSWER = 256
"""Tokens below which an answer's limit is not lowered to make prompt and answer fit."""


@dataclass(frozen=True)
class Question:
    """What is asked: a text to continue, the same as a conversation (``{"role": …, "content": …}`` each), and how.

    ``chat_tokens``: ``max_tokens`` of a chat's answer, which has words around what is wanted.  ``stop`` is for completions.
    """

    text: str
    messages: Sequence[Mapping[str, str]]
    max_tokens: int
    chat_tokens: int
    temperature: float
    top_k: int | None = None
    stop: tuple[str, ...] = ()
    logprobs: bool = False


@dataclass(frozen=True)
class Habits:
    """``left_out``: fields the server refuses.  ``most_at_once``: completions it gives in one answer.  ``tokens_field``: its
    name for the limit of tokens.  ``longer``: by what that limit is multiplied, for models that think before they speak.
    ``system``: whether the conversation may have a system's turn."""

    left_out: frozenset[str] = frozenset()
    most_at_once: int = 1 << 20
    tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    longer: int = 1
    system: bool = True

    def body(self, question: Question, model: str, api: Api, n: int, seed: int, tokens: int | None = None) -> dict[str, Any]:
        """The request's body; ``tokens``: a lower limit than the question's."""
        limit = question.max_tokens if api == "completions" else question.chat_tokens * self.longer
        fields: dict[str, Any] = {
            "model": model, "temperature": question.temperature, "seed": seed, "stream": False,
            self.tokens_field: min(limit, tokens or limit),
        }  # fmt: skip
        if api == "completions":
            fields["prompt"] = question.text
            if question.stop:
                fields["stop"] = list(question.stop)
        else:
            fields["messages"] = list(question.messages) if self.system else _without_system(question.messages)
        if question.logprobs:
            fields["logprobs"] = 1 if api == "completions" else True
        if question.top_k is not None:
            fields["top_k"] = question.top_k
        if min(n, self.most_at_once) > 1:
            fields["n"] = min(n, self.most_at_once)
        return {key: value for key, value in fields.items() if key not in self.left_out}

    def after(self, error: Failed, sent: Mapping[str, Any], first: bool) -> Habits | None:
        """The habits that explain a refusal; ``None`` if it was not about a field that can be changed.

        ``first``: nothing has been answered yet, so a refusal that names nothing may be about any field.
        """
        words = error.words
        if error.status not in _REFUSALS or too_long(error):
            return None
        if "logprobs" in sent and _ABOUT_LOGPROBS.search(words):
            return self.without({"logprobs"})
        if self.system and any(turn["role"] == "system" for turn in sent.get("messages", ())) and _ABOUT_SYSTEM.search(words):
            return replace(self, system=False)
        if error.status == 500:
            return None
        if "max_tokens" in sent and "max_completion_tokens" in words:
            return replace(self, tokens_field="max_completion_tokens")
        optional = "|".join(key for key in _OPTIONAL if key in sent)
        if optional and (blamed := re.search(rf"(?<!\w)(?:{optional})(?!\w)", words)):
            return self.without({blamed[0]})  # those after it may be named as what is allowed
        if sent.get("n", 1) > 1 and _ABOUT_N.search(words):
            return self.giving(sent["n"] // 2)
        if not first or error.status not in (400, 422) or not_offered(error):
            return None
        if bare := _SPARED & set(sent):
            return self.without(bare)
        return self.giving(1) if sent.get("n", 1) > 1 else None

    def without(self, fields: set[str]) -> Habits:
        return replace(self, left_out=self.left_out | fields)

    def giving(self, count: int) -> Habits:
        return replace(self, most_at_once=min(count, self.most_at_once))

    def and_also(self, other: Habits) -> Habits:
        """What both have shown."""
        return Habits(
            left_out=self.left_out | other.left_out,
            most_at_once=min(self.most_at_once, other.most_at_once),
            tokens_field=max(self.tokens_field, other.tokens_field, key=lambda name: name != "max_tokens"),
            longer=max(self.longer, other.longer),
            system=self.system and other.system,
        )


def too_long(error: Failed) -> bool:
    """Whether prompt and answer do not fit into the model's context."""
    return error.status == 413 or (error.status in (200, 400, 422, 500) and bool(_TOO_LONG.search(error.words)))


def not_offered(error: Failed) -> bool:
    """Whether the server says that it, or the model, has no such endpoint."""
    if error.status in (404, 405, 501):
        return True
    return error.status in (200, 400, 403, 415, 422, 500) and bool(_NOT_OFFERED.search(error.words))


def _without_system(messages: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The conversation with what the system says before the first of the user's turns."""
    said = "\n\n".join(turn["content"] for turn in messages if turn["role"] == "system")
    rest = [turn for turn in messages if turn["role"] != "system"]
    return [{**rest[0], "content": f"{said}\n\n{rest[0]['content']}"}, *rest[1:]] if said else rest
