"""The first line against tactics and sources that can never count: barred words, before Lean is asked.

The guard that counts is Lean's own (``lean_project/ProofServer/Guard.lean``): it reads the syntax that Lean's parser made.
This one only saves the trip.  It cannot tell code from strings, comments and quoted names, so where a text has any of
those, Lean decides; ``strict`` refuses then too, for where there is no Lean of ours to ask.
"""

from __future__ import annotations

import re

_NEVER_COUNTS = {"sorry", "admit", "native_decide", "sorryAx", "stop"}
_METAPROGRAMS = {
    "run_tac", "by_elab", "run_meta", "run_cmd", "run_elab", "run_conv", "#eval", "#eval!", "eval%", "elab", "elab_rules",
    "initialize", "builtin_initialize", "unsafe", "implemented_by", "extern", "compile_inductive", "csimp", "include_str",
    "simproc", "dsimproc", "simproc_decl", "dsimproc_decl",
}  # fmt: skip
_WORD = re.compile(r"#eval!?|eval%|[^\W\d][\w.'!?]*")
_MAY_HIDE = re.compile(r"[\"'«]|--|/-")
"""What begins a string, a character, a quoted name or a comment; a prime may also end a name."""


def _word_of(text: str, barred: set[str], strict: bool) -> str | None:
    words = set(_WORD.findall(text))
    if "aesop" in words:
        words.discard("unsafe")  # how aesop calls a rule that may fail; Lean tells it from the other
    found = min(barred.intersection(words), default=None)
    return found if found is not None and (strict or not _MAY_HIDE.search(text)) else None


def metaprogram(text: str, *, strict: bool = False) -> str | None:
    """A word of ``text`` that would run a program while Lean elaborates it, or None; with ``strict`` even if it may stand in
    a string, a comment or a name."""
    return _word_of(text, _METAPROGRAMS, strict)


def refusal(tactic: str, *, strict: bool = False) -> str | None:
    """Why a tactic is not run, or None if Lean may be asked; with ``strict`` even if the word may stand in a string, a
    comment or a name."""
    if not tactic.strip():
        return "the tactic is empty"
    if (found := _word_of(tactic, _NEVER_COUNTS, strict)) is not None:
        return f"'{found}' proves nothing"
    if (found := metaprogram(tactic, strict=strict)) is not None:
        return f"'{found}' runs a program at elaboration time, which is not allowed in a proof"
    return None
