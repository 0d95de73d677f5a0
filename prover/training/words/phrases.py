"""Propositions as clauses of a sentence, worded by chance."""

from __future__ import annotations

import random

from prover.training.words.latex import latex, latex_name
from prover.training.words.terms import Term, Unreadable, read_term

_KINDS: dict[str, tuple[str, str]] = {
    "ℕ": ("a natural number", "natural numbers"),
    "ℤ": ("an integer", "integers"),
    "ℚ": ("a rational number", "rational numbers"),
    "ℝ": ("a real number", "real numbers"),
    "ℂ": ("a complex number", "complex numbers"),
    "Prop": ("a proposition", "propositions"),
    "Type": ("a set", "sets"),
    "Type*": ("a set", "sets"),
}
_SINGLE = {"ℕ": "natural number", "ℤ": "integer", "ℚ": "rational", "ℝ": "real", "ℂ": "complex number"}
_PROPERTIES = {
    "Prime": ("{} is prime", "{} is a prime number"), "Even": ("{} is even",), "Odd": ("{} is odd",),
    "Injective": ("{} is injective", "{} is one-to-one"), "Surjective": ("{} is surjective", "{} is onto"),
    "Bijective": ("{} is bijective",), "Finite": ("{} is finite",), "Nonempty": ("{} is nonempty",), "Nodup": ("{} has no repeated members",),
}  # fmt: skip
_PAIRS = {
    "Coprime": ("{} and {} are coprime", "{} and {} are relatively prime"),
    "IsLeast": ("{1} is the least element of {0}",),
    "IsGreatest": ("{1} is the greatest element of {0}",),
    "Disjoint": ("{} and {} are disjoint",),
    "IsCoprime": ("{} and {} are coprime",),
}


def readable(text: str) -> Term | None:
    """The tree of a term, or ``None``."""
    try:
        return read_term(text)
    except (Unreadable, RecursionError):
        return None


def clause(text: str, draw: random.Random) -> str:
    """A proposition in words; one that cannot be read stands as it is, in dollar signs."""
    term = readable(text)
    return f"${text}$" if term is None else say(term, draw)


def say(term: Term, draw: random.Random) -> str:
    """A proposition's tree in words."""
    head, last, arguments = _head(term)
    if last in _PROPERTIES and len(arguments) == 1:
        return draw.choice(_PROPERTIES[last]).format(math(arguments[0]))
    if last in _PAIRS and len(arguments) == 2:
        return draw.choice(_PAIRS[last]).format(*map(math, arguments))
    if term.kind == "infix":
        return _infix(term, draw)
    if term.kind == "bind" and term.text in ("∀", "∃", "∃!"):
        return _quantified(term, draw)
    if term.kind == "prefix" and term.text == "¬":
        return _negation(term.parts[0], draw)
    return math(term)


def math(term: Term) -> str:
    return f"${latex(term)}$"


def members(items: list[str]) -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def kind_of(type_: str, several: bool) -> str:
    """``a real number``, ``real numbers``, from a type as Lean prints it."""
    if type_ in _KINDS:
        return _KINDS[type_][several]
    term = readable(type_)
    if term is not None and term.kind == "infix" and term.text == "→":
        left = term.parts[0]
        if left == Term("name", "ℕ"):
            noun = ("a sequence", "sequences")[several]
            of = _KINDS.get(term.parts[1].text)
            return f"{noun} of {of[1]}" if of and of[1] != "propositions" else f"{noun} ${latex(term)}$"
        if term.parts[1] == Term("name", "Prop"):
            return ("a predicate", "predicates")[several] + f" on ${latex(left)}$"
        return ("a function", "functions")[several] + f" from ${latex(left)}$ to ${latex(term.parts[1])}$"
    if term is not None and term.kind == "call" and len(term.parts) == 2 and term.parts[0].text in ("Set", "Finset", "List"):
        noun = {"Set": ("a set", "sets"), "Finset": ("a finite set", "finite sets"), "List": ("a list", "lists")}
        of = _KINDS.get(term.parts[1].text)
        return noun[term.parts[0].text][several] + (f" of {of[1]}" if of else f" in ${latex(term.parts[1])}$")
    shown = type_ if term is None else latex(term)
    return ("an element", "elements")[several] + f" of ${shown}$"


