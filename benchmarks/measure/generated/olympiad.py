"""Classical inequalities with names, written down from memory; nothing is drawn."""

from __future__ import annotations

_POSITIVE2 = "(a b : ℝ) (ha : 0 < a) (hb : 0 < b)"
_POSITIVE3 = "(a b c : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c)"
_SIDES = "(a b c : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) (hab : c < a + b) (hbc : a < b + c) (hca : b < c + a)"

CLASSICS = {
    "am-gm-2": "(a b : ℝ) (ha : 0 ≤ a) (hb : 0 ≤ b) : a * b ≤ ((a + b) / 2) ^ 2",
    "am-gm-2-roots": "(a b : ℝ) (ha : 0 ≤ a) (hb : 0 ≤ b) : √a * √b ≤ (a + b) / 2",
    "am-gm-3": f"{_POSITIVE3} : a * b * c ≤ ((a + b + c) / 3) ^ 3",
    "am-gm-3-cubes": f"{_POSITIVE3} : 3 * a * b * c ≤ a ^ 3 + b ^ 3 + c ^ 3",
    "am-gm-4": "(a b c d : ℝ) : 4 * a * b * c * d ≤ a ^ 4 + b ^ 4 + c ^ 4 + d ^ 4",
    "reciprocal": f"{_POSITIVE2} : 2 ≤ a / b + b / a",
    "reciprocal-3": f"{_POSITIVE3} : 3 ≤ a / b + b / c + c / a",
    "am-hm-2": f"{_POSITIVE2} : 4 / (a + b) ≤ 1 / a + 1 / b",
    "am-hm-3": f"{_POSITIVE3} : 9 ≤ (a + b + c) * (1 / a + 1 / b + 1 / c)",
    "qm-am-3": "(a b c : ℝ) : ((a + b + c) / 3) ^ 2 ≤ (a ^ 2 + b ^ 2 + c ^ 2) / 3",
    "cauchy-schwarz-2": "(a b x y : ℝ) : (a * x + b * y) ^ 2 ≤ (a ^ 2 + b ^ 2) * (x ^ 2 + y ^ 2)",
    "cauchy-schwarz-3": "(a b c x y z : ℝ) : (a * x + b * y + c * z) ^ 2 ≤ (a ^ 2 + b ^ 2 + c ^ 2) * (x ^ 2 + y ^ 2 + z ^ 2)",
    "titu-2": "(x y a b : ℝ) (ha : 0 < a) (hb : 0 < b) : (x + y) ^ 2 / (a + b) ≤ x ^ 2 / a + y ^ 2 / b",
    "nesbitt": f"{_POSITIVE3} : 3 / 2 ≤ a / (b + c) + b / (c + a) + c / (a + b)",
    "schur-1": (
        "(a b c : ℝ) (ha : 0 ≤ a) (hb : 0 ≤ b) (hc : 0 ≤ c) : "
        "0 ≤ a * (a - b) * (a - c) + b * (b - a) * (b - c) + c * (c - a) * (c - b)"
    ),
    "squares-and-products": "(a b c : ℝ) : a * b + b * c + c * a ≤ a ^ 2 + b ^ 2 + c ^ 2",
    "sum-of-fourth-powers": "(a b c : ℝ) : a * b * c * (a + b + c) ≤ a ^ 4 + b ^ 4 + c ^ 4",
    "rearrangement-2": "(a b x y : ℝ) (h : a ≤ b) (k : x ≤ y) : a * y + b * x ≤ a * x + b * y",
    "chebyshev-3": (
        "(a b c x y z : ℝ) (hab : a ≤ b) (hbc : b ≤ c) (hxy : x ≤ y) (hyz : y ≤ z) : "
        "(a + b + c) * (x + y + z) ≤ 3 * (a * x + b * y + c * z)"
    ),
    "muirhead-2-1": f"{_POSITIVE3} : 6 * a * b * c ≤ a ^ 2 * b + a ^ 2 * c + b ^ 2 * a + b ^ 2 * c + c ^ 2 * a + c ^ 2 * b",
    "muirhead-3-0": f"{_POSITIVE2} : a ^ 2 * b + a * b ^ 2 ≤ a ^ 3 + b ^ 3",
    "muirhead-4-1": f"{_POSITIVE2} : a ^ 4 * b + a * b ^ 4 ≤ a ^ 5 + b ^ 5",
    "bernoulli-3": "(x : ℝ) (h : -1 ≤ x) : 1 + 3 * x ≤ (1 + x) ^ 3",
    "triangle": "(x y : ℝ) : |x + y| ≤ |x| + |y|",
    "triangle-reverse": "(x y : ℝ) : |x| - |y| ≤ |x - y|",
    "padoa": f"{_SIDES} : (a + b - c) * (b + c - a) * (c + a - b) ≤ a * b * c",
    "imo-1964-2": f"{_SIDES} : a ^ 2 * (b + c - a) + b ^ 2 * (c + a - b) + c ^ 2 * (a + b - c) ≤ 3 * a * b * c",
    "imo-1983-6": f"{_SIDES} : 0 ≤ a ^ 2 * b * (a - b) + b ^ 2 * c * (b - c) + c ^ 2 * a * (c - a)",
    "product-eight": f"{_POSITIVE3} : 8 * a * b * c ≤ (a + b) * (b + c) * (c + a)",
    "product-one": f"{_POSITIVE3} (h : a * b * c = 1) : 3 ≤ a + b + c",
    "motzkin": "(x y : ℝ) : 3 * x ^ 2 * y ^ 2 ≤ x ^ 4 * y ^ 2 + x ^ 2 * y ^ 4 + 1",
    "quadratic-mean-cubes": f"{_POSITIVE2} : ((a + b) / 2) ^ 3 ≤ (a ^ 3 + b ^ 3) / 2",
}
"""Statements by name."""


def statements(seed: int = 0, n: int = len(CLASSICS)) -> list[tuple[str, str, bool]]:
    """The first ``n`` of them; ``seed`` chooses nothing."""
    return [(f"classic-{name}", statement, True) for name, statement in CLASSICS.items()][:n]
