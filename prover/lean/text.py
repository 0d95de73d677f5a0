"""Lean text as it comes out of editors, chats and data sets, made what Lean's parser takes.

Lean reads UTF-8 with plain spaces and line feeds.  What is changed here is white space and marks around the Lean: byte order
marks, carriage returns, tabs, spaces of other kinds, and the fences of Markdown.  Strings and characters stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OPAQUE = re.compile(
    r"(?P<block>/-)"
    r"|(?P<line>--[^\n]*)"
    r'|(?P<raw>(?<!\w)r(?P<hashes>#*)".*?"(?P=hashes))'
    r'|(?P<string>"(?:\\.|[^"\\])*")'
    r"|(?P<char>(?<![\w'!?.»])'(?:\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)|[^\\'\n])')"
    r"|«[^»\n]*»",
    re.DOTALL,
)
"""What holds text that is no Lean: the beginning of a block comment, a whole line comment, string, character or quoted name."""
_EDGE = re.compile(r"/-|-/")
_SPACES = re.compile("[\t\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060]")
_FENCE = re.compile(r"^[ ]*(?P<fence>`{3,}|~{3,})[ ]*(?P<kind>[\w+-]*)[^\n`]*$", re.MULTILINE)
_COMMAND = re.compile(
    r"^[ ]*(?:theorem|lemma|example|def|abbrev|structure|inductive|class|instance|axiom|namespace|import|private|protected"
    r"|noncomputable)\b|^[ ]*@\[",
    re.MULTILINE,
)
_LEAN = ("lean", "lean4", "tactic", "tactics")


def as_lean(text: str, last: bool = False) -> str:
    """``text`` with the white space that Lean knows; of a Markdown text, its Lean, or the ``last`` piece of it.

    Every line keeps its number and every character its column, so that Lean's messages point at the text as it was given, but
    for invisible characters, which go.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # as Lean does for every file
    text = text.replace("\r", " " if "\n" in text else "\n")
    return "".join(_plain(_unfenced(text, last)))


def is_markdown(text: str) -> bool:
    """Whether the Lean of a text stands in Markdown's fences."""
    return bool(_lean_blocks(text))


def _plain(text: str) -> Iterator[str]:
    """The text in pieces, its white space made Lean's except in strings, characters and quoted names."""
    at = 0
    while (found := OPAQUE.search(text, at)) is not None:
        yield _blank(text[at : found.start()])
        at = comment_end(text, found.end()) if found["block"] else found.end()
        piece = text[found.start() : at]
        yield _blank(piece) if found["block"] or found["line"] else piece
    yield _blank(text[at:])


def _blank(text: str) -> str:
    return _INVISIBLE.sub("", _SPACES.sub(" ", text))


def comment_end(text: str, at: int) -> int:
    """Where the comment ends whose ``/-`` ends at ``at``; comments nest."""
    depth = 1
    for edge in _EDGE.finditer(text, at):
        depth += 1 if edge[0] == "/-" else -1
        if depth == 0:
            return edge.end()
    return len(text)


def _unfenced(text: str, last: bool) -> str:
    """The fenced Lean of a Markdown text, all else blank; the text itself where it is no Markdown."""
    blocks = _lean_blocks(text)
    if not blocks:
        return text
    kept = ["\n" if char == "\n" else " " for char in text]
    for start, stop in blocks[-1:] if last else blocks:
        kept[start:stop] = text[start:stop]
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n"))


def _lean_blocks(text: str) -> list[tuple[int, int]]:
    """Where the fenced Lean stands; nowhere if there are Lean's commands outside the fences: then it is a Lean text, with a
    fence in a comment or behind its end."""
    blocks = list(_blocks(text))
    outside, at = [], 0
    for _, start, stop in blocks:
        outside.append(text[at:start])
        at = stop
    if any(_COMMAND.search(piece) for piece in [*outside, text[at:]]):
        return []
    lean = [(start, stop) for kind, start, stop in blocks if kind in _LEAN]
    return lean or [(start, stop) for kind, start, stop in blocks if not kind]


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """The fenced blocks: kind, start, stop.  A block that is not closed goes on to the end."""
    at = 0
    while (opening := _FENCE.search(text, at)) is not None:
        start = min(opening.end() + 1, len(text))
        closing = re.compile(rf"^[ ]*{re.escape(opening['fence'])}{opening['fence'][0]}*[ ]*$", re.MULTILINE).search(
            text, start
        )
        stop = len(text) if closing is None else closing.start()
        yield opening["kind"].lower(), start, stop
        at = len(text) if closing is None else closing.end()
