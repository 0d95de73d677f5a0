"""Inequalities of competitions: squares, positive numbers, fixed sums, quotients, roots."""

from __future__ import annotations

from prover.training.families.algebra import at_least, givens, more, shifted
from prover.training.families.base import Draw, family, linear_form, polynomial, rational


def nonnegative(d: Draw, x: str) -> str:
    return f"{x} ≥ 0" if d.random() < 0.1 else f"0 ≤ {x}"


def squares(d: Draw, terms: list[str]) -> str:
    """The hints that these terms have nonnegative squares."""
    return ", ".join(f"sq_nonneg ({t})" for t in terms)


@family("inequalities", 1.5)
def two_weighted_squares(d: Draw):
    """p² x² + q² y² ≥ 2 p q x y, and with constants."""
    x, y = d.variables(2)
    p, q, r = d.randint(1, 6), d.nonzero(-6, 6), d.choice([0, 0, 0, 1, 2])
    square = linear_form([(p, x), (-q, y), (-r, "")])
    big = linear_form([(p * p, f"{x} ^ 2"), (q * q, f"{y} ^ 2")])
    if r == 0:
        small = linear_form([(2 * p * q, f"{x} * {y}")])
    else:
        big = linear_form([(p * p, f"{x} ^ 2"), (q * q, f"{y} ^ 2"), (r * r, "")])
        small = linear_form([(2 * p * q, f"{x} * {y}"), (2 * p * r, x), (-2 * q * r, y)])
    number = d.ordered()
    if d.random() < 0.25 and r == 0:
        left = f"{linear_form([(p, x), (q, y)])}"
        return f"({x} {y} : {number}) : {at_least(d, f'({left}) ^ 2', linear_form([(4 * p * q, f'{x} * {y}')]))}", [
            [f"nlinarith [sq_nonneg ({square})]"]
        ]
    return f"({x} {y} : {number}) : {at_least(d, big, small)}", [[f"nlinarith [sq_nonneg ({square})]"]]


@family("inequalities", 1)
def three_squares(d: Draw):
    """x² + y² + z² ≥ xy + yz + zx and its kin."""
    x, y, z = d.variables(3, ("xyz", "abc", "pqr", "uvw"))
    sum2, pairs = f"{x} ^ 2 + {y} ^ 2 + {z} ^ 2", f"{x} * {y} + {y} * {z} + {z} * {x}"
    big, small = d.choice([
        (sum2, pairs), (f"({x} + {y} + {z}) ^ 2", f"3 * ({pairs})"), (f"3 * ({sum2})", f"({x} + {y} + {z}) ^ 2"),
    ])
    k = d.choice([1, 1, 2, 3])
    if k > 1:
        big, small = f"{k} * ({big})", f"{k} * ({small})"
    return f"({x} {y} {z} : {d.ordered()}) : {at_least(d, big, small)}", [
        [f"nlinarith [{squares(d, [f'{x} - {y}', f'{y} - {z}', f'{z} - {x}'])}]"]
    ]


