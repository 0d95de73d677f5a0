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

from prover.lean.terms import NAT, App, Num, Term, number_type, type_name, type_of

MAX_EXPONENT = 4096
MAX_TERMS = 20_000
"""Powers that would expand to more terms are atoms."""

_FIELDS = ("ℚ", "ℝ", "ℂ")
_CASTS = ("Nat.cast", "Int.cast", "Rat.cast", "Complex.ofReal", "Int.ofNat")

Order = Literal["degrevlex", "lex", "deglex"]


class NotPolynomial(ValueError):
    """A term has a part that is no generator of the ring, or a polynomial cannot be written in a type."""


class Comparison(NamedTuple):
    """``polynomial relation 0``; ``relation`` is ``=``, ``≠``, ``>`` or ``≥``.

    ``a = b`` and ``a ≠ b`` give ``a - b``; ``a < b`` and ``a ≤ b`` give ``b - a``.
    """

    relation: Literal["=", "≠", ">", "≥"]
    polynomial: fmpq_mpoly


class Sides(NamedTuple):
    """A comparison of numbers as terms: ``left relation right``, both of number type ``type``."""

    relation: Literal["=", "≠", "<", "≤"]
    left: Term
    right: Term
    type: Term


_RELATIONS = {"Eq": "=", "Ne": "≠", "LT.lt": "<", "LE.le": "≤"}


def sides(proposition: Term) -> Sides | None:
    """The sides of an equation or inequality between numbers, or of a negated one (turned round except in ℂ), else ``None``."""
    match proposition:
        case App("Not", (inner,)):
            found = sides(inner)
            if found is None:
                return None
            relation, left, right, type_ = found
            if relation in "=≠":
                return Sides("≠" if relation == "=" else "=", left, right, type_)
            return Sides("≤" if relation == "<" else "<", right, left, type_) if number_type(type_) != "ℂ" else None
        case App(("Eq" | "Ne" | "LT.lt" | "LE.le") as name, (left, right), (type_, *_)) if number_type(type_):
            return Sides(_RELATIONS[name], left, right, type_)  # type: ignore[arg-type]
    return None


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
            if isinstance(atom, App) and atom.name == "Inv.inv" and type_name(atom) in _FIELDS:
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
            for part in (term,) if compared is None else compared[1:3]:
                if type_name(part):
                    _collect(part, atoms)
        return cls(tuple(atoms), order)

    def polynomial(self, term: Term) -> fmpq_mpoly:
        """The term in the generators.  Raises ``NotPolynomial`` where an atom of it is none of the ring's."""
        if term not in self._known:
            self._known[term] = self._polynomial(term)
        return self._known[term]

    def _polynomial(self, term: Term) -> fmpq_mpoly:
        if term in self._index:
            return self.generators[self._index[term]]
        match _shape(term):
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
            factors = [_power(self._atom(i, type_), n, type_) for i, n in enumerate(exponents) if n]
            if result is None:
                result = _monomial(value, factors, type_)
            elif value < 0:
                result = _binary("HSub.hSub", result, _monomial(-value, factors, type_), type_)
            else:
                result = _binary("HAdd.hAdd", result, _monomial(value, factors, type_), type_)
        return Num(0, type_) if result is None else result

    def lean(self, polynomial: fmpq_mpoly, type_: Term) -> str:
        """``term`` as Lean text."""
        from prover.lean.printing import to_lean

        return to_lean(self.term(polynomial, type_))

    def _atom(self, i: int, type_: Term) -> Term:
        return cast(self.atoms[i], type_)


_SIZES = {"ℕ": 0, "ℤ": 1, "ℚ": 2, "ℝ": 3, "ℂ": 4}


def cast(term: Term, type_: Term) -> Term:
    """The term cast to a number type, numerals directly.  Raises ``NotPolynomial`` where there is no such cast."""
    own = type_of(term)
    if own is None or own == type_:
        return term
    source, goal = number_type(own), number_type(type_)
    if not source or not goal or _SIZES[source] > _SIZES[goal]:
        raise NotPolynomial(f"{term!r} is no {goal or type_!r}")
    if isinstance(term, Num):
        return Num(term.value, type_)
    if source == "ℝ":
        return App("Complex.ofReal", (term,))
    return App({"ℕ": "Nat.cast", "ℤ": "Int.cast", "ℚ": "Rat.cast"}[source], (term,), (type_,))


