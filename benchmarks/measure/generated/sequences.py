"""Recurrences, functional equations, finite sets by property, sums and divisibility for all n; values computed here, apart from
the prover's own algebra.  Of four statements one is a false twin: its value is off by a little."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from math import comb

Drawn = tuple[str, str]
"""A statement with ``{value}`` in the value's place, and the value."""


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements ``(name, Lean statement, whether it is true)``."""
    rng = random.Random(f"sequences {seed}")
    made = []
    kinds = list(KINDS)
    for i in range(n):
        kind, truth = kinds[i % len(kinds)], rng.random() < 0.75
        template, value = KINDS[kind](rng)
        made.append((f"{kind}-{i:03}", template.replace("{value}", value if truth else _wrong(rng, value)), truth))
    return made


def _wrong(rng: random.Random, value: str) -> str:
    return f"{value} + {rng.randint(1, 5)}"


def number(value: Fraction | int) -> str:
    value = Fraction(value)
    text = str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
    return f"({text})" if value < 0 else text


def _linear(rng: random.Random, natural: bool) -> tuple[int, int, int]:
    a = rng.choice([1, 2, 3, 4] if natural else [-3, -2, -1, 1, 2, 3, 5])
    return a, rng.randint(0 if natural else -9, 9), rng.randint(1 if natural else -9, 9)


def value_of_recurrence(rng: random.Random) -> Drawn:
    type_, steps = rng.choice("ℕℤℝℚ"), rng.choice([1, 1, 2])
    natural = type_ == "ℕ"
    index = rng.randint(5, 40 if type_ in "ℕℤ" else 14)
    if steps == 1:
        a, b, first = _linear(rng, natural)
        c = rng.choice([0, 0, 1])
        slope, divisor = Fraction(a), 1
        if type_ in "ℝℚ" and rng.random() < 0.5:
            divisor = rng.choice([2, 3])
            slope = Fraction(a, divisor)
        values = [Fraction(first)]
        for k in range(index):
            values.append(slope * values[-1] + b + c * k)
        term = f"{number(slope)} * u n + {number(b)}" + (" + n" if c else "")
        law = f"(h0 : u 0 = {number(first)}) (h : ∀ n, u (n + 1) = {term})"
    else:
        a, b, first = _linear(rng, natural)
        second = rng.randint(1, 9)
        values = [Fraction(first), Fraction(second)]
        while len(values) <= index:
            values.append(a * values[-1] + b * values[-2])
        law = f"(h0 : u 0 = {number(first)}) (h1 : u 1 = {second}) (h : ∀ n, u (n + 2) = {number(a)} * u (n + 1) + {number(b)} * u n)"
    return f"(u : ℕ → {type_}) {law} : u {index} = {{value}}", number(values[index])


def remainder_of_recurrence(rng: random.Random) -> Drawn:
    m, a, b, first = rng.randint(3, 12), rng.randint(1, 5), rng.randint(0, 9), rng.randint(0, 9)
    index, value = rng.randint(60, 3000), first % m
    for _ in range(index):
        value = (a * value + b) % m
    return f"(u : ℕ → ℕ) (h0 : u 0 = {first}) (h : ∀ n, u (n + 1) = {a} * u n + {b}) : u {index} % {m} = {{value}}", str(value)


def closed_form(rng: random.Random) -> Drawn:
    type_, q, d = rng.choice("ℤℝ"), rng.randint(2, 7), rng.randint(-9, 9)
    match rng.randint(0, 2):
        case 0:
            c = rng.randint(1, 9)
            law = f"(h0 : u 0 = {number(c + d)}) (h : ∀ n, u (n + 1) = {q} * u n + {number(d - q * d)})"
            value = f"{c} * {q} ^ n + {number(d)}"
        case 1:
            law = f"(h0 : u 0 = {number(d)}) (h : ∀ n, u (n + 1) = u n + {2 * q} * n + {number(q + 1)})"
            value = f"{q} * n ^ 2 + n + {number(d)}"
        case _:
            r = rng.randint(1, 6)
            r = r if r != q else 8
            law = f"(h0 : u 0 = 2) (h1 : u 1 = {q + r}) (h : ∀ n, u (n + 2) = {q + r} * u (n + 1) - {q * r} * u n)"
            value = f"{q} ^ n + {r} ^ n"
    return f"(u : ℕ → {type_}) {law} (n : ℕ) : u n = {{value}}", value


def far_value(rng: random.Random) -> Drawn:
    a, b, first, index = rng.randint(2, 9), rng.randint(1, 9), rng.randint(0, 9), rng.randint(100, 400)
    if rng.random() < 0.5:
        return f"(u : ℕ → ℤ) (h0 : u 0 = {first}) (h : ∀ n, u (n + 1) = u n + {a} * n + {b}) : u {index} = {{value}}", number(
            first + a * comb(index, 2) + b * index
        )
    return f"(u : ℕ → ℝ) (h0 : u 1 = {first}) (h : ∀ n ≥ 1, u (n + 1) = u n + {a}) : u {index} = {{value}}", number(
        first + a * (index - 1)
    )


def functional_equation(rng: random.Random) -> Drawn:
    type_, a, c = rng.choice("ℝℚ"), rng.choice([2, 3, -2, 4, -3, 5]), rng.randint(-6, 6)
    x = rng.randint(-20, 20)
    p, q, r = rng.randint(1, 5), rng.randint(-5, 5), rng.randint(-5, 5)

    def right(t: Fraction) -> Fraction:
        return p * t * t + q * t + r

    rhs = f"{p} * x ^ 2 + {number(q)} * x + {number(r)}"
    match rng.randint(0, 2):
        case 0:
            other, form, guard = Fraction(c - x), f"{number(c)} - x", ""
        case 1:
            x = x or 3
            c = c or 2
            other, form, guard = Fraction(c, x), f"{number(c)} / x", "x ≠ 0 → "
        case _:
            other, form, guard = Fraction(-x), "-x", ""
    if other == x:
        value = right(Fraction(x)) / (1 + a)
    else:
        value = (right(Fraction(x)) - a * right(other)) / (1 - a * a)
    return (
        f"(f : {type_} → {type_}) (h : ∀ x, {guard}f x + {number(a)} * f ({form}) = {rhs}) : f {number(x)} = {{value}}",
        number(value),
    )


def additive(rng: random.Random) -> Drawn:
    type_, k, v = rng.choice("ℝℤℕ"), rng.randint(2, 9), rng.randint(1, 20)
    if rng.random() < 0.5:
        return f"(f : {type_} → {type_}) (h : ∀ x y, f (x + y) = f x + f y) (h1 : f 1 = {v}) : f {k} = {{value}}", str(k * v)
    return (
        f"(f : {type_} → {type_}) (h : ∀ x y, f (x + y) = f x + f y + x * y) (h1 : f 1 = {v}) : f {k} = {{value}}",
        str(k * v + comb(k, 2)),
    )


def composition(rng: random.Random) -> Drawn:
    type_, a, b, c, d, x = "ℝ", *(rng.randint(1, 9) for _ in range(4)), rng.randint(-9, 9)
    f, g = (lambda t: a * t - b), (lambda t: c * t * t + d)
    return (
        f"(f g : {type_} → {type_}) (hf : ∀ x, f x = {a} * x - {b}) (hg : ∀ x, g x = {c} * x ^ 2 + {d}) :"
        f" f (g {number(x)}) + g (f {d}) = {{value}}",
        number(f(g(x)) + g(f(d))),
    )


def set_by_property(rng: random.Random) -> Drawn:
    m, r, top, d = rng.randint(2, 9), rng.randint(0, 4), rng.randint(30, 300), rng.randint(12, 180)
    properties: list[tuple[str, Callable[[int], bool]]] = [
        (f"n % {m} = {r % m} ∧ n < {top}", lambda n: n % m == r % m and n < top),
        (f"n ∣ {d}", lambda n: n > 0 and d % n == 0),
        (f"0 < n ∧ {m} * n + {r} ≤ {top}", lambda n: 0 < n and m * n + r <= top),
        (f"n ^ 2 + {m} * n ≤ {top}", lambda n: n * n + m * n <= top),
        (f"{r} < n ∧ n ≤ {top} ∧ (n + {r}) ^ 2 % {m + 1} = 1", lambda n: r < n <= top and (n + r) ** 2 % (m + 1) == 1),
        (f"n ∈ Finset.Icc {r} {top} ∧ {m} ∣ n ^ 2 + {r}", lambda n: r <= n <= top and (n * n + r) % m == 0),
    ]
    text, holds = rng.choice(properties)
    found = [n for n in range(400) if holds(n)]
    asked, value = rng.choice(
        [("S.card", len(found)), ("∑ x ∈ S, x", sum(found)), ("∑ x ∈ S, x ^ 2", sum(x * x for x in found))]
    )
    return f"(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ {text}) : {asked} = {{value}}", str(value)


def sum_for_all(rng: random.Random) -> Drawn:
    type_, a, b = rng.choice("ℝℚ"), rng.randint(1, 9), rng.randint(0, 9)
    q, n, i = rng.randint(2, 9), f"(n : {type_})", f"(i : {type_})"
    upper, summand, value = rng.choice(
        [
            ("n", f"({a} * {i} + {b})", f"{a} * {n} * ({n} - 1) / 2 + {b} * {n}"),
            ("n", f"({q} : {type_}) ^ i", f"({q} ^ n - 1) / {q - 1}"),
            ("n", f"(1 : {type_}) / (({i} + {a}) * ({i} + {a + 1}))", f"{n} / ({a} * ({n} + {a}))"),
            ("(n + 1)", f"({a} * {i} ^ 2)", f"{a} * {n} * ({n} + 1) * (2 * {n} + 1) / 6"),
        ]
    )
    return f"(n : ℕ) : ∑ i ∈ Finset.range {upper}, {summand} = {{value}}", value


def sum_of_numbers(rng: random.Random) -> Drawn:
    m, a, b, top = rng.randint(2, 9), rng.randint(1, 9), rng.randint(0, 9), rng.randint(20, 400)
    match rng.randint(0, 2):
        case 0:
            return (
                f": ∑ i ∈ (Finset.range {top}).filter (fun i => i % {m} = 1), ({a} * i + {b}) = {{value}}",
                str(sum(a * i + b for i in range(top) if i % m == 1)),
            )
        case 1:
            return f": (∑ i ∈ Finset.range {top}, i ^ 3) % {m + 90} = {{value}}", str(sum(i**3 for i in range(top)) % (m + 90))
        case _:
            k = rng.randint(5, 15)
            return f": ∑ i ∈ Finset.range {k}, ({a} * (i : ℝ) - {b}) = {{value}}", number(sum(a * i - b for i in range(k)))


def divisibility(rng: random.Random) -> Drawn:
    a, c = rng.randint(7, 15), rng.randint(1, 6)
    d = a - 1
    if rng.random() < 0.5:
        return f"(n : ℕ) : {d} ∣ {a} ^ n + {{value}}", str(d * c - 1)
    p, shift = rng.choice([7, 11, 13]), rng.randint(0, 5)
    return f"(n : ℕ) : {p} ∣ n ^ {p} + {p * shift + p - 1} * n + {{value}}", str(p * c)


def subtracted_index(rng: random.Random) -> Drawn:
    """A linear recurrence ``u n = … u (n - 1) …`` for ``n ≥ k`` that repeats; values or remainders far away, also summed."""
    first = [rng.randint(-30, 30), rng.randint(-30, 30)]
    if rng.random() < 0.5:
        a, b = rng.choice([(1, -1), (-1, -1), (0, -1), (0, 1)])
        asked = [rng.randint(100, 3000) for _ in range(rng.randint(1, 3))]
        numbers = _continued(first, a, b, max(asked))
        terms = " + ".join(f"u {n}" for n in asked)
        value = sum(numbers[n - 1] for n in asked)
        rhs = f"{number(a)} * u (n - 1) + {number(b)} * u (n - 2)"
        return (
            f"(u : ℕ → ℤ) (h1 : u 1 = {number(first[0])}) (h2 : u 2 = {number(first[1])}) (h : ∀ n ≥ 3, u n = {rhs}) :"
            f" {terms} = {{value}}",
            number(value),
        )
    m, index = rng.choice([2, 3, 5, 7]), rng.randint(100, 3000)
    first = [abs(x) for x in first]
    value = _continued(first, 1, 1, index + 1, m)[index]
    return (
        f"(u : ℕ → ℕ) (h0 : u 0 = {first[0]}) (h1 : u 1 = {first[1]}) (h : ∀ n > 1, u n = u (n - 1) + u (n - 2)) :"
        f" u {index} % {m} = {{value}}",
        str(value),
    )


def _continued(first: list[int], a: int, b: int, count: int, modulus: int = 0) -> list[int]:
    numbers = [x % modulus if modulus else x for x in first]
    while len(numbers) < count + 1:
        x = a * numbers[-1] + b * numbers[-2]
        numbers.append(x % modulus if modulus else x)
    return numbers


def by_parity(rng: random.Random) -> Drawn:
    d, c, index = rng.randint(1, 9), rng.randint(-9, 9), rng.randint(100, 5000)
    law = f"(h₁ : ∀ n, 1 < n ∧ Even n → f n = f (n - 1) + {d}) (h₂ : ∀ n, 1 < n ∧ Odd n → f n = f (n - 2) + {2 * d})"
    return f"(f : ℕ → ℝ) (h0 : f 1 = {number(c)}) {law} : f {index} = {{value}}", number(c + d * (index - 1))


def rational_recurrence(rng: random.Random) -> Drawn:
    """Sequences whose reciprocals are arithmetic progressions, and ``u (n + 1) = u n * (n + a) / (n + a + 2)``."""
    index, type_ = rng.randint(100, 2000), rng.choice("ℝℚ")
    p, d = rng.randint(1, 9), rng.randint(1, 9)
    match rng.randint(0, 2):
        case 0:
            law, value = f"(h : ∀ n, u (n + 1) = u n / (1 + {d} * u n))", Fraction(1, p + d * index)
            law = f"(h0 : u 0 = {number(Fraction(1, p))}) {law}"
        case 1:
            first, second = Fraction(1, p), Fraction(1, p + d)
            law = f"(h0 : u 0 = {number(first)}) (h1 : u 1 = {number(second)})"
            law += " (h : ∀ n, u (n + 2) = u n * u (n + 1) / (2 * u n - u (n + 1)))"
            value = Fraction(1, p + d * index)
        case _:
            law = f"(h0 : u 0 = {d}) (h : ∀ n, u (n + 1) = u n * (n + {p}) / (n + {p + 2}))"
            value = Fraction(d * p * (p + 1), (p + index) * (p + index + 1))
    return f"(u : ℕ → {type_}) {law} : u {index} = {{value}}", number(value)


def long_sum(rng: random.Random) -> Drawn:
    a, b, top = rng.randint(1, 9), rng.randint(1, 9), rng.randint(60, 900)
    match rng.randint(0, 3):
        case 0:
            value = sum(Fraction(a * k + b) for k in range(top))
            return f": ∑ k ∈ Finset.range {top}, ({a} * (k : ℝ) + {b}) = {{value}}", number(value)
        case 1:
            value = Fraction(1, a) - Fraction(1, a + top)
            return f": ∑ k ∈ Finset.range {top}, (1 : ℝ) / ((k + {a}) * (k + {a + 1})) = {{value}}", number(value)
        case 2:
            value = Fraction(a + top, a)
            return f": ∏ k ∈ Finset.range {top}, ((k : ℝ) + {a + 1}) / (k + {a}) = {{value}}", number(value)
        case _:
            value = Fraction(1 - (a + 1) ** (n := rng.randint(20, 90)), -a)
            return f": ∑ k ∈ Finset.range {n}, ({a + 1} : ℝ) ^ k = {{value}}", number(value)


def unknown_start(rng: random.Random) -> Drawn:
    """An arithmetic progression given by its second differences and two equations between some of its values."""
    c, d, index = rng.randint(-9, 9), rng.randint(1, 9), rng.randint(100, 3000)
    i, j = rng.randint(1, 4), rng.randint(5, 8)
    total, difference = 2 * c + d * (i + j), d * (j - i)
    return (
        f"(a : ℕ → ℝ) (p : ℝ) (h : ∀ n, a (n + 2) - a (n + 1) = a (n + 1) - a n) (h1 : a {i} = p)"
        f" (h2 : a {j} = p + {difference}) (h3 : a {i} + a {j} = {number(total)}) : a {index} = {{value}}",
        number(c + d * index),
    )


def huge_power(rng: random.Random) -> Drawn:
    b, e, c = rng.randint(2, 9), rng.randint(200, 900), rng.randint(1, 9)
    m, q, s = rng.randint(7, 60), rng.randint(2, 9), rng.randint(2, 4)
    k = b**e + c
    return f"(k : ℕ) (h : k = {b} ^ {e} + {c}) : (k ^ {s} + {q} ^ k) % {m} = {{value}}", str((pow(k, s, m) + pow(q, k, m)) % m)


KINDS: dict[str, Callable[[random.Random], Drawn]] = {
    "recurrence": value_of_recurrence,
    "remainder": remainder_of_recurrence,
    "closed": closed_form,
    "far": far_value,
    "functional": functional_equation,
    "additive": additive,
    "composition": composition,
    "set": set_by_property,
    "sumforall": sum_for_all,
    "sum": sum_of_numbers,
    "divisibility": divisibility,
    "subtracted": subtracted_index,
    "parity": by_parity,
    "rational": rational_recurrence,
    "longsum": long_sum,
    "unknown": unknown_start,
    "huge": huge_power,
}