@family("inequalities", 1.5)
def fixed_sum(d: Draw):
    """With a sum fixed: a bound of squares or of products."""
    x, y, z = d.variables(3, ("xyz", "abc", "pqr", "uvw"))
    s, h = d.randint(1, 12), d.hypothesis()
    if d.random() < 0.5:
        a, b = d.choice([(1, 1), (1, 1), (1, 2), (2, 3), (3, 4), (1, 3)])
        n = a * a + b * b
        law, goal = linear_form([(a, x), (b, y)]), at_least(d, f"{x} ^ 2 + {y} ^ 2", rational(s * s, n))
        hint = f"sq_nonneg ({linear_form([(b, x), (-a, y)])})"
        k = "key" if h != "key" else "hk"
        exact = f"have {k} : ({law}) ^ 2 = {s * s} := by rw [{h}]; norm_num"
        near = f"nlinarith [{squares(d, [f'{n} * {x} - {a * s}', f'{n} * {y} - {b * s}'])}]"
        return f"({x} {y} : ℝ) ({h} : {law} = {s}) : {goal}", [[near], [exact, f"nlinarith [{hint}]"]]
    third = rational(s, 3)
    goal = d.choice([
        at_least(d, f"{x} ^ 2 + {y} ^ 2 + {z} ^ 2", rational(s * s, 3)),
        at_least(d, rational(s * s, 3), f"{x} * {y} + {y} * {z} + {z} * {x}"),
    ])
    lead = f"have hz : {z} = {s} - {x} - {y} := by linarith"
    lead = lead.replace("hz", "key") if h == "hz" else lead
    name = "key" if h == "hz" else "hz"
    hints = [f"{x} - {y}", f"{x} - {third}", f"{y} - {third}", f"{x} + {y} - {rational(2 * s, 3)}"]
    return f"({x} {y} {z} : ℝ) ({h} : {x} + {y} + {z} = {s}) : {goal}", [
        [lead, f"rw [{name}]", f"nlinarith [{squares(d, hints[0:1] + hints[3:])}]"],
        [lead, f"subst {name}", f"nlinarith [{squares(d, hints)}]"],
    ]


@family("inequalities", 1.2)
def on_a_circle(d: Draw):
    """With x² + y² fixed: a bound of a linear form or of the product."""
    x, y = d.variables(2)
    a, b, c = d.choice([(3, 4, 5), (5, 12, 13), (8, 15, 17), (4, 3, 5), (7, 24, 25)])
    r, h = d.randint(1, 4), d.hypothesis()
    law = f"{x} ^ 2 + {y} ^ 2 = {r * r}"
    if d.random() < 0.4:
        goal = at_least(d, rational(r * r, 2), f"{x} * {y}")
        return f"({x} {y} : ℝ) ({h} : {law}) : {goal}", [[f"nlinarith [sq_nonneg ({x} - {y})]"]]
    goal = at_least(d, str(c * r), linear_form([(a, x), (b, y)]))
    hints = squares(d, [linear_form([(c, x), (-a * r, "")]), linear_form([(c, y), (-b * r, "")])])
    return f"({x} {y} : ℝ) ({h} : {law}) : {goal}", [[f"nlinarith [{hints}]"]]


@family("inequalities", 1)
def cauchy(d: Draw):
    """The Cauchy–Schwarz inequality in two or three terms."""
    (a, b, c), (x, y, z) = d.choice([("abc", "xyz"), ("pqr", "uvw"), ("abc", "uvw")])
    if d.random() < 0.6:
        small, big = f"({a} * {x} + {b} * {y}) ^ 2", f"({a} ^ 2 + {b} ^ 2) * ({x} ^ 2 + {y} ^ 2)"
        return f"({a} {b} {x} {y} : ℝ) : {at_least(d, big, small)}", [[f"nlinarith [sq_nonneg ({a} * {y} - {b} * {x})]"]]
    small = f"({a} * {x} + {b} * {y} + {c} * {z}) ^ 2"
    big = f"({a} ^ 2 + {b} ^ 2 + {c} ^ 2) * ({x} ^ 2 + {y} ^ 2 + {z} ^ 2)"
    hints = squares(d, [f"{a} * {y} - {b} * {x}", f"{b} * {z} - {c} * {y}", f"{c} * {x} - {a} * {z}"])
    return f"({a} {b} {c} {x} {y} {z} : ℝ) : {at_least(d, big, small)}", [[f"nlinarith [{hints}]"]]


