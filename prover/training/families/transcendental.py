"""Square roots, logarithms, exponentials, sine and cosine, complex numbers."""

from __future__ import annotations

from prover.training.families.algebra import equation, givens, more, shifted
from prover.training.families.base import Draw, family, linear_form, polynomial, rational


def root(d: Draw, inside: str) -> str:
    """A square root in one of its spellings."""
    if not inside.isalnum():
        inside = f"({inside})"
    return d.choice([f"√{inside}", f"Real.sqrt {inside}"])


def imaginary(real: int, part: int) -> str:
    """``3 - 2 * Complex.I``."""
    return linear_form([(real, ""), (part, "Complex.I")])


@family("transcendental", 1)
def root_of_number(d: Draw):
    """√(n²), √(n² k) = n √k, products and comparisons."""
    n, k = d.randint(2, 15), d.choice([2, 3, 5, 6, 7])
    kind = d.randint(0, 3)
    if kind == 0:
        return f": {root(d, str(n * n))} = {n}", [
            [f"rw [show ({n * n} : ℝ) = {n} ^ 2 by norm_num]", "exact Real.sqrt_sq (by norm_num)"], ["norm_num"]
        ]
    if kind == 1:
        return f": {root(d, str(n * n * k))} = {n} * {root(d, str(k))}", [
            [f"rw [show ({n * n * k} : ℝ) = {n} ^ 2 * {k} by norm_num, Real.sqrt_mul (by norm_num), Real.sqrt_sq (by norm_num)]"]
        ]
    if kind == 2:
        a, b = d.sample([2, 3, 5, 6, 7, 8, 10], 2)
        m = d.choice([1, 2, 3])
        return f": {root(d, str(a))} * {root(d, str(a * m * m))} = {a * m}", [
            [f"rw [← Real.sqrt_mul (by norm_num), show ({a} : ℝ) * {a * m * m} = {a * m} ^ 2 by norm_num, Real.sqrt_sq (by norm_num)]"]
        ]
    low = int((100 * k) ** 0.5)
    if d.random() < 0.5:
        return f": {root(d, str(k))} < {rational(low + 1, 10)}", [["rw [Real.sqrt_lt' (by norm_num)]", "norm_num"]]
    return f": {rational(low, 10)} < {root(d, str(k))}", [["rw [Real.lt_sqrt (by norm_num)]", "norm_num"]]


@family("transcendental", 2)
def root_equation(d: Draw):
    """√(p x + q) = r, solved."""
    x, h = d.choice(["x", "x", "y", "t", "a"]), d.hypothesis()
    p, r, v = d.choice([1, 1, 2, 3, 5]), d.randint(1, 12), d.randint(-9, 15)
    q = r * r - p * v
    inside = linear_form([(p, x), (q, "")])
    left = root(d, inside)
    law = equation(d, left, str(r))
    turned = law.startswith(f"{r} =")
    name = f"{h}'" if turned else h
    turn = [f"have {name} := {h}.symm"] if turned else []
    return f"({x} : ℝ) ({h} : {law}) : {x} = {v}", [
        [*turn, f"rw [Real.sqrt_eq_iff] at {name}", f"rcases {name} with ⟨e₁, e₂⟩ | ⟨e₁, e₂⟩", "linarith", "linarith"]
    ]


@family("transcendental", 1.2)
def root_simplified(d: Draw):
    """(√a ± √b)², conjugates, roots of squares of letters."""
    a, b = d.sample([2, 3, 5, 6, 7, 10, 11], 2)
    ra, rb = root(d, str(a)), root(d, str(b))
    kind = d.randint(0, 2)
    facts = [f"have ha : {ra} ^ 2 = {a} := Real.sq_sqrt (by norm_num)", f"have hb : {rb} ^ 2 = {b} := Real.sq_sqrt (by norm_num)"]
    if kind == 0:
        return f": ({ra} + {rb}) * ({ra} - {rb}) = {a - b}", [[*facts, "nlinarith"], [*facts, "grind"]]
    if kind == 1:
        n = d.randint(1, 9)
        value = linear_form([(n * n + a, "")]) + f" + {2 * n} * {ra}"
        return f": ({n} + {ra}) ^ 2 = {value}", [[facts[0], "nlinarith"], [facts[0], "linarith"]]
    x, h, n = d.choice("xyta"), d.hypothesis(), d.randint(2, 9)
    if d.random() < 0.5:
        return f"({x} : ℝ) ({h} : {'0 ≤ ' + x}) : {root(d, f'{n * n} * {x} ^ 2')} = {n} * {x}", [
            [f"rw [show {n * n} * {x} ^ 2 = ({n} * {x}) ^ 2 by ring]", "exact Real.sqrt_sq (by linarith)"]
        ]
    form = polynomial([1, -2 * n, n * n], x)
    return f"({x} : ℝ) ({h} : {n} ≤ {x}) : {root(d, form)} = {shifted(x, n)}", [
        [f"rw [show {form} = ({shifted(x, n)}) ^ 2 by ring]", "exact Real.sqrt_sq (by linarith)"]
    ]


