"""Functions that hypotheses describe: instances of ``∀`` from which the target follows linearly, values at the arguments asked."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from prover.algebra.instances import Candidates, Equation, System, innermost, laws_of
from prover.algebra.laws import Law, calls, holds, normal, normal_number, numeral
from prover.algebra.polynomials import NotPolynomial
from prover.lean.terms import Term, number_type, type_of, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, over

MAX_NESTING = 6
INTEGRAL = ("ℕ", "ℤ")


@move
def instances(goal: Goal) -> Steps:
    """The target equation as a combination of instances of hypotheses ``∀ x …`` and of equations at hand."""
    laws = laws_at(goal)
    if not laws or head(goal.target) not in ("Eq", "False") or not calls(goal.target):
        return
    system = system_of(goal, goal.target)
    found = system.certificate(goal.target) if head(goal.target) == "Eq" else None
    if found is None or not any(e.instance for e, _ in found):
        return
    lines, names, rewritten = stated(goal, [e for e, _ in found])
    yield step(
        "combination_of_instances", lines="\n".join(lines), clear=cleared(goal, laws),
        close=closing(over(goal.target), rewritten), computed=written(found, names),
    )  # fmt: skip


@move
def function_values(goal: Goal) -> Steps:
    """The values that the hypotheses determine of the functions in the target, inner ones first, put into the target."""
    laws = laws_at(goal)
    if not laws or not calls(goal.target):
        return
    target, lines, values, said = goal.target, [], [], []
    for _ in range(MAX_NESTING):
        asked = innermost(normal(target))
        if not asked:
            break
        system = system_of(goal, target)
        found = {call: value for call in asked if (value := system.value(call)) is not None}
        if not found:
            break
        known: dict[Term, Term] = {}
        for call, (value, used) in found.items():
            try:
                known[call] = numeral(value, type_of(call))
            except NotPolynomial:
                continue
            name = goal.fresh("hv", [*values])
            values.append(name)
            inner, _, rewritten = stated(goal, [e for e, _ in used])
            close = closing(number_type(type_of(call)), rewritten)
            proof = [*inner, close] if inner or len(used) != 1 else [f"exact {used[0][0].name}"]
            lines += [
                f"have {name} : {lean(call)} = {lean(known[call])} := by",
                *("  " + x for line in proof for x in line.split("\n")),
            ]
            said.append(f"{lean(call)} = {value}")
        if not known:
            break
        target = normal(normal(target, known))
    if not said:
        return
    done = holds(target)
    if done is not False:
        name = "function_values" if done else "function_values_open"
        yield step(name, lines="\n".join(lines), values=", ".join(values), computed=", ".join(said))


# ------------------------------------------------------------------------------------------------------------- helpers


@lru_cache(maxsize=64)
def laws_at(goal: Goal) -> tuple[Law, ...]:
    """The goal's laws."""
    return tuple(laws_of(goal.props))


@lru_cache(maxsize=64)
def system_of(goal: Goal, target: Term) -> System:
    """The equations that may serve a target at this goal."""
    props = [normal(h.type) for h in goal.props]
    candidates = Candidates(laws_at(goal), goal.props, target, lambda guard: normal(guard) in props)
    return System(candidates.equations(), [target] if head(target) == "Eq" else calls(target))


def stated(goal: Goal, equations: Sequence[Equation]) -> tuple[list[str], dict[Equation, str], list[tuple[str, Term]]]:
    """Lines that state the instances among the equations; their names; names and statements of those whose arguments
    are to be computed."""
    lines, names, rewritten = [], {}, []
    for e in equations:
        if e.instance is None:
            names[e] = e.name
            continue
        name = names[e] = goal.fresh(e.instance.law.name + "'", [*names.values()])
        proof = e.instance.proof(lambda v: lean(v, 1024), [guard_proof(goal, g) for g in e.instance.guards])
        proof = f"({proof}){e.path}" if e.path else proof
        if e.instance.law.beta or (e.rewritten and natural(e.equation)):
            said = e.equation if e.instance.law.beta else normal(e.equation)
            lines.append(f"have {name} : {lean(said)} := {proof}")
        else:
            lines.append(f"have {name} := {proof}")
        if e.rewritten and not natural(e.equation):
            rewritten.append((name, e.equation))
    return lines, names, rewritten


def guard_proof(goal: Goal, guard: Term) -> str:
    """A proof of an instance's guard: a hypothesis, or by computing."""
    if holds(guard):
        return "(by norm_num)"
    return next((h.name for h in goal.props if normal(h.type) == normal(guard)), "(by assumption)")


def natural(term: Term) -> bool:
    """Whether the arguments of all calls are natural numbers, so that computing them is definitional."""
    return all(number_type(type_of(a)) == "ℕ" for c in calls(term) for a in c.args)


def cleared(goal: Goal, laws: Sequence[Law]) -> str:
    """A line that forgets the laws, which provers of linear facts would instantiate again."""
    return f"clear {' '.join(law.name for law in laws)}" if laws else "skip"


def closing(type_: str, rewritten: Sequence[tuple[str, Term]]) -> str:
    """What proves a linear consequence of the context; ``rewritten``: hypotheses in which arguments must be computed first."""
    if not rewritten:
        return "omega" if type_ in INTEGRAL else "linarith"
    names = " ".join(name for name, _ in rewritten)
    arguments = [(a, normal_number(a)) for _, e in rewritten for c in calls(e) for a in c.args]
    if not any(variables(a) for a, _ in arguments):
        return f"first | linarith | (norm_num at {names}; linarith)"
    lemmas = dict.fromkeys(f"(by ring : {lean(a)} = {lean(b)})" for a, b in arguments if a != b)
    return f"first | linarith | (simp only [{', '.join(lemmas)}] at {names} ⊢; linarith)"


def written(combination: Sequence[tuple[Equation, Fraction]], names: dict[Equation, str]) -> str:
    """A combination for people: ``2/3 * h (-3) - 1/3 * h 4``."""
    parts = []
    for e, a in combination:
        what = e.name or e.instance.proof(lambda v: lean(v, 1024), ["_"] * len(e.instance.guards)) + e.path
        size = "" if abs(a) == 1 else f"{abs(a)} * "
        parts.append(f"{'-' if a < 0 else '+'} {size}{what}")
    return "the target is " + " ".join(parts).removeprefix("+ ")
