"""Closed forms guessed from exact values: ``Σ p(n) qⁿ`` from a linear recurrence, quotients of polynomials by interpolation.

The shortest linear recurrence that the values satisfy (Berlekamp–Massey over ℚ) has a characteristic polynomial; where its roots
are rational the values are a sum of powers of the roots with polynomial coefficients, which a linear system gives.  A form is
returned only if it has all the values, at least ``EXTRA`` of them beyond those that determine it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpq_poly

from prover.algebra.numbers import as_fmpq
from prover.lean.terms import NAT, App, Num, Term, number_type

EXTRA = 3
MAX_ORDER = 8


@dataclass(frozen=True)
class Form:
    """``Σ coefficients[q][i] n^i q^n``."""

    coefficients: Mapping[Fraction, tuple[Fraction, ...]]

    def at(self, n: int) -> Fraction:
        """The value at ``n``."""
        return sum(
            (c * Fraction(n) ** i * q**n for q, row in self.coefficients.items() for i, c in enumerate(row)), start=Fraction(0)
        )

    @property
    def is_polynomial(self) -> bool:
        """Whether no power of another base than 1 occurs."""
        return set(self.coefficients) <= {1}

    @property
    def denominator(self) -> int:
        """The least common denominator of the coefficients."""
        from math import lcm

        return lcm(*(c.denominator for row in self.coefficients.values() for c in row))

    def term(self, n: Term, type_: Term, scale: int = 1, sign: int = 0) -> Term | None:
        """``scale`` times the form as a term at ``n : ℕ``, in a number type; with ``sign`` only the summands of that sign, without
        it.  ``None`` where the type has no such numbers (a fraction in ℤ); 0 of no summands."""
        result: Term | None = None
        for q, row in sorted(self.coefficients.items(), key=lambda item: (-abs(item[0]), item[0])):
            for i, c in sorted(enumerate(row), reverse=True):
                c = c * scale * (sign or 1)
                if c == 0 or (sign and c < 0):
                    continue
                part = _summand(abs(c), i, q, n, type_)
                if part is None:
                    return None
                if result is None:
                    result = part if c > 0 else App("Neg.neg", (part,), (type_,))
                else:
                    result = _binary("HAdd.hAdd" if c > 0 else "HSub.hSub", result, part, type_)
        return Num(0, type_) if result is None else result


def _summand(c: Fraction, i: int, q: Fraction, n: Term, type_: Term) -> Term | None:
    kind = number_type(type_)
    if kind in ("ℕ", "ℤ") and (c.denominator != 1 or q.denominator != 1) or kind == "ℕ" and q < 0:
        return None
    factors: list[Term] = [] if c == 1 else [_rational(c, type_)]
    if i:
        x = n if kind == "ℕ" else App("Nat.cast", (n,), (type_,))
        factors.append(x if i == 1 else App("HPow.hPow", (x, Num(i, NAT)), (type_, NAT, type_)))
    if q != 1:
        factors.append(App("HPow.hPow", (_rational(q, type_), n), (type_, NAT, type_)))
    result = factors[0] if factors else Num(1, type_)
    for factor in factors[1:]:
        result = _binary("HMul.hMul", result, factor, type_)
    return result


def _rational(value: Fraction, type_: Term) -> Term:
    top = Num(value.numerator, type_)
    return top if value.denominator == 1 else _binary("HDiv.hDiv", top, Num(value.denominator, type_), type_)


def _binary(name: str, a: Term, b: Term, type_: Term) -> Term:
    return App(name, (a, b), (type_, type_, type_))


def closed_form(values: Sequence[Fraction]) -> Form | None:
    """The form that has these values at 0, 1, 2 …, or ``None``."""
    recurrence = shortest_recurrence(values)
    order = len(recurrence)
    if order > MAX_ORDER or 2 * order + EXTRA > len(values):
        return None
    if order == 0:
        return Form({Fraction(1): (Fraction(0),)})
    polynomial = fmpq_poly([*(-as_fmpq(c) for c in reversed(recurrence)), 1])
    roots: dict[Fraction, int] = {}
    for factor, multiplicity in polynomial.factor()[1]:
        if factor.degree() != 1:
            return None
        root = -factor[0] / factor[1]
        roots[Fraction(int(root.p), int(root.q))] = multiplicity
    if sum(roots.values()) != order or 0 in roots:
        return None
    columns = [(q, i) for q, m in roots.items() for i in range(m)]
    matrix = [fmpq(1) * as_fmpq(Fraction(n) ** i * q**n) for n in range(order) for q, i in columns]
    right = fmpq_mat(order, 1, [as_fmpq(v) for v in values[:order]])
    try:
        solution = fmpq_mat(order, order, matrix).solve(right)
    except ZeroDivisionError:
        return None
    rows: dict[Fraction, list[Fraction]] = {q: [] for q in roots}
    for j, (q, _) in enumerate(columns):
        rows[q].append(Fraction(int(solution[j, 0].p), int(solution[j, 0].q)))
    form = Form({q: tuple(row) for q, row in rows.items()})
    return form if all(form.at(n) == v for n, v in enumerate(values)) else None


def shortest_recurrence(values: Sequence[Fraction]) -> list[Fraction]:
    """The shortest ``c₁ … cₖ`` with ``v n = c₁ v (n - 1) + … + cₖ v (n - k)`` for all ``n ≥ k``: Berlekamp–Massey over ℚ."""
    current: list[Fraction] = []
    previous: list[Fraction] = []
    failed_at, failure = -1, Fraction(0)
    for i, v in enumerate(values):
        delta = v - sum((c * values[i - 1 - j] for j, c in enumerate(current)), start=Fraction(0))
        if delta == 0:
            continue
        if failed_at < 0:
            current, failed_at, failure = [Fraction(0)] * (i + 1), i, delta
            continue
        factor = delta / failure
        changed = [Fraction(0)] * (i - failed_at - 1) + [factor] + [-factor * c for c in previous]
        longer = [
            (current[j] if j < len(current) else 0) + (changed[j] if j < len(changed) else 0)
            for j in range(max(len(current), len(changed)))
        ]
        if i - len(current) >= failed_at - len(previous):
            previous, failed_at, failure = current, i, delta
        current = [Fraction(c) for c in longer]
    return current


def quotient_form(values: Sequence[Fraction], max_degree: int = 3) -> tuple[list[Fraction], list[Fraction]] | None:
    """Coefficients, constant first, of polynomials with ``values[n] = p(n) / q(n)``, of the least degree; ``None`` without any."""
    for degree in range(1, max_degree + 1):
        unknowns = 2 * degree + 2
        if unknowns + EXTRA > len(values):
            return None
        rows = [
            [Fraction(n) ** i for i in range(degree + 1)] + [-v * Fraction(n) ** i for i in range(degree + 1)]
            for n, v in enumerate(values)
        ]
        matrix = fmpq_mat(len(rows), unknowns, [as_fmpq(x) for row in rows for x in row])
        reduced, rank = matrix.rref()
        if rank != unknowns - 1:
            continue
        solution = [Fraction(0)] * unknowns
        pivots = [next(j for j in range(unknowns) if reduced[i, j] != 0) for i in range(rank)]
        free = next(j for j in range(unknowns) if j not in pivots)
        solution[free] = Fraction(1)
        for i, j in enumerate(pivots):
            solution[j] = -Fraction(int(reduced[i, free].p), int(reduced[i, free].q))
        p, q = solution[: degree + 1], solution[degree + 1 :]
        if all(_value(q, n) != 0 and _value(p, n) == v * _value(q, n) for n, v in enumerate(values)):
            return p, q
    return None


def _value(coefficients: Sequence[Fraction], n: int) -> Fraction:
    return sum((c * n**i for i, c in enumerate(coefficients)), start=Fraction(0))



def period(values: Sequence[object], order: int = 1) -> tuple[int, int] | None:
    """The least ``(start, length)`` after which windows of ``order`` values repeat, ``length`` least first; ``None`` if none do
    at least twice."""
    windows = [tuple(values[i : i + order]) for i in range(len(values) - order + 1)]
    for length in range(1, len(windows) // 2 + 1):
        start = len(windows) - length
        while start and windows[start - 1] == windows[start - 1 + length]:
            start -= 1
        if start + 2 * length <= len(windows):
            return start, length
    return None
