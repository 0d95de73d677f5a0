"""How much is tried."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings

SHARE = float(os.environ.get("PROVER_FUZZ_SCALE", "1"))
"""How many times as much as continuous integration tries."""


def tries(count: int) -> settings:
    """The settings of a target of which continuous integration tries ``count`` inputs."""
    return settings(
        max_examples=max(1, round(count * SHARE)),
        deadline=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        derandomize=SHARE == 1,
        database=None,
    )


class Count:
    """Inputs of one target, and the slowest of them."""

    def __init__(self) -> None:
        self.inputs, self.slowest = 0, 0.0

    @contextmanager
    def one(self, limit: float) -> Iterator[None]:
        """One input, that is to be dealt with in ``limit`` seconds."""
        begun = time.monotonic()
        yield
        took = time.monotonic() - begun
        self.inputs += 1
        self.slowest = max(self.slowest, took)
        assert took < limit, f"{took:.1f} s, beyond its limit of {limit} s"
