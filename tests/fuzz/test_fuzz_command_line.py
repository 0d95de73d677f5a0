"""Arguments of every command: whatever they are, the answer is an exit code of 0, 1 or 2, and never a traceback."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hostile import SURROGATES, lean_text
from hypothesis import given
from hypothesis import strategies as st
from trying import tries
from typer.testing import CliRunner

import prover.agent  # noqa: F401  so that what is put in the place of its parts does not stay there
from prover.cli import app, common
from prover.fetch import FetchError
from prover.lean.errors import LeanNotAvailable
from prover.policy import PolicyError
from prover.serving.errors import ServingError
from prover.training.config import TrainingError

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "benchmarks")]
from report_runs import make_run  # noqa: E402
from test_cli import ACCEPTED, FAILED, PROVED, FakeProver  # noqa: E402

LIMIT = 60.0


def commands() -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}

    def visit(path: tuple[str, ...], command: Any) -> None:
        if hasattr(command, "list_commands"):
            for name in command.list_commands(None):  # each is imported when it is asked for
                visit((*path, name), command.get_command(None, name))
        found[path] = command

    visit((), typer.main.get_command(app))
    return found


COMMANDS = commands()
TEXTS = (
    "", "-", "--", "portfolio", "default", "hf:", "hf:x?n=0", "hf:x?n=-1", "openai:", "openai:http://h", "openai:http://127.0.0.1:1#m",
    "openai:http://[::1#m", "none", "smollm2", "minif2f", "leandojo", "valid", "test", "all", "best-first?alpha=nan", "beam?width=0",
    "mcts", "f2f", "i2f", "llemma", "budget.steps=1", "a.b.c=[", "name=2026-99-99", "name=" + "[" * 2000, "=", "a=b&c", "sketches=-1", "x" * 300, "../..", "\x00", "\ud800", "∀",
)  # fmt: skip
CHOICES = (
    "auto",
    "embedded",
    "native",
    "torch",
    "vllm",
    "cpu",
    "cuda",
    "float32",
    "random",
    "novel_premises",
    "train",
    "default",
    "tiny",
)
SOUND = {
    "theorem": ["theorem t (a b : ℕ) : a + b = b + a", "∀ p : Prop, p → p", "-"], "policy": ["portfolio", "default"], "name": ["t"],
    "search": ["best-first", "beam?width=8", "mcts"], "lean": ["auto", "embedded"], "benchmark": ["problems.jsonl", "minif2f", "leandojo"],
    "split": ["valid", "test", "all"], "mode": ["f2f"], "words": ["Show that 1 = 1."], "writer": ["openai:http://127.0.0.1:1#m"],
    "stages": ["sketches=2"], "model": ["default", "smollm2"], "checkpoint": ["smollm2"], "changes": ["budget.steps=1"], "preset": ["llemma"],
}  # fmt: skip
"""Values that are no mistake, by the parameter's name."""
PATHS = {
    "file",
    "files",
    "out",
    "events",
    "data",
    "project",
    "informal",
    "statement",
    "run",
    "runs",
    "figures",
    "config",
    "folder",
    "traces",
}
COUNTS = {
    "time_limit", "max_expansions", "max_nodes", "max_tactics", "concurrency", "attempts", "seed", "limit", "workers", "port", "n", "records",
    "states", "samples", "threads", "max_batch", "max_queue",
}  # fmt: skip
NUMBERS = ("0", "1", "-1", "1e9", "inf", "-inf", "nan", "1.5", "99999999999999999999", "x", "", "0x10", "１")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Paths of all kinds."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "good.lean").write_text("theorem t (a b : ℕ) : a + b = b + a := by omega\n", encoding="utf-8")
    (folder / "problem.json").write_text(
        '{"formal_statement": "theorem t : True := sorry", "informal_stmt": "x"}', encoding="utf-8"
    )
    (folder / "problems.jsonl").write_text('{"name": "t", "formal_statement": "theorem t : True := sorry"}\n', encoding="utf-8")
    (folder / "bytes.lean").write_bytes(b"\xff\xfe\x00garbage\n{]")
    (folder / "list.json").write_text("[1, 2, {}]")
    (folder / "empty").write_text("")
    (folder / "deep.json").write_text("[" * 100_000)
    (folder / "config.yaml").write_text("name: x\ndata: 3\n")
    (folder / "date.yaml").write_text("name: 2026-99-99\n")
    (folder / "deep.yaml").write_text("name: " + "[" * 5000)
    (folder / "empty_folder").mkdir()
    (folder / "run").mkdir()
    make_run(folder / "good_run", "+-")
    (folder / "run/config.json").write_text('{"benchmark": 1}')
    return [str(path) for path in [*folder.iterdir(), folder / "missing", folder / "no" / "folder" / "x.lean", folder]]


