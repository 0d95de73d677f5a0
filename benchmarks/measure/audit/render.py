"""An audit as tables: rows of text, for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure.audit.report import Audit, Finding, Hit, Rate

Table = tuple[list[str], list[list[str]]]
"""Heads and rows."""


def overlap_table(audit: Audit) -> Table:
    """What was hit: by criterion, split and dataset."""
    datasets = [dataset.path for dataset in audit.datasets]
    head = [
        "shared",
        *(f"{split}: hit of comparable" for split in audit.problems),
        *(f"from {Path(path).name}" for path in datasets),
    ]
    rows = []
    for finding in audit.findings:
        hits = [
            f"{sum(hit.split == split for hit in finding.hits)} of {finding.eligible.get(split, 0)}" for split in audit.problems
        ]
        rows.append([finding.label, *hits, *(str(sum(path in hit.datasets for hit in finding.hits)) for path in datasets)])
    return head, rows


def rate_table(audit: Audit) -> Table:
    """Solved among the problems hit and among the others, by criterion and run."""
    rows = []
    for finding in audit.findings:
        for rate in finding.rates:
            row = [finding.label, rate.run, _share(rate.hit_solved, rate.hit), _share(rate.other_solved, rate.other)]
            rows.append([*row, _p(rate)])
    return ["shared", "run", "solved of hit", "solved of the others", "Fisher's p"], rows


def hit_table(audit: Audit, limit: int | None = None) -> Table:
    """Every problem hit by its statement or by a distinctive n-gram, with the strictest such criterion; strictest first."""
    seen: set[tuple[str, str]] = set()
    rows = []
    for finding in sorted((f for f in audit.findings if f.n is None or f.distinctive), key=_strictness):
        kind = "informal" if finding.part == "informal" else "formal"
        for hit in sorted(finding.hits, key=lambda hit: -hit.shared / hit.of):
            if (hit.problem, kind) not in seen:
                seen.add((hit.problem, kind))
                rows.append([hit.problem, hit.split, finding.label, f"{hit.shared} of {hit.of}", hit.text, _where(hit)])
    return ["problem", "split", "shared", "n-grams", "rarest of them", "in proofs of"], rows[:limit]


def markdown(table: Table) -> str:
    head, rows = table
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _strictness(finding: Finding) -> tuple[bool, bool, int]:
    return finding.n is not None, finding.part == "shape", -(finding.n or 0)


def _share(some: int, of: int) -> str:
    return f"{some} of {of} ({100 * some / of:.0f} %)" if of else "0 of 0"


def _p(rate: Rate) -> str:
    return "" if rate.p is None else f"{rate.p:.2g}"


def _where(hit: Hit) -> str:
    names: Sequence[str] = list(dict.fromkeys(f"{example.theorem} ({Path(example.dataset).name})" for example in hit.examples))
    return f"{', '.join(names)}; {sum(hit.records.values())} records"
