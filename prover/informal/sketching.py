"""Sketches: asked for, read by Lean, sent back with Lean's words where it does not accept them."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple

from prover.informal.context import SketchContext
from prover.informal.record import Hole, SketchRead, SketchRefusedEvent, SketchWritten, WriterFailed
from prover.informal.writer import Draft
from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.sketch import ReadSketch, SketchRefused, read_sketch, sketch_source
from prover.policy.base import PolicyError


class NumberedSketch(NamedTuple):
    """A sketch that Lean accepts but for its holes."""

    number: int
    sketch: ReadSketch


class _Refused(NamedTuple):
    number: int
    source: str
    message: str


class Sketcher:
    """Gets sketches of one theorem, written from ``draft``.  ``failed`` once the writer has."""

    def __init__(self, context: SketchContext) -> None:
        self.draft = Draft("")
        self.failed = False
        self._context, self._stages, self._theorem = context, context.stages, context.theorem
        self._about = context.problem, context.goal
        self._count = 0
        self._seen: set[str] = set()

    async def ask(self, round: int, nearest: tuple[NumberedSketch, list[int]] | None, accepted: list[NumberedSketch]) -> None:
        """Add new sketches to ``accepted`` as they come; ``nearest``: an earlier one, and its holes that stay open."""
        if nearest is None:
            seed, n = self._seed(round), self._context.settings.sketches
            texts = await self.answers(self._context.writer.sketch(*self._about, self.draft, n, seed))
            await self._read_all(texts, None, accepted)
            return
        (number, sketch), left = nearest
        goals = "\n\n".join("\n".join(sketch.holes[hole].goals) for hole in left)
        complaint = f"Lean accepts the sketch, but the search could not prove:\n{goals}"
        await self._read_all(await self._mended(number, sketch.source, complaint, 2, round), number, accepted)

    async def answers(self, asked: Coroutine[Any, Any, list[str]]) -> list[str]:
        """What the writer answers; nothing, and it is not asked again, once it has failed."""
        if self.failed:
            asked.close()
            return []
        try:
            return [text for text in await asked if text.strip()]
        except PolicyError as error:
            self.failed = True
            self._stages(WriterFailed, message=str(error))
            return []

    async def _read_all(self, texts: Sequence[str], mends: int | None, accepted: list[NumberedSketch]) -> None:
        for text in texts:
            read = await self._read(text, mends)
            for again in range(self._context.settings.mends):
                if not isinstance(read, _Refused):
                    break
                better = await self._mended(*read, 1, again)
                read = await self._read(better[0], read.number) if better else None
            if isinstance(read, NumberedSketch):
                accepted.append(read)

    async def _read(self, text: str, mends: int | None) -> NumberedSketch | _Refused | None:
        """The sketch; or why Lean refuses it; or nothing, for one seen before."""
        worker, statement = self._theorem.worker, self._theorem.environment.statement
        try:
            source = await sketch_source(worker, statement, text)
        except (LeanTimeout, LeanCrashed, ProtocolError):
            return None  # the text is such that Lean was lost over parsing it
        if source in self._seen:
            return None
        self._seen.add(source)
        number, self._count = self._count, self._count + 1
        self._stages(SketchWritten, sketch=number, text=text, mends=mends)
        try:
            sketch = await read_sketch(worker, statement, source)
        except SketchRefused as error:
            return self._refuse(number, error.source, str(error))
        except (LeanTimeout, LeanCrashed, ProtocolError) as error:
            return self._refuse(number, source, f"Lean was lost over it: {error}")
        if any(hole.key == self._theorem.environment.root.handle.key for hole in sketch.holes):
            return self._refuse(number, source, "the sketch leaves the whole theorem to one 'sorry': state the steps between")
        holes = [Hole(line=sketch.line(index), goals=hole.goals) for index, hole in enumerate(sketch.holes)]
        self._stages(SketchRead, sketch=number, source=sketch.source, holes=holes)
        return NumberedSketch(number, sketch)

    def _refuse(self, number: int, source: str, message: str) -> _Refused:
        self._stages(SketchRefusedEvent, sketch=number, message=message)
        return _Refused(number, source, message)

    async def _mended(self, number: int, broken: str, complaint: str, n: int, round: int) -> list[str]:
        seed = self._seed(round) + number + 1
        return await self.answers(self._context.writer.mend(*self._about, self.draft, broken, complaint, n, seed))

    def _seed(self, round: int) -> int:
        return self._theorem.options.seed + 1000 * round
