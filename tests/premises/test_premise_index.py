"""The inverted index, the memory of proofs, the embedding, and what they come to together, on a few theorems."""

from __future__ import annotations

import math
import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.premises.embedding import Embedding
from prover.premises.environment import load, save
from prover.premises.evidence import OF_GOAL, OF_MEMORY, OF_PLACE, evidence
from prover.premises.index import InvertedIndex
from prover.premises.memory import Memory, Place
from prover.premises.model import Model, ModelError
from prover.premises.premise import Premise, goal_features
from prover.premises.premise_index import PremiseIndex
from prover.premises.ranker import Ranker
from prover.premises.retriever import retrieve
from prover.premises.symbols import of_goal

bags = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=12)


def bm25(query, document, documents, k1=1.5, b=0.75):
    mean = sum(map(len, documents)) / len(documents)
    total = 0.0
    for word in query:
        having = sum(word in other for other in documents)
        idf = math.log1p((len(documents) - having + 0.5) / (having + 0.5))
        times = document.count(word)
        total += idf * times * (k1 + 1) / (times + k1 * (1 - b + b * len(document) / mean)) if times else 0
    return total


@given(bags, st.lists(st.sampled_from("abcdefgh"), max_size=5))
def test_scores_are_bm25(documents, query):
    index = InvertedIndex.build(documents)
    assert index.scores(query) == pytest.approx(
        [bm25(query, document, documents) for document in documents], rel=1e-4, abs=1e-5
    )


@given(bags, st.lists(st.sampled_from("abcdefgh"), max_size=5))
def test_an_index_survives_its_file(documents, query):
    index = InvertedIndex.build(documents)
    again = InvertedIndex.from_arrays(index.arrays("x"), "x")
    assert np.array_equal(again.scores(query), index.scores(query))


def test_rare_symbols_weigh_more():
    index = InvertedIndex.build([["common", "rare"], ["common"], ["common", "other"], ["common"]])
    assert index.scores(["common", "rare"]).argmax() == 0
    assert index.scores({"rare": 1.0, "common": 1.0}, rarest=1)[1] == 0


THEOREMS = [
    Premise("Nat.gcd_self", "theorem Nat.gcd_self (n : ℕ) : n.gcd n = n", "Init.Gcd"),
    Premise("Nat.gcd_comm", "theorem Nat.gcd_comm (m n : ℕ) : m.gcd n = n.gcd m", "Init.Gcd"),
    Premise("Nat.add_comm", "theorem Nat.add_comm (n m : ℕ) : n + m = m + n", "Init.Basic"),
    Premise(
        "List.length_append", "theorem List.length_append (as bs : List α) : (as ++ bs).length = as.length + bs.length", "L"
    ),
    Premise("dvd_add", "theorem dvd_add (h : a ∣ b) (k : a ∣ c) : a ∣ b + c", "D"),
    Premise("Odd", "def Odd (n : ℕ) : Prop := ∃ m, n = 2 * m + 1", "D"),
]


@pytest.fixture(scope="module")
def model() -> Model:
    """Untrained, but for a ranker that adds up a few features."""
    random = np.random.default_rng(0)
    goals = sorted({word for t in THEOREMS for word in goal_features(t.symbols)})
    words = sorted({word for t in THEOREMS for word in t.features()})
    embedding = Embedding(goals, random.normal(size=(len(goals), 8)), words, random.normal(size=(len(words), 8)), 10.0)
    rankers = {}
    for kind, names in (("goal", OF_GOAL), ("memory", OF_GOAL + OF_MEMORY), ("place", OF_GOAL + OF_MEMORY + OF_PLACE)):
        wanted = {"conclusion", "everything", "votes share", "used before"}
        weights = np.asarray([[float(name in wanted)] for name in names], np.float32)
        zeros, ones = np.zeros(len(names), np.float32), np.ones(len(names), np.float32)
        rankers[kind] = Ranker(names, zeros, ones, [(weights, np.zeros(1, np.float32))])
    return Model(embedding, {"dvd_add": 7}, rankers)


@pytest.fixture(scope="module")
def index(model) -> PremiseIndex:
    return PremiseIndex.build(THEOREMS, model.embedding)


