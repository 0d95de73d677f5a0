"""How a download shows itself on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Union

Progress = Union[bool, Callable[[int, int], None], None]
"""``None``: a bar if standard error is a terminal, else one plain line · ``True``: a bar in any case ·
``False``: nothing · a callable ``(bytes so far, bytes in all)``."""


@contextmanager
def showing(label: str, total: int, progress: Progress) -> Iterator[Callable[[int], None]]:
    """Yields ``advance(bytes so far)``."""
    if callable(progress):
        yield lambda done: progress(done, total)
        return
    if progress is False:
        yield lambda done: None
        return
    if progress is None and not sys.stderr.isatty():
        say(label, progress)
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    console = Console(stderr=True, force_terminal=True if progress else None)
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total or None)
        yield lambda done: bar.update(task, completed=done)


def say(line: str, progress: Progress) -> None:
    """One line on standard error, unless the caller wants silence or listens itself."""
    if progress is not False and not callable(progress):
        print(line, file=sys.stderr, flush=True)
