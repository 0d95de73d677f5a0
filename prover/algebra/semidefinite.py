"""Gram matrices of polynomial identities: semidefinite programs in floats, exact rational solutions near theirs.

The identity  ``target = Σ_k P_k · b_kᵀ Q_k b_k + Σ_j q_j · M_j``  with unknown symmetric ``Q_k ⪰ 0`` (``b_k`` a vector of
polynomials) and unknown rationals ``q_j`` is linear in the unknowns: one equation a monomial.  Clarabel solves it in floats.
Then the equations are solved exactly for some unknowns, the free ones are rounded (as in HOL Light's REAL_SOS: equations stay
exact), and ``LDLᵀ`` in rationals decides.  Where the floats show that all solutions are singular, the common kernel is guessed
as a rational subspace and the basis reduced to its complement (facial reduction after Monniaux and Corbineau), where rounding works.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_mpoly

from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import as_float

Entries = dict[tuple[int, ...], fmpq]

DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 24, 60, 2**8, 2**12, 2**16, 2**20, 2**26)
MOST_UNKNOWNS = 2500


@dataclass(frozen=True)
class Block:
    """``multiplier · basisᵀ Q basis``.  ``factors`` says to the caller where the multiplier comes from; ``pattern``: which entries
    ``(i, j)``, ``i < j``, may be other than 0 (all if ``None``)."""

    factors: tuple[int, ...]
    multiplier: fmpq_mpoly
    basis: tuple[fmpq_mpoly, ...]
    pattern: frozenset[tuple[int, int]] | None = None


@dataclass(frozen=True)
class Solution:
    """``squares[k]``: weights and polynomials whose weighted squares are block ``k``'s quadratic form; ``free[j] = q_j``."""

    squares: list[list[tuple[fmpq, fmpq_mpoly]]]
    free: list[fmpq]