@pytest.fixture(scope="module", autouse=True)
def stand_ins(tmp_path_factory):
    """Nothing is fetched, served, trained or started, and all is written to a folder of the test's."""

    def refuse(error):
        def refused(*_, **__):
            raise error

        return refused

    fetching = FetchError("not from the network here")
    starting = LeanNotAvailable("no Lean here")
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cwd")
        (folder / "problems.jsonl").write_text(
            '{"name": "t", "formal_statement": "theorem t : True := sorry"}\n', encoding="utf-8"
        )
        patch.chdir(folder)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("PROVER_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr("prover.fetch.registries.locate", refuse(fetching))
        for starts in ("prover.cli.up._start", "prover.background.lifecycle.run"):
            patch.setattr(starts, refuse(starting))
        for name in (
            "prover.lean.launch.embedded_command",
            "prover.agent.embedded_command",
            "prover.lean.launch.native_command",
        ):
            patch.setattr(name, refuse(starting))
        patch.setattr("prover.serving.server.bind", refuse(ServingError("no server here")))
        patch.setattr("benchmarks.run.recorded.serve_run", refuse(FetchError("no page here")))
        patch.setattr("prover.training.trainer.train", refuse(TrainingError("no training here")))
        patch.setattr("prover.training.evaluate.evaluate", refuse(TrainingError("no training here")))
        patch.setattr("prover.informal.writers.load_writer", refuse(PolicyError("no writer here")))
        patch.setattr("benchmarks.cluster.ClusterProver", refuse(PolicyError("no cluster here")), raising=False)
        patch.setattr("prover.cli.prove._live", refuse(FetchError("no page here")))
        yield patch


@st.composite
def arguments(draw, places: list[str]) -> list[str]:
    path = draw(st.sampled_from(sorted(COMMANDS)))
    said = list(path)
    texts = st.one_of(st.sampled_from(TEXTS), lean_text, st.text(SURROGATES, max_size=20))
    paths = st.sampled_from(places)
    sound = draw(st.integers(0, 3))
    for parameter in draw(st.permutations(COMMANDS[path].params)):
        if {"--help", "--version", "--install-completion", "--show-completion"} & set(parameter.opts):
            continue
        if not parameter.required and draw(st.integers(0, 4 if parameter.name in SOUND else 2)):
            continue
        kinds = [texts, st.sampled_from(NUMBERS), st.integers(-5, 100).map(str), paths, st.sampled_from(CHOICES)]
        likely = (
            [paths] * 6 if parameter.name in PATHS else [kinds[1], kinds[2]] * 3 if parameter.name in COUNTS else [texts] * 4
        )
        good = [
            st.sampled_from(places) if parameter.name in PATHS else st.sampled_from(SOUND.get(parameter.name, NUMBERS[1:2]))
        ]
        value = draw(st.one_of(good if draw(st.integers(0, 3)) < sound else [*kinds, *likely]))
        if value.startswith("/") and value not in places:
            value = "." + value
        if parameter.param_type_name == "argument":
            said.append(value)
        elif getattr(parameter, "is_flag", False):
            said.append(draw(st.sampled_from([*parameter.opts, *parameter.secondary_opts])))
        else:
            said += [draw(st.sampled_from(parameter.opts)), value]
    if draw(st.integers(0, 9)) == 0:
        said.insert(draw(st.integers(0, len(said))), draw(texts))
    return said


def test_any_arguments(stand_ins, places, count):
    @tries(250)
    @given(said=arguments(places), answer=st.sampled_from([PROVED, FAILED]), given_in=st.one_of(st.just(""), lean_text))
    def fuzz(said, answer, given_in):
        prover = FakeProver(answer, checks=[ACCEPTED] * 20)
        prover.draws = False
        stand_ins.setattr(common, "open_prover", prover)
        with count("arguments of every command").one(LIMIT):
            result = CliRunner().invoke(app, said, input=given_in.encode())
        assert result.exception is None or isinstance(result.exception, SystemExit), (said, result.exc_info)
        assert result.exit_code in (0, 1, 2) and "Traceback" not in result.output, (said, result.output)

    fuzz()
