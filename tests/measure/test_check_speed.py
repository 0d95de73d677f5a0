"""The measurement of checks: both ways come to the same, and the one process is the quicker."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.measure.check_speed import measure, table


@pytest.mark.lean
def test_a_batch_costs_less_a_proof_than_a_process_each():
    speed = asyncio.run(measure(3))
    assert speed.proofs == 3 and speed.start_seconds < speed.batch_seconds < speed.separate_seconds
    assert speed.ratio == pytest.approx(speed.separate_a_proof / speed.batch_a_proof)
    assert f"ratio {speed.ratio:.1f}" in table(speed)
