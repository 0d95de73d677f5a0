"""Closed forms of sequences, guessed from exact values and proved by induction, for indices far away."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from prover.algebra.closed_forms import Form, closed_form
from prover.algebra.evaluation import truth, value
from prover.algebra.laws import calls, ground, numeral, substituted
from prover.algebra.numbers import Unknown
from prover.algebra.recurrences import Values
from prover.algebra.shapes import Shape, covering, recurrences, shifted
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, replaced, type_name, walk
from prover.moves.base import Steps, move, part, step
from prover.moves.goal import Goal, lean
from prover.moves.induction import Claim, proved
from prover.moves.lines import indented
from prover.moves.sequences import values_at

FITTED = 24
"""Values that a closed form is fitted to and checked against."""
NEAR = 24
"""Indices up to here are better derived one by one."""
MAX_POWER = 400
"""Exponents of the powers in a value."""
MAX_INDEX = 10**9


@move
def closed_forms(goal: Goal) -> Steps:
    """``u n = …`` for all ``n``, guessed from values, proved by induction, and used at the indices of the target."""
    for values, function, asked, start, _ in asked_sequences(goal):
        form = closed_form([values.known[function, start + n] for n in range(FITTED)])
        if form is None:
            continue
        if truth(goal.target, {**values.functions, function: lambda i, f=form, s=start: _small(f, i - s)}) is False:
            continue
        n = Var(goal.fresh("m"), NAT)
        claim = equation(form, function, n, start)
        found = None if claim is None else proved(goal, Claim(n, claim, 0, ""))
        if found is None:
            continue
        name, holes = found
        hf = goal.fresh("hf")
        proof = "\n".join(indented([part(name, **holes)]))
        lines = [f"have {hf} : ∀ {n.name} : ℕ, {lean(claim)} := by", f"  intro {n.name}", proof]
        yield from _used(goal, claim, n, start, asked, hf, lines, _farthest(form))


def asked_sequences(goal: Goal) -> Iterator[tuple[Values, Var, list[Call], int, list[Shape]]]:
    """The sequences that the target asks for and whose first values are known: the values, the sequence, its calls in the target,
    the index from which recurrences give all values, the recurrences."""
    values = values_at(goal)
    if values is None:
        return
    asked = [c for c in dict.fromkeys(calls(goal.target)) if len(c.args) == 1]
    shapes = recurrences(values.laws)
    for function in dict.fromkeys(s.function for s in shapes if s.order):
        own = [s for s in shapes if s.function == function]
        wanted = [c for c in asked if c.function == function]
        if not wanted or covering(own) is None:
            continue
        order, first = max(s.order for s in own), max(s.first for s in own)
        values.extend(range(FITTED + 8))
        starts = range(max(0, first - order), max(0, first - order) + 6)
        start = next((s for s in starts if all((function, s + i) in values.known for i in range(order))), None)
        if start is not None and all((function, start + i) in values.known for i in range(FITTED)):
            yield values, function, wanted, start, own


def _small(form: Form, n: int) -> Fraction:
    """The form's value at ``n ≥ 0``.  Raises ``Unknown`` where it has too many digits."""
    if n < 0 or n > _farthest(form):
        raise Unknown("a value too large")
    return form.at(n)


def _farthest(form: Form) -> int:
    """Up to which index values are small enough to be written down."""
    return MAX_INDEX if form.is_polynomial else MAX_POWER


def equation(form: Form, function: Var, n: Var, start: int) -> Term | None:
    """The claim ``u (n + start) = form``, without fractions in ℕ and ℤ and without negative numbers in ℕ."""
    type_ = function.type.args[1]
    left = Call(function, (shifted(n, start),))
    kind, d = number_type(type_), form.denominator
    scaled: Term = left if d == 1 or kind not in ("ℕ", "ℤ") else App("HMul.hMul", (Num(d, type_), left), (type_,) * 3)
    right = form.term(n, type_, d if kind in ("ℕ", "ℤ") else 1, 1 if kind == "ℕ" else 0)
    if right is None:
        return None
    if kind == "ℕ":
        less = form.term(n, type_, d, -1)
        if less is None:
            return None
        scaled = scaled if less == Num(0, type_) else App("HAdd.hAdd", (scaled, less), (type_,) * 3)
    return App("Eq", (scaled, right), (type_,))


def _used(
    goal: Goal, claim: App, n: Var, start: int, asked: list[Call], hf: str, lines: list[str], farthest: int
) -> Steps:
    """The closed form, put into the target: numbers at the numbers, elsewhere what follows linearly."""
    kind = type_name(claim.args[1])
    said = f"for all {n.name}: {lean(claim)}"
    values: list[str] = []
    done = list(lines)
    for call in asked:
        index = ground(call.args[0])
        if index is None or not start <= index <= farthest + start:
            continue
        at = f"{hf} {int(index) - start}"
        number = number_of(claim, n, int(index) - start)
        name = goal.fresh("hv", values)
        values.append(name)
        target = f"{lean(call)} = {lean(numeral(number, call.function.type.args[1]))}"
        close = f"have e : {lean(_specialized(claim, n, call, start))} := {at}; " + (
            "omega" if kind in ("ℕ", "ℤ") else "norm_num at e; linarith"
        )
        if kind not in ("ℕ", "ℤ"):
            close = f"rw [show {lean(call)} = _ from {at}] <;> norm_num"
        done.append(f"have {name} : {target} := by {close}")
    if values:
        if max(int(ground(c.args[0]) or 0) for c in asked) > NEAR:
            yield step("closed_form_values", lines="\n".join(done), values=", ".join(values), close=closing(goal.target), computed=said)
        return
    facts = [f"have := {hf} {lean(index, 1024)}" for index in _indices(asked, start)]
    if facts:
        yield step("closed_form_linear", lines="\n".join([*lines, *facts]), computed=said)


def closing(target: Term) -> str:
    """What proves a target whose values are numbers now."""
    real = any(isinstance(p, (App, Num, Call)) and type_name(p) in ("ℝ", "ℂ") for p in walk(target))
    return "norm_num" if real else "first | decide +kernel | norm_num"


def _indices(asked: list[Call], start: int) -> list[Term]:
    """The arguments ``m`` with ``m + start`` asked for."""
    found: list[Term] = []
    for call in asked:
        [index] = call.args
        match index:
            case App("HAdd.hAdd", (x, Num(k))) if k >= start:
                found.append(shifted(x, k - start))
            case _ if start == 0:
                found.append(index)
    return found


def number_of(claim: App, n: Var, at: int) -> Fraction:
    """The value that the claim gives at a number."""
    left, right = (substituted(side, {n: Num(at, NAT)}) for side in claim.args)
    [call] = calls(left)
    constant, slope = (Fraction(value(replaced(left, call, Num(t, NAT)), {})) for t in (0, 1))
    return (Fraction(value(right, {})) - constant) / (slope - constant)


def _specialized(claim: App, n: Var, call: Call, start: int) -> Term:
    index = int(ground(call.args[0]) or 0)
    [own] = [c for c in calls(claim) if c.function == call.function]
    return replaced(replaced(claim, own, call), n, Num(index - start, NAT))
