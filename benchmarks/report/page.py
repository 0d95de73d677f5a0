"""The report as one HTML file that asks nothing of the network.  What Lean, a model or a user wrote is text in it, never markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import draw, repeat
from benchmarks.report.comparison import Comparison
from benchmarks.report.figures import inline_svg, plots
from benchmarks.report.load import ReportedRun
from benchmarks.report.numbers import RunNumbers
from benchmarks.report.outcomes import OUTCOMES, Outcomes
from benchmarks.report.tables import solved_groups, title, unsolved_rows
from benchmarks.report.text import detail, duration, percent, unsolved_because, visible, without_preamble
from benchmarks.run.results import BenchmarkResult

_HERE = Path(__file__).parent


def html(
    runs: Sequence[ReportedRun], counted: Sequence[RunNumbers], comparisons: Sequence[Comparison] = (), warnings: Sequence[str] = ()
) -> str:
    """The page.

    Args:
        counted: the numbers of each run.
        comparisons: of each run after the first with the first.
        warnings: in what the runs differ that makes comparing them doubtful.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, loader=FileSystemLoader(_HERE), undefined=StrictUndefined, finalize=_finalize, trim_blocks=True
    )
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    outcomes = _outcome_rows(counted)
    sections = [
        ("solved", "Solved"), *([("compared", "Won and lost")] if comparisons else []), ("figures", "Figures"),
        *([("tactics", "Tactics")] if outcomes else []), ("proofs", "Proofs"), ("unsolved", "Unsolved"), ("made", "How it was made"),
    ]  # fmt: skip
    return environment.get_template("page.html.j2").render(
        title=title(counted),
        lead=_lead(counted),
        sections=sections,
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=Markup(f"sha256-{digest}"),
        warnings=list(warnings),
        runs=[_run(*each) for each in zip(runs, counted, draw.run_colours(len(runs)), strict=True)],
        solved=solved_groups(counted),
        comparisons=[_compared(counted[0].name, run.name, one) for run, one in zip(counted[1:], comparisons, strict=True)],
        plots=[
            {"title": plot.title, "caption": plot.caption, "wide": plot.wide, "svg": Markup(inline_svg(plot))}
            for plot in plots(counted)
        ],
        outcomes=outcomes,
        outcome_names=[draw.OUTCOME_NAMES[outcome] for outcome in OUTCOMES],
        stream_notes=[note for run in counted if run.outcomes for note in _stream_notes(run.name, run.outcomes)],
        unsolved_why=unsolved_rows(counted),
    )


def _finalize(value: Any) -> Any:
    return visible(value) if type(value) is str else value


def _lead(runs: Sequence[RunNumbers]) -> str:
    kinds = sorted({f"{run.benchmark} {run.split}, {run.mode}" for run in runs})
    return (
        "; ".join(kinds)
        + f" · {max(run.planned for run in runs)} problems · solved means: proved, and the proof checked afresh"
    )


def _run(run: ReportedRun, counted: RunNumbers, colour: str) -> dict[str, Any]:
    spent = counted.spent
    parts = spent.lean + spent.policy + spent.waiting
    tile = [
        ("policy", " + ".join(counted.policy)),
        ("search", counted.search),
        ("wall clock", f"{duration(counted.wall_seconds)}, {counted.workers} theorems in flight"),
        (
            "search time",
            f"{percent(spent.lean, parts)} Lean, {percent(spent.policy, parts)} policy, {percent(spent.waiting, parts)} neither",
        ),
        ("expansions", f"{counted.expansions:,}"),
    ]
    if counted.load is not None and counted.load.busy is not None:
        tile.append(("CPU busy", f"{100 * counted.load.busy:.1f} % in Lean or the model, all workers at it"))
    if counted.unsupported:
        tile.append(("unsupported", f"{_many(counted.unsupported, 'statement')} Lean did not accept"))
    if counted.errors:
        tile.append(("errors", str(counted.errors)))
    finals = run.finals.items()
    return {
        "name": counted.name, "path": counted.path, "colour": colour, "solved": counted.overall.solved, "done": counted.overall.of,
        "share": percent(counted.overall.solved, counted.overall.of), "tile": tile, "notes": counted.notes,
        "proofs": [_problem(run, row) for _, row in sorted(finals) if row.proved],
        "unsolved": [_problem(run, row) for _, row in sorted(finals) if not row.proved],
        "command": repeat.command(run.config), "facts": repeat.facts(run.config),
    }  # fmt: skip


def _problem(run: ReportedRun, row: BenchmarkResult) -> dict[str, Any]:
    tried = run.attempts[row.problem]
    seconds = sum(attempt.seconds.total for attempt in tried if attempt.attempt <= row.attempt)
    sources = list(row.sources) + [""] * (len(row.tactics) - len(row.sources))
    facts = [
        f"{_many(row.expansions, 'expansion')}, {_many(row.nodes, 'proof state')}",
        f"{duration(row.seconds.total)}: {duration(row.seconds.lean)} in Lean, {duration(row.seconds.policy)} in the policy",
        *([f"attempt {row.attempt + 1} of {len(tried)}, seed {row.seed}"] if len(tried) > 1 or row.attempt else []),
        *([f"axioms: {', '.join(row.axioms) or 'none'}"] if row.proved else []),
    ]
    steps = f"{_many(len(row.tactics), 'tactic')}: {'; '.join(row.tactics)}"
    told = steps if row.proved else unsolved_because(row, run.config.limits)
    if not row.proved and (more := detail(row)):
        told = f"{told}: {more}"
    return {
        "problem": row.problem, "source": row.source, "reading": row.reading or "", "seconds": duration(seconds),
        "statement": without_preamble(row.statement), "told": _short(told), "facts": " · ".join(facts),
        "tactics": list(zip(row.tactics, sources, strict=False)) if row.proved else [], "error": row.error or "",
    }  # fmt: skip


def _compared(first: str, second: str, one: Comparison) -> dict[str, Any]:
    pace = [f"{value:.2f} s" if value == value else "–" for value in one.seconds]
    return {
        "first": first, "second": second, "p": f"{one.p:.2g}", "meaning": one.meaning(first, second),
        "counts": f"Of {one.problems} problems run in both, {first} solves {one.solved[0]} and {second} {one.solved[1]}; "
                  f"both solve {one.both}. Wall clock an expansion: {pace[0]} and {pace[1]}.",
        "lists": [(f"won by {second}", "good", one.won), (f"lost by {second}", "bad", one.lost)],
    }  # fmt: skip


def _outcome_rows(runs: Sequence[RunNumbers]) -> list[list[str]]:
    return [
        [
            run.name,
            source,
            f"{counts.tried:,}",
            *(percent(getattr(counts, o), counts.tried) for o in OUTCOMES),
            f"{counts.seconds:,.0f}",
        ]
        for run in runs
        for source, counts in sorted(run.outcomes.sources.items() if run.outcomes else [])
    ]


def _stream_notes(name: str, outcomes: Outcomes) -> list[str]:
    notes = []
    if outcomes.gave_up:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(outcomes.gave_up.items()))
        notes.append(f"{name}: why Lean gave up: {reasons}.")
    if lacking := outcomes.lacking():
        notes.append(f"{name}: {lacking}.")
    return notes


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _short(text: str, length: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
