import pytest

from benchmarks.measure.chromium import NoBrowser, find
from benchmarks.measure.view_speed import measure, show


@pytest.mark.network
def test_a_small_graph_is_measured_and_told(capsys):
    try:
        find()
    except NoBrowser as reason:
        pytest.skip(str(reason))
    figures = measure(nodes=60, seeks=5, seed=1)
    assert figures["nodes"] == 60 and figures["seek"]["count"] == 5
    assert 0 < figures["load"] < 120_000 and figures["pan"]["count"] > 10 and figures["zoom"]["count"] > 10
    show(figures)
    assert "60 nodes" in capsys.readouterr().out
