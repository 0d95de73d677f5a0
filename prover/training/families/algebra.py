"""High-school algebra: linear systems, quadratics and their roots, least values, coefficients, parameters."""

from __future__ import annotations

from collections.abc import Sequence

from prover.training.families.base import Draw, family, linear_form, polynomial, rational


def equation(d: Draw, left: str, right: str) -> str:
    """The equation, now and then turned around."""
    return f"{right} = {left}" if d.random() < 0.12 else f"{left} = {right}"


def at_least(d: Draw, big: str, small: str) -> str:
    """``small ≤ big`` in one of its two spellings."""
    return f"{big} ≥ {small}" if d.random() < 0.3 else f"{small} ≤ {big}"


def more(d: Draw, big: str, small: str) -> str:
    """``small < big`` in one of its two spellings."""
    return f"{big} > {small}" if d.random() < 0.2 else f"{small} < {big}"


def givens(d: Draw, facts: Sequence[str], join: float = 0.15) -> tuple[str, list[str], list[str]]:
    """Binders for the facts, in a drawn order and sometimes as one conjunction; the steps that take it
    apart; and the names of the facts, in the order they were given."""
    order = list(range(len(facts)))
    if d.random() < 0.3:
        d.shuffle(order)
    names = [""] * len(facts)
    if len(facts) > 1 and d.random() < join:
        whole = d.hypothesis()
        for i in order:
            names[i] = d.hypothesis()
        pattern = ", ".join(names[i] for i in order)
        return f"({whole} : {' ∧ '.join(facts[i] for i in order)})", [f"obtain ⟨{pattern}⟩ := {whole}"], names
    for i in order:
        names[i] = d.hypothesis()
    return " ".join(f"({names[i]} : {facts[i]})" for i in order), [], names


def shifted(x: str, root: int) -> str:
    """``x - 3``, ``x + 2`` or ``x``: what vanishes at the root."""
    return linear_form([(1, x), (-root, "")])


def factor(p: int, x: str, q: int) -> str:
    return f"({linear_form([(p, x), (q, '')])})"


@family("algebra", 0.7)
def linear_system_two(d: Draw):
    """Two equations, two unknowns: a value, both, or a combination."""
    x, y = d.variables(2)
    number = d.field()
    u, v = d.randint(-9, 12), d.randint(-9, 12)
    a, b, c, e = d.nonzero(-7, 9), d.nonzero(-7, 9), d.nonzero(-7, 9), d.nonzero(-7, 9)
    if a * e == b * c:
        e += 1 if e != -1 else 2
    facts = [equation(d, linear_form([(p, x), (q, y)]), str(p * u + q * v)) for p, q in ((a, b), (c, e))]
    binders, steps, _ = givens(d, facts)
    kind = d.randint(0, 2)
    p, q = d.nonzero(-5, 5), d.nonzero(-5, 5)
    goal = (f"{x} = {u}", f"{x} = {u} ∧ {y} = {v}", f"{linear_form([(p, x), (q, y)])} = {p * u + q * v}")[kind]
    close = ["constructor", "linarith", "linarith"] if kind == 1 else ["linarith"]
    return f"({x} {y} : {number}) {binders} : {goal}", [steps + close]


@family("algebra", 0.6)
def linear_system_three(d: Draw):
    """Sums in pairs, or three general equations."""
    x, y, z = d.variables(3, ("xyz", "abc", "pqr", "uvw"))
    values = [d.randint(-6, 15) for _ in range(3)]
    rows = d.choice([((1, 1, 0), (0, 1, 1), (1, 0, 1)), ((1, 1, 1), (1, -1, 2), (2, 1, -1)), ((1, 2, 3), (2, 3, 1), (3, 1, 2))])
    facts = [
        equation(d, linear_form(list(zip(row, (x, y, z), strict=True))), str(sum(r * v for r, v in zip(row, values, strict=True))))
        for row in rows
    ]
    binders, steps, _ = givens(d, facts)
    goals = [f"{name} = {value}" for name, value in zip((x, y, z), values, strict=True)]
    if d.random() < 0.4:
        return f"({x} {y} {z} : ℝ) {binders} : {' ∧ '.join(goals)}", [
            [*steps, "refine ⟨?_, ?_, ?_⟩", "linarith", "linarith", "linarith"]
        ]
    goal = d.choice([*goals, f"{x} + {y} + {z} = {sum(values)}"])
    return f"({x} {y} {z} : {d.field()}) {binders} : {goal}", [[*steps, "linarith"]]


