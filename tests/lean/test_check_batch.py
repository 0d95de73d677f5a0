"""Many proofs checked on one Lean: none knows of another, whatever it brings along."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prover.lean.results import CheckResult, Claim
from prover.lean.verify import CHECK_LIMIT, check, check_all


class Case(NamedTuple):
    source: str
    accepted: bool
    statement: str | None = None


CASES = {
    "plain": Case("theorem t (a b : ℕ) : a + b = b + a := by omega", True),
    "plain, real": Case("theorem t (x y : ℝ) (h : x = y + 1) : x - 1 = y := by linarith", True),
    "sorry": Case("theorem t : 1 + 1 = 3 := by sorry", False),
    "axiom": Case("axiom cheat : False\ntheorem t : 1 + 1 = 3 := cheat.elim", False),
    "an axiom of another proof": Case("theorem t : 1 + 1 = 3 := cheat.elim", False),
    "another statement": Case("theorem t (a : ℕ) (h : a = 1) : a < 3 := by omega", False, "theorem t (a : ℕ) : a < 3 := sorry"),
    "the same statement": Case(
        "theorem t (a : ℕ) (h : a = 1) : a < 3 := by omega", True, "theorem t (a : ℕ) (h : a = 1) : a < 3 := sorry"
    ),
    "an instance": Case("instance : Add Bool := ⟨or⟩\ntheorem t : true + false = true := rfl", True),
    "an instance of another proof": Case("theorem t : true + false = true := rfl", False),
    "a notation": Case('notation "YES" => True\ntheorem t : YES := trivial', True),
    "a notation of another proof": Case("theorem t : YES := trivial", False),
    "a macro": Case('macro "magic" : tactic => `(tactic| decide)\ntheorem t : 2 + 2 = 4 := by magic', True),
    "a macro of another proof": Case("theorem t : 2 + 2 = 4 := by magic", False),
    "a tactic made to cheat": Case(
        "macro_rules | `(tactic| omega) => `(tactic| sorry)\ntheorem t (a : ℕ) : a = a + 1 := by omega", False
    ),
    "an option": Case("set_option autoImplicit true\ntheorem t (h : n = 1) : n < 2 := by omega", True),
    "an option of another proof": Case("theorem t (h : n = 1) : n < 2 := by omega", False),
    "an attribute": Case(
        "def bar (n : ℕ) : ℕ := n + 1\n@[simp] theorem bar_eq (n : ℕ) : bar n = n + 1 := rfl\n"
        "theorem t (n : ℕ) : bar n = n + 1 := by simp",
        True,
    ),
    "an attribute of another proof": Case("def bar (n : ℕ) : ℕ := n + 1\ntheorem t (n : ℕ) : bar n = n + 1 := by simp", False),
    "a name opened": Case("open Nat\ntheorem t : succ 1 = 2 := rfl", True),
    "a name opened in another proof": Case("theorem t : succ 1 = 2 := rfl", False),
    "a variable": Case("variable (z : ℕ)\ntheorem t : z + 0 = z := by omega", True),
    "a variable of another proof": Case("theorem t : z + 0 = z := by omega", False),
    "nonsense": Case("theorem t : := (", False),
}


class OneWorker:
    """What a prover of one worker does for checks."""

    workers = 1

    def __init__(self, worker, limit=CHECK_LIMIT) -> None:
        self.worker, self.limit = worker, limit

    async def check(self, **claim):
        return await check(self.worker, Claim(**claim), self.limit)


def claims(names):
    return [Claim(f"{CASES[name].source}\n", "t", CASES[name].statement, own_notation=True) for name in names]


@pytest.mark.lean
@settings(max_examples=5)
@given(st.permutations(list(CASES)))
def test_verdicts_do_not_depend_on_what_was_checked_before(worker, loop_thread, names):
    verdicts = loop_thread.run(check_all(OneWorker(worker), claims(names)))
    wrong = {name: verdict for name, verdict in zip(names, verdicts, strict=True) if verdict.accepted != CASES[name].accepted}
    assert not wrong


@pytest.mark.lean
def test_a_proof_over_which_lean_hangs_costs_only_itself(worker, loop_thread):
    hung = "theorem t (a b c d e f g : ℕ) : (a+b+c+d+e+f+g)^9 = (g+f+e+d+c+b+a)^9 := by\n" \
           "  simp [Nat.pow_succ, Nat.mul_add, Nat.add_mul]\n"  # fmt: skip
    before = loop_thread.run(worker.start()).pid
    batch = [*claims(["plain"]), Claim(f"set_option maxHeartbeats 0\n{hung}"), *claims(["plain, real", "sorry"])]
    told: list[int] = []
    verdicts = loop_thread.run(check_all(OneWorker(worker, 6.0), batch, lambda index, verdict: told.append(index)))
    assert [verdict.accepted for verdict in verdicts] == [True, False, True, False]
    assert "did not finish within 6 s" in verdicts[1].reason
    assert told == [0, 1, 2, 3]
    assert loop_thread.run(worker.start()).pid != before


# ---------------------------------------------------------------------------------------- without Lean


def run(check, count, at_once, told=None):
    return asyncio.run(check_all(SimpleNamespace(workers=at_once, check=check), [Claim(str(i)) for i in range(count)], told))


@given(st.integers(0, 12), st.integers(1, 5), st.randoms())
def test_verdicts_come_in_the_order_of_the_claims_whichever_is_ready_first(count, at_once, random):
    running = most = 0

    async def check(source, **_):
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(1 + random.randrange(4)):
            await asyncio.sleep(0)
        running -= 1
        return CheckResult(name=source, accepted=True)

    told = []
    verdicts = run(check, count, at_once, lambda index, verdict: told.append((index, verdict.name)))
    assert [verdict.name for verdict in verdicts] == [str(i) for i in range(count)]
    assert sorted(told) == [(i, str(i)) for i in range(count)]
    assert most == min(at_once, count)


def test_where_lean_cannot_be_had_the_batch_ends_and_leaves_nothing_running():
    running = 0

    async def check(source, **_):
        nonlocal running
        running += 1
        try:
            if source == "1":
                raise RuntimeError("no Lean")
            await asyncio.sleep(60)
        finally:
            running -= 1

    with pytest.raises(RuntimeError, match="no Lean"):
        run(check, 3, 2)
    assert running == 0
