"""What must hold of a bound variable for a formula to be true, or false: comparisons that come from its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from prover.algebra.evaluation import Scope, Stack, compiled
from prover.algebra.interpretation import Value
from prover.algebra.numbers import Unknown
from prover.lean.terms import App, Bind, Bound, Term, children

Place = tuple[int, ...]
"""Of a part in a formula: which part of which part."""


class Condition(NamedTuple):
    """``left ≤ right``, or ``=``, ``∣``, ``∈`` (left the element).

    The variable sought is any ``Bound`` in ``sought``; ``depth`` binders stand between, whose variables have no values.
    """

    relation: str
    left: Term
    right: Term
    sought: frozenset[int]
    depth: int
    binders: tuple[Place, ...] = ()
    """Where the binders between stand, the outermost first: two conditions with one place speak of one variable."""


def conditions(
    body: Term,
    wanted: bool,
    sought: frozenset[int] = frozenset([0]),
    binders: tuple[Place, ...] = (),
    place: Place = (),
) -> Iterator[Condition]:
    """What must hold of the variable (``Bound(0)``) for ``body`` to be ``wanted``; ``place``: of the body in the whole."""
    deeper, depth, within = frozenset(i + 1 for i in sought), len(binders), (*binders, place)
    match body:
        case App("And", parts) if wanted:
            for i, part in enumerate(parts):
                yield from conditions(part, True, sought, binders, (*place, i))
        case App("Or", parts) if not wanted:
            for i, part in enumerate(parts):
                yield from conditions(part, False, sought, binders, (*place, i))
        case App("→", (p, q)) if not wanted:
            yield from conditions(p, True, sought, binders, (*place, 0))
            yield from conditions(q, False, sought, binders, (*place, 1))
        case App("Not", (p,)):
            yield from conditions(p, not wanted, sought, binders, (*place, 0))
        case Bind("∃" | "∃!", _, _, inner) if wanted:
            yield from conditions(inner, True, deeper, within, (*place, 0))
        case Bind("∀", _, _, inner) if not wanted:
            yield from conditions(inner, False, deeper, within, (*place, 0))
        case App("Membership.mem", (App("setOf", (Bind(_, _, _, inner),)), Bound(index))) if wanted and index in sought:
            yield from conditions(inner, True, deeper | {0}, within, (*place, 0))
        case App("Membership.mem", (collection, element)) if wanted:
            yield Condition("∈", element, collection, sought, depth, binders)
        case App("LE.le" | "LT.lt", (a, b)):
            yield Condition("≤", *((a, b) if wanted else (b, a)), sought, depth, binders)
        case App("Eq", (a, b)) if wanted:
            yield Condition("=", a, b, sought, depth, binders)
        case App("Ne", (a, b)) if not wanted:
            yield Condition("=", a, b, sought, depth, binders)
        case App("Dvd.dvd", (a, b)) if wanted:
            yield Condition("∣", a, b, sought, depth, binders)


def known_value(term: Term, about: Condition, scope: Scope, stack: Stack) -> Value | None:
    """The value of a term that mentions neither the variable nor one of an inner binder."""
    if _needs(term, about.depth, 0):
        return None
    try:
        return compiled(term)(scope, (None,) * (about.depth + 1) + stack)
    except Unknown:
        return None


def _needs(term: Term, most: int, depth: int) -> bool:
    """Whether one of the variables bound by the ``most + 1`` binders around occurs; ``depth``: of the binders within."""
    match term:
        case Bound(index):
            return depth <= index <= most + depth
        case Bind(_, _, domain, body):
            return _needs(domain, most, depth) or _needs(body, most, depth + 1)
    return any(_needs(part, most, depth) for part in children(term))
