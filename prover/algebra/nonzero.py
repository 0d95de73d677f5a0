"""Lean's proofs that a polynomial is not 0, or positive, from the facts of a ``System``; and the equations of atoms.

Of a product the factors are shown not to be 0; a sum is positive where each of its monomials is, by the signs of the atoms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from prover.algebra.ideals import solved_for
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import NotPolynomial, as_fraction, cast, monomials
from prover.algebra.quadratic import completed_squares
from prover.algebra.signs import Sign
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import App, Num, Term, number_type

if TYPE_CHECKING:
    from prover.algebra.facts import System


@dataclass(frozen=True)
class Equation:
    """``proof : left = right`` in Lean; ``polynomial`` is ``left - right``."""

    proof: str
    polynomial: fmpq_mpoly


@dataclass(frozen=True)
class Apart:
    """``proof : left ≠ right`` in Lean; ``polynomial`` is ``left - right`` or its negative."""

    proof: str
    polynomial: fmpq_mpoly


@dataclass(frozen=True)
class Positive:
    """``proof : left < right`` (``strict``) or ``left ≤ right`` in Lean; ``polynomial`` is ``right - left``."""

    proof: str
    polynomial: fmpq_mpoly
    strict: bool


Proof = tuple[str, bool]
"""Lean's proof of ``0 < p`` (true) or of ``0 ≤ p``."""


def nonzero(system: System, polynomial: fmpq_mpoly) -> str | None:
    """Lean's proof of ``polynomial ≠ 0``, a term that says what it proves; ``None`` where none is found."""
    if len(polynomial) == 0:
        return None
    try:
        return _nonzero(system, polynomial)
    except (NotPolynomial, NotPrintable):
        return None


def _nonzero(system: System, polynomial: fmpq_mpoly) -> str | None:
    claim = f"{system.lean(polynomial)} ≠ 0"
    if polynomial.is_constant():
        return f"(show {system.lean(polynomial)} ≠ 0 by norm_num)"
    for fact in system.apart:
        ratio = _ratio(fact.polynomial, polynomial)
        if ratio is not None:
            return f"(show {claim} from fun e => {fact.proof} (by linear_combination {_multiple(ratio, 'e')}))"
    content, factors = polynomial.factor()
    if sum(n for _, n in factors) > 1:
        proofs = [(n, _nonzero(system, factor)) for factor, n in factors]
        if all(proof for _, proof in proofs):
            powers = [f"(pow_ne_zero {n} {proof})" if n > 1 else str(proof) for n, proof in proofs]
            product = reduce(lambda p, q: f"(mul_ne_zero {p} {q})", powers)
            return f"(show {claim} from fun e => {product} (by linear_combination {_multiple(1 / content, 'e')}))"
    return _nonzero_by_order(system, polynomial, claim) if number_type(system.type) != "ℂ" else None


def _nonzero_by_order(system: System, polynomial: fmpq_mpoly, claim: str) -> str | None:
    for signed in (polynomial, -polynomial):
        for fact in system.positive:
            hints = _beyond(system, signed, fact)
            if hints is not None:
                shown = f"(show 0 < {system.lean(signed)} by linear_combination {' + '.join(hints)}).ne'"
                return shown if signed == polynomial else f"(show {claim} from fun e => {shown} (by linear_combination -e))"
    sign = system.sign(polynomial)
    if sign == "+":
        return f"{positive(system, polynomial)}.ne'"
    if sign == "-":
        return f"(show {claim} from fun e => {positive(system, -polynomial)}.ne' (by linear_combination -e))"
    for signed in (polynomial, -polynomial):
        found = completed_squares(signed)
        if found is not None and found[1] > 0:
            squares = ", ".join(f"sq_nonneg ({system.lean(linear)})" for _, linear in found[0])
            return f"(show {claim} from fun e => by nlinarith [{squares}, e])"
    return None


def positive(system: System, polynomial: fmpq_mpoly) -> str:
    """Lean's proof of ``0 < polynomial``, whose sign is ``+``."""
    hints = _hints(system, polynomial)
    if hints is None:
        return f"(show 0 < {system.lean(polynomial)} by positivity)"
    if len(polynomial) == 1 and len(hints) == 1 and hints[0].startswith("(show") and polynomial in system.ring.generators:
        return hints[0]
    tactic = f"linear_combination {' + '.join(hints)}" if hints else "norm_num"
    return f"(show 0 < {system.lean(polynomial)} by {tactic})"


