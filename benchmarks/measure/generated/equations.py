"""Random equations from equations: linear systems, ideal membership, roots with side conditions, fractions, values of functions.

All hypotheses of a statement hold at a point that is chosen first, so that a conclusion altered there is false.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from flint import fmpq, fmpq_mpoly

from prover.algebra.polynomials import Ring, as_fraction
from prover.lean.printing import to_lean
from prover.lean.terms import COMPLEX, INT, NAT, RAT, REAL, App, Call, GoalTerms, Hypothesis, Num, Term, Var, variables

Made = tuple[list[Term], Term, Term]
"""Hypotheses, a conclusion that follows, and one that does not."""


def goals(seed: int, n: int) -> list[tuple[str, GoalTerms, bool]]:
    """``n`` goals, the kinds in turn, two of seven false."""
    rng = random.Random(seed)
    kinds = list(KINDS.items())
    found: list[tuple[str, GoalTerms, bool]] = []
    for k in range(n):
        name, make = kinds[k % len(kinds)]
        hypotheses, conclusion, false = make(rng)
        true = k % 7 not in (2, 5)
        found.append((f"{name}-{k:03}", _goal(hypotheses, conclusion if true else false), true))
    return found


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """As ``goals``, as Lean text: binders, a colon and the conclusion."""
    return [(name, statement(goal), true) for name, goal, true in goals(seed, n)]


def _goal(hypotheses: Sequence[Term], target: Term) -> GoalTerms:
    data = dict.fromkeys(v for t in [*hypotheses, target] for v in variables(t))
    proofs = (Hypothesis(f"h{i}", t, "prop") for i, t in enumerate(hypotheses))
    return GoalTerms((*(Hypothesis(v.name, v.type) for v in data), *proofs), target)


def statement(goal: GoalTerms) -> str:
    """A goal's hypotheses as binders, and its target."""
    binders = "".join(f" ({h.name} : {to_lean(h.type)})" for h in goal.hypotheses)
    return f"{binders.strip()} : {to_lean(goal.target)}"


# ------------------------------------------------------------------------------------------------------------- pieces


def _vars(names: str, type_: Term = REAL) -> list[Var]:
    return [Var(name, type_) for name in names]


def _rational(rng: random.Random, size: int = 9, denominator: int = 4) -> fmpq:
    return fmpq(rng.randint(-size, size), rng.randint(1, denominator))


def _nonzero(rng: random.Random, size: int = 9, denominator: int = 1) -> fmpq:
    return fmpq(rng.choice([k for k in range(-size, size + 1) if k]), rng.randint(1, denominator))


def _relation(head: str, a: Term, b: Term, type_: Term) -> App:
    return App(head, (a, b), (type_,))


def _equation(rng: random.Random, ring: Ring, polynomial: fmpq_mpoly, type_: Term = REAL) -> App:
    """``polynomial = 0`` with some of the terms on the other side."""
    left = right = polynomial - polynomial
    for exponents, c in polynomial.terms():
        term = ring.context.from_dict({exponents: c})
        if rng.random() < 0.7:
            left = left + term
        else:
            right = right - term
    return _relation("Eq", ring.term(left, type_), ring.term(right, type_), type_)


def _number(value: fmpq, type_: Term = REAL) -> Term:
    return Ring([]).term(Ring([]).context.constant(value), type_)


def _is(term: Term, value: fmpq, type_: Term = REAL) -> App:
    return _relation("Eq", term, _number(value, type_), type_)


def _random_polynomial(rng: random.Random, ring: Ring, degree: int, count: int) -> fmpq_mpoly:
    total = ring.context.constant(0)
    for _ in range(count):
        exponents = [0] * len(ring.atoms)
        for _ in range(rng.randint(1, degree)):
            exponents[rng.randrange(len(exponents))] += 1
        total += ring.context.from_dict({tuple(exponents): _nonzero(rng, 5)})
    return total


# -------------------------------------------------------------------------------------------------------------- kinds


def linear_system(rng: random.Random) -> Made:
    """As many linear equations with rational coefficients as unknowns (2–5): one unknown, or a combination of them."""
    type_ = rng.choice([REAL, RAT])
    return _linear(rng, _vars("xyzuv"[: rng.randint(2, 5)], type_), type_)


def function_values(rng: random.Random) -> Made:
    """The same for values of functions, roots and logarithms."""
    f, x = Var("f", App("→", (REAL, REAL))), Var("x", REAL)
    atoms: list[Term] = [Call(f, (Num(k, REAL),)) for k in rng.sample(range(-5, 20), 3)]
    atoms += [Call(f, (x,)), x]
    return _linear(rng, rng.sample(atoms, rng.randint(2, 4)), REAL)


