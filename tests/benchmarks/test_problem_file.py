from __future__ import annotations

import json

import pytest

from benchmarks.data import problem_file
from benchmarks.data.problem import DataError
from prover.informal.problem import read_problem

T = "theorem t (n : ℕ) : n + 0 = n"


def write(path, *rows):
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def load(tmp_path, *rows, **options):
    return problem_file.load(write(tmp_path / "d.jsonl", *rows), **options)


# ------------------------------------------------------------------------------- what data sets call things

ROWS = {
    "miniF2F": (
        {
            "name": "t",
            "split": "valid",
            "formal_statement": f"{T} := by\n",
            "header": "open Nat",
            "informal_prefix": "/-- Show. -/\n",
            "goal": "⊢ x",
        },
        ("t", "t", "valid", "open Nat", f"{T} := by\n", "Show.", ""),
    ),
    "PutnamBench": (
        {
            "problem_name": "putnam_1",
            "lean4_statement": f"{T} := sorry",
            "informal_statement": "Show.",
            "tags": ["x"],
            "informal_solution": "Clear.",
        },
        ("putnam_1", None, "all", "", f"{T} := sorry", "Show.", "Clear."),
    ),
    "ProofNet": (
        {
            "id": "Rudin|exercise_1",
            "nl_statement": "Show.",
            "nl_proof": "Clear.",
            "lean4_src_header": "open Nat",
            "lean4_formalization": T,
        },
        ("Rudin|exercise_1", None, "all", "open Nat", T, "Show.", "Clear."),
    ),
    "a workbook": (
        {
            "id": "book_1",
            "natural_language_statement": "Show.",
            "formal_statement": f"{T}  :=  by sorry",
            "split": "Validation",
            "proof": [],
        },
        ("book_1", None, "valid", "", f"{T}  :=  by sorry", "Show.", ""),
    ),
    "a set with answers": (
        {"uuid": "1-2-3", "problem": "Show.", "formal_statement": f"import Mathlib\n\n{T}", "solution": "Clear."},
        ("1-2-3", None, "all", "", f"import Mathlib\n\n{T}", "Show.", "Clear."),
    ),
    "combinatorics": (
        {"theorem_name": "t", "natural_language": "Show.", "formal_statement": T},
        ("t", "t", "all", "", T, "Show.", ""),
    ),
    "with context": (
        {"srcContext": "open Nat\nvariable (k : ℕ)", "theoremStatement": T, "theoremName": "t"},
        ("t", "t", "all", "open Nat\nvariable (k : ℕ)", T, "", ""),
    ),
    "keys with blanks and capitals": (
        {"Problem ID": 7, "Formal Statement": T, "Question": "Show."},
        ("7", None, "all", "", T, "Show.", ""),
    ),
    "code": (
        {"problem_id": "p", "statement": "Show that n + 0 = n.", "lean4_code": f"open Nat\n{T}"},
        ("p", None, "all", "", f"open Nat\n{T}", "Show that n + 0 = n.", ""),
    ),
    "words beside code": (
        {"statement": "Show that it is n.", "code": T, "name": "t"},
        ("t", "t", "all", "", T, "Show that it is n.", ""),
    ),
    "a name beside the statement": ({"theorem": "t", "statement": T, "id": 3}, ("3", None, "all", "", T, "", "")),
    "the theorem": ({"theorem": T}, ("t", None, "all", "", T, "", "")),
    "modules": (
        {"imports": ["Mathlib.Data.Nat.Basic", "Aesop"], "header": "import Aesop\nopen Nat", "formal": T, "name": "t"},
        ("t", "t", "all", "import Mathlib.Data.Nat.Basic\nimport Aesop\nopen Nat", T, "", ""),
    ),
    "imports as text": (
        {"imports": "import Mathlib\n", "preamble": "open Nat", "formal": T},
        ("t", None, "all", "import Mathlib\nopen Nat", T, "", ""),
    ),
    "a header that the statement has": (
        {"header": "import Mathlib\nopen Nat", "formal": f"import Mathlib\nopen Nat\n\n{T}"},
        ("t", None, "all", "", f"import Mathlib\nopen Nat\n\n{T}", "", ""),
    ),
    "imports in the statement below a header": (
        {"header": "import Aesop\nopen Nat", "formal": f"-- one\nimport Mathlib\n\n{T}"},
        ("t", None, "all", "-- one\nimport Mathlib\nimport Aesop\nopen Nat", T, "", ""),
    ),
    "a header and a fence": (
        {"header": "open Nat", "formal": f"Prove:\n```lean4\n{T}\n```\nThank you."},
        ("t", None, "all", "open Nat", f"{T}\n", "", ""),
    ),
    "nothing in some keys": (
        {"name": None, "formal_statement": " ", "lean_code": T, "header": [], "informal_proof": float("nan"), "split": ""},
        ("t", None, "all", "", T, "", ""),
    ),
    "an example without a name": ({"code": "example : 1 = 1"}, ("d.jsonl:1", None, "all", "", "example : 1 = 1", "", "")),
    "words that mention theorems": (
        {"name": "foo", "formal": f"-- theorem foo is this\n/- theorem foo -/ {T}"},
        ("foo", None, "all", "", f"-- theorem foo is this\n/- theorem foo -/ {T}", "", ""),
    ),
    "not the last one": (
        {"name": "main", "formal": f"theorem main : True := sorry\n{T}"},
        ("main", "main", "all", "", f"theorem main : True := sorry\n{T}", "", ""),
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_several_data_sets_are_read(tmp_path, row):
    given, expected = ROWS[row]
    (problem,) = load(tmp_path, given).problems
    name, theorem, split, header, statement, words, proof = expected
    assert (problem.name, problem.theorem, problem.split) == (name, theorem, split)
    assert (problem.header, problem.statement) == (header, statement)
    assert (problem.informal_statement, problem.informal_proof) == (words, proof)


@pytest.mark.parametrize("row", [row for row in ROWS if row != "an example without a name"])
def test_prove_informal_takes_the_same_rows(tmp_path, row):
    given, (name, theorem, _, header, statement, words, proof) = ROWS[row]
    path = tmp_path / "p.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(given, indent=1).encode())
    problem = read_problem(path)
    assert (problem.header, problem.formal_statement) == (header, statement)
    assert (problem.informal_stmt, problem.informal_proof) == (words, proof)
    assert problem.name in (name, "") and problem.theorem == (theorem if problem.name else None)


# --------------------------------------------------------------------------------------------------- names


def test_names_given_twice_are_numbered_in_the_whole_file_whatever_the_split(tmp_path):
    names = ["X", "X", "x", "X#2", "y", "X"]
    rows = [{"name": n, "formal": T, "split": "test" if i == 2 else "train"} for i, n in enumerate(names)]
    found = load(tmp_path, *rows)
    assert [p.name for p in found.problems] == ["X", "X#2", "x#3", "X#2#2", "y", "X#4"]
    assert "4 names" in found.note and "X#2, x#3" in found.note
    assert [p.name for p in load(tmp_path, *rows, split="test").problems] == ["x#3"]
    assert load(tmp_path, rows[0]).note == ""


def test_many_rows_of_one_name_are_numbered_at_once(tmp_path):
    found = load(tmp_path, *[{"formal": T}] * 20_000)
    assert found.problems[-1].name == "t#20000" and {p.theorem for p in found.problems} == {None}


def test_a_name_is_one_line(tmp_path):
    (problem,) = load(tmp_path, {"name": " a\n\tb ", "formal": T}).problems
    assert problem.name == "a b"


# -------------------------------------------------------------------------------------------------- splits


def test_every_split_has_the_problems_that_are_of_none(tmp_path):
    rows = [
        {"name": "a", "formal": T, "split": "valid"},
        {"name": "b", "formal": T},
        {"name": "c", "formal": T, "split": "test"},
    ]
    assert [p.name for p in load(tmp_path, *rows, split="test").problems] == ["b", "c"]
    assert [p.name for p in load(tmp_path, *rows, split="validation").problems] == ["a", "b"]
    assert len(load(tmp_path, *rows).problems) == 3


def test_a_split_that_no_problem_has(tmp_path):
    with pytest.raises(DataError, match="no problem in the split 'dev'; there are valid"):
        load(tmp_path, {"formal": T, "split": "valid"}, split="dev")
    with pytest.raises(DataError, match="has no problem"):
        load(tmp_path, "")


# ------------------------------------------------------------------------------- rows that cannot be used


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{half", "not JSON"),
        ("[1]", "not a JSON object"),
        ("3", "not a JSON object"),
        ('{"name": "a", "answer": 3}', "no statement in Lean: no 'formal_statement' or the like, but name, answer"),
        ('{"formal_statement": "  "}', "no statement in Lean"),
        ('{"name": "a", "statement": 3}', "'statement' is a number, not text"),
        ('{"name": "a", "formal_statement": ["theorem a : True"]}', "'formal_statement' is a list, not one theorem's text"),
        ('{"name": "a", "formal_statement": "theorem a : True", "header": {"x": 1}}', "'header' is an object, not text"),
        ('{"name": "a", "formal_statement": "theorem a : \\ud800"}', "'formal_statement' is not UTF-8"),
        ("[" * 100_000, "not JSON|nested too deeply"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_with_file_and_line_and_costs_only_itself(tmp_path, line, said):
    found = load(tmp_path, {"name": "a", "formal": T}, "", line, {"name": "b", "formal": T})
    assert [p.name for p in found.problems] == ["a", "b"]
    (row,) = found.unusable
    assert row.where == f"{tmp_path / 'd.jsonl'}:3"
    assert row.reason.startswith(tuple(said.split("|"))) or said in row.reason
    with pytest.raises(DataError, match="none of its rows can be used") as caught:
        load(tmp_path, "", "", line)
    assert f"\n  {row.where}" in str(caught.value)


def test_of_many_rows_that_cannot_be_used_the_first_are_told(tmp_path):
    with pytest.raises(DataError) as caught:
        load(tmp_path, *["{half"] * 12)
    assert "d.jsonl:5" in str(caught.value) and "and 7 more" in str(caught.value) and "d.jsonl:6" not in str(caught.value)


def test_a_data_set_that_has_splits_refuses_rows_without(tmp_path):
    found = load(tmp_path, {"formal": T, "split": "valid"}, {"formal": T}, with_split=True)
    assert len(found.problems) == 1 and "no 'split'" in found.unusable[0].reason
