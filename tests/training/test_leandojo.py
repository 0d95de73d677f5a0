"""LeanDojo's benchmark as records: on a small benchmark of our own, and once on the real one (``network``)."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from prover.cli import app
from prover.policy.base import clean_tactic
from prover.training import leandojo
from prover.training.errors import TrainingDataError
from prover.training.leandojo import LeanDojoSettings, build
from prover.training.shards import Manifest, read_shards
from prover.training.traced import Caps, Dropped, TracedTactic, examples, parse_steps, tidy_state, whole_proof

AND = "p q : Prop\nh : p ∧ q\n⊢ q ∧ p"
LEFT = "case left\np q : Prop\nh : p ∧ q\n⊢ q"
RIGHT = "case right\np q : Prop\nh : p ∧ q\n⊢ p"


def tactic(text: str, before: str, after: str = "no goals", *premises: str) -> dict:
    return {
        "tactic": text,
        "annotated_tactic": [text, [{"full_name": name, "def_path": "A.lean"} for name in premises]],
        "state_before": before,
        "state_after": after,
    }


def theorem(name: str, *traced: dict) -> dict:
    return {"file_path": "Mathlib/A.lean", "full_name": name, "start": [1, 1], "end": [2, 9], "traced_tactics": list(traced)}


def focused(name: str, state: str = AND, left: str = LEFT, right: str = RIGHT) -> dict:
    return theorem(
        name,
        tactic("constructor", state, f"{left}\n\n{right}"),
        tactic("exact h.2", left, "no goals", "And.right"),
        tactic("exact h.1", right, "no goals", "And.left"),
    )


def simple(number: int, text: str = "simp") -> dict:
    return theorem(f"simple{number}", tactic(text, f"⊢ {number} = {number}", "no goals", "eq_self", "Nat.add", "eq_self"))


TRAIN = [
    focused("and_swap"),
    simple(1),
    simple(1),
    simple(2),
    theorem("untraced"),
    theorem("bad", tactic("sorry", "⊢ False")),
    theorem("rests_on_bad", tactic("exact h", "h : sorryAx Prop false\n⊢ False")),
    theorem("long", tactic("exact " + "h" * 300, "⊢ 3 = 3")),
    theorem("wide", tactic("rfl", "⊢ " + "a + " * 500 + "a = 3")),
]  # fmt: skip
VAL = [simple(2)]
TEST = [simple(4, "norm_num")]


def archive(path: Path, kind: str = "random", cut: int | None = None, **splits: object) -> Path:
    with tarfile.open(path, "w:gz") as bundle:
        for split, content in {"test": TEST, "train": TRAIN, "val": VAL, **splits}.items():
            data = (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)).encode()
            entry = tarfile.TarInfo(f"lean_dojo-9/leandojo_benchmark_4/{kind}/{split}.json")
            entry.size = len(data)
            bundle.addfile(entry, io.BytesIO(data))
    if cut is not None:
        path.write_bytes(path.read_bytes()[:cut])
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return archive(tmp_path / "benchmark.tar.gz")


def pairs(folder: Path, split: str, view: str) -> list[tuple[str, str, str]]:
    return [(r.theorem, r.input, r.output) for r in read_shards(folder, split, [view])]


# ------------------------------------------------------------------------------------ one traced proof


def kept(traced: dict, structured: bool = False) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"tactic": [], "proof": [], "premises": []}
    for example in examples(parse_steps(traced["traced_tactics"]), "t", "s", Caps(), structured):
        if not isinstance(example, Dropped):
            found[example.view].append(example.output)
    return found


def test_goals_proved_one_by_one_are_focused():
    assert kept(focused("t"))["proof"] == ["constructor\n· exact h.2\nexact h.1"]


def test_a_focused_block_is_indented_and_may_hold_another():
    inner = f"{LEFT}₁\n\n{LEFT}₂"
    proof = whole_proof(parse_steps([
        tactic("constructor", AND, f"{LEFT}\n\n{RIGHT}"),
        tactic("apply foo", LEFT, inner),
        tactic("simp only [a,\n  b]", f"{LEFT}₁"),
        tactic("simp", f"{LEFT}₂"),
        tactic("exact h.1", RIGHT),
    ]))  # fmt: skip
    assert proof == "constructor\n· apply foo\n  · simp only [a,\n      b]\n  simp\nexact h.1"


def test_tactics_that_run_on_all_goals_need_no_focus():
    assert kept(
        theorem("t", tactic("constructor", AND, f"{LEFT}\n\n{RIGHT}"), tactic("all_goals grind", f"{LEFT}\n\n{RIGHT}"))
    )["proof"] == ["constructor\nall_goals grind"]


@pytest.mark.parametrize(
    "traced",
    [
        theorem("stops", tactic("intro x", "⊢ a → b", "x : a\n⊢ b")),
        theorem("jumps", tactic("intro x", "⊢ a → b", "x : a\n⊢ b"), tactic("simp", "x y : a\n⊢ b")),
        theorem("two_blocks_of_a_term", tactic("simp", "⊢ a"), tactic("omega", "⊢ b")),
    ],
)
def test_what_does_not_chain_gives_no_whole_proof(traced):
    found = kept(traced)
    assert found["proof"] == []
    assert len(found["tactic"]) == len(traced["traced_tactics"])


HAVE = "have h : 1 = 1 := by\n  skip\n  rfl"
BLOCKS = theorem(
    "t",
    tactic(HAVE, "⊢ 2 = 2", "h : 1 = 1\n⊢ 2 = 2"),
    tactic("exact foo (by simp) h", "h : 1 = 1\n⊢ 2 = 2"),
    tactic("skip", "⊢ 1 = 1", "⊢ 1 = 1"),
    tactic("rfl", "⊢ 1 = 1"),
    tactic("simp", "⊢ 0 = 0"),
)


def test_a_tactic_that_spans_blocks_of_others_comes_step_by_step():
    found = kept(BLOCKS)
    assert found["tactic"] == ["exact foo (by simp) h", "skip", "rfl", "simp"]
    assert found["proof"] == [f"{HAVE}\nexact foo (by simp) h"]
    assert kept(BLOCKS, structured=True)["tactic"][0] == HAVE


def test_a_tactic_over_several_lines_without_blocks_is_one_step():
    text = "rw [a, b,\n  c]"
    assert kept(theorem("t", tactic(text, "⊢ a"), tactic("b", "⊢ b")))["tactic"] == [text, "b"]


def test_premises_come_in_order_of_use_without_repetition():
    assert kept(simple(1))["premises"] == ["eq_self, Nat.add"]
    assert kept(theorem("t", tactic("rfl", "⊢ a = a")))["premises"] == []


def test_states_are_tidied():
    assert tidy_state("x : α  \n⊢ a \n\n⊢ b\n") == "x : α\n⊢ a\n\n⊢ b"
    assert tidy_state("α : Type ?u.812\nβ : Type ?u.9\nγ : Type ?u.812\n⊢ ?m.77") == (
        "α : Type ?u.1\nβ : Type ?u.2\nγ : Type ?u.1\n⊢ ?m.3"
    )


def test_a_tactic_with_no_goals_before_is_left_out():
    assert list(examples([TracedTactic("done", "no goals", "no goals", ())], "t", "s", Caps()))[0] == Dropped(
        "tactic", "no goals before"
    )


# ----------------------------------------------------------------------------------- a whole benchmark


def test_a_small_benchmark(tmp_path, data):
    folder = tmp_path / "out"
    manifest = build(folder, LeanDojoSettings(), data)
    assert Manifest.load(folder) == manifest
    assert pairs(folder, "train", "tactic") == [
        ("and_swap", AND, "constructor"),
        ("and_swap", LEFT, "exact h.2"),
        ("and_swap", RIGHT, "exact h.1"),
        ("simple1", "⊢ 1 = 1", "simp"),
    ]
    assert [name for name, _, _ in pairs(folder, "train", "proof")] == ["and_swap", "simple1", "long"]
    assert pairs(folder, "val", "premises") == [("simple2", "⊢ 2 = 2", "eq_self, Nat.add")]
    assert pairs(folder, "test", "proof") == [("simple4", "⊢ 4 = 4", "norm_num")]
    assert manifest.dropped["train"]["tactic"] == {
        "duplicate": 1,
        "also in val or test": 1,
        "empty, or a word that proves nothing": 1,
        "sorry in the state": 1,
        "tactic too long": 1,
        "state too long": 1,
    }
    assert manifest.dropped["train"]["proof"]["no tactics"] == 1
    assert manifest.provenance["theorems"] == {"train": len(TRAIN), "val": 1, "test": 1}
    assert manifest.provenance["origin"]["digest"].startswith("sha256:")


def test_every_example_is_kept_or_counted(tmp_path, data):
    manifest = build(tmp_path / "out", LeanDojoSettings(), data)
    tactics = sum(len(entry["traced_tactics"]) for entry in TRAIN)
    assert manifest.records("train", ["tactic"]) + sum(manifest.dropped["train"]["tactic"].values()) == tactics
    assert manifest.records("train", ["proof"]) + sum(manifest.dropped["train"]["proof"].values()) == len(TRAIN)


def test_caps_and_limit(tmp_path, data):
    manifest = build(tmp_path / "caps", LeanDojoSettings(caps=Caps(state=5000, tactic=400, proof=10)), data)
    assert "tactic too long" not in manifest.dropped["train"]["tactic"]
    assert manifest.dropped["train"]["proof"]["proof too long"] == 2
    assert all(len(r.output) <= 10 for r in read_shards(tmp_path / "caps", "train", ["proof"]))
    manifest = build(tmp_path / "limit", LeanDojoSettings(limit=2), data)
    assert manifest.provenance["theorems"] == {"train": 2, "val": 1, "test": 1}
    assert {r.theorem for r in read_shards(tmp_path / "limit", "train")} == {"and_swap", "simple1"}


def test_an_unpacked_benchmark_gives_the_same(tmp_path, data):
    unpacked = tmp_path / "unpacked" / "random"
    unpacked.mkdir(parents=True)
    for split, content in {"train": TRAIN, "val": VAL, "test": TEST}.items():
        (unpacked / f"{split}.json").write_text(json.dumps(content))
    ours, theirs = build(tmp_path / "a", LeanDojoSettings(), data), build(tmp_path / "b", LeanDojoSettings(), unpacked.parent)
    assert ours.counts == theirs.counts
    assert ours.dropped == theirs.dropped


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[{"full_name": "a", "traced_tactics": []}, {"full', "damaged after 1 theorems"),
        ('[{"full_name": "a"}]', "theorem 1 has no full_name or no traced_tactics"),
        ('[{"full_name": "a", "traced_tactics": [{"tactic": "simp"}]}]', "theorem a: not a proof"),
        ("[1]", "theorem 1 has"),
    ],
)
def test_what_is_no_benchmark_is_told_and_leaves_nothing(tmp_path, content, told):
    with pytest.raises(TrainingDataError, match=told):
        build(tmp_path / "out", LeanDojoSettings(), archive(tmp_path / "b.tar.gz", train=content))
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".lock"]


def test_archives_that_cannot_be_read_are_told(tmp_path, data):
    with pytest.raises(TrainingDataError, match="has no .*novel_premises/val.json"):
        build(tmp_path / "out", LeanDojoSettings("novel_premises"), data)
    (tmp_path / "text.tar.gz").write_text("no archive")
    with pytest.raises(TrainingDataError, match="text.tar.gz: not an archive"):
        build(tmp_path / "out", LeanDojoSettings(), tmp_path / "text.tar.gz")
    with pytest.raises(TrainingDataError, match="no such file"):
        build(tmp_path / "out", LeanDojoSettings(), tmp_path / "nowhere")
    with pytest.raises(TrainingDataError, match="no such file"):
        build(tmp_path / "out", LeanDojoSettings(), tmp_path)
    with pytest.raises(TrainingDataError, match="cut.tar.gz"):
        build(tmp_path / "out", LeanDojoSettings(), archive(tmp_path / "cut.tar.gz", cut=300))


# ------------------------------------------------------------------------------------- the command line


def run(*arguments: object):
    return CliRunner().invoke(app, ["data", *map(str, arguments)])


def test_commands(tmp_path, data, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = run("leandojo", "--data", data)
    assert first.exit_code == 0, first.output
    assert "data/leandojo-random" in first.output
    assert "also in val or test" in first.output
    folder = tmp_path / "data" / "leandojo-random"

    shown = run("show", folder, "--view", "proof", "-n", 1)
    assert f"{AND}\n\nWhole proof:\nconstructor\n· exact h.2\nexact h.1\n" in shown.output
    assert run("show", folder, "--split", "val", "--view", "premises").output.count("Premises:") == 1

    counted = json.loads(run("stats", folder, "--json").stdout)
    manifest = Manifest.load(folder)
    assert counted["counts"] == [count.model_dump() for count in manifest.counts]
    assert counted["dropped"] == manifest.dropped
    assert "also in val or test" in run("stats", folder).output


def test_a_finished_dataset_is_left_alone(tmp_path, data):
    folder = tmp_path / "out"
    assert run("leandojo", "--data", data, "--out", folder).exit_code == 0
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name != ".lock"}

    again = run("leandojo", "--data", data, "--out", folder)
    assert again.exit_code == 0
    assert "is there already" in again.output
    other = run("leandojo", "--data", data, "--out", folder, "--max-tactic", 10)
    assert other.exit_code == 2
    assert "made otherwise" in other.output
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name != ".lock"} == before

    assert run("leandojo", "--data", data, "--out", folder, "--max-tactic", 10, "--force").exit_code == 0
    assert all(len(r.output) <= 10 for r in read_shards(folder, "train", ["tactic"]))


def test_an_interrupted_dataset_starts_over(tmp_path, data, monkeypatch):
    folder = tmp_path / "out"
    real = leandojo.examples

    def interrupted(steps, theorem, *rest):
        if theorem == "simple1":
            raise KeyboardInterrupt
        return real(steps, theorem, *rest)

    monkeypatch.setattr(leandojo, "examples", interrupted)
    assert run("leandojo", "--data", data, "--out", folder).exit_code == 130
    assert [path.name for path in folder.iterdir()] == [".lock"]
    monkeypatch.undo()
    assert run("leandojo", "--data", data, "--out", folder).exit_code == 0
    assert len(pairs(folder, "train", "tactic")) == 4


def test_errors_are_told_in_a_line(tmp_path):
    for arguments in (
        ["stats", tmp_path],
        ["show", tmp_path],
        ["leandojo", "--data", tmp_path / "no", "--out", tmp_path / "o"],
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "prover: " in result.output
        assert "Traceback" not in result.output


# --------------------------------------------------------------------------------------- the real one


@pytest.mark.network
def test_the_real_benchmark(tmp_path):
    """All of val and test, as many theorems of train."""
    caps = Caps(state=1200, tactic=150, proof=600)
    manifest = build(tmp_path, LeanDojoSettings(caps=caps, limit=2000))
    found = list(read_shards(tmp_path, "val"))
    assert len(found) == len({(r.view, r.input, r.output) for r in found})
    held_out = {(r.input, r.output) for r in found}
    assert not any((r.input, r.output) in held_out for r in read_shards(tmp_path, "train"))
    longest = {"tactic": caps.tactic, "proof": caps.proof, "premises": 4 * caps.tactic}
    for record in found:
        assert "⊢" in record.input and "sorry" not in record.input and len(record.input) <= caps.state
        assert record.output and len(record.output) <= longest[record.view]
        if record.view != "premises":
            assert clean_tactic(record.output) == record.output
    assert manifest.provenance["theorems"]["val"] == 2000
    assert manifest.records("val", ["proof"]) + sum(manifest.dropped["val"]["proof"].values()) == 2000
    assert manifest.records("val", ["proof"]) > 500
    assert manifest.records("val", ["tactic"]) > 2000
