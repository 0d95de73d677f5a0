"""Sequences, sums and products that are quotients of polynomials in the index: guessed from values, proved by induction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from prover.algebra.closed_forms import Form, closed_form
from prover.algebra.evaluation import truth, value
from prover.algebra.laws import calls, ground, normal, numeral
from prover.algebra.numbers import Unknown
from prover.algebra.quotients import Quotient, factors, is_positive, polynomial_term, read
from prover.algebra.shapes import shifted
from prover.lean.terms import NAT, App, Bind, Call, Num, Term, Var, is_loose, number_type, opened, replaced, type_of, walk
from prover.moves.base import Steps, move, step
from prover.moves.closed_forms import FITTED, MAX_POWER, asked_sequences
from prover.moves.goal import Goal, lean
from prover.moves.sequences import chain_lines, recurrence_line

MAX_ORDER = 3
LONG = 12
"""Sums and products of fewer summands are better written out."""
MAX_LENGTH = 10**6
_STEP = {
    ("Finset.sum", "Finset.range"): "Finset.sum_range_succ", ("Finset.prod", "Finset.range"): "Finset.prod_range_succ",
    ("Finset.sum", "Finset.Icc"): "Finset.sum_Icc_succ_top (by omega)",
    ("Finset.prod", "Finset.Icc"): "Finset.prod_Icc_succ_top (by omega)",
}  # fmt: skip


def nonzero(goal: Goal, n: Var, type_: Term, polynomials: Iterable[tuple[int, ...]]) -> tuple[list[str], bool]:
    """Lines that say that the factors of polynomials are not 0 at ``n : ℕ``, so that denominators can be cleared; whether all are
    positive for their coefficients' sake."""
    k = number_type(type_)
    hn = goal.fresh("hn")
    lines, names, good = [f"have {hn} : (0 : {k}) ≤ {n.name} := Nat.cast_nonneg {n.name}"], [hn], True
    for p in dict.fromkeys(q for whole in polynomials if len(whole) > 1 for q in factors(whole)):
        good &= is_positive(p)
        names.append(goal.fresh("d", names))
        how = "linarith" if len(p) == 2 else "positivity"
        lines.append(f"have {names[-1]} : {lean(polynomial_term(p, n, type_))} ≠ 0 := ne_of_gt (by {how})")
    return lines, good


@move
def rational_forms(goal: Goal) -> Steps:
    """``u n = p n / q n`` for a sequence given by a recurrence with divisions, used at the indices of the target."""
    for values, function, asked, start, shapes in asked_sequences(goal):
        type_, order = function.type.args[1], max(s.order for s in shapes)
        if number_type(type_) not in ("ℝ", "ℚ") or len(shapes) > 1 or order > MAX_ORDER or shapes[0].modulus > 1:
            continue
        form = Quotient.fitted([values.known[function, start + n] for n in range(FITTED)])
        indices = [ground(c.args[0]) for c in asked]
        if form is None or None in indices or any(i < start for i in indices if i is not None):
            continue
        told = goal.target
        for call, i in zip(asked, indices, strict=True):
            told = replaced(told, call, numeral(form.at(int(i or 0) - start), type_))
        if truth(told, {}) is not True:
            continue
        m = Var(goal.fresh("m"), NAT)
        forms = [form.shifted(i) for i in range(order + 1)]
        at = {Call(function, (shifted(m, start + i),)): forms[i] for i in range(order)}
        line, statement = recurrence_line(shapes[0], m, start + order, "e")
        right = statement.args[1]
        inner = [p.args[1] for p in walk(right) if isinstance(p, App) and p.name == "HDiv.hDiv" and calls(p.args[1])][::-1]
        read_ = [read(d, m, type_, at) for d in inner]
        if None in read_ or any(f is None or not f.numerator for f in read_):
            continue
        denominators = [f.denominator for f in forms] + [p for f in read_ if f for p in (f.numerator, f.denominator)]
        facts, good = nonzero(goal, m, type_, [p if p[-1] > 0 else tuple(-c for c in p) for p in denominators])
        if not good:
            continue
        ih = [f"i{i}" for i in range(order)]

        def used(term: Term, at: dict[Call, Quotient] = at, ih: list[str] = ih) -> list[str]:
            return [name for name, call in zip(ih, at, strict=True) if call in calls(normal(term))]

        body = [line, *facts]
        for i, (d, f) in enumerate(zip(inner, read_, strict=True)):
            said = f"{lean(d)} = {lean(f.term(m, type_))}"
            body.append(f"have g{i} : {said} := by rw [{', '.join(used(d))}]; field_simp; ring")
        rest = right
        for d, f in zip(inner, read_, strict=True):
            rest = replaced(rest, d, f.term(m, type_))
        body.append(f"rw [{', '.join(['e', *(f'g{i}' for i in range(len(inner))), *used(rest)])}]")
        body += ["field_simp", "ring"]
        yield from _proved(goal, function, start, forms, body, ih, values, zip(asked, indices, strict=True))


