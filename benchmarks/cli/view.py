"""``prover view``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prover.cli import common
from prover.cli.watch import OpenOption, PortOption, announce, stay


def view(
    run: Annotated[Path, typer.Argument(help="The folder of a run, as 'prover bench' makes it.", show_default=False)],
    port: PortOption = 0,
    open_browser: OpenOption = True,
) -> None:
    """Show a benchmark run in the browser: its table, and every search of it to replay.

    A run that is still under way is shown as it grows. The address is secret and works on this machine only. Ctrl-C ends it.

    Exit code: 0 ended, 2 there is no run, or it cannot be shown.

    Examples:

      prover view runs/x
      prover view runs/x --no-open --port 8123
    """
    with common.reporting():
        from benchmarks.run.recorded import serve_run

        with common.waiting("preparing the page"):
            server = serve_run(run, port)
        with server as serving:
            announce(serving.url, open_browser)
            stay()