@family("algebra", 0.8)
def symmetric_functions(d: Draw):
    """From a sum and a product, values of symmetric expressions."""
    x, y = d.variables(2, ("xyz", "abc", "pqr", "uvw", "mnk"))
    s, p = d.randint(-9, 12), d.randint(-12, 12)
    goal, value, law = d.choice([
        (f"{x} ^ 2 + {y} ^ 2", s * s - 2 * p, f"({x} + {y}) ^ 2 - 2 * ({x} * {y})"),
        (f"({x} - {y}) ^ 2", s * s - 4 * p, f"({x} + {y}) ^ 2 - 4 * ({x} * {y})"),
        (f"{x} ^ 3 + {y} ^ 3", s**3 - 3 * s * p, f"({x} + {y}) ^ 3 - 3 * ({x} * {y}) * ({x} + {y})"),
        (f"{x} ^ 2 * {y} + {x} * {y} ^ 2", s * p, f"({x} * {y}) * ({x} + {y})"),
        (f"({x} + 1) * ({y} + 1)", s + p + 1, f"{x} * {y} + ({x} + {y}) + 1"),
    ])
    binders, steps, (h, k) = givens(d, [f"{x} + {y} = {s}", f"{x} * {y} = {p}"])
    name = d.choice(["key", "h", "this"])
    script = [*steps, f"have {name} : {goal} = {law} := by ring", f"rw [{name}, {h}, {k}]", "norm_num"]
    short = [*steps, "nlinarith"]
    return f"({x} {y} : {d.field()}) {binders} : {goal} = {value}", d.choice([[script, short], [short, script]])


@family("algebra", 0.8)
def quadratic_roots(d: Draw):
    """The roots of a quadratic as a disjunction."""
    (x,) = d.variables(1, ("x", "x", "y", "t", "n", "a"))
    p, q, r, s = d.choice([1, 1, 1, 2, 3]), d.nonzero(-9, 9), d.choice([1, 1, 1, 1, 2, 5]), d.nonzero(-9, 9)
    a, b, c = p * r, p * s + q * r, q * s
    h = d.hypothesis()
    left = d.choice([f"{polynomial([a, b, c], x)} = 0", f"{polynomial([a, b, 0], x)} = {-c}"])
    if d.random() < 0.15:
        left = f"{polynomial([a, 0, c], x)} = {linear_form([(-b, x)])}"
    goal = f"{x} = {rational(-q, p)} ∨ {x} = {rational(-s, r)}"
    k = d.choice(["h", "key", "hf", "this", "h'"])
    body = [
        f"have {k} : {factor(p, x, q)} * {factor(r, x, s)} = 0 := by linarith",
        f"rcases mul_eq_zero.mp {k} with {k} | {k}",
        "left", "linarith", "right", "linarith",
    ]
    if h == k:
        body = [step.replace(f" {k} ", " key ").replace(f" {k}", " key") for step in body]
    if d.random() < 0.3:
        return f"({x} : {d.field()}) : {left} → {goal}", [[f"intro {h}", *body]]
    return f"({x} : {d.field()}) ({h} : {left}) : {goal}", [body]


