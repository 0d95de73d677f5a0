"""The audit itself: training texts streamed past a benchmark, and what was found as plain figures."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Optional

from pydantic import BaseModel

from benchmarks.data.problem import Problem
from benchmarks.measure.audit.matching import FORMAL, INFORMAL, Index, Matcher
from benchmarks.measure.audit.runs import Run
from benchmarks.measure.audit.sources import Source, TrainingText

LENGTHS = (10, 20, 30)
"""Tokens of an n-gram.  Llemma's audit takes 30, of text; a good third of miniF2F's formal statements have no 30 tokens,
so that shorter n-grams are needed to say anything of them."""

EXAMPLES = 3
"""Training theorems named for one hit, a dataset."""


class Example(BaseModel):
    """A training record with what is shared, by the theorem whose proof it is from."""

    dataset: str
    theorem: str
    source: str


class Hit(BaseModel):
    """A problem of which something is in the training text.

    ``shared`` of its ``of`` n-grams are (1 of 1 for a statement); ``text`` is the one of them in fewest training
    records, ``records`` how many that are by dataset, ``examples`` some of them.  ``datasets``: those with any.
    """

    problem: str
    split: str
    shared: int
    of: int
    text: str
    records: dict[str, int]
    examples: list[Example]
    datasets: list[str]


class Rate(BaseModel):
    """Solved by a run, among the problems hit and among the others that could have been.  ``p``: Fisher's exact test,
    two-sided; ``None`` where one side is empty."""

    run: str
    hit: int
    hit_solved: int
    other: int
    other_solved: int
    p: Optional[float]


class Finding(BaseModel):
    """One criterion.  ``eligible``: split → problems that could be hit (long enough, with a distinctive n-gram)."""

    part: Literal["statement", "shape", "formal", "informal"]
    n: Optional[int] = None
    distinctive: bool = False
    eligible: dict[str, int]
    hits: list[Hit]
    rates: list[Rate]

    @property
    def label(self) -> str:
        if self.n is None:
            return "statement, up to names" if self.part == "statement" else "statement, up to names and numbers"
        return f"{self.part} {self.n}-gram, {'distinctive' if self.distinctive else 'any'}"


class Dataset(BaseModel):
    """What was read: ``texts`` records of a folder's splits, or strings of a file."""

    path: str
    splits: list[str]
    texts: int


class Audit(BaseModel):
    """``printed``: problems that were compared as Lean prints them, too."""

    benchmark: str
    problems: dict[str, int]
    printed: int
    datasets: list[Dataset]
    findings: list[Finding]


@dataclass
class _Seen:
    """Where something was seen: how many records by dataset, and by dataset some of them, by theorem."""

    records: Counter[str] = field(default_factory=Counter)
    examples: dict[str, dict[str, Example]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, text: TrainingText) -> None:
        self.records[text.dataset] += 1
        named = self.examples[text.dataset]
        if len(named) < EXAMPLES and text.theorem not in named:
            named[text.theorem] = Example(dataset=text.dataset, theorem=text.theorem, source=text.source)


def audit(
    benchmark: str,
    problems: Sequence[Problem],
    sources: Sequence[Source],
    *,
    lengths: Iterable[int] = LENGTHS,
    runs: Sequence[Run] = (),
    tell: Callable[[Source, int], None] = lambda source, read: None,
) -> Audit:
    """Stream ``sources`` past ``problems``.  Memory grows with the benchmark, not with the training text.

    ``tell``: called as reading goes on, with what was read since the last call, in the source's unit.
    Raises ``TrainingDataError`` at damaged data.
    """
    printed = {name: state for run in runs for name, state in run.printed.items()}
    index = Index(problems, lengths, printed)
    matcher = Matcher(index)
    statements: dict[int, _Seen] = defaultdict(_Seen)
    shapes: dict[int, _Seen] = defaultdict(_Seen)
    grams: dict[tuple[str, int], dict[tuple[str, ...], _Seen]] = {key: defaultdict(_Seen) for key in index.grams}
    datasets = []
    for source in sources:
        texts = 0
        for read, text in source.texts():
            tell(source, read)
            if text is None:
                continue
            texts += 1
            shared = matcher(text)
            for number in shared.statements:
                statements[number].add(text)
            for number in shared.shapes:
                shapes[number].add(text)
            for key, found in shared.grams.items():
                seen = grams[key]
                for gram in found:
                    seen[gram].add(text)
        datasets.append(Dataset(path=str(source.path), splits=list(source.splits), texts=texts))
    findings = [_statements(index, "statement", statements, runs), _statements(index, "shape", shapes, runs)]
    for part in (FORMAL, INFORMAL):
        for n in index.lengths:
            findings += [_grams(index, part, n, distinctive, grams[part, n], runs) for distinctive in (False, True)]
    return Audit(
        benchmark=benchmark,
        problems=dict(Counter(problem.split for problem in problems)),
        printed=len(printed.keys() & {problem.name for problem in problems}),
        datasets=datasets,
        findings=findings,
    )


