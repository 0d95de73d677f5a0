"""Finite sets given by a condition, naturals in equations of reals, sums inside of conditions."""

from __future__ import annotations

from prover.training.families.algebra import givens
from prover.training.families.base import Draw, family, linear_form, polynomial, rational


def size_or_sum(d: Draw, s: str, n: str, values: list[int]) -> tuple[int, str]:
    return d.choice(((len(values), f"{s}.card"), (len(values), f"{s}.card"), (sum(values), f"∑ {n} ∈ {s}, {n}")))


def interval(low: int, high: int) -> str:
    return " ".join(f"({v})" if v < 0 else str(v) for v in (low, high))


def counted(s: str, k: str, low: int, high: int, proof: str) -> list[str]:
    """Steps for the size or sum of a set that is an interval."""
    return [f"have {k} : {s} = Finset.Icc {interval(low, high)} := by\n{proof}", f"rw [{k}]", "decide +kernel"]


@family("sets", 2)
def set_by_quadratic(d: Draw):
    """The naturals with x² + b x + c below a bound: how many, or their sum."""
    s, x, (h, k) = d.choice("SSTA"), d.choice("xnkm"), d.hypotheses(2)
    b, c, top, low = d.randint(0, 9), d.randint(0, 12), d.randint(3, 14), d.randint(0, 2)
    form = polynomial([1, b, c], x)
    strict = d.random() < 0.6
    inside = top * top + b * top + c
    outside = (top + 1) ** 2 + b * (top + 1) + c
    bound = d.randint(inside + 1, outside) if strict else d.randint(inside, outside - 1)
    sign = "<" if strict else "≤"
    conditions = [f"{form} {sign} {bound}"]
    if low:
        conditions.insert(0, f"0 < {x}" if low == 1 else f"{low} ≤ {x}")
    law = " ∧ ".join(conditions)
    pattern = "⟨e₁, e₂⟩" if low else "e₂"
    value, left = size_or_sum(d, s, x, list(range(low, top + 1)))
    proof = (
        f"  ext {x}\n  rw [{h}, Finset.mem_Icc]\n  constructor\n  · rintro {pattern}\n    have e₃ : {x} < {top + 1} := by\n"
        f"      by_contra e₄\n      have := Nat.pow_le_pow_left (Nat.le_of_not_lt e₄) 2\n      omega\n    omega\n"
        f"  · rintro ⟨e₁, e₂⟩\n    interval_cases {x} <;> omega"
    )
    return f"({s} : Finset ℕ) ({h} : ∀ {x} : ℕ, {x} ∈ {s} ↔ {law}) : {left} = {value}", [counted(s, k, low, top, proof)]


@family("sets", 2)
def set_by_absolute_value(d: Draw):
    """The integers with |x + a| below a bound, also by way of a function."""
    s, x, f, (h, k, g) = d.choice("SsTA"), d.choice("xnkm"), d.choice("fgp"), d.hypotheses(3)
    a, b, strict = d.nonzero(-12, 12), d.randint(1, 15), d.random() < 0.6
    low, high = (1 - b - a, b - 1 - a) if strict else (-b - a, b - a)
    form, sign, lemma = f"|{linear_form([(1, x), (a, '')])}|", "<" if strict else "≤", "abs_lt" if strict else "abs_le"
    value, left = size_or_sum(d, s, x, list(range(low, high + 1)))
    if d.random() < 0.4:
        head = f"({s} : Finset ℤ) ({f} : ℤ → ℤ) ({h} : ∀ {x}, {f} {x} = {form}) ({g} : ∀ {x}, {x} ∈ {s} ↔ {f} {x} {sign} {b})"
        rules = f"{g}, {h}"
    else:
        head, rules = f"({s} : Finset ℤ) ({g} : ∀ {x} : ℤ, {x} ∈ {s} ↔ {form} {sign} {b})", g
    proof = f"  ext {x}\n  rw [{rules}, {lemma}, Finset.mem_Icc]\n  omega"
    return f"{head} : {left} = {value}", [counted(s, k, low, high, proof)]


