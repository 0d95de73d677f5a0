"""One theorem on two workers: states go from one to the other, helpers come, and go when another theorem needs them."""

from __future__ import annotations

import asyncio

import pytest

from prover import AsyncProver
from prover.lean import shared
from prover.lean.environment import LeanEnvironment
from prover.lean.pool import LeanPool
from prover.lean.shared import PATIENCE, SPARE, SharedEnvironment
from search import NewState, Proved

pytestmark = pytest.mark.lean

THEOREM = "theorem t (p q r s : Prop) (hp : p) (hq : q) (hr : r) (hs : s) : (p ∧ q) ∧ (r ∧ s)"
NEVER = "theorem t (n : ℕ) (h : 2 < n) (e : n % 2 = 0) : ∃ p q : ℕ, Nat.Prime p ∧ Nat.Prime q ∧ p + q = n"


@pytest.fixture(scope="module")
def pool(async_prover, loop_thread):
    """Two workers; the first keeps no process between tests but its own."""
    pool = LeanPool(async_prover.pool.command, size=2)
    yield pool
    loop_thread.run(pool.close())


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(shared, "HELP_AFTER", 0.0)


async def helped(environment: SharedEnvironment) -> None:
    """Wait until another worker has joined, which two tactics at once ask for."""
    while environment.workers < 2:
        await asyncio.gather(*(environment.apply(environment.root, "skip") for _ in range(2)))
        await asyncio.sleep(0.05)


def test_a_state_made_on_one_worker_is_reached_on_the_other(pool, loop_thread):
    async def run() -> None:
        async with pool.lease() as worker:
            environment = SharedEnvironment(await LeanEnvironment.open(worker, THEOREM), pool)
            assert environment.parallel == 2 + SPARE
            await helped(environment)
            state = environment.root
            for tactic in ("constructor", "constructor"):
                outcome = await environment.apply(state, tactic)
                assert isinstance(outcome, NewState)
                state = outcome.state
            both = [seat.environment for seat in environment._seats]
            assert sum(state.handle.held(one) for one in both) == 1
            await asyncio.sleep(2 * PATIENCE)
            outcomes = await asyncio.gather(*(environment.apply(state, "exact hp") for _ in range(2)))
            assert all(state.handle.held(one) for one in both)
            first, second = (outcome.state for outcome in outcomes)
            assert first == second and first.handle is not second.handle
            for child in (first, second):
                assert await child.look(0) is not None
                outcome = await environment.apply(child, "exact hq")
                assert isinstance(outcome, NewState)
                assert isinstance(await environment.apply(outcome.state, "exact ⟨hr, hs⟩"), Proved)
            await environment.release([state, first, second])
            assert isinstance(await environment.apply(first, "exact hq"), NewState), "rebuilt"
            await environment.close()
            assert environment.workers == 1 and pool.lendable == 1

    loop_thread.run(run())


def test_a_helper_goes_when_another_theorem_needs_it(pool, loop_thread):
    async def run() -> None:
        async with pool.lease() as worker:
            environment = SharedEnvironment(await LeanEnvironment.open(worker, THEOREM), pool)
            await helped(environment)
            assert pool.lendable == 0
            helping = [asyncio.ensure_future(environment.apply(environment.root, "skip")) for _ in range(6)]
            async with pool.lease() as other:
                assert other is not worker and environment.workers == environment.parallel == 1
                alone = await LeanEnvironment.open(other, THEOREM)
                assert isinstance(await alone.apply(alone.root, "exact ⟨⟨hp, hq⟩, hr, hs⟩"), Proved)
                assert all(isinstance(outcome, NewState) for outcome in await asyncio.gather(*helping))
                await alone.close()
            await helped(environment)
            await environment.close()

    loop_thread.run(run())


@pytest.mark.parametrize("turns", [0, 1, 5, 50])
def test_closing_while_a_worker_joins_leaves_it_idle(pool, loop_thread, turns):
    async def run() -> None:
        async with pool.lease() as worker:
            environment = SharedEnvironment(await LeanEnvironment.open(worker, THEOREM), pool)
            asking = [asyncio.ensure_future(environment.apply(environment.root, "skip")) for _ in range(4)]
            for _ in range(turns):
                await asyncio.sleep(0)
            for one in asking:
                one.cancel()
            await environment.close()
            assert pool.lendable == 1
            await asyncio.gather(*asking, return_exceptions=True)

    loop_thread.run(run())


def test_a_worker_that_dies_while_it_helps_costs_nothing_but_time(pool, loop_thread):
    async def run() -> None:
        async with pool.lease() as worker:
            environment = SharedEnvironment(await LeanEnvironment.open(worker, THEOREM), pool)
            await helped(environment)
            outcome = await environment.apply(environment.root, "constructor")
            helper = environment._seats[1].environment.worker
            await helper.process.kill()
            assert isinstance(outcome, NewState)
            outcomes = await asyncio.gather(*(environment.apply(outcome.state, "constructor") for _ in range(6)))
            assert all(isinstance(outcome, NewState) for outcome in outcomes)
            await environment.close()

    loop_thread.run(run())


def test_a_helper_leaves_the_process_on_standby_to_the_final_check(async_prover, loop_thread):
    async def run() -> None:
        async with LeanPool(async_prover.pool.command, size=2, standby=True) as pool:
            await pool.start()
            standing_by = pool.standby._next
            if standing_by is None:
                return  # memory has no room for one
            async with pool.lease() as worker:
                environment = SharedEnvironment(await LeanEnvironment.open(worker, THEOREM), pool)
                await helped(environment)
                assert pool.standby._next is standing_by
                await environment.close()

    loop_thread.run(run())


def test_a_search_uses_both_workers_and_proves_what_it_finds(loop_thread):
    async def run() -> None:
        async with AsyncProver("portfolio", workers=2, standby=False, progress=False) as prover:
            result = await prover.prove(NEVER, time_limit=8)
            assert result.ended == "time"
            assert all(worker.lean_seconds > 0.5 for worker in prover.pool.workers)
            assert result.seconds.lean == pytest.approx(sum(worker.lean_seconds for worker in prover.pool.workers), rel=0.3)
            proofs = await asyncio.gather(*(prover.prove(THEOREM, time_limit=30) for _ in range(3)))
            assert all(proof.proved for proof in proofs)

    loop_thread.run(run())


def test_effort_is_a_share_of_the_heartbeats(worker, loop_thread):
    statement = "theorem t (a b : ℤ) : 2 * (a * b) ≤ a ^ 2 + b ^ 2"
    tactic = "nlinarith [sq_nonneg (a - b)]"

    async def run() -> list[str]:
        environment = await LeanEnvironment.open(worker, statement)
        try:
            outcomes = [await environment.apply(environment.root, tactic, effort) for effort in (1e-4, 1.0)]
            return [getattr(outcome, "reason", outcome.kind) for outcome in outcomes]
        finally:
            await environment.close()

    assert loop_thread.run(run()) == ["heartbeats", "proved"]
