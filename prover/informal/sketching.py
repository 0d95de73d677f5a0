"""Sketches: asked for, read by Lean, sent back with Lean's words where it does not accept them."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from prover.informal.problem import InformalProblem
from prover.informal.record import Hole, SketchRead, SketchRefusedEvent, SketchWritten, WriterFailed
from prover.informal.settings import InformalSettings
from prover.informal.stages import Stages
from prover.informal.writer import Draft, Writer
from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.pool import LeanWorker
from prover.lean.sketch import ReadSketch, SketchRefused, read_sketch, sketch_source
from prover.lean.statement import Statement
from prover.policy.base import PolicyError


@dataclass
class Sketcher:
    """Gets sketches of one theorem, opened as ``opened`` on ``worker``.  ``deaf`` once the writer has failed."""

    writer: Writer
    problem: InformalProblem
    worker: LeanWorker
    statement: Statement
    opened_key: str
    goal: str
    draft: Draft
    settings: InformalSettings
    stages: Stages
    seed: int
    deaf: bool = False
    count: int = 0
    _seen: set[str] = field(default_factory=set)

    async def first(self, round: int, accepted: list[tuple[int, ReadSketch]]) -> None:
        """Add new sketches that Lean accepts but for their holes, with their numbers, to ``accepted`` as they come."""
        seed = self.seed + 1000 * round
        asked = self.writer.sketch(self.problem, self.goal, self.draft, self.settings.sketches, seed)
        await self._read_all(await self.listening(asked), None, accepted)

    async def after(
        self, number: int, sketch: ReadSketch, open_holes: Sequence[int], round: int, accepted: list[tuple[int, ReadSketch]]
    ) -> None:
        """As ``first``, told which holes of an earlier sketch stay open."""
        goals = "\n\n".join("\n".join(sketch.holes[hole].goals) for hole in open_holes)
        complaint = f"Lean accepts the sketch, but the search could not prove:\n{goals}"
        await self._read_all(await self._mended(number, sketch.source, complaint, 2, round), number, accepted)

    async def _read_all(self, texts: Sequence[str], mends: int | None, accepted: list[tuple[int, ReadSketch]]) -> None:
        for text in texts:
            read = await self._read(text, mends)
            for again in range(self.settings.mends):
                if not isinstance(read, _Refused):
                    break
                better = await self._mended(read.number, read.source, read.message, 1, again)
                read = await self._read(better[0], read.number) if better else None
            if isinstance(read, tuple):
                accepted.append(read)

    async def _read(self, text: str, mends: int | None) -> tuple[int, ReadSketch] | _Refused | None:
        """Number and sketch; or why Lean refuses it; or nothing, for one seen before."""
        try:
            source = await sketch_source(self.worker, self.statement, text)
        except (LeanTimeout, LeanCrashed, ProtocolError):
            return None  # the text is such that Lean was lost over parsing it
        if source in self._seen:
            return None
        self._seen.add(source)
        number, self.count = self.count, self.count + 1
        self.stages(SketchWritten, sketch=number, text=text, mends=mends)
        try:
            sketch = await read_sketch(self.worker, self.statement, source)
        except SketchRefused as error:
            return self._refuse(number, str(error), error.source)
        except (LeanTimeout, LeanCrashed, ProtocolError) as error:
            return self._refuse(number, f"Lean was lost over it: {error}", source)
        if any(hole.key == self.opened_key for hole in sketch.holes):
            return self._refuse(number, "the sketch leaves the whole theorem to one 'sorry': state the steps between", source)
        holes = [Hole(line=sketch.line(index), goals=hole.goals) for index, hole in enumerate(sketch.holes)]
        self.stages(SketchRead, sketch=number, source=sketch.source, holes=holes)
        return number, sketch

    def _refuse(self, number: int, message: str, source: str) -> _Refused:
        self.stages(SketchRefusedEvent, sketch=number, message=message)
        return _Refused(number, message, source)

    async def _mended(self, number: int, broken: str, complaint: str, n: int, round: int) -> list[str]:
        seed = self.seed + 1000 * round + number + 1
        return await self.listening(self.writer.mend(self.problem, self.goal, self.draft, broken, complaint, n, seed))

    async def listening(self, asked: Coroutine[Any, Any, list[str]]) -> list[str]:
        """What the writer answers; nothing, and it is not asked again, once it has failed."""
        if self.deaf:
            asked.close()
            return []
        try:
            return [text for text in await asked if text.strip()]
        except PolicyError as error:
            self.deaf = True
            self.stages(WriterFailed, message=str(error))
            return []


@dataclass(frozen=True)
class _Refused:
    number: int
    message: str
    source: str
