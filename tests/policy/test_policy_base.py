"""Cleaning, telling duplicates, merging."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.policy.base import Merged, clean_tactic, close_policy, normalize_tactic, ranked
from search.game import Policy, ProofState, Proposal

STATES = [ProofState("a", ("⊢ a",)), ProofState("b", ("⊢ b",))]


class Fixed:
    def __init__(self, name, *proposals, error=None, wait=0.0):
        self.name, self.proposals, self.error, self.wait = name, proposals, error, wait
        self.closed = self.cancelled = False

    async def propose(self, states):
        try:
            await asyncio.sleep(self.wait)
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if self.error:
            raise self.error
        return [[Proposal(t, p, self.name) for t, p in self.proposals] for _ in states]

    def close(self):
        self.closed = True


@pytest.mark.parametrize(
    ("text", "tactic"),
    [
        ("  omega \n", "omega"),
        ("simp [h₀] -- easy", "simp [h₀]"),
        ("· exact h", "· exact h"),
        ("⟨hp, hq⟩", "⟨hp, hq⟩"),
        ("```lean\nring\n```", "ring"),
        ("have h : a - -b = a + b := by ring", "have h : a - -b = a + b := by ring"),
        ("exact h.stop", "exact h.stop"),
        ("exact admittance", "exact admittance"),
        ("simp [sorry']", "simp [sorry']"),
    ],
)
def test_a_tactic_is_kept(text, tactic):
    assert clean_tactic(text) == tactic


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "---", "}", "-- nothing", "sorry", "exact sorry", "by\n  admit", "(sorry)", "native_decide", "exact sorryAx _ true",
     "apply?", "rw?", "stop\nsimp", "first | omega | sorry"],
)  # fmt: skip
def test_what_can_be_no_proof_is_dropped(text):
    assert clean_tactic(text) is None


def test_spacing_makes_no_difference_but_indentation_does():
    assert normalize_tactic(" rw  [h₀,\th₁] \n") == normalize_tactic("rw [h₀, h₁]")
    assert normalize_tactic("constructor\n\n· simp") == normalize_tactic("constructor\n·  simp  ")
    assert normalize_tactic("a\n  b") != normalize_tactic("a\nb")


tactics = st.lists(
    st.tuples(st.sampled_from(["simp", "simp ", " omega", "omega", "ring", "rw  [h]", "rw [h]"]), st.floats(-50, 0))
)


@given(tactics)
def test_ranked_keeps_the_best_of_each(pairs):
    out = ranked(Proposal(t, p) for t, p in pairs)
    assert [p.logprob for p in out] == sorted((p.logprob for p in out), reverse=True)
    best = {}
    for tactic, logprob in pairs:
        key = " ".join(tactic.split())
        best[key] = max(best.get(key, -100.0), logprob)
    assert {" ".join(p.tactic.split()): p.logprob for p in out} == best


def test_merged_is_the_union_with_the_higher_of_duplicates():
    merged = Merged([Fixed("one", ("simp", -1.0), ("omega", -3.0)), Fixed("two", (" omega", -2.0), ("ring", -2.5))])
    assert isinstance(merged, Policy) and merged.name == "one+two"
    answers = asyncio.run(merged.propose(STATES))
    assert [[(p.tactic.strip(), p.logprob, p.source) for p in answer] for answer in answers] == [
        [("simp", -1.0, "one"), ("omega", -2.0, "two"), ("ring", -2.5, "two")]
    ] * 2


def test_merged_asks_all_at_once():
    """Each answers only once all have been asked."""
    asked, everyone = [], asyncio.Event()

    class Meeting:
        name = "meeting"

        async def propose(self, states):
            asked.append(self)
            if len(asked) == 3:
                everyone.set()
            await everyone.wait()
            return [[] for _ in states]

    answer = asyncio.run(asyncio.wait_for(Merged([Meeting(), Meeting(), Meeting()]).propose(STATES), 60))
    assert answer == [[] for _ in STATES]


def test_one_failing_fails_the_whole_and_ends_the_others():
    slow = Fixed("slow", wait=60)
    with pytest.raises(ConnectionError, match="gone"):
        asyncio.run(Merged([Fixed("bad", error=ConnectionError("gone")), slow]).propose(STATES))
    assert slow.cancelled


def test_cancelling_reaches_every_policy():
    slow = [Fixed("a", wait=60), Fixed("b", wait=60)]

    async def run():
        task = asyncio.ensure_future(Merged(slow).propose(STATES))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert all(policy.cancelled for policy in slow)


def test_closing_reaches_every_policy_that_can_be_closed():
    class Plain:
        name = "plain"

        async def propose(self, states):
            return [[] for _ in states]

    one = Fixed("one")
    Merged([one, Plain()]).close()
    close_policy(Plain())
    assert one.closed


def test_merging_nothing_is_an_error():
    with pytest.raises(ValueError):
        Merged([])


def test_what_comes_later_of_any_policy_is_merged_as_it_comes():
    class Slow(Fixed):
        async def afterwards(self, state):
            for tactic, logprob in self.proposals:
                await asyncio.sleep(self.wait)
                yield [Proposal(tactic, logprob, f"{self.name} at {state.key}")]

        def use_processes(self, pool):
            self.pool = pool

    async def read(policy):
        return [p.source + p.tactic async for proposals in policy.afterwards(STATES[0]) for p in proposals]

    fast, one, two = Fixed("fast"), Slow("one", ("x", -1.0), wait=0.05), Slow("two", ("y", -1.0), ("z", -2.0), wait=0.01)
    merged = Merged([Merged([fast, one]), two])
    assert asyncio.run(read(merged)) == ["two at ay", "two at az", "one at ax"]
    assert Merged([fast]).afterwards is None
    merged.use_processes("pool")
    assert one.pool == two.pool == "pool"
