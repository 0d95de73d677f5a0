"""Functions given by a law: evaluating them, using the law at points, least values."""

from __future__ import annotations

from prover.training.families.algebra import givens, shifted
from prover.training.families.base import Draw, family, linear_form, polynomial, rational


@family("algebra", 0.3)
def function_value(d: Draw):
    """f(a) for a polynomial f."""
    (x,) = d.variables(1, ("x", "t", "n"))
    f, h, number = d.choice("fgp"), d.hypothesis(), d.ordered()
    coefficients = [d.nonzero(-6, 9), d.randint(-9, 9), d.randint(-9, 9)][: d.randint(2, 3)]
    coefficients = coefficients if len(coefficients) == 3 else [d.nonzero(-6, 9), d.randint(-9, 9)]
    at = d.randint(-5, 9)
    value = 0
    for c in coefficients:
        value = value * at + c
    law = polynomial(coefficients, x)
    point = str(at) if at >= 0 else f"({at})"
    statement = f"({f} : {number} → {number}) ({h} : ∀ {x}, {f} {x} = {law}) : {f} {point} = {value}"
    return statement, [[f"rw [{h}]", "norm_num"], [f"norm_num [{h}]"]]


@family("algebra")
def least_value_parameter(d: Draw):
    """From f(x) ≤ 0 somewhere, a bound of the constant term."""
    x, c = d.choice("xtyz"), d.choice("cckm")
    f, h, k = d.choice("fgpq"), *d.hypotheses(2)
    a, b = d.choice([1, 1, 1, 2, 3, 4]), d.nonzero(-9, 9)
    first = f"{a} * {x} ^ 2" if a != 1 else f"{x} ^ 2"
    middle = f" {'-' if b < 0 else '+'} {abs(b)} * {x}" if abs(b) != 1 else f" {'-' if b < 0 else '+'} {x}"
    law = f"{first}{middle} + {c}"
    statement = (
        f"({c} : ℝ) ({f} : ℝ → ℝ) ({h} : ∀ {x}, {f} {x} = {law}) ({k} : ∃ {x}, {f} {x} ≤ 0) : {c} ≤ {rational(b * b, 4 * a)}"
    )
    square = polynomial([2 * a, b], x)
    hx = f"h{x}"
    return statement, [[f"obtain ⟨{x}, {hx}⟩ := {k}", f"rw [{h}] at {hx}", f"nlinarith [sq_nonneg ({square})]"]]


@family("algebra", 0.6)
def parameters_from_values(d: Draw):
    """A function with unknown coefficients, and values of it."""
    f, x = d.choice("fgp"), d.choice(["x", "x", "t"])
    a, b, _ = d.choice([("a", "b", "c"), ("b", "c", "d"), ("u", "v", "w")])
    cubic = d.random() < 0.3
    u, v = d.nonzero(-6, 6), d.nonzero(-9, 9)
    m, n = d.choice([(1, 2), (0, 1), (1, -1), (2, -1), (1, 3), (-2, 2)])
    law = f"{a} * {x} ^ 3 + {b} * {x}" if cubic else f"{x} ^ 2 + {a} * {x} + {b}"
    value = (lambda t: u * t**3 + v * t) if cubic else (lambda t: t * t + u * t + v)
    if cubic and (m, n) in ((0, 1), (1, -1), (-2, 2)):
        m, n = 1, 2
    points = [f"({t})" if t < 0 else str(t) for t in (m, n)]
    facts = [f"∀ {x}, {f} {x} = {law}", f"{f} {points[0]} = {value(m)}", f"{f} {points[1]} = {value(n)}"]
    binders, _, (h, k, other) = givens(d, facts, join=0)
    goal = d.choice([f"{a} = {u}", f"{b} = {v}", f"{a} + {b} = {u + v}", f"{f} 3 = {value(3)}", f"{a} = {u} ∧ {b} = {v}"])
    body = [f"rw [{h}] at {k} {other}"] + ([f"rw [{h}]"] if goal.startswith(f"{f} ") else [])
    body += ["constructor", "linarith", "linarith"] if "∧" in goal else ["linarith"]
    return f"({a} {b} : ℝ) ({f} : ℝ → ℝ) {binders} : {goal}", [body]


