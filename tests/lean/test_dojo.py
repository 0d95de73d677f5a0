"""lean-dojo's Dojo as an environment: the real package, on a traced repository whose Lean is played (``traced``)."""

from __future__ import annotations

import asyncio
import inspect
import os
import shutil
import subprocess
import sys
import threading
import time

import pytest
import traced as tracing
from traced import AND, BOTH, LEFT, RIGHT, STATEMENT, Traced

from prover.lean import dojo
from prover.lean.dojo import DojoEnvironment, theorem
from prover.lean.errors import BadStatement, LeanError, LeanNotAvailable, LeanTimeout
from search import Budget, GaveUp, NewState, Proposal, Proved, Search, TacticError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="lean-dojo needs git")

LIMIT = 2
"""Seconds for a tactic here."""


def on(traced: Traced, work, name: str = "both") -> object:
    """Run ``work(environment)`` on the theorem."""

    async def run():
        goal = theorem(traced.url, traced.commit, "Demo.lean", name)
        async with await DojoEnvironment.open(goal, tactic_limit=LIMIT) as environment:
            return await work(environment)

    return asyncio.run(run())


async def follow(environment, *tactics):
    """The outcome of the last of these tactics, from the root."""
    state, outcome = environment.root, None
    for tactic in tactics:
        outcome = await environment.apply(state, tactic)
        state = outcome.state if isinstance(outcome, NewState) else state
    return outcome


class Toy:
    """Proposes every tactic that Lean knows here, and two that fail, at every state."""

    name = "toy"

    async def propose(self, states):
        tactics = ["simp", "exact hq", "constructor", "exact hp", "sorry"]
        return [[Proposal(tactic, -1.0 - i) for i, tactic in enumerate(tactics)] for _ in states]


def search(environment, **budget):
    return Search(concurrency=2).run(environment.root, environment, Toy(), budget=Budget(**{"seconds": 60, **budget}))


PROOF = ("constructor", "exact hp", "exact hq")


def test_what_is_used_of_lean_dojo_is_there():
    lean_dojo = dojo.load()
    assert lean_dojo.__version__ == "4.20.0"
    used = [
        (lean_dojo.LeanGitRepo, "url commit"),
        (lean_dojo.Theorem, "repo file_path full_name"),
        (lean_dojo.Dojo, "entry timeout"),
        (lean_dojo.Dojo.run_tac, "self state tactic"),
        (lean_dojo.check_proof, "thm proof"),
        (lean_dojo.is_available_in_cache, "repo"),
        (lean_dojo.TacticState, "pp id"),
        (lean_dojo.ProofFinished, "tactic_state_id"),
        (lean_dojo.LeanError, "error"),
    ]
    for thing, names in used:
        assert list(inspect.signature(thing).parameters)[: len(names.split())] == names.split(), thing
    assert lean_dojo.DojoCrashError("OOM").is_out_of_memory and not lean_dojo.DojoCrashError("x").is_out_of_memory


def test_a_search_finds_a_proof_and_lean_dojo_checks_it(traced):
    async def work(environment):
        found = await search(environment)
        return found.proof, await environment.check(found.proof)

    assert on(traced, work) == (PROOF, True)
    (file,) = traced.checks
    assert f"{STATEMENT}by\n  constructor\n  exact hp\n  exact hq\n" in file.replace(":= ", ":=") and "theorem after" in file


def test_a_proof_of_several_lines_is_indented(traced):
    on(traced, lambda environment: environment.check(["have h : p := by\n  exact hp", "exact ⟨h, hq⟩"]))
    assert "by\n  have h : p := by\n    exact hp\n  exact ⟨h, hq⟩\n" in traced.checks[0]


def test_what_lean_dojo_refuses_is_said_to_be_refused(traced):
    traced.script(accepts=False)
    assert on(traced, lambda environment: environment.check(["simp"])) is False
    with pytest.raises(ValueError, match="at least one tactic"):
        on(traced, lambda environment: environment.check([]))


def test_a_check_has_a_limit_and_ends_with_the_environment(traced):
    traced.script(checking=1000)
    with pytest.raises(LeanTimeout, match="within 1 s"):
        on(traced, lambda environment: environment.check(["simp"], limit=1))

    async def closed():
        environment = await DojoEnvironment.open(theorem(traced.url, traced.commit, "Demo.lean", "both"))
        checking = asyncio.create_task(environment.check(["simp"]))
        while len(traced.checks) < 2:
            await asyncio.sleep(0.01)
        await environment.close()
        with pytest.raises(LeanTimeout):
            await checking

    begun = time.monotonic()
    asyncio.run(closed())
    assert time.monotonic() - begun < 60


