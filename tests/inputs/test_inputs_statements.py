"""Statements as people write them (``statements.yaml``): what Lean opens, proves and takes again."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement
from prover.lean.results import Claim
from prover.lean.verify import check, check_statement, exported
from search.game import Proved

ROWS = yaml.safe_load((Path(__file__).parent / "statements.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.lean


def tactics(row: dict) -> str:
    return "\n".join(row["by"]) if row.get("lines") else row["by"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_is_opened_proved_and_taken_again(row, worker, loop_thread):
    async def work():
        environment = await LeanEnvironment.open(worker, row["text"], row.get("name"))
        try:
            statement = environment.statement
            assert statement.name == row["is"]
            if "goal" in row:
                assert environment.root.goals == (row["goal"],)
            assert sorted(statement.definitions) == row.get("definitions", [])
            assert row.get("note", "") in statement.note and bool(statement.note) == ("note" in row)
            assert isinstance(await environment.apply(environment.root, tactics(row)), Proved)
        finally:
            await environment.close()
        source = exported(statement.with_proof([tactics(row)]))
        judged = await check_statement(worker, statement, source)
        assert judged.accepted, judged.reason
        again = await check(worker, Claim(source, row.get("name") or None))
        assert again.accepted and again.name == row["is"], again.reason

    loop_thread.run(work())


REFUSED = [
    ("", None, "is empty"),
    ("   \n-- only words\n", None, "no theorem"),
    ("def x := 1", None, "no theorem"),
    ("theorem t : 1 + = 2 := by sorry", None, "expected term"),
    ("theorem t (n : ℕ) : foo n = 2", None, "foo"),
    ("theorem t : 1 = 1 := by sorry\n\ntheorem u : 2 = := by sorry", None, "expected term"),
    ("theorem t : 1 = 1 := by sorry\n\nSome words.\n\ntheorem u : 2 = 2 := by rfl", None, "expected command"),
    ("theorem a : 1 = 1 := rfl\ntheorem b : 2 = 2 := rfl", "c", "it has a, b"),
    ("namespace L\ntheorem s : 1 = 1 := rfl\nend L\nnamespace R\ntheorem s : 2 = 2 := rfl\nend R", "s", "L.s, R.s"),
    ("theorem t : (1 = 1", None, "expected"),
    ("theorem t", None, "expected"),
    ("example := 3", None, "infer type"),
    ("Prove that two is even.", None, "expected|Unknown|unknown"),
    ("/- theorem t : 1 = 1", None, "unterminated comment"),
    ("def k : ℕ := sorry\ntheorem t : k = k", None, "rests on 'sorry'"),
    ("theorem «A.m» : 1 = 1 := rfl\nnamespace A\ntheorem m' : 2 = 2 := rfl\nend A\nnamespace B\ntheorem m' : 3 = 3 := rfl\nend B", "m'", "A.m', B.m'"),
]


@pytest.mark.parametrize(("text", "name", "reason"), REFUSED, ids=[f"{i}" for i in range(len(REFUSED))])
def test_is_refused_with_a_reason(text, name, reason, worker, loop_thread):
    with pytest.raises(BadStatement, match=reason):
        loop_thread.run(LeanEnvironment.open(worker, text, name))


@pytest.mark.parametrize("tactic", ["exact matched n", "have := matched n; simpa using this", "apply matched"])
def test_a_statement_with_a_match_does_not_prove_itself(tactic, worker, loop_thread):
    async def work():
        environment = await LeanEnvironment.open(
            worker, "theorem matched (n : ℕ) : (match n with | 0 => 0 | m + 1 => m) ≤ n + 5"
        )
        try:
            assert not isinstance(await environment.apply(environment.root, tactic), Proved)
        finally:
            await environment.close()

    loop_thread.run(work())
