"""Closed forms and periods of sequences, guessed from exact values and proved by induction, for indices far away."""

from __future__ import annotations

from fractions import Fraction

from prover.algebra.closed_forms import Form, closed_form, period
from prover.algebra.evaluation import truth, value
from prover.algebra.laws import calls, ground, numeral, substituted
from prover.algebra.numbers import Unknown
from prover.algebra.recurrences import Key, Shape, Values, shifted
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, replaced, type_name, walk
from prover.moves.base import Steps, move, part, step
from prover.moves.goal import Goal, lean
from prover.moves.induction import Claim, proved
from prover.moves.sequences import chain_lines, computing, values_at

FITTED = 24
"""Values that a closed form is fitted to and checked against."""
NEAR = 24
"""Indices up to here are better derived one by one."""
MAX_PERIOD = 40
MAX_POWER = 400
"""Exponents of the powers in a value."""


@move
def closed_forms(goal: Goal) -> Steps:
    """``u n = …`` for all ``n``, guessed from values, proved by induction, and used at the indices of the target."""
    values = values_at(goal)
    if values is None:
        return
    for shape in (s for s in map(Shape.of, values.laws) if s is not None):
        asked = [c for c in dict.fromkeys(calls(goal.target)) if c.function == shape.function]
        if not asked or shape.order == 0:
            continue
        values.extend(range(FITTED + 2))
        start = next((s for s in (0, 1, 2) if (shape.function, s) in values.known), None)
        if start is None or not _is_recurrence(values, shape, start):
            continue
        known = [values.known.get((shape.function, n)) for n in range(start, FITTED)]
        form = closed_form(known) if None not in known else None
        if form is None:
            continue
        if truth(goal.target, {**values.functions, shape.function: lambda i, f=form, s=start: _small(f, i - s)}) is False:
            continue
        n = Var(goal.fresh("m"), NAT)
        claim = equation(form, shape.function, n, start)
        found = None if claim is None else proved(goal, Claim(n, claim, 0, ""))
        if found is None:
            continue
        name, holes = found
        hf = goal.fresh("hf")
        proof = "\n".join("  " + line for line in part(name, **holes).split("\n"))
        lines = [f"have {hf} : ∀ {n.name} : ℕ, {lean(claim)} := by", f"  intro {n.name}", proof]
        yield from _used(goal, shape.function, claim, n, start, asked, hf, lines)


def _small(form: Form, n: int) -> Fraction:
    """The form's value at ``n ≥ 0``.  Raises ``Unknown`` where it has too many digits."""
    if n < 0 or n > MAX_POWER:
        raise Unknown("a value too large")
    return form.at(n)


def _is_recurrence(values: Values, shape: Shape, start: int) -> bool:
    return all((shape.function, start + i) in values.known for i in range(shape.order))


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


def _used(goal: Goal, function: Var, claim: App, n: Var, start: int, asked: list[Call], hf: str, lines: list[str]) -> Steps:
    """The closed form, put into the target: numbers at the numbers, elsewhere what follows linearly."""
    kind = type_name(claim.args[1])
    said = f"for all {n.name}: {lean(claim)}"
    values: list[str] = []
    done = list(lines)
    for call in asked:
        index = ground(call.args[0])
        if index is None or not start <= index <= MAX_POWER + start:
            continue
        at = f"{hf} {int(index) - start}"
        number = number_of(claim, n, int(index) - start)
        name = goal.fresh("hv", values)
        values.append(name)
        target = f"{lean(call)} = {lean(numeral(number, function.type.args[1]))}"
        close = f"have e : {lean(_specialized(claim, n, call, start))} := {at}; " + (
            "omega" if kind in ("ℕ", "ℤ") else "norm_num at e; linarith"
        )
        if kind not in ("ℕ", "ℤ"):
            close = f"rw [show {lean(call)} = _ from {at}] <;> norm_num"
        done.append(f"have {name} : {target} := by {close}")
    if values:
        if max(int(ground(c.args[0]) or 0) for c in asked) > NEAR:
            yield step("closed_form_values", lines="\n".join(done), values=", ".join(values), computed=said)
        return
    facts = [f"have := {hf} {lean(index, 1024)}" for index in _indices(asked, start)]
    if facts:
        yield step("closed_form_linear", lines="\n".join([*lines, *facts]), computed=said)


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


