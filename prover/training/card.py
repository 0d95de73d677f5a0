"""The model card that lies beside the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from prover.training.config import BaseModelConfig, TrainConfig


def model_card(config: TrainConfig, run: dict[str, Any], metrics: dict[str, Any]) -> str:
    """Markdown; ``run`` is the content of train.json, ``metrics`` of metrics.json (data set → evaluation)."""
    base = config.model.base if isinstance(config.model, BaseModelConfig) else None
    environment = Environment(trim_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string((Path(__file__).parent / "card.md.j2").read_text(encoding="utf-8"))
    return template.render(config=config, run=run, metrics=metrics, base=base)