@family("inequalities", 1.5)
def quotients_of_two(d: Draw):
    """x / y + y / x ≥ 2 and its weighted forms."""
    x, y = d.variables(2)
    p, q = d.choice([(1, 1), (1, 1), (2, 1), (3, 1), (3, 2), (1, 4)])
    binders, steps, (h, k) = givens(d, [more(d, x, "0"), more(d, y, "0")], join=0.3)
    left = linear_form([(p * p, x)]) + f" / {y}"
    right = linear_form([(q * q, y)]) + f" / {x}"
    goal = at_least(d, f"{left} + {right}", str(2 * p * q))
    hint = f"nlinarith [sq_nonneg ({linear_form([(p, x), (-q, y)])})]"
    start = ["rw [ge_iff_le]"] if "≥" in goal else []
    return f"({x} {y} : ℝ) {binders} : {goal}", [
        [*steps, *start, f"rw [div_add_div _ _ (ne_of_gt {k}) (ne_of_gt {h}), le_div_iff₀ (mul_pos {k} {h})]", hint],
        [*steps, *start, "rw [div_add_div _ _ (by positivity) (by positivity), le_div_iff₀ (by positivity)]", hint],
    ]


@family("inequalities", 2)
def number_and_reciprocal(d: Draw):
    """a x + b / x ≥ 2 √(a b) for positive x, a b a square."""
    x = d.choice(["x", "x", "y", "t", "a"])
    p, q = d.choice([1, 1, 1, 2, 3]), d.randint(1, 7)
    h = d.hypothesis()
    form = f"{linear_form([(p * p, x)])} + {q * q} / {x}"
    goal = at_least(d, form, str(2 * p * q))
    square = linear_form([(p, x), (-q, "")])
    k = d.choice([n for n in ("key", "hq", "this") if n != h])
    rest = f"{2 * p * q} - {linear_form([(p * p, x)])}"
    return f"({x} : ℝ) ({h} : {more(d, x, '0')}) : {goal}", [
        [
            f"have {k} : {rest} ≤ {q * q} / {x} := by\n  rw [le_div_iff₀ {h}]\n  nlinarith [sq_nonneg ({square})]",
            "linarith",
        ]
    ]


@family("inequalities", 1.2)
def harmonic_mean(d: Draw):
    """(x + y) (1 / x + 1 / y) ≥ 4 and 1 / x + 1 / y ≥ 4 / (x + y)."""
    x, y = d.variables(2)
    p = d.choice([1, 1, 1, 2, 3])
    binders, steps, (h, k) = givens(d, [more(d, x, "0"), more(d, y, "0")], join=0.3)
    small = f"{(p + 1) ** 2} / ({x} + {y})"
    sums = f"1 / {x} + {p * p} / {y}"
    hint = f"nlinarith [sq_nonneg ({linear_form([(p, x), (-1, y)])})]"
    return f"({x} {y} : ℝ) {binders} : {small} ≤ {sums}", [
        [*steps, f"rw [div_add_div _ _ (ne_of_gt {h}) (ne_of_gt {k}), div_le_div_iff_of_pos (add_pos {h} {k}) (mul_pos {h} {k})]", hint],
    ]


@family("inequalities", 1.2)
def quotient_bound(d: Draw):
    """x / (x² + k²) ≤ 1 / (2 k) and rational functions of one variable."""
    x = d.choice(["x", "x", "y", "t"])
    k, a = d.randint(1, 6), d.choice([1, 1, 2, 3])
    top, bottom = linear_form([(2 * k * a, x)]), f"({x} ^ 2 + {k * k})"
    hint = f"nlinarith [sq_nonneg ({shifted(x, k)})]"
    if d.random() < 0.5:
        return f"({x} : ℝ) : {top} / {bottom} ≤ {a}", [
            [f"have hb : 0 < {bottom[1:-1]} := by nlinarith [sq_nonneg {x}]", "rw [div_le_iff₀ hb]", hint],
        ]
    hint = f"nlinarith [sq_nonneg ({linear_form([(1, x), (k, '')])})]"
    return f"({x} : ℝ) : -{a} ≤ {top} / {bottom}", [
        [f"have hb : 0 < {bottom[1:-1]} := by nlinarith [sq_nonneg {x}]", "rw [le_div_iff₀ hb]", hint],
    ]


