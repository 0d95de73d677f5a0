"""Certificates as Lean tactics: the products and squares of the identity, and one step of linear arithmetic over them."""

from __future__ import annotations

from collections.abc import Callable
from math import lcm

from flint import fmpq_mpoly

from prover.algebra import linear_programs, sign_certificates, sums_of_squares
from prover.algebra.certificates import Certificate, Summand
from prover.algebra.polynomials import as_fraction
from prover.algebra.screening import counterexample
from prover.lean.terms import App, Num
from prover.moves.comparisons import Fact, Reading, argument
from prover.moves.goal import lean

Prover = Callable[[Reading], "Certificate | None"]
MOST_PRODUCTS = 8
"""Of more monomials whose signs are known no shorter certificate is looked for."""


def by_linear_program(reading: Reading) -> Certificate | None:
    """A certificate with constant weights, if no sample point speaks against it."""
    system = reading.system
    signs = sign_certificates.refutation(system)
    if signs is not None and len(signs.summands) > MOST_PRODUCTS:
        return signs
    if counterexample(system, reading.integral) is not None:
        return None
    return linear_programs.refutation(system, most_factors=3) or signs


def by_squares(reading: Reading) -> Certificate | None:
    """A certificate with sums of squares, if no sample point speaks against it."""
    system = reading.system
    if counterexample(system, reading.integral) is not None:
        return None
    return sums_of_squares.refutation(system)


def by_either(reading: Reading) -> Certificate | None:
    return by_linear_program(reading) or by_squares(reading)


def cost(certificate: Certificate) -> int:
    """About how many products of terms Lean expands to check it."""
    total = 0
    for summand in certificate.summands:
        size = 1 if summand.square is None else len(summand.square) ** 2
        for i in summand.factors:
            size *= len(certificate.system.inequalities[i].polynomial)
        total += size
    return total


def tactic(reading: Reading, certificate: Certificate) -> str:
    """The tactic that proves the reading's target (over the work type) by the certificate: its products, squares and multiples of
    equations as hints, after which all is linear."""
    lines = []
    if _is_multiplied(reading, certificate):
        assert reading.negated is not None
        lines += [f"by_contra {reading.negated.proof}", f"push_neg at {reading.negated.proof}"]
    used = {i for s in certificate.summands for i in s.factors}
    facts = [reading.known[i] for i in sorted(used)]
    facts += [e for e, q in zip(reading.equations, certificate.cofactors, strict=True) if q != 0]
    lines += [f.before for f in facts if f.before]
    lines.append(_hinted(reading, certificate))
    return "\n".join(lines)


def _is_multiplied(reading: Reading, certificate: Certificate) -> bool:
    """Whether the negated goal stands in a product."""
    negated = len(reading.facts)
    return any(negated in s.factors and (len(s.factors) > 1 or s.square is not None) for s in certificate.summands)


def _hinted(reading: Reading, certificate: Certificate) -> str:
    hints, products = [], 0
    for summand in certificate.summands:
        if len(summand.factors) == 1 and summand.square is None:
            fact = reading.known[summand.factors[0]]
            if not fact.stands and not fact.before and fact is not reading.negated:
                hints.append(fact.proof)
        elif summand.factors or summand.square is not None:
            products += 1
            hints.append(proof(reading, summand))
    for fact, cofactor in zip(reading.equations, certificate.cofactors, strict=True):
        if not cofactor.is_constant():
            products += 1
            hints.append(_multiple(reading, fact, cofactor))
        elif cofactor != 0 and not fact.stands and not fact.before:
            hints.append(fact.proof)
    name = "nlinarith" if products else "linarith"
    return f"{name} [{', '.join(dict.fromkeys(hints))}]" if hints else name


def _multiple(reading: Reading, fact: Fact, cofactor: fmpq_mpoly) -> str:
    """The equation times a polynomial, as a term: ``q * (a - b) = 0``."""
    type_ = reading.type
    factor = reading.ring.term(cofactor * lcm(*(int(c.q) for c in cofactor.coeffs())), type_)
    product = App("HMul.hMul", (factor, App("HSub.hSub", (fact.left, fact.right), (type_,) * 3)), (type_,) * 3)
    equation = lean(App("Eq", (product, Num(0, type_)), (type_,)))
    return f"(by rw [sub_eq_zero.mpr {argument(fact.proof)}, mul_zero] : {equation})"


def proof(reading: Reading, summand: Summand) -> str:
    """A proof that the summand without its weight is positive or not negative."""
    facts = [reading.known[i] for i in summand.factors]
    square = None if summand.square is None else f"sq_nonneg {lean(reading.ring.term(summand.square, reading.type), 1024)}"
    if square is None and facts and not reading.integral and all(f.relation == "<" for f in facts):
        return _product("mul_pos", [f.positive() for f in facts])
    parts = [f.nonnegative(reading.integral) for f in facts] + ([square] if square else [])
    return _product("mul_nonneg", parts)


def _product(lemma: str, proofs: list[str]) -> str:
    result = proofs[0]
    for other in proofs[1:]:
        result = f"{lemma} {argument(result)} {argument(other)}"
    return result


def described(reading: Reading, certificate: Certificate) -> str:
    """The identity, for people: what the goal's difference is a sum of."""
    negated = len(reading.facts)
    parts = []
    for summand in certificate.summands:
        if summand.factors == (negated,) and summand.square is None:
            continue
        weight = as_fraction(summand.weight)
        factors = [_text(reading, reading.known[i]) for i in summand.factors]
        if summand.square is not None:
            factors.append(f"({lean(reading.ring.term(summand.square, reading.type))})²")
        parts.append(" * ".join(([str(weight)] if weight != 1 or not factors else []) + factors))
    for fact, cofactor in zip(reading.equations, certificate.cofactors, strict=True):
        if cofactor != 0:
            parts.append(f"({cofactor}) * ({lean(fact.left)} - {lean(fact.right)})")
    return f"0 < or ≤ {' + '.join(parts)}"


def _text(reading: Reading, fact: Fact) -> str:
    if isinstance(fact.left, Num) and fact.left.value == 0:
        return lean(fact.right, 71)
    return f"({lean(App('HSub.hSub', (fact.right, fact.left), (reading.type,) * 3))})"
