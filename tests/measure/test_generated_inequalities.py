"""Generated inequalities: what is drawn as true has a certificate, what is drawn as false has none."""

from __future__ import annotations

import pytest

from benchmarks.measure.generated import inequalities, olympiad
from prover.moves import certified
from prover.moves.comparisons import read
from prover.moves.goal import Goal


def test_statements_are_distinct_and_reproducible() -> None:
    drawn = inequalities.statements(5, 60)
    assert drawn == inequalities.statements(5, 60) != inequalities.statements(6, 60)
    assert len({name for name, _, _ in drawn}) == len({statement for _, statement, _ in drawn}) == 60
    assert 30 < sum(true for _, _, true in drawn) < 50
    assert len({name for name, _, _ in olympiad.statements()}) == len(olympiad.CLASSICS) >= 25


@pytest.mark.parametrize("kind", inequalities.KINDS)
def test_certificates(kind: str) -> None:
    found = {True: 0, False: 0}
    for _, terms, true in inequalities.goals(5, 12, (kind,)):
        reading = read(Goal(terms))
        assert reading is not None
        certificate = certified.by_either(reading)
        assert certificate is None or certificate.verify()
        found[true] += certificate is not None
    assert found[True] >= 7 and found[False] == 0
