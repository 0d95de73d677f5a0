"""Refutations by exact linear programming: nonnegative constants in front of products of inequalities and of squares.

Farkas' lemma (the inequalities themselves), Handelman's theorem (their products), and low-degree members of Schmüdgen's (products
times squares of monomials and of sums and differences of two).  A float program finds *which* products take part; their
weights are then solved for exactly, so nothing depends on rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

from flint import fmpq, fmpq_mat, fmpq_mpoly

from prover.algebra.certificates import Certificate, Summand, System
from prover.algebra.elimination import eliminated
from prover.algebra.polynomials import as_float

MOST_COLUMNS = 1500


@dataclass(frozen=True)
class _Column:
    """A polynomial that may take part: a summand without its weight, or a monomial times an equation (a free column)."""

    polynomial: fmpq_mpoly
    cost: float
    summand: Summand | None = None
    equation: int = -1
    monomial: fmpq_mpoly | None = None


def refutation(system: System, most_factors: int = 2, squares: bool = True, extra_degree: int = 1) -> Certificate | None:
    """A certificate with constant weights, the cheapest by number and degree of its products; ``None`` where there is none.

    Tried in order: the inequalities alone; products of two and squares; products of ``most_factors`` and products times squares;
    products with the negated goal.
    Products may exceed the degree of the system's largest member by ``extra_degree``.  Verified exactly.
    """
    elimination = eliminated(system)
    reduced = elimination.reduced
    degree = max((int(p.total_degree()) for p in _members(reduced)), default=0)
    most_factors = 1 if degree <= 1 else most_factors  # Farkas: of linear systems nothing else is needed
    for level in _levels(reduced, most_factors, squares, degree, degree + extra_degree):
        found = _solve(reduced, level)
        if found is not None:
            lifted = elimination.lift(found)
            if lifted.verify():
                return lifted
    return None


def _members(system: System) -> list[fmpq_mpoly]:
    return [*(i.polynomial for i in system.inequalities), *system.equations]


def _levels(system: System, most_factors: int, squares: bool, degree: int, most_degree: int) -> Iterator[list[_Column]]:
    """The columns of each attempt, each attempt's a superset of the one before."""
    known: dict[str, _Column] = {}

    def add(column: _Column) -> None:
        positive = column.summand is not None and column.summand.square is None and system.is_strict(column.summand.factors)
        key = f"{column.polynomial} {'=' if column.summand is None else '>' if positive else '≥'}"
        if (column.polynomial != 0 or positive) and (key not in known or column.cost < known[key].cost):
            known[key] = column

    def add_product(factors: tuple[int, ...], square: fmpq_mpoly | None = None) -> None:
        if len(known) < MOST_COLUMNS:
            summand = Summand(fmpq(1), factors, square)
            polynomial = summand.value(system)
            cost = (
                1.0
                + len(factors)
                + int(polynomial.total_degree())
                + (0.0 if square is None else 0.3 if len(square) < 3 else 4.0)
            )
            add(_Column(polynomial, cost, summand))

    indices = range(len(system.inequalities))
    degrees = [int(i.polynomial.total_degree()) for i in system.inequalities]
    add_product(())
    for i in indices:
        add_product((i,))
    for j, equation in enumerate(system.equations):
        add(_Column(equation, 0.5, equation=j, monomial=system.context.constant(1)))
    yield list(known.values())
    if most_factors < 2:
        return
    others = [i for i in indices if i != system.goal]
    for pair in combinations_with_replacement(others, 2):
        if sum(degrees[i] for i in pair) <= most_degree and (pair[0] != pair[1] or degrees[pair[0]] > 1):
            add_product(pair)
    candidates = list(_squares(system, degree // 2 + degree % 2)) if squares else []
    for square in candidates:
        if 2 * square.total_degree() <= degree + degree % 2:
            add_product((), square)
    for j, equation in enumerate(system.equations):
        for monomial in monomials(system, max(0, most_degree - int(equation.total_degree()))):
            if monomial.total_degree() > 0:
                add(_Column(equation * monomial, 0.5 + int(monomial.total_degree()), equation=j, monomial=monomial))
    yield list(known.values())
    for square in candidates:
        for factors in [(i,) for i in others] + list(combinations(others, 2)):
            if 2 * int(square.total_degree()) + sum(degrees[i] for i in factors) <= most_degree:
                add_product(factors, square)
    for count in range(3, most_factors + 1):
        for factors in combinations_with_replacement(others, count):
            if sum(degrees[i] for i in factors) <= most_degree:
                add_product(factors)
    yield list(known.values())
    if system.goal is not None:
        for count in range(1, most_factors):
            for rest in combinations_with_replacement(others, count):
                factors = (*rest, system.goal)
                if sum(degrees[i] for i in factors) <= most_degree:
                    add_product(factors)
        yield list(known.values())


def active_variables(system: System) -> list[int]:
    """The indices of the generators that occur."""
    used = [0] * system.context.nvars()
    for member in _members(system):
        for i, d in enumerate(member.degrees()):
            used[i] = max(used[i], d)
    return [i for i, d in enumerate(used) if d]


def monomials(system: System, degree: int, most: int = 200) -> list[fmpq_mpoly]:
    """The monomials in the system's variables up to a degree, 1 first, at most so many."""
    generators = [system.context.gen(i) for i in active_variables(system)]
    found = [system.context.constant(1)]
    for d in range(1, degree + 1):
        for factors in combinations_with_replacement(generators, d):
            if len(found) >= most:
                return found
            product = factors[0]
            for factor in factors[1:]:
                product *= factor
            found.append(product)
    return found


def _squares(system: System, degree: int) -> Iterator[fmpq_mpoly]:
    """What is squared: monomials, sums and differences of two, and the linear inequalities' polynomials."""
    basis = monomials(system, degree, 20)[1:]
    yield from basis
    one = system.context.constant(1)
    for a, b in combinations([*basis, one], 2):
        yield a - b
        yield a + b
    for inequality in system.inequalities:
        if inequality.polynomial.total_degree() == 1:
            yield inequality.polynomial
    if len(basis) <= 9:
        for a, b in combinations(basis, 2):
            for c in basis:
                if c not in (a, b):
                    yield a + b - c
                    yield a + b - 2 * c


def _solve(system: System, columns: Sequence[_Column]) -> Certificate | None:
    """A combination of the columns that is 0 with weight 1 on the positive ones together."""
    import numpy
    from scipy.optimize import linprog
    from scipy.sparse import csc_matrix

    entries = [c.polynomial.to_dict() for c in columns]
    rows: dict[tuple[int, ...], int] = {}
    for e in entries:
        for monomial in e:
            rows.setdefault(monomial, len(rows))
    positive = [c.summand is not None and c.summand.square is None and system.is_strict(c.summand.factors) for c in columns]
    if not any(positive):
        return None
    scales, values, where, starts = [], [], [], [0]
    for e, is_positive in zip(entries, positive, strict=True):
        scale = max([abs(as_float(v)) for v in e.values()], default=1.0)
        scales.append(scale)
        values += [as_float(v) / scale for v in e.values()]
        where += [rows[m] for m in e]
        if is_positive:
            values.append(1.0)
            where.append(len(rows))
        starts.append(len(values))
    matrix = csc_matrix((values, where, starts), shape=(len(rows) + 1, len(columns)))
    right = numpy.zeros(len(rows) + 1)
    right[-1] = 1.0
    bounds = [(None, None) if c.summand is None else (0, None) for c in columns]
    costs = [0.0 if c.summand is None else c.cost for c in columns]
    result = linprog(costs, A_eq=matrix, b_eq=right, bounds=bounds, method="highs", options={"time_limit": 5.0})
    if result.x is None:
        return None
    for tolerance in (1e-7, 1e-10):
        support = [i for i, v in enumerate(result.x) if abs(v) > tolerance]
        weights = _exact([entries[i] for i in support], [positive[i] for i in support])
        if weights is not None:
            certificate = _certificate(system, [columns[i] for i in support], weights)
            if certificate is not None:
                return certificate
    return None


def _exact(entries: Sequence[dict[tuple[int, ...], fmpq]], positive: Sequence[bool]) -> list[fmpq] | None:
    """Weights that make the columns' sum 0 and those of positive columns add up to 1; undetermined ones are 0."""
    rows = list(dict.fromkeys(m for e in entries for m in e))
    table = [[*(e.get(m, fmpq(0)) for e in entries), fmpq(0)] for m in rows]
    table.append([*(fmpq(int(p)) for p in positive), fmpq(1)])
    width = len(entries) + 1
    reduced, rank = fmpq_mat(len(table), width, [v for row in table for v in row]).rref()
    weights = [fmpq(0)] * len(entries)
    for i in range(rank):
        pivot = next(j for j in range(width) if reduced[i, j] != 0)
        if pivot == len(entries):
            return None
        weights[pivot] = reduced[i, width - 1]
    return weights


def _certificate(system: System, columns: Sequence[_Column], weights: Sequence[fmpq]) -> Certificate | None:
    """The certificate with these weights, scaled so that the negated goal, where it stands alone, has weight 1."""
    scale = next(
        (
            w
            for c, w in zip(columns, weights, strict=True)
            if c.summand is not None and c.summand.factors == (system.goal,) and w
        ),
        fmpq(1),
    )
    zero = system.context.constant(0)
    cofactors = [zero] * len(system.equations)
    summands = []
    for column, weight in zip(columns, weights, strict=True):
        if column.summand is None:
            assert column.monomial is not None
            cofactors[column.equation] += column.monomial * (weight / scale)
        elif weight < 0:
            return None
        elif weight != 0:
            summands.append(Summand(weight / scale, column.summand.factors, column.summand.square))
    certificate = Certificate(system, tuple(summands), tuple(cofactors))
    return certificate if certificate.verify() else None
