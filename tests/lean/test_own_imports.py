"""Native Lean is started with what a text imports; seen on a ``lake`` that stands in for it and runs embedded Lean."""

from __future__ import annotations

import asyncio
import json
import os

import pytest
from native_stand_in import Lake
from typer.testing import CliRunner

from prover import AsyncProver
from prover.cli import app
from prover.lean.launch import LeanCommand
from prover.lean.own_imports import OwnImports, notes

pytestmark = pytest.mark.lean

FACT = "theorem t (p q : Prop) (h : p ∧ q) : q ∧ p"


@pytest.fixture
def lake(tmp_path, monkeypatch):
    made = Lake(tmp_path, ["mathlib"], ["Mathlib", "Mathlib.Logic.Basic", "MyLib.Basic"])
    monkeypatch.setenv("PATH", f"{made.bin}{os.pathsep}{os.environ['PATH']}")
    return made


def work(lake, job, **options):
    async def run():
        async with AsyncProver("portfolio", project=lake.root, **options) as prover:
            return await job(prover)

    return asyncio.run(run())


def distinct(lake):
    return {tuple(modules) for modules in lake.started}


def test_each_text_is_proved_and_checked_with_its_own_imports_on_one_worker(lake):
    own = f"/- of the project -/ import MyLib.Basic\nimport Mathlib.Logic.Basic -- and this\n\n{FACT} := by sorry"

    async def job(prover):
        first = await prover.prove(own, time_limit=30)
        bare = await prover.prove("∀ p : Prop, p → p", time_limit=30)
        absent = await prover.prove(f"import MyLib.Absent\n{FACT}", time_limit=30)
        old = await prover.prove(f"import Mathlib.Gone\nimport MyLib.Basic\n{FACT}", time_limit=30)
        checked = await prover.check(first.proof, statement=own)
        refused = await prover.check(f"import MyLib.Absent\n{FACT} := h.symm")
        return first, bare, absent, old, checked, refused

    first, bare, absent, old, checked, refused = work(lake, job, first=own)
    assert first.proved
    assert first.proof.startswith("/- of the project -/ import MyLib.Basic\nimport Mathlib.Logic.Basic -- and this\n")
    assert first.notes == [] and "import Mathlib\n" not in first.proof
    assert bare.proved and bare.proof.startswith("import Mathlib\n\n"), "it is a file of that project"
    assert (absent.status, absent.error_kind) == ("error", "statement")
    assert "unknown module prefix 'MyLib.Absent'" in absent.error and "lake build MyLib.Absent" in absent.error
    assert old.proved and old.proof.startswith("import MyLib.Basic\nimport Mathlib\n\n")
    assert old.notes[0].startswith("Lean does not start with Mathlib.Gone")
    assert checked.accepted
    assert refused.bad_input and "MyLib.Absent" in refused.reason
    assert lake.started[0] == ["MyLib.Basic", "Mathlib.Logic.Basic"], "nothing is started in vain"
    assert distinct(lake) == {
        ("MyLib.Basic", "Mathlib.Logic.Basic"),
        ("Mathlib",),
        ("MyLib.Absent",),
        ("Mathlib.Gone", "MyLib.Basic"),
        ("Mathlib", "MyLib.Basic"),
    }


def test_modules_are_added_and_are_found_again_by_a_check_without_them(lake):
    async def prove(prover):
        return await prover.prove(FACT, time_limit=30), await prover.prove(f"import Mathlib.Logic.Basic\n{FACT}", time_limit=30)

    bare, own = work(lake, prove, also=("MyLib.Basic",))
    assert bare.proof.startswith("import Mathlib\nimport MyLib.Basic\n\n")
    assert own.proof.startswith("import Mathlib.Logic.Basic\nimport MyLib.Basic\n\n")

    async def check(prover):
        return await prover.check(own.proof, statement=f"{FACT} := sorry")

    assert work(lake, check, first=own.proof).accepted
    assert distinct(lake) == {("Mathlib", "MyLib.Basic"), ("Mathlib.Logic.Basic", "MyLib.Basic")}


