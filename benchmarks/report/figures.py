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
from benchmarks.run.run_folder import writing

_INK, _GRID = "#010203", "#040506"
"""Colours that stand for the page's own in inline SVG."""
_SVG = "{http://www.w3.org/2000/svg}"
_WIDTH = 6.2
ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
_LOAD = "Load on the processors"
_OUTCOMES = "What Lean said to tactics"


@dataclass(frozen=True)
class Plot:
    """``caption``: a sentence that says what is to be seen and how it was counted."""

    name: str
    title: str
    caption: str
    size: tuple[float, float]
    """Inches."""
    paint: Callable[[Any], None]
    """Draws into a ``matplotlib`` figure."""
    wide: bool = False


def plots(runs: Sequence[RunNumbers]) -> list[Plot]:
    """The figures there are numbers for."""
    several = len(runs) > 1
    rows = max((len(run.by_source) for run in runs), default=1)
    found = [
        Plot("solved-by-source", "Solved by source", "Share of the problems of each source that were solved.",
             (_WIDTH, 1.1 + rows * max(0.36, 0.21 * len(runs))), _on(lambda axes: draw.solved_by_source(axes, runs))),
        Plot("solved-against-seconds", "Solved against time",
             "Problems solved by searches that took, with their final check, no more than so many seconds.",
             (_WIDTH, 4.0), _on(lambda axes: draw.solved_against(axes, runs, "seconds"))),
        Plot("solved-against-expansions", "Solved against expansions",
             "Problems solved by searches that expanded no more than so many proof states.",
             (_WIDTH, 4.0), _on(lambda axes: draw.solved_against(axes, runs, "expansions"))),
        Plot("time-spent", "Where time went",
             "Wall-clock time of all searches. Neither: waiting for a worker or for its turn with the model, or the program's own work.",
             (_WIDTH, 1.3 + 0.5 * len(runs)), _on(lambda axes: draw.time_spent(axes, runs))),
    ]  # fmt: skip
    if any(run.attempts > 1 for run in runs):
        found.append(Plot("pass-at-k", "Solved in k attempts",
                          "Problems solved in the first k attempts, each with a seed of its own.",
                          (_WIDTH, 4.0), _on(lambda axes: draw.pass_at(axes, runs))))  # fmt: skip
    bars = sum(len(run.outcomes.sources) for run in runs if run.outcomes)
    if bars:
        found.append(Plot("tactic-outcomes", _OUTCOMES,
                          "Outcomes of the tactics tried, by the policy that proposed them, from the event streams.",
                          (_WIDTH, 1.3 + 0.55 * bars), _on(lambda axes: draw.outcome_shares(axes, runs))))  # fmt: skip
    for number, run in enumerate(runs, 1):
        if run.load:
            found.append(_load_plot(run, f"-{number}" if several else "", f": {run.name}" if several else ""))
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
            titles["load"] = _LOAD + ("" if load.busy is None else f": {100 * load.busy:.1f} % busy with Lean and the model")
        for place, words in titles.items():
            axes[place].set_title(words, loc="left", fontweight="bold", pad=26 if axes[place].get_legend() else 8)
        each = [f"{run.name} solves {run.overall.solved} of {run.overall.of}" for run in runs]
        solved = "; ".join(each) if len(each) < 3 else f"{len(each)} runs compared"
        figure.suptitle(
            f"{runs[0].benchmark} {runs[0].split}: {solved}", x=0.01, ha="left", fontsize="x-large", fontweight="bold"
        )

    return Plot("overview", "Overview", "", (13.0, 0.5 + sum(heights)), paint)


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
    import matplotlib
    from matplotlib.figure import Figure

    ours = {
        "font.size": 10, "font.family": "sans-serif", "text.parse_math": False, "axes.spines.top": False, "axes.spines.right": False,
        "axes.grid": True, "axes.axisbelow": True, "grid.color": "#d9dde2", "grid.linewidth": 0.7, "axes.edgecolor": "#8a929b",
        "axes.labelcolor": "#333a42", "text.color": "#333a42", "xtick.color": "#333a42", "ytick.color": "#333a42",
        "axes.titlelocation": "left",
    }  # fmt: skip
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **ours, **style}):
        figure = Figure(figsize=plot.size, layout="constrained")
        plot.paint(figure)
        sink = io.BytesIO()
        figure.savefig(sink, format=kind, dpi=150, transparent=transparent, metadata={"Date": None} if kind == "svg" else None)
    return sink.getvalue()


def _on(paint: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda figure: paint(figure.subplots())


def _load_plot(run: RunNumbers, suffix: str, of: str) -> Plot:
    load = run.load
    busy = (
        f" Lean and the model took {100 * load.busy:.1f} % of CPU time while all workers were at it."
        if load.busy is not None
        else ""
    )
    return Plot(f"load{suffix}", f"{_LOAD}{of}", f"Who kept the CPUs busy, averaged over short stretches of the run.{busy}",
                (2 * _WIDTH, 3.2), _on(lambda axes: draw.load_over_run(axes, load)), wide=True)  # fmt: skip
