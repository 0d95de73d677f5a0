"""The tables of a report, side by side for several runs, and as the terminal shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.report.comparison import Comparison
from benchmarks.report.numbers import RunNumbers, Tally
from benchmarks.report.text import duration, percent, visible

Rows = list[tuple[str, list[str]]]


def title(runs: Sequence[RunNumbers]) -> str:
    """What the report is about, in a line."""
    kinds = " and ".join(sorted({f"{run.benchmark} {run.split}" for run in runs}))
    return f"{kinds}: {runs[0].name}" if len(runs) == 1 else f"{kinds}: {len(runs)} runs compared"


def solved_groups(runs: Sequence[RunNumbers]) -> list[tuple[str, Rows]]:
    """Solved of done, overall and by split, source and reading; a column a run."""
    groups: list[tuple[str, Rows]] = [("", [("all", [_shown(run.overall) for run in runs])])]
    if any(run.attempts > 1 for run in runs):
        ks = range(1, max(run.attempts for run in runs) + 1)
        tallies = [{k: Tally(solved=solved, of=run.overall.of) for k, solved in run.pass_at.items()} for run in runs]
        groups.append(("In k attempts", [(f"k = {k}", [_shown(tally.get(k)) for tally in tallies]) for k in ks]))
    fields = [("By split", "by_split"), ("By source", "by_source"), ("By reading", "by_reading")]
    fields += [("Won by", "by_words")] if any(run.by_words for run in runs) else []
    for name, field in fields:
        counts: list[dict[str, Tally]] = [getattr(run, field) for run in runs]
        labels = sorted({label for each in counts for label in each})
        if field != "by_split" or len(labels) > 1:
            groups.append((name, [(label, [_shown(each.get(label)) for each in counts]) for label in labels]))
    if any(run.portable for run in runs):
        groups.append(("Of the proofs", [("portable to Mathlib", [_shown(run.portable) for run in runs])]))
    return groups


def unsolved_rows(runs: Sequence[RunNumbers]) -> Rows:
    """How many searches ended unsolved for which reason; a column a run."""
    totals: Counter[str] = Counter()
    for run in runs:
        totals.update(run.unsolved)
    reasons = sorted(totals, key=lambda reason: (-totals[reason], reason))
    return [(reason, [str(run.unsolved.get(reason, 0)) for run in runs]) for reason in reasons]


def terminal(runs: Sequence[RunNumbers]) -> Any:
    """A ``rich`` table: a column a run."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(visible(title(runs))), title_justify="left")
    table.add_column("")
    for run in runs:
        table.add_column(Text(run.name), justify="right", overflow="fold")

    def add(label: str, values: Sequence[str], style: str = "") -> None:
        table.add_row(*(Text(visible(text)) for text in (label, *values)), style=style)

    add("policy", [" + ".join(run.policy) for run in runs])
    add("search", [run.search for run in runs])
    table.add_section()
    for group, rows in solved_groups(runs):
        for label, values in rows:
            add(f"  {label}" if group else "solved", values, "bold" if not group else "")
        table.add_section()
    for reason, values in unsolved_rows(runs):
        add(f"unsolved: {reason}", values)
    table.add_section()
    add("wall clock", [duration(run.wall_seconds) for run in runs])
    for part, label in (("lean", "in Lean"), ("policy", "in the policy"), ("waiting", "in neither")):
        add(f"search time {label}", [percent(getattr(r.spent, part), r.spent.parts) for r in runs])
    busy = [run.load and run.load.busy for run in runs]
    if any(share is not None for share in busy):
        add("CPU in Lean or the model", ["–" if share is None else percent(share, 1) for share in busy])
    add("expansions", [f"{run.expansions:,}" for run in runs])
    sources = sorted({source for run in runs if run.outcomes for source in run.outcomes.sources})
    for source in sources:
        add(f"tactics Lean took from {source}", [_taken(run, source) for run in runs])
    return table


def compared_lines(first: str, second: str, one: Comparison) -> list[str]:
    """A comparison as the terminal shows it."""
    lines = [
        f"{second} against {first}, {one.problems} problems run in both: {one.solved[1]} and {one.solved[0]} solved, "
        f"{len(one.won)} won, {len(one.lost)} lost, McNemar's exact test p = {one.p:.2g}"
    ]
    lines += [f"  won   {name}" for name in one.won] + [f"  lost  {name}" for name in one.lost]
    return [visible(line) for line in [*lines, one.meaning(first, second)]]


def _shown(count: Tally | None) -> str:
    return f"{count.solved} of {count.of} ({percent(count.solved, count.of)})" if count else "–"


def _taken(run: RunNumbers, source: str) -> str:
    counts = run.outcomes.sources.get(source) if run.outcomes else None
    if counts is None:
        return "–"
    taken = counts.proved + counts.new_state
    return f"{taken:,} of {counts.tried:,} ({percent(taken, counts.tried)})"