@family("inequalities", 1.2)
def rearrangement(d: Draw):
    """Sorted pairs: the product of differences is nonnegative."""
    a, b, c, e = d.choice(["abcd", "abxy", "pqrs", "uvxy"])
    binders, steps, (h, k) = givens(d, [at_least(d, b, a), at_least(d, e, c)], join=0.25)
    big, small = d.choice([
        (f"{a} * {c} + {b} * {e}", f"{a} * {e} + {b} * {c}"),
        (f"2 * ({a} * {c} + {b} * {e})", f"({a} + {b}) * ({c} + {e})"),
    ])
    hint = f"nlinarith [mul_nonneg (sub_nonneg.mpr {h}) (sub_nonneg.mpr {k})]"
    return f"({a} {b} {c} {e} : {d.ordered()}) {binders} : {at_least(d, big, small)}", [[*steps, hint]]


@family("inequalities", 1.2)
def in_a_box(d: Draw):
    """Two numbers in intervals: bounds from products of the differences."""
    x, y = d.variables(2)
    p, r = d.randint(-3, 3), d.randint(-3, 3)
    q, s = p + d.randint(1, 4), r + d.randint(1, 4)
    binders, steps, (h1, h2, h3, h4) = givens(d, [f"{p} ≤ {x}", f"{x} ≤ {q}", f"{r} ≤ {y}", f"{y} ≤ {s}"], join=0.3)
    left, right, sign = d.choice([((h1, h3), (p, r), 1), ((h2, h4), (q, s), 1), ((h1, h4), (p, s), -1), ((h2, h3), (q, r), -1)])
    u, v = right
    form = linear_form([(v, x), (u, y), (-u * v, "")])
    product = f"{x} * {y}"
    goal = at_least(d, product, form) if sign == 1 else at_least(d, form, product)
    hint = f"nlinarith [mul_nonneg (sub_nonneg.mpr {left[0]}) (sub_nonneg.mpr {left[1]})]"
    return f"({x} {y} : ℝ) {binders} : {goal}", [[*steps, hint]]


@family("inequalities", 1.2)
def cubes_of_positive(d: Draw):
    """Third powers of two nonnegative numbers."""
    x, y = d.variables(2)
    strict = d.random() < 0.5
    facts = [more(d, x, "0"), more(d, y, "0")] if strict else [nonnegative(d, x), nonnegative(d, y)]
    binders, steps, (h, k) = givens(d, facts, join=0.3)
    total = f"le_of_lt (add_pos {h} {k})" if strict else f"add_nonneg {h} {k}"
    big, small = d.choice([
        (f"{x} ^ 3 + {y} ^ 3", f"{x} ^ 2 * {y} + {x} * {y} ^ 2"),
        (f"4 * ({x} ^ 3 + {y} ^ 3)", f"({x} + {y}) ^ 3"),
        (f"({x} ^ 3 + {y} ^ 3) / 2", f"(({x} + {y}) / 2) ^ 3"),
        (f"2 * ({x} ^ 3 + {y} ^ 3)", f"({x} + {y}) * ({x} ^ 2 + {y} ^ 2)"),
        (f"({x} + {y}) ^ 3", f"4 * {x} * {y} * ({x} + {y})"),
    ])
    arg = f"({total})"
    return f"({x} {y} : ℝ) {binders} : {at_least(d, big, small)}", [[*steps, f"nlinarith [mul_nonneg {arg} (sq_nonneg ({x} - {y}))]"]]


