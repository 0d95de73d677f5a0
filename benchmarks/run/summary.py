"""What a run comes to: ``summary.json`` and the table shown at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from benchmarks.data.problem import Defect, counted
from benchmarks.run.load import busy_share, read_load
from benchmarks.run.results import BenchmarkResult, by_problem, final
from benchmarks.run.run_config import RunConfig


class Group(BaseModel):
    """Counts of the problems of one split and source.  ``solved`` is by reading."""

    split: str
    source: str
    done: int = 0
    solved: dict[str, int] = {}
    unsupported: int = 0
    errors: int = 0

    @property
    def solved_total(self) -> int:
        return sum(self.solved.values())


class ProblemReason(BaseModel):
    problem: str
    reason: str


class Summary(BaseModel):
    """``summary.json``.  Counts are of problems; what several attempts at one came to counts.  Seconds are
    wall-clock; those of ``seconds``, ``expansions`` and ``nodes`` are sums over all attempts.

    An unsupported statement counts as unsolved, and so does one that is disproved; ``solved`` + ``disproved`` + ``failed`` +
    errors + ``unsupported`` = ``done``.
    """

    benchmark: str
    split: str
    mode: str
    policy: list[str]
    total: int
    done: int
    solved: int
    failed: int
    disproved: int = 0
    readings: dict[str, int]
    """Solved problems by reading."""
    portable: int = 0
    """Proofs of which each step is one of Mathlib's too (``prover.lean.portable``)."""
    not_portable: int = 0
    """The other proofs; over Mathlib itself a proof is neither."""
    accepted: dict[str, int]
    """Problems whose statement Lean accepted, by reading."""
    errors: dict[str, int]
    """By kind; not those of unsupported statements."""
    ended: dict[str, int]
    """Why searches ended."""
    groups: list[Group]
    unsupported: list[ProblemReason]
    wall_seconds: float
    """Time during which at least one theorem was in flight."""
    seconds: dict[str, float]
    expansions: int
    nodes: int
    attempts: int = 1
    """Attempts allowed a problem."""
    pass_at: dict[int, int] = {}
    """Problems solved within the first 1, 2, … attempts."""
    undone: int = 0
    """Problems that wait for an attempt, the first or another."""
    unusable: list[Defect] = []
    """Rows of the data that are no problems; they are in none of the counts."""
    by_words: dict[str, list[str]] = {}
    """With words: names of the problems that a ``sketch`` won, or the ``facts`` of the words."""
    writer_failed: int = 0
    """Problems for which the writer of sketches failed, so that plain search was left alone."""
    refused: list[ProblemReason] = []
    """Proofs that the final check, or the one in new Lean processes, refused, with its reasons; they do not count as solved."""
    busy: float | None = None
    """Share of CPU time spent in Lean or the model while all workers had something to do."""

    @property
    def complete(self) -> bool:
        return self.undone == 0


def summarize(config: RunConfig, results: Iterable[BenchmarkResult], folder: Path | None = None) -> Summary:
    """Count a run's results, and how busy it was, if its folder tells."""
    attempts = by_problem(results)
    every = [row for rows in attempts.values() for row in rows]
    rows = [final(tried) for tried in attempts.values()]
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        group = groups.setdefault((row.split, row.source), Group(split=row.split, source=row.source))
        group.done += 1
        group.unsupported += row.unsupported
        group.errors += row.status == "error" and not row.unsupported
        if row.proved:
            reading = row.reading or "exact"
            group.solved[reading] = group.solved.get(reading, 0) + 1
    return Summary(
        **config.model_dump(include={"benchmark", "split", "mode", "policy", "attempts", "unusable"}),
        total=len(config.problems),
        done=len(rows),
        solved=sum(r.proved for r in rows),
        failed=sum(r.status == "failed" for r in rows),
        disproved=sum(r.disproved for r in rows),
        readings=_counted(r.reading for r in rows if r.proved),
        portable=sum(r.proved and r.portable is True for r in rows),
        not_portable=sum(r.proved and r.portable is False for r in rows),
        accepted=_counted(r.reading for r in rows),
        errors=_counted(r.error_kind for r in rows if r.status == "error" and not r.unsupported),
        ended=_counted(r.ended for r in rows),
        groups=[groups[key] for key in sorted(groups)],
        unsupported=[ProblemReason(problem=r.problem, reason=first_line(r.error)) for r in rows if r.unsupported],
        wall_seconds=round(_covered((r.started, r.finished) for r in every), 3),
        seconds={part: round(sum(getattr(r.seconds, part) for r in every), 3) for part in ("total", "lean", "policy")},
        expansions=sum(r.expansions for r in every),
        nodes=sum(r.nodes for r in every),
        pass_at={k: sum(r.proved and r.attempt < k for r in rows) for k in range(1, config.attempts + 1)},
        undone=sum(_waits(attempts.get(name, []), config.attempts) for name in config.problems),
        by_words={
            how: names
            for how in ("facts", "sketch")
            if (names := [r.problem for r in rows if r.proved and r.informal is not None and r.informal.won_by == how])
        },
        writer_failed=sum(r.informal is not None and bool(r.informal.trouble) for r in rows),
        refused=[ProblemReason(problem=r.problem, reason=first_line(r.error)) for r in every if r.error_kind == "check"],
        busy=None if folder is None else busy_share(read_load(folder / "load.jsonl")),
    )