def _proved(goal, function, start, forms, body, ih, values, asked) -> Steps:  # type: ignore[no-untyped-def]
    type_, order, m = function.type.args[1], len(forms) - 1, Var(goal.fresh("m"), NAT)
    equations = [
        f"{lean(Call(function, (shifted(m, start + i),)))} = {lean(f.term(m, type_))}" for i, f in enumerate(forms)
    ]
    hs, hf = goal.fresh("hs"), goal.fresh("hf")
    base, names = chain_lines(goal, values.chain([(function, start + i) for i in range(order)]))
    known = ", ".join(dict.fromkeys(names[function, start + i] for i in range(order)))
    same = [f"i{i}.trans (by push_cast; first | done | (congr 1 <;> ring) | ring)" for i in range(1, order)]
    last = f"{hs} {m.name} {' '.join(ih)}"
    lines = [
        f"have {hs} : ∀ {m.name} : ℕ, {' → '.join(equations)} := by",
        f"  intro {m.name} {' '.join(ih)}",
        *("  " + line for line in body),
        *base,
        f"have {hf} : ∀ {m.name} : ℕ, {' ∧ '.join(f'({e})' for e in equations[:-1])} := by",
        f"  intro {m.name}",
        f"  induction {m.name} with",
        "  | zero => " + (f"refine ⟨{', '.join(['?_'] * order)}⟩ <;> " if order > 1 else "") + f"norm_num [{known}]",
        f"  | succ {m.name} ih =>",
        f"    obtain ⟨{', '.join(ih)}⟩ := ih" if order > 1 else f"    have {ih[0]} := ih",
        f"    refine ⟨{', '.join([*same, '?_'])}⟩" if order > 1 else "    skip",
        f"    exact ({last}).trans (by push_cast; first | done | (congr 1 <;> ring) | ring)",
    ]
    hv: list[str] = []
    for call, index in asked:
        hv.append(goal.fresh("hv", hv))
        number = lean(numeral(forms[0].at(int(index) - start), type_))
        at = f"({hf} {int(index) - start}){'.1' if order > 1 else ''}"
        lines.append(f"have {hv[-1]} : {lean(call)} = {number} := {at}.trans (by norm_num)")
    said = f"for all {m.name}: {equations[0]}"
    yield step("closed_form_values", lines="\n".join(lines), values=", ".join(hv), computed=said)


# ---------------------------------------------------------------------------------------------------- sums and products


@move
def long_sums(goal: Goal) -> Steps:
    """Sums and products of many real or rational numbers in the target: the bound becomes a variable, and the closed form, a sum of
    powers or a quotient of polynomials, is proved by induction."""
    if goal.target_heads.isdisjoint({"Finset.sum", "Finset.prod"}):
        return
    told, lines, hv, said = goal.target, list[str](), list[str](), list[str]()
    for total, low, high in _closed(goal.target):
        made = _total(goal, total, low, high)
        if made is None:
            return
        block, proof, number, what = made
        hv.append(goal.fresh("hv", hv))
        written = lean(numeral(number, type_of(total)))
        lines.append(f"have {hv[-1]} : {lean(total)} = {written} := by")
        lines += ["  " + x for x in (*block, f"exact {proof}")]
        said.append(what)
        told = replaced(told, total, numeral(number, type_of(total)))
    if hv and truth(told, {}) is True:
        yield step("closed_form_values", lines="\n".join(lines), values=", ".join(hv), computed="; ".join(said))


