"""From what a language model answered to ranked proposals; the same for a model here and one behind a server."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from prover.policy.base import ModelProposal, clean_tactic, normalize_tactic
from prover.policy.wrapping import tactics_in
from search.game import Proposal

Score = Literal["sum", "mean"]


@dataclass(frozen=True)
class ModelAnswer:
    """One completion up to its stop.  ``tokens`` distinguish sequences and ``logprobs`` are their shares of ``logprob``,
    the natural logarithm of the sequence's probability at temperature 1; ``None`` or empty where it is not known."""

    text: str
    tokens: tuple[Hashable, ...] | None
    logprob: float | None
    finished: bool
    logprobs: tuple[float, ...] = ()


@dataclass
class Stats:
    """Totals since the start.  ``unfinished`` answers met the limit of tokens, ``refused`` held no tactic worth
    trying, ``repeated`` were equal to another of their state, ``uncounted`` states had their log-probabilities
    estimated by counting."""

    states: int = 0
    samples: int = 0
    tokens: int = 0
    proposals: int = 0
    unfinished: int = 0
    refused: int = 0
    repeated: int = 0
    uncounted: int = 0
    seconds: float = 0.0


def proposals_of(
    answers: Sequence[ModelAnswer],
    name: str,
    stats: Stats,
    weight: float = 1.0,
    score: Score = "sum",
    samples: int | None = None,
) -> list[Proposal]:
    """The proposals in the answers to one state, best first, counted in ``stats``.

    Where several token sequences spell one tactic their probabilities add up.  If an answer's is not known, a tactic's
    log-probability is estimated for all: the logarithm of the share of the answers that were it.  ``weight`` scales what
    the search gets, with ``score`` ``mean`` after it is divided by the number of tokens.  ``samples``: of how many the
    answers were read, if not one of each.
    """
    samples = len(answers) if samples is None else samples
    stats.samples += samples
    spelled: dict[str, list[ModelAnswer]] = {}
    tactics: dict[str, str] = {}
    for answer in answers:
        stats.tokens += len(answer.tokens or ())
        tactic = clean_tactic(tactics_in(answer.text)[0].text)
        if not answer.finished:
            stats.unfinished += 1
        elif tactic is None:
            stats.refused += 1
        else:
            key = normalize_tactic(tactic)
            stats.repeated += key in spelled
            tactics.setdefault(key, tactic)
            spelled.setdefault(key, []).append(answer)
    known = all(answer.logprob is not None for several in spelled.values() for answer in several)
    stats.uncounted += not known
    proposals: list[Proposal] = []
    for key, several in spelled.items():
        logprob = _together(several) if known else math.log(min(1.0, len(several) / samples))
        best = max(several, key=lambda answer: answer.logprob or 0.0)
        count = len(best.tokens or (0,)) if known else min(len(answer.tokens or (0,)) for answer in several)
        shares = best.logprobs if known else ()
        value = min(logprob, 0.0) * weight / (max(1, count) if score == "mean" else 1)
        proposals.append(ModelProposal(tactics[key], value, name, tokens=count, token_logprobs=shares))
    stats.proposals += len(proposals)
    return sorted(proposals, key=lambda proposal: -proposal.logprob)


def seed_for(seed: int, text: str, bits: int = 63) -> int:
    """A seed for what is drawn for one text, below 2 to the power of ``bits``."""
    digest = hashlib.blake2b(f"{seed}\0{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)


def _together(several: Sequence[ModelAnswer]) -> float:
    """The logarithm of the probability of all different token sequences together."""
    totals = {answer.tokens: answer.logprob or 0.0 for answer in several}
    best = max(totals.values())
    return best + math.log(math.fsum(math.exp(total - best) for total in totals.values()))
