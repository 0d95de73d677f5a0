"""What proving and checking come to: the objects the command line prints as JSON and the Python API returns."""

from __future__ import annotations

from typing import Literal, Optional

from pydantic import BaseModel, ConfigDict

from prover.lean.results import CheckResult, LeanInfo, ReadingKind

__all__ = ["CheckResult", "InformalRecord", "LeanInfo", "ProofResult", "Seconds", "WonBy"]

WonBy = Literal["search", "facts", "sketch"]
"""``search``: plain search, no word helped.  ``facts``: its proof uses a tactic that the words offered.  ``sketch``: a
sketch whose holes were closed."""


class Seconds(BaseModel):
    """Wall-clock seconds.  ``lean`` and ``policy`` may overlap when several tactics are judged at once."""

    total: float = 0.0
    lean: float = 0.0
    policy: float = 0.0


class InformalRecord(BaseModel):
    """What informal-to-formal did for one theorem, in numbers; the event stream has the rest."""

    writer: Optional[str] = None
    won_by: Optional[WonBy] = None
    answer: str = ""
    drafts: int = 0
    programs: int = 0
    """Of the drafts, that ran to their end."""
    sketches: int = 0
    mended: int = 0
    """Of the sketches, that are another one mended."""
    accepted: int = 0
    """Of the sketches, that Lean accepts but for their holes."""
    holes: int = 0
    closed: int = 0
    trouble: list[str] = []
    """What the writer failed with."""
    seconds: dict[str, float] = {}
    """Wall-clock seconds by stage: ``draft``, ``sketch``, ``close``, ``search`` (the whole theorem's own)."""


class ProofResult(BaseModel):
    """The outcome of one attempt to prove one theorem.

    ``status`` is ``proved`` only after the final check; ``disproved`` when the final check accepted ``proof`` as one of the
    theorem's negation (``counter_model``: the values it is made from); ``failed`` when no proof was found within the budget;
    ``error`` when the statement was not accepted or something broke, with the reason in ``error``.
    The fields up to ``error`` are the agreed ones of ``--json``, in the agreed order.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    statement: str
    status: Literal["proved", "disproved", "failed", "error"]
    reading: Optional[ReadingKind] = None
    proof: Optional[str] = None
    """The complete Lean source of the proved theorem; of the negation, where the theorem is disproved."""
    tactics: list[str] = []
    axioms: list[str] = []
    expansions: int = 0
    nodes: int = 0
    seconds: Seconds = Seconds()
    lean: LeanInfo = LeanInfo()
    policy: str = ""
    error: Optional[str] = None
    definitions: list[str] = []
    """The source's own definitions that the statement rests on."""
    sources: list[str] = []
    """For each tactic, which policy proposed it."""
    portable: Optional[bool] = None
    """Of a proof over the prelude: whether each step is one of Mathlib's too (``prover.lean.portable``)."""
    not_portable: list[str] = []
    """The steps that may not be."""
    error_kind: Optional[Literal["statement", "lean", "policy", "check"]] = None
    """``statement``: Lean does not accept the input.  The others: something of ours or the machine's broke."""
    ended: Optional[str] = None
    """Why the search ended: ``proved``, ``exhausted``, ``time``, ``expansions``, ``nodes``, ``refuted``, ``stopped``, ``error``."""

    counter_model: Optional[str] = None
    """Values at which the theorem is false, ``x = 3, y = -1/2``; empty for one without variables."""

    checked_by: Literal["prover", "lean-dojo"] = "prover"
    """Whose final check it was: ours, or lean-dojo's ``check_proof``, which looks at less (``prover.dojo_prover``)."""
    informal: Optional[InformalRecord] = None
    """Where words were given: what they came to."""
    notes: list[str] = []
    """What a user should know of how the text was taken: what of it was left out, what of its imports could not be had."""

    @property
    def proved(self) -> bool:
        return self.status == "proved"

    @property
    def disproved(self) -> bool:
        return self.status == "disproved"
