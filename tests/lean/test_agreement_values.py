"""The prelude's definitions have the values that Mathlib's have: by the kernel, against Python and sympy, and at the odd arguments."""

from __future__ import annotations

import re

import pytest
from agreement.computable import GROUPS
from agreement.junk import JUNK
from agreement.values import HELPERS, Table, statement

TABLES = [table for group in GROUPS.values() for table in group]
BATCHES = [TABLES[k : k + 10] for k in range(0, len(TABLES), 10)]


def refused(prover, goals: list[tuple[str, str]], before: str = "") -> str:
    """Why Lean refuses to prove all these statements, each by its tactics; empty if it does not."""
    text = " ∧ ".join(f"({goal})" for goal, _ in goals)
    proofs = ", ".join(f"by {tactics}" for _, tactics in goals)
    result = prover.check(f"{before}\ntheorem t : {text} := {f'⟨{proofs}⟩' if len(goals) > 1 else proofs}")
    return "" if result.accepted else result.why[:600]


def first_wrong(prover, table: Table, rows: list) -> str:
    """The first row of a table whose value is another in Lean."""

    def wrong(rows):
        return refused(prover, [(statement(table, rows), "decide +kernel")], HELPERS)

    if not (why := wrong(rows)):
        return ""
    while len(rows) > 1 and "proved that the proposition" in why:
        half = rows[: len(rows) // 2]
        rows = half if wrong(half) else rows[len(rows) // 2 :]
    return f"{table.lean} at {rows[0][0]}, elsewhere {rows[0][1]}" if len(rows) == 1 else f"{table.lean}: {why}"


@pytest.mark.lean
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: re.sub(r"\W+", "_", batch[0].lean))
def test_values(prover, batch):
    rows = [table.rows() for table in batch]
    if refused(prover, [(statement(t, r), "decide +kernel") for t, r in zip(batch, rows, strict=True)], HELPERS):
        wrong = [first_wrong(prover, t, r) for t, r in zip(batch, rows, strict=True)]
        pytest.fail("\n".join(filter(None, wrong)) or "one by one they are accepted")


@pytest.mark.lean
def test_a_wrong_value_is_found(prover):
    table = next(table for table in TABLES if table.of == "Nat.log")
    rows = table.rows()
    arguments, value = rows[40]
    rows[40] = (arguments, value + 1)
    assert first_wrong(prover, table, rows) == f"{table.lean} at {arguments}, elsewhere {value + 1}"


def test_thousands_of_arguments():
    assert sum(len(table.arguments) for table in TABLES) >= 5000


@pytest.mark.lean
@pytest.mark.parametrize("group", JUNK)
def test_junk_values(prover, group):
    goals = [(fact.lean, fact.proof) for fact in JUNK[group]]
    if why := refused(prover, goals):
        wrong = [f"{fact.lean}: {w}" for fact in JUNK[group] if (w := refused(prover, [(fact.lean, fact.proof)]))]
        pytest.fail("\n".join(wrong) or why)
