"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from prover.cli.common import LeanChoice

PolicyOption = Annotated[
    Optional[list[str]],
    typer.Option(
        "--policy", "-p", help="portfolio, default, premises, hf:ID or openai:URL#MODEL; several are merged.", show_default="default"
    ),
]
NameOption = Annotated[Optional[str], typer.Option(help="The theorem's name.", show_default="the last one")]
TimeLimitOption = Annotated[float, typer.Option("--time-limit", "-t", min=0, help="Seconds for each search; inf: no limit.")]
ExpansionsOption = Annotated[Optional[int], typer.Option(min=0, help="Proof states to expand.")]
NodesOption = Annotated[Optional[int], typer.Option(min=1, help="Distinct proof states.")]
TacticsOption = Annotated[Optional[int], typer.Option(min=0, help="Tactics to run in Lean.")]
SEARCH_HELP = "Algorithm: best-first[?alpha=0.5], beam[?width=16], mcts[?c=1]."
SearchOption = Annotated[str, typer.Option("--search", "-s", help=SEARCH_HELP)]
SeedOption = Annotated[int, typer.Option(min=0, help="Added to the seeds of models that draw samples.")]
ConcurrencyOption = Annotated[
    int, typer.Option(min=1, help="Proof states of a search expanded at once; more fill a model's batches.")
]
ProjectOption = Annotated[Optional[Path], typer.Option(help="Lake project to run native Lean in (Mathlib or any other).")]
ImportsOption = Annotated[
    Optional[list[str]],
    typer.Option(help="With --project: import these modules too, A,B; may be repeated.", show_default=False),
]
_WHICH_LEAN = "Which Lean; auto: native with --project, else embedded"


def _not_dojo(lean: LeanChoice) -> LeanChoice:
    if lean is LeanChoice.dojo:
        raise typer.BadParameter("dojo goes with 'prover prove' and 'prover bench leandojo' only")
    return lean


LeanOption = Annotated[
    LeanChoice, typer.Option("--lean", help=f"{_WHICH_LEAN}.", metavar="[auto|embedded|native]", callback=_not_dojo)
]
LeanOrDojoOption = Annotated[
    LeanChoice, typer.Option("--lean", help=f"{_WHICH_LEAN}; dojo: lean-dojo's, for theorems of repositories traced with it.")
]
ServerOption = Annotated[
    bool,
    typer.Option("--server/--no-server", help="Use the background server ('prover up') where one runs and can serve this."),
]