@move
def periods(goal: Goal) -> Steps:
    """Values far away of a sequence that repeats, or of its remainders where the target asks for those."""
    values = values_at(goal)
    if values is None:
        return
    for shape in (s for s in map(Shape.of, values.laws) if s is not None):
        for call in dict.fromkeys(calls(goal.target)):
            index = ground(call.args[0]) if call.function == shape.function else None
            if index is not None and index > NEAR and index.denominator == 1:
                for modulus in (*_moduli(goal.target, call), 0):
                    yield from _periodic(goal, values, shape, call, int(index), modulus)


def _moduli(term: Term, call: Call) -> list[int]:
    return [
        p.args[1].value
        for p in walk(term)
        if isinstance(p, App)
        and p.name == "HMod.hMod"
        and p.args[0] == call
        and isinstance(p.args[1], Num)
        and p.args[1].value > 1
    ]


def _periodic(goal: Goal, values: Values, shape: Shape, call: Call, index: int, modulus: int) -> Steps:
    values.extend(range(2 * MAX_PERIOD + 4))
    first = next((s for s in (0, 1, 2) if (shape.function, s) in values.known), None)
    if first is None or shape.order == 0:
        return
    keys = [(shape.function, n) for n in range(first, 2 * MAX_PERIOD)]
    if any(k not in values.known for k in keys):
        return
    numbers = [values.known[k] % modulus if modulus else values.known[k] for k in keys]
    found = period(numbers, shape.order)
    if found is None or found[1] > MAX_PERIOD:
        return
    start, length = found[0] + first, found[1]
    if index < start:
        return
    laps, rest = divmod(index - start, length)
    start += rest
    type_ = shape.function.type.args[1]
    asked = remainder(call, modulus, type_)
    if truth(replaced(goal.target, asked, numeral(numbers[start - first], type_)), {}) is not True:
        return
    k, hk, order = Var(goal.fresh("k"), NAT), goal.fresh("hk"), shape.order
    lap = k if length == 1 else App("HMul.hMul", (Num(length, NAT), k), (NAT,) * 3)

    def said(n: Term, i: int) -> str:
        left = remainder(Call(shape.function, (n,)), modulus, type_)
        return f"{lean(left)} = {lean(numeral(numbers[start - first + i], type_))}"

    known: list[Key] = [(shape.function, start + i) for i in range(order)]
    lines, names = chain_lines(goal, values.chain(known))
    base = [names[key] for key in known]
    if modulus:
        base = goal.numbered("hr", order)
        for i, (name, key) in enumerate(zip(base, known, strict=True)):
            lines.append(f"have {name} : {said(Num(start + i, NAT), i)} := by rw [{names[key]}] <;> norm_num")
    lemmas = (
        "Nat.add_mod, Nat.mul_mod, Nat.pow_mod" if number_type(type_) == "ℕ" else "Int.add_emod, Int.sub_emod, Int.mul_emod"
    )
    body = []
    for i in range(order, length + order):
        equation_, instance = shape.instance(lap, start + i)
        proof = instance.proof(lambda v: lean(v, 1024), ["(by omega)"] * len(instance.guards))
        used = ", ".join(f"i{j}" for j in reversed(range(i - order, i)))
        close = f"simp [e{i}, {lemmas}, {used}]" if modulus else f"rw [e{i}, {used}] <;> {computing(type_)}"
        body += [f"have e{i} : {lean(equation_)} := {proof}", f"have i{i} : {said(shifted(lap, start + i), i)} := by {close}"]
    yield step(
        "period", lines="\n".join(lines), hk=hk, k=k.name, base=_tuple(base),
        claims=" ∧ ".join(f"({said(shifted(lap, start + i), i)})" for i in range(order)),
        taken=f"obtain {_tuple([f'i{i}' for i in range(order)])} := ih" if order > 1 else "have i0 := ih", body="\n".join("    " + line for line in body),
        last=_tuple([f"i{i}" for i in range(length, length + order)]), hv=goal.fresh("hv"), value=said(call.args[0], 0),
        use=f"({hk} {laps}).1" if order > 1 else f"{hk} {laps}",
        computed=f"{'remainders' if modulus else 'values'} repeat after {length} from {start - rest} on",
    )  # fmt: skip


def remainder(value: Term, modulus: int, type_: Term) -> Term:
    """``value % modulus``; the value for modulus 0."""
    return App("HMod.hMod", (value, Num(modulus, type_)), (type_,) * 3) if modulus else value


def _tuple(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"⟨{', '.join(parts)}⟩"
