"""``prover premises`` on real Lean, over the theorems of a few modules."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from prover.cli import common
from prover.cli.common import LeanChoice
from prover.cli.premises import _found
from prover.errors import ExpectedError
from prover.premises import environment
from prover.premises.environment import key_of, premise_index
from prover.premises.model import shipped
from prover.premises.retriever import retrieve

pytestmark = pytest.mark.lean


@pytest.fixture
def few(monkeypatch, tmp_path):
    """Only theorems on greatest common divisors, and an empty cache."""
    monkeypatch.setattr(environment, "libraries", lambda command: ["Init.Data.Nat.Gcd", "Init.Data.Nat.Dvd"])
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def ask(few, monkeypatch, async_prover, loop_thread):
    @asynccontextmanager
    async def session(*_, **__):
        yield async_prover

    monkeypatch.setattr(common, "open_prover", session)
    return lambda text, name=None: loop_thread.run(_found(text, name, 10, None, (), LeanChoice.auto))


@pytest.mark.parametrize(
    ("text", "goal", "expected"),
    [
        ("theorem t (m n : ℕ) : m.gcd n = n.gcd m", "m n : ℕ\n⊢ m.gcd n = n.gcd m", "Nat.gcd_comm"),
        ("∀ m n : ℕ, Nat.gcd m n ∣ m", "⊢ ∀ (m n : ℕ), m.gcd n ∣ m", "Nat.gcd_dvd_left"),
        ("k m n : ℕ\nh : k ∣ m\nl : k ∣ n\n⊢ k ∣ m.gcd n", None, "Nat.dvd_gcd"),
    ],
)
def test_theorems_of_core_are_found(ask, text, goal, expected):
    asked, found, size, seconds = ask(text)
    assert asked == (goal or text)
    assert expected in [one.premise.name for one in found] and len(found) == 10 and size > 80
    assert all(one.premise.statement.startswith(f"theorem {one.premise.name}") for one in found)
    assert seconds < 1


@pytest.mark.parametrize("text", ["", "  \n", "x : ℕ\n⊢ ", "theorem t : 1 + = 2", "theorem t : undefined_thing"])
def test_what_is_no_goal_is_refused(ask, text):
    with pytest.raises(ExpectedError):
        ask(text)


def test_an_index_is_made_once(few, worker, loop_thread, monkeypatch):
    told = []
    index = loop_thread.run(premise_index(worker, shipped(), lambda what, done: told.append(what)))
    assert {"listing theorems", "indexing theorems"} == set(told)
    assert [file.name for file in (few / "premises").glob("*.npz")] == [f"{key_of(worker.command, shipped())}.npz"]
    monkeypatch.setattr(environment, "library", None)
    again = loop_thread.run(premise_index(worker, shipped()))
    assert again.premises == index.premises
    assert [f.number for f in retrieve(again, "⊢ a ∣ b", 5, shipped())] == [
        f.number for f in retrieve(index, "⊢ a ∣ b", 5, shipped())
    ]