@family("algebra", 0.6)
def composition_value(d: Draw):
    """f (g a) for two functions given by formulas."""
    (f, g), x, (h, k) = d.choice([("f", "g"), ("g", "f"), ("p", "q"), ("u", "v")]), d.choice("xxtn"), d.hypotheses(2)
    a, b = [d.nonzero(-5, 6), d.randint(-7, 7)], [d.nonzero(-3, 3), d.randint(-4, 4), d.randint(-6, 6)][d.randint(0, 1) :]
    b = b if b[0] else [1, *b[1:]]
    at, value, inner = d.randint(-3, 5), 0, 0
    for c in b:
        inner = inner * at + c
    value = a[0] * inner + a[1]
    point = str(at) if at >= 0 else f"({at})"
    number = d.ordered()
    binders = f"({f} {g} : {number} → {number}) ({h} : ∀ {x}, {f} {x} = {polynomial(a, x)}) ({k} : ∀ {x}, {g} {x} = {polynomial(b, x)})"
    return f"{binders} : {f} ({g} {point}) = {value}", [[f"rw [{k}, {h}]", "norm_num"], [f"simp only [{h}, {k}]", "norm_num"]]


@family("algebra", 0.6)
def value_at_opposite(d: Draw):
    """Odd powers and a constant: from f (-t) to f t."""
    f, x = d.choice("fgp"), d.choice("xxt")
    a, b, c = d.choice(["abc", "uvw", "ABC"])
    constant, t, value = d.nonzero(-9, 9), d.randint(1, 7), d.randint(-20, 30)
    form = f"{a} * {x} ^ 5 + {b} * {x} ^ 3 + {c} * {x}" + (f" + {constant}" if constant > 0 else f" - {-constant}")
    binders, _, (h, k) = givens(d, [f"∀ {x}, {f} {x} = {form}", f"{f} (-{t}) = {value}"], join=0)
    statement = f"({a} {b} {c} : ℝ) ({f} : ℝ → ℝ) {binders} : {f} {t} = {2 * constant - value}"
    return statement, [[f"rw [{h}] at {k}", f"rw [{h}]", "linarith"]]


@family("algebra", 1)
def greatest_value_of_function(d: Draw):
    """A bound of a quadratic function that holds everywhere."""
    f, x, h = d.choice("fgp"), d.choice("xxty"), d.hypothesis()
    a, p, top = -d.choice([1, 1, 2, 3, 5]), d.nonzero(-6, 6), d.randint(-9, 30)
    up = d.random() < 0.4
    a = -a if up else a
    form = polynomial([a, -2 * a * p, a * p * p + top], x)
    bound = f"{top} ≤ {f} {x}" if up else f"{f} {x} ≤ {top}"
    statement = f"({f} : ℝ → ℝ) ({h} : ∀ {x}, {f} {x} = {form}) : ∀ {x}, {bound}"
    close = [f"rw [{h}]", f"nlinarith [sq_nonneg ({shifted(x, p)})]"]
    if d.random() < 0.4:
        statement = statement[: statement.rindex("∀")] + f"(∀ {x}, {bound}) ∧ {f} ({p}) = {top}"
        return statement, [["constructor", f"intro {x}", *close, f"rw [{h}]", "norm_num"]]
    return statement, [[f"intro {x}", *close]]


@family("algebra", 0.6)
def inverse_pair(d: Draw):
    """g undoes f: a value of g."""
    f, g, x = *d.choice([("f", "g"), ("p", "q"), ("f", "k")]), d.choice("xxt")
    a, b, t = d.choice([2, 3, -1, -2, 4, 5]), d.nonzero(-9, 9), d.randint(-5, 7)
    value = a * t + b
    point = str(value) if value >= 0 else f"({value})"
    binders, _, (h, k) = givens(d, [f"∀ {x}, {f} {x} = {linear_form([(a, x), (b, '')])}", f"∀ {x}, {f} ({g} {x}) = {x}"], join=0)
    return f"({f} {g} : ℝ → ℝ) {binders} : {g} {point} = {t}", [[f"have key := {k} {point}", f"rw [{h}] at key", "linarith"]]


