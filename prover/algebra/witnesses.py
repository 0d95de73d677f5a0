"""Witnesses of an existential target: numbers, or terms in the goal's variables.

The target is opened to its parts (``opened_up``): ``∃ x, 0 < x ∧ ∃ y, x * y = n`` has the variables ``x``, ``y`` and two parts.
Without free variables, ``assignments`` solves for numbers and z3 does where that fails.  With some, values of theirs that satisfy
the hypotheses are drawn, the target is solved at each, and terms are looked for that have these solutions: polynomials with
rational coefficients by interpolation, else small terms (``x + 1``, ``(a + b) / 2``, ``max a b``), kept where the parts are
true at every sample.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, combinations_with_replacement, islice, product
from math import lcm
from typing import Optional, Union

from flint import fmpq_mat

from prover.algebra.assignments import Assignments
from prover.algebra.between import between
from prover.algebra.evaluation import truth, value
from prover.algebra.interpretation import ORDERED, Value
from prover.algebra.literals import Literal, Problem, numeral, problem_of, with_values
from prover.algebra.numbers import Unknown, as_fmpq
from prover.algebra.smt import models
from prover.lean.terms import App, Bind, GoalTerms, Num, Term, Var, number_type, opened, variables

SECONDS = 1.5
SAMPLES = 30
_SOLVED = 10
"""Samples at which z3 is asked."""
_FIRST_TERMS = 40
"""Small terms tried for each of two variables."""


@dataclass(frozen=True)
class Exists:
    """``∃ variable, body``; ``only``: ``∃!``."""

    variable: Var
    body: Opened
    only: bool = False


@dataclass(frozen=True)
class Both:
    left: Opened
    right: Opened


Opened = Union[Exists, Both, Term]


@dataclass(frozen=True)
class Found:
    """Terms for the variables of ``opened``, in order."""

    opened: Opened
    terms: tuple[Term, ...]

    @property
    def by_variable(self) -> dict[Var, Term]:
        return dict(zip(existential(self.opened), self.terms, strict=True))


def opened_up(target: Term, taken: set[str]) -> Opened:
    """A target with variables for its ``∃``, down to parts that are neither ``∃`` nor conjunctions; ``taken`` gets their names."""
    match target:
        case Bind("∃" | "∃!" as kind, name, domain, _):
            while name in taken:
                name += "'"
            taken.add(name)
            var = Var(name, domain)
            return Exists(var, opened_up(opened(target, var), taken), kind == "∃!")
        case App("And", (p, q)):
            return Both(opened_up(p, taken), opened_up(q, taken))
    return target


def existential(target: Opened) -> list[Var]:
    """The variables, in order."""
    match target:
        case Exists(variable, body):
            return [variable, *existential(body)]
        case Both(left, right):
            return existential(left) + existential(right)
    return []


def parts(target: Opened) -> list[Term]:
    """What must hold of the variables."""
    match target:
        case Exists(_, body):
            return parts(body)
        case Both(left, right):
            return parts(left) + parts(right)
    return [target]


def witnesses(
    goal: GoalTerms, target: Term | None = None, seconds: float = SECONDS, most: int = 3, always: bool = True
) -> list[Found]:
    """Witnesses of the goal's target, or of another proposition under the goal's hypotheses; the likeliest first.  Where not
    ``always``, they need to be ones only where there are any."""
    about = opened_up(goal.target if target is None else target, {h.name for h in goal.hypotheses})
    sought = existential(about)
    if not sought or any(number_type(v.type) not in ORDERED for v in sought):
        return []
    free = [v for v in dict.fromkeys(v for p in parts(about) for v in variables(p)) if v not in sought]
    if not free:
        return [Found(about, found) for found in _closed(about, seconds, most)]
    until = time.monotonic() + seconds
    return list(islice((Found(about, found) for found in _open(goal, about, sought, free, until, always)), most))


@lru_cache(maxsize=512)
def _closed(about: Opened, seconds: float, most: int) -> list[tuple[Term, ...]]:
    sought, until = existential(about), time.monotonic() + seconds
    literals = tuple(Literal(part, True) for part in parts(about))
    found = list(islice(Assignments(Problem(tuple(sought), literals), until - seconds / 2).found(), most))
    if not found:
        proposed = models(literals, sought, until - time.monotonic())
        found = [v for v in proposed if all(truth(p, v) for p in parts(about))][:1]
    terms = [tuple(numeral(v[x], x.type) for x in sought) for v in found]
    return [t for t in dict.fromkeys(terms)]


def _open(
    goal: GoalTerms, about: Opened, sought: Sequence[Var], free: Sequence[Var], until: float, always: bool
) -> Iterator[tuple[Term, ...]]:
    numbers = [v for v in free if number_type(v.type) in ORDERED and v.accessible]
    others = [h.var for h in goal.data if h.accessible and h.var not in numbers and number_type(h.type) in ORDERED]
    samples = _samples(goal, until)
    solutions = list(_solutions(about, sought, samples, until))
    if not numbers or not solutions:
        return
    if always:
        checked = samples
    else:
        checked = [{v: x for v, x in s.items() if v not in sought} for s in solutions]
    kept: list[Sequence[Term]] = []
    for x in sought:
        fitted = [f for some in (numbers, others, numbers + others) if some and (f := _fitted(x, some, solutions)) is not None]
        fitted.sort(key=lambda term: isinstance(term, App) and term.name == "HDiv.hDiv")
        bounded = [term for term in (between(x, parts(about)),) if term is not None] if len(sought) == 1 else []
        kept.append([*dict.fromkeys([*bounded, *fitted, *small_terms(x.type, numbers)])])
    if len(sought) > 1:
        kept = [terms[:_FIRST_TERMS] if len(sought) == 2 else terms[:8] for terms in kept]
    for terms in product(*kept):
        if time.monotonic() > until:
            return
        if _fits(about, dict(zip(sought, terms, strict=True)), checked):
            yield terms


def _fits(about: Opened, terms: dict[Var, Term], samples: Sequence[dict[Var, Value]]) -> bool:
    """Whether the parts hold at all samples with these terms, as far as can be told."""
    certain = False
    for sample in samples:
        try:
            whole = {**sample, **{x: value(term, sample) for x, term in terms.items()}}
        except Unknown:
            return False
        truths = [truth(part, whole) for part in parts(about)]
        if False in truths:
            return False
        certain = certain or None not in truths
    return certain


def _samples(goal: GoalTerms, until: float) -> list[dict[Var, Value]]:
    """Values of the goal's variables at which the hypotheses hold."""
    problem = problem_of(GoalTerms(goal.hypotheses, App("False"), goal.cut))
    if problem is None:
        return []
    try:
        found = Assignments(problem, time.monotonic() + (until - time.monotonic()) * 0.3)
    except Unknown:
        return []
    return found.samples(SAMPLES)


