"""Disks that fill up: one line says what to do, nothing half-written is taken for whole, and with space the same command goes on."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.run.results import RunError, read_results
from benchmarks.run.runner import run
from prover.cli import app, common
from prover.fetch import FetchError
from prover.lean.embedded import image
from prover.lean.embedded import install as installing
from prover.lean.embedded import snapshot as snapshots
from search import Budget, EventWriter, Usage, read_events
from search.events import NodeCreated, SearchEnded, SearchStarted

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "lean")]
from fakes import FakeProver, open_run, problems  # noqa: E402
from test_install import package  # noqa: E402


@contextmanager
def mounted(folder: Path, size: str):
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def enlarge(folder: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path):
    with mounted(tmp_path / "disk", "256k") as folder:
        yield folder


class Telling(FakeProver):
    """Tells ever more events: the run's folder grows by some kilobytes a theorem."""

    async def prove(self, theorem, *, name, listeners=(), **options):
        for listener in listeners:
            listener(SearchStarted(seq=0, t=0.0, policy="fake", budget=Budget()))
            for seq in range(1, 40):
                listener(NodeCreated(seq=seq, t=0.0, node=seq, key=os.urandom(400).hex(), goals=["⊢ True"]))
            listener(SearchEnded(seq=40, t=0.1, reason="stopped", usage=Usage()))
        return await super().prove(theorem, name=name or "t", **options)


def test_a_run_stops_keeps_what_is_finished_and_goes_on(disk, note_fault):
    path, todo = disk / "run", problems(60)
    with open_run(path, todo) as folder:
        with pytest.raises(RunError, match="no space left on the disk: every finished theorem is kept") as raised:
            asyncio.run(run(todo, Telling(), folder))
    kept = read_results(path / "results.jsonl")
    assert 2 <= len(kept) < len(todo)
    for problem, _ in kept:
        assert list(read_events(path / "events" / f"{problem}.jsonl.zst"))[-1].kind == "search_ended"
        assert (path / "proofs" / f"{problem}.lean").read_text().endswith("trivial\n")
    enlarge(disk, "8m")
    prover = Telling()
    begun = time.monotonic()
    with open_run(path, todo) as folder:
        summary = asyncio.run(run(todo, prover, folder))
    assert summary.complete and not {name for name, _ in kept} & set(prover.asked)
    told = str(raised.value).partition(": ")[2]
    note_fault("disk full in a run's folder", told, "every finished theorem", time.monotonic() - begun)


def test_a_proof_is_told_though_its_events_cannot_be_kept(disk, monkeypatch, note_fault):
    prover = Telling({})
    prover.start = prover.close = lambda: asyncio.sleep(0)
    monkeypatch.setattr(common, "open_prover", lambda *_, **__: prover)
    (disk / "filler").write_bytes(b"x" * 240_000)
    result_events = CliRunner().invoke(app, ["prove", "theorem t : True", "--events", str(disk / "e.jsonl")])
    assert (result_events.exit_code, "trivial" in result_events.stdout) == (0, True)
    assert "e.jsonl: no space left on the disk" in result_events.stderr and "Traceback" not in result_events.stderr
    result = CliRunner().invoke(app, ["prove", "theorem t : True", "--out", str(disk / "proof.lean")])
    assert result.exit_code == 1 and "the proof is on standard output" in result.stderr and "trivial" in result.stdout
    note_fault("disk full under --events", result_events.stderr, "the proof", None)


def test_a_report_on_a_full_disk(disk, note_fault):
    path, todo = disk / "run", problems(2)
    with open_run(path, todo) as folder:
        asyncio.run(run(todo, FakeProver(), folder))
    with (disk / "filler").open("wb", buffering=0) as filler, pytest.raises(OSError):
        while True:
            filler.write(b"x" * 1000)
    result = CliRunner().invoke(app, ["report", str(path)])
    assert result.exit_code == 2 and "no space left" in result.stderr and "Traceback" not in result.stderr
    assert not (path / "report.html").exists()
    told = result.stderr.strip().replace(str(disk), "…")
    enlarge(disk, "8m")
    assert CliRunner().invoke(app, ["report", str(path)]).exit_code == 0
    note_fault("disk full under a report", told, "the run", None)


def test_an_event_writer_ends_where_the_disk_does(disk):
    writer = EventWriter(disk / "e.jsonl", flush_seconds=0.0)
    for seq in range(2000):
        writer(NodeCreated(seq=seq, t=0.0, node=seq, key="k" * 300, goals=["⊢ True"]))
    with pytest.raises(OSError, match="No space left"):
        writer.close()
    seen = [event.seq for event in read_events(disk / "e.jsonl")]
    assert seen == list(range(len(seen))) and 100 < len(seen) < 2000


def test_an_installation_is_there_whole_or_not_at_all(disk, tmp_path, monkeypatch, note_fault):
    archive = package(tmp_path / "package.tgz", {"Init.olean": os.urandom(900_000), "Std.olean": b"x"})
    monkeypatch.setenv("PROVER_CACHE", str(disk / "cache"))
    monkeypatch.setattr(installing, "fetch", lambda artefact, progress=None: archive)
    with pytest.raises(FetchError, match="no space left on the disk that holds .* PROVER_CACHE") as raised:
        installing.install()
    assert installing.installed() is None
    assert not [p for p in (disk / "cache").iterdir() if p.is_dir()]
    enlarge(disk, "8m")
    begun = time.monotonic()
    assert (installing.install().library / "Init.olean").stat().st_size == 900_000
    told = str(raised.value).partition(": ")[2]
    note_fault("disk full in the cache: unpacking Lean", told, "what was fetched", time.monotonic() - begun)


def test_a_snapshot_is_there_whole_or_not_at_all(disk, monkeypatch, note_fault):
    """A stand-in for Lean that writes what Lean writes, and fails as Lean does where there is no room."""
    script = (
        "import os, sys\n"
        "if '--snapshot' in sys.argv:\n"
        "    open(os.environ['PROVER_SAVE_SNAPSHOT'] + '/snapshot.bin', 'wb').write(os.urandom(300_000))\n"
        "    sys.exit(print('#prover saved'))\n"
        "if 'PROVER_SAVE_CODE' in os.environ:\n"
        "    open(os.environ['PROVER_SAVE_CODE'] + '/code.bin', 'wb').write(os.urandom(30_000))\n"
        "    sys.exit(print('#prover saved'))\n"
        "out = sys.argv[sys.argv.index('-o') + 1].replace('/images', '.') if '-o' in sys.argv else './PreludeImage.olean'\n"
        "open(out, 'wb').write(os.urandom(300_000))\n"
        "for module in ('ProofServerImage', 'TacticsImage'): open(module + '.image', 'w').close()\n"
        "print('hasErrors = false' if '-o' in sys.argv else '#prover built')\n"
    )
    installation = installing.EmbeddedInstallation(disk)
    monkeypatch.setattr(image, "node_command", lambda *_: [sys.executable, "-c", script])
    monkeypatch.setattr(snapshots, "verify", lambda *_: None)
    with pytest.raises(FetchError, match="no space left on the disk that holds") as raised:
        snapshots.snapshot(installation)
    assert not snapshots.prepared(installation) and not list(disk.glob("*snapshot*/complete"))
    enlarge(disk, "8m")
    begun = time.monotonic()
    assert (snapshots.snapshot(installation) / "complete").exists()
    told = str(raised.value).partition(": ")[2]
    note_fault("disk full in the cache: preparing Lean", told, "what was fetched", time.monotonic() - begun)
