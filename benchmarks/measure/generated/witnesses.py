"""Statements that something exists, made from a witness that is drawn first, and twins of which none does.

``numbers``    ``∃`` over ℕ, ℤ, ℚ, ℝ, of one number or several, with equations and bounds that the drawn ones satisfy
``terms``      ``∃`` under hypotheses about variables: a solution is a term in them
``parity``     every integer is of one of the forms ``m * k + r``
``extremes``   the least or greatest element of a set of integers

A false twin of ``numbers`` has an equation that has no solution modulo a small number or by size; of ``terms`` one that fails at
values that the hypotheses allow; of ``parity`` a remainder left out; of ``extremes`` a neighbouring number.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

Drawn = tuple[str, bool]
"""A statement after the theorem's name, and whether it is true."""


def _sum(rng: random.Random, names: list[str], coefficients: list[int]) -> str:
    text = ""
    for name, c in zip(names, coefficients, strict=True):
        size = name if abs(c) == 1 else f"{abs(c)} * {name}"
        text += (f" {'-' if c < 0 else '+'} " if text else "-" if c < 0 else "") + size
    return text


def _at(coefficients: list[int], values: list[int]) -> int:
    return sum(c * v for c, v in zip(coefficients, values, strict=True))


def squares(rng: random.Random, truth: bool) -> Drawn:
    """``∃ x y : ℕ, 0 < x ∧ 0 < y ∧ a x ^ 2 + b y ^ 2 = n``; false modulo 4: a sum of two squares is never 3."""
    if truth:
        a, b, x, y = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 30), rng.randint(1, 30)
        return f": ∃ x y : ℕ, 0 < x ∧ 0 < y ∧ {a} * x ^ 2 + {b} * y ^ 2 = {a * x * x + b * y * y}", True
    return f": ∃ x y : ℕ, 0 < x ∧ 0 < y ∧ x ^ 2 + y ^ 2 = {4 * rng.randint(3, 200) + 3}", False


def linear(rng: random.Random, truth: bool) -> Drawn:
    """An equation of three integers with bounds; false where a number divides all coefficients and not the right side."""
    names, values = ["x", "y", "z"], [rng.randint(-20, 20) for _ in range(3)]
    coefficients = [rng.choice([-7, -5, -3, 2, 3, 4, 6, 11]) for _ in range(3)]
    right, factor = _at(coefficients, values), 1
    if not truth:
        factor = rng.choice([2, 3, 5])
        coefficients = [factor * c for c in coefficients]
        right = factor * right + rng.randint(1, factor - 1)
    bounds = " ∧ ".join(f"{v - rng.randint(0, 3)} ≤ {n}" for n, v in zip(names, values, strict=True))
    return f": ∃ x y z : ℤ, {_sum(rng, names, coefficients)} = {right} ∧ {bounds}", truth


def roots(rng: random.Random, truth: bool) -> Drawn:
    """A root of a quadratic with rational roots, on one side of a number; false on the side where there is none."""
    p, q = sorted(rng.sample(range(-12, 13), 2))
    d = rng.randint(1, 4)
    # (d x - p) (x - q) = d x ^ 2 - (d q + p) x + p q
    low, high = sorted([Fraction(p, d), Fraction(q)])
    if low == high:
        return roots(rng, truth)
    bound = (low + high) / 2 if truth else high + rng.randint(0, 5)
    equation = f"{d} * x ^ 2 - ({d * q + p}) * x + ({p * q}) = 0"
    type_ = rng.choice("ℚℝ")
    return f": ∃ x : {type_}, {equation} ∧ ({bound.numerator} : {type_}) / {bound.denominator} < x", truth


def residues(rng: random.Random, truth: bool) -> Drawn:
    """A number beyond a bound with given remainders; false where they contradict one another."""
    m, n = rng.choice([(7, 11), (5, 9), (13, 8), (6, 35)])
    if truth:
        return f": ∃ n : ℕ, {rng.randint(50, 2000)} < n ∧ n % {m} = {rng.randrange(m)} ∧ n % {n} = {rng.randrange(n)}", True
    r = rng.randrange(m)
    return f": ∃ n : ℕ, n < {rng.randint(50, 400)} ∧ n % {m} = {r} ∧ n % {2 * m} = {(r + 1) % m}", False


