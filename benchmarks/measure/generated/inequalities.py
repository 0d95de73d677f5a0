"""Inequalities that are true because they were put together from what is not negative, and twins that fail at a known point.

``linear``    combinations of up to 8 linear hypotheses in up to 6 variables
``products``  combinations of products of hypotheses (boxes, orders, signs) and of squares of differences
``squares``   weighted sums of squares of polynomials of degree 2 in up to 3 variables, expanded; strict ones with a constant
``integers``  as ``products``, over ℤ and ℕ, strict hypotheses used as ``a + 1 ≤ b``
``unequal``   strict ones, by squares of the differences of numbers that are unequal
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from flint import fmpq, fmpq_mpoly

from prover.algebra.polynomials import NotPolynomial, Ring
from prover.lean.printing import to_lean
from prover.lean.terms import INT, NAT, REAL, App, GoalTerms, Hypothesis, Term, Var

_NAMES = "x y z u v w".split()


@dataclass
class _Drawing:
    """Hypotheses and conclusion as polynomials: ``(polynomial, strict)`` stands for ``polynomial ≥ 0`` or ``> 0``."""

    ring: Ring
    type: Term
    point: list[fmpq]
    hypotheses: list[tuple[fmpq_mpoly, bool]] = field(default_factory=list)
    goal: tuple[fmpq_mpoly, bool] | None = None
    unequal: list[tuple[Term, Term]] = field(default_factory=list)


def drawing(rng: random.Random, variables: int, type_: Term = REAL) -> _Drawing:
    ring = Ring([Var(name, type_) for name in _NAMES[:variables]])
    return _Drawing(ring, type_, [fmpq(rng.randint(1, 6)) for _ in range(variables)])


def _at(d: _Drawing, polynomial: fmpq_mpoly) -> fmpq:
    return polynomial(*d.point)


def _linear(d: _Drawing, rng: random.Random, terms: int) -> fmpq_mpoly:
    chosen = rng.sample(d.ring.generators, min(terms, len(d.ring.generators)))
    return sum((rng.choice([-3, -2, -1, 1, 2, 3, 5]) * g for g in chosen), d.ring.context.constant(0))


def _hold_at_point(d: _Drawing, rng: random.Random, form: fmpq_mpoly, room: int = 4) -> tuple[fmpq_mpoly, bool]:
    """``form`` shifted by a constant so that it is positive at the drawing's point."""
    return form - _at(d, form) + rng.randint(1, room), rng.random() < 0.3


def linear(rng: random.Random) -> _Drawing:
    d = drawing(rng, rng.randint(2, 6))
    count = rng.randint(2, 8)
    d.hypotheses = [_hold_at_point(d, rng, _linear(d, rng, rng.randint(1, 4))) for _ in range(count)]
    used = rng.sample(d.hypotheses, rng.randint(2, min(5, count)))
    weights = [fmpq(rng.randint(1, 5), rng.choice([1, 1, 2, 3])) for _ in used]
    total = sum((w * p for w, (p, _) in zip(weights, used, strict=True)), d.ring.context.constant(0))
    room = rng.choice([0, 0, 1, 3])
    strict = (room > 0 or any(s for _, s in used)) and rng.random() < 0.5
    d.goal = (total + room, strict)
    return d


def products(rng: random.Random, type_: Term = REAL) -> _Drawing:
    d = drawing(rng, rng.randint(2, 4), type_)
    one = d.ring.context.constant(1)
    shape = rng.choice(["signs", "box", "order", "forms"])
    for i, g in enumerate(d.ring.generators):
        value = d.point[i]
        if shape == "signs":
            d.hypotheses.append((g, rng.random() < 0.5))
        elif shape == "box":
            d.hypotheses += [(g - value + rng.randint(1, 3), False), (value + rng.randint(1, 3) - g, False)]
        elif shape == "forms":
            d.hypotheses.append(_hold_at_point(d, rng, _linear(d, rng, 2)))
    if shape == "order":
        d.point = sorted(d.point)
        d.point = [p + i for i, p in enumerate(d.point)]
        chain = [one * 0, *d.ring.generators]
        d.hypotheses = [(b - a, rng.random() < 0.3) for a, b in zip(chain, chain[1:], strict=False)]
    total = one * 0
    for _ in range(rng.randint(1, 3)):
        (p, _), (q, _) = rng.choice(d.hypotheses), rng.choice(d.hypotheses)
        if type_ != REAL:
            p, q = (h - 1 if s else h for h, s in (rng.choice(d.hypotheses), rng.choice(d.hypotheses)))
        total += rng.randint(1, 4) * p * q
    if rng.random() < 0.5:
        a, b = rng.sample(d.ring.generators, 2)
        total += rng.randint(1, 2) * (a - b) ** 2
    room = rng.choice([0, 0, 1])
    d.goal = (total + room, room > 0 and rng.random() < 0.5)
    return d