def _hints(system: System, polynomial: fmpq_mpoly) -> list[str] | None:
    """Proofs that the polynomial's terms are positive or not negative; ``None`` where one is not known to be."""
    hints = []
    for exponents, coefficient in monomials(polynomial):
        if any(exponents):
            proof = _monomial(system, exponents)
            if proof is None or coefficient < 0:
                return None
            hints.append(_multiple(as_fmpq(coefficient), proof[0]))
    return hints


def _beyond(system: System, polynomial: fmpq_mpoly, fact: Positive) -> list[str] | None:
    """Where ``polynomial = c * fact + r`` with ``c > 0`` and ``r`` not negative, one of the two positive: what to add up."""
    for exponents, coefficient in fact.polynomial.terms():
        c = polynomial[exponents] / coefficient
        if any(exponents) and c > 0:
            rest = polynomial - fact.polynomial * c
            sign = system.sign(rest)
            if sign == "+" or (fact.strict and (sign == "≥" or len(rest) == 0)):
                hints = _hints(system, rest)
                return None if hints is None else [_multiple(c, fact.proof), *hints]
    return None


def _monomial(system: System, exponents: tuple[int, ...]) -> Proof | None:
    """That a monomial is positive, or not negative."""
    factors: list[Proof] = []
    square = system.ring.context.constant(1)
    for i, n in enumerate(exponents):
        proof = _atom(system, i) if n else None
        if n and proof is not None and proof[1]:
            factors.append((f"(pow_pos {proof[0]} {n})" if n > 1 else proof[0], True))
            continue
        square *= system.ring.generators[i] ** (n // 2)
        if n % 2:
            if proof is None:
                return None
            factors.append(proof)
    if not square.is_constant():
        factors.append((f"(sq_nonneg ({system.lean(square)}))", False))
    return reduce(_product, factors)


def _product(a: Proof, b: Proof) -> Proof:
    if a[1] and b[1]:
        return f"(mul_pos {a[0]} {b[0]})", True
    weak = [f"(le_of_lt {text})" if strict else text for text, strict in (a, b)]
    return f"(mul_nonneg {weak[0]} {weak[1]})", False


def _atom(system: System, i: int) -> Proof | None:
    """That a generator is positive, or not negative."""
    sign: Sign | None = system.signs.get(i)
    if sign not in ("+", "≥"):
        return None
    strict = sign == "+"
    for fact in system.positive:
        if fact.polynomial == system.ring.generators[i] and fact.strict >= strict:
            return fact.proof, fact.strict
    for fact in system.positive:
        constant = fact.polynomial - system.ring.generators[i] * fact.polynomial.leading_coefficient()
        if constant.is_constant() and fact.polynomial.leading_coefficient() > 0:
            shown = f"0 {'<' if strict else '≤'} {system.lean(system.ring.generators[i])}"
            scale = 1 / fact.polynomial.leading_coefficient()
            return f"(show {shown} by linear_combination {_multiple(scale, fact.proof)})", strict
    match system.ring.atoms[i]:
        case App("Real.sqrt", (Num(n),)) if n > 0:
            return f"(Real.sqrt_pos.mpr (show (0 : ℝ) < {n} by norm_num))", True
        case App("Real.sqrt", (under,)):
            return f"(Real.sqrt_nonneg {to_lean(under, 1024)})", False
        case App("abs", (under,)):
            return f"(abs_nonneg {to_lean(under, 1024)})", False
        case App("Real.exp", (under,)):
            return f"(Real.exp_pos {to_lean(under, 1024)})", True
        case App("Real.pi"):
            return "Real.pi_pos", True
    shown = f"0 {'<' if strict else '≤'} {system.lean(system.ring.generators[i])}"
    return f"(show {shown} by positivity)", strict


# ---------------------------------------------------------------------------------------------------- equations of atoms


def of_inverses(system: System) -> Iterator[Equation]:
    """``y * y⁻¹ = 1`` for each inverse whose ``y ≠ 0`` is known."""
    for i, under in system.ring.inverses.items():
        atom = system.ring.atoms[i]
        assert isinstance(atom, App)
        proof = _nonzero_term(system, atom.args[0], under)
        if proof is not None:
            text = f"mul_inv_cancel₀ {proof}"
            if not proof.isidentifier():
                y = cast(atom.args[0], system.type)
                product = App("HMul.hMul", (y, App("Inv.inv", (y,), (system.type,))), (system.type,) * 3)
                text = system.lemma(f"{to_lean(product)} = 1", text)
            yield Equation(text, under * system.ring.generators[i] - 1)


def _nonzero_term(system: System, term: Term, polynomial: fmpq_mpoly) -> str | None:
    """As ``nonzero``, of the term as it stands in the goal."""
    for fact in system.apart:
        if fact.polynomial == polynomial and fact.proof.isidentifier() and not isinstance(term, App):
            return fact.proof
    proof = nonzero(system, polynomial)
    if proof is None:
        return None
    written = to_lean(cast(term, system.type))
    if written == system.lean(polynomial):
        return proof
    return f"(show {written} ≠ 0 from fun e => {proof} (by linear_combination e))"


def of_atoms(system: System, known: Iterable[tuple[str, Term, Term]]) -> Iterator[Equation]:
    """The equations of atoms (``facts.known_atoms``), those under a condition where it is seen to hold."""
    for proof, left, right in known:
        difference = system.ring.polynomial(left) - system.ring.polynomial(right)
        if "$nonneg" in proof:
            nonneg = _nonnegative(system, left, right)
            if nonneg is None:
                continue
            proof = proof.replace("$nonneg", nonneg)
            if not nonneg.isidentifier():
                proof = system.lemma(system.compared("=", left, right), proof)
        yield Equation(proof, difference)


def _nonnegative(system: System, square: Term, term: Term) -> str | None:
    """Lean's proof of ``0 ≤ term``, for ``square``, which is ``√term ^ 2``, to be ``term``."""
    polynomial = system.ring.polynomial(term)
    claim = f"{'(0 : ℝ)' if isinstance(term, Num) else '0'} ≤ {to_lean(term, 51) if not isinstance(term, Num) else term.value}"
    if polynomial.is_constant():
        return f"(show {claim} by norm_num)" if polynomial.leading_coefficient() > 0 else None
    for fact in system.positive:
        if fact.polynomial == polynomial:
            return f"(le_of_lt {fact.proof})" if fact.strict else fact.proof
    if system.sign(polynomial) in ("+", "≥"):
        return f"(show {claim} by positivity)"
    assert isinstance(square, App)
    root = system.ring.polynomial(square.args[0])
    for equation in system.equations:
        found = solved_for(equation.polynomial, system.ring.generators.index(root))
        if found is not None and system.sign(found[1]) == "+":
            hints = f"{positive(system, found[1])} + {_multiple(-1 / found[0], equation.proof)}"
            return f"(le_of_lt (Real.sqrt_pos.mp (show 0 < {system.lean(root)} by linear_combination {hints})))"
    return None


def of_squares(system: System, equations: Iterable[Equation]) -> Iterator[Equation]:
    """``l = 0`` for each square of an equation that is a sum of several squares ``l²``, over an ordered field."""
    for equation in equations:
        for signed in (equation.polynomial, -equation.polynomial):
            found = completed_squares(signed)
            if found is None or found[1] != 0 or len(found[0]) < 2:
                continue
            for d, linear in found[0]:
                parts = [_multiple((1 if signed == equation.polynomial else -1) / d, equation.proof)]
                parts += [_multiple(c / d, f"sq_nonneg ({system.lean(other)})") for c, other in found[0] if other != linear]
                square = f"le_antisymm (by linear_combination {' + '.join(parts)}) (sq_nonneg _)"
                proof = f"(pow_eq_zero_iff (n := 2) (by norm_num)).mp ({square})"
                yield Equation(system.lemma(system.equals(linear), proof), linear)


# ------------------------------------------------------------------------------------------------------------- shapes


def _ratio(a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq | None:
    """``c`` with ``a = c * b`` where there is one."""
    if len(a) != len(b) or len(b) == 0:
        return None
    c = a.leading_coefficient() / b.leading_coefficient()
    return c if a == b * c else None


def _multiple(ratio: fmpq, name: str) -> str:
    """``ratio * name`` as Lean."""
    value = as_fraction(ratio) if isinstance(ratio, fmpq) else Fraction(ratio)
    if abs(value) == 1:
        return name if value > 0 else f"-{name}"
    return f"{str(value).replace('/', ' / ')} * {name}"
