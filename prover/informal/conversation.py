"""Prompts: Markdown files of a conversation's turns, with examples, that a person can read and edit.

A line ``=== system``, ``=== user`` or ``=== assistant`` begins a turn; ``{names}`` in the last one are filled in.  The examples
are ours, of textbook kind, none from a benchmark; the manner of sketching is that of Draft, Sketch, and Prove (Jiang et
al., ICLR 2023), for Lean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "prompts"
"""The prompts that come with the program: ``draft.md``, ``sketch.md``, ``mend.md``, ``formalize.md``."""

Role = Literal["system", "user", "assistant"]

_TURN = re.compile(r"^=== (system|user|assistant)[ \t]*\n", re.MULTILINE)
_NAME = re.compile(r"\{([a-z_]+)\}")
_HEADINGS = {"user": "### Task", "assistant": "### Answer"}

STOP = ("### Task",)
"""Ends an answer of a model that continues a text."""


@dataclass(frozen=True)
class Turn:
    role: Role
    text: str


@dataclass(frozen=True)
class Conversation:
    """What a model is shown; the answer to the last turn is wanted."""

    turns: tuple[Turn, ...]

    def messages(self) -> list[dict[str, str]]:
        """As a chat protocol has it."""
        return [{"role": turn.role, "content": turn.text} for turn in self.turns]

    def text(self) -> str:
        """As one text to continue, for models that do not chat."""
        parts = [f"{_HEADINGS[turn.role]}\n{turn.text}" if turn.role in _HEADINGS else turn.text for turn in self.turns]
        return "\n\n".join([*parts, _HEADINGS["assistant"]]) + "\n"


def prompt(name: str, folder: Path = FOLDER, **values: str) -> Conversation:
    """The conversation in ``folder/name.md`` with its last turn filled in.

    Raises ``ValueError`` for a file that is missing or no conversation, or wants something it is not given.
    """
    turns = _turns(folder / f"{name}.md")
    last = turns[-1]
    if unknown := {found for found in _NAME.findall(last.text)} - set(values):
        raise ValueError(f"{folder / name}.md: nothing is known of {{{min(unknown)}}}; there are {', '.join(sorted(values))}")
    filled = _NAME.sub(lambda found: values[found[1]], last.text)
    return Conversation((*turns[:-1], Turn(last.role, filled)))


@cache
def _turns(path: Path) -> tuple[Turn, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: no prompt can be read there: {error}") from error
    marks = list(_TURN.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    turns = tuple(Turn(mark[1], text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=False))
    if not turns or turns[-1].role != "user":
        raise ValueError(f"{path}: not a prompt: turns begin with a line '=== system', '=== user' or '=== assistant', and "
                         "the last one is the user's")  # fmt: skip
    return turns
