"""How moves lay out the tactics of several lines that they write."""

from __future__ import annotations

from collections.abc import Iterable


def indented(lines: Iterable[str], by: int = 2) -> list[str]:
    """The lines, those within a text too, further to the right."""
    return [" " * by + line for text in lines for line in text.split("\n")]


def bulleted(lines: list[str]) -> list[str]:
    """The lines as the proof of one of several goals."""
    return [f"· {lines[0]}", *indented(lines[1:])]


def argument(text: str) -> str:
    """A term's text where a function takes it."""
    return f"({text})" if (" " in text and not text.startswith("⟨")) or text.startswith("-") else text


def injected(i: int, of: int, proof: str) -> str:
    """The proof of the ``i``-th of so many propositions in a disjunction nested to the right."""
    text = proof if i == of - 1 else f"Or.inl {argument(proof)}"
    for _ in range(i):
        text = f"Or.inr {argument(text)}"
    return text