@family("sets", 1.5)
def set_by_roots(d: Draw):
    """The naturals whose square root lies between two rationals."""
    s, n, (h, k) = d.choice("SSTA"), d.choice("nkmx"), d.hypotheses(2)
    low, half = d.randint(1, 5), d.random() < 0.4
    high = low + d.randint(1, 4)
    bound = rational(2 * high + 1, 2) if half else str(high)
    top = (2 * high + 1) ** 2 // 4 if half else high * high - 1
    sides = [f"{low} < Real.sqrt {n}", f"Real.sqrt {n} < {bound}"]
    rules = ["Real.lt_sqrt (by norm_num)", "Real.sqrt_lt' (by norm_num)"]
    if d.random() < 0.4:
        sides.reverse()
    value, left = size_or_sum(d, s, n, list(range(low * low + 1, top + 1)))
    proof = (
        f"  ext {n}\n  rw [{h}, Finset.mem_Icc, {', '.join(rules)}]\n  constructor\n  · rintro ⟨e₁, e₂⟩\n"
        f"    have e₃ : ({low * low} : ℝ) < {n} := by linarith\n    have e₄ : ({n} : ℝ) < {top + 1} := by linarith\n"
        f"    norm_cast at e₃ e₄\n    omega\n  · rintro ⟨e₁, e₂⟩\n    have e₃ : ({low * low + 1} : ℝ) ≤ {n} := by exact_mod_cast e₁\n"
        f"    have e₄ : ({n} : ℝ) ≤ {top} := by exact_mod_cast e₂\n    constructor <;> linarith"
    )
    statement = f"({s} : Finset ℕ) ({h} : ∀ {n} : ℕ, {n} ∈ {s} ↔ {' ∧ '.join(sides)}) : {left} = {value}"
    return statement, [counted(s, k, low * low + 1, top, proof)]


@family("sets", 2)
def two_least_elements(d: Draw):
    """The least and the second least number with a remainder."""
    s, (u, v), n = d.choice("SSTA"), d.choice((("u", "v"), ("m", "n"), ("a", "b"))), d.choice("xkt")
    h, g, k = d.hypotheses(3)
    m = d.randint(7, 99)
    a = d.randint(2, 29)
    first = d.randint(1, min(m - 1, 30))
    r = a * first % m
    found = [x for x in range(1, 2 * m + 1) if a * x % m == r][:2]
    if len(found) < 2 or r == 0:
        return two_least_elements.make(d)
    low, high = found
    goal = d.choice((f"{u} + {v} = {low + high}", f"{v} - {u} = {high - low}", f"{u} * {v} = {low * high}"))
    statement = (f"({s} : Set ℕ) ({u} {v} : ℕ) ({h} : ∀ {n} : ℕ, {n} ∈ {s} ↔ 0 < {n} ∧ {a} * {n} % {m} = {r}) "
                 f"({g} : IsLeast {s} {u}) ({k} : IsLeast ({s} \\ {{{u}}}) {v}) : {goal}")  # fmt: skip
    steps = [
        f"have e₁ := ({h} {u}).mp {g}.1", f"have e₂ := {g}.2 (({h} {low}).mpr (by norm_num))", f"have e₃ : {u} = {low} := by omega",
        f"have e₄ := ({h} {v}).mp {k}.1.1", f"have e₅ : {v} ≠ {u} := {k}.1.2",
        f"have e₆ := {k}.2 ⟨({h} {high}).mpr (by norm_num), by simp [e₃]⟩",
    ]
    if "*" in goal:
        return statement, [[*steps, f"have e₇ : {v} = {high} := by omega", "rw [e₃, e₇]"]]
    return statement, [[*steps, "omega"]]


