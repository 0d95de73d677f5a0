"""Datasets on disk: what is written is read, and nothing half-written or damaged is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.policy.views import VIEWS
from prover.training.errors import TrainingDataError
from prover.training.records import Record
from prover.training.shards import Manifest, read_shards, write_shards, writing

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
records = st.lists(st.builds(Record, view=st.sampled_from(sorted(VIEWS)), input=text, output=text, theorem=text, source=text))


def record(number: int, view: str = "tactic") -> Record:
    return Record(view, f"n : ℕ\n⊢ n + {number} = {number} + n", "omega", f"t{number}", "test")


def make(folder: Path, splits: dict[str, list[Record]], **options) -> Manifest:
    with writing(folder):
        shards = [shard for split, some in splits.items() for shard in write_shards(folder, split, some, **options)]
        manifest = Manifest(shards=shards, dropped={"train": {"tactic": {"duplicate": 2}}}, provenance={"by": "test"})
        manifest.save(folder)
    return manifest


@given(train=records, val=records, shard_records=st.integers(1, 7))
def test_what_is_written_is_read(train, val, shard_records):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = make(folder, {"train": train, "val": val}, shard_records=shard_records)
        assert Manifest.load(folder) == manifest
        assert list(read_shards(folder, "train")) == train
        assert list(read_shards(folder, "val")) == val
        assert list(read_shards(folder, "test")) == []
        for view in VIEWS:
            of_view = [r for r in train if r.view == view]
            assert list(read_shards(folder, "train", [view])) == of_view
            assert manifest.records("train", [view]) == len(of_view)
            counted = [c for c in manifest.counts if (c.split, c.view) == ("train", view)]
            assert sum(c.output_characters for c in counted) == sum(len(r.output) for r in of_view)
            assert sum(c.input_characters for c in counted) == sum(len(r.input) for r in of_view)
        assert all(shard.records <= shard_records for shard in manifest.shards)


def test_names_are_as_documented(tmp_path):
    make(tmp_path, {"train": [record(n) for n in range(5)], "test": [record(9)]}, shard_records=2)
    names = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert names == {"manifest.json", "test-00000.jsonl.zst", *(f"train-0000{n}.jsonl.zst" for n in range(3))}


def test_a_folder_without_a_manifest_is_no_dataset(tmp_path):
    with pytest.raises(TrainingDataError, match="prover data"):
        read_shards(tmp_path, "train")
    with pytest.raises(TrainingDataError, match="prover data"):
        Manifest.load(tmp_path / "nowhere")


@pytest.mark.parametrize("content", ["", "{", '{"format": 1}', "[]"])
def test_a_damaged_manifest_is_told(tmp_path, content):
    make(tmp_path, {"train": [record(1)]})
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(TrainingDataError, match="damaged"):
        read_shards(tmp_path, "train")


def test_a_manifest_of_another_format_is_told(tmp_path):
    make(tmp_path, {"train": [record(1)]}).model_copy(update={"format": 99}).save(tmp_path)
    with pytest.raises(TrainingDataError, match="format 99"):
        read_shards(tmp_path, "train")


@given(st.data())
def test_a_damaged_shard_gives_no_record(data):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, {"train": [record(n) for n in range(20)]})
        shard = folder / "train-00000.jsonl.zst"
        content = bytearray(shard.read_bytes())
        if data.draw(st.booleans()):
            content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
        else:
            del content[data.draw(st.integers(0, len(content) - 1)) :]
        shard.write_bytes(content)
        with pytest.raises(TrainingDataError, match="damaged"):
            next(read_shards(folder, "train"))


def test_a_missing_shard_is_told(tmp_path):
    make(tmp_path, {"train": [record(n) for n in range(4)]}, shard_records=2)
    (tmp_path / "train-00001.jsonl.zst").unlink()
    with pytest.raises(TrainingDataError, match="train-00001.*missing"):
        list(read_shards(tmp_path, "train"))


def test_unknown_splits_and_views_are_told(tmp_path):
    make(tmp_path, {"train": [record(1)]})
    with pytest.raises(TrainingDataError, match="no split 'valid'"):
        read_shards(tmp_path, "valid")
    with pytest.raises(TrainingDataError, match="no view 'proofs'"):
        read_shards(tmp_path, "train", ["proofs"])


def test_a_writer_that_fails_leaves_nothing(tmp_path):
    make(tmp_path, {"train": [record(n) for n in range(9)]}, shard_records=2)
    (tmp_path / "notes.txt").write_text("mine")

    def broken():
        yield from (record(n) for n in range(5))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), writing(tmp_path):
        write_shards(tmp_path, "train", broken(), shard_records=2)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "notes.txt"}


def test_a_killed_writer_leaves_no_half_shard_and_no_dataset(tmp_path):
    script = (
        "import itertools, sys, time, uuid\n"
        "from pathlib import Path\n"
        "from prover.training.records import Record\n"
        "from prover.training.shards import write_shards, writing\n"
        "def records():\n"
        "    for n in itertools.count():\n"
        "        if n == 25:\n"
        "            print('writing', flush=True); time.sleep(600)\n"
        "        yield Record('tactic', uuid.uuid4().hex, 'omega', 't', 's')\n"
        "with writing(Path(sys.argv[1])) as folder:\n"
        "    write_shards(folder, 'train', records(), shard_records=10)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"writing\n"
        with pytest.raises(TrainingDataError, match="another process"), writing(tmp_path):
            pass
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    finished = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert finished == {"train-00000.jsonl.zst", "train-00001.jsonl.zst"}
    with pytest.raises(TrainingDataError, match="no finished dataset"):
        read_shards(tmp_path, "train")
    again = [record(n) for n in range(3)]
    make(tmp_path, {"train": again})
    assert list(read_shards(tmp_path, "train")) == again
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "manifest.json", "train-00000.jsonl.zst"}


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingDataError, match="cannot be written"), writing(tmp_path / "file"):
        pass
