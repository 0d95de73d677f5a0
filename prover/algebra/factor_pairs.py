"""An equation between integers as a product of two linear forms that is a number.

``x * y + 2 * x + 3 * y = 30`` says ``(x + 3) * (y + 2) = 36``, ``x ^ 2 - y ^ 2 = 45`` says ``(x - y) * (x + y) = 45``: a quadratic
equation in two variables whose conic, moved to a suitable constant, is a pair of lines.  The constant makes the determinant of the
conic's matrix 0, in which it is linear.  Then the forms are a divisor of the number and its cofactor, and the divisors give all
solutions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mpoly

from prover.algebra.integers import divisors
from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction, sides
from prover.lean.terms import App, Num, Term, Var, type_name, walk

MAX_DIVISORS = 64
MAX_ROOT = 1500
"""Of the least divisor of a pair: Lean's kernel runs through the numbers up to it."""


@dataclass(frozen=True)
class FactorPair:
    """``left * right = number`` over ℤ, ``left * right - number = scale * (the equation's left - its right)``.

    ``solutions``: all pairs of integers ``(x, y)`` that ``variables`` can be, natural numbers where they are of that type.
    """

    variables: tuple[Var, Var]
    left: Term
    right: Term
    number: int
    scale: Fraction
    solutions: tuple[tuple[int, int], ...]


def factor_pair(equation: Term) -> FactorPair | None:
    """``None`` for every equation that is none of this kind, or with too many divisors."""
    found = sides(equation)
    if found is None or found.relation != "=" or type_name(found.left) not in ("ℕ", "ℤ") or _truncated(equation):
        return None
    ring = Ring.of([equation])
    if len(ring.atoms) != 2 or not all(isinstance(a, Var) and type_name(a) in ("ℕ", "ℤ") for a in ring.atoms):
        return None
    try:
        p = ring.polynomial(found.left) - ring.polynomial(found.right)
    except NotPolynomial:
        return None
    if not len(p) or p.total_degree() != 2:
        return None
    constant = _degenerate(p)
    if not constant:
        return None
    unit, factors = (p + constant).factor()
    forms = [f for f, n in factors for _ in range(int(n))]
    if len(forms) != 2:
        return None
    # p = unit * f * g - constant
    number = as_fraction(constant / unit)
    if number.denominator != 1 or not 0 < abs(number.numerator) or not _integral(forms):
        return None
    n = number.numerator
    listed = divisors(abs(n))
    if len(listed) > MAX_DIVISORS or max(d for d in listed if d * d <= abs(n)) > MAX_ROOT or abs(n) > MAX_ROOT**2:
        return None
    variables = (ring.atoms[0], ring.atoms[1])
    solutions = _solutions(forms, n, listed, [type_name(v) == "ℕ" for v in variables])
    if solutions is None:
        return None
    integers = App("Int")
    left, right = (ring.term(f, integers) for f in forms)
    return FactorPair(variables, left, right, n, as_fraction(1 / unit), solutions)  # type: ignore[arg-type]


def _truncated(term: Term) -> bool:
    return any(isinstance(p, App) and p.name == "HSub.hSub" and type_name(p) == "ℕ" for p in walk(term))


def _degenerate(p: fmpq_mpoly) -> fmpq | None:
    """The constant ``t`` for which ``p + t`` is a pair of lines."""
    c = {tuple(map(int, e)): v for e, v in p.terms()}
    a, b, d = (c.get(e, fmpq(0)) for e in ((2, 0), (1, 1), (0, 2)))
    e, f, g = (c.get(e, fmpq(0)) for e in ((1, 0), (0, 1), (0, 0)))
    minor = a * d - b * b / 4
    if minor == 0:
        return None
    # the determinant of [[a, b/2, e/2], [b/2, d, f/2], [e/2, f/2, h]] is 0
    h = (a * f * f / 4 - b * e * f / 4 + d * e * e / 4) / minor
    return h - g


def _integral(forms: Sequence[fmpq_mpoly]) -> bool:
    return all(c.q == 1 for f in forms for c in f.coeffs())


def _solutions(
    forms: Sequence[fmpq_mpoly], number: int, listed: Sequence[int], natural: Sequence[bool]
) -> tuple[tuple[int, int], ...] | None:
    """All integers with ``f = d`` and ``g = number / d``; ``None`` where the forms are dependent."""
    (a, b, c), (d, e, f) = (_coefficients(form) for form in forms)
    determinant = a * e - b * d
    if determinant == 0:
        return None
    found = []
    for divisor in (s * n for n in listed for s in (1, -1)):
        u, v = divisor - c, number // divisor - f
        x, y = u * e - b * v, a * v - u * d
        if x % determinant or y % determinant:
            continue
        pair = (x // determinant, y // determinant)
        if all(n >= 0 or not nat for n, nat in zip(pair, natural, strict=True)):
            found.append(pair)
    return tuple(sorted(found))


def _coefficients(form: fmpq_mpoly) -> tuple[int, int, int]:
    c = {tuple(map(int, e)): int(v.p) for e, v in form.terms()}
    return c.get((1, 0), 0), c.get((0, 1), 0), c.get((0, 0), 0)


def equation_of(pair: FactorPair) -> Term:
    """``left * right = number``."""
    integers = App("Int")
    product = App("HMul.hMul", (pair.left, pair.right), (integers,) * 3)
    return App("Eq", (product, Num(pair.number, integers)), (integers,))
