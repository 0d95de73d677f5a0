"""Refutations by sums of squares: ``goal = σ₀ + Σ σ_P · P``, ``P`` the hypotheses, then their products (Putinar, Schmüdgen).

Stages as in leanprover/sos: a direct sum of squares, hypotheses with multipliers, products of two, then a higher degree; at the
end the goal times a positive polynomial.  A strict goal is proved with slack: a positive constant (or product of strict hypotheses)
is split off as large as it can be, half of it is kept, and what is left is a sum of squares again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from math import gcd, lcm

from flint import fmpq, fmpq_mpoly

from prover.algebra.certificates import Certificate, Summand, System
from prover.algebra.elimination import eliminated
from prover.algebra.linear_programs import active_variables, monomials
from prover.algebra.semidefinite import Block, Entries, Program

MOST_BASIS = 36


def refutation(system: System, most_factors: int = 2, extra_degree: int = 2) -> Certificate | None:
    """A certificate whose squares a semidefinite program found, or ``None``.  Verified exactly."""
    elimination = eliminated(system)
    reduced = elimination.reduced
    if all(int(p.total_degree()) <= 1 for p in [*(i.polynomial for i in reduced.inequalities), *reduced.equations]):
        return None  # a linear program decides
    for target, fixed in _targets(reduced):
        for factors, degree in _stages(reduced, target, most_factors, extra_degree):
            found = _attempt(reduced, target, fixed, factors, degree)
            if found is not None:
                lifted = elimination.lift(found)
                if lifted.verify():
                    return lifted
    return None


def _targets(system: System) -> Iterator[tuple[fmpq_mpoly, tuple[Summand, ...]]]:
    """What is to be a combination of squares, and the summands of the certificate that stand for it.

    Without a goal: ``-1``, or minus a product of strict hypotheses.  With one: the goal; then it times a positive hypothesis, or
    times the sum of the strict ones.
    """
    one = system.context.constant(1)
    others = [i for i in range(len(system.inequalities)) if i != system.goal]
    strict = [i for i in others if system.inequalities[i].strict]
    if system.goal is None:
        yield -one, (Summand(fmpq(1)),)
        for i in strict[:4]:
            yield -system.inequalities[i].polynomial, (Summand(fmpq(1), (i,)),)
        return
    yield -system.inequalities[system.goal].polynomial, (Summand(fmpq(1), (system.goal,)),)
    if not system.inequalities[system.goal].strict:
        return
    variables = [i for i in strict if system.inequalities[i].polynomial.total_degree() == 1]
    if len(variables) > 1:
        summands = tuple(Summand(fmpq(1), (i, system.goal)) for i in variables)
        yield -sum((s.value(system) for s in summands), 0 * one), summands
    squares = [system.context.gen(i) for i in active_variables(system)]
    if len(squares) <= 3 and int(system.inequalities[system.goal].polynomial.total_degree()) <= 6 and not others:
        summands = (Summand(fmpq(1), (system.goal,)), *(Summand(fmpq(1), (system.goal,), x) for x in squares))
        yield -sum((s.value(system) for s in summands), 0 * one), summands


def _stages(
    system: System, target: fmpq_mpoly, most_factors: int, extra_degree: int
) -> Iterator[tuple[list[tuple[int, ...]], int]]:
    """Products that get multipliers, with the degree of the identity."""
    others = [i for i in range(len(system.inequalities)) if i != system.goal]
    singles: list[tuple[int, ...]] = [(i,) for i in others]
    even = _even(int(target.total_degree()))
    highest = max([even, *(_even(int(system.inequalities[i].polynomial.total_degree())) for i in others)])
    if not singles:
        yield [], even
        for degree in range(even + 2, even + extra_degree + 1, 2):
            if system.equations:
                yield [], degree
        return
    if even > 0:
        yield [], even
    products = [p for n in range(2, most_factors + 1) for p in combinations(others, n)]
    for degree in range(highest, highest + extra_degree + 1, 2):
        yield singles, degree
        within = [p for p in products if int(system.product(p).total_degree()) <= degree][:24]
        if within:
            yield singles + within, degree


def _even(degree: int) -> int:
    return degree + degree % 2


def _attempt(
    system: System,
    target: fmpq_mpoly,
    fixed: tuple[Summand, ...],
    products: Sequence[tuple[int, ...]],
    degree: int,
) -> Certificate | None:
    one = system.context.constant(1)
    blocks = []
    for factors in [(), *products]:
        multiplier = system.product(factors)
        half = (degree - int(multiplier.total_degree())) // 2
        if half >= 0:
            blocks.append(Block(factors, multiplier, tuple(monomials(system, half, MOST_BASIS))))
    cofactors = [
        (j, m)
        for j, e in enumerate(system.equations)
        if degree >= int(e.total_degree())
        for m in monomials(system, degree - int(e.total_degree()), 60)
    ]
    free = [system.equations[j] * m for j, m in cofactors]
    blocks = _without_lone_diagonals(target, blocks, free)
    if _needs_slack(system, fixed):
        split = _slack(system, target, blocks, free, degree)
        if split is None:
            return None
        fixed = (*fixed, *split)
        target = target - sum((s.value(system) for s in split), 0 * one)
        blocks = _without_lone_diagonals(target, blocks, free)
    solution = None
    for these in (_sparse(target, blocks), blocks):
        solution = solution or Program(target, these, free).solve()
    if solution is None:
        return None
    summands = list(fixed)
    for block, squares in zip(blocks, solution.squares, strict=True):
        for weight, square in squares:
            if square != 0:
                summands.append(_summand(weight, block.factors, square))
    polynomials = [0 * one] * len(system.equations)
    for (j, monomial), value in zip(cofactors, solution.free, strict=True):
        polynomials[j] += monomial * value
    certificate = Certificate(system, tuple(summands), tuple(polynomials))
    return certificate if certificate.verify() else None


def _summand(weight: fmpq, factors: tuple[int, ...], square: fmpq_mpoly) -> Summand:
    """``weight · square² · ∏ factors``, the square with integer coefficients without a common factor."""
    coefficients = square.coeffs()
    content = fmpq(gcd(*(int(c.p) for c in coefficients)), lcm(*(int(c.q) for c in coefficients)))
    if square.leading_coefficient() < 0:
        content = -content
    primitive = square / content
    weight = weight * content * content
    return Summand(weight, factors) if primitive == 1 else Summand(weight, factors, primitive)


def _needs_slack(system: System, fixed: Sequence[Summand]) -> bool:
    return not any(s.square is None and system.is_strict(s.factors) for s in fixed)


def _slack(
    system: System, target: fmpq_mpoly, blocks: Sequence[Block], free: Sequence[fmpq_mpoly], degree: int
) -> tuple[Summand, ...] | None:
    """Positive products with weights, about half of what the target has of them to spare; ``None`` where nothing."""
    strict = [i for i, p in enumerate(system.inequalities) if p.strict and i != system.goal]
    products = [p for n in range(3) for p in combinations(strict, n)]
    slack = [Block(p, system.product(p), (system.context.constant(1),)) for p in products]
    slack = [b for b in slack if int(b.multiplier.total_degree()) <= degree][:12]
    program = Program(target, [*blocks, *slack], free)
    gains = range(len(blocks), len(program.blocks))
    if not program.is_plausible:
        return None
    floats = program.floats(gains)
    if floats is None:
        return None
    gained = [max(0.0, program.matrices(floats.values, 0.0)[k][0][0]) for k in gains]
    if max(gained) < 1e-6:
        return None
    kept = [(b, g) for b, g in zip(slack, gained, strict=True) if g > 0.05 * max(gained)]
    return tuple(Summand(_below(g), b.factors) for b, g in kept)


def _below(value: float) -> fmpq:
    """A simple rational between a quarter and a half of it, about."""
    half, power = value / 2, 0
    while half < 1 and power < 40:
        half, power = half * 2, power + 1
    return fmpq(max(1, int(half) if power == 0 else 1), 2**power)


def _without_lone_diagonals(target: fmpq_mpoly, blocks: Sequence[Block], free: Sequence[fmpq_mpoly]) -> list[Block]:
    """The blocks without the monomials whose squares are forced to 0: a monomial of the identity that the target does not have
    and that only diagonal entries contribute to, all with the same sign.  Repeated, it is about what Newton's polytope excludes."""
    goal: Entries = target.to_dict()
    fixed = {m for f in free for m in f.to_dict()} | set(goal)
    terms = [{(i, j): _entry(b, i, j) for j in range(len(b.basis)) for i in range(j + 1)} for b in blocks]
    alive = [set(range(len(b.basis))) for b in blocks]
    while True:
        signs: dict[tuple[int, ...], set[int]] = {}
        where: dict[tuple[int, ...], set[tuple[int, int]]] = {}
        for k, entries in enumerate(terms):
            for (i, j), entry in entries.items():
                if i in alive[k] and j in alive[k]:
                    for monomial, value in entry.items():
                        signs.setdefault(monomial, set()).add(0 if i != j else 1 if value > 0 else -1)
                        if i == j:
                            where.setdefault(monomial, set()).add((k, i))
        gone = {at for m, s in signs.items() if m not in fixed and len(s) == 1 and 0 not in s for at in where[m]}
        if not gone:
            break
        for k, i in gone:
            alive[k].discard(i)
    kept = [Block(b.factors, b.multiplier, tuple(b.basis[i] for i in sorted(a))) for b, a in zip(blocks, alive, strict=True)]
    return [b for b in kept if b.basis]


def _sparse(target: fmpq_mpoly, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with only those entries that the target's monomials ask for, and squares: short squares, if they suffice
    (term sparsity, after Wang, Magron and Lasserre)."""
    wanted = set(target.to_dict())
    for block in blocks:
        for i in range(len(block.basis)):
            wanted |= set(_entry(block, i, i))
    found = []
    for block in blocks:
        size = len(block.basis)
        pairs = ((i, j) for j in range(size) for i in range(j))
        pattern = frozenset(at for at in pairs if all(m in wanted for m in _entry(block, *at)))
        found.append(replace(block, pattern=pattern))
    return found


def _entry(block: Block, i: int, j: int) -> Entries:
    return (block.multiplier * block.basis[i] * block.basis[j]).to_dict()
