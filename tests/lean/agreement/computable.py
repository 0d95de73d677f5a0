"""Functions with values: Lean's against Python's, sympy's or a count, at arguments drawn at random and at the odd ones."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.intfunc import igcdex
from sympy.ntheory.digits import digits as base_digits

from agreement.values import Table

DRAWN = random.Random(20260)
NAT = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 25, 31, 100, 127, 128, 999, 1000]
INT = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 12, -12, 100, -100]
SMALL = list(range(14))
RAT = [Fraction(n, d) for n in (0, 1, -1, 2, -3, 5, -7, 10, -12, 22) for d in (1, 2, 3, 7)]


def naturals(most: int, n: int) -> list[int]:
    return [DRAWN.randrange(most) for _ in range(n)]


def one(*values: Iterable[Any]) -> list[tuple[Any]]:
    return [(value,) for value in dict.fromkeys(itertools.chain(*values))]


def pairs(first: Iterable[Any], second: Iterable[Any]) -> list[tuple[Any, Any]]:
    return list(itertools.product(dict.fromkeys(first), dict.fromkeys(second)))


def some(arguments: list[tuple[Any, ...]], n: int) -> list[tuple[Any, ...]]:
    """``n`` of them."""
    return DRAWN.sample(arguments, min(n, len(arguments)))


def subsets(n: int, most: int = 8) -> list[tuple[int, ...]]:
    """Empty, full, and some between, as lists in which an element may stand twice."""
    drawn = [tuple(DRAWN.randrange(most) for _ in range(DRAWN.randrange(7))) for _ in range(n - 4)]
    return [(), (0,), (3, 3), tuple(range(most)), *drawn]


def digits(b: int, n: int) -> list[int]:
    if n == 0:
        return []
    if b == 0:
        return [n]
    return [1] * n if b == 1 else base_digits(n, b)[:0:-1]


def log(b: int, n: int) -> int:
    return sympy.integer_log(n, b)[0] if b > 1 and n > 0 else 0


def over(n: int, d: int) -> int:
    """``Int.ediv``: the quotient whose remainder is not negative."""
    return 0 if d == 0 else n // d if d > 0 else -(n // -d)


def ratio(a: Fraction, b: Fraction) -> Fraction:
    return a / b if b else Fraction(0)


def inverse(n: int, a: int) -> int:
    return pow(a, -1, n)


def product(values: Iterable[int]) -> int:
    return math.prod(values)


def between(a: int, b: int, low: int = 0, high: int = 1) -> list[int]:
    return list(range(a + low, b + high))


N, Z, Q, B, L, F = "ℕ", "ℤ", "ℚ", "Bool", "List ℕ", "Finset ℕ"
SETS = subsets(18)
TWO_SETS = [((), ()), *some(pairs(SETS, SETS), 13)]
ENDS = some(pairs(range(5), range(6)), 18)
INT_ENDS = some(pairs(range(-3, 4), range(-3, 4)), 18)

NUMBERS = [
    Table("Nat.factorial", (N,), N, "Nat.factorial «a»", math.factorial, one(range(45))),
    Table("Nat.doubleFactorial", (N,), N, "Nat.doubleFactorial «a»", lambda n: int(sympy.factorial2(n)), one(range(45))),
    Table("Nat.choose", (N, N), N, "Nat.choose «a» «b»", math.comb, pairs(range(13), range(15))),
    Table("Nat.Prime", (N,), B, "Nat.Prime «a»", sympy.isprime, one(range(120), NAT, naturals(3000, 12))),
    Table("Nat.sqrt", (N,), N, "Nat.sqrt «a»", math.isqrt, one(range(50), NAT, naturals(10**5, 25))),
    Table("Nat.log", (N, N), N, "Nat.log «a» «b»", log, pairs(range(6), [*NAT, *naturals(10**4, 6)])),
    Table("Nat.log", (N, N), N, "Nat.log «a» «b»", log, pairs([10, 16, 1000], [*NAT, *naturals(10**6, 10)])),
    Table("Nat.digits", (N, N), L, "Nat.digits «a» «b»", digits, pairs([0, 1], [0, 1, 2, 5, 40])),
    Table("Nat.digits", (N, N), L, "Nat.digits «a» «b»", digits, [*pairs([2, 10, 12], NAT), *zip([10, 7, 16, 999] * 4, naturals(10**5, 16), strict=True)]),
    Table(
        "Nat.ofDigits", (N, L), N, "Nat.ofDigits «a» «b»",
        lambda b, s: sum(d * b**i for i, d in enumerate(s)), pairs([0, 1, 2, 10, 13], [(), (0,), (5,), (0, 0, 7), (3, 0, 12, 1)]),
    ),
    Table("Nat.divisors", (N,), F, "Nat.divisors «a»", sympy.divisors, one(range(1, 25), [36, 37])),
    Table("Nat.divisors", (N,), F, "Nat.divisors «a»", lambda _: [], one([0])),
    Table("Nat.properDivisors", (N,), F, "Nat.properDivisors «a»", lambda n: sympy.divisors(n)[:-1], one(range(1, 25), [36, 37])),
    Table("Nat.properDivisors", (N,), F, "Nat.properDivisors «a»", lambda _: [], one([0])),
    Table(
        "Nat.ModEq", (N, N, N), B, "Nat.ModEq «a» «b» «c»",
        lambda n, a, b: a == b if n == 0 else (a - b) % n == 0, list(itertools.product(range(5), range(6), range(6))),
    ),
    Table(
        "Int.ModEq", (Z, Z, Z), B, "Int.ModEq «a» «b» «c»",
        lambda n, a, b: a == b if n == 0 else (a - b) % n == 0, list(itertools.product((0, 1, 2, -2, 3, -5), INT[:9], (0, 1, -1, 4))),
    ),
    Table("IsSquare", (N,), B, "IsSquare «a»", lambda n: math.isqrt(n) ** 2 == n, one(range(150), NAT)),
    Table("IsSquare", (Z,), B, "IsSquare «a»", lambda n: n >= 0 and math.isqrt(n) ** 2 == n, one(INT, range(-30, 120))),
    Table("IsCoprime", (Z, Z), B, "IsCoprime «a» «b»", lambda a, b: math.gcd(a, b) == 1, pairs(range(-8, 9), range(-8, 9))),
    Table("Even", (N,), B, "Even «a»", lambda n: n in range(0, n + 1, 2), one(range(40), NAT)),
    Table("Even", (Z,), B, "Even «a»", lambda n: not n & 1, one(INT, range(-20, 20))),
    Table("Odd", (N,), B, "Odd «a»", lambda n: n in range(1, n + 1, 2), one(range(40), NAT)),
    Table("Odd", (Z,), B, "Odd «a»", lambda n: bool(n & 1), one(INT, range(-20, 20))),
    Table("abs", (Z,), Z, "abs «a»", abs, one(INT, range(-30, 30))),
    Table("abs", (Q,), Q, "abs «a»", abs, one(RAT)),
    Table("Int.floor FloorRing", (Q,), Z, "Int.floor «a»", math.floor, one(RAT)),
    Table("Int.ceil", (Q,), Z, "Int.ceil «a»", math.ceil, one(RAT)),
    Table("Int.fract", (Q,), Q, "Int.fract «a»", lambda q: q % 1, one(RAT)),
    Table("Nat.floor", (Q,), N, "Nat.floor «a»", lambda q: max(0, math.floor(q)), one(RAT)),
    Table("Nat.ceil", (Q,), N, "Nat.ceil «a»", lambda q: max(0, math.ceil(q)), one(RAT)),
    Table("Nat.iterate", (N, N), N, "Nat.iterate (fun x => 2 * x + 1) «a» «b»", lambda n, x: (x + 1) * 2**n - 1, pairs(range(9), SMALL)),
    Table(
        "Nat.gcdA Nat.xgcdAux", (N, N), Z, "Nat.gcdA «a» «b»",
        lambda x, y: (int(igcdex(y, x)[1]) if x and y else int(bool(x))), pairs([0, 1, 2, 3, 4, 6, 9, 12, 35], [0, 1, 2, 5, 7, 10, 12, 36]),
    ),
]  # fmt: skip

CORE = [
    Table("-", (N, N), N, "«a» - «b»", lambda a, b: max(0, a - b), pairs(SMALL, SMALL)),
    Table("-", (N, N), N, "«a» / «b»", lambda a, b: a // b if b else 0, pairs(NAT, SMALL[:6])),
    Table("-", (N, N), N, "«a» % «b»", lambda a, b: a % b if b else a, pairs(NAT, SMALL[:6])),
    Table("-", (N, N), N, "«a» ^ «b»", pow, pairs(SMALL, range(6))),
    Table("-", (N, N), N, "Nat.gcd «a» «b»", math.gcd, pairs(NAT, SMALL[:7])),
    Table("-", (N, N), N, "Nat.lcm «a» «b»", math.lcm, pairs(NAT, SMALL[:7])),
    Table("-", (N, N), B, "Nat.Coprime «a» «b»", lambda a, b: math.gcd(a, b) == 1, pairs(SMALL, SMALL)),
    Table("-", (N, N), B, "«a» ∣ «b»", lambda a, b: b == 0 if a == 0 else b % a == 0, pairs(SMALL, range(13))),
    Table("-", (Z, Z), B, "«a» ∣ «b»", lambda a, b: b == 0 if a == 0 else b % a == 0, pairs(INT[:9], INT)),
    Table("-", (Z, Z), Z, "«a» / «b»", over, pairs(INT, INT)),
    Table("-", (Z, Z), Z, "«a» % «b»", lambda a, b: a - b * over(a, b), pairs(INT, INT)),
    Table("-", (Z, N), Z, "«a» ^ «b»", pow, pairs(INT, range(5))),
    Table("-", (Z, Z), N, "Int.gcd «a» «b»", math.gcd, pairs(INT[:11], INT)),
    Table("-", (Z,), N, "Int.natAbs «a»", abs, one(INT)),
    Table("-", (Z,), N, "Int.toNat «a»", lambda a: max(a, 0), one(INT)),
    Table("-", (Z,), Z, "Int.sign «a»", lambda a: int(sympy.sign(a)), one(INT)),
    Table("-", (Z, Z), Z, "max «a» «b» - min «a» «b»", lambda a, b: abs(a - b), pairs(INT[:9], INT)),
    Table("-", (N, N), N, "max «a» «b» - min «a» «b»", lambda a, b: abs(a - b), pairs(SMALL, SMALL)),
    Table("-", (Q, Q), Q, "«a» / «b»", ratio, some(pairs(RAT, RAT), 80)),
    Table("-", (Q, Q), Q, "«a» * «b» - «a»", lambda a, b: a * b - a, some(pairs(RAT, RAT), 80)),
    Table("-", (Q,), Q, "«a»⁻¹", lambda a: ratio(Fraction(1), a), one(RAT)),
    Table("-", (Q, N), Q, "«a» ^ «b»", pow, some([(q, n) for q, n in pairs(RAT, range(4)) if q.denominator < 7], 60)),
    Table("-", (Q, Q), B, "«a» ≤ «b» ∧ ¬«b» ≤ «a» ↔ «a» < «b»", lambda a, b: True, some(pairs(RAT, RAT), 60)),
    Table("-", (Q, Q), B, "«a» < «b»", lambda a, b: a < b, some(pairs(RAT, RAT), 80)),
]  # fmt: skip

FINITE = [
    Table("Finset.range", (N,), F, "Finset.range «a»", range, one(range(9))),
    Table("Finset.Icc LocallyFiniteOrder", (N, N), F, "Finset.Icc «a» «b»", between, ENDS),
    Table("Finset.Ico", (N, N), F, "Finset.Ico «a» «b»", lambda a, b: between(a, b, 0, 0), ENDS),
    Table("Finset.Ioc", (N, N), F, "Finset.Ioc «a» «b»", lambda a, b: between(a, b, 1, 1), ENDS),
    Table("Finset.Ioo", (N, N), F, "Finset.Ioo «a» «b»", lambda a, b: between(a, b, 1, 0), ENDS),
    Table("Finset.Icc", (Z, Z), "Finset ℤ", "Finset.Icc «a» «b»", between, INT_ENDS),
    Table("Finset.Ico", (Z, Z), "Finset ℤ", "Finset.Ico «a» «b»", lambda a, b: between(a, b, 0, 0), INT_ENDS),
    Table("Finset.Ioc", (Z, Z), "Finset ℤ", "Finset.Ioc «a» «b»", lambda a, b: between(a, b, 1, 1), INT_ENDS),
    Table("Finset.Ioo", (Z, Z), "Finset ℤ", "Finset.Ioo «a» «b»", lambda a, b: between(a, b, 1, 0), INT_ENDS),
    Table("Finset.Iic LocallyFiniteOrderBot", (N,), F, "Finset.Iic «a»", lambda b: range(b + 1), one(range(8))),
    Table("Finset.Iio", (N,), F, "Finset.Iio «a»", range, one(range(8))),
    Table("Finset.card Multiset.card Multiset", (L,), N, "Finset.card (List.toFinset «a»)", lambda s: len(set(s)), one(SETS)),
    Table("List.toFinset Finset", (L,), F, "List.toFinset «a»", set, one(SETS)),
    Table("Finset.filter", (L,), F, "Finset.filter (fun k => k % 3 = 1) (List.toFinset «a»)", lambda s: {k for k in s if k in (1, 4, 7)}, one(SETS)),
    Table("Finset.image", (L,), F, "Finset.image (fun k => k / 2 + 1) (List.toFinset «a»)", lambda s: {1 + (k >> 1) for k in s}, one(SETS)),
    Table("Finset.insert", (N, L), F, "insert «a» (List.toFinset «b»)", lambda a, s: {a, *s}, some(pairs(range(9), SETS), 60)),
    Table("Finset", (L, L), F, "List.toFinset «a» ∪ List.toFinset «b»", lambda a, b: {*a} | {*b}, TWO_SETS),
    Table("Finset", (L, L), F, "List.toFinset «a» ∩ List.toFinset «b»", lambda a, b: {*a} & {*b}, TWO_SETS),
    Table("Finset", (L, L), F, r"List.toFinset «a» \ List.toFinset «b»", lambda a, b: {*a} - {*b}, TWO_SETS),
    Table("Finset", (L, L), B, "List.toFinset «a» = List.toFinset «b»", lambda a, b: {*a} == {*b}, TWO_SETS + [(s, s[::-1]) for s in SETS[:9]]),
    Table("Finset", (N, L), B, "«a» ∈ List.toFinset «b»", lambda a, s: a in s, some(pairs(range(9), SETS), 80)),
    Table("Finset", (L,), B, "∀ k ∈ List.toFinset «a», k < 5", lambda s: all(k < 5 for k in s), one(SETS)),
    Table("Finset", (L,), B, "∃ k ∈ List.toFinset «a», k < 1", lambda s: 0 in s, one(SETS)),
    Table("Finset.sum", (L,), N, "∑ k ∈ List.toFinset «a», k ^ 2", lambda s: sum(k * k for k in {*s}), one(SETS)),
    Table("Finset.prod", (L,), N, "∏ k ∈ List.toFinset «a», (k + 1)", lambda s: product(k + 1 for k in {*s}), one(SETS)),
    Table("Finset.sum", (Z, Z), Z, "∑ k ∈ Finset.Icc «a» «b», k ^ 3", lambda a, b: sum(k**3 for k in between(a, b)), INT_ENDS),
    Table("Finset.prod", (Z, Z), Z, "∏ k ∈ Finset.Ico «a» «b», (2 * k + 1)", lambda a, b: product(2 * k + 1 for k in range(a, b)), INT_ENDS),
    Table("Finset.sum", (N,), Q, "∑ k ∈ Finset.range «a», (1 : ℚ) / (k + 1)", lambda n: sum((Fraction(1, k + 1) for k in range(n)), Fraction(0)), one(range(9))),
    Table("Finset.prod", (N, N), Q, "∏ k ∈ Finset.Ioc «a» «b», (k : ℚ) / (k + 1)", lambda a, b: Fraction(a + 1, max(a, b) + 1), ENDS),
    Table("Finset.sum", (N, N), N, "∑ i ∈ Finset.range «a», ∑ j ∈ Finset.Icc i «b», (i + j)", lambda a, b: sum(i + j for i in range(a) for j in range(i, b + 1)), ENDS),
    Table("Finset.product SProd Finset.pairs", (L, L), "Finset (ℕ × ℕ)", "List.toFinset «a» ×ˢ List.toFinset «b»", lambda a, b: set(itertools.product({*a}, {*b})), TWO_SETS[:6]),
    Table("Fintype.card Finset.univ Fintype", (N,), N, "Fintype.card (Fin «a»)", lambda n: n, one(range(20))),
    Table("Finset.univ", (N,), F, "Finset.image (fun i => i.val) (Finset.univ : Finset (Fin «a»))", range, one(range(8))),
    Table("Finset.univ", (N, N), N, "Fintype.card (Fin «a» × Fin «b» × Bool × Unit)", lambda a, b: 2 * a * b, pairs(range(4), range(5))),
    Table("Finset.univ", (N,), N, "Finset.prod (Finset.univ : Finset (Fin «a»)) (fun i => i.val + 2)", lambda n: math.factorial(n + 1), one(range(9))),
    Table("Finset.subtype", (L,), N, "Fintype.card { k // k ∈ List.toFinset «a» }", lambda s: len({*s}), one(SETS[:15])),
    Table("Finset.subtype", (L,), F, "Finset.image (fun k => k.val) (Finset.subtype (fun k => k < 4) (List.toFinset «a»))", lambda s: {0, 1, 2, 3} & {*s}, one(SETS[:15])),
]  # fmt: skip

RESIDUES = [(n, a, b) for n in (1, 2, 3, 6, 7) for a, b in some(pairs(range(-4, 9), range(-4, 9)), 12)]
TYPES = [
    Table("ZMod ZMod.val", (N, Z, Z), N, "ZMod.val (((«b» : ℤ) : ZMod «a») + ((«c» : ℤ) : ZMod «a»))", lambda n, a, b: (a + b) % n, RESIDUES),
    Table("ZMod", (N, Z, Z), N, "ZMod.val (((«b» : ℤ) : ZMod «a») * ((«c» : ℤ) : ZMod «a»))", lambda n, a, b: a * b % n, RESIDUES),
    Table("ZMod", (N, Z, Z), N, "ZMod.val (((«b» : ℤ) : ZMod «a») - ((«c» : ℤ) : ZMod «a»))", lambda n, a, b: (a - b) % n, RESIDUES),
    Table("ZMod", (N, Z, Z), B, "((«b» : ℤ) : ZMod «a») = ((«c» : ℤ) : ZMod «a»)", lambda n, a, b: (a - b) % n == 0, RESIDUES),
    Table("ZMod", (Z, Z), N, "ZMod.val ((Int.cast «a» : ZMod 0) * (Int.cast «b» : ZMod 0))", lambda a, b: abs(a * b), pairs(INT[:7], INT[:7])),
    Table("ZMod.inv", (N, Z), N, "ZMod.val (((«b» : ℤ) : ZMod «a»)⁻¹)", inverse, [(n, a) for n, a in pairs((1, 2, 3, 7, 10, 12), range(-5, 12)) if math.gcd(n, a) == 1]),
    Table("ZMod.inv", (N, Z), N, "ZMod.val (((«b» : ℤ) : ZMod «a») * ((«b» : ℤ) : ZMod «a»)⁻¹)", lambda n, a: math.gcd(n, a) % n, pairs((1, 2, 6, 9, 12), range(-4, 14))),
    Table("ZMod.inv", (Z,), B, "(Int.cast «a» : ZMod 0)⁻¹ = (Int.cast (Int.sign «a») : ZMod 0)", lambda a: True, one(INT)),
    Table("PNat PNat.val", ("ℕ+", "ℕ+"), N, "PNat.val («a» + «b»)", lambda a, b: a + b, pairs(range(1, 7), range(1, 7))),
    Table("PNat", ("ℕ+", "ℕ+"), N, "PNat.val («a» * «b»)", lambda a, b: a * b, pairs(range(1, 7), range(1, 7))),
    Table("PNat", ("ℕ+", N), N, "PNat.val («a» ^ «b»)", pow, pairs(range(1, 7), range(5))),
    Table("PNat", ("ℕ+", "ℕ+"), B, "«a» = «b»", lambda a, b: a == b, pairs(range(1, 5), range(1, 5))),
]  # fmt: skip

GROUPS = {"numbers": NUMBERS, "core": CORE, "finite": FINITE, "types": TYPES}
