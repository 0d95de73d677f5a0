"""Sequences, sums and products that are quotients of polynomials in the index: guessed from values, proved by induction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from flint import fmpq_mpoly

from prover.algebra.closed_forms import Form, closed_form
from prover.algebra.evaluation import truth, value
from prover.algebra.ideals import Ideal
from prover.algebra.laws import calls, ground, numeral
from prover.algebra.numbers import Unknown
from prover.algebra.polynomials import NotPolynomial, Ring
from prover.algebra.rational_functions import Quotient, factors, is_positive, polynomial_term, read
from prover.algebra.recurrences import Values
from prover.algebra.shapes import Shape, shifted
from prover.lean.terms import NAT, App, Bind, Call, Num, Term, Var, is_loose, number_type, opened, replaced, type_of, walk
from prover.moves.base import Steps, move, step
from prover.moves.closed_forms import FITTED, MAX_POWER, asked_sequences, closing
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


def nonzero(
    goal: Goal, n: Var, type_: Term, polynomials: Iterable[tuple[int, ...]]
) -> tuple[list[str], dict[tuple[int, ...], str], bool]:
    """Lines that say that polynomials are not 0 at ``n : ℕ``, the names of what they say, and whether all are positive for their
    coefficients' sake."""
    k = number_type(type_)
    hn = goal.fresh("hn")
    lines, names, good = [f"have {hn} : (0 : {k}) ≤ {n.name} := Nat.cast_nonneg {n.name}"], dict[tuple[int, ...], str](), True
    for p in dict.fromkeys(polynomials):
        good &= is_positive(p)
        names[p] = goal.fresh("d", names.values())
        powers = ", ".join(f"pow_nonneg {hn} {i}" for i, c in enumerate(p) if c and i > 1)
        how = "by norm_num" if len(p) == 1 else f"ne_of_gt (by linarith{f' [{powers}]' if powers else ''})"
        lines.append(f"have {names[p]} : {lean(polynomial_term(p, n, type_), 51)} ≠ 0 := {how}")
    return lines, names, good


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
        evaluated = goal.target
        for call, i in zip(asked, indices, strict=True):
            evaluated = replaced(evaluated, call, numeral(form.at(int(i or 0) - start), type_))
        if truth(evaluated, {}) is not True:
            continue
        m = Var(goal.fresh("m"), NAT)
        forms = [form.shifted(i) for i in range(order + 1)]
        body = _step_by_facts(goal, shapes[0], m, start, forms)
        if body is not None:
            yield from _proved(goal, m, function, start, forms, body, values, zip(asked, indices, strict=True))


