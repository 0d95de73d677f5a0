"""A prover that needs no Lean, and runs to try it in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Union

from benchmarks.data.problem import Problem
from benchmarks.run.run_config import Hashes, RunConfig, Session
from benchmarks.run.run_folder import RunFolder
from prover.limits import Limits
from prover.result import LeanInfo, ProofResult, Seconds
from search import Budget, Usage
from search.events import NodeCreated, SearchEnded, SearchStarted

Answer = Union[ProofResult, Exception, None]


def proved(name: str, reading: str = "exact") -> ProofResult:
    return ProofResult(
        name=name,
        statement=f"theorem {name} : True",
        status="proved",
        reading=reading,
        proof=f"theorem {name} : True := by\n  trivial\n",
        tactics=["trivial"],
        sources=["portfolio"],
        expansions=1,
        nodes=2,
        seconds=Seconds(total=0.5, lean=0.25, policy=0.125),
        lean=LeanInfo(version="4.28.0"),
        policy="portfolio",
        ended="proved",
    )


def failed(name: str, ended: str = "time") -> ProofResult:
    return ProofResult(name=name, statement=f"theorem {name} : False", status="failed", reading="exact", ended=ended)


def error(name: str, kind: str, text: str) -> ProofResult:
    return ProofResult(name="", statement="", status="error", error=text, error_kind=kind)


class FakeProver:
    """Answers as ``answers`` says, by the problem's name, or name and seed: a result, an exception to raise, or None for
    "proved"."""

    def __init__(
        self, answers: dict[str | tuple[str, int], Answer] | None = None, pause: Callable[[str], float] = lambda name: 0.0
    ) -> None:
        self.answers, self.pause = answers or {}, pause
        self.asked: list[str] = []
        self.options: list[dict] = []
        self.running = self.most_running = 0
        self.seeds: list[tuple[str, int]] = []

    async def prove(self, theorem: str, *, name: str, listeners=(), **options) -> ProofResult:
        self.asked.append(name)
        self.options.append({"theorem": theorem, **options})
        self.seeds.append((name, options["seed"]))
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            for listener in listeners:
                listener(SearchStarted(seq=0, t=0.0, policy="fake", budget=Budget()))
                listener(NodeCreated(seq=1, t=0.0, node=0, key="g", goals=["⊢ True"]))
            await asyncio.sleep(self.pause(name))
            for listener in listeners:
                listener(SearchEnded(seq=2, t=0.1, reason="stopped", usage=Usage()))
        finally:
            self.running -= 1
        answer = self.answers.get((name, options["seed"])) or self.answers.get(name) or proved(name)
        if isinstance(answer, Exception):
            raise answer
        return answer


def problems(count: int, split: str = "valid") -> list[Problem]:
    sources = ("AMC", "IMO")
    return [
        Problem(
            id=f"p{i}",
            name=f"p{i}",
            theorem=f"p{i}",
            split=split,
            source=sources[i % 2],
            header="open Nat",
            statement=f"theorem p{i} : True := sorry",
        )
        for i in range(count)
    ]


def config(names: list[str], **changes) -> RunConfig:
    hashes = Hashes(data="d", lean="l", python="p")
    session = Session(started="2026-01-01T00:00:00+00:00", workers=1, hashes=hashes, versions={}, host={})
    fields = dict(
        benchmark="minif2f", split="valid", policy=["portfolio"], limits=Limits(time_limit=5, max_expansions=7), lean="embedded",
        hashes=hashes, problems=names, sessions=[session],
    )  # fmt: skip
    return RunConfig(**{**fields, **changes})


def open_run(path: Path, todo: list[Problem], **changes) -> AbstractContextManager[RunFolder]:
    return RunFolder.open(path, config([p.name for p in todo], **changes))


def begin_run(path: Path, todo: list[Problem], **changes) -> RunFolder:
    """A run that is opened, and closed again."""
    with open_run(path, todo, **changes) as folder:
        return folder