class Program:
    """One such identity with unknowns."""

    def __init__(self, target: fmpq_mpoly, blocks: Sequence[Block], free: Sequence[fmpq_mpoly] = ()) -> None:
        self.target, self.blocks, self.free = target, list(blocks), list(free)
        self.entries: list[Entries] = []
        self.places: list[tuple[int, int, int]] = []
        self._cone: list[int] = []
        self._cone_size = 0
        for k, block in enumerate(self.blocks):
            for j, b in enumerate(block.basis):
                half = block.multiplier * b
                for i in range(j + 1):
                    self._cone_size += 1
                    if i != j and block.pattern is not None and (i, j) not in block.pattern:
                        continue
                    self._cone.append(self._cone_size - 1)
                    self.entries.append((half * block.basis[i] * (1 if i == j else 2)).to_dict())
                    self.places.append((k, i, j))
        self.entries += [m.to_dict() for m in self.free]
        self.right: Entries = target.to_dict()

    @property
    def size(self) -> int:
        """How many unknowns."""
        return len(self.entries)

    @property
    def is_plausible(self) -> bool:
        """Whether it is not too large and every monomial of the target can be met."""
        return self.size <= MOST_UNKNOWNS and all(m in self._monomials for m in self.right)

    def solve(self, depth: int = 4) -> Solution | None:
        """An exact solution, or ``None``: none was found."""
        exact = self._exact() if self.is_plausible else None
        if exact is None:
            return None
        found = self.floats()
        if found is None or found.least < -1e-6:
            return None
        solution = exact.rounded(found.values)
        if solution is not None or depth == 0 or found.least > 1e-5:
            return solution
        for reduced in self._faces(found):
            solution = reduced.solve(depth - 1)
            if solution is not None:
                return solution
        return None

    @property
    def _monomials(self) -> dict[tuple[int, ...], int]:
        rows: dict[tuple[int, ...], int] = {}
        for entries in self.entries:
            for monomial in entries:
                rows.setdefault(monomial, len(rows))
        return rows

    def floats(self, gains: Sequence[int] = ()) -> _Floats | None:
        """An approximate solution whose matrices' least eigenvalue is as large as can be; with ``gains``, blocks of size 1, one in
        which their sum, at most 1, is."""
        import clarabel
        import numpy
        from scipy.sparse import csc_matrix

        rows = self._monomials
        scale = max([abs(as_float(v)) for v in self.right.values()], default=1.0)
        cap, first = len(rows), len(rows) + 1
        values: list[float] = []
        where: list[int] = []
        starts = [0]
        for column, entries in enumerate(self.entries):
            diagonal = column >= len(self.places) or self.places[column][1] == self.places[column][2]
            factor = 1.0 if diagonal else 0.5**0.5
            values += [as_float(v) * factor for v in entries.values()]
            where += [rows[m] for m in entries]
            if column < len(self.places):
                if self.places[column][0] in gains:
                    values.append(1.0)
                    where.append(cap)
                values.append(-1.0)
                where.append(first + self._cone[column])
            starts.append(len(values))
        diagonals = [c for c, (_, i, j) in enumerate(self.places) if i == j]
        objective = numpy.zeros(self.size + 1)
        if gains:
            objective[[c for c in diagonals if self.places[c][0] in gains]] = -1.0
        else:
            objective[-1] = -1.0
            values += [1.0, *(1.0 for _ in diagonals)]
            where += [cap, *(first + self._cone[c] for c in diagonals)]
        starts.append(len(values))
        total = first + self._cone_size
        matrix = csc_matrix((values, where, starts), shape=(total, self.size + 1))
        right = numpy.zeros(total)
        for monomial, value in self.right.items():
            right[rows[monomial]] = as_float(value) / scale
        right[cap] = 1.0
        cones: list[Any] = [clarabel.ZeroConeT(len(rows)), clarabel.NonnegativeConeT(1)]
        cones += [clarabel.PSDTriangleConeT(len(b.basis)) for b in self.blocks]
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.time_limit = 4.0
        settings.max_threads = 1
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-10
        nothing = csc_matrix((self.size + 1, self.size + 1))
        result = clarabel.DefaultSolver(nothing, objective, matrix, right, cones, settings).solve()
        if "Solved" not in str(result.status) and "Insufficient" not in str(result.status):
            return None
        off = [0.5**0.5 if i != j else 1.0 for _, i, j in self.places]
        solution = [v * scale * f for v, f in zip(result.x[:-1], [*off, *(1.0 for _ in self.free)], strict=True)]
        duals = [result.z[first + at] * f for at, f in zip(self._cone, off, strict=True)]
        return _Floats(solution, duals, result.x[-1])

    def matrices(self, values: Sequence[Any], zero: Any) -> list[list[list[Any]]]:
        """The Gram matrices of a vector of unknowns."""
        matrices = [[[zero] * len(b.basis) for _ in b.basis] for b in self.blocks]
        for (k, i, j), value in zip(self.places, values, strict=False):
            matrices[k][i][j] = matrices[k][j][i] = value
        return matrices

    def _exact(self) -> _Exact | None:
        rows = list(self._monomials)
        width = self.size + 1
        at = {m: i for i, m in enumerate(rows)}
        table = fmpq_mat(len(rows), width)
        for column, entries in enumerate([*self.entries, self.right]):
            for monomial, value in entries.items():
                table[at[monomial], column] = value
        reduced, rank = table.rref()
        pivots: list[int] = []
        equations: list[tuple[list[tuple[int, fmpq]], fmpq]] = []
        start = 0
        for i in range(rank):
            while reduced[i, start] == 0:
                start += 1
            if start == self.size:
                return None
            others = [(j, reduced[i, j]) for j in range(start + 1, self.size) if reduced[i, j] != 0]
            pivots.append(start)
            equations.append((others, reduced[i, self.size]))
        return _Exact(self, pivots, equations)

    def _faces(self, found: _Floats) -> Iterator[Program]:
        """Programs whose bases leave out what all solutions annihilate.

        Where no solution is regular, the dual of "as regular as can be" is a matrix ``Z ⪰ 0`` with ``⟨Q, Z⟩ = 0`` for each of them,
        so its range is in their kernel.  What counts as 0 in floats is tried in several readings.
        """
        import numpy

        spectra = [numpy.linalg.eigh(numpy.array(m)) for m in self.matrices(found.duals, 0.0)]
        largest = max([float(w[-1]) for w, _ in spectra if len(w)], default=1.0)
        seen: set[tuple[int, ...]] = set()
        for tolerance in (1e-4, 1e-6, 1e-2, 1e-5, 1e-3):
            counts = tuple(int((w > tolerance * largest).sum()) for w, _ in spectra)
            if counts in seen or not any(counts):
                continue
            seen.add(counts)
            blocks = []
            for block, (_, v), count in zip(self.blocks, spectra, counts, strict=True):
                basis = _complement(block.basis, list(v.T[len(block.basis) - count :]))
                if basis:
                    blocks.append(Block(block.factors, block.multiplier, tuple(basis)))
            if blocks:
                yield Program(self.target, blocks, self.free)


@dataclass(frozen=True)
class _Floats:
    """``values``: the unknowns; ``duals``: a matrix for each block, laid out as the unknowns; ``least``: what the least eigenvalue
    was made, the target scaled to largest coefficient 1."""

    values: list[float]
    duals: list[float]
    least: float


