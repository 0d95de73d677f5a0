"""Two linear forms whose product is a number: one is a divisor, try them all."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from prover.algebra.factor_pairs import Branch, Condition, FactorPair, Search, equation_of, factor_pair, search
from prover.algebra.integers import NotEvaluable, compiled
from prover.lean.terms import App, Hypothesis, Num, Term, type_name, variables
from prover.moves.base import Steps, move, step
from prover.moves.bounds import by_kernel
from prover.moves.goal import Goal, lean

MAX_SOLUTIONS = 16


@move
def factor_pairs(goal: Goal) -> Steps:
    """``(x + 1) * (y + 1) = 81``, also hidden in ``x * y + x + y = 80`` or ``x ^ 2 - y ^ 2 = 45``: the divisors give all solutions."""
    for position, h in enumerate(goal.equations("ℕ", "ℤ")):
        pair = factor_pair(h.type)
        found = search(pair, [other.type for other in goal.props]) if pair is not None else None
        if pair is None or found is None or len(found.solutions) > MAX_SOLUTIONS:
            continue
        if any(_refutes(goal, pair, s) for s in found.solutions):
            return
        claim, hs = _claim(pair, found), goal.fresh("hs")
        listed = "; ".join(
            ", ".join(f"{v.name} = {n}" for v, n in zip(pair.variables, s, strict=True)) for s in found.solutions
        )
        computed = f"{lean(equation_of(pair))}; solutions: {listed or 'none'}"
        lines = [f"have {hs} : {lean(claim)} := by", *(f"  {line}" for line in _proof(goal, h, pair, found, hs))]
        if not found.solutions:
            yield step("factor_pairs_closed", position, lines="\n".join([*lines, f"exact {hs}.elim"]), computed=computed)
            continue
        lines.append(f"rcases {hs} with {' | '.join(['⟨rfl, rfl⟩'] * len(found.solutions))}")
        truths = [_truth(goal.target, pair, s) for s in found.solutions]
        if all(truths):
            lines[-1] += " <;> decide +kernel"
        elif False in truths:
            lines[-1] += " <;> try (exfalso; first | omega | (simp at *; done) | (norm_num at *; done))"
        yield step(
            "factor_pairs_closed" if all(truths) else "factor_pairs", position, lines="\n".join(lines), computed=computed
        )


def _refutes(goal: Goal, pair: FactorPair, solution: tuple[int, int]) -> bool:
    """Whether the hypotheses hold at the solution and the target does not."""
    return _truth(goal.target, pair, solution) is False and all(_truth(h.type, pair, solution) for h in goal.props)


def _truth(proposition: Term, pair: FactorPair, solution: tuple[int, int]) -> bool | None:
    """Its truth at the solution; ``None`` where it speaks of more than the two variables, or cannot be computed."""
    if not set(variables(proposition)) <= set(pair.variables):
        return None
    try:
        return bool(compiled(proposition, pair.variables)(*solution))
    except NotEvaluable:
        return None


def _claim(pair: FactorPair, found: Search) -> Term:
    claims: list[Term] = []
    for solution in found.solutions:
        a, b = (App("Eq", (v, Num(n, v.type)), (v.type,)) for v, n in zip(pair.variables, solution, strict=True))
        claims.append(App("And", (a, b)))
    result = claims.pop() if claims else App("False")
    for claim in reversed(claims):
        result = App("Or", (claim, result))
    return result


def _proof(goal: Goal, h: Hypothesis, pair: FactorPair, found: Search, hs: str) -> list[str]:
    """The forms ``u``, ``v`` with ``u * v = number``; in each branch one of them runs through its range."""
    equation, lines, hp = h.name, list[str](), goal.fresh("hp")
    if any(type_name(x) == "ℕ" for x in pair.variables):
        equation = goal.fresh("hz")
        left, right = h.type.args  # type: ignore[union-attr]
        lines = [
            f"have {equation} : (({lean(left)} : ℕ) : ℤ) = (({lean(right)} : ℕ) : ℤ) := by exact_mod_cast {h.name}",
            f"push_cast at {equation}",
        ]
    p, q = pair.scale.numerator, pair.scale.denominator
    scaled = lean(equation_of(pair))
    if q == 1:
        lines.append(f"have {hp} : {scaled} := by linear_combination ({p}) * {equation}")
    else:
        both = f"{q} * ({lean(pair.left, 70)} * {lean(pair.right, 71)}) = {q} * ({pair.number})"
        lines += [
            f"have {hp} : {both} := by linear_combination ({p}) * {equation}",
            f"have {hp} : {scaled} := Int.eq_of_mul_eq_mul_left (by norm_num) {hp}",
        ]
    u, v, hu, hv = (goal.fresh(wanted) for wanted in ("u", "v", "hu", "hv"))
    lines += [
        f"obtain ⟨{u}, {hu}⟩ : ∃ u : ℤ, u = {lean(pair.left)} := ⟨_, rfl⟩",
        f"obtain ⟨{v}, {hv}⟩ : ∃ v : ℤ, v = {lean(pair.right)} := ⟨_, rfl⟩",
        f"rw [← {hu}, ← {hv}] at {hp}",
    ]
    clear = [f"clear {' '.join(dict.fromkeys((equation, h.name)))}"]
    if len(found.branches) == 1:
        form, product = (u, f"⟨{v}, by omega⟩") if found.branches[0].form == 0 else (v, f"⟨{u}, by rw [Int.mul_comm]; omega⟩")
        n = abs(pair.number)
        bounds = [
            f"have hd : {form} ∣ {n} := {product if pair.number > 0 else f'Int.dvd_neg.mp (show {form} ∣ -{n} from {product})'}",
            f"have hub := Int.le_of_dvd (show (0 : ℤ) < {n} by norm_num) hd",
            f"have hlb := Int.le_of_dvd (show (0 : ℤ) < {n} by norm_num) (Int.neg_dvd.mpr hd)",
            "clear hd",
        ]
        return [*lines, *clear, *bounds, *_branch(goal, pair, found.branches[0], (u, v), hp, found.solutions)]
    n, hl = abs(pair.number), goal.fresh("hl")
    root = isqrt(n)
    lines += [
        f"have {hl} : {u}.natAbs ≤ {root} ∨ {v}.natAbs ≤ {root} := by",
        "  by_contra hcon",
        f"  have hm : {u}.natAbs * {v}.natAbs = {n} := by rw [← Int.natAbs_mul, {hp}]; rfl",
        f"  have hk := Nat.mul_le_mul (show {root + 1} ≤ {u}.natAbs by omega) (show {root + 1} ≤ {v}.natAbs by omega)",
        "  omega",
        *clear,
        f"rcases {hl} with {hl} | {hl}",
    ]
    for branch in found.branches:
        first, *rest = _branch(goal, pair, branch, (u, v), hp, found.solutions)
        lines += [f"· {first}", *(f"  {line}" for line in rest)]
    return lines


def _branch(
    goal: Goal, pair: FactorPair, branch: Branch, forms: tuple[str, str], hp: str, solutions: Sequence[tuple[int, int]]
) -> list[str]:
    w, z = forms if branch.form == 0 else forms[::-1]
    if branch.count == 0:
        return ["omega"]
    n = pair.number
    names = ("i", "hi", "hw", "hd", "hq", "key")
    i, hi, hw, hd, hq, key = (goal.fresh(wanted) for wanted in names)
    at = f"(({branch.low} : ℤ) + {i})"
    values = " ∨ ".join(f"{at} = {d}" for d in branch.values) or "False"
    conditions = "".join(f"{_text(c, at, f'({n} / {at})')} → " for c in branch.conditions)
    natural = n > 0 and branch.low >= 0
    divided = f"{n} % ({branch.low} + {i}) = 0" if natural else f"({n} : ℤ) % {at} = 0"
    lines = [
        *([f"rw [Int.mul_comm] at {hp}"] if branch.form else []),
        *by_kernel(key, f"∀ {i} ∈ List.range {branch.count}, {divided} → {conditions}{values}"),
        f"have {hd} : ({n} : ℤ) % {w} = 0 := Int.emod_eq_zero_of_dvd ⟨{z}, {hp}.symm⟩",
        f"have {hw} : {w} ≠ 0 := by",
        "  intro h0",
        f"  rw [h0] at {hp}",
        "  omega",
        f"have {hq} : {z} = {n} / {w} := Int.eq_ediv_of_mul_eq_right {hw} {hp}",
        f"obtain ⟨{i}, {hi}⟩ : ∃ {i} : ℕ, {w} = ({branch.low} : ℤ) + {i} := ⟨({w} - ({branch.low})).toNat, by omega⟩",
        f"rw [{hi}] at {hq} {hd}",
        *([f"have {hd} : {divided} := by exact_mod_cast {hd}"] if natural else []),
        f"have {key} := {key} {i} (List.mem_range.mpr (by omega)) {hd}",
        *([f"rw [← {hq}, ← {hi}] at {key}"] if branch.conditions else [f"rw [← {hi}] at {key}"] if branch.values else []),
        f"clear {hq} {hd} {hi}",
    ]
    arguments = "".join(" (by omega)" for _ in branch.conditions)
    if not branch.values:
        return [*lines, f"exact ({key}{arguments}).elim"]
    lines.append(f"rcases {key}{arguments} with {' | '.join([key] * len(branch.values))}")
    for d in branch.values:
        solution = pair.at(*((d, n // d) if branch.form == 0 else (n // d, d)))
        lines += [f"· rw [{key}] at {hp}", f"  exact {_alternative(solutions.index(solution), len(solutions))}"]
    return lines


def _alternative(index: int, count: int) -> str:
    """The ``index``-th of so many alternatives, each two equations that ``omega`` proves."""
    proof = "⟨by omega, by omega⟩"
    if index < count - 1:
        proof = f"Or.inl {proof}"
    for _ in range(index):
        proof = f"Or.inr ({proof})"
    return proof


def _text(condition: Condition, w: str, z: str) -> str:
    a, b, c = condition.form
    parts = [f"{n} * {form}" if n != 1 else form for n, form in ((a, w), (b, z)) if n] + ([str(c)] if c else [])
    form = " + ".join(parts)
    if condition.modulus:
        return f"({form}) % {condition.modulus} = 0"
    return f"0 ≤ {form}" if condition.relation == "≥" else f"{form} {condition.relation} 0"
