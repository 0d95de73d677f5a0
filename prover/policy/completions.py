"""A client of OpenAI's completions and chat protocols, as vLLM, llama.cpp, gateways and ``prover serve`` speak them.

It knows nothing of proofs: prompts in, completions out, and every failure a ``PolicyError`` that says what to do, in the
server's own words where it said any.  Servers differ; what one takes is learnt from its first answers and remembered:

==========================================  ===========================================================================
what a server does                          what the client does
==========================================  ===========================================================================
no ``/v1``, or the API elsewhere            asks at each place the address may mean (``address.read_address``)
no completions, or no chat                  asks in the other way
streams by itself                           sends ``"stream": false``; puts an event stream together all the same
refuses a field by name                     leaves it out: ``logprobs``, ``top_k``, ``seed``, ``temperature``, ``stream``,
                                            ``stop`` (answers are cut here too)
refuses, and names nothing                  asks once more without all that can be done without
fails (500) over log-probabilities          asks without them; after two such times always
wants ``max_completion_tokens``             calls the limit so
refuses ``n``, or gives fewer               asks for fewer at once, and as often as it takes
takes no system's turn                      says it in the user's first
prompt too long                             lowers ``max_tokens``; then ``TooLong``
thinks until the limit of tokens            raises the limit, up to 16 times (chat)
429, 5xx, a cut connection                  waits, as long as ``Retry-After`` says, and asks again
an error in HTTP 200                        as if it had come with the status that it states
an answer without text, among others        is an empty completion
a redirection                               follows it on the same host
401, 403; no such model                     says which variable to set; which models there are
==========================================  ===========================================================================
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from prover.concurrency import together
from prover.policy.address import read_address
from prover.policy.base import PolicyError
from prover.policy.habits import PATHS, SHORTEST_ANSWER, Api, Habits, Question, not_offered, too_long
from prover.policy.replies import Completion, Failed, completions_in, names_in
from prover.policy.transport import Http, wait_after

__all__ = ["Completion", "CompletionsClient", "Question", "TooLong", "connected"]

_MOST_LONGER = 16


class TooLong(Exception):
    """The prompt does not fit into the model's context; the message is the server's."""


class CompletionsClient:
    """One server, one model.  Lives in the event loop it is first used in; ``close`` it there.

    ``who`` (``policy 'NAME'``) begins every error message.  ``apis``: the ways to ask, the preferred first.  ``timeout``:
    seconds without a byte.  ``retries``: how often a request that failed is repeated.
    """

    def __init__(
        self, who: str, url: str, model: str, *, concurrency: int, timeout: float, retries: int,
        apis: Sequence[Api] = ("completions", "chat"),
    ) -> None:  # fmt: skip
        address = read_address(url)
        self.who, self.model, self.most_retries = who, model, retries
        self.habits = Habits()
        self._apis = tuple(apis)
        self._routes = [(base, api) for base in address.bases for api in self._apis]
        self._lists_models = False
        self._settled = self._spoken = self._doubted = False
        self._refused: list[tuple[Failed, str]] = []
        self._first = asyncio.Lock()
        self._limit = asyncio.Semaphore(concurrency)
        self._http = Http(address, concurrency=concurrency, timeout=timeout)

    async def close(self) -> None:
        await self._http.close()

    @property
    def url(self) -> str:
        """Where the server is asked."""
        return self._routes[0][0]

    @property
    def api(self) -> Api:
        """How the server is asked."""
        return self._routes[0][1]

    # ---------------------------------------------------------------------------------------- models

    async def choose(self) -> Mapping[str, Any]:
        """The server's entry for the model; with no model named, for its only one.  Raises ``PolicyError``."""
        return self._entry(await self.models())

    def _entry(self, models: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        if not models:
            if not self.model:
                raise self._error("this server does not list its models: name one, openai:URL#MODEL")
            return {"id": self.model}
        if not self.model and len(models) == 1:
            self.model = models[0]["id"]
        for entry in models:
            if _is_called(self.model, entry):
                return entry
        said = f"the server has no model {self.model!r}" if self.model else "the server has several models: name one"
        raise self._error(f"{said}; it has {names_in(models, self.model)}. Write openai:URL#MODEL")

    async def models(self) -> list[Mapping[str, Any]]:
        """What the server says of its models, nothing if it has no such list.  Settles where it is.  Raises ``PolicyError``."""
        wrong: PolicyError | None = None
        for base in dict.fromkeys(base for base, _ in self._routes):
            try:
                found = _entries(await self._patiently(base, "/models"))
            except Failed as error:
                if error.kind == "not json":
                    wrong = wrong or self._explained(error, base)
                # a key may be good for asking and not for listing
                elif error.status not in (404, 405, 501) and not (error.status == 403 and self.model and self._http.key_from):
                    raise self._explained(error, base) from None
                continue
            if found is None:
                wrong = wrong or self._error(f"{base}/models is not a list of models: is this an OpenAI-compatible server?")
                continue
            self._routes = [route for route in self._routes if route[0] == base]
            self._lists_models = True
            return found
        if wrong is not None:
            raise wrong
        return []

    # ------------------------------------------------------------------------------------ completions

    async def sample(self, question: Question, n: int, seed: int) -> list[Completion]:
        """``n`` completions, in as many requests as the server makes necessary.  Raises ``TooLong``, ``PolicyError``."""
        while True:
            got = await self._several(question, n, seed)
            if any(one.text.strip() for one in got):
                self._spoken = True
                return got
            if any(one.finished for one in got):
                return got
            if self.api == "completions" or self.habits.longer >= _MOST_LONGER or got[0].end == "content_filter":
                break
            self.habits = self.habits.and_also(Habits(longer=self.habits.longer * 4))
        if not self._spoken:
            raise self._error(
                f"the server at {self.url} gives only empty answers (finish_reason: {got[0].end or 'none'}): give the model "
                "more tokens (?max_new_tokens=, a writer's ?max_tokens=), or ask it otherwise (?api=chat, ?api=completions)"
            )
        return got

    async def _several(self, question: Question, n: int, seed: int) -> list[Completion]:
        got: list[Completion] = []
        while len(got) < n:
            size = min(n - len(got), self.habits.most_at_once)
            parts = range(len(got), n, size)
            asked = [self._one(question, min(size, n - part), (seed + part) % 2**31) for part in parts]
            for more in await together(asked):
                got += more
        return got[:n]

    async def _one(self, question: Question, n: int, seed: int) -> list[Completion]:
        """At most ``n`` completions, of one request; what makes the server give fewer is remembered."""
        if not self._settled:
            async with self._first:  # the others profit from what the first one learns
                if not self._settled:
                    got = await self._asked(question, n, seed)
                    self._settled = True
                    return got
        async with self._limit:
            return await self._asked(question, n, seed)

    async def _asked(self, question: Question, n: int, seed: int) -> list[Completion]:
        trial, tokens, doubtful = self.habits, None, False
        url, waits = self.url, 0
        for tried in itertools.count(1):
            base, api = self._routes[0]
            sent = trial.body(question, self.model, api, n, seed, tokens)
            try:
                got = completions_in(await self._http.send("POST", base + PATHS[api], sent), question.text)
                break
            except Failed as error:
                if (changed := trial.after(error, sent, not self._settled)) is not None:
                    trial = changed
                elif error.status == 500 and "logprobs" in sent:
                    trial, doubtful = trial.without({"logprobs"}), True
                elif too_long(error):
                    if (tokens := sent[trial.tokens_field]) <= SHORTEST_ANSWER:
                        raise TooLong(error.words) from None
                    tokens = max(SHORTEST_ANSWER, tokens // 2)
                elif error.may_pass and (self._settled or not not_offered(error)):
                    await self._wait(error, url, tried, waits)
                    waits += 1
                elif self._settled or error.status in (401, 403) or error.kind in ("moved", "no completions"):
                    await self._check_model(error)
                    raise self._explained(error, base) from None
                else:
                    await self._elsewhere(error)
                    trial, tokens = self.habits, None
        if "logprobs" in sent:
            self._doubted = False
        elif doubtful and not self._doubted:  # once may be chance
            self._doubted = True
            trial = replace(trial, left_out=trial.left_out - {"logprobs"})
        self.habits = self.habits.and_also(trial)
        if len(got) < sent.get("n", 1):
            self.habits = self.habits.giving(len(got))
        return got[:n]

    # --------------------------------------------------------------------------------------- failures

    async def _patiently(self, base: str, path: str) -> Any:
        for waits in itertools.count():
            try:
                return await self._http.send("GET", base + path)
            except Failed as error:
                if not error.may_pass:
                    raise
                await self._wait(error, base, waits + 1, waits)

    async def _wait(self, error: Failed, url: str, tried: int, waits: int) -> None:
        if (given_up := await wait_after(error, url, self.most_retries, tried, waits)) is not None:
            raise self._error(given_up)

    async def _elsewhere(self, error: Failed) -> None:
        """Take the next of the places and ways to ask.  Raises ``PolicyError`` where there is none, about the best of the
        refusals: one that is not merely of the place."""
        await self._check_model(error)
        self._refused.append((error, self.url))
        self._routes = [*self._routes[1:], self._routes[0]]
        if len(self._refused) >= len(self._routes):
            refused, self._refused = self._refused, []
            raise self._explained(*next((one for one in refused if not not_offered(one[0])), refused[0]))

    async def _check_model(self, error: Failed) -> None:
        """Raises ``PolicyError``, with the models there are, if a refusal may be due to the model's name and the name is
        none of those."""
        if self._lists_models and (error.status == 404 or "model" in error.words.lower()):
            try:
                models = await self.models()
            except PolicyError:
                return  # what the server said first is worth more
            self._entry(models)

    def _explained(self, error: Failed, base: str) -> PolicyError:
        if error.status in (401, 403):
            return self._error(self._http.key_error(base, error))
        if error.kind == "moved":
            return self._error(f"the server at {base} has moved to {error.words}: use that address")
        if error.kind == "no completions":
            return self._error(f"{base}{PATHS[self.api]} gives no completions: is this an OpenAI-compatible server?")
        if error.kind == "not json":
            return self._error(
                f"{base} answers with no JSON object: is this an OpenAI-compatible server? It says: {error.words}"
            )
        if error.status in (404, 405, 501):
            ways = " nor ".join("completions" if api == "completions" else "chat" for api in self._apis)
            return self._error(f"the server at {base} offers no {ways} there ({error}): check the address and the model's name")
        return self._error(f"the server at {base} refuses: {error}")

    def _error(self, text: str) -> PolicyError:
        return PolicyError(f"{self.who}: {text}")


async def connected(
    who: str, url: str, model: str, options: Any, apis: Sequence[Api]
) -> tuple[CompletionsClient, Mapping[str, Any]]:
    """A client with the server's entry for the model; ``options`` has its settings, ``api`` (``auto``: one of ``apis``) among
    them.  Raises ``PolicyError``."""
    settings = {name: getattr(options, name) for name in ("concurrency", "timeout", "retries")}
    client = CompletionsClient(who, url, model, apis=apis if options.api == "auto" else (options.api,), **settings)
    try:
        return client, await client.choose()
    except BaseException:
        await client.close()
        raise


def _entries(answer: Any) -> list[Mapping[str, Any]] | None:
    """The models in a list of them, which some give bare; ``None`` for something else."""
    models = answer.get("data", 0) if isinstance(answer, dict) else answer or 0
    models = [] if models is None else models
    good = isinstance(models, list) and all(isinstance(m, dict) and isinstance(m.get("id"), str) for m in models)
    return models if good else None


def _is_called(name: str, entry: Mapping[str, Any]) -> bool:
    """Whether a model goes by a name: with or without the folder or the tag that servers put around it."""
    known, aliases = entry["id"], entry.get("aliases")
    names = [known, known.removeprefix("models/"), known.removesuffix(":latest")]
    return name in names + (aliases if isinstance(aliases, list) else [])
