"""The goal that a move looks at: terms, the names that are free, and questions that several moves ask."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from prover.lean.printing import to_lean
from prover.lean.terms import App, Bind, GoalTerms, Hypothesis, Term, Var, number_type, type_of, walk

NUMBER_TYPES = ("ℝ", "ℚ", "ℤ", "ℕ")
ORDERED = frozenset(NUMBER_TYPES)
CLAIM = "claim"
"""How the names of claims begin that moves add to a goal."""
RELATIONS = frozenset({"Eq", "LT.lt", "LE.le"})
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Goal:
    """A goal's terms.  Immutable, hashable, and can be sent to another process."""

    terms: GoalTerms

    @property
    def target(self) -> Term:
        return self.terms.target

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        return self.terms.hypotheses

    @property
    def props(self) -> list[Hypothesis]:
        """Hypotheses that are proofs and whose names can be typed."""
        return self.terms.props

    @property
    def data(self) -> list[Hypothesis]:
        """Objects: numbers, functions, sets, propositions."""
        return self.terms.data

    def of_type(self, *types: str) -> list[Var]:
        """The variables that are numbers of these types (``ℝ``, ``ℕ`` …) and whose names can be typed."""
        return [h.var for h in self.data if h.accessible and number_type(h.type) in types]

    @cached_property
    def functions(self) -> list[Var]:
        """Variables that are functions, sequences or equivalences."""
        return [h.var for h in self.data if isinstance(h.type, App) and h.type.name in ("→", "Equiv")]

    @cached_property
    def formulas(self) -> list[Term]:
        """The types of all proofs, and the target."""
        return [*(h.type for h in self.hypotheses if h.kind == "prop"), self.target]

    @cached_property
    def heads(self) -> frozenset[str]:
        """The constants in hypotheses and target."""
        return frozenset(heads(self.formulas))

    @cached_property
    def target_heads(self) -> frozenset[str]:
        """The constants in the target."""
        return frozenset(heads([self.target]))

    @cached_property
    def bundled(self) -> bool:
        """Whether there are hypotheses to take apart without loss: conjunctions, existence."""
        return any(head(h.type) in ("And", "∃", "∃!") for h in self.props)

    @cached_property
    def claims(self) -> int:
        """How many claims moves have added already."""
        return sum(h.name.startswith(CLAIM) for h in self.props)

    @cached_property
    def laws(self) -> list[Hypothesis]:
        """Hypotheses that are equations for all arguments, without conditions."""
        return [h for h in self.props if isinstance(h.type, Bind) and head(matrix(h.type)) == "Eq"]

    def equations(self, *types: str) -> list[Hypothesis]:
        """Hypotheses ``a = b``; with ``types``, those between numbers of these types."""
        return [h for h in self.props if head(h.type) == "Eq" and (not types or over(h.type) in types)]

    def places(self, wanted: Callable[[Term], bool]) -> str:
        """Where parts of this kind occur, as what follows ``at``: hypotheses and ``⊢``; ``""`` where none does."""
        named = [*((h.name, h.type) for h in self.props), ("⊢", self.target)]
        return " ".join(name for name, type_ in named if any(map(wanted, walk(type_))))

    def fresh(self, wanted: str, taken: Container[str] = ()) -> str:
        """A name that is neither the goal's nor ``taken``: ``wanted``, or with the first subscript that makes it new."""
        name, n = wanted, 0
        while name in taken or name in self._names:
            n += 1
            name = wanted + str(n).translate(SUBSCRIPTS)
        return name

    def unused(self, wanted: str, taken: Container[str] = ()) -> str:
        """As ``fresh``, but it may be a bound variable's name: for what ``intro`` and ``obtain`` name after it."""
        name, n = wanted, 0
        while name in taken or any(h.name == name for h in self.hypotheses):
            n += 1
            name = wanted + str(n).translate(SUBSCRIPTS)
        return name

    def numbered(self, wanted: str, count: int) -> list[str]:
        """``count`` fresh names: ``wanted₁``, ``wanted₂`` …"""
        names: list[str] = []
        for i in range(1, count + 1):
            names.append(self.fresh(wanted + str(i).translate(SUBSCRIPTS), names))
        return names

    @cached_property
    def _names(self) -> frozenset[str]:
        bound = {part.name for formula in self.formulas for part in walk(formula) if isinstance(part, Bind)}
        return frozenset({h.name for h in self.hypotheses} | bound)


def head(term: Term) -> str:
    """The constant or binder a term begins with: ``Eq``, ``And``, ``∃``, ``∀``, ``→``; ``""`` for anything else."""
    return term.name if isinstance(term, App) else term.kind if isinstance(term, Bind) else ""


def heads(terms: Iterable[Term]) -> Iterator[str]:
    """All constants and binders in some terms."""
    return (name for term in terms for part in walk(term) if (name := head(part)))


def matrix(proposition: Term) -> Term:
    """What stands behind the ``∀``s with which a proposition begins."""
    while isinstance(proposition, Bind) and proposition.kind == "∀":
        proposition = proposition.body
    return proposition


def over(relation: Term) -> str:
    """The number type that an equation or inequality is over; ``""`` for another."""
    return number_type(relation.implicit[0]) if isinstance(relation, App) and relation.implicit else ""


def sides(relation: Term) -> tuple[Term, Term]:
    """Left and right of ``=``, ``≠``, ``≤``, ``<``.  Raises ``ValueError`` for anything else."""
    if isinstance(relation, App) and len(relation.args) == 2:
        return relation.args
    raise ValueError("no relation")


def lean(term: Term, precedence: int = 0) -> str:
    """``prover.lean.printing.to_lean``.  Raises ``NotPrintable``."""
    return to_lean(term, precedence)


def is_numeric(term: Term) -> bool:
    """Whether a term is a number of a number type."""
    return bool(number_type(type_of(term)))
