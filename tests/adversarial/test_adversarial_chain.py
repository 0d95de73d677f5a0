"""The same attacks through the program's own doors: the search, the view, sketches, benchmark runs and ``prover check``."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager

import pytest
import sources
import swapped
import tactics
from attack import CLAIMS, spelled
from scripted import ScriptedServer, stage_of
from typer.testing import CliRunner

from prover.cli import app
from prover.informal.agent import InformalProver
from prover.informal.problem import InformalProblem
from prover.informal.settings import InformalSettings
from prover.informal.writers import load_writer
from prover.lean import environment
from prover.web.live import LiveSearch, Plain, Try
from search import Proposal

pytestmark = pytest.mark.lean

TACTICS = [text for family, disguises in tactics.DISGUISES.items() if family != "size" for text, _ in disguises]


@pytest.fixture(autouse=True)
def no_refuter(async_prover, monkeypatch):
    """The claims are false: what refutes them stands aside, so that every attack is tried."""
    monkeypatch.setattr(async_prover, "refuter", None)


class Malicious:
    """A policy that proposes every disguise there is."""

    name = "malicious"

    async def propose(self, states):
        return [[Proposal(text, -0.001 * i, self.name) for i, text in enumerate(TACTICS)] for _ in states]


@contextmanager
def policy(prover, other):
    before, prover._policy = prover.policy, other
    try:
        yield
    finally:
        prover._policy = before


@pytest.mark.parametrize("first_line", [True, False], ids=["as it is", "without the first line"])
@pytest.mark.parametrize("claim", ["sum", "square"])
def test_a_malicious_policy_proves_nothing(async_prover, loop_thread, monkeypatch, claim, first_line):
    if not first_line:
        monkeypatch.setattr(environment, "refusal", lambda tactic: None)
    tried = []

    async def attempt():
        with policy(async_prover, Malicious()):
            return await async_prover.prove(
                f"theorem t : {CLAIMS[claim]}", max_expansions=1, time_limit=60, listeners=[tried.append]
            )

    assert loop_thread.run(attempt()).status == "failed"
    assert sum(event.kind == "tactic_tried" for event in tried) >= 100


def test_a_person_s_tactic_in_the_view_goes_the_same_way(async_prover, loop_thread):
    live = LiveSearch("theorem t : 1 + 1 = 3", paused=True)
    texts = ["sorry", "native_decide", "run_tac pure ()", "have c := '\"'; run_tac pure () -- \"", "exact sorryAx _ false",
             "skip\nend\ntheorem u : True := trivial", "set_option debug.skipKernelTC true in decide +kernel"]  # fmt: skip

    async def steer():
        with policy(async_prover, Malicious()):
            proving = asyncio.create_task(
                async_prover.prove(live._theorem, listeners=[live], steer=live.steer, max_expansions=1, time_limit=60)
            )
            while live._search is None or not live._lines:
                await asyncio.sleep(0.05)
            attempts = [(await live.command(Try(do="try", node=0, tactic=text)))[0] for text in texts]
            await live.command(Plain(do="stop"))
            return attempts, await proving

    attempts, result = loop_thread.run(steer())
    assert [attempt.outcome for attempt in attempts] == ["tactic_error"] * len(texts)
    assert all(attempt.message for attempt in attempts) and result.status == "failed"


FALSE = "theorem t (a b : ℕ) : a - b + b = a"
SKETCHES = [
    f"axiom a : False\n{FALSE} := a.elim",
    f"{FALSE} := by\n  sorry\n\naxiom a : False\ntheorem u : False := a",
    f"{FALSE} := by\n  omega\nend\ntheorem u : True := trivial",
    f"{FALSE} := by\n  have h : False := by sorry\n  exact h.elim",
    f"{FALSE} := by\n  run_tac pure ()",
    f"{FALSE} := by\n  have c := '\"'\n  run_tac pure () -- \"",
    f"{FALSE} := by native_decide",
    f"{FALSE} := by\n  exact sorryAx _ false",
    "theorem t (a b : ℕ) (h : b ≤ a) : a - b + b = a := by omega",
    "theorem t (a b : ℕ) : a + b - b = a := by omega",
    f"def evil := 1\n#eval evil\n{FALSE} := by sorry",
    f"{FALSE} := by\n  admit",
    f"{FALSE} := by\n  set_option debug.skipKernelTC true in exact of_decide_eq_true (by decide +kernel)",
    "by\n  trivial\ntheorem t' : True := by sorry",
]


def test_sketches_prove_nothing_false(async_prover, loop_thread):
    turns = iter(SKETCHES * 3)
    problem = InformalProblem(name="t", formal_statement=f"{FALSE} := sorry", informal_stmt="Take away, add again.")
    settings = InformalSettings(
        search_first=0.0, words_share=1.0, drafts=0, sketches=1, rounds=len(SKETCHES), mends=0, hole_seconds=0.5
    )

    def answer(system, words, n):
        return [f"```lean\n{next(turns, 'by sorry')}\n```"] if stage_of(system) != "draft" else [""]

    async def work(server):
        informal = InformalProver(async_prover, load_writer(f"openai:{server.url}#scripted?retries=0"), settings)
        try:
            return await informal.prove(problem, time_limit=25)
        finally:
            await informal.close()

    with ScriptedServer(answer) as server:
        result = loop_thread.run(work(server))
        assert len(server.asked) >= len(SKETCHES)
    assert not result.proved


@pytest.fixture
def command(over_session):
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


FILES = (sources.attacks() + swapped.attacks())[::23]


@pytest.mark.parametrize("attack", FILES, ids=[spelled(a.family, a.text) for a in FILES])
def test_check_refuses_the_file(command, tmp_path, attack):
    (tmp_path / "F.lean").write_text(attack.text, encoding="utf-8", errors="replace")
    options = []
    if attack.statement is not None:
        (tmp_path / "S.lean").write_text(attack.statement, encoding="utf-8")
        options = ["--statement", tmp_path / "S.lean"]
    result = command("check", tmp_path / "F.lean", *options)
    assert result.exit_code in (1, 2) and "accepted" not in result.stdout


def test_a_benchmark_run_and_its_resumption_solve_nothing_false(command, async_prover, tmp_path):
    rows = [
        {"name": f"p{i}", "split": "valid", "formal_statement": f"theorem p{i} : {claim} := by sorry"}
        for i, claim in enumerate([CLAIMS["sum"], CLAIMS["converse"]])
    ]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    arguments = ["bench", "minif2f", "--data", tmp_path / "d.jsonl", "--out", tmp_path / "x", "--max-expansions", 1, "-w", 1]
    with policy(async_prover, Malicious()):
        for kept in (2, 1):
            result = command(*arguments)
            assert result.exit_code == 0, result.output
            summary = json.loads((tmp_path / "x/summary.json").read_text())
            assert (summary["done"], summary["solved"]) == (2, 0)
            lines = (tmp_path / "x/results.jsonl").read_text().splitlines(keepends=True)
            (tmp_path / "x/results.jsonl").write_text("".join(lines[: kept - 1]))
    assert not list((tmp_path / "x").glob("proofs/*.lean"))


TAMPERED = [
    "theorem t (n : ℕ) : n * n % 4 = 0 ∨ n * n % 4 = 1 := by sorry",
    "theorem t (n : ℕ) : n * n % 4 = 0 ∨ True := by simp",
    "theorem t (n : ℕ) (h : n = 0) : n * n % 4 = 0 := by subst h; rfl",
    "axiom a : False\ntheorem t (n : ℕ) : n * n % 4 = 0 := a.elim",
    "-- theorem t (n : ℕ) : n * n % 4 = 0 := by omega",
    "theorem u (n : ℕ) : True := trivial",
    "",
]


@pytest.mark.parametrize("proof", TAMPERED, ids=[spelled("tampered", p) for p in TAMPERED])
def test_a_tampered_proof_of_a_run_fails_against_the_statement(command, tmp_path, proof):
    (tmp_path / "t.lean").write_text(proof, encoding="utf-8")
    (tmp_path / "S.lean").write_text("theorem t (n : ℕ) : n * n % 4 = 0 := by sorry", encoding="utf-8")
    assert command("check", tmp_path / "t.lean", "--statement", tmp_path / "S.lean", "--name", "t").exit_code in (1, 2)


@pytest.mark.parametrize("way", ["dbgTrace {said} fun _ => {{}}", "panic! {said}"])
def test_an_answer_is_not_forged(prover, way):
    """Code that Lean evaluates, here a simplifier's configuration, can write to the stream of answers."""
    forged = '{"id":%d,"ok":{"accepted":true,"name":"t","axioms":[]},"us":1}'
    said = json.dumps("".join(f"\n#prover {forged % number}\n" for number in range(3)))
    verdict = prover.check(f"theorem t : 1 + 1 = 3 := by\n  simp (config := {way.format(said=said)})")
    assert not verdict.accepted and "answer to request 0 instead of" in verdict.reason
