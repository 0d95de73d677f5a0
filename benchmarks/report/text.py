"""What results say in words, and text by others made fit to be shown."""

from __future__ import annotations

import re

from benchmarks.run.results import BenchmarkResult
from prover.limits import Limits

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BROKEN = {"lean": "Lean broke", "policy": "the policy broke", "check": "the final check refused the proof"}


def visible(text: str) -> str:
    """``text`` with its control and direction-changing characters spelt out: ``⟨U+202E⟩``."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))


def unsolved_because(result: BenchmarkResult, limits: Limits) -> str:
    """Why a search has no proof, the same words for the same reason."""
    if result.unsupported:
        return "Lean does not accept the statement"
    if result.disproved:
        return "disproved: Lean accepts a proof of the negation"
    if result.status == "error" or result.error_kind == "check":
        return _BROKEN.get(result.error_kind or "", "something broke")
    limit = {
        "time": f"time limit of {limits.time_limit:g} s" if limits.time_limit is not None else "time limit",
        "expansions": f"limit of {limits.max_expansions} expansions",
        "nodes": f"limit of {limits.max_nodes} proof states",
        "tactics": f"limit of {limits.max_tactics} tactics",
        "refuted": "refuted by a counter-model",
        "exhausted": "nothing left to try",
        "stopped": "stopped",
    }
    return limit.get(result.ended or "", "the search ended")


def duration(seconds: float) -> str:
    """Wall-clock seconds as people say them: ``0.32 s``, ``41 s``, ``27 min 42 s``, ``3 h 05 min``."""
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