@family("equations", 2)
def naturals_in_a_field(d: Draw):
    """Naturals or integers that solve a system of equations in a field."""
    a, b = d.variables(2, ("abc", "xyz", "mnk", "pqr"))
    number, field = d.choice("ℕℕℤ"), d.choice("ℝℝℚ")
    u, v = d.randint(1, 60), d.randint(1, 60)
    p, q, r, t = (d.nonzero(1, 9) for _ in range(4))
    if p * t == q * r:
        return naturals_in_a_field.make(d)
    m, n = d.choice([1, 2, 3, 4, 8]), d.choice([1, 1, 5, 6])
    def part(c: int, over: int, x: str) -> str:
        value = rational(c, over)
        return f"({x} : {field})" if value == "1" else f"({value} : {field}) * {x}"
    facts = [
        f"{part(p, m, a)} + {part(q, m, b)} = {rational(p * u + q * v, m)}",
        f"{part(r, n, a)} - {part(t, n, b)} = {rational(r * u - t * v, n)}",
    ]
    binders, steps, _ = givens(d, facts, join=0.2)
    g = d.hypothesis()
    x, value = d.choice(((a, u), (b, v)))
    return f"({a} {b} : {number}) {binders} : {x} = {value}", [
        [*steps, f"have {g} : ({x} : {field}) = {value} := by linarith", f"exact_mod_cast {g}"]]


@family("equations", 1.5)
def natural_between(d: Draw):
    """A natural number or integer found from bounds in a field, or from an equation."""
    x, number, field = d.choice("nmkxa"), d.choice("ℕℕℤ"), d.choice("ℝℚ")
    value, c = d.randint(1, 80), d.choice([2, 3, 4, 5, 7, 10])
    e, f = d.hypotheses(2)
    if d.random() < 0.5:
        b = d.randint(-20, 40)
        law = f"{linear_form([(c, f'({x} : {field})'), (b, '')])} = {c * value + b}"
        return f"({x} : {number}) ({e} : {law}) : {x} = {value}", [
            [f"have {f} : ({x} : {field}) = {value} := by linarith", f"exact_mod_cast {f}"]]
    low, high = rational(2 * value - 1, 2), rational(2 * value + 1, 2)
    binders, steps, (h, k) = givens(d, [f"({low} : {field}) < {x}", f"({x} : {field}) < {high}"], join=0.3)
    return f"({x} : {number}) {binders} : {x} = {value}", [[
        *steps, f"have {e} : ({value - 1} : {field}) < {x} := by linarith", f"have {f} : ({x} : {field}) < {value + 1} := by linarith",
        f"norm_cast at {e} {f}", "omega"]]


@family("algebra", 2)
def sum_divided(d: Draw):
    """A number found from what divides its difference to a numeric sum or product."""
    k, x, (h, g, e) = d.choice("ki"), d.choice("xnam"), d.hypotheses(3)
    high, m = d.randint(5, 150), d.randint(11, 120)
    over, values = d.choice((
        (f"Finset.range {high}", range(high)), (f"Finset.Icc 1 {high}", range(1, high + 1)),
        (f"(Finset.Icc 1 {high}).filter (fun j => j % 2 = 1)", range(1, high + 1, 2))))
    power = d.choice((1, 1, 2))
    total = f"∑ {k} ∈ {over}, {k}" + ("" if power == 1 else " ^ 2")
    value = sum(v**power for v in values)
    found = value % m
    if found == 0 or value < m:
        return sum_divided.make(d)
    top = d.randint(found, m - 1)
    steps = [f"have {e} : {total} = {value} := by decide +kernel", f"rw [{e}] at {g}", "omega"]
    law = d.choice((f"{m} ∣ ({total}) - {x}", f"({total}) % {m} = {x}", f"(({total}) - {x}) % {m} = 0"))
    bound = d.choice((f"1 ≤ {x} ∧ {x} ≤ {top}", f"0 < {x} ∧ {x} < {top + 1}"))
    return f"({x} : ℕ) ({h} : {bound}) ({g} : {law}) : {x} = {found}", [steps]