@family("algebra", 2.5)
def quadratic_root_with_sign(d: Draw):
    """One root of a quadratic, the other excluded by a side condition."""
    (x,) = d.variables(1, ("x", "x", "y", "t", "a", "r"))
    r, s = d.randint(1, 12), -d.randint(1, 12)
    a = d.choice([1, 1, 1, 2, 3, 4])
    if d.random() < 0.3:
        r, s = s, r
    side = more(d, x, "0") if r > 0 else f"{x} < 0"
    if d.random() < 0.2:
        r = s + d.choice([-5, -3, 4, 7])
        side = f"{x} ≠ {s}"
    law = f"{polynomial([a, -a * (r + s), a * r * s], x)} = 0"
    if d.random() < 0.5:
        law = equation(d, polynomial([a, -a * (r + s), 0], x), str(-a * r * s))
    binders, steps, (h, k) = givens(d, [law, side])
    m = d.choice(["h", "key", "hf", "this"])
    m = "key" if m in (h, k) else m
    other = f"exact absurd (by linarith) {k}" if "≠" in side else "linarith"
    scripts = [
        [
            *steps,
            f"have {m} : ({shifted(x, r)}) * ({shifted(x, s)}) = 0 := by linarith",
            f"rcases mul_eq_zero.mp {m} with {m} | {m}",
            "linarith",
            other,
        ]
    ]
    return f"({x} : ℝ) {binders} : {x} = {r}", scripts


@family("algebra", 0.8)
def two_distinct_roots(d: Draw):
    """Sum and product of two different roots of one quadratic."""
    x, y = d.variables(2, ("xyz", "abc", "pqr", "rst", "uvw"))
    a, b, c = d.choice([1, 1, 2, 3]), d.nonzero(-9, 9), d.nonzero(-12, 12)
    facts = [f"{x} ≠ {y}", f"{polynomial([a, b, c], x)} = 0", f"{polynomial([a, b, c], y)} = 0"]
    binders, steps, (h, *_) = givens(d, facts)
    total, product = f"{x} + {y} = {rational(-b, a)}", f"{x} * {y} = {rational(c, a)}"
    kind = d.randint(0, 3)
    goal = (total, product, f"{total} ∧ {product}", f"{x} ^ 2 + {y} ^ 2 = {rational(b * b - 2 * a * c, a * a)}")[kind]
    script = [
        *steps,
        f"have hd : {x} - {y} ≠ 0 := fun e => {h} (by linarith)",
        f"have hs : {total} := mul_left_cancel₀ hd (by linarith)",
        *{0: ["exact hs"], 1: ["nlinarith"], 2: ["constructor", "exact hs", "nlinarith"], 3: ["nlinarith"]}[kind],
    ]
    return f"({x} {y} : ℝ) {binders} : {goal}", [script]


@family("algebra", 2)
def least_value_quadratic(d: Draw):
    """A quadratic, in one or two variables, and its least (or greatest) value."""
    x, y = d.variables(2)
    p, q, a, b = d.nonzero(-6, 6), d.randint(-6, 6), d.choice([1, 1, 2, 3, 5]), d.choice([1, 1, 2, 4])
    low = d.randint(-20, 20)
    slack = d.choice([0, 0, 0, d.randint(1, 4)])
    if d.random() < 0.4:
        form = polynomial([a, -2 * a * p, a * p * p + low], x)
        names, hints = x, f"sq_nonneg ({shifted(x, p)})"
    else:
        k = d.choice([0, 0, 0, 1, -1, 2])
        square = linear_form([(1, x), (-k, y), (-p, "")])
        form = linear_form([
            (a, f"{x} ^ 2"), (-2 * a * k, f"{x} * {y}"), (a * k * k + b, f"{y} ^ 2"), (-2 * a * p, x),
            (2 * a * k * p - 2 * b * q, y), (a * p * p + b * q * q + low, ""),
        ])
        names, hints = f"{x} {y}", f"sq_nonneg ({square}), sq_nonneg ({shifted(y, q)})"
    if slack == 0 and d.random() < 0.15:
        return f"({names} : ℝ) : {at_least(d, f'{form} + {-low}' if low < 0 else f'{form} - {low}', '0')}", [[f"nlinarith [{hints}]"]]
    return f"({names} : ℝ) : {at_least(d, form, str(low - slack))}", [[f"nlinarith [{hints}]"]]


