"""A theorem's text taken apart: what stands before it, its name, its binders, its conclusion.

No parser: brackets are counted, and what is read wrong here Lean refuses later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from prover.lean.guard import refusal
from prover.lean.text import as_lean, is_markdown
from prover.moves.printed import has_top, outside, partition_top, split_top

BRACKETS = dict(zip("([{⟨⦃", ")]}⟩⦄", strict=True))
IDENTIFIER = r"[^\W\d][\w'₀-₉]*"

_COMMENT = re.compile(r"--[^\n]*|/-(?:(?!/-|-/).)*-/", re.DOTALL)
_KEYWORD = re.compile(r"(?<![\w.])(theorem|lemma)\s+([^\s:(){}\[\]⦃⦄]+)")
_HARMLESS = re.compile(r"open\b[\w. ()]*|(?:import|set_option)\b.*|noncomputable section|section")
_DECLARATION = re.compile(
    r"@\[|#\w+|(?:(?:private|noncomputable|local|scoped|unsafe) )*(?:def|axiom|abbrev|instance|structure|class|inductive|notation"
    r"|macro\w*|variable|opaque|constant|infix\w*|prefix|postfix|namespace|attribute|syntax|elab\w*)\b"
)
_BINDS = re.compile(r"(?<![\w.'])(?:let|have)(?![\w'])")
_NO = re.compile(r"¬\s*∃(?!!)\s*")
_BINDER_FREE = re.compile(r"∀|∃|∑|∏|(?<![\w.'])(?:fun|let|have|if)(?![\w'])|λ")
_BOUND = re.compile(rf"({IDENTIFIER}(?:\s+{IDENTIFIER})*)\s*(:|[<≤>≥≠∈∣])\s*(.*)", re.DOTALL)
_BASIC = r"ℕ\+|[ℕℤℚℝℂ]|Nat|Int|Rat|Real|Complex|PNat|Prop|Bool|Type\S*|Sort\S*|Fin \d+|ZMod \d+"
_TYPE = re.compile(rf"(?:{_BASIC}|(?:Set|Finset|Multiset|List|Option) .*)")


class NotAStatement(ValueError):
    """A text is no theorem statement of the kind that is screened; the message says why."""


@dataclass(frozen=True)
class Binder:
    """``(names : type)``; ``bracket`` is what opens it.  An antecedent of the conclusion is a binder without a name."""

    names: tuple[str, ...]
    type: str
    bracket: str = "("

    @property
    def text(self) -> str:
        if self.bracket == "[":
            return f"[{self.type}]"
        return f"{self.bracket}{' '.join(self.names) or '_'} : {self.type}{BRACKETS[self.bracket]}"


@dataclass(frozen=True)
class Signature:
    """``opening`` (``open …`` lines), then ``theorem name binders : conclusion``, all as written, without comments."""

    opening: str
    name: str
    binders: str
    conclusion: str

    @cached_property
    def peeled(self) -> tuple[tuple[Binder, ...], str]:
        """The binders one by one, those of the conclusion's own ``∀`` and ``→`` among them, and the conclusion that is left."""
        binders = list(split_binders(self.binders))
        conclusion = _unwrapped(self.conclusion)
        while (step := _peel(conclusion)) is not None:
            binders += step[0]
            conclusion = _unwrapped(step[1])
        return tuple(binders), conclusion

    @property
    def data(self) -> tuple[Binder, ...]:
        """The binders of variables."""
        return tuple(b for b in self.peeled[0] if self._is_data(b))

    @property
    def hypotheses(self) -> tuple[Binder, ...]:
        """The binders of assumptions."""
        return tuple(b for b in self.peeled[0] if b.bracket != "[" and not self._is_data(b))

    def _is_data(self, binder: Binder) -> bool:
        types = {name for b in self.peeled[0] if b.type.startswith(("Type", "Sort")) for name in b.names}
        return binder.bracket != "[" and (binder.type == "_" or is_type(binder.type) or binder.type in types)

    def source(self, name: str | None = None, binders: str | None = None, conclusion: str | None = None) -> str:
        """Lean source of the theorem with ``sorry`` for a proof, or of one with other parts."""
        parts = [self.binders if binders is None else binders, ": " + (self.conclusion if conclusion is None else conclusion)]
        head = f"{self.opening}\n\n" if self.opening else ""
        return f"{head}theorem {name or self.name} {' '.join(p for p in parts if p)} := by sorry\n"

    def negation(self, binders: str | None = None, conclusion: str | None = None) -> str:
        """Lean source of the theorem that this one, or one with other parts, does not hold."""
        bound = self.binders if binders is None else binders
        left = self.conclusion if conclusion is None else conclusion
        return self.source("refuted", "", f"¬ (∀ {bound}, {left})" if bound else f"¬ ({left})")


