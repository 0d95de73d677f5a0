"""What a model server answers, read: JSON, an event stream, an error in either, a page for people."""

from __future__ import annotations

import difflib
import html
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx2

LONGEST_WORDS = 300
"""Characters of a server's words that a message repeats."""


@dataclass(frozen=True)
class Completion:
    """One completion: its text, the tokens' texts and log-probabilities (``None`` where the server gives none), and the
    reason the server states for its end (empty where it states none)."""

    text: str
    tokens: tuple[str, ...] | None = None
    logprobs: tuple[float, ...] | None = None
    end: str = ""

    @property
    def finished(self) -> bool:
        """Whether it ended by itself rather than at the limit of tokens or by a filter."""
        return self.end not in ("length", "max_tokens", "abort", "content_filter", "error")


Kind = Literal["refused", "not json", "no completions", "moved", "unavailable", "down"]

_STREAM = re.compile(r"\s*(?::[^\n]*\s+)*(?:data|event):")


class Failed(Exception):
    """A request came to nothing: the HTTP ``status`` (200 for an error in the body of a success, ``None`` for no answer) and
    the server's ``words``, or what befell the connection.

    ``kind``: ``refused``: asking the same again gives the same, as with a success that is ``not json`` or gives ``no
    completions``, and where the server has ``moved`` to a place where the key may not go (``words``); else asking again may
    help, after ``wait`` seconds if the server says so: it is ``unavailable``, or ``down``: nobody has answered at all.
    """

    def __init__(self, status: int | None, words: str, kind: Kind = "refused", wait: float | None = None) -> None:
        super().__init__(words if status is None else f"HTTP {status}: {words}")
        self.status, self.words, self.kind, self.wait = status, words, kind, wait

    @property
    def may_pass(self) -> bool:
        return self.kind in ("unavailable", "down")


def read(response: httpx2.Response) -> Any:
    """The JSON of a successful response; an event stream is put together to the same.

    Raises ``Failed``, with the status that the answer states or ``None``.
    """
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    text = response.text
    if kind == "text/event-stream" or _STREAM.match(text):
        return _joined(response)
    answer = _parsed(text)
    if isinstance(answer, dict):
        _raise_error(answer)
    return answer


def words_of(response: httpx2.Response) -> str:
    """The server's own words in an unsuccessful response, in a line."""
    try:
        return _words(_parsed(response.text))
    except Failed as error:
        return error.words


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Failed(200, _plain(text), "not json") from None


def completions_in(answer: Any, prompt: str = "") -> list[Completion]:
    """The completions, in order; those without a text have the empty text.  A ``prompt`` that is repeated before a text is
    no part of it.  Raises ``Failed``.
    """
    choices = answer.get("choices") if isinstance(answer, dict) else None
    choices = [one for one in choices if isinstance(one, dict) and _GIVES & set(one)] if isinstance(choices, list) else []
    if not choices:
        raise Failed(200, "", "no completions")
    choices.sort(key=_index)
    got = [_completion(choice, prompt) for choice in choices]
    if any(one.text.strip() for one in got):
        return got
    # some put even the answer among the thoughts
    return [_completion(choice, prompt, _THOUGHTS) if one.finished else one for one, choice in zip(got, choices, strict=True)]


def _completion(choice: Mapping[str, Any], prompt: str, keys: Sequence[str] = ("content",)) -> Completion:
    message, end = choice.get("message"), choice.get("finish_reason")
    if isinstance(message, dict):
        text = next((said for key in keys if (said := _text(message.get(key)))), "")
    else:
        text = _text(choice.get("text")).removeprefix(prompt)
    tokens, logprobs = _logprobs(choice.get("logprobs"))
    return Completion(text, tokens, logprobs, end if isinstance(end, str) else "")


_GIVES = {"text", "message", "error"}
_THOUGHTS = ("reasoning_content", "reasoning")


