"""``⌊x⌋``, ``⌈x⌉`` and fractional parts: of numbers worked out, of anything else by the bounds that determine them."""

from __future__ import annotations

from prover.algebra import evaluation
from prover.algebra.numbers import Unknown
from prover.algebra.positivity import rational as value_of
from prover.lean.terms import INT, REAL, App, Num, Term, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean
from prover.moves.radicals import difference_bounds
from prover.moves.real import Facts, at_most, atoms, less, minus, plus, rational

_ONE = Num(1, REAL)
_LINEAR = "by push_cast; linarith"
_OF_ROOT = {
    True: (f"Real.le_sqrt_of_sq_le ({_LINEAR})", f"(Real.sqrt_lt' ({_LINEAR})).mpr ({_LINEAR})"),
    False: (f"(Real.lt_sqrt ({_LINEAR})).mpr ({_LINEAR})", f"Real.sqrt_le_iff.mpr ⟨{_LINEAR}, {_LINEAR}⟩"),
}
"""Proofs of the bounds of a square root: for the number below it, for the one above."""


@move
def rounded(goal: Goal) -> Steps:
    """``⌊√26⌋ = 5``, ``⌈7 / 2⌉ = 4``: what numbers are rounded to."""
    facts = Facts(goal, "hq")
    for atom in atoms(goal, "Int.floor", "Int.ceil"):
        found = _of_number(atom)
        if found is not None:
            facts.add(App("Eq", (atom, Num(found[0], INT)), (INT,)), found[1])
    yield from facts.finish("rounded", integral=True)


def _of_number(atom: App) -> tuple[int, str] | None:
    """What a number is rounded to, and a proof."""
    argument = atom.args[0]
    if variables(argument):
        return None
    try:
        found = int(evaluation.value(atom, {}))
    except (Unknown, TypeError):
        return None
    down = atom.name == "Int.floor"
    low, high = (rational(n) for n in ((found, found + 1) if down else (found - 1, found)))
    if value_of(argument) is not None:
        proofs: list[str] = [_LINEAR, _LINEAR]
    elif head(argument) == "Real.sqrt":
        proofs = list(_OF_ROOT[down])
    else:
        bounds = difference_bounds(low, argument), difference_bounds(argument, high)
        if None in bounds:
            return None
        proofs = [f"by push_cast; linarith [{', '.join(b)}]" for b in bounds if b is not None]
    return found, f"Int.{'floor' if down else 'ceil'}_eq_iff.mpr ⟨{', '.join(proofs)}⟩"


@move
def rounding_facts(goal: Goal) -> Steps:
    """``⌊x⌋ ≤ x < ⌊x⌋ + 1``, ``⌈x⌉ - 1 < x ≤ ⌈x⌉``; the fractional part is ``x - ⌊x⌋``."""
    facts = Facts(goal, "hq")
    for atom in atoms(goal, "Int.floor", "Int.ceil"):
        argument = atom.args[0]
        if atom.implicit[:1] != (REAL,) or not variables(argument):
            continue
        value: Term = App("Int.cast", (atom,), (REAL,))
        text = lean(argument, 1024)
        if atom.name == "Int.floor":
            facts.add(at_most(value, argument), f"Int.floor_le {text}")
            facts.add(less(argument, plus(value, _ONE)), f"Int.lt_floor_add_one {text}")
        else:
            facts.add(at_most(argument, value), f"Int.le_ceil {text}")
            facts.add(less(minus(value, _ONE), argument), "(Int.ceil_eq_iff.mp rfl).1")
    yield from facts.step("rounding_facts")
    places = goal.places(lambda part: isinstance(part, App) and part.name == "Int.fract")
    if places:
        yield step("rounding_bounds", lemma="Int.fract", places=places)
