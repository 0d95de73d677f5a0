"""Equations with quotients, absolute values, rounding; functional equations; sequences given by a step."""

from __future__ import annotations

from prover.training.families.algebra import at_least, equation, factor, givens, more, shifted
from prover.training.families.base import Draw, family, linear_form, polynomial, rational


def point(n: int) -> str:
    """A number as an argument of a function."""
    return str(n) if n >= 0 else f"({n})"


@family("equations", 0.3)
def linear_over_linear(d: Draw):
    """(p x + q) / (r x + s) = k, the denominator not 0."""
    x = d.choice(["x", "x", "y", "t", "a"])
    v, r, s, k = d.nonzero(-9, 9), d.choice([1, 1, 2, 3]), d.nonzero(-9, 9), d.nonzero(-5, 6)
    if r * v + s == 0:
        s += 1
    p = d.nonzero(-5, 5)
    p = p + 1 if p == k * r else p
    q = k * (r * v + s) - p * v
    top, bottom = linear_form([(p, x), (q, "")]), linear_form([(r, x), (s, "")])
    top = f"({top})" if " " in top else top
    law = f"{top} / ({bottom}) = {k}" if s else f"{top} / {bottom} = {k}"
    if r == 1 and s and d.random() < 0.5:
        binders, steps, (h, m) = givens(d, [f"{x} ≠ {-s}", law])
        return f"({x} : ℝ) {binders} : {x} = {v}", [
            [*steps, f"have hn : {bottom} ≠ 0 := fun e => {h} (by linarith)", f"rw [div_eq_iff hn] at {m}", "linarith"]
        ]
    binders, steps, (h, m) = givens(d, [f"{bottom} ≠ 0", law])
    return f"({x} : {d.field()}) {binders} : {x} = {v}", [[*steps, f"rw [div_eq_iff {h}] at {m}", "linarith"]]


@family("equations", 0.3)
def number_plus_quotient(d: Draw):
    """x + k / x = s, solved."""
    x = d.choice(["x", "x", "y", "t", "a"])
    r, s = d.nonzero(-8, 9), d.nonzero(-8, 9)
    law = f"{x} - {-r * s} / {x} = {r + s}" if r * s < 0 else f"{x} + {r * s} / {x} = {r + s}"
    binders, steps, (h, k) = givens(d, [f"{x} ≠ 0", law])
    quotient = f"{r * s} / {x} = {r + s} - {x}" if r * s > 0 else f"{-r * s} / {x} = {x} - {r + s}".replace("- -", "+ ")
    return f"({x} : ℝ) {binders} : {x} = {r} ∨ {x} = {s}", [
        [
            *steps,
            f"have hq : {quotient} := by linarith",
            f"rw [div_eq_iff {h}] at hq",
            f"have key : ({shifted(x, r)}) * ({shifted(x, s)}) = 0 := by linarith",
            "rcases mul_eq_zero.mp key with e | e",
            "left", "linarith", "right", "linarith",
        ]
    ]


@family("equations", 0.3)
def sum_of_reciprocals(d: Draw):
    """1 / x + 1 / y from the sum and the product."""
    x, y = d.variables(2)
    s, p, k = d.nonzero(-9, 12), d.nonzero(-9, 12), d.choice([1, 1, 2, 3])
    binders, steps, (h, m, e, f) = givens(d, [f"{x} ≠ 0", f"{y} ≠ 0", f"{x} + {y} = {s}", f"{x} * {y} = {p}"], join=0.2)
    goal = f"{k} / {x} + {k} / {y} = {rational(k * s, p)}"
    return f"({x} {y} : ℝ) {binders} : {goal}", [
        [*steps, f"rw [div_add_div _ _ {h} {m}, {f}]", "linarith"],
        [*steps, f"rw [div_add_div _ _ {h} {m}, {f}, div_eq_iff (by norm_num)]", "linarith"],
    ]