def _statements(index: Index, part: str, seen: Mapping[int, _Seen], runs: Sequence[Run]) -> Finding:
    hits = [_hit(index.problems[i], 1, 1, index.written[i], seen[i], set(seen[i].records)) for i in sorted(seen)]
    return _finding(index, part, None, False, index.written, hits, runs)


def _grams(
    index: Index, part: str, n: int, distinctive: bool, seen: Mapping[tuple[str, ...], _Seen], runs: Sequence[Run]
) -> Finding:
    counts: Counter[int] = Counter()
    found: dict[int, list[tuple[str, _Seen]]] = defaultdict(list)
    for gram, use in index.grams[part, n].items():
        if distinctive and not use.distinctive:
            continue
        counts.update(use.problems)
        if gram in seen:
            for i in use.problems:
                found[i].append((use.text, seen[gram]))
    hits = []
    for i in sorted(found):
        text, rarest = min(found[i], key=lambda item: item[1].records.total())
        datasets = {dataset for _, one in found[i] for dataset in one.records}
        hits.append(_hit(index.problems[i], len(found[i]), counts[i], text, rarest, datasets))
    return _finding(index, part, n, distinctive, counts.keys(), hits, runs)


def _hit(problem: Problem, shared: int, of: int, text: str, seen: _Seen, datasets: set[str]) -> Hit:
    examples = [example for named in seen.examples.values() for example in named.values()]
    return Hit(problem=problem.name, split=problem.split, shared=shared, of=of, text=text, records=dict(seen.records),
               examples=examples, datasets=sorted(datasets))  # fmt: skip


def _finding(
    index: Index, part: str, n: int | None, distinctive: bool, eligible: Iterable[int], hits: list[Hit], runs: Sequence[Run]
) -> Finding:
    able = [index.problems[i] for i in eligible]
    names, hit = {problem.name for problem in able}, {one.problem for one in hits}
    return Finding(
        part=part, n=n, distinctive=distinctive, hits=hits, eligible=dict(Counter(problem.split for problem in able)),
        rates=[_rate(run, names, hit) for run in runs],
    )  # fmt: skip


def _rate(run: Run, eligible: set[str], hit: set[str]) -> Rate:
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for name, solved in run.solved.items():
        if name in eligible:
            sides[name in hit].append(solved)
    yes, no = sides[True], sides[False]
    p = fisher(sum(yes), len(yes), sum(no), len(no)) if yes and no else None
    return Rate(run=run.name, hit=len(yes), hit_solved=sum(yes), other=len(no), other_solved=sum(no), p=p)


def fisher(first: int, of_first: int, second: int, of_second: int) -> float:
    """Fisher's exact test, two-sided: the probability, if both groups had one rate, of a split of the successes at most
    as probable as ``first`` of ``of_first`` and ``second`` of ``of_second``."""
    successes, everything = first + second, of_first + of_second
    ways = [math.comb(of_first, k) * math.comb(of_second, successes - k) for k in range(successes + 1)]
    return sum(w for w in ways if w <= ways[first]) / math.comb(everything, successes)