@family("transcendental", 1.2)
def logarithm_of_product(d: Draw):
    """log and logb of products, powers, quotients of positive numbers."""
    x, y = d.variables(2)
    m, n = d.randint(2, 5), d.randint(2, 5)
    binders, steps, (h, k) = givens(d, [more(d, x, "0"), more(d, y, "0")], join=0.2)
    nonzero = [f"have hx' : {x} ≠ 0 := ne_of_gt {h}", f"have hy' : {y} ≠ 0 := ne_of_gt {k}"]
    if d.random() < 0.5:
        goal = f"Real.log ({x} ^ {m} * {y} ^ {n}) = {m} * Real.log {x} + {n} * Real.log {y}"
        rule = f"rw [Real.log_mul (pow_ne_zero {m} hx') (pow_ne_zero {n} hy'), Real.log_pow, Real.log_pow]"
    else:
        goal = f"Real.log ({x} ^ {m} / {y} ^ {n}) = {m} * Real.log {x} - {n} * Real.log {y}"
        rule = f"rw [Real.log_div (pow_ne_zero {m} hx') (pow_ne_zero {n} hy'), Real.log_pow, Real.log_pow]"
    return f"({x} {y} : ℝ) {binders} : {goal}", [[*steps, *nonzero, rule, "norm_num"], [*steps, *nonzero, rule, "push_cast", "ring"]]


@family("transcendental", 1.2)
def logarithm_of_number(d: Draw):
    """logb b (b ^ n) = n, and log of a power of a number."""
    b, n = d.choice([2, 2, 3, 5, 7, 10]), d.randint(2, 6)
    if d.random() < 0.3:
        m, hb = d.randint(2, 5), d.hypothesis()
        return f": Real.logb ({b} ^ {m}) ({b} ^ {n}) = {rational(n, m)}", [[
            f"have {hb} : Real.log {b} ≠ 0 := (Real.log_pos (by norm_num)).ne'", "rw [Real.logb_def, Real.log_pow, Real.log_pow]",
            f"rw [div_eq_iff (mul_ne_zero (by norm_num) {hb})]", "push_cast", "ring"]]
    if d.random() < 0.5:
        return f": Real.logb {b} {b**n} = {n}", [
            [
                f"have hb : Real.log {b} ≠ 0 := ne_of_gt (Real.log_pos (by norm_num))",
                f"rw [Real.logb_def, show ({b**n} : ℝ) = {b} ^ {n} by norm_num, Real.log_pow, div_eq_iff hb]",
                "norm_num",
            ]
        ]
    return f": Real.log {b**n} = {n} * Real.log {b}", [
        [f"rw [show ({b**n} : ℝ) = {b} ^ {n} by norm_num, Real.log_pow]", "norm_num"]
    ]


@family("transcendental", 1.2)
def logarithm_solved(d: Draw):
    """Numbers found from equations of their logarithms."""
    x, y = d.variables(2)
    kind = d.randint(0, 2)
    if kind == 0:
        c = d.randint(2, 30)
        binders, steps, (h, k) = givens(d, [more(d, x, "0"), f"Real.log {x} = Real.log {c}"])
        return f"({x} : ℝ) {binders} : {x} = {c}", [[*steps, f"exact Real.log_injOn_pos {h} (by norm_num) {k}"]]
    p, q, u, v = d.nonzero(-3, 5), d.nonzero(-3, 5), d.randint(1, 7), d.randint(-4, 7)
    p = p + 1 if p == q else p
    p = 2 if p == 0 else p
    q = 1 if p == q else q
    facts = [
        f"{linear_form([(p, f'Real.log {x}'), (1, f'Real.log {y}')])} = {p * u + v}",
        f"{linear_form([(q, f'Real.log {x}'), (1, f'Real.log {y}')])} = {q * u + v}",
    ]
    if kind == 1:
        binders, steps, _ = givens(d, facts)
        return f"({x} {y} : ℝ) {binders} : Real.log {x} = {u}", [[*steps, "linarith"]]
    binders, steps, (h, k, *_) = givens(d, [more(d, x, "0"), more(d, y, "0"), *facts])
    body = [f"rw [Real.log_mul (ne_of_gt {h}) (ne_of_gt {k})]", "linarith"]
    return f"({x} {y} : ℝ) {binders} : Real.log ({x} * {y}) = {u + v}", [[*steps, *body]]


