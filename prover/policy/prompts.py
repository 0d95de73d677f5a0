"""Prompt formats by name: how a proof state is shown to a model, and what of its answer is the tactic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from prover.policy.views import TACTIC
from search.game import ProofState


@dataclass(frozen=True)
class PromptFormat:
    """A text with one ``{state}`` in it, and the strings that end an answer besides the end-of-text token.

    ``prefix`` (all before ``{state}``) is the same for every state, so that a model can read it once.  ``remove``
    names strings that are no part of a tactic wherever they occur in an answer.  The rest is what suits models
    of this format where nothing else is asked for.
    """

    name: str
    template: str
    stop: tuple[str, ...] = ("\n",)
    remove: tuple[str, ...] = ()
    decoding: Literal["sample", "beam"] = "sample"
    max_new_tokens: int = 32
    max_state_tokens: int = 512
    main_goal_only: bool = False
    """Show the first goal alone, as a model trained on Mathlib's focused goals expects."""

    def __post_init__(self) -> None:
        if self.template.count("{state}") != 1:
            raise ValueError(f"prompt format {self.name!r}: the template must contain {{state}} exactly once")
        if not all(self.stop):
            raise ValueError(f"prompt format {self.name!r}: a stop string is empty")

    @property
    def prefix(self) -> str:
        return self.template.partition("{state}")[0]

    def suffix(self, state: ProofState) -> str:
        """What follows the prefix: the state's text and the template's rest."""
        shown = state.goals[0] if self.main_goal_only and state.goals else state.text
        return shown + self.template.partition("{state}")[2]

    def prompt(self, state: ProofState) -> str:
        """The whole prompt."""
        return self.prefix + self.suffix(state)

    def cut(self, completion: str) -> tuple[str, bool]:
        """The completion up to its first stop string, and whether there was one."""
        return cut_at(completion, self.stop)

    def unmarked(self, text: str) -> str:
        """``text`` without what is to be removed."""
        for mark in self.remove:
            text = text.replace(mark, "")
        return text


def cut_at(text: str, stops: Sequence[str]) -> tuple[str, bool]:
    """``text`` up to the first stop string in it, and whether there is one."""
    ends = [at for stop in stops if (at := text.find(stop)) >= 0]
    return (text[: min(ends)], True) if ends else (text, False)


def _read(name: str, entry: dict[str, Any]) -> PromptFormat:
    head, shot, examples = (entry.pop(key, None) for key in ("head", "shot", "examples"))
    if shot is not None:
        before, _, after = shot.partition("{tactic}")
        shots = "".join(before.replace("{state}", state) + tactic + after for state, tactic in examples)
        entry["template"] = head + shots + before
    return PromptFormat(name, **{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})


DEFAULT = PromptFormat("default", TACTIC.template, stop=(), max_new_tokens=112, main_goal_only=True)
"""What our own models are trained on: the tactic view; the answer, maybe several lines, ends with the end-of-text token."""

FORMATS: dict[str, PromptFormat] = {DEFAULT.name: DEFAULT}
"""With those of ``formats.yaml``, which says where each is from."""

for _name, _entry in yaml.safe_load((Path(__file__).parent / "formats.yaml").read_text(encoding="utf-8")).items():
    FORMATS[_name] = _read(_name, _entry)
LLEMMA, PLAIN, REPROVER = (FORMATS[_name] for _name in ("llemma", "plain", "reprover"))


def get_format(name: str) -> PromptFormat:
    """The prompt format called ``name``.  Raises ``ValueError`` naming those there are."""
    if name not in FORMATS:
        raise ValueError(f"unknown prompt format {name!r}; there are: {', '.join(sorted(FORMATS))}")
    return FORMATS[name]
