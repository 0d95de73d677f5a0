"""lean-dojo's Dojo as an environment, on a stand-in with the names, results and errors of lean-dojo 4.20."""

from __future__ import annotations

import asyncio
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from prover.lean import dojo
from prover.lean.dojo import DojoEnvironment, theorem
from prover.lean.errors import BadStatement, LeanError, LeanNotAvailable
from search import Budget, GaveUp, NewState, Proposal, Proved, Search, TacticError

AND = "p q : Prop\nhp : p\nhq : q\n⊢ p ∧ q"
LEFT, RIGHT = "case left\np q : Prop\nhp : p\nhq : q\n⊢ p", "case right\np q : Prop\nhp : p\nhq : q\n⊢ q"
STEPS = {
    (AND, "constructor"): f"{LEFT}\n\n{RIGHT}",
    (f"{LEFT}\n\n{RIGHT}", "exact hp"): RIGHT,
    (RIGHT, "exact hq"): "no goals",
    (AND, "exact cheat"): "given up",
}


@dataclass(frozen=True)
class TacticState:
    pp: str
    id: int = field(compare=False)
    message: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ProofFinished:
    tactic_state_id: int
    message: str | None = None


@dataclass(frozen=True)
class ProofGivenUp:
    pass


@dataclass(frozen=True)
class LeanDojoError:
    error: str


class DojoCrashError(Exception):
    @property
    def is_out_of_memory(self) -> bool:
        return str(self) == "OOM"


class DojoTacticTimeoutError(Exception):
    pass


class DojoInitError(Exception):
    pass


class StandIn(ModuleType):
    """Plays the part of the package ``lean_dojo``: one theorem, the steps above, and whatever is to go wrong.

    ``faults`` are used up one by one, by tactic: an exception to raise, or an event to wait for.
    """

    TacticState, ProofFinished, ProofGivenUp, LeanError = TacticState, ProofFinished, ProofGivenUp, LeanDojoError
    DojoCrashError, DojoTacticTimeoutError, DojoInitError = DojoCrashError, DojoTacticTimeoutError, DojoInitError

    def __init__(self) -> None:
        super().__init__("lean_dojo")
        self.steps = dict(STEPS)
        self.faults: dict[str, list] = {}
        self.dojos: list = []
        self.threads: set[int] = set()
        self.traced, self.opens = True, True
        self.proofs: list[str] = []
        module = self

        class Dojo:
            def __init__(self, entry, timeout=600, additional_imports=(), build_deps=True) -> None:
                self.entry, self.entered, self.exited, self.ids = entry, False, 0, {}
                self.proc = SimpleNamespace(timeout=timeout)
                self.killed = threading.Event()
                module.dojos.append(self)

            def __enter__(self):
                module.threads.add(threading.get_ident())
                if not module.opens:
                    raise DojoInitError("Unexpected EOF")
                self.entered = True
                return self, self._state(AND)

            def __exit__(self, *_: object) -> None:
                self.exited += 1
                self.killed.set()

            def _state(self, text: str) -> TacticState:
                self.ids[len(self.ids)] = text
                return TacticState(text, len(self.ids) - 1)

            def run_tac(self, state: TacticState, tactic: str):
                module.threads.add(threading.get_ident())
                if self.exited:
                    raise DojoCrashError("Unexpected exit code: 0")
                assert self.ids[state.id] == state.pp, "a state of another Dojo"
                if module.faults.get(tactic):
                    fault = module.faults[tactic].pop(0)
                    if fault == "hang":
                        assert self.killed.wait(60)
                        raise DojoCrashError("Unexpected EOF")
                    raise fault
                after = module.steps.get((state.pp, tactic))
                if after is None:
                    return LeanDojoError("unknown identifier")
                if after == "given up":
                    return ProofGivenUp()
                return ProofFinished(99) if after == "no goals" else self._state(after)

        self.Dojo = Dojo

    def LeanGitRepo(self, url: str, commit: str):
        if commit == "none":
            raise ValueError(f"{url} is not a valid URL")
        return SimpleNamespace(url=url, commit=commit)

    def Theorem(self, repo, file_path, full_name):
        assert isinstance(file_path, Path)
        return SimpleNamespace(repo=repo, file_path=file_path, full_name=full_name)

    def is_available_in_cache(self, repo) -> bool:
        return self.traced

    def check_proof(self, goal, proof: str) -> bool:
        self.proofs.append(proof)
        return "exact hq" in proof


