"""A process of ``prover.moves.pool``: calls functions that come on its standard input, one after the other.

Run as a file by a Python without the package on its path; it imports what a function's module imports when that function
first comes.  Messages both ways are pickles after their length in 8 bytes.
"""

from __future__ import annotations

import os
import pickle
import queue
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

_LENGTH = struct.Struct("<Q")
BEGUN, RESULT, RAISED, MEMORY = "begun", "result", "raised", "memory"
_PR_SET_PDEATHSIG, _SIGKILL = 1, 9


def packed(message: Any) -> bytes:
    """Raises what pickling raises."""
    data = pickle.dumps(message)
    return _LENGTH.pack(len(data)) + data


def unpacked_length(head: bytes) -> int:
    return _LENGTH.unpack(head)[0]


HEAD = _LENGTH.size


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return None
    data = stream.read(unpacked_length(head))
    return data if len(data) == unpacked_length(head) else None


def _limit(parent: int, niceness: int, memory: int) -> None:
    """Die with the parent, let others go first, and take no more than ``memory`` bytes."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    if sys.platform != "win32":
        import resource

        os.nice(niceness)
        with suppress(OSError):  # where Linux shares out processors by session, it counts for the session
            Path("/proc/self/autogroup").write_text(str(niceness))
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        resource.setrlimit(kind, (memory, memory))


def _call(data: bytes, answer: Any) -> None:
    try:
        function, args = pickle.loads(data)
        answer((BEGUN, None))
        answer((RESULT, function(*args)))
    except MemoryError:
        answer((MEMORY, None))
        os._exit(1)
    except BaseException as error:
        answer((RAISED, _portable(error)))


def _portable(error: BaseException) -> BaseException:
    """The error; where it cannot be pickled and read again, one that says the same."""
    try:
        return pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")


def main() -> None:
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a function prints is no answer
    settings = _read(requests)
    if settings is None:
        return
    sys.path[:], *limits = pickle.loads(settings)
    _limit(*limits)
    came: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        while (data := _read(requests)) is not None:
            came.put(data)
        os._exit(1)  # the parent is gone

    def answer(message: Any) -> None:
        answers.write(packed(message))
        answers.flush()

    threading.Thread(target=read, daemon=True).start()
    while True:
        _call(came.get(), answer)


if __name__ == "__main__":
    main()
