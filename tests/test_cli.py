"""The command line: arguments, exit codes and output over a prover that needs no Lean."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from prover.cli import app, common
from prover.cli.search_display import SearchDisplay, StagesDisplay
from prover.fetch import FetchError
from prover.informal import record
from prover.lean.errors import LeanNotAvailable
from prover.result import CheckResult, LeanInfo, ProofResult, Seconds
from search import Budget, Usage
from search.events import NodeCreated, NodeExpanded, NodeSelected, SearchEnded, SearchStarted, TacticTried, parse_event

ROOT = Path(__file__).resolve().parents[1]
PROOF = "theorem t (a b : ℕ) : a + b = b + a := by\n  omega\n"
PROVED = ProofResult(
    name="t",
    statement="theorem t (a b : ℕ) : a + b = b + a",
    status="proved",
    reading="exact",
    proof=PROOF,
    tactics=["omega"],
    sources=["portfolio"],
    axioms=["propext"],
    expansions=3,
    nodes=4,
    seconds=Seconds(total=1.5, lean=1.0, policy=0.25),
    lean=LeanInfo(version="4.28.0", backend="embedded"),
    policy="portfolio",
    ended="proved",
)
FAILED = PROVED.model_copy(update={"status": "failed", "proof": None, "tactics": [], "axioms": [], "ended": "time"})
REFUSED = ProofResult(name="", statement="theorem t : foo", status="error", error="1:12: error: no foo", error_kind="statement")
ACCEPTED = CheckResult(name="t", accepted=True, axioms=["propext"], reading="exact", lean=LeanInfo(version="4.28.0"))
SORRY = CheckResult(name="t", accepted=False, reason="rests on sorryAx")
NO_LEAN = CheckResult(name="", accepted=False, bad_input=True, reason="1:0: error: unexpected token")


class FakeProver:
    """Gives back what it is told to, and notes what it was asked."""

    def __init__(self, answer=PROVED, checks=(ACCEPTED,), start_error=None) -> None:
        self.answer, self.checks, self.start_error = answer, list(checks), start_error
        self.asked: list[tuple[str, dict]] = []
        self.opened: dict = {}
        self.workers = 1
        self.closed = False

    def __call__(self, policy, **options):
        self.opened = {"policy": list(policy), **options}
        return self

    async def start(self) -> None:
        if self.start_error is not None:
            raise self.start_error

    async def close(self) -> None:
        self.closed = True

    async def prove(self, theorem, *, listeners=(), **options):
        self.asked.append((theorem, options))
        for listener in listeners:
            listener(SearchStarted(seq=0, t=0.0, policy="fake", budget=Budget()))
            listener(NodeCreated(seq=1, t=0.0, node=0, key="g", goals=["⊢ True"]))
            listener(SearchEnded(seq=2, t=0.1, reason="stopped", usage=Usage()))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def check(self, source, **options):
        self.asked.append((source, options))
        return self.checks.pop(0)


@pytest.fixture
def fake(monkeypatch):
    prover = FakeProver()
    monkeypatch.setattr(common, "open_prover", prover)
    return prover


@pytest.fixture
def no_prover(monkeypatch):
    """For commands that must end before anything is started."""

    def opened(*_, **__):
        raise AssertionError("a prover was opened")

    monkeypatch.setattr(common, "open_prover", opened)


def invoke(*arguments: object, **options):
    return CliRunner().invoke(app, [str(a) for a in arguments], **options)


# ---------------------------------------------------------------------------------------------- prove


def test_a_proof_is_printed_as_lean_with_what_it_rests_on_in_a_comment(fake):
    result = invoke("prove", "theorem t (a b : ℕ) : a + b = b + a")
    assert result.exit_code == 0
    assert result.stdout.startswith(PROOF)
    (comment,) = result.stdout.removeprefix(PROOF).splitlines()
    assert comment == (
        "-- proved: t; reading: exact; axioms: propext; Lean 4.28.0 with the prelude, not Mathlib; 1.5 s (Lean 1.0 s, policy 0.2 s); "
        "3 expansions, 4 nodes"
    )
    assert fake.closed


def test_json_is_one_object_with_the_agreed_keys_first(fake):
    result = invoke("prove", "x", "--json")
    found = json.loads(result.stdout)
    agreed = ["name", "statement", "status", "reading", "proof", "tactics", "axioms", "expansions", "nodes", "seconds", "lean",
              "policy", "error"]  # fmt: skip
    assert list(found)[:13] == agreed
    assert found["status"] == "proved" and found["proof"] == PROOF and found["error"] is None
    assert found["seconds"] == {"total": 1.5, "lean": 1.0, "policy": 0.25}
    assert found["lean"] == {"version": "4.28.0", "backend": "embedded"}
    assert result.stdout.count("\n") == 1


def test_options_reach_the_prover(fake, tmp_path):
    options = ["--policy", "portfolio", "--policy", "hf:x", "--time-limit", 7, "--max-expansions", 8, "--max-nodes", 9, "-w", 2]
    assert (
        invoke(
            "prove", "x", *options, "--search", "mcts", "--max-tactics", 5, "--seed", 3, "--name", "n", "--project", tmp_path
        ).exit_code
        == 0
    )
    opened = {"policy": ["portfolio", "hf:x"], "lean": common.LeanChoice.auto, "project": tmp_path, "workers": 2, "late_models": True}
    assert fake.opened == opened
    limits = {"time_limit": 7, "max_expansions": 8, "max_nodes": 9, "concurrency": 1}
    limits |= {"search": "mcts", "max_tactics": 5, "seed": 3}
    assert fake.asked == [("x", {"name": "n", **limits})]


def test_without_options_there_is_a_time_limit_and_the_default_policy(fake):
    invoke("prove", "x")
    assert fake.opened["policy"] == ["default"]
    assert fake.asked[0][1]["time_limit"] == 60


def test_a_theorem_may_come_from_a_file_or_from_standard_input(fake, tmp_path):
    (tmp_path / "F.lean").write_text("theorem é : True", encoding="utf-8")
    invoke("prove", "--file", tmp_path / "F.lean")
    invoke("prove", "-", input="theorem s : True")
    assert [theorem for theorem, _ in fake.asked] == ["theorem é : True", "theorem s : True"]


def test_the_proof_and_the_events_go_to_files(fake, tmp_path):
    result = invoke("prove", "x", "--out", tmp_path / "p.lean", "--events", tmp_path / "e.jsonl", "--json")
    assert result.exit_code == 0
    assert (tmp_path / "p.lean").read_text(encoding="utf-8") == PROOF
    kinds = [parse_event(line).kind for line in (tmp_path / "e.jsonl").read_bytes().splitlines()]
    assert kinds == ["search_started", "node_created", "search_ended"]


def test_not_proved_is_exit_1_and_says_why(fake, tmp_path):
    fake.answer = FAILED
    result = invoke("prove", "x", "--out", tmp_path / "p.lean")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not proved: the time limit is used up" in result.stderr
    assert not (tmp_path / "p.lean").exists()


def test_a_refused_statement_is_exit_2_with_lean_s_own_message(fake):
    fake.answer = REFUSED
    result = invoke("prove", "x", "--json")
    assert result.exit_code == 2
    assert "1:12: error: no foo" in result.stderr
    assert json.loads(result.stdout)["status"] == "error"


@pytest.mark.parametrize("kind", ["lean", "policy", "check"])
def test_a_search_that_broke_is_exit_1_with_the_reason(fake, kind):
    fake.answer = PROVED.model_copy(update={"status": "error", "proof": None, "error_kind": kind, "error": "it broke"})
    result = invoke("prove", "x")
    assert result.exit_code == 1
    assert "not proved: it broke" in result.stderr


@pytest.mark.parametrize("error", [LeanNotAvailable("install Lean"), FetchError("no network")])
def test_what_is_missing_is_said_in_a_line_with_exit_2(fake, error):
    fake.start_error = error
    result = invoke("prove", "x")
    assert (result.exit_code, result.stderr) == (2, f"prover: {error}\n")
    assert fake.closed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prove"], "give a theorem, --file F.lean or --informal F.json"),
        (["prove", "x", "--file", "y"], "give a theorem, --file F.lean or --informal F.json"),
        (["prove", " "], "the theorem is empty"),
        (["prove", "--file", "none.lean"], "none.lean: no such file"),
        (["prove", "--file", "."], "is a folder"),
        (["prove", "x", "--out", "no/p.lean"], "there is no folder"),
        (["prove", "x", "--events", "."], "is a folder"),
        (["prove", "x", "--time-limit", "soon"], "time-limit"),
        (["prove", "x", "--time-limit", "-1"], "time-limit"),
        (["prove", "x", "--lean", "coq"], "coq"),
        (["check"], "files"),
        (["check", "none.lean"], "none.lean: no such file"),
        (["check", "."], "holds no .lean file"),
        (["bench", "gsm8k"], "there are minif2f, leandojo, and any file of problems: .jsonl"),
        (["bench", "minif2f", "--split", "train"], "no split 'train'"),
        (["bench", "minif2f", "--mode", "i2f", "--ray", "local"], "on this machine only"),
        (["bench", "minif2f", "--mode", "i2f", "--stages", "sketchs=8"], "there are search_first"),
        (["bench", "minif2f", "--writer", "none"], "go with --mode i2f"),
        (["prove", "x", "--writer", "none"], "go with --informal"),
        (["prove", "x", "--informal", "y"], "give one of"),
        (["prove", "--informal", "no/such.json"], "no such file"),
        (["bench", "minif2f", "--mode", "x2y"], "no mode 'x2y'"),
        (["bench", "minif2f", "--data", "none.jsonl"], "none.jsonl: no such file"),
        (["nonsense"], "nonsense"),
    ],
)
def test_bad_arguments_are_exit_2_before_anything_starts(no_prover, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert said.lower() in " ".join(result.stderr.split()).lower()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_text_is_told(no_prover, tmp_path):
    (tmp_path / "F.lean").write_bytes(b"theorem \xff")
    result = invoke("prove", "--file", tmp_path / "F.lean")
    assert result.exit_code == 2 and "not UTF-8 text" in result.stderr


def test_embedded_lean_and_a_project_do_not_go_together(tmp_path, monkeypatch):
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path / "cache"))
    result = invoke("prove", "x", "--lean", "embedded", "--project", tmp_path)
    assert result.exit_code == 2 and "embedded Lean runs no project" in result.stderr
    result = invoke("prove", "x", "--project", tmp_path)
    assert result.exit_code == 2 and "is no Lake project" in result.stderr
    assert not (tmp_path / "cache").exists()


def test_the_search_shows_what_it_spends_and_the_goals_it_works_on():
    def shown() -> str:
        out = Console(file=io.StringIO(), width=80, color_system=None)
        out.print(display.render())
        return out.file.getvalue()

    display = SearchDisplay(Console(file=io.StringIO()), time_limit=30)
    assert "reads the statement" in shown()
    for number in (0, 1):
        display(NodeCreated(seq=number, t=0.0, node=number, key=str(number), goals=[f"h : x[{number}]\n⊢ goal {number}"]))
    display(TacticTried(seq=2, t=0.1, node=0, tactic="a", logprob=0, source="s", outcome="tactic_error", seconds=0.1))
    display(NodeExpanded(seq=3, t=0.2, node=0))
    display(NodeSelected(seq=4, t=0.2, node=1))
    assert shown().splitlines()[0].strip() == "0/30 s · 1 expansions · 2 nodes · 1 tactics"
    assert [line.strip() for line in shown().splitlines()[1:]] == ["h : x[1]", "⊢ goal 1"]
    display(NodeSelected(seq=5, t=0.2, node=0))
    assert "⊢ goal 0" in shown()
    display(SearchEnded(seq=6, t=0.3, reason="proved", usage=Usage()))
    assert "checking the proof" in shown()


# ---------------------------------------------------------------------------------------------- check


@pytest.fixture
def files(tmp_path):
    (tmp_path / "proofs").mkdir()
    for name in ("b", "a"):
        (tmp_path / f"proofs/{name}.lean").write_text(f"-- {name}")
    return tmp_path


def test_the_display_tells_what_the_stages_are_at():
    display = SearchDisplay(Console(file=io.StringIO()))
    stages = StagesDisplay(display)
    told = []
    for event in (
        record.DraftWritten(seq=0, t=0, draft=0, origin="given", text=""),
        record.SketchRead(
            seq=1, t=1, sketch=1, source="", holes=[record.Hole(line=2, goals=[]), record.Hole(line=3, goals=[])]
        ),
        record.PartSearchEnded(seq=2, t=2, search="1_0", reason="proved", proved=True),
        record.PartSearchBegun(seq=3, t=3, search="1_1", sketch=1, hole=1),
        record.WriterFailed(seq=4, t=4, message="gone"),
    ):
        stages.stage(event)
        told.append(display.stage)
    assert told == ["draft 1 given", "draft 1 given", "draft 1 given", "sketch 2: 1 of 2 holes closed, now hole 2",
                    "the writer failed: gone"]  # fmt: skip


@pytest.mark.parametrize(("verdict", "code"), [(ACCEPTED, 0), (SORRY, 1), (NO_LEAN, 2)])
def test_a_verdict_is_an_exit_code(fake, files, verdict, code):
    fake.checks = [verdict]
    result = invoke("check", files / "proofs/a.lean", "--name", "t")
    assert result.exit_code == code
    assert ("accepted: t" if verdict.accepted else verdict.reason) in result.stdout
    assert fake.asked == [("-- a", {"name": "t", "statement": None, "imports": None, "own_notation": False})]
    assert fake.closed


def test_a_proof_may_be_held_against_the_original_statement(fake, files):
    (files / "orig.lean").write_text("the statement")
    invoke("check", files / "proofs/a.lean", "--statement", files / "orig.lean")
    assert fake.asked == [("-- a", {"name": None, "statement": "the statement", "imports": None, "own_notation": False})]
    assert invoke("check", files / "proofs", "--statement", files / "orig.lean").exit_code == 2


def test_a_folder_is_checked_in_order_and_the_worst_verdict_counts(fake, files):
    fake.checks = [ACCEPTED, SORRY]
    result = invoke("check", files / "proofs")
    assert result.exit_code == 1
    assert [source for source, _ in fake.asked] == ["-- a", "-- b"]
    assert "accepted 1 of 2" in result.stdout and "rests on sorryAx" in result.stdout


def test_json_is_an_object_for_one_file_and_a_list_for_several(fake, files):
    one = files / "proofs/a.lean"
    assert json.loads(invoke("check", one, "--json").stdout)["file"] == str(one)
    fake.checks = [ACCEPTED, SORRY]
    rows = json.loads(invoke("check", files / "proofs", "--json").stdout)
    assert [(Path(r["file"]).name, r["accepted"]) for r in rows] == [("a.lean", True), ("b.lean", False)]


# ---------------------------------------------------------------------------------------------- bench


@pytest.fixture
def data(tmp_path):
    rows = [
        {"id": n, "name": n, "split": s, "formal_statement": f"theorem {n} : True := sorry", "header": ""}
        for n, s in [("imo_1", "valid"), ("amc_2", "valid"), ("imo_3", "test")]
    ]
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path


def test_a_benchmark_run_ends_with_a_table_and_a_folder(fake, data, tmp_path):
    arguments = ["bench", "minif2f", "--data", data, "--policy", "portfolio", "--time-limit", 3, "--workers", 1, "--no-check"]
    result = invoke(*arguments, "--out", tmp_path / "x")
    assert result.exit_code == 0
    assert "solved 2 of 2 (100.0 %): 2 exact" in result.stdout
    config = json.loads((tmp_path / "x/config.json").read_text())
    assert config["problems"] == ["imo_1", "amc_2"] and config["limits"]["time_limit"] == 3
    assert config["sessions"][0]["versions"]["lean"] == "4.28.0"
    assert [t for t, _ in fake.asked] == ["theorem imo_1 : True := sorry\n", "theorem amc_2 : True := sorry\n"]
    assert fake.closed
    fake.asked.clear()
    again = invoke(*arguments, "--out", tmp_path / "x", "--json")
    assert again.exit_code == 0 and json.loads(again.stdout)["solved"] == 2
    assert "2 of 2 are done" in again.stderr and fake.asked == []
    other = invoke(*arguments, "--time-limit", 4, "--out", tmp_path / "x")
    assert other.exit_code == 2 and "time-limit: 3.0 there, 4.0 now" in other.stderr


def test_problems_are_chosen_by_split_name_and_number(fake, data, tmp_path):
    def chosen(*options):
        fake.asked.clear()
        out = tmp_path / f"run{len(list(tmp_path.iterdir()))}"
        assert invoke("bench", "minif2f", "--data", data, "--out", out, "--no-check", *options).exit_code == 0
        return sorted(options["name"] for _, options in fake.asked)

    assert chosen("--split", "test") == ["imo_3"]
    assert chosen("--split", "all") == ["amc_2", "imo_1", "imo_3"]
    assert chosen("--limit", 1) == ["imo_1"]
    assert chosen("--split", "all", "--names", "imo_3, amc_2") == ["amc_2", "imo_3"]


# ------------------------------------------------------------------------------------- the program itself


def run_program(code: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, **options)


@pytest.mark.parametrize("name", ["reprover", "llemma", "bfs-prover"])
def test_a_preset_fills_in_what_is_not_given(fake, data, tmp_path, name):
    from prover.presets import PRESETS

    arguments = [
        "bench",
        "minif2f",
        "--data",
        data,
        "--preset",
        name,
        "--out",
        tmp_path / "x",
        "--max-expansions",
        7,
        "--no-check",
    ]
    result = invoke(*arguments, "--policy", "portfolio")
    assert result.exit_code == 0, result.stderr
    config, preset = json.loads((tmp_path / "x/config.json").read_text()), PRESETS[name]
    assert (config["policy"], config["search"]) == (["portfolio"], preset.search)
    assert (config["limits"]["time_limit"], config["limits"]["max_expansions"]) == (preset.time_limit, 7)
    invoke("bench", "minif2f", "--data", data, "--preset", name, "--out", tmp_path / "y", "--no-check")
    assert fake.opened["policy"] == list(preset.policy)
    assert invoke("bench", "minif2f", "--preset", "none").exit_code == 2


@pytest.mark.parametrize("command", [[], ["prove"], ["check"], ["bench"], ["report"], ["doctor"]])
def test_help_has_examples_and_imports_nothing_heavy(command):
    code = (
        "import sys\nfrom prover.cli import app\n"
        "try:\n    app(prog_name='prover')\n"
        "finally:\n    print([m for m in ('torch', 'transformers', 'httpx2', 'psutil') if m in sys.modules])"
    )
    done = run_program(code, *command, "--help")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "[]"
    assert not command or "Examples:" in done.stdout and f"prover {command[0]} " in done.stdout


SLEEPING = """
import asyncio
from prover.cli import app, common
class Prover:
    workers = 1
    def __init__(self, *_, **__): pass
    async def start(self): print("started", flush=True)
    async def close(self):
        await asyncio.sleep(0.05)
        print("closed", flush=True)
    async def prove(self, *_, **__): await asyncio.sleep(600)
common.open_prover = Prover
app(prog_name="prover")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["prove", "bench"])
def test_an_interrupted_command_cleans_up_says_so_in_a_line_and_exits_130(number, command, data, tmp_path):
    arguments = {"prove": ["True"], "bench": ["minif2f", "--data", str(data), "--out", str(tmp_path / "x")]}[command]
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPING, command, *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == "started\n"
    time.sleep(0.2)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "closed\n")
    assert err.splitlines()[-1] == "prover: interrupted" and "Traceback" not in err
    if command == "bench":
        assert json.loads((tmp_path / "x/summary.json").read_text())["done"] == 0
