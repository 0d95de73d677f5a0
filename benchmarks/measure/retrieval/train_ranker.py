"""Training a ranker on the candidates of goals whose proofs neither the embedding nor the memory has seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from prover.premises.evidence import Evidence
from prover.premises.ranker import Ranker

HIDDEN = (64, 32)
EPOCHS, BATCH, RATE, DECAY = 12, 32, 0.002, 1e-4


def train(examples: Sequence[tuple[Evidence, Sequence[int]]], seed: int = 0) -> Ranker:
    """A ranker of evidence, each with the numbers of the premises used; the loss is the mean cross entropy of the used ones among
    all candidates.  Examples none of whose candidates was used teach nothing and are left out."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    names = examples[0][0].names
    rows = [(said.features, np.isin(said.candidates, used)) for said, used in examples]
    rows = [(features, right) for features, right in rows if right.any()]
    everything = np.concatenate([features for features, _ in rows])
    mean, deviation = everything.mean(axis=0), np.maximum(everything.std(axis=0), 1e-3)
    del everything
    widths = (len(names), *HIDDEN, 1)
    linear = [nn.Linear(one, other) for one, other in pairwise(widths)]
    network = nn.Sequential(*(part for layer in linear[:-1] for part in (layer, nn.ReLU())), linear[-1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(EPOCHS):
        order = random.permutation(len(rows))
        for begin in range(0, len(order), BATCH):
            batch = [rows[number] for number in order[begin : begin + BATCH]]
            longest = max(len(right) for _, right in batch)
            features = torch.zeros(len(batch), longest, len(names))
            there = torch.zeros(len(batch), longest, dtype=torch.bool)
            right = torch.zeros(len(batch), longest)
            for row, (values, flags) in enumerate(batch):
                features[row, : len(flags)] = torch.from_numpy((values - mean) / deviation)
                there[row, : len(flags)] = True
                right[row, : len(flags)] = torch.from_numpy(flags.astype(np.float32) / flags.sum())
            logits = network(features)[..., 0].masked_fill(~there, -1e9)
            loss = -(right * logits.log_softmax(dim=1)).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    layers = [(layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy()) for layer in linear]
    return Ranker(names, mean.astype(np.float32), deviation.astype(np.float32), layers)
