"""Attacks on the proof server by tactics and by whole sources: none is accepted, each is refused for its reason, and the
honest side of each is accepted."""

from __future__ import annotations

import re

import controls
import pytest
import sources
import swapped
import tactics
from attack import spelled
from doors import Server

from prover.lean.guard import metaprogram

pytestmark = pytest.mark.lean

TACTICS = tactics.attacks()
SOURCES = sources.attacks() + swapped.attacks()


@pytest.fixture(scope="module")
def server(worker):
    return Server(worker)


@pytest.mark.parametrize("attack", TACTICS, ids=[spelled(a.family, f"{a.claim} {a.text}") for a in TACTICS])
def test_a_tactic_does_not_prove_what_is_false(server, loop_thread, attack):
    answer = loop_thread.run(server.on_claim(attack.claim, attack.text))
    assert not answer.accepted
    assert re.search(attack.reason, answer.why), answer.why


@pytest.mark.parametrize("attack", SOURCES, ids=[spelled(a.family, a.text) for a in SOURCES])
def test_a_source_is_no_proof(server, loop_thread, attack):
    answer = loop_thread.run(server.verify(attack.text, attack.statement, _name(attack.statement)))
    assert not answer.accepted
    assert re.search(attack.reason, answer.why), answer.why


@pytest.mark.parametrize("attack", SOURCES[::6], ids=[spelled(a.family, a.text) for a in SOURCES[::6]])
def test_the_final_check_refuses_it_too(prover, attack):
    verdict = prover.check(attack.text, name=_name(attack.statement), statement=attack.statement)
    assert not verdict.accepted and verdict.reason


@pytest.mark.parametrize(("theorem", "tactic"), controls.TACTICS, ids=[spelled("honest", b) for _, b in controls.TACTICS])
def test_an_honest_tactic_proves(server, loop_thread, theorem, tactic):
    answer = loop_thread.run(server.tactic(theorem, tactic))
    assert answer.accepted, answer.why


@pytest.mark.parametrize(("proof", "statement"), controls.SOURCES, ids=[spelled("honest", a) for a, _ in controls.SOURCES])
def test_an_honest_source_is_a_proof(prover, proof, statement):
    verdict = prover.check(proof, name=None if "a.b" in proof else "t", statement=statement and f"{statement} := by sorry")
    assert verdict.accepted, verdict


def test_there_are_enough_attacks():
    distinct = {(type(a).__name__, a.text, getattr(a, "claim", None), getattr(a, "statement", None)) for a in TACTICS + SOURCES}
    assert len(distinct) == len(TACTICS + SOURCES) >= 440


def test_the_first_line_alone_does_not_refuse_them():
    assert sum(metaprogram(a.text) is None for a in SOURCES) > len(SOURCES) / 2


def _name(statement: str | None) -> str:
    return "a.b" if statement and "a.b" in statement else "t"
