"""Sequences that repeat, or whose remainders do: values far away, and at indices of which the remainder is known."""

from __future__ import annotations

from dataclasses import dataclass

from prover.algebra.closed_forms import period
from prover.algebra.evaluation import truth
from prover.algebra.laws import calls, ground, numeral
from prover.algebra.recurrences import Key, Values
from prover.algebra.shapes import Shape, recurrences, shifted
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, replaced, walk
from prover.moves.base import Steps, move, step
from prover.moves.closed_forms import NEAR
from prover.moves.goal import Goal, lean
from prover.moves.sequences import chain_lines, computing, recurrence_line, values_at

MAX_PERIOD = 40
MAX_MODULUS = 10_000


@dataclass(frozen=True)
class Place:
    """An index within the first period that the sequence has the same value at as at the index asked for: which call asks, the
    lap as Lean has it, and a proof that the index is ``length * lap + at`` (empty: by computing)."""

    call: Call
    at: int
    lap: str
    proof: str


@move
def periods(goal: Goal) -> Steps:
    """Values far away of a sequence that repeats, or of its remainders where the target asks for those."""
    values = values_at(goal)
    if values is None:
        return
    for shape in recurrences(values.laws):
        asked = [c for c in dict.fromkeys(calls(goal.target)) if c.function == shape.function and len(c.args) == 1]
        far = [c for c in asked if isinstance(c.args[0], Var) or (ground(c.args[0]) or 0) > NEAR]
        if far and shape.order and shape.modulus == 1:
            for modulus in (*_moduli(goal.target, asked), 0):
                yield from _periodic(goal, values, shape, asked, modulus)


def _moduli(term: Term, asked: list[Call]) -> list[int]:
    """The numbers modulo which the target asks for values, or for sums and products of them."""
    found = (
        p.args[1].value
        for p in walk(term)
        if isinstance(p, App) and p.name == "HMod.hMod" and isinstance(p.args[1], Num) and any(c in asked for c in calls(p.args[0]))
    )
    return [m for m in dict.fromkeys(found) if 1 < m <= MAX_MODULUS]


def _periodic(goal: Goal, values: Values, shape: Shape, asked: list[Call], modulus: int) -> Steps:
    values.extend(range(2 * MAX_PERIOD + 8))
    first = next((s for s in range(8) if (shape.function, s) in values.known), None)
    if first is None:
        return
    keys = [(shape.function, n) for n in range(first, 2 * MAX_PERIOD)]
    if any(k not in values.known for k in keys):
        return
    numbers = {n: values.known[f, n] % modulus if modulus else values.known[f, n] for f, n in keys}
    found = period(list(numbers.values()), shape.order)
    if found is None or found[1] > MAX_PERIOD:
        return
    start, length = max(found[0] + first, shape.first - shape.order), found[1]
    places = [_place(goal, call, start, length) for call in asked]
    if None in places or start + 2 * length + shape.order > 2 * MAX_PERIOD:
        return
    type_ = shape.function.type.args[1]
    told = goal.target
    for place in places:
        told = replaced(told, place.call, numeral(numbers[place.at], type_))
    if truth(told, {}) is not True:
        return
    anchor = min(p.at for p in places)
    window = max(shape.order, max(p.at for p in places) - anchor + 1)
    k, hk = Var(goal.fresh("k"), NAT), goal.fresh("hk")
    lap = k if length == 1 else App("HMul.hMul", (Num(length, NAT), k), (NAT,) * 3)

    def said(n: Term, i: int) -> str:
        left = remainder(Call(shape.function, (n,)), modulus, type_)
        return f"{lean(left)} = {lean(numeral(numbers[anchor + i], type_))}"

    known: list[Key] = [(shape.function, anchor + i) for i in range(window)]
    lines, names = chain_lines(goal, values.chain(known))
    base = [names[key] for key in known]
    if modulus:
        base = goal.numbered("hr", window)
        for i, (name, key) in enumerate(zip(base, known, strict=True)):
            lines.append(f"have {name} : {said(Num(anchor + i, NAT), i)} := by rw [{names[key]}] <;> norm_num")
    lemmas = (
        "Nat.add_mod, Nat.mul_mod, Nat.pow_mod" if number_type(type_) == "ℕ" else "Int.add_emod, Int.sub_emod, Int.mul_emod"
    )
    body = []
    for i in range(window, length + window):
        line, _ = recurrence_line(shape, lap, anchor + i, f"e{i}")
        used = ", ".join(f"i{j}" for j in reversed(range(i - shape.order, i)))
        close = f"first | omega | simp [e{i}, {lemmas}, {used}]" if modulus else _rewritten(shape, f"e{i}", i, lap, anchor)
        body += [line, f"have i{i} : {said(shifted(lap, anchor + i), i)} := by {close}"]
    hv = goal.numbered("hv", len(places))
    uses = []
    for name, place in zip(hv, places, strict=True):
        i = place.at - anchor
        path = ".2" * i + (".1" if i < window - 1 else "")
        at = f"({hk} {place.lap}){path}"
        left = remainder(place.call, modulus, type_)
        value = f"{lean(left)} = {lean(numeral(numbers[place.at], type_))}"
        how = f"by rw [show {lean(place.call.args[0])} = _ from {place.proof}]; exact {at}" if place.proof else at
        uses.append(f"have {name} : {value} := {how}")
    yield step(
        "period", lines="\n".join(lines), hk=hk, k=k.name, base=_tuple(base),
        claims=" ∧ ".join(f"({said(shifted(lap, anchor + i), i)})" for i in range(window)),
        taken=f"obtain {_tuple([f'i{i}' for i in range(window)])} := ih" if window > 1 else "have i0 := ih",
        body="\n".join("    " + line for line in body),
        last=_tuple([f"i{i}" for i in range(length, length + window)]), uses="\n".join(uses), hv=", ".join(hv), one=hv[0],
        computed=f"{'remainders' if modulus else 'values'} repeat after {length} from {start} on",
    )  # fmt: skip


