"""A ``lake`` that stands in for native Lean: it runs the session's embedded Lean, and has the modules a test says it has."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

from prover.lean.launch import embedded_command
from prover.lean.source import toolchain_version

_LAKE = """#!{python} -I
import json, os, sys
if "--version" in sys.argv:
    print("Lean (version {version}, x86_64, commit 0, Release)")
    sys.exit()
modules = [sys.argv[at + 1] for at, argument in enumerate(sys.argv) if argument == "--import"]
with open({log!r}, "a") as sink:
    sink.write(json.dumps(modules) + "\\n")
missing = [module for module in modules if module not in {there!r}]
if missing:
    sys.exit("uncaught exception: unknown module prefix '" + missing[0] + "'")
os.chdir({cwd!r})
os.execve({argv!r}[0], {argv!r}, {env!r})
"""


class Lake:
    """A Lake project in ``root``, with a ``lake`` in ``bin`` to be put on PATH; ``started`` tells what Lean was started with."""

    def __init__(self, folder: Path, packages: list[str], modules: list[str]) -> None:
        self.root, self.bin, self.log = folder / "project", folder / "bin", folder / "started.jsonl"
        self.root.mkdir()
        self.bin.mkdir()
        (self.root / "lakefile.toml").write_text("name = 'p'\n")
        (self.root / "lake-manifest.json").write_text(json.dumps({"packages": [{"name": name} for name in packages]}))
        embedded = embedded_command()
        program = self.bin / "lake"
        program.write_text(
            _LAKE.format(
                python=sys.executable,
                version=toolchain_version(),
                log=str(self.log),
                there=["Init", "Std", *modules],
                cwd=str(embedded.cwd),
                argv=list(embedded.argv),
                env=dict(embedded.env),
            )  # fmt: skip
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    @property
    def started(self) -> list[list[str]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []
