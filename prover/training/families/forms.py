"""Text with drawn numbers in it, written as a person would: ``1 * x + -3 * y + 0`` is ``x - 3 * y``.

Only numbers that were put in by ``mark`` change the text around them.
"""

from __future__ import annotations

import re
from fractions import Fraction

_OPEN, _CLOSE = "\ue000", "\ue001"


def mark(value: int | Fraction) -> str:
    """A number for ``tidy``: ``3``, ``-7 / 4``."""
    text = str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
    return f"{_OPEN}{text}{_CLOSE}"


_GROUP = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_ATOM = rf"(?:{_GROUP}|(?!(?:by|at|with)\b)[\w.'√{_OPEN}{_CLOSE}]+)"
_FACTORS = rf"(?: [*/] {_ATOM}(?: {_ATOM})*(?: \^ {_ATOM})?)*(?! [\^*/])"
_DIGITS = r"\d+(?: / \d+)?"
_NUMBER = rf"{_OPEN}[^{_CLOSE}]*{_CLOSE}"
_ZERO = rf"{_OPEN}0{_CLOSE}"
_RULES: tuple[tuple[str, str], ...] = (
    (rf" [+-] {_ZERO}{_FACTORS}", ""),
    (rf"(^|[(\[|⟨]|[=≤<≥>≠∣:,→↔∨∧] ){_ZERO}{_FACTORS} \+ ", r"\1"),
    (rf"(^|[(\[|⟨]|[=≤<≥>≠∣:,→↔∨∧] ){_ZERO}{_FACTORS} - ", r"\1-"),
    (rf"(?<![\w)'] ){_ZERO}(?: \* {_ATOM}(?: {_ATOM})*(?: \^ {_ATOM})?)+(?! [\^*/])", "0"),
    (rf"(^|[=≤<≥>]\?? ){_OPEN}1{_CLOSE} \* \(([^()]*)\)(?= [=≤<≥>]|$)", r"\1\2"),
    (rf"\({_OPEN}1{_CLOSE} \* ({_GROUP})\)", r"\1"),
    (rf"(?<=show ){_OPEN}(-?)1{_CLOSE} \* (?!{_NUMBER}(?! \^))", r"\1"),
    (rf"(?<![\w)'/^%] ){_OPEN}(-?)1{_CLOSE} \* (?!{_NUMBER}(?! \^))", r"\1"),
    (rf"\({_OPEN}1{_CLOSE} : \w+\) \* ", ""),
    (rf" \+ {_OPEN}-([^{_CLOSE}]+{_CLOSE})(?! \^)", rf" - {_OPEN}\1"),
    (rf" - {_OPEN}-([^{_CLOSE}]+{_CLOSE})(?! \^)", rf" + {_OPEN}\1"),
    (r" \+ -(?=\S)", " - "),
    (r" - -(?=\S)", " + "),
    (rf"(?<! )-{_OPEN}-", _OPEN),
    (rf"(?<=[ (\[])-{_OPEN}-", _OPEN),
    # as an argument, a factor or the base of a power, a negative number has parentheses; a fraction if it needs them
    (rf"(?<=[*] ){_OPEN}(-{_DIGITS}){_CLOSE}", r"(\1)"),
    (rf"(?<=[\w)}}'{_CLOSE}/^%] ){_OPEN}(-{_DIGITS}|\d+ / \d+){_CLOSE}", r"(\1)"),
    (rf"{_OPEN}(-{_DIGITS}|\d+ / \d+){_CLOSE}(?= \^)", r"(\1)"),
    (rf"[{_OPEN}{_CLOSE}]", ""),
    (r"(\^ |√)\((\w+)\)", r"\1\2"),
)
_COMPILED = tuple((re.compile(pattern), replacement) for pattern, replacement in _RULES)


def tidy(text: str) -> str:
    """The text with its marked numbers as plain ones: terms that are 0 left out, ``1 *`` too, signs joined, parentheses
    around negative arguments."""
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text
