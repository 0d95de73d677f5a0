"""Sums of fractions whose denominators are parts of one sum: each is compared with a fraction over the whole.

``a / (a + b) > a / (a + b + c)``, for a larger denominator makes a fraction smaller, and ``a / (a + b) < (a + c) / (a + b + c)``, for a
fraction below 1 grows where the same is added to both.  Then all have one denominator, and what is left is a matter of signs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import fmpq, fmpq_mpoly

from prover.algebra.polynomials import Ring, monomials
from prover.lean.terms import App, Num, Term
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
    if "HDiv.hDiv" not in goal.target_heads:
        return
    reading = read(goal)
    if reading is None or reading.target is None or reading.target.relation not in "≤<" or len(reading.ring.inverses) < 2:
        return
    ring, target = reading.ring, reading.target
    taken = _parts(ring, ring.polynomial(target.right) - ring.polynomial(target.left))
    if taken is None:
        return
    parts, rest = taken
    whole = _join([part.under for part in parts])
    written = _Written(reading, whole)
    bounds = [written.bound(part) for part in parts]
    total = sum((b for b in bounds if b is not None), rest * whole)
    if None in bounds or any(c < 0 for _, c in monomials(total)) or not (len(total) or written.strict):
        return
    lines = written.lines(parts, total, rest)
    if lines is not None:
        shown = lean(ring.term(whole, reading.type))
        yield step("one_denominator", computed=f"each fraction compared with one over {shown}", lines="\n".join(lines))


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


class _Written:
    """The fractions' bounds over ``whole``, and their proofs in Lean."""

    def __init__(self, reading: Reading, whole: fmpq_mpoly) -> None:
        self.reading, self.whole = reading, whole
        self.hD, self.hy = reading.goal.fresh("hD"), reading.goal.fresh("hy")
        self.bounds: list[tuple[int, fmpq_mpoly, fmpq, fmpq_mpoly]] = []
        """For each: of which part, numerator, ``t`` of an upper bound (0 of a lower one), numerator over the whole."""
        self.strict = False
        self._count = 0

    def bound(self, part: _Part) -> fmpq_mpoly | None:
        """What is at most ``part * whole``."""
        index, self._count = self._count, self._count + 1
        missing = self.whole - part.under
        if len(missing) == 0:
            return part.numerator
        zero = 0 * missing
        up = self._signed(part.numerator, 1)
        down = self._signed(part.numerator, -1)
        if len(up):
            self.bounds.append((index, up, fmpq(0), up))
        if len(down):
            ratio = _ratio(down, part.under)
            if ratio is None or part.under * ratio == down:
                return None
            self.bounds.append((index, down, ratio, down + missing * ratio))
        self.strict = True
        return sum((b if not t else -b for i, _, t, b in self.bounds if i == index), zero)

    def _signed(self, polynomial: fmpq_mpoly, sign: int) -> fmpq_mpoly:
        context = polynomial.context()
        return context.from_dict({e: c * sign for e, c in polynomial.to_dict().items() if c * sign > 0})

    def lines(self, parts: list[_Part], total: fmpq_mpoly, rest: fmpq_mpoly) -> list[str] | None:
        """The tactic; ``None`` where something is not seen to be positive."""
        whole, hD = self._term(self.whole), self.hD
        known = self._positive(self.whole)
        if known is None:
            return None
        lines = [f"have {hD} : 0 < {lean(whole)} := {known}"]
        names = self.reading.goal.numbered("hb", len(self.bounds))
        summands: list[Term] = []
        for name, (index, top, ratio, larger) in zip(names, self.bounds, strict=True):
            bottom, missing = parts[index].bottom, self.whole - parts[index].under
            hy, hw, hn = self.hy, self._positive(missing), self._positive(top)
            above = positive_by_terms(self.reading, bottom)
            if above is None or hw is None or hn is None:
                return None
            here, there = self._over(self._term(top), bottom), self._over(self._term(larger), whole)
            left, right = (here, there) if ratio else (there, here)
            room = f"(show {lean(bottom)} < {lean(whole)} by linarith [{hw}])"
            cancelled = f"div_mul_cancel₀ {lean(self._term(top), 1024)} {hy}.ne'"
            if ratio:
                inner = lean(self._less(here, self._term(ratio * self.whole**0)))
                below = f"show {inner} from (div_lt_iff₀ {hy}).mpr (by linarith [{self._positive(parts[index].under * ratio - top)}])"
                body = f"rw [lt_div_iff₀ {hD}]\n  linarith [mul_pos (sub_pos.mpr ({below})) (sub_pos.mpr {room}), {cancelled}]"
            else:
                body = f"rw [div_lt_iff₀ {hD}]\n  linarith [mul_pos (div_pos ({hn}) {hy}) (sub_pos.mpr {room}), {cancelled}]"
            lines.append(
                f"have {name} : {lean(self._less(left, right))} := by\n  have {hy} : 0 < {lean(bottom)} := {above}\n  {body}"
            )
            summands.append(there if not ratio else App("Neg.neg", (there,), (self.reading.type,)))
        summands += [self._over(self._term(p.numerator), whole) for p in parts if len(self.whole - p.under) == 0]
        ht, type_ = self.reading.goal.fresh("ht"), self.reading.type
        sum_ = summands[0]
        for other in [*summands[1:], self._term(rest)]:
            sum_ = App("HAdd.hAdd", (sum_, other), (type_,) * 3)
        value = Num(0, type_) if len(total) == 0 else self._over(self._term(total), whole)
        rest_ = lean(self._term(-rest), 71)
        lines.append(f"have {ht} : {lean(App('Eq', (sum_, value), (type_,)))} := by")
        lines.append(f"  linear_combination {rest_} * mul_inv_cancel₀ {hD}.ne'")
        hints = [*names, ht]
        if len(total):
            positive = self._positive(total)
            if positive is None:
                return None
            hints.append(f"div_pos ({positive}) {hD}")
        return [*lines, f"linarith [{', '.join(hints)}]"]

    def _term(self, polynomial: fmpq_mpoly) -> Term:
        return self.reading.ring.term(polynomial, self.reading.type)

    def _positive(self, polynomial: fmpq_mpoly) -> str | None:
        return positive_by_terms(self.reading, self._term(polynomial))

    def _over(self, top: Term, bottom: Term) -> Term:
        return App("HDiv.hDiv", (top, bottom), (self.reading.type,) * 3)

    def _less(self, left: Term, right: Term) -> Term:
        return App("LT.lt", (left, right), (self.reading.type,))


def _ratio(top: fmpq_mpoly, bottom: fmpq_mpoly) -> fmpq | None:
    """The least ``t`` for which ``t * bottom - top`` has no negative coefficient."""
    found = Fraction(0)
    below = dict(monomials(bottom))
    for exponents, coefficient in monomials(top):
        if exponents not in below:
            return None
        found = max(found, coefficient / below[exponents])
    return fmpq(found.numerator, found.denominator)
