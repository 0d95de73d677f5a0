"""What the commands that prove with words share: ``--writer``, ``--stages``, the prover they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional
from urllib.parse import parse_qsl

import typer

from prover.cli.common import fail

if TYPE_CHECKING:
    from prover.agent import AsyncProver
    from prover.informal.log import StreamRecorder
    from prover.informal.settings import InformalSettings

WRITER = "none"

WriterOption = Annotated[
    Optional[str],
    typer.Option(
        help="With words: who drafts and sketches: openai:URL#MODEL or hf:ID. With none, words give facts and moves, and no "
        "sketches.",
        show_default=WRITER,
    ),
]
StagesOption = Annotated[
    Optional[str],
    typer.Option(
        help="With a writer: what the stages may spend, such as 'sketches=8&hole_seconds=10' (prover.informal.settings).",
        show_default=False,
    ),
]


def settings(stages: str | None) -> InformalSettings:
    """The settings written after ``--stages``; ends the command for any that there are not."""
    from pydantic import ValidationError

    from prover.informal.settings import InformalSettings

    given = dict(parse_qsl(stages or "", keep_blank_values=True))
    if stages and len(given) != stages.count("&") + 1:
        fail(f"--stages {stages!r}: written name=value&name=value; there are {', '.join(InformalSettings.model_fields)}")
    try:
        return InformalSettings.model_validate(given)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        fail(f"--stages: {said}; there are {', '.join(InformalSettings.model_fields)}")


def stream_recorder(events: Path) -> StreamRecorder:
    """Writes the stages and the searches for holes beside ``events``, the whole theorem's own stream."""
    from prover.informal.log import StreamRecorder, beside

    return StreamRecorder(lambda part: beside(events, part))


class WithWords:
    """An ``AsyncProver`` and an ``InformalProver`` on it, started and closed as one; ``prove`` takes words."""

    def __init__(self, prover: AsyncProver, writer: str | None, stages: InformalSettings) -> None:
        from prover.informal.agent import InformalProver

        self._writer, self.prover, self.workers = writer or WRITER, prover, prover.workers
        self._informal = InformalProver(prover, settings=stages)
        self.prove = self._informal.prove

    @property
    def draws(self) -> bool:
        return self.prover.draws or self._writer != WRITER

    async def start(self) -> None:
        """As ``AsyncProver.start``, then the writer is loaded.  Raises also what ``load_writer`` does.

        One after the other: transformers cannot be imported in two threads at once.
        """
        import asyncio

        from prover.informal.writers import load_writer

        await self.prover.start()
        self._informal.writer = await asyncio.to_thread(load_writer, self._writer)
        if self._informal.writer is None:
            typer.echo("prover: there is no --writer: the words give facts and moves, and no sketches", err=True)

    async def close(self) -> None:
        await self._informal.close()
        await self.prover.close()
