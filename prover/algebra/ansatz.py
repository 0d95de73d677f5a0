"""Functions that laws are said of, sought as polynomials with unknown coefficients.

With ``c₀ + c₁ t`` or more terms for each ``f t`` a law such as ``∀ x y, f (x + y) = f x + f y`` is an identity of polynomials:
its coefficients are equations for the ``cᵢ``, and linear ones where values of functions are neither multiplied nor put into each
other.  Together with those of plain equations (``f 1 = 3``) linear algebra solves them.  What else hypotheses say, guards of laws
among it, is left to whoever proves that the function found has them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from flint import fmpq, fmpq_mat

from prover.algebra.assignments import Assignments
from prover.algebra.counter_models import CounterModel, Written, described
from prover.algebra.evaluation import truth
from prover.algebra.interpretation import ORDERED
from prover.algebra.literals import Literal, Problem, codomain, definitions, problem_of
from prover.algebra.number_terms import FIELDS, binary_term, cast, monomial_term, power_term, sides
from prover.algebra.numbers import Unknown, as_fmpq, simple
from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction, monomials
from prover.lean.printing import to_lean
from prover.lean.terms import App, Bind, Call, GoalTerms, Num, Term, Var, number_type, opened, rebuild, walk

_EXPONENTS = ((0, 1), (0, 1, 2), (-2, -1, 0, 1, 2), (0, 1, 2, 3))
"""Of the terms of a function, one choice after another; negative ones in fields only."""
_FREE = (0, 1)
"""Values of coefficients that the equations leave open, one after another."""


@dataclass(frozen=True)
class Polynomial(Written):
    """``Σ cₖ xᵏ`` as a function of Lean's numbers: ``0⁻¹ = 0``.  ``coefficients``: pairs ``(k, cₖ)``, none 0."""

    var: Var
    coefficients: tuple[tuple[int, Fraction], ...]

    def __call__(self, argument: int | Fraction) -> int | Fraction:
        if not isinstance(argument, (int, Fraction)):
            raise Unknown("an irrational number")
        total = sum((c * Fraction(argument) ** k for k, c in self.coefficients if argument or k >= 0), Fraction(0))
        if total.denominator > 1 and number_type(codomain(self.var.type)) not in FIELDS:
            raise Unknown("a fraction")
        return simple(total)

    @property
    def lean(self) -> str:
        """``fun x => 2 * x ^ 2 + 1``; where coefficients are no numbers of the type, ``(x ^ 2 + x) / 2``.

        Raises ``NotPolynomial`` where a coefficient is negative in ℕ."""
        x, type_ = Var("x", _domain(self.var)), codomain(self.var.type)
        common = 1 if number_type(type_) in FIELDS else lcm(*(c.denominator for _, c in self.coefficients))
        summands = []
        for k, c in sorted(self.coefficients, reverse=True):
            if number_type(type_) == "ℕ" and c < 0:
                raise NotPolynomial("a negative coefficient in ℕ")
            power = [power_term(cast(x, type_), abs(k), type_)] if k else []
            if k >= 0:
                summands.append(monomial_term(c * common, power, type_))
            else:
                summands.append(binary_term("HDiv.hDiv", monomial_term(c * common, [], type_), power[0], type_))
        term: Term = summands[0] if summands else Num(0, type_)
        for summand in summands[1:]:
            term = binary_term("HAdd.hAdd", term, summand, type_)
        if common > 1:
            term = binary_term("HDiv.hDiv", term, Num(common, type_), type_)
        return f"fun x => {to_lean(term)}"


def model_of_laws(goal: GoalTerms, seconds: float) -> CounterModel | None:
    """Values at which the goal's equations hold, as far as they are understood, and its target does not; ``None`` where none was
    found in the time.  It is for Lean to confirm."""
    problem, until = problem_of(goal), time.monotonic() + seconds
    if problem is None:
        return None
    functions = _functions(problem)
    if not functions:
        return None
    laws = [li for li in problem.literals if li.wanted and any(part in functions for part in walk(li.proposition))]
    for exponents in _EXPONENTS:
        if min(exponents) < 0 and any(number_type(codomain(f.type)) not in FIELDS for f in functions):
            continue
        system = _System(problem, functions, exponents)
        try:
            for law in laws:
                system.require(law.proposition)
        except ValueError:  # NotPolynomial is one
            continue
        for free in _FREE:
            values = system.solved(free)
            if values is None or time.monotonic() > until:
                break
            try:
                if (whole := _completed(problem, laws, values, until)) is not None:
                    return described(goal, problem, whole, "ansatz")
            except NotPolynomial:
                continue
    return None


def _completed(
    problem: Problem, laws: Sequence[Literal], values: Mapping[Var, object], until: float
) -> dict[Var, object] | None:
    """The values with such of the other variables that everything but the laws holds."""
    others = tuple(literal for literal in problem.literals if literal not in laws)
    try:
        for found in Assignments(Problem(problem.variables, others, problem.introduced), until, values).found():
            if all(truth(li.proposition, found) is li.wanted for li in others):
                return found
    except Unknown:
        pass
    return None


def _functions(problem: Problem) -> list[Var]:
    """Those of one number with values in numbers that no formula defines."""
    defined = {var for var, (_, definition) in definitions(problem).items() if definition.kind != "recurrence"}
    return [
        v
        for v in problem.variables
        if isinstance(v.type, App)
        and v.type.name == "→"
        and v not in defined
        and number_type(_domain(v)) in ORDERED
        and number_type(codomain(v.type)) in ORDERED
    ]


