"""``prover up`` and ``prover down``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prover.cli import common
from prover.cli.common import fail
from prover.cli.options import PolicyOption

if TYPE_CHECKING:
    from prover.background.lifecycle import Settings
    from prover.background.place import Place, Record


def up(
    policy: PolicyOption = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Searches at once, each with a Lean of its own.")] = 1,
    idle: Annotated[float, typer.Option("--idle", min=0.01, help="Minutes without a request after which it ends.")] = 30.0,
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
        from prover.background.identity import code_hash
        from prover.background.lifecycle import Settings, alive, end, wait_until_ready
        from prover.background.place import Place, PlaceError

        place = Place()
        settings = Settings(specs=policy or ["default"], workers=workers, idle_minutes=idle, keep_fresh=_room(workers))
        record = place.read()
        if record is not None and alive(record):
            if record.code == code_hash():
                with common.waiting("the background server is starting already"):
                    record = wait_until_ready(place)
                typer.echo(f"running already: {describe(record)}; to change it: prover down")
                return
            typer.echo("the server that runs is of another version of this program: it is ended", err=True)
            end(place)
        try:
            _install()
            if foreground:
                raise typer.Exit(_be(settings, place))
            _start(settings, place)
        except PlaceError as error:
            fail(str(error))


def down() -> None:
    """End the background server, its Lean processes with it.

    Requests under way are done by the commands that made them, from the start.

    Exit code: 0 none runs now.

    Examples:

      prover down
    """
    with common.reporting():
        from prover.background.lifecycle import end
        from prover.background.place import Place

        with common.waiting("ending the background server"):
            ended = end(Place())
        typer.echo("no background server runs" if ended is None else f"ended: the background server, process {ended.pid}")


def describe(record: Record) -> str:
    """Process, policy, workers and when it ends, in a line."""
    from prover.policy.address import without_password

    specs = " + ".join(map(without_password, record.specs))
    workers = f"{record.workers} worker{'' if record.workers == 1 else 's'}"
    return f"process {record.pid}, policy {specs}, {workers}, ends when idle for {record.idle_minutes:g} minutes"


def _start(settings: Settings, place: Place) -> None:
    from prover.background.lifecycle import RUNNING_ALREADY, StartFailed, launch, wait_until_ready

    launched = launch(settings, place)
    try:
        with common.waiting("starting Lean and loading the policy"):
            record = wait_until_ready(place, launched)
    except StartFailed as error:
        fail(str(error))
    except KeyboardInterrupt:
        launched.terminate()
        launched.wait()
        raise
    already = launched.poll() == RUNNING_ALREADY
    typer.echo(f"{'running already' if already else 'up'}: {describe(record)}")
    typer.echo(f"log: {place.log_path}; 'prover down' ends it")


def _be(settings: Settings, place: Place) -> int:
    from prover.background.lifecycle import RUNNING_ALREADY, run

    code = run(settings.from_anywhere(), place)
    if code == RUNNING_ALREADY:
        typer.echo("running already", err=True)
        return 0
    sys.stderr.flush()
    return code


def _install() -> Any:
    """Embedded Lean, here and not in the server, so that a download is seen."""
    from prover.lean.launch import embedded_command

    return embedded_command()


def _room(workers: int) -> bool:
    """Whether memory allows for a Lean that stands by for checks."""
    import psutil

    from prover.doctor import WORKER_GB

    return psutil.virtual_memory().available > (workers + 1) * WORKER_GB * 1e9