@pytest.mark.parametrize(
    ("goal", "best"),
    [
        ("m n : ℕ\n⊢ m.gcd n = n.gcd m", "Nat.gcd_comm"),
        ("x y z : ℤ\nh : x ∣ y\n⊢ x ∣ y + z", "dvd_add"),
        ("as : List ℕ\n⊢ (as ++ as).length = 2 * as.length", "List.length_append"),
        ("theorem foo (a b : ℕ) : a + b = b + a", "Nat.add_comm"),
    ],
)
def test_the_likeliest_comes_first(index, model, goal, best):
    found = retrieve(index, goal, 3, model)
    assert found[0].premise.name == best
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_only_what_is_accessible_is_found(index, model):
    flags = np.asarray([False, True, True, False, False, False])
    assert {one.number for one in retrieve(index, "⊢ k.gcd k = k", 10, model, flags)} == {1, 2}
    assert retrieve(index, "⊢ k.gcd k = k", 10, model, np.zeros(6, bool)) == []


def test_an_empty_index_answers(model):
    assert retrieve(PremiseIndex.build([], model.embedding), "⊢ True", 10, model) == []


@pytest.mark.parametrize("goal", ["⊢ x", "⊢", "", "⊢ unheard_of = other"])
def test_goals_that_say_nothing(index, model, goal):
    assert len(retrieve(index, goal, 2, model)) == 2


def test_what_similar_states_used_comes_first(index, model):
    states = [of_goal("⊢ Even x"), of_goal("⊢ a.gcd b = 1")]
    memory = Memory(states, [Place("M", 10), Place("M", 20)], [[3], [5, 1]], len(index))
    assert memory.uses.tolist() == [0, 1, 0, 1, 0, 1]
    assert memory.votes(of_goal("⊢ Even (x + y)")).argmax() == 3
    assert not memory.votes(of_goal("⊢ unheard_of")).any()
    assert retrieve(index, "⊢ Even y", 1, model, memory=memory)[0].number == 3
    assert memory.before(Place("M", 15))[0].tolist() == [3]  # not what a later proof used
    assert memory.before(Place("N", 15))[0].tolist() == []
    there = evidence(index, model, of_goal("⊢ Even y"), None, memory, Place("M", 30, ("Nat",)))
    assert there.features.shape == (len(there.candidates), len(OF_GOAL + OF_MEMORY + OF_PLACE))
    assert np.isfinite(there.features).all()


def test_vectors_are_of_length_one_or_zero(model):
    vectors = model.embedding.embed([*THEOREMS, Premise("", "", "")])
    assert np.linalg.norm(vectors, axis=1)[:-1] == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(model.embedding.goal(of_goal("⊢ ☃"))) == 0
    assert model.embedding.embed([]).shape == (0, 8)


def test_an_index_is_kept_and_a_damaged_one_is_not_read(tmp_path, index, model):
    file = tmp_path / "cache" / "i.npz"
    assert load(file) is None
    save(index, file)
    again = load(file)
    assert again is not None and again.premises == index.premises
    goal = "x y z : ℤ\nh : x ∣ y\n⊢ x ∣ y + z"
    assert [f.number for f in retrieve(again, goal, 6, model)] == [f.number for f in retrieve(index, goal, 6, model)]
    old = file.with_name("old.npz")
    old.write_bytes(b"")
    os.utime(old, (1, 1))
    save(index, file)
    assert file.exists() and not old.exists()
    file.write_bytes(file.read_bytes()[:500])
    assert load(file) is None


def test_a_model_is_kept(tmp_path, index, model):
    file = tmp_path / "model.npz"
    model.save(file)
    again = Model.load(file)
    assert again.popular == model.popular and set(again.rankers) == set(model.rankers)
    vectors, old = again.embedding.embed(THEOREMS), model.embedding.embed(THEOREMS)
    assert (vectors * old).sum(axis=1) == pytest.approx(1, abs=1e-3)  # 8 bits a number
    file.write_bytes(b"no model")
    with pytest.raises(ModelError, match="no model"):
        Model.load(file)
    with pytest.raises(ModelError):
        Model.load(tmp_path / "none.npz")


def test_rankers_take_features_by_name():
    weights = (np.asarray([[1.0], [10.0]], np.float32), np.zeros(1, np.float32))
    ranker = Ranker(("a", "b"), np.zeros(2, np.float32), np.ones(2, np.float32), [weights])
    assert ranker.scores(np.asarray([[2, 9, 1]], np.float32), ("b", "c", "a")).tolist() == [21.0]
    with pytest.raises(ValueError):
        ranker.scores(np.zeros((1, 1), np.float32), ("a",))


def test_features_tell_where_a_symbol_stands():
    found = THEOREMS[4].features()
    assert found["h:∣"] == 2 and found["t:∣"] == 1 and found["n:dvd"] == 1 and found["k:theorem"] == 1
    assert isinstance(found, Counter)
