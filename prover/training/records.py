"""One training example."""

from __future__ import annotations

from dataclasses import dataclass

from prover.policy.views import VIEWS


@dataclass(frozen=True)
class Record:
    """What a model is asked and should answer.

    ``view``: a key of ``prover.policy.views.VIEWS``; ``input``: a proof state as Lean prints it; ``output``:
    the answer, without the end-of-text token; ``theorem``: whose proof it is from; ``source``: which data set,
    family or search.
    """

    view: str
    input: str
    output: str
    theorem: str
    source: str

    def __post_init__(self) -> None:
        if self.view not in VIEWS:
            raise ValueError(f"unknown view {self.view!r}; there are: {', '.join(VIEWS)}")

    @property
    def prompt(self) -> str:
        return VIEWS[self.view].prompt(self.input)
