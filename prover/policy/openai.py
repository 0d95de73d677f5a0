"""A model behind an OpenAI-compatible server as a policy: ``openai:URL#MODEL?option=value``.

The server is asked to complete the prompt, or in chat where it offers no completions.  How servers differ, and what is done
about it, stands in ``prover.policy.completions``; what models put around a tactic is taken off by
``prover.policy.wrapping``.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from prover.concurrency import LoopThread, together
from prover.policy.address import read_spec, shown_name
from prover.policy.answers import ModelAnswer, proposals_of, seed_for
from prover.policy.base import PolicyError, Sampling
from prover.policy.completions import Completion, CompletionsClient, Question, TooLong, connected
from prover.policy.hf_options import ModelOptions, choose_format
from prover.policy.prompts import PromptFormat, get_format
from prover.policy.wrapping import only_begun, tactics_in
from search.game import ProofState, Proposal

CHAT = "You continue the text that you are given. Answer with the next Lean 4 tactic alone: no explanation, no Markdown."
"""The system's turn for a model that is asked in chat."""

CHAT_TOKENS = 1024
"""Of an answer with words or thinking around the tactic."""

_SHORTEST = 64
"""Characters of a state below which it is not cut further to make it fit."""


class OpenAiOptions(ModelOptions):
    """What can be set after ``?`` in ``openai:URL#MODEL?name=value&…``."""

    api: Literal["auto", "completions", "chat"] = "auto"
    """How the server is asked; ``auto``: by completions, or in chat where there are none."""
    max_state_chars: int = Field(4000, ge=_SHORTEST)
    """A longer state loses its beginning, and so does one that the server says is too long for it."""
    concurrency: int = Field(32, ge=1)
    """Requests under way at once."""
    timeout: float = Field(120.0, gt=0)
    """Seconds to wait for the next byte of an answer."""
    retries: int = Field(4, ge=0)
    """How often a request is repeated when the server is down, overloaded or fails; it waits as long as the server says."""


class OpenAiPolicy(Sampling):
    """Proposes what a model server samples.

    A proposal's log-probability is summed over the tokens the server reports; where several token sequences
    spell one tactic their probabilities add up.  From a server without log-probabilities it is estimated:
    the logarithm of the share of all samples that were this tactic.

    Requests run in a thread of the policy's own, so that searches in any event loop may ask.  Raises
    ``PolicyError`` from ``propose`` when the server has gone, after ``retries``; ``RuntimeError`` once closed.

    The server is sent the key in the environment variable ``PROVER_API_KEY``; without one, and over https only, that
    in ``OPENAI_API_KEY``.
    """

    def __init__(self, url: str, model: str, options: OpenAiOptions | None = None) -> None:
        self.options = options or OpenAiOptions()
        self.draws = self.options.temperature > 0
        self._wrapped = False
        self.name = shown_name(url, model)
        self._thread = LoopThread(self.name)
        try:
            self._client, self.prompt = self._thread.run(self._connect(url, model))
        except BaseException:
            self._thread.close()
            raise
        self.name = shown_name(url, self._client.model)

    @classmethod
    def load(cls, spec: str, **options: Any) -> OpenAiPolicy:
        """The policy of ``URL[#MODEL][?name=value&…]``; ``options`` are its other settings, those of
        ``OpenAiOptions`` among them count.  Raises ``PolicyError``, also if the server is down or lacks the model."""
        url, model, own = read_spec(spec, "policy")
        shared = {key: value for key, value in options.items() if key in OpenAiOptions.model_fields}
        return cls(url, model, OpenAiOptions.checked(f"policy {shown_name(url, model)!r}", {**shared, **own}))

    async def _draw_for(self, states: Sequence[ProofState], seed: int) -> list[list[Proposal]]:
        return await self._thread.ask(together(self._propose(state, seed) for state in states))

    def close(self) -> None:
        """Give up the requests under way, end the connections and the thread."""
        self._thread.close(self._client.close())

    async def _connect(self, url: str, model: str) -> tuple[CompletionsClient, PromptFormat]:
        client, entry = await connected(f"policy {self.name!r}", url, model, self.options, ("completions", "chat"))
        stated = entry.get("prompt_format")
        try:
            if isinstance(stated, str) and self.options.format_asked_for() is None:
                return client, get_format(stated)
            return client, choose_format(self.options, client.model, os.devnull, None)
        except (ValueError, OSError) as error:
            await client.close()
            raise PolicyError(f"policy {self.name!r}: {error}; ?format=NAME chooses a prompt format") from None

    async def _propose(self, state: ProofState, seed: int) -> list[Proposal]:
        length = self.options.max_state_chars
        while True:
            shown = state if len(state.text) <= length else replace(state, goals=(state.text[-length:],))
            try:
                completions = await self._draw(self.prompt.prompt(shown), seed)
                answers = [answer for one in completions for answer in self._answers(one)]
                return proposals_of(answers, self.name, len(completions), self.options.weight, self.options.score)
            except TooLong as error:
                length = min(length, len(state.text)) // 2
                if length < _SHORTEST:
                    raise PolicyError(
                        f"policy {self.name!r}: the server's context is too small for the prompt format "
                        f"{self.prompt.name!r} ({error}): start it with a larger one, or choose another ?format="
                    ) from None

    async def _draw(self, prompt: str, seed: int) -> list[Completion]:
        o = self.options
        question = Question(
            prompt,
            [{"role": "system", "content": CHAT}, {"role": "user", "content": prompt}],
            max_tokens=o.max_new_tokens or self.prompt.max_new_tokens,
            chat_tokens=o.max_new_tokens or CHAT_TOKENS,
            temperature=o.temperature,
            top_k=o.top_k,
            stop=self.prompt.stop,
            logprobs=True,
        )
        while True:
            if wrapped := self._wrapped:
                question = replace(question, max_tokens=question.chat_tokens, stop=())
            got = await self._client.sample(question, o.n if self.draws else 1, seed_for(o.seed + seed, prompt, bits=31))
            if wrapped or not question.stop or sum(only_begun(one.text) for one in got) <= len(got) / 2:
                return got
            self._wrapped = True  # the stop strings end it before it says anything: the answers are cut here instead

    def _answers(self, completion: Completion) -> list[ModelAnswer]:
        """The answer in a completion; of one that is wrapped in words, each tactic block and its beginning, uncounted."""
        readings = tactics_in(completion.text)
        if [reading.text for reading in readings] == [completion.text] and self._client.api == "completions":
            return [self._answer(completion)]
        answers: dict[str, ModelAnswer] = {}
        for reading in readings:
            whole = self.prompt.unmarked(reading.text)
            text, stopped = self.prompt.cut(whole)
            if stopped:
                answers.setdefault(text, ModelAnswer(text, None, None, True))
            answers.setdefault(whole, ModelAnswer(whole, None, None, completion.finished or reading.complete))
        if len(answers) == 1 and completion.text.strip() in answers:
            return [self._answer(completion)]
        return list(answers.values())

    def _answer(self, completion: Completion) -> ModelAnswer:
        text, stopped = self.prompt.cut(completion.text)
        tokens, logprobs = completion.tokens, completion.logprobs
        if stopped and tokens is not None and logprobs is not None:
            # What a server that reads no stop strings should not have sent.
            ends = (count for count in range(len(tokens)) if self.prompt.cut("".join(tokens[:count]))[1])
            count = next(ends, len(tokens))
            tokens, logprobs = tokens[:count], logprobs[:count]
        total = None if logprobs is None else math.fsum(logprobs)
        return ModelAnswer(self.prompt.unmarked(text), tokens, total, completion.finished or stopped)
