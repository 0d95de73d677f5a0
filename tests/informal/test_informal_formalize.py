"""`prover formalize`: screening with real Lean, behind a server that answers as it is told to; and the command itself."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from benchmarks.measure.formalize_screen import FixedServer, answers_to, load
from prover.cli import app, common
from prover.concurrency import close_model
from prover.informal.formalize import MARK, Formalization, Formalizer
from prover.informal.screen import Check, ScreeningRecord
from prover.informal.writers import load_writer

ROOT = "Let $x$ be a positive real number with $x^2 = 49$. Show that $x = 7$."
REMAINDER = "Let $n$ be a natural number with remainder $3$ by $5$. Prove that $n^2$ has remainder $4$ by $5$."
PROBLEMS = [
    {
        "words": ROOT,
        "candidates": [
            {"kind": "contradictory", "lean": "theorem t (x : ℝ) (hx : 0 < x) (h : x ^ 2 = 49) (g : x + 7 = 0) : x = 7"},
            {"kind": "trivial", "lean": "theorem t (x : ℝ) (hx : 0 < x) (h : x ^ 2 = 49) (g : x = 7) : x = 7"},
            {"kind": "right", "lean": "theorem root (x : ℝ) (hx : 0 < x) (h : x ^ 2 = 49) : x = 7"},
            {"kind": "dropped condition", "lean": "theorem t (x : ℝ) (h : x ^ 2 = 49) : x = 7"},
            {"kind": "not Lean", "lean": "theorem t (x : ℝ) : x = seven"},
        ],
    },
    {
        "words": REMAINDER,
        "candidates": [
            {"kind": "right", "lean": "theorem t (n : ℕ) (h : n % 5 = 3) (g : n ≠ 6) : n ^ 2 % 5 = 4"},
            {"kind": "right", "lean": "theorem a (n : ℕ) (h : n % 5 = 3) : n ^ 2 % 5 = 4"},
            {"kind": "right", "lean": "theorem b : ∀ m : ℕ, m ≡ 3 [MOD 5] → m ^ 2 ≡ 4 [MOD 5]"},
        ],
    },
]


@pytest.fixture(scope="module")
def done(async_prover, loop_thread):
    """Both problems formalized, through the writer that asks a server."""

    async def both(spec):
        writer = load_writer(spec)
        try:
            formalizer = Formalizer(async_prover.pool, writer)
            return [await formalizer.formalize(p["words"], n=len(p["candidates"]), time_limit=60) for p in PROBLEMS]
        finally:
            await close_model(writer)

    with FixedServer(answers_to(PROBLEMS)) as server:
        return loop_thread.run(both(server.spec))


@pytest.mark.lean
def test_each_wrong_statement_fails_by_the_check_meant_for_it(done):
    contradictory, trivial, right, dropped, no_lean = done[0].candidates
    assert right.passed and right.reading == "generalized"
    for record, name, why in (
        (contradictory, "hypotheses consistent", "Lean proves False"),
        (trivial, "not trivial", "a hypothesis is the conclusion"),
        (dropped, "not refuted", "it fails at x = -7"),
        (dropped, "kinds", "'positive'"),
        (no_lean, "elaborates", "seven"),
    ):
        assert not record.passed
        assert why in next(check.why for check in record.failures() if check.name == name)


@pytest.mark.lean
def test_the_survivor_is_marked_and_alone_if_it_is(done):
    assert done[0].chosen == 2 and done[0].groups == [[2]]
    assert done[0].statement.startswith(f"-- {MARK}") and ROOT in done[0].statement
    assert "theorem root" in done[0].statement and "no other candidate agrees" in done[0].statement


@pytest.mark.lean
def test_the_largest_group_of_equivalent_statements_wins(done):
    numerals = next(check for check in done[1].candidates[0].checks if check.name == "numerals")
    assert numerals.outcome == "failed" and "6" in numerals.why
    assert done[1].groups == [[1, 2]] and done[1].chosen == 1
    assert done[1].candidates[1].checks[-1].name == "agreement"
    assert "2 of 3 candidates say the same" in done[1].agreement


@pytest.mark.lean
def test_statements_with_other_hypotheses_do_not_agree(async_prover, loop_thread):

    from prover.informal.agreement import groups
    from prover.informal.questions import Questions

    texts = (
        "theorem t (x y : ℝ) (h : x + y = 4) : x ^ 2 + y ^ 2 ≥ 8",
        "theorem t (x y : ℝ) (h : x + y = 4) (hx : 0 < x) : x ^ 2 + y ^ 2 ≥ 8",
        "theorem t : ∀ a b : ℝ, b + a = 4 → 8 ≤ a ^ 2 + b ^ 2",
        "theorem t (x y : ℕ) (h : x + y = 4) : x ^ 2 + y ^ 2 ≥ 8",
    )

    async def grouped() -> list[list[int]]:
        questions = Questions(async_prover.pool)
        return await groups(questions, [await questions.read(text) for text in texts])

    assert loop_thread.run(grouped()) == [[0, 2], [1], [3]]


def test_the_benchmark_s_problems_are_complete():
    problems = load()
    kinds = [c["kind"] for p in problems for c in p["candidates"]]
    assert len(problems) == 20 and all(p["candidates"][0]["kind"] == "right" for p in problems)
    assert kinds.count("right") >= 20 and len(kinds) - kinds.count("right") >= 40


# ------------------------------------------------------------------------------------ the command


GOOD = ScreeningRecord(
    text="theorem t (n : ℕ) : 2 ∣ n * (n + 1) := by sorry\n",
    status="passed",
    checks=[Check(name="elaborates", outcome="passed", why="Lean accepts the statement.")],
)
BAD = ScreeningRecord(
    text="theorem t : True",
    status="failed",
    checks=[Check(name="not trivial", outcome="failed", why="the conclusion is True.")],
)
WRITER = ("--writer", "openai:http://127.0.0.1:9#m")


class NoLean:
    pool = None

    def __call__(self, *_, **__):
        return self

    async def start(self): ...

    async def close(self): ...


@pytest.fixture
def formalized(monkeypatch):
    """Sets what comes of the words; notes what was asked."""
    asked = {}

    def set_to(candidates, chosen):
        class Fake:
            def __init__(self, pool, writer):
                asked["writer"] = writer.name

            async def formalize(self, words, **options):
                asked.update(options, words=words)
                groups = [] if chosen is None else [[chosen]]
                alone = "no other candidate agrees."
                return Formalization(
                    words=words, writer="w", candidates=candidates, groups=groups, chosen=chosen, agreement=alone
                )

        monkeypatch.setattr("prover.informal.formalize.Formalizer", Fake)
        monkeypatch.setattr(common, "open_prover", NoLean())
        return asked

    return set_to


def invoke(*arguments: object, **options):
    return CliRunner().invoke(app, ["formalize", *map(str, arguments)], **options)


def test_a_survivor_is_shown_with_its_record_and_written(formalized, tmp_path):
    asked = formalized([BAD, GOOD], 1)
    result = invoke("Show it.", *WRITER, "-n", 2, "--out", tmp_path / "F.lean", "--name", "t")
    assert result.exit_code == 0, result.output
    assert MARK in result.stdout and "2 ∣ n * (n + 1)" in result.stdout and "Show it." in result.stdout
    assert "elaborates" in result.stderr and "1 of 2 candidates passed" in result.stderr
    assert (tmp_path / "F.lean").read_text(encoding="utf-8") in result.stdout + "\n"
    assert (asked["n"], asked["name"], asked["time_limit"], asked["writer"]) == (2, "t", 20.0, "openai:http://127.0.0.1:9#m")


def test_no_survivor_is_exit_1_and_says_why(formalized):
    formalized([BAD], None)
    result = invoke("-", *WRITER, input="Show it.\n")
    assert result.exit_code == 1 and not result.stdout
    assert "the conclusion is True" in result.stderr and "no statement survives" in result.stderr


def test_json_holds_every_candidate(formalized, tmp_path):
    formalized([BAD, GOOD], 1)
    (tmp_path / "w.txt").write_text("Show it.", encoding="utf-8")
    told = json.loads(invoke("--file", tmp_path / "w.txt", *WRITER, "--json").stdout)
    assert [c["status"] for c in told["candidates"]] == ["failed", "passed"]
    assert told["chosen"] == 1 and told["statement"].startswith("-- machine-made")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give either"),
        (("Show it.",), "--writer"),
        (("  ", *WRITER), "no words"),
        (("Show it.", "--writer", "none"), "writes no statement"),
        (("Show it.", "--writer", "telepathy"), "telepathy"),
        (("Show it.", *WRITER, "--name", "1 2"), "not a Lean name"),
        (("Show it.", *WRITER, "--out", "/"), "is a folder"),
    ],
)
def test_bad_input_is_exit_2_with_what_to_do(formalized, arguments, said):
    formalized([GOOD], 0)
    result = invoke(*arguments)
    assert result.exit_code == 2 and said in result.stderr
