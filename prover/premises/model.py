"""What is learnt and kept in a file: the embedding, rankers, and how often Mathlib's proofs use a premise by its name."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from prover.errors import ExpectedError
from prover.premises.embedding import Embedding
from prover.premises.ranker import Ranker

SHIPPED = Path(__file__).with_name("learned.npz")


class ModelError(ExpectedError):
    """A file holds no model of this program."""


@dataclass(frozen=True)
class Model:
    """``popular``: how many states of train used a premise of this name; ``rankers`` by what they look at: ``goal``, ``memory``
    (which needs a ``Memory``), ``place`` (and where the theorem stands)."""

    embedding: Embedding
    popular: Mapping[str, int]
    rankers: Mapping[str, Ranker]

    def save(self, file: Path) -> None:
        arrays = self.embedding.arrays()
        names = sorted(self.popular)
        arrays["popular_names"] = np.frombuffer("\n".join(names).encode("utf-8"), np.uint8)
        arrays["popular_uses"] = np.asarray([self.popular[name] for name in names], np.int32)
        for name, ranker in self.rankers.items():
            arrays |= ranker.arrays(f"ranker_{name}")
        np.savez_compressed(file, **arrays)

    @classmethod
    def load(cls, file: Path) -> Model:
        """The model of a file.  Raises ``ModelError``."""
        try:
            with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as stored:
                arrays = dict(stored)
            names = bytes(arrays["popular_names"]).decode("utf-8").split("\n")
            kinds = {name.split("_")[1] for name in arrays if name.startswith("ranker_")}
            rankers = {kind: Ranker.from_arrays(arrays, f"ranker_{kind}") for kind in sorted(kinds)}
            return cls(Embedding.from_arrays(arrays), dict(zip(names, arrays["popular_uses"].tolist(), strict=True)), rankers)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise ModelError(f"{file}: no model of premises ({error}); train one or install again") from error

    @cached_property
    def digest(self) -> str:
        """What tells two embeddings apart, and with them the vectors that they make."""
        hashed = hashlib.sha256()
        for name, array in sorted(self.embedding.arrays().items()):
            hashed.update(name.encode() + np.ascontiguousarray(array).tobytes())
        return hashed.hexdigest()[:16]


@cache
def shipped() -> Model:
    """The model that comes with the program.  Raises ``ModelError``."""
    return Model.load(SHIPPED)
