"""Retrieval on a benchmark of three files: what is accessible, what is wanted, and the figures."""

from __future__ import annotations

import json
import math

import pytest

from benchmarks.measure.retrieval.__main__ import GOAL, MEMORY, PLACE, SYMBOLS, evaluate, retrievers
from benchmarks.measure.retrieval.bm25 import BM25, okapi, serialized
from benchmarks.measure.retrieval.corpus import Corpus
from benchmarks.measure.retrieval.figures import mean, of_query
from benchmarks.measure.retrieval.task import module_of, train_model, train_queries


def premise(name, code, line):
    return {"full_name": name, "code": code, "start": [line, 1], "end": [line + 1, 9], "kind": "commanddeclaration"}


CORE = ".lake/packages/lean4/src/lean/Init/Basic.lean"
FILES = [
    {"path": CORE, "imports": [], "premises": [premise("Nat.add_comm", "theorem Nat.add_comm (n m : ℕ) : n + m = m + n", 1)]},
    {
        "path": "Mathlib/A.lean",
        "imports": [CORE],
        "premises": [
            premise("dvd_add", "theorem dvd_add (h : a ∣ b) (k : a ∣ c) : a ∣ b + c", 1),
            premise("A.late", "theorem late : 1 = 1", 10),
            premise("[A.x, A.y]", "mutual", 20),
            premise(None, "instance : A", 22),
        ],
    },
    {"path": "Mathlib/B.lean", "imports": ["Mathlib/A.lean"], "premises": [premise("B.b", "lemma b : Odd 1", 1)]},
]


def step(state, *names_and_places):
    used = [{"full_name": n, "def_path": p, "def_pos": [line, 5], "def_end_pos": [line, 9]} for n, p, line in names_and_places]
    return {"tactic": "t", "annotated_tactic": ["t", used], "state_before": state, "state_after": "no goals"}


def theorem(name, path, line, *steps):
    return {"full_name": name, "file_path": path, "start": [line, 1], "end": [line + 1, 1], "traced_tactics": list(steps)}


DIVIDES = step("a b c : ℤ\nh : a ∣ b\n⊢ a ∣ b + c", ("dvd_add", "Mathlib/A.lean", 1))
SUM = step("a b : ℕ\n⊢ a + b = b + a", ("Nat.add_comm", CORE, 1), ("Nat.add_comm", CORE, 1))


@pytest.fixture
def data(tmp_path):
    (tmp_path / "random").mkdir()
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(file) + "\n" for file in FILES), "utf-8")
    train = [theorem(f"t{n}", "Mathlib/B.lean", 5 + n, DIVIDES, SUM, step("⊢ True")) for n in range(60)]
    test = [theorem("B.t", "Mathlib/B.lean", 9, SUM, step("⊢ x", ("gone", "Mathlib/Gone.lean", 1)), DIVIDES)]
    for split, theorems in (("train", train), ("val", []), ("test", test)):
        (tmp_path / "random" / f"{split}.json").write_text(json.dumps(theorems), "utf-8")
    return tmp_path


def test_premises_without_a_name_or_of_mutual_blocks_are_left_out(data):
    assert [p.name for p in Corpus.load(data).premises] == ["Nat.add_comm", "dvd_add", "A.late", "B.b"]


@pytest.mark.parametrize(
    ("path", "line", "names"),
    [
        (CORE, 1, []),
        (CORE, 9, ["Nat.add_comm"]),
        ("Mathlib/A.lean", 2, ["Nat.add_comm"]),  # dvd_add ends on that line, behind
        ("Mathlib/A.lean", 10, ["Nat.add_comm", "dvd_add"]),  # not itself
        ("Mathlib/B.lean", 1, ["Nat.add_comm", "dvd_add", "A.late"]),  # what A imports too
    ],
)
def test_accessible(data, path, line, names):
    corpus = Corpus.load(data)
    flags = corpus.accessible(corpus.file(path), (line, 1))
    assert [p.name for p, flag in zip(corpus.premises, flags, strict=True) if flag] == names


def test_queries_are_tactics_with_premises_that_can_be_located(data):
    corpus = Corpus.load(data)
    queries = list(corpus.queries(data, "random", "test"))
    assert [query.used for query in queries] == [(0,), (1,)]
    assert corpus.at("Mathlib/A.lean", (1, 5)) == 1 and corpus.at("Mathlib/A.lean", (5, 1)) is None


@pytest.mark.parametrize(
    ("retrieved", "used", "figures"),
    [
        ([1, 2, 3], [1], (1, 1, 1)),
        ([1, 2, 3], [2, 9], (0, 0.5, 0.5)),
        ([1, 2, 3], [1, 2, 3, 4], (0.25, 0.75, 1)),
        (list(range(200)), [150], (0, 0, 0)),  # beyond what is retrieved
        ([], [1], (0, 0, 0)),
    ],
)
def test_figures_of_a_query(retrieved, used, figures):
    assert of_query(retrieved, used) == figures


def test_means_are_per_cent():
    found = mean([(1, 1, 1), (0, 0.5, 0.25)], 0.1)
    assert (found.recall_1, found.recall_10, found.mrr, found.milliseconds) == (50, 75, 0.625, 50)


def test_names_are_marked_as_reprover_marks_them(data):
    premises = Corpus.load(data).premises
    assert serialized(premises[0]).startswith("theorem <a>Nat.add_comm</a> (n m")
    assert serialized(premises[2]) == "theorem <a>A.late</a> : 1 = 1"


def test_okapi_has_the_idf_of_rank_bm25():
    documents = [["a", "b"], ["a"], ["a", "c"]]
    index = okapi(documents)
    idf = {word: math.log(3 - n + 0.5) - math.log(n + 0.5) for word, n in (("a", 3), ("b", 1), ("c", 1))}
    average = sum(idf.values()) / 3
    idf["a"] = 0.25 * average
    mean_length = 5 / 3

    def score(document, word):
        times = document.count(word)
        return idf[word] * times * 2.5 / (times + 1.5 * (0.25 + 0.75 * len(document) / mean_length))

    for word in "abc":
        assert index.scores([word]) == pytest.approx([score(document, word) for document in documents], rel=1e-5)


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("Mathlib/Order/Basic.lean", "Mathlib.Order.Basic"),
        (CORE, "Init.Basic"),
        (".lake/packages/batteries/Batteries/Data/List.lean", "Batteries.Data.List"),
    ],
)
def test_modules(path, module):
    assert module_of(path) == module


def test_a_model_is_trained_and_measured(data, tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.measure.retrieval.train_embedding.RARE", 1)
    monkeypatch.setattr("benchmarks.measure.retrieval.__main__.RETRIEVED", 3)

    def bar(*_):
        pass

    corpus = Corpus.load(data)
    train = train_queries(corpus, data, "random", bar)
    assert len(train) == 120
    model, index = train_model(corpus, train, minutes=0.2, epochs=20, seed=0, bar=bar)
    assert model.popular["dvd_add"] > 40
    bm25 = BM25(corpus.premises, [query.state for query in train])
    ways = retrievers(corpus, index, model, bm25, train, bar)
    out = tmp_path / "out.jsonl"
    figures = evaluate(list(corpus.queries(data, "random", "test")), ways, out, bar)
    assert figures[GOAL].recall_1 == figures[MEMORY].recall_1 == figures[PLACE].recall_1 == 100
    assert figures[SYMBOLS].queries == 2
    nothing = dict.fromkeys(ways, None)  # all is in the file already: nothing is asked again
    assert evaluate(list(corpus.queries(data, "random", "test")), nothing, out, bar) == figures
