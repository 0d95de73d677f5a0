"""Where this program keeps what it has fetched or made; quick to import."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path


def cache_dir() -> Path:
    """The user's cache folder for this program; the environment variable ``PROVER_CACHE`` overrides it."""
    override = os.environ.get("PROVER_CACHE")
    return Path(override).expanduser().absolute() if override else user_cache_path("prover", appauthor=False)
