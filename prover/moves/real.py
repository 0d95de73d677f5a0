"""Terms over ℝ put together, and the facts about them that a move adds to a goal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from prover.lean.terms import NAT, REAL, App, Num, Term, is_loose, number_type, type_of, variables, walk
from prover.moves.base import Steps, step
from prover.moves.goal import RELATIONS, Goal, head, lean
from prover.moves.goal import over as relation_type

MOST = 12
"""Facts that one step adds."""


def binary(name: str, a: Term, b: Term) -> Term:
    return App(name, (a, b), (REAL, REAL, REAL))


def plus(a: Term, b: Term) -> Term:
    return binary("HAdd.hAdd", a, b)


def minus(a: Term, b: Term) -> Term:
    return binary("HSub.hSub", a, b)


def times(a: Term, b: Term) -> Term:
    return b if a == Num(1, REAL) else binary("HMul.hMul", a, b)


def over(a: Term, b: Term) -> Term:
    return a if b == Num(1, REAL) else binary("HDiv.hDiv", a, b)


def power(a: Term, exponent: int) -> Term:
    return a if exponent == 1 else App("HPow.hPow", (a, Num(exponent, NAT)), (REAL, NAT, REAL))


def of(function: str, *args: Term) -> Term:
    """A function of Mathlib's ``Real`` applied."""
    return App(function, args, (REAL,))


def rational(value: Fraction | int) -> Term:
    value = Fraction(value)
    return over(Num(value.numerator, REAL), Num(value.denominator, REAL))


def equal(a: Term, b: Term) -> Term:
    return App("Eq", (a, b), (REAL,))


def at_most(a: Term, b: Term) -> Term:
    return App("LE.le", (a, b), (REAL,))


def less(a: Term, b: Term) -> Term:
    return App("LT.lt", (a, b), (REAL,))


def atoms(goal: Goal, *names: str) -> Iterator[App]:
    """The real applications of these functions in the goal, each once, without bound variables."""
    seen: set[Term] = set()
    for formula in goal.formulas:
        for part in walk(formula):
            if isinstance(part, App) and part.name in names and part not in seen and not is_loose(part):
                seen.add(part)
                if all(number_type(type_of(a)) in ("ℝ", "") for a in part.args):
                    yield part


class Facts:
    """What a step adds: propositions with proofs, those that the goal has already left out.  ``stem``: how their names begin."""

    def __init__(self, goal: Goal, stem: str) -> None:
        self.goal, self.stem = goal, stem
        self.names: list[str] = []
        self.lines: list[str] = []
        self.summaries: list[str] = []
        self._known = {h.type for h in goal.props}

    def __bool__(self) -> bool:
        return bool(self.lines)

    def add(self, proposition: Term, proof: str) -> None:
        """Raises ``NotPrintable``."""
        if proposition in self._known or len(self.lines) >= MOST:
            return
        text = lean(proposition)
        name = self.goal.fresh(self.stem, self.names)
        self._known.add(proposition)
        self.names.append(name)
        self.summaries.append(text)
        self.lines.append(f"have {name} : {text} := {proof}")

    def step(self, tactic: str, position: int = 0, /, **holes: object) -> Steps:
        """The tactic of this name with the lines, and their names as ``facts``; nothing where there are none."""
        if self.lines:
            yield step(
                tactic,
                position,
                computed="; ".join(self.summaries),
                lines="\n".join(self.lines),
                facts=", ".join(self.names),
                **holes,
            )

    def finish(self, tactic: str, integral: bool = False) -> Steps:
        """The lines and what is left to do with them: linear arithmetic, or simplification where laws have to be used first.  Of a
        statement about numbers that is the first thing to try; otherwise ``tactic`` tells when.  ``integral``: facts are
        equations between integers, which are put into a statement over ℝ before it is computed."""
        target = self.goal.target
        kind = relation_type(target) if head(target) in RELATIONS else ""
        defined = [name for name in ("Nat.factorial", "Nat.choose") if name in self.goal.target_heads]
        laws = "".join(f", {name}" for name in [*(h.name for h in self.goal.laws), *defined])
        closer = "omega" if kind in ("ℤ", "ℕ") else "linarith"
        if integral and kind == "ℝ" and not laws:
            closer = f"simp only [{', '.join(self.names)}]\nnorm_num"
        elif laws or not kind:
            closer = f"norm_num [{', '.join(self.names)}{laws}]"
        yield from self.step(tactic if variables(target) else "worked_out", closer=closer)