def products(rng: random.Random, truth: bool) -> Drawn:
    """A factorization with a given sum; false where no two factors have it."""
    x, y = rng.randint(11, 60), rng.randint(11, 60)
    sums = {d + x * y // d for d in range(1, x * y + 1) if x * y % d == 0}
    total = x + y if truth else next(s for s in range(x + y, 10**6) if s not in sums)
    return f": ∃ a b : ℕ, a * b = {x * y} ∧ a + b = {total}", truth


def between(rng: random.Random, truth: bool) -> Drawn:
    """A number between two, or beyond both."""
    shape, k = rng.randrange(3), rng.randint(1, 9)
    if shape == 0:
        if truth:
            return f"(a b : ℝ) (h : a + {k} < b) : ∃ c, a < c ∧ c + {k} < b", True
        return f"(a b : ℝ) (h : a < b) : ∃ c, a < c ∧ c + {k} < b", False
    if shape == 1:
        if truth:
            return f"(a b : ℤ) : ∃ c, a + {k} < c ∧ b < c", True
        return f"(a b : ℤ) : ∃ c, a + {k} < c ∧ c < b", False
    if truth:
        return f"(a b : ℚ) (ha : 0 < a) (hb : 0 < b) : ∃ c > 0, {k} * c < a ∧ c < b", True
    return f"(a b : ℚ) (ha : 0 < a) (hb : 0 < b) : ∃ c > {k}, c < a ∧ c < b", False


def solutions(rng: random.Random, truth: bool) -> Drawn:
    """A linear equation or system with parameters on the right."""
    a, b, c = (rng.choice([-5, -3, -2, 2, 3, 4, 7]) for _ in range(3))
    if truth:
        if rng.random() < 0.5:
            return f"(x : ℝ) : ∃ y, {a} * y + {abs(b)} = {c} * x", True
        while a * c == b:
            c += 1
        return f"(p q : ℚ) : ∃ x y, {a} * x + {b} * y = p ∧ x + {c} * y = q", True
    if rng.random() < 0.5:
        return f"(x : ℤ) : ∃ y, {abs(a) + 1} * y = x", False
    return f"(p q : ℚ) : ∃ x y, x + {b} * y = p ∧ {a} * x + ({a * b}) * y = q", False


def multiples(rng: random.Random, truth: bool) -> Drawn:
    """A quotient that remainders of the summands allow, or do not."""
    m = rng.randint(2, 9)
    r = rng.randrange(m)
    s = (-r) % m if truth else (1 - r) % m
    return f"(a b : ℤ) (ha : a % {m} = {r}) (hb : b % {m} = {s}) : ∃ k, a + b = {m} * k", truth


def forms(rng: random.Random, truth: bool) -> Drawn:
    """The forms ``m * k + r`` of all integers; false with one left out."""
    m, type_ = rng.randint(2, 5), rng.choice("ℕℤ")
    rest = list(range(m))
    if not truth:
        rest.remove(rng.choice(rest))
    rng.shuffle(rest)
    forms_ = [f"∃ k, n = {m} * k" + (f" + {r}" if r else "") for r in rest]
    return f"(n : {type_}) : " + " ∨ ".join(f"({f})" for f in forms_[:-1]) + (" ∨ " if forms_[:-1] else "") + forms_[-1], truth


def least(rng: random.Random, truth: bool) -> Drawn:
    """The least positive common multiple, or the greatest number whose square is small."""
    if rng.random() < 0.5:
        a, b = rng.randint(2, 9), rng.randint(2, 9)
        first = next(n for n in range(1, 100) if n % a == 0 and n % b == 0)
        value = first if truth else rng.choice([first + 1, 2 * first])
        return f": IsLeast {{n : ℕ | 0 < n ∧ {a} ∣ n ∧ {b} ∣ n}} {value}", truth
    limit = rng.randint(10, 900)
    greatest = next(n for n in range(31, -1, -1) if n * n < limit)
    return f": IsGreatest {{n : ℕ | n ^ 2 < {limit}}} {greatest if truth else greatest - 1}", truth


_KINDS: dict[str, tuple[Callable[[random.Random, bool], Drawn], ...]] = {
    "numbers": (squares, linear, roots, residues, products),
    "terms": (between, solutions, multiples),
    "parity": (forms,),
    "extremes": (least,),
}


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements: name, Lean statement, whether it is true; three in four are."""
    rng = random.Random(seed)
    kinds = ["numbers", "numbers", "numbers", "terms", "terms", "parity", "extremes"]
    found = []
    for i in range(n):
        kind = rng.choice(kinds)
        statement, truth = rng.choice(_KINDS[kind])(rng, rng.random() < 0.75)
        found.append((f"{kind}-{i:03}", statement, truth))
    return found
