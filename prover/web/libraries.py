"""The JavaScript libraries of the page: packages of the npm registry, pinned by hash, fetched once."""

from __future__ import annotations

from pathlib import Path

from prover.fetch import Artefact, member


def _npm(name: str, version: str, size: int, digest: str) -> Artefact:
    return Artefact("npm", name, version, f"{name}-{version}.tgz", digest, size)


FORCE_GRAPH = _npm(
    "force-graph",
    "1.52.0",
    1_716_600,
    "sha512-0fpxrZzW6qwm9zM7wgh54d7GbxQfQSDV71I0apo+75PVYQPpPHGVPQFLsE9WAu+hOS4VdLd53g0Hua/bxDJKSg==",
)
"""Graphs on a 2D canvas (MIT)."""

FORCE_GRAPH_STYLES = (
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "sha256-jtRRMYY2VbEXuBKbHvqM1/fPT8vazFrEooXdvwUK4y8=",
    "sha256-9xjtvxMT1ApHlgn9ohbh2FNfvK5Tqtzy94BjfXBeMSY=",
)
"""Of the two style sheets that ``FORCE_GRAPH`` puts into the page, empty at first, for its Content-Security-Policy."""

D3_HIERARCHY = _npm(
    "d3-hierarchy",
    "3.1.3",
    29_436,
    "sha512-GRajN5ZcnEwYFWqqdzhG1qJ3+fDg6WWzk47TJg7ePY7yvYAgRfD2r1mUx+wviBOWuCwamCUzjwMSdato43jbGA==",
)
"""Tidy trees (ISC)."""

KATEX = _npm(
    "katex",
    "0.19.1",
    1_499_956,
    "sha512-jG8uKntjSEcm2EpQOh0XturpPuuC9r3Sq5HLHdsFdWZT27E672SF19QEi+of0/YeOy15lDgRhKvr5614uRrEfA==",
)
"""Mathematics in informal statements (MIT)."""

_KATEX_FONTS = (
    "AMS-Regular Caligraphic-Bold Caligraphic-Regular Fraktur-Bold Fraktur-Regular Main-Bold Main-BoldItalic Main-Italic "
    "Main-Regular Math-BoldItalic Math-Italic SansSerif-Bold SansSerif-Italic SansSerif-Regular Script-Regular "
    "Size1-Regular Size2-Regular Size3-Regular Size4-Regular Typewriter-Regular"
).split()

_FILES = {
    "force-graph.js": (FORCE_GRAPH, "package/dist/force-graph.min.js"),
    "d3-hierarchy.js": (D3_HIERARCHY, "package/dist/d3-hierarchy.min.js"),
    **{
        f"katex/{name}": (KATEX, f"package/dist/{name}")
        for name in (
            "katex.min.js",
            "katex.min.css",
            "contrib/auto-render.min.js",
            *(f"fonts/KaTeX_{font}.woff2" for font in _KATEX_FONTS),
        )
    },
}


def libraries() -> dict[str, Path]:
    """Files by their address under ``lib/``, fetched first if need be.  Raises ``FetchError``."""
    return {address: member(artefact, inner) for address, (artefact, inner) in _FILES.items()}