def test_a_project_that_cannot_be_imported_at_all_is_no_matter_of_the_text(lake, tmp_path):
    from prover.lean.errors import LeanNotAvailable

    async def job(prover):
        raise AssertionError("it started")

    with pytest.raises(LeanNotAvailable, match="unknown module prefix 'MyLib.Absent'"):
        work(lake, job, also=("MyLib.Absent",))


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_commands_add_modules_and_check_finds_them_in_the_proof(lake, tmp_path):
    lean, out = ["--project", lake.root, "--imports", "MyLib.Basic,Mathlib.Logic.Basic"], tmp_path / "p.lean"
    proved = invoke("prove", "∀ p : Prop, p → p", *lean, "-p", "portfolio", "-t", 30, "--out", out)
    assert proved.exit_code == 0, proved.stderr
    assert out.read_text().startswith("import Mathlib\nimport MyLib.Basic\nimport Mathlib.Logic.Basic\n\n")
    checked = invoke("check", out, "--project", lake.root)
    assert checked.exit_code == 0, checked.stdout
    assert distinct(lake) == {("Mathlib", "MyLib.Basic", "Mathlib.Logic.Basic")}
    lacking = invoke("check", out, "--project", lake.root, "--imports", "MyLib.Absent")
    assert lacking.exit_code == 2 and "MyLib.Absent" in lacking.stdout + lacking.stderr


def test_every_row_of_a_benchmark_has_its_own_imports_and_costs_only_itself(lake, tmp_path):
    headers = {"own": "import MyLib.Basic", "old": "import Mathlib.Gone\nopen Nat", "absent": "import MyLib.Absent"}
    statement = "theorem {} (p q : Prop) (h : p ∧ q) : q ∧ p"
    rows = [{"name": name, "formal_statement": statement.format(name), "header": head} for name, head in headers.items()]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run = tmp_path / "run"
    limits = ["-p", "portfolio", "--max-tactics", 40, "--workers", 1, "--project", lake.root, "--out", run, "--no-check"]
    done = invoke("bench", tmp_path / "rows.jsonl", *limits, "--imports", "Mathlib.Logic.Basic")
    assert done.exit_code == 0, done.stderr
    summary = json.loads((run / "summary.json").read_text())
    assert (summary["solved"], summary["total"]) == (2, 3)
    assert [row["problem"] for row in summary["unsupported"]] == ["absent"]
    proofs = {name: (run / "proofs" / f"{name}.lean").read_text() for name in ("own", "old")}
    assert proofs["own"].startswith("import MyLib.Basic\nimport Mathlib.Logic.Basic\n\n")
    assert proofs["old"].startswith("import Mathlib\n\n") and "Gone" not in proofs["old"]
    assert json.loads((run / "config.json").read_text())["imports"] == ["Mathlib.Logic.Basic"]
    other = invoke("bench", tmp_path / "rows.jsonl", *limits)
    assert other.exit_code == 2 and "imports: Mathlib.Logic.Basic there" in other.stderr
    assert invoke("check", run).exit_code == 0


def command(backend, *modules):
    return LeanCommand(("lake", "env", "lean", "--run", "Server.lean"), {}, None, backend, modules, False)


@pytest.mark.parametrize(
    ("lean", "text", "succeeded", "said"),
    [
        (command("embedded"), "import My.Own\nimport Mathlib", False, "imports My.Own, which embedded Lean does not have"),
        (command("embedded"), "import My.Own", True, None),
        (command("embedded"), "import Mathlib.Tactic\nimport Aesop", False, None),
        (command("native", "Mathlib"), "import Mathlib.Old", True, "does not start with Mathlib.Old"),
        (command("native", "My.Own"), "import My.Own", False, None),
    ],
)
def test_what_became_of_imports_is_noted(lean, text, succeeded, said):
    found = notes(lean, [text], succeeded)
    assert (said is None and found == []) or said in found[0]


def test_embedded_lean_is_one_for_all_texts():
    embedded = command("embedded", "Init")
    assert OwnImports(embedded).command(["import Mathlib"], ("A",)) is embedded
