"""From traces to a dataset: balanced by group, under several renamings, split by statement."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prover.training.records import Record
from prover.training.renaming import rename
from prover.training.shards import Manifest, write_shards, writing
from prover.training.traces import Trace, is_held_out

MAX_STATE, MAX_TACTIC = 1500, 400
"""Longest input and answer, in characters."""


@dataclass(frozen=True)
class TraceSelection:
    """``renamings``: copies of a training trace under other names, beside itself.  ``per_group``: traces of one
    family or module at most, chosen at random; ``per_tactic``: records with one and the same answer; 0: all."""

    renamings: int = 3
    per_group: int = 0
    seed: int = 0
    per_tactic: int = 0


def build(
    folder: Path,
    traces: Iterable[Trace],
    selection: TraceSelection,
    provenance: dict[str, Any],
) -> Manifest:
    """Write the records of the proved ``traces`` (of one theorem the last) as a dataset.  What is in the validation split is
    in no other.  Raises ``TrainingDataError``."""
    latest = {trace.theorem: trace for trace in traces}
    chosen = _balanced([trace for trace in latest.values() if trace.proved], selection)
    dropped: dict[str, Counter[str]] = {"val": Counter(), "train": Counter()}
    seen: set[tuple[str, str, str]] = set()
    with writing(folder):
        shards = []
        for split in ("val", "train"):
            mine = [t for t in chosen if is_held_out(t.statement) == (split == "val")]
            shards += write_shards(folder, split, _records(mine, selection, split, dropped[split], seen))
        settings = {"selection": asdict(selection), "traces": dict(Counter(t.source for t in chosen))}
        left_out = {split: {"all views": dict(counts)} for split, counts in dropped.items() if counts}
        manifest = Manifest(shards=shards, dropped=left_out, provenance={**provenance, **settings})
        manifest.save(folder)
    return manifest


def _balanced(traces: list[Trace], selection: TraceSelection) -> list[Trace]:
    generator = random.Random(selection.seed)
    generator.shuffle(traces)
    taken: defaultdict[str, int] = defaultdict(int)
    chosen = []
    for trace in traces:
        if not selection.per_group or taken[trace.group] < selection.per_group:
            taken[trace.group] += 1
            chosen.append(trace)
    return chosen


def _records(
    traces: list[Trace],
    selection: TraceSelection,
    split: str,
    dropped: Counter[str],
    seen: set[tuple[str, str, str]],
) -> Iterator[Record]:
    answers: Counter[tuple[str, str]] = Counter()
    copies = range(1, selection.renamings + 1) if split == "train" else ()
    for trace in traces:
        for version in (trace, *(rename(trace, copy) for copy in copies)):
            for record in version.records():
                key = (record.view, record.input, record.output)
                if len(record.input) > MAX_STATE or len(record.output) > MAX_TACTIC:
                    dropped["too long"] += 1
                elif key in seen:
                    dropped["duplicate"] += 1
                elif selection.per_tactic and answers[record.view, record.output] >= selection.per_tactic:
                    dropped["a common answer"] += 1
                else:
                    seen.add(key)
                    answers[record.view, record.output] += 1
                    yield record
