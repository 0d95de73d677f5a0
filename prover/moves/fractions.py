"""Sums of fractions whose denominators are parts of one sum: each is compared with a fraction over the whole.

``a / (a + b) > a / (a + b + c)``, for a larger denominator makes a fraction smaller, and ``a / (a + b) < (a + c) / (a + b + c)``, for a
fraction below 1 grows where the same is added to both.  Then all have one denominator, and what is left is a matter of signs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import fmpq, fmpq_mpoly

from prover.algebra.elimination import substituted
from prover.algebra.ideals import solved_for
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import Ring, monomials
from prover.lean.terms import App, Term
from prover.moves.base import Steps, move, step
from prover.moves.comparisons import Reading, positive_by_terms, read
from prover.moves.goal import Goal, lean


class _Part(NamedTuple):
    """``numerator / bottom`` in what is to be positive, ``bottom`` as it stands and as a polynomial."""

    numerator: fmpq_mpoly
    bottom: Term
    under: fmpq_mpoly


@move(slow=True)
def one_denominator(goal: Goal) -> Steps:
    """``1 < a / (a + b) + b / (b + c) + c / (c + a)``, ``… < 2`` for positive numbers."""
    if "HDiv.hDiv" not in goal.heads:
        return
    reading = read(goal)
    if reading is None or reading.target is None or reading.target.relation not in "≤<" or len(reading.ring.inverses) < 2:
        return
    ring, target = reading.ring, reading.target
    taken = _parts(ring, _put_in(reading, ring.polynomial(target.right) - ring.polynomial(target.left)))
    lines = None if taken is None else _lines(reading, *taken)
    if taken is not None and lines is not None:
        shown = lean(ring.term(_join([part.under for part in taken[0]]), reading.type))
        yield step("one_denominator", computed=f"each fraction compared with one over {shown}", lines="\n".join(lines))


def _put_in(reading: Reading, difference: fmpq_mpoly) -> fmpq_mpoly:
    """The difference with what hypotheses say that its variables are, where these are fractions."""
    for fact in reading.equations:
        polynomial = reading.polynomial(fact)
        for variable in range(len(reading.ring.atoms)) if fact.stands else ():
            solved = solved_for(polynomial, variable) if difference.degrees()[variable] else None
            if solved is not None and variable not in reading.ring.inverses and _has_inverses(reading.ring, solved[1]):
                difference = substituted(difference, variable, solved[1], reading.ring.context)
    return difference


def _has_inverses(ring: Ring, polynomial: fmpq_mpoly) -> bool:
    return any(polynomial.degrees()[i] for i in ring.inverses)


def _parts(ring: Ring, difference: fmpq_mpoly) -> tuple[list[_Part], fmpq_mpoly] | None:
    """The difference as a sum of fractions and a rest without inverses; ``None`` where it is no such sum."""
    found: dict[int, fmpq_mpoly] = {}
    rest = ring.context.constant(0)
    for exponents, coefficient in difference.to_dict().items():
        inverses = [i for i in ring.inverses if exponents[i]]
        bare = tuple(0 if i in ring.inverses else e for i, e in enumerate(exponents))
        term = ring.context.from_dict({bare: coefficient})
        if not inverses:
            rest += term
        elif len(inverses) == 1 and exponents[inverses[0]] == 1:
            found[inverses[0]] = found.get(inverses[0], 0 * rest) + term
        else:
            return None
    parts = []
    for i, numerator in found.items():
        atom, under = ring.atoms[i], ring.inverses[i]
        assert isinstance(atom, App)
        if any(under.degrees()[j] for j in ring.inverses) or any(c < 0 for _, c in monomials(under)):
            return None
        parts.append(_Part(numerator, atom.args[0], under))
    return (parts, rest) if len(parts) > 1 else None


def _join(polynomials: list[fmpq_mpoly]) -> fmpq_mpoly:
    """The least polynomial that has each of them as a part."""
    most: dict[tuple[int, ...], fmpq] = {}
    for polynomial in polynomials:
        for exponents, coefficient in polynomial.to_dict().items():
            most[exponents] = max(coefficient, most.get(exponents, fmpq(0)))
    return polynomials[0].context().from_dict(most)


def _lines(reading: Reading, parts: list[_Part], rest: fmpq_mpoly) -> list[str] | None:
    """The tactic for ``0 < Σ parts + rest``; ``None`` where something is not seen to be positive."""
    whole, goal, type_ = _join([part.under for part in parts]), reading.goal, reading.type
    hD, hy = goal.fresh("hD"), goal.fresh("hy")
    of = _Terms(reading)
    shown = lean(of.term(whole))
    lines, hints, total = [f"have {hD} : 0 < {shown} := {of.positive(whole)}"], list[str](), rest
    over = 0 * rest  # the sum of the numerators over the whole
    for part, name in zip(parts, goal.numbered("hb", len(parts)), strict=True):
        if part.under == whole:
            over += part.numerator
            continue
        up, down = _signed(part.numerator, 1), _signed(part.numerator, -1)
        ratio = _ratio(down, part.under)
        if ratio is None:
            return None
        left = part.under * ratio - down  # down / y = ratio - left / y
        top = up + left
        if len(top) == 0:
            return None
        above, room, enough = positive_by_terms(reading, part.bottom), of.positive(whole - part.under), of.positive(top)
        if above is None or room is None or enough is None:
            return None
        y = lean(part.bottom)
        lines += [
            f"have {name} : {lean(of.less(of.over(top, of.term(whole)), of.over(top, part.bottom)))} := by",
            f"  have {hy} : 0 < {y} := {above}",
            f"  have h := mul_lt_mul_of_pos_left (show {y} < {shown} by linarith [{room}]) (div_pos ({enough}) {hy})",
            f"  rw [div_mul_cancel₀ _ {hy}.ne'] at h",
            f"  exact (div_lt_iff₀ {hD}).mpr h",
        ]
        hints.append(name)
        if len(down):
            he = goal.fresh("he", hints)
            sum_ = App("HAdd.hAdd", (of.over(down, part.bottom), of.over(left, part.bottom)), (type_,) * 3)
            both = App("Eq", (sum_, of.term(ratio * whole**0)), (type_,))
            lines.append(f"have {he} : {lean(both)} := by rw [← add_div, div_eq_iff ({above}).ne']; ring")
            hints.append(he)
        over, total = over + top, total - ratio
    remaining = over + total * whole
    if any(c < 0 for _, c in monomials(remaining)) or not hints:
        return None
    ht = goal.fresh("ht")
    equation = App("Eq", (of.over(over, of.term(whole)), of.term(-total)), (type_,))
    if len(remaining) == 0:
        lines.append(f"have {ht} : {lean(equation)} := by rw [div_eq_iff {hD}.ne']; ring")
    else:
        more = App("LT.lt", (equation.args[1], equation.args[0]), (type_,))
        enough = of.positive(remaining)
        if enough is None:
            return None
        lines.append(f"have {ht} : {lean(more)} := by rw [lt_div_iff₀ {hD}]; linarith [{enough}]")
    return [*lines, f"linarith [{', '.join([*hints, ht])}]"]


class _Terms:
    """Polynomials of a reading's ring as terms."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.type = reading, reading.type

    def term(self, polynomial: fmpq_mpoly) -> Term:
        return self.reading.ring.term(polynomial, self.type)

    def positive(self, polynomial: fmpq_mpoly) -> str | None:
        """A proof that it is positive."""
        return positive_by_terms(self.reading, self.term(polynomial))

    def over(self, top: fmpq_mpoly, bottom: Term) -> Term:
        return App("HDiv.hDiv", (self.term(top), bottom), (self.type,) * 3)

    def less(self, left: Term, right: Term) -> Term:
        return App("LT.lt", (left, right), (self.type,))


def _signed(polynomial: fmpq_mpoly, sign: int) -> fmpq_mpoly:
    """What of it has coefficients of a sign, that sign left out."""
    return polynomial.context().from_dict({e: c * sign for e, c in polynomial.to_dict().items() if c * sign > 0})


def _ratio(top: fmpq_mpoly, bottom: fmpq_mpoly) -> fmpq | None:
    """The least ``t`` for which ``t * bottom - top`` has no negative coefficient."""
    found = Fraction(0)
    below = dict(monomials(bottom))
    for exponents, coefficient in monomials(top):
        if exponents not in below:
            return None
        found = max(found, coefficient / below[exponents])
    return as_fmpq(found)
