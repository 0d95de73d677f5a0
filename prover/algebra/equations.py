"""Equations proved from equations: certificates as trees, found from a ``System`` of facts.

A proposition built of equations by ``∧`` and ``∨``, or ``False``, is proved by ideal membership, cancelling what is not 0, radical
membership (a power lies in the ideal) and contradictions; where these do not do, a product that the facts make 0 is split into
its factors (``Split``) and each case is proved.  Every ``Combination`` is expanded and compared when it is made.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Union

from flint import fmpq_mpoly

from prover.algebra.consequences import Combination, Consequences, Contradiction, NoInteger
from prover.algebra.facts import System
from prover.algebra.ideals import degree, occurring
from prover.algebra.polynomials import NotPolynomial, has_wide_cast, sides
from prover.lean.terms import App, GoalTerms, Term, conjuncts


@dataclass(frozen=True)
class Closed:
    """An equation of the goal by a combination; ``lifted``: it is to be proved with casts moved inward."""

    combination: Combination
    left: Term
    right: Term
    lifted: bool


@dataclass(frozen=True)
class Both:
    parts: tuple[Certificate, Certificate]


@dataclass(frozen=True)
class Either:
    side: Literal["inl", "inr"]
    part: Certificate


@dataclass(frozen=True)
class Assume:
    """``≠``: a contradiction from the equation, which gets the name."""

    name: str
    part: Certificate


@dataclass(frozen=True)
class Split:
    """``left * right = 0`` by a combination, and a certificate for each case (``None``: open), in which ``name`` is the equation.
    Where ``right`` is 1, there is one case."""

    combination: Combination
    left: fmpq_mpoly
    right: fmpq_mpoly
    name: str
    cases: tuple[Certificate | None, ...]


Certificate = Union[Closed, Both, Either, Assume, Contradiction, NoInteger, Split]


Product = tuple[Combination, fmpq_mpoly, fmpq_mpoly]
"""``left * right = 0`` by the combination."""


class Solver:
    """Certificates for one goal within some seconds."""

    def __init__(self, goal: GoalTerms, type_: Term, seconds: float = 1.5):
        self.target = goal.target
        self.system = System.of(goal, type_, _comparisons(goal.target))
        self._end = time.monotonic() + seconds
        self._first: list[Product] = []

    def late(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self._end

    def certificate(self, depth: int = 3) -> Certificate | None:
        """A certificate of the whole goal."""
        self._first.clear()
        return self._attempt(Consequences(self.system, self.late), depth, self._first)

    def splits(self, count: int = 2) -> Iterator[Split]:
        """The first products that ``certificate`` found, their cases open."""
        for combination, left, right in self._first[:count]:
            yield Split(combination, left, right, self.system.fresh(), (None,) if right.is_constant() else (None, None))

    def _attempt(self, facts: Consequences, depth: int, products: list[Product] | None = None) -> Certificate | None:
        """``products``: where those that are found go, at the root."""
        try:
            found = self.proved(self.target, facts)
        except NotPolynomial:
            found = None
        found = found or facts.contradiction()
        if found is not None or depth == 0 or facts.ideal.is_prime:
            return found
        for k, product in enumerate(self._products(facts, thorough=products is not None)):
            if products is not None:
                products.append(product)
            split = None if self.late() else self._split(facts, product, depth)
            if split is not None or k == 2 or self.late():
                return split
        return None

    def _split(self, facts: Consequences, product: Product, depth: int) -> Split | None:
        combination, left, right = product
        name = facts.system.fresh()
        cases: list[Certificate] = []
        for factor in (left,) if right.is_constant() else (left, right):
            case = self._attempt(facts.extended(name, factor, left * right), depth - 1)
            if case is None:
                return None
            cases.append(case)
        return Split(combination, left, right, name, tuple(cases))

    def proved(self, proposition: Term, facts: Consequences) -> Certificate | None:
        """A certificate of a proposition without splitting cases."""
        match proposition:
            case App("And", (p, q)):
                first = self.proved(p, facts)
                second = self.proved(q, facts) if first is not None else None
                return Both((first, second)) if first is not None and second is not None else None
            case App("Or", (p, q)):
                for side, part in (("inl", p), ("inr", q)):
                    found = self.proved(part, facts)
                    if found is not None:
                        return Either(side, found)  # type: ignore[arg-type]
                return None
        found_sides = sides(proposition)
        if found_sides is None:
            return None
        relation, left_, right_, type_ = found_sides
        left, right = facts.system.ring.polynomial(left_), facts.system.ring.polynomial(right_)
        if relation == "=" and isinstance(proposition, App) and proposition.name == "Eq":
            combination = facts.combination(left - right)
            lifted = type_ != facts.system.type or has_wide_cast(left_) or has_wide_cast(right_)
            return None if combination is None else Closed(combination, left_, right_, lifted)
        if relation == "≠" and type_ == facts.system.type:
            name = facts.system.fresh()
            found = facts.extended(name, left - right).contradiction()
            return None if found is None else Assume(name, found)
        return None

    # ----------------------------------------------------------------------------------------------------------- splits

    def _products(self, facts: Consequences, thorough: bool) -> Iterator[Product]:
        """Products that the facts make 0, the most promising first.  ``thorough``: also such as are found by more work."""
        seen = list(facts.split)
        for polynomial in self._candidates(facts, thorough):
            if self.late():
                return
            _, factors = polynomial.factor()
            if not factors or (len(factors) == 1 and factors[0][1] == 1):
                continue
            factors = sorted(factors, key=lambda f: (degree(f[0]), len(f[0])))
            left, right = factors[0][0], polynomial.context().constant(1)
            for factor, _ in factors[1:]:
                right = right * factor
            if left * right in seen:
                continue
            seen.append(left * right)
            combination = facts.member(left * right, max(n for _, n in factors))
            if combination is not None:
                yield combination, left, right

    def _candidates(self, facts: Consequences, thorough: bool) -> Iterator[fmpq_mpoly]:
        """The product of the goal's own equations, the facts, polynomials in one variable, multiples of the goal's polynomial."""
        goals = self._disjuncts(facts)
        if all(sides(part) is not None for part in conjuncts(self.target, "Or")) and len(goals) > 1:
            product = goals[0]
            for other in goals[1:]:
                product = product * other
            yield product
        yield from (e.polynomial for e in facts.system.equations)
        yield from (f for f in facts.ideal.reduced if len(f))
        if not goals and self.target != App("False"):
            return
        wanted = occurring(goals)
        for i in [*wanted, *(i for i in occurring(facts.ideal.generators) if i not in wanted)]:
            found = facts.in_one_variable(i)
            if found is not None:
                yield found
        if thorough:
            for target in goals:
                yield from (q * target for q in facts.quotients(target) if facts.ideal.cofactors(q, 0) is None)

    def _disjuncts(self, facts: Consequences) -> list[fmpq_mpoly]:
        found = []
        for part in _comparisons(self.target):
            s = sides(part)
            if s is not None and s.relation == "=":
                try:
                    found.append(facts.system.ring.polynomial(s.left) - facts.system.ring.polynomial(s.right))
                except NotPolynomial:
                    continue
        return [f for f in found if len(f) and not f.is_constant()]


def _comparisons(proposition: Term) -> list[Term]:
    """The comparisons that a proposition is built of by ``∧`` and ``∨``."""
    if isinstance(proposition, App) and proposition.name in ("And", "Or"):
        return [part for side in proposition.args for part in _comparisons(side)]
    return [proposition] if sides(proposition) is not None else []
