"""What can be set for a language model as a policy, and how its prompt format is chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Optional, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from prover import texts
from prover.policy.answers import Score
from prover.policy.base import PolicyError
from prover.policy.prompts import PromptFormat, get_format
from prover.policy.smollm2 import ALIASES

S = TypeVar("S", bound="SpecOptions")


class SpecOptions(BaseModel):
    """What is written as ``?name=value&…``, with special characters as in a URL: ``%0A`` is a line break."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    @classmethod
    def checked(cls: type[S], who: str, values: dict[str, Any]) -> S:
        """From texts or values.  Raises ``PolicyError``, which begins with ``who`` and names the options there are."""
        try:
            return cls.model_validate(values, strict=False)
        except ValidationError as error:
            problems = [("".join(f"{part}: " for part in e["loc"]), e["msg"]) for e in error.errors()]
            said = "; ".join(where + message.removeprefix("Value error, ") for where, message in problems)
            raise PolicyError(f"{who}: {said}. Options: {', '.join(cls.model_fields)}") from None


class ModelOptions(SpecOptions):
    """What can be set for any language model as a policy."""

    format: Optional[str] = None
    """Prompt format by name; ``None``: the one a server states for its model, else by the model, see ``choose_format``."""
    template: Optional[str] = None
    """A prompt format of one's own: a text with ``{state}`` in it, taken as it is."""
    template_file: Optional[Path] = None
    """The same, from a UTF-8 file, its last line break included."""
    stop: Optional[str] = None
    """With a template: what ends an answer besides the end-of-text token."""
    n: int = Field(8, ge=1, le=1024)
    """Samples a state, or the beam's width."""
    temperature: float = Field(0.7, ge=0)
    top_k: int = Field(20, ge=0)
    """Draw among the k likeliest tokens; 0: among all.  Servers that do not know it, or the seed, draw as they do."""
    max_new_tokens: Optional[int] = Field(None, ge=1)
    """Of an answer; ``None``: as the format says, in chat 1024."""
    seed: int = 0
    weight: float = Field(1.0, gt=0, le=1)
    """The search gets ``weight`` times the log-probability: below 1 a long tactic, which is never very probable as
    a whole, is tried before more of what other policies propose."""
    premises: int = Field(0, ge=0, le=100)
    """Premises that the model sees in front of a state, as ReProver's retrieval-augmented generator does."""
    score: Score = "sum"
    """Whether the search gets a tactic's log-probability, or its mean over the tokens (as in Llemma's evaluation)."""

    @model_validator(mode="after")
    def _one_format(self: S) -> S:
        given = [name for name in ("format", "template", "template_file") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"choose one of {', '.join(given)}")
        if self.stop is not None and given not in (["template"], ["template_file"]):
            raise ValueError("stop goes with template or template_file; a format by name has its own")
        self.format_asked_for()  # a mistake there is an error before anything is loaded
        return self

    def format_asked_for(self) -> PromptFormat | None:
        """By name or as a template.  Raises ``ValueError``."""
        if self.format is not None:
            return get_format(self.format)
        name, text = "template", self.template
        if self.template_file is not None:
            name = self.template_file.name
            try:
                text = texts.read(self.template_file)
            except FileNotFoundError:
                raise ValueError(f"template_file: there is no file {self.template_file}") from None
            except (OSError, texts.NotUtf8) as error:
                reason = getattr(error, "strerror", None) or error
                raise ValueError(f"template_file: {self.template_file}: {reason}") from None
        return None if text is None else PromptFormat(name, text, stop=() if self.stop is None else (self.stop,))


class HfOptions(ModelOptions):
    """What can be set after ``?`` in ``hf:MODEL?name=value&…``."""

    decoding: Optional[Literal["sample", "beam"]] = None
    """Draw ``n`` samples, or the ``n`` likeliest answers that a beam of width ``n`` finds; ``None``: as the format
    says."""
    max_state_tokens: Optional[int] = Field(None, ge=16)
    """A longer state loses its beginning (an encoder-decoder's prompt: its end); ``None``: as the format says."""
    batch: Optional[int] = Field(None, ge=1)
    """States in one batch; ``None``: 8 on a CPU, 32 on an accelerator."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    threads: Optional[int] = Field(None, ge=1)
    """CPU threads for the model; ``None``: half of the processors.  Lean works on the others, and torch's threads
    wait for each other: measured on 2 cores shared with Lean, two threads take six times as long as one."""

    def resolved(self, prompt: PromptFormat) -> HfOptions:
        """With what the format says where nothing was asked for."""
        said = {name: getattr(prompt, name) for name in ("decoding", "max_new_tokens", "max_state_tokens")}
        return self.model_copy(update={name: value for name, value in said.items() if getattr(self, name) is None})


def choose_format(options: ModelOptions, model: str, source: str, config: Any) -> PromptFormat:
    """The format asked for, else the one that fits the model.

    ``model`` is the name asked for, ``source`` where it is loaded from, ``config`` its configuration.  A model that
    names its format (``prover_format`` in its configuration) decides, then the name (SmolLM2, BFS-Prover,
    ReProver), then a ``train.yaml`` beside the weights, which our trainer leaves; other encoder-decoders
    are shown the bare state, others still a few examples.  Raises ``ValueError``, ``OSError``.
    """
    if (asked_for := options.format_asked_for()) is not None:
        return asked_for
    if model in ALIASES:
        return get_format("plain")
    if (said := getattr(config, "prover_format", None)) is not None:
        return get_format(str(said))
    name = Path(model).name.lower()
    if "bfs-prover" in name:
        return get_format("bfs-prover")
    if "reprover" in name or ("leandojo" in name and "byt5" in name):
        return get_format("reprover")
    if (Path(source) / "train.yaml").is_file():
        return _as_trained(Path(source) / "train.yaml")
    return get_format("reprover" if getattr(config, "is_encoder_decoder", False) else "llemma")


def _as_trained(recipe: Path) -> PromptFormat:
    """Our format, with the lengths the model was trained with."""
    lengths = yaml.safe_load(recipe.read_text(encoding="utf-8")) or {}
    prompt = get_format("default")
    states, answers = (lengths.get(key) for key in ("max_state_tokens", "max_answer_tokens"))
    return replace(
        prompt,
        max_state_tokens=states or prompt.max_state_tokens,
        max_new_tokens=min(answers or prompt.max_new_tokens, prompt.max_new_tokens),
    )
