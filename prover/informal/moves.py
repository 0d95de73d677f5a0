"""Textbook moves: how facts read off the words become tactics at a goal.

Each move is a generator of tactics with log-probabilities, as the portfolio's rules are: what closes a goal cheaply comes
before what only adds a claim.
"""

from __future__ import annotations

import re
from math import isqrt

from prover.informal.counting_moves import closed_forms, divisors, enumerations, evaluate
from prover.informal.latex import Relation, bracket
from prover.informal.sight import CLAIM, Move, Sight, closer, factors_of, solves


def witnesses(sight: Sight) -> Move:
    """A number or term of the words for ``∃``."""
    if not sight.goal.target.startswith("∃") or sight.goal.target.startswith("∃!"):
        return
    pairs = [t for t in sight.terms if re.fullmatch(r"\(.*,.*\)", t)]
    for at, pair in enumerate(pairs[:3]):
        yield f"exact ⟨{pair[1:-1]}, by norm_num⟩", -0.6 - 0.05 * at
    points = list(dict.fromkeys([*sight.numbers[:8], *(t for t in sight.terms if sight.names(t))]))
    for at, point in enumerate(points[:10]):
        yield f"exact ⟨{point}, by norm_num⟩", -0.6 - 0.05 * at
        yield f"refine ⟨{point}, ?_⟩", -1.0 - 0.05 * at


def claims(sight: Sight) -> Move:
    """Equations and inequalities of the words as intermediate claims: each alone, and as many as hold together."""
    if sight.claimed > 2:
        return
    useful = sorted((r for r in sight.relations if sight.names(r.lean)), key=lambda r: not solves(r))
    block = []
    for at, relation in enumerate(useful[:4]):
        name = sight.free(CLAIM, at + 1)
        claim = f"have {name} : {sight.stated(relation)} := by {closer(sight, relation)}"
        if at < 2:
            yield f"{claim}\ntry norm_num [{', '.join([name, *sight.rewrites])}]", -0.95 - 0.1 * at
        block.append(f"try (have {name} : {sight.stated(relation)} := by {closer(sight, relation)})")
    if len(block) > 1 and not sight.claimed:
        yield "\n".join(block), -1.3


def values(sight: Sight) -> Move:
    """All the words' values at once: ``x = 2`` and ``y = 3``, then arithmetic."""
    solved = [r for r in sight.relations if solves(r) and r.left in sight.types]
    given = {r.left: r for r in reversed(solved)}
    if len(given) < 2:
        return
    lines, names = [], []
    for at, relation in enumerate(given.values(), 1):
        name = sight.free("hv", at)
        lines.append(f"have {name} : {relation.lean} := by {closer(sight, relation)}")
        names.append(name)
    yield "\n".join([*lines, f"norm_num [{', '.join(names)}]"]), -0.8


def factorizations(sight: Sight) -> Move:
    """``(x - 2) * (x + 5) = 0`` gives two cases; so do two values of one variable."""
    products = [r for r in sight.relations if r.symbol == "=" and r.right == "0" and len(factors_of(r.left)) > 1]
    roots: dict[str, list[str]] = {}
    for relation in sight.relations:
        if solves(relation) and relation.left in sight.types:
            roots.setdefault(relation.left, []).append(relation.right)
    for variable, found in roots.items():
        if len(found) > 1:
            product = " * ".join(f"({variable} - {bracket(root)})" for root in found[:2])
            products.append(Relation(product, "=", "0"))
    for at, relation in enumerate(products[:4]):
        name = sight.free("hw")
        yield (
            f"have {name} : {relation.lean} := by {closer(sight, relation)}\nrcases mul_eq_zero.mp {name} with {name} | {name}",
            -0.7 - 0.05 * at,
        )
        yield (
            f"have {name} : {relation.lean} := by {closer(sight, relation)}\n"
            f"rcases mul_eq_zero.mp {name} with {name} | {name} <;> first | omega | linarith | nlinarith",
            -0.4 - 0.02 * at,
        )


def unnamed(sight: Sight) -> Move:
    """Roots of an equation in a letter that the goal does not have: any of its variables may be meant."""
    text = " ".join(sight.types.values())
    variables = [v for v in sight.goal.of_type("ℝ", "ℚ", "ℂ", "ℤ") if f"{v} ^ 2" in text][:3]
    for letter_roots in sight.roots[:2]:
        lines = []
        for at, variable in enumerate(variables, 1):
            product = " * ".join(f"({variable} - {bracket(root)})" for root in letter_roots[:2])
            cases = " ∨ ".join(f"{variable} - {bracket(root)} = 0" for root in letter_roots[:2])
            lines.append(f"try (have {sight.free('hz', at)} : {cases} := mul_eq_zero.mp (show {product} = 0 by linarith))")
        if lines and "hz1" not in sight.types:
            yield "\n".join([*lines, "grind"]), -0.375


