"""Use equations: substitute, evaluate defined functions, simplify, compute."""

from __future__ import annotations

import re

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import CLAIM, Goal
from prover.moves.words import WordFacts


@printed_move
def rewrite(goal: Goal) -> Tactics:
    """The equations among the hypotheses, together and one by one."""
    laws = [n for n, t in goal.named() if t.startswith("∀") and "= " in t and "→" not in t]
    if laws:
        for name in ("simp_only_laws", "norm_num_laws", "simp_laws"):
            yield tactic(name, laws=", ".join(laws))
        for law in laws[:3]:
            yield tactic("rewrite_law", h=law)
    if goal.equations:
        yield tactic("subst_vars")
        for name in ("norm_num_equations", "simp_only_equations"):
            yield tactic(name, equations=", ".join(goal.equations))
        for equation in goal.equations[:4]:
            for name in ("rewrite", "rewrite_back", "subst"):
                yield tactic(name, h=equation)


@printed_move
def evaluate(goal: Goal, words: WordFacts) -> Tactics:
    """Where only computing is left, Lean's kernel may do it: closed statements about small numbers; closed values that the
    words work out."""
    target, numbers = goal.target, re.findall(r"\d+", goal.target)
    used = [law for law in goal.laws if any(f in goal.names(target) for f in goal.names(goal.types[law]))]
    small = numbers and max(map(int, numbers)) <= 1000 and not re.search(r"[ℝℂ√π∀∃]", target)
    if small and (used or not goal.names(target)):
        yield tactic("decide_in_kernel", unfold=f"simp only [{', '.join(used)}]\n" if used else "")
    closed = [r for r in words.relations if not goal.names(r.lean) and re.search(r"floor|ceil|choose|factorial", r.left)][:3]
    if closed and not goal.claims:
        names = goal.numbered(CLAIM, len(closed))
        lines = [f"try (have {h} : {r.lean} := by first | decide | norm_num)" for h, r in zip(names, closed, strict=True)]
        yield tactic("values", lines="\n".join(lines), facts=", ".join([*goal.rewrites, "*"]))