def _linear(rng: random.Random, atoms: Sequence[Term], type_: Term) -> Made:
    ring = Ring(atoms)
    point = [_rational(rng) for _ in atoms]
    equations: list[App] = []
    rows: list[list[fmpq]] = []
    while len(equations) < len(atoms):
        row = [_rational(rng) for _ in atoms]
        if _independent([*rows, row]):
            rows.append(row)
            left = sum((a * x for a, x in zip(row, ring.generators, strict=True)), ring.context.constant(0))
            equations.append(_equation(rng, ring, left - left(*point), type_))
    wanted = ring.generators[rng.randrange(len(atoms))]
    if rng.random() < 0.4:
        wanted = sum((_nonzero(rng) * x for x in ring.generators), ring.context.constant(0))
    value, term = wanted(*point), ring.term(wanted, type_)
    return list(equations), _is(term, value, type_), _is(term, value + _nonzero(rng), type_)


def _independent(rows: list[list[fmpq]]) -> bool:
    from flint import fmpq_mat

    return fmpq_mat(len(rows), len(rows[0]), [a for row in rows for a in row]).rank() == len(rows)


def membership(rng: random.Random) -> Made:
    """A combination of two or three quadratic equations with polynomial cofactors, of degree at most 4, in 3–4 variables."""
    type_ = rng.choice([REAL, RAT, COMPLEX, INT])
    ring = Ring(_vars("abcd"[: rng.randint(3, 4)], type_))
    point = [fmpq(rng.randint(-3, 3)) for _ in ring.atoms]
    generators = []
    for _ in range(rng.randint(2, 3)):
        f = _random_polynomial(rng, ring, 2, 4)
        generators.append(f - f(*point))
    total = ring.context.constant(0)
    for f in generators:
        total += f * (_random_polynomial(rng, ring, 2, 2) + rng.randint(-3, 3))
    hypotheses = [_equation(rng, ring, f, type_) for f in generators if len(f)]
    return hypotheses, _equation(rng, ring, total, type_), _equation(rng, ring, total + _nonzero(rng), type_)


def radical(rng: random.Random) -> Made:
    """A power that is 0, or two squares that are equal up to a sign that a condition excludes."""
    ring = Ring(_vars("ab"))
    a, b = ring.generators
    linear = _nonzero(rng) * a + _nonzero(rng) * b + rng.randint(-5, 5)
    hypothesis = _equation(rng, ring, linear ** rng.randint(2, 3) * _nonzero(rng))
    return [hypothesis], _equation(rng, ring, linear), _equation(rng, ring, linear + 1)


def roots(rng: random.Random) -> Made:
    """A quadratic or cubic with rational roots: all of them, or the one that a condition leaves."""
    x = Var("x", rng.choice([REAL, RAT]))
    ring = Ring([x])
    (g,) = ring.generators
    found = sorted({as_fraction(_rational(rng, 12, 3)) for _ in range(rng.randint(2, 3))})
    polynomial = ring.context.constant(_nonzero(rng))
    for r in found:
        polynomial = polynomial * (g - fmpq(r.numerator, r.denominator))
    hypothesis = _equation(rng, ring, polynomial, x.type)
    values = [_is(x, fmpq(r.numerator, r.denominator), x.type) for r in found]
    wrong = _is(x, fmpq(found[-1].numerator, found[-1].denominator) + 1, x.type)
    if rng.random() < 0.5 or len(found) == 1:
        rng.shuffle(values)
        return [hypothesis], _any(values), _any([wrong, *values[1:]])
    low = (found[-1] + found[-2]) / 2
    condition = _relation("LT.lt", _number(fmpq(low.numerator, low.denominator), x.type), x, x.type)
    return [hypothesis, condition], values[-1], wrong


def _any(propositions: Sequence[Term]) -> Term:
    result = propositions[-1]
    for p in reversed(propositions[:-1]):
        result = App("Or", (p, result))
    return result


def sum_and_product(rng: random.Random) -> Made:
    """Two numbers by a linear equation and their product: the pairs, or the one that is in order."""
    x, y = _vars("xy")
    ring = Ring([x, y])
    g, h = ring.generators
    slope = rng.choice([1, 1, 2, -1, 3])
    a, b = fmpq(rng.randint(-9, 9)), fmpq(rng.randint(-9, 9))
    total, product = a + slope * b, a * b
    hypotheses = [_equation(rng, ring, g + slope * h - total), _equation(rng, ring, g * h - product)]
    other_x, other_y = slope * b, a / slope  # the roots of t² - total t + slope product are a and slope b
    pairs = [(a, b), (other_x, other_y)]
    claims = [App("And", (_is(x, p), _is(y, q))) for p, q in pairs]
    return hypotheses, App("Or", tuple(claims)), App("And", (_is(x, a), _is(y, b + 1)))