@family("inequalities", 1.2)
def three_positive(d: Draw):
    """Third powers and products of three nonnegative numbers."""
    x, y, z = d.variables(3, ("xyz", "abc", "pqr", "uvw"))
    strict = d.random() < 0.5
    facts = [more(d, v, "0") if strict else nonnegative(d, v) for v in (x, y, z)]
    binders, steps, names = givens(d, facts, join=0.25)
    signs = [f"(le_of_lt {n})" if strict else n for n in names]
    if d.random() < 0.5:
        big, small = f"({x} + {y}) * ({y} + {z}) * ({z} + {x})", f"8 * {x} * {y} * {z}"
        hints = [f"mul_nonneg {signs[i]} (sq_nonneg ({u} - {v}))" for i, (u, v) in enumerate(((y, z), (z, x), (x, y)))]
    else:
        big, small = f"{x} ^ 3 + {y} ^ 3 + {z} ^ 3", f"3 * {x} * {y} * {z}"
        total = f"(add_nonneg (add_nonneg {signs[0]} {signs[1]}) {signs[2]})"
        hints = [f"mul_nonneg {total} (sq_nonneg ({u} - {v}))" for u, v in ((x, y), (y, z), (z, x))]
    return f"({x} {y} {z} : ℝ) {binders} : {at_least(d, big, small)}", [[*steps, f"nlinarith [{', '.join(hints)}]"]]


@family("inequalities", 1)
def triangle_sides(d: Draw):
    """Sides of a triangle."""
    a, b, c = d.choice(["abc", "xyz", "pqr"])
    facts = [more(d, v, "0") for v in (a, b, c)] + [f"{a} < {b} + {c}", f"{b} < {a} + {c}", f"{c} < {a} + {b}"]
    binders, steps, (h1, h2, h3, k1, k2, k3) = givens(d, facts, join=0.2)
    goal = f"{a} ^ 2 + {b} ^ 2 + {c} ^ 2 < 2 * ({a} * {b} + {b} * {c} + {c} * {a})"
    hints = ", ".join(f"mul_pos {h} (sub_pos.mpr {k})" for h, k in ((h1, k1), (h2, k2), (h3, k3)))
    return f"({a} {b} {c} : ℝ) {binders} : {goal}", [[*steps, f"nlinarith [{hints}]"]]


@family("inequalities", 1.5)
def fixed_product(d: Draw):
    """Two positive numbers with their product fixed: a bound of the sum."""
    x, y = d.variables(2)
    n, p = d.randint(1, 9), d.choice([1, 1, 1, 2, 3])
    binders, steps, _ = givens(d, [more(d, x, "0"), more(d, y, "0"), f"{x} * {y} = {n * n * p}"], join=0.2)
    goal = at_least(d, linear_form([(p, x), (1, y)]), str(2 * n * p))
    total = linear_form([(p, x), (1, y)])
    product = f"mul_pos (sub_pos.mpr hc) (by linarith : 0 < {total} + {2 * n * p})"
    square = f"sq_nonneg ({linear_form([(p, x), (-1, y)])})"
    return f"({x} {y} : ℝ) {binders} : {goal}", [
        [*steps, "by_contra hc", "push_neg at hc", f"nlinarith [{square}, {product}]"],
        [*steps, f"nlinarith [{square}]"],
    ]


@family("inequalities", 1)
def double_root(d: Draw):
    """A cubic with a double root, on one side of the other root."""
    x = d.choice(["x", "x", "y", "t", "a"])
    p, q = d.randint(1, 5), d.randint(0, 6)
    h = d.hypothesis()
    low = d.choice([-q, 0, 0])
    form = polynomial([1, q - 2 * p, p * p - 2 * p * q, p * p * q], x)
    side = linear_form([(1, x), (q, "")])
    return f"({x} : ℝ) ({h} : {at_least(d, x, str(low))}) : {at_least(d, form, '0')}", [
        [f"have key : 0 ≤ {side} := by linarith", f"nlinarith [mul_nonneg key (sq_nonneg ({shifted(x, p)}))]"]
    ]


