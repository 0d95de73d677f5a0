"""Goals about variables that equations determine: they are true or false at one place."""

from __future__ import annotations

from prover.algebra.counter_models import Abstracted, CounterModel
from prover.algebra.interpretation import ORDERED
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import App, GoalTerms, Term, Var, number_type, variables


def model_by_equations(goal: GoalTerms) -> CounterModel | None:
    """What each variable equals by a hypothesis, ``k = 4 ^ 759 + 9``; ``None`` where one has no such hypothesis.

    Nothing is computed: the numbers may be too large, and whether the target fails there is for Lean to say.
    """
    found: dict[Var, tuple[str, Term]] = {}
    for h in goal.hypotheses:
        match h.type:
            case App("Eq", (left, right)) if h.kind == "prop":
                for this, other in ((left, right), (right, left)):
                    if isinstance(this, Var) and this not in found and not variables(other):
                        found[this] = h.name, other
                        break
    data = [h.var for h in goal.data]
    if not data or any(v not in found or number_type(v.type) not in ORDERED for v in data):
        return None
    try:
        values = tuple((v.name, to_lean(found[v][1])) for v in data)
        types = tuple(to_lean(v.type) for v in data)
        laws = tuple((h.name, to_lean(h.type)) for h in goal.hypotheses if h.name in {found[v][0] for v in data})
    except NotPrintable:
        return None
    return CounterModel(values, "equations", Abstracted(tuple(v.name for v in data), types, laws))
