"""Records as token arrays on disk: made once for a data set and a tokenizer, then memory-mapped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from prover.fetch.folder import new_folder
from prover.policy.views import VIEWS
from prover.training.records import Record

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

VIEW_NAMES: tuple[str, ...] = tuple(VIEWS)
_LAYOUT = 2
"""Raise when what is stored changes."""
_CHUNK = 2000


@dataclass(frozen=True)
class Encoding:
    """How a record becomes token ids: ``start`` (the tokenizer's, if it has one), the prompt's tokens without
    the first ones if there are more than ``max_prompt``, the answer's tokens, ``end``.

    The prompt and the answer are tokenized apart, so no token reaches over their border, and the prompt is cut
    just as ``prover.policy.sampling.CausalSampler`` cuts it.
    """

    tokenizer: PreTrainedTokenizerBase
    max_prompt: int
    max_answer: int

    def key(self) -> str:
        """A digest of everything that the token ids depend on."""
        backend = getattr(self.tokenizer, "backend_tokenizer", None)
        text = backend.to_str() if backend is not None else repr(sorted(self.tokenizer.get_vocab().items()))
        ends = [self.tokenizer.bos_token_id, self.tokenizer.eos_token_id, self.max_prompt, self.max_answer, _LAYOUT]
        instructions = [view.tail for view in VIEWS.values()]
        return hashlib.blake2b(json.dumps([text, ends, instructions]).encode(), digest_size=16).hexdigest()

    def encode(self, records: Sequence[Record]) -> list[tuple[list[int], list[int]] | None]:
        """(prompt ids, answer ids) for each record; ``None`` where the answer is too long or empty."""
        prompts = self.tokenizer([r.prompt for r in records], add_special_tokens=False)["input_ids"]
        answers = self.tokenizer([r.output for r in records], add_special_tokens=False)["input_ids"]
        start = [] if self.tokenizer.bos_token_id is None else [self.tokenizer.bos_token_id]
        end = self.tokenizer.eos_token_id
        return [
            (start + prompt[-self.max_prompt :], [*answer, end]) if 0 < len(answer) < self.max_answer else None
            for prompt, answer in zip(prompts, answers, strict=True)
        ]


@dataclass(frozen=True)
class TokenArrays:
    """Samples of one view end to end.

    ``tokens`` (total,): all ids; sample ``i`` is ``tokens[starts[i]:starts[i + 1]]``, whose first ``prompts[i]``
    tokens are the prompt.  ``left_out``: records whose answer was too long.
    """

    view: str
    tokens: np.ndarray
    starts: np.ndarray
    prompts: np.ndarray
    left_out: int

    def __len__(self) -> int:
        return len(self.prompts)

    def lengths(self) -> np.ndarray:
        return np.diff(self.starts)

    def sample(self, index: int) -> tuple[np.ndarray, int, str]:
        """Token ids, the prompt's length, and the view."""
        return self.tokens[self.starts[index] : self.starts[index + 1]], int(self.prompts[index]), self.view


def encode(
    view: str, records: Iterable[Record], encoding: Encoding, advance: Callable[[int], None] = lambda count: None
) -> TokenArrays:
    """The arrays of records of one view.  ``advance`` is called with the number of records done so far."""
    kind = np.uint16 if len(encoding.tokenizer) <= 2**16 else np.uint32
    parts: list[np.ndarray] = [np.zeros(0, kind)]
    lengths: list[int] = [0]
    prompts: list[int] = []
    left_out = done = 0
    iterator = iter(records)
    while chunk := list(islice(iterator, _CHUNK)):
        pairs = [pair for pair in encoding.encode(chunk) if pair is not None]
        left_out += len(chunk) - len(pairs)
        parts.append(np.array([token for prompt, answer in pairs for token in (*prompt, *answer)], dtype=kind))
        prompts += [len(prompt) for prompt, _ in pairs]
        lengths += [len(prompt) + len(answer) for prompt, answer in pairs]
        advance(done := done + len(chunk))
    return TokenArrays(
        view, np.concatenate(parts), np.cumsum(lengths, dtype=np.int64), np.array(prompts, dtype=np.int32), left_out
    )


def encode_view(
    view: str,
    records: Callable[[], Iterable[Record]],
    content: str,
    encoding: Encoding,
    cache: Path,
    limit: int | None = None,
    advance: Callable[[int], None] = lambda count: None,
) -> TokenArrays:
    """As ``encode`` of at most ``limit`` records, from ``cache`` if they are there for this ``content`` (a digest of the
    records) and encoding, else made and put there (by one process at a time)."""
    name = hashlib.blake2b(f"{view} {content} {encoding.key()} {limit}".encode(), digest_size=16).hexdigest()
    folder = cache / name
    if not folder.is_dir():
        made = encode(view, islice(records(), limit), encoding, advance)
        with new_folder(folder) as work:
            np.save(work / "tokens.npy", made.tokens)
            np.savez(work / "places.npz", starts=made.starts, prompts=made.prompts, left_out=made.left_out)
    with np.load(folder / "places.npz") as places:
        starts, prompts, left_out = places["starts"], places["prompts"], int(places["left_out"])
    tokens = np.load(folder / "tokens.npy", mmap_mode="r") if len(prompts) else np.zeros(0, np.uint16)
    return TokenArrays(view, tokens, starts, prompts, left_out)
