"""Natural numbers, integers and rationals under casts: what equations over a larger field say of them alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import gcd, lcm

from flint import fmpq_mpoly

from prover.algebra.consequences import Consequences
from prover.algebra.facts import System, number_types
from prover.algebra.ideals import Ideal, degree, monomials_up_to, occurring
from prover.algebra.nonzero import nonzero
from prover.algebra.number_terms import cast
from prover.algebra.polynomials import NotPolynomial, monomials
from prover.lean.terms import INT, NAT, RAT, App, Num, Term, Var, number_type, type_name, type_of, variables
from prover.moves.base import Steps, move, step
from prover.moves.equations import Written
from prover.moves.goal import Goal, lean
from prover.moves.lines import indented

SECONDS = 1.0
MAX_CASTS = 4
MOST = 2
"""Equations that are proposed."""
_TYPES = {"ℕ": NAT, "ℤ": INT, "ℚ": RAT}
_CASTS = frozenset({"Nat.cast", "Int.cast", "Rat.cast"})


@move(slow=True)
def equation_of_casts(goal: Goal) -> Steps:
    """``m + n = 12`` in ℕ from ``m ^ 2 - 12 * m + k = 0`` and ``n ^ 2 - 12 * n + k = 0`` with a real ``k`` and ``m ≠ n``: the other
    numbers are eliminated, factors that are not 0 cancelled, casts taken away.  Of one rational: its value."""
    if _CASTS.isdisjoint(goal.heads):
        return
    for type_ in number_types(goal.terms):
        if number_type(type_) in ("ℚ", "ℝ", "ℂ"):
            system = System.of(goal.terms, type_)
            yield from _over(goal, system)


def _over(goal: Goal, system: System) -> Steps:
    end = time.monotonic() + SECONDS
    facts = Consequences(system, lambda: time.monotonic() > end)
    ring, own = system.ring, number_type(system.type)
    small = [i for i, a in enumerate(ring.atoms) if type_name(a) in _TYPES and type_name(a) != own]
    if not 0 < len(small) <= MAX_CASTS or not system.equations:
        return
    known = Ideal(_known(goal, facts))
    written, count = Written(system), 0
    for polynomial in _consequences(facts, small):
        kept = _without_nonzero(system, polynomial)
        if len(kept) == 0 or kept.is_constant():
            continue
        if known.generators and known.cofactors(kept) is not None:
            continue
        found = _equation(kept, facts)
        if found is None:
            continue
        claim, type_ = found
        left, right = claim.args
        combination = facts.combination(ring.polynomial(left) - ring.polynomial(right))
        if combination is None:
            continue
        if any(h.type in (claim, App("Eq", claim.args[::-1], claim.implicit)) for h in goal.props):
            continue
        tactic = written.combination(combination)
        if type_ == RAT:
            if not isinstance(left, Var):
                continue
            proof = "by\n" + "\n".join(indented(_of_rational(left.name, right, lean(system.type), tactic)))
        else:
            proof = f"by exact_mod_cast (show {system.compared('=', cast(left, system.type), cast(right, system.type))} by {tactic})"
        is_value = isinstance(left, Var) and not variables(right)
        name = goal.fresh("hc")
        do = f"obtain rfl : {lean(claim)} := {proof}" if is_value else f"have {name} : {lean(claim)} := {proof}"
        yield step("equation_of_casts", count, computed=lean(claim), lines=written.with_lemmas([do]))
        count += 1
        if count == MOST:
            return


def _of_rational(m: str, value: Term, field: str, tactic: str) -> list[str]:
    """``m = p / q`` in ℚ from the same in the field, by way of ``m.num * q = p * m.den`` in ℤ."""
    numerator, denominator = (value, Num(1, RAT)) if isinstance(value, Num) else value.args  # type: ignore[union-attr]
    text, q = numerator.value, denominator.value  # type: ignore[union-attr]

    def crossed(over: str) -> str:
        """``m.num * q = p * m.den`` without a negative number."""
        num, den = f"({m}.num : {over}) * {q}", f"{abs(text)} * ({m}.den : {over})"
        return f"{num} = {den}" if text >= 0 else f"{num} + {den} = 0"

    return [
        f"have hv : ({m} : {field}) = ({text} : {field}) / {q} := by {tactic}",
        f"have hq : ({m} : {field}) = ({m}.num : {field}) / ({m}.den : {field}) := by first | exact Rat.cast_def {m} | rfl",
        f"have h0 : ({m}.den : {field}) ≠ 0 := Nat.cast_ne_zero.mpr {m}.den_nz",
        "rw [hq, div_eq_iff h0] at hv",
        f"have hn : {crossed(field)} := by linear_combination {q} * hv",
        f"have hn : {crossed('ℤ')} := by exact_mod_cast hn",
        f"have hn : {crossed('ℚ')} := by exact_mod_cast hn",
        f"have h0 : ({m}.den : ℚ) ≠ 0 := Nat.cast_ne_zero.mpr {m}.den_nz",
        f"have hm := Rat.num_divInt_den {m}",
        "rw [Rat.divInt_eq_div] at hm",
        "rw [← hm]",
        "push_cast",
        "rw [div_eq_iff h0]",
        f"linear_combination hn / {q}",
    ]


def _known(goal: Goal, facts: Consequences) -> list[fmpq_mpoly]:
    """The equations that are about smaller types already, as polynomials."""
    found = []
    for h in goal.equations(*_TYPES):
        if type_name(h.type.args[0]) != number_type(facts.system.type):  # type: ignore[union-attr]
            left, right = h.type.args  # type: ignore[union-attr]
            try:
                found.append(facts.system.ring.polynomial(left) - facts.system.ring.polynomial(right))
            except NotPolynomial:
                continue
    return found


def _consequences(facts: Consequences, small: list[int]) -> Iterator[fmpq_mpoly]:
    """Polynomials in the generators ``small`` alone that the equations make 0, the simplest first."""
    context = facts.system.ring.context
    for each in ([i] for i in small):
        found = facts.in_one_variable(each[0], 4)
        if found is not None and not found.is_constant():
            yield found
    if len(small) > 1:
        targets = list(monomials_up_to(context, small, 2))
        room = max(2, *(degree(f) for f in facts.ideal.reduced))
        for k, coefficients in facts.ideal.dependencies(targets, room):
            result = targets[k]
            for m, c in zip(targets, coefficients, strict=False):
                result = result - m * c
            yield result


def _without_nonzero(system: System, polynomial: fmpq_mpoly) -> fmpq_mpoly:
    """The product of the factors that may be 0, each once."""
    result = polynomial.context().constant(1)
    for factor, _ in polynomial.factor()[1]:
        if nonzero(system, factor) is None:
            result = result * factor
    return result


def _equation(polynomial: fmpq_mpoly, facts: Consequences) -> tuple[App, Term] | None:
    """``polynomial = 0`` over the largest type of its generators, with positive coefficients on both sides or as a value."""
    ring = facts.system.ring
    used = occurring([polynomial])
    type_ = max((type_of(ring.atoms[i]) for i in used), key=lambda t: "ℕℤℚ".index(number_type(t)))
    assert type_ is not None
    coefficients = [c for _, c in monomials(polynomial)]
    scale = lcm(*(c.denominator for c in coefficients))
    common = gcd(*(int(c * scale) for c in coefficients))
    whole = polynomial * scale / common
    if len(used) == 1 and degree(polynomial) == 1:
        x = ring.generators[used[0]]
        slope = next(c for e, c in monomials(whole) if any(e))
        rest = next((c for e, c in monomials(whole) if not any(e)), 0)
        value = -rest / slope
        if value.denominator != 1 and type_ != RAT or value < 0 and type_ == NAT:
            return None
        sides = (ring.term(x, type_), ring.term(ring.context.constant(value.numerator) / value.denominator, type_))
        return App("Eq", sides, (type_,)), type_
    positive = ring.context.from_dict({e: int(c) for e, c in monomials(whole) if c > 0})
    negative = ring.context.from_dict({e: int(-c) for e, c in monomials(whole) if c < 0})
    return App("Eq", (ring.term(positive, type_), ring.term(negative, type_)), (type_,)), type_
