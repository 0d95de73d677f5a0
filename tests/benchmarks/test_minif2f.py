from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks import minif2f
from benchmarks.problem import DataError


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


@pytest.mark.parametrize("ending", [":= sorry", ":= by sorry", ":= by\n  sorry", ":= by", ":= by\n", ":="])
def test_every_statement_ends_with_a_body(tmp_path, ending):
    write(tmp_path / "d.jsonl", row(formal_statement=f"theorem t : True {ending}"))
    (problem,) = minif2f.load(tmp_path / "d.jsonl")
    assert problem.statement.endswith("sorry")
    assert problem.statement.count("sorry") == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"name": "a"}', "no field 'split'"),
        ("{half", "not a problem"),
        ("[1]", "not a problem"),
        (json.dumps(row(formal_statement=3)), "not a problem"),
        (json.dumps(row()), "a second problem named 'imo_1_p1'"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(tmp_path, line, said):
    write(tmp_path / "d.jsonl", row())
    with (tmp_path / "d.jsonl").open("a") as file:
        file.write("\n" + line + "\n")
    with pytest.raises(DataError, match=said) as caught:
        minif2f.load(tmp_path / "d.jsonl")
    assert "d.jsonl:3" in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        minif2f.load(tmp_path / "none.jsonl")


def test_selection_by_name_keeps_the_order_asked_for(tmp_path):
    write(tmp_path / "d.jsonl", *(row(name=f"p{i}") for i in range(4)))
    all_four = minif2f.load(tmp_path / "d.jsonl")
    assert [p.name for p in minif2f.select(all_four, limit=2)] == ["p0", "p1"]
    assert [p.name for p in minif2f.select(all_four, ["p3", "p1", "p3"])] == ["p3", "p1"]
    with pytest.raises(DataError, match="no problem named q"):
        minif2f.select(all_four, ["p1", "q"])


@pytest.mark.network
def test_the_registry_s_copy_is_the_whole_benchmark():
    found = minif2f.load()
    assert Counter(p.split for p in found) == {"valid": 244, "test": 244}
    assert len({p.name for p in found}) == 488
    assert Counter(p.source for p in found)["other"] == 0
    assert sum(bool(p.informal_statement) for p in found) == 488
    assert all(p.name in p.statement and p.statement.endswith("sorry") for p in found)
