"""What the commands share: exit codes, errors in a line, Ctrl-C, starting a prover."""

from __future__ import annotations

import asyncio
import errno
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from prover.agent import AsyncProver

PROVED, NOT_PROVED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

T = TypeVar("T")


class LeanChoice(str, Enum):
    auto = "auto"
    embedded = "embedded"
    native = "native"
    dojo = "dojo"


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say why on standard error and end the command."""
    typer.echo(f"prover: {message}", err=True)
    raise typer.Exit(code)


@contextmanager
def reporting() -> Iterator[None]:
    """Turns errors whose message says what to do, and Ctrl-C, into one message and an exit code."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("prover: interrupted", err=True)
        _leave(INTERRUPTED)
    except typer.Exit:
        raise
    except RecursionError:
        fail("something that was read is nested too deeply")
    except Exception as error:
        from prover.errors import ExpectedError
        from search import UnknownAlgorithm

        if isinstance(error, (ExpectedError, UnknownAlgorithm)):
            fail(str(error))
        if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
            fail(describe(error))
        raise


@contextmanager
def opening() -> Iterator[None]:
    """Turns a statement that Lean does not accept, and Lean lost over it, into an ``ExpectedError``."""
    from prover.errors import ExpectedError
    from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout

    try:
        yield
    except BadStatement as error:
        raise ExpectedError(f"Lean does not accept the statement: {error}") from error
    except (LeanCrashed, LeanTimeout) as error:
        raise ExpectedError(f"Lean was lost over this: {error}") from error


_QUOTA = getattr(errno, "EDQUOT", errno.ENOSPC)
_OF_THE_MACHINE = (
    errno.ENOSPC, _QUOTA, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.ENFILE,
    errno.ENOMEM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP,
)  # fmt: skip


def describe(error: OSError) -> str:
    """An error of the file system in a line that says what to do about it."""
    where = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.ENOSPC, _QUOTA):
        return f"{where}no space left on the disk: free some and run the same command again"
    return f"{where}{error.strerror or error}"


def _leave(code: int) -> NoReturn:
    """Exit without waiting for threads that cannot be stopped, such as one that loads a model."""
    if any(not t.daemon and t is not threading.main_thread() for t in threading.enumerate()):
        leave_at_once(code)
    raise typer.Exit(code)


def leave_at_once(code: int) -> NoReturn:
    """End the program whatever its threads do."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run_async(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run ``work`` to its end.  On SIGINT or SIGTERM it is cancelled, cleans up, and ``KeyboardInterrupt`` is raised;
    a second signal ends the program at once."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work())
    signalled = False

    def on_signal(number: int, frame: object) -> None:
        nonlocal signalled
        if signalled:
            os._exit(INTERRUPTED)
        signalled = True
        loop.call_soon_threadsafe(task.cancel)

    try:
        with handling(on_signal):
            return loop.run_until_complete(task)
    except asyncio.CancelledError:
        if signalled:
            raise KeyboardInterrupt from None
        raise
    finally:
        for other in asyncio.all_tasks(loop):
            other.cancel()
            loop.run_until_complete(asyncio.gather(other, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@contextmanager
def handling(handler: Callable[[int, object], None]) -> Iterator[None]:
    """Has SIGINT and SIGTERM handled for as long as the block runs, in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in earlier.items():
            signal.signal(number, old)


def open_prover(
    policy: Sequence[str], *, lean: LeanChoice = LeanChoice.auto, project: Path | None = None, **options: Any
) -> AsyncProver:
    """A prover, not started yet; embedded Lean is installed first if it is what is wanted and not there."""
    from prover.agent import AsyncProver

    if lean is LeanChoice.embedded and project is not None:
        fail("embedded Lean runs no project: leave --project or --lean embedded out")
    if lean is LeanChoice.embedded or (lean is LeanChoice.auto and project is None):
        from prover.lean.launch import embedded_command

        embedded_command()  # here and not in the prover's thread, so that Ctrl-C ends a download
    return AsyncProver(list(policy), project=project, backend=lean.value, **options)


