"""Sets of whole numbers given by a property: a bound that the property says, and the elements within it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from prover.algebra import numbers
from prover.algebra.evaluation import truth
from prover.algebra.laws import ground
from prover.algebra.multiples import composite_beyond, coprime_parts, multiple_of
from prover.lean.terms import NAT, App, Num, Term, Var, number_type, rebuild, variables, walk

MAX_BOUND = 3000
MAX_DIVISORS = 500
"""Of a number, to go through them all."""
BEYOND = 40
"""Numbers beyond a guessed bound that are tried as well."""

How = Literal["linear", "divisor", "divisors", "modulus", "power", "composite", "polynomial"]


@dataclass(frozen=True)
class Bounded:
    """The elements of ``{x | body}``, all within ``low … high`` because of a conjunct at ``path`` of the body (``how``)."""

    low: int
    high: int
    how: How
    path: str
    elements: tuple[int, ...]
    count: int = 0
    """The numbers in question."""


def bounded(body: Term, x: Var) -> Bounded | None:
    """The elements of ``{x : ℕ or ℤ | body}``; ``None`` where no bound is seen or a number's membership is not known."""
    signed = number_type(x.type) == "ℤ"
    parts = list(conjuncts_with_paths(body))
    lows = [k for p, _ in parts if (k := _low(p, x)) is not None]
    highs = [(k, "linear", path) for p, path in parts if (k := _high(p, x)) is not None]
    multiples = [(m.value, path) for p, path in parts if (m := multiple_of(p, x)) is not None]
    highs += [(n, "divisor", path) for n, path in multiples]
    highs += [(max(remainders), "modulus", path) for p, path in parts if (remainders := reduced_by(p, x)) is not None]
    highs += [(power[2], "power", path) for p, path in parts if (power := power_below(p, x)) is not None]
    highs += [(b.start - 1, "composite", path) for p, path in parts if (b := composite_beyond(p, x)) is not None]
    low = max(lows, default=None) if signed else max([0, *lows])
    how: How
    if highs and low is not None:
        high, how, path = min(highs)
    else:
        found = _tried(body, x, signed)
        if found is None:
            return None
        low, high = found
        how, path = ("linear" if _linear(body, x) else "polynomial"), ""
    candidates: Sequence[int] = range(low, high + 1)
    if high - low > MAX_BOUND:
        if not multiples:
            return None
        high, path = min(multiples)
        how, candidates = "divisors", numbers.divisors(high)
        if len(candidates) > MAX_DIVISORS or max(coprime_parts(high)) > MAX_BOUND:
            return None
    elements = []
    for n in candidates:
        member = truth(body, {x: n})
        if member is None:
            return None
        if member:
            elements.append(n)
    return Bounded(low, high, how, path, tuple(elements), len(candidates))


def conjuncts_with_paths(proposition: Term, path: str = "") -> Iterator[tuple[Term, str]]:
    """The parts of a conjunction with their projections: ``.1``, ``.2.1`` …"""
    if isinstance(proposition, App) and proposition.name == "And":
        for side, name in zip(proposition.args, (".1", ".2"), strict=True):
            yield from conjuncts_with_paths(side, path + name)
    else:
        yield proposition, path


_ENDS = {"Icc": ("LE.le", "LE.le"), "Ico": ("LE.le", "LT.lt"), "Ioc": ("LT.lt", "LE.le"), "Ioo": ("LT.lt", "LT.lt")}


def expanded(body: Term) -> Term:
    """Memberships in intervals and ranges as comparisons, which are decided quickly."""
    match body:
        case App("Membership.mem", (App("Finset.range", (k,)), x)):
            return App("LT.lt", (x, k), (NAT,))
        case App("Membership.mem", (App(name, (a, b), (type_, *_)), x)) if name.rpartition(".")[2] in _ENDS:
            lower, upper = _ENDS[name.rpartition(".")[2]]
            return App("And", (App(lower, (a, x), (type_,)), App(upper, (x, b), (type_,))))
    return rebuild(body, expanded)


