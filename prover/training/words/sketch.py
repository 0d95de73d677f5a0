"""Sketches of verified proofs: the structure stays, automation becomes ``sorry``.

After Draft, Sketch, and Prove (Jiang et al., ICLR 2023), whose sketches language models wrote; here they come from whole proofs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from prover.training.traces import Step
from prover.training.words.structure import Item, structured

HOLE = "sorry"
MOST_BRANCHES = 6
"""A split into more cases is a search's work, not a sketch's."""

_STRUCTURE = frozenset(
    "have obtain rcases cases cases' induction intro intros rintro constructor refine use exists left right by_contra "
    "by_cases suffices show calc ext funext exfalso apply contrapose specialize wlog set split_ifs fin_cases".split()
)
_OPEN, _CLOSE = "([{⟨", ")]}⟩"
_SQUARE = re.compile(r"\bsq_nonneg (\w[\w'₀-₉]*|\([^()]*(?:\([^()]*\)[^()]*)*\))")


def sketch(steps: Sequence[Step]) -> str | None:
    """One tactic block with ``sorry`` for what is left open; ``None`` where that would leave nothing else, or no hole."""
    items = structured(steps)
    if items is None:
        return None
    lines = _block(items)
    text = "\n".join(lines)
    return text if lines != [HOLE] and re.search(rf"\b{HOLE}\b", text) else None


def _block(items: list[Item]) -> list[str]:
    kept = [(i, lines) for i, item in enumerate(items) if (lines := _structure(item)) is not None]
    if not kept:
        return [*_squares(items), HOLE]
    last, ending = kept[-1]
    known = dict(kept)
    lines = [line for i in range(last) for line in known.get(i, items[i].tactic.split("\n"))] + ending
    if last == len(items) - 1 and (items[last].branches or _closes(items[last].tactic)):
        return lines
    return [*lines, *_squares(items[last + 1 :]), HOLE]


def _structure(item: Item) -> list[str] | None:
    """The lines of a step that a sketch keeps, with its holes and branches; ``None`` for one that is automation."""
    tactic = item.tactic
    first, *rest = _split(tactic, "<;>")
    word = re.split(r"[\s\[(⟨]", tactic, maxsplit=1)[0]
    if rest:
        return _split_and_closed(first.strip(), word)
    if word == "exact":
        opened = with_holes(tactic)
        return [opened] if tactic.startswith("exact ⟨") and opened != tactic and "\n" not in opened else None
    if word not in _STRUCTURE or len(item.branches) > MOST_BRANCHES:
        return None
    if word == "induction":
        return _induction(tactic)
    lines = with_holes(tactic).split("\n")
    for branch in item.branches:
        lines += _bulleted(_block(branch))
    return lines


def _closes(tactic: str) -> bool:
    return tactic.startswith(("exact", "induction")) or "<;>" in tactic


def _split_and_closed(first: str, word: str) -> list[str] | None:
    """A split whose branches one tactic closes: a hole for each branch."""
    if word == "constructor":
        count = 2
    elif word == "rcases" and " with " in first:
        count = len(_split(first.rpartition(" with ")[2], "|"))
    else:
        return None
    if not 2 <= count <= MOST_BRANCHES or "\n" in first:
        return None
    return [with_holes(first), *[f"· {HOLE}"] * count]


def _induction(tactic: str) -> list[str] | None:
    """``induction … with`` and its alternatives, the body of each a sketch."""
    head, *alternatives = re.split(r"^\|", tactic, flags=re.MULTILINE)
    if not alternatives:
        return None
    lines = [head.strip()]
    for alternative in alternatives:
        pattern, _, body = alternative.partition("=>")
        inner = _block(_items_of(body))
        if inner == [HOLE]:
            lines.append(f"| {pattern.strip()} => {HOLE}")
        else:
            lines += [f"| {pattern.strip()} =>", *(f"  {line}" for line in inner)]
    return lines


def _items_of(body: str) -> list[Item]:
    """The tactics of a block of text, without their goals; one that goes on over lines stays whole."""
    lines = [line.rstrip() for line in body.split("\n") if line.strip()]
    if not lines:
        return []
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:]), default=0)
    texts: list[str] = []
    for number, line in enumerate(lines):
        text = line.strip() if number == 0 else line[margin:]
        if texts and text[:1].isspace():
            texts[-1] += "\n" + text
        else:
            texts.append(text)
    items: list[Item] = []
    for text in texts:
        if text.startswith("·") and items:
            items[-1].branches.append(_items_of(" " + text[1:]))
        else:
            items += [Item(part.strip(), "") for part in (_split(text, ";") if "\n" not in text else [text])]
    return items


def with_holes(tactic: str) -> str:
    """The tactic with ``sorry`` for each of its proofs: of a stated fact, and each ``by …`` within a term."""
    word = tactic.split(None, 1)[0]
    head, *body = _split(tactic, ":=")
    if word in ("have", "obtain", "suffices") and body and len(_split(head, ":")) > 1:
        return f"{head.rstrip()} := by {HOLE}"
    text, at = "", 0
    while (found := re.compile(r"(?<![\w.])by\b(?=\s)").search(tactic, at)) is not None:
        end = _end_of_term(tactic, found.end())
        text += f"{tactic[at : found.start()]}by {HOLE}{' ' if tactic[end : end + 1] == ':' else ''}"
        at = end
    return text + tactic[at:]


def _end_of_term(text: str, at: int) -> int:
    """Where the brackets around ``at`` close, or a comma or a colon ends what stands there."""
    depth = 0
    for place in range(at, len(text)):
        sign = text[place]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth -= 1
        if depth < 0 or (depth == 0 and sign in ",:"):
            return place
    return len(text)


def _split(text: str, sign: str) -> list[str]:
    """``text`` split at ``sign`` outside all brackets; ``:`` is not a part of ``:=``."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(text):
        depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
        if depth == 0 and text.startswith(sign, at) and not (sign == ":" and text.startswith(":=", at)):
            parts.append(text[start:at])
            at = start = at + len(sign)
        else:
            at += 1
    return [*parts, text[start:]]


def _bulleted(lines: list[str]) -> list[str]:
    return [("  " if i else "· ") + line for i, line in enumerate(lines)]


def _squares(items: list[Item]) -> list[str]:
    """The squares that a closing ``nlinarith`` was told of, as facts of their own."""
    if not items or not items[-1].tactic.startswith("nlinarith [") or "<;>" in items[-1].tactic:
        return []
    taken = set(re.findall(r"[\w'₀-₉]+", items[-1].goal + items[-1].tactic + " ".join(item.tactic for item in items)))
    names = [name for name in ("hs", "hs₁", "hs₂", "hs₃") if name not in taken]
    squares = list(dict.fromkeys(_SQUARE.findall(items[-1].tactic)))[:3]
    if any(square.strip("()").strip() in ("_", "") for square in squares):
        return []
    return [f"have {name} : 0 ≤ {square} ^ 2 := by {HOLE}" for name, square in zip(names, squares, strict=False)]
