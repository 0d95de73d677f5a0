"""Published set-ups of search by name: which algorithm, policy and limits."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class Preset(BaseModel):
    """Where an option is not given, the preset's value stands."""

    model_config = ConfigDict(frozen=True)

    about: str
    policy: tuple[str, ...]
    search: str
    time_limit: float | None = None
    max_expansions: int | None = None


_TABLE = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
PRESETS = {name: Preset.model_validate(row) for name, row in _TABLE.items()}