def _monomial(value: Fraction, factors: list[Term], type_: Term) -> Term:
    if not factors:
        return _rational(value, type_)
    result = factors[0]
    if abs(value) != 1:
        result = _binary("HMul.hMul", _rational(value, type_), result, type_)
    for factor in factors[1:]:
        result = _binary("HMul.hMul", result, factor, type_)
    if value == -1:
        result = App("Neg.neg", (result,), (type_,))
    return result


def _rational(value: Fraction, type_: Term) -> Term:
    name = number_type(type_)
    if value.denominator != 1 and name not in _FIELDS:
        raise NotPolynomial(f"{value} is no {name}")
    numerator = Num(value.numerator, type_)
    return numerator if value.denominator == 1 else _binary("HDiv.hDiv", numerator, Num(value.denominator, type_), type_)


def _power(base: Term, n: int, type_: Term) -> Term:
    return base if n == 1 else App("HPow.hPow", (base, Num(n, NAT)), (type_, NAT, type_))


def _binary(name: str, a: Term, b: Term, type_: Term) -> Term:
    return App(name, (a, b), (type_, type_, type_))


# ------------------------------------------------------------------------------------------------------- reading terms


def _shape(term: Term) -> tuple | None:
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
        case "HDiv.hDiv", (a, b) if type_name(term) in _FIELDS:
            return ("/", a, b)
        case "Inv.inv", (a,) if type_name(term) in _FIELDS:
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
        and type_name(term) in _FIELDS
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
    return Ring.of([term]) if isinstance(term, App) and _shape(term) else None


def _powers(term: Term, base: Term, parts: list[tuple[Term | None, int]]) -> list[tuple[Term, int]]:
    """The factors ``(power, n)`` of ``base ^ (c₀ + c₁ t₁ + …)``: ``(base, c₀)``, ``(base ^ t₁, c₁)`` …"""
    assert isinstance(term, App)
    return [(base if t is None else App("HPow.hPow", (base, t), term.implicit), c) for t, c in parts]


def _collect(term: Term, atoms: dict[Term, None]) -> None:
    """Adds the generators that ``term`` needs, each inverse after what its denominator needs."""
    match _shape(term):
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
            if _shape(a) is None or _expandable(Ring(tuple(inner)).polynomial(a), abs(n)):
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


def monomials(polynomial: fmpq_mpoly) -> list[tuple[tuple[int, ...], Fraction]]:
    """The polynomial's monomials as exponents and coefficients of Python, the leading one first."""
    return [(tuple(map(int, exponents)), as_fraction(c)) for exponents, c in polynomial.terms()]


def has_wide_cast(term: Term) -> bool:
    """Whether, outside its atoms, a cast stands before more than an atom (``((n + 1 : ℕ) : ℝ)``): ``ring`` does not push it in."""
    match _shape(term):
        case None | ("num", _):
            return False
        case ("cast", a):
            return _shape(a) is not None
        case (_, *parts):
            return any(has_wide_cast(part) for part in parts if not isinstance(part, (int, list)))
    return False


def pushed(term: Term, type_: Term) -> Term:
    """The term over ``type_`` with casts pushed inward to its atoms, otherwise as it stands.  Raises ``NotPolynomial``."""
    match _shape(term):
        case None:
            return cast(term, type_)
        case ("num", value):
            return Num(value, type_)
        case ("cast", a):
            return pushed(a, type_)
        case ("^", a, _):
            assert isinstance(term, App)
            exponent = term.args[1]
            return App(term.name, (pushed(a, type_), exponent), (type_, type_of(exponent) or NAT, type_))
    assert isinstance(term, App)
    implicit = (type_,) if len(term.args) == 1 else (type_,) * 3
    if term.name == "HSMul.hSMul":
        return _binary("HMul.hMul", *(pushed(a, type_) for a in term.args), type_)
    return App(term.name, tuple(pushed(a, type_) for a in term.args), implicit)
