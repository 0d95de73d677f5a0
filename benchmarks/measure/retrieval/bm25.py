"""BM25 as ReProver's repository has it (``retrieval/bm25``): Okapi BM25 over a byte-pair encoding of 30,000 tokens, trained on the
premises and train's states.

``rank_bm25``'s ``BM25Okapi`` is followed to the letter: k1 = 1.5, b = 0.75, an idf that may turn negative and then is a quarter of the mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.trainers import BpeTrainer

from benchmarks.measure.retrieval.corpus import CorpusPremise
from prover.premises.index import InvertedIndex, Scores

VOCABULARY = 30_000
K1, B, EPSILON = 1.5, 0.75, 0.25


def serialized(premise: CorpusPremise) -> str:
    """A premise as ReProver reads it: its source, in which its name is written in full between ``<a>`` and ``</a>``."""
    marked = f"<a>{premise.name}</a>"
    code = premise.code.replace(f"_root_.{premise.name}", marked)
    parts = premise.name.split(".")
    for first in range(len(parts)):
        name = re.escape(".".join(parts[first:]))
        changed = re.sub(rf"(?<=\s)«?{name}»?", lambda _: marked, code)
        if changed != code:
            return changed
    return code


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    tokenizer = Tokenizer(BPE(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(texts, trainer=BpeTrainer(vocab_size=VOCABULARY, special_tokens=special, show_progress=False))
    return tokenizer


class BM25:
    """Scores of premises for a state."""

    def __init__(self, premises: Sequence[CorpusPremise], states: Iterable[str]) -> None:
        texts = [serialized(premise) for premise in premises]
        self._tokenizer = train_tokenizer([*texts, *states])
        self._index = okapi(encoding.tokens for encoding in self._tokenizer.encode_batch(texts))

    def scores(self, state: str) -> Scores:
        """A score per premise (float32).  A token that stands twice in a state counts twice."""
        return self._index.scores(Counter(self._tokenizer.encode(state).tokens))


def okapi(documents: Iterable[Sequence[str]]) -> InvertedIndex:
    """``InvertedIndex`` with the weights of ``rank_bm25``'s ``BM25Okapi``."""
    index = InvertedIndex.build(documents, K1, B)
    frequency = np.diff(index.starts)
    idf = np.log(index.size - frequency + 0.5) - np.log(frequency + 0.5)
    idf = np.where(idf < 0, EPSILON * idf.mean(), idf).astype(np.float32)
    index.weights = index.weights / np.repeat(index.idf, frequency) * np.repeat(idf, frequency)
    index.idf = idf
    return index
