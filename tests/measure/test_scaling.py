from __future__ import annotations

from benchmarks.measure.scaling import table


def test_the_table_holds_every_round_against_the_first():
    rounds = [
        {"workers": 1, "a_minute": 10.0, "solved": 3, "done": 5, "seconds": 30.0},
        {"workers": 4, "a_minute": 30.0, "solved": 3, "done": 5, "seconds": 10.0},
    ]
    header, _, first, second = table(rounds).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in (header, first, second)]
    assert cells == [
        ["workers", "theorems a minute", "pace, ratio", "efficiency", "solved", "seconds"],
        ["1", "10.0", "1.00", "100 %", "3 of 5", "30"],
        ["4", "30.0", "3.00", "75 %", "3 of 5", "10"],
    ]
