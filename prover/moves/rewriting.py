"""Use equations: substitute, evaluate defined functions, simplify, compute."""

from __future__ import annotations

import re

from prover.moves.base import Tactics, move, move_with_words, tactic
from prover.moves.goal import CLAIM, Goal
from prover.moves.words import WordFacts


@move
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


@move
def evaluate(goal: Goal) -> Tactics:
    """Where only computing is left, Lean's kernel may do it: closed statements about small numbers."""
    target = goal.target
    numbers = re.findall(r"\d+", target)
    if not numbers or max(map(int, numbers)) > 1000 or re.search(r"[ℝℂ√π∀∃]", target):
        return
    used = [law for law in goal.laws if any(f in goal.names(target) for f in goal.names(goal.types[law]))]
    if used or not goal.names(target):
        yield tactic("decide_in_kernel", unfold=f"simp only [{', '.join(used)}]\n" if used else "")


@move_with_words
def evaluate_as_said(goal: Goal, words: WordFacts) -> Tactics:
    """Closed values that the words work out."""
    closed = [r for r in words.relations if not goal.names(r.lean) and re.search(r"floor|ceil|choose|factorial", r.left)][:3]
    if closed and not goal.claims:
        lines = [
            f"try (have {h} : {relation.lean} := by first | decide | norm_num)"
            for h, relation in zip(goal.numbered(CLAIM, len(closed)), closed, strict=True)
        ]
        yield tactic("values", lines="\n".join(lines), facts=", ".join([*goal.rewrites, "*"]))
