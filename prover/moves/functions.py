"""Functions that hypotheses describe: instances of ``∀`` from which the target follows linearly, values at the arguments asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from prover.algebra.instances import Candidates, Equation, System, innermost, laws_of
from prover.algebra.laws import Law, calls, holds, normal, normal_number, numeral
from prover.algebra.polynomials import NotPolynomial
from prover.lean.terms import App, Call, Term, Var, number_type, replaced, type_of, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, over

MAX_NESTING = 6
INTEGRAL = ("ℕ", "ℤ")


@move
def instances(goal: Goal) -> Steps:
    """The target equation as a combination of instances of hypotheses ``∀ x …`` and of equations at hand."""
    if quick(goal):
        yield from _combined(goal)


@move(slow=True)
def instances_of_several(goal: Goal) -> Steps:
    """As ``instances``, where hypotheses speak of several variables."""
    if not quick(goal):
        yield from _combined(goal)


@move
def function_values(goal: Goal) -> Steps:
    """The values that the hypotheses determine of the functions in the target, inner ones first, put into the target."""
    if quick(goal):
        yield from _valued(goal)


@move(slow=True)
def function_values_of_several(goal: Goal) -> Steps:
    """As ``function_values``, where hypotheses speak of several variables."""
    if not quick(goal):
        yield from _valued(goal)


@move
def definitions_with_conditions(goal: Goal) -> Steps:
    """``∀ x y, y ≠ 0 → f x y = …`` put in where ``f`` is called in the target and the condition is met."""
    lines, names, proofs = list[str](), list[str](), list[str]()
    for law in laws_at(goal):
        match law.conclusions:
            case ((path, App("Eq", (Call(Var() as f, args), value))),) if law.guards and args == law.variables:
                if f in variables(value):
                    continue
                for call in dict.fromkeys(c for c in calls(goal.target) if c.function == f):
                    instance = law.at(call.args)
                    if not all(holds(g) or normal(g) in _stated(goal) for g in instance.guards):
                        continue
                    proof = instance.proof(lambda v: lean(v, 1024), [guard_proof(goal, g, law) for g in instance.guards])
                    names.append(goal.fresh("hv", names))
                    lines.append(f"have {names[-1]} := {proof}{path}")
                    proofs.append(proof)
    if lines:
        yield step("conditional_definitions", lines="\n".join(lines), values=", ".join(names), computed="; ".join(proofs))


def _stated(goal: Goal) -> set[Term]:
    return {normal(h.type) for h in goal.props}


def quick(goal: Goal) -> bool:
    """Whether the hypotheses for all arguments have one variable each: then few instances come into question."""
    return all(len(law.variables) == 1 for law in laws_at(goal))


def _combined(goal: Goal) -> Steps:
    laws = laws_at(goal)
    if not laws or head(goal.target) != "Eq" or not over(goal.target):
        return
    found = system_of(goal, goal.target).certificate(goal.target)
    if found is None or not any(e.instance for e, _ in found):
        return
    lines, names, rewritten = stated(goal, [e for e, _ in found])
    yield step(
        "combination_of_instances", lines="\n".join(lines), clear=cleared(goal, laws),
        close=closing(over(goal.target), rewritten), computed=written(found, names),
    )  # fmt: skip


@dataclass(frozen=True)
class Value:
    """``call = number``, from some equations, and from values in them that were known before."""

    call: Term
    number: Term
    equations: tuple[Equation, ...]
    uses: tuple[Term, ...]


def _valued(goal: Goal) -> Steps:
    if not laws_at(goal) or not calls(goal.target):
        return
    target, values, asked = goal.target, dict[Term, Value](), list[Term]()
    known: dict[Term, Term] = {}
    for _ in range(MAX_NESTING):
        if not (wanted := innermost(normal(target))):
            break
        system = system_of(goal, target, tuple(known.items()))
        found = [v for call in wanted if (v := _value(system, call, known)) is not None]
        asked += [v.call for v in found]
        if not found and system.nonlinear:
            found = [v for call in system.calls if (v := _value(system, call, known)) is not None]
        if not found:
            break
        for v in found:
            values[v.call], known[v.call] = v, v.number
        target = normal(normal(target, known), known)
    done = holds(target)
    if not asked or done is False:
        return
    lines, names = _value_lines(goal, values, asked)
    said = ", ".join(f"{lean(c)} = {lean(values[c].number)}" for c in asked)
    hypotheses = ", ".join(names[c] for c in asked)
    how = "function_values_open" if done is None else "function_values"
    if done and not _rewrites(goal.target, [(c, values[c].number) for c in asked]):
        how = "function_values_computed"
    yield step(how, lines="\n".join(lines), values=hypotheses, computed=said)


def _value(system: System, call: Term, known: dict[Term, Term]) -> Value | None:
    if call in known or (found := system.value(call)) is None:
        return None
    number, used = found
    uses = dict.fromkeys(c for e, _ in used for c in calls(normal(e.equation)) if c in known)
    try:
        return Value(call, numeral(number, type_of(call)), tuple(e for e, _ in used), tuple(uses))
    except NotPolynomial:
        return None


def _value_lines(goal: Goal, values: dict[Term, Value], asked: list[Term]) -> tuple[list[str], dict[Term, str]]:
    """Lines that prove the values asked for and those they use, and the names of all."""
    needed, stack = set(), list(asked)
    while stack:
        call = stack.pop()
        if call not in needed:
            needed.add(call)
            stack += values[call].uses
    lines, names = [], dict[Term, str]()
    for v in (v for v in values.values() if v.call in needed):
        inner, _, rewritten = stated(goal, v.equations)
        if not inner and len(v.equations) == 1 and v.equations[0].equation == App("Eq", (v.call, v.number), (type_of(v.call),)):
            names[v.call] = v.equations[0].name
            continue
        close = closing(number_type(type_of(v.call)), rewritten, [names[c] for c in v.uses])
        names[v.call] = goal.fresh("hv", names.values())
        lines.append(f"have {names[v.call]} : {lean(v.call)} = {lean(v.number)} := by")
        lines += ["  " + x for line in [*inner, close] for x in line.split("\n")]
    return lines, names


def _rewrites(target: Term, values: list[tuple[Term, Term]]) -> bool:
    """Whether rewriting with the values, one after another, meets each call as it stands."""
    for call, number in values:
        changed = replaced(target, call, number)
        if changed == target:
            return False
        target = changed
    return not calls(target)


# ------------------------------------------------------------------------------------------------------------- helpers


@lru_cache(maxsize=64)
def laws_at(goal: Goal) -> tuple[Law, ...]:
    """The goal's laws."""
    return tuple(laws_of(goal.props))