def squares(sight: Sight) -> Move:
    """Squares and factors that the words mention, as hints for ``nlinarith``."""
    if not re.search(r"[=≤<≥>]|False", sight.goal.target):
        return
    mentioned = " ; ".join([*(r.lean for r in sight.relations), *sight.terms])
    for at, pattern in enumerate((r"\(([^()]+)\) \^ 2", r"\(([^()]* [-+] [^()]*)\)")):
        inside = [s for s in dict.fromkeys(re.findall(pattern, mentioned)) if "," not in s and sight.names(s)]
        inside = [s for s in inside if sight.type_of(s) in ("ℝ", "ℚ")]
        if len(inside) > 1 and at == 0:
            yield f"nlinarith [sq_nonneg ({inside[0]} - {bracket(inside[1])})]", -0.6
        if inside:
            yield f"nlinarith [{', '.join(f'sq_nonneg ({s})' for s in inside[:3])}]", -0.62 - 0.3 * at


def specialise(sight: Sight) -> Move:
    """A hypothesis for all arguments, at the arguments the words write."""
    said = " ; ".join([*(r.lean for r in sight.relations), *sight.terms])
    for law, type_ in sight.types.items():
        if not type_.startswith("∀"):
            continue
        points: list[str] = []
        for function in sight.functions:
            if re.search(rf"(?<!\w){re.escape(function)}(?!\w)", type_):
                points += re.findall(rf"(?<![\w.]){re.escape(function)} (\(-?[^()]*\)|[\w.]+)", said)
        points = [p for p in dict.fromkeys(points) if sight.names(p) or not re.search(r"[^\W\d]", p) or p == "Real.pi"]
        points = [p if p.startswith("(") else bracket(p) for p in points] or [n for n in sight.numbers[:4] if n.isdecimal()]
        fresh = sight.free(law + "'")
        for at, point in enumerate(points[:2]):
            yield f"have {fresh} := {law} {point}", -1.5 - 0.1 * at
        if points and "→" not in type_:
            lines = [f"have {sight.free(fresh, i)} := {law} {p}" for i, p in enumerate(points[:5], 1)]
            yield "\n".join([*lines, "first | linarith | (norm_num at *; done)"]), -1.0


def roots(sight: Sight) -> Move:
    """Square roots of square numbers, and bounds on π, where goal or words have them."""
    goal = " ".join([*sight.types.values(), sight.goal.target])
    if "√" in goal or "ℝ" in goal:
        said = " ".join([*(r.lean for r in sight.relations), *sight.terms, goal])
        squares = [int(n) for pair in re.findall(r"Real\.sqrt (\d+)|√(\d+)", said) for n in pair if n]
        known = [n for n in dict.fromkeys(squares) if isqrt(n) ** 2 == n and f"√{n} = " not in goal]
        if known:
            names = [sight.free("hr", i) for i in range(1, len(known[:5]) + 1)]
            lines = [f"have {h} : (Real.sqrt {n} : ℝ) = {isqrt(n)} := by norm_num" for h, n in zip(names, known, strict=False)]
            yield "\n".join(lines), -0.5
            more = ["Nat.factorial"] if "!" in goal else []
            listed = ", ".join([*sight.laws, *names, *more])
            yield "\n".join([*lines, f"first | (simp [{listed}] <;> grind) | norm_num [{listed}]"]), -0.36
    rounded = dict.fromkeys(re.findall(r"([⌊⌈])√(\d+)[⌋⌉]", goal))
    if rounded:
        names = [sight.free("hq", i) for i in range(1, len(rounded) + 1)]
        lines = [f"have {h} : {_rounded(*pair)}" for h, pair in zip(names, rounded, strict=True)]
        yield "\n".join([*lines, f"norm_num [{', '.join([*sight.laws, *names])}]"]), -0.365
    if "π" in goal:
        name = sight.free("hpi")
        if "hpi" not in sight.types:
            yield (
                f"have {name} : (3 : ℝ) < Real.pi := Real.pi_gt_three\n"
                f"have {name}' : (Real.pi : ℝ) < 4 := by\n"
                f"  have {name} : (Real.pi : ℝ) < _ := Real.pi_lt_d6\n"
                f"  linarith\n"
                f"first | grind | (norm_num at *; grind)",
                -0.7,
            )