@family("algebra", 1.5)
def greatest_product(d: Draw):
    """With a x + b y fixed, a bound of x y."""
    x, y = d.variables(2)
    a, b = d.choice([1, 1, 1, 2, 3]), d.choice([1, 1, 2, 4, 5])
    s = d.randint(1, 30)
    h = d.hypothesis()
    goal = at_least(d, rational(s * s, 4 * a * b), f"{x} * {y}")
    binder = f"({x} {y} : ℝ) ({h} : {equation(d, linear_form([(a, x), (b, y)]), str(s))})"
    k = d.choice(["hy", "hk", "key"])
    rest = f"{s} - {linear_form([(b, y)])}"
    solve = f"have {k} : {x} = {f'({rest}) / {a}' if a > 1 else rest} := by linarith"
    least = f"nlinarith [sq_nonneg ({linear_form([(2 * b, y), (-s, '')])})]"
    return f"{binder} : {goal}", [[solve, f"rw [{k}]", least]]


@family("algebra", 1.5)
def squares_sum_to_zero(d: Draw):
    """A sum of squares, multiplied out, that is zero."""
    x, y = d.variables(2)
    p, q, b = d.nonzero(-6, 6), d.nonzero(-6, 6), d.choice([1, 1, 2, 3])
    h = d.hypothesis()
    form = linear_form([(1, f"{x} ^ 2"), (b, f"{y} ^ 2"), (-2 * p, x), (-2 * b * q, y), (p * p + b * q * q, "")])
    left, right = shifted(x, p), shifted(y, q)
    binder = f"({x} {y} : ℝ) ({h} : {equation(d, form, '0')})"
    steps = [
        f"have hx : ({left}) ^ 2 = 0 := le_antisymm (by nlinarith [sq_nonneg ({right})]) (sq_nonneg _)",
        f"have hy : ({right}) ^ 2 = 0 := le_antisymm (by nlinarith [sq_nonneg ({left})]) (sq_nonneg _)",
    ]
    if h in ("hx", "hy"):
        steps = [step.replace("hx", "k₁").replace("hy", "k₂") for step in steps]
    a, c = ("k₁", "k₂") if h in ("hx", "hy") else ("hx", "hy")
    roots = [f"have e₁ := (pow_eq_zero_iff (by norm_num)).mp {a}", f"have e₂ := (pow_eq_zero_iff (by norm_num)).mp {c}"]
    if d.random() < 0.5:
        return f"{binder} : {x} = {p} ∧ {y} = {q}", [[*steps, *roots, "constructor", "linarith", "linarith"]]
    return f"{binder} : {x} + {y} = {p + q}", [[*steps, *roots, "linarith"]]


@family("algebra", 1.5)
def coefficients_of_identity(d: Draw):
    """Two polynomials equal everywhere: values of the coefficients."""
    x = d.choice(["x", "x", "t", "y"])
    a, b, c = d.choice(["abc", "pqr", "ABC"])
    p, q, r, s = d.nonzero(-5, 5), d.nonzero(-7, 7), d.nonzero(-5, 5), d.nonzero(-7, 7)
    values = (p * r, p * s + q * r, q * s)
    product = f"{factor(p, x, q)} * {factor(r, x, s)}"
    law = f"{a} * {x} ^ 2 + {b} * {x} + {c}"
    h = d.hypothesis()
    law = f"{product} = {law}" if d.random() < 0.6 else f"{law} = {product}"
    goal = d.choice([
        f"{a} + {b} + {c} = {sum(values)}", f"{b} = {values[1]}", f"{a} - {b} + {c} = {values[0] - values[1] + values[2]}",
        f"{a} = {values[0]} ∧ {b} = {values[1]} ∧ {c} = {values[2]}",
    ])
    points = [f"have h{i} := {h} {v}" for i, v in (("a", "0"), ("b", "1"), ("c", "(-1)"))]
    close = ["refine ⟨?_, ?_, ?_⟩", "linarith", "linarith", "linarith"] if "∧" in goal else ["linarith"]
    if h in ("ha", "hb", "hc"):
        points = [step.replace("have h", "have k") for step in points]
    short = f"linarith [{h} 0, {h} 1, {h} (-1)]"
    scripts = [[*points, *close]]
    if "∧" not in goal and d.random() < 0.6:
        scripts.insert(0, [short])
    return f"({a} {b} {c} : ℝ) ({h} : ∀ {x} : ℝ, {law}) : {goal}", scripts