@lru_cache(maxsize=64)
def equations_for(goal: Goal, target: Term) -> list[Equation]:
    """The equations that may serve a target at this goal."""
    props = [normal(h.type) for h in goal.props]
    return Candidates(laws_at(goal), goal.props, target, lambda guard: normal(guard) in props).equations()


@lru_cache(maxsize=64)
def system_of(goal: Goal, target: Term, known: tuple[tuple[Term, Term], ...] = ()) -> System:
    """These equations, with some values put in."""
    return System(equations_for(goal, target), [target] if head(target) == "Eq" else calls(target), dict(known))


def stated(goal: Goal, equations: Sequence[Equation]) -> tuple[list[str], dict[Equation, str], list[tuple[str, Term]]]:
    """Lines that state the instances among the equations; their names; names and statements of those whose arguments
    are to be computed."""
    lines, names, rewritten = [], {}, []
    for e in equations:
        if e.instance is None:
            names[e] = e.name
            continue
        name = names[e] = goal.fresh(e.instance.law.name + "'", [*names.values()])
        proof = e.instance.proof(lambda v: lean(v, 1024), [guard_proof(goal, g, e.instance.law) for g in e.instance.guards])
        proof = f"({proof}){e.path}" if e.path else proof
        if e.instance.law.beta or (e.rewritten and natural(e.equation)):
            said = e.equation if e.instance.law.beta else normal(e.equation)
            lines.append(f"have {name} : {lean(said)} := {proof}")
        else:
            lines.append(f"have {name} := {proof}")
        if e.rewritten and not natural(e.equation):
            rewritten.append((name, e.equation))
    return lines, names, rewritten


def guard_proof(goal: Goal, guard: Term, law: Law) -> str:
    """A proof of an instance's guard: a hypothesis, or by computing; a law over a field is out of the way then."""
    if holds(guard):
        return (
            "(by norm_num)"
            if all(number_type(v.type) in INTEGRAL for v in law.variables)
            else f"(by clear {law.name}; norm_num)"
        )
    return next((h.name for h in goal.props if normal(h.type) == normal(guard)), "(by assumption)")


def natural(term: Term) -> bool:
    """Whether the arguments of all calls are natural numbers, so that computing them is definitional."""
    return all(number_type(type_of(a)) == "ℕ" for c in calls(term) for a in c.args)


def cleared(goal: Goal, laws: Sequence[Law]) -> str:
    """A line that forgets the laws, which provers of linear facts would instantiate again."""
    return f"clear {' '.join(law.name for law in laws)}" if laws else "skip"


def closing(type_: str, rewritten: Sequence[tuple[str, Term]], values: Sequence[str] = ()) -> str:
    """What proves a linear consequence of the context; ``rewritten``: hypotheses in which arguments must be computed first,
    ``values``: equations to be put into them."""
    if not rewritten:
        if values:
            return f"first | linarith | (simp only [{', '.join(values)}] at *; linarith)"
        return "omega" if type_ in INTEGRAL else "linarith"
    names = " ".join(name for name, _ in rewritten)
    arguments = [(a, normal_number(a)) for _, e in rewritten for c in calls(e) for a in c.args]
    if not any(variables(a) for a, _ in arguments):
        return f"first | linarith | (norm_num{f' [{chr(44).join(values)}]' if values else ''} at {names}; linarith)"
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
