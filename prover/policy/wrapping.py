"""What models put around the tactic or the statement they are asked for: thinking, words, Markdown, numbers, the theorem."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

_THINKING = re.compile(
    r"<(think|thinking|thought|reasoning|analysis)>.*?(?:</\1>|\Z)|\[THINK\].*?(?:\[/THINK\]|\Z)", re.DOTALL | re.IGNORECASE
)
_THOUGHT = re.compile(r"\A.*(?:</(?:think|thinking|thought|reasoning|analysis)>|\[/THINK\])", re.DOTALL | re.IGNORECASE)
_CHANNEL = re.compile(r"\A.*<\|channel\|>final(?:<\|[^|]*\|>)?|<\|(?:end|return|im_end|eot_id)\|>.*\Z", re.DOTALL)
_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n(.*?)(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_ODD_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ") | dict.fromkeys(map(ord, "\ufeff\u200b\u2060"), None)

_ITEM = re.compile(r"^(?:\d{1,2}[.)]|[-*•])[ \t]+(?=\S)")
_LABEL = re.compile(
    r"^(?:\*\*)?(?:(?:the )?(?:next |lean 4 |lean )?(?:tactic|proof|answer|solution))(?:\*\*)?[ \t]*:(?!=)(?:\*\*)?", re.I
)
_PROSE = re.compile(r"^[A-Z][A-Za-z'’]*(?:[ ,!:]|\.(?:\s|$)|$)")
_WHOLE = re.compile(r"^(?:theorem|lemma|example)\b.*?:=[ \t]*by\b", re.DOTALL)
_BY = re.compile(r"^by(?=\s)")
_CODE = re.compile(r"^`([^`\n]+)`[.;]?$")
_INLINE = re.compile(r"`([^`\n]+)`")
_ONLY_BEGUN = re.compile(r"\s*(?:(?:`{3,}|~{3,})[ \t]*\w*|<think(?:ing)?>|by|\[THINK\])\s*")
_STATES = re.compile(
    r"^[ \t]*(?:@\[[^\]\n]*\][ \t]*)?(?:(?:private|protected|noncomputable)[ \t]+)*(?:theorem|lemma|example)\b", re.M
)

MOST_STATEMENTS = 4
"""Taken from one answer."""


@dataclass(frozen=True)
class TacticBlock:
    """A tactic block in an answer; ``complete``: whether something in the answer ends it, such as a fence."""

    text: str
    complete: bool


def without_thinking(text: str) -> str:
    """An answer without the thinking before it, with ``\\n`` for all line ends and plain blanks for odd ones.

    Thinking that does not end takes all that follows with it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ODD_BLANKS)
    return _CHANNEL.sub("", _THOUGHT.sub("", _THINKING.sub("", text)))


def code_blocks(text: str) -> list[TacticBlock]:
    """What stands in Markdown fences; the last one may be unfinished."""
    return [
        TacticBlock(m[2].rstrip("\n"), m[0].rstrip().endswith(m[1][:3]) and m[0].count(m[1]) > 1) for m in _BLOCK.finditer(text)
    ]


def only_begun(text: str) -> bool:
    """Whether a text is just what stands before an answer, such as an opening fence: a stop string has cut off the rest."""
    return _ONLY_BEGUN.fullmatch(text) is not None


def tactics_in(text: str) -> list[TacticBlock]:
    """The tactic blocks in an answer: in fences, as a numbered list, or bare; a bare tactic is given back unchanged."""
    said = without_thinking(text)
    if blocks := [TacticBlock(bare, block.complete) for block in code_blocks(said) if (bare := _bare(block.text))]:
        return blocks
    lines = [line for line in said.splitlines() if line.strip()]
    items = [line for line in lines if _ITEM.match(line)]
    if len(items) > 1:
        return [TacticBlock(_bare(item), item is not lines[-1]) for item in items]
    bare = _bare(said)
    if not bare and (spans := _INLINE.findall(said)):
        return [TacticBlock(span, True) for span in spans]
    return [TacticBlock(bare, False)]


def statements_in(text: str) -> list[str]:
    """The statements in an answer, each with what is opened before the first; the whole answer where none is found.

    Nothing for an answer that says nothing.
    """
    said = without_thinking(text)
    blocks = [block.text for block in code_blocks(said) if _STATES.search(block.text)]
    if len(blocks) == 1 and len(_STATES.findall(blocks[0])) == 1 or not blocks and len(_STATES.findall(said)) < 2:
        return [said] if said.strip() else []
    found: list[str] = []
    for code in blocks or [said]:
        starts = [match.start() for match in _STATES.finditer(code)]
        for start, end in zip(starts, [*starts[1:], len(code)], strict=True):
            found.append(f"```lean\n{(code[: starts[0]] + code[start:end]).rstrip()}\n```")
    return list(dict.fromkeys(found))[:MOST_STATEMENTS]


def _bare(text: str) -> str:
    """A tactic block without words before and after it, a list's mark, ``theorem … :=``, ``by``."""
    lines = text.strip("\n").split("\n")
    while lines and (not lines[0].strip() or (_PROSE.match(lines[0]) and not _LABEL.match(lines[0]))):
        del lines[0]
    while lines and (not lines[-1].strip() or _PROSE.match(lines[-1])):
        if _LABEL.match(lines[-1]):
            break
        del lines[-1]
    bare = _LABEL.sub("", _ITEM.sub("", "\n".join(lines).rstrip()), count=1)
    if bare == text.rstrip():
        bare = text
    for mark in (_WHOLE, _BY):
        if (found := mark.match(bare.lstrip())) is not None:
            bare = textwrap.dedent(bare.lstrip()[found.end() :].strip("\n"))
    span = _CODE.match(bare.strip())
    return span[1] if span else bare
