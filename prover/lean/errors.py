"""What can go wrong when talking to Lean, as opposed to a tactic that fails."""

from __future__ import annotations

from prover.errors import ExpectedError


class LeanError(RuntimeError):
    """Base of all errors raised by ``prover.lean``."""


class LeanNotAvailable(LeanError, ExpectedError):
    """No usable Lean: not installed, wrong version, or it does not start.  The message says what to do."""


class LeanCrashed(LeanError):
    """The process died while it was being asked.  ``detail`` is the end of what it wrote."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(f"{message}\n{detail}" if detail else message)


class LeanGone(LeanCrashed):
    """The process had ended, or had been replaced, before it was asked; another may be asked the same."""


class LeanOutOfMemory(LeanCrashed):
    """The process took more memory over a request than it may; it has been killed."""


class LeanTimeout(LeanError):
    """No answer within the wall-clock limit; the process has been killed."""


class ProtocolError(LeanError):
    """The process answered with something that is not the protocol."""


class BadStatement(LeanError):
    """Lean does not accept the statement.

    ``kind`` is ``parse``, ``elaboration`` or ``request`` (no theorem in the source); ``messages`` are Lean's
    own, with positions in the user's text.
    """

    def __init__(self, kind: str, messages: list, text: str) -> None:
        super().__init__(text)
        self.kind, self.messages = kind, messages