def _step_by_facts(goal: Goal, shape: Shape, m: Var, start: int, forms: list[Quotient]) -> list[str] | None:
    """Lines that prove ``u (m + order) = p / q`` from hypotheses ``i0``, ``i1`` … that say so of the values before.

    All is said without division: ``u₀ * q₀ = p₀`` and so on, ``N / D`` for the recurrence, ``D ≠ 0`` since ``D * s = r`` in the
    quotient ring with ``r`` and ``s`` polynomials in ``m``, and ``(u * q - p) * D = 0``.
    """
    order, type_ = len(forms) - 1, shape.function.type.args[1]
    line, statement = recurrence_line(shape, m, start + order, "e")
    new, right = statement.args
    before = {Call(shape.function, (shifted(m, start + i),)): forms[i] for i in range(order)}
    is_quotient = isinstance(right, App) and right.name == "HDiv.hDiv"
    if not is_quotient:
        return None
    numerator, denominator = right.args
    found = read(denominator, m, type_, before)
    if found is None or not found.numerator:
        return None
    ps = [polynomial_term(f.numerator, m, type_) for f in forms]
    qs = [polynomial_term(f.denominator, m, type_) for f in forms]
    r, s = (polynomial_term(side, m, type_) for side in (found.numerator, found.denominator))
    try:
        ring = Ring.of([*before, *ps, *qs, r, s, numerator, denominator])
        n, d, pn, qn, rn, sn = (ring.polynomial(t) for t in (numerator, denominator, ps[-1], qs[-1], r, s))
        facts = [ring.polynomial(u) * ring.polynomial(q) - ring.polynomial(p) for u, p, q in zip(before, ps, qs, strict=False)]
        ideal = Ideal(facts)
        first, second = ideal.cofactors(sn * d - rn), ideal.cofactors(qn * n - pn * d)
    except NotPolynomial:
        return None
    if first is None or second is None:
        return None
    polynomials = [f.denominator for f in forms] + [_made_positive(found.numerator)]
    lines, names, good = nonzero(goal, m, type_, polynomials)
    if not good:
        return None

    def summed(cofactors: list[fmpq_mpoly], sign: str) -> str:
        parts = ((lean(ring.term(c, type_), 1024), f"f{i}") for i, c in enumerate(cofactors) if len(c))
        return "".join(f" {sign} {c} * {f}" for c, f in parts)

    not_zero = names[_made_positive(found.numerator)]
    sign = "-" if found.numerator[-1] < 0 else ""
    of_zero = f"{sign}({lean(s)}) * h" + summed(first, "+" if sign else "-")
    lines = [line, *lines]
    for i, (u, p, q) in enumerate(zip(before, ps, qs, strict=False)):
        lines.append(f"have f{i} : {lean(u)} * ({lean(q)}) = {lean(p)} := (eq_div_iff {names[forms[i].denominator]}).mp i{i}")
    dq = names[forms[-1].denominator]
    return [
        *lines,
        f"have hD : {lean(denominator)} ≠ 0 := fun h => {not_zero} (by linear_combination {of_zero})",
        f"have e' : {lean(new)} * ({lean(denominator)}) = {lean(numerator)} := (eq_div_iff hD).mp e",
        f"have z : ({lean(new)} * ({lean(qs[-1])}) - ({lean(ps[-1])})) * ({lean(denominator)}) = 0 := by",
        f"  linear_combination ({lean(qs[-1])}) * e'{summed(second, '+')}",
        f"exact (eq_div_iff {dq}).mpr (sub_eq_zero.mp ((mul_eq_zero.mp z).resolve_right hD))",
    ]


def _expanded(form: Quotient, m: Var, type_: Term) -> Term:
    p, q = (polynomial_term(side, m, type_) for side in (form.numerator, form.denominator))
    return App("HDiv.hDiv", (p, q), (type_,) * 3)


