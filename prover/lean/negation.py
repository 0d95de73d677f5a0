"""A statement's negation as a theorem of its own: ``theorem t_disproved : ¬ (∀ binders, conclusion)``.

It stands where the theorem stood, after the same definitions and ``variable`` commands.  Where ``ℝ`` is read as every ordered
field, the negation is one for every ordered field too, the real numbers among them.
"""

from __future__ import annotations

import re

from prover.lean.statement import Statement

_OPENING, _CLOSING = "([{⦃⟨", ")]}⦄⟩"


class NoNegation(ValueError):
    """The statement is written in a way that its negation is not made of."""


def name_of_negation(statement: Statement) -> str:
    return f"{statement.name.rpartition('.')[2]}_disproved"


def negated(statement: Statement) -> str:
    """The source up to the theorem, and the theorem that it is false, without a body.  Raises ``NoNegation``."""
    before, binders, conclusion = divided(statement)
    universal = f"∀ {binders},\n    {conclusion}" if binders else conclusion
    return f"{before}theorem {name_of_negation(statement)} : ¬ (\n    {universal}\n  )"


def divided(statement: Statement) -> tuple[str, str, str]:
    """What precedes a theorem, its binders, and its conclusion.  Raises ``NoNegation``."""
    text = statement.text
    short = statement.name.rpartition(".")[2]
    named = rf"(?:[^\s:({{\[]*\.)?«?{re.escape(short)}»?"
    found = [*re.finditer(rf"\b(?:theorem|lemma)\s+(?:_root_\.)?{named}(?=[\s:({{\[⦃])", text)]
    if not found:
        raise NoNegation("the theorem is not found in its text")
    begin, rest = found[-1].start(), text[found[-1].end() :]
    colon = _top_level_colon(rest)
    before = re.sub(
        r"(?:/--(?:(?!-/).)*-/|@\[[^\]]*\]|\b(?:private|protected|noncomputable)\b|\s)*\Z", "\n", text[:begin], flags=re.S
    )
    return (
        before.lstrip("\n") and f"{before.rstrip()}\n\n",
        " ".join(rest[:colon].split("\n")).strip(),
        rest[colon + 1 :].strip(),
    )


def _top_level_colon(text: str) -> int:
    depth = 0
    if "--" in text or "/-" in text or '"' in text:
        raise NoNegation("a comment or a string in the statement")
    for i, c in enumerate(text):
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth -= 1
        elif c == ":" and depth == 0 and text[i + 1 : i + 2] != "=":
            return i
    raise NoNegation("a statement without a colon")