@pytest.fixture
def lean_dojo(monkeypatch) -> StandIn:
    module = StandIn()
    monkeypatch.setitem(sys.modules, "lean_dojo", module)
    return module


def on_and(work) -> object:
    """Run ``work(environment)`` on the one theorem."""

    async def run():
        goal = theorem("https://example.org/r", "c0ffee", "A/B.lean", "A.and_intro")
        async with await DojoEnvironment.open(goal, tactic_limit=7) as environment:
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
    """Proposes every tactic of the stand-in, and two that fail, at every state."""

    name = "toy"

    async def propose(self, states):
        tactics = ["simp", "exact hq", "constructor", "exact hp", "sorry"]
        return [[Proposal(tactic, -1.0 - i) for i, tactic in enumerate(tactics)] for _ in states]


def search(environment, **budget):
    return Search(concurrency=2).run(environment.root, environment, Toy(), budget=Budget(**{"seconds": 60, **budget}))


def test_a_search_finds_a_proof_and_lean_dojo_checks_it(lean_dojo):
    async def work(environment):
        found = await search(environment)
        return found.proof, await environment.check(found.proof)

    proof, verdict = on_and(work)
    assert proof == ("constructor", "exact hp", "exact hq")
    assert verdict == "accepted_by_dojo"
    assert lean_dojo.proofs == ["by\n  constructor\n  exact hp\n  exact hq"]
    assert [dojo.exited for dojo in lean_dojo.dojos] == [1]


def test_what_lean_dojo_refuses_is_said_to_be_refused(lean_dojo):
    assert on_and(lambda environment: environment.check(["constructor"])) == "refused_by_dojo"
    with pytest.raises(ValueError, match="at least one tactic"):
        on_and(lambda environment: environment.check([]))


def test_every_result_of_dojo_is_an_outcome(lean_dojo):
    async def work(environment):
        root = environment.root
        assert (root.goals, root.key) == ((AND,), AND)
        new = await environment.apply(root, "constructor")
        assert isinstance(new, NewState) and new.state.goals == (LEFT, RIGHT)
        assert isinstance(await follow(environment, "constructor", "exact hp", "exact hq"), Proved)
        assert await environment.apply(root, "simp") == TacticError("unknown identifier", pytest.approx(0, abs=10))
        assert "sorry" in (await environment.apply(root, "exact cheat")).message
        assert isinstance(await environment.apply(root, "native_decide"), TacticError)
        assert environment.root is root and lean_dojo.dojos[0].proc.timeout == 7

    on_and(work)


def test_all_of_dojo_runs_in_one_thread_that_is_not_the_loop_s(lean_dojo):
    async def work(environment):
        await asyncio.gather(*(environment.apply(environment.root, "simp") for _ in range(20)))
        return threading.get_ident()

    assert on_and(work) not in lean_dojo.threads
    assert len(lean_dojo.threads) == 1


@pytest.mark.parametrize(
    ("fault", "reason", "said"),
    [
        (DojoTacticTimeoutError(), "time", "within 7 s"),
        (DojoCrashError("OOM"), "memory", "OOM"),
        (DojoCrashError("Unexpected EOF"), "crash", "Unexpected EOF"),
        (AssertionError("goals"), "crash", "AssertionError: goals"),
    ],
)
def test_a_dojo_that_is_lost_is_replaced_and_its_states_are_rebuilt(lean_dojo, fault, reason, said):
    lean_dojo.faults["exact hp"] = [fault]

    async def work(environment):
        two = (await environment.apply(environment.root, "constructor")).state
        lost = await environment.apply(two, "exact hp")
        assert isinstance(lost, GaveUp) and lost.reason == reason and said in lost.message
        again = await environment.apply(two, "exact hp")
        assert isinstance(again, NewState) and again.state.goals == (RIGHT,)
        assert isinstance(await environment.apply(again.state, "exact hq"), Proved)
        return environment.generation, environment.replayed

    assert on_and(work) == (2, 1)
    assert [dojo.exited for dojo in lean_dojo.dojos] == [1, 1]


def test_a_search_goes_on_after_a_crash(lean_dojo):
    lean_dojo.faults = {"simp": [DojoCrashError("OOM"), DojoTacticTimeoutError()]}
    assert on_and(search).proof == ("constructor", "exact hp", "exact hq")
    assert all(dojo.exited == 1 for dojo in lean_dojo.dojos) and len(lean_dojo.dojos) >= 2


