"""What the server is asked and what it answers: the part of OpenAI's completions protocol that it speaks."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, field_validator

from prover.policy.decoding import Sample
from prover.serving.errors import ApiError

MOST_N, MOST_PROMPTS, MOST_STOPS = 1024, 1024, 16

MOST_SAMPLES = 2048
"""Completions of one request, ``n`` × prompts."""

MOST_DRAWN = 1 << 20
"""Tokens of one request, ``n`` × prompts × ``max_tokens``."""

MOST_TOKENS = 4096
"""``max_tokens`` for a model that states no context; for others it is at most the context."""


class CompletionRequest(BaseModel):
    """``POST /v1/completions``.

    Fields of the protocol that would change the answer and are not supported are refused unless they have
    the value that changes nothing.  How much may be asked for at once is limited, see ``MOST_SAMPLES``,
    ``MOST_DRAWN`` and ``MOST_TOKENS``.
    """

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    model: Optional[str] = None
    """May be left out: there is one."""
    prompt: Union[str, list[str]]
    n: int = Field(1, ge=1, le=MOST_N)
    max_tokens: int = Field(16, ge=1)
    temperature: float = Field(1.0, ge=0, allow_inf_nan=False)
    top_k: int = 0
    """Draw among the k likeliest tokens; 0 or less: among all.  Not OpenAI's, but vLLM's and llama.cpp's."""
    stop: Union[str, list[str], None] = None
    logprobs: Optional[int] = Field(None, ge=0, le=1)
    """Given: the log-probability (temperature 1) of each token drawn, the stop's included; no alternatives."""
    seed: Optional[int] = None
    user: Optional[str] = None
    best_of: Optional[int] = None
    echo: Optional[bool] = None
    stream: Optional[bool] = None
    suffix: Optional[str] = None
    top_p: Optional[float] = None
    presence_penalty: Optional[float] = None
    frequency_penalty: Optional[float] = None
    logit_bias: Optional[dict[str, float]] = None

    @field_validator("prompt", mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        prompts = value if isinstance(value, list) else [value]
        if not all(isinstance(prompt, str) for prompt in prompts):
            raise ValueError("a text or a list of texts is supported, token ids are not")
        if not 1 <= len(prompts) <= MOST_PROMPTS:
            raise ValueError(f"from 1 to {MOST_PROMPTS} prompts at once")
        if not all(prompts):
            raise ValueError("a prompt is empty")
        return value

    @field_validator("stop")
    @classmethod
    def _stops(cls, value: Any) -> Any:
        stops = [value] if isinstance(value, str) else value or []
        if len(stops) > MOST_STOPS or not all(stops):
            raise ValueError(f"at most {MOST_STOPS} stop strings, none of them empty")
        return value

    @field_validator("echo", "stream", "suffix", "top_p", "presence_penalty", "frequency_penalty", "logit_bias", mode="before")
    @classmethod
    def _neutral(cls, value: Any, info: Any) -> Any:
        """``value`` if it changes nothing."""
        if value not in (None, 1) if info.field_name == "top_p" else value:
            raise ValueError("not supported by this server: leave it out")
        return value

    @property
    def prompts(self) -> list[str]:
        return [self.prompt] if isinstance(self.prompt, str) else self.prompt

    @property
    def stops(self) -> tuple[str, ...]:
        return (self.stop,) if isinstance(self.stop, str) else tuple(self.stop or ())

    def refuse_too_much(self, context: int | None) -> None:
        """Raises ``ApiError`` for more than a request may ask of a model that reads ``context`` tokens."""
        samples = self.n * len(self.prompts)
        for param, what, asked, most, of in (
            ("max_tokens", "max_tokens", self.max_tokens, context or MOST_TOKENS, "for this model"),
            ("n", "n × prompts", samples, MOST_SAMPLES, "completions a request"),
            ("n", "n × prompts × max_tokens", samples * self.max_tokens, MOST_DRAWN, "tokens a request"),
        ):
            if asked > most:
                raise ApiError(400, f"{what} is {asked}: at most {most} {of}", param=param)


def completion(model: str, samples: Sequence[Sample], texts: Sequence[Sequence[str]] | None, read: int) -> dict[str, Any]:
    """The answer to a request: all prompts' completions, those of the first prompt first.

    ``texts``: of each sample's tokens, if log-probabilities are asked for (``text_offset`` counts characters of the
    completion); ``read``: tokens of the prompts.
    """
    drawn = sum(len(sample.tokens) for sample in samples)
    choices = [
        {
            "text": sample.text,
            "index": index,
            "logprobs": None if texts is None else _logprobs(sample, texts[index]),
            "finish_reason": "stop" if sample.finished else "length",
        }
        for index, sample in enumerate(samples)
    ]
    return {
        "id": f"cmpl-{secrets.token_hex(12)}",
        "object": "text_completion",
        "created": int(time.time()),
        "model": model,
        "choices": choices,
        "usage": {"prompt_tokens": read, "completion_tokens": drawn, "total_tokens": read + drawn},
    }


def _logprobs(sample: Sample, texts: Sequence[str]) -> dict[str, Any]:
    offsets = [sum(map(len, texts[:i])) for i in range(len(texts))]
    return {"tokens": texts, "token_logprobs": sample.logprobs, "top_logprobs": None, "text_offset": offsets}
