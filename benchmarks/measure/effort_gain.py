"""What it would bring to try expensive tactics with a part of their heartbeats first: a run's searches again, by its own clock.

    python -m benchmarks.measure.effort_gain RUN [--effort 0.0625 --effort 0.25] [--json]

Each search of a run's folder is made again from its events: the states, tactics, log-probabilities, outcomes and seconds are those
of the log, a tactic stopped early costs the seconds until then, and nothing that was not tried then is known.  For the proofs found:
seconds of Lean until they are found; for the searches without one: seconds until all that was expanded is begun.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from prover.lean.environment import HEARTBEATS
from prover.moves.base import FIRST_EFFORT, Step, effort
from search import Event, GaveUp, NewState, Outcome, ProofState, Proposal, Proved, Search, TacticError, read_events

HEARTBEATS_A_SECOND = 9_000
"""In thousands, on the machine of the log: where tactics give up for ``HEARTBEATS`` of them after 4.4 s."""


class Figures(NamedTuple):
    """Sums of Lean's seconds."""

    effort: float
    proofs: int
    until_proved: float
    searches: int
    until_all_begun: float


@dataclass
class Logged:
    """A logged search as environment and policy; ``seconds`` have been spent so far, ``begun`` when each node was asked about."""

    events: Sequence[Event]
    first: float
    name: str = "log"
    seconds: float = 0.0
    begun: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        created: list[Any] = [event for event in self.events if event.kind == "node_created"]
        self._states = {event.node: ProofState(event.key, tuple(event.goals)) for event in created}
        self._nodes = {event.key: event.node for event in created}
        self._tried: dict[int, dict[str, Any]] = {node: {} for node in self._states}
        for event in self.events:
            if event.kind == "tactic_tried":
                self._tried[event.node].setdefault(event.tactic, event)
        self.root = self._states[0]

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        answers = []
        for state in states:
            node = self._nodes[state.key]
            self.begun.setdefault(node, self.seconds)
            ranked = sorted(self._tried[node].values(), key=lambda tried: -tried.logprob)
            answers.append([Proposal(t.tactic, t.logprob, effort=self._effort(t)) for t in ranked])
        return answers

    def _effort(self, tried: Any) -> float:
        return self.first if effort(Step(tried.tactic, tried.logprob)) < 1.0 else 1.0

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        tried = self._tried[self._nodes[state.key]][tactic]
        limit = effort * HEARTBEATS / HEARTBEATS_A_SECOND
        if effort < 1.0 and tried.seconds > limit:
            self.seconds += limit
            return GaveUp("heartbeats")
        self.seconds += tried.seconds
        if tried.outcome == "proved":
            return Proved()
        return TacticError("") if tried.child is None else NewState(self._states[tried.child])

    async def release(self, states: Sequence[ProofState]) -> None: ...


def measure(folder: Path, efforts: Sequence[float]) -> list[Figures]:
    """Raises ``FileNotFoundError`` where there are no events."""
    logs = [list(read_events(path)) for path in sorted(folder.glob("events/*.jsonl.zst"))]
    if not logs:
        raise FileNotFoundError(f"no events in {folder}")
    figures: list[Figures] = []
    for first in efforts:
        proved, begun = [], []
        for events in logs:
            logged = Logged(events, first)
            if asyncio.run(Search().run(logged.root, logged, logged)).proved:
                proved.append(logged.seconds)
            else:
                begun.append(max(logged.begun.values(), default=0.0))
        figures.append(Figures(first, len(proved), sum(proved), len(begun), sum(begun)))
    return figures


def main(
    run: Annotated[Path, typer.Argument(help="A folder that `prover bench` has written.")],
    efforts: Annotated[list[float], typer.Option("--effort", help="Share of the heartbeats at first.")] = [1.0, FIRST_EFFORT],  # noqa: B006
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make a run's searches again by its own clock, with less effort at first."""
    figures = measure(run, efforts)
    if as_json:
        print(json.dumps([one._asdict() for one in figures]))
        return
    for one in figures:
        print(f"effort {one.effort:<8.4g}{one.proofs:>4} proofs after {one.until_proved:>7.1f} s, "
              f"{one.searches:>4} others all begun after {one.until_all_begun:>7.1f} s")  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
