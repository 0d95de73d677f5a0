"""Optimizers and the learning rate's course."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch

from prover.training.config import OptimizationConfig


def learning_rate(settings: OptimizationConfig, progress: float) -> float:
    """The rate when the share ``progress`` of the budget is used up; never 0, so that every step learns."""
    lowest = settings.final_lr
    if progress < settings.warmup:
        share = max(progress / settings.warmup, 0.01)
    elif settings.schedule == "cosine":
        done = min((progress - settings.warmup) / (1 - settings.warmup), 1.0)
        share = lowest + (1 - lowest) * (1 + math.cos(math.pi * done)) / 2
    else:
        done = min(max((progress - (1 - settings.decay)) / settings.decay, 0.0), 1.0)
        share = 1 - (1 - lowest) * done
    return settings.lr * share


class Optimizers:
    """AdamW (Loshchilov & Hutter 2019) on all parameters, or Muon (Jordan et al. 2024, in torch's form with the
    step scaled to AdamW's) on the layers' matrices and AdamW on the rest."""

    def __init__(self, parameters: Mapping[str, torch.nn.Parameter], settings: OptimizationConfig) -> None:
        self.settings = settings
        self.parameters = list(parameters.values())
        inner = {
            name: p for name, p in parameters.items() if settings.optimizer == "muon" and p.ndim == 2 and ".layers." in name
        }
        rest = [p for name, p in parameters.items() if name not in inner]
        groups = [
            {"params": [p for p in rest if p.ndim >= 2], "weight_decay": settings.weight_decay},
            {"params": [p for p in rest if p.ndim < 2], "weight_decay": 0.0},
        ]
        self.all: list[torch.optim.Optimizer] = []
        if any(group["params"] for group in groups):
            self.all.append(torch.optim.AdamW(groups, lr=settings.lr, betas=settings.betas, fused=True))
        if inner:
            self.all.append(
                torch.optim.Muon(
                    list(inner.values()),
                    lr=settings.lr,
                    momentum=0.95,
                    weight_decay=settings.weight_decay,
                    adjust_lr_fn="match_rms_adamw",
                )
            )

    def step(self, progress: float) -> float:
        """One step with the gradients there are, which are cleared; returns the rate used."""
        rate = learning_rate(self.settings, progress)
        torch.nn.utils.clip_grad_norm_(self.parameters, self.settings.clip)
        for optimizer in self.all:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return rate

    def state_dict(self) -> list[dict[str, Any]]:
        return [optimizer.state_dict() for optimizer in self.all]

    def load_state_dict(self, states: list[dict[str, Any]]) -> None:
        for optimizer, state in zip(self.all, states, strict=True):
            optimizer.load_state_dict(state)
