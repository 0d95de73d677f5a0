"""Training the embedding of goals and premises on the premises that train's proofs used.

The loss is the cross entropy of a used premise among all that a step looks at: those that the batch's other goals used, some of the same
files, some of anywhere; corrected for how often each is looked at (Bengio and Senécal, *Adaptive Importance Sampling*, 2008).
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import EmbeddingBag, functional

from prover.premises.embedding import Bags, Embedding
from prover.premises.premise import Premise, goal_features
from prover.premises.symbols import Symbols

DIMENSION, BATCH, IN_FILE, ANYWHERE = 128, 1024, 512, 512
RATE, WARM_UP = 0.004, 200
RARE, RARE_PAIR = 8, 20
"""Features in fewer documents have no vector; pairs of neighbours and pieces of shapes in fewer than the second."""
DROPPED = 0.15
"""The part of a goal's features that a step leaves out, at random."""


def train(
    premises: Sequence[Premise],
    file_of: NDArray[np.int64],
    goals: Sequence[Symbols],
    used: Sequence[Sequence[int]],
    minutes: float,
    epochs: int,
    seed: int,
    report: Callable[[float, float], None],
) -> Embedding:
    """The embedding after ``epochs`` or ``minutes``, whichever comes first; the learning rate ends at 0 either way.

    ``file_of``: the number of each premise's file, ascending; ``used``: numbers of the premises of each goal.  ``report`` gets the
    part that is done and the mean loss.  Two runs that end by ``epochs`` give the same.
    """
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    premise_words = _common(premise.features() for premise in premises)
    goal_words = _common(goal_features(goal) for goal in goals)
    premise_bags = Bags((premise.features() for premise in premises), {w: i for i, w in enumerate(premise_words)})
    goal_bags = Bags((goal_features(goal) for goal in goals), {w: i for i, w in enumerate(goal_words)})
    goal_side, premise_side = _table(len(goal_words)), _table(len(premise_words))
    scale = torch.nn.Parameter(torch.tensor(math.log(15.0)))
    optimizer = torch.optim.Adam([goal_side.weight, premise_side.weight, scale], lr=RATE)

    pairs = np.array([(goal, premise) for goal, numbers in enumerate(used) for premise in numbers])
    share = np.array([len(numbers) ** -0.5 for numbers in used], np.float32)[pairs[:, 0]]
    batch = min(BATCH, len(pairs))
    uses = np.bincount(pairs[:, 1], minlength=len(premises))
    looked_at = batch * uses / uses.sum() + (ANYWHERE + 0.3 * IN_FILE) / len(premises)
    log_looked_at = torch.from_numpy(np.log(looked_at).astype(np.float32))
    file_start = np.searchsorted(file_of, np.arange(file_of.max() + 2))
    sets = [frozenset(numbers) for numbers in used]

    steps, done, mean, begun = epochs * (len(pairs) // batch), 0, 0.0, time.monotonic()
    while True:
        order = random.permutation(len(pairs))
        for begin in range(0, len(order) - batch + 1, batch):
            part = max(done / steps, (time.monotonic() - begun) / (60 * minutes))
            if part >= 1:
                learnt = [side.weight.detach().numpy() for side in (goal_side, premise_side)]
                return Embedding(goal_words, learnt[0], premise_words, learnt[1], float(scale.detach().exp()))
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (done + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * part))
            chosen = order[begin : begin + batch]
            goal_numbers, positive = pairs[chosen].T
            files = file_of[random.choice(positive, IN_FILE)]
            spread = (random.random(IN_FILE) * (file_start[files + 1] - file_start[files])).astype(np.int64)
            negative = np.concatenate([file_start[files] + spread, random.integers(0, len(premises), ANYWHERE)])
            seen, column = np.unique(np.concatenate([positive, negative]), return_inverse=True)
            goal_vectors = _vectors(goal_side, goal_bags, goal_numbers, random)
            logits = scale.exp() * goal_vectors @ _vectors(premise_side, premise_bags, seen).T
            logits = logits - log_looked_at[seen]
            rows, columns = _also_used(goal_numbers, positive, seen, sets)
            logits = logits.index_put((rows, columns), torch.tensor(-1e4))
            losses = functional.cross_entropy(logits, torch.from_numpy(column[:batch]), reduction="none")
            loss = (losses * torch.from_numpy(share[chosen])).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            done += 1
            mean += (float(loss.detach()) - mean) * max(0.02, 1 / done)
            report(part, mean)


def _common(bags) -> list[str]:
    found = Counter(name for bag in bags for name in bag)
    return sorted(name for name, count in found.items() if count >= (RARE_PAIR if name.startswith(("b:", "s:")) else RARE))


def _table(words: int) -> EmbeddingBag:
    table = EmbeddingBag(words, DIMENSION, mode="sum")
    torch.nn.init.normal_(table.weight, 0, 0.1)
    return table


def _vectors(
    table: EmbeddingBag, bags: Bags, numbers: NDArray[np.int64], dropping: np.random.Generator | None = None
) -> torch.Tensor:
    """The normalized vectors (numbers × dimension) of these bags; ``dropping``: without a random part of their features."""
    lengths = bags.starts[numbers + 1] - bags.starts[numbers]
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    places = np.repeat(bags.starts[numbers] - offsets, lengths) + np.arange(lengths.sum())
    weights = bags.weights[places]
    if dropping is not None:
        weights = weights * (dropping.random(len(weights), np.float32) >= DROPPED)
    sums = table(
        torch.from_numpy(bags.numbers[places]).long(), torch.from_numpy(offsets), per_sample_weights=torch.from_numpy(weights)
    )
    return functional.normalize(sums, dim=1)


def _also_used(
    goals: NDArray[np.int64], positive: NDArray[np.int64], seen: NDArray[np.int64], used: Sequence[frozenset[int]]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows and columns of premises that a row's goal used too: they are no negatives of it."""
    place = {premise: column for column, premise in enumerate(seen.tolist())}
    found = [
        (row, place[other])
        for row, (goal, premise) in enumerate(zip(goals.tolist(), positive.tolist(), strict=True))
        for other in used[goal]
        if other != premise and other in place
    ]
    rows, columns = zip(*found, strict=True) if found else ((), ())
    return torch.tensor(rows, dtype=torch.long), torch.tensor(columns, dtype=torch.long)
