"""What each subject of moves wins alone, and what is lost without it.

    python -m benchmarks.measure.ablation runs/valid-portfolio --out runs/ablation

Over the problems that a run of the portfolio solved: *alone* are those whose proof there uses a move of the subject and besides it
only logic and the generic tactics, and which these do not prove by themselves; *lost* are those that the portfolio does not prove
without the subject.  Only problems whose proof uses a move of the subject are run without it: the others cannot be lost but by
chance.  Killed and given again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.run.results import read_results
from benchmarks.run.run_folder import events_path
from prover.moves import GENERIC, MOVES
from search import read_events
from search.log import replay

BASE = (GENERIC, "logic", "implications", "rewriting")
"""What every proof needs: the generic tactics, and the subjects that only take goals apart."""


def solved(run: Path) -> list[str]:
    return sorted(problem for (problem, _), result in read_results(run / "results.jsonl").items() if result.proved)


def subjects_used(run: Path, problem: str) -> set[str]:
    """The subjects of the moves that proposed the steps of a problem's proof."""
    graph = replay(read_events(events_path(run, problem, 0)))
    steps = graph.shortest_proof() or ()
    return {MOVES[step.move].subject if step.move in MOVES else step.move for step in steps}


def bench(policy: str, names: list[str], out: Path, seconds: float, workers: int) -> set[str]:
    """The problems of these names that a policy solves."""
    if not names:
        return set()
    command = [
        "bench", "minif2f", "--split", "valid", "--policy", policy, "--time-limit", str(seconds), "--workers", str(workers),
        "--names", ",".join(names), "--out", str(out), "--no-check",
    ]  # fmt: skip
    ended = subprocess.run([sys.executable, "-c", "import sys; from prover.cli import app; sys.exit(app())", *command])
    if ended.returncode not in (0, 1):
        raise SystemExit(f"prover bench ended with {ended.returncode}")
    return set(solved(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="a run of minif2f, split valid, with the portfolio")
    parser.add_argument("--time-limit", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the runs")
    options = parser.parse_args()
    names, limits = solved(options.run), (options.time_limit, options.workers)
    subjects = {name: subjects_used(options.run, name) - set(BASE) for name in names}
    using: defaultdict[str, list[str]] = defaultdict(list)
    for name, used in subjects.items():
        for subject in used:
            using[subject].append(name)
    basic = {name for name, used in subjects.items() if not used}
    others = [name for name in names if name not in basic]
    base = basic | bench(f"portfolio?only={','.join(BASE)}", others, options.out / "base", *limits)
    rows = []
    for subject in sorted({m.subject for m in MOVES.values()} - set(BASE)):
        alone = [name for name in using[subject] if subjects[name] == {subject} and name not in base]
        kept = bench(f"portfolio?without={subject}", using[subject], options.out / f"without-{subject}", *limits)
        lost = sorted(set(using[subject]) - kept)
        rows.append({"subject": subject, "used": len(using[subject]), "alone": alone, "lost": lost})
    (options.out / "ablation.json").write_text(json.dumps({"base": sorted(base), "rows": rows}, indent=1), encoding="utf-8")
    Console().print(table(len(base), rows))


def table(base: int, rows: list[dict]) -> Table:
    shown = Table(title=f"Subjects of moves; {base} problems are solved by {', '.join(BASE)} alone")
    for column in ("subject", "in proofs", "won alone", "lost without"):
        shown.add_column(column, justify="left" if column == "subject" else "right")
    for row in sorted(rows, key=lambda row: (-len(row["lost"]), -len(row["alone"]))):
        shown.add_row(row["subject"], str(row["used"]), str(len(row["alone"])), str(len(row["lost"])))
    return shown


if __name__ == "__main__":
    main()
