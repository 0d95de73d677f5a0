"""The measurement of what the final check costs."""

from __future__ import annotations

import pytest

from benchmarks.measure.final_check_speed import WAYS, measure, table


@pytest.mark.lean
def test_every_way_is_measured():
    speed = measure(1, "portfolio")
    assert [costs.way for costs in speed.ways] == list(WAYS)
    assert all(0 < costs.warm < costs.cold for costs in speed.ways)
    assert all(way in table(speed) for way in WAYS)
