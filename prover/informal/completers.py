"""Language models that continue a conversation: behind an OpenAI-compatible server, or of the Hugging Face kind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal, Optional, Protocol

from pydantic import BaseModel, ConfigDict, Field

from prover.informal.conversation import STOP, Conversation
from prover.policy.address import without_password
from prover.policy.base import PolicyError
from prover.policy.completions import CompletionsClient, Question, TooLong


class WriterOptions(BaseModel):
    """What can be set after ``?`` in ``openai:URL#MODEL?name=value&…`` and ``hf:ID?name=value&…``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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


class OpenAiCompleter:
    """A chat or completions model behind a server.  Lives in the event loop that it is first used in."""

    def __init__(self, url: str, model: str, options: WriterOptions) -> None:
        self.name = f"openai:{without_password(url)}" + (f"#{model}" if model else "")
        self._url, self._model, self._options = url, model, options
        self._client: CompletionsClient | None = None
        self._connecting = asyncio.Lock()

    async def complete(self, conversation: Conversation, n: int, seed: int) -> list[str]:
        client = await self._connected()
        o = self._options
        tokens = {"max_tokens": o.max_tokens, "chat_tokens": o.max_tokens}
        question = Question(conversation.text(), conversation.messages(), temperature=o.temperature, stop=STOP, **tokens)
        try:
            got = await client.sample(question, n, (o.seed + seed) % 2**31)
        except TooLong as error:
            raise PolicyError(f"writer {self.name!r}: the prompt is too long for the server: {error}") from None
        return [one.text.partition(STOP[0])[0] for one in got]

    async def close(self) -> None:
        """End the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _connected(self) -> CompletionsClient:
        o = self._options
        async with self._connecting:
            if self._client is None:
                client = CompletionsClient(
                    f"writer {self.name!r}", self._url, self._model, concurrency=o.concurrency, timeout=o.timeout,
                    retries=o.retries, apis=("chat", "completions") if o.api == "auto" else (o.api,),
                )  # fmt: skip
                try:
                    await client.choose()
                except BaseException:
                    await client.close()
                    raise
                self._client = client
        return self._client


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
        longest = getattr(config, "max_position_embeddings", 4096)
        room = max(256, longest - options.max_tokens)
        cut = None if self._template else (lambda text: (text.partition(STOP[0])[0], STOP[0] in text))
        self._sampler = CausalSampler(loaded, tokenizer, "", cut, options.max_tokens, room)
        self._batcher: Batcher[tuple[str, int, int], list[str]] = Batcher(self._run, 8, name=self.name)

    async def complete(self, conversation: Conversation, n: int, seed: int) -> list[str]:
        if self._template is None:
            text = conversation.text()
        else:
            text = self._template(conversation.messages(), tokenize=False, add_generation_prompt=True)
        return (await self._batcher.submit([(text, n, self._options.seed + seed)]))[0]

    def close(self) -> None:
        """End the sampling under way and free the thread."""
        self._sampler.interrupt.set()
        self._batcher.close()

    def _run(self, asked: list[tuple[str, int, int]]) -> list[list[str]]:
        answers = []
        for text, n, seed in asked:
            samples = self._sampler.sample([text], n, [seed], self._options.temperature, 0)[0]
            answers.append(list(dict.fromkeys(sample.text for sample in samples)))
        return answers
