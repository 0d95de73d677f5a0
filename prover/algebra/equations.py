"""Equations proved from equations: certificates as trees, found from a ``System`` of facts.

A proposition built of equations by ``∧`` and ``∨``, or ``False``, is proved by ideal membership, cancelling what is not 0, radical
membership (a power lies in the ideal) and contradictions; where these do not do, a product that the facts make 0 is split into
its factors (``Split``) and each case is proved.  Every ``Combination`` is expanded and compared when it is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import Literal, Union

from flint import fmpq, fmpq_mpoly

from prover.algebra.facts import Apart, Equation, Positive, System
from prover.algebra.ideals import Ideal, degree, monomials_up_to, occurring
from prover.algebra.polynomials import NotPolynomial, has_wide_cast, monomials, sides
from prover.algebra.signs import in_one_generator
from prover.lean.terms import App, GoalTerms, Term, conjuncts, number_type

MAX_POWER = 3


class Refuted(ValueError):
    """A certificate is no identity."""


@dataclass(frozen=True)
class Combination:
    """``scale * factor * target ^ power = Σ cofactor * equation``, so that ``target = 0``; ``factor`` is not 0 by ``nonzero``,
    Lean's proof.  Raises ``Refuted`` where that is no identity."""

    target: fmpq_mpoly
    parts: tuple[tuple[Equation, fmpq_mpoly], ...]
    power: int = 1
    factor: fmpq_mpoly | None = None
    nonzero: str = ""
    scale: int = 1

    def __post_init__(self) -> None:
        left = self.target**self.power * self.scale
        if self.factor is not None:
            left = left * self.factor
        for equation, cofactor in self.parts:
            left = left - equation.polynomial * cofactor
        if len(left):
            raise Refuted("the two sides differ")


@dataclass(frozen=True)
class Closed:
    """An equation of the goal by a combination; ``lifted``: it is to be proved with casts moved inward."""

    combination: Combination
    left: fmpq_mpoly
    right: fmpq_mpoly
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
class Contradiction:
    """From facts alone, the hypotheses cannot hold.

    ``combination`` proves ``target = 0`` and ``against`` says why that cannot be: ``None`` for a constant, an ``Apart`` whose
    difference it is, a ``Positive`` whose polynomial it makes the constant ``value``, or Lean's proof of ``target ≠ 0``.
    """

    combination: Combination
    against: Apart | Positive | str | None
    value: fmpq = fmpq(0)


@dataclass(frozen=True)
class NoInteger:
    """An integer equation without a solution in integers, which ``omega`` sees."""


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


