"""Equations from equations: ``linear_combination`` with cofactors that were computed, side conditions cancelled, products split.

What is computed is in ``prover.algebra.equations``; here it is written as Lean.
"""

from __future__ import annotations

from prover.algebra.consequences import Combination, Contradiction, NoInteger
from prover.algebra.equations import Assume, Both, Certificate, Closed, Either, Solver, Split
from prover.algebra.facts import System, number_types
from prover.algebra.nonzero import Positive
from prover.algebra.polynomials import monomials
from prover.lean.printing import to_lean
from prover.lean.terms import App
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head


@move(slow=True)
def equations(goal: Goal) -> Steps:
    """A goal of equations by a certificate, or a product that the hypotheses make 0 split into its factors."""
    if head(goal.target) in ("∀", "→", "∃", "∃!", "Iff"):
        return
    for type_ in number_types(goal.terms):
        solver = Solver(goal.terms, type_)
        certificate = solver.certificate()
        lean = Written(solver.system)
        if certificate is not None:
            yield step("certificate", computed=lean.computed(certificate), lines="\n".join(lean.proof(certificate, goal)))
            return
        for position, split in enumerate(solver.splits()):
            yield step("split_product", position, computed=lean.computed(split), lines=lean.split(split))


class Written:
    """Certificates over one system as Lean."""

    def __init__(self, system: System):
        self.system = system

    def proof(self, certificate: Certificate, goal: Goal) -> list[str]:
        """The lines of a tactic block that proves the goal."""
        match certificate:
            case Split(_, _, _, _, cases):
                blocks = [self.proof(case, goal) for case in cases if case is not None]
                if len(blocks) == 1:
                    return [self.split(certificate), *blocks[0]]
                return [self.split(certificate), *(line for block in blocks for line in _bullet(block))]
            case NoInteger():
                return ["omega"]
            case Closed(combination, _, _, False):
                return [self.combination(combination)]
            case Closed():
                return [self.term(certificate)[len("(by ") : -1]]
            case Contradiction() if head(goal.target) != "False":
                return ["exfalso", f"exact {_bare(self.term(certificate))}"]
        return [f"exact {_bare(self.term(certificate))}"]

    def split(self, split: Split) -> str:
        """The product shown to be 0, and a case for each of its two factors."""
        if split.right.is_constant():
            return f"have {split.name} : {self.system.equals(split.left)} := by {self.combination(split.combination)}"
        type_ = self.system.type
        left, right = self.system.ring.term(split.left, type_), self.system.ring.term(split.right, type_)
        product = to_lean(App("HMul.hMul", (left, right), (type_, type_, type_)))
        shown = f"(show {product} = 0 by {self.combination(split.combination)})"
        return f"rcases mul_eq_zero.mp {shown} with {split.name} | {split.name}"

    def term(self, certificate: Certificate | None) -> str:
        """A proof as a term, in parentheses or brackets."""
        match certificate:
            case Closed(combination, left, right, lifted):
                tactic = self.combination(combination)
                if lifted:
                    tactic = f"exact_mod_cast (show {self.system.compared('=', left, right)} by {tactic})"
                return f"(by {tactic})"
            case Both((first, second)):
                return f"⟨{_bare(self.term(first))}, {_bare(self.term(second))}⟩"
            case Either(side, part):
                return f"(Or.{side} {self.term(part)})"
            case Assume(name, part):
                return f"(fun {name} => {_bare(self.term(part))})"
            case NoInteger():
                return "(by omega)"
            case Contradiction(combination, against):
                tactic = f"(by {self.combination(combination)})"
                if against is None:
                    return f"(absurd (show {self.system.equals(combination.target)} by {tactic[4:-1]}) (by norm_num))"
                if isinstance(against, Positive):
                    shown = f"show {self.system.equals(combination.target)} by {tactic[4:-1]}"
                    return f"(by linarith [{against.proof}, {shown}])"
                return f"({against if isinstance(against, str) else against.proof} {tactic})"
        raise TypeError(type(certificate).__name__)

    def combination(self, combination: Combination) -> str:
        """The tactic that proves an equation by its certificate."""
        tactic = f"linear_combination {self.sum(combination)}".rstrip()
        if combination.power > 1:
            tactic = tactic.replace("linear_combination", f"linear_combination (exp := {combination.power})", 1)
        if not combination.parts:
            tactic = "ring"
        nonzero = combination.nonzero
        if combination.scale != 1:
            type_ = to_lean(self.system.type)
            scale = f"(show ({combination.scale} : {type_}) ≠ 0 by norm_num)"
            nonzero = f"(mul_ne_zero {scale} {nonzero})" if nonzero else scale
        return f"exact mul_left_cancel₀ {nonzero} (by {tactic})" if nonzero else tactic

    def sum(self, combination: Combination) -> str:
        """``c₁ * h₁ + c₂ * h₂`` …"""
        text = ""
        for equation, cofactor in combination.parts:
            negative = cofactor.leading_coefficient() < 0
            shown = -cofactor if negative else cofactor
            if shown.is_constant():
                value = monomials(shown)[0][1]
                one = equation.proof if value == 1 else f"{str(value).replace('/', ' / ')} * {equation.proof}"
            else:
                one = f"{to_lean(self.system.ring.term(shown, self.system.type), 70)} * {equation.proof}"
            text += (" - " if negative else " + ") + one if text else ("-" if negative else "") + one
        return text

    def computed(self, certificate: Certificate) -> str:
        """What was computed, for people."""
        match certificate:
            case Closed(combination):
                return self._identity(combination)
            case Contradiction(combination):
                return f"contradiction: {self._identity(combination)}"
            case Both(parts):
                return "; ".join(self.computed(part) for part in parts)
            case Either(_, part) | Assume(_, part):
                return self.computed(part)
            case Split(combination, left, right):
                factors = [left] if right.is_constant() else [left, right]
                return " or ".join(f"{self.system.equals(f)}" for f in factors)
        return "no solution in integers"

    def _identity(self, combination: Combination) -> str:
        left = self.system.lean(combination.target)
        if combination.power > 1:
            left = f"({left}) ^ {combination.power}"
        if combination.factor is not None:
            left = f"({self.system.lean(combination.factor)}) * ({left})"
        if combination.scale != 1:
            left = f"{combination.scale} * ({left})"
        return f"{left} = {self.sum(combination) or '0'}"


def _bullet(lines: list[str]) -> list[str]:
    return [("· " if k == 0 else "  ") + line for k, line in enumerate(lines)]


def _bare(term: str) -> str:
    """Without the outer parentheses."""
    return term[1:-1] if term.startswith("(") else term