@family("transcendental", 1.2)
def change_of_base(d: Draw):
    """logb of powers of the unknowns from logb of the unknowns."""
    x, y = d.variables(2, ("xyz", "abc", "pqr"))
    m, n = d.randint(2, 4), d.randint(2, 5)
    kind = d.randint(0, 1)
    binders, steps, (h, k) = givens(d, [f"1 < {x}", f"1 < {y}"], join=0.2)
    logs = [f"have hx' : 0 < Real.log {x} := Real.log_pos {h}", f"have hy' : 0 < Real.log {y} := Real.log_pos {k}"]
    if kind == 0:
        goal = f"Real.logb {x} {y} * Real.logb {y} {x} = 1"
        return f"({x} {y} : ℝ) {binders} : {goal}", [
            [*steps, *logs, "rw [Real.logb_def, Real.logb_def]", "grind"]
        ]
    goal = f"Real.logb ({x} ^ {m}) ({y} ^ {n}) = {rational(n, m)} * Real.logb {x} {y}"
    return f"({x} {y} : ℝ) {binders} : {goal}", [
        [*steps, *logs, "rw [Real.logb_def, Real.logb_def, Real.log_pow, Real.log_pow]", "push_cast", "grind"],
    ]


@family("transcendental", 1)
def exponential_rules(d: Draw):
    """exp of sums, and bounds of it."""
    x, y = d.variables(2)
    kind = d.randint(0, 3)
    if kind == 0:
        left = f"Real.exp ({x} + {y}) * Real.exp ({x} - {y})"
        return f"({x} {y} : ℝ) : {left} = Real.exp {x} ^ 2", [
            ["rw [pow_two, ← Real.exp_add, ← Real.exp_add]", "congr 1", "ring"]
        ]
    if kind == 1:
        h, c = d.hypothesis(), d.randint(2, 20)
        return f"({x} : ℝ) ({h} : Real.exp {x} = {c}) : Real.exp (2 * {x}) = {c * c}", [
            [f"rw [two_mul, Real.exp_add, {h}]", "norm_num"]
        ]
    if kind == 2:
        h, c = d.hypothesis(), d.randint(2, 20)
        return f"({x} : ℝ) ({h} : Real.exp {x} = {c}) : {x} = Real.log {c}", [[f"rw [← {h}, Real.log_exp]"]]
    c = d.randint(1, 9)
    return f"({x} : ℝ) : {linear_form([(1, x), (1, '')])} ≤ Real.exp {x} + {c}", [[f"have key := Real.add_one_le_exp {x}", "linarith"]]


@family("transcendental", 1.5)
def sine_and_cosine(d: Draw):
    """Identities and values from sin² + cos² = 1, double and shifted arguments."""
    x = d.choice(["x", "x", "θ", "t", "a"])
    s, c = f"Real.sin {x}", f"Real.cos {x}"
    main = f"have key := Real.sin_sq_add_cos_sq {x}"
    kind = d.randint(0, 5)
    if kind == 0:
        return f"({x} : ℝ) : ({s} + {c}) ^ 2 = 1 + 2 * {s} * {c}", [[main, "nlinarith"]]
    if kind == 1:
        h, p, q = d.hypothesis(), *d.choice([(3, 5), (4, 5), (5, 13), (12, 13), (8, 17)])
        other, this = d.choice([(c, s), (s, c)])
        return f"({x} : ℝ) ({h} : {this} = {p} / {q}) : {other} ^ 2 = {rational(q * q - p * p, q * q)}", [
            [main, f"rw [{h}] at key", "linarith"]
        ]
    if kind == 2:
        return f"({x} : ℝ) : {s} ^ 4 - {c} ^ 4 = {s} ^ 2 - {c} ^ 2", [
            [main, f"have hf : {s} ^ 4 - {c} ^ 4 = ({s} ^ 2 + {c} ^ 2) * ({s} ^ 2 - {c} ^ 2) := by ring", "rw [hf, key]", "ring"]
        ]
    if kind == 3:
        return f"({x} : ℝ) : 1 - Real.cos (2 * {x}) = 2 * {s} ^ 2", [[main, "rw [Real.cos_two_mul]", "linarith"]]
    if kind == 4:
        h, p = d.hypothesis(), d.choice([2, 3, 4, 5])
        return f"({x} : ℝ) ({h} : {s} + {c} = 1 / {p}) : Real.sin (2 * {x}) = {rational(1 - p * p, p * p)}", [
            [main, "rw [Real.sin_two_mul]", f"have hs : ({s} + {c}) ^ 2 = (1 / {p}) ^ 2 := by rw [{h}]", "nlinarith"]
        ]
    a, b = d.choice([(3, 4), (1, 1), (2, 5), (5, 12)])
    return f"({x} : ℝ) : ({a} * {s} + {b} * {c}) ^ 2 ≤ {a * a + b * b}", [
        [main, f"nlinarith [sq_nonneg ({linear_form([(b, s), (-a, c)])})]"],
    ]


