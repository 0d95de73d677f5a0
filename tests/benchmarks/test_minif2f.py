from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks.data import minif2f
from benchmarks.data.problem import DataError


def row(**changes) -> dict:
    fields = {"id": "imo_1", "name": "imo_1_p1", "split": "test", "formal_statement": "theorem imo_1_p1 : True := sorry"}
    return {**fields, "header": "import Mathlib\nopen Nat", "informal_stmt": "Show.", "informal_proof": "Clear.", **changes}


def write(path, *rows) -> None:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


def test_a_row_becomes_a_problem_whose_text_is_header_and_statement(tmp_path):
    write(tmp_path / "d.jsonl", row(), row(id="x", name="amc12a_2000_p1", split="valid"))
    problem, other = minif2f.load(tmp_path / "d.jsonl")
    assert problem.text == "import Mathlib\nopen Nat\n\ntheorem imo_1_p1 : True := sorry\n"
    assert (problem.id, problem.name, problem.split, problem.source) == ("imo_1", "imo_1_p1", "test", "IMO")
    assert (problem.informal_statement, problem.informal_proof) == ("Show.", "Clear.")
    assert other.source == "AMC"
    assert [p.name for p in minif2f.load(tmp_path / "d.jsonl", "valid")] == ["amc12a_2000_p1"]


def test_fields_that_are_missing_or_not_a_number_are_empty(tmp_path):
    bare = row(informal_proof=float("nan"))
    del bare["header"], bare["informal_stmt"], bare["id"]
    write(tmp_path / "d.jsonl", bare)
    (problem,) = minif2f.load(tmp_path / "d.jsonl")
    assert (problem.header, problem.informal_statement, problem.informal_proof, problem.id) == ("", "", "", "imo_1_p1")


def test_a_row_without_a_split_costs_only_itself(tmp_path):
    write(tmp_path / "d.jsonl", row(), {"name": "a", "formal_statement": "theorem a : True"})
    found = minif2f.read(tmp_path / "d.jsonl")
    assert [p.name for p in found.problems] == ["imo_1_p1"]
    assert found.unusable[0].where.endswith("d.jsonl:2") and "no 'split'" in found.unusable[0].reason


def test_no_file(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        minif2f.load(tmp_path / "none.jsonl")


@pytest.mark.network
def test_the_registry_s_copy_is_the_whole_benchmark():
    found = minif2f.load()
    assert Counter(p.split for p in found) == {"valid": 244, "test": 244}
    assert len({p.name for p in found}) == 488
    assert Counter(p.source for p in found)["other"] == 0
    assert sum(bool(p.informal_statement) for p in found) == 488
    assert all(p.theorem == p.name and p.statement.endswith("sorry") for p in found)
