"""Square roots worked out: of numbers, of squares, nested ones; rational bounds of them.  Each with a proof, as Lean."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from flint import fmpz

from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.algebra.positivity import Signs
from prover.algebra.positivity import rational as value_of
from prover.lean.terms import NAT, REAL, App, Num, Term, variables, walk
from prover.moves.goal import head, lean
from prover.moves.real import minus, of, plus, rational, times

Worked = tuple[Term, str]
"""What a root is, and a proof that it is."""

_TWO = Num(2, NAT)
_PLACES = (1, 2, 3, 4, 6, 8, 12, 20)
"""Decimal places of bounds."""


def root(argument: Term) -> Term:
    return of("Real.sqrt", argument)


def simplified(argument: Term, signs: Signs) -> Worked | None:
    """A simpler term for the root of ``argument``; ``None`` where there is none.  Raises ``NotPrintable``."""
    value = value_of(argument)
    if value is not None:
        return _of_number(argument, value)
    return _of_square(argument, signs) if variables(argument) else _denested(argument)


def difference_bounds(a: Term, b: Term) -> list[str] | None:
    """Bounds of square roots and ``π`` from which ``a < b`` follows linearly, with as few decimal places as suffice, as proofs;
    ``None`` where that is not so."""
    ring = Ring.of([a, b])
    try:
        difference = ring.polynomial(b) - ring.polynomial(a)
    except NotPolynomial:
        return None
    if difference.total_degree() > 1 or not all(_can_bound(atom) for atom in ring.atoms):
        return None
    for places in _PLACES:
        least, proofs = Fraction(0), []
        for exponents, coefficient in difference.terms():
            factor = as_fraction(coefficient)
            if any(exponents):
                value, proof = bound(ring.atoms[list(exponents).index(1)], places, factor < 0)
                proofs.append(proof)
                factor *= value
            least += factor
        if least > 0:
            return proofs
    return None


def _can_bound(atom: Term) -> bool:
    return head(atom) == "Real.pi" or (head(atom) == "Real.sqrt" and (value_of(_argument(atom)) or 0) > 0)


def bound(atom: Term, places: int, upper: bool) -> tuple[Fraction, str]:
    """A rational bound of a root of a positive rational number, with so many decimal places, or of ``π``, and its proof."""
    if head(atom) == "Real.pi":
        found = Fraction(3141592 + upper, 10**6)
        return found, "(Real.pi_lt_d6 : (Real.pi : ℝ) < _)" if upper else "(Real.pi_gt_d6 : _ < (Real.pi : ℝ))"
    argument = _argument(atom)
    value, scale = value_of(argument) or Fraction(0), 10**places
    found = Fraction(isqrt(value.numerator * scale**2 // value.denominator) + upper, scale)
    text, of_ = lean(rational(found)), f"Real.sqrt {lean(argument, 1024)}"
    if upper:
        return found, f"show {of_} ≤ {text} from Real.sqrt_le_iff.mpr ⟨by positivity, by linarith⟩"
    return found, f"show {text} ≤ {of_} from Real.le_sqrt_of_sq_le (by linarith)"


def _argument(atom: Term) -> Term:
    assert isinstance(atom, App)
    return atom.args[0]


def _typed(text: str) -> str:
    return text if text.endswith(": ℝ)") else f"({text} : ℝ)"


def _by_argument(equation: str, proof: str) -> str:
    """A proof about ``√a`` by one about ``√b``: ``equation`` is ``a = b by …``."""
    return f"(congrArg Real.sqrt (show {equation})).trans ({proof})"


def _of_number(argument: Term, value: Fraction) -> Worked | None:
    """``√(p / q)`` is ``s / q * √r``, where ``p q = s² r``."""
    if value <= 0:
        return Num(0, REAL), "Real.sqrt_eq_zero_of_nonpos (by norm_num)"
    square, free = _split(value.numerator * value.denominator)
    outside = rational(Fraction(square, value.denominator))
    text, factor = _typed(lean(argument)), lean(outside, 76)
    if free == 1:
        return outside, _by_argument(f"{text} = {factor} ^ 2 by ring", "Real.sqrt_sq (by positivity)")
    if square == value.denominator == 1:
        return None
    proof = _by_argument(
        f"{text} = {factor} ^ 2 * {free} by ring", "by rw [Real.sqrt_mul (sq_nonneg _), Real.sqrt_sq (by positivity)]"
    )
    return times(outside, root(Num(free, REAL))), proof


def _split(n: int) -> tuple[int, int]:
    """``n = s² r`` with ``r`` square-free, for positive ``n``; of a number too large to factor, a square only."""
    if isqrt(n) ** 2 == n:
        return isqrt(n), 1
    square = 1
    if n < 10**30:
        for p, e in fmpz(n).factor():
            square *= int(p) ** (int(e) // 2)
    return square, n // square**2


def _square_root(value: Fraction) -> Fraction | None:
    """The root of a rational number where it is rational."""
    if value < 0:
        return None
    found = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return found if found**2 == value else None


def _of_square(argument: Term, signs: Signs) -> Worked | None:
    """``√(p ^ 2)`` is ``p`` where ``p`` is known not to be negative, and ``|p|`` otherwise; ``p ^ 2`` may be expanded."""
    match argument:
        case App("HPow.hPow", (base, exponent)) if exponent == _TWO:
            shown = ""
        case _:
            found = _polynomial_root(argument)
            if found is None:
                return None
            base, shown = found, f"{lean(argument)} = {lean(found, 76)} ^ 2 by ring"
    proof = signs.proof(base)
    value = base if proof is not None else App("abs", (base,), (REAL,))
    last = f"Real.sqrt_sq ({proof})" if proof is not None else "Real.sqrt_sq_eq_abs _"
    return value, _by_argument(shown, last) if shown else last


def _polynomial_root(argument: Term) -> Term | None:
    """A polynomial whose square a term is."""
    ring = Ring.of([argument])
    try:
        polynomial = ring.polynomial(argument)
        if ring.inverses or polynomial.total_degree() < 1:
            return None
        coefficient, factors = polynomial.factor_squarefree()
        scale = _square_root(as_fraction(coefficient))
        if scale is None or any(exponent % 2 for _, exponent in factors):
            return None
        found = ring.context.constant(1)
        for factor, exponent in factors:
            found *= factor ** (exponent // 2)
        found = found * scale.numerator / scale.denominator
        return ring.term(found, REAL) if found * found == polynomial else None
    except (NotPolynomial, ValueError, ArithmeticError):
        return None


def _denested(argument: Term) -> Worked | None:
    """``√(a + b √c)`` is ``√d + √e`` or ``√d - √e``, where ``d + e = a`` and ``4 d e = b² c``, if ``d`` and ``e`` are rational."""
    ring = Ring.of([argument])
    if len(ring.atoms) != 1 or head(ring.atoms[0]) != "Real.sqrt":
        return None
    atom = ring.atoms[0]
    c = value_of(_argument(atom))
    try:
        parts = {int(exponents[0]): as_fraction(k) for exponents, k in ring.polynomial(argument).terms()}
    except NotPolynomial:
        return None
    a, b = parts.get(0, Fraction(0)), parts.get(1, Fraction(0))
    s = None if c is None else _square_root(a * a - b * b * c)
    if s is None or set(parts) - {0, 1} or not b or a <= s:
        return None
    larger, smaller = (_written(x) for x in ((a + s) / 2, (a - s) / 2))
    found = plus(larger, smaller) if b > 0 else minus(larger, smaller)
    roots = list(dict.fromkeys(part for term in (larger, smaller) for part in walk(term) if head(part) == "Real.sqrt"))
    squares = [f"Real.sq_sqrt (show (0 : ℝ) ≤ {lean(_argument(r))} by positivity)" for r in roots]
    lines = [f"have h{i} := {square}" for i, square in enumerate(squares)]
    if atom not in roots:
        lines.append(f"have hp : {_product(atom, roots)}")
    bounds = [bound(r, 4, upper)[1] for r in roots for upper in (r in walk(smaller),)]
    positive = "positivity" if b > 0 else f"linarith [{', '.join(bounds)}]"
    squared = f"{lean(argument)} = {lean(found, 76)} ^ 2 by {'rw [hp]; ' if atom not in roots else ''}nlinarith"
    lines.append(f"exact {_by_argument(squared, f'Real.sqrt_sq (by {positive})')}")
    return found, "by\n  " + "\n  ".join(lines)


def _written(value: Fraction) -> Term:
    """The root of a positive number in its simplest form."""
    found = _of_number(rational(value), value)
    return root(rational(value)) if found is None else found[0]


def _product(atom: Term, roots: list[Term]) -> str:
    """A root as a rational multiple of the product of others, and its proof."""
    values = [value_of(_argument(x)) or Fraction(1) for x in (atom, *roots)]
    rest = Fraction(1)
    for value in values[1:]:
        rest *= value
    scale = lean(rational(_square_root(values[0] / rest) or Fraction(1)), 76)
    inside = " * ".join(lean(_argument(x), 71) for x in roots)
    outside = " * ".join(lean(x, 71) for x in roots)
    split = ", Real.sqrt_mul (by positivity)" * (len(roots) - 1)
    equation = f"{_typed(lean(_argument(atom)))} = {scale} ^ 2 * ({inside}) by ring"
    proof = f"by rw [Real.sqrt_mul (sq_nonneg _), Real.sqrt_sq (by positivity){split}]"
    return f"{lean(atom)} = {scale} * ({outside}) := {_by_argument(equation, proof)}"