class Solver:
    """Certificates for one goal within some seconds."""

    def __init__(self, goal: GoalTerms, type_: Term, seconds: float = 2.0):
        self.target = goal.target
        self.system = System.of(goal, type_, _comparisons(goal.target))
        self._end = time.monotonic() + seconds

    def late(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self._end

    def certificate(self, depth: int = 3) -> Certificate | None:
        """A certificate of the whole goal."""
        return self._attempt(_Facts(self.system, self.late), depth)

    def splits(self, count: int = 2) -> Iterator[Split]:
        """Splits with their cases open."""
        for k, (combination, left, right) in enumerate(self._products(_Facts(self.system, self.late))):
            if k == count or self.late():
                return
            yield Split(combination, left, right, self.system.fresh(), (None,) if right.is_constant() else (None, None))

    def _attempt(self, facts: _Facts, depth: int) -> Certificate | None:
        try:
            found = self.proved(self.target, facts)
        except NotPolynomial:
            found = None
        found = found or facts.contradiction()
        if found is not None or depth == 0:
            return found
        for k, (combination, left, right) in enumerate(self._products(facts)):
            if k == 4 or self.late():
                break
            name = facts.system.fresh()
            cases: list[Certificate] = []
            for factor in (left,) if right.is_constant() else (left, right):
                case = self._attempt(facts.extended(name, factor, left * right), depth - 1)
                if case is None:
                    break
                cases.append(case)
            else:
                return Split(combination, left, right, name, tuple(cases))
        return None

    def proved(self, proposition: Term, facts: _Facts) -> Certificate | None:
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
            return None if combination is None else Closed(combination, left, right, lifted)
        if relation == "≠" and type_ == facts.system.type:
            name = facts.system.fresh()
            found = facts.extended(name, left - right).contradiction()
            return None if found is None else Assume(name, found)
        return None

    # ----------------------------------------------------------------------------------------------------------- splits

    def _products(self, facts: _Facts) -> Iterator[tuple[Combination, fmpq_mpoly, fmpq_mpoly]]:
        """Products that the facts make 0, the most promising first: of the goal's own equations, factors of the facts, of
        polynomials in one variable, and of what the goal's polynomial becomes 0 with."""
        seen = list(facts.split)
        for polynomial in self._candidates(facts):
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

    def _candidates(self, facts: _Facts) -> Iterator[fmpq_mpoly]:
        goals = self._disjuncts(facts)
        if all(sides(part) is not None for part in conjuncts(self.target, "Or")) and len(goals) > 1:
            product = goals[0]
            for other in goals[1:]:
                product = product * other
            yield product
        yield from (e.polynomial for e in facts.system.equations)
        yield from (f for f in facts.ideal.reduced if len(f))
        wanted = occurring(goals)
        for i in [*wanted, *(i for i in occurring(facts.ideal.generators) if i not in wanted)]:
            if self.late():
                return
            found = facts.in_one_variable(i)
            if found is not None:
                yield found
        for target in goals:
            yield from (q * target for q in facts.quotients(target))

    def _disjuncts(self, facts: _Facts) -> list[fmpq_mpoly]:
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


class _Facts:
    """A system with its ideal, and what follows from it."""

    def __init__(self, system: System, late: Callable[[], bool], split: tuple[fmpq_mpoly, ...] = ()):
        self.system, self.late = system, late
        self.split = split
        """The products whose cases these are."""

    @cached_property
    def ideal(self) -> Ideal:
        return Ideal([e.polynomial for e in self.system.equations], self.late)

    def extended(self, name: str, polynomial: fmpq_mpoly, *split: fmpq_mpoly) -> _Facts:
        """With one more equation, called ``name``, by which the products ``split`` are 0."""
        return _Facts(self.system.extended(Equation(name, polynomial)).named(name), self.late, (*self.split, *split))

    def combination(self, target: fmpq_mpoly) -> Combination | None:
        """That the target is 0: by membership, by cancelling what is not 0, by a power."""
        return self.member(target) or self._cancelled(target) or self.member(target, MAX_POWER)

    def member(self, target: fmpq_mpoly, power: int = 1) -> Combination | None:
        """``target ^ n`` in the ideal for the least ``n ≤ power``."""
        for n in range(1, power + 1):
            found = self._made(target, target**n, power=n)
            if found is not None:
                return found
        return None

    def _made(self, target: fmpq_mpoly, product: fmpq_mpoly, **more: object) -> Combination | None:
        cofactors = self.ideal.cofactors(product)
        if cofactors is None:
            return None
        scale = 1
        if number_type(self.system.type) == "ℤ":
            scale = lcm(*(q.denominator for c in cofactors for _, q in monomials(c)))
        parts = tuple((e, c * scale) for e, c in zip(self.system.equations, cofactors, strict=True) if len(c))
        return Combination(target, parts, scale=scale, **more)  # type: ignore[arg-type]

    def _cancelled(self, target: fmpq_mpoly) -> Combination | None:
        factors = [f.polynomial for f in self.system.apart]
        for quotient in [*factors, *(a * b for k, a in enumerate(factors) for b in factors[k:]), *self.quotients(target)]:
            if degree(quotient) + degree(target) > 6:
                continue
            proof = self.system.nonzero(quotient)
            if proof is not None:
                found = self._made(target, quotient * target, factor=quotient, nonzero=proof)
                if found is not None:
                    return found
        return None

    def quotients(self, target: fmpq_mpoly, bound: int = 3) -> list[fmpq_mpoly]:
        """Some ``q``, of low degree, with ``q * target`` in the ideal."""
        if not self.ideal.generators or len(target) == 0:
            return []
        variables = occurring([target, *self.ideal.generators])
        bound = min(bound, 3 if len(variables) <= 4 else 2 if len(variables) <= 8 else 1)
        cofactors = list(monomials_up_to(target.context(), variables, bound))
        room = max(degree(f) for f in [*self.ideal.reduced, self.ideal.remainder(target)])
        found = []
        for k, coefficients in self.ideal.dependencies([m * target for m in cofactors], room + bound):
            quotient = cofactors[k]
            for m, c in zip(cofactors, coefficients, strict=False):
                quotient = quotient - m * c
            found.append(quotient)
            if len(found) == 6:
                break
        return found

    def in_one_variable(self, variable: int, bound: int = 6) -> fmpq_mpoly | None:
        """The polynomial of least degree in one variable that is found in the ideal."""
        if not self.ideal.generators:
            return None
        x = self.system.ring.generators[variable]
        powers = [x**n for n in range(bound + 1)]
        room = max(2, *(degree(f) for f in self.ideal.reduced))
        for extra in (0, 2):
            for k, coefficients in self.ideal.dependencies(powers, room + extra):
                result = powers[k]
                for p, c in zip(powers, coefficients, strict=False):
                    result = result - p * c
                return result
        return None

    def contradiction(self) -> Contradiction | NoInteger | None:
        """Why the facts cannot hold."""
        if self.system.equations:
            one = self.system.ring.context.constant(1)
            for equation in self.system.equations:
                proof = self.system.nonzero(equation.polynomial)
                if proof is not None:
                    found = self.member(equation.polynomial)
                    if found is not None:
                        return Contradiction(found, proof if not equation.polynomial.is_constant() else None)
            found = self.member(one)
            if found is not None:
                return Contradiction(found, None)
        for fact in self.system.apart:
            found = self.member(fact.polynomial, 2)
            if found is not None:
                return Contradiction(found, fact)
        for bound in self.system.positive:
            value = self._constant(bound.polynomial)
            if value is not None and (value < 0 or (value == 0 and bound.strict)):
                found = self.member(bound.polynomial - value)
                if found is not None:
                    return Contradiction(found, bound, value)
        if number_type(self.system.type) == "ℤ" and any(_without_integers(e.polynomial) for e in self.system.equations):
            return NoInteger()
        return None

    def _constant(self, polynomial: fmpq_mpoly) -> fmpq | None:
        """The constant that the facts make of a polynomial."""
        if not self.system.equations:
            return None
        one = polynomial.context().constant(1)
        room = max(1, degree(polynomial), *(degree(f) for f in self.ideal.reduced))
        for k, coefficients in self.ideal.dependencies([one, polynomial], room):
            return coefficients[0] if k == 1 else None
        return None


def _without_integers(polynomial: fmpq_mpoly) -> bool:
    found = in_one_generator(polynomial)
    return found is not None and (found[2] / found[1]).denominator != 1
