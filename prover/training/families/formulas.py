"""Random propositional formulas, and consequences between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prover.training.families.base import Draw

Formula = tuple  # ("p",), ("¬", formula) or (connective, formula, formula)


def formula(draw: Draw, names: Sequence[str], depth: int) -> Formula:
    if depth == 0 or draw.random() < 0.15:
        return (draw.choice(names),)
    connective = draw.choices(("∧", "∨", "→", "¬", "↔"), weights=(4, 4, 4, 2, 1))[0]
    return (connective, *(formula(draw, names, depth - 1) for _ in range(1 if connective == "¬" else 2)))


def show(f: Formula) -> str:
    if len(f) == 1:
        return f[0]
    parts = [show(part) if len(part) == 1 or part[0] == "¬" else f"({show(part)})" for part in f[1:]]
    return f"¬{parts[0]}" if f[0] == "¬" else f"{parts[0]} {f[0]} {parts[1]}"


def value(f: Formula, world: dict[str, bool]) -> bool:
    if len(f) == 1:
        return world[f[0]]
    if f[0] == "¬":
        return not value(f[1], world)
    a, b = value(f[1], world), value(f[2], world)
    return {"∧": a and b, "∨": a or b, "→": not a or b, "↔": a == b}[f[0]]


def worlds(names: Sequence[str]) -> Iterator[dict[str, bool]]:
    for bits in range(2 ** len(names)):
        yield {x: bool(bits >> i & 1) for i, x in enumerate(names)}


def entailment(draw: Draw, names: Sequence[str]) -> tuple[list[str], list[str], str, str]:
    """One to three formulas that can hold, and one that follows from them and does not hold by itself: the texts and the
    connectives of the former (three of each, empty where there are less), the text and the connective of the latter."""
    everywhere = list(worlds(names))
    while True:
        count = draw.choice([1, 2, 2, 3])
        given = [formula(draw, names, draw.choice([1, 2])) for _ in range(count)]
        goal = formula(draw, names, draw.choice([1, 2]))
        fits = [world for world in everywhere if all(value(g, world) for g in given)]
        if goal in given or len(goal) == 1 and count == 1 or not fits or len(fits) == len(everywhere):
            continue
        if all(value(goal, world) for world in fits) and not all(value(goal, world) for world in everywhere):
            none = [""] * (3 - count)
            return [*map(show, given), *none], [*(g[0] for g in given), *none], show(goal), goal[0]