@family("transcendental", 1)
def sine_at_multiples(d: Draw):
    """Values and shifts by multiples of π."""
    x, c = d.choice(["x", "θ", "t"]), d.randint(1, 5)
    statement, rule = d.choice([
        (f"({x} : ℝ) : Real.sin ({x} + 2 * Real.pi) = Real.sin {x}", "rw [Real.sin_add, Real.cos_two_pi, Real.sin_two_pi]"),
        (f"({x} : ℝ) : Real.cos ({x} + 2 * Real.pi) = Real.cos {x}", "rw [Real.cos_add, Real.cos_two_pi, Real.sin_two_pi]"),
        (f"({x} : ℝ) : Real.sin ({x} + Real.pi / 2) = Real.cos {x}", "rw [Real.sin_add, Real.cos_pi_div_two, Real.sin_pi_div_two]"),
        (f"({x} : ℝ) : Real.cos (Real.pi / 2 - {x}) = Real.sin {x}", "rw [Real.cos_sub, Real.cos_pi_div_two, Real.sin_pi_div_two]"),
        (f"({x} : ℝ) : {c} * Real.cos (Real.pi + {x}) = -{c} * Real.cos {x}", "rw [Real.cos_add, Real.cos_pi, Real.sin_pi]"),
        (f": {c} * Real.sin (Real.pi / 2) + Real.cos Real.pi = {c - 1}", "rw [Real.sin_pi_div_two, Real.cos_pi]"),
    ])
    return statement, [[rule, "ring"], [rule, "norm_num"]]


@family("transcendental", 0.3)
def complex_product(d: Draw):
    """Products, powers and quotients of complex numbers."""
    a, b, c, e = d.randint(-6, 7), d.nonzero(-6, 7), d.randint(-6, 7), d.nonzero(-6, 7)
    first, second = imaginary(a, b), imaginary(c, e)
    kind = d.randint(0, 3)
    square = "have hI : Complex.I ^ 2 = -1 := Complex.I_sq"
    if kind == 0:
        return f": ({first}) * ({second}) = {imaginary(a * c - b * e, a * e + b * c)}", [
            ["ring_nf", "rw [Complex.I_sq]", "ring"], [square, "linarith"], [square, "grind"]
        ]
    if kind == 1:
        return f": ({first}) ^ 2 = {imaginary(a * a - b * b, 2 * a * b)}", [[square, "linarith"], [square, "grind"]]
    if kind == 2:
        n = d.randint(3, 30)
        value = ["1", "Complex.I", "-1", "-Complex.I"][n % 4]
        return f": Complex.I ^ {n} = {value}", [[square, f"rw [show {n} = 2 * {n // 2}{' + 1' if n % 2 else ''} by norm_num{', pow_succ' if n % 2 else ''}, pow_mul, hI]", "norm_num"], ["grind"]]
    z, h = d.choice("zwz"), d.hypothesis()
    conjugate = imaginary(a, -b) if a or b else "1"
    size = a * a + b * b
    return f"({z} : ℂ) ({h} : {z} * ({first}) = {imaginary(size * c, size * e)}) : {z} = ({imaginary(c, e)}) * ({conjugate})", [
        [
            square,
            f"have key : {z} * (({first}) * ({conjugate})) = ({imaginary(size * c, size * e)}) * ({conjugate}) := by rw [← {h}]; ring",
            f"have hs : ({first}) * ({conjugate}) = {size} := by linarith",
            "rw [hs] at key",
            "linarith",
        ],
        [square, "grind"],
    ]


