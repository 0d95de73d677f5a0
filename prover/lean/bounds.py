"""What is refused before Lean sees it, because it would cost the process."""

from __future__ import annotations

import re

DEEPEST = 1000
"""Brackets in brackets; Lean itself comes to the end of its recursion at about half of it."""
LONGEST = 4_000_000
"""Characters of a source or a tactic."""

_OPENING, _CLOSING = "([{⟨⦃⟦", ")]}⟩⦄⟧"
_BRACKET = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")


def out_of_bounds(text: str) -> str | None:
    """Why a text is not given to Lean, or None if it may be."""
    if len(text) > LONGEST:
        return f"the text is {len(text)} characters long: more than {LONGEST} are not read"
    if len(text) <= DEEPEST:
        return None
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] in _OPENING else max(0, depth - 1)
        if depth > DEEPEST:
            return f"brackets are nested more than {DEEPEST} deep: Lean's recursion does not go so far"
    return None