def _domain(function: Var) -> Term:
    assert isinstance(function.type, App)
    return function.type.args[0]


class _System:
    """Linear equations for the coefficients of functions and for numbers."""

    def __init__(self, problem: Problem, functions: Sequence[Var], exponents: Sequence[int]) -> None:
        self.functions, self.exponents = functions, exponents
        self.numbers = [v for v in problem.variables if number_type(v.type) in ORDERED]
        self.coefficients = {(f, k): Var(f"?{f.name}{k}", codomain(f.type), False) for f in functions for k in exponents}
        self.rows: list[tuple[dict[Var, Fraction], Fraction]] = []
        """Linear forms that are 0: by variable, and the constant."""

    def require(self, law: Term, depth: int = 0) -> None:
        """Adds what a law says, without its guards.  Raises ``NotPolynomial`` where that is no identity of polynomials or
        where coefficients do not occur linearly."""
        match law:
            case Bind("∀", _, domain, _):
                self.require(opened(law, Var(f"?x{depth}", domain, False)), depth + 1)
            case App("→", (_, conclusion)):
                self.require(conclusion, depth)
            case App("And", parts):
                for part in parts:
                    self.require(part, depth)
            case App("Eq"):
                self._equation(law)
            case _:
                raise NotPolynomial("no equation")

    def _equation(self, law: Term) -> None:
        law = self._written(law)
        compared = sides(law)
        if compared is None or any(part in self.functions for part in walk(law)):
            raise NotPolynomial("an equation of functions")
        difference = binary_term("HSub.hSub", cast(compared.left, _wide(compared.type)), cast(compared.right, _wide(compared.type)),
                                 _wide(compared.type))  # fmt: skip
        ring = Ring.of([difference])
        numerator, _ = ring.fraction(difference)
        sought = {i: atom for i, atom in enumerate(ring.atoms) if atom in self.numbers or atom in self.coefficients.values()}
        if any(part in sought.values() for i, atom in enumerate(ring.atoms) if i not in sought for part in walk(atom)):
            raise NotPolynomial("an unknown number within an atom")
        rows: dict[tuple[int, ...], tuple[dict[Var, Fraction], Fraction]] = {}
        for powers, c in monomials(numerator):
            unknown = [i for i, n in enumerate(powers) if n and i in sought]
            key = tuple(0 if i in sought else n for i, n in enumerate(powers))
            form, constant = rows.get(key, ({}, Fraction(0)))
            if not unknown:
                rows[key] = form, constant + c
            elif len(unknown) == 1 and powers[unknown[0]] == 1:
                var = sought[unknown[0]]
                assert isinstance(var, Var)
                form[var] = form.get(var, Fraction(0)) + c
                rows[key] = form, constant
            else:
                raise NotPolynomial("unknown numbers multiplied")
        self.rows += rows.values()

    def _written(self, term: Term) -> Term:
        """The term with sums in the place of the functions' values."""
        match term:
            case Call(Var() as f, (argument,)) if f in self.functions:
                type_ = codomain(f.type)
                at = _over(self._written(argument), type_)
                total: Term | None = None
                for k in self.exponents:
                    summand: Term = self.coefficients[f, k]
                    if k:
                        power = power_term(at, abs(k), type_)
                        summand = binary_term("HMul.hMul" if k > 0 else "HDiv.hDiv", summand, power, type_)
                    total = summand if total is None else binary_term("HAdd.hAdd", total, summand, type_)
                assert total is not None
                return total
        return rebuild(term, self._written)

    def solved(self, free: int) -> dict[Var, object] | None:
        """The functions, and the numbers that the equations speak of; ``free``: the value of what they leave open."""
        occurring = {v for form, _ in self.rows for v in form}
        unknown = [*(v for v in self.coefficients.values() if v in occurring), *(v for v in self.numbers if v in occurring)]
        matrix = fmpq_mat(
            [[as_fmpq(form.get(v, Fraction(0))) for v in unknown] + [as_fmpq(-constant)] for form, constant in self.rows]
            or [[fmpq(0)] * (len(unknown) + 1)]
        )
        reduced, rank = matrix.rref()
        last = len(unknown)
        found: dict[Var, Fraction] = {}
        for i in reversed(range(rank)):
            pivot = next(j for j in range(last + 1) if reduced[i, j] != 0)
            if pivot == last:
                return None
            total = as_fraction(reduced[i, last])
            for j in range(pivot + 1, last):
                if reduced[i, j] != 0:
                    total -= as_fraction(reduced[i, j]) * found.setdefault(unknown[j], Fraction(free))
            found[unknown[pivot]] = total
        values: dict[Var, object] = {v: simple(found.get(v, Fraction(free))) for v in self.numbers if v in occurring}
        for f in self.functions:
            pairs = ((k, found.get(self.coefficients[f, k], Fraction(free))) for k in self.exponents)
            values[f] = Polynomial(f, tuple((k, c) for k, c in pairs if c))
        return values


def _over(term: Term, type_: Term) -> Term:
    """A term over ``type_``, differences of natural numbers as if none were cut off."""
    match term:
        case App("HSub.hSub", (a, b), (from_, *_)) if number_type(from_) == "ℕ" and number_type(type_) != "ℕ":
            return binary_term("HSub.hSub", _over(a, type_), _over(b, type_), type_)
    return cast(term, type_)


def _wide(type_: Term) -> Term:
    """A type in which numbers of this one are subtracted."""
    return App("Int") if number_type(type_) == "ℕ" else type_
