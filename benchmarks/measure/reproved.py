"""Theorems of Lean's own library proved again from what precedes them: by the portfolio, and by the portfolio with premises.

    python -m benchmarks.measure.reproved --theorems 200 --seed 7 --time-limit 10 --workers 2 --out runs/reproved

Each is opened as expert iteration opens it: itself, what says the same, and all that does not precede it are barred
(``prover.lean.library``), and a proof counts when the kernel has accepted its term and a walk over it meets nothing barred.  No text of
a library theorem is checked afresh, so these figures stand beside those of ``prover bench`` and are not among them.

The theorems are those that ``library_tasks`` holds out: whole modules, one in five by a hash of the module's name, whose theorems no
expert iteration has searched or learnt from, under any name.  They are drawn with the seed evenly over the parts of ``Init`` and
``Std``, so a small part weighs as much as a large one.  Out of the draw are private, deprecated and internal theorems, instances, and
what Lean makes for definitions.  Nothing is left out for being easy: what one tactic proves is solved either way, and has a column.

The two searches of a theorem follow each other, so what else the machine does meets both.  Every search is a line in ``without.jsonl``
or ``with.jsonl``; killed and given again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from prover.cli import common
from prover.errors import ExpectedError
from prover.fetch.folder import write_text
from prover.lean.launch import embedded_command
from prover.lean.library import library
from prover.lean.pool import LeanPool
from prover.lean.worker import LeanWorker
from prover.moves.pool import ProcessPool
from prover.policy import close_policy, load_policy
from prover.policy.base import use_processes
from prover.premises.environment import premise_index
from prover.premises.model import shipped
from prover.training.explore import Task, library_tasks, on_workers, search_task
from prover.training.traces import Trace, TraceFile, read_traces
from search import Budget, Policy

WITHOUT, WITH = "without", "with"
"""The two sides, and the names of their files."""
SETTINGS = "settings.json"


@dataclass(frozen=True)
class Settings:
    """What a folder's searches have in common; ``theorems``: how many."""

    theorems: int
    seed: int
    time_limit: float
    premises: str


def kept(folder: Path, settings: Settings) -> list[Task] | None:
    """The theorems that the folder's run has chosen; ``None`` if there is no run in it.

    Raises ``ExpectedError`` where it is a run with other settings, or not one at all.
    """
    path = folder / SETTINGS
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
        tasks = [Task(**task) for task in content.pop("tasks")]
        others = [f"{name} {content[name]}" for name, value in asdict(settings).items() if content[name] != value]
    except (ValueError, KeyError, TypeError) as error:
        raise ExpectedError(f"{path} is not of such a run ({error}); give another --out") from error
    if others:
        raise ExpectedError(f"{folder} is a run with {', '.join(others)}; go on with that, or give another --out")
    return tasks


