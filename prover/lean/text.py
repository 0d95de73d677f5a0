"""Lean text as it comes out of editors, chats and data sets, made what Lean's parser takes.

Lean reads UTF-8 with plain spaces and line feeds.  What is changed here is white space and marks around the Lean, never a
token: byte order marks, carriage returns, tabs, spaces of other kinds, and the fences of Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACES = re.compile("[\t\x0b\x0c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")
_FENCE = re.compile(r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[ ]*(?P<kind>[\w+-]*)[^\n`]*$", re.MULTILINE)
_LEAN = ("lean", "lean4", "tactic", "tactics")


def as_lean(text: str, last: bool = False) -> str:
    """``text`` with the white space that Lean knows; of a Markdown text, its Lean, or the ``last`` piece of it.

    Every line keeps its number and every character its column, so that Lean's messages point at the text as it was given, but
    for invisible characters, which go.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    return _unfenced(text, last)


def _unfenced(text: str, last: bool) -> str:
    """The fenced Lean of a Markdown text, all else blank; the text itself where nothing is fenced."""
    blocks = list(_blocks(text))
    if not blocks or "/-" in text[: blocks[0][1]]:  # a Lean text, with an example in a comment of its own
        return text
    chosen = [block for block in blocks if block[0] in _LEAN] or [block for block in blocks if not block[0]]
    if not chosen:
        return text
    kept = [" "] * len(text)
    for at, char in enumerate(text):
        if char == "\n":
            kept[at] = char
    for _, start, stop in chosen[-1:] if last else chosen:
        kept[start:stop] = text[start:stop]
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n"))


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """The fenced blocks: kind, start, stop.  A block that is not closed goes on to the end."""
    at = 0
    while (opening := _FENCE.search(text, at)) is not None:
        start = min(opening.end() + 1, len(text))
        closing = re.compile(rf"^[ ]{{0,3}}{re.escape(opening['fence'])}{opening['fence'][0]}*[ ]*$", re.MULTILINE).search(text, start)
        stop = len(text) if closing is None else closing.start()
        yield opening["kind"].lower(), start, stop
        at = len(text) if closing is None else closing.end()
