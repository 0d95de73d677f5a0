"""An equation between integers as a product of two linear forms that is a number.

``x * y + 2 * x + 3 * y = 30`` says ``(x + 3) * (y + 2) = 36``, ``x ^ 2 - y ^ 2 = 45`` says ``(x - y) * (x + y) = 45``: a quadratic
equation in two variables whose conic, moved to a suitable constant, is a pair of lines.  The constant makes the determinant of the
conic's matrix 0, in which it is linear.  Then the forms are a divisor of the number and its cofactor, and the divisors give all
solutions: one form runs through a range, in which it divides the number at few places, and of these most fail a *condition*: that
the variables are integers, or a linear hypothesis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Literal, NamedTuple

from flint import fmpq, fmpq_mpoly

from prover.algebra.bounds import Box, uncast
from prover.algebra.integers import ONE, divisors, linear
from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction, sides
from prover.lean.terms import INT, App, Num, Term, Var, type_name, variables, walk

MAX_DIVISORS = 200
MAX_STEPS = 2500
"""Values of the forms that Lean's kernel runs through, about a millisecond each."""
BRANCH = 1000
"""What one branch costs beside its values, in such steps."""


class Form(NamedTuple):
    """``x * u + y * v + constant`` of two integers ``u``, ``v``."""

    x: int
    y: int
    constant: int

    def __call__(self, u: int, v: int) -> int:  # type: ignore[override]
        return self.x * u + self.y * v + self.constant


class Condition(NamedTuple):
    """``form relation 0``, or ``form % modulus = 0`` where there is one."""

    form: Form
    relation: Literal["=", "≠", "≥"]
    modulus: int = 0

    def holds(self, u: int, v: int) -> bool:
        value = self.form(u, v)
        if self.modulus:
            return value % self.modulus == 0
        return value == 0 if self.relation == "=" else value != 0 if self.relation == "≠" else value >= 0

    def turned(self) -> Condition:
        """The same of ``v``, ``u``."""
        return self._replace(form=Form(self.form.y, self.form.x, self.form.constant))


@dataclass(frozen=True)
class FactorPair:
    """``left * right = number`` over ℤ; ``left * right - number = scale * (the equation's left - its right)``.

    ``left`` and ``right`` are the ``forms`` of the ``variables``.
    """

    variables: tuple[Var, Var]
    forms: tuple[Form, Form]
    left: Term
    right: Term
    number: int
    scale: Fraction

    @property
    def determinant(self) -> int:
        (a, b, _), (d, e, _) = self.forms
        return a * e - b * d

    def at(self, u: int, v: int) -> tuple[Fraction, Fraction]:
        """The variables where the forms have these values."""
        return tuple(Fraction(f(u, v), self.determinant) for f in self.inverse)  # type: ignore[return-value]

    @property
    def inverse(self) -> tuple[Form, Form]:
        """``determinant`` times each variable, as a form of the two forms' values."""
        (a, b, c), (d, e, f) = self.forms
        return Form(e, -b, b * f - e * c), Form(-d, a, d * c - a * f)


class Branch(NamedTuple):
    """``form`` 0 (left) or 1 (right) runs from ``low`` on through ``count`` values; where it divides the number and the
    ``conditions`` (of this form's value and the other's) hold, it is one of ``values``."""

    form: int
    low: int
    count: int
    conditions: tuple[Condition, ...]
    values: tuple[int, ...]


@dataclass(frozen=True)
class Search:
    """Branches that together give all solutions.  Two of them: each form up to the root of the number, in absolute value."""

    branches: tuple[Branch, ...]
    solutions: tuple[tuple[int, int], ...]


def factor_pair(equation: Term) -> FactorPair | None:
    """``None`` for every equation that is none of this kind."""
    found = sides(equation)
    if found is None or found.relation != "=" or type_name(found.left) not in ("ℕ", "ℤ") or _truncated(equation):
        return None
    ring = Ring.of([equation])
    if len(ring.atoms) != 2 or not all(isinstance(a, Var) and type_name(a) in ("ℕ", "ℤ") for a in ring.atoms):
        return None
    try:
        p = ring.polynomial(found.left) - ring.polynomial(found.right)
    except NotPolynomial:
        return None
    if not len(p) or p.total_degree() != 2:
        return None
    constant = _degenerate(p)
    if not constant:
        return None
    unit, factors = (p + constant).factor()
    forms = [f for f, n in factors for _ in range(int(n))]
    number = as_fraction(constant / unit)
    if len(forms) != 2 or number.denominator != 1 or any(c.q != 1 for f in forms for c in f.coeffs()):
        return None
    first, second = (_coefficients(f) for f in forms)
    left, right = (ring.term(f, INT) for f in forms)
    pair = FactorPair(tuple(ring.atoms), (first, second), left, right, number.numerator, as_fraction(1 / unit))  # type: ignore[arg-type]
    return pair if pair.determinant else None


def _truncated(term: Term) -> bool:
    return any(isinstance(p, App) and p.name == "HSub.hSub" and type_name(p) == "ℕ" for p in walk(term))


