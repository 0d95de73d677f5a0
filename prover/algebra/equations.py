"""Equations proved from equations: certificates as trees, found from a ``System`` of facts.

A proposition built of equations by ``∧`` and ``∨``, or ``False``, is proved by ideal membership, cancelling what is not 0, radical
membership (a power lies in the ideal) and contradictions; where these do not do, a product that the facts make 0 is split into
its factors (``Split``) and each case is proved.  Every ``Combination`` is expanded and compared when it is made.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Union

from flint import fmpq_mpoly

from prover.algebra.casts import has_wide_cast
from prover.algebra.consequences import Combination, Consequences, Contradiction, NoInteger
from prover.algebra.facts import System
from prover.algebra.ideals import degree, occurring
from prover.algebra.polynomials import NotPolynomial, sides
from prover.algebra.quotients import quotients
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


@dataclass(frozen=True)
class ByCases:
    """A denominator is 0, and then so is its inverse, or it is not: a certificate for each; ``name`` is the equation."""

    denominator: Term
    name: str
    cases: tuple[Certificate, Certificate]


Certificate = Union[Closed, Both, Either, Assume, Contradiction, NoInteger, Split, ByCases]


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
        found = self._by_quotients(facts) if products is not None else None
        found = found or self._plainly(facts)
        if found is not None or depth == 0:
            return found
        if not facts.ideal.is_prime:
            found = self._by_products(facts, depth, products)
        return found or self._by_denominators(facts, depth)

    def _by_quotients(self, facts: Consequences, rounds: int = 4) -> Certificate | None:
        """Equations divided by what is not 0, round by round, until they prove the goal, if they do not as they are."""
        steps: list[tuple[str, Combination]] = []
        for count in range(rounds):
            new = [] if self.late() else list(quotients(facts))
            if not new:
                break
            if count == 0:
                found = self.proved(self.target, facts, thorough=False)
                if found is not None:
                    return found
            for combination in new:
                name = facts.system.fresh()
                steps.append((name, combination))
                facts = facts.extended(name, combination.target)
        found = self._plainly(facts) if steps else None
        return None if found is None else _after(steps, found)

    def _plainly(self, facts: Consequences) -> Certificate | None:
        """Without splitting cases."""
        return self.proved(self.target, facts) or facts.contradiction()

    def _by_products(self, facts: Consequences, depth: int, products: list[Product] | None) -> Certificate | None:
        for k, product in enumerate(self._products(facts, thorough=products is not None)):
            if products is not None:
                products.append(product)
            split = None if self.late() else self._split(facts, product, depth)
            if split is not None or k == 2 or self.late():
                return split
        return None

    def _by_denominators(self, facts: Consequences, depth: int) -> Certificate | None:
        for i in list(facts.open_inverses)[:2]:
            if self.late():
                break
            name = facts.system.fresh()
            cases = []
            for case in facts.denominator_cases(i, name):
                found = self._attempt(case, depth - 1)
                if found is None:
                    break
                cases.append(found)
            else:
                atom = facts.system.ring.atoms[i]
                assert isinstance(atom, App)
                return ByCases(atom.args[0], name, (cases[0], cases[1]))
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

    def proved(self, proposition: Term, facts: Consequences, thorough: bool = True) -> Certificate | None:
        """A certificate of a proposition without splitting cases.  ``thorough``: by more than ideal membership."""
        try:
            return self._proved(proposition, facts, thorough)
        except NotPolynomial:
            return None

    def _proved(self, proposition: Term, facts: Consequences, thorough: bool) -> Certificate | None:
        match proposition:
            case App("And", (p, q)):
                first = self._proved(p, facts, thorough)
                second = self._proved(q, facts, thorough) if first is not None else None
                return Both((first, second)) if first is not None and second is not None else None
            case App("Or", (p, q)):
                for side, part in (("inl", p), ("inr", q)):
                    found = self._proved(part, facts, thorough)
                    if found is not None:
                        return Either(side, found)  # type: ignore[arg-type]
                return None
        found_sides = sides(proposition)
        if found_sides is None:
            return None
        relation, left_, right_, type_ = found_sides
        left, right = facts.system.ring.polynomial(left_), facts.system.ring.polynomial(right_)
        if relation == "=" and isinstance(proposition, App) and proposition.name == "Eq":
            combination = facts.combination(left - right) if thorough else facts.member(left - right)
            lifted = type_ != facts.system.type or has_wide_cast(left_) or has_wide_cast(right_)
            return None if combination is None else Closed(combination, left_, right_, lifted)
        if relation == "≠" and type_ == facts.system.type and thorough:
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


def _after(steps: list[tuple[str, Combination]], certificate: Certificate) -> Certificate:
    """The certificate behind those of the steps that it needs."""
    for name, combination in reversed(steps):
        if any(_uses(part, name) for part in _parts(certificate)):
            one = combination.target.context().constant(1)
            certificate = Split(combination, combination.target, one, name, (certificate,))
    return certificate


def _parts(certificate: Certificate | None) -> Iterator[Certificate]:
    """All certificates in a certificate, itself among them."""
    if certificate is not None:
        yield certificate
    match certificate:
        case Both(parts) | Split(_, _, _, _, parts) | ByCases(_, _, parts):
            for part in parts:
                yield from _parts(part)
        case Either(_, part) | Assume(_, part):
            yield from _parts(part)


def _uses(certificate: Certificate, name: str) -> bool:
    """Whether an equation or a condition of this name takes part in the certificate's own step."""
    conditions = ""
    match certificate:
        case Closed(combination) | Split(combination):
            conditions = combination.nonzero
        case Contradiction(combination, against):
            conditions = f"{combination.nonzero} {against if isinstance(against, str) else getattr(against, 'proof', '')}"
        case _:
            return False
    return any(e.proof == name for e, _ in combination.parts) or name in re.split(r"[^\w.]+", conditions)


def _comparisons(proposition: Term) -> list[Term]:
    """The comparisons that a proposition is built of by ``∧`` and ``∨``."""
    if isinstance(proposition, App) and proposition.name in ("And", "Or"):
        return [part for side in proposition.args for part in _comparisons(side)]
    return [proposition] if sides(proposition) is not None else []
