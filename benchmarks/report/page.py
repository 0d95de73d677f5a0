"""The report as one HTML file that asks nothing of the network.  What Lean, a model or a user wrote is text in it, never markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.data.lean_text import without_preamble
from benchmarks.report import draw, repeat
from benchmarks.report.comparison import Comparison
from benchmarks.report.figures import inline_svg, plots
from benchmarks.report.load import ReportedRun
from benchmarks.report.numbers import RunNumbers
from benchmarks.report.outcomes import OUTCOMES
from benchmarks.report.tables import solved_groups, title, unsolved_rows
from benchmarks.report.text import duration, percent, unsolved_because, visible
from benchmarks.run.results import BenchmarkResult
from benchmarks.run.summary import first_line, shortened

_HERE = Path(__file__).parent


def html(
    runs: Sequence[ReportedRun],
    counted: Sequence[RunNumbers],
    comparisons: Sequence[Comparison] = (),
    warnings: Sequence[str] = (),
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
    environment.filters |= {"duration": duration, "percent": percent, "many": _many, "short": _short, "joined": _joined}
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template("page.html.j2").render(
        title=title(counted),
        kinds=sorted({f"{run.benchmark} {run.split}, {run.mode}" for run in counted}),
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=Markup(f"sha256-{digest}"),
        warnings=list(warnings),
        runs=[_run(*each) for each in zip(runs, counted, draw.run_colours(len(runs)), strict=True)],
        numbers=counted,
        solved=solved_groups(counted),
        comparisons=list(zip(counted[1:], comparisons, strict=True)),
        plots=[(plot, Markup(inline_svg(plot))) for plot in plots(counted)],
        outcomes=[(run.name, *source) for run in counted if run.outcomes for source in sorted(run.outcomes.sources.items())],
        outcome_names={outcome: draw.OUTCOME_NAMES[outcome] for outcome in OUTCOMES},
        unsolved_why=unsolved_rows(counted),
    )


def _finalize(value: Any) -> Any:
    return visible(value) if type(value) is str else value


def _run(run: ReportedRun, counted: RunNumbers, colour: str) -> dict[str, Any]:
    problems = [_problem(run, row) for _, row in sorted(run.finals.items())]
    return {
        "counted": counted,
        "colour": colour,
        "proofs": [problem for problem in problems if problem["row"].proved],
        "unsolved": [problem for problem in problems if not problem["row"].proved],
        "command": repeat.command(run.config),
        "facts": repeat.facts(run.config),
    }


def _problem(run: ReportedRun, row: BenchmarkResult) -> dict[str, Any]:
    """What a problem's attempts came to; ``outcome``: the proof, or why there is none."""
    tried = run.attempts[row.problem]
    why = ": ".join(filter(None, [unsolved_because(row, run.config.limits), first_line(row.error)]))
    return {
        "row": row,
        "tried": len(tried),
        "seconds": sum(attempt.seconds.total for attempt in tried if attempt.attempt <= row.attempt),
        "statement": without_preamble(row.statement),
        "outcome": f"{_many(len(row.tactics), 'tactic')}: {'; '.join(row.tactics)}" if row.proved else why,
        "tactics": list(zip(row.tactics, [*row.sources, *[""] * len(row.tactics)], strict=False)) if row.proved else [],
    }


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _joined(texts: Sequence[str], between: str) -> str:
    return between.join(texts)  # jinja's own makes markup of it, of which nothing is made visible


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), 90)
