"""Goals as recorded data holds them: the text that Lean prints.

Training data, logs and what is compared with them have goals as text only; whoever has Lean at hand takes terms
(``prover.lean.terms``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HYPOTHESIS = re.compile(r"^(?P<names>[^\s:⊢][^:⊢]*?) : (?P<type>.*)$", re.DOTALL)


@dataclass(frozen=True)
class PrintedHypothesis:
    """``names : type``; a let-binding's value stays in ``type`` after ``:=``."""

    names: tuple[str, ...]
    type: str


@dataclass(frozen=True)
class PrintedGoal:
    """One goal.  ``case`` is its tag, if it has one."""

    case: str | None
    hypotheses: tuple[PrintedHypothesis, ...]
    target: str

    def named(self) -> list[tuple[str, str]]:
        """Each accessible hypothesis with its type, in order; those Lean marks with ``✝`` are left out."""
        return [(n, h.type) for h in self.hypotheses for n in h.names if "✝" not in n]


def parse_goal(text: str) -> PrintedGoal:
    """Parse one pretty-printed goal; a line that continues the one before is indented."""
    entries: list[str] = []
    case = None
    for line in text.split("\n"):
        if line.startswith("case ") and not entries:
            case = line[len("case ") :].strip()
        elif line[:1].isspace() and entries:
            entries[-1] += " " + line.strip()
        elif line.strip():
            entries.append(line)
    hypotheses: list[PrintedHypothesis] = []
    target = ""
    for entry in entries:
        if entry.startswith("⊢"):
            target = entry[1:].strip()
        elif (m := _HYPOTHESIS.match(entry)) is not None:
            hypotheses.append(PrintedHypothesis(tuple(m["names"].split()), m["type"].strip()))
    return PrintedGoal(case, tuple(hypotheses), target)
