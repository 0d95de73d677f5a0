"""A search made again by its log's clock, with less effort at first."""

from __future__ import annotations

import pytest
from toy_games import Game, play

from benchmarks.measure.effort_gain import measure
from search import EventWriter, Proved, Search, TacticError


class Slow(Game):
    """``nlinarith`` fails after two seconds; whatever else is done takes one."""

    async def apply(self, state, tactic):
        outcome = await super().apply(state, tactic)
        seconds = 2.0 if tactic == "nlinarith" else 1.0
        if isinstance(outcome, (Proved, TacticError)):
            return type(outcome)(**{**vars(outcome), "seconds": seconds})
        return type(outcome)(outcome.state, seconds)


@pytest.mark.parametrize(
    ("last", "expected"), [("proved", [(1, 6.0, 0, 0.0), (1, 2.5, 0, 0.0)]), ("error", [(0, 0.0, 1, 3.0), (0, 0.0, 1, 1.25)])]
)
def test_what_fails_slowly_is_put_off(tmp_path, last, expected):
    (tmp_path / "events").mkdir()
    game = Slow([[("nlinarith", -0.1, "error"), ("go", -0.2, 1)], [("nlinarith", -0.1, "error"), ("end", -0.2, last)]])
    with EventWriter(tmp_path / "events" / "t.jsonl.zst") as log:
        play(Search(), game, listeners=[log])
    found = measure(tmp_path, [1.0, 0.25 * 9 / 40])
    assert [one[1:] for one in found] == [pytest.approx(one) for one in expected]


def test_a_folder_without_events(tmp_path):
    with pytest.raises(FileNotFoundError):
        measure(tmp_path, [1.0])
