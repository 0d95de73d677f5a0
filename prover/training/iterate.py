"""Expert iteration: search with the model, learn from the proofs found, search again.

After Polu & Sutskever (*Generative Language Modeling for Automated Theorem Proving*, 2020) and Polu et al.
(*Formal Mathematics Statement Curriculum Learning*, ICLR 2023).

    OUT/iterate.yaml                 the configuration
    OUT/held-out-N.jsonl             traces of the held-out statements with the model of round N (0: the one begun with)
    OUT/round-N/traces.jsonl         traces of the round's statements
    OUT/round-N/data/                the proofs found, as a data set
    OUT/round-N/train/               the training run; its model/ is the next round's
    OUT/report.json                  statements, proofs, solved before and after
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Optional

from pydantic import Field

from prover.fetch.folder import write_text
from prover.lean.library import LibraryTheorem
from prover.lean.pool import LeanPool
from prover.policy import close_policy, load_policy
from prover.training.collect import TraceSelection, build
from prover.training.config import Section, TrainConfig, TrainingError, checked, read_yaml
from prover.training.corpus import check_data
from prover.training.explore import Task, explore, family_tasks, library_tasks
from prover.training.shards import MANIFEST
from prover.training.statements import normalized
from prover.training.traces import Trace, TraceFile, read_traces
from search import Budget


class Statements(Section):
    """How many statements: of each family (times its weight), and of Lean's library."""

    per_family: float = Field(2, ge=0)
    library: int = Field(100, ge=0)


class SearchLimits(Section):
    """Of one search; ``time_limit`` in seconds."""

    time_limit: float = Field(10.0, gt=0)
    max_expansions: Optional[int] = Field(None, ge=1)


class IterateConfig(Section):
    """Rounds of search and training.  ``train`` is a training configuration without ``model``, ``out`` and ``data``
    of its own harvest: the model is the round's, the harvest is added to ``train.data`` with ``harvest_weight``."""

    seed: int = 0
    model: str = "default"
    """The model begun with: a folder, a Hugging Face id, or ``default``, the shipped one."""
    portfolio: bool = True
    """Whether the portfolio proposes too while proofs are searched for (never where the lift is measured)."""
    rounds: int = Field(1, ge=1)
    statements: Statements = Statements()
    held_out: Statements = Statements(per_family=1, library=50)
    library_prefixes: list[str] = ["Init", "Std"]
    """Modules of the library, by the beginnings of their names."""
    search: SearchLimits = SearchLimits()
    renamings: int = Field(3, ge=0)
    per_group: int = Field(60, ge=0)
    """Proofs of one family or area of the library at most; 0: all."""
    per_tactic: int = Field(150, ge=0)
    """Records with one and the same answer at most; 0: all."""
    harvest_weight: float = Field(1.0, gt=0)
    train: dict[str, Any]

    def training(self, model: str, folder: Optional[Path] = None) -> TrainConfig:
        """The training of a round: from ``model``, with the harvest in ``folder``/data, into ``folder``/train; without
        ``folder`` what the iteration is begun with.  Raises ``TrainingError``."""
        content = json.loads(json.dumps(self.train))
        content["model"] = {**(content.get("model") or {}), "base": model}
        if folder is not None:
            harvest = {"path": str((folder / "data").absolute()), "weight": self.harvest_weight,
                       "views": {"tactic": 0.8, "proof": 0.2}}  # fmt: skip
            content["data"] = [*content.get("data", []), harvest]
            content["out"] = str(folder / "train")
        return checked(TrainConfig, content, "the iteration's `train`")


Report = Callable[[str, int, int, int], None]
"""Called with (what is searched, searches ended, of how many, proved)."""


def load_iteration(path: Path) -> IterateConfig:
    """Raises ``TrainingError`` naming the field that is wrong."""
    return checked(IterateConfig, read_yaml(path), str(path))