def _waits(tried: list[BenchmarkResult], attempts: int) -> bool:
    if not tried:
        return True
    ended = final(tried)
    return not (ended.proved or ended.disproved or tried[-1].broken or tried[-1].unsupported) and len(tried) < attempts


def summary_table(summary: Summary) -> Any:
    """A ``rich`` table of a summary."""
    from rich.table import Table
    from rich.text import Text

    readings = sorted({reading for group in summary.groups for reading in group.solved})
    title = f"{summary.benchmark} {summary.split} · {summary.mode} · {' + '.join(summary.policy)}"
    table = Table(title=Text(title), show_footer=True)
    table.add_column("split", footer="all")
    table.add_column("source")
    columns = {
        "solved": lambda g: g.solved_total,
        **{reading: lambda g, reading=reading: g.solved.get(reading, 0) for reading in readings},
        "of": lambda g: g.done,
        "unsupported": lambda g: g.unsupported,
        "errors": lambda g: g.errors,
    }
    for name, count in columns.items():
        table.add_column(name, justify="right", footer=str(sum(count(g) for g in summary.groups)))
    for group in summary.groups:
        table.add_row(Text(group.split), Text(group.source), *(str(count(group)) for count in columns.values()))
    below = [f"won by {_BY_WORDS[how]}: {', '.join(names)}" for how, names in summary.by_words.items()]
    below += [f"{one.problem}: {one.reason}" for one in summary.refused]
    table.caption = Text("\n".join(below)) if below else None
    return table


_BY_WORDS = {"facts": "facts of the words", "sketch": "sketches"}


def summary_line(summary: Summary) -> str:
    """One sentence: solved, of how many, by reading, in what time."""
    readings = ", ".join(f"{count} {reading}" for reading, count in summary.readings.items())
    share = f" ({100 * summary.solved / summary.done:.1f} %)" if summary.done else ""
    passes = ", ".join(f"pass@{k} {solved}" for k, solved in summary.pass_at.items())
    parts = [f"solved {summary.solved} of {summary.done}{share}" + (f": {readings}" if readings else "")]
    if told := summary.portable + summary.not_portable:
        parts.append(f"{summary.portable} of {told} proofs portable to Mathlib")
    parts += [passes] if summary.attempts > 1 else []
    parts += [f"{summary.disproved} disproved"] if summary.disproved else []
    parts += [f"{len(summary.unsupported)} unsupported", f"{summary.wall_seconds:.0f} s"]
    parts += [f"of the data {counted(summary.unusable)}"] if summary.unusable else []
    parts += [f"{len(names)} by {_BY_WORDS[how]}" for how, names in summary.by_words.items()]
    parts += [f"the writer failed for {summary.writer_failed}"] if summary.writer_failed else []
    parts += [f"{len(summary.refused)} proofs refused by a check"] if summary.refused else []
    parts += [] if summary.busy is None else [f"processors {100 * summary.busy:.0f} % busy with Lean and the model"]
    parts += [] if summary.complete else [f"{summary.undone} of {summary.total} not run"]
    return "; ".join(parts)


def first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(v for v in values if v is not None).items()))


def _covered(spans: Iterable[tuple[str, str]]) -> float:
    """Length in seconds of the union of time spans."""
    covered, end = 0.0, datetime.min.replace(tzinfo=timezone.utc)
    for start, stop in sorted((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in spans):
        covered += max(0.0, (stop - max(start, end)).total_seconds())
        end = max(end, stop)
    return covered
