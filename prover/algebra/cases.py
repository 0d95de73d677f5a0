"""All cases of variables with bounds: whether a target holds in each, and which fit the hypotheses at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, NamedTuple

from prover.algebra.bounds import Box
from prover.algebra.integers import NotEvaluable, compiled
from prover.lean.terms import Term, Var, type_name, variables

MAX_CASES = 3000
"""Steps of the kernel, about a millisecond each."""
MAX_SOLUTIONS = 12
MAX_VARIABLES = 5


@dataclass(frozen=True)
class Cases:
    """``variables`` with the values to run through, in this order; once the ``i``-th is chosen the hypotheses ``tests[i]`` (indices)
    are asked, of which each is needed.

    ``holds``: the target was computed, and holds in every case that fits, of which there may be none.  ``solutions``: the cases
    that fit, where they are few.  ``count``: how many steps it took.
    """

    variables: tuple[Var, ...]
    ranges: tuple[range, ...]
    tests: tuple[tuple[int, ...], ...]
    holds: bool
    solutions: tuple[tuple[int, ...], ...] | None
    count: int


class _Test(NamedTuple):
    """A formula as a function of the values of its variables."""

    inputs: tuple[Var, ...]
    function: Callable[..., Any]

    def __call__(self, values: Mapping[Var, int]) -> bool:  # type: ignore[override]
        return self.function(*(values[v] for v in self.inputs))


def enumerate_cases(hypotheses: Sequence[Term], target: Term, box: Box) -> Cases | None:
    """The cases of the variables with finitely many values that matter for the target.

    ``None`` where they are too many, where they neither prove the target nor are few, and where one of them is a counter-model.
    """
    names = dict.fromkeys(v for f in (*hypotheses, target) for v in variables(f) if type_name(v) in ("ℕ", "ℤ"))
    ranges = {v: r for v in names if v.accessible and (r := box.range_of(v)) is not None}
    tests = {i: test for i, h in enumerate(hypotheses) if (test := _test(h, ranges)) is not None and test.inputs}
    goal = _test(target, ranges)
    chosen = _connected(tests, goal, ranges)
    tests = {i: test for i, test in tests.items() if chosen.issuperset(test.inputs)}
    if not 0 < len(chosen) <= MAX_VARIABLES:
        return None
    by_size = sorted(chosen, key=lambda v: len(ranges[v]))
    complete = goal is not None and len(tests) == len(hypotheses)
    found = [_run(order, ranges, tests, goal) for order in (permutations(by_size) if len(chosen) <= 3 else [tuple(by_size)])]
    best = min((cases for cases in found if cases is not None), key=lambda cases: cases.count, default=None)
    return None if best is not None and complete and not best.holds else best


def _test(formula: Term, ranges: Mapping[Var, range]) -> _Test | None:
    """``None`` for a formula that has variables without a range, or is not decided by computing."""
    used = tuple(variables(formula))
    try:
        return _Test(used, compiled(formula, used)) if all(v in ranges for v in used) else None
    except NotEvaluable:
        return None


def _connected(tests: Mapping[int, _Test], goal: _Test | None, ranges: Mapping[Var, range]) -> set[Var]:
    """The target's variables and those that hypotheses connect with them; all that occur where the target has none."""
    spoken_of = {v for test in tests.values() for v in test.inputs}
    if goal is None or not goal.inputs:
        return spoken_of
    chosen = set(goal.inputs)
    while True:
        more = {v for test in tests.values() if not chosen.isdisjoint(test.inputs) for v in test.inputs} - chosen
        if not more:
            return chosen
        chosen |= more


def _run(order: Sequence[Var], ranges: Mapping[Var, range], tests: Mapping[int, _Test], goal: _Test | None) -> Cases | None:
    place = {v: i for i, v in enumerate(order)}
    asked: list[list[int]] = [[] for _ in order]
    for i, test in tests.items():
        asked[max(place[v] for v in test.inputs)].append(i)
    needed: set[int] = set()
    solutions: list[tuple[int, ...]] = []
    holds, count = True, 0
    try:
        for depth, values in _steps(order, ranges, asked, tests, needed):
            count += 1
            if count > MAX_CASES:
                return None
            if depth == len(order):
                solutions.append(tuple(values[v] for v in order))
                holds = holds and goal is not None and bool(goal(values))
    except NotEvaluable:
        return None
    few = tuple(solutions) if len(solutions) <= MAX_SOLUTIONS else None
    if not holds and few is None:
        return None
    kept = tuple(tuple(i for i in at if i in needed) for at in asked)
    return Cases(tuple(order), tuple(ranges[v] for v in order), kept, holds, few, count)


def _steps(
    order: Sequence[Var], ranges: Mapping[Var, range], asked: list[list[int]], tests: Mapping[int, _Test], needed: set[int]
) -> Iterator[tuple[int, dict[Var, int]]]:
    """Every choice of values for the first variables: how many, and the values; ``needed`` gets the hypotheses that refute one."""
    values: dict[Var, int] = {}

    def choose(depth: int) -> Iterator[tuple[int, dict[Var, int]]]:
        for n in ranges[order[depth]]:
            values[order[depth]] = n
            refuting = next((i for i in asked[depth] if not tests[i](values)), None)
            if refuting is not None:
                needed.add(refuting)
                yield depth, values
            elif depth + 1 < len(order):
                yield depth, values
                yield from choose(depth + 1)
            else:
                yield depth + 1, values

    return choose(0)
