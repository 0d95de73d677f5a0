"""What a Lean text speaks of: the symbols of a goal or a statement, those of its hypotheses apart from those of its target.

A symbol is a constant's name (each part of a dotted one, and the words within: ``Nat.succ_le`` gives ``succ_le``, ``nat``, ``succ``,
``le``), a notation (``∑``), and the word by which Mathlib's names call that notation (``sum``).  Names of variables say nothing and
are left out.  That rare symbols in common tell what is relevant is an old observation: Meng and Paulson, *Lightweight relevance
filtering for machine-generated resolution problems*, 2009.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_IDENTIFIER = r"(?:«[^»\n]*»|[^\W\d][\w'!?₀-₉ₐ-ₜ✝¹²³⁴-⁹⁰]*)"
_TOKEN = re.compile(
    rf"⁻¹'?|{_IDENTIFIER}(?:\.(?:{_IDENTIFIER}|\d+))*|\.{_IDENTIFIER}(?:\.{_IDENTIFIER})*|\d+"
    r"|[^\s\w()\[\]{}⟨⟩,.;:⦃⦄«»⁻]+[ₐ-ₜᵃ-ᵪᶜ-ᶿ₀-₉]*|:="
)
_VARIABLE = re.compile(r"(?:inst|h|ih|this|[^\W\d_])[\d'₀-₉✝¹²³⁴-⁹⁰]*(?:_\d+|_[^\W\d_])?|h[^\W\d_]{1,2}[\d'₀-₉✝¹²³⁴-⁹⁰]*")
_LETTER_LIKE = frozenset("ℕℤℚℝℂ")
_SPLIT_WORD = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")
_KEYWORDS = frozenset(
    "theorem lemma def instance class structure inductive abbrev example where by fun let have show from if then else match with in "
    "noncomputable protected private nonrec unsafe partial extends deriving scoped local simp true false priority mutual end "
    "to_additive high low at do case irreducible_def".split()
)
_WORDS = {
    "+": "add", "*": "mul", "-": "sub", "/": "div", "^": "pow", "•": "smul", "%": "mod", "⁻¹": "inv", "=": "eq", "≠": "ne",
    "≤": "le", "<": "lt", "≥": "le", ">": "lt", "∣": "dvd", "∈": "mem", "∉": "mem", "⊆": "subset", "⊂": "ssubset", "∪": "union",
    "∩": "inter", "⋃": "iunion", "⋂": "iinter", "⊔": "sup", "⊓": "inf", "⨆": "isup", "⨅": "iinf", "⊤": "top", "⊥": "bot",
    "∑": "sum", "∏": "prod", "∫": "integral", "∘": "comp", "≫": "comp", "¬": "not", "∧": "and", "∨": "or", "↔": "iff",
    "∃": "exists", "∀": "forall", "‖": "norm", "|": "abs", "↑": "coe", "⇑": "coe", "×": "prod", "ˢ": "prod", "''": "image",
    "⁻¹'": "preimage", "∅": "empty", "ᶜ": "compl", "\\": "sdiff", "≃": "equiv", "≅": "iso", "≡": "modeq", "⊗": "tensor",
    "0": "zero", "1": "one", "ℕ": "nat", "ℤ": "int", "ℚ": "rat", "ℝ": "real", "ℂ": "complex", "⌊": "floor", "⌈": "ceil",
    "√": "sqrt", "∆": "symmdiff", "⟶": "hom", "→+*": "ringhom", "→ₗ": "linearmap", "∞": "top", "𝓝": "nhds", "ᵒᵖ": "op",
}  # fmt: skip
"""Notation and the word for it in Mathlib's names, in lower case."""
_SUPERSCRIPTS = re.compile(r"⁻¹'|⁻¹|ᵒᵖ|ᶜ|ˢ|''")
_PIECE = 4
_MAX_TEXT = 12_000
"""Characters of a text that are read: beyond are numerals and generated cases."""


@dataclass(frozen=True)
class Symbols:
    """Symbols in the order in which they stand, repeated as they are; ``shape``: pieces of the target (``shape``)."""

    target: tuple[str, ...]
    hypotheses: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.target + self.hypotheses


def symbols(text: str, bound: frozenset[str] = frozenset()) -> list[str]:
    """The symbols of a piece of Lean text, without the variables ``bound``."""
    found: list[str] = []
    for token in _TOKEN.findall(text[:_MAX_TEXT]):
        first = token[0]
        if first == "." or first == "_" or first.isalpha() or first == "«":
            _of_name(token.strip("."), bound, found)
        elif token.isdigit():
            found.append(token)
            if token in _WORDS:
                found.append(_WORDS[token])
        elif token != ":=":
            _of_notation(token, found)
    return found


def _of_name(name: str, bound: frozenset[str], found: list[str]) -> None:
    if name in _KEYWORDS:
        return
    parts = name.split(".")
    for part in parts[1:] if parts[0] in bound else parts:
        bare = part.rstrip("✝¹²³⁴⁵⁶⁷⁸⁹⁰")
        if not bare or (bare in bound and len(parts) == 1):
            continue
        if bare in _LETTER_LIKE:
            found += (bare, _WORDS[bare])
        elif not _VARIABLE.fullmatch(bare) and not bare.isdigit():
            found.append(bare)
            words = [word.lower() for word in _SPLIT_WORD.split(bare) if word]
            found += [word for word in words if len(word) > 1 and word != bare]
        notation = _SUPERSCRIPTS.search(part)
        if notation:
            _of_notation(notation[0], found)


