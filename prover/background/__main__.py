"""``python -m prover.background``, options on standard input: the server's own process, as ``lifecycle.launch`` starts it."""

from __future__ import annotations

import sys

from prover.background.lifecycle import ServerOptions, run
from prover.background.server_folder import ServerFolder

if __name__ == "__main__":
    sys.exit(run(ServerOptions.model_validate_json(sys.stdin.buffer.read()), ServerFolder()))
