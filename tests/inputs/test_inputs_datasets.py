"""Files of problems as teams publish them, through ``prover bench`` and ``prover check RUN``, on real Lean."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
import zstandard
from typer.testing import CliRunner

from benchmarks.run.recorded import RecordedRun
from prover.cli import app
from prover.informal.agent import InformalProver
from prover.informal.problem import read_problem

pytestmark = pytest.mark.lean


@dataclass(frozen=True)
class Case:
    """A file, and what must come of it.

    ``outcomes``: what each problem comes to, by its name in the run: ``proved``, ``failed``, or a part of Lean's reason for
    not accepting the statement.  ``unusable``: of every row that is no problem, where it stands and a part of the reason.
    ``note``: what else must be told.
    """

    file: str
    content: str | bytes
    outcomes: dict[str, str]
    unusable: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    options: tuple[str, ...] = ()
    theorems: dict[str, str] = field(default_factory=dict)
    """What Lean calls the theorem proved, by the problem's name."""


def lines(*rows: Any) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def named(name: Any, statement: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "formal_statement": statement, **more}


DOUBLE = "theorem double (n : ℕ) : n + n = 2 * n"
SWAP = "theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p"
FALSE = "theorem too_much (n : ℕ) : n = n + 1"
LONG = "the sum of " + "many numbers, " * 40
TABLE = 'id,theorem,words\n1,"theorem one (n : ℕ) : n ≤ n + 1 := by sorry","Show, ""please""."\nII,"theorem two : 2 + 2 = 4",\n'

