from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import jsonl
from benchmarks.problem import DataError

DEEPSEEK = {
    "name": "mathd_algebra_182",
    "split": "valid",
    "informal_prefix": "/-- Expand $7(3y+2)$. -/\n",
    "formal_statement": "theorem mathd_algebra_182 (y : ℂ) : 7 * (3 * y + 2) = 21 * y + 14 := by\n",
    "goal": "y : ℂ\n⊢ 7 * (3 * y + 2) = 21 * y + 14",
    "header": "import Mathlib\nopen Nat",
}
PUTNAM = {
    "problem_name": "putnam_1",
    "lean4_statement": "theorem putnam_1 : True := sorry",
    "informal_statement": "Show.",
    "tags": ["x"],
}


def write(path, *rows):
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_rows_of_several_data_sets_are_read(tmp_path):
    file = write(tmp_path / "d.jsonl", DEEPSEEK, "", PUTNAM)
    first, second = jsonl.load(file)
    assert first.text == "import Mathlib\nopen Nat\n\n" + DEEPSEEK["formal_statement"].rstrip() + " sorry\n"
    assert (first.split, first.informal_statement, first.source) == ("valid", "Expand $7(3y+2)$.", "")
    assert (second.name, second.id, second.split) == ("putnam_1", "putnam_1", "all")
    assert (second.statement, second.informal_statement) == (PUTNAM["lean4_statement"], "Show.")


def test_every_split_has_the_problems_that_are_of_none(tmp_path):
    file = write(tmp_path / "d.jsonl", DEEPSEEK, PUTNAM, {**DEEPSEEK, "name": "t", "split": "test"})
    assert [p.name for p in jsonl.load(file, "test")] == ["putnam_1", "t"]
    assert jsonl.splits(file) == ["valid", "all", "test"]
    assert len(jsonl.load(file)) == 3


def test_a_split_that_no_problem_has(tmp_path):
    with pytest.raises(DataError, match="no problem in the split 'dev'; there are valid"):
        jsonl.load(write(tmp_path / "d.jsonl", DEEPSEEK), "dev")
    with pytest.raises(DataError, match="has no problem"):
        jsonl.load(write(tmp_path / "e.jsonl", ""))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("theorem a.b (n : ℕ) : n = n := by sorry", "a.b"),
        ("lemma first : True := trivial\n\n/-- theorem wrong -/\nprivate theorem second: True", "second"),
        ("namespace N\ntheorem t : True := by", "N.t"),
    ],
)
def test_a_name_that_is_not_given_is_the_last_theorem_s(tmp_path, statement, name):
    (problem,) = jsonl.load(write(tmp_path / "d.jsonl", {"statement": statement}))
    assert problem.name == name


@pytest.mark.parametrize(
    ("statement", "completed"),
    [
        ("theorem t : True", "theorem t : True := sorry"),
        ("theorem t : True := by -- go\n", "theorem t : True := by sorry"),
        ("theorem t : True -- :=\n", "theorem t : True := sorry"),
        ("theorem t (h : a := by simp) : b", "theorem t (h : a := by simp) : b := sorry"),
        ("theorem t : let x := 1; x = 1", "theorem t : let x := 1; x = 1 := sorry"),
        ("theorem t : True := by\n  trivial", "theorem t : True := by\n  trivial"),
        ("1 + 1 = 2", "1 + 1 = 2"),
    ],
)
def test_a_statement_gets_the_body_it_lacks(statement, completed):
    assert jsonl.with_body(statement) == completed


@given(st.sampled_from(["", " :=", " := by", "\n  := by\n", " := sorry", " := by\n  sorry"]))
def test_a_body_is_given_once(ending):
    once = jsonl.with_body(f"theorem t (x : ℕ) : x = x{ending}")
    assert once.count("sorry") == 1
    assert jsonl.with_body(once) == once


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{half", "not a problem"),
        ("[1]", "not a JSON object"),
        ('{"name": "a"}', "no field 'formal_statement'"),
        ('{"statement": "1 = 1"}', "no field 'name', and no theorem"),
        ('{"name": "a", "statement": 3}', "not a problem"),
        ('{"name": ["a"], "statement": "theorem a : True"}', "not a problem"),
        (json.dumps(DEEPSEEK), "a second problem named 'mathd_algebra_182'"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path, line, said):
    with pytest.raises(DataError, match=said) as caught:
        jsonl.load(write(tmp_path / "d.jsonl", DEEPSEEK, "", line))
    assert str(caught.value).startswith(f"{tmp_path / 'd.jsonl'}:3: ")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        jsonl.load(tmp_path / "none.jsonl")
    with pytest.raises(DataError, match=r"Is a directory"):
        jsonl.load(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes(b'{"name": "caf\xe9"}\n')
    with pytest.raises(DataError, match="not UTF-8"):
        jsonl.load(tmp_path / "latin.jsonl")
