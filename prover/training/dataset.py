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
_LAYOUT = 1
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

    @property
    def start(self) -> list[int]:
        return [] if self.tokenizer.bos_token_id is None else [self.tokenizer.bos_token_id]

    def key(self) -> str:
        """A digest of everything that the token ids depend on."""
        backend = getattr(self.tokenizer, "backend_tokenizer", None)
        text = backend.to_str() if backend is not None else repr(sorted(self.tokenizer.get_vocab().items()))
        ends = [self.tokenizer.bos_token_id, self.tokenizer.eos_token_id, self.max_prompt, self.max_answer, _LAYOUT]
        instructions = [view.tail for view in VIEWS.values()]
        return hashlib.blake2b(json.dumps([text, ends, instructions]).encode(), digest_size=16).hexdigest()

    def encode(self, records: Sequence[Record]) -> list[tuple[list[int], list[int]] | None]:
        """(prompt ids, answer ids) for each record; ``None`` where the answer is too long or empty."""
        if not records:
            return []
        prompts = self.tokenizer([r.prompt for r in records], add_special_tokens=False)["input_ids"]
        answers = self.tokenizer([r.output for r in records], add_special_tokens=False)["input_ids"]
        end = self.tokenizer.eos_token_id
        return [
            (self.start + prompt[-self.max_prompt :], [*answer, end]) if 0 < len(answer) < self.max_answer else None
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

    def sample(self, index: int) -> tuple[np.ndarray, int]:
        """Token ids and the prompt's length."""
        return self.tokens[self.starts[index] : self.starts[index + 1]], int(self.prompts[index])


def encode_view(
    view: str,
    records: Callable[[], Iterable[Record]],
    content: str,
    encoding: Encoding,
    cache: Path,
    limit: int | None = None,
    advance: Callable[[int], None] = lambda count: None,
) -> TokenArrays:
    """The arrays of one view; from ``cache`` if they are there for this ``content`` (a digest of the records)
    and encoding, else made and put there (by one process at a time).  ``advance`` hears how many records were encoded.
    """
    name = hashlib.blake2b(f"{view} {content} {encoding.key()} {limit}".encode(), digest_size=16).hexdigest()
    folder = cache / name
    if not folder.is_dir():
        with new_folder(folder) as work:
            _write(work, islice(records(), limit), encoding, advance)
    starts = np.load(folder / "starts.npy")
    prompts = np.load(folder / "prompts.npy")
    tokens = np.load(folder / "tokens.npy", mmap_mode="r") if len(prompts) else np.zeros(0, np.uint16)
    return TokenArrays(view, tokens, starts, prompts, json.loads((folder / "about.json").read_text())["left_out"])


def _write(folder: Path, records: Iterable[Record], encoding: Encoding, advance: Callable[[int], None]) -> None:
    kind = np.uint16 if len(encoding.tokenizer) <= 2**16 else np.uint32
    parts: list[np.ndarray] = []
    lengths: list[int] = []
    prompts: list[int] = []
    left_out = 0
    iterator = iter(records)
    while chunk := list(islice(iterator, _CHUNK)):
        ids: list[int] = []
        for pair in encoding.encode(chunk):
            if pair is None:
                left_out += 1
                continue
            prompt, answer = pair
            ids += prompt
            ids += answer
            prompts.append(len(prompt))
            lengths.append(len(prompt) + len(answer))
        parts.append(np.array(ids, dtype=kind))
        advance(len(chunk))
    np.save(folder / "tokens.npy", np.concatenate(parts) if parts else np.zeros(0, kind))
    np.save(folder / "starts.npy", np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64))
    np.save(folder / "prompts.npy", np.array(prompts, dtype=np.int32))
    (folder / "about.json").write_text(json.dumps({"left_out": left_out}))
