"""How a run shows itself on standard error: a bar on a terminal, else a line a theorem."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.problem import Problem
from benchmarks.results import BenchmarkResult
from benchmarks.runner import Observer
from benchmarks.summary import first_line
from prover.live import LiveDisplay


class RunDisplay(LiveDisplay, Observer):
    """Solved, done, total, time left, and the theorems in flight.  A context manager.

    ``done`` and ``solved`` count what an earlier session of the run has finished.
    """

    def __init__(self, total: int, done: int = 0, solved: int = 0, console: Any = None) -> None:
        if console is None:
            from rich.console import Console

            console = Console(stderr=True)
        super().__init__(console)
        self.total, self.done, self.solved = total, done, solved
        self._already = done
        self._begun = time.monotonic()
        self._running: dict[str, float] = {}

    def begun(self, problem: Problem) -> None:
        self._running[problem.name] = time.monotonic()

    def ended(self, problem: Problem, result: BenchmarkResult) -> None:
        self._running.pop(problem.name, None)
        self.done += 1
        self.solved += result.proved
        line = f"[{self.done}/{self.total}] solved {self.solved} · {problem.name}: {outcome(result)}"
        if self.live is None:
            line += f" · {_duration(self.seconds_left())} left" if self.done < self.total else ""
            self.console.print(line, markup=False, highlight=False, soft_wrap=True)
        elif result.proved or result.status == "error":
            self.console.print(line, markup=False, highlight=False, style="green" if result.proved else "yellow")

    def seconds_left(self) -> float | None:
        """At the pace of this session; None before its first result."""
        ended = self.done - self._already
        if ended == 0:
            return None
        return (time.monotonic() - self._begun) / ended * (self.total - self.done)

    def render(self) -> Any:
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 1))
        grid.add_row(
            Text(f"solved {self.solved}", style="bold green"),
            ProgressBar(total=max(self.total, 1), completed=self.done, width=40),
            Text(f"{self.done}/{self.total}"),
            Text(f"{_duration(time.monotonic() - self._begun)} gone, {_duration(self.seconds_left())} left", style="dim"),
        )
        current = time.monotonic()
        running = [Text(f"  {name}  {current - since:.0f} s", style="dim") for name, since in list(self._running.items())]
        return Group(grid, *running)


def outcome(result: BenchmarkResult) -> str:
    """A result in a few words."""
    seconds = f"{result.seconds.total:.1f} s"
    if result.proved:
        return f"proved ({result.reading}) in {seconds}"
    if result.unsupported:
        return f"unsupported: {first_line(result.error)}"
    if result.status == "error":
        return f"error ({result.error_kind}): {first_line(result.error)}"
    return f"not proved in {seconds} ({result.ended or 'ended'})"


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
