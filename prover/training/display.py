"""How a training run is watched: a progress bar on standard error if that is a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

QUIET_SECONDS = 30.0
"""Without a terminal: time between two lines about steps."""


class Display:
    """``shown=False``: nothing is shown."""

    def __init__(self, shown: bool = True) -> None:
        self._console = Console(stderr=True, quiet=not shown, highlight=False)
        self._bar: Progress | None = None
        self._task: Any = None
        self._last = 0.0

    def say(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)

    @contextmanager
    def waiting(self, text: str) -> Iterator[None]:
        """A spinner with ``text``, or one line."""
        if self._console.is_terminal and not self._console.quiet:
            with self._console.status(text):
                yield
        else:
            self.say(text)
            yield

    def preparing(self, what: str, done: int, total: int) -> None:
        """``done`` of ``total`` records."""
        if self._console.quiet:
            return
        if self._console.is_terminal:
            sys.stderr.write(f"\r\x1b[K{what}: {done:,} of {total:,}" + ("\n" if done >= total else ""))
            sys.stderr.flush()
        elif done >= total:
            self.say(f"{what}: {total:,} records")

    @contextmanager
    def training(self, name: str) -> Iterator[None]:
        """A bar from here to the end of the block."""
        if not self._console.is_terminal or self._console.quiet:
            yield
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>5.1f} %"),
                   TextColumn("{task.fields[said]}"), TimeElapsedColumn(), TimeRemainingColumn())  # fmt: skip
        with Progress(*columns, console=self._console) as self._bar:
            self._task = self._bar.add_task(name, total=1.0, said="")
            try:
                yield
            finally:
                self._bar = None

    def step(self, done: float, line: Mapping[str, Any]) -> None:
        """A line of the metrics; ``done``: share of the budget."""
        losses = " ".join(f"{view} {value:.3f}" for view, value in line["loss"].items())
        said = f"step {line['step']} · {losses} · {line['tokens_per_second']:,.0f} tokens/s"
        if self._bar is not None:
            self._bar.update(self._task, completed=min(done, 1.0), said=said)
        elif time.monotonic() - self._last > QUIET_SECONDS or done >= 1:
            self._last = time.monotonic()
            self.say(f"{min(done, 1.0):6.1%} {said}")

    def evaluated(self, step: int, losses: Mapping[str, float]) -> None:
        said = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
        self.say(f"step {step}: held-out loss {said}")
