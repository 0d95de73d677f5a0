"""The Lean that a text is given to: native Lean is started with the modules that the text imports.

Embedded Lean is one and the same for all: it skips what a text imports, and what it does not have is noted.
"""

from __future__ import annotations

from collections.abc import Sequence

from prover.lean import header
from prover.lean.errors import BadStatement, LeanNotAvailable
from prover.lean.launch import LeanCommand
from prover.lean.worker import LeanWorker

MATHLIB = "Mathlib"


class OwnImports:
    """Starts workers as texts want them.

    ``default``: the Lean for texts that import nothing; ``also``: modules that come to those a text imports.
    """

    def __init__(self, default: LeanCommand, also: tuple[str, ...] = ()) -> None:
        self.default, self._also = default, also
        self._instead: dict[LeanCommand, LeanCommand] = {}
        """What is started where Lean was found not to start as a text wants it."""

    def command(self, texts: Sequence[str], imports: tuple[str, ...] | None = None) -> LeanCommand:
        """The Lean for these texts, with ``imports`` too."""
        named = [*(imports or ()), *(module for text in texts for module in header.imports(text))]
        if not named:
            return self.default
        wanted = self.default.importing(tuple(dict.fromkeys((*named, *self._also))))
        return self._instead.get(wanted, wanted)

    async def start(self, worker: LeanWorker, texts: Sequence[str], imports: tuple[str, ...] | None = None) -> None:
        """Have ``worker`` run the Lean for these texts.

        Where modules of Mathlib are not in the project's, Mathlib as a whole takes their place: texts outlive its files' names.

        Raises:
            BadStatement: Lean does not start with what they import.
            LeanNotAvailable: it does not start at all.
        """
        wanted, first = self.command(texts, imports), None
        for command in dict.fromkeys([wanted, self._with_whole_mathlib(wanted)]):
            await worker.use(command)
            try:
                await worker.start()
            except LeanNotAvailable as error:
                if command == self.default:
                    raise
                first = first or error
                continue
            if command != wanted:
                self._instead[wanted] = command
            return
        assert first is not None
        raise _refusal(wanted, first) from first

    def _with_whole_mathlib(self, command: LeanCommand) -> LeanCommand:
        if MATHLIB not in self.default.imports:
            return command
        return command.importing(tuple(dict.fromkeys(MATHLIB if _of_mathlib(m) else m for m in command.imports)))


def notes(command: LeanCommand, texts: Sequence[str], succeeded: bool) -> list[str]:
    """What a user should know of what became of the imports of these texts, given that ``command`` had them."""
    named = tuple(dict.fromkeys(module for text in texts for module in header.imports(text)))
    if command.backend == "native":
        left_out = [module for module in named if module not in command.imports]
        if not left_out:
            return []
        return [f"Lean does not start with {', '.join(left_out)}: the whole of Mathlib is imported instead"]
    unmet = header.unmet(named)
    if succeeded or not unmet:
        return []
    return [
        f"the text imports {', '.join(unmet)}, which embedded Lean does not have: --project FOLDER runs native Lean in the Lake "
        "project that does"
    ]


def _refusal(command: LeanCommand, error: LeanNotAvailable) -> BadStatement:
    built = " ".join(module for module in command.imports if not _of_mathlib(module) and module not in ("Init", "Std", "Lean"))
    remedy = f"; 'lake build {built}' in {command.cwd} builds what has not been" if built else ""
    return BadStatement("request", [], f"with what is imported ({', '.join(command.imports)}) {str(error).strip()}{remedy}")


def _of_mathlib(module: str) -> bool:
    return module.partition(".")[0] == MATHLIB
