"""A writer that shows a language model a few examples: any chat or completion model."""

from __future__ import annotations

from prover.informal.completers import Completer, WriterOptions
from prover.informal.conversation import FOLDER, prompt
from prover.informal.problem import InformalProblem
from prover.informal.writer import Draft
from prover.policy.wrapping import without_thinking

NO_PROOF = "(none is given)"


class PromptedWriter:
    """Implements ``prover.informal.writer.Writer`` with the prompts of a folder.

    Raises ``ValueError`` for prompts that cannot be read or ask for what is not known.
    """

    def __init__(self, completer: Completer, options: WriterOptions) -> None:
        self.name = completer.name
        self._completer, self._folder = completer, options.prompts or FOLDER
        known = ("statement", "formal", "goal", "proof", "facts", "sketch", "complaint", "words")
        for name in ("draft", "sketch", "mend", "formalize"):
            prompt(name, self._folder, **dict.fromkeys(known, ""))

    async def draft(self, problem: InformalProblem, goal: str, n: int, seed: int) -> list[str]:
        return await self._ask("draft", n, seed, **_about(problem, goal))

    async def sketch(self, problem: InformalProblem, goal: str, draft: Draft, n: int, seed: int) -> list[str]:
        return await self._ask("sketch", n, seed, **_about(problem, goal), **_drafted(draft))

    async def mend(
        self, problem: InformalProblem, goal: str, draft: Draft, broken: str, complaint: str, n: int, seed: int
    ) -> list[str]:
        said = {"sketch": broken, "complaint": complaint}
        return await self._ask("mend", n, seed, **_about(problem, goal), **_drafted(draft), **said)

    async def formalize(self, words: str, n: int, seed: int) -> list[str]:
        return await self._ask("formalize", n, seed, words=words)

    async def close(self) -> None:
        """Free what the model holds."""
        outcome = getattr(self._completer, "close", lambda: None)()
        if outcome is not None:
            await outcome

    async def _ask(self, name: str, n: int, seed: int, **values: str) -> list[str]:
        """What the model answers, without its thinking and without answers that say nothing."""
        answers = await self._completer.complete(prompt(name, self._folder, **values), n, seed)
        return [said for answer in answers if (said := without_thinking(answer)).strip()]


def _about(problem: InformalProblem, goal: str) -> dict[str, str]:
    formal = problem.formal_statement.rpartition(":=")[0].strip() or problem.formal_statement.strip()
    return {"statement": problem.informal_stmt.strip() or NO_PROOF, "formal": formal, "goal": goal}


def _drafted(draft: Draft) -> dict[str, str]:
    facts = f"\nA program for it printed:\n{draft.output}\n" if draft.output else ""
    return {"proof": draft.text.strip() or NO_PROOF, "facts": facts}
