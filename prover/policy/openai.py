"""A model behind an OpenAI-compatible server as a policy: ``openai:URL#MODEL?option=value``.

The server is asked to complete the prompt, or in chat where it offers no completions.  How servers differ, and what is done
about it, stands in ``prover.policy.completions``; what models put around a tactic is taken off by
``prover.policy.wrapping``.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from pydantic import Field

from prover.concurrency import LoopThread, together
from prover.policy.address import read_spec, without_password
from prover.policy.answers import ModelAnswer, Stats, proposals_of, seed_for
from prover.policy.base import PolicyError, Sampling
from prover.policy.completions import Completion, CompletionsClient, Question, TooLong
from prover.policy.hf_options import ModelOptions, choose_format
from prover.policy.prompts import PromptFormat
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


@dataclass
class OpenAiStats(Stats):
    """With the states that were ``shortened`` to fit; ``seconds`` is summed over states (they overlap)."""

    shortened: int = 0


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
        self.stats = OpenAiStats()
        self._wrapped = False
        self.name = _name(url, model)
        self._thread = LoopThread(self.name)
        try:
            self._client, self.prompt = self._thread.run(self._connect(url, model))
        except BaseException:
            self._thread.close()
            raise
        self.name = _name(url, self._client.model)

    @classmethod
    def load(cls, spec: str, **options: Any) -> OpenAiPolicy:
        """The policy of ``URL[#MODEL][?name=value&…]``; ``options`` are its other settings, those of
        ``OpenAiOptions`` among them count.  Raises ``PolicyError``, also if the server is down or lacks the model."""
        url, model, own = read_spec(spec, "policy")
        shared = {key: value for key, value in options.items() if key in OpenAiOptions.model_fields}
        return cls(url, model, OpenAiOptions.checked(f"policy {_name(url, model)!r}", {**shared, **own}))

    async def _draw_for(self, states: Sequence[ProofState], seed: int) -> list[list[Proposal]]:
        return await self._thread.ask(self._propose_all(states, seed))

    def close(self) -> None:
        """Give up the requests under way, end the connections and the thread."""
        self._thread.close(self._client.close())

    def describe(self) -> dict[str, Any]:
        """Name, settings and totals, for a run's record."""
        client = self._client
        options = {**self.options.model_dump(mode="json"), "format": self.prompt.name}
        traffic = {"requests": client.requests, "retries": client.retried, "not_taken": sorted(client.habits.left_out)}
        return {"name": self.name, "asked": client.api, "options": options, "stats": {**asdict(self.stats), **traffic}}

    async def _connect(self, url: str, model: str) -> tuple[CompletionsClient, PromptFormat]:
        o = self.options
        client = CompletionsClient(
            f"policy {self.name!r}", url, model, concurrency=o.concurrency, timeout=o.timeout, retries=o.retries,
            apis=("completions", "chat") if o.api == "auto" else (o.api,),
        )  # fmt: skip
        try:
            entry = await client.choose()
            return client, self._format(client.model, entry.get("prompt_format"))
        except BaseException:
            await client.close()
            raise

    def _format(self, model: str, stated: object) -> PromptFormat:
        options = self.options
        if isinstance(stated, str) and options.template is options.template_file is options.format is None:
            options = options.model_copy(update={"format": stated})
        try:
            return choose_format(options, model, os.devnull, None)
        except (KeyError, ValueError, OSError) as error:
            reason = error.args[0] if error.args else error
            raise PolicyError(f"policy {self.name!r}: {reason}; ?format=NAME chooses a prompt format") from None

    async def _propose_all(self, states: Sequence[ProofState], seed: int) -> list[list[Proposal]]:
        return await together([self._propose(state, seed) for state in states])

    async def _propose(self, state: ProofState, seed: int) -> list[Proposal]:
        begun = time.monotonic()
        self.stats.states += 1
        length = self.options.max_state_chars
        while True:
            shown = state if len(state.text) <= length else replace(state, goals=(state.text[-length:],))
            try:
                completions = await self._draw(self.prompt.prompt(shown), seed)
                break
            except TooLong as error:
                length = min(length, len(state.text)) // 2
                self.stats.shortened += 1
                if length < _SHORTEST:
                    raise PolicyError(
                        f"policy {self.name!r}: the server's context is too small for the prompt format "
                        f"{self.prompt.name!r} ({error}): start it with a larger one, or choose another ?format="
                    ) from None
        self.stats.seconds += time.monotonic() - begun
        return self._proposals(completions)

    async def _draw(self, prompt: str, seed: int) -> list[Completion]:
        got = await self._client.sample(*self._asked(prompt, seed))
        cut_off = sum(only_begun(one.text) for one in got)
        if not self._wrapped and self.prompt.stop and cut_off > len(got) / 2:
            self._wrapped = True  # the stop strings end it before it says anything: the answers are cut here instead
            got = await self._client.sample(*self._asked(prompt, seed))
        return got

    def _asked(self, prompt: str, seed: int) -> tuple[Question, int, int]:
        o = self.options
        question = Question(
            prompt,
            [{"role": "system", "content": CHAT}, {"role": "user", "content": prompt}],
            max_tokens=o.max_new_tokens or (CHAT_TOKENS if self._wrapped else self.prompt.max_new_tokens),
            chat_tokens=o.max_new_tokens or CHAT_TOKENS,
            temperature=o.temperature,
            top_k=o.top_k,
            stop=() if self._wrapped else self.prompt.stop,
            logprobs=True,
        )
        return question, o.n if o.temperature > 0 else 1, seed_for(o.seed + seed, prompt, bits=31)

    def _proposals(self, completions: Sequence[Completion]) -> list[Proposal]:
        answers = [answer for one in completions for answer in self._answers(one)]
        o = self.options
        return proposals_of(answers, self.name, self.stats, o.weight, o.score, len(completions))

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
            read, count = "", 0
            while count < len(tokens) and not self.prompt.cut(read)[1]:
                read += tokens[count]
                count += 1
            tokens, logprobs = tokens[:count], logprobs[:count]
        total = None if logprobs is None else math.fsum(logprobs)
        return ModelAnswer(self.prompt.unmarked(text), tokens, total, completion.finished or stopped, logprobs or ())


def _name(url: str, model: str) -> str:
    return f"openai:{without_password(url)}" + (f"#{model}" if model else "")