CASES = {
    # names
    "names that are ids": Case(
        "ids.jsonl",
        lines(named("train/alg-17", f"{DOUBLE} := by sorry"), named("2f1c-77", f"{SWAP} := by\n  sorry")),
        {"train/alg-17": "proved", "2f1c-77": "proved"},
        theorems={"train/alg-17": "double"},
    ),
    "one Lean name in all rows": Case(
        "same.jsonl",
        lines(named("a", "theorem X : 1 + 1 = 2 := by sorry"), named("b", "theorem X (n : ℕ) : n + 1 = n := by sorry")),
        {"a": "proved", "b": "disproved"},
    ),
    "no names": Case(
        "nameless.jsonl",
        lines({"formal_statement": f"{DOUBLE} := sorry"}, {"formal_statement": f"{SWAP} := sorry"}),
        {"double": "proved", "swap": "proved"},
    ),
    "no names, and one theorem's name": Case(
        "thm.jsonl",
        lines({"code": "theorem thm : 1 < 2 := sorry"}, {"code": "theorem thm (n : ℕ) : 0 ≤ n := sorry"}),
        {"thm": "proved", "thm#2": "proved"},
        note="thm#2",
    ),
    "names twice": Case(
        "twice.jsonl",
        lines(named("X", "theorem X : 2 < 3 := sorry"), named("X", f"{FALSE} := sorry"), named("x", f"{DOUBLE} := sorry")),
        {"X": "proved", "X#2": "disproved", "x#3": "proved"},
        note="2 names",
        theorems={"X": "X", "x#3": "double"},
    ),
    "names with everything": Case(
        "odd.jsonl",
        lines(*(named(name, f"{DOUBLE} := sorry") for name in ("a b", "../up", "C:\\x", "«π» ≤ 3?", "p~1", "ok.lean", LONG))),
        dict.fromkeys(("a b", "../up", "C:\\x", "«π» ≤ 3?", "p~1", "ok.lean", LONG.strip()), "proved"),
    ),
    "numbers as names": Case(
        "numbers.json",
        json.dumps([named(0, f"{SWAP} := sorry"), named(1, f"{DOUBLE} := sorry")]),
        {"0": "proved", "1": "proved"},
    ),  # fmt: skip
    "some by name": Case(
        "some.jsonl",
        lines(*(named(name, f"{SWAP} := sorry") for name in ("x/1", "Euler, 1", "Gauß"))),
        {"Euler, 1": "proved", "Gauß": "proved"},
        options=("--names", "Euler, 1,Gauß"),
    ),
    # statements
    "every usual end": Case(
        "ends.jsonl",
        lines(
            *(
                named(f"end {i}", DOUBLE + end)
                for i, end in enumerate((" := sorry", " := by sorry", ":= by\n  sorry", " :=\n sorry"))
            )
        ),
        {f"end {i}": "proved" for i in range(4)},
    ),
    "no body": Case(
        "bare.jsonl",
        lines(
            *(
                named(f"end {i}", DOUBLE + end)
                for i, end in enumerate(("", " := ", " := by\n", " := by -- go on", " -- := by sorry"))
            )
        ),
        {f"end {i}": "proved" for i in range(5)},
    ),
    "a proof in it": Case("proved.jsonl", lines(named("p", f"{SWAP} := ⟨h.2, h.1⟩")), {"p": "proved"}),
    "an example": Case("example.jsonl", lines(named("e", "example (a b : ℕ) : a + b = b + a := by sorry")), {"e": "proved"}),
    "a proposition": Case("plain.jsonl", lines(named("q", "∀ n : ℕ, n < n + 1")), {"q": "proved"}),
    "a lemma": Case("lemma.jsonl", lines(named("l", "lemma small (n : ℕ) (h : n < 2) : n ≤ 1 := by sorry")), {"l": "proved"}),
    "a lemma before it": Case(
        "two.jsonl",
        lines(named("main", f"def twice (n : ℕ) := 2 * n\n\ntheorem help : twice 1 = 2 := rfl\n\n{DOUBLE} := by sorry")),
        {"main": "proved"},
        theorems={"main": "double"},
    ),
    "the one named, not the last": Case(
        "first.jsonl",
        lines(named("first", f"theorem first : 1 < 2 := by sorry\n\n{FALSE} := by sorry")),
        {"first": "proved"},
        theorems={"first": "first"},
    ),
    "a name in a comment only": Case(
        "comment.jsonl",
        lines(named("swap", f"-- theorem swap, as in the book\n{DOUBLE} := by sorry -- theorem swap")),
        {"swap": "proved"},
        theorems={"swap": "double"},
    ),
    "in a namespace": Case(
        "space.jsonl",
        lines(named("Left.step", "namespace Left\ntheorem step (n : ℕ) : n ≤ n + 1 := by sorry\nend Left")),
        {"Left.step": "proved"},
    ),
    "CRLF and a mark": Case(
        "windows.jsonl",
        ("\ufeff" + lines(named("w", "theorem w (a b : ℕ)\r\n    (h : a = b) :\r\n    b = a := by\r\n  sorry\r\n"))).replace(
            "}\n", "}\r\n"
        ),
        {"w": "proved"},
    ),
    "fenced": Case(
        "fence.jsonl",
        lines(named("f", f"Prove it:\n```lean4\n{DOUBLE} := by sorry\n```\n", header="open Nat")),
        {"f": "proved"},
    ),
    "false": Case("false.jsonl", lines(named("too_much", f"{FALSE} := sorry")), {"too_much": "disproved"}),
    "what Lean does not know": Case(
        "unknown.jsonl",
        lines(named("u", "theorem u : missing_thing = 1 := sorry"), named("d", "def x := 3"), named("ok", f"{SWAP} := sorry")),
        {"u": "missing_thing", "d": "", "ok": "proved"},
    ),
    # headers
    "a header": Case(
        "header.jsonl",
        lines(named("h", "theorem h (k : ℕ) : succ k = k + 1 := sorry", header="import Mathlib\nimport Aesop\n\nopen Nat")),
        {"h": "proved"},
    ),
    "modules and a preamble": Case(
        "modules.jsonl",
        lines(named("h", f"{DOUBLE} := sorry", imports=["Mathlib", "Aesop"], preamble="set_option maxHeartbeats 400000")),
        {"h": "proved"},
    ),
    "a header in the statement": Case(
        "whole.jsonl",
        lines(
            {
                "uuid": "9",
                "lean_code": f"import Mathlib\nopen Nat\n\n{DOUBLE} := by sorry",
                "header": "import Mathlib\nopen Nat",
            }
        ),
        {"9": "proved"},
    ),
    "imports below a header": Case(
        "below.jsonl",
        lines({"id": "i", "code": "import Mathlib\n\ntheorem i (k : ℕ) : succ k = k + 1 := sorry", "header": "open Nat"}),
        {"i": "proved"},
    ),
    "definitions as context": Case(
        "context.jsonl",
        lines(
            {
                "theoremName": "t",
                "theoremStatement": "theorem t : half 4 = 2 := sorry",
                "srcContext": "def half (n : ℕ) := n / 2",
            }
        ),
        {"t": "proved"},
    ),
    # files
    "an array": Case(
        "a.json",
        json.dumps([named("x", f"{SWAP} := sorry"), named("y", f"{FALSE} := sorry")], indent=2),
        {"x": "proved", "y": "disproved"},
    ),  # fmt: skip
    "a list in an object": Case(
        "o.json", json.dumps({"version": 2, "problems": [named("x", f"{SWAP} := sorry")]}), {"x": "proved"}
    ),
    "an object by name": Case("m.json", json.dumps({"x/1": {"lean4_statement": f"{SWAP} := sorry"}}), {"x/1": "proved"}),
    "splits in an object": Case(
        "s.json",
        json.dumps({"train": [named("x", f"{FALSE} := sorry")], "validation": [named("y", f"{SWAP} := sorry")]}),
        {"y": "proved"},
        options=("--split", "valid"),
    ),
    "a table": Case("t.csv", TABLE, {"1": "proved", "II": "proved"}),
    "a table of a spreadsheet": Case("t.csv", "\ufeff" + TABLE.replace("\n", "\r\n"), {"1": "proved", "II": "proved"}),
    "tabs": Case("t.tsv", f"Problem ID\tFormal Statement\nq-1\t{SWAP} := sorry\n".encode("utf-16"), {"q-1": "proved"}),
    "gzip": Case("z.jsonl.gz", gzip.compress(lines(named("x", f"{SWAP} := sorry")).encode()), {"x": "proved"}),
    "zstandard": Case("z.csv.zst", zstandard.compress(TABLE.encode()), {"1": "proved", "II": "proved"}),
    "lines without a suffix": Case("problems", lines(named("x", f"{SWAP} := sorry")), {"x": "proved"}),
    # rows that cannot be used
    "broken lines": Case(
        "broken.jsonl",
        lines(
            "{half",
            named("x", f"{SWAP} := sorry"),
            "[]",
            {"name": "no"},
            named("n", 7),
            {"name": ["y"], "statement": f"{DOUBLE} := sorry"},
        ),
        {"x": "proved", "double": "proved"},
        [
            ("broken.jsonl:1", "not JSON"),
            ("broken.jsonl:3", "not a JSON object"),
            ("broken.jsonl:4", "no statement"),
            ("broken.jsonl:5", "a number, not text"),
        ],
    ),  # fmt: skip
    "a bad byte": Case(
        "byte.jsonl",
        lines(named("x", f"{SWAP} := sorry"), named("y", "theorem y : @ = 1")).encode().replace(b"@", b"\xe9"),
        {"x": "proved"},
        [("byte.jsonl:2", "not UTF-8")],
    ),
    "a broken item": Case(
        "item.json",
        json.dumps([named("x", f"{SWAP} := sorry"), {"name": "bad"}, named("y", f"{DOUBLE} := sorry")], indent=1).replace(
            '"bad"', "bad"
        ),
        {"x": "proved", "y": "proved"},
        [("item.json:6", "not JSON")],
    ),
    "a comma not quoted": Case(
        "comma.csv",
        f"name,statement\nx,{DOUBLE} := sorry\ny,theorem y : f 1, 2 := sorry\n,\n",
        {"x": "proved"},
        [("comma.csv:3", "3 fields"), ("comma.csv:4", "no statement")],
    ),
}