@family("transcendental", 0.3)
def complex_parameters(d: Draw):
    """Unknown complex numbers in linear equations with I."""
    z, w = d.choice(["zw", "uv", "ab"])
    a, b, c, e = d.nonzero(-6, 7), d.nonzero(-6, 7), d.nonzero(-6, 7), d.nonzero(-6, 7)
    p = d.choice([2, 3, -2])
    facts = [
        f"{linear_form([(1, z), (1, w)])} = {imaginary(a + c, b + e)}",
        f"{linear_form([(p, z), (-1, w)])} = {imaginary(p * a - c, p * b - e)}",
    ]
    binders, steps, (h, k) = givens(d, facts)
    if d.random() < 0.5:
        return f"({z} {w} : ℂ) {binders} : {z} = {imaginary(a, b)}", [[*steps, "linarith"]]
    square = "have hI : Complex.I ^ 2 = -1 := Complex.I_sq"
    value = imaginary(a * c - b * e, a * e + b * c)
    solve = [f"have hz : {z} = {imaginary(a, b)} := by linarith", f"have hw : {w} = {imaginary(c, e)} := by linarith"]
    return f"({z} {w} : ℂ) {binders} : {z} * {w} = {value}", [[*steps, *solve, square, "rw [hz, hw]", "linarith"]]


@family("transcendental", 1)
def real_exponents(d: Draw):
    """Powers with real exponents."""
    x, h = d.choice("xyta"), d.hypothesis()
    n, m = d.randint(2, 5), d.randint(1, 5)
    kind = d.randint(0, 2)
    if kind == 0:
        a, b = d.choice([2, 3, 5]), d.choice([2, 3])
        return f"({x} : ℝ) ({h} : (2 : ℝ) ^ {x} = {a}) : (2 : ℝ) ^ ({x} + {b}) = {a * 2**b}", [
            [f"rw [Real.rpow_add (by norm_num), {h}, Real.rpow_ofNat]", "norm_num"],
        ]
    if kind == 1:
        return f"({x} : ℝ) ({h} : {more(d, x, '0')}) : {x} ^ ({n} : ℝ) * {x} ^ ({m} : ℝ) = {x} ^ ({n + m} : ℝ)", [
            [f"rw [← Real.rpow_add {h}]", "norm_num"]
        ]
    return f"({x} : ℝ) ({h} : {more(d, x, '0')}) : Real.log ({x} ^ ({n} : ℝ)) = {n} * Real.log {x}", [[f"rw [Real.log_rpow {h}]"]]


@family("transcendental", 2)
def logarithm_system(d: Draw):
    """log of a product from the logs of two products of powers."""
    x, y = d.variables(2)
    m, n = d.randint(2, 5), d.randint(2, 5)
    u, v = d.randint(1, 6), d.randint(1, 6)
    binders, steps, (h, k, e, f) = givens(d, [
        more(d, x, "0"), more(d, y, "0"), f"Real.log ({x} * {y} ^ {n}) = {u + n * v}", f"Real.log ({x} ^ {m} * {y}) = {m * u + v}",
    ], join=0.1)
    body = [
        f"rw [Real.log_mul {h}.ne' (pow_pos {k} {n}).ne', Real.log_pow] at {e}",
        f"rw [Real.log_mul (pow_pos {h} {m}).ne' {k}.ne', Real.log_pow] at {f}",
        f"rw [Real.log_mul {h}.ne' {k}.ne']", f"push_cast at {e} {f}", "linarith",
    ]
    return f"({x} {y} : ℝ) {binders} : Real.log ({x} * {y}) = {u + v}", [[*steps, *body]]


@family("transcendental", 2)
def real_exponent_solved(d: Draw):
    """b ^ (p x + q) = c, solved for x by logarithms."""
    x, (h, g, e) = d.choice("xxyt"), d.hypotheses(3)
    b, p, v, n = d.choice([2, 2, 3, 4, 5, 10]), d.choice([1, 1, 2, 3]), d.randint(-3, 6), d.randint(1, 4)
    q = n - p * v
    c, add = b**n, d.choice([0, 0, d.randint(1, 20)])
    form = linear_form([(p, x), (q, "")])
    power = f"({b} : ℝ) ^ {form}" if form == x else f"({b} : ℝ) ^ ({form})"
    law = f"{power} = {c}" if not add else f"{power} + {add} = {c + add}"
    isolate = [f"have {g} : {power} = {b} ^ {n} := by\n  norm_num\n  linarith", f"have {g} : {power} = {b} ^ {n} := by\n  rw [{h}]\n  norm_num"]
    rest = [
        f"have {e} := congrArg Real.log {g}", f"rw [Real.log_rpow (by norm_num), Real.log_pow] at {e}",
        f"have e₁ := mul_right_cancel₀ (Real.log_pos (by norm_num)).ne' {e}", "push_cast at e₁", "linarith",
    ]
    return f"({x} : ℝ) ({h} : {law}) : {x} = {v}", [[first, *rest] for first in (isolate if add else isolate[::-1])] + [
        [f"have {g} : {power} = {b} ^ {n} := by linarith", *rest]]