def _closed(term: Term) -> Iterator[tuple[App, int, int]]:
    """The sums and products over long ranges between numbers, with their bounds (both within)."""
    for p in dict.fromkeys(walk(term)):
        match p:
            case App("Finset.sum" | "Finset.prod", (App("Finset.Icc", (Num(low), Num(high))), Bind("λ"))):
                pass
            case App("Finset.sum" | "Finset.prod", (App("Finset.range", (Num(high),)), Bind("λ"))):
                low, high = 0, high - 1
            case _:
                continue
        kind, index = number_type(type_of(p)), number_type(p.args[1].domain)
        if kind in ("ℝ", "ℚ") and index == "ℕ" and LONG < high - low < MAX_LENGTH and not is_loose(p) and not calls(p):
            yield p, low, high


def _total(goal: Goal, total: App, low: int, high: int) -> tuple[list[str], str, Fraction, str] | None:
    """Lines that prove the closed form ``hf`` of a sum or product, what it is at the bound, the number, the form for people."""
    over, function = total.args
    type_, m = type_of(total), Var(goal.fresh("m"), NAT)
    sum_, reached, found = total.name == "Finset.sum", Fraction(0 if total.name == "Finset.sum" else 1), list[Fraction]()
    try:
        for k in range(low, low + FITTED):
            summand = value(opened(function, Num(k, NAT)), {})
            if not isinstance(summand, (int, Fraction)):
                return None
            reached = reached + summand if sum_ else reached * summand
            found.append(Fraction(reached))
    except Unknown:
        return None
    form: Form | Quotient | None = closed_form(found) or Quotient.fitted(found)
    if form is None or (isinstance(form, Form) and not form.is_polynomial and high > MAX_POWER):
        return None
    top = shifted(m, low) if over.name == "Finset.Icc" else shifted(m, 1)
    ends = (over.args[0], top) if over.name == "Finset.Icc" else (top,)
    general = App(total.name, (App(over.name, ends, over.implicit), function), total.implicit)
    told = form.term(m, type_)
    if told is None:
        return None
    body = [f"rw [{_STEP[total.name, over.name]}, ih]", "push_cast"]
    if isinstance(form, Quotient) or any(isinstance(p, App) and p.name == "HDiv.hDiv" for p in walk(function)):
        new = replaced(_pushed(opened(function, Var("?k", NAT, False)), m, low + 1), Var("?k", NAT, False), m)
        inner = [read(p.args[1], m, type_, {}) for p in walk(new) if isinstance(p, App) and p.name == "HDiv.hDiv"]
        if None in inner:
            return None
        own = [form.denominator, form.shifted(1).denominator] if isinstance(form, Quotient) else []
        facts, good = nonzero(goal, m, type_, [*own, *(f.numerator for f in inner if f)])
        if not good:
            return None
        body += [*facts, "field_simp <;> ring"]
    else:
        body.append("ring")
    hf = goal.fresh("hf")
    lines = [
        f"have {hf} : ∀ {m.name} : ℕ, {lean(general)} = {lean(told)} := by",
        f"  intro {m.name}",
        f"  induction {m.name} with",
        "  | zero => norm_num",
        f"  | succ {m.name} ih =>",
        *("    " + line for line in body),
    ]
    return lines, f"({hf} {high - low}).trans (by norm_num)", form.at(high - low), f"{lean(general)} = {lean(told)}"


def _pushed(term: Term, m: Var, k: int) -> Term:
    """The summand at ``m + k``, with the cast of the index as a sum."""
    match term:
        case App("Nat.cast", (Var("?k"),), (type_,)):
            return App("HAdd.hAdd", (App("Nat.cast", (m,), (type_,)), Num(k, type_)), (type_,) * 3)
        case App(name, args, implicit):
            return App(name, tuple(_pushed(a, m, k) for a in args), implicit)
    return term
