"""The header of a Lean source: ``module``, ``prelude`` and the ``import``s, read before any Lean runs.

Which Lean is to be started depends on it.  The grammar is Lean's own and no file can change it; comments may stand anywhere in
it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from prover.lean.text import as_lean, comment_end

_EMBEDDED = ("Init", "Std", "Lean", "Mathlib", "Batteries", "Aesop", "Qq", "Plausible", "ProofWidgets", "ImportGraph",
             "LeanSearchClient")  # fmt: skip
"""Roots of the modules that embedded Lean has, or has the prelude for."""

_BLANK = re.compile(r"\s+|--[^\n]*")
_PART = r"(?:«[^»\n]*»|[^\W\d][\w'!?₀-₉]*)"
_NAME = re.compile(rf"{_PART}(?:\.{_PART})*")
_REST_OF_LINE = re.compile(r"[ \t]*--[^\n]*")


class Header(NamedTuple):
    """``modules``: what is imported, in order; ``prelude``: Lean adds no ``Init``; ``end``: where the header ends, 0 if there is
    none."""

    modules: tuple[str, ...]
    prelude: bool
    end: int


def read(text: str) -> Header:
    """The header of a Lean source (``prover.lean.text.as_lean``)."""
    modules: list[str] = []
    end, prelude = 0, False
    word, after = _word(text, 0)
    for first in ("module", "prelude"):
        if word == first:
            prelude = prelude or first == "prelude"
            end = after
            word, after = _word(text, after)
    while True:
        for modifier in ("public", "meta"):
            if word == modifier:
                word, after = _word(text, after)
        if word != "import":
            break
        word, after = _word(text, after)
        if word == "all" and (named := _word(text, after))[0] != "import" and named[0]:
            word, after = named
        if not word:
            break
        modules.append(word.replace("«", "").replace("»", ""))
        end = after
        word, after = _word(text, after)
    return Header(tuple(dict.fromkeys(modules)), prelude, end)


def imports(text: str) -> tuple[str, ...]:
    """The modules that a text as people write it names in its header, in order."""
    return read(as_lean(text)).modules


def importing(text: str, modules: tuple[str, ...]) -> str:
    """The source as a file for a Lean that has these modules: they are imported, others that it names are not.  ``Init`` always
    is; without ``modules`` the source stays as it is."""
    named = imports(text)
    added = [f"import {module}" for module in modules if module != "Init" and module not in named]
    gone = [module for module in named if modules and module not in (*modules, "Init")]
    if not added and not gone:
        return text
    head, rest = divided(text)
    for module in gone:
        head = re.sub(rf"(?:public\s+)?(?:meta\s+)?import\s+(?:all\s+)?{re.escape(module)}(?![\w.'!?₀-₉])[ \t]*\n?", "", head)
    return "\n".join([line for line in (head.rstrip(), *added) if line]) + f"\n\n{rest}"


def divided(text: str) -> tuple[str, str]:
    """The header, with the comment that ends its last line, and what follows."""
    end = read(text).end
    if end and (comment := _REST_OF_LINE.match(text, end)):
        end = comment.end()
    return text[:end].rstrip(), text[end:].lstrip("\r\n")


def unmet(modules: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the modules that embedded Lean neither has nor has a stand-in for."""
    return tuple(module for module in modules if module.partition(".")[0] not in _EMBEDDED)


def is_module(name: str) -> bool:
    """Whether this can be a module's name."""
    return _NAME.fullmatch(name) is not None


def _word(text: str, at: int) -> tuple[str, int]:
    """The name that comes next, after blanks and comments, and where it ends; empty where none does."""
    while True:
        if blank := _BLANK.match(text, at):
            at = blank.end()
        elif text.startswith("/-", at) and text[at + 2 : at + 3] not in ("-", "!"):
            at = comment_end(text, at + 2)
        else:
            break
    found = _NAME.match(text, at)
    return (found[0], found.end()) if found else ("", at)
