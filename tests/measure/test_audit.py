"""The contamination audit: planted copies are found, renamed ones too; near misses and boilerplate are not taken for copies."""

from __future__ import annotations

import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.data.problem import Problem
from benchmarks.measure.audit import audit, open_sources
from benchmarks.measure.audit.matching import FORMAL, INFORMAL, Index, Matcher
from benchmarks.measure.audit.report import Audit, Finding, fisher
from benchmarks.measure.audit.runs import Run
from benchmarks.measure.audit.sources import TrainingText
from prover.training.errors import TrainingDataError
from prover.training.records import Record
from prover.training.shards import Manifest, write_shards, writing

ROOTS = (
    "theorem roots (x y : ℝ) (h₀ : x + y = 7) (h₁ : x * y = (12 : ℝ)) (h₂ : x < y) : x ^ 2 + y ^ 2 = 25 ∧ y - x = 1 := sorry"
)
SUM = "theorem odd_sum (n : ℕ) : ∑ i in Finset.range n, (2 * i + 1) = n ^ 2 := sorry"
SMALL = "theorem small : 12 % 5 = 2 := sorry"
PROBLEMS = [
    Problem(id="1", name="roots", split="valid", source="toy", statement=ROOTS,
            informal_statement="Two real numbers have sum 7 and product 12. Show that their squares add up to 25."),
    Problem(id="2", name="odd_sum", split="test", source="toy", statement=SUM,
            informal_statement="Show that the sum of the first $n$ odd numbers is $n^2$."),
    Problem(id="3", name="small", split="test", source="toy", statement=SMALL, informal_statement="Show that it is 2."),
]  # fmt: skip
STATE = "x y : ℝ\nh₀ : x + y = 7\nh₁ : x * y = 12\nh₂ : x < y\n⊢ x ^ 2 + y ^ 2 = 25 ∧ y - x = 1"


def texts_of(*inputs: str, output: str = "nlinarith") -> list[Record]:
    return [Record("tactic", text, output, f"t{i}", "made") for i, text in enumerate(inputs)]


@pytest.fixture
def folder(tmp_path):
    def write(train: list[Record], val: list[Record] = []) -> object:  # noqa: B006
        with writing(tmp_path / "set"):
            shards = [*write_shards(tmp_path / "set", "train", train), *write_shards(tmp_path / "set", "val", val)]
            Manifest(shards=shards).save(tmp_path / "set")
        return tmp_path / "set"

    return write


def of(found: Audit, part: str, n: int | None = None, distinctive: bool = False) -> Finding:
    return next(f for f in found.findings if (f.part, f.n, f.distinctive) == (part, n, distinctive))


def names(finding: Finding) -> list[str]:
    return [hit.problem for hit in finding.hits]


def run(path, **options) -> Audit:
    return audit("toy", PROBLEMS, open_sources([path]), lengths=(6, 10), **options)


