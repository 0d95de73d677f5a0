"""``prover up`` and ``prover down``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prover.cli import common
from prover.cli.options import PolicyOption

if TYPE_CHECKING:
    from prover.background.lifecycle import ServerOptions
    from prover.background.server_folder import ServerFolder, ServerRecord


def up(
    policy: PolicyOption = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Searches at once, each with a Lean of its own.")] = 1,
    idle: Annotated[float, typer.Option(min=0.01, help="Minutes without a request after which it ends.")] = 30.0,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Be the server, until Ctrl-C; log to standard error.")
    ] = False,
) -> None:
    """Keep Lean and the policy started in the background, so that 'prove' and 'check' begin at once.

    The commands use it by themselves when it has the policy they want; --no-server, or PROVER_NO_SERVER=1, leaves it
    out. It answers its user only, ends when idle, and its Lean processes end with it. A server of another version of
    this program is replaced.

    Exit code: 0 it runs, or ran already, 2 it did not come up, with the reason.

    Examples:

      prover up
      prover up --policy portfolio --workers 2 --idle 120
      prover down
    """
    with common.reporting():
        from prover.background.identity import foreign
        from prover.background.lifecycle import RUNNING_ALREADY, ServerOptions, alive, end, run, wait_until_ready
        from prover.background.server_folder import ServerFolder
        from prover.lean.launch import embedded_command

        folder = ServerFolder()
        options = ServerOptions(specs=policy or ["default"], workers=workers, idle_minutes=idle, keep_fresh=_room(workers))
        record = folder.read()
        if record is not None and alive(record):
            if (why := foreign(record)) is None:
                with common.waiting("the background server is starting already"):
                    record = wait_until_ready(folder)
                typer.echo(f"running already: {describe(record)}; to change it: prover down")
                return
            typer.echo(f"the server that runs {why}: it is ended", err=True)
            end(folder)
        embedded_command()  # here and not in the server, so that a download is seen
        if not foreground:
            return _start(options, folder)
        code = run(options, folder)
        if code == RUNNING_ALREADY:
            typer.echo("running already", err=True)
        raise typer.Exit(0 if code == RUNNING_ALREADY else code)


def down() -> None:
    """End the background server, its Lean processes with it.

    Requests under way are done by the commands that made them, from the start.

    Exit code: 0 none runs now.

    Examples:

      prover down
    """
    with common.reporting():
        from prover.background.lifecycle import end
        from prover.background.server_folder import ServerFolder

        with common.waiting("ending the background server"):
            ended = end(ServerFolder())
        typer.echo("no background server runs" if ended is None else f"ended: the background server, process {ended.pid}")


def describe(record: ServerRecord) -> str:
    """Process, policy, workers and when it ends, in a line."""
    specs = " + ".join(record.specs)
    workers = f"{record.workers} worker{'' if record.workers == 1 else 's'}"
    return f"process {record.pid}, policy {specs}, {workers}, ends when idle for {record.idle_minutes:g} minutes"


def _start(options: ServerOptions, folder: ServerFolder) -> None:
    from prover.background.lifecycle import RUNNING_ALREADY, launch, wait_until_ready

    launched = launch(options, folder)
    try:
        with common.waiting("starting Lean and loading the policy"):
            record = wait_until_ready(folder, launched)
    except KeyboardInterrupt:
        launched.terminate()
        launched.wait()
        raise
    already = launched.poll() == RUNNING_ALREADY
    typer.echo(f"{'running already' if already else 'up'}: {describe(record)}")
    typer.echo(f"log: {folder.log_path}; 'prover down' ends it")


def _room(workers: int) -> bool:
    """Whether memory allows for a Lean that stands by for checks."""
    import psutil

    from prover.doctor import WORKER_GB

    return psutil.virtual_memory().available > (workers + 1) * WORKER_GB * 1e9
