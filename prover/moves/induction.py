"""Induction over a natural number of the target: from the right base, over as many steps as a recurrence has."""

from __future__ import annotations

from collections.abc import Iterator
from math import lcm

from prover.algebra.evaluation import truth
from prover.algebra.laws import calls
from prover.algebra.recurrences import asked_values
from prover.algebra.shapes import Shape, covering, offset, recurrences
from prover.lean.terms import NAT, App, Num, Term, Var, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, over
from prover.moves.induction_steps import (
    UNFOLDED,
    Claim,
    cut_off,
    divisibility_step,
    equation_step,
    inequality_step,
    subscript,
    unfolding,
)
from prover.moves.lines import indented
from prover.moves.sequences import chain_lines, recurrence_line, values_at
from prover.moves.words import WordFacts

TESTED = 7
"""Instances of the target that are evaluated first: a false one ends the attempt."""


@move
def induct(goal: Goal) -> Steps:
    """Induction, closed where the target's kind says how: equations, divisibility, inequalities."""
    for claim in claims(goal):
        if holds_at_first(goal, claim) and (found := proved(goal, claim)) is not None:
            name, holes = found
            from_ = f"; from {claim.base} on" if claim.base else ""
            yield step(name, computed=f"true for {claim.n.name} = {claim.base} … {claim.base + TESTED - 1}{from_}", **holes)


@move
def induct_open(goal: Goal, words: WordFacts) -> Steps:
    """Induction that leaves its cases open; sooner where there are factorials or the words say so."""
    likely = "Nat.factorial" in goal.target_heads or words.mention("induct")
    for n in [n for n in goal.of_type("ℕ") if n in variables(goal.target)][:3]:
        yield step("induction", n=n.name)
        if likely:
            yield step("induction_likely", n=n.name)


def claims(goal: Goal) -> Iterator[Claim]:
    """The targets over a natural number that no other hypothesis speaks of."""
    if head(goal.target) not in ("Eq", "LT.lt", "LE.le", "Dvd.dvd"):
        return
    for n in goal.of_type("ℕ"):
        if n not in variables(goal.target) or n in inside_sums(goal.target):
            continue
        about = [h for h in goal.hypotheses if h.kind == "prop" and n in variables(h.type)]
        if not about:
            yield Claim(n, goal.target, 0, "")
        elif len(about) == 1 and about[0].accessible and (base := lower_bound(about[0].type, n)) is not None:
            yield Claim(n, goal.target, base, about[0].name)


def inside_sums(term: Term) -> set[Var]:
    """The variables of summands and factors: such a sum at ``n + 1`` is not the one at ``n`` and a summand."""
    bodies = (p.args[1] for p in walk(term) if isinstance(p, App) and p.name in UNFOLDED and len(p.args) == 2)
    return {v for body in bodies for v in variables(body)}


def recursive(claim: Claim) -> bool:
    """Whether something in the target is told by its value before: a power, a sum, a factorial, a divisibility."""
    powers = (p for p in walk(claim.target) if isinstance(p, App) and p.name == "HPow.hPow" and claim.n in variables(p.args[1]))
    return head(claim.target) == "Dvd.dvd" or bool(unfolding(claim.target)) or any(True for _ in powers)


def lower_bound(term: Term, n: Var) -> int | None:
    """The number from which on ``n`` is, where a hypothesis says just that."""
    match term:
        case App("LE.le", (Num(k), m)) if m == n:
            return k
        case App("LT.lt", (Num(k), m)) if m == n:
            return k + 1
        case App("Ne", (m, Num(0))) if m == n:
            return 1
    return None


def holds_at_first(goal: Goal, claim: Claim) -> bool:
    """Whether none of the first instances is false, and all functions in it have recurrences."""
    values = values_at(goal)
    shapes = [s for s in shapes_in(goal, claim) if s.order]
    if bool(calls(claim.target)) != bool(shapes) or not (shapes or recursive(claim)):
        return False
    for k in range(claim.base, claim.base + TESTED):
        instance = claim.at(Num(k, NAT))
        found = values.evaluated(instance)[0] if values else truth(instance, {})
        if found is False:
            return False
    return True


def based(goal: Goal, claim: Claim, order: int) -> list[str]:
    """Lines that prove the first instances, with the values they ask for."""
    values = values_at(goal)
    lines, names = [], []
    if values is not None:
        instances = [claim.at(Num(claim.base + i, NAT)) for i in range(order)]
        asked = [key for instance in instances for key in asked_values(instance, values.sequences) if key in values.known]
        lines, known = chain_lines(goal, values.chain(asked))
        names = list(dict.fromkeys(known[key] for key in asked))
    close = f"norm_num [{', '.join(names)}]" if names else "norm_num"
    return [*lines, close if order == 1 else f"refine ⟨{', '.join(['?_'] * order)}⟩ <;> {close}"]