def finite(seconds: float) -> float | None:
    """A limit as given on the command line; ``None`` for ``inf``, which is none."""
    if math.isnan(seconds):
        fail("--time-limit nan: write a number of seconds, or inf")
    return None if math.isinf(seconds) else seconds


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A spinner on standard error, if that is a terminal."""
    if not on_terminal(sys.stderr) or not (console := stderr()).is_terminal:
        yield
        return
    with console.status(text):
        yield


def progress_bar() -> Progress:
    """A bar on standard error, shown if that is a terminal; use it as a context manager."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = stderr()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def on_terminal(stream: Any) -> bool:
    """Whether ``rich`` may take the stream for a terminal; it need not be imported where this is false.  ``None`` is closed."""
    return stream is not None and (stream.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE")))


def stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def stdout() -> Console:
    from rich.console import Console

    return Console()


def print_lean(source: str) -> None:
    """Lean source on standard output: highlighted on a terminal, else exactly as it is."""
    if not on_terminal(sys.stdout) or not (console := stdout()).is_terminal:
        typer.echo(source.rstrip("\n"))
        return
    from rich.syntax import Syntax

    console.print(Syntax(source.rstrip("\n"), "lean4", theme="ansi_dark", background_color="default", word_wrap=True))


def print_json(value: Any) -> None:
    """One JSON object on one line of standard output."""
    import json

    typer.echo(json.dumps(value, ensure_ascii=False))


def read_text(path: Path) -> str:
    """A UTF-8 file of the user's; ends the command if it cannot be read."""
    from prover import texts

    try:
        return texts.read(path)
    except texts.NotUtf8 as error:
        fail(f"{path}: {error}")
    except OSError as error:
        said = {FileNotFoundError: "no such file", IsADirectoryError: "is a folder, not a file"}
        fail(f"{path}: {said.get(type(error)) or error.strerror or error}")


def read_standard_input() -> str:
    """UTF-8 text, whatever the terminal's encoding; ends the command if it is none."""
    from prover import texts

    try:
        return texts.decode(sys.stdin.buffer.read())
    except texts.NotUtf8 as error:
        fail(f"standard input: {error}")


def one_text(given: str | None, file: Path | None, usage: str) -> str:
    """What was given as an argument (``-``: standard input) or in a file; ends the command with ``usage`` unless it is one."""
    if (given is None) == (file is None):
        fail(usage)
    return read_text(file) if file is not None else read_standard_input() if given == "-" else given or ""


def modules(imports: Sequence[str] | None, lean: LeanChoice, project: Path | None) -> tuple[str, ...]:
    """The modules written after ``--imports``; ends the command for what can be none."""
    from prover.lean.header import is_module

    found = tuple(dict.fromkeys(name for given in imports or () for part in given.split(",") if (name := part.strip())))
    for name in found:
        if not is_module(name):
            meant = name.removesuffix(".lean").replace("\\", "/").strip("/").replace("/", ".")
            hint = f"; did you mean {meant}?" if meant != name and is_module(meant) else ", such as MyLib.Basic"
            fail(f"--imports {name}: write the names of modules{hint}")
    if found and (lean is LeanChoice.embedded or (lean is LeanChoice.auto and project is None)):
        fail("--imports goes with --project: embedded Lean has Lean's own library and the prelude, and no other modules")
    return found


def with_imports(also: tuple[str, ...], first: str = "") -> dict[str, Any]:
    """What ``open_prover`` is given of modules: those of ``--imports``, and the text that native Lean is started for."""
    from prover.lean.header import imports

    return {**({"also": also} if also else {}), **({"first": first} if imports(first) else {})}


def write_or_print(path: Path, text: str, what: str) -> None:
    """Write a file; where that fails, print the text, and end the command."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        typer.echo(text)
        fail(f"{path}: {error.strerror or error}; the {what} is on standard output", NOT_PROVED)


def ensure_writable(path: Path | None) -> None:
    """Ends the command if a file cannot be written there: better before the work than after it."""
    if path is None:
        return
    if path.is_dir():
        fail(f"{path}: is a folder, not a file")
    if not path.absolute().parent.is_dir():
        fail(f"{path}: there is no folder {path.absolute().parent}")
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        fail(f"{path}: not writable")
