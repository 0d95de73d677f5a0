"""Random statements about powers with variable, rational and natural exponents: true by construction, and false twins."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from math import prod

from benchmarks.measure.generated import Made, in_turn


def _linear(a: int, b: int) -> str:
    return f"({a} * x {'+' if b >= 0 else '-'} {abs(b)})"


def one_base(rng: random.Random) -> Made:
    base, root = rng.choice([2, 3, 5, 6, 7, 10, 12]), rng.randint(-6, 9)
    k, m, a, b, c = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 5), rng.randint(-9, 9), rng.randint(1, 5)
    total = k * (a * root + b) + m * c * root
    right = f"({base} : ℝ) ^ {total}" if total > 0 else f"1 / ({base} : ℝ) ^ {-total}"
    h = f"({base**k} : ℝ) ^ {_linear(a, b)} * {base**m} ^ ({c} * x) = {right}"
    return f"(x : ℝ) (h : {h})", f"x = {root}", f"x = {root + 1}"


def quadratic(rng: random.Random) -> Made:
    base, (r, s) = rng.choice([2, 3, 5, 10]), rng.sample(range(0, 5), 2)
    p, q = base**r, base**s
    h = f"({base**2} : ℝ) ^ x - {p + q} * {base} ^ x + {p * q} = 0"
    return f"(x : ℝ) (h : {h})", f"x = {r} ∨ x = {s}", f"x = {r} ∨ x = {s + r + 1}"


def reciprocal(rng: random.Random) -> Made:
    base, r = rng.choice([2, 3, 4, 5, 10]), rng.randint(1, 3)
    h = f"({base} : ℝ) ^ x + {base} ^ (-x) = {base ** (2 * r) + 1} / {base**r}"
    return f"(x : ℝ) (h : {h})", f"x ^ 2 = {r * r}", f"x ^ 2 = {r * r + 1}"


def system(rng: random.Random) -> Made:
    p, q = rng.sample([2, 3, 5, 7], 2)
    x, y = rng.randint(1, 6), rng.randint(1, 6)
    x, y = max(x, y) + 1, min(x, y)
    h, k = f"({p} : ℝ) ^ (x + y) = {p ** (x + y)}", f"({q} : ℝ) ^ (x - y) = {q ** (x - y)}"
    return f"(x y : ℝ) (h : {h}) (k : {k})", f"x = {x} ∧ y = {y}", f"x = {x + 1} ∧ y = {y}"


def factorization(rng: random.Random) -> Made:
    primes = rng.sample([2, 3, 5, 7, 11], rng.randint(2, 3))
    exponents = [rng.randint(1, 6) for _ in primes]
    names = "abc"[: len(primes)]
    left = " * ".join(f"{p} ^ {v}" for p, v in zip(primes, names, strict=True))
    number = prod(p**e for p, e in zip(primes, exponents, strict=True))
    total = " + ".join(names)
    return f"({' '.join(names)} : ℕ) (h : {left} = {number})", f"{total} = {sum(exponents)}", f"{total} = {sum(exponents) + 1}"


def composite(rng: random.Random) -> Made:
    (p, q), (m, n) = rng.sample([2, 3, 5, 7], 2), (rng.randint(1, 6), rng.randint(1, 6))
    a, b = rng.choice([(2, 1), (3, 1), (1, 0), (3, 2)])
    left = f"{p**a * q**b} ^ m * {p * q} ^ (n + 1)" if b else f"{p} ^ m * {p * q} ^ (n + 1)"
    right = f"{p} ^ {a * m + n + 1} * {q} ^ {b * m + n + 1}"
    return f"(m n : ℕ) (h : {left} = {right})", f"m = {m} ∧ n = {n}", f"m = {m + 1} ∧ n = {n}"


def rational_exponent(rng: random.Random) -> Made:
    d, n = rng.choice([2, 3, 4, 5]), rng.randint(1, 5)
    a, b = rng.randint(2, 9), rng.randint(1, 9)
    sign = rng.choice(["", "-"])
    value = Fraction(a, b) ** (-n if sign else n)
    left = f"(({a**d} : ℝ) / {b**d}) ^ ({sign}({n} : ℝ) / {d})"
    return "", f"{left} = {value.numerator} / {value.denominator}", f"{left} = {value.numerator + 1} / {value.denominator}"


def surd_power(rng: random.Random) -> Made:
    s, t, c = rng.randint(1, 9), rng.randint(1, 6), rng.choice([2, 3, 5, 6, 7, 11, 13, 43])
    a, b = s * s + t * t * c, 2 * s * t
    left = f"({a} + {b} * √{c}) ^ ((3 : ℝ) / 2)"
    x, y = s**3 + 3 * s * t * t * c, 3 * s * s * t + t**3 * c
    return "", f"{left} = {x} + {y} * √{c}", f"{left} = {x + 1} + {y} * √{c}"


def half_power(rng: random.Random) -> Made:
    n = rng.randint(1, 4)
    left = f"x ^ (({2 * n + 1} : ℝ) / 2)"
    return "(x : ℝ) (h : 0 < x)", f"{left} = x ^ {n} * √x", f"{left} = x ^ {n + 1} * √x"


def guarded_floor(rng: random.Random) -> Made:
    a, b, c, d = (rng.randint(1, 40) for _ in range(4))
    sign = rng.choice(["", "-"])
    value = Fraction(a, b) / Fraction(-c if sign else c, d)
    law = "(f : ℝ → ℝ → ℝ) (h : ∀ x y, y ≠ 0 → f x y = x - y * ⌊x / y⌋)"
    found = Fraction(a, b) - Fraction(-c if sign else c, d) * (value.numerator // value.denominator)
    call = f"f ({a} / {b}) ({sign}({c} / {d}))"
    return law, f"{call} = {found.numerator} / {found.denominator}", f"{call} = {found.numerator + 1} / {found.denominator}"


KINDS: dict[str, Callable[[random.Random], Made]] = {
    made.__name__: made
    for made in (
        one_base, quadratic, reciprocal, system, factorization, composite, rational_exponent, surd_power, half_power, guarded_floor,
    )
}  # fmt: skip


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements ``(name, Lean statement, whether it is true)``."""
    return in_turn(KINDS, seed, n)
