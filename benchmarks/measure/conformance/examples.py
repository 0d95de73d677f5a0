"""The ``example``s of Lean files, each made a source of its own with the context it stands in.

Read as text, like ``benchmarks.data.lean_text``: what is read wrong is refused by Lean and stands among the refusals.

An ``elab`` of a file that runs one tactic and prints the goal that is left is no program to be run, but a way to say which goal that
is: the expected message holds it.  In its place stands the tactic, then core's ``guard_target`` with that goal, then ``CLOSER``.
Options of linters change no proof, and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data.lean_text import LeanText

NUMBERS = "ℕℤℚℝℂ"
NAME = "conformance_example"

_COMMAND = re.compile(
    r"^(?:@\[|/--|#\w+|(?:(?:private|protected|public|noncomputable|nonrec|unsafe|partial|local|scoped|meta)\s+)*(?:example|theorem|lemma|"
    r"def|abbrev|instance|axiom|inductive|structure|class|opaque|section|namespace|end|open|variable|universe|set_option|attribute|"
    r"notation|infix[lr]?|prefix|postfix|macro|macro_rules|syntax|elab|elab_rules|run_cmd|run_meta|simproc|deriving|export|"
    r"initialize|register_\w+|alias|omit|include|mutual|whatsnew|assert_\w+|unset_option|import|module)\b)",
    re.MULTILINE,
)
_SCOPE = re.compile(r"(?:noncomputable\s+)?(section|namespace|end)\b[ \t]*(\S*)")
_TYPE_VARIABLE = re.compile(r"[({⦃]([^():{}⦃⦄]*):\s*(?:Type|Sort)\b")
_BINDER = re.compile(r"\[[^\[\]]*\]|\([^()]*(?:\([^()]*\)[^()]*)*\)|\{[^{}]*\}|⦃[^⦃⦄]*⦄")
_ANY_TYPE = re.compile(r"\b(?:Type|Sort)\b|\{[αβγRKGMFS]\}")
_LINTER = re.compile(r"set_option\s+(?:weak\.)?linter\.")
_PRINTS_GOAL = re.compile(r'(?:local\s+|scoped\s+)?elab\s+"(?P<word>[^"\s]+)\s*"\s*:\s*tactic\s*=>')
_QUOTED_TACTIC = re.compile(r"`\(\s*tactic\s*\|(?P<tactic>[^()$]*)\)")
_INFO = re.compile(r"\A/--\s*info:\s*(?P<goal>.*?)\s*-/\s*\Z", re.DOTALL)
_UNFINISHED = re.compile(r"\b(?:sorry|test_sorry)\b")


CLOSER = "conformance_closes"
CLOSING = [f"variable ({CLOSER} : (p : Prop) → PLift p)", f"include {CLOSER}"]
"""What closes a goal that was only to be looked at: a function into types, which no tactic takes for a fact."""


@dataclass(frozen=True)
class Example:
    """``file`` and ``line`` of its first word; ``source``: a theorem of the name ``NAME`` with its context."""

    file: str
    line: int
    source: str

    @property
    def key(self) -> str:
        return f"{self.file}:{self.line}"


def of_folder(folder: Path) -> list[Example]:
    """Those over numbers (``over_numbers``) of all files of a folder, or of one file.  Raises ``OSError``."""
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.lean"))
    root = folder.parent if folder.is_file() else folder
    return [example for file in files for example in of_text(file.read_text("utf-8"), file.relative_to(root).as_posix())]


def of_text(text: str, file: str) -> Iterator[Example]:
    """Those of a file that are to succeed: none whose error is the test, and none that rests on ``sorry``."""
    lean = LeanText(text)
    starts = [found.start() for found in _COMMAND.finditer(lean.masked)]
    scopes: list[list[str]] = [[]]
    first = 0
    printing: dict[str, str] = {}  # tactics of the file that print the goal that another leaves
    before: list[str] = []  # from ``first`` on: "open … in" and the like, up to the command that they are for
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        masked, command = lean.masked[begin:end].rstrip(), text[begin:end].rstrip()
        if scope := _SCOPE.match(masked):
            _enter_or_leave(scope, scopes)
        elif re.search(r"\sin\Z", masked):
            first = first if before else begin
            before.append(command)
            continue
        elif re.match(r"(?:private\s+|noncomputable\s+)*example\b", masked):
            expected = _docstring_before(lean, first if before else begin)
            body = re.sub(r"\A(?:private\s+|noncomputable\s+)*example", f"theorem {NAME}", command[: len(masked)])
            context = [line for scope in scopes for line in scope if not _LINTER.match(line)]
            shown = _with_goals_shown(body, expected, printing)
            wanted = over_numbers(body, context)
            if wanted is not None and "error" not in expected and not _UNFINISHED.search(masked):
                given = [line for line in before if not line.startswith("#") and not _LINTER.match(line)]
                closing = CLOSING if shown != body else []
                yield Example(file, text.count("\n", 0, begin) + 1, "\n".join([*wanted, *closing, *given, shown]))
        elif found := _PRINTS_GOAL.match(command):
            tactics = _QUOTED_TACTIC.findall(command[: len(masked)])
            if len(tactics) == 1 and "logInfo" in masked:
                printing[found["word"]] = tactics[0].strip()
        elif masked.startswith(("open", "variable", "universe", "set_option")):
            scopes[-1].append(command[: len(masked)])
        before = []


def _with_goals_shown(theorem: str, expected: str, printing: dict[str, str]) -> str:
    """The theorem with each tactic that prints a goal replaced by the tactic that it runs, and the goal that was to be printed."""
    message = _INFO.match(expected.partition("-/")[0] + "-/") if "-/" in expected else None
    if message is None or "\n---" in message["goal"]:
        return theorem
    goal = " ".join(message["goal"].split())
    for word, tactic in printing.items():
        steps = f"({tactic}; guard_target = {goal}; exact ({CLOSER} _).down)"
        theorem = re.sub(
            rf"(?<![\w.'])(?:by\s+)?{re.escape(word)}(?![\w.'])",
            lambda found, steps=steps: ("by " if found[0][:2] == "by" else "") + steps,
            theorem,
        )
    return theorem


def _docstring_before(lean: LeanText, begin: int) -> str:
    at = lean.docstrings.get(len(lean.text[:begin].rstrip()))
    return lean.text[at:begin] if at is not None else ""


def _enter_or_leave(scope: re.Match[str], scopes: list[list[str]]) -> None:
    kind, name = scope.groups()
    if kind == "end":
        if len(scopes) > 1:
            scopes.pop()
    else:
        scopes.append([f"open {name}"] if kind == "namespace" else [])


def _says(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w.']){re.escape(name)}(?![\w'])", text) is not None


def over_numbers(theorem: str, context: list[str]) -> list[str] | None:
    """The part of the context that a theorem needs, if it speaks of ``ℕ``, ``ℤ``, ``ℚ``, ``ℝ`` or ``ℂ`` and of no type that is
    a variable; else None."""
    wanted, about, bound = [], theorem, set()
    for command in context:
        if not command.startswith("variable"):
            wanted.append(command)
            continue
        for binder in _BINDER.findall(command):
            names = re.split(r"\s+", binder[1:-1].partition(":")[0].strip())
            if binder[0] == "[":
                # an instance about what is wanted, as Lean takes it in
                if any(_says(name, binder) for name in bound):
                    wanted.append(f"variable {binder}")
            elif any(_says(name, about) for name in names if name):
                wanted.append(f"variable {binder}")
                bound.update(name for name in names if name)
                about += f" {binder}"
    if not any(letter in about for letter in NUMBERS) or _ANY_TYPE.search(about) or _TYPE_VARIABLE.search(about):
        return None
    return wanted
