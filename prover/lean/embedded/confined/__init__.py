"""How a process is started that runs what a model wrote: through a launcher that gives rights up and becomes it.

A thread of ours may hold any lock when another forks, so nothing of Python's may run between fork and exec: the launcher
(``launcher.py``) is a program of its own, of the standard library alone, and costs about 20 ms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_LAUNCHER = str(Path(__file__).with_name("launcher.py"))


def launched(argv: Sequence[str], *, closed: bool = False, reads: Iterable[Path | str] = ()) -> list[str]:
    """The command line that runs ``argv`` with a deep stack, to be killed when the thread that starts it ends.

    Args:
        closed: it has no sockets, children, or signals to others (``seccomp``).
        reads: it reads and runs what is in these places and in those of the system, and touches no other file
            (``landlock``); none: any file.

    What cannot be done ends the launcher with exit code 127 and a line on standard error.
    """
    if sys.platform == "win32":
        return [*argv]
    options = ["--parent", str(os.getpid()), *(["--closed"] if closed else ())]
    for place in reads:
        options += ["--reads", str(place)]
    return [sys.executable, "-I", "-S", _LAUNCHER, *options, "--", *argv]
