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


_DIGITS = r"\d+(?: / \d+)?"
_NUMBER = rf"{_OPEN}-?{_DIGITS}{_CLOSE}"
_ZERO, _ONE = f"{_OPEN}0{_CLOSE}", f"{_OPEN}1{_CLOSE}"
_GROUP = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_ATOM = rf"√?(?:{_GROUP}|{_NUMBER}|(?!(?:by|at|with)\b)[\w.']+(?![\w.']))"
_FACTOR = rf"{_ATOM}(?: {_ATOM})*(?: \^ {_ATOM})?"
_END = r"(?! [\^*/])"
_START = r"(^|[(\[|⟨]|[=≤<≥>≠∣:,→↔∨∧]\?? )"
_RULES: tuple[tuple[str, str], ...] = (
    # terms that are 0
    (rf" [+-] {_ZERO}(?: [*/] {_FACTOR})*{_END}", ""),
    (rf"{_START}{_ZERO}(?: [*/] {_FACTOR})* \+ ", r"\1"),
    (rf"{_START}{_ZERO}(?: [*/] {_FACTOR})* - ", r"\1-"),
    (rf"{_START}{_ZERO}(?: [*/] {_FACTOR})+{_END}", r"\g<1>0"),
    # factors that are 1 or -1
    (rf"(^|[=≤<≥>]\?? ){_ONE} \* \(([^()]*)\)(?= [=≤<≥>]|$)", r"\1\2"),
    (rf"\({_ONE} \* ({_GROUP})\)", r"\1"),
    (rf"\({_ONE} : \w+\) \* ", ""),
    (rf"(?:(?<=show )|(?<![\w)'/^%] )){_OPEN}(-?)1{_CLOSE} \* (?!{_NUMBER}(?! \^))", r"\1"),
    # signs
    (rf" \+ {_OPEN}-({_DIGITS}{_CLOSE})(?! \^)", rf" - {_OPEN}\1"),
    (rf" - {_OPEN}-({_DIGITS}{_CLOSE})(?! \^)", rf" + {_OPEN}\1"),
    (r" \+ -(?=\S)", " - "),
    (r" - -(?=\S)", " + "),
    (rf"-{_OPEN}-({_DIGITS}{_CLOSE})(?! \^)", rf"{_OPEN}\1"),
    # a negative number as an argument, a factor or the base of a power, and a fraction where it needs parentheses
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
