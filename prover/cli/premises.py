"""``prover premises``: the theorems in sight that a goal is likely to need."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from prover.cli import common, options
from prover.cli.common import LeanChoice

if TYPE_CHECKING:
    from prover.lean.worker import LeanWorker
    from prover.premises.retriever import Found


def premises(
    goal: Annotated[
        Optional[str],
        typer.Argument(
            help="A theorem, a bare proposition, or a goal as Lean prints it, with ⊢; - reads it from standard input."
        ),
    ] = None,
    file: Annotated[Optional[Path], typer.Option("--file", "-f", help="Take the theorem from this Lean file.")] = None,
    name: options.NameOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="How many premises at most.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    project: options.ProjectOption = None,
    imports: options.ImportsOption = None,
    lean: options.LeanOption = LeanChoice.auto,
) -> None:
    """List theorems that a proof of a goal is likely to use, the likeliest first: of Lean's core and the prelude, or of a project
    and what it imports.

    The first time in an environment, its theorems are listed and indexed, which takes minutes; the index is kept. Lean reads a
    theorem or a proposition, and its goal is what is asked for; a text with ⊢ is taken as it is.

    Exit code: 0, also where nothing is found; 2 bad input.

    Examples:

      prover premises "theorem t (a b c : ℤ) (h : a ∣ b) (k : a ∣ c) : a ∣ b + c"
      prover premises "∀ n : ℕ, 0 < n → n.gcd n = n" --limit 5
      prover premises --file F.lean --name my_theorem --project ~/my_project --json
    """
    with common.reporting():
        also = common.modules(imports, lean, project)
        text = common.one_text(goal, file, "give a goal, a theorem or --file F.lean; 'prover premises --help' shows examples")
        asked, found, size, seconds = common.run_async(lambda: _found(text, name, limit, project, also, lean))
        if json:
            rows = [
                {
                    "name": f.premise.name,
                    "module": f.premise.module,
                    "statement": f.premise.statement,
                    "score": round(f.score, 4),
                }
                for f in found
            ]
            common.print_json({"goal": asked, "premises": rows, "searched": size, "milliseconds": round(1000 * seconds, 1)})
        else:
            _show(asked, found, size, seconds)


async def _found(
    text: str, name: str | None, limit: int, project: Path | None, also: tuple[str, ...], lean: LeanChoice
) -> tuple[str, list[Found], int, float]:
    """The goal that was asked for, its premises, of how many they are, and the seconds that the question took."""
    from prover.errors import ExpectedError
    from prover.premises.environment import premise_index
    from prover.premises.model import shipped
    from prover.premises.retriever import retrieve

    if not text.strip():
        raise ExpectedError("the goal is empty: give a theorem, a proposition, or a goal as Lean prints it")
    is_goal = "⊢" in text
    if is_goal and not text.partition("⊢")[2].strip():
        raise ExpectedError("there is nothing after ⊢: give a goal as Lean prints it")
    model = await asyncio.to_thread(shipped)
    imported = [] if is_goal else [text]
    async with common.open_prover(["portfolio"], lean=lean, project=project, also=also, workers=1, standby=False) as prover:
        async with prover.pool.lease() as worker:
            with common.opening():
                await prover.lean_for(worker, imported)
                if not is_goal:
                    text = await _goal_of(worker, text, name)
                with common.progress_bar() as bar:
                    task = bar.add_task("premises", total=None, visible=False)
                    index = await premise_index(
                        worker, model, lambda what, done: bar.update(task, description=what, completed=done, visible=True)
                    )
    begun = time.perf_counter()
    found = await asyncio.to_thread(retrieve, index, text, limit, model)
    return text, found, len(index), time.perf_counter() - begun


async def _goal_of(worker: LeanWorker, text: str, name: str | None) -> str:
    """The first goal of a theorem as Lean prints it.  Raises ``BadStatement``, ``LeanCrashed``, ``LeanTimeout``."""
    from prover.lean.environment import LeanEnvironment

    environment = await LeanEnvironment.open(worker, text, name)
    try:
        return environment.root.goals[0]
    finally:
        await environment.close()


def _show(goal: str, found: list[Found], size: int, seconds: float) -> None:
    typer.echo(goal.rstrip() + "\n")
    if not found:
        typer.echo("no premise found")
    for place, one in enumerate(found, start=1):
        typer.secho(f"{place:3} {one.premise.name}", bold=True, nl=False)
        typer.secho(f"  {one.premise.module}", dim=True)
        typer.echo("    " + _after_name(one.premise.statement, one.premise.name).replace("\n", "\n    "))
    typer.echo(f"\nof {size:,} theorems, in {1000 * seconds:.0f} ms", file=sys.stderr)


def _after_name(statement: str, name: str) -> str:
    """A statement without ``theorem NAME`` and universes."""
    rest = statement.removeprefix("theorem ").removeprefix(name)
    if rest.startswith(".{") and "}" in rest:
        rest = rest[rest.index("}") + 1 :]
    return rest.strip() or statement