def _rewritten(shape: Shape, name: str, i: int, lap: Term, anchor: int) -> str:
    """The value from the recurrence, with those before it that occur in it put in."""
    met = calls(shape.instance(lap, anchor + i)[0].args[1])
    used = [f"i{j}" for j in reversed(range(i - shape.order, i)) if Call(shape.function, (shifted(lap, anchor + j),)) in met]
    return f"rw [{', '.join([name, *used])}] <;> {computing(shape.function.type.args[1])}"


def _place(goal: Goal, call: Call, start: int, length: int) -> Place | None:
    """Where in the period from ``start`` on the index of a call is; ``None`` for an index of which that is not known."""
    [index] = call.args
    number = ground(index)
    if number is not None:
        if number < start or number.denominator != 1:
            return None
        laps, rest = divmod(int(number) - start, length)
        return Place(call, start + rest, str(laps), "")
    if not isinstance(index, Var) or not index.accessible:
        return None
    for h in goal.props:
        known = _residue(h.type, index)
        if known is not None and known[0] % length == 0 and (r := known[1] % length) >= start:
            k = f"{index.name} / {length}"
            said = f"(show {index.name} = {length} * ({k}) + {r} by have h := {h.name}; simp only [Nat.ModEq] at h; omega)"
            if isinstance(h.type, App) and h.type.name != "Nat.ModEq":
                said = f"(show {index.name} = {length} * ({k}) + {r} by omega)"
            return Place(call, r, f"({k})", said)
    return None


def _residue(fact: Term, n: Var) -> tuple[int, int] | None:
    """Modulus and remainder that a hypothesis tells of a number."""
    match fact:
        case App("Nat.ModEq", (Num(m), x, Num(r))) if x == n and m:
            return m, r
        case App("Eq", (App("HMod.hMod", (x, Num(m))), Num(r))) if x == n and m:
            return m, r
    return None


def remainder(value: Term, modulus: int, type_: Term) -> Term:
    """``value % modulus``; the value for modulus 0."""
    return App("HMod.hMod", (value, Num(modulus, type_)), (type_,) * 3) if modulus else value


def _tuple(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"⟨{', '.join(parts)}⟩"
