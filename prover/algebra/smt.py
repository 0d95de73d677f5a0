"""Terms as z3's, with Lean's semantics, and z3's models back as exact values.

ℕ is ℤ with ``0 ≤``, its subtraction stops at zero; ``/`` and ``%`` of integers are Euclidean in both; what divides by zero is
Lean's 0; ``√x`` is a new variable with ``0 ≤ s`` and ``s² = x``.  Quantifiers, functions and variable exponents are not
translated (``Untranslatable``); a term without variables is evaluated.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from prover.algebra.evaluation import value
from prover.algebra.interpretation import ORDERED, Value
from prover.algebra.literals import Literal
from prover.algebra.numbers import Unknown, simple
from prover.lean.terms import App, Num, Sort, Term, Var, number_type, type_of, variables

if TYPE_CHECKING:
    import z3

MAX_POWER = 12
_DIGITS = 8
"""Decimal places to which an irrational value is given."""


class Untranslatable(ValueError):
    """A term has a part that is not given to z3."""


class Translation:
    """Terms as z3's, all over the same variables.  ``conditions``: what holds besides of the variables."""

    def __init__(self) -> None:
        import z3

        self.z3 = z3
        self.variables: dict[Var, Any] = {}
        self.conditions: list[Any] = []
        self._roots: dict[Any, Any] = {}

    def variable(self, var: Var) -> Any:
        known = self.variables.get(var)
        if known is not None:
            return known
        type_ = number_type(var.type)
        name = f"{var.name}:{type_}"
        if type_ in ("ℚ", "ℝ"):
            made = self.z3.Real(name)
        elif type_ in ("ℕ", "ℤ"):
            made = self.z3.Int(name)
            if type_ == "ℕ":
                self.conditions.append(made >= 0)
        elif var.type == Sort("Prop"):
            made = self.z3.Bool(name)
        else:
            raise Untranslatable(f"{var.name} is no number")
        self.variables[var] = made
        return made

    def literal(self, literal: Literal) -> Any:
        made = self.proposition(literal.proposition)
        return made if literal.wanted else self.z3.Not(made)

    def proposition(self, term: Term) -> Any:
        z = self.z3
        match term:
            case Var(_, Sort("Prop")):
                return self.variable(term)
            case App("True") | App("False"):
                return z.BoolVal(term.name == "True")
            case App("And" | "Or" as name, parts):
                return (z.And if name == "And" else z.Or)(*map(self.proposition, parts))
            case App("Not", (p,)):
                return z.Not(self.proposition(p))
            case App("→", (p, q)):
                return z.Implies(self.proposition(p), self.proposition(q))
            case App("Iff", (p, q)):
                return self.proposition(p) == self.proposition(q)
            case App("Eq" | "Ne" | "LT.lt" | "LE.le" as name, (a, b), (type_, *_)):
                of = self.proposition if type_ == Sort("Prop") else self.number
                if of == self.number and number_type(type_) not in ORDERED:
                    raise Untranslatable("a relation of what is no number")
                x, y = of(a), of(b)
                return {"Eq": lambda: x == y, "Ne": lambda: x != y, "LT.lt": lambda: x < y, "LE.le": lambda: x <= y}[name]()
            case App("Dvd.dvd", (a, b), (type_, *_)) if number_type(type_) in ("ℕ", "ℤ"):
                return self._divides(self.number(a), self.number(b))
            case App("Even" | "Odd", (a,), (type_, *_)) if number_type(type_) in ("ℕ", "ℤ"):
                return self.number(a) % 2 == (1 if term.name == "Odd" else 0)
            case App("Nat.ModEq" | "Int.ModEq", (n, a, b)):
                return self._divides(self.number(n), self.number(a) - self.number(b))
            case App("Membership.mem", (collection, element)):
                return self._member(collection, element)
        raise Untranslatable(str(term))

    def _member(self, collection: Term, element: Term) -> Any:
        z = self.z3
        match collection:
            case App("Insert.insert", (first, rest)):
                return z.Or(self.number(element) == self.number(first), self._member(rest, element))
            case App("Singleton.singleton", (only,)):
                return self.number(element) == self.number(only)
            case App("Finset.range", (n,)):
                return self.number(element) < self.number(n)
            case App(name, (a, b)) if name.rpartition(".")[2] in ("Icc", "Ico", "Ioc", "Ioo"):
                kind = name.rpartition(".")[2]
                low, x, high = self.number(a), self.number(element), self.number(b)
                return z.And(low < x if kind[1] == "o" else low <= x, x < high if kind[2] == "o" else x <= high)
        raise Untranslatable(str(collection))

    def _divides(self, a: Any, b: Any) -> Any:
        return self.z3.If(a == 0, b == 0, b % a == 0) if not self._is_nonzero(a) else b % a == 0

    def _is_nonzero(self, term: Any) -> bool:
        z = self.z3
        return (z.is_int_value(term) and term.as_long() != 0) or (z.is_rational_value(term) and term.as_fraction() != 0)

    def number(self, term: Term) -> Any:
        """A number; over ℚ and ℝ a z3 real, over ℕ and ℤ a z3 integer."""
        type_ = number_type(type_of(term))
        if type_ not in ORDERED:
            raise Untranslatable(str(term))
        if not isinstance(term, (Num, Var)) and not variables(term):
            return self._closed(term, type_)
        z = self.z3
        whole = type_ in ("ℕ", "ℤ")
        match term:
            case Num(number):
                return z.IntVal(number) if whole else z.RealVal(number)
            case Var():
                return self.variable(term)
            case App("HAdd.hAdd", (a, b)):
                return self.number(a) + self.number(b)
            case App("HMul.hMul", (a, b)):
                return self.number(a) * self.number(b)
            case App("HSub.hSub", (a, b)):
                x, y = self.number(a), self.number(b)
                return z.If(x >= y, x - y, 0) if type_ == "ℕ" else x - y
            case App("Neg.neg", (a,)):
                return -self.number(a)
            case App("HDiv.hDiv", (a, b)):
                return self._divided(self.number(a), self.number(b))
            case App("Inv.inv", (a,)) if not whole:
                return self._divided(z.RealVal(1), self.number(a))
            case App("HMod.hMod", (a, b)) if whole:
                x, y = self.number(a), self.number(b)
                return x % y if self._is_nonzero(y) else z.If(y == 0, x, x % y)
            case App("HPow.hPow", (a, Num(k))) if 0 <= k <= MAX_POWER:
                x = self.number(a)
                return z.Product(*[x] * k) if k > 1 else x if k else (z.IntVal(1) if whole else z.RealVal(1))
            case App("Nat.cast" | "Int.cast" | "Rat.cast", (a,)):
                x = self.number(a)
                return z.ToReal(x) if not whole and z.is_int(x) else x
            case App("abs" | "Int.natAbs", (a,)):
                x = self.number(a)
                return z.If(x >= 0, x, -x)
            case App("Int.toNat", (a,)):
                x = self.number(a)
                return z.If(x >= 0, x, 0)
            case App("Min.min" | "Max.max" as name, (a, b)):
                x, y = self.number(a), self.number(b)
                return z.If((x <= y) if name == "Min.min" else (x >= y), x, y)
            case App("ite", (condition, a, b)):
                return z.If(self.proposition(condition), self.number(a), self.number(b))
            case App("Int.floor", (a,)) if number_type(type_of(a)) in ("ℚ", "ℝ"):
                return z.ToInt(self.number(a))
            case App("Int.ceil", (a,)) if number_type(type_of(a)) in ("ℚ", "ℝ"):
                return -z.ToInt(-self.number(a))
            case App("Real.sqrt", (a,)):
                return self._root(self.number(a))
        raise Untranslatable(str(term))

    def _divided(self, x: Any, y: Any) -> Any:
        if self._is_nonzero(y):
            return x / y
        return self.z3.If(y == 0, 0, x / y)

    def _root(self, x: Any) -> Any:
        known = self._roots.get(x)
        if known is None:
            known = self._roots[x] = self.z3.Real(f"√:{len(self._roots)}")
            self.conditions += [known >= 0, self.z3.If(x >= 0, known * known == x, known == 0)]
        return known

    def _closed(self, term: Term, type_: str) -> Any:
        try:
            found = value(term, {})
        except Unknown as error:
            raise Untranslatable(str(error)) from None
        if isinstance(found, int) and type_ in ("ℕ", "ℤ"):
            return self.z3.IntVal(found)
        if isinstance(found, (int, Fraction)):
            return self.z3.RealVal(found)
        raise Untranslatable("an irrational number")


