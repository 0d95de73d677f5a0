"""Numbers that a natural number divides because of a proposition, and polynomials whose values are composite from some number on."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpz, fmpz_poly

from prover.algebra.laws import ground
from prover.algebra.polynomials import NotPolynomial, Ring, monomials
from prover.lean.printing import to_lean
from prover.lean.terms import App, Term, Var, number_type, type_name, variables


@dataclass(frozen=True)
class Divides:
    """``proof : x ∣ number`` as Lean, where ``number`` is closed and has this positive value; ``{h}`` stands for the proposition."""

    value: int
    number: str
    proof: str


def multiple_of(proposition: Term, x: Var) -> Divides | None:
    """Of ``x ∣ N``, of ``lcm a x = N``, and of equations such as ``lcm a x = k * gcd N x``."""
    if number_type(x.type) != "ℕ":
        return None
    match proposition:
        case App("Dvd.dvd", (y, number)) if y == x:
            n = ground(number)
            return Divides(int(n), to_lean(number, 51), "{h}") if n is not None and n > 0 else None
        case App("Eq", (left, right)) if type_name(left) == "ℕ":
            for a, b, equal in ((left, right, "{h}"), (right, left, "{h}.symm")):
                inner, outer = _has_divisor(a, x), _divides_number(b)
                if inner is not None and outer is not None:
                    kept = to_lean(a, 51)
                    same = f"(Eq.subst (motive := fun t => {kept} ∣ t) {equal} (Nat.dvd_refl _))"
                    proof = f"Nat.dvd_trans {inner} (Nat.dvd_trans {same} {outer.proof})"
                    return Divides(outer.value, outer.number, proof)
    return None


def _has_divisor(term: Term, x: Var) -> str | None:
    """Lean's proof of ``x ∣ term``, in parentheses."""
    if term == x:
        return f"(Nat.dvd_refl {x.name})"
    match term:
        case App("Nat.lcm" | "HMul.hMul" as name, (a, b)):
            lemma = "Nat.dvd_lcm" if name == "Nat.lcm" else "Nat.dvd_mul"
            left, right = ("left", "right") if name == "Nat.lcm" else ("right", "left")
            for part, side, others in ((a, left, (a, b)), (b, right, (a, b) if name == "Nat.lcm" else (b, a))):
                if (inner := _has_divisor(part, x)) is not None:
                    return f"(Nat.dvd_trans {inner} ({lemma}_{side} {' '.join(to_lean(t, 1024) for t in others)}))"
    return None


def _divides_number(term: Term) -> Divides | None:
    """A closed positive number that the term divides."""
    value = ground(term) if not variables(term) else None
    if value is not None:
        return Divides(int(value), to_lean(term, 51), f"(Nat.dvd_refl {to_lean(term, 1024)})") if value > 0 else None
    match term:
        case App("Nat.gcd", (a, b)):
            for part, side in ((a, "left"), (b, "right")):
                value = ground(part) if not variables(part) else None
                if value is not None and value > 0:
                    return Divides(int(value), to_lean(part, 51), f"(Nat.gcd_dvd_{side} {to_lean(a, 1024)} {to_lean(b, 1024)})")
        case App("HMul.hMul", (a, b)):
            left, right = _divides_number(a), _divides_number(b)
            if left is not None and right is not None:
                number = f"({left.number}) * ({right.number})"
                return Divides(left.value * right.value, number, f"(Nat.mul_dvd_mul {left.proof} {right.proof})")
    return None


def coprime_parts(n: int) -> list[int]:
    """The powers of primes whose product ``n > 0`` is, the least last."""
    return sorted((int(p) ** int(k) for p, k in fmpz(n).factor()), reverse=True) or [1]


@dataclass(frozen=True)
class Composite:
    """``value = left * right`` at ``m + start`` for every ``m``, both polynomials in ``m`` without negative coefficients, both at
    least 2; ``difference``: whether the value is written as a difference of natural numbers.

    ``left`` and ``right`` are coefficients, the constant first.
    """

    start: int
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: Term
    difference: bool


MAX_START = 200


def composite_beyond(proposition: Term, x: Var) -> Composite | None:
    """Of ``Nat.Prime v`` with a polynomial ``v`` in ``x : ℕ`` (or a difference of two) that is a product."""
    match proposition:
        case App("Nat.Prime", (value,)) if variables(value) == [x] and number_type(x.type) == "ℕ":
            pass
        case _:
            return None
    match value:
        case App("HSub.hSub", (a, b)):
            terms, difference = (a, b), True
        case _:
            terms, difference = (value,), False
    try:
        ring = Ring.of([*terms])
        if ring.atoms != (x,):
            return None
        polynomial = ring.polynomial(terms[0])
        if difference:
            polynomial -= ring.polynomial(terms[1])
    except NotPolynomial:
        return None
    coefficients: dict[int, int] = {}
    for (degree,), c in monomials(polynomial):
        if c.denominator != 1:
            return None
        coefficients[degree] = c.numerator
    if not coefficients:
        return None
    whole = fmpz_poly([coefficients.get(i, 0) for i in range(max(coefficients) + 1)])
    constant, parts = whole.factor()
    factors = [f if f[f.degree()] > 0 else -f for f, k in parts for _ in range(k)]
    if abs(int(constant)) > 1:
        factors.append(fmpz_poly([abs(int(constant))]))
    if len(factors) < 2 or whole[whole.degree()] < 0:
        return None
    left, right = factors[0], fmpz_poly([1])
    for factor in factors[1:]:
        right *= factor
    if left * right != whole:
        return None
    for start in range(MAX_START):
        shifted = [tuple(map(int, part(fmpz_poly([start, 1])).coeffs())) for part in (left, right)]
        if all(c[0] >= 2 and min(c) >= 0 for c in shifted):
            return Composite(start, shifted[0], shifted[1], value, difference)
    return None