def _solutions(
    about: Opened, sought: Sequence[Var], samples: Sequence[dict[Var, Value]], until: float
) -> Iterator[dict[Var, Value]]:
    """Each sample with a solution of the target there, where one is found."""
    problem = Problem(tuple(sought), tuple(Literal(part, True) for part in parts(about)))
    solved = 0
    for i, sample in enumerate(samples):
        now = time.monotonic()
        each = (until - now) * 0.6 / (len(samples) - i)
        one = next(Assignments(problem, now + each / 2, sample).found(), None)
        if one is None and solved < _SOLVED:
            solved += 1
            literals = [Literal(with_values(literal.proposition, sample), True) for literal in problem.literals]
            proposed = ({**sample, **v} for v in models(literals, sought, each / 2, 1))
            one = next((v for v in proposed if all(truth(p, v) for p in parts(about))), None)
        if one is not None:
            yield one


# ------------------------------------------------------------------------------------------------------------- building


def _binary(name: str, a: Term, b: Term, type_: Term) -> Term:
    return App(name, (a, b), (type_,) * 3)


def _plus(a: Term, b: Term, type_: Term) -> Term:
    return _binary("HAdd.hAdd", a, b, type_)


def cast(var: Term, of: Term, to: Term) -> Optional[Term]:
    """A variable as a number of another type, ``None`` where it is none."""
    order = {"ℕ": 0, "ℤ": 1, "ℚ": 2, "ℝ": 3}
    have, want = order[number_type(of)], order[number_type(to)]
    if have == want:
        return var
    return App({0: "Nat.cast", 1: "Int.cast", 2: "Rat.cast"}[have], (var,), (to,)) if have < want else None


def _monomials(numbers: Sequence[Var], degree: int, type_: Term) -> list[tuple[Optional[Term], tuple[Var, ...]]]:
    """``None`` for 1, and products of up to ``degree`` variables, as terms, with their factors."""
    found: list[tuple[Optional[Term], tuple[Var, ...]]] = [(None, ())]
    for size in range(1, degree + 1):
        for factors in combinations_with_replacement(numbers, size):
            terms = [cast(v, v.type, type_) for v in factors]
            if None in terms:
                continue
            term = terms[0]
            for other in terms[1:]:
                term = _binary("HMul.hMul", term, other, type_)
            found.append((term, factors))
    return found


