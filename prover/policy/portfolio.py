"""The portfolio: generic tactics with fixed log-probabilities, chosen by the shape of the goal alone.

The same search applies it at every state, so that it introduces, splits, does cases and induction over
several steps and closes what is left with Lean's automation.  It knows no theorem and learns nothing; it is
the baseline every model is measured against, and it works where there is no model.

The numbers are priorities: what closes a goal or simplifies it without loss comes first, what branches or
guesses comes later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from prover.policy.goals import Goal, parse_goal
from search.game import ProofState, Proposal

Rule = Iterator[tuple[str, float]]

_ORDERED = ("ℝ", "ℚ", "ℤ", "ℕ")
_RELATION = re.compile(r"(?<= )[=≤<≥>](?= )")


class Portfolio:
    """Implements ``search.game.Policy`` without a model.

    ``mathlib``: propose Mathlib's own automation too.
    """

    name = "portfolio"

    def __init__(self, mathlib: bool = False) -> None:
        self._rules = RULES + ((close_in_mathlib,) if mathlib else ())

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [self.tactics(state.goals[0] if state.goals else "") for state in states]

    def tactics(self, goal_text: str) -> list[Proposal]:
        """The proposals for one goal, best first, without duplicates."""
        goal = parse_goal(goal_text)
        best: dict[str, float] = {}
        for rule in self._rules:
            for tactic, logprob in rule(goal):
                best[tactic] = max(logprob, best.get(tactic, logprob))
        order = sorted(best.items(), key=lambda item: -item[1])
        return [Proposal(tactic, logprob, self.name) for tactic, logprob in order]


# ------------------------------------------------------------------------------------------- rules


def introduce(goal: Goal) -> Rule:
    names = binder_names(goal)
    if names:
        yield "intro " + " ".join(names), -0.05


def close(goal: Goal) -> Rule:
    """Automation that either closes the goal or fails, quickest first."""
    yield "rfl", -0.30
    yield "omega", -0.31
    yield "decide", -0.32
    yield "norm_num", -0.33
    yield "simp_all", -0.34
    yield "grind", -0.35
    if _RELATION.search(goal.target):
        yield "nlinarith", -0.38


def close_in_mathlib(goal: Goal) -> Rule:
    """Tactics that are Mathlib's own; the prelude's of these names do little that ``grind`` does not."""
    if _RELATION.search(goal.target):
        yield "ring", -0.36
        yield "linarith", -0.37
        yield "positivity", -0.90
        yield "ring_nf", -1.4
        yield "ring_nf at *", -1.5


def take_apart(goal: Goal) -> Rule:
    """Split hypotheses into what they hold."""
    patterns = []
    for name, type_ in goal.named():
        if _has_top(type_, "∧") and not _has_top(type_, "→", "∨", "↔") and not type_.startswith(("∀", "∃")):
            parts = len(_split_top(type_, "∧"))
            patterns.append((name, "⟨" + ", ".join(f"{name}{_subscript(i)}" for i in range(1, parts + 1)) + "⟩"))
    if patterns:
        yield "\n".join(f"obtain {pattern} := {name}" for name, pattern in patterns), -0.06
    for name, type_ in goal.named():
        if type_.startswith("∃"):
            yield f"obtain ⟨w, hw⟩ := {name}" if "w" not in _taken(goal) else f"obtain ⟨w', hw'⟩ := {name}", -0.07
        elif _has_top(type_, "∨") and not _has_top(type_, "→") and not type_.startswith(("∀", "∃")):
            pattern = " | ".join([name] * len(_split_top(type_, "∨")))
            yield f"rcases {name} with {pattern}", -0.45


def split_target(goal: Goal) -> Rule:
    target = goal.target
    if target.startswith(("∀", "∃", "¬")):
        if target.startswith("∃"):
            for witness in ("0", "1", "2", "3", "-1", *_atoms(goal)[:4]):
                yield f"refine ⟨{witness}, ?_⟩", -1.6
            yield "refine ⟨?_, ?_⟩", -2.2
        return
    if _has_top(target, "∧") or _has_top(target, "↔") or target.startswith(("IsLeast", "IsGreatest")):
        yield "constructor", -0.20
    elif re.search(r"∈ (lower|upper)Bounds", target):
        yield f"intro {_fresh(goal, 'y')} {_fresh(goal, 'hy')}", -0.20
    elif target.startswith(("Function.Injective", "Monotone", "StrictMono", "Antitone", "StrictAnti")):
        yield f"intro {_fresh(goal, 'a')} {_fresh(goal, 'b')} {_fresh(goal, 'hab')}", -0.20
    elif _has_top(target, "∨"):
        yield "left", -1.3
        yield "right", -1.3


def rewrite(goal: Goal) -> Rule:
    """Use equations: substitute, evaluate defined functions, simplify with all of them."""
    equations, laws = [], []
    for name, type_ in goal.named():
        if type_.startswith("∀"):
            if "=" in type_ and "→" not in type_:
                laws.append(name)
        elif _has_top(type_, "=") and not _has_top(type_, "→", "∨", "∧", "↔"):
            equations.append(name)
    if laws:
        listed = ", ".join(laws)
        yield f"simp only [{listed}] at *", -0.50
        yield f"norm_num [{listed}]", -0.55
        yield f"simp [{listed}] at *", -0.80
        for law in laws[:3]:
            yield f"rw [{law}]", -1.2
    if equations:
        yield "subst_vars", -0.40
        listed = ", ".join(equations)
        yield f"norm_num [{listed}]", -0.75
        yield f"simp only [{listed}]", -1.1
        for equation in equations[:4]:
            yield f"rw [{equation}]", -1.0
            yield f"rw [← {equation}]", -2.0
            yield f"subst {equation}", -0.9


def simplify(goal: Goal) -> Rule:
    yield "norm_num at *", -0.70
    yield "simp at *", -0.95
    if "↑" in goal.target or any("↑" in t for _, t in goal.named()):
        yield "norm_cast at *", -0.85
        yield "push_cast at *", -0.90
    if "/" in goal.target or any("/" in t for _, t in goal.named()):
        yield "field_simp", -0.85
        yield "field_simp at *", -0.90


def instantiate(goal: Goal) -> Rule:
    """Use a hypothesis ``∀ x, …`` at small numbers and at the variables in sight."""
    numbers = ["0", "1", "2"]
    variables = goal.of_type(*_ORDERED)[:3]
    for name, type_ in goal.named():
        if not type_.startswith("∀"):
            continue
        fresh = _fresh(goal, name)
        points = [*numbers, *variables]
        depth = _quantifiers(type_)
        if depth == 1:
            listed = "\n".join(f"have {fresh}{_subscript(i)} := {name} {p}" for i, p in enumerate(points, 1))
            yield f"{listed}\nnorm_num at *", -1.7
            for point in points:
                yield f"have {fresh} := {name} {point}", -1.9
        elif depth == 2:
            for point in ("0 0", "1 0", "0 1", "1 1"):
                yield f"have {fresh} := {name} {point}", -2.1


def square(goal: Goal) -> Rule:
    """Inequalities and equations of ordered fields, from squares and products of what is positive."""
    if not _RELATION.search(goal.target) and goal.target != "False":
        return
    variables = goal.of_type("ℝ", "ℚ", "ℤ")[:4]
    if not variables:
        return
    differences = [f"sq_nonneg ({a} - {b})" for a, b in combinations(variables, 2)]
    sums = [f"sq_nonneg ({a} + {b})" for a, b in combinations(variables, 2)]
    single = [f"sq_nonneg {a}" for a in variables]
    shifted = [f"sq_nonneg ({a} - 1)" for a in variables] + [f"sq_nonneg ({a} + 1)" for a in variables]
    yield f"nlinarith [{', '.join(differences + single)}]", -0.60
    if len(variables) <= 2:
        yield f"nlinarith [{', '.join(shifted)}]", -1.00
    if 1 < len(variables) <= 3:
        yield f"nlinarith [{', '.join(sums + differences)}]", -1.05
    positive = [n for n, t in goal.named() if re.fullmatch(r"0 < \w+[₀-₉']*|\w+[₀-₉']* > 0", t)]
    if len(positive) > 1:
        products = [f"mul_pos {a} {b}" for a, b in combinations(positive[:4], 2)]
        yield f"nlinarith [{', '.join(products + differences)}]", -0.65


def residues(goal: Goal) -> Rule:
    """Case distinction on remainders."""
    text = goal.target + " " + " ".join(t for _, t in goal.named())
    moduli = {int(m) for m in re.findall(r"% (\d+)|\[(?:Z?MOD) (\d+)\]|(\d+) ∣", text) for m in m if m}
    moduli = sorted(m for m in moduli if 2 <= m <= 12)[:2] or ([2] if re.search(r"Even|Odd", text) else [])
    for variable in goal.of_type("ℕ", "ℤ")[:2]:
        for modulus in moduli:
            fresh = _fresh(goal, "hmod")
            cases = " ∨ ".join(f"{variable} % {modulus} = {r}" for r in range(modulus))
            pattern = " | ".join([fresh] * modulus)
            head = f"have {fresh} : {cases} := by omega\nrcases {fresh} with {pattern}"
            lemmas = (
                "Nat.pow_succ, Nat.mul_mod, Nat.add_mod"
                if variable in goal.of_type("ℕ")
                else "Int.pow_succ, Int.mul_emod, Int.add_emod"
            )
            yield f"{head} <;> simp [{fresh}, {lemmas}]", -1.15
            yield f"{head} <;> simp_all [{lemmas}]", -1.45


def induct(goal: Goal) -> Rule:
    for variable in goal.of_type("ℕ")[:3]:
        if re.search(rf"(?<![\w]){re.escape(variable)}(?![\w])", goal.target):
            yield f"induction {variable} with\n| zero => ?_\n| succ {variable} ih => ?_", -1.25


def enumerate_cases(goal: Goal) -> Rule:
    """Finitely many values: try them all."""
    bounded = {}
    for name, type_ in goal.named():
        for variable in goal.of_type("ℕ", "ℤ"):
            if re.fullmatch(
                rf"{re.escape(variable)} [<≤] \d+|\d+ [<≤] {re.escape(variable)}|{re.escape(variable)} ∈ .*", type_
            ):
                bounded.setdefault(variable, []).append(name)
    for variable in list(bounded)[:2]:
        yield f"interval_cases {variable}", -1.35
        yield f"interval_cases {variable} <;> simp_all", -1.36
        yield f"interval_cases {variable} <;> omega", -1.37
    if goal.of_type("ℕ") and len(goal.of_type("ℕ")) <= 2:
        yield "(revert " + " ".join(goal.of_type("ℕ")) + "; decide)", -1.8


def contradict(goal: Goal) -> Rule:
    if goal.target != "False" and not goal.target.startswith(("∀", "∃")):
        yield f"by_contra {_fresh(goal, 'hn')}", -1.9
    yield "exfalso", -2.6


def extensional(goal: Goal) -> Rule:
    if re.search(r"\{.*\}|Finset|Set", goal.target) and "=" in goal.target:
        yield "ext x", -1.0
        yield "ext x\nsimp", -0.95
        yield "ext x\nconstructor", -1.1
    if "∑" in goal.target or "∏" in goal.target:
        yield "simp [Finset.sum_range_succ, Finset.prod_range_succ]", -0.58
        yield "norm_num [Finset.sum_range_succ, Finset.prod_range_succ]", -0.59


RULES = (
    introduce, close, take_apart, split_target, rewrite, simplify, instantiate, square, residues, induct,
    enumerate_cases, contradict, extensional,
)  # fmt: skip


# -------------------------------------------------------------------------------- reading formulas


def binder_names(goal: Goal) -> list[str]:
    """Fresh names for everything ``intro`` can take from the target: its ``∀``s, antecedents and ``¬``."""
    taken = _taken(goal)
    names: list[str] = []

    def fresh(wanted: str) -> None:
        name, n = wanted, 0
        while name in taken:
            n += 1
            name = f"{wanted}{_subscript(n)}"
        taken.add(name)
        names.append(name)

    target = goal.target
    for _ in range(12):
        if target.startswith("∀"):
            binder, comma, target = _partition_top(target[1:].strip(), ",")
            if not comma:
                break
            found = re.match(r"[({⦃\[]?\s*((?:[^\s:()∈<>≤≥≠,]+\s*)+)", binder)
            for name in found.group(1).split() if found else ["x"]:
                fresh(name if name != "_" else "h")
            if re.search(r" (∈|<|>|≤|≥|≠) ", binder) and ":" not in binder:
                fresh("h")
            target = target.strip()
        else:
            antecedent, arrow, rest = _partition_top(target, "→")
            if arrow and not _has_top(antecedent, "↔"):
                fresh("h")
                target = rest.strip()
                continue
            if target.startswith("¬") and not _has_top(target, "∧", "∨", "↔"):
                fresh("h")
            break
    return names


def _depths(text: str) -> Iterator[tuple[int, str, int]]:
    depth = 0
    for at, char in enumerate(text):
        if char in "([{⟨⌊⌈":
            depth += 1
        elif char in ")]}⟩⌋⌉":
            depth -= 1
        yield at, char, depth


def _has_top(text: str, *symbols: str) -> bool:
    return any(depth == 0 and char in symbols for _, char, depth in _depths(text))


def _split_top(text: str, symbol: str) -> list[str]:
    cuts = [at for at, char, depth in _depths(text) if depth == 0 and char == symbol]
    edges = [-1, *cuts, len(text)]
    return [text[a + 1 : b].strip() for a, b in zip(edges, edges[1:], strict=False)]


def _partition_top(text: str, symbol: str) -> tuple[str, str, str]:
    for at, char, depth in _depths(text):
        if depth == 0 and char == symbol:
            return text[:at], symbol, text[at + 1 :]
    return text, "", ""


def _quantifiers(type_: str) -> int:
    binder, _, rest = _partition_top(type_[1:].strip(), ",")
    names = binder.strip("() ").split(":")[0].split()
    return len(names) + (_quantifiers(rest.strip()) if rest.strip().startswith("∀") else 0)


def _taken(goal: Goal) -> set[str]:
    return {n for h in goal.hypotheses for n in h.names}


def _fresh(goal: Goal, wanted: str) -> str:
    taken = _taken(goal)
    for suffix in ("'", "''", "'''"):
        if wanted + suffix not in taken:
            return wanted + suffix
    return wanted + "''''"


def _atoms(goal: Goal) -> list[str]:
    return [n for n in goal.of_type(*_ORDERED)]


def _subscript(n: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(d)] for d in str(n))