def _degenerate(p: fmpq_mpoly) -> fmpq | None:
    """The constant ``t`` for which ``p + t`` is a pair of lines."""
    c = {tuple(map(int, e)): v for e, v in p.terms()}
    a, b, d = (c.get(e, fmpq(0)) for e in ((2, 0), (1, 1), (0, 2)))
    e, f, g = (c.get(e, fmpq(0)) for e in ((1, 0), (0, 1), (0, 0)))
    minor = a * d - b * b / 4
    if minor == 0:
        return None
    # the determinant of [[a, b/2, e/2], [b/2, d, f/2], [e/2, f/2, h]] is 0
    h = (a * f * f / 4 - b * e * f / 4 + d * e * e / 4) / minor
    return h - g


def _coefficients(form: fmpq_mpoly) -> Form:
    c = {tuple(map(int, e)): int(v.p) for e, v in form.terms()}
    return Form(c.get((1, 0), 0), c.get((0, 1), 0), c.get((0, 0), 0))


def search(pair: FactorPair, hypotheses: Sequence[Term]) -> Search | None:
    """All solutions that fit those hypotheses that are linear in the two variables; ``None`` where it takes too long."""
    n = abs(pair.number)
    if n.bit_length() > 64:
        return None
    fitting = [h for h in hypotheses if _linear_condition(h, pair) is not None]
    conditions = [c for h in fitting for c in [_linear_condition(h, pair)] if c is not None]
    conditions += [Condition(Form(*(int(v == w) for w in pair.variables), 0), "≥") for v in pair.variables if type_name(v) == "ℕ"]
    box = Box(fitting)
    root = isqrt(n)
    listed = [d for m in divisors(n) for d in (m, -m)]
    spans = [_span(form, pair, box) for form in pair.forms]
    near = [range(max(s.start, -root), min(s.stop, root + 1)) for s in spans]
    dividing = [range(max(s.start, -n), min(s.stop, n + 1)) for s in spans]
    choices = [((0, dividing[0]),), ((1, dividing[1]),), ((0, near[0]), (1, near[1]))]
    chosen = min(choices, key=lambda branches: sum(BRANCH + max(r.stop - r.start, 0) for _, r in branches))
    if sum(len(r) for _, r in chosen) > MAX_STEPS or len(listed) > 2 * MAX_DIVISORS:
        return None
    tests = [*_integrality(pair), *(_moved(c, pair) for c in conditions)]
    branches, solutions = [], set()
    for form, r in chosen:
        needed: dict[Condition, None] = {}
        values = []
        for d in listed:
            if d not in r:
                continue
            u, v = (d, pair.number // d) if form == 0 else (pair.number // d, d)
            failing = next((c for c in (*needed, *tests) if not c.holds(u, v)), None)
            if failing is None:
                values.append(d)
                x, y = pair.at(u, v)
                solutions.add((int(x), int(y)))
            else:
                needed[failing] = None
        turned = tuple(c if form == 0 else c.turned() for c in needed)
        branches.append(Branch(form, r.start, len(r), turned, tuple(sorted(values))))
    return Search(tuple(branches), tuple(sorted(solutions)))


_FAR = 1 << 70


def _span(form: Form, pair: FactorPair, box: Box) -> range:
    """The values that a form can have where the variables are in the box."""
    low = high = form.constant
    for n, v in zip(form[:2], pair.variables, strict=True):
        bounds = (box.lower(v), box.high.get(v))
        least, most = bounds if n > 0 else (bounds[1], bounds[0])
        low += n * least if n and least is not None else -_FAR if n else 0
        high += n * most if n and most is not None else _FAR if n else 0
    return range(low, max(high + 1, low))


def _linear_condition(proposition: Term, pair: FactorPair) -> Condition | None:
    """A linear comparison of the two variables, as a condition on them."""
    found = sides(proposition)
    if found is None or type_name(found.left) not in ("ℕ", "ℤ") or not set(variables(proposition)) <= set(pair.variables):
        return None
    total: dict[Term, int] = {}
    for side, sign in ((found.right, 1), (found.left, -1)):
        for atom, n in linear(side).items():
            total[uncast(atom)] = total.get(uncast(atom), 0) + sign * n
    if any(n and atom not in (*pair.variables, ONE) for atom, n in total.items()):
        return None
    form = Form(*(total.get(v, 0) for v in pair.variables), total.get(ONE, 0) - (found.relation == "<"))
    return Condition(form, "≥" if found.relation in "<≤" else found.relation)  # type: ignore[arg-type]


def _integrality(pair: FactorPair) -> list[Condition]:
    modulus = abs(pair.determinant)
    if modulus == 1:
        return []
    return [Condition(Form(*(n % modulus for n in form)), "=", modulus) for form in pair.inverse]


def _moved(condition: Condition, pair: FactorPair) -> Condition:
    """A condition on the variables as one on the two forms' values."""
    sign = 1 if pair.determinant > 0 else -1
    x, y = pair.inverse
    p, q, c = sign * condition.form.x, sign * condition.form.y, condition.form.constant
    combined = Form(p * x.x + q * y.x, p * x.y + q * y.y, p * x.constant + q * y.constant + c * abs(pair.determinant))
    return Condition(combined, condition.relation)


def equation_of(pair: FactorPair) -> Term:
    """``left * right = number``."""
    product = App("HMul.hMul", (pair.left, pair.right), (INT,) * 3)
    return App("Eq", (product, Num(pair.number, INT)), (INT,))