def _rounded(opening: str, number: str) -> str:
    """A rounded root's value with its proof."""
    below = isqrt(int(number))
    if opening == "⌊":
        return (
            f"Int.floor (Real.sqrt {number}) = {below} := by\n  rw [Int.floor_eq_iff]\n"
            "  refine ⟨Real.le_sqrt_of_sq_le ?_, (Real.sqrt_lt' ?_).mpr ?_⟩ <;> norm_num"
        )
    above = below if below**2 == int(number) else below + 1
    return (
        f"Int.ceil (Real.sqrt {number}) = {above} := by\n  rw [Int.ceil_eq_iff]\n"
        "  refine ⟨(Real.lt_sqrt ?_).mpr ?_, Real.sqrt_le_iff.mpr ⟨?_, ?_⟩⟩ <;> norm_num"
    )


def logarithms(sight: Sight) -> Move:
    """Logarithms of products, quotients and powers of what is positive, taken apart."""
    goal = " ".join([*sight.types.values(), sight.goal.target])
    if not re.search(r"(?<!\w)log(?!\w)", goal):
        return
    positive = [m[1] for t in sight.types.values() if (m := re.fullmatch(r"[01] < ([^\W\d][\w₀-₉']*)", t))]
    names = [sight.free("hn", at) for at in range(1, len(positive) + 1)]
    lines = [f"have {n} : {v} ≠ 0 := by positivity" for n, v in zip(names, positive, strict=True)]
    places = [f" at {h}" for h, t in sight.types.items() if re.search(r"(?<!\w)log \(", t)] + [""]
    apart = "(by first | positivity | exact pow_ne_zero _ (by assumption))"
    taken = [f"try rw [Real.log_{law} {apart} {apart}]{place}" for place in places for law in ("mul", "div")]
    powers = [f"try simp only [Real.log_pow]{place}" for place in places]
    yield "\n".join([*lines, *taken, *powers, "push_cast at *", "first | linarith | nlinarith"]), -0.377


def absolute(sight: Sight) -> Move:
    """By the sign of what stands in absolute values."""
    goal = " ".join([*sight.types.values(), sight.goal.target])
    inside = list(dict.fromkeys(re.findall(r"\|([^|∀∃]+)\|", goal)))[:3]
    if inside and all(sight.names(t) for t in inside):
        names = [sight.free("ha", i) for i in range(1, len(inside) + 1)]
        cases = " <;> ".join(f"rcases abs_cases ({t}) with {n} | {n}" for t, n in zip(inside, names, strict=True))
        hints = ", ".join(f"{n}.1, {n}.2" for n in names)
        yield f"{cases} <;> first | linarith | nlinarith [{hints}]", -0.8


def methods(sight: Sight) -> Move:
    """Induction and contradiction, where the words say so."""
    naturals = sight.goal.of_type("ℕ")[:2]
    if sight.mentions("induct") or "!" in sight.goal.target:
        for variable in naturals:
            if variable in sight.goal.target:
                yield f"induction {variable} with\n| zero => ?_\n| succ {variable} ih => ?_", -0.8
                yield (
                    f"induction {variable} with\n| zero => simp_all\n| succ {variable} ih => first | omega | (simp_all; grind)",
                    -0.7,
                )
            lower = [n for n, t in sight.types.items() if re.fullmatch(rf"\d+ ≤ {re.escape(variable)}", t)]
            if lower and variable in sight.goal.target:
                k = sight.free("k")
                yield (
                    f"obtain ⟨{k}, rfl⟩ := Nat.exists_eq_add_of_le {lower[0]}\n"
                    f"clear {lower[0]}\n"
                    f"induction {k} with\n| zero => decide\n"
                    f"| succ {k} ih => simp only [← Nat.add_assoc, Nat.factorial_succ, Nat.pow_succ] at *; nlinarith",
                    -0.6,
                )
    if sight.mentions("contradict", "assume the contrary", "suppose not") and sight.goal.target != "False":
        yield f"by_contra {sight.free('hn')}", -1.2


MOVES = (
    witnesses, claims, values, factorizations, unnamed, divisors, squares, specialise, closed_forms, enumerations, roots,
    logarithms, evaluate, absolute, methods,
)  # fmt: skip
