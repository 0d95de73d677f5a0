"""The JavaScript libraries of the page: packages of the npm registry, pinned by hash (``libraries.json``), fetched once."""

from __future__ import annotations

import json
from pathlib import Path

from prover.fetch import Artefact, member

_LIBRARIES = json.loads(Path(__file__).with_name("libraries.json").read_text("utf-8"))
"""For each library, its ``artefact`` and its ``files``: the path inside it by the address under ``lib/``."""

FORCE_GRAPH_STYLES = tuple(_LIBRARIES["force-graph"]["styles"])
"""Hashes of the two style sheets that force-graph puts into the page, empty at first, for its Content-Security-Policy."""


def libraries() -> dict[str, Path]:
    """Files by their address under ``lib/``, fetched first if need be.  Raises ``FetchError``."""
    return {
        address: member(Artefact(**library["artefact"]), inner)
        for library in _LIBRARIES.values()
        for address, inner in library["files"].items()
    }