def _high(p: Term, x: Var) -> int | None:
    match p:
        case App("LE.le", (y, Num(k))) if y == x:
            return k
        case App("LT.lt", (y, Num(k))) if y == x:
            return k - 1
        case App("Membership.mem", (App("Finset.range", (Num(k),)), y)) if y == x:
            return k - 1
        case App("Membership.mem", (App("Finset.Icc" | "Set.Icc" | "Finset.Ioc" | "Set.Ioc", (_, Num(k))), y)) if y == x:
            return k
        case App("Membership.mem", (App("Finset.Ico" | "Set.Ico" | "Finset.Ioo" | "Set.Ioo", (_, Num(k))), y)) if y == x:
            return k - 1
    return None


def _low(p: Term, x: Var) -> int | None:
    match p:
        case App("LE.le", (Num(k), y)) if y == x:
            return k
        case App("LT.lt", (Num(k), y)) if y == x:
            return k + 1
        case App("Membership.mem", (App("Finset.Icc" | "Set.Icc" | "Finset.Ico" | "Set.Ico", (Num(k), _)), y)) if y == x:
            return k
        case App("Membership.mem", (App("Finset.Ioc" | "Set.Ioc" | "Finset.Ioo" | "Set.Ioo", (Num(k), _)), y)) if y == x:
            return k + 1
    return None


def reduced_by(p: Term, x: Var) -> list[int] | None:
    """The numbers whose remainders by ``x : ℕ`` a proposition speaks of, if it fails where ``x`` exceeds them all:
    ``171 ≡ 80 [MOD x]``, ``100 % x = 4``."""
    match p:
        case App("Nat.ModEq", (y, a, b)) if y == x:
            numbers = ground(a), ground(b)
        case App("Eq", (App("HMod.hMod", (a, y)), b)) if y == x and number_type(x.type) == "ℕ":
            numbers = ground(a), ground(b)
        case _:
            return None
    if None in numbers or numbers[0] == numbers[1] or number_type(x.type) != "ℕ":
        return None
    return [int(n) for n in numbers if n is not None]


def power_below(p: Term, x: Var) -> tuple[int, str, int] | None:
    """``b ^ x ∣ N``, ``b ^ x ≤ N`` or ``b ^ x < N`` over ℕ, with ``2 ≤ b`` and ``0 < N``: it holds up to a number, and at none beyond.

    The base, the relation as Lean writes it, and the greatest ``x``.
    """
    match p:
        case App("Dvd.dvd" | "LE.le" | "LT.lt" as name, (App("HPow.hPow", (base, y), (type_, *_)), number)) if y == x:
            b, n = ground(base), ground(number)
            if b is None or n is None or b < 2 or n < 1 or number_type(type_) != "ℕ" or number_type(x.type) != "ℕ":
                return None
            relation, most, power = {"Dvd.dvd": "∣", "LE.le": "≤", "LT.lt": "<"}[name], -1, 1
            while n % power == 0 if relation == "∣" else power <= n if relation == "≤" else power < n:
                most, power = most + 1, power * int(b)
            return int(b), relation, max(most, 0)
    return None


def _tried(body: Term, x: Var, signed: bool) -> tuple[int, int] | None:
    """Bounds guessed from the numbers that have the property, where a comparison may say so."""
    compared = [p for p, _ in conjuncts_with_paths(body) if isinstance(p, App) and p.name in ("LE.le", "LT.lt", "Eq")]
    if not any(x in variables(p) for p in compared):
        return None
    last, n = 0, 0
    while n <= last + BEYOND + last // 2:
        for m in {n, -n} if signed else {n}:
            members = [truth(p, {x: m}) for p in compared]
            if None in members:
                return None
            if all(members):
                last = n
        n += 1
        if n > MAX_BOUND:
            return None
    return (-last if signed else 0), last


def _linear(body: Term, x: Var) -> bool:
    """Whether no product of unknowns and no power of one occurs."""
    return not any(
        isinstance(p, App)
        and (
            (p.name == "HMul.hMul" and not any(isinstance(a, Num) for a in p.args))
            or (p.name == "HPow.hPow" and x in variables(p))
        )
        for p in walk(body)
    )