def test_a_state_that_comes_out_differently_is_lost_not_taken_for_another(lean_dojo):
    lean_dojo.faults["exact hp"] = [DojoCrashError("Unexpected EOF")]

    async def work(environment):
        two = (await environment.apply(environment.root, "constructor")).state
        await environment.apply(two, "exact hp")
        lean_dojo.steps[AND, "constructor"] = RIGHT
        return await environment.apply(two, "exact hp")

    lost = on_and(work)
    assert isinstance(lost, GaveUp) and "could not be rebuilt" in lost.message


def test_a_dojo_that_cannot_be_entered_again_is_told_at_every_tactic(lean_dojo):
    lean_dojo.faults["simp"] = [DojoCrashError("OOM")]

    async def work(environment):
        await environment.apply(environment.root, "simp")
        lean_dojo.opens = False
        return [await environment.apply(environment.root, "constructor") for _ in range(2)]

    for outcome in on_and(work):
        assert isinstance(outcome, GaveUp) and "Unexpected EOF" in outcome.message
    assert all(dojo.exited == 1 for dojo in lean_dojo.dojos)


def test_closing_ends_a_dojo_in_the_middle_of_a_tactic(lean_dojo):
    lean_dojo.faults["simp"] = ["hang"]

    async def work():
        environment = await DojoEnvironment.open(theorem("u", "c", "A.lean", "t"))
        hanging = asyncio.create_task(environment.apply(environment.root, "simp"))
        while not lean_dojo.faults["simp"] == []:
            await asyncio.sleep(0.01)
        await environment.close()
        assert isinstance(await hanging, GaveUp)
        with pytest.raises(LeanError, match="closed"):
            await environment.apply(environment.root, "constructor")

    asyncio.run(work())
    assert [dojo.exited for dojo in lean_dojo.dojos] == [1]


def test_closing_while_a_dojo_is_being_entered_leaves_none_behind(lean_dojo):
    entering, go_on = threading.Event(), threading.Event()
    enter = lean_dojo.Dojo.__enter__

    def slow(self):
        entering.set()
        assert go_on.wait(60)
        return enter(self)

    lean_dojo.Dojo.__enter__ = slow

    async def work():
        opening = asyncio.create_task(DojoEnvironment.open(theorem("u", "c", "A.lean", "t")))
        await asyncio.to_thread(entering.wait, 60)
        opening.cancel()
        await asyncio.sleep(0.05)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await opening

    asyncio.run(work())
    assert lean_dojo.dojos[0].entered and lean_dojo.dojos[0].exited >= 1
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("dojo")]


def test_without_lean_dojo_the_error_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "lean_dojo", None)
    with pytest.raises(LeanNotAvailable, match=r"pip install lean-dojo==4\.20\.0.*trace"):
        theorem("u", "c", "A.lean", "t")


def test_a_repository_not_traced_is_not_traced_now(lean_dojo):
    lean_dojo.traced = False
    with pytest.raises(LeanNotAvailable, match="has not been traced: run lean_dojo.trace"):
        on_and(search)
    assert lean_dojo.dojos == []


def test_a_theorem_that_cannot_be_opened_is_a_bad_statement(lean_dojo):
    lean_dojo.opens = False
    with pytest.raises(BadStatement, match="Dojo cannot open .*Unexpected EOF"):
        on_and(search)


def test_a_repository_that_cannot_be_had(lean_dojo):
    with pytest.raises(LeanNotAvailable, match="cannot open u at none: ValueError: u is not a valid URL"):
        theorem("u", "none", "A.lean", "t")


def test_lean_dojo_is_not_imported_before_it_is_used():
    import subprocess

    code = "import sys, prover.lean.dojo, prover.cli; print(any(m.split('.')[0] in ('lean_dojo', 'ray') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_nothing_is_fetched_from_the_remote_cache(tmp_path, monkeypatch):
    (tmp_path / "lean_dojo.py").write_text("import os\nremote = 'DISABLE_REMOTE_CACHE' not in os.environ\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("DISABLE_REMOTE_CACHE", "")
    monkeypatch.delenv("DISABLE_REMOTE_CACHE")
    monkeypatch.delitem(sys.modules, "lean_dojo", raising=False)
    assert dojo._lean_dojo().remote is False
    monkeypatch.delitem(sys.modules, "lean_dojo")