@family("inequalities", 1.5)
def bernoulli(d: Draw):
    """(1 + x) ^ n ≥ 1 + n x, for a given n and for all n."""
    x, h = d.choice("xxta"), d.hypothesis()
    if d.random() < 0.5:
        n = d.choice(["n", "n", "k", "m"])
        return f"({x} : ℝ) ({h} : {at_least(d, x, '-1')}) ({n} : ℕ) : {at_least(d, f'(1 + {x}) ^ {n}', f'1 + ({n} : ℝ) * {x}')}", [
            [
                f"induction {n} with\n| zero => norm_num\n| succ {n} ih =>\n  rw [pow_succ]\n  push_cast\n"
                f"  have hn : (0 : ℝ) ≤ ({n} : ℝ) := Nat.cast_nonneg {n}\n"
                f"  nlinarith [mul_le_mul_of_nonneg_right ih (by linarith : (0 : ℝ) ≤ 1 + {x}), mul_nonneg hn (sq_nonneg {x})]"
            ]
        ]
    n = d.choice([2, 3])
    goal = at_least(d, f"(1 + {x}) ^ {n}", f"1 + {n} * {x}")
    hint = f"nlinarith [sq_nonneg {x}, mul_nonneg (by linarith : (0 : ℝ) ≤ {x} + 1) (sq_nonneg {x})]"
    return f"({x} : ℝ) ({h} : {at_least(d, x, '-1')}) : {goal}", [[hint]]


@family("inequalities", 1.5)
def roots_and_means(d: Draw):
    """Inequalities with square roots."""
    x, y = d.variables(2)
    binders, steps, (h, k) = givens(d, [nonnegative(d, x), nonnegative(d, y)], join=0.25)
    square = f"sq_nonneg ({x} - {y})"
    root = d.choice(["√", "Real.sqrt "])
    kind = d.randint(0, 2)
    if kind == 0:
        return f"({x} {y} : ℝ) {binders} : {root}({x} * {y}) ≤ ({x} + {y}) / 2", [
            [*steps, "rw [Real.sqrt_le_iff]", "constructor", "linarith", f"nlinarith [{square}]"]
        ]
    rx, ry = (f"√{x}", f"√{y}") if root == "√" else (f"Real.sqrt {x}", f"Real.sqrt {y}")
    facts = f"Real.sq_sqrt {h}, Real.sq_sqrt {k}, sq_nonneg ({rx} - {ry})"
    if kind == 1:
        return f"({x} {y} : ℝ) {binders} : {rx} + {ry} ≤ {root}(2 * ({x} + {y}))", [
            [*steps, "apply Real.le_sqrt_of_sq_le", f"nlinarith [{facts}]"]
        ]
    return f"({x} {y} : ℝ) {binders} : {at_least(d, f'{x} + {y}', f'2 * {rx} * {ry}')}", [[*steps, f"nlinarith [{facts}]"]]


@family("inequalities", 1)
def different_numbers(d: Draw):
    """A strict inequality for numbers that differ."""
    x, y = d.variables(2)
    h, c = d.hypothesis(), d.choice([1, 1, 2, 5])
    k = d.choice(["hlt", "hc", "key"])
    big, small = f"{x} ^ 2 + {y} ^ 2", f"2 * {x} * {y}"
    if c > 1:
        big, small = f"{c} * ({big})", f"{2 * c} * {x} * {y}"
    step = f"nlinarith [mul_pos (sub_pos.mpr {k}) (sub_pos.mpr {k})]"
    return f"({x} {y} : ℝ) ({h} : {x} ≠ {y}) : {more(d, big, small)}", [[f"rcases lt_or_gt_of_ne {h} with {k} | {k}", step, step]]