def invoke(*arguments: object):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_taken_as_it_is_published(over_session, tmp_path, case):
    given, out = CASES[case], tmp_path / "run"
    file = tmp_path / given.file
    file.write_bytes(given.content if isinstance(given.content, bytes) else given.content.encode())
    result = invoke("bench", file, "--out", out, "-p", "portfolio", "-t", 20, "--max-tactics", 60, "-w", 1, *given.options)
    assert result.exit_code == 0, result.output
    rows = {row["problem"]: row for row in map(json.loads, (out / "results.jsonl").read_text(encoding="utf-8").splitlines())}
    assert rows.keys() == given.outcomes.keys()
    for name, outcome in given.outcomes.items():
        row = rows[name]
        if outcome in ("proved", "failed", "disproved"):
            assert row["status"] == outcome, row["error"]
        else:
            assert row["error_kind"] == "statement" and outcome in row["error"]
    assert {name: rows[name]["name"] for name in given.theorems} == given.theorems
    unusable = json.loads((out / "summary.json").read_text(encoding="utf-8"))["unusable"]
    assert [row["where"].removeprefix(f"{tmp_path}/") for row in unusable] == [where for where, _ in given.unusable]
    for row, (_, reason) in zip(unusable, given.unusable, strict=True):
        assert reason in row["reason"]
        assert f"{row['where']}: {row['reason']}" in result.stderr
    assert given.note in result.stderr
    proved = sum(outcome == "proved" for outcome in given.outcomes.values())
    assert len(list((out / "proofs").glob("*.lean"))) == proved
    shown = RecordedRun(out)
    for row in shown.table()["rows"]:
        assert row["has_events"] == (row["status"] != "unsupported")
        assert shown.details(row["id"])["problem"] == row["problem"]
    again = invoke("check", out)
    assert again.exit_code == 0, again.output
    assert f"accepted {proved} of {proved} proofs; nothing is wrong" in again.stdout
    assert [row["where"] for row in unusable if row["where"] not in again.stdout] == []


