"""Tactics that are refused before they run.

Embedded Lean reaches nothing outside, and the final check catches whatever rests on more than Lean's own
axioms; this saves the trip for what can never count, and keeps metaprograms out of native Lean, where they
could act on the host.
"""

from __future__ import annotations

import re

_NEVER_COUNTS = {"sorry", "admit", "native_decide", "sorryAx", "stop"}
_METAPROGRAMS = {
    "run_tac", "by_elab", "run_meta", "run_cmd", "run_elab", "#eval", "#eval!", "eval%", "elab", "elab_rules", "initialize",
    "builtin_initialize", "unsafe", "implemented_by", "extern", "compile_inductive", "csimp", "include_str", "decl_name",
}  # fmt: skip
_WORD = re.compile(r"#eval!?|eval%|[A-Za-z_][\w.']*")
_STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|--[^\n]*|/-.*?-/', re.DOTALL)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(_STRING_OR_COMMENT.sub(" ", text)))


def metaprogram(text: str) -> str | None:
    """A word of ``text`` that would run a program while Lean elaborates it, or None."""
    return min(_words(text) & _METAPROGRAMS, default=None)


def refusal(tactic: str) -> str | None:
    """Why a tactic is not run, or None if it may."""
    if not tactic.strip():
        return "the tactic is empty"
    if found := min(_words(tactic) & _NEVER_COUNTS, default=None):
        return f"'{found}' proves nothing"
    if found := metaprogram(tactic):
        return f"'{found}' runs a program at elaboration time, which is not allowed in a proof"
    return None
