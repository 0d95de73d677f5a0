"""Ideal membership over ℚ with cofactors, by exact linear algebra.

``p`` lies in the ideal of ``f₁ … fₖ`` if ``p = Σ cᵢ fᵢ`` with polynomials ``cᵢ``, the *cofactors*; with a bound on the degree of each
``cᵢ fᵢ`` that is a linear system over ℚ for the coefficients (Macaulay's matrix), which suits certificates better than a Gröbner
basis: the cofactors have the least degree, and come without being tracked.  The system is solved modulo a prime first, which tells
the columns that are needed and whether there is a solution at all; the few that remain are solved exactly.

Equations that give a variable (``x = …`` without ``x``) are used to eliminate it first, and their cofactors are reconstructed
afterwards.  Every identity is expanded and compared before it is returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement
from math import comb, lcm

from flint import fmpq, fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx, nmod_mat

_PRIME = (1 << 61) - 1
MAX_COLUMNS = 800
"""Larger systems are not tried: about a quarter of a second each."""
MAX_DEGREE = 12
"""Eliminations that would lead beyond this degree are left out."""

Exponents = tuple[int, ...]


def degree(polynomial: fmpq_mpoly) -> int:
    """The total degree; 0 of the polynomial 0."""
    return int(polynomial.total_degree()) if len(polynomial) else 0


def occurring(polynomials: Sequence[fmpq_mpoly]) -> list[int]:
    """The generators of the ring that occur in one of the polynomials."""
    if not polynomials:
        return []
    degrees = [p.degrees() for p in polynomials if len(p)]
    return [i for i in range(polynomials[0].context().nvars()) if any(d[i] > 0 for d in degrees)]


def monomials_up_to(context: fmpq_mpoly_ctx, variables: Sequence[int], bound: int) -> Iterator[fmpq_mpoly]:
    """The monomials in the variables up to a degree, the lowest degrees first."""
    n = context.nvars()
    for total in range(bound + 1):
        for chosen in combinations_with_replacement(variables, total):
            exponents = [0] * n
            for i in chosen:
                exponents[i] += 1
            yield context.from_dict({tuple(exponents): 1})


def verified(target: fmpq_mpoly, generators: Sequence[fmpq_mpoly], cofactors: Sequence[fmpq_mpoly]) -> bool:
    """Whether ``target = Σ cofactorᵢ generatorᵢ``, expanded."""
    total = target - target
    for c, f in zip(cofactors, generators, strict=True):
        total += c * f
    return total == target


# ---------------------------------------------------------------------------------------------------- linear algebra


class Span:
    """The span over ℚ of a list of polynomials, the *columns*."""

    def __init__(self, columns: Sequence[fmpq_mpoly]):
        self.columns = list(columns)
        self._vectors = [_vector(p) for p in self.columns]

    def combination(self, target: fmpq_mpoly) -> list[fmpq] | None:
        """Coefficients with ``target = Σ aⱼ columnⱼ``, those of columns further left preferred; ``None`` if there are none."""
        return next((found for _, found in self.combinations([target])), None)

    def combinations(self, targets: Sequence[fmpq_mpoly]) -> Iterator[tuple[int, list[fmpq]]]:
        """For each target that lies in the span of the columns *and of the targets before it*: its index, and the coefficients
        of the columns, then of those targets."""
        vectors = self._vectors + [_vector(p) for p in targets]
        rows = {e: i for i, e in enumerate(dict.fromkeys(e for v in vectors for e in v))}
        if not rows:
            yield from ((k, [fmpq(0)] * (len(self.columns) + k)) for k in range(len(targets)))
            return
        pivots, dependent = _pivots(rows, vectors)
        start = len(self.columns)
        for j in dependent:
            if j >= start:
                solution = _solve(rows, vectors, [p for p in pivots if p < j], j)
                if solution is not None:
                    yield j - start, solution


def _vector(polynomial: fmpq_mpoly) -> dict[Exponents, fmpq]:
    return {tuple(map(int, e)): c for e, c in polynomial.terms()}


def _pivots(rows: dict[Exponents, int], vectors: list[dict[Exponents, fmpq]]) -> tuple[list[int], list[int]]:
    """The columns that do not depend on those before them, modulo a prime, and those that do."""
    width = len(vectors)
    entries = [0] * (len(rows) * width)
    for j, vector in enumerate(vectors):
        scale = lcm(*(int(c.q) for c in vector.values())) if vector else 1
        for exponents, c in vector.items():
            entries[rows[exponents] * width + j] = int(c * scale) % _PRIME
    reduced, rank = nmod_mat(len(rows), width, entries, _PRIME).rref()
    pivots, column = [], 0
    for i in range(rank):
        while int(reduced[i, column]) == 0:
            column += 1
        pivots.append(column)
    known = set(pivots)
    return pivots, [j for j in range(width) if j not in known]


def _solve(
    rows: dict[Exponents, int], vectors: list[dict[Exponents, fmpq]], pivots: list[int], target: int
) -> list[fmpq] | None:
    """The coefficients of ``vectors[target]`` in the independent columns ``pivots``, exactly."""
    result = [fmpq(0)] * target
    if not vectors[target]:
        return result
    if not pivots:
        return None
    transposed = [0] * (len(rows) * len(pivots))
    for i, j in enumerate(pivots):
        scale = lcm(*(int(c.q) for c in vectors[j].values()))
        for exponents, c in vectors[j].items():
            transposed[i * len(rows) + rows[exponents]] = int(c * scale) % _PRIME
    reduced, rank = nmod_mat(len(pivots), len(rows), transposed, _PRIME).rref()
    if rank < len(pivots):
        return None
    chosen, column = [], 0
    for i in range(rank):
        while int(reduced[i, column]) == 0:
            column += 1
        chosen.append(column)
    names = list(rows)
    square = [vectors[j].get(names[r], fmpq(0)) for r in chosen for j in pivots]
    right = [vectors[target].get(names[r], fmpq(0)) for r in chosen]
    try:
        solution = fmpq_mat(rank, rank, square).solve(fmpq_mat(rank, 1, right))
    except ZeroDivisionError:
        return None
    for i, j in enumerate(pivots):
        result[j] = solution[i, 0]
    return result


# -------------------------------------------------------------------------------------------------------- membership


def multiples(
    generators: Sequence[fmpq_mpoly], variables: Sequence[int], bound: int
) -> list[tuple[int, fmpq_mpoly, fmpq_mpoly]] | None:
    """All ``(i, m, m * fᵢ)`` of degree at most ``bound``, those of low degree first; ``None`` where they are too many."""
    n = len(variables)
    room = [bound - degree(f) for f in generators]
    if sum(comb(r + n, n) for r in room if r >= 0) > MAX_COLUMNS:
        return None
    found = [
        (degree(m), i, m) for i, r in enumerate(room) if r >= 0 for m in monomials_up_to(generators[i].context(), variables, r)
    ]
    found.sort(key=lambda entry: entry[0])
    return [(i, m, m * generators[i]) for _, i, m in found]


def membership_at(target: fmpq_mpoly, generators: Sequence[fmpq_mpoly], bound: int) -> list[fmpq_mpoly] | None:
    """Cofactors with ``target = Σ cᵢ fᵢ`` and each product of degree at most ``bound``, as few generators as is easily found."""
    variables = occurring([target, *generators])
    columns = multiples(generators, variables, bound)
    if columns is None:
        return None
    found = _combined(target, generators, columns)
    if found is None:
        return None
    for i in reversed(range(len(generators))):
        if len(found[i]):
            fewer = [entry for entry in columns if entry[0] != i]
            without = _combined(target, generators, fewer)
            if without is not None:
                found, columns = without, fewer
    return found


def _combined(
    target: fmpq_mpoly, generators: Sequence[fmpq_mpoly], columns: list[tuple[int, fmpq_mpoly, fmpq_mpoly]]
) -> list[fmpq_mpoly] | None:
    solution = Span([p for _, _, p in columns]).combination(target)
    if solution is None:
        return None
    cofactors = gathered(len(generators), target.context(), columns, solution)
    return cofactors if verified(target, generators, cofactors) else None


def gathered(
    count: int, context: fmpq_mpoly_ctx, columns: Sequence[tuple[int, fmpq_mpoly, fmpq_mpoly]], solution: Sequence[fmpq]
) -> list[fmpq_mpoly]:
    """The cofactors of a combination of ``multiples``."""
    cofactors = [context.constant(0) for _ in range(count)]
    for (i, m, _), a in zip(columns, solution, strict=False):
        if a != 0:
            cofactors[i] += m * a
    return cofactors


# ------------------------------------------------------------------------------------------------------- elimination


class Ideal:
    """The ideal of some polynomials, with variables eliminated that one of them gives.

    ``reduced`` are the generators after elimination, in the order of the given ones; one that was used to eliminate is 0.
    ``late``: whether to give up; nothing is found from then on.
    """

    def __init__(self, generators: Sequence[fmpq_mpoly], late: Callable[[], bool] = lambda: False):
        self._late = late
        self.generators = list(generators)
        self.reduced = list(generators)
        self._steps: list[_Step] = []
        while (step := self._next_step()) is not None:
            self._steps.append(step)

    def _next_step(self) -> _Step | None:
        candidates = []
        for k, f in enumerate(self.reduced):
            for i in occurring([f]):
                linear = _solved_for(f, i)
                if linear is not None:
                    scale, value = linear
                    candidates.append(
                        (degree(value), len(value), sum(1 for g in self.reduced if g.degrees()[i] > 0), k, i, scale, value)
                    )
        candidates.sort(key=lambda c: c[:5])
        for _, _, _, k, i, scale, value in candidates:
            if all(int(g.degrees()[i]) * max(1, degree(value)) + degree(g) <= MAX_DEGREE for g in self.reduced if len(g)):
                step = _Step(k, i, scale, value)
                quotients = []
                for j, g in enumerate(self.reduced):
                    rest, quotient = (g - g, g - g) if j == k else step.divide(g)
                    self.reduced[j] = rest
                    quotients.append(quotient)
                step.quotients = quotients
                return step
        return None

    @property
    def eliminated(self) -> list[int]:
        """The variables that no longer occur."""
        return [step.variable for step in self._steps]

    @property
    def is_prime(self) -> bool:
        """Whether elimination left no equation: then the ideal is prime, and membership is decided by the remainder alone."""
        return not any(len(f) for f in self.reduced)

    def remainder(self, target: fmpq_mpoly) -> fmpq_mpoly:
        """The target with the eliminated variables replaced."""
        for step in self._steps:
            target, _ = step.divide(target)
        return target

    def lift(self, target: fmpq_mpoly, cofactors: Sequence[fmpq_mpoly]) -> list[fmpq_mpoly]:
        """Cofactors of ``target`` in the generators from cofactors of its remainder in the reduced ones."""
        divided = []
        for step in self._steps:
            target, quotient = step.divide(target)
            divided.append(quotient)
        result = list(cofactors)
        for step, quotient in zip(reversed(self._steps), reversed(divided), strict=True):
            total = quotient
            for c, q in zip(result, step.quotients, strict=True):
                total -= c * q
            result[step.generator] = total
        return result

    def cofactors(self, target: fmpq_mpoly, rise: int = 2) -> list[fmpq_mpoly] | None:
        """``cᵢ`` with ``target = Σ cᵢ generatorᵢ``, verified, or ``None`` where none are found.

        Degrees up to ``rise`` above the largest of the polynomials are tried, as long as the systems are small enough.
        """
        if len(target) == 0:
            return [target for _ in self.generators]
        if not self.generators or self._late():
            return None
        remainder = self.remainder(target)
        if len(remainder) and self.is_prime:
            return None
        direct = membership_at(target, self.generators, max(degree(target), 1))
        if direct is not None:
            return direct
        nothing = [target - target for _ in self.generators]
        found = nothing if len(remainder) == 0 else None
        if found is None:
            used = self._connected(remainder)
            for bound in self._bounds([remainder], used, rise):
                if self._late():
                    break
                found = membership_at(remainder, used, bound)
                if found is not None:
                    break
        if found is None:
            return None
        lifted = self.lift(target, found)
        return lifted if verified(target, self.generators, lifted) else None

    def _bounds(self, targets: Sequence[fmpq_mpoly], used: Sequence[fmpq_mpoly], rise: int) -> range:
        present = [degree(f) for f in used if len(f)]
        if not present:
            return range(0)
        least = max(min(present), *(degree(t) for t in targets))
        return range(least, max(least, max(present)) + rise + 1)

    def _connected(self, target: fmpq_mpoly) -> list[fmpq_mpoly]:
        """The reduced generators that share variables with the target, also by way of others; the rest as 0.

        All of them for a constant target.
        """
        known = set(occurring([target]))
        if not known:
            return self.reduced
        parts = [set(occurring([f])) for f in self.reduced]
        while True:
            more = set().union(*(p for p in parts if p & known)) - known
            if not more:
                break
            known |= more
        return [f if p & known or not p else f - f for f, p in zip(self.reduced, parts, strict=True)]

    def dependencies(self, targets: Sequence[fmpq_mpoly], bound: int) -> Iterator[tuple[int, list[fmpq]]]:
        """For each target that modulo the ideal is a combination of the targets before it: its index, and their coefficients.

        Products up to degree ``bound`` are used, after elimination; ``targets[k] - Σ aⱼ targets[j]`` is for ``cofactors`` to confirm.
        """
        remainders = [self.remainder(t) for t in targets]
        variables = occurring([*remainders, *self.reduced])
        columns = None if self._late() else multiples(self.reduced, variables, bound)
        if columns is None:
            return
        for k, solution in Span([p for _, _, p in columns]).combinations(remainders):
            yield k, solution[len(columns) :]


class _Step:
    """``generator = scale * (variable - value)``; the quotients of all generators by ``generator`` at that moment."""

    def __init__(self, generator: int, variable: int, scale: fmpq, value: fmpq_mpoly):
        self.generator, self.variable, self.scale, self.value = generator, variable, scale, value
        self.quotients: list[fmpq_mpoly] = []
        self._difference = value.context().gens()[variable] - value

    def divide(self, polynomial: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """``p`` with the variable replaced, and ``q`` with ``p = that + q * generator``."""
        gens = list(polynomial.context().gens())
        if len(polynomial) == 0 or not polynomial.degrees()[self.variable]:
            return polynomial, polynomial - polynomial
        gens[self.variable] = self.value
        replaced = polynomial.compose(*gens)
        return replaced, (polynomial - replaced) / self._difference / self.scale


def _solved_for(polynomial: fmpq_mpoly, variable: int) -> tuple[fmpq, fmpq_mpoly] | None:
    """``scale, value`` with ``polynomial = scale * (variable - value)`` and a constant ``scale``."""
    if polynomial.degrees()[variable] != 1:
        return None
    holding = [(e, c) for e, c in polynomial.terms() if e[variable]]
    if len(holding) != 1 or sum(map(int, holding[0][0])) != 1:
        return None
    scale = holding[0][1]
    return scale, polynomial.context().gens()[variable] - polynomial / scale
