"""Theorems of Lean's own library as problems, on real Lean: what is listed, what is barred, what is left."""

from __future__ import annotations

import os
import re
import signal

import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanError
from prover.lean.library import grouped, library
from prover.lean.messages import LibraryEntry
from prover.policy.portfolio import Portfolio
from search import Search
from search.game import GaveUp, NewState, Proved, TacticError

lean = pytest.mark.lean

MADE_BY_LEAN = re.compile(r"(^|\.)(_.*|\d+|eq_\d+|injEq|sizeOf_spec|match_\d+|proof_\d+|noConfusion|inst[A-Z]\w*Nat)(\.|$)")


@pytest.fixture(scope="module")
def theorems(worker, loop_thread):
    return loop_thread.run(library(worker))


def tried(worker, loop_thread, name: str, *tactics: str):
    """The outcomes of the tactics, each in the first state of the library theorem."""

    async def run():
        environment = await LeanEnvironment.open_library(worker, name)
        outcomes = [await environment.apply(environment.root, tactic) for tactic in tactics]
        await environment.close()
        return outcomes

    return loop_thread.run(run())


def refused(outcome, name: str) -> bool:
    return isinstance(outcome, TacticError) and f"the proof uses '{name}', which is barred here" in outcome.message


@lean
def test_the_listing_holds_what_people_wrote(theorems):
    modules = {t.name: t.module for t in theorems}
    assert len(modules) == len(theorems) > 10_000
    assert modules["Nat.add_comm"] == "Init.Data.Nat.Basic"
    assert modules["List.append_assoc"] == "Init.Data.List.Basic"
    assert {m.split(".")[0] for m in modules.values()} == {"Init", "Std"}
    assert not [name for name in modules if MADE_BY_LEAN.search(name)]
    assert "Nat.lt_succ" not in modules, "deprecated"
    assert "Nat.add" not in modules and "Option.some.injEq" not in modules and "List.map.eq_1" not in modules


@lean
def test_prefixes_and_statements(worker, loop_thread):
    found = {t.name: t for t in loop_thread.run(library(worker, ["Init.Data.Nat.Gcd"], statements=True))}
    assert {t.module for t in found.values()} == {"Init.Data.Nat.Gcd"}
    assert found["Nat.gcd_comm"].statement == "theorem Nat.gcd_comm (m n : ℕ) : m.gcd n = n.gcd m"
    assert loop_thread.run(library(worker, ["NoSuch"])) == []


@lean
def test_the_theorem_itself_is_barred_and_automation_is_not(worker, loop_thread):
    cheat, hidden, late, omega = tried(
        worker, loop_thread, "Nat.add_comm",
        "exact Nat.add_comm n m",
        "have h : ∀ a b : ℕ, a + b = b + a := fun a b => Nat.add_comm a b\nexact h n m",
        "exact Int.ofNat.inj (Int.add_comm (Int.ofNat n) (Int.ofNat m))",
        "omega",
    )  # fmt: skip
    assert refused(cheat, "Nat.add_comm") and refused(hidden, "Nat.add_comm")
    assert refused(late, "Int.add_comm")
    assert isinstance(omega, Proved)


@lean
def test_a_lemma_of_the_same_module_is_barred_unless_it_holds_by_definition(worker, loop_thread):
    (outcome,) = tried(worker, loop_thread, "Nat.add_left_comm", "rw [← Nat.add_assoc, Nat.add_comm n, Nat.add_assoc]")
    assert refused(outcome, "Nat.add_assoc") or refused(outcome, "Nat.add_comm"), outcome


@lean
def test_a_lemma_of_an_imported_module_may_be_used(worker, loop_thread):
    (proved,) = tried(worker, loop_thread, "Nat.lcm_comm", "rw [Nat.lcm, Nat.lcm, Nat.mul_comm, Nat.gcd_comm]")
    assert isinstance(proved, Proved)


@lean
def test_a_definition_that_proves_something_counts_as_a_theorem(worker, loop_thread):
    (outcome,) = tried(worker, loop_thread, "Nat.add_comm", "have h := Nat.one_pos\nomega")
    assert refused(outcome, "Nat.one_pos")


@lean
def test_what_the_statement_mentions_may_be_used(worker, loop_thread):
    (outcome,) = tried(worker, loop_thread, "List.getElem_toArray", "rfl")
    assert isinstance(outcome, Proved), outcome


@lean
def test_a_mention_of_omega_unbars_nothing(worker, loop_thread):
    late = "exact Int.ofNat.inj (Int.mul_comm (Int.ofNat n) (Int.ofNat m))"
    mention = "have _c : Lean.Omega.Constraint := ⟨none, none⟩"
    outcomes = tried(
        worker, loop_thread, "Nat.mul_comm",
        f"{mention}\n{late}",
        f"as_aux_lemma =>\n  {mention}\n  {late}",
        "let h : (n : ℤ) * m = m * n := Int.mul_comm n m\nomega",
    )  # fmt: skip
    assert [refused(outcome, "Int.mul_comm") for outcome in outcomes] == [True] * 3, outcomes


