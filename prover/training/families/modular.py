"""Remainders: powers, polynomials, congruences, parity."""

from __future__ import annotations

from math import gcd

from prover.training.families.base import Draw, family, linear_form, polynomial


def cycle(a: int, m: int) -> list[int]:
    """The distinct values of a ^ n % m, sorted."""
    values, x = set(), 1 % m
    while x not in values:
        values.add(x)
        x = x * a % m
    return sorted(values)


def small_cycle(d: Draw, limit: int = 4) -> tuple[int, int, list[int]]:
    """A base, a modulus and the cycle of its powers, of at most ``limit`` values."""
    while True:
        m = d.randint(3, 17)
        a = d.choice([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
        values = cycle(a, m)
        if 1 < len(values) <= limit and a % m > 1:
            return a, m, values


def rules(number: str) -> tuple[str, str]:
    """The lemmas on remainders of a sum and a product."""
    return ("Nat.add_mod", "Nat.mul_mod") if number == "ℕ" else ("Int.add_emod", "Int.mul_emod")


def cases(expression: str, values: list[int], symbol: str = "=") -> str:
    return " ∨ ".join(f"{expression} {symbol} {v}" for v in values)


@family("number theory", 2)
def power_not_divisible(d: Draw):
    """d never divides a ^ n + c."""
    n, h = d.choice("nnnkm"), d.hypothesis()
    a, m, values = small_cycle(d)
    bad = [c for c in range(1, 2 * m) if all((v + c) % m for v in values)]
    if not bad:
        return power_not_divisible.make(d)
    c = d.choice(bad)
    target = d.choice((f"¬{m} ∣ {a} ^ {n} + {c}", f"¬{m} ∣ {a} ^ {n} + {c}", f"({a} ^ {n} + {c}) % {m} ≠ 0"))
    fact = f"have {h} : {cases(f'{a} ^ {n} % {m}', values)} := by"
    step = f"{fact}\n  induction {n} with\n  | zero => simp\n  | succ {n} ih => rw [Nat.pow_succ]; omega"
    return f"({n} : ℕ) : {target}", [[step, "omega"]]


@family("number theory", 2)
def power_remainder_cases(d: Draw):
    """Which remainders a ^ n can have, or that of a power with exponent k * n + r."""
    n, h = d.choice("nnnkm"), d.hypothesis()
    if d.random() < 0.4:
        a, m, values = small_cycle(d, 3)
        step = f"induction {n} with\n| zero => simp\n| succ {n} ih => rw [Nat.pow_succ]; omega"
        return f"({n} : ℕ) : {cases(f'{a} ^ {n} % {m}', values)}", [[step]]
    while True:
        m, a = d.randint(5, 31), d.randint(2, 12)
        if gcd(a, m) == 1 and a % m > 1:
            period = next(k for k in range(1, m) if pow(a, k, m) == 1)
            if 2 <= period <= 6:
                break
    r = d.randint(0, period)
    exponent = f"{period} * {n}" + (f" + {r}" if r else "")
    value = pow(a, r, m)
    rewriting = ["rw [pow_add, pow_mul]"] if r else ["rw [pow_mul]"]
    if r:
        rewriting.append("rw [Nat.mul_mod, Nat.pow_mod]")
    else:
        rewriting.append("rw [Nat.pow_mod]")
    first = [*rewriting, "norm_num"]
    step = f"have {h} : {a**period} ^ {n} % {m} = 1 := by\n  rw [Nat.pow_mod]\n  norm_num"
    second = [rewriting[0], step, "norm_num", "omega"]
    return f"({n} : ℕ) : {a} ^ ({exponent}) % {m} = {value}", [first, second]


@family("number theory", 2)
def power_difference_divisible(d: Draw):
    """m ∣ a ^ n - b ^ n."""
    n = d.choice("nnnkm")
    m = d.randint(2, 15)
    b = d.randint(1, 9)
    a = b + m * d.choice([1, 1, 2])
    h = d.hypothesis()
    if d.random() < 0.5:
        power = "1" if b == 1 else f"{b} ^ {n}"
        step = f"induction {n} with\n| zero => simp\n| succ {n} ih => simp only [pow_succ]; omega"
        return f"({n} : ℕ) : ({m} : ℤ) ∣ {a} ^ {n} - {power}", [[step]]
    power = "1" if b == 1 else f"{b} ^ {n}"
    step = (
        f"have {h} : {b} ^ {n} ≤ {a} ^ {n} ∧ {a} ^ {n} % {m} = {b} ^ {n} % {m} := by\n"
        f"  induction {n} with\n  | zero => simp\n  | succ {n} ih => simp only [pow_succ]; omega"
    ) if b > 1 else (
        f"have {h} : {a} ^ {n} % {m} = 1 := by\n"
        f"  induction {n} with\n  | zero => simp\n  | succ {n} ih => simp only [pow_succ]; omega"
    )
    return f"({n} : ℕ) : {m} ∣ {a} ^ {n} - {power}", [[step, "omega"]]


@family("number theory", 3)
def sum_of_powers_divisible(d: Draw):
    """m ∣ u * a ^ n + v * b ^ n."""
    n = d.choice("nnnkm")
    m = d.randint(3, 19)
    a, shift = d.randint(2, 12), d.choice([0, 1, 1, 2])
    b = a % m if d.random() < 0.5 else a + m
    b = b if b > 1 and b != a else a + m
    p, q = d.choice([0, 1, 2]), d.choice([0, 0, 1])
    u = d.randint(1, 6)
    v = (-u * pow(a, p) * pow(pow(b, q), -1, m)) % m if gcd(b, m) == 1 else None
    if v is None or v == 0:
        return sum_of_powers_divisible.make(d)
    def part(c: int, base: int, e: int) -> str:
        power = f"{base} ^ ({n} + {e})" if e else f"{base} ^ {n}"
        return power if c == 1 else f"{c} * {power}"
    left = f"{part(u, a, p)} + {part(v, b, q)}"
    step = f"induction {n} with\n| zero => norm_num\n| succ {n} ih => simp only [pow_succ] at *; omega"
    modular = shift == 2
    target = f"({left}) % {m} = 0" if modular else f"{m} ∣ {left}"
    scripts = [[step], ["simp only [pow_add]", f"induction {n} with\n| zero => norm_num\n| succ {n} ih => rw [pow_succ, pow_succ]; omega"]]
    return f"({n} : ℕ) : {target}", scripts


@family("number theory", 2)
def linear_and_power_divisible(d: Draw):
    """m ∣ a ^ n + b n + c, where m = a - 1 squared or a divisor of it."""
    n, h = d.choice("nnnkm"), d.hypothesis()
    a = d.randint(3, 11)
    m = (a - 1) ** 2
    b = m - (a - 1)
    c = m - 1
    step = (
        f"have {h} : {a} ^ {n} % {m} = ({a - 1} * {n} + 1) % {m} := by\n  induction {n} with\n"
        f"  | zero => norm_num\n  | succ {n} ih => rw [pow_succ]; omega"
    )
    direct = f"induction {n} with\n| zero => norm_num\n| succ {n} ih => rw [pow_succ]; omega"
    if d.random() < 0.5:
        return f"({n} : ℕ) : {m} ∣ {a} ^ {n} + {b} * {n} + {c}", [[direct], [step, "omega"]]
    return f"({n} : ℕ) : ({m} : ℤ) ∣ {a} ^ {n} - {a - 1} * {n} - 1", [[direct]]


@family("number theory", 2)
def polynomial_remainder(d: Draw):
    """From n % m, the remainder of a polynomial in n."""
    n, h = d.choice("nnnxka"), d.hypothesis()
    number = d.choice("ℕℕℤ")
    m = d.randint(3, 14)
    r = d.randint(1, m - 1)
    degree = d.choice([2, 2, 3])
    coefficients = [d.randint(1, 5)] + [d.randint(0, 9) for _ in range(degree)]
    value = sum(c * r ** (degree - i) for i, c in enumerate(coefficients)) % m
    given = f"{n} % {m} = {r}"
    law = polynomial(coefficients, n)
    add, mul = rules(number)
    simp = f"simp [{add}, {mul}, pow_succ, {h}]"
    w = "k"
    write = f"obtain ⟨{w}, rfl⟩ : ∃ {w}, {n} = {m} * {w} + {r} := ⟨{n} / {m}, by omega⟩"
    rest = "ring_nf"
    return f"({n} : {number}) ({h} : {given}) : ({law}) % {m} = {value}", [
        [simp], [write, rest, "omega"]]


@family("number theory", 2)
def square_remainders(d: Draw):
    """Which remainders a square or cube can have."""
    n, h = d.choice("nnnxa"), d.hypothesis()
    number = d.choice("ℕℤ")
    while True:
        m, power = d.choice([3, 4, 5, 7, 8, 9]), d.choice([2, 2, 3, 4])
        values = sorted({pow(x, power, m) for x in range(m)})
        if len(values) < m and len(values) < 5:
            break
    split = f"have {h} : {cases(f'{n} % {m}', list(range(m)))} := by omega"
    close = f"rcases {h} with " + " | ".join([h] * m) + f" <;> simp [pow_succ, {rules(number)[1]}, {h}]"
    missing = [r for r in range(m) if r not in values]
    kind = d.random()
    if kind < 0.5:
        return f"({n} : {number}) : {cases(f'{n} ^ {power} % {m}', values)}", [[split, close]]
    r = d.choice(missing)
    if kind < 0.75:
        return f"({n} : {number}) : {n} ^ {power} % {m} ≠ {r}", [[split, close]]
    big = r + m * d.randint(2, 40)
    k, g = d.hypotheses(2)
    return f"({n} : {number}) : {n} ^ {power} ≠ {big}", [
        [f"intro {k}", f"have {g} : {n} ^ {power} % {m} = {r} := by omega", split, f"{close} at {g}"]]


@family("number theory", 2)
def polynomial_divisible(d: Draw):
    """m divides a polynomial for every n: split into residues."""
    n, h = d.choice("nnnxa"), d.hypothesis()
    number = d.choice("ℕℕℤ")
    add, mul = rules(number)
    m, shapes = d.choice((
        (2, (f"{n} * ({n} + 1)", f"{n} ^ 2 + {n}", f"{n} ^ 2 + 3 * {n}", f"{n} * ({n} + 5)", f"3 * {n} ^ 2 + {n}", f"{n} ^ 3 + {n}")),
        (3, (f"{n} ^ 3 + 2 * {n}", f"{n} * ({n} + 1) * ({n} + 2)", f"{n} ^ 3 + 5 * {n}", f"{n} * ({n} + 1) * (2 * {n} + 1)",
             f"2 * {n} ^ 3 + {n}")),
        (6, (f"{n} * ({n} + 1) * ({n} + 2)", f"{n} * ({n} + 1) * (2 * {n} + 1)", f"{n} ^ 3 + 5 * {n}", f"{n} ^ 3 + 11 * {n}")),
        (5, (f"{n} ^ 5 + 4 * {n}", f"{n} ^ 5 + 9 * {n}")),
        (4, (f"{n} ^ 2 * ({n} + 1) ^ 2", f"{n} * ({n} + 1) * ({n} + 2) * ({n} + 3)")),
    ))
    body = d.choice(shapes)
    split = f"have {h} : {cases(f'{n} % {m}', list(range(m)))} := by omega"
    simp = f"simp [pow_succ, {add}, {mul}, {h}]"
    close = f"rcases {h} with " + " | ".join([h] * m) + f" <;> {simp}"
    if d.random() < 0.4:
        return f"({n} : {number}) : ({body}) % {m} = 0", [[split, close]]
    dvd = "apply Nat.dvd_of_mod_eq_zero" if number == "ℕ" else "apply Int.dvd_of_emod_eq_zero"
    return f"({n} : {number}) : {m} ∣ {body}", [[dvd, split, close]]


@family("number theory")
def closed_remainder(d: Draw):
    """A numeric power or sum modulo m."""
    m = d.choice([d.randint(3, 30), 10, 100, 7, 11])
    kind = d.randint(0, 3)
    if kind == 0:
        a, e = d.randint(2, 99), d.randint(5, 200)
        return f": {a} ^ {e} % {m} = {pow(a, e, m)}", [["norm_num"], ["decide +kernel"], ["rfl"]]
    if kind == 1:
        a, b, e, f = d.randint(2, 60), d.randint(2, 60), d.randint(5, 90), d.randint(5, 90)
        return f": ({a} ^ {e} + {b} ^ {f}) % {m} = {(a**e + b**f) % m}", [["norm_num"], ["decide +kernel"]]
    if kind == 2:
        numbers = [d.randint(11, 9999) for _ in range(d.randint(2, 6))]
        value = sum(numbers) % m
        return f": ({' + '.join(map(str, numbers))}) % {m} = {value}", [["norm_num"]]
    a, e = d.randint(2, 30), d.randint(3, 60)
    c = -pow(a, e, m) % m + m * d.randint(0, 2)
    target = f"{m} ∣ {a} ^ {e} + {c}" if d.random() < 0.6 else f"({a} ^ {e} + {c} : ℤ) % {m} = 0"
    return f": {target}", [["norm_num"], ["decide +kernel"], ["decide"]]


@family("number theory", 1.5)
def unique_residue(d: Draw):
    """The solution of a linear congruence among the residues."""
    n, (h, k, g) = d.choice("nxak"), d.hypotheses(3)
    m = d.randint(5, 41)
    a = d.choice([v for v in range(2, m) if gcd(v, m) == 1])
    x = d.randint(1, m - 1)
    c = d.randint(0, 30)
    r = (a * x + c) % m
    left = linear_form([(a, n), (c, "")])
    bound = f"({k} : {n} < {m})"
    kind = d.randint(0, 3)
    if kind == 0:
        return f"({n} : ℕ) {bound} ({h} : ({left}) % {m} = {r}) : {n} = {x}", [["omega"]]
    if kind == 1:
        return f"({n} : ℕ) {bound} ({h} : {left} ≡ {r} [MOD {m}]) : {n} = {x}", [
            [f"rw [Nat.ModEq] at {h}", "omega"], [f"unfold Nat.ModEq at {h}", "omega"], [f"simp only [Nat.ModEq] at {h}", "omega"]]
    if kind == 2:
        return f"({n} : ℤ) ({k} : 0 ≤ {n} ∧ {n} < {m}) ({h} : {left} ≡ {r} [ZMOD {m}]) : {n} = {x}", [
            [f"rw [Int.ModEq] at {h}", "omega"], [f"unfold Int.ModEq at {h}", "omega"]]
    return f": ∃! {n} : ℕ, {n} < {m} ∧ ({left}) % {m} = {r}", [
        [f"refine ⟨{x}, by norm_num, ?_⟩", f"intro y {g}", f"obtain ⟨{h}, {k}⟩ := {g}", "omega"],
        [f"refine ⟨{x}, ⟨by norm_num, by norm_num⟩, ?_⟩", f"intro y {g}", f"obtain ⟨{h}, {k}⟩ := {g}", "omega"],
        [f"refine ⟨{x}, by decide, ?_⟩", f"intro y {g}", "simp at *", "omega"]]


@family("number theory", 1.5)
def remainder_system(d: Draw):
    """Chinese remainders, in bounds or modulo the product."""
    n, (h, k, g) = d.choice("nxak"), d.hypotheses(3)
    number = d.choice("ℕℕℤ")
    while True:
        a, b = d.randint(2, 13), d.randint(2, 13)
        if a < b and gcd(a, b) == 1:
            break
    x = d.randint(0, a * b - 1)
    if d.random() < 0.5:
        if d.random() < 0.5:
            return f"({n} : {number}) ({h} : {n} % {a} = {x % a}) ({k} : {n} % {b} = {x % b}) : {n} % {a * b} = {x}", [["omega"]]
        return f"({n} : ℕ) ({h} : {n} ≡ {x % a} [MOD {a}] ∧ {n} ≡ {x % b} [MOD {b}]) : {n} ≡ {x} [MOD {a * b}]", [
            [f"obtain ⟨{k}, {g}⟩ := {h}", "unfold Nat.ModEq at *", "omega"]]
    shift = a * b * d.randint(0, 5)
    low = f"{shift} ≤ {n} ∧ " if shift or number == "ℤ" else ""
    return f"({n} : {number}) ({h} : {low}{n} < {shift + a * b}) ({k} : {n} % {a} = {x % a} ∧ {n} % {b} = {x % b}) : {n} = {x + shift}", [
        ["omega"]]


@family("number theory", 1.5)
def congruence_rules(d: Draw):
    """Sums, products and powers of congruences."""
    n, (h, k, g) = d.variables(2, ("ab", "xy", "mn")), d.hypotheses(3)
    a, b = n
    m = d.randint(3, 17)
    r, s = d.randint(1, m - 1), d.randint(1, m - 1)
    kind = d.randint(0, 3)
    if kind == 0:
        e = d.randint(2, 5)
        return f"({a} : ℕ) ({h} : {a} ≡ {r} [MOD {m}]) : {a} ^ {e} ≡ {r**e % m} [MOD {m}]", [
            [f"have {k} := {h}.pow {e}", f"exact {k}.trans (by decide)"],
            [f"exact ({h}.pow {e}).trans (by decide)"]]
    if kind == 1:
        return f"({a} {b} : ℕ) ({h} : {a} ≡ {r} [MOD {m}]) ({k} : {b} ≡ {s} [MOD {m}]) : {a} * {b} ≡ {r * s % m} [MOD {m}]", [
            [f"have {g} := {h}.mul {k}", f"exact {g}.trans (by decide)"]]
    if kind == 2:
        u, v = d.randint(2, 9), d.randint(2, 9)
        value = (u * r + v * s) % m
        return f"({a} {b} : ℕ) ({h} : {a} % {m} = {r}) ({k} : {b} % {m} = {s}) : ({u} * {a} + {v} * {b}) % {m} = {value}", [["omega"]]
    return f"({a} {b} : ℤ) ({h} : {a} % {m} = {r}) ({k} : {b} % {m} = {s}) : ({a} * {b}) % {m} = {r * s % m}", [
        [f"rw [Int.mul_emod, {h}, {k}]", "norm_num"], [f"rw [Int.mul_emod, {h}, {k}]"], [f"simp [Int.mul_emod, {h}, {k}]"]]


@family("number theory", 2)
def parity_argument(d: Draw):
    """Even and Odd, through their witnesses."""
    m, n = d.variables(2, ("mn", "ab", "xy"))
    h, k = d.hypotheses(2)
    number = d.choice("ℕℤℤ")
    p, q = d.choice(("Even", "Odd")), d.choice(("Even", "Odd"))
    x, y = (0 if p == "Even" else 1), (0 if q == "Even" else 1)
    shape = d.choice((
        (f"{m} + {n}", lambda a, b: a + b, 2), (f"{m} * {n}", lambda a, b: a * b, 2), (f"{m} ^ 2 + {n}", lambda a, b: a * a + b, 2),
        (f"{m} ^ 2 + {n} ^ 2", lambda a, b: a * a + b * b, 2), (f"3 * {m} + 5 * {n}", lambda a, b: 3 * a + 5 * b, 2),
        (f"{m} ^ 2", lambda a, b: a * a, 1), (f"{m} ^ 3 + 1", lambda a, b: a**3 + 1, 1), (f"7 * {m} + 4", lambda a, b: 7 * a + 4, 1),
        (f"{m} * {n} + {m}", lambda a, b: a * b + a, 2)))
    text, law, used = shape
    odd = law(x, y) % 2
    witness = {
        f"{m} + {n}": {(0, 0): "a + b", (0, 1): "a + b", (1, 0): "a + b", (1, 1): "a + b + 1"},
        f"{m} * {n}": {(0, 0): "2 * a * b", (0, 1): "a * (2 * b + 1)", (1, 0): "b * (2 * a + 1)", (1, 1): "2 * a * b + a + b"},
        f"{m} ^ 2 + {n}": {(0, 0): "2 * a ^ 2 + b", (0, 1): "2 * a ^ 2 + b", (1, 0): "2 * a ^ 2 + 2 * a + b", (1, 1): "2 * a ^ 2 + 2 * a + b + 1"},
        f"{m} ^ 2 + {n} ^ 2": {(0, 0): "2 * a ^ 2 + 2 * b ^ 2", (0, 1): "2 * a ^ 2 + 2 * b ^ 2 + 2 * b",
                               (1, 0): "2 * a ^ 2 + 2 * a + 2 * b ^ 2", (1, 1): "2 * a ^ 2 + 2 * a + 2 * b ^ 2 + 2 * b + 1"},
        f"3 * {m} + 5 * {n}": {(0, 0): "3 * a + 5 * b", (0, 1): "3 * a + 5 * b + 2", (1, 0): "3 * a + 5 * b + 1", (1, 1): "3 * a + 5 * b + 4"},
        f"{m} ^ 2": {(0, 0): "2 * a ^ 2", (1, 0): "2 * a ^ 2 + 2 * a"},
        f"{m} ^ 3 + 1": {(0, 0): "4 * a ^ 3", (1, 0): "4 * a ^ 3 + 6 * a ^ 2 + 3 * a + 1"},
        f"7 * {m} + 4": {(0, 0): "7 * a + 2", (1, 0): "7 * a + 5"},
        f"{m} * {n} + {m}": {(0, 0): "2 * a * b + a", (0, 1): "2 * a * b + 2 * a", (1, 0): "2 * a * b + b + a", (1, 1): "2 * a * b + 2 * a + b + 1"},
    }[text]
    value = witness[(x, y if used == 2 else 0)]
    result = "Odd" if odd else "Even"
    use = [f"exact ⟨{value}, by ring⟩"]
    if used == 1:
        return f"({m} : {number}) ({h} : {p} {m}) : {result} ({text})", [[f"obtain ⟨a, rfl⟩ := {h}", *use], [f"obtain ⟨a, ha⟩ := {h}", "subst ha", *use]]
    if m == "a":
        value = value.replace("a", "k").replace("b", "l")
        use = [f"exact ⟨{value}, by ring⟩"]
        return f"({m} {n} : {number}) ({h} : {p} {m}) ({k} : {q} {n}) : {result} ({text})", [[f"obtain ⟨k, rfl⟩ := {h}", f"obtain ⟨l, rfl⟩ := {k}", *use]]
    return f"({m} {n} : {number}) ({h} : {p} {m}) ({k} : {q} {n}) : {result} ({text})", [[f"obtain ⟨a, rfl⟩ := {h}", f"obtain ⟨b, rfl⟩ := {k}", *use]]


@family("number theory", 0.5)
def residue_ring(d: Draw):
    """Arithmetic with numerals in ZMod n."""
    m = d.choice([3, 4, 5, 6, 7, 8, 9, 11, 13])
    if d.random() < 0.5:
        a = d.choice([v for v in range(2, m) if gcd(v, m) == 1])
        return f": ({a} : ZMod {m}) * {pow(a, -1, m)} = 1", [["decide"], ["rfl"], ["decide +kernel"]]
    a, b, e = d.randint(2, 20), d.randint(2, 20), d.randint(2, 5)
    return f": ({a} : ZMod {m}) ^ {e} + {b} = {(a**e + b) % m}", [["decide"], ["rfl"], ["decide +kernel"]]


@family("number theory")
def inverse_modulo(d: Draw):
    """An inverse modulo m exists, or is unique below m."""
    x, h = d.choice("xanb"), d.hypothesis()
    m = d.randint(5, 60)
    a = d.choice([v for v in range(2, m) if gcd(v, m) == 1])
    inverse = pow(a, -1, m)
    kind = d.randint(0, 2)
    if kind == 0:
        return f": ∃ {x} : ℕ, {x} < {m} ∧ ({a} * {x}) % {m} = 1", [[f"exact ⟨{inverse}, by norm_num⟩"], [f"refine ⟨{inverse}, ?_, ?_⟩ <;> norm_num"]]
    if kind == 1:
        return f": ∃ {x} : ℤ, ({a} * {x} - 1) % {m} = 0", [[f"exact ⟨{inverse}, by norm_num⟩"], [f"use {inverse}", "norm_num"]]
    return f"({x} : ℤ) ({h} : {a} * {x} ≡ 1 [ZMOD {m}]) : {x} ≡ {inverse} [ZMOD {m}]", [["unfold Int.ModEq at *", "omega"]]
