"""Primes that are linear forms: modulo a small prime ``q`` one of them is 0, so it is ``q``.

``a``, ``a + 2``, ``a + 4`` prime: modulo 3 one is 0, so one of them is 3.  ``a + b = 63`` with primes: modulo 2 one is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from prover.algebra.bounds import Box
from prover.algebra.integers import ONE, Linear, NotEvaluable, compiled, is_compound, linear
from prover.algebra.residues import Reading
from prover.lean.terms import NAT, App, Num, Term, Var, type_name, walk

MODULI = (2, 3, 5, 7)
MAX_CASES = 32
"""Residues of all variables together; each is proved by itself."""


@dataclass(frozen=True)
class OneOf:
    """One of the primes ``forms[i]``, ``i`` in ``open``, is ``modulus``.

    ``zero``: for all residues of the ``variables`` in lexicographic order, the form that is 0 then (open, or too large to be
    ``modulus``); ``None`` for residues that hypotheses exclude.  ``used``: those hypotheses, by index.
    """

    modulus: int
    variables: tuple[Var, ...]
    zero: tuple[int | None, ...]
    open: tuple[int, ...]
    used: tuple[int, ...]


def linear_form(term: Term) -> Linear | None:
    """A natural number as a linear form of variables; a subtraction that is not at the top is none.  A prime ``a - b`` is not cut
    off at 0."""
    match term:
        case App("HSub.hSub", (a, b)):
            form = dict(linear(a))
            for atom, n in linear(b).items():
                form[atom] = form.get(atom, 0) - n
        case _:
            form = linear(term)
    return form if all(atom == ONE or isinstance(atom, Var) for atom in form) else None


def one_of(forms: Sequence[Term], hypotheses: Sequence[Term]) -> OneOf | None:
    """By the least modulus that has one; ``forms`` are natural numbers that are prime, the hypotheses whatever else holds."""
    read = {i: form for i, term in enumerate(forms) if (form := linear_form(term)) is not None and form.keys() - {ONE}}
    linear_hypotheses = {i: h for i, h in enumerate(hypotheses) if _is_linear(h)}
    variables = list(dict.fromkeys(v for form in read.values() for v in form if v != ONE))
    for modulus in MODULI:
        if read and modulus ** len(variables) <= MAX_CASES:
            found = _by(modulus, variables, read, forms, linear_hypotheses)  # type: ignore[arg-type]
            if found is not None:
                return found
    return None


def _by(
    q: int, variables: list[Var], read: dict[int, Linear], forms: Sequence[Term], hypotheses: dict[int, Term]
) -> OneOf | None:
    reading = Reading(q, [f"r{i}" for i in range(len(variables) + 4)])
    residues = [reading.residue_of(v) for v in variables]
    tests = {}
    for i, h in hypotheses.items():
        try:
            formula = reading.read(h, weaker=True)
        except NotEvaluable:
            continue
        if formula is not None and set(walk(formula)) & set(reading.residues.values()) <= set(residues):
            tests[i] = compiled(formula, residues)
    used: set[int] = set()
    zero: list[set[int] | None] = []
    for values in product(range(q), repeat=len(variables)):
        at = dict(zip(variables, values, strict=True))
        fitting = {i for i, form in read.items() if _value(form, at) % q == 0}  # type: ignore[arg-type]
        refuting = None if fitting else next((i for i, test in tests.items() if not test(*values)), None)
        if refuting is not None:
            used.add(refuting)
        elif not fitting:
            return None
        zero.append(fitting or None)
    for k, values in enumerate(product(range(q), repeat=len(variables))):
        if zero[k] and any(not tests[i](*values) for i in used):
            zero[k] = None
    dead = {i for i in read if _impossible(i, q, forms, list(hypotheses.values()))}
    rest = [z for z in zero if z and not z & dead]
    chosen: list[int] = []
    while rest:
        chosen.append(max(sorted(set().union(*rest)), key=lambda i: sum(i in z for z in rest)))
        rest = [z for z in rest if chosen[-1] not in z]
    order = [*sorted(dead), *chosen]
    first = tuple(None if z is None else next(i for i in order if i in z) for z in zero)
    return OneOf(q, tuple(variables), first, tuple(sorted(chosen)), tuple(sorted(used)))


def _value(form: Linear, at: dict[Term, int]) -> int:
    return sum(n * (1 if atom == ONE else at[atom]) for atom, n in form.items())


def _impossible(i: int, q: int, forms: Sequence[Term], hypotheses: Sequence[Term]) -> bool:
    """Whether bounds show that the form is not ``q``."""
    least = [_at_least_two(form) for form in forms]
    box = Box([*hypotheses, *least, App("Eq", (forms[i], Num(q, NAT)), (NAT,)), *_without_subtraction(forms[i], q)])
    return any((r := box.range_of(v)) is not None and len(r) == 0 for v in (*box.low, *box.high))


def _at_least_two(form: Term) -> Term:
    match form:
        case App("HSub.hSub", (a, b)):
            return App("LE.le", (App("HAdd.hAdd", (b, Num(2, NAT)), (NAT,) * 3), a), (NAT,))
    return App("LE.le", (Num(2, NAT), form), (NAT,))


def _without_subtraction(form: Term, q: int) -> list[Term]:
    match form:
        case App("HSub.hSub", (a, b)):
            return [App("Eq", (a, App("HAdd.hAdd", (b, Num(q, NAT)), (NAT,) * 3)), (NAT,))]
    return []


def _is_linear(proposition: Term) -> bool:
    """Whether it is about linear forms over ℕ and ℤ, without subtraction in ℕ."""
    for part in walk(proposition):
        if isinstance(part, App):
            if part.name == "HSub.hSub" and type_name(part) == "ℕ" or part.name in ("HDiv.hDiv", "Nat.Prime"):
                return False
            if part.name in ("HMul.hMul", "HPow.hPow") and any(is_compound(a) for a in linear(part)):
                return False
    return True


def solved(form: Term, q: int) -> tuple[Var, int] | None:
    """``form = q`` as ``variable = value``, where the form has one variable and there is such a natural number."""
    read = linear_form(form)
    if read is None or len(read.keys() - {ONE}) != 1:
        return None
    [x] = read.keys() - {ONE}
    value, rest = divmod(q - read.get(ONE, 0), read[x])
    return (x, value) if rest == 0 and value >= 0 else None  # type: ignore[return-value]
