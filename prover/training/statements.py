"""Whether two statements are the same but for names and spacing."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[^\W\d_][\w.'₀-₉]*|\d+|\S")
_KEPT = frozenset("ℕ ℤ ℚ ℝ ℂ Prop Type fun let in".split())
_BINDER = re.compile(r"\(([^():]+?) : ([^()∀∃]+?)\)")


def statement_text(statement: str) -> str:
    """A theorem without ``theorem``, its name and its body; anything else as it is."""
    found = re.search(r"\b(?:theorem|lemma)\s+\S+\s*(.*)", statement, re.DOTALL)
    text = found[1] if found else statement
    return re.sub(r":=\s*(?:by\s*)?(?:sorry)?\s*$", "", text.strip()).strip()


def normalized(statement: str) -> str:
    """A statement with binders of several names written out one by one, and every short identifier by its order of
    appearance: equal for statements that differ in names, spacing or the grouping of binders."""
    text = _BINDER.sub(lambda m: " ".join(f"({name} : {m[2]})" for name in m[1].split()), statement_text(statement))
    names: dict[str, str] = {}

    def canonical(token: str) -> str:
        if token in _KEPT or not token[0].isalpha() or len(token.split(".")[0]) > 3:
            return token
        head, dot, rest = token.partition(".")
        return names.setdefault(head, f"v{len(names)}") + dot + rest

    return " ".join(canonical(token) for token in _TOKEN.findall(text))
