"""Bounds of integer variables that follow from hypotheses, each with the reason it rests on.

Hypotheses are linear in *atoms*: variables, and products and powers of them.  From bounds of all but one atom that of the last
follows (interval propagation), and from one of a product or power one of its variables: ``x ^ k ≤ U`` gives ``x ≤ ⌊U^(1/k)⌋``,
``b ^ n ≤ U`` gives ``n ≤ log_b U``, ``x * y = c`` and ``x ∣ c`` give ``x ≤ c``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from prover.algebra.integers import ONE, Linear, is_compound, linear, log
from prover.lean.terms import App, Num, Term, Var, negation, type_name

ROUNDS = 4
LARGEST = 10**7
"""Bounds beyond are not kept."""

Reason = Literal["linear", "power", "exponential", "product", "factor", "divides", "member"]


@dataclass(frozen=True)
class Bound:
    """``variable ≤ value`` (``upper``) or ``value ≤ variable``.

    ``atom``: the power, product or divisibility it rests on; ``hypothesis``: the index of the one that bounds it; ``signs``: the
    powers and products that are not negative, which is used; ``least``: of a product, a lower bound of the other factor.
    """

    variable: Var
    upper: bool
    value: int
    reason: Reason
    hypothesis: int
    atom: Term | None = None
    signs: tuple[Term, ...] = ()
    least: int = 0


class Box:
    """Bounds of variables: ``low`` and ``high``, and ``derived``, the bounds that gave them, in an order in which they follow.

    Natural numbers are at least 0 without a reason.
    """

    def __init__(self, hypotheses: Sequence[Term]) -> None:
        self.low: dict[Term, int] = {}
        self.high: dict[Term, int] = {}
        self.derived: list[Bound] = []
        self._forms = [(i, form) for i, h in enumerate(hypotheses) for form in _forms(h)]
        for i, h in enumerate(hypotheses):
            self._given(i, h)
        for _ in range(ROUNDS):
            before = len(self.derived)
            for i, form in self._forms:
                self._propagate(i, form)
            if len(self.derived) == before:
                break

    def range_of(self, variable: Term) -> range | None:
        """The values that a variable can have, if they are finitely many."""
        low, high = self.lower(variable), self.high.get(variable)
        return None if low is None or high is None else range(low, max(high + 1, low))

    def lower(self, atom: Term) -> int | None:
        known = self.low.get(atom)
        return 0 if known is None and type_name(atom) == "ℕ" else known

    # ------------------------------------------------------------------------------------------------- single facts

    def _given(self, i: int, h: Term) -> None:
        """Divisors of numbers, members of intervals, factors of a number."""
        match h:
            case App("Dvd.dvd", (Var() as x, Num(c))) if c:
                self._divides(x, abs(c), "divides", i, None)
            case App("Membership.mem", (App(("Finset.Icc" | "Finset.Ico" | "Finset.Ioc" | "Finset.Ioo"), (a, b)), Var() as x)):
                if isinstance(a, Num) and isinstance(b, Num):
                    kind = h.args[0].name[-3:]  # type: ignore[union-attr]
                    self._add(Bound(x, False, a.value + (kind[1] == "o"), "member", i, h))
                    self._add(Bound(x, True, b.value - (kind[2] == "o"), "member", i, h))
            case App("Membership.mem", (App("Finset.range", (Num(n),)), Var() as x)):
                self._add(Bound(x, True, n - 1, "member", i, h))
            case App("Membership.mem", (App("Nat.divisors", (Num(n),)), Var() as x)) if n:
                self._add(Bound(x, True, n, "member", i, h))
        if isinstance(h, App) and h.name == "Eq" and type_name(h.args[0]) in ("ℕ", "ℤ"):
            form = linear_difference(h)
            [*others] = [a for a in form if a != ONE]
            if len(others) == 1 and form.get(ONE) and form[ONE] % form[others[0]] == 0:
                value = -form[ONE] // form[others[0]]
                match others[0]:
                    case App("HMul.hMul", (a, b)) if value > 0:
                        for x in (a, b):
                            if isinstance(x, Var):
                                self._divides(x, value, "factor", i, others[0])

    def _divides(self, x: Var, c: int, reason: Reason, i: int, atom: Term | None) -> None:
        self._add(Bound(x, True, c, reason, i, atom))
        self._add(Bound(x, False, -c if type_name(x) == "ℤ" else 1, reason, i, atom))

    def _add(self, bound: Bound) -> None:
        if not isinstance(bound.variable, Var) or abs(bound.value) > LARGEST:
            return
        known = self.high.get(bound.variable) if bound.upper else self.lower(bound.variable)
        if known is not None and (known <= bound.value if bound.upper else known >= bound.value):
            return
        (self.high if bound.upper else self.low)[bound.variable] = bound.value
        self.derived.append(bound)

    # -------------------------------------------------------------------------------------------------- propagation

    def _propagate(self, i: int, form: Linear) -> None:
        """``form ≥ 0``: the bound of each atom that those of the others give."""
        for atom, c in form.items():
            if atom == ONE:
                continue
            room, signs = form.get(ONE, 0), list[Term]()
            for other, n in form.items():
                if other in (ONE, atom):
                    continue
                extreme = self._high(other) if n > 0 else self._low(other)
                if extreme is None:
                    break
                room += n * extreme
                if is_compound(other):
                    signs.append(other)
            else:
                if c < 0:
                    self._bounded_above(i, atom, room // -c, tuple(signs))
                else:
                    self._linear(i, atom, False, -(room // c), tuple(signs))

    def _low(self, atom: Term) -> int | None:
        inner = uncast(atom)
        if not is_compound(inner):
            return self.lower(inner)
        if type_name(inner) == "ℕ" or self._not_negative(inner):
            return 0
        return None

    def _not_negative(self, term: Term) -> bool:
        match uncast(term):
            case Num(n):
                return n >= 0
            case App("HPow.hPow", (_, Num(k))) if k % 2 == 0:
                return True
            case App("HPow.hPow", (a, _)):
                return self._not_negative(a)
            case App("HMul.hMul" | "HAdd.hAdd", (a, b)):
                return self._not_negative(a) and self._not_negative(b)
            case inner:
                known = self.lower(inner)
                return known is not None and known >= 0

    def _high(self, atom: Term) -> int | None:
        inner = uncast(atom)
        return None if is_compound(inner) else self.high.get(inner)

    def _linear(self, i: int, atom: Term, upper: bool, value: int, signs: tuple[Term, ...]) -> None:
        inner = uncast(atom)
        if isinstance(inner, Var):
            self._add(Bound(inner, upper, value, "linear", i, None, signs))

    def _bounded_above(self, i: int, atom: Term, value: int, signs: tuple[Term, ...]) -> None:
        """``atom ≤ value``."""
        self._linear(i, atom, True, value, signs)
        if value < 0 or value > LARGEST**3:
            return
        match atom:
            case App("HPow.hPow", (base, Num(k))) if k >= 2 and isinstance(uncast(base), Var):
                x, root = uncast(base), iroot(value, k)
                low = self.lower(x)
                if low is not None and low >= 0:
                    self._add(Bound(x, True, root, "power", i, atom, signs))  # type: ignore[arg-type]
                elif k == 2:
                    self._add(Bound(x, True, root, "power", i, atom, signs))  # type: ignore[arg-type]
                    self._add(Bound(x, False, -root, "power", i, atom, signs))  # type: ignore[arg-type]
            case App("HPow.hPow", (Num(base), exponent)) if base >= 2:
                for x, n, least in _rising(exponent):
                    top = (log(base, value) - least) // n if value else -1
                    self._add(Bound(x, True, top, "exponential", i, atom, signs))
            case App("HMul.hMul", (a, b)):
                for factor, other in ((a, b), (b, a)):
                    lowest = self._lowest(other)
                    if lowest is None or lowest < 1 or not self._not_negative(factor):
                        continue
                    for x, n, least in _rising(factor):
                        self._add(Bound(x, True, (value // lowest - least) // n, "product", i, atom, signs, lowest))

    def _lowest(self, term: Term) -> int | None:
        """A lower bound of a linear term."""
        total = 0
        for atom, n in linear(term).items():
            if atom == ONE:
                total += n
                continue
            extreme = self._low(atom) if n > 0 else self._high(atom)
            if extreme is None:
                return None
            total += n * extreme
        return total


def _rising(term: Term) -> Iterator[tuple[Var, int, int]]:
    """``(x, n, c)`` where the term is ``n * x + c`` with ``n ≥ 1``."""
    form = linear(term)
    [*others] = [a for a in form if a != ONE]
    if len(others) == 1 and form[others[0]] >= 1 and isinstance(uncast(others[0]), Var):
        yield uncast(others[0]), form[others[0]], form.get(ONE, 0)  # type: ignore[misc]


def uncast(term: Term) -> Term:
    """The natural number of which a term is the cast, or the term."""
    return term.args[0] if isinstance(term, App) and term.name in ("Nat.cast", "Int.ofNat") else term


def linear_difference(relation: App) -> Linear:
    """Left less right of a comparison."""
    total = dict(linear(relation.args[0]))
    for atom, n in linear(relation.args[1]).items():
        total[atom] = total.get(atom, 0) - n
    return {atom: n for atom, n in total.items() if n}


def _forms(proposition: Term) -> Iterator[Linear]:
    """Linear forms that are at least 0."""
    match proposition:
        case App("Not", (inner,)):
            turned = negation(inner)
            if not (isinstance(turned, App) and turned.name == "Not"):
                yield from _forms(turned)
        case App("Eq" | "LE.le" | "LT.lt", (a, _)) if type_name(a) in ("ℕ", "ℤ"):
            form = linear_difference(proposition)
            less = {atom: -n for atom, n in form.items()}
            if proposition.name == "LT.lt":
                less[ONE] = less.get(ONE, 0) - 1
            yield less
            if proposition.name == "Eq":
                yield form


def iroot(value: int, k: int) -> int:
    """The greatest ``r`` with ``r ^ k ≤ value``, for ``value ≥ 0``."""
    low, high = 0, 1 << (value.bit_length() // k + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**k <= value else (low, middle - 1)
    return low
