"""What the tests of the pool of processes have done there."""

from __future__ import annotations

import os
import time


class Unpicklable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def add(a: int, b: int) -> int:
    print("noise on standard output")
    return a + b


def process() -> int:
    return os.getpid()


def niceness() -> int:
    return os.nice(0)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin() -> None:
    """Holds the interpreter's lock for long."""
    sum(range(10**12))


def die() -> None:
    os.abort()


def eat() -> int:
    return len(bytearray(1) * 3_000_000_000)


def fail() -> None:
    raise LookupError("no certificate")


def fail_unpicklable() -> None:
    raise Unpicklable(1, 2)


def give_unpicklable() -> object:
    return lambda: 0
