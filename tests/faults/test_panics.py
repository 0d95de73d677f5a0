"""A server that reports a panic inside Lean: whoever asked learns of it where the request came to nothing."""

from __future__ import annotations

import asyncio
import logging

import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.messages import LeanMessage, Verdict
from prover.lean.panics import with_panics
from prover.lean.pool import LeanPool
from search.game import GaveUp, Proved, TacticError

LINE = "PANIC at Fake.unsound Fake.Server:7:2: assertion violation: n > 0"
REPORT = "Lean panicked at Fake.unsound Fake.Server:7:2: assertion violation: n > 0"
KERNEL = "(kernel) unknown constant '_inhabitedExprDummy'"


def outcomes(fake_command, *tactics, limit=30.0):
    async def scenario():
        async with LeanPool(fake_command()) as pool:
            environment = await LeanEnvironment.open(pool.workers[0], "theorem t : True", tactic_limit=limit)
            return [await environment.apply(environment.root, tactic) for tactic in tactics]

    return asyncio.run(scenario())


@pytest.mark.parametrize("tactic", ["a panic and a refusal", "a panic and a fault"])
def test_a_panic_is_named_once_in_what_it_made_fail(fake_command, tactic):
    failed, following = outcomes(fake_command, tactic, "no")
    assert isinstance(failed, TacticError) and failed.message.count(REPORT) == 1
    assert "_inhabitedExprDummy" not in failed.message
    assert following.message == "no"


def test_a_panic_is_named_where_no_answer_comes(fake_command):
    (hung,) = outcomes(fake_command, "a panic and silence", limit=0.6)
    assert isinstance(hung, GaveUp) and hung.reason == "time" and REPORT in hung.message


def test_a_panic_under_a_success_is_logged(fake_command, caplog):
    with caplog.at_level(logging.INFO, "prover.lean.process"):
        proved, following = outcomes(fake_command, "a panic and a proof", "no")
    assert isinstance(proved, Proved) and following.message == "no"
    assert LINE in caplog.text


def test_a_process_is_not_judged_by_what_an_earlier_request_made_it_say(fake_command):
    _, lost = outcomes(fake_command, "a complaint and a refusal", "death")
    assert isinstance(lost, GaveUp) and lost.reason == "crash" and "told to die" in lost.message


def test_a_refused_proof_names_the_panic_and_not_the_dummy():
    messages = [LeanMessage(severity="error", line=2, column=2, text=KERNEL)]
    refused = with_panics(Verdict(accepted=False, reason="Lean reports errors", axioms=[], messages=messages), [LINE, LINE])
    assert refused.reason == f"Lean reports errors; {REPORT}"
    assert "_inhabitedExprDummy" not in refused.messages[0].text and refused.messages[0].line == 2
    accepted = Verdict(accepted=True, axioms=[], messages=[])
    assert with_panics(accepted, [LINE]) == accepted