@dataclass(frozen=True)
class _Exact:
    """The program's equations solved: unknown ``pivots[r]`` is ``equations[r][1] - Σ c · unknown j`` over ``equations[r][0]``."""

    program: Program
    pivots: list[int]
    equations: list[tuple[list[tuple[int, fmpq]], fmpq]]

    def rounded(self, floats: Sequence[float]) -> Solution | None:
        """The first exact solution that rounding the free unknowns gives, denominators in order."""
        pivots = set(self.pivots)
        for denominator in DENOMINATORS:
            values = [fmpq(0) if j in pivots else fmpq(round(v * denominator), denominator) for j, v in enumerate(floats)]
            for pivot, (others, constant) in zip(self.pivots, self.equations, strict=True):
                values[pivot] = constant - sum((c * values[j] for j, c in others), fmpq(0))
            squares = self._squares(values)
            if squares is not None:
                return Solution(squares, values[len(self.program.places) :])
        return None

    def _squares(self, values: Sequence[fmpq]) -> list[list[tuple[fmpq, fmpq_mpoly]]] | None:
        matrices = self.program.matrices(values, fmpq(0))
        if not all(_plausible(m) for m in matrices):
            return None
        squares = []
        for block, matrix in zip(self.program.blocks, matrices, strict=True):
            found = diagonalized(matrix)
            if found is None:
                return None
            squares.append(
                [
                    (w, sum((c * b for c, b in zip(row, block.basis, strict=True) if c), 0 * block.multiplier))
                    for w, row in found
                ]
            )
        return squares


def diagonalized(matrix: Sequence[Sequence[fmpq]]) -> list[tuple[fmpq, list[fmpq]]] | None:
    """``LDLᵀ``: positive weights and rows with ``matrix = Σ w · row rowᵀ``; ``None`` where it is not positive semidefinite.

    A zero pivot is accepted only with a zero row.  The sparsest row goes first, which keeps rows short.
    """
    rest = [list(row) for row in matrix]
    left = set(range(len(rest)))
    found = []
    while left:
        k = min(left, key=lambda i: (sum(rest[i][j] != 0 for j in left), i))
        pivot = rest[k][k]
        left.discard(k)
        if pivot < 0 or (pivot == 0 and any(rest[k][j] != 0 for j in left)):
            return None
        if pivot == 0:
            continue
        row = [rest[k][j] / pivot if j in left else fmpq(int(j == k)) for j in range(len(rest))]
        touched = [j for j in left if rest[k][j] != 0]
        for i in touched:
            factor = rest[k][i]
            for j in touched:
                rest[i][j] -= factor * row[j]
        found.append((pivot, row))
    return found


def _plausible(matrix: Sequence[Sequence[fmpq]]) -> bool:
    """Whether floats leave it open that the matrix is positive semidefinite."""
    import numpy

    if not matrix:
        return True
    values = numpy.array([[as_float(v) for v in row] for row in matrix])
    spectrum = numpy.linalg.eigvalsh(values)
    return bool(spectrum[0] >= -1e-9 * max(1.0, spectrum[-1]))


def _complement(basis: Sequence[fmpq_mpoly], kernel: Sequence[Any]) -> list[fmpq_mpoly]:
    """Combinations of the basis orthogonal to the kernel's rational reading."""
    size = len(basis)
    if not kernel:
        return list(basis)
    if len(kernel) == size:
        return []
    rows = _rational_rows([list(map(float, v)) for v in kernel])
    reduced, rank = fmpq_mat(len(rows), size, [v for row in rows for v in row]).rref()
    pivots = []
    for i in range(rank):
        pivots.append(next(j for j in range(size) if reduced[i, j] != 0))
    orthogonal = []
    for free in (j for j in range(size) if j not in pivots):
        polynomial = basis[free]
        for i, pivot in enumerate(pivots):
            if reduced[i, free] != 0:
                polynomial = polynomial - reduced[i, free] * basis[pivot]
        orthogonal.append(polynomial)
    return orthogonal


def _rational_rows(rows: list[list[float]]) -> list[list[fmpq]]:
    """The row space's echelon form, in floats with complete pivoting, read as rationals of small denominators."""
    count, size = len(rows), len(rows[0])
    done: list[int] = []
    for _ in range(count):
        r, c = max(((i, j) for i in range(count) if i not in done for j in range(size)), key=lambda at: abs(rows[at[0]][at[1]]))
        pivot = rows[r][c]
        if abs(pivot) < 1e-9:
            break
        rows[r] = [v / pivot for v in rows[r]]
        for i in range(count):
            if i != r and rows[i][c]:
                factor = rows[i][c]
                rows[i] = [v - factor * w for v, w in zip(rows[i], rows[r], strict=True)]
        done.append(r)
    return [[_rational(v) for v in row] for row in rows]


def _rational(value: float) -> fmpq:
    """The rational of smallest denominator near a float."""
    for tolerance, bound in ((1e-8, 200), (1e-6, 60), (1e-4, 12)):
        read = Fraction(value).limit_denominator(bound)
        if abs(read - Fraction(value)) < tolerance:
            return as_fmpq(read)
    read = Fraction(value).limit_denominator(10**4)
    return as_fmpq(read)