@family("algebra", 2)
def cube_root(d: Draw):
    """The one real root of x³ = n³, or of a cubic with one real root."""
    x = d.choice(["x", "x", "y", "a", "t"])
    r = d.nonzero(-7, 9)
    b, c = d.choice([(r, r * r), (0, d.randint(1, 6)), (d.randint(-2, 2), d.randint(2, 7))])
    h = d.hypothesis()
    k = "key" if h == "h" else d.choice(["h", "key"])
    coefficients = [1, b - r, c - b * r, -c * r]
    if (b, c) == (r, r * r) and d.random() < 0.7:
        law = f"{x} ^ 3 = {r**3}"
    else:
        law = f"{polynomial(coefficients, x)} = 0"
    square = linear_form([(2, x), (b, "")])
    quadratic = polynomial([1, b, c], x)
    return f"({x} : ℝ) ({h} : {law}) : {x} = {r}", [
        [
            f"have {k} : ({shifted(x, r)}) * ({quadratic}) = 0 := by linarith",
            f"rcases mul_eq_zero.mp {k} with {k} | {k}",
            "linarith",
            f"nlinarith [sq_nonneg ({square})]",
        ]
    ]


@family("algebra", 1.5)
def between_the_roots(d: Draw):
    """Quadratic inequalities: where the sign is."""
    x = d.choice(["x", "x", "y", "t", "a"])
    r, a = d.randint(-9, 8), d.choice([1, 1, 1, 2, 3])
    s = r + d.randint(1, 9)
    form = polynomial([a, -a * (r + s), a * r * s], x)
    h = d.hypothesis()
    strict = d.random() < 0.4
    if d.random() < 0.6:
        rel = "<" if strict else "≤"
        law = f"{form} {rel} 0" if d.random() < 0.8 or strict else f"0 ≥ {form}"
        goal = f"{r} {rel} {x} ∧ {x} {rel} {s}"
        return f"({x} : ℝ) ({h} : {law}) : {goal}", [["constructor", "nlinarith", "nlinarith"]]
    rel = "<" if strict else "≤"
    k = "hc"
    return f"({x} : ℝ) ({h} : {more(d, form, '0') if strict else at_least(d, form, '0')}) : {x} {rel} {r} ∨ {s} {rel} {x}", [
        [f"by_contra {k}", f"push_neg at {k}", f"obtain ⟨{k}₁, {k}₂⟩ := {k}", "nlinarith"],
        [
            f"rcases le_total {x} {r} with {k} | {k}", "left", "nlinarith", "right", "nlinarith",
        ],
    ]


@family("algebra", 0.8)
def discriminant_bound(d: Draw):
    """A quadratic that never is negative bounds its coefficients."""
    x, b, c = d.choice(["x", "t"]), d.choice("bpm"), d.choice("cqn")
    h = d.hypothesis()
    known = d.randint(0, 1)
    if known:
        n = d.randint(1, 12)
        law, goal, point = f"{x} ^ 2 + {2 * n} * {x} + {c}", f"{n * n} ≤ {c}", f"(-{n})"
        names = c
    else:
        law, goal, point = f"{x} ^ 2 + {b} * {x} + {c}", f"{b} ^ 2 ≤ 4 * {c}", f"(-{b} / 2)"
        names = f"{b} {c}"
    return f"({names} : ℝ) ({h} : ∀ {x} : ℝ, {at_least(d, law, '0')}) : {goal}", [
        [f"have key := {h} {point}", "nlinarith"], [f"nlinarith [{h} {point}]"]
    ]


