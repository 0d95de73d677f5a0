"""From traces to a dataset: balanced by group, under several renamings, split by statement."""

from __future__ import annotations

import random
from collections import Counter
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


def build(folder: Path, traces: Iterable[Trace], selection: TraceSelection, provenance: dict[str, Any]) -> Manifest:
    """Write the records of the proved ``traces`` (of one theorem the last) as a dataset.  What is in the validation split is
    in no other.  Raises ``TrainingDataError``."""
    latest = {trace.theorem: trace for trace in traces}
    chosen = _balanced([trace for trace in latest.values() if trace.proved], selection)
    dropped: dict[str, Counter[str]] = {"val": Counter(), "train": Counter()}
    seen: set[tuple[str, str, str]] = set()

    def records(split: str) -> Iterator[Record]:
        answers: Counter[tuple[str, str]] = Counter()
        copies = range(1, selection.renamings + 1) if split == "train" else ()
        mine = [trace for trace in chosen if is_held_out(trace.statement) == (split == "val")]
        versions = (version for trace in mine for version in (trace, *(rename(trace, copy) for copy in copies)))
        for record in (record for version in versions for record in version.records()):
            key = (record.view, record.input, record.output)
            if len(record.input) > MAX_STATE or len(record.output) > MAX_TACTIC:
                dropped[split]["too long"] += 1
            elif key in seen:
                dropped[split]["duplicate"] += 1
            elif selection.per_tactic and answers[record.view, record.output] >= selection.per_tactic:
                dropped[split]["a common answer"] += 1
            else:
                seen.add(key)
                answers[record.view, record.output] += 1
                yield record

    with writing(folder):
        shards = [shard for split in ("val", "train") for shard in write_shards(folder, split, records(split))]
        settings = {"selection": asdict(selection), "traces": dict(Counter(t.source for t in chosen))}
        left_out = {split: {"all views": dict(counts)} for split, counts in dropped.items() if counts}
        manifest = Manifest(shards=shards, dropped=left_out, provenance={**provenance, **settings})
        manifest.save(folder)
    return manifest


def _balanced(traces: list[Trace], selection: TraceSelection) -> list[Trace]:
    random.Random(selection.seed).shuffle(traces)
    taken: Counter[str] = Counter()
    chosen = []
    for trace in traces:
        if not selection.per_group or taken[trace.group] < selection.per_group:
            taken[trace.group] += 1
            chosen.append(trace)
    return chosen
