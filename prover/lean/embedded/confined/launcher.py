"""The launcher: gives up what the command is not to have, and becomes the command.

    python -I -S launcher.py --parent PID [--closed] [--reads PLACE]… -- COMMAND…

Started for every Lean process, so it imports little: of ours only what lies beside it.
"""

import os
import sys

sys.path.append(os.path.dirname(__file__))

PR_SET_PDEATHSIG, SIGKILL = 1, 9


def die_with_parent(parent: int) -> None:
    """A parent that is killed outright must not leave a process behind in work that never ends."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL)
    if os.getppid() != parent:  # it died before that
        raise ProcessLookupError(f"process {parent}, which wanted this, has ended")


def deep_stack() -> None:
    """Deep terms need it."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (hard, hard))


def main(words: list) -> None:
    closed, reads = False, []
    while (word := words.pop(0)) != "--":
        if word == "--parent":
            die_with_parent(int(words.pop(0)))
        elif word == "--closed":
            closed = True
        elif word == "--reads":
            reads.append(words.pop(0))
    deep_stack()
    if closed:
        import seccomp
    if reads:
        import landlock

        landlock.reads_only((*landlock.SYSTEM, *reads))
    if closed:
        seccomp.close()
    os.execvp(words[0], words)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        os.write(2, f"prover: {' '.join(sys.argv[-1:])}: it cannot be started: {error}\n".encode())
        os._exit(127)