def _head(term: Term) -> tuple[str, str, list[Term]]:
    """A call's owner, its function's last name, and its arguments, the owner among them where it is a variable."""
    if term.kind == "call" and term.parts[0].kind == "name":
        owner, dot, last = term.parts[0].text.rpartition(".")
        arguments = list(term.parts[1:])
    elif term.kind == "name":
        owner, dot, last = term.text.rpartition(".")
        arguments = []
    else:
        return "", "", []
    if dot and owner and (owner[0].islower() or len(owner) == 1):
        arguments.insert(0, Term("name", owner))
    return owner, last, arguments


def _infix(term: Term, draw: random.Random) -> str:
    op, (left, right) = term.text, term.parts
    match op:
        case "∧":
            return members([say(part, draw) for part in _chain(term)])
        case "∨":
            *parts, last = (say(part, draw) for part in _chain(term))
            start = "either " if draw.random() < 0.3 else ""
            return f"{start}{', '.join(parts)} or {last}"
        case "→":
            return f"if {say(left, draw)}, then {say(right, draw)}"
        case "↔":
            return f"{say(left, draw)} if and only if {say(right, draw)}"
        case "∣" if draw.random() < 0.5:
            return draw.choice([f"{math(left)} divides {math(right)}", f"{math(right)} is divisible by {math(left)}"])
        case "=" if left.kind == "infix" and left.text == "%" and draw.random() < 0.6:
            number, modulus = left.parts
            if right == Term("number", "0") and draw.random() < 0.5:
                return f"{math(number)} is divisible by {math(modulus)}"
            if draw.random() < 0.5:
                return f"the remainder of {math(number)} on division by {math(modulus)} is {math(right)}"
            return rf"${latex(number)} \equiv {latex(right)} \pmod{{{latex(modulus)}}}$"
        case "<" | ">" if draw.random() < 0.4:
            low, high = (left, right) if op == "<" else (right, left)
            if low == Term("number", "0") and high.kind == "name":
                return f"{math(high)} is positive"
            if high == Term("number", "0") and low.kind == "name":
                return f"{math(low)} is negative"
        case "≤" | "≥" if draw.random() < 0.4:
            low, high = (left, right) if op == "≤" else (right, left)
            if low == Term("number", "0") and high.kind == "name":
                return f"{math(high)} is nonnegative"
    return math(term)


def _chain(term: Term) -> list[Term]:
    """The parts of ``p ∧ q ∧ …``, or of ``p ∨ q ∨ …``."""
    if term.kind == "infix" and term.text in "∧∨" and (rest := term.parts[1]).text == term.text:
        return [term.parts[0], *_chain(rest)]
    return list(term.parts)


def _negation(inner: Term, draw: random.Random) -> str:
    if inner.kind == "bind" and inner.text == "∃":
        return (
            f"there {'are' if len(inner.names) > 1 else 'is'} no {_named(inner, draw)} such that {say(inner.parts[-1], draw)}"
        )
    if inner.kind == "infix" and inner.text == "∣" and draw.random() < 0.5:
        return f"{math(inner.parts[0])} does not divide {math(inner.parts[1])}"
    if inner.kind == "infix" and inner.text in ("=", "∣", "∈", "<", "≤", "⊆"):
        return math(Term("prefix", "¬", (inner,)))
    told = say(inner, draw)
    return told.replace(" is ", " is not ", 1) if told.count(" is ") == 1 else f"it is not true that {told}"


def _named(term: Term, draw: random.Random) -> str:
    """The names a quantifier binds, with their type and condition."""
    *condition, _ = term.parts
    if condition:
        return math(condition[0])
    names = "$" + ", ".join(map(latex_name, term.names)) + "$"
    type_ = term.type.text if term.type is not None else ""
    if type_ in _SINGLE and draw.random() < 0.7:
        return f"{_SINGLE[type_]} {names}"
    return names


def _quantified(term: Term, draw: random.Random) -> str:
    body = term.parts[-1]
    names = _named(term, draw)
    if term.text != "∀":
        one = "a unique " if term.text == "∃!" else ""
        verb = "are" if len(term.names) > 1 else "is"
        return f"there {verb} {one}{names} such that {say(body, draw)}"
    told = say(body, draw)
    word = draw.choice(["every", "each", "any"] if " " in names.split("$")[0] else ["all", "all", "every", "any"])
    if body.kind == "infix" and body.text not in ("→", "↔", "∧", "∨") and draw.random() < 0.7:
        return f"{told} for {word} {names}"
    return f"for {word} {names}, {told}"
