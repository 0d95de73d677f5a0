"""Sets among the divisors of a number that is too large to go through all numbers up to it: listed, and checked part by part.

A divisor of a product of coprime parts is a product of divisors of these (``Nat.dvd_mul``), which are few and small.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from prover.algebra.laws import substituted
from prover.algebra.multiples import coprime_parts
from prover.algebra.numbers import divisors
from prover.lean.terms import NAT, App, Term, Var
from prover.moves.goal import lean


def listed(name: str, collection: str, elements: Sequence[int], into: list[str], body: str, out: str, x: str) -> list[str]:
    """``name : collection = elements`` over ℕ.  ``into``: tactics that prove ``x ∈ elements`` from ``h : x ∈ collection``; ``out``: a
    proof of ``x ∈ collection`` from ``hb : body``."""
    numbers = _list(elements)
    return [
        f"have {name} : {collection} = ⟨Quot.mk _ {numbers}, show ({numbers} : List ℕ).Nodup by decide +kernel⟩ := by",
        f"  ext {x}",
        f"  show {x} ∈ {collection} ↔ {x} ∈ {numbers}",
        "  constructor",
        "  · intro h",
        *(f"    {line}" for line in into),
        "  · intro h",
        f"    have hb := (show ∀ {x} ∈ {numbers}, {body} by decide +kernel) {x} h",
        f"    exact {out}",
        f"rw [{name}]",
    ]


def among_divisors(n: int, elements: Sequence[int], x: Var, body: Term | None) -> list[str]:
    """From ``hn : x ∣ n`` and ``h : body``: ``x`` is one of ``elements``, all divisors of ``n`` with the property (``None``: all)."""
    parts = coprime_parts(n)
    lines, product, names = [], n, [f"a{i}" for i in range(len(parts))]
    for i in range(len(parts) - 1, 0, -1):
        product //= parts[i]
        rest, h = ("a0", "ha0") if i == 1 else (f"c{i}", f"hc{i}")
        divides = "hn" if i == len(parts) - 1 else f"hc{i + 1}"
        lines.append(f"obtain ⟨{rest}, a{i}, {h}, ha{i}, rfl⟩ := Nat.dvd_mul.mp (show _ ∣ {product} * {parts[i]} from {divides})")
    if len(parts) == 1:
        names, lines = [x.name], ["have ha0 := hn"]
    factors: list[Term] = [Var(f"d{i}", NAT) for i in range(len(parts))]
    whole = reduce(lambda a, b: App("HMul.hMul", (a, b), (NAT, NAT, NAT)), factors)
    claim = ""
    for i, (name, part) in enumerate(zip(names, parts, strict=True)):
        few = _list(divisors(part))
        small = f"List.mem_range.mpr (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) ha{i}))"
        decided = f"show ∀ d ∈ List.range {part + 1}, d ∣ {part} → d ∈ {few} by decide +kernel"
        lines.append(f"have hm{i} := ({decided}) {name} ({small}) ha{i}")
        claim += f"∀ d{i} ∈ {few}, "
    condition = "" if body is None else f"{lean(substituted(body, {x: whole}), 26)} → "
    claim += f"{condition}{lean(whole, 51)} ∈ {_list(elements)}"
    given = " ".join(f"_ hm{i}" for i in range(len(parts)))
    return [*lines, f"exact (show {claim} by decide +kernel) {given}{'' if body is None else ' h'}"]


def _list(numbers: Sequence[int]) -> str:
    return "[" + ", ".join(map(str, numbers)) + "]"
