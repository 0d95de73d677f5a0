"""Linear recurrences whose first values are not known: the general solution, linear in them, and what the equations at hand say of it.

``a (n + 2) - a (n + 1) = a (n + 1) - a n`` gives ``a (n + s) = (1 - n) * a s + n * a (s + 1)``; with what is known of a few values,
linear arithmetic finds the one that is asked for.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq_mpoly

from prover.algebra.closed_forms import Form, closed_form
from prover.algebra.ideals import Span
from prover.algebra.laws import calls, ground, normal
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.algebra.recurrences import asked_values, sequence_variables
from prover.algebra.shapes import Shape, recurrences, shifted
from prover.lean.terms import NAT, Call, Num, Term, Var, number_type
from prover.moves.base import Steps, move, step
from prover.moves.closed_forms import FITTED, MAX_POWER
from prover.moves.goal import Goal, head, lean
from prover.moves.sequences import recurrence_line, values_at

MAX_ORDER = 3
MAX_INDEX = 10**6


@move
def initial_values(goal: Goal) -> Steps:
    """The general solution of a linear recurrence, at all indices in sight, combined linearly."""
    sequences = sequence_variables(goal.functions)
    if head(goal.target) != "Eq" or not sequences or (values := values_at(goal)) is None:
        return
    for shape in recurrences(values.laws):
        f, start = shape.function, max(0, shape.first - shape.order)
        type_ = f.type.args[1]
        if f not in sequences or not 0 < shape.order <= MAX_ORDER or shape.modulus > 1 or number_type(type_) not in ("ℝ", "ℚ"):
            continue
        if all((f, start + i) in values.known for i in range(shape.order)):
            continue
        facts = [h for h in goal.props if head(h.type) == "Eq"]
        asked = sorted({n for t in (*(h.type for h in facts), goal.target) for g, n in asked_values(t, sequences) if g == f})
        symbolic = [c for c in calls(goal.target) if c.function == f and ground(c.args[0]) is None]
        if symbolic or not asked or not start <= asked[0] <= asked[-1] <= MAX_INDEX:
            continue
        forms = solutions(shape)
        if forms is None or (asked[-1] > MAX_POWER and not all(form.is_polynomial for form in forms)):
            continue
        if _follows(shape, forms, start, asked, [h.type for h in facts], goal.target):
            yield from _stated(goal, shape, forms, start, asked)


def solutions(shape: Shape) -> list[Form] | None:
    """The solutions that begin with 1 at one place and 0 at the others; ``None`` if the recurrence is not linear with numbers as
    coefficients, or a solution has no closed form over ℚ."""
    n = Var("?n", NAT, False)
    equation, _ = shape.instance(n, shape.first)
    before = [Call(shape.function, (shifted(n, shape.first - shape.order + i),)) for i in range(shape.order)]
    try:
        ring = Ring.of([equation, *before])
        right = ring.polynomial(equation.args[1])
        slopes = [right.derivative(ring.atoms.index(c)) for c in before]
        if not all(s.is_constant() for s in slopes):
            return None
        weights = [as_fraction(s.leading_coefficient()) if len(s) else Fraction(0) for s in slopes]
        rest = right - sum((s * ring.polynomial(c) for s, c in zip(slopes, before, strict=True)), start=right - right)
    except (NotPolynomial, ValueError):
        return None
    if len(rest):
        return None
    forms = []
    for i in range(shape.order):
        numbers = [Fraction(int(i == j)) for j in range(shape.order)]
        while len(numbers) < FITTED:
            numbers.append(sum((w * v for w, v in zip(weights, numbers[-shape.order :], strict=True)), start=Fraction(0)))
        form = closed_form(numbers)
        if form is None:
            return None
        forms.append(form)
    return forms


def _follows(shape: Shape, forms: list[Form], start: int, asked: list[int], facts: list[Term], target: Term) -> bool:
    """Whether the target is a combination of the facts when the values are put in."""
    f = shape.function
    initial = [Call(f, (Num(start + i, NAT),)) for i in range(len(forms))]
    try:
        ring = Ring.of([*initial, *(normal(t) for t in (*facts, target))])
        said = {Call(f, (Num(n, NAT),)): _sum(ring, forms, initial, n - start) for n in asked}
        images = [said.get(atom, g) for atom, g in zip(ring.atoms, ring.generators, strict=True)]

        def polynomial(equation: Term) -> fmpq_mpoly:
            left, right = normal(equation).args
            return (ring.polynomial(left) - ring.polynomial(right)).compose(*images, ctx=ring.context)

        columns = []
        for fact in facts:
            try:
                columns.append(polynomial(fact))
            except NotPolynomial:
                continue
        return Span([c for c in columns if len(c)]).combination(polynomial(target)) is not None
    except NotPolynomial:
        return False


def _sum(ring: Ring, forms: list[Form], initial: list[Call], n: int) -> fmpq_mpoly:
    total = ring.context.constant(0)
    for form, call in zip(forms, initial, strict=True):
        c = form.at(n)
        total += ring.polynomial(call) * as_fmpq(c)
    return total


def _stated(goal: Goal, shape: Shape, forms: list[Form], start: int, asked: list[int]) -> Steps:
    f, order, m = shape.function, shape.order, Var(goal.fresh("m"), NAT)
    type_ = f.type.args[1]
    initial = [Call(f, (Num(start + i, NAT),)) for i in range(order)]

    def said(at: Term, k: int) -> str:
        parts = []
        for form, call in zip(forms, initial, strict=True):
            written = form.term(at, type_)
            assert written is not None
            parts.append(f"{lean(written, 71)} * {lean(call, 71)}")
        return f"{lean(Call(f, (shifted(m, start + k),)))} = {' + '.join(parts)}"

    hf, ih = goal.fresh("hf"), [f"i{i}" for i in range(order)]
    claims = [said(shifted(m, i), i) for i in range(order)]
    line, statement = recurrence_line(shape, m, start + order, "e")
    met = calls(statement.args[1])
    used = [i for k, i in enumerate(ih) if Call(f, (shifted(m, start + k),)) in met]
    lines = [
        f"have {hf} : ∀ {m.name} : ℕ, {' ∧ '.join(f'({c})' for c in claims)} := by",
        f"  intro {m.name}",
        f"  induction {m.name} with",
        "  | zero => " + (f"refine ⟨{', '.join(['?_'] * order)}⟩ <;> norm_num" if order > 1 else "norm_num"),
        f"  | succ {m.name} ih =>",
        f"    obtain ⟨{', '.join(ih)}⟩ := ih" if order > 1 else f"    have {ih[0]} := ih",
        *([f"    refine ⟨{', '.join([*ih[1:], '?_'])}⟩"] if order > 1 else []),
        "    " + line,
        f"    rw [{', '.join(['e', *used])}]",
        "    push_cast",
        "    ring",
    ]
    names: list[str] = []
    for n in asked:
        if n >= start + order:
            names.append(goal.fresh("hv", names))
            weights = [(form.at(n - start), call) for form, call in zip(forms, initial, strict=True)]
            value = " + ".join(f"({c} : {number_type(type_)}) * {lean(call, 71)}" for c, call in weights)
            at = f"({hf} {n - start}){'.1' if order > 1 else ''}"
            written = lean(Call(f, (Num(n, NAT),)))
            lines.append(f"have {names[-1]} : {written} = {value} := by rw [show {written} = _ from {at}]; push_cast; ring")
    lines.append(f"clear {hf} {shape.law.name}")
    yield step("closed_form_linear", lines="\n".join(lines), computed=f"for all {m.name}: {claims[0]}")
