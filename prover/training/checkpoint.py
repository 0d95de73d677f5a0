"""A run's state on disk, whole or not at all."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from prover.fetch.folder import new_folder
from prover.training.config import TrainingError


@dataclass
class RunProgress:
    """What a run has done: optimizer steps, tokens read (no padding), seconds inside training steps, and where
    the reading stands (``prover.training.batches.StreamPosition``)."""

    steps: int = 0
    tokens: int = 0
    seconds: float = 0.0
    place: dict[str, Any] = field(default_factory=dict)


def save_checkpoint(folder: Path, progress: RunProgress, weights: dict[str, torch.Tensor], optimizers: Any, keep: int) -> Path:
    """Write ``folder/step-N`` and delete all but the newest ``keep``."""
    target = folder / f"step-{progress.steps:08d}"
    for left_behind in folder.glob(".step-*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    state = {
        "progress": asdict(progress),
        "weights": {name: value.detach() for name, value in weights.items()},
        "optimizers": optimizers,
        "random": {"cpu": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()},
    }
    with new_folder(target) as work, (work / "state.pt").open("wb") as sink:
        torch.save(state, sink)
        sink.flush()
        os.fsync(sink.fileno())
    for old in checkpoints(folder)[:-keep]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def checkpoints(folder: Path) -> list[Path]:
    """The complete checkpoints, oldest first."""
    return sorted(folder.glob("step-" + 8 * "[0-9]"))


def load_checkpoint(path: Path, device: torch.device) -> dict[str, Any]:
    """What ``save_checkpoint`` wrote; torch's random state is set to it.  Raises ``TrainingError``."""
    try:
        state = torch.load(path / "state.pt", map_location="cpu", weights_only=True)
        torch.set_rng_state(state["random"]["cpu"])
        if device.type == "cuda" and "cuda" in state["random"]:
            torch.cuda.set_rng_state_all(state["random"]["cuda"])
        state["progress"] = RunProgress(**state["progress"])
    except Exception as error:
        raise TrainingError(f"{path}: a damaged checkpoint ({error}); delete it to go on from the one before") from error
    return state
