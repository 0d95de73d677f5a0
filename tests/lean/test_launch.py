"""How Lean is started: the command for each kind, and what is said when it cannot be."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys

import pytest

from prover.lean import launch
from prover.lean.errors import LeanNotAvailable
from prover.lean.source import NO_LIMIT, module_order, prelude_files, server_program, toolchain_version

VERSION = toolchain_version()


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A PATH with nothing but what a test puts there, and a cache of its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path / "cache"))
    return folder


def put(folder, name: str, version: str, code: int = 0):
    """An executable that answers ``--version`` as Lean does."""
    program = folder / name
    program.write_text(f"#!{sys.executable}\nprint('Lean (version {version}, x86_64, commit 0, Release)')\nexit({code})\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def project(tmp_path, packages: list[str] = (), lakefile: str = "lakefile.toml"):
    root = tmp_path / "project"
    root.mkdir()
    (root / lakefile).write_text("name = 'p'\n")
    manifest = {"packages": [{"name": name} for name in packages]}
    (root / "lake-manifest.json").write_text(json.dumps(manifest))
    return root


def test_project_with_mathlib(tmp_path, path):
    put(path, "lake", VERSION)
    root = project(tmp_path, ["aesop", "mathlib"])
    command = launch.native_command(root)
    assert command.argv[:5] == (str(path / "lake"), "env", "lean", NO_LIMIT, "--run")
    assert command.argv[6:] == ("--import", "Mathlib")
    assert (command.cwd, command.backend, command.prelude) == (root, "native", False)
    with open(command.argv[5], encoding="utf-8") as server:
        assert server.read() == server_program()


def test_project_without_mathlib_gets_the_prelude(tmp_path, path):
    put(path, "lake", VERSION)
    command = launch.native_command(project(tmp_path, lakefile="lakefile.lean"))
    assert command.imports == launch.CORE_IMPORTS and command.prelude
    assert command.argv.count("--prelude") == len(prelude_files())


def test_own_imports_are_taken_without_the_prelude(tmp_path, path):
    put(path, "lake", VERSION)
    command = launch.native_command(project(tmp_path, ["mathlib"]), imports=("Mathlib.Data.Real.Basic",))
    assert command.argv[-2:] == ("--import", "Mathlib.Data.Real.Basic") and not command.prelude


def test_lean_on_path(path):
    put(path, "lean", VERSION)
    assert launch.native_command().argv[:3] == (str(path / "lean"), NO_LIMIT, "--run")


def test_a_patch_release_of_the_same_lean_will_do(path):
    put(path, "lean", VERSION.rpartition(".")[0] + ".9")
    launch.native_command()


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda tmp_path, path: launch.native_command(), "no 'lean' on PATH"),
        (lambda tmp_path, path: launch.native_command(project(tmp_path)), "no 'lake' on PATH"),
        (lambda tmp_path, path: launch.native_command(tmp_path), "no Lake project"),
        (lambda tmp_path, path: (put(path, "lean", "4.9.0"), launch.native_command()), "this is Lean 4.9.0.*lean-toolchain"),
        (lambda tmp_path, path: (put(path, "lean", VERSION, code=1), launch.native_command()), "failed"),
        (lambda tmp_path, path: (put(path, "lean", "unknown"), launch.native_command()), "failed"),
    ],
)
def test_what_is_missing_is_told(tmp_path, path, prepare, told):
    with pytest.raises(LeanNotAvailable, match=told):
        prepare(tmp_path, path)


def test_the_server_is_one_file_of_all_its_modules():
    text = server_program()
    assert text.count("\nmodule\n") == 0 and text.startswith("module\n")
    assert "import ProofServer" not in text
    for module in module_order("Tactics.Main", "ProofServer.Main"):
        assert f"end {module.partition('.')[0]}" in text


@pytest.mark.native
@pytest.mark.skipif(shutil.which("lean") is None, reason="Lean is not installed on this machine")
def test_native_lean_proves():
    from prover import Prover

    with Prover("portfolio", backend="native") as prover:
        result = prover.prove("theorem t (a b : ℕ) : a + b = b + a", time_limit=60)
        assert result.status == "proved" and result.lean.backend == "native"


@pytest.mark.native
@pytest.mark.skipif("PROVER_TEST_PROJECT" not in os.environ, reason="PROVER_TEST_PROJECT names no Lake project")
def test_native_project_proves():
    from prover import Prover

    with Prover("portfolio", project=os.environ["PROVER_TEST_PROJECT"]) as prover:
        assert prover.prove("theorem t (p q : Prop) (h : p ∧ q) : q ∧ p", time_limit=60).status == "proved"
