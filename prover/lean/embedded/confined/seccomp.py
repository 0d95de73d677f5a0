"""A system-call filter on Linux for processes that run what a model wrote: no sockets, no child processes, no signals to others.

It is for embedded Lean and for the sandbox of programs.  Node's permission model has no say over the network and signals; the
kernel has.  Elsewhere than on Linux, on x86-64 or 64-bit ARM, there is no filter and the guards inside Node stand alone.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FLAGS = 0, 4, 16
"""Offsets in ``struct seccomp_data``; flags are clone's first argument."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_CLONE_THREAD = 0x10000

_IO_URING, _CLONE3 = 425, 435
_MACHINES = {
    # audit number; clone; socket, socketpair, ptrace, kill, tkill, process_vm_readv, process_vm_writev (fork and vfork)
    "x86_64": (0xC000003E, 56, (41, 53, 101, 62, 200, 310, 311, 57, 58)),
    "aarch64": (0xC00000B7, 220, (198, 199, 117, 129, 130, 270, 271)),
}
_PIDFD_SEND_SIGNAL, _PIDFD_OPEN, _X32 = 424, 434, 0x40000000


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def _assemble(machine: str) -> bytes:
    """The filter in classic BPF: what it does not know it allows, Node needs much; what leads out it refuses."""
    audit, clone, refused = _MACHINES[machine]
    numbers = (*refused, _IO_URING, _PIDFD_SEND_SIGNAL, _PIDFD_OPEN)
    refuse = _REFUSE | errno.EPERM
    rows = [(_LOAD, 0, 0, _ARCH), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, refuse), (_LOAD, 0, 0, _NUMBER)]
    for condition, value in [(_AT_LEAST, _X32), *((_EQUAL, number) for number in numbers)]:
        rows += [(condition, 0, 1, value), (_RETURN, 0, 0, refuse)]
    # the C library falls back to clone, whose flags can be read
    rows += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    rows += [(_EQUAL, 0, 3, clone), (_LOAD, 0, 0, _FLAGS), (_BITS, 1, 0, _CLONE_THREAD), (_RETURN, 0, 0, refuse)]
    rows += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *row) for row in rows)


def available() -> bool:
    return sys.platform == "linux" and os.uname().machine in _MACHINES and struct.calcsize("P") == 8


def close() -> None:
    """From here on, and in what this process becomes, no sockets, children or signals.  Nothing where unavailable."""
    if not available():
        return
    code = _assemble(os.uname().machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), zero, zero) != 0:
        if ctypes.get_errno() != errno.EINVAL:  # a kernel without filters
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