def cancelled(rng: random.Random) -> Made:
    """A factor that is not 0."""
    type_ = rng.choice([REAL, RAT, COMPLEX, INT])
    ring = Ring(_vars("abc", type_))
    a, b, c = ring.generators
    point = [fmpq(rng.choice([-3, -2, -1, 1, 2, 3])) for _ in range(3)]
    linear = _nonzero(rng) * b + _nonzero(rng) * c * a + _nonzero(rng) * c
    linear = linear - linear(*point)
    factor = rng.choice([a, a * a, a * c, a + b])
    if factor(*point) == 0:
        factor = a
    hypotheses: list[Term] = [_equation(rng, ring, factor * linear, type_)]
    for nonzero in {str(f): f for f, _ in factor.factor()[1]}.values():
        hypotheses.append(_relation("Ne", ring.term(nonzero, type_), Num(0, type_), type_))
    return hypotheses, _equation(rng, ring, linear, type_), _equation(rng, ring, linear + 1, type_)


def unequal_roots(rng: random.Random) -> Made:
    """Two to four unequal roots of a polynomial of that degree: a symmetric function of them, after Vieta."""
    type_ = rng.choice([REAL, RAT, COMPLEX, INT])
    numbers = _vars("abcd"[: rng.randint(2, 4)], type_)
    ring, x = Ring(numbers), Ring([Var("x", type_)])
    point = [fmpq(k) for k in rng.sample(range(-6, 7), len(numbers))]
    polynomial = x.context.constant(rng.choice([-2, -1, 1, 1, 3]))
    for value in point:
        polynomial = polynomial * (x.generators[0] - value)
    hypotheses: list[Term] = [_equation(rng, ring, polynomial.compose(g, ctx=ring.context), type_) for g in ring.generators]
    hypotheses += [_relation("Ne", *pair, type_) for pair in combinations(numbers, 2)]
    total, product = sum(ring.generators), ring.context.constant(1)
    for g in ring.generators:
        product = product * g
    squares = sum(g * g for g in ring.generators)
    wanted = rng.choice([total, product, squares, total * total - squares, 2 * total + product])
    value = ring.context.constant(wanted(*point))
    claims = (_relation("Eq", ring.term(wanted, type_), ring.term(value + k, type_), type_) for k in (0, 1))
    return hypotheses, *claims  # type: ignore[return-value]


def fractions(rng: random.Random) -> Made:
    """A sum of fractions brought to one denominator, or equations in reciprocals."""
    x, y = _vars("xy")
    ring = Ring([x, y])
    g, h = ring.generators
    if rng.random() < 0.5:
        a, b = _nonzero(rng, 6, 3), _nonzero(rng, 6, 3)
        hypotheses: list[Term] = [_relation("Ne", v, Num(0, REAL), REAL) for v in (x, y)]
        rows: list[list[fmpq]] = []
        while len(rows) < 2:
            row = [_nonzero(rng), _nonzero(rng)]
            if _independent([*rows, row]):
                rows.append(row)
                terms = [_divided(_number(c), v) for c, v in zip(row, (x, y), strict=True)]
                total = App("HAdd.hAdd", (terms[0], terms[1]), (REAL,) * 3)
                hypotheses.append(_is(total, row[0] / a + row[1] / b))
        return hypotheses, _is(x, a), _is(x, a + 1)
    lower = [_nonzero(rng, 4) * g + _nonzero(rng, 4) * h + rng.randint(-4, 4), g + rng.choice([-3, -2, -1, 1, 2, 3])]
    upper = [_random_polynomial(rng, ring, 1, 2) for _ in lower]
    sum_ = App(
        "HAdd.hAdd",
        tuple(_divided(ring.term(p, REAL), ring.term(q, REAL)) for p, q in zip(upper, lower, strict=True)),
        (REAL,) * 3,
    )
    numerator, denominator = upper[0] * lower[1] + upper[1] * lower[0], lower[0] * lower[1]
    hypotheses = [_relation("Ne", ring.term(q, REAL), Num(0, REAL), REAL) for q in lower]
    true, false = (_divided(ring.term(n, REAL), ring.term(denominator, REAL)) for n in (numerator, numerator + denominator))
    return hypotheses, _relation("Eq", sum_, true, REAL), _relation("Eq", sum_, false, REAL)