@pytest.mark.parametrize(
    ("file", "content", "said"),
    {
        "no row can be used": (
            "x.jsonl",
            lines("{half", {"name": "a", "answer": 3}),
            ["x.jsonl:1: not JSON", "x.jsonl:2: no statement"],
        ),
        "columns without a statement": ("x.csv", "name,answer\na,3\n", ["no statement", "name, answer"]),
        "nothing in it": ("x.json", "[]\n", ["has no problem"]),
        "no text": ("x.jsonl", b"\x00\x01\x02", ["is no text"]),
        "an archive": ("x.json.zip", b"PK\x03\x04....", ["unpack it"]),
        "no such split": ("x.jsonl", lines(named("a", SWAP, split="dev")), ["no problem in the split 'test'; there are dev"]),
    }.values(),
)
def test_a_file_without_a_problem_is_exit_2_with_its_reasons(over_session, tmp_path, file, content, said):
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = invoke("bench", tmp_path / file, "--out", tmp_path / "run", "--split", "test")
    assert result.exit_code == 2
    for words in said:
        assert words in result.stderr
    assert not (tmp_path / "run").exists()


def test_words_for_one_theorem_come_under_the_same_keys_and_names(async_prover, loop_thread, tmp_path):
    row = {"Problem ID": "set/9", "Question": "Show that it is twice n.", "nl_proof": "Count.", "lean4_code": f"{DOUBLE} := by sorry"}
    (tmp_path / "p.json").write_bytes(b"\xef\xbb\xbf" + json.dumps([row]).encode())
    problem = read_problem(tmp_path / "p.json")
    assert (problem.name, problem.informal_stmt, problem.informal_proof) == ("set/9", row["Question"], row["nl_proof"])
    result = loop_thread.run(InformalProver(async_prover).prove(problem, max_tactics=60))
    assert result.proved and result.name == "double"
