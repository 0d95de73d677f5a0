"""Certificates that inequalities contradict each other (Positivstellensatz refutations), and their exact verification.

A *system* is a set of polynomials over ℚ with a relation to 0: inequalities ``P ≥ 0`` or ``P > 0``, equations ``E = 0``.  To prove
``p ≥ 0`` from hypotheses is to refute the hypotheses together with ``-p > 0``.  A certificate of refutation is an identity

    Σ wᵢ · sᵢ² · ∏ P  +  Σ qⱼ · Eⱼ  =  0      (wᵢ > 0 rational, sᵢ and qⱼ polynomials, products of the system's inequalities)

of which at least one summand is positive: no square, and only strict inequalities as factors (none at all is the constant wᵢ).
It covers Farkas (constants), Handelman (products) and sums of squares (Putinar, Schmüdgen) alike, after Stengle and Harrison's
REAL_SOS.  ``Certificate.verify`` expands it; who made it need not be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx


@dataclass(frozen=True)
class Inequality:
    """``polynomial ≥ 0``, or with ``strict`` ``polynomial > 0``."""

    polynomial: fmpq_mpoly
    strict: bool = False


@dataclass(frozen=True)
class System:
    """What is to be refuted.  ``goal``: which of the inequalities is the negated goal, if one is."""

    context: fmpq_mpoly_ctx
    inequalities: tuple[Inequality, ...]
    equations: tuple[fmpq_mpoly, ...] = ()
    goal: int | None = None

    def product(self, factors: Sequence[int]) -> fmpq_mpoly:
        """The product of these inequalities' polynomials."""
        value = self.context.constant(1)
        for i in factors:
            value *= self.inequalities[i].polynomial
        return value

    def is_strict(self, factors: Sequence[int]) -> bool:
        """Whether the product is positive, not only nonnegative."""
        return all(self.inequalities[i].strict for i in factors)


@dataclass(frozen=True)
class Summand:
    """``weight · square² · ∏ factors``; ``factors`` are indices of inequalities, possibly repeated, in order."""

    weight: fmpq
    factors: tuple[int, ...] = ()
    square: fmpq_mpoly | None = None

    def value(self, system: System) -> fmpq_mpoly:
        value = system.product(self.factors) * self.weight
        return value if self.square is None else value * self.square * self.square


@dataclass(frozen=True)
class Certificate:
    """That ``system`` has no solution.  ``cofactors``: one for each equation."""

    system: System
    summands: tuple[Summand, ...]
    cofactors: tuple[fmpq_mpoly, ...] = ()

    def residue(self) -> fmpq_mpoly:
        """The left-hand side of the identity, expanded: 0 for a certificate that is right."""
        total = sum((s.value(self.system) for s in self.summands), self.system.context.constant(0))
        return total + sum(
            (q * e for q, e in zip(self.cofactors, self.system.equations, strict=True)), self.system.context.constant(0)
        )

    def verify(self) -> bool:
        """Whether it is one: exact, by expanding the identity."""
        known = range(len(self.system.inequalities))
        return (
            len(self.cofactors) == len(self.system.equations)
            and all(s.weight > 0 and all(i in known for i in s.factors) for s in self.summands)
            and any(s.square is None and self.system.is_strict(s.factors) for s in self.summands)
            and self.residue() == 0
        )