@family("inequalities", 1)
def fourth_powers(d: Draw):
    """x⁴ + y⁴ against mixed products."""
    x, y = d.variables(2)
    p = d.choice([1, 1, 2])
    big = f"{x} ^ 4 + {y} ^ 4" if p == 1 else f"{p} * ({x} ^ 4 + {y} ^ 4)"
    small = f"{x} ^ 3 * {y} + {x} * {y} ^ 3" if p == 1 else f"{p} * ({x} ^ 3 * {y} + {x} * {y} ^ 3)"
    k = d.choice(["key", "h", "hq"])
    return f"({x} {y} : ℝ) : {at_least(d, big, small)}", [
        [
            f"have {k} : 0 ≤ {x} ^ 2 + {x} * {y} + {y} ^ 2 := by nlinarith [sq_nonneg (2 * {x} + {y}), sq_nonneg {y}]",
            f"nlinarith [mul_nonneg (sq_nonneg ({x} - {y})) {k}]",
        ]
    ]


@family("inequalities", 1.2)
def powers_beyond_a_bound(d: Draw):
    """Powers of a number known to be above (or below) c."""
    x, h, c = d.choice("xyta"), d.hypothesis(), d.randint(1, 6)
    kind = d.randint(0, 2)
    if kind == 0:
        times = "" if c == 1 else f"{c} * "
        return f"({x} : ℝ) ({h} : {at_least(d, x, str(c))}) : {times}{x} ^ 2 ≤ {x} ^ 3", [
            [f"nlinarith [mul_nonneg (sq_nonneg {x}) (sub_nonneg.mpr {h})]"]
        ]
    if kind == 1:
        b = d.randint(1, 5)
        form = polynomial([1, -(c + b), 0], x)
        return f"({x} : ℝ) ({h} : {more(d, x, str(c + b))}) : {more(d, form, '0')}", [
            [f"have hp : 0 < {x} := by linarith", f"nlinarith [mul_pos hp (sub_pos.mpr {h})]"]
        ]
    y, k = d.choice([v for v in "yzbw" if v != x]), d.hypothesis()
    return f"({x} {y} : ℝ) ({h} : {at_least(d, x, str(c))}) ({k} : {more(d, y, x)}) : {x} ^ 2 < {y} ^ 2", [
        [f"nlinarith [mul_pos (sub_pos.mpr {k}) (by linarith : 0 < {x} + {y})]"]
    ]


@family("inequalities", 2)
def square_rearranged(d: Draw):
    """(p x + q y + r)² ≥ 0 with its terms spread over both sides, some with a factor taken out."""
    x, y = d.variables(2)
    p, q, r = d.randint(1, 4), d.nonzero(-4, 4), d.nonzero(-5, 5)
    square = linear_form([(p, x), (q, y), (r, "")])
    left = linear_form([(p * p, f"{x} ^ 2"), (q * q, f"{y} ^ 2")])
    kind = d.randint(0, 3)
    if kind == 0:
        inner = linear_form([(-q, y), (-r, "")])
        big = f"{left} + {abs(r)} * ({linear_form([(abs(r), ''), (2 * q * (1 if r > 0 else -1), y)])})"
        small = f"{2 * p} * {x} * ({inner})"
    elif kind == 1:
        big = linear_form([(p * p, f"{x} ^ 2"), (q * q, f"{y} ^ 2"), (r * r, "")])
        small = linear_form([(-2 * p * q, f"{x} * {y}"), (-2 * p * r, x), (-2 * q * r, y)])
    elif kind == 2:
        big = f"{x} * ({linear_form([(p * p, x), (2 * p * q, y), (2 * p * r, '')])}) + {q * q} * {y} ^ 2"
        small = linear_form([(-2 * q * r, y), (-r * r, "")])
    else:
        big = f"({linear_form([(p, x), (q, y)])}) ^ 2 + {r * r}"
        small = f"{2 * abs(r)} * ({linear_form([(p if r < 0 else -p, x), (q if r < 0 else -q, y)])})"
    return f"({x} {y} : {d.ordered()}) : {at_least(d, big, small)}", [[f"nlinarith [sq_nonneg ({square})]"]]
