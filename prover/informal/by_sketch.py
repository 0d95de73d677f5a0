"""Draft, sketch, close, check: the way to a proof that words lead, step by step and to be gone on with after a break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from prover.conclusion import checked
from prover.informal import drafting, record
from prover.informal.closing import Closer
from prover.informal.sketching import Sketcher
from prover.informal.stages import Stages
from prover.informal.writer import Draft
from prover.lean.sketch import ReadSketch
from prover.lean.verify import exported
from prover.result import ProofResult


@dataclass
class BySketch:
    """One theorem's way by sketches.  ``run`` may be cancelled and called again: nothing that was found is lost.

    ``learn`` is told what programs printed and drafts answer; ``fields`` are those of a result (``prover.agent``).
    """

    sketcher: Sketcher
    closer: Closer
    stages: Stages
    run_program: drafting.RunProgram
    learn: Callable[[list[str]], None]
    fields: Callable[[], dict]
    drafted: bool = False
    turn: int = 0
    _drafts: list[Draft] = field(default_factory=list)
    _waiting: list[tuple[int, ReadSketch]] = field(default_factory=list)
    _nearest: tuple[int, ReadSketch, list[int]] | None = None

    async def run(self) -> ProofResult | None:
        """The proof, once the final check has accepted it; ``None`` if sketches lead to none."""
        sketcher = self.sketcher
        if not self.drafted:
            with self.stages.timing("draft"):
                await self._draft()
            self.drafted = True
        while True:
            while self._waiting:
                if (result := await self._close(*self._waiting[0])) is not None:
                    return result
                if self.closer.purse.spent is not None:
                    return None
                self._waiting.pop(0)
            if self.turn >= sketcher.settings.rounds or sketcher.deaf:
                return None
            turn, self.turn = self.turn, self.turn + 1
            with self.stages.timing("sketch"):
                if self._nearest is None:
                    await sketcher.first(turn, self._waiting)
                else:
                    await sketcher.after(*self._nearest, turn, self._waiting)

    async def _draft(self) -> None:
        sketcher = self.sketcher
        problem, writer = sketcher.problem, sketcher.writer
        drafts = self._drafts
        if problem.informal_proof.strip() and not drafts:
            given = Draft(problem.informal_proof, answer=drafting.answer_in(problem.informal_proof))
            drafting.tell(given, 0, "given", self.stages)
            drafts.append(given)
        if writer.wants_drafts and sketcher.settings.drafts:
            asked = writer.draft(problem, sketcher.goal, sketcher.settings.drafts, sketcher.seed)
            for text in await sketcher.listening(asked):
                draft = drafting.parse_draft(text)
                drafting.tell(draft, len(drafts), "written", self.stages)
                drafts.append(await drafting.complete(draft, len(drafts), self.run_program, self.stages))
        if drafts:
            self.learn([line for draft in drafts for line in (*draft.output.splitlines(), draft.answer) if line.strip()])
            sketcher.draft = drafting.choose(drafts, self.stages)

    async def _close(self, number: int, sketch: ReadSketch) -> ProofResult | None:
        with self.stages.timing("close"):
            proofs, left = await self.closer.close(number, sketch)
        if self.closer.purse.spent is not None:
            return None
        if left:
            told = "open: " + ", ".join(f"line {sketch.line(hole)}" for hole in left)
            self.stages(record.SketchEnded, sketch=number, status="open", message=told)
            if self._nearest is None or len(left) <= len(self._nearest[2]):
                self._nearest = number, sketch, left
            return None
        filled = sketch.filled(proofs)
        source = exported(filled, self.closer.worker.command.header)
        body = filled[len(sketch.statement.text) :].strip().removeprefix(":=").strip()
        tactics = [body[2:].strip("\n")] if body.startswith("by\n") else [f"exact {body}"]
        pool, worker = self.closer.pool, self.closer.worker
        result = await checked(pool, worker, sketch.statement, source, tactics, ["sketch"], self.fields())
        if not result.proved:
            self.closer.lean_seconds += result.seconds.lean
        status = "proved" if result.proved else "check failed"
        self.stages(record.SketchEnded, sketch=number, status=status, message=result.error or "")
        return result if result.proved else None