def _divided(a: Term, b: Term) -> App:
    return App("HDiv.hDiv", (a, b), (REAL,) * 3)


def complex_values(rng: random.Random) -> Made:
    """An equation that is linear in a complex number, with coefficients in ℚ(i)."""
    z, unit = Var("z", COMPLEX), App("Complex.I", (), (COMPLEX,))
    ring = Ring([z, unit])
    g, i = ring.generators
    a, b = (_nonzero(rng, 6), _nonzero(rng, 6)), (_rational(rng, 6, 1), _nonzero(rng, 6))
    product = (a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0])
    equation = (a[0] + a[1] * i) * g - (product[0] + product[1] * i)
    hypotheses: list[Term] = [_equation(rng, ring, equation, COMPLEX)]
    true, false = (_relation("Eq", z, ring.term(b[0] + k + b[1] * i, COMPLEX), COMPLEX) for k in (0, 1))
    return hypotheses, true, false


def naturals(rng: random.Random) -> Made:
    """Products and sums of natural numbers, the conclusion over ℕ or over ℝ with casts."""
    m, n = Var("m", NAT), Var("n", NAT)
    ring = Ring([m, n])
    g, h = ring.generators
    a, b, k = rng.randint(1, 9), rng.randint(1, 9), rng.randint(2, 9)
    hypotheses: list[Term] = [
        _relation("Eq", ring.term(g * h + k * g, NAT), Num(a * b + k * a, NAT), NAT),
        _relation("Eq", ring.term(g + 0 * h, NAT), Num(a, NAT), NAT),
    ]
    type_ = rng.choice([NAT, REAL])
    conclusion = [ring.term(g * g + h, type_), Num(a * a + b, type_)]
    return hypotheses, _relation("Eq", *conclusion, type_), _relation("Eq", conclusion[0], Num(a * a + b + 1, type_), type_)


def square_roots(rng: random.Random) -> Made:
    """A root's value gives what is under it; a square gives a root."""
    x = Var("x", REAL)
    ring = Ring([x])
    (g,) = ring.generators
    slope, value = _nonzero(rng), fmpq(rng.randint(1, 9), rng.randint(1, 3))
    if rng.random() < 0.5:
        under, point = slope * g + rng.randint(-9, 9), fmpq(0)
        point = (value * value - under(fmpq(0))) / slope
        root = App("Real.sqrt", (ring.term(under, REAL),))
        return [_relation("Eq", root, _number(value), REAL)], _is(x, point), _is(x, point + 1)
    n, shift = rng.randint(2, 50), rng.randint(-5, 5)
    hypotheses = [_is(ring.term((g - shift) ** 2, REAL), fmpq(n)), _relation("LT.lt", Num(shift, REAL), x, REAL)]
    roots = [App("HAdd.hAdd", (Num(k, REAL), App("Real.sqrt", (Num(n, REAL),))), (REAL,) * 3) for k in (shift, shift + 1)]
    return list(hypotheses), *(_relation("Eq", x, root, REAL) for root in roots)  # type: ignore[return-value]


def squares_zero(rng: random.Random) -> Made:
    """A sum of two or three squares of linear polynomials that is 0."""
    ring = Ring(_vars("abc"))
    point = [fmpq(rng.randint(-4, 4)) for _ in ring.atoms]
    total = ring.context.constant(0)
    lines = []
    for _ in range(rng.randint(2, 3)):
        line = sum((rng.randint(-2, 2) * x for x in ring.generators), ring.generators[rng.randrange(3)] * 3)
        lines.append(line - line(*point))
        total += rng.randint(1, 3) * lines[-1] ** 2
    conclusion = sum((_nonzero(rng, 3) * line for line in lines), ring.context.constant(0))
    return [_equation(rng, ring, total)], _equation(rng, ring, conclusion), _equation(rng, ring, conclusion + 1)


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "linear_system": linear_system,
    "membership": membership,
    "roots": roots,
    "fractions": fractions,
    "sum_and_product": sum_and_product,
    "cancelled": cancelled,
    "unequal_roots": unequal_roots,
    "radical": radical,
    "function_values": function_values,
    "complex_values": complex_values,
    "naturals": naturals,
    "square_roots": square_roots,
    "squares_zero": squares_zero,
}


def of_kind(kind: str, seed: int, n: int) -> Iterator[tuple[GoalTerms, GoalTerms]]:
    """``n`` pairs of one kind: a true goal and its false twin."""
    rng = random.Random(seed)
    for _ in range(n):
        hypotheses, true, false = KINDS[kind](rng)
        yield _goal(hypotheses, true), _goal(hypotheses, false)
