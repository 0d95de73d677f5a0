"""Servers that break the protocol, and the figures of how long it takes to recover."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from prover.lean.launch import LeanCommand

FAKE = Path(__file__).parent / "fake_server.py"


@pytest.fixture(scope="session")
def fake_command():
    """``fake_command(*arguments)``: how the fake proof server is started."""

    def command(*arguments: str) -> LeanCommand:
        argv = (sys.executable, "-u", str(FAKE), *arguments)
        return LeanCommand(argv, dict(os.environ), Path.cwd(), "embedded", ("Init",), False)

    return command