def extract(text: str) -> Signature:
    """The first theorem in a model's answer: fenced or bare, with or without a proof, which is dropped.

    Raises:
        NotAStatement: there is none; something else is declared before it, which could change what it means; or it holds
            ``sorry`` or what runs a program.
    """
    code = _without_comments(as_lean(text))
    found = _KEYWORD.search(code)
    if found is None:
        raise NotAStatement("the text states no theorem")
    before = code[: found.start()]
    lines = [line.strip() for line in before.splitlines() if line.strip()]
    if not is_markdown(text):  # bare text: words may stand before the code
        starts = [i for i, line in enumerate(lines) if re.match(r"open\b|import\b|set_option\b", line)]
        declared = [line for line in lines if _DECLARATION.match(line)]
        lines = declared or (lines[starts[0] :] if starts else [])
    for line in lines:
        if not _HARMLESS.fullmatch(line):
            raise NotAStatement(f"only a theorem may be stated, after 'open' lines at most; before it stands '{line[:60]}'")
    opening = "\n".join(line for line in lines if line.startswith("open"))
    binders, colon, rest = partition_top(code[found.end() :], ":")
    conclusion = _until_body(rest)
    if not colon or not conclusion or rest.startswith("="):
        raise NotAStatement(f"the theorem {found[2]} has no conclusion")
    if (reason := refusal(f"{binders} : {conclusion}", strict=True)) is not None:
        raise NotAStatement(f"a statement may hold no proofs and programs: {reason}")
    return Signature(opening, found[2], _one_line(binders), _one_line(conclusion))


def is_type(text: str) -> bool:
    """Whether a binder's type makes its names variables, not assumptions, as far as the text tells."""
    text = _unwrapped(text)
    for arrow in "→×":
        if len(parts := split_top(text, arrow)) > 1:
            return all(is_type(part) for part in parts)
    return _TYPE.fullmatch(text) is not None


def split_binders(text: str) -> Iterator[Binder]:
    """The binder groups of ``(x y : ℝ) {n : ℕ} (h : 0 < x) [inst : C]``."""
    begin = 0
    for end, closing in outside(text):
        if closing in BRACKETS.values():
            opening, inside = text[begin], text[begin + 1 : end]
            names, colon, kind = partition_top(inside, ":")
            if opening == "[":
                yield Binder((), inside.strip(), "[")
            else:
                yield Binder(tuple(names.split()), kind.strip() if colon else "_", opening)
        begin = end + 1


def _peel(text: str) -> tuple[list[Binder], str] | None:
    """One ``∀ …,`` or ``… →`` taken off a proposition, ``¬ ∃ …,`` read as ``∀ …, ¬``, or None."""
    denied = _NO.match(text)
    if denied is not None or text.startswith("∀"):
        bound, comma, rest = partition_top(text[denied.end() if denied else 1 :], ",")
        return (_bound(bound.strip()), f"¬ ({rest.strip()})" if denied else rest.strip()) if comma else None
    antecedent, arrow, rest = partition_top(text, "→")
    if not arrow or has_top(text, "↔") or _BINDER_FREE.search(antecedent) and not text.startswith("("):
        return None
    return [Binder((), _unwrapped(antecedent))], rest.strip()


def _bound(text: str) -> list[Binder]:
    """What stands between ``∀`` and its comma."""
    if text[:1] in BRACKETS:
        return list(split_binders(text))
    found = _BOUND.fullmatch(text)
    if found is None:
        return [Binder(tuple(text.split()), "_")]
    names = tuple(found[1].split())
    if found[2] == ":":
        return [Binder(names, found[3].strip())]
    return [Binder(names, "_"), *(Binder((), f"{name} {found[2]} {found[3].strip()}") for name in names)]


def _unwrapped(text: str) -> str:
    """A text without the brackets that are around all of it."""
    text = text.strip()
    while text.startswith("(") and next(outside(text), (0, ""))[0] == len(text) - 1 and not has_top(text[1:-1], ":"):
        text = text[1:-1].strip()
    return text


def _until_body(text: str) -> str:
    """A conclusion up to the ``:=`` of the body, or to a blank line where there is none."""
    for at, _ in outside(text):
        if text.startswith(":=", at) and len(_BINDS.findall(text[:at])) <= text[:at].count(":="):
            return text[:at].strip()
    return text.strip().partition("\n\n")[0].strip()


def _without_comments(text: str) -> str:
    while (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
