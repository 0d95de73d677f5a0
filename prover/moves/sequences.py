"""Sequences and induction."""

from __future__ import annotations

import re

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import Goal, arguments, mentions
from prover.moves.words import WordFacts


@printed_move
def induct(goal: Goal, words: WordFacts) -> Tactics:
    """Induction over a natural number of the target; sooner where there are factorials, or where the words say so."""
    likely = "!" in goal.target or "factorial" in goal.target or words.mention("induct")
    for i, n in enumerate(n for n in goal.of_type("ℕ")[:3] if mentions(goal.target, n)):
        yield tactic("induction", n=n)
        if likely and i < 2:
            yield tactic("induction_likely", n=n)
            yield tactic("induction_closed", n=n)
            for h in [h for h, t in goal.types.items() if re.fullmatch(rf"\d+ ≤ {re.escape(n)}", t)][:1]:
                yield tactic("induction_from_bound", k=goal.fresh("k"), h=h)


@printed_move
def closed_forms(goal: Goal, words: WordFacts) -> Tactics:
    """``a_n = …`` in the words, proved by induction over one step or two, and used at the arguments of the target."""
    forms = [form for form in words.forms if goal.types[form.function].startswith("ℕ")]
    facts = ", ".join(n for n, t in goal.types.items() if "= " in t)
    hf, m = goal.fresh("hf"), goal.fresh("m")
    for i, form in enumerate(forms[:3]):
        used = arguments(goal.target, form.function)[:2]
        common = {"hf": hf, "m": m, "f": form.function, "facts": facts}
        more, minus, less = form.value.rpartition(" - ")
        if minus and goal.types[form.function] == "ℕ → ℕ" and more.count("(") == more.count(")"):
            uses = "".join(f"have := {hf} {argument}\n" for argument in used)
            yield tactic("closed_form_added", i, less=form.at(m, less), more=form.at(m, more), uses=uses, **common)
        yield tactic("closed_form", i, value=form.at(m), **common)
        numerals = [int(a) for a in used if a.isdecimal() and int(a) > 1]
        names = goal.numbered(hf, len(numerals))
        yield tactic(
            "closed_form_two_steps", i, one=form.at(f"({m} + 1)"), two=form.at(f"({m} + 2)"),
            uses="".join(f"have {h} := ({hf} {a - 2}).2\n" for h, a in zip(names, numerals, strict=True)),
            rewrites=", ".join(names) or hf, **common,
        )  # fmt: skip
