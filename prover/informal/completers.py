"""Language models that continue a conversation: behind an OpenAI-compatible server, or of the Hugging Face kind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal, Optional, Protocol

from pydantic import Field

from prover.informal.conversation import STOP, Conversation
from prover.policy.address import shown_name
from prover.policy.base import PolicyError
from prover.policy.completions import CompletionsClient, Question, TooLong, connected
from prover.policy.hf_options import SpecOptions


class WriterOptions(SpecOptions):
    """What can be set after ``?`` in ``openai:URL#MODEL?name=value&…`` and ``hf:ID?name=value&…``."""

    temperature: float = Field(0.8, ge=0)
    max_tokens: int = Field(1024, ge=1)
    """Of an answer."""
    prompts: Optional[Path] = None
    """A folder with prompts of one's own, see ``prover.informal.conversation``."""
    api: Literal["auto", "chat", "completions"] = "auto"
    """How the server is asked; ``auto``: by chat, or by completions where there is no chat."""
    timeout: float = Field(120.0, gt=0)
    """Seconds to wait for the next byte of an answer."""
    retries: int = Field(2, ge=0)
    concurrency: int = Field(8, ge=1)
    """Requests under way at once."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    seed: int = 0


class Completer(Protocol):
    """``complete`` answers with at most ``n`` texts; it raises ``PolicyError`` when the model is gone."""

    name: str

    async def complete(self, conversation: Conversation, n: int, seed: int) -> list[str]: ...

    async def close(self) -> None: ...


class OpenAiCompleter:
    """A chat or completions model behind a server.  Lives in the event loop that it is first used in."""

    def __init__(self, url: str, model: str, options: WriterOptions) -> None:
        self.name = shown_name(url, model)
        self._url, self._model, self._options = url, model, options
        self._client: CompletionsClient | None = None
        self._connecting = asyncio.Lock()

    async def complete(self, conversation: Conversation, n: int, seed: int) -> list[str]:
        o, who = self._options, f"writer {self.name!r}"
        async with self._connecting:
            if self._client is None:
                self._client, _ = await connected(who, self._url, self._model, o, ("chat", "completions"))
        question = Question(conversation.text(), conversation.turns, o.max_tokens, o.max_tokens, o.temperature, stop=STOP)
        try:
            got = await self._client.sample(question, n, (o.seed + seed) % 2**31)
        except TooLong as error:
            raise PolicyError(f"{who}: the prompt is too long for the server: {error}") from None
        return [one.text.partition(STOP[0])[0] for one in got]

    async def close(self) -> None:
        """End the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()


class HfCompleter:
    """A causal model in this process; one that has a chat template is asked in it.  Raises ``PolicyError``."""

    def __init__(self, model: str, options: WriterOptions) -> None:
        from prover.policy.batching import Batcher
        from prover.policy.hf_load import load_config, load_model, pick_device
        from prover.policy.sampling import CausalSampler
        from prover.policy.sources import model_source

        self.name = f"hf:{model}"
        source = model_source(model)
        config = load_config(self.name, source)
        loaded, tokenizer = load_model(self.name, source, config, pick_device(options.device))
        self._options = options
        self._template = tokenizer.apply_chat_template if getattr(tokenizer, "chat_template", None) else None
        room = max(256, getattr(config, "max_position_embeddings", 4096) - options.max_tokens)
        cut = None if self._template else (lambda text: (text.partition(STOP[0])[0], STOP[0] in text))
        self._sampler = CausalSampler(loaded, tokenizer, "", cut, options.max_tokens, room)
        self._batcher: Batcher[tuple[str, int, int], list[str]] = Batcher(self._run, 8, name=self.name)

    async def complete(self, conversation: Conversation, n: int, seed: int) -> list[str]:
        if self._template is None:
            text = conversation.text()
        else:
            text = self._template(list(conversation.turns), tokenize=False, add_generation_prompt=True)
        return (await self._batcher.submit([(text, n, self._options.seed + seed)]))[0]

    async def close(self) -> None:
        """End the sampling under way and free the thread."""
        self._sampler.interrupt.set()
        self._batcher.close()

    def _run(self, asked: list[tuple[str, int, int]]) -> list[list[str]]:
        drawn = [self._sampler.sample([text], n, [seed], self._options.temperature, 0)[0] for text, n, seed in asked]
        return [list(dict.fromkeys(sample.text for sample in samples)) for samples in drawn]
