"""Draft, sketch, close, check: the way to a proof by sketches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from prover.conclusion import checked
from prover.informal import drafting, record
from prover.informal.closing import HoleCloser
from prover.informal.context import SketchContext
from prover.informal.sketching import NumberedSketch, Sketcher
from prover.informal.writer import Draft
from prover.lean.verify import exported
from prover.result import ProofResult


@dataclass
class SketchProver:
    """One theorem's way by sketches.  ``run`` may be cancelled and called again: nothing that was found is lost.

    ``learn`` is given what programs printed and drafts answer.
    """

    context: SketchContext
    learn: Callable[[list[str]], None]
    lean_seconds: float = 0.0
    """Of Lean for final checks in vain, and on other workers than the theorem's."""
    _round: int = 0
    _drafted: bool = False
    _drafts: list[Draft] = field(default_factory=list)
    _waiting: list[NumberedSketch] = field(default_factory=list)
    _nearest: tuple[NumberedSketch, list[int]] | None = None
    """The sketch with the fewest holes left open, and those."""

    def __post_init__(self) -> None:
        self._sketcher, self._closer = Sketcher(self.context), HoleCloser(self.context)

    async def run(self) -> ProofResult | None:
        """The proof, once the final check has accepted it; ``None`` if sketches lead to none."""
        stages, spent = self.context.stages, lambda: self.context.budget.spent is not None
        if not self._drafted:
            with stages.timing("draft"):
                await self._draft()
            self._drafted = True
        while True:
            while self._waiting:
                if (result := await self._close(self._waiting[0])) is not None or spent():
                    return result
                self._waiting.pop(0)
            if self._round >= self.context.settings.rounds or self._sketcher.failed:
                return None
            round, self._round = self._round, self._round + 1
            with stages.timing("sketch"):
                await self._sketcher.ask(round, self._nearest, self._waiting)

    def fields(self, ended: str) -> dict[str, Any]:
        """What every result says of the theorem and of all searches for it."""
        budget = self.context.budget
        return self.context.theorem.fields(budget.expansions, budget.nodes, ended)

    async def _draft(self) -> None:
        context, stages, drafts = self.context, self.context.stages, self._drafts
        problem, settings = context.problem, context.settings
        if problem.informal_proof.strip() and not drafts:
            given = Draft(problem.informal_proof, answer=drafting.answer_in(problem.informal_proof))
            drafting.announce(given, 0, "given", stages)
            drafts.append(given)
        if settings.drafts:
            asked = context.writer.draft(problem, context.goal, settings.drafts, context.theorem.options.seed)
            for text in await self._sketcher.answers(asked):
                draft = drafting.parse_draft(text)
                drafting.announce(draft, len(drafts), "written", stages)
                drafts.append(await drafting.complete(draft, len(drafts), context.run_program, stages))
        if drafts:
            self.learn([line for draft in drafts for line in (*draft.output.splitlines(), draft.answer) if line.strip()])
            self._sketcher.draft = drafting.choose(drafts, stages)

    async def _close(self, numbered: NumberedSketch) -> ProofResult | None:
        number, sketch = numbered
        context, theorem = self.context, self.context.theorem
        before = self._closer.lean_seconds
        with context.stages.timing("close"):
            try:
                proofs, left = await self._closer.close(number, sketch)
            finally:
                self.lean_seconds += self._closer.lean_seconds - before
        if context.budget.spent is not None:
            return None
        if left:
            message = "open: " + ", ".join(f"line {sketch.line(hole)}" for hole in left)
            context.stages(record.SketchEnded, sketch=number, status="open", message=message)
            if self._nearest is None or len(left) <= len(self._nearest[1]):
                self._nearest = numbered, left
            return None
        filled = sketch.filled(proofs)
        body = filled[len(sketch.statement.text) :].strip().removeprefix(":=").strip()
        tactics = [body[2:].strip("\n")] if body.startswith("by\n") else [f"exact {body}"]
        source = exported(filled, theorem.worker.command.header)
        fields = self.fields("proved")
        result = await checked(theorem.pool, theorem.worker, sketch.statement, source, tactics, ["sketch"], fields)
        if not result.proved:
            self.lean_seconds += result.seconds.lean
        status = "proved" if result.proved else "check failed"
        context.stages(record.SketchEnded, sketch=number, status=status, message=result.error or "")
        return result if result.proved else None