@family("equations", 1.2)
def partial_fractions(d: Draw):
    """A decomposition that holds for all allowed numbers: its constants."""
    x, (a, b) = d.choice("xxt"), d.choice(["AB", "ab", "pq", "uv"])
    r, s = d.sample([-4, -3, -2, 1, 2, 3, 5], 2)
    u, v = d.nonzero(-6, 6), d.nonzero(-6, 6)
    top = factor(u + v, x, -u * s - v * r) if u + v else f"({-u * s - v * r})"
    left, right = f"({shifted(x, r)})", f"({shifted(x, s)})"
    h = d.hypothesis()
    law = f"{top} / ({left} * {right}) = {a} / {left} + {b} / {right}"
    points = [n for n in (0, 1, -1, 4, 6) if n not in (r, s)][:2]
    goal = d.choice([f"{a} = {u}", f"{b} = {v}", f"{a} + {b} = {u + v}", f"{a} = {u} ∧ {b} = {v}"])
    names = [n for n in ("h1", "h2")]
    body = [f"have {n} := {h} {point(t)} (by norm_num) (by norm_num)" for n, t in zip(names, points, strict=True)]
    body += ["constructor", "linarith", "linarith"] if "∧" in goal else ["linarith"]
    binders = f"({a} {b} : ℝ) ({h} : ∀ {x} : ℝ, {x} ≠ {r} → {x} ≠ {s} → {law})"
    return f"{binders} : {goal}", [body]


@family("equations", 0.3)
def absolute_value_equation(d: Draw):
    """|p x - q| = r, and |x - a| = |x - b|."""
    x = d.choice(["x", "x", "y", "t", "a"])
    h = d.hypothesis()
    if d.random() < 0.4:
        a, b = d.sample(range(-9, 12), 2)
        law = f"|{shifted(x, a)}| = |{shifted(x, b)}|"
        return f"({x} : ℝ) ({h} : {law}) : {x} = {rational(a + b, 2)}", [
            [
                f"rcases abs_cases ({shifted(x, a)}) with ⟨ha, hb⟩ | ⟨ha, hb⟩ <;> "
                f"rcases abs_cases ({shifted(x, b)}) with ⟨hc, hd⟩ | ⟨hc, hd⟩ <;> linarith"
            ],
            ["grind"],
        ]
    p, q, r = d.choice([1, 1, 2, 3, 5]), d.nonzero(-9, 9), d.randint(1, 15)
    inner = linear_form([(p, x), (-q, "")])
    goal = f"{x} = {rational(q + r, p)} ∨ {x} = {rational(q - r, p)}"
    return f"({x} : ℝ) ({h} : |{inner}| = {r}) : {goal}", [
        [f"rcases abs_cases ({inner}) with ⟨ha, hb⟩ | ⟨ha, hb⟩".replace("ha", "e₁").replace("hb", "e₂"), "left", "linarith", "right", "linarith"],
    ]


@family("equations", 0.3)
def absolute_value_bound(d: Draw):
    """|x - a| ≤ b as two bounds, and sums of distances."""
    x = d.choice(["x", "x", "y", "t", "a"])
    h, a, b = d.hypothesis(), d.nonzero(-9, 9), d.randint(1, 9)
    kind = d.randint(0, 3)
    inner = shifted(x, a)
    if kind == 0:
        rel, lemma = d.choice([("≤", "abs_le"), ("<", "abs_lt")])
        goal = f"{a - b} {rel} {x} ∧ {x} {rel} {a + b}"
        return f"({x} : ℝ) ({h} : |{inner}| {rel} {b}) : {goal}", [
            [f"rw [{lemma}] at {h}", f"obtain ⟨e₁, e₂⟩ := {h}", "constructor", "linarith", "linarith"]
        ]
    if kind == 1:
        k = d.hypothesis()
        facts = f"({h} : {a - b} ≤ {x}) ({k} : {x} ≤ {a + b})"
        return f"({x} : ℝ) {facts} : |{inner}| ≤ {b}", [["rw [abs_le]", "constructor", "linarith", "linarith"]]
    other = shifted(x, a + b)
    if kind == 2:
        return f"({x} : ℝ) : {at_least(d, f'|{inner}| + |{other}|', str(b))}", [
            [f"have e₁ := le_abs_self ({inner})", f"have e₂ := neg_le_abs ({other})", "linarith"],
        ]
    k = d.hypothesis()
    return f"({x} : ℝ) ({h} : {a} ≤ {x}) ({k} : {x} ≤ {a + b}) : |{inner}| + |{other}| = {b}", [
        [f"rw [abs_of_nonneg (by linarith : 0 ≤ {inner}), abs_of_nonpos (by linarith : {other} ≤ 0)]", "linarith"]
    ]


