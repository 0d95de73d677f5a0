"""Premise selection on LeanDojo Benchmark 4: BM25, and ours with more and less to go by, side by side with what is published.

    python -m benchmarks.measure.retrieval --out runs/retrieval.jsonl

A query is a traced tactic with premises: its state; what is wanted are the premises that the tactic names; what may be retrieved are
those that its theorem may use.  Recall at 1 and 10 and the reciprocal rank of the first hit are those of ReProver's evaluation.  Killed
and given again with the same ``--out``, it goes on where it was.

    python -m benchmarks.measure.retrieval --train --model prover/premises/learned.npz

learns the model that ships with the program from the train split alone (twenty minutes on one core); hyper-parameters are chosen by
``--on val``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from benchmarks.measure.retrieval.bm25 import BM25
from benchmarks.measure.retrieval.corpus import Corpus, Query
from benchmarks.measure.retrieval.figures import RETRIEVED, Figures, mean, of_query
from benchmarks.measure.retrieval.task import Bar, memory_of, place_of, premises_of, train_model, train_queries
from prover.fetch import LEAN_DOJO, fetch
from prover.premises.model import SHIPPED, Model
from prover.premises.premise_index import PremiseIndex
from prover.premises.retriever import retrieve
from prover.premises.symbols import of_goal
from prover.training.leandojo_archive import SPLIT_KINDS

PUBLISHED = {
    "BM25 (published, Lean 3)": Figures(6.7, 17.2, 0.15),
    "ReProver (published, Lean 3)": Figures(13.5, 38.4, 0.31),
    "ReProver (reported, Lean 4)": Figures(13.1, 36.0, 0.32),
}
"""Table 1 of the LeanDojo paper, split at random; and what a user measured with its checkpoint for Lean 4 (LeanDojo issue 183)."""
SYMBOLS, GOAL, MEMORY, PLACE = (
    "ours, nothing learnt",
    "ours, as shipped",
    "ours, with train's proofs",
    "ours, and the theorem's place",
)

Retriever = Callable[[Query], list[int]]


def retrievers(
    corpus: Corpus, index: PremiseIndex, model: Model, bm25: BM25, train: list[Query], bar: Bar
) -> dict[str, Retriever]:
    """Every way to retrieve, by its name: premises by number, best first."""
    memory = memory_of(corpus, train, bar)

    def best(scores: np.ndarray, query: Query) -> list[int]:
        scores = np.where(corpus.accessible(query.file, query.start), scores, -np.inf)
        top = np.argpartition(-scores, RETRIEVED)[:RETRIEVED]
        return top[np.argsort(-scores[top], kind="stable")].tolist()

    def symbols(query: Query) -> list[int]:
        goal = of_goal(query.state)
        weights = dict.fromkeys(goal.hypotheses, 1.0) | dict.fromkeys(goal.target, 3.0)
        return best(index.everything.scores(weights) + index.conclusions.scores(dict.fromkeys(goal.target, 1.0)), query)

    def ours(query: Query, with_memory: bool, with_place: bool) -> list[int]:
        accessible = corpus.accessible(query.file, query.start)
        place = place_of(corpus, query) if with_place else None
        found = retrieve(index, query.state, RETRIEVED, model, accessible, memory if with_memory else None, place)
        return [one.number for one in found]

    return {
        "BM25": lambda query: best(bm25.scores(query.state), query),
        SYMBOLS: symbols,
        GOAL: lambda query: ours(query, False, False),
        MEMORY: lambda query: ours(query, True, False),
        PLACE: lambda query: ours(query, True, True),
    }


def key_of(query: Query) -> str:
    """What tells queries apart; one state may be met by several tactics."""
    return f"{query.theorem} {query.start} {query.used} {query.state}"


def evaluate(queries: list[Query], ways: dict[str, Retriever], out: Path | None, bar: Bar) -> dict[str, Figures]:
    """The figures of each way; a line for each query goes to ``out``, and queries that it has are not asked again."""
    lines = out.read_text("utf-8").splitlines() if out is not None and out.exists() else []
    rows = {row["query"]: row for row in map(json.loads, lines)}
    for number, query in enumerate(queries):
        key = key_of(query)
        if key not in rows:
            row = rows[key] = {"query": key, "ways": {}}
            for name, way in ways.items():
                begun = time.perf_counter()
                found = way(query)
                row["ways"][name] = [*of_query(found, query.used), time.perf_counter() - begun]
            if out is not None:
                with out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        bar("queries", number + 1, len(queries))
    asked = [rows[key_of(query)]["ways"] for query in queries]
    return {name: mean([row[name][:3] for row in asked], sum(row[name][3] for row in asked)) for name in ways}


def table(figures: dict[str, Figures], title: str) -> Table:
    shown = Table(title=title)
    for column in ("", "R@1", "R@10", "MRR", "ms a query"):
        shown.add_column(column, justify="left" if not column else "right")
    for name, one in figures.items():
        took = "" if one.milliseconds is None else f"{one.milliseconds:.0f}"
        shown.add_row(name, f"{one.recall_1:.1f}", f"{one.recall_10:.1f}", f"{one.mrr:.2f}", took)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.measure.retrieval", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--split", choices=SPLIT_KINDS, default="random", help="how LeanDojo divides the theorems")
    parser.add_argument(
        "--on", choices=("val", "test"), default="test", help="which part is asked; test is for the last figure alone"
    )
    parser.add_argument("--data", type=Path, help="LeanDojo Benchmark 4, an archive or a folder; else it is fetched")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="the model's file (default: the one that ships)")
    parser.add_argument("--limit", type=int, help="only so many queries, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="for the drawing, and for training")
    parser.add_argument("--out", type=Path, help="keep a line for each query here, and go on from those that are there")
    parser.add_argument(
        "--train", action="store_true", help="learn the model from train and write it to --model; measure nothing"
    )
    parser.add_argument("--minutes", type=float, default=30, help="with --train: for the embedding at most")
    parser.add_argument("--epochs", type=int, default=14, help="with --train: passes over train for the embedding")
    options = parser.parse_args()
    torch.set_num_threads(1)
    data = options.data or fetch(LEAN_DOJO)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("reading the corpus", total=None)

        def bar(what: str, done: float, total: float) -> None:
            progress.update(task, description=what, completed=done, total=total)

        corpus = Corpus.load(data)
        train = train_queries(corpus, data, options.split, bar)
        if options.train:
            model, _ = train_model(corpus, train, options.minutes, options.epochs, options.seed, bar)
            model.save(options.model)
            return
        model = Model.load(options.model)
        queries = list(corpus.queries(data, options.split, options.on))
        if options.limit is not None and options.limit < len(queries):
            queries = random.Random(options.seed).sample(queries, options.limit)
        premises = premises_of(corpus)
        index = PremiseIndex.build(premises, model.embedding, lambda done: bar("indexing the corpus", done, len(premises)))
        bar("training the tokenizer for BM25", 0, 1)
        bm25 = BM25(corpus.premises, (query.state for query in train))
        if options.out is not None:
            options.out.parent.mkdir(parents=True, exist_ok=True)
        figures = evaluate(queries, retrievers(corpus, index, model, bm25, train, bar), options.out, bar)
    title = f"{options.on}, split {options.split}: {len(queries):,} queries, {len(corpus):,} premises, one thread"
    Console().print(table({**PUBLISHED, **figures}, title))


if __name__ == "__main__":
    main()
