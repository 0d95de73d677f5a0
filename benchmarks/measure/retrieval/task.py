"""The corpus as premises of ``prover.premises``, and train's proofs as what it learns from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure.retrieval.corpus import Corpus, Query, part_of
from benchmarks.measure.retrieval.train_embedding import train as train_embedding
from benchmarks.measure.retrieval.train_ranker import train as train_ranker
from prover.premises.evidence import evidence
from prover.premises.memory import Memory, Place
from prover.premises.model import Model
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex
from prover.premises.symbols import of_goal

PARTS = 25
"""Of train's theorems, one in so many teaches the rankers, by its name; the others teach everything else."""
RANKER_STATES = 4000

Bar = Callable[[str, float, float], None]
"""``(what is done, how far, of how much)``."""


def module_of(path: str) -> str:
    """``.lake/packages/lean4/src/lean/Init/Prelude.lean`` → ``Init.Prelude``."""
    parts = path.removesuffix(".lean").split("/")
    if "packages" in parts:
        parts = parts[parts.index("packages") + 2 :]
        if parts[:2] == ["src", "lean"]:
            parts = parts[2:]
    return ".".join(parts)


def premises_of(corpus: Corpus) -> list[Premise]:
    return [Premise(p.name, p.code, module_of(corpus.paths[p.file])) for p in corpus.premises]


def place_of(corpus: Corpus, query: Query) -> Place:
    return Place(module_of(corpus.paths[query.file]), query.start[0], tuple(query.theorem.split(".")[:-1]))


def memory_of(corpus: Corpus, queries: Sequence[Query], bar: Bar) -> Memory:
    """What these proofs used."""
    states = []
    for number, query in enumerate(queries):
        states.append(of_goal(query.state))
        if number % 1000 == 0:
            bar("reading train's states", number, len(queries))
    places = [place_of(corpus, query) for query in queries]
    return Memory(states, places, [query.used for query in queries], len(corpus))


def train_queries(corpus: Corpus, data: Path, kind: str, bar: Bar) -> list[Query]:
    with_premises = corpus.queries(data, kind, "train", lambda theorems, _: bar("reading train", theorems, 112_729))
    return list(with_premises)


def train_model(
    corpus: Corpus, queries: Sequence[Query], minutes: float, epochs: int, seed: int, bar: Bar
) -> tuple[Model, PremiseIndex]:
    """A model learnt from train alone, and the index of the corpus made with it."""
    premises = premises_of(corpus)
    taught = [query for query in queries if part_of(query.theorem, PARTS)]
    held = [query for query in queries if not part_of(query.theorem, PARTS)][:RANKER_STATES]
    memory = memory_of(corpus, taught, bar)
    embedding = train_embedding(
        premises, corpus.file_of, [of_goal(query.state) for query in taught], [query.used for query in taught], minutes, epochs,
        seed, lambda part, loss: bar(f"training the embedding, loss {loss:.3f}", part, 1),
    )  # fmt: skip
    uses = Counter({premises[number].name: int(times) for number, times in enumerate(memory.uses) if times})
    model = Model(embedding, uses, {})
    index = PremiseIndex.build(premises, embedding, lambda done: bar("embedding the corpus", done, len(premises)))
    return add_rankers(model, index, corpus, held, memory, bar), index


def add_rankers(model: Model, index: PremiseIndex, corpus: Corpus, held: Sequence[Query], memory: Memory, bar: Bar) -> Model:
    """The model with its three rankers, taught by states that neither it nor the memory knows."""
    rankers = {}
    for kind in ("goal", "memory", "place"):
        examples = []
        for number, query in enumerate(held):
            accessible = corpus.accessible(query.file, query.start)
            known = None if kind == "goal" else memory
            place = place_of(corpus, query) if kind == "place" else None
            examples.append((evidence(index, model, of_goal(query.state), accessible, known, place), query.used))
            bar(f"candidates for the ranker '{kind}'", number + 1, len(held))
        rankers[kind] = train_ranker(examples)
    return Model(model.embedding, model.popular, rankers)
