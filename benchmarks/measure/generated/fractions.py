"""Fractions of positive numbers, true because a larger denominator makes them smaller, or because what is left is a square.

``parts``  ``m < Σ m wᵢ xᵢ / (W - what is left out) < m (1 + k)``, ``W = Σ wᵢ xᵢ``, each of ``k`` neighbours left out
``square`` ``2 a b ≤ (a² f² + b²) / f``, ``f`` a product of positive numbers, sines among them
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from benchmarks.measure.generated import Made, in_turn


def parts(rng: random.Random) -> Made:
    names = rng.sample("abcdxyz", rng.randint(3, 5))
    n = len(names)
    left_out, scale = rng.randint(1, min(2, n - 2)), rng.choice([1, 1, 2, 3])
    weights = [rng.choice([1, 1, 1, 2, 3]) for _ in names]
    point = [Fraction(rng.randint(1, 9)) for _ in names]
    summands, value = [], Fraction(0)
    for i in range(n):
        kept = [j for j in range(n) if (j - i) % n not in range(1, left_out + 1)]
        rng.shuffle(kept)
        bottom = " + ".join(_multiple(weights[j], names[j]) for j in kept)
        summands.append(f"{_multiple(scale * weights[i], names[i])} / ({bottom})")
        value += scale * weights[i] * point[i] / sum(weights[j] * point[j] for j in kept)
    rng.shuffle(summands)
    total, relation = " + ".join(summands), rng.choice("<≤")
    edge = Fraction(int(value * 4), 4)
    claims = [f"{scale} {relation} {total}", f"{total} {relation} {scale * (1 + left_out)}"]
    binders = f"({' '.join(names)} : ℝ) " + " ".join(f"(h{name} : 0 < {name})" for name in names)
    return binders, rng.choice(claims), f"{total} < {edge.numerator} / {edge.denominator}"


def square(rng: random.Random) -> Made:
    a, b = rng.randint(1, 9), rng.randint(1, 9)
    factor, condition = rng.choice(
        [
            ("x", "(x : ℝ) (h : 0 < x)"),
            ("(x * y)", "(x y : ℝ) (h : 0 < x) (k : 0 < y)"),
            ("Real.sin x", "(x : ℝ) (h : 0 < x) (k : x < Real.pi)"),
            ("(x * Real.sin x)", "(x : ℝ) (h : 0 < x ∧ x < Real.pi)"),
            ("Real.cos x", "(x : ℝ) (h : 0 ≤ x) (k : 2 * x < Real.pi)"),
            ("(x * Real.sin y)", "(x y : ℝ) (h : 0 < x) (k : 0 < y) (l : y < 3 / 2)"),
        ]
    )
    fraction = f"({a * a} * {factor} ^ 2 + {b * b}) / {factor}"
    return condition, f"{2 * a * b} ≤ {fraction}", f"{fraction} ≤ {2 * a * b - 1}"


def _multiple(weight: int, name: str) -> str:
    return name if weight == 1 else f"{weight} * {name}"


KINDS: dict[str, Callable[[random.Random], Made]] = {"parts": parts, "square": square}


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements ``(name, Lean statement, whether it is true)``."""
    return in_turn(KINDS, seed, n)
