"""Sampling and beam search over any model that can continue sequences side by side.

transformers' ``generate`` draws from one generator for a whole batch, while here a state's samples depend on its own seed only;
it reads every sequence as a row: measured on the shipped model (four states, beams of 8 and 16), 1.6 to 1.8 times the
processor time of one reader for all.

A ``Reader`` has read the prompts of B states.  Each of its steps extends q sequences a state by one token; a
sequence may continue any sequence of the step before, so that those that ended can be left out (sampling) and
one can be continued in several ways (beam search).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Optional, Protocol

import torch

Cut = Callable[[str], tuple[str, bool]]
"""``cut(text) -> (text before the stop, whether there is a stop)``."""


@dataclass(frozen=True)
class Sample:
    """One completion: its text up to the stop, the token ids drawn (the stop's included), the natural
    logarithm of their probability at temperature 1, whether it came to an end by itself, and each token's
    share of the logarithm."""

    text: str
    tokens: tuple[int, ...]
    logprob: float
    finished: bool
    logprobs: tuple[float, ...] = ()


class Interrupted(RuntimeError):
    """Sampling was asked to end early."""


class Reader(Protocol):
    """A model that has read B prompts."""

    def step(self, parents: Optional[torch.Tensor], tokens: torch.Tensor) -> torch.Tensor:
        """Logits (B, q, V), float32, after ``tokens`` (B, q), each a continuation of the sequence of the step
        before that ``parents`` (B, q) names; ``None``: the j-th continues the j-th.  Before the first step
        there is one sequence a state, its prompt, number 0."""
        ...


@dataclass(frozen=True)
class Ending:
    """When a sequence has come to its end: on a token of ``ends``, or where ``cut`` finds a stop in its text;
    ``cut`` ``None``: there are no stops.  ``decode(rows of token ids)`` gives texts without special tokens."""

    ends: Collection[int]
    cut: Optional[Cut]
    decode: Callable[[list[list[int]]], list[str]]

    def reached(self, rows: list[list[int]]) -> list[bool]:
        """For each row of token ids, none of which had ended before its last token."""
        ended = [row[-1] in self.ends for row in rows]
        if self.cut is not None:
            open_ = [i for i, end in enumerate(ended) if not end]
            for i, text in zip(open_, self.decode([rows[i] for i in open_]), strict=True):
                ended[i] = self.cut(text)[1]
        return ended

    def samples(self, rows: list[tuple[list[int], list[float], bool]]) -> list[Sample]:
        """From token ids, their log-probabilities and whether finished."""
        texts = self.decode([tokens for tokens, _, _ in rows])
        return [
            Sample(text if self.cut is None else self.cut(text)[0], tuple(tokens), sum(values), done, tuple(values))
            for text, (tokens, values, done) in zip(texts, rows, strict=True)
        ]


def uniforms(seeds: Sequence[int], n: int, steps: int) -> torch.Tensor:
    """Random numbers (B, n, steps), each state's from its own seed.

    The first column has one number in each n-th of [0, 1): first tokens drawn with it keep their expected
    numbers, and fewer of them are equal (stratified sampling).
    """
    uniform = torch.stack([torch.rand((n, steps), generator=torch.Generator().manual_seed(seed)) for seed in seeds])
    uniform[..., 0] = (uniform[..., 0] + torch.arange(n)) / n
    return uniform


def draw_samples(
    first: torch.Tensor,
    reader: Reader,
    uniform: torch.Tensor,
    ending: Ending,
    interrupt: threading.Event,
    temperature: float,
    top_k: int,
) -> list[list[Sample]]:
    """``n`` samples a state from ``first`` (B, V), the logits after the prompts, and ``uniform`` (B, n, steps).

    Raises ``Interrupted``.
    """
    batch, n, steps = uniform.shape
    # slot n takes what is drawn for columns that stand for no sample
    tokens = torch.zeros((batch, n + 1, steps), dtype=torch.long)
    values = torch.zeros((batch, n + 1, steps))
    length = torch.zeros((batch, n + 1), dtype=torch.long)
    done = torch.zeros((batch, n + 1), dtype=torch.bool)
    columns = torch.arange(n).expand(batch, n)
    ends = torch.tensor(sorted(ending.ends), dtype=torch.long)
    logits, parents = first[:, None].expand(-1, n, -1), torch.zeros((batch, n), dtype=torch.long)
    padded = torch.cat([uniform, torch.zeros((batch, 1, steps))], dim=1).to(first.device)
    for step in range(steps):
        if interrupt.is_set():
            raise Interrupted("sampling was interrupted")
        drawn, logprobs = draw(logits, padded[..., step].gather(1, columns.to(first.device)), temperature, top_k)
        drawn = drawn.cpu()
        tokens[..., step].scatter_(1, columns, drawn)
        values[..., step].scatter_(1, columns, logprobs.cpu())
        length.scatter_(1, columns, step + 1)
        if ending.cut is None:
            ended = torch.isin(drawn, ends)
        else:
            ended = _ended(ending, tokens, columns, step)
        done.scatter_(1, columns, ended)
        alive = ~ended & (columns < n)
        width = int(alive.sum(1).max())
        if width == 0 or step + 1 == steps:
            break
        if step == 0 or not bool(alive.all()):
            order = (~alive).long().argsort(dim=1, stable=True)[:, :width]
            columns = torch.where(alive.gather(1, order), columns.gather(1, order), n)
            drawn = drawn.gather(1, order)
            parents = torch.zeros_like(order) if step == 0 else order
            logits = reader.step(parents, drawn)
        else:
            logits = reader.step(None, drawn)
    return [
        ending.samples(
            [(t[:k], v[:k], d) for t, v, k, d in zip(*(x[b, :n].tolist() for x in (tokens, values, length, done)), strict=True)]
        )
        for b in range(batch)
    ]


def _ended(ending: Ending, tokens: torch.Tensor, columns: torch.Tensor, step: int) -> torch.Tensor:
    n = tokens.shape[1] - 1
    places = (columns < n).nonzero().tolist()
    rows = [tokens[b, int(columns[b, j]), : step + 1].tolist() for b, j in places]
    ended = torch.ones_like(columns, dtype=torch.bool)
    for (b, j), end in zip(places, ending.reached(rows), strict=True):
        ended[b, j] = end
    return ended


def draw(logits: torch.Tensor, uniform: torch.Tensor, temperature: float, top_k: int) -> tuple[torch.Tensor, torch.Tensor]:
    """One token for each of (B, q) distributions by inverting its distribution function at ``uniform`` (B, q).

    Returns token ids and their log-probabilities at temperature 1, both (B, q).
    """
    if temperature == 0:
        drawn = logits.argmax(-1)
    else:
        likely, ids = logits.topk(min(top_k, logits.shape[-1]), dim=-1) if top_k > 0 else (logits, None)
        mass = torch.softmax(likely / temperature, dim=-1).cumsum(-1)
        place = torch.searchsorted(mass, (uniform[..., None] * mass[..., -1:]).contiguous(), right=True)
        place = place.clamp_(max=likely.shape[-1] - 1)
        drawn = (place if ids is None else ids.gather(-1, place)).squeeze(-1)
    return drawn, logits.gather(-1, drawn[..., None]).squeeze(-1) - logits.logsumexp(-1)


def beam_search(
    first: torch.Tensor, reader: Reader, n: int, steps: int, ending: Ending, interrupt: threading.Event
) -> list[list[Sample]]:
    """The ``n`` likeliest completions of at most ``steps`` tokens that a beam of width ``n`` finds, best first.

    ``first`` (B, V) holds the logits after the prompts.  Scores are summed log-probabilities without a length
    penalty (ReProver's setting), so a state's search ends once no open beam can beat its n-th finished one.  Beams still
    open after ``steps`` follow the finished ones, unfinished, as far as fewer than ``n`` have ended.  Raises ``Interrupted``.
    """
    states = [_Beams(n) for _ in range(len(first))]
    logits = first[:, None]
    for step in range(steps):
        if interrupt.is_set():
            raise Interrupted("sampling was interrupted")
        own = logits.log_softmax(-1)
        width, vocabulary = own.shape[1], own.shape[2]
        scores = torch.tensor([beams.scores(width) for beams in states], device=own.device)
        total = (own + scores[..., None]).flatten(1)
        best, places = total.topk(min((1 + max(1, len(ending.ends))) * n, total.shape[1]), dim=1)
        shares = own.flatten(1).gather(1, places).tolist()
        rows = zip(states, best.tolist(), places.tolist(), shares, strict=True)
        for beams, likely, where, share in rows:
            if not beams.closed:
                found = [(s, p // vocabulary, p % vocabulary, x) for s, p, x in zip(likely, where, share, strict=True)]
                beams.advance(found, ending, full=min(n, total.shape[1]))
        if all(beams.closed for beams in states) or step + 1 == steps:
            break
        moves = [beams.moves() for beams in states]
        logits = reader.step(torch.tensor([parents for parents, _ in moves]), torch.tensor([tokens for _, tokens in moves]))
    return [ending.samples(beams.results()) for beams in states]


class _Beams:
    """One state's beam search: open beams as (score, token ids, their log-probabilities, parent), and finished ones
    without the parent, best first."""

    def __init__(self, n: int) -> None:
        self.n, self.closed = n, False
        self.open: list[tuple[float, list[int], list[float], int]] = [(0.0, [], [], 0)]
        self.finished: list[tuple[float, list[int], list[float]]] = []

    def scores(self, width: int) -> list[float]:
        now = [] if self.closed else [beam[0] for beam in self.open]
        return now + [-torch.inf] * (width - len(now))

    def advance(self, found: list[tuple[float, int, int, float]], ending: Ending, full: int) -> None:
        """``found``: (score, parent, token, its log-probability), best first; of those the first ``full`` may finish."""
        found = [entry for entry in found if entry[0] > -torch.inf]
        longer = [(s, [*self.open[p][1], t], [*self.open[p][2], x], p) for s, p, t, x in found]
        ended = ending.reached([tokens for _, tokens, _, _ in longer])
        more = [entry[:3] for entry, end in zip(longer[:full], ended[:full], strict=True) if end]
        self.finished = sorted(self.finished + more, key=lambda beam: -beam[0])[: self.n]
        self.open = [entry for entry, end in zip(longer, ended, strict=True) if not end][: self.n]
        beaten = len(self.finished) == self.n and self.open and self.finished[-1][0] >= self.open[0][0]
        self.closed = bool(beaten) or not self.open

    def moves(self) -> tuple[list[int], list[int]]:
        """Parent and newest token of each open beam, filled up to ``n``."""
        now = [] if self.closed else self.open
        fill = [0] * (self.n - len(now))
        return [beam[3] for beam in now] + fill, [beam[1][-1] for beam in now] + fill

    def results(self) -> list[tuple[list[int], list[float], bool]]:
        ended = [(tokens, values, True) for _, tokens, values in self.finished]
        cut_off = [] if self.closed else [(tokens, values, False) for _, tokens, values, _ in self.open]
        return (ended + cut_off)[: self.n]
