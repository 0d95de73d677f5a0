"""A problem with its words: what informal-to-formal starts from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from prover import texts
from prover.errors import ExpectedError
from prover.spellings import Row, declared


class InformalProblemError(ExpectedError, ValueError):
    """A file holds no problem in words; the message says what is wrong."""


class InformalProblem(BaseModel):
    """A theorem with what is said of it in words, under any of the usual keys (``prover.spellings``).

    ``name`` is any text; ``formal_statement`` is a theorem with or without a body, ``header`` what goes before it;
    ``informal_proof`` may be empty.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str = ""
    formal_statement: str
    header: str = ""
    informal_stmt: str = ""
    informal_proof: str = ""

    @model_validator(mode="before")
    @classmethod
    def _of_row(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        row = Row(given)
        header, statement = row.source()
        return {
            "name": row.label("name"),
            "formal_statement": statement,
            "header": header,
            "informal_stmt": row.words("informal_statement"),
            "informal_proof": row.words("informal_proof"),
        }

    @property
    def theorem(self) -> Optional[str]:
        """What Lean calls the theorem, where the text declares one of this name; ``None``: it is the last."""
        return self.name if self.name in declared(self.text) else None

    @property
    def text(self) -> str:
        """The complete Lean source: header, then statement."""
        return f"{self.header}\n\n{self.formal_statement}".strip() + "\n"


def read_problem(path: Path) -> InformalProblem:
    """The problem in a JSON file: one object, or the first of an array or of JSON lines.  Raises ``InformalProblemError``."""
    try:
        text = texts.read(path)
    except FileNotFoundError:
        raise InformalProblemError(f"{path}: no such file") from None
    except (OSError, texts.NotUtf8) as error:
        raise InformalProblemError(f"{path}: cannot be read: {error}") from error
    try:
        return InformalProblem.model_validate(_object(text))
    except ValidationError as error:
        said = "; ".join(one["msg"].removeprefix("Value error, ") for one in error.errors())
        raise InformalProblemError(f"{path}: not a problem in words: {said}") from None
    except ValueError as error:
        raise InformalProblemError(f"{path}: not JSON: {error}") from None


def _object(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        found = json.loads(text.strip().partition("\n")[0])
    return found[0] if isinstance(found, list) and found else found
