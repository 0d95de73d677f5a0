"""The same proof with other names: hypotheses and variables renamed alike in all of a trace's states and tactics.

A proof does not depend on what its hypotheses are called, so nothing has to be checked again, as long as no two
things get the same name: the renaming is one-to-one on all identifiers of the trace.  A trace with a named argument,
whose name is the library's and not the trace's, stays as it is.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import count

from prover.training.printed import parse_goal
from prover.training.traces import ProofStep, Trace

_IDENTIFIER = re.compile(r"(?<![\w'₀-₉.])([^\W\d][\w'₀-₉]*)")
_NAMED_ARGUMENT = re.compile(r"\(\s*\w+\s*:=")
_DIGITS = "₀₁₂₃₄₅₆₇₈₉"
_VARIABLES = {
    "ℕ": "nmkabcdxytj", "ℤ": "abcdnmkxyzpq", "ℝ": "xyzabcdstuvwr", "ℚ": "xyzabcpqr", "ℂ": "zwxabefuv", "Prop": "pqrstabc",
}  # fmt: skip
_FUNCTION = "fghuvapq"


def rename(trace: Trace, seed: int) -> Trace:
    """``trace`` under a random renaming.  The statement stays as it was."""
    if any(_NAMED_ARGUMENT.search(step.tactic) for step in trace.steps):
        return trace
    generator = random.Random(f"{seed}/{trace.theorem}")
    names = _renaming(trace, generator)
    swap = lambda text: _IDENTIFIER.sub(lambda m: names.get(m[1], m[1]), text)  # noqa: E731
    steps = tuple(ProofStep(swap(step.state), swap(step.tactic)) for step in trace.steps)
    return replace(trace, steps=steps)


def _renaming(trace: Trace, generator: random.Random) -> dict[str, str]:
    types: dict[str, str] = {}
    taken: set[str] = set()
    for step in trace.steps:
        taken.update(_IDENTIFIER.findall(step.state), _IDENTIFIER.findall(step.tactic))
        for text in step.state.split("\n\n"):
            for name, type_ in parse_goal(text).named():
                types.setdefault(name, type_)
    local = [name for name in types if _IDENTIFIER.fullmatch(name)]
    taken -= set(local)
    start = generator.choices((0, 1, 2), weights=(5, 3, 1))[0]
    style = generator.choices(("h₀", "h0", "H"), weights=(7, 1, 1))[0]
    renamed: dict[str, str] = {}
    for name in local:
        new = _fresh(name, types[name], taken, generator, start, style)
        taken.add(new)
        renamed[name] = new
    return renamed


def _fresh(name: str, type_: str, taken: set[str], generator: random.Random, start: int, style: str) -> str:
    if re.fullmatch(r"[hH]\d*[₀-₉]*'?|ih|[hH][a-z]{1,3}'?", name):
        if name == "ih" or (len(name) > 1 and name[1].isalpha() and generator.random() < 0.5):
            return name if name not in taken else _numbered(style, taken, start)
        return _numbered(style, taken, start)
    letters = _VARIABLES.get(type_, _FUNCTION if "→" in type_ else "")
    free = [letter for letter in letters if letter not in taken]
    if free and len(name) == 1:
        return generator.choice(free[:6])
    return name if name not in taken else _numbered(name, taken, 0)


def _numbered(style: str, taken: set[str], start: int) -> str:
    stem, plain = (style[:-1], False) if style[-1] in _DIGITS else (style.rstrip("0"), True)
    names = (stem + (str(n) if plain else "".join(_DIGITS[int(d)] for d in str(n))) for n in count(start))
    return next(new for new in names if new not in taken)
