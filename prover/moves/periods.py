"""Sequences that repeat, or whose remainders do: values far away, and at indices of which the remainder is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from prover.algebra.closed_forms import period
from prover.algebra.evaluation import truth
from prover.algebra.laws import calls, ground, numeral
from prover.algebra.polynomials import NotPolynomial, Ring
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
    lap as Lean has it, and a proof of ``length * lap + at = index`` (empty: by computing)."""

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
    claim, type_ = goal.target, shape.function.type.args[1]
    for place in places:
        claim = replaced(claim, place.call, numeral(numbers[place.at], type_))
    if truth(claim, {}) is not True:
        return
    said = f"{'remainders' if modulus else 'values'} repeat after {length} from {start} on"
    repeating = Repeating(goal, values, shape, modulus, start, length, numbers)
    lines, proofs = repeating.by_translation(places) if repeating.is_plain else repeating.by_laps(places)
    names = goal.numbered("hv", len(places))
    for name, place, proof in zip(names, places, proofs, strict=True):
        lines.append(f"have {name} : {repeating.said(place.call.args[0], place.at)} := {repeating.moved(place, proof)}")
    claim = " ∧ ".join(f"({repeating.said(p.call.args[0], p.at)})" for p in places)
    yield step(
        "period", hv=goal.fresh("hv"), claim=claim, how="\n".join("  " + x for line in lines for x in line.split("\n")),
        values=_tuple(names), facts=", ".join(names), computed=said,
    )  # fmt: skip


