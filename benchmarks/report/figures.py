"""The figures of a report, as inline SVG for a page that may be light or dark, and as PNG and SVG files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.report import draw
from benchmarks.report.numbers import RunNumbers
from benchmarks.report.text import percent
from benchmarks.run.run_folder import writing

_INK, _GRID = "#010203", "#040506"
"""Colours that stand for the page's own in inline SVG."""
_SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
_LOAD = "Load on the processors"
_OUTCOMES = "What Lean said to tactics"


@dataclass(frozen=True)
class Plot:
    """``caption``: a sentence that says what is to be seen and how it was counted.  ``height``, ``width``: inches.
    ``paint`` draws into a ``matplotlib`` figure."""

    name: str
    title: str
    caption: str
    height: float
    paint: Callable[[Any], None]
    width: float = 6.2

    @property
    def wide(self) -> bool:
        return self.width > 6.2


def plots(runs: Sequence[RunNumbers]) -> list[Plot]:
    """The figures there are numbers for."""
    found: list[Plot] = []

    def add(
        name: str, title: str, caption: str, height: float, draw_into: Callable[..., None], *args: Any, **more: Any
    ) -> None:
        found.append(Plot(name, title, caption, height, lambda figure: draw_into(figure.subplots(), *args), **more))

    rows = max((len(run.by_source) for run in runs), default=1)
    add("solved-by-source", "Solved by source", "Share of the problems of each source that were solved.",
        1.1 + rows * max(0.36, 0.21 * len(runs)), draw.solved_by_source, runs)  # fmt: skip
    add("solved-against-seconds", "Solved against time",
        "Problems solved by searches that took, with their final check, no more than so many seconds.",
        4.0, draw.solved_against, runs, "seconds")  # fmt: skip
    add("solved-against-expansions", "Solved against expansions",
        "Problems solved by searches that expanded no more than so many proof states.",
        4.0, draw.solved_against, runs, "expansions")  # fmt: skip
    add("time-spent", "Where time went",
        "Wall-clock time of all searches. Neither: waiting for a worker or for its turn with the model, or the program's own work.",
        1.3 + 0.5 * len(runs), draw.time_spent, runs)  # fmt: skip
    if any(run.attempts > 1 for run in runs):
        add("pass-at-k", "Solved in k attempts", "Problems solved in the first k attempts, each with a seed of its own.",
            4.0, draw.pass_at, runs)  # fmt: skip
    if bars := sum(len(run.outcomes.sources) for run in runs if run.outcomes):
        add("tactic-outcomes", _OUTCOMES, "Outcomes of the tactics tried, by the policy that proposed them, from the event streams.",
            1.3 + 0.55 * bars, draw.outcome_shares, runs)  # fmt: skip
    for number, run in enumerate(runs, 1):
        if run.load:
            suffix, of = (f"-{number}", f": {run.name}") if len(runs) > 1 else ("", "")
            caption = "Who kept the CPUs busy, averaged over short stretches of the run."
            if run.load.busy is not None:
                caption += f" Lean and the model took {percent(run.load.busy, 1)} of CPU time while all workers were at it."
            add(f"load{suffix}", f"{_LOAD}{of}", caption, 3.2, draw.load_over_run, run.load, width=12.4)
    return found


def overview(runs: Sequence[RunNumbers]) -> Plot:
    """The chief plots in one figure, for a README."""
    tactics = any(run.outcomes and run.outcomes.sources for run in runs)
    load = runs[0].load if len(runs) == 1 else None
    rows = max((len(run.by_source) for run in runs), default=1)
    heights = [1.2 + rows * max(0.36, 0.22 * len(runs)), 2.6, *([2.6] if load else [])]

    def paint(figure: Any) -> None:
        places = [["source", "seconds"], ["time", "fourth"], *([["load", "load"]] if load else [])]
        axes = figure.subplot_mosaic(places, height_ratios=heights)
        figure.get_layout_engine().set(h_pad=0.12, w_pad=0.12)
        draw.solved_by_source(axes["source"], runs)
        draw.solved_against(axes["seconds"], runs, "seconds")
        draw.time_spent(axes["time"], runs)
        if tactics:
            draw.outcome_shares(axes["fourth"], runs)
        else:
            draw.solved_against(axes["fourth"], runs, "expansions")
        titles = {"source": "Solved by source", "seconds": "Solved against time", "time": "Where time went",
                  "fourth": _OUTCOMES if tactics else "Solved against expansions"}  # fmt: skip
        if load:
            draw.load_over_run(axes["load"], load)
            titles["load"] = _LOAD + ("" if load.busy is None else f": {percent(load.busy, 1)} busy with Lean and the model")
        for place, title in titles.items():
            axes[place].set_title(title, loc="left", fontweight="bold", pad=26 if axes[place].get_legend() else 8)
        each = [f"{run.name} solves {run.overall.solved} of {run.overall.of}" for run in runs]
        solved = "; ".join(each) if len(each) < 3 else f"{len(each)} runs compared"
        figure.suptitle(
            f"{runs[0].benchmark} {runs[0].split}: {solved}", x=0.01, ha="left", fontsize="x-large", fontweight="bold"
        )

    return Plot("overview", "Overview", "", 0.5 + sum(heights), paint, width=13.0)


def inline_svg(plot: Plot) -> str:
    """An ``<svg>`` element whose text and lines take the colours of the page around it."""
    style = {"svg.fonttype": "none", "svg.hashsalt": plot.name, "axes.labelcolor": _INK, "text.color": _INK,
             "xtick.color": _INK, "ytick.color": _INK, "axes.edgecolor": _GRID, "grid.color": _GRID}  # fmt: skip
    svg = ElementTree.fromstring(_render(plot, "svg", style, transparent=True))
    for parent in list(svg.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    values = [value for element in svg.iter() for value in element.attrib.values()]
    used = {name for value in values for name in re.findall(r"#([\w-]+)", value)}
    for element in svg.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        if style_of := element.get("style"):
            style_of = re.sub(r"font: ([\d.]+)px [^;]*", r"font-size: \1px", style_of)
            element.set(
                "style", style_of.replace(_INK, "currentColor").replace(_GRID, "var(--line)").replace("#000000", "currentColor")
            )
    for size in ("width", "height"):
        del svg.attrib[size]
    svg.set("role", "img")
    svg.set("aria-label", plot.title)
    return ElementTree.tostring(svg, encoding="unicode")


def save(plots: Sequence[Plot], folder: Path) -> list[Path]:
    """Each figure as ``NAME.png`` (150 dots an inch) and ``NAME.svg`` on white.  Raises ``RunError`` where that cannot be."""
    written = []
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for plot in plots:
            for kind in ("png", "svg"):
                path = folder / f"{plot.name}.{kind}"
                path.write_bytes(_render(plot, kind, {"svg.fonttype": "path", "svg.hashsalt": plot.name}))
                written.append(path)
    return written


def _render(plot: Plot, kind: str, style: dict[str, Any], transparent: bool = False) -> bytes:
    from matplotlib import style as styles
    from matplotlib.figure import Figure

    with styles.context(["default", Path(__file__).with_suffix(".mplstyle"), style]):
        figure = Figure(figsize=(plot.width, plot.height), layout="constrained")
        plot.paint(figure)
        sink = io.BytesIO()
        figure.savefig(sink, format=kind, dpi=150, transparent=transparent, metadata={"Date": None} if kind == "svg" else None)
    return sink.getvalue()
