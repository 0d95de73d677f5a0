"""Statements in a model's answer: one or several, in fences or bare, with words around them."""

from __future__ import annotations

import re

from prover.policy.wrapping import code_blocks, without_thinking

MOST = 4
"""Statements taken from one answer."""

_STATES = re.compile(
    r"^[ \t]*(?:@\[[^\]\n]*\][ \t]*)?(?:(?:private|protected|noncomputable)[ \t]+)*(?:theorem|lemma|example)\b", re.M
)


def candidates_in(text: str) -> list[str]:
    """The statements in an answer, each with what is opened before the first; the whole answer where none is found.

    Nothing for an answer that says nothing.
    """
    said = without_thinking(text)
    blocks = [block.text for block in code_blocks(said) if _STATES.search(block.text)]
    if len(blocks) == 1 and len(_STATES.findall(blocks[0])) == 1 or not blocks and len(_STATES.findall(said)) < 2:
        return [said] if said.strip() else []
    found = [f"```lean\n{one}\n```" for block in blocks or [said] for one in _split(block)]
    return list(dict.fromkeys(found))[:MOST]


def _split(code: str) -> list[str]:
    starts = [found.start() for found in _STATES.finditer(code)]
    head = code[: starts[0]]
    ends = [*starts[1:], len(code)]
    return [(head + code[start:end]).rstrip() for start, end in zip(starts, ends, strict=True)]
