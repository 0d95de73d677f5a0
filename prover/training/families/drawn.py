"""Drawing from many families at once."""

from __future__ import annotations

from collections.abc import Iterable

from prover.training.families.base import DrawnTheorem, Family
from prover.training.statements import normalized


def draw_problems(families: Iterable[Family], number: float, seed: int, barred: Iterable[str] = ()) -> list[DrawnTheorem]:
    """``number`` problems of each family (times its weight, one at least), none stating what another or one of ``barred``
    (``normalized``) states; interleaved, so that the first part of them is a fair sample."""
    seen = set(barred)
    drawn: list[tuple[float, DrawnTheorem]] = []
    for family in families if number > 0 else ():
        count = max(1, round(number * family.weight))
        for index in range(count):
            problem = family.problem(index, seed)
            form = normalized(problem.statement)
            if form not in seen:
                seen.add(form)
                drawn.append((index / count, problem))
    return [problem for _, problem in sorted(drawn, key=lambda pair: pair[0])]
