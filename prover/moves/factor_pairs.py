"""Two linear forms whose product is a number: one is a divisor, try them all."""

from __future__ import annotations

from math import isqrt

from prover.algebra.factor_pairs import FactorPair, equation_of, factor_pair
from prover.algebra.integers import NotEvaluable, compiled, divisors, linear
from prover.lean.terms import App, Hypothesis, Num, Term, Var, type_name, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean

MAX_SOLUTIONS = 16


@move
def factor_pairs(goal: Goal) -> Steps:
    """``(x + 1) * (y + 1) = 81``, also hidden in ``x * y + x + y = 80`` or ``x ^ 2 - y ^ 2 = 45``: the divisors give all solutions."""
    for position, h in enumerate(h for h in goal.equations("ℕ", "ℤ")):
        pair = factor_pair(h.type)
        if pair is None:
            continue
        solutions = [s for s in pair.solutions if _fits(goal, pair, s)]
        if len(solutions) > MAX_SOLUTIONS:
            continue
        if any(_refutes(goal, pair, s) for s in solutions):
            return
        claim = _claim(pair, solutions)
        hp, hs = goal.fresh("hp"), goal.fresh("hs")
        lines = [f"have {hs} : {lean(claim)} := by", *(f"  {line}" for line in _proof(goal, h, pair, hp))]
        cases = " | ".join(["⟨rfl, rfl⟩"] * len(solutions))
        lines.append(f"rcases {hs} with {cases}" if solutions else f"exact {hs}.elim")
        listed = "; ".join(", ".join(f"{v.name} = {n}" for v, n in zip(pair.variables, s, strict=True)) for s in solutions)
        computed = f"{lean(equation_of(pair))}; solutions: {listed or 'none'}"
        name = "factor_pairs"
        truths = [_truth(goal.target, pair, s) for s in solutions]
        if solutions and all(truths):
            name, lines[-1] = "factor_pairs_closed", lines[-1] + " <;> first | rfl | decide | norm_num"
        elif False in truths:
            lines[-1] += " <;> try (exfalso; first | omega | (simp at *; done) | (norm_num at *; done))"
        if not solutions:
            name = "factor_pairs_closed"
        yield step(name, position, lines="\n".join(lines), computed=computed)


def _fits(goal: Goal, pair: FactorPair, solution: tuple[int, int]) -> bool:
    """Whether no hypothesis that is linear in the two variables is false there: what ``omega`` sees too."""
    for h in goal.props:
        if _is_linear(h.type) and _truth(h.type, pair, solution) is False:
            return False
    return True


def _refutes(goal: Goal, pair: FactorPair, solution: tuple[int, int]) -> bool:
    """Whether the hypotheses hold at the solution and the target does not."""
    return _truth(goal.target, pair, solution) is False and all(_truth(h.type, pair, solution) for h in goal.props)


def _is_linear(proposition: Term) -> bool:
    match proposition:
        case App("Eq" | "Ne" | "LT.lt" | "LE.le", (a, b)) if type_name(a) in ("ℕ", "ℤ"):
            return all(isinstance(atom, Var) or atom == App("1") for side in (a, b) for atom in linear(side))
        case App("Not" | "And" | "Or", args):
            return all(map(_is_linear, args))
    return False


def _truth(proposition: Term, pair: FactorPair, solution: tuple[int, int]) -> bool | None:
    """Its truth at the solution; ``None`` where it speaks of more than the two variables, or cannot be computed."""
    if not set(variables(proposition)) <= set(pair.variables):
        return None
    try:
        return bool(compiled(proposition, pair.variables)(*solution))
    except NotEvaluable:
        return None


def _claim(pair: FactorPair, solutions: list[tuple[int, int]]) -> Term:
    claims: list[Term] = []
    for solution in solutions:
        a, b = (App("Eq", (v, Num(n, v.type)), (v.type,)) for v, n in zip(pair.variables, solution, strict=True))
        claims.append(App("And", (a, b)))
    result = claims.pop() if claims else App("False")
    for claim in reversed(claims):
        result = App("Or", (claim, result))
    return result


def _proof(goal: Goal, h: Hypothesis, pair: FactorPair, hp: str) -> list[str]:
    """The lesser of the two forms' absolute values is at most the root, so it is one of the divisors up to there."""
    n = abs(pair.number)
    root, equation, lines = isqrt(n), h.name, list[str]()
    u, v, hu, hv, hm, hk, hl, key = (goal.fresh(wanted) for wanted in ("u", "v", "hu", "hv", "hm", "hk", "hl", "key"))
    if any(type_name(x) == "ℕ" for x in pair.variables):
        equation = goal.fresh("hz")
        left, right = h.type.args  # type: ignore[union-attr]
        lines = [
            f"have {equation} : (({lean(left)} : ℕ) : ℤ) = (({lean(right)} : ℕ) : ℤ) := by exact_mod_cast {h.name}",
            f"push_cast at {equation}",
        ]
    small = [d for d in divisors(n) if d <= root]
    listed = " ∨ ".join(f"d = {d}" for d in small)
    scale = str(pair.scale) if pair.scale.denominator == 1 and pair.scale >= 0 else f"({pair.scale})"
    lines += [
        f"have {hp} : {lean(equation_of(pair))} := by linear_combination {scale} * {equation}",
        f"obtain ⟨{u}, {hu}⟩ : ∃ u : ℤ, u = {lean(pair.left)} := ⟨_, rfl⟩",
        f"obtain ⟨{v}, {hv}⟩ : ∃ v : ℤ, v = {lean(pair.right)} := ⟨_, rfl⟩",
        f"rw [← {hu}, ← {hv}] at {hp}",
        f"have {hm} : {u}.natAbs * {v}.natAbs = {n} := by rw [← Int.natAbs_mul, {hp}]; rfl",
        f"have {key} : ∀ d : ℕ, d < {root + 1} → d ∣ {n} → {listed} := by decide +kernel",
        f"have {hl} : {u}.natAbs ≤ {root} ∨ {v}.natAbs ≤ {root} := by",
        "  by_contra hcon",
        f"  have {hk} := Nat.mul_le_mul (show {root + 1} ≤ {u}.natAbs by omega) (show {root + 1} ≤ {v}.natAbs by omega)",
        "  omega",
        f"clear {' '.join(dict.fromkeys((equation, h.name)))}",
        f"rcases {hl} with {hl} | {hl}",
    ]
    for form, divides in ((u, f"⟨_, {hm}.symm⟩"), (v, f"⟨_, by rw [Nat.mul_comm]; exact {hm}.symm⟩")):
        lines += [
            f"· have {hk} := {key} {form}.natAbs (by omega) {divides}",
            f"  clear {key} {hm} {hl}",
            f"  rcases {hk} with {' | '.join([hk] * len(small))} <;>",
            f"    rcases Int.natAbs_eq {form} with {hl} | {hl} <;> rw [{hk}] at {hl} <;> subst {hl} <;> omega",
        ]
    return lines
