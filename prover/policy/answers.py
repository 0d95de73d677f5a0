"""From what a language model answered to ranked proposals; the same for a model here and one behind a server."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from prover.policy.base import clean_tactic, normalize_tactic
from prover.policy.wrapping import tactics_in
from search.game import Proposal

Score = Literal["sum", "mean"]


@dataclass(frozen=True)
class ModelAnswer:
    """One completion up to its stop.  ``tokens`` distinguish sequences; ``logprob``: the natural logarithm of the
    sequence's probability at temperature 1; ``None`` where it is not known."""

    text: str
    tokens: tuple[Hashable, ...] | None
    logprob: float | None
    finished: bool


def proposals_of(
    answers: Sequence[ModelAnswer], name: str, samples: int, weight: float = 1.0, score: Score = "sum"
) -> list[Proposal]:
    """The proposals in the answers to one state, read from so many ``samples``, best first.

    Where several token sequences spell one tactic their probabilities add up.  If an answer's is not known, a tactic's
    log-probability is estimated for all: the logarithm of the share of the samples that were it.  ``weight`` scales what
    the search gets, with ``score`` ``mean`` after it is divided by the number of tokens.
    """
    spelled: dict[str, tuple[str, list[ModelAnswer]]] = {}
    for answer in answers:
        tactic = clean_tactic(tactics_in(answer.text)[0].text)
        if answer.finished and tactic is not None:
            spelled.setdefault(normalize_tactic(tactic), (tactic, []))[1].append(answer)
    known = all(answer.logprob is not None for _, several in spelled.values() for answer in several)
    proposals: list[Proposal] = []
    for tactic, several in spelled.values():
        logprob = _together(several) if known else math.log(min(1.0, len(several) / samples))
        if score == "mean":
            counted = [max(several, key=lambda answer: answer.logprob or 0.0)] if known else several
            logprob /= max(1, min(len(answer.tokens or (0,)) for answer in counted))
        proposals.append(Proposal(tactic, min(logprob, 0.0) * weight, name))
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
