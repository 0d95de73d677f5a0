"""Which tactic did it, where one of the prelude stands for several.

Without Mathlib, ``norm_num``, ``linarith``, ``nlinarith``, ``ring``, ``positivity`` and ``field_simp`` are macros that try one
thing after the other, ``grind`` in the end (``lean_project/Prelude/Tactic.lean``).  Mathlib's do less; a proof whose step was
done by another tactic shows that one, so that it says what it rests on and carries over.
"""

from __future__ import annotations

from collections.abc import Sequence

from prover.lean.shared import SharedEnvironment
from search.game import NewState, Outcome, Proved

BEHIND: dict[str, tuple[tuple[str, str | None], ...]] = {
    "norm_num": (("decide", "decide"), ("simp +arith +decide", None), ("linear_combination", "ring"), ("grind", "grind")),
    "linarith": (("linarith_exact", None), ("grind", "grind"), ("omega", "omega")),
    "nlinarith": (("linarith_exact", "linarith"), ("nlinarith_pairs", None), ("grind", "grind")),
    "ring": (("linear_combination", None), ("grind", "grind")),
    "ring_nf": (("linear_combination", "ring"), ("grind", "grind")),
    "positivity": (("grind", "grind"),),
    "field_simp": (("grind", "grind"),),
}
"""For each macro what it tries, in its order, and what the proof shows if that did it; ``None``: the macro itself."""


async def named(environment: SharedEnvironment, proof: Sequence[str]) -> list[str]:
    """The tactics of a proof, with those instead of macros that did what the macros did.

    Only steps that close a goal: they are run again from the root.  What cannot be run again stays as it is.
    """
    shown = list(proof)
    last = max((i for i, tactic in enumerate(proof) if tactic in BEHIND), default=-1)
    state = environment.root
    for i, tactic in enumerate(proof[: last + 1]):
        outcome = await environment.apply(state, tactic)
        for probe, name in BEHIND.get(tactic, ()) if _closes(outcome, len(state.goals)) else ():
            if _same(await environment.apply(state, probe), outcome):
                shown[i] = name or tactic
                break
        if not isinstance(outcome, NewState):
            break
        state = outcome.state
    return shown


def _closes(outcome: Outcome, goals: int) -> bool:
    return isinstance(outcome, Proved) or (isinstance(outcome, NewState) and len(outcome.state.goals) < goals)


def _same(one: Outcome, other: Outcome) -> bool:
    if isinstance(one, NewState) and isinstance(other, NewState):
        return one.state.key == other.state.key
    return isinstance(one, Proved) and isinstance(other, Proved)