def test_every_result_of_dojo_is_an_outcome(traced):
    async def work(environment):
        root = environment.root
        assert (root.goals, root.key) == ((AND,), AND)
        new = await environment.apply(root, "constructor")
        assert isinstance(new, NewState) and new.state.goals == (LEFT, RIGHT) and new.state.key == BOTH
        assert isinstance(await follow(environment, *PROOF), Proved)
        unknown = await environment.apply(root, "simp")
        assert isinstance(unknown, TacticError) and unknown.message == "unknown identifier"
        assert "sorry" in (await environment.apply(root, "exact cheat")).message
        for refused in ("native_decide", f"exact {'h' * 5000}"):
            assert isinstance(await environment.apply(root, refused), TacticError)
        assert environment.root is root and environment.generation == 1

    on(traced, work)
    assert traced.log == ["open"]


def test_the_longest_line_arrives(traced):
    tactics = ["exact " + "ℝ" * number for number in (1354, 1355)]
    traced.script(steps={AND: dict.fromkeys(tactics, "no goals")})
    arrives, does_not = (on(traced, lambda environment, t=t: environment.apply(environment.root, t)) for t in tactics)
    assert isinstance(arrives, Proved) and does_not == TacticError("too long a tactic for lean-dojo")


def test_all_of_dojo_runs_in_one_thread_that_is_not_the_loop_s(traced, monkeypatch):
    threads = set()
    run_tac = dojo.load().Dojo.run_tac

    def noting(self, state, tactic):
        threads.add(threading.get_ident())
        return run_tac(self, state, tactic)

    monkeypatch.setattr(dojo.load().Dojo, "run_tac", noting)

    async def work(environment):
        await asyncio.gather(*(environment.apply(environment.root, "simp") for _ in range(20)))
        return threading.get_ident()

    assert on(traced, work) not in threads and len(threads) == 1


@pytest.mark.parametrize(
    ("fault", "reason", "said"), [("hang", "time", f"within {LIMIT} s"), ("crash", "crash", "Unexpected EOF")]
)
def test_a_dojo_that_is_lost_is_replaced_and_its_states_are_rebuilt(traced, fault, reason, said):
    traced.fault("exact hp", fault)

    async def work(environment):
        two = (await environment.apply(environment.root, "constructor")).state
        lost = await environment.apply(two, "exact hp")
        assert isinstance(lost, GaveUp) and lost.reason == reason and said in lost.message
        again = await environment.apply(two, "exact hp")
        assert isinstance(again, NewState) and again.state.goals == (RIGHT,)
        assert isinstance(await environment.apply(again.state, "exact hq"), Proved)
        return environment.generation, environment.replayed

    assert on(traced, work) == (2, 1)
    assert traced.log == ["open", f"fault {fault}", "open"]


def test_memory_that_is_used_up_is_told_as_that(traced):
    traced.script(dies_after="constructor")

    async def work(environment):
        two = (await environment.apply(environment.root, "constructor")).state
        await asyncio.sleep(0.5)
        return await environment.apply(two, "exact hp")

    lost = on(traced, work)
    assert isinstance(lost, GaveUp) and lost.reason == "memory"


def test_a_state_that_lean_dojo_cannot_read_costs_the_dojo_not_the_search(traced):
    async def work(environment):
        odd = await environment.apply(environment.root, "odd")
        assert isinstance(odd, GaveUp) and "AssertionError" in odd.message
        return await follow(environment, *PROOF)

    assert isinstance(on(traced, work), Proved)


def test_a_search_goes_on_after_a_crash(traced):
    traced.fault("simp", "crash")
    assert on(traced, search).proof == PROOF
    assert traced.log.count("open") == 2


def test_a_state_that_comes_out_differently_is_lost_not_taken_for_another(traced):
    traced.fault("exact hp", "crash")

    async def work(environment):
        two = (await environment.apply(environment.root, "constructor")).state
        await environment.apply(two, "exact hp")
        traced.script(steps={**tracing.STEPS, AND: {"constructor": RIGHT}})
        return await environment.apply(two, "exact hp")

    lost = on(traced, work)
    assert isinstance(lost, GaveUp) and "could not be rebuilt" in lost.message


