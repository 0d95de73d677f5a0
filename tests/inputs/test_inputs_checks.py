"""Proof files as people write them (``checks.yaml``), and what ``check`` says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from prover.cli import app

ROWS = yaml.safe_load((Path(__file__).parent / "checks.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.lean


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_says_what_is_so(row, prover):
    result = prover.check(row["proof"], statement=row.get("statement"))
    assert result.bad_input == ("bad" in row), result.reason
    if "accepted" in row:
        assert result.accepted, (result.reason, result.messages)
        assert result.reading == row["accepted"]
        assert sorted(result.definitions) == row.get("definitions", [])
        assert row.get("shown", "") in result.statement
        return
    assert not result.accepted
    assert re.search(row.get("refused") or row["bad"], result.reason, re.DOTALL), (result.reason, result.messages)
    if row.get("own_notation"):
        assert prover.check(row["proof"], own_notation=True).accepted


def test_the_command_shows_the_statement_and_takes_own_notation(over_session, tmp_path):
    file = tmp_path / "own.lean"
    file.write_text("local macro_rules | `($a = $b) => `(True)\ntheorem one_is_two : 1 = 2 := trivial\n", encoding="utf-8")
    refused = CliRunner().invoke(app, ["check", str(file)])
    assert refused.exit_code == 1 and "theorem one_is_two : True" in refused.stdout and "--own-notation" in refused.stdout
    accepted = CliRunner().invoke(app, ["check", str(file), "--own-notation"])
    assert accepted.exit_code == 0 and "theorem one_is_two : True" in accepted.stdout
