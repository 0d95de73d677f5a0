"""The tokenizer of models trained from random weights: byte-level BPE on Lean text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

END, START = "<|endoftext|>", "<|startoftext|>"

_LETTERS = r"\p{L}_'₀-₉✝⁰¹²³⁴-⁹"
_PIECES = rf"\n[\n ]*|[ .]?[{_LETTERS}]+| ?\p{{N}}| ?[^\s\p{{N}}{_LETTERS}]+|\s+(?!\S)|\s"
"""What a token never crosses: a line break with the indentation after it; a word with the blank or dot before it;
one digit; symbols.  ``_``, ``'`` and what marks Lean's names (``h₀``, ``x✝``, ``a⁻¹``) count as letters, so that
``_of_lt`` and ``h₀`` can be one token."""


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> PreTrainedTokenizerBase:
    """A byte-level BPE tokenizer (Sennrich et al. 2016; bytes as in GPT-2) of at most ``vocab_size`` tokens.

    Any text survives encoding and decoding.  ``END`` ends texts and pads, ``START`` begins them.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(_PIECES), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])  # fmt: skip
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[END, START],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=START, eos_token=END, pad_token=END, clean_up_tokenization_spaces=False
    )
