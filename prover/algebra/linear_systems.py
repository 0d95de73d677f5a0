"""Linear equations that hold of a bound variable together with those bound within: what they leave for it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Optional

from flint import fmpq_mat

from prover.algebra.conditions import Condition, Place, known_value
from prover.algebra.evaluation import Scope, Stack
from prover.algebra.interpretation import ORDERED
from prover.algebra.numbers import as_fmpq, simple
from prover.lean.terms import App, Bound, Term, number_type

Variable = Optional[Place]
"""A variable that is bound within, by its binder; ``None``: the one that is sought."""
Form = tuple[dict[Variable, Fraction], Fraction]
"""Coefficients and constant."""


def determined(about: Sequence[Condition], scope: Scope, stack: Stack) -> Optional[list[Fraction]]:
    """The only value of the variable that the linear equations allow, or none (``[]``); ``None`` where they allow more."""
    rows: list[Form] = []
    for condition in about:
        if condition.relation == "=" and condition.sought == {condition.depth}:
            left, right = (_linear(side, condition, scope, stack) for side in (condition.left, condition.right))
            if left is not None and right is not None:
                rows.append(_sum(left, right, Fraction(-1)))
    if not any(coefficients for coefficients, _ in rows):
        return [] if any(constant != 0 for _, constant in rows) else None
    inner = {v: None for coefficients, _ in rows for v in coefficients if v is not None}
    columns: list[Variable] = [*inner, None]
    matrix = [[as_fmpq(c.get(v, Fraction(0))) for v in columns] + [as_fmpq(-constant)] for c, constant in rows]
    reduced, rank = fmpq_mat(matrix).rref()
    last = len(columns) - 1
    for i in range(rank):
        pivot = next(j for j in range(last + 2) if reduced[i, j] != 0)
        if pivot == last + 1:
            return []
        if pivot == last:
            found = reduced[i, last + 1]
            return [simple(Fraction(int(found.p), int(found.q)))] if not _inconsistent(reduced, rank, last) else []
    return None


def _inconsistent(reduced: fmpq_mat, rank: int, last: int) -> bool:
    return any(all(reduced[i, j] == 0 for j in range(last + 1)) for i in range(rank))



def _sum(a: Form, b: Form, factor: Fraction) -> Form:
    coefficients = dict(a[0])
    for v, c in b[0].items():
        coefficients[v] = coefficients.get(v, Fraction(0)) + factor * c
    return {v: c for v, c in coefficients.items() if c}, a[1] + factor * b[1]


def _scaled(a: Form, factor: Fraction) -> Form:
    return {v: factor * c for v, c in a[0].items() if factor}, factor * a[1]


def _linear(term: Term, about: Condition, scope: Scope, stack: Stack) -> Optional[Form]:
    """A term as a linear form in the variable and those bound within."""
    known = known_value(term, about, scope, stack)
    if isinstance(known, (int, Fraction)) and not isinstance(known, bool):
        return {}, Fraction(known)
    match term:
        case Bound(index) if index <= about.depth:
            return {None if index == about.depth else about.binders[about.depth - 1 - index]: Fraction(1)}, Fraction(0)
        case App("Nat.cast" | "Int.cast" | "Rat.cast", (a,), (type_,)) if number_type(type_) in ORDERED:
            return _linear(a, about, scope, stack)
        case App("Neg.neg", (a,), (type_,)) if number_type(type_) in ORDERED:
            form = _linear(a, about, scope, stack)
            return None if form is None else _scaled(form, Fraction(-1))
        case App("HAdd.hAdd" | "HSub.hSub" | "HMul.hMul" | "HDiv.hDiv" as name, (a, b), (type_, *_)):
            kind = number_type(type_)
            if kind not in ORDERED or (name == "HSub.hSub" and kind == "ℕ"):
                return None
            p, q = (_linear(side, about, scope, stack) for side in (a, b))
            if p is None or q is None:
                return None
            match name:
                case "HAdd.hAdd" | "HSub.hSub":
                    return _sum(p, q, Fraction(1 if name == "HAdd.hAdd" else -1))
                case "HMul.hMul" if not p[0] or not q[0]:
                    return _scaled(q, p[1]) if not p[0] else _scaled(p, q[1])
                case "HDiv.hDiv" if kind in ("ℚ", "ℝ") and not q[0] and q[1] != 0:
                    return _scaled(p, 1 / q[1])
    return None
