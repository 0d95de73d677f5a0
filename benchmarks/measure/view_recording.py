"""Recorded runs of any size without Lean: real searches of an invented game, for measuring and testing the search view."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

from benchmarks.data.problem import Problem
from benchmarks.run.results import BenchmarkResult
from benchmarks.run.run_config import Hashes, RunConfig, Session
from benchmarks.run.run_folder import RunFolder
from prover.limits import Limits
from prover.result import LeanInfo, ProofResult, Seconds
from search import (
    Budget,
    Environment,
    EventWriter,
    GaveUp,
    NewState,
    Outcome,
    Policy,
    ProofState,
    Proposal,
    Proved,
    Search,
    SearchResult,
    TacticError,
)
from search.budget import UNLIMITED

_REFUSALS = (
    "`simp` made no progress",
    "omega could not prove the goal:\na possible counterexample may satisfy the constraints\n  0 ≤ b ≤ 34\n  a ≥ 1\nwhere\n a := ↑n",
    "linarith failed to find a contradiction\ncase a\nx y : ℝ\nh₀ : 0 < x\na✝ : x * y < 0\n⊢ False",
    "Tactic `rfl` failed: The left-hand side\n  x * y + y\nis not definitionally equal to the right-hand side\n  y * (x + 1)",
)


@dataclass
class InventedGame:
    """Environment and policy in one: a state is the rewritings made, in order, and the facts had, in any order.

    Orders of the same facts meet in one state.  Facts can always be had, of the rewritings a share ``accepted`` leads on;
    tactics at depth ``proof`` and deeper prove once in a while (never without it).  The same game by the same ``seed``.
    """

    seed: int = 0
    accepted: float = 0.15
    proof: int | None = None
    name: str = "invented"
    _known: dict[str, dict[str, tuple[float, Outcome]]] = field(default_factory=dict, repr=False)

    @property
    def root(self) -> ProofState:
        return self._state((), ())

    async def apply(self, state: ProofState, tactic: str) -> Outcome:
        return self._moves(state)[tactic][1]

    async def release(self, states: Sequence[ProofState]) -> None:
        """Nothing is kept of a state but itself."""

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [[Proposal(tactic, logprob, self.name) for tactic, (logprob, _) in self._moves(s).items()] for s in states]

    def _moves(self, state: ProofState) -> dict[str, tuple[float, Outcome]]:
        if state.key not in self._known:
            self._known[state.key] = self._invent(state)
        return self._known[state.key]

    def _invent(self, state: ProofState) -> dict[str, tuple[float, Outcome]]:
        rewritings, facts = state.handle
        draw = random.Random(f"{self.seed} {state.key}")
        moves: dict[str, tuple[float, Outcome]] = {}
        logprob = -0.2
        numbers = [*range(3), *draw.sample(range(20, 60), 9)]
        draw.shuffle(numbers)
        for number in numbers:
            logprob -= draw.expovariate(3)
            seconds = round(draw.uniform(0.001, 0.2), 4)
            fact = number < 20
            tactic = f"have h{number} : {number} ≤ x + {number} := by omega" if fact else f"rw [add_mul, lemma_{number} x y]"
            outcome: Outcome
            if self.proof is not None and len(rewritings) + len(facts) >= self.proof and draw.random() < 0.2:
                outcome = Proved(seconds)
            elif number not in facts and (fact or draw.random() < self.accepted):
                there = (rewritings, tuple(sorted((*facts, number)))) if fact else ((*rewritings, number), facts)
                outcome = NewState(self._state(*there), seconds)
            elif draw.random() < 0.05:
                outcome = GaveUp("time", "the tactic took too long", seconds)
            else:
                outcome = TacticError(draw.choice(_REFUSALS), seconds)
            moves[tactic] = (logprob, outcome)
        return moves

    def _state(self, rewritings: tuple[int, ...], facts: tuple[int, ...]) -> ProofState:
        hypotheses = ["x y : ℝ", "n : ℕ", "h₀ : 0 < x", *(f"h{number} : {number} ≤ x + {number}" for number in facts)]
        target = "x * y + y" + "".join(f" + f {number} x" for number in rewritings[-6:])
        goal = "\n".join([*hypotheses, f"⊢ {target} ≤ y * (x + {len(rewritings) + 1})"])
        handle = (rewritings, facts)
        return ProofState(f"{handle}", (goal,) if len(rewritings) % 3 else (goal, "case h\nn : ℕ\n⊢ n < n + 1"), handle)


class Game(Environment, Policy, Protocol):
    """Both sides of a search, and where it begins."""

    @property
    def root(self) -> ProofState: ...


def search_it(game: Game, log: Path, statement: str, budget: Budget = UNLIMITED, seed: int = 0) -> SearchResult:
    """Search the game, its events written to ``log``; in a thread of its own, whatever runs in the caller's."""
    found: list[SearchResult] = []

    async def run(writer: EventWriter) -> SearchResult:
        info = {"theorem": statement, "policy": game.name, "search": "best-first", "seed": seed}
        return await Search().run(game.root, game, game, listeners=[writer], budget=budget, info=info)

    def work() -> None:
        with EventWriter(log) as writer:
            found.append(asyncio.run(run(writer)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


def open_run(path: Path, problems: Iterable[Problem], selection: Sequence[str] = ()) -> AbstractContextManager[RunFolder]:
    """A new run of these problems, to be filled."""
    hashes = Hashes(data="none", lean="none", python="none")
    config = RunConfig(
        benchmark="invented",
        split="all",
        selection=list(selection),
        policy=["invented"],
        limits=Limits(time_limit=30),
        lean="embedded",
        hashes=hashes,
        problems=[problem.name for problem in problems],
        sessions=[Session(started=_NOW.isoformat(), workers=1, hashes=hashes, versions={}, host={})],
    )
    return RunFolder.open(path, config)


def record(folder: RunFolder, problem: Problem, game: Game, budget: Budget = UNLIMITED) -> BenchmarkResult:
    """Search the game in the problem's name and put events and result into the run."""
    found = search_it(game, folder.events_path(problem.name), problem.statement, budget)
    return put(folder, problem, result_of(problem, found, game.name))


def result_of(problem: Problem, found: SearchResult, policy: str) -> ProofResult:
    tactics = list(found.proof or ())
    body = "".join("  " + tactic.replace("\n", "\n  ") + "\n" for tactic in tactics)
    return ProofResult(
        name=problem.name,
        statement=problem.statement,
        status="proved" if tactics else "failed",
        reading="exact",
        proof=f"{problem.statement.removesuffix('sorry')}by\n{body}" if tactics else None,
        tactics=tactics,
        sources=[policy] * len(tactics),
        axioms=["propext"] if tactics else [],
        expansions=found.usage.expansions,
        nodes=found.usage.nodes,
        seconds=Seconds(total=round(found.usage.seconds_total, 3), policy=round(found.usage.seconds_policy, 3)),
        lean=LeanInfo(version="4.28.0"),
        policy=policy,
        ended=found.reason,
    )


def put(folder: RunFolder, problem: Problem, result: ProofResult) -> BenchmarkResult:
    row = BenchmarkResult.of("invented", problem, result, _NOW)
    folder.record(row)
    return row


_NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
