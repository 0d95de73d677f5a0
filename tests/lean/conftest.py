"""A repository that lean-dojo has traced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import traced as tracing
from traced import Traced

from prover.lean import dojo


@pytest.fixture(scope="session")
def repository(tmp_path_factory) -> Iterator[tuple[str, str, Path]]:
    """A traced repository, in a cache of its own."""
    cache = dojo.load().data_extraction.cache.cache
    folder = tmp_path_factory.mktemp("lean_dojo")
    earlier = cache.cache_dir
    object.__setattr__(cache, "cache_dir", folder / "cache")
    yield tracing.repository(folder, folder / "cache")
    object.__setattr__(cache, "cache_dir", earlier)


@pytest.fixture
def traced(repository, tmp_path, monkeypatch) -> Traced:
    url, commit, folder = repository
    place = tracing.lake(tmp_path / "lean", folder)
    monkeypatch.setenv("PATH", f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return Traced(url, commit, place)
