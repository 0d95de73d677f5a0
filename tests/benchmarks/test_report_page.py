from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from fakes import open_run, problems
from report_runs import make_run, result_of, write_events
from typer.testing import CliRunner

from benchmarks.report.comparison import compare_runs, unlike
from benchmarks.report.figures import inline_svg, overview, plots, save
from benchmarks.report.load import load_runs
from benchmarks.report.numbers import numbers
from benchmarks.report.page import html
from benchmarks.run.load import Sample
from prover.cli import app
from prover.limits import Limits

HOSTILE = "<script>alert(1)</script> <img src=x onerror=y> ](javascript:z) {{ 7*7 }} $\\frac$ \u202e \"' &"


class Tags(HTMLParser):
    """What a browser would take for elements, and for the text of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.shown += data


def read(text: str) -> Tags:
    parser = Tags()
    parser.feed(text)
    parser.close()
    return parser


def page_of(*paths) -> str:
    runs = load_runs(paths)
    comparisons = [compare_runs(runs[0], run) for run in runs[1:]]
    return html(runs, [numbers(run) for run in runs], comparisons, [text for run in runs[1:] for text in unlike(runs[0], run)])


@pytest.fixture
def hostile(tmp_path):
    todo = [problem.model_copy(update={"source": HOSTILE}) for problem in problems(2)]
    path = tmp_path / "_<b>$x^2$"
    with open_run(path, todo, policy=[HOSTILE]) as folder:
        changes = {"statement": f"theorem t : {HOSTILE}", "tactics": [HOSTILE], "sources": [HOSTILE], "axioms": [HOSTILE]}
        folder.record(result_of(todo[0], True, **changes))
        folder.record(result_of(todo[1], False, status="error", error=HOSTILE, error_kind="statement", statement=HOSTILE))
    return path


def test_what_others_wrote_is_text(hostile):
    found = read(page_of(hostile))
    scripts = [attrs for tag, attrs in found.tags if tag == "script"]
    assert scripts == [{}] and not [tag for tag, _ in found.tags if tag in ("img", "b", "iframe", "object", "link")]
    assert not [attrs for _, attrs in found.tags if any(name.startswith("on") for name in attrs)]
    assert all((attrs["href"] or "").startswith("#") for tag, attrs in found.tags if tag == "a")
    assert "<script>alert(1)</script>" in found.shown and "49" not in found.shown.split("alert(1)")[1][:60]
    assert "\u202e" not in found.shown and "_<b>$x^2$" in found.shown


def test_the_page_asks_nothing_of_the_network(tmp_path):
    text = page_of(make_run(tmp_path / "x", "+-+-"))
    assert not re.search(r"(?:src|href)=\"(?!#)|url\((?!#)|@import|https?://", re.sub(r'xmlns(?::\w+)?="[^"]*"', "", text))
    assert "default-src 'none'" in text
    assert len(text) < 300_000


def test_two_runs_stand_side_by_side_with_what_was_won_and_lost(tmp_path):
    paths = make_run(tmp_path / "first", "++--+"), make_run(tmp_path / "second", "+-++-", limits=Limits(time_limit=60))
    found = read(page_of(*paths)).shown
    assert "won by second: 2" in found and "lost by second: 2" in found and "p = 1" in found
    assert "time limit in seconds: 5 in first, 60 in second" in found
    assert "Mind when you compare" not in read(page_of(paths[0], make_run(tmp_path / "third", "++--+", policy=["b"]))).shown


def test_every_figure_is_drawn_inline_and_to_files(tmp_path):
    path = make_run(tmp_path / "x", "+-+-", attempts=2)
    write_events(path / "events" / "p0.jsonl.zst", [("a", "proved"), ("b", "gave_up")])
    lines = [
        Sample(
            time=f"2026-01-01T00:00:{second:02}+00:00",
            seconds=1,
            cpus=2,
            workers=1,
            in_flight=1,
            lean=1,
            model=0.5,
            own=0,
            idle=0.5,
        )
        for second in range(30)
    ]
    (path / "load.jsonl").write_text("".join(line.model_dump_json() + "\n" for line in lines) + '{"time": "2026')
    outcome = CliRunner().invoke(app, ["report", str(path), "--figures", str(tmp_path / "figures")])
    assert outcome.exit_code == 0, outcome.output
    names = {"overview", "solved-by-source", "solved-against-seconds", "solved-against-expansions", "time-spent", "pass-at-k",
             "tactic-outcomes", "load"}  # fmt: skip
    assert {file.name for file in (tmp_path / "figures").iterdir()} == {
        f"{name}.{kind}" for name in names for kind in ("png", "svg")
    }
    text = (path / "report.html").read_text()
    assert text.count("<figure") == text.count("<svg") == len(names) - 1
    assert "75.0 % of CPU time" in text
    drawn = {attrs["xlink:href"] for tag, attrs in read(text).tags if tag == "use"}
    assert drawn and drawn <= {f"#{attrs.get('id')}" for _, attrs in read(text).tags}


def test_a_run_that_solves_nothing_is_drawn(tmp_path):
    counted = [numbers(run) for run in load_runs([make_run(tmp_path / "x", "--")])]
    assert all(inline_svg(plot).startswith("<svg") for plot in plots(counted))
    assert save([overview(counted)], tmp_path / "figures")


def test_the_command_prints_a_table_or_the_numbers(tmp_path):
    paths = [str(make_run(tmp_path / name, outcomes)) for name, outcomes in (("a", "++--"), ("b", "+-++"))]
    shown = CliRunner().invoke(app, ["report", *paths, "--no-events"])
    assert shown.exit_code == 0 and "2 of 4" in shown.output and "2 won, 1 lost" in shown.output
    assert (tmp_path / "report-a-vs-b.html").exists() and not (tmp_path / "a" / "report.html").exists()
    told = CliRunner().invoke(app, ["report", *paths, "--json", "--out", str(tmp_path / "new" / "r.html")])
    numbers_told = json.loads(told.stdout)
    assert numbers_told["comparisons"][0]["won"] == ["p2", "p3"] and numbers_told["runs"][1]["overall"]["solved"] == 3
    assert (tmp_path / "new" / "r.html").exists()


def test_what_cannot_be_reported_ends_with_code_two(tmp_path):
    run = CliRunner().invoke
    path = make_run(tmp_path / "a", "+.")
    for folders, why in (
        ([tmp_path / "nowhere"], "no such folder"),
        ([path, make_run(tmp_path / "b", ".+")], "no problem in common"),
        ([path, path], "twice"),
    ):
        outcome = run(app, ["report", *map(str, folders)])
        assert outcome.exit_code == 2 and why in outcome.output
    for out, why in ((path / "config.json" / "x.html", "cannot be written"), (tmp_path, "is a folder")):
        outcome = run(app, ["report", str(path), "--out", str(out)])
        assert outcome.exit_code == 2 and why in outcome.output
