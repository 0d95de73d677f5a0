"""The plots of a report, each drawn into axes that are given.  Nothing here knows of files or pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import cycle, islice
from typing import Any

from benchmarks.report.numbers import Load, RunNumbers
from benchmarks.report.outcomes import OUTCOMES
from benchmarks.report.text import visible
from benchmarks.run.summary import shortened

RUN_COLOURS = ("#3f7fd1", "#e07b39", "#2f9e78", "#a765c9", "#c79a1e", "#d6537a", "#5fa8b8", "#8a7f72")
LEAN, POLICY, WAITING, OWN, OTHER, IDLE = "#3f7fd1", "#e07b39", "#9aa3ad", "#2f9e78", "#a765c9", "#cfd5db"
OUTCOME_COLOURS = {"proved": "#2f9e78", "new_state": "#3f7fd1", "tactic_error": "#d9a441", "gave_up": "#cf5a5a"}
OUTCOME_NAMES = {"proved": "goal proved", "new_state": "new state", "tactic_error": "tactic error", "gave_up": "gave up"}

_LEGEND: dict[str, Any] = {
    "loc": "lower left", "bbox_to_anchor": (0, 1.0), "frameon": False, "borderaxespad": 0.2, "borderpad": 0.2,
    "handlelength": 0.9, "handletextpad": 0.4, "columnspacing": 0.8,
}  # fmt: skip


def run_colours(count: int) -> list[str]:
    return list(islice(cycle(RUN_COLOURS), count))


def solved_by_source(axes: Any, runs: Sequence[RunNumbers]) -> None:
    """Share solved of the problems of each source, a bar a run."""
    sizes: dict[str, int] = {}
    for run in runs:
        for source, count in run.by_source.items():
            sizes[source] = max(sizes.get(source, 0), count.of)
    sources = sorted(sizes, key=lambda source: (sizes[source], source))
    thick = 0.8 / len(runs)
    for number, (run, colour) in enumerate(zip(runs, run_colours(len(runs)), strict=True)):
        counts = {place: count for place, source in enumerate(sources) if (count := run.by_source.get(source)) and count.of}
        places = [place + 0.4 - (number + 0.5) * thick for place in counts]
        shares = [100 * count.solved / count.of for count in counts.values()]
        bars = axes.barh(places, shares, height=thick * 0.92, color=colour)
        size = "small" if len(runs) < 4 else "xx-small"
        axes.bar_label(bars, [f"{count.solved} of {count.of}" for count in counts.values()], padding=3, fontsize=size)
    axes.set_yticks(range(len(sources)), [_label(source) for source in sources])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 116)
    axes.set_xticks(range(0, 101, 20))
    axes.set_xlabel("problems solved (%)")
    axes.grid(axis="y", visible=False)
    _legend(axes, runs)


def solved_against(axes: Any, runs: Sequence[RunNumbers], cost: str) -> None:
    """Problems solved with no more than a given ``cost``, ``seconds`` or ``expansions``, each; a line a run."""
    highest = max((run.solved_at[cost][-1] for run in runs if run.solved_at[cost]), default=1.0)
    least = min((value for run in runs for value in run.solved_at[cost] if value > 0), default=0.1)
    left, right = (min(least, highest) * 0.8, highest * 1.25) if cost == "seconds" else (0.8, max(2.0, highest * 1.25))
    for run, colour in zip(runs, run_colours(len(runs)), strict=True):
        values = [max(value, left) for value in run.solved_at[cost]]
        xs = [left, *values, right]
        ys = [0, *range(1, len(values) + 1), len(values)]
        axes.step(xs, ys, where="post", color=colour, linewidth=1.8)
    axes.set_xscale("log")
    axes.set_xlim(left, right)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.locator_params(axis="y", integer=True, nbins=7)
    measured = "wall-clock seconds" if cost == "seconds" else "expansions"
    axes.set_xlabel(f"{measured} for the problem (log scale)")
    axes.set_ylabel("problems solved")
    _legend(axes, runs, line=True)


def pass_at(axes: Any, runs: Sequence[RunNumbers]) -> None:
    """Problems solved in the first k attempts; a line a run."""
    for run, colour in zip(runs, run_colours(len(runs)), strict=True):
        axes.plot(list(run.pass_at), list(run.pass_at.values()), color=colour, marker="o", linewidth=1.8)
    axes.locator_params(integer=True, nbins=7)
    axes.set_xlabel("attempts at each problem (k)")
    axes.set_ylabel("problems solved")
    _legend(axes, runs, line=True)


def time_spent(axes: Any, runs: Sequence[RunNumbers]) -> None:
    """Search time of each run in Lean, in the policy, and in neither."""
    parts = {"lean": ("Lean", LEAN), "policy": ("policy", POLICY), "waiting": ("neither", WAITING)}
    rows = [[getattr(run.spent, part) / 60 for part in parts] for run in runs]
    _stacked(axes, [run.name for run in runs], rows, parts.values())
    axes.set_xlabel("minutes of search, all theorems together")


def outcome_shares(axes: Any, runs: Sequence[RunNumbers]) -> None:
    """Of the tactics each policy proposed and Lean judged: what Lean said."""
    names, rows = [], []
    for run in runs:
        for source, counts in sorted(run.outcomes.sources.items() if run.outcomes else []):
            prefix = f"{run.name}: " if len(runs) > 1 else ""
            names.append(f"{prefix}{_label(source)}\n{counts.tried:,} tactics")
            rows.append([100 * getattr(counts, outcome) / counts.tried for outcome in OUTCOMES])
    _stacked(axes, names, rows, [(OUTCOME_NAMES[o], OUTCOME_COLOURS[o]) for o in OUTCOMES], "{:.1f} %")
    axes.set_xlabel("share of tactics (%)")
    axes.set_xlim(0, 100)


def load_over_run(axes: Any, load: Load) -> None:
    """CPUs kept busy over the run, by whom."""
    xs = [*(part.minute for part in load.parts), load.minutes]
    whom = {
        "lean": ("Lean", LEAN), "model": ("model", POLICY), "own": ("the program itself", OWN),
        "other": ("other programs", OTHER), "idle": ("idle", IDLE),
    }  # fmt: skip
    names, colours = zip(*whom.values(), strict=True)
    busy = [[getattr(part, who) for part in (*load.parts, load.parts[-1])] for who in whom]
    axes.stackplot(xs, busy, labels=names, colors=colours, step="post", linewidth=0)
    for begin in load.sessions:
        axes.axvline(begin, linestyle="--", linewidth=1, color="black")
    axes.set_xlim(0, load.minutes)
    axes.set_ylim(0, max(load.cpus, *map(sum, zip(*busy, strict=True))))
    axes.locator_params(axis="y", integer=True, nbins=7)
    axes.set_xlabel("minutes of running" + (" (dashed: the run was interrupted and went on)" if load.sessions else ""))
    axes.set_ylabel("CPUs")
    axes.legend(ncols=len(whom), **_LEGEND)


def _stacked(
    axes: Any, names: list[str], rows: list[list[float]], parts: Collection[tuple[str, str]], label: str = "{:.1f}"
) -> None:
    """A bar a row; ``parts``: name and colour of each of its parts."""
    whole = max((sum(row) for row in rows), default=0) or 1.0
    left = [0.0] * len(rows)
    for (part, colour), values in zip(parts, zip(*rows, strict=True), strict=True):
        bars = axes.barh(range(len(rows)), values, left=left, height=0.62, color=colour, label=part)
        labels = [label.format(value) if value > 0.09 * whole else "" for value in values]
        axes.bar_label(bars, labels, label_type="center", color="white", fontsize="small")
        left = [begin + value for begin, value in zip(left, values, strict=True)]
    axes.set_yticks(range(len(rows)), names)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.grid(axis="y", visible=False)
    axes.legend(ncols=len(parts), **_LEGEND)


def _legend(axes: Any, runs: Sequence[RunNumbers], line: bool = False) -> None:
    if len(runs) < 2:
        return
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    colours = run_colours(len(runs))
    handles = [Line2D([], [], color=colour, linewidth=1.8) if line else Patch(color=colour) for colour in colours]
    axes.legend(handles, [run.name for run in runs], ncols=2 if len(runs) > 3 else len(runs), **_LEGEND)


def _label(text: str) -> str:
    return shortened(visible(" ".join(text.split())), 32)
