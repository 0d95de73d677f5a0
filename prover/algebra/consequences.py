"""What follows from the equations and side conditions of a ``System``: that a polynomial is 0, or that there is a contradiction.

Every ``Combination`` is expanded and compared when it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import lcm

from flint import fmpq, fmpq_mpoly

from prover.algebra.facts import System
from prover.algebra.ideals import Ideal, degree, monomials_up_to, occurring
from prover.algebra.nonzero import Apart, Equation, Positive, nonzero
from prover.algebra.polynomials import monomials
from prover.algebra.signs import in_one_generator
from prover.lean.terms import number_type

MAX_POWER = 3
MAX_DEGREE = 8
"""Powers of larger degree are not tried."""


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


class Consequences:
    """A system with its ideal, and what follows from it."""

    def __init__(self, system: System, late: Callable[[], bool], split: tuple[fmpq_mpoly, ...] = ()):
        self.system, self.late = system, late
        self.split = split
        """The products whose cases these are."""

    @cached_property
    def ideal(self) -> Ideal:
        return Ideal([e.polynomial for e in self.system.equations], self.late)

    def extended(self, name: str, polynomial: fmpq_mpoly, *split: fmpq_mpoly) -> Consequences:
        """With one more equation, called ``name``, by which the products ``split`` are 0."""
        return Consequences(self.system.extended(Equation(name, polynomial)).named(name), self.late, (*self.split, *split))

    def combination(self, target: fmpq_mpoly) -> Combination | None:
        """That the target is 0: by membership, by cancelling what is not 0, by a power."""
        found = self.member(target)
        if found is not None or self.ideal.is_prime:
            return found
        return self._cancelled(target) or self.member(target, MAX_POWER)

    def member(self, target: fmpq_mpoly, power: int = 1) -> Combination | None:
        """``target ^ n`` in the ideal for the least ``n ≤ power``."""
        for n in range(1, power + 1):
            if n > 1 and n * degree(target) > MAX_DEGREE:
                break
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
            proof = nonzero(self.system, quotient)
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
                proof = nonzero(self.system, equation.polynomial)
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