@family("algebra", 0.8)
def injective_function(d: Draw):
    """A function that is one-to-one."""
    f, h = d.choice("fgp"), d.hypothesis()
    a, b = d.nonzero(-6, 7), d.randint(-9, 9)
    x, y = d.choice([("x", "y"), ("a", "b"), ("s", "t")])
    statement = f"({f} : ℝ → ℝ) ({h} : ∀ x, {f} x = {linear_form([(a, 'x'), (b, '')])}) : "
    if d.random() < 0.4:
        return statement + f"∀ {x} {y}, {f} {x} = {f} {y} → {x} = {y}", [[f"intro {x} {y} e", f"rw [{h}, {h}] at e", "linarith"]]
    return statement + f"Function.Injective {f}", [[f"intro {x} {y} e", f"rw [{h}, {h}] at e", "linarith"]]


@family("functions", 2)
def piecewise_value(d: Draw):
    """Values of a function that is given in pieces."""
    f, x = d.choice("fghp"), d.choice("xxtn")
    cut = d.randint(-4, 6)
    a, b, c, e = d.nonzero(-5, 6), d.randint(-9, 9), d.choice([0, 1, 1, 2]), d.randint(-9, 12)
    lower = (lambda v: a * v + b), linear_form([(a, x), (b, "")])
    upper = (lambda v: c * v * v + e), polynomial([c, 0, e], x) if c else str(e)
    if d.random() < 0.5:
        lower, upper = upper, lower
    strict = d.random() < 0.5
    laws = [f"∀ {x} {'<' if strict else '≤'} {cut}, {f} {x} = {lower[1]}", f"∀ {x} {'≥' if strict else '>'} {cut}, {f} {x} = {upper[1]}"]
    binders, steps, (h, k) = givens(d, laws, join=0)
    value = lambda v: (lower if v < cut or (v == cut and not strict) else upper)[0](v)  # noqa: E731
    rule = lambda v: h if v < cut or (v == cut and not strict) else k  # noqa: E731
    u, v = d.randint(cut - 6, cut), d.randint(cut, cut + 7)
    shown = lambda n: f"({n})" if n < 0 else str(n)  # noqa: E731
    kind = d.randint(0, 2)
    if kind == 0:
        goal = f"{f} {shown(u)} + {f} {shown(v)} = {value(u) + value(v)}"
        use = [f"rw [{rule(u)} {shown(u)} (by norm_num), {rule(v)} {shown(v)} (by norm_num)]"] if u != v else [
            f"rw [{rule(u)} {shown(u)} (by norm_num)]"]
    elif kind == 1:
        w = d.choice((u, v))
        goal, use = f"{f} {shown(w)} = {value(w)}", [f"rw [{rule(w)} {shown(w)} (by norm_num)]"]
    else:
        w = d.choice((u, v))
        inner = value(w)
        goal = f"{f} ({f} {shown(w)}) = {value(inner)}"
        g = d.hypothesis()
        use = [f"have {g} : {f} {shown(w)} = {inner} := by\n  rw [{rule(w)} {shown(w)} (by norm_num)]\n  norm_num", f"rw [{g}, {rule(inner)} {shown(inner)} (by norm_num)]"]
    number = d.choice("ℝℝℤ")
    return f"({f} : {number} → {number}) {binders} : {goal}", [[*steps, *use, "norm_num"], [*steps, *(u.replace("\n  norm_num", "") for u in use)], [*steps, *use]]


@family("functions", 1)
def value_by_parity(d: Draw):
    """A function with one law for even and one for odd numbers, applied several times."""
    f, n, (h, k) = d.choice("fghc"), d.choice("nmx"), d.hypotheses(2)
    a, b = d.choice([1, 3, 3, 5]), d.choice([1, 1, 3, 5, 7])
    start, times = d.randint(3, 60), d.randint(1, 4)
    odd = f"{a} * {n} + {b}" if a > 1 else f"{n} + {b}"
    steps, names, v = [], [], start
    for i in range(times):
        w = v // 2 if v % 2 == 0 else a * v + b
        names.append(f"e{'₁₂₃₄'[i]}")
        steps.append(f"have {names[-1]} : {f} {v} = {w} := {h if v % 2 == 0 else k} {v} (by decide)")
        v = w
    left = f"{f} {start}"
    for _ in range(times - 1):
        left = f"{f} ({left})"
    statement = f"({f} : ℕ → ℕ) ({h} : ∀ {n}, Even {n} → {f} {n} = {n} / 2) ({k} : ∀ {n}, Odd {n} → {f} {n} = {odd}) : {left} = {v}"
    return statement, [[*steps, f"rw [{', '.join(names)}]"]]
