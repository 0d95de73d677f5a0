"""``prover data words``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from prover.cli import common
from prover.cli.generate import PerGroupOption, RenamingsOption, make, traces_of


def words(
    sources: Annotated[
        Optional[list[Path]],
        typer.Argument(
            help="Trace files, folders with one, or event logs of `prover prove`.", show_default="generated, beside OUT"
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset.")] = Path("data/words"),
    renamings: RenamingsOption = 3,
    per_group: PerGroupOption = 0,
) -> None:
    """Make a dataset of proofs in words and of sketches, from verified proofs.

    Rules word a statement as a problem and its proof as a text, each copy otherwise; a sketch is the proof with its
    structure kept and sorry for the rest. Two views: draft (problem: proof in words) and sketch (problem and proof in
    words: sketch). What is measured on is not trained on: a run on miniF2F is refused, and its statements are left out.

    Exit code: 0 the dataset is there, 2 it cannot be made, 130 interrupted.

    Examples:

      prover data generate && prover data words
      prover data words data/generated runs/iterate/round-1 --renamings 1 --out data/mine
    """
    with common.reporting():
        from prover.training.words.dataset import build

        chosen = sources or [out.parent / "generated"]
        provenance = {"made_by": "prover data words", "sources": [str(source) for source in chosen]}
        make(out, traces_of(chosen), renamings, per_group, provenance, build)
