"""Whether the refuter prunes what is provable: proofs of true random statements, and what it says of the states on them.

    python -m benchmarks.measure.refuting --seed 11 --statements 1000

Statements are drawn by the modules of ``benchmarks.measure.generated``; each is searched for without the refuter, which is then
asked about every goal of every state on the proof that was found.  It must find nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from typing import Any

from rich.console import Console
from rich.progress import track

from benchmarks.measure.families import draw, families
from prover import AsyncProver
from prover.lean.environment import LeanEnvironment
from prover.lean.terms import GoalTerms
from prover.policy import load_policy
from prover.refuter import SECONDS
from search import Budget, Search
from search.game import NewState


async def goals_on_proof(worker: Any, policy: Any, statement: str, seconds: float) -> list[GoalTerms] | None:
    """The goals of the states on a proof, from the theorem itself on; ``None`` where none is found."""
    environment = await LeanEnvironment.open(worker, statement)
    try:
        found = await Search().run(environment.root, environment, policy, budget=Budget(seconds=seconds))
        if found.proof is None:
            return None
        goals, state = list[GoalTerms](), environment.root
        for tactic in [*found.proof, None]:
            for i in range(len(state.goals)):
                terms = await environment.look(state, i)
                goals += [terms] if terms is not None else []
            outcome = await environment.apply(state, tactic) if tactic is not None else None
            if isinstance(outcome, NewState):
                state = outcome.state
            else:
                break
        return goals
    finally:
        await environment.close()


async def main(seed: int, statements: int, seconds: float) -> int:
    from prover.algebra.refuting import counter_model

    drawn = [
        (f"{family}: {name}", statement)
        for family in families()
        for name, statement, _ in draw(family, seed, -(-statements // len(families())), 0)
    ]
    random.Random(seed).shuffle(drawn)
    proved = asked = wrong = 0
    policy = load_policy(["portfolio"])
    async with AsyncProver(policy, standby=False) as prover, prover.pool.lease() as worker:
        for name, statement in track(drawn[:statements], "searching", console=Console(stderr=True)):
            text = statement if statement.startswith("theorem") else f"theorem t {statement}"
            goals = await goals_on_proof(worker, policy, text, seconds)
            proved += goals is not None
            for goal in goals or ():
                asked += 1
                if (model := counter_model(goal, SECONDS)) is not None:
                    wrong += 1
                    print(f"{name}: {text}\n  refuted at {model.text} ({model.found_by}): {goal}", flush=True)
    print(f"{statements} statements, {proved} proved; {asked} goals on the proofs, {wrong} of them refuted")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--statements", type=int, default=1000)
    parser.add_argument("--time-limit", type=float, default=5.0)
    options = parser.parse_args()
    sys.exit(asyncio.run(main(options.seed, options.statements, options.time_limit)))