@family("transcendental", 1.5)
def root_rounded(d: Draw):
    """⌊√n⌋ and ⌈√n⌉."""
    low = d.randint(2, 25)
    n = d.randint(low * low + 1, (low + 1) ** 2 - 1)
    under = ["rw [Int.floor_eq_iff]", "constructor", "exact Real.le_sqrt_of_sq_le (by norm_num)", "rw [Real.sqrt_lt' (by norm_num)]", "norm_num"]
    over = ["rw [Int.ceil_eq_iff]", "constructor", "rw [Real.lt_sqrt (by norm_num)]", "norm_num",
            "exact le_of_lt ((Real.sqrt_lt' (by norm_num)).mpr (by norm_num))"]  # fmt: skip
    kind = d.randint(0, 2)
    if kind == 0:
        return f": ⌊{root(d, str(n))}⌋ = {low}", [under]
    if kind == 1:
        return f": ⌈{root(d, str(n))}⌉ = {low + 1}", [over]
    other = d.randint(2, 25)
    m = d.randint(other * other + 1, (other + 1) ** 2 - 1)
    a, b = d.hypotheses(2)
    two = [
        f"have {a} : ⌊Real.sqrt {n}⌋ = {low} := by\n  rw [Int.floor_eq_iff]\n  constructor\n  · exact Real.le_sqrt_of_sq_le (by norm_num)\n"
        "  · rw [Real.sqrt_lt' (by norm_num)]\n    norm_num",
        f"have {b} : ⌈Real.sqrt {m}⌉ = {other + 1} := by\n  rw [Int.ceil_eq_iff]\n  constructor\n  · rw [Real.lt_sqrt (by norm_num)]\n    norm_num\n"
        "  · exact le_of_lt ((Real.sqrt_lt' (by norm_num)).mpr (by norm_num))",
        f"rw [{a}, {b}]",
    ]
    sign, value = d.choice((("-", other + 1 - low), ("+", other + 1 + low)))
    return f": ⌈Real.sqrt {m}⌉ {sign} ⌊Real.sqrt {n}⌋ = {value}", [two, [*two, "norm_num"]]


@family("transcendental", 2)
def root_evaluated(d: Draw):
    """A number, or the value of a function, with the root of a square in it."""
    r, a, c = d.randint(2, 13), d.choice([1, 2, 3, 4, 5]), d.nonzero(-9, 12)
    simplify = f"({r * r} : ℝ) = {r} ^ 2 by norm_num, Real.sqrt_sq (by norm_num)]"
    if d.random() < 0.4:
        b = d.randint(2, 6)
        goal = d.choice((f"{a} * {root(d, str(r * r))} + {b} ^ 2 = {a * r + b * b}", f"{b} * ({b} ^ 2 + {root(d, str(r * r))}) = {b * (b * b + r)}",
                         f"({root(d, str(r * r))} + {b}) / {a} = {rational(r + b, a)}"))  # fmt: skip
        return f": {goal}", [[f"rw [show {simplify}", "norm_num"], [f"rw [show {simplify}"]]
    f, h, p, v = d.choice("fgh"), d.hypothesis(), d.choice([1, 2, 3, 5]), d.randint(0, 12)
    inside = linear_form([(p, "x"), (r * r - p * v, "")])
    law = linear_form([(a, root(d, inside)), (c, "")])
    return f"({f} : ℝ → ℝ) ({h} : ∀ x, {f} x = {law}) : {f} {v} = {a * r + c}", [
        [f"rw [{h}]", "norm_num", f"rw [show {simplify}", "norm_num"],
        [f"rw [{h}, show {inside.replace('x', f'({v} : ℝ)')} = {r} ^ 2 by norm_num, Real.sqrt_sq (by norm_num)]", "norm_num"],
    ]
