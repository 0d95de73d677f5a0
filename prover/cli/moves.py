"""``prover moves``: what moves propose at a theorem's goal, before Lean is asked."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from prover.cli import common, options
from prover.cli.common import LeanChoice

if TYPE_CHECKING:
    from prover.lean.terms import GoalTerms
    from prover.moves.base import Step

_REFUTING_SECONDS = 2.0


def moves(
    theorem: Annotated[
        Optional[str], typer.Argument(help="A theorem, or a bare proposition; - reads it from standard input.")
    ] = None,
    file: Annotated[Optional[Path], typer.Option("--file", "-f", help="Take the theorem from this Lean file.")] = None,
    name: options.NameOption = None,
    after: Annotated[
        Optional[list[str]], typer.Option("--after", "-a", help="Run this tactic first; may be given several times.")
    ] = None,
    only: Annotated[Optional[str], typer.Option("--only", help="This move alone.")] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="The generic tactics too, which rest on nothing that was computed.")
    ] = False,
    project: options.ProjectOption = None,
    lean: options.LeanOption = LeanChoice.auto,
) -> None:
    """List what moves propose at a theorem's goal, with what was computed for it; of a false one, a counter-model.  Lean is not
    asked to try anything.

    Exit code: 0, also where no move applies; 2 bad input.

    Examples:

      prover moves "theorem t (x y : ℝ) (h : x + y = 3) (k : x - y = 1) : x = 2"
      prover moves "∀ a b : ℤ, 3 ∣ a → 3 ∣ b → 3 ∣ 2 * a + 5 * b" --after "intro a b ha hb"
    """
    with common.reporting():
        goal, steps, seconds = common.run_async(
            lambda: _listed(_text(theorem, file), name, after or [], only, all_, project, lean)
        )
        _show(goal, steps, seconds)
        if only is None:
            _show_counter_model(goal)


async def _listed(
    text: str, name: str | None, after: list[str], only: str | None, all_: bool, project: Path | None, lean: LeanChoice
) -> tuple[GoalTerms, list[Step], dict[str, float]]:
    from prover.errors import ExpectedError
    from prover.lean.environment import LeanEnvironment
    from prover.moves.base import MOVES, generic, ranked, run
    from prover.moves.goal import Goal
    from search.game import NewState

    if only is not None and only not in MOVES:
        raise ExpectedError(f"there is no move '{only}'; there are {', '.join(MOVES)}")
    async with common.open_prover(["portfolio"], lean=lean, project=project, workers=1, standby=False) as prover:
        async with prover.pool.lease() as worker:
            with common.opening():
                await prover.lean_for(worker, [text])
                environment = await LeanEnvironment.open(worker, text, name)
            state = environment.root
            for tactic in after:
                outcome = await environment.apply(state, tactic)
                if not isinstance(outcome, NewState):
                    raise ExpectedError(f"'{tactic}' leaves no goal: {getattr(outcome, 'message', outcome.kind)}")
                state = outcome.state
            terms = await state.look(0) if state.look is not None else None
            if terms is None:
                raise ExpectedError("Lean cannot tell this goal as a term")
            goal, seconds, steps = Goal(terms), {}, []
            for this in MOVES.values():
                if only in (None, this.name):
                    begun = time.monotonic()
                    steps += await asyncio.to_thread(run, this, goal)
                    seconds[this.name] = time.monotonic() - begun
            if all_:
                steps += generic(goal)
            return terms, list(ranked(steps, goal.bundled).values()), seconds


def _show(goal: GoalTerms, steps: list[Step], seconds: dict[str, float]) -> None:
    from prover.lean.printing import NotPrintable, to_lean

    for h in goal.hypotheses:
        try:
            typer.echo(f"{h.name} : {to_lean(h.type)}")
        except NotPrintable:
            typer.echo(f"{h.name} : …")
    typer.echo(f"⊢ {to_lean(goal.target)}\n")
    if not steps:
        typer.echo("no move applies")
    for step in steps:
        took = f", {seconds[step.move] * 1000:.0f} ms" if step.move in seconds else ""
        typer.secho(f"{step.move} ({step.logprob:.2f}{took})", bold=True)
        if step.computed:
            typer.echo(f"  computed: {step.computed}")
        typer.echo("  " + step.tactic.replace("\n", "\n  "))


def _show_counter_model(goal: GoalTerms) -> None:
    from prover.algebra.refuting import counter_model

    if (found := counter_model(goal, _REFUTING_SECONDS)) is not None:
        at = f" at {found.text}" if found.text else ""
        typer.secho(f"the goal is false{at} (found by {found.found_by}): a search prunes it", bold=True)


def _text(theorem: str | None, file: Path | None) -> str:
    return common.one_text(theorem, file, "give a theorem or --file F.lean; 'prover moves --help' shows examples")
