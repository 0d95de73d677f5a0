"""A theorem-proving agent for Lean 4: a policy proposes tactics, a search decides, Lean judges.

The public surface is ``Prover``, its twin ``AsyncProver``, and the results they return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prover.agent import AsyncProver, Prover
    from prover.result import CheckResult, ProofResult

__version__ = "0.1.0"
__all__ = ["AsyncProver", "CheckResult", "ProofResult", "Prover", "__version__"]

_HOMES = {
    "AsyncProver": "prover.agent",
    "Prover": "prover.agent",
    "CheckResult": "prover.result",
    "ProofResult": "prover.result",
}


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module 'prover' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