def test_a_dojo_that_cannot_be_entered_again_is_told_at_every_tactic(traced):
    traced.fault("simp", "crash")

    async def work(environment):
        await environment.apply(environment.root, "simp")
        traced.script(opens=False)
        return [await environment.apply(environment.root, "constructor") for _ in range(2)]

    for outcome in on(traced, work):
        assert isinstance(outcome, GaveUp) and "Unexpected EOF" in outcome.message


def test_closing_ends_a_dojo_in_the_middle_of_a_tactic(traced):
    traced.fault("simp", "hang")

    async def work():
        environment = await DojoEnvironment.open(theorem(traced.url, traced.commit, "Demo.lean", "both"), tactic_limit=600)
        hanging = asyncio.create_task(environment.apply(environment.root, "simp"))
        while "fault hang" not in traced.log:
            await asyncio.sleep(0.01)
        await environment.close()
        assert isinstance(await hanging, GaveUp)
        with pytest.raises(LeanError, match="closed"):
            await environment.apply(environment.root, "constructor")

    asyncio.run(work())


def test_closing_while_a_dojo_is_being_entered_leaves_none_behind(traced, monkeypatch):
    entering, go_on = threading.Event(), threading.Event()
    enter, entered = dojo.load().Dojo.__enter__, []

    def slow(self):
        entering.set()
        assert go_on.wait(60)
        entered.append(self)
        return enter(self)

    monkeypatch.setattr(dojo.load().Dojo, "__enter__", slow)

    async def work():
        opening = asyncio.create_task(DojoEnvironment.open(theorem(traced.url, traced.commit, "Demo.lean", "both")))
        await asyncio.to_thread(entering.wait, 60)
        opening.cancel()
        await asyncio.sleep(0.05)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await opening

    asyncio.run(work())
    deadline = time.monotonic() + 30
    while entered[0].proc.isalive() and time.monotonic() < deadline:
        time.sleep(0.01)  # it has been killed, which takes a moment
    assert not entered[0].proc.isalive() and entered[0].modified_file.closed
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("dojo")]


def test_without_lean_dojo_the_error_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "lean_dojo", None)
    with pytest.raises(LeanNotAvailable, match=r"pip install lean-dojo==4\.20\.0.*trace"):
        theorem("u", "c", "A.lean", "t")


def test_a_repository_not_traced_is_not_traced_now(traced, monkeypatch):
    monkeypatch.setattr(dojo.load(), "is_available_in_cache", lambda repo: False)
    with pytest.raises(LeanNotAvailable, match="has not been traced: run lean_dojo.trace"):
        on(traced, search)
    assert traced.log == []


def test_a_theorem_that_cannot_be_opened_is_a_bad_statement(traced):
    with pytest.raises(BadStatement, match="Failed to locate the theorem with `neither`"):
        on(traced, search, "neither")
    traced.script(opens=False)
    with pytest.raises(BadStatement, match="Dojo cannot open .*Unexpected EOF"):
        on(traced, search)


def test_without_lake_it_is_lake_that_is_asked_for(traced, monkeypatch):
    monkeypatch.setenv("PATH", os.environ["PATH"].partition(os.pathsep)[2])
    if shutil.which("lake") is not None:
        pytest.skip("this machine has a lake")
    with pytest.raises(LeanNotAvailable, match="'lake'.*elan"):
        on(traced, search)


@pytest.mark.parametrize(
    ("url", "commit", "said"),
    [
        ("{tmp}/none", "0" * 40, "no such folder"),
        ("{tmp}", "0" * 40, "not a valid URL"),
        ("{repo}", "no-such-tag", "no-such-tag"),
    ],
)
def test_a_repository_that_cannot_be_had(repository, tmp_path, url, commit, said):
    url = url.format(tmp=tmp_path, repo=repository[0])
    with pytest.raises(LeanNotAvailable, match=said):
        theorem(url, commit, "A.lean", "t")
    assert list(tmp_path.iterdir()) == []


def test_lean_dojo_is_not_imported_before_it_is_used():
    code = "import sys, prover.lean.dojo, prover.cli; print(any(m.split('.')[0] in ('lean_dojo', 'ray') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_nothing_is_fetched_from_the_remote_cache(tmp_path, monkeypatch):
    (tmp_path / "lean_dojo.py").write_text("import os\nremote = 'DISABLE_REMOTE_CACHE' not in os.environ\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("DISABLE_REMOTE_CACHE", "")
    monkeypatch.delenv("DISABLE_REMOTE_CACHE")
    monkeypatch.delitem(sys.modules, "lean_dojo", raising=False)
    assert dojo.load().remote is False
    monkeypatch.delitem(sys.modules, "lean_dojo")
