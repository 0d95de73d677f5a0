"""The model that comes with the program: small, trained by this project, quick on a CPU."""

from __future__ import annotations

from pathlib import Path

from prover.policy.base import PolicyError

FOLDER = Path(__file__).resolve().parent.parent / "models" / "default"


def shipped_folder() -> Path:
    """Where its weights are.  Raises ``PolicyError`` if the installation lacks them."""
    if not (FOLDER / "config.json").is_file():
        raise PolicyError(f"the shipped model is missing from {FOLDER}: install the program again, or use --policy portfolio")
    return FOLDER


def model_source(model: str) -> str:
    """``default`` is the shipped model's folder; anything else is itself."""
    return str(shipped_folder()) if model == "default" else model


def model_spec(model: str) -> str:
    """The policy spec of one model alone."""
    return f"hf:{model_source(model)}"
