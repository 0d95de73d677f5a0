"""Random statements about roots, logarithms, rounding and angles: true by construction, and false twins."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import isqrt

from benchmarks.measure.generated import Made, in_turn


def _squarefree(rng: random.Random) -> int:
    return rng.choice([2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21, 22, 23])


def simplified(rng: random.Random) -> Made:
    r, a, b = _squarefree(rng), rng.randint(2, 15), rng.randint(2, 15)
    left = f"Real.sqrt {a * a * r} + Real.sqrt {b * b * r}"
    return "", f"{left} = {a + b} * Real.sqrt {r}", f"{left} = {a + b + 1} * Real.sqrt {r}"


def nested(rng: random.Random) -> Made:
    c, b = _squarefree(rng), rng.randint(1, 4)
    minus = rng.random() < 0.5
    a = isqrt(b * b * c) + rng.randint(1, 4) if minus else rng.randint(1, 9)
    sign = "-" if minus else "+"
    root = f"Real.sqrt ({a * a + b * b * c} {sign} {2 * a * b} * Real.sqrt {c})"
    return "", f"{root} = {a} {sign} {b} * Real.sqrt {c}", f"{root} = {a + 1} {sign} {b} * Real.sqrt {c}"


def compared(rng: random.Random) -> Made:
    a, b = rng.sample(range(2, 200), 2)
    p, q = rng.randint(1, 9), rng.randint(1, 9)
    places = 10**40
    value = p * isqrt(a * places**2) + q * isqrt(b * places**2)
    near = value * 1000 // places
    left = f"{p} * Real.sqrt {a} + {q} * Real.sqrt {b}"
    return "", f"{left} < ({near + 2} : ℝ) / 1000", f"{left} < ({near - 1} : ℝ) / 1000"


def equation(rng: random.Random) -> Made:
    k, a, b = rng.randint(1, 6), rng.randint(-20, 20), rng.randint(1, 12)
    return f"(x : ℝ) (h : Real.sqrt ({k} * x + {a}) = {b})", f"{k} * x = {b * b - a}", f"{k} * x = {b * b - a + 1}"


def conjugates(rng: random.Random) -> Made:
    a, b = rng.randint(1, 9), rng.randint(1, 9)
    left = f"({a} * Real.sqrt x + {b} * Real.sqrt y) * ({a} * Real.sqrt x - {b} * Real.sqrt y)"
    return "(x y : ℝ) (hx : 0 ≤ x) (hy : 0 < y)", f"{left} = {a * a} * x - {b * b} * y", f"{left} = {a * a} * x + {b * b} * y"


def square(rng: random.Random) -> Made:
    c = rng.randint(1, 30)
    left = f"Real.sqrt (x ^ 2 - {2 * c} * x + {c * c})"
    return f"(x : ℝ) (h : {c} < x)", f"{left} = x - {c}", f"{left} = {c} - x"


def logarithm(rng: random.Random) -> Made:
    a, b = rng.randint(1, 6), rng.randint(1, 6)
    p, q = rng.randint(-9, 9), rng.randint(-9, 9)
    return (
        f"(x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : Real.log x = {p}) (k : Real.log y = {q})",
        f"Real.log (x ^ {a} * y ^ {b}) = {a * p + b * q}",
        f"Real.log (x ^ {a} * y ^ {b}) = {a * p + b * q + 1}",
    )


def based(rng: random.Random) -> Made:
    base, m, n = rng.choice([2, 3, 5, 6, 7, 10, 12]), rng.randint(1, 4), rng.randint(1, 5)
    left = f"{m} * Real.logb {base**m} {base**n}"
    return "", f"{left} = {n}", f"{left} = {n + 1}"


def rounded(rng: random.Random) -> Made:
    n, p, q = rng.randint(2, 5000), rng.randint(-500, 500), rng.randint(2, 30)
    value = isqrt(n) + p // q
    left = f"⌊Real.sqrt {n}⌋ + ⌊({p} : ℝ) / {q}⌋"
    return "", f"{left} = {value}", f"{left} = {value + 1}"


def rounded_variable(rng: random.Random) -> Made:
    a, b = rng.randint(-50, 50), rng.randint(2, 9)
    return f"(x : ℝ) (h : ⌊x⌋ = {a})", f"{b} * x < {b * (a + 1)}", f"{b} * x < {b * a}"


def doubled(rng: random.Random) -> Made:
    a, b = rng.randint(1, 9), rng.randint(1, 9)
    left = f"({a} * Real.sin x + {b} * Real.cos x) ^ 2 + ({b} * Real.sin x - {a} * Real.cos x) ^ 2"
    return "(x : ℝ)", f"{left} = {a * a + b * b}", f"{left} = {a * a + b * b + 1}"


def bounded(rng: random.Random) -> Made:
    a, b, c = rng.randint(1, 20), rng.randint(1, 20), rng.randint(-20, 20)
    left = f"{a} * Real.sin x + {b} * Real.sin y + {c}"
    return "(x y : ℝ)", f"{left} ≤ {a + b + c}", f"{left} < {a + b + c - 1}"


KINDS: dict[str, Callable[[random.Random], Made]] = {
    made.__name__: made
    for made in (
        simplified, nested, compared, equation, conjugates, square, logarithm, based, rounded, rounded_variable, doubled, bounded,
    )
}  # fmt: skip


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements ``(name, Lean statement, whether it is true)``."""
    return in_turn(KINDS, seed, n)