def squares(rng: random.Random) -> _Drawing:
    d = drawing(rng, rng.randint(1, 3))
    one = d.ring.context.constant(1)
    short = [one, *d.ring.generators]
    monomials = [a * b for i, a in enumerate(short) for b in short[i:]]
    total = one * 0
    for _ in range(rng.randint(1, 4)):
        chosen = rng.sample(monomials, rng.randint(2, min(5, len(monomials))))
        form = sum((rng.choice([-5, -3, -2, -1, 1, 2, 3, 4]) * m for m in chosen), one * 0)
        total += fmpq(rng.randint(1, 5), rng.choice([1, 1, 2, 3])) * form**2
    room = rng.choice([0, fmpq(1, 10), fmpq(1, 2), 1])
    d.goal = (total + room, bool(room) and rng.random() < 0.7)
    return d


def integers(rng: random.Random) -> _Drawing:
    return products(rng, rng.choice([INT, NAT]))


def unequal(rng: random.Random) -> _Drawing:
    d = drawing(rng, rng.randint(2, 4), rng.choice([REAL, REAL, INT]))
    d.point = [fmpq(k) for k in rng.sample(range(1, 9), len(d.point))]
    generators = d.ring.generators
    pairs = list(combinations(range(len(generators)), 2))
    used = rng.sample(pairs, rng.randint(1, min(3, len(pairs))))
    d.unequal = [(d.ring.atoms[i], d.ring.atoms[j]) for i, j in used]
    d.hypotheses = [(g, rng.random() < 0.7) for g in generators]
    total = sum((rng.randint(1, 3) * (generators[i] - generators[j]) ** 2 for i, j in used), d.ring.context.constant(0))
    for _ in range(rng.randint(0, 2)):
        total += rng.randint(1, 3) * rng.choice(generators) * rng.choice(generators)
    d.goal = (total, True)
    return d


KINDS: dict[str, Callable[[random.Random], _Drawing]] = {
    "linear": linear,
    "products": products,
    "squares": squares,
    "integers": integers,
    "unequal": unequal,
}


def _relation(d: _Drawing, rng: random.Random, polynomial: fmpq_mpoly, strict: bool) -> Term:
    """``polynomial ≥ 0`` as ``a ≤ b`` (or ``0 ≤ p``), its terms on the side of their sign or not."""
    together = rng.random() < 0.5 and d.type != NAT
    left = d.ring.context.constant(0)
    for exponents, coefficient in polynomial.to_dict().items():
        if coefficient < 0 and not together:
            left -= d.ring.context.from_dict({exponents: coefficient})
    sides = [d.ring.term(p, d.type) for p in (left, polynomial + left)]
    return App("LT.lt" if strict else "LE.le", tuple(sides), (d.type,))


def goal(d: _Drawing, rng: random.Random, true: bool) -> GoalTerms:
    """The goal; a false one has the conclusion lowered so far that it fails at the drawing's point."""
    assert d.goal is not None
    conclusion, strict = d.goal
    if not true:
        conclusion = conclusion - _at(d, conclusion) - rng.randint(1, 3)
    hypotheses = [Hypothesis(a.name, d.type) for a in d.ring.atoms if isinstance(a, Var)]
    for i, (p, s) in enumerate(d.hypotheses):
        hypotheses.append(Hypothesis(f"h{i}", _relation(d, rng, p, s), "prop"))
    for i, pair in enumerate(d.unequal):
        hypotheses.append(Hypothesis(f"k{i}", App("Ne", pair, (d.type,)), "prop"))
    return GoalTerms(tuple(hypotheses), _relation(d, rng, conclusion, strict))


def statement(terms: GoalTerms) -> str:
    """The goal as a statement."""
    names = " ".join(h.name for h in terms.data)
    hypotheses = "".join(f" ({h.name} : {to_lean(h.type)})" for h in terms.props)
    return f"({names} : {to_lean(terms.data[0].type)}){hypotheses} : {to_lean(terms.target)}"


def goals(seed: int, n: int, kinds: tuple[str, ...] = tuple(KINDS)) -> list[tuple[str, GoalTerms, bool]]:
    """``n`` goals, the kinds in turn, every third false."""
    rng = random.Random(f"inequalities-{seed}")
    found: list[tuple[str, GoalTerms, bool]] = []
    while len(found) < n:
        kind = kinds[len(found) % len(kinds)]
        true = len(found) // len(kinds) % 3 != 2
        d = KINDS[kind](rng)
        assert d.goal is not None
        if d.goal[0].is_constant():
            continue
        try:
            found.append((f"{kind}-{len(found):03d}", goal(d, rng, true), true))
        except NotPolynomial:
            continue
    return found


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements ``(name, Lean statement, whether it is true)``."""
    return [(name, statement(terms), true) for name, terms, true in goals(seed, n)]
