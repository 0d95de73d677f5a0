"""The prelude's tactics against tables of what Mathlib's do: what they prove, and what they must not.

The tables in ``conformance/`` are one a tactic: statements that it proves, and statements on which it fails or leaves goals.
What stands before `` | `` is the tactic with its arguments, and what it may be followed by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from prover.lean.environment import LeanEnvironment
from search.game import Proved

pytestmark = pytest.mark.lean
TABLES = sorted((Path(__file__).parent / "conformance").glob("*.yaml"))


def rows(kind: str) -> Iterator[object]:
    for table in TABLES:
        for row in yaml.safe_load(table.read_text("utf-8"))[kind]:
            tactic, found, statement = row.partition(" | ")
            yield pytest.param(*((tactic, statement) if found else (table.stem, row)), id=f"{table.stem}-{row}")


async def outcome(worker, tactic: str, statement: str) -> object:
    binders = statement if re.match(r"\([^\W\d]", statement) else f": {statement}"
    environment = await LeanEnvironment.open(worker, f"theorem t {binders}")
    try:
        return await environment.apply(environment.root, tactic)
    finally:
        await environment.close()


@pytest.mark.parametrize(("tactic", "statement"), list(rows("proves")))
def test_a_tactic_proves(worker, loop_thread, tactic, statement):
    found = loop_thread.run(outcome(worker, tactic, statement))
    assert isinstance(found, Proved), found


@pytest.mark.parametrize(("tactic", "statement"), list(rows("fails")))
def test_a_tactic_does_not_prove(worker, loop_thread, tactic, statement):
    assert not isinstance(loop_thread.run(outcome(worker, tactic, statement)), Proved)
