"""The parts of a problem in a row of a published data set, by the keys of ``spellings.yaml``: for whole files and for a single
problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Optional

from prover.lean.text import as_lean, is_markdown

_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)
_THEOREM = re.compile(r"(?<![\w.«'])(?:theorem|lemma)\s+((?:«[^»\n]*»|[^\s:(){}\[\]⦃⦄«»,])+)")
_DECLARATION = re.compile(r"(?<![\w.«'])(?:theorem|lemma|example)\b")
_IMPORT = re.compile(r"^\s*(?:public\s+|meta\s+)*import\s", re.MULTILINE)
_IMPORTS = re.compile(r"(?:(?:\s|--[^\n]*\n|/-.*?-/)*(?:public\s+|meta\s+)*import\s+(?:all\s+)?\S+)+", re.DOTALL)


class Part(NamedTuple):
    """What a row holds under ``key``, as written there."""

    key: str
    value: Any

    def text(self) -> str:
        """Text, or the lines of a list.  Raises ``ValueError``."""
        value = self.value
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        if not isinstance(value, str):
            raise ValueError(f"{self.key!r} is {_KINDS.get(type(value), 'something else')}, not text")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{self.key!r} is not UTF-8 text") from None
        return value


class Row:
    """A row of a data set, asked for its parts."""

    def __init__(self, row: Mapping[Any, Any]) -> None:
        self._parts: dict[str, Part] = {}
        for key, value in row.items():
            if not _empty(value):
                self._parts.setdefault(_plain(str(key)), Part(str(key), value))

    def parts(self, part: str) -> Iterator[Part]:
        """What the keys of a part hold, of those that are there and not empty."""
        return (self._parts[key] for key in _keys()[part] if key in self._parts)

    @cached_property
    def statement(self) -> Optional[Part]:
        """The theorem in Lean; of the keys that do not always hold it, one that holds a declaration comes first."""
        maybe = list(self.parts("perhaps_statement"))
        stated = (part for part in maybe if _DECLARATION.search(str(part.value)))
        return next((part for some in (self.parts("statement"), stated, maybe) for part in some), None)

    def source(self) -> tuple[str, str]:
        """What goes before the theorem, but for what its own text begins with, and the theorem.  Raises ``ValueError``."""
        part = self.statement
        if part is None:
            there = ", ".join(part.key for part in self._parts.values())
            raise ValueError("no statement in Lean: no 'formal_statement' or the like" + (f", but {there}" if there else ""))
        if isinstance(part.value, list):
            raise ValueError(f"{part.key!r} is a list, not one theorem's text")
        statement = part.text()
        before = [text for part in ("header", "preamble") if (text := self._first_text(part)) and text not in statement]
        lines = {line.strip() for text in (*before, statement) for line in text.splitlines()}
        header = "\n".join([*(line for line in _imports(self._first_text("imports")) if line not in lines), *before])
        return _joinable(header, statement)

    def label(self, part: str) -> str:
        """The first text or number as one line; empty if there is none."""
        for found in self.parts(part):
            if isinstance(found.value, (str, int)) and not isinstance(found.value, bool):
                return " ".join(str(found.value).encode("utf-8", "replace").decode().split())
        return ""

    def words(self, part: str) -> str:
        """The first text in words, without the marks of a Lean comment; empty if there is none."""
        for found in self.parts(part):
            values = found.value if isinstance(found.value, list) else [found.value]
            text = next((value for value in values if isinstance(value, str)), None)
            if text is not None and found is not self.statement:
                return _uncommented(text.encode("utf-8", "replace").decode())
        return ""

    def _first_text(self, part: str) -> str:
        return next((found.text().strip() for found in self.parts(part)), "")


def declared(text: str) -> list[str]:
    """The names that follow ``theorem`` or ``lemma`` in a text, as far as that can be told without Lean: for labels, and to
    tell whether a row's name may be a theorem's."""
    return [name.rstrip(".") for name in _THEOREM.findall(_COMMENT.sub(" ", text))]


_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@lru_cache(maxsize=4096)
def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key).casefold()


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """The keys of each part, as ``_plain`` makes them."""
    import yaml

    table = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {part: tuple(map(_plain, keys)) for part, keys in table.items()}


def _empty(value: Any) -> bool:
    """Nothing, blank, or NaN, which tables have for nothing."""
    return value is None or value != value or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _imports(text: str) -> list[str]:
    """Lines of imports from such lines or from names of modules."""
    if _IMPORT.search(text):
        return [line.strip() for line in text.splitlines() if line.strip()]
    return [f"import {module}" for module in re.split(r"[\s,;\[\]'\"]+", text) if module]


def _joinable(header: str, statement: str) -> tuple[str, str]:
    """Both so that one can be put before the other: imports stay first."""
    if not header:
        return "", statement
    statement = statement.removeprefix("\ufeff")
    if is_markdown(statement):
        statement = as_lean(statement).strip("\n") + "\n"
    if (own := _IMPORTS.match(statement)) is not None:
        return f"{own[0].strip()}\n{header}", statement[own.end() :].lstrip("\n")
    return header, statement


def _uncommented(text: str) -> str:
    inner = text.strip()
    if inner.startswith("/-") and inner.endswith("-/"):
        return inner.removeprefix("/-").removeprefix("-").removesuffix("-/").strip()
    return text