class Iteration:
    """One run of expert iteration in a folder; finished parts of one that was interrupted are not done again.

    ``train`` is given a training configuration and returns the folder of the model.  Statements whose normalized form is
    ``barred`` are not searched, and proofs that are not ``allowed`` not learnt from.  Held-out statements are in none
    of the data trained on, in no names.
    """

    def __init__(
        self,
        config: IterateConfig,
        folder: Path,
        pool: LeanPool,
        theorems: Sequence[LibraryTheorem],
        train: Callable[[TrainConfig], Path],
        barred: frozenset[str] = frozenset(),
        allowed: Callable[[Trace], bool] = lambda trace: True,
        report: Report = lambda what, done, total, proved: None,
    ) -> None:
        self.config, self.folder, self.pool, self.theorems = config, folder, pool, theorems
        self.train, self.barred, self.allowed, self.report = train, barred, allowed, report

    async def run(self) -> dict[str, Any]:
        """All rounds; the content of report.json.  Raises ``TrainingError``, ``TrainingDataError``, ``PolicyError``."""
        if self.config.train.get("data"):
            check_data(self.config.training(self.config.model))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config.keep(self.folder / "iterate.yaml")
        held_out = self._held_out()
        model = self.config.model
        report: dict[str, Any] = {"held_out": [await self._measure(0, model, held_out)], "rounds": []}
        for number in range(1, self.config.rounds + 1):
            outcome, model = await self._round(number, model, held_out)
            report["rounds"].append(outcome)
            report["held_out"].append(await self._measure(number, model, held_out))
            write_text(self.folder / "report.json", json.dumps(report, indent=1, ensure_ascii=False) + "\n")
        return report

    def _held_out(self) -> list[Task]:
        """Fresh statements that none of the data sets to be trained on has, not in other names either."""
        known: set[str] = set()
        if self.config.train.get("data"):
            training = self.config.training(self.config.model)
            files = [training.data_folder(entry) / "traces.jsonl" for entry in training.data]
            known = {normalized(trace.statement) for file in files if file.exists() for trace in read_traces(file)}
        return self._draw(self.config.held_out, 1_000_000 + self.config.seed, known, held_out=True)

    def _draw(self, wanted: Statements, seed: int, barred: set[str], held_out: bool) -> list[Task]:
        families = family_tasks(wanted.per_family, seed, self.barred | barred)
        return families + library_tasks(self.theorems, wanted.library, seed, held_out)

    async def _measure(self, number: int, model: str, tasks: Sequence[Task]) -> dict[str, Any]:
        """The model alone on the held-out statements."""
        path = self.folder / f"held-out-{number}.jsonl"
        await self._search(f"held out, model {number}", path, model, False, tasks)
        return {"model": number, **_count(path)}

    async def _round(self, number: int, model: str, held_out: Sequence[Task]) -> tuple[dict[str, Any], str]:
        folder = self.folder / f"round-{number}"
        traces = folder / "traces.jsonl"
        apart = {normalized(task.statement) for task in held_out}
        tasks = self._draw(self.config.statements, 1000 * number + self.config.seed, apart, held_out=False)
        await self._search(f"round {number}", traces, model, self.config.portfolio, tasks)
        if not any(trace.proved for trace in read_traces(traces)):
            raise TrainingError(
                f"{traces}: no proof was found, so there is nothing to learn from; raise the limits, in another --out"
            )
        config = self.config
        if not (folder / "data" / MANIFEST).exists():
            selection = TraceSelection(config.renamings, config.per_group, config.seed, config.per_tactic)
            learnt = filter(self.allowed, read_traces(traces))
            build(folder / "data", learnt, selection, {"made_by": "prover train iterate", "round": number})
        trained = await asyncio.to_thread(self.train, self.config.training(model, folder))
        return {"round": number, **_count(traces)}, str(trained)

    async def _search(self, what: str, path: Path, model: str, portfolio: bool, tasks: Sequence[Task]) -> None:
        limits = self.config.search
        budget = Budget(seconds=limits.time_limit, expansions=limits.max_expansions)
        with TraceFile(path) as file:
            left = file.left(tasks)
            proved = sum(trace.proved for trace in read_traces(path))
            done = len(tasks) - len(left)
            if not left:
                return

            def on_trace(trace: Trace) -> None:
                nonlocal done, proved
                done, proved = done + 1, proved + trace.proved
                self.report(what, done, len(tasks), proved)

            specs = [f"hf:{model}", "portfolio"] if portfolio else [f"hf:{model}"]
            policy = await asyncio.to_thread(load_policy, specs)
            try:
                await explore(self.pool, policy, left, budget, file, on_trace)
            finally:
                close_policy(policy)


def _count(path: Path) -> dict[str, Any]:
    tried: Counter[str] = Counter()
    proved: Counter[str] = Counter()
    for trace in read_traces(path):
        tried[trace.source] += 1
        proved[trace.source] += trace.proved
    kinds = {source.partition(":")[2]: {"statements": tried[source], "proved": proved[source]} for source in tried}
    return {"statements": sum(tried.values()), "proved": sum(proved.values()), "by_kind": kinds}
