import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.training.collect import TraceSelection, build
from prover.training.errors import TrainingDataError
from prover.training.renaming import rename
from prover.training.shards import read_shards
from prover.training.traces import ProofStep, Trace, TraceFile, is_held_out, premises_of, read_any, read_traces, trace_of_search
from search import EventWriter
from search.budget import UNLIMITED
from search.events import NodeCreated, NodeSelected, SearchStarted, TacticTried

STEPS = (
    ProofStep("k : ℝ\np : ℝ → ℝ\nh₁ : ∀ x, p x = 3 * x ^ 2 + k\nh₂ : ∃ x, p x ≤ 0\n⊢ k ≤ 25", "obtain ⟨x, hx⟩ := h₂"),
    ProofStep("k : ℝ\np : ℝ → ℝ\nh₁ : ∀ x, p x = 3 * x ^ 2 + k\nx : ℝ\nhx : p x ≤ 0\n⊢ k ≤ 25", "rw [h₁] at hx"),
    ProofStep("k x : ℝ\nhx : 3 * x ^ 2 + k ≤ 0\n⊢ k ≤ 25\n\n⊢ True", "nlinarith [sq_nonneg x, Real.sqrt_nonneg k, hx.le]"),
)


def trace(name="t", group="g", steps=STEPS):
    return Trace(
        name, group, "families", f"theorem {name} (k : ℝ) : {''.join(filter(str.isdigit, name)) or 7} = k", tuple(steps)
    )


def test_records_of_all_views():
    records = list(trace().records())
    assert [r.view for r in records] == ["tactic", "tactic", "tactic", "premises", "proof"]
    assert records[2].input == "k x : ℝ\nhx : 3 * x ^ 2 + k ≤ 0\n⊢ k ≤ 25", "the main goal only"
    assert records[3].output == "sq_nonneg, Real.sqrt_nonneg"
    assert records[4].input == STEPS[0].state and records[4].output == "\n".join(s.tactic for s in STEPS)


def test_premises_are_neither_tactics_nor_hypotheses():
    state = "n : ℕ\nh_1 : n = 2\n⊢ n.succ = 3"
    assert premises_of("norm_num [h_1, n.succ_le, Nat.add_comm, h_1.symm, pow_succ] at h_1", state) == [
        "Nat.add_comm",
        "pow_succ",
    ]


@given(st.integers(0, 10**6))
def test_renaming_is_one_to_one(seed):
    renamed = rename(trace(), seed)
    assert len(renamed.steps) == len(STEPS)
    identifier = re.compile(r"[^\W\d][\w'₀-₉]*")
    forward, backward = {}, {}
    for old, new in zip(trace().steps, renamed.steps, strict=True):
        for before, after in ((old.state, new.state), (old.tactic, new.tactic)):
            olds, news = identifier.findall(before), identifier.findall(after)
            assert identifier.sub("", before) == identifier.sub("", after) and len(olds) == len(news)
            for a, b in zip(olds, news, strict=True):
                assert forward.setdefault(a, b) == b and backward.setdefault(b, a) == a
    for kept in ("ℝ", "sq_nonneg", "Real", "sqrt_nonneg", "nlinarith", "obtain", "rw"):
        assert forward[kept] == kept


def test_some_renaming_changes_names():
    assert len({rename(trace(), seed).steps for seed in range(10)}) > 3


def test_a_trace_file_goes_on_after_a_cut_line(tmp_path):
    path = tmp_path / "traces.jsonl"
    with TraceFile(path) as file:
        file.add(trace("a"))
        file.add(trace("b"))
    path.write_bytes(path.read_bytes()[:-20])
    with TraceFile(path) as file:
        assert file.done == {"a": trace("a").statement}
        with pytest.raises(TrainingDataError, match="another process"):
            TraceFile(path)
        file.add(trace("c"))
    assert [t.theorem for t in read_traces(path)] == ["a", "c"]
    assert next(iter(read_traces(path))) == trace("a")


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "traces.jsonl"
    path.write_text('{"theorem": "a"}\n')
    with pytest.raises(TrainingDataError, match="traces.jsonl:1"):
        list(read_traces(path))


def test_the_dataset_is_balanced_split_by_statement_and_without_duplicates(tmp_path):
    steps = [[ProofStep(f"{step.state} + {i}", step.tactic) for step in STEPS] for i in range(121)]
    traces = [trace(f"t{i}", "big", steps[i]) for i in range(120)] + [trace("u", "small", steps[120]), trace("v", "small", ())]
    manifest = build(tmp_path / "d", traces, TraceSelection(renamings=2, per_group=100), {"made_by": "a test"})
    names = {split: {r.theorem for r in read_shards(tmp_path / "d", split)} for split in ("train", "val")}
    assert len(names["train"] | names["val"]) == 101 and not names["train"] & names["val"] and "v" not in names["train"]
    kept = {s: {(r.view, r.input, r.output) for r in read_shards(tmp_path / "d", s)} for s in ("train", "val")}
    assert names["val"] and not kept["train"] & kept["val"]
    assert names["val"] == {t.theorem for t in traces if t.theorem in names["val"] and is_held_out(t.statement)}
    records = [(r.view, r.input, r.output) for r in read_shards(tmp_path / "d", "train")]
    assert len(records) == len(set(records)) and manifest.provenance["made_by"] == "a test"


def test_a_common_answer_is_kept_so_often(tmp_path):
    traces = [trace(f"t{i}", steps=(ProofStep(f"n : ℕ\n⊢ n + {i} = {i} + n", "omega"),)) for i in range(60)]
    build(tmp_path / "d", traces, TraceSelection(renamings=0, per_tactic=10), {})
    assert sum(r.output == "omega" for r in read_shards(tmp_path / "d", "train", ["tactic"])) == 10


def test_the_proof_of_a_search_from_its_events(tmp_path):
    tried = dict(logprob=-1.0, source="p", message="", seconds=0.1)
    records = [
        (SearchStarted, dict(policy="p", budget=UNLIMITED, info={})),
        (NodeCreated, dict(node=0, key="a", goals=["⊢ A"])),
        (NodeSelected, dict(node=0)),
        (NodeCreated, dict(node=1, key="b", goals=["⊢ B"], parent=0, tactic="first", depth=1, logprob=-1.0)),
        (TacticTried, dict(node=0, tactic="first", outcome="new_state", child=1, **tried)),
        (TacticTried, dict(node=0, tactic="wrong", outcome="tactic_error", **tried)),
        (TacticTried, dict(node=1, tactic="last", outcome="proved", **tried)),
    ]
    events = [kind(seq=seq, t=float(seq), **fields) for seq, (kind, fields) in enumerate(records)]
    assert not trace_of_search(events[:-1], "t", "g", "s", "theorem t : A").proved
    found = trace_of_search(events, "t", "g", "s", "theorem t : A")
    assert found.steps == (ProofStep("⊢ A", "first"), ProofStep("⊢ B", "last")) and found.seconds == 6.0
    for name in ("e.jsonl", "e.jsonl.zst"):
        with EventWriter(tmp_path / name) as log:
            for event in events:
                log(event)
        assert [t.steps for t in read_any(tmp_path / name)] == [found.steps]