@family("equations", 1.5)
def additive_function(d: Draw):
    """f (x + y) = f x + f y, and kin: values by instantiation."""
    f, (x, y) = d.choice("fgu"), d.choice(["xy", "ab", "st"])
    binder, c = f"({f} : ℝ → ℝ)", d.nonzero(-7, 9)
    k, n = d.choice([0, 0, 0, 1, 2, -3]), d.randint(2, 4)
    law = f"∀ {x} {y}, {f} ({x} + {y}) = {f} {x} + {f} {y}" + (f" + {k}" if k > 0 else f" - {-k}" if k < 0 else "")
    binders, _, (h, m) = givens(d, [law, f"{f} 1 = {c}"], join=0)
    if d.random() < 0.25:
        return f"{binder} {binders} : {f} 0 = {-k}", [[f"have key := {h} 0 0", "rw [add_zero] at key", "linarith"]]
    values = [c]
    body = []
    for i in range(2, n + 1):
        values.append(values[-1] + c + k)
        previous = m if i == 2 else f"e{i - 1}"
        uses = m if i == 2 else f"{previous}, {m}"
        body.append(
            f"have e{i} : {f} {i} = {values[-1]} := by rw [show ({i} : ℝ) = {i - 1} + 1 by norm_num, {h}, {uses}]; norm_num"
        )
    return f"{binder} {binders} : {f} {n} = {values[-1]}", [[*body, f"exact e{n}"]]


@family("equations", 1)
def shifted_argument(d: Draw):
    """f (p x + q) = r x + s: a value of f."""
    f, x = d.choice("fgh"), d.choice("xxt")
    h = "h₁" if f == "h" else d.hypothesis()
    p, q, r, s, t = d.choice([1, 1, 2, 3]), d.nonzero(-7, 7), d.nonzero(-7, 7), d.randint(-7, 7), d.randint(-3, 5)
    inner = linear_form([(p, x), (q, "")])
    quadratic = d.random() < 0.4
    form = polynomial([1, r, s], x) if quadratic else linear_form([(r, x), (s, "")])
    value = (t * t if quadratic else 0) + r * t + s
    at, image = point(t), p * t + q
    inside = f"{p} * {at}" if p > 1 else at
    arithmetic = f"({image} : ℝ) = {inside} {'+' if q > 0 else '-'} {abs(q)}"
    return f"({f} : ℝ → ℝ) ({h} : ∀ {x}, {f} ({inner}) = {form}) : {f} {point(image)} = {value}", [
        [f"rw [show {arithmetic} by norm_num, {h}]", "norm_num"],
        [f"have key := {h} {at}", f"rw [show {inside} {'+' if q > 0 else '-'} {abs(q)} = ({image} : ℝ) by norm_num] at key", "linarith"],
    ]