@family("algebra", 0.5)
def proportion(d: Draw):
    """Rates and proportions: x / a = y / b and a total."""
    x, y = d.variables(2, ("xyz", "abc", "pqr", "mnk", "stu"))
    a, b = d.choice([(2, 3), (3, 5), (4, 7), (5, 8), (3, 4), (2, 9)])
    k = d.randint(2, 12)
    side = d.choice([(f"{x} + {y}", (a + b) * k), (f"{y} - {x}", (b - a) * k), (f"2 * {x} + {y}", (2 * a + b) * k)])
    binders, steps, _ = givens(d, [f"{x} / {a} = {y} / {b}", equation(d, side[0], str(side[1]))])
    goal = d.choice([f"{x} = {a * k}", f"{y} = {b * k}", f"{x} * {y} = {a * b * k * k}", f"{x} = {a * k} ∧ {y} = {b * k}"])
    if "*" in goal:
        close = [f"have hx : {x} = {a * k} := by linarith", f"have hy : {y} = {b * k} := by linarith", "rw [hx, hy]", "norm_num"]
    else:
        close = ["constructor", "linarith", "linarith"] if "∧" in goal else ["linarith"]
    return f"({x} {y} : ℝ) {binders} : {goal}", [[*steps, *close], [*steps, "nlinarith"]]


@family("algebra", 1.5)
def exists_solution(d: Draw):
    """There is a number (or a pair) with a property: name it."""
    x, y = d.variables(2)
    kind = d.randint(0, 2)
    if kind == 0:
        p, q, r, s = d.choice([1, 2, 3]), d.nonzero(-7, 7), 1, d.nonzero(-9, 9)
        form = polynomial([p * r, p * s + q * r, q * s], x)
        return f": ∃ {x} : ℝ, {form} = 0", [[f"use {rational(-s, r)}", "norm_num"], [f"refine ⟨{-s}, ?_⟩", "norm_num"]]
    u, v = d.randint(-6, 9), d.randint(-6, 9)
    if kind == 1:
        facts = f"{x} + {y} = {u + v} ∧ {x} * {y} = {u * v}"
        return f": ∃ {x} {y} : {d.ordered()}, {facts}", [[f"refine ⟨{u}, {v}, ?_, ?_⟩", "norm_num", "norm_num"], [f"use {u}, {v}", "norm_num"]]
    side = d.nonzero(-5, 5)
    form = polynomial([1, 2 * side, side * side - 1 - abs(u)], x)
    return f": ∃ {x} : ℝ, {form} < 0", [[f"use {-side}", "norm_num"], [f"refine ⟨{-side}, ?_⟩", "norm_num"]]


@family("algebra", 0.7)
def exactly_these_roots(d: Draw):
    """An equation, and just when it holds."""
    x = d.choice(["x", "x", "y", "t"])
    p, r = d.choice([1, 1, 2, 3, 4]), d.nonzero(-9, 9)
    if d.random() < 0.35:
        q = d.nonzero(-9, 9)
        goal = f"{linear_form([(p, x), (q, '')])} = {p * r + q} ↔ {x} = {r}"
        return f"({x} : {d.field()}) : {goal}", [["constructor", "intro h", "linarith", "intro h", "linarith"]]
    s = r + d.choice([-6, -4, -1, 2, 3, 7])
    form = polynomial([p, -p * (r + s), p * r * s], x)
    forward = [
        f"have key : ({shifted(x, r)}) * ({shifted(x, s)}) = 0 := by linarith",
        "rcases mul_eq_zero.mp key with key | key",
        "left", "linarith", "right", "linarith",
    ]
    return f"({x} : ℝ) : {form} = 0 ↔ {x} = {r} ∨ {x} = {s}", [
        ["constructor", "intro h", *forward, "rintro (h | h)", "rw [h]", "norm_num", "rw [h]", "norm_num"]
    ]
