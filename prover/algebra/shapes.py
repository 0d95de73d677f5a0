"""Laws as recurrences: ``u (x + top) = F (u (x + top - 1), …, u (x + top - order))``, for which indices, solved for the highest.

``∀ n ≥ 5, x n = x (n - 1) - x (n - 4)`` gives ``x`` from index 5 on; ``∀ n, u (n + 2) - u (n + 1) = u (n + 1) - u n`` is
``u (n + 2) = 2 * u (n + 1) - u n``; ``∀ n, 1 < n ∧ Even n → f n = f (n - 1) + 1`` gives the values at even indices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import lcm

from prover.algebra.evaluation import truth
from prover.algebra.laws import Instance, Law, calls, normal
from prover.algebra.polynomials import NotPolynomial, Ring
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, type_of

MODULI = range(1, 7)
"""Conditions on an index may depend on its remainder modulo one of these."""
SEEN = 48
"""Indices at which conditions are evaluated."""


@dataclass(frozen=True)
class Shape:
    """A law in ``x``: the value at ``x + top`` from the ``order`` values before.

    It holds for the indices ``x + top ≥ first`` whose remainder modulo ``modulus`` is one of ``residues``; ``right`` is the value
    solved for, where the law's equation does not say it by itself.
    """

    law: Law
    function: Var
    top: int
    order: int
    first: int
    modulus: int = 1
    residues: frozenset[int] = frozenset({0})
    right: Term | None = None

    @classmethod
    @lru_cache(maxsize=512)
    def of(cls, law: Law) -> Shape | None:
        """The recurrence that a law over ℕ is; ``None`` for another law."""
        (_, conclusion), *more = law.conclusions
        if more or len(law.variables) != 1 or law.variables[0].type != NAT or not _is_equation(conclusion):
            return None
        [x] = law.variables
        functions = {c.function for c in law.patterns}
        left = conclusion.args[0]
        direct = isinstance(left, Call) and isinstance(left.function, Var)
        function = left.function if direct else next(iter(functions), None)
        own = [c for c in law.patterns if c.function == function]
        if function is None or any(len(c.args) != 1 for c in own):
            return None
        offsets = [offset(c.args[0], x) for c in own]
        if None in offsets:
            return None
        top, low = max(offsets), min(offsets)
        direct = direct and offset(left.args[0], x) == top and offsets.count(top) == 1
        right = None
        if not direct or _occurs_twice(conclusion, own[offsets.index(top)]):
            if len(functions) > 1 or (right := _solved(conclusion, own[offsets.index(top)])) is None:
                return None
        conditions = _conditions(law)
        if conditions is None:
            return None
        start, modulus, residues = conditions
        return cls(
            law, function, top, top - low, max(start, -low) + top, modulus, frozenset((r + top) % modulus for r in residues), right
        )  # fmt: skip

    def instance(self, n: Term, shift: int) -> tuple[Term, Instance]:
        """The recurrence for ``u (n + shift)``: the equation in normal form, the instance of the law behind it."""
        k = shift - self.top
        instance = self.law.at((shifted(n, k),))
        if self.right is None:
            return normal(instance.conclusions[0][1]), instance
        solved = Law(self.law.name, self.law.variables, (), (), (("", self.right),)).at((shifted(n, k),))
        return normal(solved.conclusions[0][1]), instance


def _occurs_twice(equation: App, call: Call) -> bool:
    return calls(equation).count(call) > 1


def _solved(equation: App, call: Call) -> Term | None:
    """``call = …``, where the equation is linear in it with a number as coefficient."""
    try:
        ring = Ring.of([*equation.args])
        difference = ring.polynomial(equation.args[0]) - ring.polynomial(equation.args[1])
        i = ring.atoms.index(call)
        slope = difference.derivative(i)
        if not slope.is_constant() or not len(slope):
            return None
        rest = ring.generators[i] - difference / slope.leading_coefficient()
        return App("Eq", (call, ring.term(rest, type_of(call))), (type_of(call),))
    except (NotPolynomial, ValueError):
        return None


def _conditions(law: Law) -> tuple[int, int, frozenset[int]] | None:
    """From which ``x`` on, modulo what, and for which remainders the law's guards hold, as far as their first values tell."""
    if not law.guards:
        return 0, 1, frozenset({0})
    held = []
    for k in range(SEEN):
        parts = [truth(g, {}) for g in law.at((Num(k, NAT),)).guards]
        if None in parts:
            return None
        held.append(all(parts))
    for modulus in MODULI:
        residues = frozenset(k % modulus for k in range(SEEN - modulus, SEEN) if held[k])
        start = SEEN
        while start and held[start - 1] == ((start - 1) % modulus in residues):
            start -= 1
        if start <= SEEN // 2:
            return (start, modulus, residues) if residues else None
    return None


def covering(shapes: Sequence[Shape]) -> tuple[int, dict[int, Shape]] | None:
    """A modulus and the recurrence of one function for each remainder of the index; ``None`` where they leave one open."""
    modulus = lcm(*(s.modulus for s in shapes))
    chosen: dict[int, Shape] = {}
    for r in range(modulus):
        fitting = [s for s in shapes if r % s.modulus in s.residues]
        if not fitting:
            return None
        chosen[r] = min(fitting, key=lambda s: (s.order, s.first))
    return (1, {0: chosen[0]}) if len(set(map(id, chosen.values()))) == 1 else (modulus, chosen)


def recurrences(laws: Iterable[Law]) -> list[Shape]:
    """The recurrences among laws."""
    return [shape for shape in map(Shape.of, laws) if shape is not None]


def _is_equation(term: Term) -> bool:
    return isinstance(term, App) and term.name == "Eq" and bool(number_type(type_of(term.args[0])))


def shifted(n: Term, k: int) -> Term:
    """``n + k``."""
    return App("HAdd.hAdd", (n, Num(k, NAT)), (NAT, NAT, NAT)) if k else n


def offset(argument: Term, variable: Var) -> int | None:
    """The ``k`` of an argument ``x + k`` or ``x - k``."""
    match argument:
        case Var() if argument == variable:
            return 0
        case App("HAdd.hAdd", (x, Num(k))) | App("HAdd.hAdd", (Num(k), x)) if x == variable:
            return k
        case App("HSub.hSub", (x, Num(k))) if x == variable:
            return -k
    return None