def _made_positive(polynomial: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(-c for c in polynomial) if polynomial and polynomial[-1] < 0 else polynomial


def _proved(
    goal: Goal,
    m: Var,
    function: Var,
    start: int,
    forms: list[Quotient],
    body: list[str],
    values: Values,
    asked: Iterable[tuple[Call, Fraction]],
) -> Steps:
    type_, order = function.type.args[1], len(forms) - 1
    ih = [f"i{i}" for i in range(order)]
    equations = [
        f"{lean(Call(function, (shifted(m, start + i),)))} = {lean(_expanded(f, m, type_))}" for i, f in enumerate(forms)
    ]
    hs, hf = goal.fresh("hs"), goal.fresh("hf")
    base, names = chain_lines(goal, values.chain([(function, start + i) for i in range(order)]))
    first = ", ".join(f"{names[function, start + i]}.trans (by norm_num)" for i in range(order))

    def next_(i: int, proof: str) -> str:
        """``proof`` of the value at ``m + i`` as one of the form at ``m + 1``."""
        sides = zip((forms[i - 1].numerator, forms[i - 1].denominator), (forms[i].numerator, forms[i].denominator), strict=True)
        same = [
            f"(by push_cast; ring : {lean(polynomial_term(p, m, type_))} = {lean(polynomial_term(q, shifted(m, 1), type_))})"
            for q, p in sides
            if len(p) > 1
        ]
        return f"{proof}.trans (by rw [{', '.join(same)}])"

    same = [next_(i, f"i{i}") for i in range(1, order)]
    last = f"{hs} {m.name} {' '.join(ih)}"
    lines = [
        f"have {hs} : ∀ {m.name} : ℕ, {' → '.join(equations)} := by",
        f"  intro {m.name} {' '.join(ih)}",
        *("  " + line for line in body),
        *base,
        f"have {hf} : ∀ {m.name} : ℕ, {' ∧ '.join(f'({e})' for e in equations[:-1])} := by",
        f"  intro {m.name}",
        f"  induction {m.name} with",
        f"  | zero => exact {f'⟨{first}⟩' if order > 1 else first}",
        f"  | succ {m.name} ih =>",
        f"    obtain ⟨{', '.join(ih)}⟩ := ih" if order > 1 else f"    have {ih[0]} := ih",
        f"    refine ⟨{', '.join([*same, '?_'])}⟩" if order > 1 else "    skip",
        f"    exact {next_(order, f'({last})')}",
    ]
    hv: list[str] = []
    for call, index in asked:
        hv.append(goal.fresh("hv", hv))
        number = lean(numeral(forms[0].at(int(index) - start), type_))
        at = f"({hf} {int(index) - start}){'.1' if order > 1 else ''}"
        lines.append(f"have {hv[-1]} : {lean(call)} = {number} := {at}.trans (by norm_num)")
    said = f"for all {m.name}: {equations[0]}"
    yield step("closed_form_values", lines="\n".join(lines), values=", ".join(hv), close=closing(goal.target), computed=said)


# ---------------------------------------------------------------------------------------------------- sums and products


@move
def long_sums(goal: Goal) -> Steps:
    """Sums and products of many real or rational numbers in the target: the bound becomes a variable, and the closed form, a sum of
    powers or a quotient of polynomials, is proved by induction."""
    if goal.target_heads.isdisjoint({"Finset.sum", "Finset.prod"}):
        return
    evaluated, lines, hv, said = goal.target, list[str](), list[str](), list[str]()
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
        evaluated = replaced(evaluated, total, numeral(number, type_of(total)))
    if hv and truth(evaluated, {}) is True:
        yield step(
            "closed_form_values", lines="\n".join(lines), values=", ".join(hv), close=closing(goal.target), computed="; ".join(said)
        )


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
    evaluated = form.term(m, type_)
    if evaluated is None:
        return None
    body = [f"rw [{_STEP[total.name, over.name]}, ih]", "push_cast"]
    if isinstance(form, Quotient) or any(isinstance(p, App) and p.name == "HDiv.hDiv" for p in walk(function)):
        new = replaced(_pushed(opened(function, Var("?k", NAT, False)), m, low + 1), Var("?k", NAT, False), m)
        inner = [read(p.args[1], m, type_, {}) for p in walk(new) if isinstance(p, App) and p.name == "HDiv.hDiv"]
        if None in inner:
            return None
        own = [form.denominator, form.shifted(1).denominator] if isinstance(form, Quotient) else []
        parts = (q for p in (*own, *(f.numerator for f in inner if f)) for q in factors(p))
        facts, _, good = nonzero(goal, m, type_, parts)
        if not good:
            return None
        body += [*facts, "field_simp <;> ring"]
    else:
        body.append("ring")
    hf = goal.fresh("hf")
    lines = [
        f"have {hf} : ∀ {m.name} : ℕ, {lean(general)} = {lean(evaluated)} := by",
        f"  intro {m.name}",
        f"  induction {m.name} with",
        "  | zero => norm_num",
        f"  | succ {m.name} ih =>",
        *("    " + line for line in body),
    ]
    return lines, f"({hf} {high - low}).trans (by norm_num)", form.at(high - low), f"{lean(general)} = {lean(evaluated)}"


def _pushed(term: Term, m: Var, k: int) -> Term:
    """The summand at ``m + k``, with the cast of the index as a sum."""
    match term:
        case App("Nat.cast", (Var("?k"),), (type_,)):
            return App("HAdd.hAdd", (App("Nat.cast", (m,), (type_,)), Num(k, type_)), (type_,) * 3)
        case App(name, args, implicit):
            return App(name, tuple(_pushed(a, m, k) for a in args), implicit)
    return term
