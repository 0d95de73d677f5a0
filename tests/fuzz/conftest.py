"""How much is tried, and what is noted of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
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


@pytest.fixture(scope="module")
def count() -> Iterator[Callable[[str], Count]]:
    """``count(target)``: keeps account; told to the file that ``PROVER_FUZZ_FIGURES`` names (``benchmarks.fuzz``)."""
    counts: dict[str, Count] = {}
    yield lambda target: counts.setdefault(target, Count())
    if path := os.environ.get("PROVER_FUZZ_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as sink:
            for target, one in counts.items():
                sink.write(
                    json.dumps({"target": target, "inputs": one.inputs, "slowest_seconds": round(one.slowest, 3)}) + "\n"
                )