@family("equations", 2)
def functional_pair(d: Draw):
    """f x + k f (c - x) or f x + k f (1 / x) given: two points, then eliminate."""
    f, x, h = d.choice("fgu"), d.choice("xxt"), d.hypothesis()
    k, m, n = d.choice([2, 3, -2, 4]), d.nonzero(-5, 6), d.randint(-5, 5)
    factor_k = f"+ {k}" if k > 0 else f"- {-k}"
    form = linear_form([(m, x), (n, "")])
    value = lambda t: m * t + n  # noqa: E731
    if d.random() < 0.6:
        c, v = d.choice([0, 1, 2, 5]), d.nonzero(-3, 4)
        inner = f"(-{x})" if c == 0 else f"({c} - {x})"
        w = c - v
        if w == v:
            v, w = v + 1, w - 1
        top = value(v) - k * value(w)
        law = f"∀ {x}, {f} {x} {factor_k} * {f} {inner} = {form}"
        reduced = [f"-{p}" if c == 0 else f"{c} - {p}" for p in (point(v), point(w))]
        return f"({f} : ℝ → ℝ) ({h} : {law}) : {f} {point(v)} = {rational(top, 1 - k * k)}", [
            [
                f"have e₁ := {h} {point(v)}", f"have e₂ := {h} {point(w)}",
                f"rw [show {reduced[0]} = ({w} : ℝ) by norm_num] at e₁", f"rw [show {reduced[1]} = ({v} : ℝ) by norm_num] at e₂", "linarith",
            ],
            [f"have e₁ := {h} {point(v)}", f"have e₂ := {h} {point(w)}", "norm_num at e₁ e₂", "linarith"],
        ]
    v = d.choice([2, 3, 4, 5])
    law = f"∀ {x}, {x} ≠ 0 → {f} {x} {factor_k} * {f} (1 / {x}) = {form}"
    top = v * value(v) - k * (m + n * v)
    return f"({f} : ℝ → ℝ) ({h} : {law}) : {f} {v} = {rational(top, v * (1 - k * k))}", [
        [
            f"have e₁ := {h} {v} (by norm_num)", f"have e₂ := {h} (1 / {v}) (by norm_num)",
            f"rw [show 1 / (1 / {v}) = ({v} : ℝ) by norm_num] at e₂", "linarith",
        ]
    ]


@family("equations", 1.2)
def inverse_of_linear(d: Draw):
    """A bijection given by a formula: its inverse at a point."""
    s, h = d.choice(["σ", "f", "e"]), d.hypothesis()
    a, b, w = d.choice([2, 3, -2, 5, 1]), d.nonzero(-9, 9), d.randint(-6, 8)
    v = a * w + b
    apply = d.choice([".1", ".1", ".toFun"])
    law = f"∀ x, {s}{apply} x = {linear_form([(a, 'x'), (b, '')])}"
    undo = ".invFun" if apply == ".toFun" else ".2"
    at = point(v)
    body = [f"have key : {s}.toFun {point(w)} = {v} := by rw [{h}]; norm_num", "rw [← key]", f"exact {s}.left_inv {point(w)}"]
    other = [f"have key := {s}.left_inv {point(w)}", f"rw [{h}] at key", f"rw [show {linear_form([(a, point(w)), (b, '')])} = ({v} : ℝ) by norm_num] at key", "exact key"]
    if d.random() < 0.3:
        u = a * v + b
        return f"({s} : Equiv ℝ ℝ) ({h} : ∀ x, {s}{apply} x = {linear_form([(a, 'x'), (b, '')])}) : {s}{apply} ({s}{apply} {point(w)}) = {u}", [
            [f"rw [{h}, {h}]", "norm_num"]
        ]
    return f"({s} : Equiv ℝ ℝ) ({h} : {law}) : {s}{undo} {at} = {w}", [body, other]


@family("equations", 1.2)
def sequence_value(d: Draw):
    """A sequence given by its step: an early member."""
    u, n = d.choice("uaxs"), d.choice("nnk")
    a, r, c, start = d.randint(-5, 9), d.choice([1, 1, 2, 3, -1]), d.nonzero(-6, 7), d.choice([0, 0, 1])
    steps = d.randint(2, 5 if abs(r) == 1 else 4)
    value = a
    for _ in range(steps):
        value = r * value + c
    law = f"∀ {n}, {u} ({n} + 1) = {linear_form([(r, f'{u} {n}'), (c, '')])}"
    number = d.choice(["ℝ", "ℤ", "ℚ"])
    binders, _, (h, k) = givens(d, [law, f"{u} {start} = {a}"], join=0)
    last = start + steps
    chain = ", ".join(f"{h} {i}" for i in range(last - 1, start - 1, -1))
    points = [f"have e{i} := {h} {i}" for i in range(start, last)]
    names = " ".join(f"e{i}" for i in range(start, last))
    statement = f"({u} : ℕ → {number}) {binders} : {u} {last} = {value}"
    return statement, [[f"rw [{chain}, {k}]", "norm_num"], [*points, f"norm_num at {names}", "linarith"], [f"linarith [{chain}, {k}]"]]


