"""The one error that fetching raises."""

from __future__ import annotations

import errno

from prover.errors import ExpectedError


class FetchError(ExpectedError, RuntimeError):
    """An artefact could not be had.  The message names the artefact, the cause, and the remedy."""


class Refused(FetchError):
    """The server could not be reached or wants credentials that only the registry's own client has."""


def describe_os_error(error: OSError, where: object) -> str:
    """A sentence for a file-system error while writing under ``where``."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return (
            f"no space left on the disk that holds {where}: free some, or point the environment variable "
            "PROVER_CACHE at a folder on another disk, and run again; what was fetched so far is kept"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"cannot write under {where} ({error.strerror}): make it writable, or point the environment variable "
            "PROVER_CACHE at a folder that is"
        )
    return f"cannot write under {where}: {error}"
