"""Sequences given by recurrences: their values, up to the index that is asked for."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from prover.algebra.instances import laws_of
from prover.algebra.laws import normal, numeral
from prover.algebra.recurrences import Derivation, Key, Values, asked_values, call_of, sequence_variables
from prover.algebra.shapes import Shape
from prover.lean.terms import App, Num, Term, number_type, type_name
from prover.moves.base import Steps, move, step
from prover.moves.functions import cleared, guard_proof
from prover.moves.goal import Goal, lean

MAX_INDEX = MAX_CHAIN = 60
"""Values that are derived one by one; an index beyond needs a closed form or a period."""
MAX_DIGITS = 400


@lru_cache(maxsize=32)
def values_at(goal: Goal) -> Values | None:
    """The sequences' values at a goal, up to the largest index in sight; ``None`` where no law speaks of a sequence."""
    sequences = sequence_variables(goal.functions)
    laws = [law for law in laws_of(goal.props) if any(p.function in sequences for p in law.patterns)]
    if not sequences or not laws:
        return None
    values = Values(sequences, laws, goal.props)
    indices = [n for formula in goal.formulas for _, n in asked_values(formula, sequences)]
    largest = max(indices, default=0)
    values.extend(range(0, min(largest, MAX_INDEX) + 3))
    values.extend(range(-1, max(min(indices, default=0), -MAX_INDEX), -1))
    return values


@move
def recurrence_values(goal: Goal) -> Steps:
    """The values that the target asks for, derived one after another."""
    values = values_at(goal)
    if values is None:
        return
    found, asked = values.evaluated(goal.target)
    if not found or not asked:
        return
    chain = values.chain(asked)
    if len(chain) > MAX_CHAIN or not any(d.law for d in chain) or any(_digits(d.value) > MAX_DIGITS for d in chain):
        return
    said = ", ".join(f"{lean(call_of(key))} = {values.known[key]}" for key in asked)
    if all(number_type(d.key[0].type.args[1]) == "ℝ" and d.linear for d in chain):
        lines = instance_lines(goal, chain)
        affine = (
            isinstance(goal.target, App) and goal.target.name in ("Eq", "LT.lt", "LE.le") and values.affine(goal.target, asked)
        )
        laws = cleared(goal, list(dict.fromkeys(d.law for d in chain if d.law)))
        if affine:
            yield step("values_combined", lines="\n".join([*lines, laws]), computed=said)
            return
        names = goal.numbered("hv", len(asked))
        lines.append(laws)
        for name, key in zip(names, asked, strict=True):
            lines.append(f"have {name} : {equation(key, values.known[key])} := by linarith")
        yield step("values_in_turn", lines="\n".join(lines), values=", ".join(names), computed=said)
        return
    lines, names = chain_lines(goal, chain)
    yield step("values_in_turn", lines="\n".join(lines), values=", ".join(names[key] for key in asked), computed=said)


def equation(key: Key, value: Fraction) -> str:
    """``u 3 = 7``."""
    return f"{lean(call_of(key))} = {lean(numeral(value, key[0].type.args[1]))}"


def proof_of(goal: Goal, d: Derivation) -> tuple[str, Term]:
    """The equation a value is derived from, as a proof term and as a statement in which arguments are computed."""
    if d.law is None:
        return d.hypothesis, next(h.type for h in goal.props if h.name == d.hypothesis)
    instance = d.law.at((Num(d.index, d.law.variables[0].type),))
    proof = instance.proof(_argument, [guard_proof(goal, g, d.law) for g in instance.guards])
    return f"({proof}){d.path}" if d.path else proof, normal(next(c for path, c in instance.conclusions if path == d.path))


def _argument(term: Term) -> str:
    return lean(term, 1024) if not isinstance(term, Num) or type_name(term) != "ℕ" else str(term.value)


def recurrence_line(shape: Shape, n: Term, shift: int, name: str) -> tuple[str, Term]:
    """``have name : u (n + shift) = … := …``, and its statement."""
    statement, instance = shape.instance(n, shift)
    proof = instance.proof(lambda v: lean(v, 1024), [condition_proof(g) for g in instance.guards])
    if shape.right is None:
        return f"have {name} : {lean(statement)} := {proof}", statement
    close = "omega" if number_type(shape.function.type.args[1]) in ("ℕ", "ℤ") else "linarith"
    said = lean(normal(instance.conclusions[0][1]))
    return f"have {name} : {lean(statement)} := by have h : {said} := {proof}; {close}", statement


def condition_proof(guard: Term) -> str:
    """A proof of a condition on an index: bounds, remainders and parity, from what ``omega`` knows of it."""
    match guard:
        case App("And", parts):
            return f"⟨{', '.join(map(condition_proof, parts))}⟩"
        case App("Even"):
            return "(Nat.even_iff.mpr (by omega))"
        case App("Odd"):
            return "(Nat.odd_iff.mpr (by omega))"
        case App("Not", (App("Even" | "Odd" as name),)):
            return f"(by rw [Nat.{name.lower()}_iff]; omega)"
    return "(by omega)"


def computing(type_: Term) -> str:
    """What proves an equation between numbers of a type."""
    return "decide +kernel" if number_type(type_) == "ℚ" else "norm_num"


def instance_lines(goal: Goal, chain: list[Derivation]) -> list[str]:
    """Lines that state the equations behind a chain of values."""
    lines: list[str] = []
    names: list[str] = []
    for d in chain:
        if d.law is not None:
            names.append(goal.fresh("e", names))
            proof, statement = proof_of(goal, d)
            lines.append(f"have {names[-1]} : {lean(statement)} := {proof}")
    return lines


def chain_lines(goal: Goal, chain: list[Derivation]) -> tuple[list[str], dict[Key, str]]:
    """Lines that prove values one after another, in numbers, and the names of the values' equations."""
    lines: list[str] = []
    names: dict[Key, str] = {}
    for d in chain:
        proof, statement = proof_of(goal, d)
        if d.law is None and d.forward and statement.args[1] == numeral(d.value, d.key[0].type.args[1]):
            names[d.key] = d.hypothesis
            continue
        uses = [names[k] for k in d.uses]
        names[d.key] = goal.fresh(f"h{d.key[0].name}", list(names.values()))
        if d.forward:
            how = f"rw [{', '.join([proof, *uses])}] <;> {computing(d.key[0].type.args[1])}"
        else:
            e = goal.fresh("e", list(names.values()))
            rewritten = f"rw [{', '.join(uses)}] at {e}; " if uses and not d.linear else ""
            close = "omega" if number_type(d.key[0].type.args[1]) in ("ℕ", "ℤ") else "linarith"
            how = f"have {e} : {lean(statement)} := {proof}; {rewritten}{close}"
        lines.append(f"have {names[d.key]} : {equation(d.key, d.value)} := by {how}")
    return lines, names


def _digits(number: Fraction) -> int:
    return max(abs(number.numerator).bit_length(), number.denominator.bit_length()) * 3 // 10