@family("equations", 1.5)
def sequence_formula(d: Draw):
    """A sequence given by its step: the formula for all members, by induction."""
    u, n = d.choice("uaxs"), d.choice("nnkm")
    a, c = d.randint(-5, 9), d.randint(2, 9)
    number = d.choice(["ℝ", "ℝ", "ℚ", "ℤ"])
    kind = d.randint(0, 2)
    cast = f"({n} : {number})"
    if kind == 0:
        law, form = f"{u} {n} + {c}", f"{a} + {c} * {cast}"
    elif kind == 1:
        law, form = f"{c} * {u} {n}", f"{a} * {c} ^ {n}"
    else:
        b = d.choice([1, 2, 3])
        law, form = f"{c} * {u} {n} + {b * (c - 1)}", f"{a + b} * {c} ^ {n} - {b}"
    binders, _, (h, k) = givens(d, [f"{u} 0 = {a}", f"∀ {n}, {u} ({n} + 1) = {law}"], join=0)
    succ = f"rw [{k}, ih]\n  push_cast\n  ring" if kind == 0 else f"rw [{k}, ih, pow_succ]\n  ring"
    goal = f"∀ {n} : ℕ, {u} {n} = {form}"
    zero = f"rw [{h}]; norm_num"
    return f"({u} : ℕ → {number}) {binders} : {goal}", [
        [f"intro {n}", f"induction {n} with\n| zero => {zero}\n| succ {n} ih =>\n  {succ}"],
        [f"intro {n}", f"induction {n} with\n| zero => simp [{h}]\n| succ {n} ih =>\n  rw [{k}, ih]\n  grind"],
    ]


@family("equations", 1.5)
def products_in_pairs(d: Draw):
    """x y, y z, z x given, the numbers positive."""
    x, y, z = d.variables(3, ("xyz", "abc", "pqr", "uvw"))
    u, v, w = (d.randint(1, 9) for _ in range(3))
    facts = [more(d, n, "0") for n in (x, y, z)] + [f"{x} * {y} = {u * v}", f"{y} * {z} = {v * w}", f"{z} * {x} = {w * u}"]
    binders, steps, (h1, h2, h3, k1, k2, k3) = givens(d, facts, join=0.2)
    p, q = d.choice([(x, u), (y, v), (z, w)])
    if d.random() < 0.3:
        p, q = f"{x} * {y} * {z}", u * v * w
    positive = [] if p in (x, y, z) else [f"have hp : 0 < {p} := by positivity"]
    return f"({x} {y} {z} : ℝ) {binders} : {p} = {q}", [
        [
            *steps,
            *positive,
            f"have key : ({p} - {q}) * ({p} + {q}) = 0 := by nlinarith",
            "rcases mul_eq_zero.mp key with e | e",
            "linarith",
            "linarith",
        ]
    ]


@family("equations", 1)
def rounding(d: Draw):
    """⌊a⌋ and ⌈a⌉ of fractions, and what they say about a number."""
    m, n = d.randint(-40, 90), d.choice([2, 3, 4, 5, 7])
    m = m + 1 if m % n == 0 else m
    down = m // n
    kind = d.randint(0, 2)
    if kind == 0:
        return f": ⌊({m} / {n} : ℝ)⌋ = {down}", [["rw [Int.floor_eq_iff]", "norm_num"], ["norm_num"]]
    if kind == 1:
        return f": ⌈({m} / {n} : ℝ)⌉ = {down + 1}", [["rw [Int.ceil_eq_iff]", "norm_num"], ["norm_num"]]
    x, h = d.choice("xxtya"), d.hypothesis()
    goal = d.choice([f"{down} ≤ {x}", f"{x} < {down + 1}", f"{down} ≤ {x} ∧ {x} < {down + 1}"])
    rest = ["constructor", "linarith", "linarith"] if "∧" in goal else ["linarith"]
    return f"({x} : ℝ) ({h} : ⌊{x}⌋ = {down}) : {goal}", [
        [f"rw [Int.floor_eq_iff] at {h}", f"obtain ⟨e₁, e₂⟩ := {h}", "push_cast at e₁ e₂", *rest],
        [f"rw [Int.floor_eq_iff] at {h}", f"obtain ⟨e₁, e₂⟩ := {h}", "norm_num at e₁ e₂", *rest],
        [f"rw [Int.floor_eq_iff] at {h}", "grind"],
    ]