def shapes_in(goal: Goal, claim: Claim) -> list[Shape]:
    """The recurrences of the functions in the target."""
    functions = {c.function for c in calls(claim.target)}
    values = values_at(goal)
    return [shape for shape in recurrences(values.laws) if shape.function in functions] if values else []


def proved(goal: Goal, claim: Claim) -> tuple[str, dict[str, object]] | None:
    """The tactic that proves a claim by induction, and its holes; ``None`` where nothing is known for its kind."""
    shapes = shapes_in(goal, claim)
    order = max((shape.order for shape in shapes), default=1) or 1
    covers = [covering([s for s in shapes if s.function == f]) for f in dict.fromkeys(s.function for s in shapes)]
    if None in covers:
        return None
    modulus = lcm(*(m for m, _ in covers))
    if modulus == 1:
        found = step_lines(goal, claim, [c[0] for _, c in covers], order)
        return None if found is None else _written(goal, claim, order, *found)
    lines = [f"rcases (by omega : {' ∨ '.join(f'{claim.n.name} % {modulus} = {r}' for r in range(modulus))})"]
    lines[0] += f" with {' | '.join(['hm'] * modulus)}"
    for r in range(modulus):
        chosen = [c[(r + order + _ahead(claim, next(iter(c.values())))) % m] for m, c in covers]
        found = step_lines(goal, claim, chosen, order)
        if found is None:
            return None
        lines += ["· skip", *indented(found[1])]
    return _written(goal, claim, order, found[0], lines)


def _ahead(claim: Claim, shape: Shape) -> int:
    """How far beyond ``n`` the claim asks for the function."""
    offsets = [offset(c.args[0], claim.n) for c in calls(claim.target) if c.function == shape.function]
    return max((k for k in offsets if k is not None), default=0)


def step_lines(goal: Goal, claim: Claim, shapes: list[Shape], order: int) -> tuple[str, list[str]] | None:
    """The kind of induction, and the lines of its step with these recurrences."""
    lines, equations, statements = applied(goal, claim, shapes, order)
    match head(claim.target):
        case "Eq" if shapes and over(claim.target) == "ℕ" and cut_off(claim.target):
            return None  # a closed form says it without subtraction
        case "Eq":
            kind, more = "equation", equation_step(claim, order, equations, statements)
        case "Dvd.dvd":
            kind, more = "divisibility", divisibility_step(claim, [*unfolding(claim.target), *equations])
        case "LT.lt" | "LE.le":
            kind, more = "inequality", inequality_step(goal, claim, unfolding(claim.target), equations)
        case _:
            return None
    return None if more is None else (f"induction_{kind}", [*lines, *more])


def applied(goal: Goal, claim: Claim, shapes: list[Shape], order: int) -> tuple[list[str], list[str], list[Term]]:
    """Lines that state the recurrences for the highest values at ``n + order``, their names and statements."""
    lines: list[str] = []
    names: list[str] = []
    statements: list[Term] = []
    for shape in shapes:
        offsets = {offset(c.args[0], claim.n) for c in calls(claim.target) if c.function == shape.function and len(c.args) == 1}
        for k in sorted(k for k in offsets if k is not None):
            if order + k >= shape.top and order + k + claim.base >= shape.first:
                names.append(goal.fresh("e", names))
                line, statement = recurrence_line(shape, claim.n, order + k, names[-1])
                lines.append(line)
                statements.append(statement)
    return lines, names, statements


def _written(goal: Goal, claim: Claim, order: int, name: str, proof: list[str]) -> tuple[str, dict[str, object]] | None:
    common = {"n": claim.n.name, "base": "\n".join(indented(based(goal, claim, order)))}
    if order == 1 and claim.base == 0:
        return name, {**common, "step": "\n".join(indented(proof))}
    k, hs = goal.fresh("k"), goal.fresh("hs")
    if order == 1:
        le = f"(by omega : {claim.base} ≤ {claim.n.name})"
        return name + "_from", {
            **common, "k": k, "h": claim.bound, "hs": hs, "start": claim.base, "step": "\n".join(indented(proof)), "le": le,
            "now": lean(claim.target), "next": lean(claim.after(1)),
        }  # fmt: skip
    if claim.base:
        return None
    names = [f"ih{subscript(i)}" for i in range(order)]
    return name + "_steps", {
        **common, "hs": hs, "all": " ∧ ".join(f"({lean(claim.after(i))})" for i in range(order)), "names": ", ".join(names),
        "base": "\n".join(indented(based(goal, claim, order), 4)), "last": ", ".join([*names[1:], "?_"]), "step": "\n".join(indented(proof, 4)),
    }  # fmt: skip
