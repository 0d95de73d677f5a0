"""Terms written as Python: ``X.var("x", REAL) ** 2 + 1 <= 3``."""

from __future__ import annotations

from fractions import Fraction
from typing import Union

from prover.algebra.literals import abstracted, numeral
from prover.lean.terms import NAT, App, Bind, GoalTerms, Hypothesis, Num, Term, Var

Written = Union["X", int, Fraction]


class X:
    """A number as a term, with its type."""

    def __init__(self, term: Term, type_: Term) -> None:
        self.term, self.type = term, type_

    @staticmethod
    def var(name: str, type_: Term) -> X:
        return X(Var(name, type_), type_)

    def _of(self, other: Written) -> Term:
        return other.term if isinstance(other, X) else numeral(other, self.type)

    def _binary(self, name: str, other: Written, turned: bool = False) -> X:
        args = (self._of(other), self.term) if turned else (self.term, self._of(other))
        return X(App(name, args, (self.type,) * 3), self.type)

    def __add__(self, other: Written) -> X:
        return self._binary("HAdd.hAdd", other)

    def __radd__(self, other: Written) -> X:
        return self._binary("HAdd.hAdd", other, True)

    def __sub__(self, other: Written) -> X:
        return self._binary("HSub.hSub", other)

    def __mul__(self, other: Written) -> X:
        return self._binary("HMul.hMul", other)

    def __rmul__(self, other: Written) -> X:
        return self._binary("HMul.hMul", other, True)

    def __truediv__(self, other: Written) -> X:
        return self._binary("HDiv.hDiv", other)

    def __mod__(self, other: Written) -> X:
        return self._binary("HMod.hMod", other)

    def __pow__(self, exponent: int) -> X:
        return X(App("HPow.hPow", (self.term, Num(exponent, NAT)), (self.type, NAT, self.type)), self.type)

    def __neg__(self) -> X:
        return X(App("Neg.neg", (self.term,), (self.type,)), self.type)

    def __le__(self, other: Written) -> Term:
        return App("LE.le", (self.term, self._of(other)), (self.type,))

    def __lt__(self, other: Written) -> Term:
        return App("LT.lt", (self.term, self._of(other)), (self.type,))

    def __gt__(self, other: Written) -> Term:
        return App("LT.lt", (self._of(other), self.term), (self.type,))

    def __ge__(self, other: Written) -> Term:
        return App("LE.le", (self._of(other), self.term), (self.type,))

    def eq(self, other: Written) -> Term:
        return App("Eq", (self.term, self._of(other)), (self.type,))

    def divides(self, other: Written) -> Term:
        return App("Dvd.dvd", (self.term, self._of(other)), (self.type,))

    def called(self, name: str) -> X:
        """The function of this name at the number, of the same type."""
        return X(App(name, (self.term,), () if name.startswith(("Nat.", "Real.")) else (self.type,)), self.type)


def both(*parts: Term) -> Term:
    return parts[0] if len(parts) == 1 else App("And", (parts[0], both(*parts[1:])))


def either(p: Term, q: Term) -> Term:
    return App("Or", (p, q))


def implies(p: Term, q: Term) -> Term:
    return App("→", (p, q))


def no(p: Term) -> Term:
    return App("Not", (p,))


def bound(kind: str, x: X, body: Term) -> Term:
    """``∀ x, body`` or ``∃ x, body``."""
    assert isinstance(x.term, Var)
    return Bind(kind, x.term.name, x.type, abstracted(body, x.term))  # type: ignore[arg-type]


def goal(variables: list[X], hypotheses: list[Term], target: Term) -> GoalTerms:
    data = [Hypothesis(x.term.name, x.type) for x in variables if isinstance(x.term, Var)]
    props = [Hypothesis(f"h{i}", h, "prop") for i, h in enumerate(hypotheses)]
    return GoalTerms((*data, *props), target)
