"""Subtraction in ℕ that is not cut off: a new number with an equation, which residues, divisors and certificates can read."""

from __future__ import annotations

from prover.algebra.bounds import Box
from prover.lean.terms import App, Num, Term, Var, is_loose, type_name, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean

MOST = 2


@move
def subtraction(goal: Goal) -> Steps:
    """``2 ^ n - 1`` as ``s`` with ``s + 1 = 2 ^ n``; ``5 ^ n - 2 ^ n`` as ``s`` with ``s + 2 ^ n = 5 ^ n``.  What is linear is left
    to ``omega``."""
    if "HSub.hSub" not in goal.heads or "HPow.hPow" not in goal.heads:
        return
    found = dict.fromkeys(p for f in goal.formulas for p in walk(f) if isinstance(p, App) and p.name == "HSub.hSub")
    box: Box | None = None
    position = 0
    for part in found:
        a, b = part.args
        if type_name(part) != "ℕ" or is_loose(part) or not any(isinstance(p, App) and p.name == "HPow.hPow" for p in walk(a)):
            continue
        box = box or Box([h.type for h in goal.props])
        proof = _not_more(b, a, box)
        if proof is None:
            continue
        s, hs = goal.fresh("s"), goal.fresh("hs")
        claim = f"{lean(part, 66)} + {lean(b, 66)} = {lean(a, 51)}"
        lines = [f"have {hs} : {claim} := Nat.sub_add_cancel ({proof})", f"generalize {lean(part, 66)} = {s} at *"]
        yield step("subtraction", position, computed=f"{s} + {lean(b, 66)} = {lean(a)}", lines="\n".join(lines))
        position += 1
        if position == MOST:
            return


def _not_more(b: Term, a: Term, box: Box) -> str | None:
    """A proof of ``b ≤ a``."""
    match b, a:
        case App("HPow.hPow", (Num(c), m)), App("HPow.hPow", (Num(d), n)) if m == n and c <= d:
            return f"Nat.pow_le_pow_left (show {c} ≤ {d} by norm_num) _"
        case Num(1), _ if _is_positive(a, box):
            return f"Nat.succ_le_of_lt (show 0 < {lean(a, 51)} by positivity)"
    return None


def _is_positive(term: Term, box: Box) -> bool:
    match term:
        case Num(n):
            return n > 0
        case Var():
            return (box.lower(term) or 0) > 0
        case App("HPow.hPow", (a, _)):
            return _is_positive(a, box)
        case App("HMul.hMul", (a, b)):
            return _is_positive(a, box) and _is_positive(b, box)
        case App("HAdd.hAdd", (a, b)):
            return _is_positive(a, box) or _is_positive(b, box)
    return False
