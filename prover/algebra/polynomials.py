"""Terms as polynomials over ℚ and back.

``Ring.of(terms)`` is the polynomial ring whose generators are the terms' *atoms*: their maximal parts that are not built by
``+``, ``-``, ``*``, powers, numerals and, in a field, division.  Atoms hold no outer cast: ``n : ℕ`` and ``(n : ℝ)`` are one
generator, and ``((n + 1 : ℕ) : ℝ)`` is the polynomial ``n + 1``.  Subtraction in ℕ, division in ℕ and ℤ, and ``%`` are atoms, for
they are no ring operations.

In a field the inverse of an atom, and of a denominator that is no monomial, is a generator too (``Inv.inv y``), as in Mathlib's
``ring``: ``x / y`` is the product of two generators, which says nothing of whether ``y = 0``; the relation ``y * y⁻¹ = 1`` is for
the caller to add where ``y ≠ 0``.  ``Ring.fraction`` clears them.

Powers with other exponents split as ``ring`` splits them: ``x ^ (2 * n + 1)`` is ``(x ^ n) ^ 2 * x``, ``x ^ n`` an atom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import Literal, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from prover.algebra.number_terms import (  # noqa: F401  whoever reads polynomials needs these too
    FIELDS,
    NotPolynomial,
    Sides,
    binary_term,
    cast,
    monomial_term,
    power_term,
    sides,
)
from prover.lean.terms import NAT, App, Num, Term, number_type, type_name, type_of

MAX_EXPONENT = 4096
MAX_TERMS = 20_000
"""Powers that would expand to more terms are atoms."""

_CASTS = ("Nat.cast", "Int.cast", "Rat.cast", "Complex.ofReal", "Int.ofNat")

Order = Literal["degrevlex", "lex", "deglex"]


class Comparison(NamedTuple):
    """``polynomial relation 0``; ``relation`` is ``=``, ``≠``, ``>`` or ``≥``.

    ``a = b`` and ``a ≠ b`` give ``a - b``; ``a < b`` and ``a ≤ b`` give ``b - a``.
    """

    relation: Literal["=", "≠", ">", "≥"]
    polynomial: fmpq_mpoly


class Ring:
    """ℚ[atoms].  Polynomials of one ring, or of two with the same atoms and order, can be combined."""

    def __init__(self, atoms: Sequence[Term], order: Order = "degrevlex"):
        self.atoms = tuple(atoms)
        self.order = order
        self.context: fmpq_mpoly_ctx = fmpq_mpoly_ctx.get([f"x{i}" for i in range(len(self.atoms))], Ordering[order])
        self.generators: tuple[fmpq_mpoly, ...] = tuple(self.context.gens())
        self._index = {atom: i for i, atom in enumerate(self.atoms)}
        self._known: dict[Term, fmpq_mpoly] = {}
        self._inverses: dict[object, int] = {}
        self.inverses: dict[int, fmpq_mpoly] = {}
        """Which generators are inverses, and of what; a denominator holds only inverses that come before its own."""
        for i, atom in enumerate(self.atoms):
            if isinstance(atom, App) and atom.name == "Inv.inv" and type_name(atom) in FIELDS:
                denominator = self.polynomial(atom.args[0])
                self.inverses[i] = denominator
                self._inverses[_key(denominator)] = i

    def __reduce__(self) -> tuple:
        return Ring, (self.atoms, self.order)

    @classmethod
    def of(cls, terms: Iterable[Term], order: Order = "degrevlex") -> Ring:
        """The ring of the atoms of terms of number types; of a comparison, those of its two sides.

        Atoms come in the order in which they are met; what is no number and no comparison of numbers gives none.
        """
        atoms: dict[Term, None] = {}
        for term in terms:
            compared = sides(term)
            if compared is not None:
                _collect(compared.left, atoms)
                _collect(compared.right, atoms)
            elif type_name(term):
                _collect(term, atoms)
        return cls(tuple(atoms), order)

    def polynomial(self, term: Term) -> fmpq_mpoly:
        """The term in the generators.  Raises ``NotPolynomial`` where an atom of it is none of the ring's."""
        if term not in self._known:
            self._known[term] = self._polynomial(term)
        return self._known[term]

    def _polynomial(self, term: Term) -> fmpq_mpoly:
        if term in self._index:
            return self.generators[self._index[term]]
        match shape(term):
            case ("num", value):
                return self.context.constant(value)
            case ("+", a, b):
                return self.polynomial(a) + self.polynomial(b)
            case ("-", a, b):
                return self.polynomial(a) - self.polynomial(b)
            case ("*", a, b):
                return self.polynomial(a) * self.polynomial(b)
            case ("neg", a):
                return -self.polynomial(a)
            case ("cast", a):
                return self.polynomial(a)
            case ("/", a, b):
                return self.polynomial(a) * self.inverse(self.polynomial(b))
            case ("inv", a):
                return self.inverse(self.polynomial(a))
            case ("^", a, int(n)):
                base = self.polynomial(a) if n >= 0 else self.inverse(self.polynomial(a))
                if _expandable(base, abs(n)):
                    return base ** abs(n)
            case ("^", a, parts):
                return _product(self.context.constant(1), (self.polynomial(power) ** n for power, n in _powers(term, a, parts)))
        raise NotPolynomial(f"{term!r} is no generator of the ring")

    def inverse(self, polynomial: fmpq_mpoly) -> fmpq_mpoly:
        """``p⁻¹`` in the generators, with ``0⁻¹ = 0``.  Raises ``NotPolynomial`` where the ring lacks it."""
        if len(polynomial) == 0:
            return polynomial
        if len(polynomial) > 1:
            index = self._inverses.get(_key(polynomial))
            if index is None:
                raise NotPolynomial("a denominator whose inverse is no generator of the ring")
            return self.generators[index]
        [(exponents, coefficient)] = polynomial.terms()
        result = self.context.constant(1 / coefficient)
        for i, n in enumerate(exponents):
            if n:
                result *= self._inverse_of_generator(i) ** n
        return result

    def _inverse_of_generator(self, i: int) -> fmpq_mpoly:
        index = self._inverses.get(_key(self.generators[i]))
        if index is not None:
            return self.generators[index]
        if i in self.inverses:
            return self.inverses[i]
        raise NotPolynomial(f"the inverse of {self.atoms[i]!r} is no generator of the ring")

    def fraction(self, term: Term) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """The term as ``numerator / denominator`` in lowest terms, without inverses.

        Equal to the term wherever every polynomial of ``inverses`` that occurs in it is other than 0.
        """
        return self.cleared(self.polynomial(term))

    def cleared(self, polynomial: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """``numerator, denominator`` without inverses, in lowest terms."""
        numerator, denominator = polynomial, self.context.constant(1)
        for i, under in sorted(self.inverses.items(), reverse=True):
            numerator, n = self._without(numerator, i, under)
            denominator, d = self._without(denominator, i, under)
            numerator, denominator = numerator * under ** max(0, d - n), denominator * under ** max(0, n - d)
        common = numerator.gcd(denominator) * denominator.leading_coefficient()
        return numerator / common, denominator / common

    def _without(self, polynomial: fmpq_mpoly, i: int, under: fmpq_mpoly) -> tuple[fmpq_mpoly, int]:
        """``p * under^n`` without generator ``i`` (the inverse of ``under``), and ``n``, its degree in ``p``."""
        n = int(polynomial.degrees()[i]) if len(polynomial) else 0
        if n == 0:
            return polynomial, 0
        result = self.context.constant(0)
        for exponents, coefficient in polynomial.terms():
            rest = (*exponents[:i], 0, *exponents[i + 1 :])
            result += self.context.from_dict({rest: coefficient}) * under ** (n - int(exponents[i]))
        return result, n

    def comparison(self, proposition: Term) -> Comparison | None:
        """An equation or inequality between numbers (see ``Comparison``); ``None`` for every other proposition.

        Raises ``NotPolynomial`` as ``polynomial`` does.  Over ℕ the sides are compared as integers.
        """
        found = sides(proposition)
        if found is None:
            return None
        difference = self.polynomial(found.left) - self.polynomial(found.right)
        if found.relation in "=≠":
            return Comparison(found.relation, difference)  # type: ignore[arg-type]
        return Comparison(">" if found.relation == "<" else "≥", -difference)

    def term(self, polynomial: fmpq_mpoly, type_: Term) -> Term:
        """The polynomial as a term of number type ``type_``, atoms of smaller types cast to it.

        Raises ``NotPolynomial`` where the type has no such number: a fraction in ℤ, a negative coefficient in ℕ, an atom of a
        larger type.
        """
        result: Term | None = None
        for exponents, value in monomials(polynomial):
            if value < 0 and number_type(type_) == "ℕ":
                raise NotPolynomial("a negative coefficient in ℕ")
            factors = [power_term(self._atom(i, type_), n, type_) for i, n in enumerate(exponents) if n]
            if result is None:
                result = monomial_term(value, factors, type_)
            elif value < 0:
                result = binary_term("HSub.hSub", result, monomial_term(-value, factors, type_), type_)
            else:
                result = binary_term("HAdd.hAdd", result, monomial_term(value, factors, type_), type_)
        return Num(0, type_) if result is None else result

    def lean(self, polynomial: fmpq_mpoly, type_: Term) -> str:
        """``term`` as Lean text."""
        from prover.lean.printing import to_lean

        return to_lean(self.term(polynomial, type_))

    def _atom(self, i: int, type_: Term) -> Term:
        return cast(self.atoms[i], type_)


# ------------------------------------------------------------------------------------------------------- reading terms


def shape(term: Term) -> tuple | None:
    """How a term of a number type is built: ``("num", n)``, ``("+", a, b)``, … ``("^", base, exponent)``; ``None`` for an atom.

    An exponent is an ``int``, or a term over ℕ with at least two factors or summands (see ``_powers``).
    """
    if isinstance(term, Num):
        return ("num", term.value) if number_type(term.type) else None
    if not isinstance(term, App):
        return None
    match term.name, term.args:
        case ("HAdd.hAdd" | "HMul.hMul", (a, b)) if type_name(term):
            return ("+" if term.name == "HAdd.hAdd" else "*", a, b)
        case "HSub.hSub", (a, b) if type_name(term) not in ("ℕ", ""):
            return ("-", a, b)
        case "Neg.neg", (a,) if type_name(term):
            return ("neg", a)
        case "HSMul.hSMul", (a, b) if type_name(term) and type_name(a) and type_name(b) == type_name(term):
            return ("*", a, b)
        case "HDiv.hDiv", (a, b) if type_name(term) in FIELDS:
            return ("/", a, b)
        case "Inv.inv", (a,) if type_name(term) in FIELDS:
            return ("inv", a)
        case _, (a,) if term.name in _CASTS and type_name(a):
            return ("cast", a)
        case "HPow.hPow", (a, Num(n, kind)) if _is_integral_power(term, kind) and abs(n) <= MAX_EXPONENT:
            return ("^", a, n)
        case "HPow.hPow", (a, n) if type_name(term) and type_name(n) == "ℕ" and type_name(a) == type_name(term):
            parts = _exponent(n)
            return ("^", a, parts) if parts != [(n, 1)] else None
    return None


def _is_integral_power(term: Term, exponent_type: Term) -> bool:
    return (
        number_type(exponent_type) == "ℕ"
        and type_name(term) != ""
        or number_type(exponent_type) == "ℤ"
        and type_name(term) in FIELDS
    )


@lru_cache(maxsize=4096)
def _exponent(term: Term) -> list[tuple[Term | None, int]]:
    """An exponent over ℕ as ``c₀ + c₁ t₁ + …``: pairs ``(t, c)``, ``t`` ``None`` for the constant."""
    ring = _exponent_ring(term)
    if ring is None:
        return [(term, 1)]
    try:
        polynomial = ring.polynomial(term)
        pairs = []
        for exponents, coefficient in monomials(polynomial):
            monomial = ring.term(ring.context.from_dict({exponents: 1}), NAT) if any(exponents) else None
            pairs.append((monomial, int(coefficient)))
    except NotPolynomial:
        return [(term, 1)]
    return pairs if all(c <= MAX_EXPONENT for _, c in pairs) else [(term, 1)]


def _exponent_ring(term: Term) -> Ring | None:
    return Ring.of([term]) if isinstance(term, App) and shape(term) else None


def _powers(term: Term, base: Term, parts: list[tuple[Term | None, int]]) -> list[tuple[Term, int]]:
    """The factors ``(power, n)`` of ``base ^ (c₀ + c₁ t₁ + …)``: ``(base, c₀)``, ``(base ^ t₁, c₁)`` …"""
    assert isinstance(term, App)
    return [(base if t is None else App("HPow.hPow", (base, t), term.implicit), c) for t, c in parts]


def _collect(term: Term, atoms: dict[Term, None]) -> None:
    """Adds the generators that ``term`` needs, each inverse after what its denominator needs."""
    match shape(term):
        case None:
            atoms.setdefault(term)
        case ("num", _):
            pass
        case ("+" | "-" | "*", a, b):
            _collect(a, atoms)
            _collect(b, atoms)
        case ("neg" | "cast", a):
            _collect(a, atoms)
        case ("/", a, b):
            _collect(a, atoms)
            _collect_inverse(b, atoms)
        case ("inv", a):
            _collect_inverse(a, atoms)
        case ("^", a, int(n)):
            inner = dict(atoms)
            (_collect if n >= 0 else _collect_inverse)(a, inner)
            if shape(a) is None or _expandable(Ring(tuple(inner)).polynomial(a), abs(n)):
                atoms.update(inner)
            else:
                atoms.setdefault(term)
        case ("^", a, parts):
            for power, _ in _powers(term, a, parts):
                _collect(power, atoms)


def _collect_inverse(denominator: Term, atoms: dict[Term, None]) -> None:
    _collect(denominator, atoms)
    ring = Ring(tuple(atoms))
    polynomial = ring.polynomial(denominator)
    type_ = type_of(denominator)
    assert type_ is not None
    try:
        ring.inverse(polynomial)
        return
    except NotPolynomial:
        pass
    if len(polynomial) > 1:
        atoms.setdefault(App("Inv.inv", (denominator,), (type_,)))
        return
    [exponents] = polynomial.monoms()
    for i, n in enumerate(exponents):
        if n and i not in ring.inverses:
            atoms.setdefault(App("Inv.inv", (cast(ring.atoms[i], type_),), (type_,)))


def _expandable(base: fmpq_mpoly, n: int) -> bool:
    terms = len(base)
    if terms <= 1:
        size = max((abs(int(c.p)).bit_length() + int(c.q).bit_length() for c in base.coeffs()), default=0)
        return size * n < 1 << 16
    return n <= MAX_TERMS and comb(n + terms - 1, terms - 1) <= MAX_TERMS


def _product(one: fmpq_mpoly, factors: Iterable[fmpq_mpoly]) -> fmpq_mpoly:
    for factor in factors:
        one = one * factor
    return one


def _key(polynomial: fmpq_mpoly) -> object:
    return tuple(monomials(polynomial))


def as_fraction(value: fmpq) -> Fraction:
    """A rational of python-flint as Python's."""
    return Fraction(int(value.p), int(value.q))


def as_float(value: fmpq) -> float:
    """The rational as a float; one beyond all floats as a very large one."""
    p, q = int(value.p), int(value.q)
    return p / q if p.bit_length() - q.bit_length() < 900 else 1e270 if p > 0 else -1e270


def monomials(polynomial: fmpq_mpoly) -> list[tuple[tuple[int, ...], Fraction]]:
    """The polynomial's monomials as exponents and coefficients of Python, the leading one first."""
    return [(tuple(map(int, exponents)), as_fraction(c)) for exponents, c in polynomial.terms()]
