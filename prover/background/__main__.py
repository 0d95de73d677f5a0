"""``python -m prover.background``, settings on standard input: the server's own process, as ``lifecycle.launch`` starts it."""

from __future__ import annotations

import sys

from prover.background.lifecycle import Settings, run
from prover.background.place import Place

if __name__ == "__main__":
    sys.exit(run(Settings.model_validate_json(sys.stdin.buffer.read()), Place()))
