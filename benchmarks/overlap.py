"""Whether two statements are the same but for names and spacing."""

from __future__ import annotations

import re
from functools import cache

from benchmarks import minif2f

_TOKEN = re.compile(r"[^\W\d_][\w.'₀-₉]*|\d+|\S")
_KEPT = frozenset("ℕ ℤ ℚ ℝ ℂ Prop Type fun let in".split())


def normalized(statement: str) -> str:
    """A theorem without its name and body, every short identifier by its order of appearance."""
    text = re.sub(r":=\s*(?:by\s*)?(?:sorry)?\s*$", "", statement.strip())
    found = re.search(r"\b(?:theorem|lemma)\s+\S+(.*)", text, re.DOTALL)
    names: dict[str, str] = {}

    def canonical(token: str) -> str:
        if token in _KEPT or not token[0].isalpha() or len(token.split(".")[0]) > 3:
            return token
        head, dot, rest = token.partition(".")
        return names.setdefault(head, f"v{len(names)}") + dot + rest

    return " ".join(canonical(token) for token in _TOKEN.findall(found[1] if found else text))


@cache
def benchmark_statements() -> frozenset[str]:
    """The normalized statements of all 488 problems of miniF2F."""
    return frozenset(normalized(problem.statement) for problem in minif2f.load(minif2f.data_file(None), "all"))