@dataclass(frozen=True)
class Repeating:
    """A sequence that repeats, modulo ``modulus`` where that is not 0, after ``length`` from ``start`` on, with its first values."""

    goal: Goal
    values: Values
    shape: Shape
    modulus: int
    start: int
    length: int
    numbers: dict[int, Fraction]

    @cached_property
    def type(self) -> Term:
        return self.shape.function.type.args[1]

    @property
    def is_plain(self) -> bool:
        """Whether the recurrence says the same at all indices, and respects remainders as ``omega`` sees: it is linear."""
        n = Var("n", NAT, False)
        equation, _ = self.shape.instance(n, self.shape.first)
        if _leaves(equation).count(n) > sum(_leaves(c).count(n) for c in calls(equation)):
            return False
        if self.modulus == 0:
            return True
        try:
            return Ring.of([equation]).polynomial(equation.args[1]).total_degree() <= 1
        except NotPolynomial:
            return False

    def value(self, n: Term) -> Term:
        """``u n``, or ``u n % m``."""
        return remainder(Call(self.shape.function, (n,)), self.modulus, self.type)

    def said(self, n: Term, at: int) -> str:
        """That the value at ``n`` is the one at the number ``at``."""
        return f"{lean(self.value(n))} = {lean(numeral(self.numbers[at], self.type))}"

    def known(self, indices: Iterable[int]) -> tuple[list[str], dict[int, str]]:
        """Lines that prove the values (remainders) at some numbers, and their names."""
        keys: list[Key] = [(self.shape.function, i) for i in indices]
        lines, names = chain_lines(self.goal, self.values.chain(keys))
        found = {i: names[key] for key in keys for i in [key[1]]}
        if self.modulus:
            for i, name in list(found.items()):
                found[i] = self.goal.fresh("hr", [*found.values(), *names.values()])
                lines.append(f"have {found[i]} : {self.said(Num(i, NAT), i)} := by rw [{name}] <;> norm_num")
        return lines, found

    def by_translation(self, places: list[Place]) -> tuple[list[str], list[str]]:
        """``u (n + length) = u n`` by induction, then the values at ``length * k + at``: lines, and a proof for each place."""
        goal, order, length = self.goal, self.shape.order, self.length
        n, i_names = Var(goal.fresh("n"), NAT), goal.numbered("i", order)
        hs, hp = goal.fresh("hs"), goal.fresh("hp")
        equal = [
            f"{lean(self.value(shifted(n, self.start + length + i)))} = {lean(self.value(shifted(n, self.start + i)))}"
            for i in range(order + 1)
        ]
        one, _ = recurrence_line(self.shape, n, self.start + length + order, "e₁")
        two, statement = recurrence_line(self.shape, n, self.start + order, "e₂")
        met = calls(statement.args[1])
        used = [name for i, name in enumerate(i_names) if Call(self.shape.function, (shifted(n, self.start + i),)) in met]
        if self.modulus or (length <= order and number_type(self.type) in ("ℕ", "ℤ")):
            close = "omega"
        else:
            close = f"rw [{', '.join(['e₁', 'e₂', *used])}]" if length > order else "linarith"
        lines = [
            f"have {hs} : ∀ {n.name} : ℕ, {' → '.join(equal)} := by",
            f"  intro {n.name} {' '.join(i_names)}",
            *("  " + line for line in (one, two, close)),
        ]
        firsts = [self.start + i for i in range(order)]
        chain, names = self.known(dict.fromkeys([*firsts, *(i + length for i in firsts), *(p.at for p in places)]))
        bases = ", ".join(f"{names[i + length]}.trans {names[i]}.symm" for i in firsts)
        lines += [
            *chain,
            f"have {hp} : ∀ {n.name} : ℕ, {' ∧ '.join(f'({e})' for e in equal[:-1])} := by",
            f"  intro {n.name}",
            f"  induction {n.name} with",
            f"  | zero => exact {f'⟨{bases}⟩' if order > 1 else bases}",
            f"  | succ {n.name} ih =>",
            f"    obtain {_tuple(i_names)} := ih" if order > 1 else f"    have {i_names[0]} := ih",
            f"    exact {_tuple([*i_names[1:], f'{hs} {n.name} ' + ' '.join(i_names)])}",
        ]
        k, hq = Var(goal.fresh("k"), NAT), dict[int, str]()
        lap = App("HMul.hMul", (Num(length, NAT), k), (NAT,) * 3)
        for place in places:
            if place.at not in hq:
                hq[place.at] = goal.fresh("hq", hq.values())
                at = f"({hp} {lean(shifted(lap, place.at - self.start), 1024)})" + (".1" if order > 1 else "")
                lines += [
                    f"have {hq[place.at]} : ∀ {k.name} : ℕ, {self.said(shifted(lap, place.at), place.at)} := by",
                    f"  intro {k.name}",
                    f"  induction {k.name} with",
                    f"  | zero => exact {names[place.at]}",
                    f"  | succ {k.name} ih => exact {at}.trans ih",
                ]
        return lines, [f"{hq[p.at]} {p.lap}" for p in places]

    def moved(self, place: Place, proof: str) -> str:
        """The value at the index asked for, from that at ``length * lap + at``."""
        if not place.proof:
            return proof
        at = Var(self.goal.fresh("x"), NAT)
        return f"(congrArg (fun {at.name} => {lean(self.value(at))}) {place.proof}).symm.trans ({proof})"

    def by_laps(self, places: list[Place]) -> tuple[list[str], list[str]]:
        """The values at ``length * k + at`` by induction over ``k``, through one period of the recurrence: lines, proofs."""
        goal, shape, length = self.goal, self.shape, self.length
        anchor = min(p.at for p in places)
        window = max(shape.order, max(p.at for p in places) - anchor + 1)
        k, hk = Var(goal.fresh("k"), NAT), goal.fresh("hk")
        lap = App("HMul.hMul", (Num(length, NAT), k), (NAT,) * 3)
        lemmas = (
            "Nat.add_mod, Nat.mul_mod, Nat.pow_mod"
            if number_type(self.type) == "ℕ"
            else "Int.add_emod, Int.sub_emod, Int.mul_emod"
        )
        lines, names = self.known(range(anchor, anchor + window))
        claims = [f"({self.said(shifted(lap, anchor + i), anchor + i)})" for i in range(window)]
        lines += [
            f"have {hk} : ∀ {k.name} : ℕ, {' ∧ '.join(claims)} := by",
            f"  intro {k.name}",
            f"  induction {k.name} with",
            f"  | zero => exact {_tuple([names[anchor + i] for i in range(window)])}",
            f"  | succ {k.name} ih =>",
            f"    obtain {_tuple([f'i{i}' for i in range(window)])} := ih" if window > 1 else "    have i0 := ih",
        ]
        for i in range(window, length + window):
            line, statement = recurrence_line(shape, lap, anchor + i, f"e{i}")
            used = [f"i{j}" for j in reversed(range(i - shape.order, i)) if self._call(lap, anchor + j) in calls(statement.args[1])]
            close = (
                f"first | simp [e{i}, {lemmas}, {', '.join(used)}] | omega"
                if self.modulus
                else f"rw [{', '.join([f'e{i}', *used])}] <;> {computing(self.type)}"
            )
            said = self.said(shifted(lap, anchor + i), self.start + (anchor + i - self.start) % length)
            lines += ["    " + line, f"    have i{i} : {said} := by {close}"]
        lines.append(f"    exact {_tuple([f'i{i}' for i in range(length, length + window)])}")
        proofs = []
        for place in places:
            i = place.at - anchor
            proofs.append(f"({hk} {place.lap}){'.2' * i + ('.1' if i < window - 1 else '')}")
        return lines, proofs

    def _call(self, n: Term, k: int) -> Call:
        return Call(self.shape.function, (shifted(n, k),))


def _leaves(term: Term) -> list[Var]:
    return [part for part in walk(term) if isinstance(part, Var)]


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
            said, m = f"{length} * ({k}) + {r} = {index.name}", known[0]
            proof = f"by have h : {index.name} % {m} = {known[1] % m} := {h.name}; omega"
            if m == length:
                proof = f"(congrArg ({length} * ({k}) + ·) {h.name}.symm).trans (Nat.div_add_mod {index.name} {length})"
            return Place(call, r, f"({k})", f"(show {said} from {proof})")
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