def _text(content: Any) -> str:
    """A text, or the texts among its parts."""
    if isinstance(content, list):
        parts = [part for part in content if isinstance(part, dict) and part.get("type", "text") in ("text", "output_text")]
        return "".join(part["text"] for part in parts if isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


def _logprobs(given: Any) -> tuple[tuple[str, ...] | None, tuple[float, ...] | None]:
    """Both shapes there are: parallel lists (the completions protocol), or objects under ``content`` (chat, llama.cpp)."""
    if not isinstance(given, Mapping):
        return None, None
    content, values, tokens = (given.get(key) for key in ("content", "token_logprobs", "tokens"))
    pairs: list[tuple[Any, Any]] = []
    if isinstance(content, list):
        pairs = [(entry.get("token", ""), entry.get("logprob")) for entry in content if isinstance(entry, dict)]
    elif isinstance(values, list):
        pairs = list(zip(tokens if isinstance(tokens, list) else [""] * len(values), values))  # noqa: B905  (a server's lists)
    if not pairs or not all(isinstance(value, (int, float)) and math.isfinite(value) for _, value in pairs):
        return None, None
    return tuple(str(token) for token, _ in pairs), tuple(min(0.0, float(value)) for _, value in pairs)


def _index(choice: Mapping[str, Any]) -> float:
    index = choice.get("index")
    return index if isinstance(index, (int, float)) and math.isfinite(index) else 0


# ------------------------------------------------------------------------------------ event streams


def _joined(response: httpx2.Response) -> dict[str, Any]:
    """The answer that an event stream gives in pieces."""
    response.headers["Content-Type"] = "text/event-stream"
    choices: dict[float, dict[str, Any]] = {}
    try:
        for event in httpx2.EventSource(response):
            if event.data.strip() in ("", "[DONE]"):
                continue
            piece = json.loads(event.data)
            _raise_error(piece)
            for part in piece.get("choices") or ():
                _add(choices.setdefault(_index(part), {"index": _index(part)}), part)
    except (ValueError, RecursionError, AttributeError, TypeError, httpx2.RequestError):
        raise Failed(200, _plain(response.text), "not json") from None
    return {"choices": list(choices.values())}


def _add(choice: dict[str, Any], part: Mapping[str, Any]) -> None:
    said = part.get("delta") or part.get("message")
    if isinstance(said, dict):
        message = choice.setdefault("message", {})
        for key in ("content", *_THOUGHTS):
            if piece := _text(said.get(key)):
                message[key] = message.get(key, "") + piece
    elif isinstance(part.get("text"), str):
        choice["text"] = choice.get("text", "") + part["text"]
    if part.get("finish_reason"):
        choice["finish_reason"] = part["finish_reason"]
    tokens, logprobs = _logprobs(part.get("logprobs"))
    if tokens is not None and logprobs is not None:
        entries = choice.setdefault("logprobs", {"content": []})["content"]
        entries += [{"token": token, "logprob": value} for token, value in zip(tokens, logprobs, strict=True)]


# ------------------------------------------------------------------------------------- errors and words


def _raise_error(answer: Any) -> None:
    """Raises ``Failed`` where the object states an error and gives nothing, or gives errors only."""
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    choices = answer.get("choices")
    if isinstance(choices, list) and choices:
        errors = [one.get("error") for one in choices if isinstance(one, dict) and one.get("error")]
        if len(errors) < len(choices):
            return
        answer = {"error": errors[0]}
    elif "data" in answer or not (answer.get("error") or answer.get("object") == "error" or set(answer) & _ALONE):
        return
    places = [place for place in (answer.get("error"), answer) if isinstance(place, dict)]
    codes = [place.get(key) for place in places for key in ("code", "status", "status_code")]
    numbers = [int(code) for code in codes if str(code).isdecimal() and 400 <= int(code) < 600]
    raise Failed(numbers[0] if numbers else None, _words(answer))


_ALONE = {"detail", "errors", "message"}


def _words(answer: Any) -> str:
    """An error's message and the field it is about."""
    if isinstance(answer, list) and answer:
        answer = answer[0]
    if not isinstance(answer, dict):
        return _line(str(answer))
    error = next((answer[key] for key in ("error", "detail", "errors", "message") if answer.get(key)), answer)
    if not isinstance(error, dict):
        return _line(error if isinstance(error, str) else json.dumps(error, ensure_ascii=False))
    text = error.get("message") or error.get("msg") or error.get("code") or error
    field = f" ({error['param']})" if isinstance(error.get("param"), str) and error["param"] else ""
    metadata = error.get("metadata")  # what a gateway was answered
    raw = metadata.get("raw") if isinstance(metadata, dict) else None
    return _line(f"{text}{field}" + (f": {raw}" if isinstance(raw, str) else ""))


def _plain(text: str) -> str:
    """A page for people, without its markup."""
    if re.match(r"\s*(?:<!|<\?|<html|<head|<body)", text, re.IGNORECASE):
        text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return _line(text) or "an empty answer"


def _line(text: str) -> str:
    line = "".join(character for character in " ".join(text.split()) if character.isprintable())
    return line if len(line) <= LONGEST_WORDS else line[:LONGEST_WORDS] + "…"


def names_in(entries: Sequence[Mapping[str, Any]], near: str = "", most: int = 12) -> str:
    """The names of models in a line: all where they are few, else those most like ``near`` first."""
    names = [entry["id"] for entry in entries]
    if len(names) > most:
        names = list(dict.fromkeys([*difflib.get_close_matches(near, names, most, 0.3), *names]))
    more = f" and {len(names) - most} others" if len(names) > most else ""
    return ", ".join(names[:most]) + more or "none"
