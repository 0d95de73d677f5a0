"""An informal problem under way, as the view sees it: its stages so far, and each of its searches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from prover.informal.problem import InformalProblem
from prover.informal.record import ROOT, PartSearchBegun, PartSearchEnded, StageEvent, WordsStarted
from prover.informal.stages import Recorder
from prover.result import ProofResult
from prover.web.live import ID, LiveSearch
from prover.web.source import NoSuchSearch
from prover.web.stages import as_json, hole_details, hole_of, hole_result, split_id
from search import Listener

NOTE = "With words the searches can be watched, not steered."


class LiveInformal(Recorder):
    """The ``recorder`` of ``InformalProver.prove``, and a source of the view: ``live`` is the whole theorem's own search,
    ``live~S_H`` the one for hole H of sketch S.

    The searching thread only appends; whoever reads, reads that in a thread of its own.
    """

    mode: Literal["live"] = "live"

    def __init__(self, problem: InformalProblem) -> None:
        self._root = LiveSearch(problem.formal_statement)
        self.title = problem.name or self._root.title
        self._stages: list[StageEvent] = []
        self._holes: dict[str, LiveSearch] = {}
        self._finished = False

    # For the one who proves

    def stage(self, event: StageEvent) -> None:
        if isinstance(event, PartSearchBegun) and event.search != ROOT:  # first: whoever sees the event may ask for it
            if (earlier := self._holes.get(event.search)) is not None:
                earlier.finish(None)
            self._holes[event.search] = LiveSearch("")
        self._stages.append(event)
        if isinstance(event, PartSearchEnded) and event.search in self._holes:
            self._holes[event.search].finish(hole_result(self._stages, event.search))

    @contextmanager
    def search(self, id: str) -> Iterator[Sequence[Listener]]:
        live = self._root if id == ROOT else self._holes.setdefault(id, LiveSearch(""))
        try:
            yield [live]
        except BaseException:
            if id != ROOT:
                live.finish(None)
            raise

    def finish(self, result: ProofResult | None) -> None:
        """It is all over; only the first word on it counts."""
        if not self._finished:
            for hole in self._holes.values():
                hole.finish(None)
            self._root.finish(result)
            self._finished = True

    # For the view

    def details(self, id: str) -> dict[str, Any]:
        """What is known of a search beside its events; of the whole theorem's also the ``stages`` so far, and whether they
        are all (``ended``).  Raises ``NoSuchSearch``."""
        whole, part = split_id(id)
        ended = self._finished  # before the stages: none comes after it
        stages = list(self._stages)
        about = {**self._root.details(whole), "problem": self.title, "interactive": False}
        if part:
            return hole_details(*self._hole(stages, part), about)
        started = next((event for event in stages if isinstance(event, WordsStarted)), None)
        return {
            **about,
            "informal_statement": started and started.informal_statement,
            "informal_proof": started and started.informal_proof,
            "stages": as_json(stages),
            "ended": ended,
            "note": NOTE,
        }

    def events(self, id: str, after: int) -> AsyncIterator[bytes]:
        """As ``LiveSearch.events``.  Raises ``NoSuchSearch``."""
        whole, part = split_id(id)
        if part:
            self._hole(list(self._stages), part)
            return self._holes[part].events(whole, after)
        return self._root.events(whole, after)

    @staticmethod
    def _hole(stages: Sequence[StageEvent], part: str) -> tuple[PartSearchBegun, Any]:
        if (found := hole_of(stages, part)) is None:
            raise NoSuchSearch(f"there is no search for a hole {part!r} here, {ID!r} is the whole theorem's")
        return found
