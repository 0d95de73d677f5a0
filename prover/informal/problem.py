"""A problem with its words: what informal-to-formal starts from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from prover import texts


class InformalProblemError(ValueError):
    """A file holds no problem in words; the message says what is wrong."""


class InformalProblem(BaseModel):
    """A theorem with what is said of it in words.  Keys as miniF2F's; others are passed over.

    ``formal_statement`` is a theorem with or without a body, ``header`` what goes before it; ``informal_proof`` may be empty.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    name: str = ""
    formal_statement: str = Field(min_length=1)
    header: str = ""
    informal_stmt: str = Field("", validation_alias=AliasChoices("informal_stmt", "informal_statement"))
    informal_proof: str = ""

    @field_validator("name", "header", "informal_stmt", "informal_proof", mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        """``null`` and NaN, which one of miniF2F's proofs is, are nothing."""
        return "" if value is None or isinstance(value, float) else value

    @property
    def text(self) -> str:
        """The complete Lean source: header, then statement."""
        return f"{self.header}\n\n{self.formal_statement}".strip() + "\n"


def read_problem(path: Path) -> InformalProblem:
    """The problem in a JSON file (one object, or the first line of JSONL).  Raises ``InformalProblemError``."""
    try:
        text = texts.read(path)
    except FileNotFoundError:
        raise InformalProblemError(f"{path}: no such file") from None
    except (OSError, texts.NotUtf8) as error:
        raise InformalProblemError(f"{path}: cannot be read: {error}") from error
    try:
        return InformalProblem.model_validate(_object(text))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise InformalProblemError(f"{path}: not a problem in words: {said}") from None
    except ValueError as error:
        raise InformalProblemError(f"{path}: not JSON: {error}") from None


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        first = text.strip().partition("\n")[0]
        return json.loads(first)
