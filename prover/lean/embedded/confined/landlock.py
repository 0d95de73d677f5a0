"""Landlock: on Linux, a process that may read some folders and touch no other file, in all its threads.

Node's permission model binds neither its threads nor, on all versions, links; the kernel does.  On kernels without Landlock (before
5.13, or switched off) nothing happens, and Node's model stands alone.  Written after the kernel's documentation,
``Documentation/userspace-api/landlock.rst``.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PR_SET_NO_NEW_PRIVS = 38
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15}
"""How many of the rights to files a version of Landlock knows; later ones know these too."""

SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ssl/openssl.cnf", "/dev/null", "/dev/urandom", "/nix/store")
"""What a program needs to be loaded and Node to begin."""


class _Ruleset(ctypes.Structure):
    _fields_ = [("handled_access_fs", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def available() -> bool:
    return sys.platform == "linux" and _version(ctypes.CDLL(None, use_errno=True)) > 0


def reads_only(places: Iterable[str]) -> None:
    """From here on, this process and what it becomes reads and runs what is in these places, and writes nowhere.

    Raises ``OSError``.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    version = _version(libc)
    if version < 1:
        return
    handled = (1 << _RIGHTS.get(version, 15)) - 1
    ruleset = _Ruleset(handled)
    rules = _done(libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0))
    for place in places:
        try:
            handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # not on this system
        rights = _EXECUTE | _READ_FILE | (_READ_DIR if os.path.isdir(place) else 0)
        _done(libc.syscall(_ADD_RULE, rules, 1, ctypes.byref(_Beneath(rights, handle)), 0))
        os.close(handle)
    _done(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _done(libc.syscall(_RESTRICT_SELF, rules, 0))
    os.close(rules)


def _version(libc: ctypes.CDLL) -> int:
    """Landlock's version on this kernel; -1 where there is none."""
    return libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)


def _done(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
