"""How a run shows itself on standard error: a bar on a terminal, else a line a theorem."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.run.results import BenchmarkResult
from benchmarks.run.runner import Flight, Observer
from benchmarks.run.summary import first_line, shortened
from prover.live import LiveDisplay


class RunDisplay(LiveDisplay, Observer):
    """Solved, done, total, pace, time left, and what each worker is on.  A context manager.

    Counts are of attempts, up to ``attempts`` of them a problem; ``solved`` is of problems.  ``done`` and ``solved`` are those
    of earlier sessions, ``total`` is how many there will be if nothing more is solved.
    """

    def __init__(self, console: Any, total: int, done: int = 0, solved: int = 0, attempts: int = 1) -> None:
        super().__init__(console)
        self.attempts = attempts
        self.done, self.solved, self.total = done, solved, total
        self._already = done
        self._begun = time.monotonic()
        self._flights: dict[int, Flight] = {}

    def begun(self, flight: Flight) -> None:
        self._flights[flight.worker] = flight

    def ended(self, flight: Flight, result: BenchmarkResult) -> None:
        self._flights.pop(flight.worker, None)
        self.done += 1
        self.solved += result.proved
        if result.proved or result.disproved or result.unsupported or result.broken:
            self.total -= self.attempts - 1 - flight.attempt
        line = f"[{self.done}/{self.total}] solved {self.solved} · {_name(flight)}: {outcome(result)}"
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

        gone = time.monotonic() - self._begun
        pace = f"{60 * (self.done - self._already) / gone:.1f} a minute, " if self.done > self._already else ""
        grid = Table.grid(padding=(0, 1))
        grid.add_row(
            Text(f"solved {self.solved}", style="bold green"),
            ProgressBar(total=max(self.total, 1), completed=self.done, width=40),
            Text(f"{self.done}/{self.total}"),
            Text(f"{pace}{_duration(gone)} gone, {_duration(self.seconds_left())} left", style="dim"),
        )
        workers = Table.grid(padding=(0, 2))
        for number, flight in sorted(self._flights.items()):
            seconds = f"{time.monotonic() - flight.since:.0f} s"
            work = f"{flight.expansions} expansions, {flight.nodes} states"
            workers.add_row(*(Text(cell, style="dim") for cell in (f"  {number + 1}", _name(flight), seconds, work)))
        return Group(grid, workers)


def _name(flight: Flight) -> str:
    return shortened(flight.problem.name, 60) + (f" (attempt {flight.attempt + 1})" if flight.attempt else "")


def outcome(result: BenchmarkResult) -> str:
    """A result in a few words."""
    seconds = f"{result.seconds.total:.1f} s"
    if result.proved:
        return f"proved ({result.reading}) in {seconds}"
    if result.disproved:
        return f"disproved{f' at {result.counter_model}' if result.counter_model else ''} in {seconds}"
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