def models(literals: Iterable[Literal], wanted: Sequence[Var], seconds: float, most: int = 4) -> Iterator[dict[Var, Value]]:
    """Values of the ``wanted`` variables at which, as z3 says, those of the literals hold that it understands; one after the
    other, ``most`` at most.  Irrational values are rounded: a caller evaluates.  Whole numbers are tried first."""
    import z3

    until = time.monotonic() + seconds
    translation = Translation()
    solver = z3.Solver()
    for literal in literals:
        try:
            solver.add(translation.literal(literal))
        except Untranslatable:
            continue
    known = []
    for var in wanted:
        try:
            known.append((var, translation.variable(var)))
        except Untranslatable:
            continue
    solver.add(*translation.conditions)
    reals = [x for _, x in known if z3.is_real(x)]
    for small in (True, False):
        solver.push()
        if small:
            if not reals:
                solver.pop()
                continue
            solver.add(*(z3.Or(*(x * d == k for d in (1, 2) for k in range(-6, 7))) for x in reals))
        for _ in range(1 if small else most):
            left = (until - time.monotonic()) * (0.3 if small else 1.0)
            if left <= 0.01:
                return
            solver.set("timeout", int(left * 1000))
            if solver.check() != z3.sat:
                break
            model = solver.model()
            found = {var: _exact(model.eval(x, model_completion=True)) for var, x in known}
            yield found
            solver.add(z3.Or(*(x != model.eval(x, model_completion=True) for _, x in known)) if known else z3.BoolVal(False))
        solver.pop()


def _exact(found: z3.ExprRef) -> Value:
    """A model's value; irrational ones rounded."""
    import z3

    if z3.is_true(found) or z3.is_false(found):
        return z3.is_true(found)
    if z3.is_int_value(found):
        return found.as_long()
    if z3.is_algebraic_value(found):
        found = found.approx(_DIGITS)
    return simple(Fraction(found.numerator_as_long(), found.denominator_as_long()))
