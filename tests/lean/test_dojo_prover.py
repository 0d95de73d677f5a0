"""Proving with lean-dojo's Lean, and the two commands that do."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest
from traced import AND, STATEMENT
from typer.testing import CliRunner

from prover.cli import app
from prover.dojo_prover import DojoProver, RepositoryFile
from prover.lean.errors import LeanNotAvailable
from search import Proposal

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="lean-dojo needs git")


class Toy:
    name = "toy"

    async def propose(self, states):
        return [[Proposal(tactic, -1.0) for tactic in ("constructor", "exact hp", "exact hq")] for _ in states]


def proved(traced, name="both", **options):
    async def work():
        async with DojoProver(Toy()) as prover:
            place = RepositoryFile(traced.url, traced.commit, "Demo.lean")
            return await prover.prove(str(place), name=name, **{"time_limit": 60, **options})

    return asyncio.run(work())


def test_a_proof_is_found_checked_and_told_as_checked_by_lean_dojo(traced):
    kinds = []
    result = proved(traced, listeners=[lambda event: kinds.append(event.kind)], search="best-first?alpha=0.5")
    assert (result.status, result.checked_by, result.name, result.statement) == ("proved", "lean-dojo", "both", AND)
    assert (result.lean.backend, result.lean.version) == ("dojo", "v4.10.0")
    assert result.proof == "by\n  constructor\n  exact hp\n  exact hq" and len(result.sources) == 3
    assert "check_proof" in result.notes[0] and result.axioms == [] and result.seconds.total > 0
    assert "search_ended" in kinds and result.ended == "proved"


@pytest.mark.parametrize(
    ("script", "name", "options", "status", "kind", "said"),
    [
        ({"accepts": False}, "both", {}, "failed", "check", "lean-dojo's check refused the proof"),
        ({}, "both", {"max_expansions": 1}, "failed", None, ""),
        ({}, "neither", {}, "error", "statement", "Failed to locate the theorem"),
    ],
)
def test_what_is_not_proved(traced, script, name, options, status, kind, said):
    traced.script(**script)
    result = proved(traced, name, **options)
    assert (result.status, result.error_kind, result.proof) == (status, kind, None) and said in (result.error or "")


def test_several_at_once_are_as_many_as_there_are_workers(traced):
    async def work():
        async with DojoProver(Toy(), workers=2) as prover:
            place = str(RepositoryFile(traced.url, traced.commit, "Demo.lean"))
            return await asyncio.gather(*(prover.prove(place, name="both") for _ in range(3)))

    assert [result.status for result in asyncio.run(work())] == ["proved"] * 3


def test_an_address_is_read_back():
    for url in ("https://github.com/a/b", "git@github.com:a/b", "/home/me/b"):
        place = RepositoryFile(url, "v4.10", "A/B.lean")
        assert RepositoryFile.parse(f"{place}\n") == place
    with pytest.raises(ValueError, match="URL@COMMIT:PATH"):
        RepositoryFile.parse("theorem t : True := sorry")
    with pytest.raises(LeanNotAvailable, match="no such folder"):
        asyncio.run(_of("nowhere@c:A.lean"))


async def _of(place):
    async with DojoProver(Toy()) as prover:
        return await prover.prove(place, name="t")


# ------------------------------------------------------------------------------------- the commands


@pytest.fixture
def proposes(monkeypatch):
    monkeypatch.setattr("prover.policy.load_policy", lambda specs, **options: Toy())


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_prove(traced, proposes, tmp_path):
    where = ["--lean", "dojo", "--repo", traced.url, "--commit", traced.commit, "--file", "Demo.lean", "--name", "both"]
    done = run("prove", *where, "--out", tmp_path / "p.lean", "--events", tmp_path / "e.jsonl")
    assert done.exit_code == 0, done.output
    assert "exact hq\n-- proved: both; checked by lean-dojo; Lean v4.10.0 of the repository" in done.output
    assert "check_proof" in done.output and "exact hp" in (tmp_path / "p.lean").read_text()
    assert "search_ended" in (tmp_path / "e.jsonl").read_text()
    as_json = json.loads(run("prove", *where, "--json").stdout)
    assert (as_json["status"], as_json["checked_by"], as_json["lean"]["backend"]) == ("proved", "lean-dojo", "dojo")
    assert run("prove", *where[:-1], "neither").exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("prove --lean dojo --repo u --name t", "needs --commit SHA, --file PATH: "),
        ("prove --repo u t", "--repo and --commit go with --lean dojo"),
        ("prove --lean dojo --repo u --commit c --file /A.lean --name t", "path in the repository"),
        ("prove --lean dojo --repo /none --commit c --file A.lean --name t -p portfolio", "/none: no such folder"),
        ("prove --lean dojo --project . t", "leave a theorem, --project out"),
        ("check --lean dojo F.lean", "'prover bench leandojo' only"),
        ("bench minif2f --lean dojo", "leave the benchmark minif2f out"),
        ("bench leandojo --lean dojo --ray auto --mode i2f", "leave --ray, --mode i2f out"),
    ],
)
def test_what_does_not_go_with_it_is_said(words, said):
    done = run(*words.split())
    assert done.exit_code == 2 and said in " ".join(done.output.replace("│", " ").split()), done.output


def test_bench(traced, proposes, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/random").mkdir(parents=True)
    row = {"url": traced.url, "commit": traced.commit, "file_path": "Demo.lean", "start": [2, 1]}
    rows = [{**row, "full_name": name} for name in ("both", "neither")]
    (tmp_path / "data/random/test.json").write_text(json.dumps(rows))
    words = ["bench", "leandojo", "--lean", "dojo", "--data", "data", "--workers", "2", "--out", "run", "--json"]
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[-1])["solved"] == 1 and "check_proof is what accepts a proof" in done.output
    results = {r["problem"]: r for r in map(json.loads, (tmp_path / "run/results.jsonl").read_text().splitlines())}
    assert (results["both"]["status"], results["both"]["checked_by"]) == ("proved", "lean-dojo")
    assert results["neither"]["error_kind"] == "statement"
    assert json.loads((tmp_path / "run/config.json").read_text())["lean"] == "dojo"
    assert len(traced.checks) == 1 and STATEMENT.split("(")[0] in traced.checks[0]
    assert run(*words).exit_code == 0 and len(traced.checks) == 1, "done before"
    checked = run("check", "run")
    assert checked.exit_code == 2 and "checked by lean-dojo" in checked.output
    run(*words[:-3], "--out", "other", "--names", "both", "--limit", "1")
    assert json.loads((tmp_path / "other/config.json").read_text())["problems"] == ["both"]
