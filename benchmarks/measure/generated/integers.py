"""Statements about whole numbers, true by construction, and twins that a known number refutes.

``divides``    combinations of multiples of a divisor, with products, powers and chains, over ℤ and ℕ
``residues``   values that a polynomial, a sum of two powers, or a power of a number does not or does take modulo ``m``
``bounded``    equations and inequalities with finitely many solutions: all of them named, or a bound of a form on them
``pairs``      products of two linear forms that are a number, expanded
``multiples``  divisors of several linear forms, greatest common divisors of two: the number that a combination of them is
``primes``     primes that are linear forms of each other, so that residues leave few of them
``orders``     exponents that a divisibility of a power less 1 determines, and differences of powers
``facts``      greatest common divisors, primes, powers modulo ``m``, digits, factorials, binomial coefficients
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable

Drawn = tuple[str, bool]


def _sign(n: int) -> str:
    return f"+ {n}" if n >= 0 else f"- {-n}"


def _any_of(pairs: Iterable[tuple[int, ...]], names: str) -> str:
    return " ∨ ".join("(" + " ∧ ".join(f"{x} = {n}" for x, n in zip(names, values, strict=True)) + ")" for values in pairs)


def divides(rng: random.Random, truth: bool) -> Drawn:
    type_ = rng.choice("ℤℤℕ")
    names = ["b", "c", "e"][: rng.randint(1, 3)]
    hypotheses, previous = [], "a"
    chain = rng.random() < 0.3
    for i, x in enumerate(names):
        hypotheses.append(f"(h{i} : {previous} ∣ {x})")
        previous = x if chain else "a"
    if not chain and len(names) > 1 and rng.random() < 0.4:
        hypotheses[-1] = f"(h9 : a ∣ {names[-1]} + {rng.randint(2, 9)} * {names[0]})"
    parts = []
    for x in names:
        factor = rng.choice([str(rng.randint(2, 99)), "t", f"{rng.randint(2, 9)} * t", f"(t + {rng.randint(1, 9)})"])
        parts.append(f"{factor} * {rng.choice([x, x, f'{x} ^ {rng.randint(2, 4)}'])}")
    if len(names) > 1 and rng.random() < 0.3:
        parts.append(f"{names[0]} * {names[1]}")
    total = parts[0]
    for part in parts[1:]:
        total += (" - " if type_ == "ℤ" and rng.random() < 0.5 else " + ") + part
    if not truth:
        total += rng.choice([" + 1", " + t"])
    return f"(a {' '.join(names)} t : {type_}) {' '.join(hypotheses)} : a ∣ {total}", truth


def residues(rng: random.Random, truth: bool) -> Drawn:
    type_ = rng.choice("ℤℤℕ")
    kind = rng.choice(["polynomial", "given", "two", "divides", "power"])
    m = rng.randint(3, 16)
    if kind == "power" and truth:
        base, a, b = rng.randint(2, 30), rng.randint(1, 3), rng.randint(0, 3)
        m = rng.choice([p for p in (3, 5, 7, 9, 11, 13) if math.gcd(p, base) == 1])
        other = base + m * rng.randint(1, 3)
        c = rng.randint(1, 9)
        # base^(an+b) * c + (m - c) * other^(an+b) ≡ m * … ≡ 0
        return (
            f"(n : ℕ) : {m} ∣ {c} * {base} ^ ({a} * n + {b}) + {m * rng.randint(1, 2) - c % m} * {other} ^ ({a} * n + {b})",
            True,
        )
    degree = rng.randint(2, 5)
    c = [rng.randint(1, 12) for _ in range(degree)]
    text = " + ".join(f"{n} * n ^ {k}" if k > 1 else f"{n} * n" for k, n in reversed(list(enumerate(c, 1))))

    def at(n: int) -> int:
        return sum(x * n**k for k, x in enumerate(c, 1))

    if kind == "two":
        a, k = rng.randint(1, 7), rng.choice([2, 2, 3, 4])
        m = rng.choice([4, 5, 7, 8, 9, 13, 16])
        taken = {(x**k + a * y**k) % m for x in range(m) for y in range(m)}
        missed = sorted(set(range(m)) - taken)
        if truth and not missed:
            return residues(rng, truth)
        r = rng.choice(missed) if truth else rng.choice(sorted(taken))
        return f"(x y : {type_}) : (x ^ {k} + {a} * y ^ {k}) % {m} ≠ {r}", truth
    if kind == "given":
        r = rng.randrange(m)
        return f"(n : {type_}) (h : n % {m} = {r}) : ({text}) % {m} = {(at(r) + (not truth)) % m}", truth
    taken = {at(n) % m for n in range(m)}
    if kind == "divides":
        # n (n + a) (n + 2a) … or n^p - n
        p = rng.choice([3, 5, 7])
        k = {3: 6, 5: 30, 7: 42}[p]
        extra = rng.randint(1, 9)
        if type_ == "ℤ":
            return f"(n : ℤ) : {k} ∣ n ^ {p} - n + {k * extra} * n ^ 2{'' if truth else ' + 1'}", truth
        return f"(n : ℕ) : {k} ∣ n ^ {p} + {k * extra - 1} * n{'' if truth else ' + 1'}", truth
    missed = sorted(set(range(m)) - taken)
    if truth and not missed:
        return residues(rng, truth)
    r = rng.choice(missed) if truth else rng.choice(sorted(taken))
    return f"(n : {type_}) : ({text}) % {m} ≠ {r}", truth


def bounded(rng: random.Random, truth: bool) -> Drawn:
    kind = rng.choice(["squares", "linear", "divisor", "power", "cubes", "box"])
    if kind == "squares":
        a, b, x, y = rng.randint(1, 4), rng.randint(1, 4), rng.randint(0, 9), rng.randint(1, 9)
        n = a * x * x + b * y * y
        found = [(u, v) for u in range(30) for v in range(30) if a * u * u + b * v * v == n]
        if rng.random() < 0.4:
            limit = max(u + v for u, v in found) - (not truth)
            return f"(x y : ℤ) (h : {a} * x ^ 2 + {b} * y ^ 2 = {n}) : x + y ≤ {limit}", truth
        shown = found if truth else found[1:]
        claim = _any_of(shown, "xy") or "False"
        return f"(x y : ℕ) (h : {a} * x ^ 2 + {b} * y ^ 2 = {n}) : {claim}", truth
    if kind == "linear":
        a, b, x, y = rng.randint(3, 12), rng.randint(3, 12), rng.randint(0, 9), rng.randint(0, 9)
        n = a * x + b * y
        found = [(u, v) for u in range(n + 1) for v in range(n + 1) if a * u + b * v == n]
        most = max(u * v for u, v in found) - (not truth)
        if most < 0:
            return bounded(rng, truth)
        return f"(x y : ℕ) (h : {a} * x + {b} * y = {n}) : x * y ≤ {most}", truth
    if kind == "divisor":
        n, m = rng.randint(20, 300), rng.randint(3, 9)
        found = [d for d in range(1, n + 1) if n % d == 0]
        r = rng.choice([d % m for d in found])
        left = [d for d in found if d % m == r]
        shown = left if truth else left[1:]
        claim = " ∨ ".join(f"d = {d}" for d in shown) or "False"
        return f"(d : ℕ) (h : d ∣ {n}) (k : d % {m} = {r}) : {claim}", truth
    if kind == "power":
        b, limit = rng.randint(2, 9), rng.randint(100, 100_000)
        top = max(k for k in range(20) if b**k < limit)
        return f"(n : ℕ) (h : {b} ^ n < {limit}) : n * n ≤ {top * top - (not truth)}" if top else bounded(rng, truth)[0], truth
    if kind == "cubes":
        x, y = rng.randint(1, 9), rng.randint(1, 9)
        n = x**3 + y**2
        found = [(u, v) for u in range(12) for v in range(60) if u**3 + v**2 == n]
        claim = _any_of(found if truth else found[1:], "xy") or "False"
        return f"(x y : ℕ) (h : x ^ 3 + y ^ 2 = {n}) : {claim}", truth
    low, high, m = rng.randint(-9, 3), rng.randint(5, 15), rng.randint(3, 9)
    values = [n for n in range(low, high + 1)]
    r = rng.choice([n * n % m for n in values])
    fitting = [n for n in values if n * n % m == r]
    most = max(n**3 - n for n in fitting) - (not truth)
    return f"(n : ℤ) (h : {low} ≤ n) (k : n ≤ {high}) (e : n ^ 2 % {m} = {r}) : n ^ 3 - n ≤ {most}", truth


def pairs(rng: random.Random, truth: bool) -> Drawn:
    kind = rng.choice(["product", "simon", "squares", "large"])
    if kind == "squares":
        u = rng.randint(1, 12)
        n = u * (u + 2 * rng.randint(1, 12))
        found = [(x, y) for x in range(n + 1) for y in range(x) if x * x - y * y == n]
        claim = " ∨ ".join(f"x = {x}" for x in sorted({x for x, _ in (found if truth else found[1:])})) or "False"
        return f"(x y : ℕ) (h : x ^ 2 = y ^ 2 + {n}) : {claim}", truth
    if kind == "large":
        p, q = rng.randint(100, 999), rng.randint(100, 999)
        n = p * q
        found = [(d, n // d) for d in range(1, n + 1) if n % d == 0 and 100 <= d <= n // d]
        claim = _any_of(found if truth else found[1:], "xy") or "False"
        return f"(x y : ℕ) (h : x * y = {n}) (k : 100 ≤ x) (l : x ≤ y) : {claim}", truth
    a, b = (rng.randint(1, 9), rng.randint(1, 9)) if kind == "product" else (rng.randint(-6, 9), rng.randint(-6, 9))
    s, t = (rng.randint(1, 3), rng.randint(1, 3)) if rng.random() < 0.4 else (1, 1)
    x, y = rng.randint(1, 20), rng.randint(1, 20)
    n = (s * x + a) * (t * y + b)
    if n == 0:
        return pairs(rng, truth)
    limit = abs(n) + abs(a) + abs(b)
    found = [
        (u, v)
        for u in range(1, limit + 1)
        if s * u + a and n % (s * u + a) == 0
        for v in [n // (s * u + a) - b]
        if v % t == 0 and v // t > 0
        for v in [v // t]
    ]
    if kind == "product":
        left = f"({s} * x + {a}) * ({t} * y + {b})" if (s, t) != (1, 1) else f"(x + {a}) * (y + {b})"
        type_ = "ℕ"
        right = n
    else:
        left = f"{s * t} * x * y {_sign(s * b)} * x {_sign(a * t)} * y" if s * t > 1 else f"x * y {_sign(b)} * x {_sign(a)} * y"
        type_, right = "ℤ", n - a * b
    most = max(u + v for u, v in found) - (not truth)
    return f"(x y : {type_}) (h : {left} = {right}) (k : 0 < x) (l : 0 < y) : x + y ≤ {most}", truth


def facts(rng: random.Random, truth: bool) -> Drawn:
    wrong = 0 if truth else rng.randint(1, 3)
    a, b, m = rng.randint(10, 99999), rng.randint(10, 99999), rng.randint(3, 999)
    n, k = rng.randint(5, 20), rng.randint(2, 8)
    e = rng.randint(10, 100_000)
    choices = [
        f"Nat.gcd {a} {b} = {math.gcd(a, b) + wrong}", f"Nat.lcm {a} {b} = {math.lcm(a, b) + wrong}",
        f"{a} ^ {e} % {m} = {pow(a, e, m) + wrong}", f"Nat.choose {n} {min(k, n)} = {math.comb(n, min(k, n)) + wrong}",
        f"Nat.factorial {n} % {a} = {math.factorial(n) % a + wrong}",
        f"(Nat.digits 10 {a * b}).sum = {sum(map(int, str(a * b))) + wrong}",
    ]  # fmt: skip
    p = rng.choice([101, 1009, 4999, 10007, 65537, 99991])
    choices.append(f"Nat.Prime {p if truth else p * rng.choice([3, 7, 103])}")
    return f": {rng.choice(choices)}", truth


def multiples(rng: random.Random, truth: bool) -> Drawn:
    a, b, c, e = rng.randint(2, 12), rng.randint(1, 40), rng.randint(1, 9), rng.randint(1, 40)
    n = abs(a * e - b * c) // math.gcd(a, c)
    if n < 2:
        return multiples(rng, truth)
    if rng.random() < 0.5:
        largest = max(math.gcd(a * x + b, c * x + e) for x in range(n + 1))
        return f"(n : ℕ) : Nat.gcd ({a} * n + {b}) ({c} * n + {e}) ≤ {n if truth else largest - 1}", truth
    fitting = [(m, x) for m in range(2, n + 1) if n % m == 0 for x in range(m) if not (a * x + b) % m and not (c * x + e) % m]
    low = rng.randint(2, max(2, n // 2))
    found = sorted({m for m, _ in fitting if m >= low})
    if not found:
        return multiples(rng, truth)
    claim = " ∨ ".join(f"m = {m}" for m in (found if truth else found[1:])) or "False"
    if truth:
        claim = " ∨ ".join(f"m = {m}" for m in range(low, n + 1) if n % m == 0)
    second = rng.choice([f"m ∣ {c} * x + {e}", f"({c} * x + {e}) % m = 0"])
    return f"(m x : {rng.choice('ℕℤ')}) (k : {low} ≤ m) (h : m ∣ {a} * x + {b}) (l : {second}) : {claim}", truth


def _is_prime(p: int) -> bool:
    return all(p % d for d in range(2, math.isqrt(p) + 1))


def primes(rng: random.Random, truth: bool) -> Drawn:
    small = [p for p in range(2, 400) if _is_prime(p)]
    if rng.random() < 0.5:
        total = rng.choice([p + 2 for p in small if p > 2])
        product_ = 2 * (total - 2) + (not truth)
        return f"(p q : ℕ) (hp : Nat.Prime p) (hq : Nat.Prime q) (h : p + q = {total}) : p * q = {product_}", truth
    m = rng.choice([3, 5])
    p = m
    shifts = [p_ - p for p_ in small if p_ > p]
    chosen: dict[int, int] = {}
    for shift in rng.sample(shifts, len(shifts)):
        if shift % m and shift % m not in chosen:
            chosen[shift % m] = shift
    if any(all(_is_prime(p_ + s) for s in chosen.values()) for p_ in small if p_ < m):
        return primes(rng, truth)
    hypotheses = " ".join(f"(h{r} : Nat.Prime (p + {s}))" for r, s in sorted(chosen.items()))
    return f"(p : ℕ) (h : Nat.Prime p) {hypotheses} : p = {m + (not truth)}", truth


def orders(rng: random.Random, truth: bool) -> Drawn:
    m, base = rng.choice([3, 5, 7, 9, 11, 13]), rng.randint(2, 20)
    if math.gcd(m, base) > 1:
        return orders(rng, truth)
    k = next(k for k in range(1, m) if pow(base, k, m) == 1)
    if rng.random() < 0.3:
        return f"(n : ℕ) : {m} ∣ {base + m * rng.randint(1, 3)} ^ n - {base if truth else base + 1} ^ n", truth
    if k == 1:
        return orders(rng, truth)
    return f"(n : ℕ) (h : {m} ∣ {base} ^ n - 1) : {k if truth else 2 * k} ∣ n", truth


KINDS: dict[str, Callable[[random.Random, bool], Drawn]] = {
    "divides": divides, "residues": residues, "bounded": bounded, "pairs": pairs, "multiples": multiples, "primes": primes,
    "orders": orders, "facts": facts,
}  # fmt: skip


def statements(seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements ``(name, statement, whether it is true)``, of each kind in turn; the last two of every seven of a kind are
    false."""
    drawn = []
    for i in range(n):
        kind = list(KINDS)[i % len(KINDS)]
        rng = random.Random(f"{seed}-{i}")
        statement, truth = KINDS[kind](rng, i // len(KINDS) % 7 < 5)
        drawn.append((f"{kind}-{i:03}", statement, truth))
    return drawn