@lean
def test_simp_and_grind_do_not_know_the_theorem(worker, loop_thread):
    simp, grind, own, induction = tried(
        worker, loop_thread, "List.append_assoc",
        "simp", "grind", "simp [List.append_assoc]", "induction as <;> simp_all",
    )  # fmt: skip
    assert isinstance(simp, TacticError) and "barred" not in simp.message
    assert refused(grind, "List.instAssociativeHAppend"), "an instance that is the theorem once more"
    assert refused(own, "List.append_assoc")
    assert isinstance(induction, Proved)


@lean
def test_other_theorems_are_opened_with_simp_as_it_was(worker, loop_thread):
    async def run():
        environment = await LeanEnvironment.open(worker, "theorem t (as bs : List ℕ) : (as ++ bs) ++ as = as ++ (bs ++ as)")
        return await environment.apply(environment.root, "simp")

    tried(worker, loop_thread, "List.append_assoc")
    assert isinstance(loop_thread.run(run()), Proved)


def test_what_shares_a_key_or_a_name_up_to_primes_shares_a_hash():
    keys = {"A.iff": [1, 2, 3], "A.mp": [2], "A.mpr": [3], "B": [4], "B'": [5], "C": [6], "D": [7, 5, 8]}
    theorems = grouped([LibraryEntry(name=name, module="M", keys=k) for name, k in keys.items()])
    groups: dict[str, set[str]] = {}
    for theorem in theorems:
        groups.setdefault(theorem.statement_hash, set()).add(theorem.name)
    assert sorted(map(sorted, groups.values())) == [["A.iff", "A.mp", "A.mpr"], ["B", "B'", "D"], ["C"]]


@lean
def test_what_opening_bars_as_namesakes_shares_the_hash(theorems, worker, loop_thread):
    async def opened(name):
        environment = await LeanEnvironment.open_library(worker, name)
        await environment.close()
        return environment.library.namesakes

    hashes = {t.name: t.statement_hash for t in theorems}
    for name in ("Nat.lt_iff_add_one_le", "Nat.add_one_le_of_lt"):
        same = [n for n in loop_thread.run(opened(name)) if n in hashes]
        assert same and {hashes[n] for n in same} == {hashes[name]}
    assert hashes["Nat.add_comm"] != hashes["Nat.mul_comm"]
    assert len(set(hashes.values())) > 0.8 * len(hashes)


@lean
def test_a_theorem_that_says_the_same_is_barred(worker, loop_thread):
    async def namesakes(name):
        environment = await LeanEnvironment.open_library(worker, name)
        return environment.library.namesakes

    assert loop_thread.run(namesakes("Nat.succ_eq_add_one")) == ["Nat.add_one"]
    halves = {"Nat.add_one_le_of_lt", "Nat.lt_of_add_one_le", "Nat.add_one_le_iff"}
    assert halves <= set(loop_thread.run(namesakes("Nat.lt_iff_add_one_le")))


@lean
def test_opening_tells_the_modules_that_precede(worker, loop_thread):
    async def before(name):
        environment = await LeanEnvironment.open_library(worker, name)
        await environment.close()
        return environment.library.before

    modules = loop_thread.run(before("Nat.lcm_comm"))
    assert {"Init.Core", "Init.Data.Nat.Gcd"} <= set(modules)
    assert not {"Init.Data.Nat.Lcm", "PreludeImage"} & set(modules)
    assert not [m for m in modules if m.split(".")[0] not in ("Init", "Std")]


@lean
def test_what_is_shown_is_a_goal_like_any_other(worker, loop_thread):
    async def run():
        environment = await LeanEnvironment.open_library(worker, "List.map_map")
        with pytest.raises(LeanError, match="no source"):
            _ = environment.statement
        return environment.root.goals

    (goal,) = loop_thread.run(run())
    assert goal.endswith("l : List α\n⊢ List.map g (List.map f l) = List.map (g ∘ f) l")


@lean
def test_no_such_theorem(worker, loop_thread):
    for name in ("Nat.no_such_theorem", "Nat.add", ""):
        with pytest.raises(BadStatement, match="no theorem|not a theorem"):
            loop_thread.run(LeanEnvironment.open_library(worker, name))


@lean
def test_states_are_rebuilt_after_a_crash(worker, loop_thread):
    async def run():
        environment = await LeanEnvironment.open_library(worker, "Nat.add_comm")
        step = await environment.apply(environment.root, "cases n")
        assert isinstance(step, NewState)
        os.kill((await worker.start()).pid, signal.SIGKILL)
        outcome = await environment.apply(step.state, "all_goals omega")
        while isinstance(outcome, GaveUp):  # the kill may be noticed only by the request under way
            outcome = await environment.apply(step.state, "all_goals omega")
        assert isinstance(outcome, Proved) and environment.replayed == 1
        again = await environment.apply(step.state, "all_goals exact Nat.add_comm _ _")
        assert refused(again, "Nat.add_comm")

    loop_thread.run(run())


@lean
def test_a_search_finds_a_proof(worker, loop_thread):
    async def run():
        environment = await LeanEnvironment.open_library(worker, "Nat.add_comm")
        return await Search().run(environment.root, environment, Portfolio())

    found = loop_thread.run(run())
    assert found.proved, found