SAME = {
    "as it was printed": STATE,
    "renamed": "u v : ℝ\nhu : u + v = 7\nhv : u * v = 12\nhuv : u < v\n⊢ u ^ 2 + v ^ 2 = 25 ∧ v - u = 1",
    "one by one": "x : ℝ\ny : ℝ\nh₀ : x + y = 7\nh₁ : x * y = 12\nh₂ : x < y\n⊢ x ^ 2 + y ^ 2 = 25 ∧ y - x = 1",
    "a later goal": "⊢ True\n\n" + STATE,
    "broken over lines": STATE.replace(" ∧", " ∧\n   "),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_a_planted_statement_is_found(folder, text):
    found = of(run(folder(texts_of("⊢ True", text))), "statement")
    assert names(found) == ["roots"]
    assert [example.theorem for example in found.hits[0].examples] == ["t1"]
    assert sum(found.hits[0].records.values()) == 1


NEAR = {
    "another number": STATE.replace("12", "10"),
    "another type": STATE.replace("ℝ", "ℚ"),
    "another relation": STATE.replace("x < y", "x ≤ y"),
    "variables swapped": STATE.replace("y - x", "x - y"),
    "a hypothesis missing": STATE.replace("h₂ : x < y\n", ""),
}


@pytest.mark.parametrize("text", NEAR.values(), ids=NEAR)
def test_a_near_miss_is_no_statement_but_shares_n_grams(folder, text):
    found = run(folder(texts_of(text)))
    assert names(of(found, "statement")) == []
    assert names(of(found, "formal", 6, True)) == ["roots"]


def test_another_exercise_of_the_same_kind_has_its_shape(folder):
    found = run(folder(texts_of(NEAR["another number"], NEAR["another relation"], "⊢ 31 % 7 = 3")))
    assert names(of(found, "shape")) == ["roots", "small"] and names(of(found, "statement")) == []
    assert [example.theorem for example in of(found, "shape").hits[0].examples] == ["t0"]


def test_a_statement_has_one_form_however_written(folder):
    state = "n : ℕ\n⊢ ∑ i ∈ Finset.range n, (2 * ↑i + 1) = n ^ 2"
    assert names(of(run(folder(texts_of(state, "⊢ 12 % 5 = 2"))), "statement")) == ["odd_sum", "small"]


def test_how_lean_printed_a_statement_in_a_run_counts_too(folder):
    path = folder(texts_of("x y : ℝ\n⊢ printed quite differently"))
    assert names(of(run(path), "statement")) == []
    printed = Run("r", {"roots": True}, {"roots": "a b : ℝ\n⊢ printed quite differently"})
    found = run(path, runs=[printed])
    assert names(of(found, "statement")) == ["roots"] and found.printed == 1


def test_boilerplate_is_a_raw_hit_only(folder):
    found = run(folder(texts_of("a b : ℝ\nh : a + b = 3\n⊢ a = 3 - b")))
    assert names(of(found, "formal", 6, False)) == ["roots"]
    assert names(of(found, "formal", 6, True)) == []


def test_what_several_problems_share_is_not_distinctive(folder):
    twin = PROBLEMS[0].model_copy(update={"name": "twin", "statement": ROOTS.replace("25", "26")})
    path = folder(texts_of("a b : ℝ\n⊢ a + b = 7 → a * b = 12 → a ^ 2 + b ^ 2 = 25 ∧ a = 1"))
    found = audit("toy", [PROBLEMS[0], twin], open_sources([path]), lengths=(6,))
    assert names(of(found, "formal", 6, False)) == ["roots", "twin"]
    assert names(of(found, "formal", 6, True)) == ["roots"]


def test_answers_are_training_text_too(folder):
    claim = "have h : x ^ 2 + y ^ 2 = 25 ∧ y - x = 1 := by nlinarith"
    hit = of(run(folder(texts_of("x y : ℝ\n⊢ x = 3", output=claim))), "formal", 10, True).hits[0]
    assert hit.problem == "roots" and "25" in hit.text


def test_informal_statements_are_looked_for_as_written(tmp_path):
    file = tmp_path / "more.jsonl"
    rows = [
        {"name": "exercise 3", "nested": {"text": ["Problem. Two real numbers have sum 7 and product 12. Solve."]}},
        {"text": "no"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    hit = of(run(file), "informal", 10, True).hits[0]
    assert (hit.problem, hit.examples[0].theorem, hit.examples[0].source) == ("roots", "exercise 3", "more.jsonl")


@pytest.mark.parametrize("compressed", [False, True])
def test_theorems_in_any_file_of_json_lines(tmp_path, compressed):
    lean = (
        "import Mathlib\n\nlemma first : True := trivial\n"
        + ROOTS.replace("x", "s").replace("y", "t")
        + "\n/-- doc -/ theorem last : 1 = 1 := rfl"
    )
    data = json.dumps({"text": lean}).encode() + b"\n"
    file = tmp_path / ("a.jsonl.zst" if compressed else "a.jsonl")
    file.write_bytes(zstandard.compress(data) if compressed else data)
    found = run(file)
    assert names(of(found, "statement")) == ["roots"]
    assert found.datasets[0].texts == 1


def test_only_the_splits_trained_on_are_read(folder):
    path = folder(texts_of("⊢ True"), texts_of(STATE))
    assert names(of(run(path), "statement")) == []
    found = audit("toy", PROBLEMS, open_sources([path], ["train", "val"]))
    assert names(of(found, "statement")) == ["roots"] and found.datasets[0].texts == 2


def test_progress_adds_up_to_the_total(folder, tmp_path):
    file = tmp_path / "more.jsonl"
    file.write_text('{"text": "one"}\n\n{"text": "two", "more": "three"}\n', encoding="utf-8")
    sources = open_sources([folder(texts_of("⊢ True", STATE)), file])
    read = dict.fromkeys(sources, 0)

    def tell(source, amount):
        read[source] += amount

    audit("toy", PROBLEMS, sources, tell=tell)
    assert read == {source: source.total for source in sources}


def test_what_is_no_training_data_says_so(folder, tmp_path):
    with pytest.raises(TrainingDataError, match="no finished dataset"):
        open_sources([tmp_path])
    with pytest.raises(TrainingDataError, match="no split"):
        open_sources([folder(texts_of(STATE))], ["valid"])
    with pytest.raises(TrainingDataError, match="no record in val"):
        open_sources([folder(texts_of(STATE))], ["val"])
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(TrainingDataError, match="neither"):
        open_sources([tmp_path / "a.txt"])
    (tmp_path / "bad.jsonl").write_text('{"text": "x"}\n{"text": ')
    with pytest.raises(TrainingDataError, match=r"bad.jsonl:2: not JSON"):
        run(tmp_path / "bad.jsonl")
    (tmp_path / "bad.jsonl.zst").write_bytes(b"not compressed")
    with pytest.raises(TrainingDataError, match="cannot be read"):
        run(tmp_path / "bad.jsonl.zst")


def test_rates_are_of_the_problems_that_could_be_hit(folder):
    outcome = Run("r", {"roots": True, "odd_sum": False, "small": True}, {})
    found = run(folder(texts_of(STATE)), runs=[outcome])
    rate = of(found, "statement").rates[0]
    assert (rate.hit_solved, rate.hit, rate.other_solved, rate.other) == (1, 1, 1, 2)
    rate = of(found, "formal", 10, False).rates[0]  # `small` has fewer than 10 tokens
    assert (rate.hit_solved, rate.hit, rate.other_solved, rate.other) == (1, 1, 0, 1)
    assert of(run(folder(texts_of("⊢ True")), runs=[outcome]), "statement").rates[0].p is None


@pytest.mark.parametrize(
    ("table", "p"), [((3, 4, 1, 4), 34 / 70), ((0, 5, 5, 5), 2 / 252), ((2, 4, 2, 4), 1.0), ((0, 3, 0, 9), 1.0), ((1, 12, 9, 12), 0.002759)]
)  # fmt: skip
def test_fisher_s_exact_test(table, p):
    assert fisher(*table) == pytest.approx(p, rel=1e-3)


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_fisher_s_test_is_a_probability_and_symmetric(a, b, c, d):
    p = fisher(a, a + b, c, c + d)
    assert 0 < p <= 1
    assert p == pytest.approx(fisher(c, c + d, a, a + b)) == pytest.approx(fisher(b, a + b, d, c + d))


TOKENS = st.lists(st.sampled_from("2 3 + * ^ = ≤ ∣ Nat.gcd Nat.Prime %".split()), min_size=1, max_size=25)
N = 5


def shared(statement: list[str], informal: list[str], training: str, state: str | None = None) -> dict:
    problem = Problem(id="p", name="p", split="s", source="s", statement=f"theorem p : {' '.join(statement)} := sorry",
                      informal_statement=" ".join(informal))  # fmt: skip
    return dict(Matcher(Index([problem], [N]))(TrainingText(training, state, "t", "s", "d")).grams)


@given(TOKENS, TOKENS, TOKENS, st.data())
def test_a_planted_n_gram_is_always_found(statement, before, after, data):
    written = ["1", "=", "1", "∧", *statement]  # so that it has an n-gram
    start = data.draw(st.integers(0, len(written) - N))
    gram = tuple(written[start : start + N])
    training = " ".join([*before, *gram, *after])
    assert gram in shared(written, [], training)[FORMAL, N]
    assert gram in shared(written, [], "rfl", f"⊢ {training}")[FORMAL, N]
    assert gram in shared(written, [], training, "⊢ True")[FORMAL, N]
    assert gram in shared(["1"], written, training)[INFORMAL, N]


@given(TOKENS, TOKENS)
def test_an_n_gram_that_is_not_there_is_never_reported(statement, training):
    found = shared(statement, statement, " ".join(training))
    windows = {tuple(training[i : i + N]) for i in range(len(training))}
    for grams in found.values():
        assert grams <= windows