def keep(folder: Path, settings: Settings, tasks: Sequence[Task]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = {**asdict(settings), "tasks": [asdict(task) for task in tasks]}
    write_text(folder / SETTINGS, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


async def search_all(
    pool: LeanPool,
    tasks: Sequence[Task],
    policies: Mapping[str, Policy],
    budget: Budget,
    folder: Path,
    report: Callable[[str, bool], None] = lambda side, proved: None,
) -> None:
    """Search every theorem with every policy, unless the side's file has it.  ``report`` gets of each whether it was proved, also
    of those there from before.  Raises what the policies raise, ``TrainingDataError``, ``LeanNotAvailable``."""
    with ExitStack() as stack:
        files = {side: stack.enter_context(TraceFile(folder / f"{side}.jsonl")) for side in policies}
        left = {side: {task.name for task in file.left(tasks)} for side, file in files.items()}
        for side in policies:
            for trace in read_traces(folder / f"{side}.jsonl"):
                report(side, trace.proved)

        async def search(worker: LeanWorker, item: tuple[Task, str]) -> None:
            task, side = item
            trace = await search_task(worker, policies[side], task, budget)
            files[side].add(trace)
            report(side, trace.proved)

        await on_workers(pool, [(task, side) for task in tasks for side in policies if task.name in left[side]], search)


@dataclass
class Solved:
    """Of some theorems: how many were solved by whom; ``at_once``: without premises, by a single tactic."""

    theorems: int = 0
    without: int = 0
    at_once: int = 0
    with_: int = 0
    both: int = 0

    @property
    def only_without(self) -> int:
        return self.without - self.both

    @property
    def only_with(self) -> int:
        return self.with_ - self.both

    def count(self, without: Trace, with_: Trace) -> None:
        self.theorems += 1
        self.without += without.proved
        self.at_once += len(without.steps) == 1
        self.with_ += with_.proved
        self.both += without.proved and with_.proved


def solved(folder: Path) -> dict[str, Solved]:
    """By part of the library, in alphabetical order, and last of ``all``; theorems that one side has yet to search are not counted.
    Raises ``TrainingDataError``."""
    without, with_ = ({t.theorem: t for t in read_traces(folder / f"{side}.jsonl")} for side in (WITHOUT, WITH))
    found: dict[str, Solved] = {part: Solved() for part in sorted({trace.group for trace in without.values()})}
    total = Solved()
    for name in without.keys() & with_.keys():
        for group in (found[without[name].group], total):
            group.count(without[name], with_[name])
    return {part: group for part, group in found.items() if group.theorems} | {"all": total}


def table(found: Mapping[str, Solved], settings: Settings) -> Table:
    shown = Table(
        title=f"Lean's library proved again, without and with premises: seed {settings.seed}, {settings.time_limit:g} s each"
    )
    columns = ("of", "without", "by one\ntactic", "with", "both", "only\nwithout", "only\nwith")
    shown.add_column("part", no_wrap=True)
    for column in columns:
        shown.add_column(column, justify="right")
    for part, group in found.items():
        if part == "all":
            shown.add_section()
        shown.add_row(part, *map(str, asdict(group).values()))
    return shown


async def measure(settings: Settings, workers: int, folder: Path) -> None:
    """Choose the theorems, unless that is done, and search what is left of them."""
    tasks = kept(folder, settings)
    model = await asyncio.to_thread(shipped)
    async with LeanPool(embedded_command(), workers) as pool, ProcessPool() as processes:
        with common.progress_bar() as bar:
            row = bar.add_task("", total=None, visible=False)

            def reading(what: str, done: int) -> None:
                bar.update(row, description=what, completed=done, visible=True)

            async with pool.lease() as worker:
                if tasks is None:
                    theorems = await library(worker, progress=lambda done: reading("reading Lean's library", done))
                    tasks = library_tasks(theorems, settings.theorems, settings.seed, held_out=True)
                    keep(folder, settings, tasks)
                await premise_index(worker, model, reading)
            bar.remove_task(row)
            bars = {side: bar.add_task(side, total=len(tasks)) for side in (WITHOUT, WITH)}
            proved = dict.fromkeys(bars, 0)

            def searched(side: str, is_proved: bool) -> None:
                proved[side] += is_proved
                bar.update(bars[side], advance=1, description=f"{side} premises: {proved[side]} proved")

            policies: dict[str, Policy] = {}
            try:
                for side, specs in {WITHOUT: ["portfolio"], WITH: ["portfolio", settings.premises]}.items():
                    policies[side] = await asyncio.to_thread(load_policy, specs)
                    use_processes(policies[side], processes)
                await search_all(pool, tasks, policies, Budget(seconds=settings.time_limit), folder, searched)
            finally:
                for policy in policies.values():
                    close_policy(policy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--theorems", type=int, default=200)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds for one search")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--premises", default="premises", help="the policy with premises, such as premises?n=16&at=-1")
    parser.add_argument("--out", type=Path, required=True, help="a folder for the searches")
    options = parser.parse_args()
    settings = Settings(options.theorems, options.seed, options.time_limit, options.premises)
    with common.reporting():
        common.run_async(lambda: measure(settings, options.workers, options.out))
        Console().print(table(solved(options.out), settings))


if __name__ == "__main__":
    main()
