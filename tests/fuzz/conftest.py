"""What was tried is noted."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from trying import Count


@pytest.fixture(scope="module")
def count() -> Iterator[Callable[[str], Count]]:
    """``count(target)``: keeps account; told to the file that ``PROVER_FUZZ_FIGURES`` names (``benchmarks.measure.fuzz``)."""
    counts: dict[str, Count] = {}
    yield lambda target: counts.setdefault(target, Count())
    if path := os.environ.get("PROVER_FUZZ_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as sink:
            for target, one in counts.items():
                sink.write(
                    json.dumps({"target": target, "inputs": one.inputs, "slowest_seconds": round(one.slowest, 3)}) + "\n"
                )
