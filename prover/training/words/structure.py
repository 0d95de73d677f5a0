"""The structure of a proof that was found step by step: which steps belong to which goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from prover.training.traces import Step, main_goal


@dataclass
class Item:
    """A tactic, the goal it was run on, and where it left several goals, the steps of each."""

    tactic: str
    goal: str
    branches: list[list[Item]] = field(default_factory=list)


def structured(steps: Sequence[Step]) -> list[Item] | None:
    """The steps as a tree, or ``None`` where a tactic changed more than the first goal."""
    goals = [*(len(step.state.split("\n\n")) for step in steps), 0]
    at = 0

    def one_goal() -> list[Item] | None:
        nonlocal at
        items: list[Item] = []
        while at < len(steps):
            step = steps[at]
            left = goals[at + 1] - goals[at] + 1
            at += 1
            items.append(Item(step.tactic, main_goal(step.state)))
            if left == 0:
                return items
            if left < 0:
                return None
            if left > 1:
                for _ in range(left):
                    branch = one_goal()
                    if branch is None:
                        return None
                    items[-1].branches.append(branch)
                return items
        return None

    items = one_goal()
    return items if at == len(steps) else None
