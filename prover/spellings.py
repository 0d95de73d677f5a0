"""What published data sets call the parts of a problem: the one table, for whole files and for a single problem.

Capitals, underscores, hyphens and blanks in a key do not matter.  Of several keys of a part, the first that holds anything
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple, Optional

from prover.lean.text import as_lean, is_markdown

NAME = ("name", "problem_name", "theorem_name", "theorem_names", "full_name", "lean_name", "decl_name", "key", "problem_id",
        "id", "uuid", "uid", "idx", "index")  # fmt: skip
ID = ("id", "uuid", "problem_id", "uid")
STATEMENT = ("formal_statement", "lean4_statement", "lean_statement", "lean4_formalization", "formal_theorem", "formal_problem",
             "lean4_code", "lean_code", "lean4_theorem", "lean_theorem", "refined_statement", "autoformalization",
             "theorem_statement", "lean4", "lean", "formal")  # fmt: skip
PERHAPS_STATEMENT = ("statement", "theorem", "code", "full_text", "full_proof")
"""Keys that hold the theorem in Lean in some data sets, and words, a name or a proof in others."""
IMPORTS = ("imports", "import", "import_content")
HEADER = ("header", "lean4_header", "lean_header", "formal_header", "lean4_src_header", "src_header")
PREAMBLE = ("preamble", "context", "src_context", "formal_context", "lean_context")
SPLIT = ("split", "subset")
SOURCE = ("source", "data_source")
INFORMAL_STATEMENT = ("informal_stmt", "informal_statement", "informal_prefix", "informal_problem", "informal_theorem",
                      "informal", "nl_statement", "nl_problem", "natural_language_statement", "natural_language",
                      "problem_statement", "problem", "question", "statement")  # fmt: skip
INFORMAL_PROOF = ("informal_proof", "nl_proof", "natural_language_proof", "informal_solution", "nl_solution", "solution")

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

    def parts(self, keys: tuple[str, ...]) -> Iterator[Part]:
        """What these keys hold, of those that are there and not empty."""
        return (self._parts[key] for key in _all_plain(keys) if key in self._parts)

    @cached_property
    def statement(self) -> Optional[Part]:
        """The theorem in Lean; of the keys that do not always hold it, one that holds a declaration comes first."""
        maybe = list(self.parts(PERHAPS_STATEMENT))
        stated = (part for part in maybe if _DECLARATION.search(str(part.value)))
        return next((part for some in (self.parts(STATEMENT), stated, maybe) for part in some), None)

    def source(self) -> tuple[str, str]:
        """What goes before the theorem, but for what its own text begins with, and the theorem.  Raises ``ValueError``."""
        part = self.statement
        if part is None:
            there = ", ".join(part.key for part in self._parts.values())
            raise ValueError(f"no statement in Lean: no {STATEMENT[0]!r} or the like" + (f", but {there}" if there else ""))
        if isinstance(part.value, list):
            raise ValueError(f"{part.key!r} is a list, not one theorem's text")
        statement = part.text()
        before = [text for keys in (HEADER, PREAMBLE) if (text := self._first_text(keys)) and text not in statement]
        lines = {line.strip() for text in (*before, statement) for line in text.splitlines()}
        header = "\n".join([*(line for line in _imports(self._first_text(IMPORTS)) if line not in lines), *before])
        return _joinable(header, statement)

    def label(self, keys: tuple[str, ...]) -> str:
        """The first text or number as one line; empty if there is none."""
        for part in self.parts(keys):
            if isinstance(part.value, (str, int)) and not isinstance(part.value, bool):
                return " ".join(str(part.value).encode("utf-8", "replace").decode().split())
        return ""

    def words(self, keys: tuple[str, ...]) -> str:
        """The first text in words, without the marks of a Lean comment; empty if there is none."""
        for part in self.parts(keys):
            texts = [text for text in (part.value if isinstance(part.value, list) else [part.value]) if isinstance(text, str)]
            if part is not self.statement and texts:
                return _uncommented(texts[0].encode("utf-8", "replace").decode())
        return ""

    def _first_text(self, keys: tuple[str, ...]) -> str:
        return next((part.text().strip() for part in self.parts(keys)), "")


def declared(text: str) -> list[str]:
    """The names that follow ``theorem`` or ``lemma`` in a text, as far as that can be told without Lean: for labels, and to
    tell whether a row's name may be a theorem's."""
    return [name.rstrip(".") for name in _THEOREM.findall(_COMMENT.sub(" ", text))]


_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@lru_cache(maxsize=4096)
def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key).casefold()


@cache
def _all_plain(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_plain, keys))


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