def _of_notation(token: str, found: list[str]) -> None:
    found.append(token)
    if token in _WORDS:
        found.append(_WORDS[token])
        return
    for part in {part for part in token if part in _WORDS} if len(token) > 1 else ():
        found.append(_WORDS[part])


def shape(text: str, bound: frozenset[str] = frozenset()) -> list[str]:
    """Pieces of ``_PIECE`` symbols and variables in a row, variables numbered anew in each: which of them are the same.

    ``a + b = b + a`` gives ``0 + 1 =``, ``+ 0 = 0``, ``0 = 0 +`` and ``= 0 + 1``.
    """
    row: list[tuple[str, bool]] = []
    for token in _TOKEN.findall(text[:_MAX_TEXT]):
        if token[0].isalpha() and not token.startswith(tuple(_LETTER_LIKE)):
            parts = token.split(".")
            if parts[0] in bound or _VARIABLE.fullmatch(parts[0]):
                row.append((parts[0], True))
                parts = parts[1:]
            if parts:
                row.append((parts[-1], False))
        else:
            row.append((token, False))
    found = []
    for begin in range(len(row) - _PIECE + 1):
        piece = row[begin : begin + _PIECE]
        numbers: dict[str, str] = {}
        words = [numbers.setdefault(word, str(len(numbers))) if variable else word for word, variable in piece]
        if numbers:
            found.append(" ".join(words))
    return found


def of_name(name: str) -> list[str]:
    """The symbols that a constant's own name is made of."""
    found: list[str] = []
    _of_name(name, frozenset(), found)
    return found


# ----------------------------------------------------------------------------------------------- goals


def of_goal(text: str) -> Symbols:
    """The symbols of a proof state as Lean prints it, of its first goal: ``h : p`` lines, then ``⊢ target``.

    A text without ``⊢`` is a statement (``of_statement``).
    """
    if "⊢" not in text:
        return of_statement(text)
    goal, _, rest = text.partition("⊢")
    target = rest.split("\n\n", 1)[0]
    if "\ncase " in target:
        target = target[: target.index("\ncase ")]
    names: set[str] = set()
    types: list[str] = []
    for line in goal.split("\n"):
        declared, colon, type_ = line.partition(" : ")
        if line.startswith((" ", "\t")) or not colon:
            types.append("" if line.startswith("case ") else line)
        else:
            names.update(declared.split())
            types.append(type_)
    bound = frozenset(names)
    return Symbols(tuple(symbols(target, bound)), tuple(symbols("\n".join(types), bound)), tuple(shape(target, bound)))


# ------------------------------------------------------------------------------------------- statements

_OPEN, _CLOSE = "([{⦃⟨", ")]}⦄⟩"
_ATTRIBUTE = re.compile(r"\s*(?:@\[[^\]]*\]|/-.*?-/|--[^\n]*\n|open [\w. ]+ in\b|set_option [\w.]+ \S+ in\b)", re.DOTALL)
_KIND = re.compile(
    r"\s*(?:(?:noncomputable|protected|private|nonrec|unsafe|partial|scoped|local|public|meta)\s+)*"
    r"(theorem|lemma|def|instance|class|structure|inductive|abbrev|irreducible_def|alias)?\b"
)
_BINDER_NAMES = re.compile(r"[(\[{⦃]\s*((?:[^\s():\[\]{}⦃⦄]+\s+)+):(?!=)")


def kind_of(text: str) -> str:
    """``theorem``, ``def`` … by the keyword of a declaration, ``theorem`` for ``lemma``; "" for none."""
    text = _without_attributes(text)
    found = _KIND.match(text)
    kind = (found[1] if found else None) or ""
    return {"lemma": "theorem", "alias": "theorem", "irreducible_def": "def", "abbrev": "def"}.get(kind, kind)


def _without_attributes(text: str) -> str:
    while found := _ATTRIBUTE.match(text):
        text = text[found.end() :]
    return text


def of_statement(text: str) -> Symbols:
    """The symbols of a declaration's statement or of a bare proposition; of its proof, none.

    What stands before the colon, and in front of the last arrow at the top, are hypotheses.
    """
    text = _without_attributes(text)
    head = _KIND.match(text)
    declared = bool(head and head[1])
    if head and declared:
        text = text[head.end() :]
        if named := re.match(rf"\s*(?:_root_\.)?{_IDENTIFIER}(?:\.{_IDENTIFIER})*", text):
            text = text[named.end() :]
    colon, end, arrow, depth = -1, len(text), -1, 0
    for place, mark in enumerate(text[:_MAX_TEXT]):
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and mark in ":→|":
            if mark == ":" and text.startswith(":=", place):
                end = place
                break
            if mark == ":" and colon < 0 and declared:
                colon = place
            elif mark == "→" and text[place + 1 : place + 2].isspace():
                arrow = place
    begin = max(colon, arrow) + 1
    bound = frozenset(name for names in _BINDER_NAMES.findall(text[:end]) for name in names.split())
    conclusion = text[begin:end]
    return Symbols(tuple(symbols(conclusion, bound)), tuple(symbols(text[:begin], bound)), tuple(shape(conclusion, bound)))
