"""The wheel: what is in it, and that it proves and checks a theorem where there is no checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
THERE = [
    r"prover/models/default/.*\.safetensors",
    r"prover/premises/learned\.npz",
    r"prover/web/static/.*\.js",
    r"prover/informal/prompts/.*",
    r"prover/lean/.*loader\.js",
    r"prover/lean/.*/launcher\.py",
    r"prover/training/configs/default\.yaml",
    r"benchmarks/report/.*\.j2",
    r"lean_project/ProofServer/Main\.lean",
    r"lean_project/Prelude/.*\.lean",
    r"lean_project/lean-toolchain",
    r".*\.dist-info/licenses/LICENSE",
]
NOT_THERE = [r"benchmarks/measure/", r"(.*/)?tests?/", r".*\.(png|jpe?g|svg|gif)", r".*/__pycache__/", r".*\.pyc", r"(.*/)?\.lake/"]

pytestmark = pytest.mark.lean


def run(*words: object, folder: Path) -> subprocess.CompletedProcess:
    """Run a program in ``folder`` as somebody would who has no checkout."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([str(word) for word in words], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, folder=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The programs of a fresh environment with the wheel, and with what this environment has beside this project."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place)
    site = next(place.glob("lib/python*/site-packages"))
    # folders named in a .pth file are searched, but their own .pth files are not read: an editable install is not seen
    others = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    (site / "dependencies.pth").write_text("\n".join(others) + "\n")
    python = place / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel, folder=place)
    return place / "bin"


def test_what_is_in_it(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert [pattern for pattern in THERE if not any(re.fullmatch(pattern, name) for name in names)] == []
    assert [name for name in names if any(re.match(pattern, name) for pattern in NOT_THERE)] == []
    tracked = subprocess.run(["git", "ls-files", "prover", "search", "lean_project"], cwd=ROOT, capture_output=True, text=True)
    assert sorted(set(tracked.stdout.splitlines()) - set(names)) == []
    assert wheel.stat().st_size < 30e6


def test_it_proves_and_checks_where_there_is_no_checkout(installed, tmp_path):
    show = "import sys, prover, search, benchmarks; print(*(m.__file__ for m in (prover, search, benchmarks)), *sys.path)"
    places = run(installed / "python", "-c", show, folder=tmp_path).stdout.split()
    assert all(place.startswith(str(installed.parent)) for place in places[:3]) and str(ROOT) not in places

    statement = "theorem t (a b : ℕ) (h : a ≤ b) : a + 1 ≤ b + 1"
    proved = run(installed / "prover", "prove", statement, "--out", "t.lean", "--json", "--no-server", folder=tmp_path)
    result = json.loads(proved.stdout)
    assert (result["status"], result["policy"]) == ("proved", "default")
    (tmp_path / "t0.lean").write_text(f"{statement} := sorry\n")
    checked = run(installed / "prover", "check", "t.lean", "--statement", "t0.lean", "--no-server", folder=tmp_path)
    assert "accepted" in checked.stdout


@pytest.mark.parametrize("command", ["prove", "check", "bench", "report", "view", "data generate", "train run", "doctor", "serve"])
def test_every_command_is_there(installed, tmp_path, command):
    assert "Usage" in run(installed / "prover", *command.split(), "--help", folder=tmp_path).stdout
