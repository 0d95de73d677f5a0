"""What Lean is started from: seals, and a start that finds something changed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from prover.fetch.seal import SEAL, broken, seal
from prover.lean.embedded import code
from prover.lean.embedded import snapshot as snapshots
from prover.lean.embedded.install import EmbeddedInstallation, verify
from prover.lean.errors import LeanNotAvailable
from prover.lean.process import LeanProcess

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "lean.js").write_bytes(b"loader")
    (tmp_path / "bin" / "lean.wasm").write_bytes(b"module" * 1000)
    (tmp_path / "Init.olean").write_bytes(b"olean")
    seal(tmp_path)
    return tmp_path


def test_an_unchanged_folder_is_whole(folder):
    assert broken(folder) == [] and broken(folder, ("bin/",)) == []
    (folder / "complete").touch()  # what came later was never sealed
    assert broken(folder) == []
    verify(folder)


def flip(path):
    """Change one byte and put size and time back as they were."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("name", ["bin/lean.js", "bin/lean.wasm", "Init.olean"])
@pytest.mark.parametrize(
    "change", [flip, lambda p: p.unlink(), lambda p: p.write_bytes(b""), lambda p: p.chmod(0) or p.write_bytes(b"x")]
)
def test_a_changed_file_is_named(folder, name, change):
    assert broken(folder) == []  # its digests are known to this process now
    change(folder / name)
    assert broken(folder) == [name]
    with pytest.raises(LeanNotAvailable, match=f"{name} has been changed or is damaged; remove that folder"):
        verify(folder)
    assert broken(folder, ("bin/",)) == ([name] if name.startswith("bin/") else [])


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"bin/lean.js": 3}', "null"])
def test_a_broken_seal_is_no_seal(folder, text):
    (folder / SEAL).write_text(text)
    assert broken(folder) != []


def test_snapshots_of_other_sources_go_when_long_unused(tmp_path):
    installation = EmbeddedInstallation(tmp_path)
    for name, days in (("snapshot-old", snapshots.UNUSED_DAYS + 1), ("snapshot-new", 1)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "complete").touch()
        os.utime(tmp_path / name / "complete", (time.time(), time.time() - 86400 * days))
    (tmp_path / ".snapshot-x.new-y").mkdir()
    snapshots._tidy(installation)
    assert [p.name for p in tmp_path.iterdir()] == ["snapshot-new"]


HOLDER = """
import sys
from pathlib import Path
from prover.lean.embedded import snapshot
from prover.lean.embedded.install import EmbeddedInstallation
snapshot.source_hash = lambda: "other"
print(snapshot.snapshot(EmbeddedInstallation(Path(sys.argv[1]))), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(snapshots.fcntl is None, reason="the system has no such locks")
def test_a_snapshot_stays_as_long_as_a_process_of_its_version_may_start_lean_from_it(tmp_path):
    mark = tmp_path / "snapshot-other" / "complete"
    mark.parent.mkdir()
    mark.touch()
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip() == str(mark.parent)
        os.utime(mark, (time.time(), time.time() - 86400 * (snapshots.UNUSED_DAYS + 1)))
        snapshots._tidy(EmbeddedInstallation(tmp_path))
        assert mark.exists()
        holder.communicate()
    snapshots._tidy(EmbeddedInstallation(tmp_path))
    assert not mark.parent.exists()


@pytest.fixture
def copied(worker, loop_thread, tmp_path):
    """A copy of the snapshot's folder, and the command that starts Lean from it."""
    command = loop_thread.run(_command(worker))
    if command.backend != "embedded":
        pytest.skip("only embedded Lean starts from a snapshot")
    copy = tmp_path / "snapshot"
    shutil.copytree(command.cwd, copy)
    argv = tuple(a.replace(str(command.cwd), str(copy)) for a in command.argv)
    sealed = tuple((copy if folder == command.cwd else folder, names) for folder, names in command.sealed)
    environment = {**command.env, "PROVER_SNAPSHOT": str(copy)}
    return copy, replace(command, argv=argv, env=environment, cwd=copy, sealed=sealed, reads=(*command.reads, copy))


async def _start(command):
    process = await LeanProcess.start(command)
    await process.kill()


@pytest.mark.lean
def test_a_snapshot_that_was_changed_is_not_started_from(copied):
    """One byte of Lean's memory; the process it makes is not used, however well it runs."""
    copy, command = copied
    asyncio.run(_start(command))
    flip(copy / "snapshot.bin")
    with pytest.raises(LeanNotAvailable, match="snapshot.bin has been changed or is damaged"):
        asyncio.run(_start(command))
    header = json.loads((copy / "snapshot.json").read_text())
    (copy / "snapshot.json").write_text(json.dumps({**header, "resume": header["resume"] + 8}))
    with pytest.raises(LeanNotAvailable, match="2 more|snapshot.json"):
        asyncio.run(_start(command))


@pytest.mark.lean
@pytest.mark.parametrize("change", ["other", "none", "damaged"])
def test_machine_code_is_taken_or_made_anew(copied, change):
    """Of another V8, and where there is none; damaged, it is not run."""
    copy, command = copied
    saved = copy / "code.bin"
    if change == "other":
        data = bytearray(saved.read_bytes())
        data[4] ^= 1  # of the header's version
        saved.write_bytes(data)
    elif change == "none":
        saved.unlink()
    else:
        flip(saved)
        with pytest.raises(LeanNotAvailable, match="code.bin has been changed or is damaged"):
            asyncio.run(_start(command))
        return
    asyncio.run(_start(replace(command, sealed=())))


def test_where_no_machine_code_can_be_saved_lean_starts_without(tmp_path, monkeypatch, caplog):
    """V8 ends the process where nothing has been compiled well yet; half a file may be there."""

    @contextmanager
    def running(installation, mounts, work, arguments, log, **more):
        log.touch()
        (work / "code.bin").write_bytes(b"half")
        yield None

    def finish(process, given, log, sign):
        raise LeanNotAvailable("Check failed: serialized_successfully")

    monkeypatch.setattr(code, "running", running)
    monkeypatch.setattr(code, "finish", finish)
    code.save_code(EmbeddedInstallation(tmp_path), tmp_path)
    assert list(tmp_path.iterdir()) == [] and "serialized_successfully" in caplog.text


async def _command(worker):
    return (await worker.start()).command
