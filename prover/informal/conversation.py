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

FOLDER = Path(__file__).parent / "prompts"
"""The prompts that come with the program: ``draft.md``, ``sketch.md``, ``mend.md``, ``formalize.md``."""

_TURN = re.compile(r"^=== (system|user|assistant)[ \t]*\n", re.MULTILINE)
_NAME = re.compile(r"\{([a-z_]+)\}")
_HEADINGS = {"user": "### Task", "assistant": "### Answer"}

STOP = ("### Task",)
"""Ends an answer of a model that continues a text."""


@dataclass(frozen=True)
class Conversation:
    """What a model is shown, in turns as a chat protocol has them (``role`` and ``content``); the answer to the last one is
    wanted."""

    turns: tuple[dict[str, str], ...]

    def text(self) -> str:
        """As one text to continue, for models that do not chat."""
        parts = [f"{_HEADINGS.get(turn['role'], '')}\n{turn['content']}".lstrip("\n") for turn in self.turns]
        return "\n\n".join([*parts, _HEADINGS["assistant"]]) + "\n"


def prompt(name: str, folder: Path = FOLDER, **values: str) -> Conversation:
    """The conversation in ``folder/name.md`` with its last turn filled in.

    Raises ``ValueError`` for a file that is missing or no conversation, or wants something it is not given.
    """
    *before, last = _turns(folder / f"{name}.md")
    if unknown := set(_NAME.findall(last["content"])) - set(values):
        raise ValueError(f"{folder / name}.md: nothing is known of {{{min(unknown)}}}; there are {', '.join(sorted(values))}")
    filled = _NAME.sub(lambda found: values[found[1]], last["content"])
    return Conversation((*before, {**last, "content": filled}))


@cache
def _turns(path: Path) -> tuple[dict[str, str], ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: no prompt can be read there: {error}") from error
    _, *parts = _TURN.split(text)
    turns = tuple({"role": role, "content": said.strip()} for role, said in zip(parts[::2], parts[1::2], strict=True))
    if not turns or turns[-1]["role"] != "user":
        raise ValueError(f"{path}: not a prompt: turns begin with a line '=== system', '=== user' or '=== assistant', and "
                         "the last one is the user's")  # fmt: skip
    return turns
