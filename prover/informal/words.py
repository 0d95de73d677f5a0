"""What the words of a problem name that its statement must account for: numerals, kinds of numbers, relations."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import yaml

_DATA = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_KINDS, _IMPLIED, _SPELLED, _ORDINALS = (_DATA[part] for part in ("kinds", "implied", "spelled", "ordinals"))

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NUMBER = r"\d+(?:\.\d+)?"
_ASKED = re.compile(r"\b(?:find|what|which|how many|how much|compute|determine|solve|evaluate|calculate|simplify)\b", re.I)
_NEGATED = re.compile(r"\b(?:no|not|never|none|cannot|can't|impossible|neither|contradict\w*)\b|\\n(?:e|mid|eq)\b|∤|≠", re.I)

_MARK = r"\((?:\\\w+\s*\{{)?\s*{}\s*\}}?\s*\)"
_CHOICES = re.compile(
    rf"(?<!\w){_MARK.format('A')}(?=.*{_MARK.format('B')}.*{_MARK.format('C')}).*?(?=Show that|\Z)", re.DOTALL
)
"""Answers to choose from: ``(A) … (B) … (C) …``."""
_ASIDE = re.compile(r"\((?:Recall|Reminder|Remember|Note|Hint|Here|For (?:real|any|example))\b(?:[^()]|\([^()]*\))*\)", re.I)
_ELLIPSIS = re.compile(r"\\[lc]?dots|\.\.\.|…")

_RELATION = re.compile(r"\\(?:leq?|geq?|lt|gt|neq?|equiv|mid)(?![a-z])|[=<>≤≥≠≡∣∈]")
_FORMULA = re.compile(r"\$\$?(.+?)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_MERE_BOUND = re.compile(r"(?:\\geq?|\\gt|[>≥]) *[01](?![\d.])|(?<![\d.])[01] *(?:\\leq?|\\lt|[<≤])(?![a-z])")


def bare(words: str) -> str:
    """The words without what states no condition: the answers to choose from, and asides such as "(Recall that …)"."""
    return _ASIDE.sub(" ", _CHOICES.sub(" ", words))


def asks(words: str) -> bool:
    """Whether the words ask for an answer, which they then do not hold themselves."""
    return _ASKED.search(words) is not None


def negates(words: str) -> bool:
    """Whether the words say that something is not so."""
    return _NEGATED.search(words) is not None


def unsaid_kinds(words: str, statement: str) -> tuple[list[str], list[str]]:
    """The kinds of numbers and relations that the words name and nothing in the statement accounts for: those that count, and
    those a statement can often do without."""
    words = bare(words)
    unsaid = [
        kind for kind, (said, stated) in _KINDS.items() if re.search(said, words, re.I) and not re.search(stated, statement)
    ]
    soft = {"function", "sequence"} | ({"positive"} if "ℝ" not in statement and "ℤ" not in statement else set())
    return [kind for kind in unsaid if kind not in soft], [kind for kind in unsaid if kind in soft]


def unaccounted(words: str, statement: str) -> tuple[list[str], list[str]]:
    """Numerals of the words that are not in the statement: those that count, and those often said otherwise:
    0, 1, ordinals, what stands beside an ellipsis."""
    stated = _stated(statement)
    missing: list[str] = []
    soft: list[str] = []
    words = bare(words)
    elided = {text for formula in _formulas(words) if _ELLIPSIS.search(formula) for text, _ in _said(formula)}
    for text, readings in _said(words):
        if readings & stated or (2 in readings and re.search(r"(?<!\w)(\w+) \* \1(?!\w)|Even|Odd", statement)):
            continue
        spelled = text.lower() in _ORDINALS or text.lower() == "two"
        (soft if readings <= {Fraction(0), Fraction(1)} or text in elided or spelled else missing).append(text)
    return list(dict.fromkeys(missing)), list(dict.fromkeys(soft))


def unfounded(words: str, text: str) -> list[str]:
    """Numerals of a part of a statement, beyond 0, 1 and 2, that nothing in the words accounts for."""
    known = {value for _, readings in _said(words, counts=True) for value in readings} | {Fraction(n) for n in (0, 1, 2)}
    for pattern, values in _IMPLIED.items():
        if re.search(rf"\b(?:{pattern})\b", words, re.I) or (pattern == "percent" and "%" in words):
            known.update(map(Fraction, values))
    known |= {Fraction(part) for value in known for part in (value.numerator, value.denominator)}
    known |= {bound for bound in _exclusive(text) if bound - 1 in known}
    return [n for n in dict.fromkeys(_numerals(text)) if Fraction(n) not in known]


def relations(words: str, statement: str) -> tuple[int, int]:
    """How many relations the formulas of the words hold, bounds such as ``n ≥ 1`` apart, and how many the statement."""
    said = 0
    for formula in _formulas(bare(words)):
        formula = re.sub(r"_\{[^{}]*\}", "", formula)
        said += len(_RELATION.findall(_MERE_BOUND.sub(" ", formula)))
    plain = re.sub(r":=|=>|↦|∑ \w+ ∈|∏ \w+ ∈", " ", statement)
    return said, len(re.findall(r"[=<>≤≥≠≡∣∈↔]|Icc|Ico|Ioc|Ioo|\bdvd\b", plain))


def _formulas(words: str) -> list[str]:
    return ["".join(parts) for parts in _FORMULA.findall(words)]


def _said(words: str, counts: bool = False) -> list[tuple[str, set[Fraction]]]:
    """The numbers in words, each as written and what it may come to in a statement; with ``counts`` also those that only
    say how many things there are."""
    text = re.sub(r"_\{[^{}]*\}|_\d+", " ", words) if not counts else words.replace("_", " ")
    text = re.sub(r"(\d)(?:,|\{,\}|\\,|,\\!)(?=\d{3}(?!\d))", r"\1", text)
    text = re.sub(r"(\\[dt]?frac)\s*(\d)\s*(\d)", r"\1 \2 \3", text)
    text = _SUPERSCRIPT.sub(lambda found: f" {found[0].translate(_SUPERSCRIPTS)} ", text)
    said: list[tuple[str, set[Fraction]]] = []
    for found in re.finditer(rf"({_NUMBER})(\s*(?:\\?%|percent))?(st|nd|rd|th)?", text):
        value = Fraction(found[1])
        readings = {value, value / 100, 1 + value / 100, 1 - value / 100} if found[2] else {value}
        if found[3]:
            readings |= {value - 1}
        said.append((found[0].strip(), readings))
    for word in re.finditer(r"[A-Za-z]+", text):
        lower = word[0].lower()
        number = _SPELLED.get(lower, _ORDINALS.get(lower.removesuffix("s")))
        if number is None or (not counts and (number < 2 or _counts_things(text[word.end() :]))):
            continue
        said.append((word[0], {Fraction(number)} | ({Fraction(number - 1)} if lower in _ORDINALS else set())))
    return said


def _counts_things(after: str) -> bool:
    """Whether a plural follows closely: ``three consecutive integers`` are three variables, not a 3."""
    return re.match(r"(?:[\s-]+[A-Za-z]+){0,2}[\s-]+[A-Za-z]+s\b", after) is not None


def _numerals(text: str) -> list[str]:
    return re.findall(rf"(?<![\w.'₀-₉]){_NUMBER}(?!\w)", _SUPERSCRIPT.sub(lambda m: f" {m[0].translate(_SUPERSCRIPTS)} ", text))


def _stated(statement: str) -> set[Fraction]:
    """The numbers of a statement, quotients of two of them included."""
    stated = {Fraction(n) for n in _numerals(statement)}
    stated |= {bound - 1 for bound in _exclusive(statement)}
    for over, under in re.findall(rf"({_NUMBER})(?: : \w\))? */ *\(?({_NUMBER})", statement):
        if Fraction(under):
            stated.add(Fraction(over) / Fraction(under))
    return stated


def _exclusive(statement: str) -> set[Fraction]:
    """The upper bounds that are not reached themselves, one more than the last number meant."""
    return {Fraction(n) for n in re.findall(r"(?:\brange|\bI[co]o \S+) \(?(\d+)", statement)}
