"""``load_writer`` turns what a person writes after ``--writer`` into a ``Writer``.

===========================  =========================================================================
``openai:URL#MODEL[?…]``     a chat or completion model behind an OpenAI-compatible server
``hf:ID[?…]``                a causal language model: a folder or a Hugging Face id
``none``                     no model, as where nothing is said: words give facts and moves, and no sketches
===========================  =========================================================================

Options after ``?`` are the fields of ``prover.informal.completers.WriterOptions``.
"""

from __future__ import annotations

from prover.informal.completers import Completer, HfCompleter, OpenAiCompleter, WriterOptions
from prover.informal.conversation import FOLDER, prompt
from prover.informal.problem import InformalProblem
from prover.informal.writer import Draft, Writer
from prover.policy.address import read_options, read_spec, without_password
from prover.policy.base import PolicyError
from prover.policy.wrapping import without_thinking

NO_PROOF = "(none is given)"


def load_writer(spec: str) -> Writer | None:
    """The writer that ``spec`` names; ``None`` for ``none``.  Raises ``PolicyError``; a server is asked only when used."""
    kind, _, rest = spec.partition(":")
    if spec == "none":
        return None
    if kind not in ("openai", "hf") or not rest:
        raise PolicyError(f"unknown writer {without_password(spec)!r}: choose openai:URL#MODEL, hf:PATH_OR_ID or none")
    where = rest.partition("?")[0]
    who = f"writer {f'{kind}:{without_password(where)}'!r}"
    completer: Completer
    if kind == "openai":
        url, model, own = read_spec(rest, "writer")
        completer = OpenAiCompleter(url, model, options := WriterOptions.checked(who, own))
    else:
        completer = HfCompleter(where, options := WriterOptions.checked(who, read_options(rest, who)))
    try:
        return PromptedWriter(completer, options)
    except ValueError as error:
        raise PolicyError(f"{who}: {error}") from None


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
        return await self._ask("draft", n, seed, **_about(problem, goal, Draft("")))

    async def sketch(self, problem: InformalProblem, goal: str, draft: Draft, n: int, seed: int) -> list[str]:
        return await self._ask("sketch", n, seed, **_about(problem, goal, draft))

    async def mend(
        self, problem: InformalProblem, goal: str, draft: Draft, broken: str, complaint: str, n: int, seed: int
    ) -> list[str]:
        return await self._ask("mend", n, seed, sketch=broken, complaint=complaint, **_about(problem, goal, draft))

    async def formalize(self, words: str, n: int, seed: int) -> list[str]:
        return await self._ask("formalize", n, seed, words=words)

    async def close(self) -> None:
        """Free what the model holds."""
        await self._completer.close()

    async def _ask(self, name: str, n: int, seed: int, **values: str) -> list[str]:
        """What the model answers, without its thinking and without answers that say nothing."""
        answers = await self._completer.complete(prompt(name, self._folder, **values), n, seed)
        return [said for answer in answers if (said := without_thinking(answer)).strip()]


def _about(problem: InformalProblem, goal: str, draft: Draft) -> dict[str, str]:
    formal = problem.formal_statement.rpartition(":=")[0].strip() or problem.formal_statement.strip()
    facts = f"\nA program for it printed:\n{draft.output}\n" if draft.output else ""
    said = {"statement": problem.informal_stmt.strip() or NO_PROOF, "proof": draft.text.strip() or NO_PROOF}
    return {**said, "formal": formal, "goal": goal, "facts": facts}
