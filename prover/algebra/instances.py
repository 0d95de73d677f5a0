"""Which instances of ``∀`` hypotheses a goal needs: found by linear algebra over the values of functions as unknowns.

Candidates: those at which a call of the goal appears (solving *pattern = call*), then those at which calls of the candidates
appear, and so on for a few rounds, then some at small arguments.  The target follows linearly where its difference lies in the span
of the candidates' differences and the equations among the hypotheses; a value ``f a`` is determined where it lies in the span with
the constants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from prover.algebra.ideals import Span
from prover.algebra.laws import Instance, Law, calls, ground, holds, normal, numeral
from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.lean.terms import NAT, App, Call, Hypothesis, Num, Term, number_type, type_of, variables, walk

MAX_INSTANCES = 90
ROUNDS = 4
MAX_DOUBLED = 100_000


@dataclass(frozen=True)
class Equation:
    """An equation that is at hand: a hypothesis by its name, or an instance's conclusion by its projection."""

    equation: Term
    name: str = ""
    instance: Instance | None = None
    path: str = ""

    @property
    def rewritten(self) -> bool:
        """Whether its calls are not yet in the normal form that the certificate speaks of."""
        return normal(self.equation) != self.equation


@dataclass
class Candidates:
    """The instances of laws that may serve a target.

    ``proved(guard)``: whether a guard that is no true statement about numbers is at hand.
    """

    laws: Sequence[Law]
    hypotheses: Sequence[Hypothesis]
    target: Term
    proved: Callable[[Term], bool] = lambda guard: False
    found: list[Instance] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._known: set[object] = set()
        facts = [h.type for h in self.hypotheses]
        asked = dict.fromkeys(calls(normal(self.target)))
        self._points(self.target, facts)
        if not asked:
            self._at_pool()
            asked = dict.fromkeys(c for i in self.found for _, conclusion in i.conclusions for c in calls(normal(conclusion)))
        self._halve(list(asked))
        self._rounds(list(asked))
        rest = [c for fact in facts for c in calls(normal(fact)) if c not in asked]
        self._rounds(rest)
        self._at_pool()

    def _points(self, target: Term, facts: Iterable[Term]) -> None:
        numbers: dict[Term, dict[Term, None]] = {}
        for term in (target, *facts):
            for call in calls(normal(term)):
                for a in call.args:
                    numbers.setdefault(type_of(a) or NAT, {})[a] = None
        for part in variables(target):
            if number_type(part.type):
                numbers.setdefault(part.type, {})[part] = None
        self._numbers = numbers

    def pool(self, type_: Term) -> list[Term]:
        """Values for a variable that nothing determines."""
        small = [Num(0, type_), Num(1, type_), Num(2, type_), *([Num(-1, type_)] if number_type(type_) != "ℕ" else [])]
        return list(dict.fromkeys([*list(self._numbers.get(type_, ()))[:4], *small]))

    def _halve(self, asked: list[Call]) -> None:
        """Of laws about sums, the instances that reach a number by doubling: ``f 9`` from ``f 4`` and ``f 5``, and so on."""
        laws = [law for law in self.laws if len(law.variables) == 2]
        seen = set(asked)
        for call in asked if laws else ():
            number = ground(call.args[0])
            if number is None or abs(number) > MAX_DOUBLED or len(self.found) >= MAX_INSTANCES // 2:
                continue
            half = numeral(
                number / 2 if number.denominator > 1 else Fraction(number.numerator // 2), type_of(call.args[0]) or NAT
            )
            for law in laws:
                for pattern in law.patterns:
                    if not set(law.variables) <= set(variables(pattern)):
                        continue
                    for values in islice(law.matching(pattern, call, lambda type_, h=half: [h]), 1):
                        more = [c for c in self._add(law, values) if c not in seen]
                        seen.update(more)
                        asked += more

    def _rounds(self, asked: list[Call]) -> None:
        seen = set(asked)
        for _ in range(ROUNDS):
            more: list[Call] = []
            for call in asked:
                for law in self.laws:
                    for pattern in law.patterns:
                        for values in law.matching(pattern, call, self.pool):
                            more += [c for c in self._add(law, values) if c not in seen]
            asked = list(dict.fromkeys(more))
            seen.update(asked)

    def _at_pool(self) -> None:
        for law in self.laws:
            if len(law.variables) == 1:
                for point in self.pool(law.variables[0].type):
                    self._add(law, (point,))
            elif len(law.variables) == 2:
                first, second = (self.pool(v.type)[:6] for v in law.variables)
                for x in first:
                    for y in second:
                        self._add(law, (x, y))

    def _add(self, law: Law, values: tuple[Term, ...]) -> list[Call]:
        """The calls of a new instance whose guards are met."""
        key = law.name, values
        if key in self._known or len(self.found) >= MAX_INSTANCES:
            return []
        self._known.add(key)
        instance = law.at(values)
        if not all(holds(g) or self.proved(g) for g in instance.guards):
            return []
        self.found.append(instance)
        return [c for _, conclusion in instance.conclusions for c in calls(normal(conclusion))]

    def equations(self) -> list[Equation]:
        """The equations among the hypotheses, then those of the instances, simple ones first."""
        own = [Equation(h.type, h.name) for h in self.hypotheses if isinstance(h.type, App) and h.type.name == "Eq"]
        made = [
            Equation(c, "", i, path)
            for i in sorted(self.found, key=lambda i: i.size)
            for path, c in i.conclusions
            if isinstance(c, App) and c.name == "Eq"
        ]
        return [*own, *made]


class System:
    """Equations between numbers as polynomials in the values of functions; ``known`` values are put in their places."""

    def __init__(self, equations: Sequence[Equation], others: Iterable[Term] = (), known: Mapping[Term, Term] | None = None):
        self.equations: list[Equation] = []
        normals = [normal(e.equation, known) for e in equations]
        self.ring = Ring.of([*(normal(t, known) for t in others), *normals])
        self._columns = []
        for e, n in zip(equations, normals, strict=True):
            try:
                compared = self.ring.comparison(n)
            except NotPolynomial:
                continue
            if compared is not None and len(compared.polynomial):
                self.equations.append(e)
                self._columns.append(compared.polynomial)
        self._span = Span(self._columns)
        self._affine = Span([*self._columns, self.ring.context.constant(1)])

    @property
    def nonlinear(self) -> bool:
        """Whether values of functions are multiplied."""
        return any(column.total_degree() > 1 for column in self._columns)

    @property
    def calls(self) -> list[Call]:
        """The values of functions that are unknowns."""
        return [atom for atom in self.ring.atoms if isinstance(atom, Call)]

    def certificate(self, target: Term) -> list[tuple[Equation, Fraction]] | None:
        """Equations and coefficients whose combination is ``target``, an equation; ``None`` where there is none."""
        try:
            compared = self.ring.comparison(normal(target))
        except NotPolynomial:
            return None
        if compared is None or compared.relation != "=":
            return None
        return self._of_one(compared.polynomial) or self._combination(self._span, compared.polynomial)

    def _of_one(self, polynomial: object) -> list[tuple[Equation, Fraction]] | None:
        """A combination of hypotheses and one instance."""
        facts = [c for e, c in zip(self.equations, self._columns, strict=True) if e.instance is None]
        names = [e for e in self.equations if e.instance is None]
        for e, column in zip(self.equations, self._columns, strict=True):
            if e.instance is not None and (found := Span([*facts, column]).combination(polynomial)) is not None:
                total = sum((a * c for a, c in zip(found, [*facts, column], strict=True)), start=polynomial - polynomial)
                if total == polynomial:
                    return [(f, as_fraction(a)) for f, a in zip([*names, e], found, strict=True) if a != 0]
        return None

    def value(self, call: Term) -> tuple[Fraction, list[tuple[Equation, Fraction]]] | None:
        """The number that the equations give a value of a function, and the combination that does."""
        try:
            polynomial = self.ring.polynomial(normal(call))
        except NotPolynomial:
            return None
        found = self._affine.combination(polynomial)
        if found is None:
            return None
        used = self._combination(self._span, polynomial - self.ring.context.constant(found[-1]))
        return None if used is None else (as_fraction(found[-1]), used)

    def _combination(self, span: Span, polynomial: object) -> list[tuple[Equation, Fraction]] | None:
        found = span.combination(polynomial)
        if found is None:
            return None
        total = polynomial
        for a, column in zip(found, self._columns, strict=True):
            total = total - a * column
        if len(total):
            return None
        return [(e, as_fraction(a)) for e, a in zip(self.equations, found, strict=True) if a != 0]


def laws_of(hypotheses: Iterable[Hypothesis]) -> Iterator[Law]:
    """The laws among hypotheses that speak of functions' values."""
    for h in hypotheses:
        law = Law.of(h)
        if law is not None and law.patterns:
            yield law


def innermost(term: Term) -> list[Call]:
    """The calls whose arguments hold no calls."""
    return [c for c in dict.fromkeys(calls(term)) if not any(isinstance(p, Call) for a in c.args for p in walk(a))]