def _fitted(x: Var, numbers: Sequence[Var], solutions: Sequence[dict[Var, Value]]) -> Optional[Term]:
    """A polynomial in the numbers, of the least degree, whose values are those of ``x`` at all solutions."""
    for degree in (0, 1, 2, 3):
        basis = _monomials(numbers, degree, x.type)
        if (degree and len(basis) >= len(solutions)) or len(basis) > 10:
            return None
        rows = [[_product(factors, s) for _, factors in basis] for s in solutions]
        coefficients = _solved(rows, [Fraction(s[x]) for s in solutions])
        if coefficients is not None:
            return _combination([(c, term) for c, (term, _) in zip(coefficients, basis, strict=True) if c], x.type)
    return None


def _product(factors: Sequence[Var], values: dict[Var, Value]) -> Fraction:
    result = Fraction(1)
    for v in factors:
        result *= values[v]
    return result


def _solved(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Optional[list[Fraction]]:
    """A solution of a linear system, free unknowns 0; ``None`` where there is none."""
    exact = [[as_fmpq(v) for v in (*row, r)] for row, r in zip(rows, right, strict=True)]
    reduced, rank = fmpq_mat(exact).rref()
    width = len(rows[0])
    result = [Fraction(0)] * width
    for i in range(rank):
        pivot = next(j for j in range(width + 1) if reduced[i, j] != 0)
        if pivot == width:
            return None
        result[pivot] = Fraction(int(reduced[i, width].p), int(reduced[i, width].q))
    return result


def _combination(terms: Sequence[tuple[Fraction, Optional[Term]]], type_: Term) -> Term:
    """``(a * x + b * y - c) / d`` with integers ``a`` …"""
    denominator = lcm(*(c.denominator for c, _ in terms)) if terms else 1
    whole = [(int(c * denominator), term) for c, term in terms]
    result: Optional[Term] = None
    for c, term in sorted(whole, key=lambda p: (p[0] < 0, p[1] is None)):
        size = (
            Num(abs(c), type_)
            if term is None
            else term
            if abs(c) == 1
            else _binary("HMul.hMul", Num(abs(c), type_), term, type_)
        )
        if result is None:
            result = size if c > 0 else Num(c, type_) if term is None else App("Neg.neg", (size,), (type_,))
        else:
            result = _binary("HAdd.hAdd" if c > 0 else "HSub.hSub", result, size, type_)
    result = result if result is not None else Num(0, type_)
    return result if denominator == 1 else _binary("HDiv.hDiv", result, Num(denominator, type_), type_)


def small_terms(type_: Term, numbers: Sequence[Var]) -> list[Term]:
    """Terms in some numbers that are often witnesses."""
    found = [c for v in numbers[:3] if (c := cast(v, v.type, type_)) is not None]
    one, two = Num(1, type_), Num(2, type_)
    terms: list[Term] = [Num(0, type_), one, two, *found]
    for a in found:
        terms += [_plus(a, one, type_), _binary("HSub.hSub", a, one, type_), _binary("HDiv.hDiv", a, two, type_)]
        terms += [_binary("HMul.hMul", two, a, type_), _binary("HMul.hMul", a, a, type_), _plus(a, two, type_)]
        if number_type(type_) != "ℕ":
            terms += [App("Neg.neg", (a,), (type_,)), _binary("HSub.hSub", Num(0, type_), _plus(a, one, type_), type_)]
        if number_type(type_) in ("ℚ", "ℝ"):
            terms += [_binary("HDiv.hDiv", one, a, type_), _plus(App("abs", (a,), (type_,)), one, type_)]
    for a, b in combinations(found, 2):
        total = _plus(a, b, type_)
        terms += [_binary("HDiv.hDiv", total, two, type_), total, _plus(total, one, type_), _binary("HMul.hMul", a, b, type_)]
        terms += [_binary("HSub.hSub", b, a, type_), _binary("HSub.hSub", a, b, type_)]
        for name in ("Max.max", "Min.min"):
            extreme = App(name, (a, b), (type_,))
            terms += [extreme, _plus(extreme, one, type_), _binary("HDiv.hDiv", extreme, two, type_)]
            if number_type(type_) != "ℕ":
                terms.append(_binary("HSub.hSub", extreme, one, type_))
        if number_type(type_) in ("ℚ", "ℝ"):
            terms += [_binary("HDiv.hDiv", a, b, type_), _binary("HDiv.hDiv", b, a, type_)]
    return terms
