"""What the stages did: events in the order they happen.  Their sum, ``prover.result.InformalRecord``, goes with the result."""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from prover.result import WonBy

ROOT = "root"
"""The search for the whole theorem; those for holes are ``sketch_hole``, such as ``0_2``."""


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="constants")

    seq: int
    t: float
    """Seconds since the statement was opened."""


class WordsStarted(_Event):
    kind: Literal["words_started"] = "words_started"
    theorem: str
    goal: str
    informal_statement: str
    informal_proof: str
    policy: str
    writer: Optional[str]
    time_limit: Optional[float]


class DraftWritten(_Event):
    """``origin``: given with the problem, or written by the model."""

    kind: Literal["draft_written"] = "draft_written"
    draft: int
    origin: Literal["given", "written"]
    text: str
    program: str = ""
    answer: str = ""


class ProgramEnded(_Event):
    """``status`` as ``prover.informal.sandbox.ProgramRun``."""

    kind: Literal["program_ended"] = "program_ended"
    draft: int
    status: str
    output: str
    error: str = ""
    seconds: float


class DraftChosen(_Event):
    """By majority of the answers: ``votes`` of the drafts come to ``answer``."""

    kind: Literal["draft_chosen"] = "draft_chosen"
    draft: int
    answer: str
    votes: int


class SketchWritten(_Event):
    kind: Literal["sketch_written"] = "sketch_written"
    sketch: int
    text: str
    mends: Optional[int] = None
    """The sketch it is to mend."""


class SketchRefusedEvent(_Event):
    """It does not parse or elaborate, or is of no use; ``message`` is Lean's own or says why."""

    kind: Literal["sketch_refused"] = "sketch_refused"
    sketch: int
    message: str


class Hole(BaseModel):
    model_config = ConfigDict(frozen=True)

    line: int
    goals: list[str]


class SketchRead(_Event):
    """Lean accepts it but for its holes."""

    kind: Literal["sketch_read"] = "sketch_read"
    sketch: int
    source: str
    holes: list[Hole]


class PartSearchBegun(_Event):
    kind: Literal["search_begun"] = "search_begun"
    search: str
    sketch: Optional[int] = None
    hole: Optional[int] = None


class PartSearchEnded(_Event):
    """``reason`` as a search's own; ``reused``: the same goal was closed before, or failed before."""

    kind: Literal["search_ended"] = "search_ended"
    search: str
    reason: str
    proved: bool
    tactics: list[str] = []
    seconds: float = 0.0


class SketchEnded(_Event):
    kind: Literal["sketch_ended"] = "sketch_ended"
    sketch: int
    status: Literal["proved", "open", "check failed"]
    message: str = ""


class WriterFailed(_Event):
    """The model is gone, or answers with nothing of use; plain search goes on."""

    kind: Literal["writer_failed"] = "writer_failed"
    message: str


class WordsEnded(_Event):
    kind: Literal["words_ended"] = "words_ended"
    status: Literal["proved", "disproved", "failed", "error"]
    won_by: Optional[WonBy] = None


StageEvent = Annotated[Union[tuple(_Event.__subclasses__())], Field(discriminator="kind")]

_adapter: TypeAdapter[StageEvent] = TypeAdapter(StageEvent)


def parse_stage(line: str | bytes) -> StageEvent:
    """One event from its JSON.  Raises ``pydantic.ValidationError``."""
    return _adapter.validate_json(line)
