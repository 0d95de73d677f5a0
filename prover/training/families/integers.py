"""Whole numbers: diophantine equations, gcd and lcm, primes, divisors, digits, factorials, inequalities by induction."""

from __future__ import annotations

from math import comb, factorial, gcd, isqrt, lcm

from prover.training.families.base import Draw, family, linear_form, term


def divisors(n: int) -> list[int]:
    return [k for k in range(1, n + 1) if n % k == 0]


def is_prime(n: int) -> bool:
    return n > 1 and all(n % k for k in range(2, isqrt(n) + 1))


def any_of(x: str, values: list[int]) -> str:
    return " ∨ ".join(f"{x} = {v}" for v in values)


def split(h: str, n: int) -> str:
    return f"rcases {h} with " + " | ".join(["rfl"] * n)


@family("number theory", 3)
def shifted_product(d: Draw):
    """x y + a x + b y = c over positive integers, by its factor pairs."""
    x, y = d.variables(2, ("xy", "ab", "mn", "pq"))
    p, h = d.hypotheses(2)
    number = d.choice("ℕℤ")
    while True:
        a, b = d.randint(1, 7), d.randint(1, 7)
        u, v = d.randint(b + 1, 14), d.randint(a + 1, 14)
        pairs = [(k - b, u * v // k - a) for k in divisors(u * v) if k > b and u * v // k > a]
        if 1 <= len(pairs) <= 2:
            break
    c = u * v - a * b
    bound = (c - b) // (a + 1) if number == "ℕ" else (c - b - 1) // a
    if bound > 18:
        return shifted_product.make(d)
    left = f"{x} * {y}{term(a, x)}{term(b, y)}"
    if len(pairs) == 1:
        (s, t), = pairs
        target = d.choice((f"{x} = {s} ∧ {y} = {t}", f"{x} + {y} = {s + t}", f"{x} * {y} = {s * t}"))
    elif len({s + t for s, t in pairs}) == 1:
        target = f"{x} + {y} = {pairs[0][0] + pairs[0][1]}"
    else:
        target = " ∨ ".join(f"({x} = {s} ∧ {y} = {t})" for s, t in pairs)
    le, g, e = d.hypotheses(3)
    cases = f"have {g} : {any_of(x, list(range(1, bound + 1)))} := by omega"
    finish = f"{split(g, bound)} <;> omega"
    product = f"{x} * 1 ≤ {x} * {y} := Nat.mul_le_mul_left {x} hr" if number == "ℕ" else f"0 < {x} * {y} := mul_pos hl hr"
    return f"({x} {y} : {number}) ({p} : 0 < {x} ∧ 0 < {y}) ({h} : {left} = {c}) : {target}", [
        [f"obtain ⟨hl, hr⟩ := {p}", f"have {e} : {product}", f"have {le} : {x} ≤ {bound} := by omega", cases, finish]]


@family("number theory", 2)
def square_difference(d: Draw):
    """x ^ 2 - y ^ 2 = n for naturals or a product given."""
    x, y = d.variables(2, ("xy", "ab", "mn"))
    h, k, g, e = d.hypotheses(4)
    if d.random() < 0.5:
        n = d.choice([6, 8, 10, 12, 14, 15, 16, 18, 20, 21])
        ways = [(a, n // a) for a in divisors(n)]
        s = d.choice(ways)
        total = s[0] + s[1]
        pairs = [w for w in ways if sum(w) == total and w[0] <= w[1]]
        a, b = pairs[0]
        cases = f"have {g} : {any_of(x, list(range(1, total)))} := by omega"
        return (f"({x} {y} : ℕ) ({h} : {x} + {y} = {total}) ({k} : {x} * {y} = {n}) ({e} : {x} ≤ {y}) : {x} = {a} ∧ {y} = {b}",
                [[f"have {g} : {x} ≤ {total // 2} := by omega",
                  f"have hc : {any_of(x, list(range(0, total // 2 + 1)))} := by omega", f"{split('hc', total // 2 + 1)} <;> omega"],
                 [cases, f"{split(g, total - 1)} <;> omega"]])
    p = d.choice([5, 7, 11, 13, 17, 19, 23])
    a, b = (p + 1) // 2, (p - 1) // 2
    return f"({x} {y} : ℕ) ({h} : {x} ^ 2 = {y} ^ 2 + {p}) : {x} = {a} ∧ {y} = {b}", [
        [f"have {k} : {y} < {x} := (Nat.pow_lt_pow_iff_left (by norm_num)).mp (show {y} ^ 2 < {x} ^ 2 by omega)",
         f"obtain ⟨k, rfl⟩ : ∃ k, {x} = {y} + k := ⟨{x} - {y}, by omega⟩",
         f"have {g} : k * (2 * {y} + k) = {p} := by nlinarith",
         f"have {e} : k ∣ {p} := ⟨2 * {y} + k, by omega⟩",
         f"rcases Nat.Prime.eq_one_or_self_of_dvd (show Nat.Prime {p} by norm_num) k {e} with rfl | rfl <;> omega"]]


@family("number theory", 2)
def square_equation(d: Draw):
    """x ^ 2 = n or a bounded quadratic equation over ℕ or ℤ."""
    x, (h, k, g) = d.choice("xnamk"), d.hypotheses(3)
    r = d.randint(2, 15)
    b = d.randint(0, 9)
    kind = d.randint(0, 2)
    c = r * r + b * r
    if kind == 0:
        left = f"{x} ^ 2{term(b, x)}"
        return f"({x} : ℕ) ({h} : {left} = {c}) : {x} = {r}", [
            [f"rcases Nat.lt_trichotomy {x} {r} with {k} | {k} | {k}",
             f"have {g} : {x} ^ 2 ≤ {r - 1} ^ 2 := Nat.pow_le_pow_left (by omega) 2", "omega", f"exact {k}",
             f"have {g} : {r + 1} ^ 2 ≤ {x} ^ 2 := Nat.pow_le_pow_left {k} 2", "omega"]]
    if kind == 1:
        left = d.choice((f"{x} * ({x} + {b})", f"{x} ^ 2{term(b, x)}"))
        return f"({x} : ℤ) ({k} : 0 < {x}) ({h} : {left} = {c}) : {x} = {r}", [
            [f"have {g} : ({x} - {r}) * ({x} + {r + b}) = 0 := by linarith", f"rcases mul_eq_zero.mp {g} with {g} | {g} <;> omega"]]
    n = r * r + d.randint(1, 2 * r)
    return f"({x} : ℕ) : {x} ^ 2 ≠ {n}", [
        [f"intro {h}", f"rcases Nat.lt_or_ge {x} {r + 1} with {k} | {k}",
         f"have {g} : {x} ^ 2 ≤ {r} ^ 2 := Nat.pow_le_pow_left (by omega) 2", "omega",
         f"have {g} : {r + 1} ^ 2 ≤ {x} ^ 2 := Nat.pow_le_pow_left {k} 2", "omega"]]


@family("number theory", 2)
def linear_diophantine(d: Draw):
    """a x + b y = c: the solutions in naturals, or that there are none."""
    x, y = d.variables(2, ("xy", "ab", "mn"))
    h, k, g = d.hypotheses(3)
    kind = d.randint(0, 2)
    if kind == 0:
        m = d.randint(2, 9)
        a, b = m * d.randint(1, 6), m * d.randint(1, 6)
        c = m * d.randint(3, 30) + d.randint(1, m - 1)
        sign = d.choice("+-")
        return f": ¬∃ {x} {y} : ℤ, {a} * {x} {sign} {b} * {y} = {c}", [
            [f"rintro ⟨{x}, {y}, {h}⟩", "omega"], [f"intro ⟨{x}, {y}, {h}⟩", "omega"]]
    while True:
        a, b = d.randint(3, 19), d.randint(3, 19)
        s, t = d.randint(1, 9), d.randint(1, 9)
        c = a * s + b * t
        found = [(u, (c - a * u) // b) for u in range(1, c // a + 1) if (c - a * u) % b == 0 and c - a * u > 0]
        if gcd(a, b) == 1 and len(found) <= 2:
            break
    if kind == 1:
        return f": ∃ {x} {y} : ℕ, 0 < {x} ∧ 0 < {y} ∧ {a} * {x} + {b} * {y} = {c}", [
            [f"exact ⟨{s}, {t}, by norm_num⟩"], [f"refine ⟨{s}, {t}, ?_⟩", "norm_num"]]
    if len(found) == 1:
        target = f"{x} = {s} ∧ {y} = {t}"
    else:
        target = " ∨ ".join(f"({x} = {u} ∧ {y} = {v})" for u, v in found)
    return f"({x} {y} : ℕ) ({k} : 0 < {x} ∧ 0 < {y}) ({h} : {a} * {x} + {b} * {y} = {c}) : {target}", [["omega"]]


@family("number theory", 1.5)
def gcd_lcm_values(d: Draw):
    """gcd and lcm of numbers, and of unknowns."""
    x, (h, k, g) = d.choice("nxam"), d.hypotheses(3)
    kind = d.randint(0, 5)
    a, b = d.randint(2, 12) * d.randint(2, 30), d.randint(2, 12) * d.randint(2, 30)
    if kind == 0:
        f, v = d.choice((("Nat.gcd", gcd(a, b)), ("Nat.lcm", lcm(a, b))))
        return f": {f} {a} {b} = {v}", [["norm_num"], ["rfl"], ["decide"]]
    if kind == 1:
        return f": Nat.lcm {a} {b} - Nat.gcd {a} {b} = {lcm(a, b) - gcd(a, b)}", [["norm_num"], ["rfl"], ["decide"]]
    if kind == 2:
        return f"({x} : ℕ) ({h} : Nat.gcd {x} {b} = {gcd(a, b)}) ({k} : Nat.lcm {x} {b} = {lcm(a, b)}) : {x} = {a}", [
            [f"have {g} := Nat.gcd_mul_lcm {x} {b}", f"rw [{h}, {k}] at {g}", "omega"]]
    if kind == 3:
        y = "y" if x == "x" else "b"
        return (f"({x} {y} : ℕ) ({h} : Nat.gcd {x} {y} = {gcd(a, b)}) ({k} : Nat.lcm {x} {y} = {lcm(a, b)}) : "
                f"{x} * {y} = {gcd(a, b) * lcm(a, b)}", [
            [f"rw [← Nat.gcd_mul_lcm, {h}, {k}]"],
            [f"have {g} := Nat.gcd_mul_lcm {x} {y}", f"rw [{h}, {k}] at {g}", "omega"]])
    if kind == 4:
        p = d.randint(1, 9)
        return f"({x} : ℕ) : Nat.gcd ({x} + {p}) {x} = Nat.gcd {p} {x}", [["simp"], ["rw [Nat.gcd_comm, Nat.gcd_rec]", "simp"]]
    m = d.randint(2, 9)
    c = m * d.randint(2, 9)
    return f"({x} : ℕ) ({h} : Nat.gcd {x} {c} = {m}) : {m} ∣ {x}", [
        [f"rw [← {h}]", f"exact Nat.gcd_dvd_left {x} {c}"]]


@family("number theory", 2)
def consecutive_coprime(d: Draw):
    """gcd (a n + b) (c n + d) = 1, as a combination of them is 1."""
    n, (h, k, g) = d.choice("nnkm"), d.hypotheses(3)
    while True:
        a, b, c = d.randint(1, 9), d.randint(1, 9), d.randint(1, 9)
        u, v = d.randint(1, 9), d.randint(1, 9)
        # u (a n + b) - v (c n + e) = 1
        if u * a % v or gcd(u, v) > 1:
            continue
        c = u * a // v
        if (u * b - 1) % v == 0 and (u * b - 1) // v > 0 and (a, b) != (c, (u * b - 1) // v):
            e = (u * b - 1) // v
            break
    first, second = linear_form([(a, n), (b, "")]), linear_form([(c, n), (e, "")])
    swapped = d.random() < 0.3
    steps = [
        f"have {h} := Nat.gcd_dvd_left ({first}) ({second})",
        f"have {k} := Nat.gcd_dvd_right ({first}) ({second})",
        f"have {g} := Nat.dvd_sub (Nat.dvd_mul_left_of_dvd {h} {u}) (Nat.dvd_mul_left_of_dvd {k} {v})",
        f"rw [show {u} * ({first}) - {v} * ({second}) = 1 by omega] at {g}",
        f"exact Nat.dvd_one.mp {g}",
    ]
    prefix = ["rw [Nat.gcd_comm]"] if swapped else []
    left = f"Nat.gcd ({second}) ({first})" if swapped else f"Nat.gcd ({first}) ({second})"
    if d.random() < 0.3:
        return f"({n} : ℕ) : Nat.Coprime ({first}) ({second})", [["unfold Nat.Coprime", *steps]]
    return f"({n} : ℕ) : {left} = 1", [[*prefix, *steps]]


@family("number theory", 1.5)
def primes_with_property(d: Draw):
    """Small prime facts: numbers that are prime, prime divisors, prime factors of a known product."""
    p, q = d.choice((("p", "q"), ("a", "b"), ("r", "s")))
    h, k, g, e = d.hypotheses(4)
    kind = d.randint(0, 4)
    if kind == 0:
        n = d.randint(11, 999)
        yes = is_prime(n)
        return f": {'' if yes else '¬'}Nat.Prime {n}", [["norm_num"], ["decide"], ["decide +kernel"]]
    small = [x for x in range(2, 40) if is_prime(x)]
    if kind == 1:
        u, v = sorted(d.sample(small[:8], 2))
        n = u * v
        return (f"({p} {q} : ℕ) ({h} : Nat.Prime {p}) ({k} : Nat.Prime {q}) ({g} : {p} * {q} = {n}) ({e} : {p} < {q}) : {p} = {u} ∧ {q} = {v}",
                [[f"have hp := {h}.two_le",
                  f"have hb : {p} ≤ {isqrt(n)} := by\n  by_contra hc\n"
                  f"  have := Nat.mul_le_mul (show {isqrt(n) + 1} ≤ {p} by omega) (show {isqrt(n) + 1} ≤ {q} by omega)\n  omega",
                  f"have hc : {any_of(p, list(range(2, isqrt(n) + 1)))} := by omega",
                  f"{split('hc', isqrt(n) - 1)} <;> first | omega | (revert {h}; decide)"]])
    if kind == 2:
        u = d.choice(small[1:9])
        e2 = d.choice([u, 2 * u, u * u])
        if e2 == u:
            return f"({p} : ℕ) ({h} : Nat.Prime {p}) ({k} : {p} ∣ {u}) : {p} = {u}", [
                [f"exact {h}.eq_of_dvd (by norm_num) {k}"], [f"exact Nat.Prime.eq_of_dvd {h} (by decide) {k}"]]
        if e2 == u * u:
            return f"({p} : ℕ) ({h} : Nat.Prime {p}) ({k} : {p} ∣ {u} ^ 2) : {p} = {u}", [
                [f"have {g} := {h}.dvd_of_dvd_pow {k}", f"exact {h}.eq_of_dvd (by norm_num) {g}"]]
        return f"({p} : ℕ) ({h} : Nat.Prime {p}) ({k} : {p} ∣ 2 * {u}) : {p} = 2 ∨ {p} = {u}", [
            [f"rcases {h}.dvd_mul.mp {k} with {g} | {g}", f"exact Or.inl ({h}.eq_of_dvd (by norm_num) {g})",
             f"exact Or.inr ({h}.eq_of_dvd (by norm_num) {g})"]]
    if kind == 3:
        return f"({p} : ℕ) ({h} : Nat.Prime {p}) ({k} : {p} ≠ 2) : {p} % 2 = 1", [
            [f"rcases {h}.eq_two_or_odd with {g} | {g}", f"exact absurd {g} {k}", f"exact {g}"],
            [f"exact {h}.eq_two_or_odd.resolve_left {k}"]] if d.random() < 0.5 else [
            [f"have {g} := {h}.eq_two_or_odd", "omega"]]
    low = d.choice([8, 14, 20, 24, 32])
    high = next(x for x in range(low + 1, 99) if is_prime(x)) + d.randint(0, 1)
    found = [x for x in range(low, high + 1) if is_prime(x)]
    if len(found) != 1:
        return primes_with_property.make(d)
    values = list(range(low, high + 1))
    return f"({p} : ℕ) ({h} : Nat.Prime {p}) ({k} : {low} ≤ {p} ∧ {p} ≤ {high}) : {p} = {found[0]}", [
        [f"have {g} : {any_of(p, values)} := by omega", f"{split(g, len(values))} <;> revert {h} <;> decide"]]


@family("number theory", 1.5)
def divisor_sets(d: Draw):
    """The divisors of a number: how many, their sum, sets given by divisibility."""
    S, n, (h, k) = d.choice("SST"), d.choice("nkd"), d.hypotheses(2)
    m = d.choice([x for x in range(10, 140) if len(divisors(x)) >= 4])
    ds = divisors(m)
    kind = d.randint(0, 5)
    if kind == 0:
        return f": (Nat.divisors {m}).card = {len(ds)}", [["decide +kernel"], ["rfl"]]
    if kind == 1:
        return f": ∑ {n} ∈ Nat.divisors {m}, {n} = {sum(ds)}", [["decide +kernel"], ["rfl"]]
    if kind == 2:
        return f": ∑ {n} ∈ Nat.properDivisors {m}, {n} = {sum(ds) - m}", [["decide +kernel"], ["rfl"]]
    value, left = d.choice(((sum(ds), f"∑ {n} ∈ {S}, {n}"), (len(ds), f"{S}.card")))
    if kind == 3:
        even = [x for x in ds if x % 2 == 0]
        value, left = d.choice(((sum(even), f"∑ {n} ∈ {S}, {n}"), (len(even), f"{S}.card")))
        law, extra = f"{n} ∣ {m} ∧ {n} % 2 = 0", "h.1"
    else:
        law, extra = f"{n} ∣ {m}", "h"
    steps = [
        f"have {k} : {S} = Finset.filter (fun {n} => {law}) (Finset.range {m + 1}) := by\n  ext {n}\n"
        f"  simp only [{h}, Finset.mem_filter, Finset.mem_range]\n"
        f"  exact ⟨fun h => ⟨by have := Nat.le_of_dvd (by norm_num) {extra}; omega, h⟩, fun h => h.2⟩",
        f"rw [{k}]", "decide +kernel"]
    return f"({S} : Finset ℕ) ({h} : ∀ {n} : ℕ, {n} ∈ {S} ↔ {law}) : {left} = {value}", [steps]


@family("number theory", 1.5)
def bounded_sets(d: Draw):
    """A finite set of naturals given by bounds and a remainder: its size or sum."""
    S, n, (h, k) = d.choice("SSTA"), d.choice("nkdx"), d.hypotheses(2)
    low, m = d.randint(0, 30), d.randint(2, 12)
    high = low + d.randint(15, 160)
    r = d.randint(0, m - 1)
    strict = d.random() < 0.5
    law = f"{low} {'<' if strict else '≤'} {n} ∧ {n} {'<' if strict else '≤'} {high} ∧ "
    law += f"{m} ∣ {n}" if r == 0 else f"{n} % {m} = {r}"
    values = [v for v in range(low + strict, high + 1 - strict) if v % m == r]
    value, left = d.choice(((sum(values), f"∑ {n} ∈ {S}, {n}"), (len(values), f"{S}.card"), (len(values), f"{S}.card")))
    return f"({S} : Finset ℕ) ({h} : ∀ {n} : ℕ, {n} ∈ {S} ↔ {law}) : {left} = {value}", [[
        f"have {k} : {S} = Finset.filter (fun {n} => {law}) (Finset.range {high + 1}) := by\n  ext {n}\n"
        f"  simp only [{h}, Finset.mem_filter, Finset.mem_range]\n  omega",
        f"rw [{k}]", "decide +kernel"]]


@family("number theory", 1.5)
def digit_puzzle(d: Draw):
    """Two- and three-digit numbers from conditions on their digits."""
    a, b = d.choice((("a", "b"), ("x", "y"), ("A", "B"), ("t", "u")))
    h, k, g = d.hypotheses(3)
    s, t = d.randint(1, 9), d.randint(0, 9)
    number = d.choice("ℕℕℤ")
    bounds = f"1 ≤ {a} ∧ {a} ≤ 9 ∧ 0 ≤ {b} ∧ {b} ≤ 9" if number == "ℤ" else f"1 ≤ {a} ∧ {a} ≤ 9 ∧ {b} ≤ 9"
    kind = d.randint(0, 2)
    if kind == 0:
        diff = (10 * t + s) - (10 * s + t)
        second = f"10 * {b} + {a} = 10 * {a} + {b} + {diff}" if diff >= 0 else f"10 * {a} + {b} = 10 * {b} + {a} + {-diff}"
        return f"({a} {b} : {number}) ({h} : {bounds}) ({k} : {a} + {b} = {s + t}) ({g} : {second}) : 10 * {a} + {b} = {10 * s + t}", [["omega"]]
    if kind == 1:
        product, total = s * t, s + t
        pairs = [u for u in range(1, 10) if u * (total - u) == product and 0 <= total - u <= 9]
        if len(pairs) == 1:
            target = f"10 * {a} + {b} = {10 * s + t}"
        else:
            target = f"{a} = {pairs[0]} ∨ {a} = {pairs[1]}"
        return f"({a} {b} : {number}) ({h} : {bounds}) ({k} : {a} + {b} = {total}) ({g} : {a} * {b} = {product}) : {target}", [
            [f"have hc : {any_of(a, list(range(1, 10)))} := by omega", f"{split('hc', 9)} <;> omega"]]
    value = d.randint(100, 99999)
    target = d.choice((f"(Nat.digits 10 {value}).sum = {sum(map(int, str(value)))}", f"Nat.digits 10 {value} = [{', '.join(str(value)[::-1])}]"))
    return f": {target}", [["decide +kernel"], ["rfl"], ["decide"]]


@family("number theory", 1.5)
def factorial_choose(d: Draw):
    """Values and equations with factorials and binomial coefficients."""
    n, (h, k, g) = d.choice("nkm"), d.hypotheses(3)
    kind = d.randint(0, 4)
    if kind == 0:
        a, b = d.randint(4, 14), d.randint(1, 6)
        return f": Nat.choose {a} {b} = {comb(a, b)}", [["decide"], ["rfl"], ["norm_num"], ["decide +kernel"]]
    if kind == 1:
        a = d.randint(4, 12)
        b = d.randint(a - 3, a - 1)
        return f": Nat.factorial {a} / Nat.factorial {b} = {factorial(a) // factorial(b)}", [["decide"], ["rfl"], ["decide +kernel"]]
    if kind == 2:
        a = d.randint(3, 7)
        return f"({n} : ℕ) ({h} : Nat.factorial ({n} + 1) = {a} * Nat.factorial {n}) : {n} = {a - 1}", [
            [f"rw [Nat.factorial_succ] at {h}", f"have {k} := Nat.factorial_pos {n}", f"have {g} := Nat.eq_of_mul_eq_mul_right {k} {h}", "omega"]]
    if kind == 3:
        a = d.randint(2, 5)
        return f"({n} : ℕ) : Nat.factorial ({n} + {a}) = ({n} + {a}) * Nat.factorial ({n} + {a - 1})", [["rfl"], ["rw [Nat.factorial_succ]"]]
    a = d.randint(2, 9)
    return f"({n} : ℕ) ({h} : {a} ≤ {n}) : {a} ∣ Nat.factorial {n}", [[f"exact Nat.dvd_factorial (by norm_num) {h}"]]


@family("number theory", 2)
def exponent_unknown(d: Draw):
    """a ^ n = c, with the exponent unknown."""
    n, (h, k, g) = d.choice("nxkm"), d.hypotheses(3)
    a = d.randint(2, 7)
    e = d.randint(2, 9)
    if d.random() < 0.6:
        return f"({n} : ℕ) ({h} : {a} ^ {n} = {a**e}) : {n} = {e}", [
            [f"rw [show {a**e} = {a} ^ {e} by norm_num] at {h}", f"exact Nat.pow_right_injective (by norm_num) {h}"],
            [f"have {k} : {a} ^ {n} = {a} ^ {e} := by norm_num [{h}]", f"exact (Nat.pow_right_inj (by norm_num)).mp {k}"],
            [f"have {k} : {a} ^ {n} = {a} ^ {e} := by rw [{h}]", f"exact (Nat.pow_right_inj (by norm_num)).mp {k}"]]
    c = d.randint(1, 9)
    return f"({n} : ℕ) ({h} : {a} ^ ({n} + {c}) = {a**(e + c)}) : {n} = {e}", [
        [f"have {k} : {a} ^ ({n} + {c}) = {a} ^ {e + c} := by rw [{h}]", f"have {g} := (Nat.pow_right_inj (by norm_num)).mp {k}", "omega"],
        [f"have {k} : {a} ^ ({n} + {c}) = {a} ^ {e + c} := by norm_num [{h}]", f"have {g} := (Nat.pow_right_inj (by norm_num)).mp {k}", "omega"]]


@family("induction", 3)
def growth_by_induction(d: Draw):
    """An exponential passes a polynomial from some n on."""
    n, (h, k) = d.choice("nnnkm"), d.hypotheses(2)
    a = d.choice([2, 2, 2, 3, 4])
    degree = d.choice([1, 1, 2]) if a == 2 else d.choice([1, 2])
    c, b = d.randint(1, 6 if degree == 1 else 2), d.randint(0, 7)
    law = (lambda m: c * m + b) if degree == 1 else (lambda m: c * m * m + b)
    start = next(s for s in range(60) if all(a**m > law(m) for m in range(s, s + 12)) and (a - 1) * law(s) >= law(s + 1) - law(s))
    symbol = d.choice("<≤")
    left = linear_form([(c, n), (b, "")]) if degree == 1 else linear_form([(c, f"{n} ^ 2"), (b, "")])
    assumption = f" ({h} : {start} ≤ {n})" if start else ""
    goal = f"{left} {symbol} {a} ^ {n}"
    if start == 0:
        return f"({n} : ℕ) : {goal}", [[f"induction {n} with\n| zero => norm_num\n| succ {n} ih => rw [pow_succ]; nlinarith"],
                                        [f"induction {n} with\n| zero => norm_num\n| succ {n} ih => rw [pow_succ]; omega"]]
    closer = "omega" if degree == 1 else f"nlinarith [Nat.mul_le_mul_right {n} {k}]"
    return f"({n} : ℕ){assumption} : {goal}", [
        [f"induction {n} with\n| zero => omega\n| succ {n} ih =>\n  rcases Nat.lt_or_ge {n} {start} with {k} | {k}\n"
         f"  · have : {n} = {start - 1} := by omega\n    subst this; norm_num\n  · have := ih {k}\n    rw [pow_succ]; {closer}"]]


@family("induction", 2)
def other_induction(d: Draw):
    """Bernoulli's inequality, factorials against powers, divisibility of a recursive expression."""
    n, (h, k) = d.choice("nnkm"), d.hypotheses(2)
    x = d.choice("xatr")
    number, kind = d.choice("ℝℝℚ"), d.randint(0, 2)
    if kind == 0:
        return f"({x} : {number}) ({n} : ℕ) ({h} : -1 < {x}) : (1 + {n} * {x}) ≤ (1 + {x}) ^ {n}", [
            [f"induction {n} with\n| zero => simp\n| succ {n} ih =>\n  have h1 := mul_le_mul_of_nonneg_right ih (show 0 ≤ 1 + {x} by linarith)\n"
             f"  have h2 : 0 ≤ ({n} : {number}) * {x} ^ 2 := mul_nonneg (Nat.cast_nonneg {n}) (sq_nonneg {x})\n"
             f"  rw [pow_succ]\n  simp only [Nat.cast_add, Nat.cast_one]\n  nlinarith"]]
    if kind == 1:
        return f"({n} : ℕ) : 2 ^ {n} ≤ Nat.factorial ({n} + 1)", [
            [f"induction {n} with\n| zero => norm_num\n| succ {n} ih => rw [pow_succ, Nat.factorial_succ]; nlinarith"]]
    s = d.choice([4, 5, 6])
    return f"({n} : ℕ) ({h} : {s} ≤ {n}) : 2 ^ {n} < Nat.factorial {n}", [
        [f"induction {n} with\n| zero => omega\n| succ {n} ih =>\n  rcases Nat.lt_or_ge {n} {s} with {k} | {k}\n"
         f"  · have : {n} = {s - 1} := by omega\n    subst this; decide\n  · have := ih {k}\n"
         f"    have h2 : 2 * Nat.factorial {n} ≤ ({n} + 1) * Nat.factorial {n} := Nat.mul_le_mul_right _ (by omega)\n    rw [pow_succ, Nat.factorial_succ]; omega"]]
