"""Equations solved for a variable and substituted, and certificates lifted back to the system with the equations.

Sums of squares and linear programs grow fast with the number of variables, so equations that are linear in one of them, with a
constant coefficient, go first (as in HOL Light's REAL_SOS and leanprover/sos).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flint import fmpq_mpoly, fmpq_mpoly_ctx

from prover.algebra.certificates import Certificate, Inequality, System


@dataclass(frozen=True)
class Substitution:
    """``variable := value`` by the equation ``equation = 0`` (of the system at that stage), whose index is ``index``."""

    variable: int
    value: fmpq_mpoly
    index: int
    equation: fmpq_mpoly


@dataclass(frozen=True)
class Elimination:
    """``reduced`` has the same inequalities in the same order, with the variables substituted, and no more the equations used."""

    system: System
    reduced: System
    steps: tuple[Substitution, ...]

    def lift(self, certificate: Certificate) -> Certificate:
        """The certificate for ``system`` that one for ``reduced`` amounts to: same summands, cofactors for all equations.

        Going back over one step, an equation ``e`` with ``x := f``: what vanished at ``x = f`` is a multiple of ``e``.
        """
        system = self.system
        summands, cofactors = certificate.summands, list(certificate.cofactors)
        stages = _stages(system, self.steps)
        for step, stage in zip(reversed(self.steps), reversed(stages), strict=True):
            cofactors.insert(step.index, system.context.constant(0))
            rest = replace(certificate, system=stage, cofactors=tuple(cofactors)).residue()
            cofactors[step.index] = -_quotient(rest, step.equation)
        return Certificate(system, summands, tuple(cofactors))


def eliminated(system: System, most_terms: int = 60) -> Elimination:
    """Substitute as long as an equation is linear in a variable with a constant coefficient and the inequalities stay within
    ``most_terms`` terms each; of several such the one with the fewest terms."""
    steps: list[Substitution] = []
    reduced = system
    while True:
        found = [s for i, e in enumerate(reduced.equations) for s in _solvable(system.context, i, e)]
        found.sort(key=lambda s: (len(s.value), s.value.total_degree(), -s.variable))
        for step in found:
            after = _substituted(reduced, step)
            if all(
                len(i.polynomial) <= max(most_terms, len(j.polynomial))
                for i, j in zip(after.inequalities, reduced.inequalities, strict=True)
            ):
                steps.append(step)
                reduced = after
                break
        else:
            return Elimination(system, reduced, tuple(steps))


def _solvable(context: fmpq_mpoly_ctx, index: int, equation: fmpq_mpoly) -> list[Substitution]:
    found = []
    degrees = equation.degrees()
    for variable, degree in enumerate(degrees):
        if degree != 1:
            continue
        linear = [(m, c) for m, c in equation.to_dict().items() if m[variable]]
        if len(linear) == 1 and sum(linear[0][0]) == 1:
            value = context.gen(variable) - equation / linear[0][1]
            found.append(Substitution(variable, value, index, equation))
    return found


def substituted(polynomial: fmpq_mpoly, variable: int, value: fmpq_mpoly, context: fmpq_mpoly_ctx) -> fmpq_mpoly:
    """The polynomial with ``value`` in the place of a variable."""
    if not polynomial.degrees()[variable]:
        return polynomial
    generators = list(context.gens())
    generators[variable] = value
    return polynomial.compose(*generators, ctx=context)


def _substituted(system: System, step: Substitution) -> System:
    def change(polynomial: fmpq_mpoly) -> fmpq_mpoly:
        return substituted(polynomial, step.variable, step.value, system.context)

    return System(
        system.context,
        tuple(Inequality(change(i.polynomial), i.strict) for i in system.inequalities),
        tuple(change(e) for j, e in enumerate(system.equations) if j != step.index),
        system.goal,
    )


def _stages(system: System, steps: Sequence[Substitution]) -> list[System]:
    stages = []
    for step in steps:
        stages.append(system)
        system = _substituted(system, step)
    return stages


def _quotient(dividend: fmpq_mpoly, divisor: fmpq_mpoly) -> fmpq_mpoly:
    quotient, rest = divmod(dividend, divisor)
    if rest != 0:
        raise ArithmeticError("the certificate does not vanish where the equation does")
    return quotient