@family("equations", 0.6)
def substitution_chain(d: Draw):
    """Each number given by the one before."""
    x, y, z = d.variables(3, ("xyz", "abc", "pqr", "uvw"))
    a, p, q, r, s = d.randint(-4, 9), d.randint(2, 5), d.nonzero(-9, 9), d.nonzero(-5, 5), d.nonzero(-9, 9)
    b = p * a + q
    facts = [f"{x} = {a}", f"{y} = {linear_form([(p, x), (q, '')])}", f"{z} = {linear_form([(r, y), (s, x)])}"]
    binders, steps, (h, k, m) = givens(d, facts)
    value = r * b + s * a
    goal = d.choice([(f"{z}", value), (f"{x} + {y} + {z}", a + b + value), (f"{z} - {y}", value - b)])
    return f"({x} {y} {z} : {d.field()}) {binders} : {goal[0]} = {goal[1]}", [
        [*steps, f"subst {h}", f"subst {k}", f"subst {m}", "norm_num"], [*steps, f"rw [{m}, {k}, {h}]", "norm_num"], [*steps, "linarith"]
    ]


@family("equations", 0.5)
def cleared_of_fractions(d: Draw):
    """Linear equations with numerical denominators."""
    x = d.choice(["x", "x", "y", "t", "a"])
    a, b = d.sample([2, 3, 4, 5, 6, 7], 2)
    v, q = a * b * d.nonzero(-3, 4), d.nonzero(-9, 9)
    law = equation(d, f"{x} / {a} + {factor(1, x, q)} / {b}", f"{x} / {b} + {rational(v * b + q * a, a * b)}")
    h = d.hypothesis()
    return f"({x} : {d.field()}) ({h} : {law}) : {x} = {v}", [["linarith"], ["field_simp at " + h, "linarith"]]


@family("equations", 0.8)
def two_numbers_found(d: Draw):
    """Two numbers from their sum and product, in both orders or with the order given."""
    x, y = d.variables(2)
    r, s = sorted(d.sample(range(-9, 13), 2))
    facts = [f"{x} + {y} = {r + s}", f"{x} * {y} = {r * s}"]
    ordered = d.random() < 0.6
    binders, steps, names = givens(d, [*facts, f"{x} < {y}"] if ordered else facts)
    solve = [
        f"have hy' : {y} = {linear_form([(-1, x), (r + s, '')])} := by linarith" if r + s else f"have hy' : {y} = -{x} := by linarith",
        f"rw [hy'] at {names[1]}",
        f"have key : ({shifted(x, r)}) * ({shifted(x, s)}) = 0 := by linarith",
        "rcases mul_eq_zero.mp key with e | e",
    ]
    if ordered:
        goal = d.choice([f"{x} = {r}", f"{y} = {s}", f"{x} = {r} ∧ {y} = {s}"])
        close = ["constructor", "linarith", "linarith", "linarith"] if "∧" in goal else ["linarith", "linarith"]
        return f"({x} {y} : ℝ) {binders} : {goal}", [[*steps, *solve, *close]]
    goal = f"({x} = {r} ∧ {y} = {s}) ∨ ({x} = {s} ∧ {y} = {r})"
    close = ["left", "constructor", "linarith", "linarith", "right", "constructor", "linarith", "linarith"]
    return f"({x} {y} : ℝ) {binders} : {goal}", [[*steps, *solve, *close]]
