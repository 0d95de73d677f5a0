"""``prover train`` at the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from train_data import config, write_dataset
from typer.testing import CliRunner

from prover.cli import app


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration file; ``out`` beside it."""
    folder = tmp_path_factory.mktemp("train")
    write_dataset(folder / "data" / "made", 100)
    path = folder / "mine.yaml"
    path.write_text(config(folder / "data", folder / "out", budget={"steps": 10}).dump())
    return path


def test_train_then_evaluate(settings: Path) -> None:
    run = CliRunner().invoke(app, ["train", "--config", str(settings)])
    assert run.exit_code == 0, run.output
    model = run.stdout.strip().splitlines()[-1]
    assert model == str(settings.parent / "out" / "model")
    data = str(settings.parent / "data" / "made")
    told = CliRunner().invoke(app, ["train", "evaluate", model, "--data", data, "--states", "4", "--threads", "1", "--json"])
    assert told.exit_code == 0, told.output
    result = json.loads(told.stdout.strip().splitlines()[-1])
    assert set(result["loss"]) == {"tactic", "proof", "premises"} and result["tactic"]["states"] == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--config", "nothing.yaml"], "no such file"),
        (["run"], "--config"),
        (["--config", "tiny", "--set", "budget.stepz=3"], "budget.stepz: no such field"),
        (["--config", "tiny", "--set", "data=[{path: absent}]", "--set", "data_root=/nowhere"], "/nowhere/absent is not there"),
        (["evaluate", "/nowhere", "--data", "/nowhere"], "no finished dataset"),
    ],
)
def test_mistakes_are_told_in_a_line(arguments: list[str], said: str) -> None:
    run = CliRunner().invoke(app, ["train", *arguments])
    assert run.exit_code == 2
    assert said in run.stderr.replace("\n", " ") and "Traceback" not in run.output


def test_ctrl_c_saves_and_the_same_command_goes_on(settings: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from prover.cli import app; app()", "train", "--config", str(settings),
               "--out", str(tmp_path), "--set", "checkpoint_every=1000000"]  # fmt: skip
    process = subprocess.Popen([*command, "--set", "budget.steps=1000000"], stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 300
        while not (tmp_path / "metrics.jsonl").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "the same command goes on" in errors and "Traceback" not in errors
    (saved,) = (tmp_path / "checkpoints").iterdir()
    steps = int(saved.name.removeprefix("step-"))
    again = CliRunner().invoke(
        app, ["train", "--config", str(settings), "--out", str(tmp_path), "--set", "checkpoint_every=1000000",
              "--set", f"budget.steps={steps + 10}"]
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert json.loads((tmp_path / "model" / "train.json").read_text())["step"] == steps + 10


@pytest.mark.network
def test_the_short_recipe_from_nothing(tmp_path: Path) -> None:
    """The shipped recipe's short version: makes its data of LeanDojo Benchmark 4, trains, measures."""
    arguments = [
        "train",
        "--config",
        "tiny",
        "-s",
        f"data_root={tmp_path / 'data'}",
        "-s",
        "threads=1",
        "--out",
        str(tmp_path / "run"),
    ]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "leandojo-small is not there: prover data leandojo --limit 400" in done.output.replace("\n", " ")
    lines = [json.loads(line) for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    losses = [line["loss"]["tactic"] for line in lines if "loss" in line]
    held_out = [line["held_out_loss"]["leandojo-small/tactic"] for line in lines if "held_out_loss" in line]
    assert losses[-1] < losses[0] - 0.5 and held_out[-1] < held_out[0]
    figures = json.loads((tmp_path / "run" / "model" / "metrics.json").read_text())
    assert set(figures["leandojo-small"]["loss"]) == {"tactic", "proof", "premises"}
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 0 and "is not there" not in again.output and "complete" in again.output
