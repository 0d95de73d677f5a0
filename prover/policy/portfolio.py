"""The portfolio: every move that needs no words, chosen by the goal alone.

The same search applies it at every state, so that it introduces, splits, does cases and induction over several steps and
closes what is left with Lean's automation.  It knows no theorem and learns nothing; it is the baseline every model is
measured against, and it works where there is no model.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence

from prover.moves import GENERIC, MOVES, collect
from prover.moves.base import Step, effort
from prover.moves.goal import Goal
from prover.moves.pool import ProcessPool
from prover.moves.slow import SlowMoves
from prover.policy.address import read_options
from prover.policy.base import PolicyError
from search.game import ProofState, Proposal

NAME = "portfolio"


class Portfolio:
    """Implements ``search.game.Policy`` without a model, and once it has processes (``use_processes``) ``SlowPolicy``.

    ``mathlib``: propose Mathlib's own automation too.  ``moves``: the names of the moves to ask; by default all.
    """

    def __init__(self, mathlib: bool = False, moves: frozenset[str] | None = None, name: str = NAME) -> None:
        self.name, self._mathlib, self._moves = name, mathlib, moves
        self._slow: SlowMoves | None = None

    @classmethod
    def load(cls, spec: str, mathlib: bool = False) -> Portfolio:
        """From ``portfolio``, ``portfolio?without=A,B`` or ``portfolio?only=A,B``: subjects of moves, or moves, by name.

        Raises ``PolicyError``.
        """
        options = read_options(spec, f"policy {spec!r}")
        if not options:
            return cls(mathlib)
        if unknown := options.keys() - {"only", "without"}:
            raise PolicyError(f"policy {spec!r}: there is no option {', '.join(sorted(unknown))}. Options: only, without")
        chosen = _named(spec, options["only"]) if "only" in options else frozenset([GENERIC, *MOVES])
        return cls(mathlib, chosen - _named(spec, options.get("without", "")), spec)

    def use_processes(self, pool: ProcessPool) -> None:
        """Run slow moves there."""
        self._slow = SlowMoves(pool, self._moves)

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [self.proposals(await goal_of(state)) for state in states]

    def proposals(self, goal: Goal | None) -> list[Proposal]:
        """The proposals of fast moves for a goal, best first, without duplicates; of one that is not known, those that fit any."""
        return [self._proposal(s) for s in collect(goal, mathlib=self._mathlib, moves=self._moves).values()]

    @property
    def afterwards(self) -> Callable[[ProofState], AsyncIterator[Sequence[Proposal]]] | None:
        """What slow moves propose for a state's first goal, as it comes; ``None`` without processes."""
        return None if self._slow is None else self._afterwards

    async def _afterwards(self, state: ProofState) -> AsyncIterator[Sequence[Proposal]]:
        assert self._slow is not None
        if (goal := await goal_of(state)) is not None:
            async for steps in self._slow.steps(goal):
                yield [self._proposal(s) for s in steps]

    def _proposal(self, step: Step) -> Proposal:
        return Proposal(step.tactic, step.logprob, self.name, step.computed, step.move, effort(step))


_GOALS: OrderedDict[str, Goal] = OrderedDict()
"""Goals told lately, by their states' keys: several ask about the same."""


async def goal_of(state: ProofState) -> Goal | None:
    """A state's first goal as a term; ``None`` where its environment cannot tell it."""
    if state.look is None or not state.goals:
        return None
    if (goal := _GOALS.get(state.key)) is None:
        terms = await state.look(0)
        if terms is None:
            return None
        goal = _GOALS[state.key] = Goal(terms)
        while len(_GOALS) > 256:
            _GOALS.popitem(last=False)
    return goal


def _named(spec: str, names: str) -> frozenset[str]:
    """The moves of these names and of the subjects of these names."""
    found: set[str] = set()
    for name in filter(None, names.split(",")):
        those = {m.name for m in MOVES.values() if name in (m.name, m.subject)} | ({GENERIC} & {name})
        if not those:
            subjects = sorted({m.subject for m in MOVES.values()})
            raise PolicyError(
                f"policy {spec!r}: no move and no subject is called {name!r}; subjects: {GENERIC}, {', '.join(subjects)}"
            )
        found |= those
    return frozenset(found)
