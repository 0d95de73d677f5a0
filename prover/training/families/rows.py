"""A statement and its proof scripts from a row of a table.

A row is a mapping with these keys, all but ``goal`` and ``proof`` optional:

``about``   what the family states, for a reader.
``weight``  its share among the families (1).
``names``   letters to be called otherwise: ``x: x x y t`` draws one of the four; ``x y: xyz abc`` two that go together (the
            first two letters of a group; commas part longer names); ``x y: ~`` from the usual groups.
``new``     names of hypotheses that only the proofs use, to be called otherwise like those of ``given``.
``draw``    values, in order: a range ``1..9``, ``-9..9 not 0``, ``1..m - 1``; a list, of which one is chosen; or an expression
            (``prover.training.families.expressions``) of the values before, with ``choice``, ``sample``, ``chance``, ``field``,
            ``ordered`` (of ``Draw``) and ``entailment``.  ``u, v: 1..9`` draws two; an expression or an item of a list is
            unpacked.
``where``   conditions on the values: all is drawn again until they hold.
``text``    templates (or lists of them, of which one is chosen) for use in others and in what follows.
``for``     the binders of the objects: ``(x y : ℝ)``.
``given``   hypotheses by name; empty ones are left out.  Now and then they come in another order, or joined by ``∧`` and
            taken apart by the proofs' first step; ``join``: the probability of that (0.15, for no formula with a ``∀``, ``∨`` ...).
``goal``    a template, or a list of which one is chosen.
``proof``   a script, or a list of them, tried in order: one tactic a line, and lines that begin with a blank, ``|`` or ``·``
            go on with the tactic before.
``either``  rows of which one is chosen (``times``: how often, against the others' 1) and laid over this one: ``names``,
            ``draw``, ``text``, ``given`` and ``where`` are added to, the rest is replaced.

In a template ``{a * u + b}`` stands for the expression's value; numbers are written as people write them (``forms.tidy``), so
that ``{a} * x + {b}`` may become ``x - 3``.  ``{{`` is a brace.  In ``given`` and ``goal``, ``a ≤? b`` is ``a ≤ b`` or ``b ≥ a``
(so ``<?``, ``=?``), and ``√`` is now and then spelled out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from prover.training.families.base import Draw, Script
from prover.training.families.expressions import evaluate
from prover.training.families.forms import mark, tidy
from prover.training.families.formulas import entailment

Row = Mapping[str, Any]

KEYS = frozenset("about weight names new draw where text for given join goal proof either times".split())
_GROUPS = "xyz abc xyz abc uvw mnk pqr stu"
_RANGE = re.compile(r"(.+?)\.\.(.+?)(?: not (.+))?", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})+)\}")
_EITHER_SPELLING = re.compile(r"(∀[^,]*, )?(.*) ([≤<=])\? (.*)", re.DOTALL)
_SWAPPED = {"≤": ("≥", 0.3), "<": (">", 0.2), "=": ("=", 0.12)}
_NOT_JOINED = re.compile("[∀∃∨→↔∧]")


class BadRow(ValueError):
    """A row that says something a row cannot say, or whose conditions never hold."""


def check_row(name: str, row: Row) -> None:
    """Raises ``BadRow`` for a key that is none, here or in an alternative, for one that says nothing, or without a goal or
    proof."""
    for alternative in alternatives(row):
        if unknown := set(alternative) - KEYS:
            raise BadRow(f"{name}: no such key: {', '.join(sorted(unknown))}")
        empty = [key for part in ("draw", "text", "given") for key, value in alternative.get(part, {}).items() if value is None]
        if missing := sorted({"goal", "proof"} - set(alternative)) + empty:
            raise BadRow(f"{name}: without {' and '.join(missing)}")


def alternatives(row: Row) -> Iterator[Row]:
    """The rows that ``either`` leaves, each whole."""
    options = row.get("either")
    if not options:
        yield row
        return
    for option in options:
        yield from alternatives(_laid_over(row, option))


def _laid_over(row: Row, option: Row) -> Row:
    merged = {key: value for key, value in row.items() if key not in ("either", "times")}
    for key, value in option.items():
        if key in ("names", "draw", "text", "given"):
            merged[key] = {**merged.get(key, {}), **value}
        elif key == "where":
            merged[key] = [*_listed(merged.get(key, [])), *_listed(value)]
        else:
            merged[key] = value
    return merged


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def make(row: Row, draw: Draw) -> tuple[str, tuple[Script, ...]]:
    """A statement without its name, and scripts.  Raises ``BadRow`` if the conditions do not hold in 5000 tries, and
    ``ValueError`` for an expression that is not allowed."""
    for _ in range(5000):
        settled = row
        while options := settled.get("either"):
            chosen = draw.choices(options, weights=[option.get("times", 1) for option in options])[0]
            settled = _laid_over(settled, chosen)
        values = _values(settled, draw)
        if values is not None:
            return _written(settled, values, draw)
    raise BadRow(f"the conditions {row.get('where')} do not hold")


def _values(row: Row, draw: Draw) -> dict[str, Any] | None:
    """What is drawn, or None if it does not meet the conditions."""
    functions = {"choice": draw.choice, "sample": draw.sample, "chance": draw.chance, "field": draw.field,
                 "ordered": draw.ordered, "entailment": lambda names: entailment(draw, names)}  # fmt: skip
    values: dict[str, Any] = dict(functions)
    for targets, spec in row.get("draw", {}).items():
        names = [name.strip() for name in str(targets).split(",")]
        between = _RANGE.fullmatch(spec) if isinstance(spec, str) else None
        if between:
            low, high = (evaluate(between[i], values) for i in (1, 2))
            allowed = range(low, high + 1)
            if between[3]:
                left_out = evaluate(f"[{between[3]}]", values)
                allowed = [n for n in allowed if n not in left_out]
            if not allowed:
                return None
            values.update((name, draw.choice(allowed)) for name in names)
            continue
        value = draw.choice(spec) if isinstance(spec, list) else evaluate(spec, values) if isinstance(spec, str) else spec
        values.update(zip(names, value, strict=True) if len(names) > 1 else [(names[0], value)])
    return values if all(evaluate(condition, values) for condition in _listed(row.get("where", []))) else None


def _filled(template: Any, values: Mapping[str, Any], draw: Draw) -> str:
    """The template with its placeholders filled in, the numbers marked."""

    def put(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        value = evaluate(match[1], values)
        return mark(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else str(value)

    return _PLACEHOLDER.sub(put, str(draw.choice(template) if isinstance(template, list) else template))


def _written(row: Row, values: dict[str, Any], draw: Draw) -> tuple[str, tuple[Script, ...]]:
    waiting = dict(row.get("text", {}))
    while waiting:
        for name, template in list(waiting.items()):
            try:
                values[name] = _filled(template, values, draw)
                del waiting[name]
                break
            except NameError as error:  # a text that is still to come
                missing = error
        else:
            raise BadRow(f"a text of a row needs what there is not: {missing}")

    def spelled(template: Any) -> str:
        text = tidy(_filled(template, values, draw))
        if match := _EITHER_SPELLING.fullmatch(text):
            swapped, chance = _SWAPPED[match[3]]
            sides = (match[4], swapped, match[2]) if draw.chance(chance) else (match[2], match[3], match[4])
            text = f"{match[1] or ''}{sides[0]} {sides[1]} {sides[2]}"
        return re.sub("√", lambda _: draw.choice(("√", "Real.sqrt ")), text)

    given = {name: text for name, template in row.get("given", {}).items() if (text := spelled(template))}
    hypotheses, binders, first = _given(given, row.get("join", 0.15), draw)
    goal = spelled(row["goal"])
    proofs = [tidy(_filled(proof, values, draw)) for proof in _listed(row["proof"])]
    statement = " ".join(filter(None, [tidy(_filled(row.get("for", ""), values, draw)), binders, ":", goal]))
    scripts = [first + re.split(r"\n+(?![ |·\n])", proof.strip("\n")) for proof in proofs]
    hypotheses += row.get("new", "").split()
    called = _called(row.get("names", {}), hypotheses, [statement, *(step for script in scripts for step in script)], draw)
    return called(statement), tuple(tuple(called(step.rstrip()) for step in script) for script in scripts)


def _given(facts: dict[str, str], join: float, draw: Draw) -> tuple[list[str], str, list[str]]:
    """The names of the facts in the order they come in, the binders, and the proofs' first step if they come joined."""
    order = list(facts)
    if draw.chance(0.3):
        draw.shuffle(order)
    if len(facts) > 1 and draw.chance(join) and not any(map(_NOT_JOINED.search, facts.values())):
        conjunction = " ∧ ".join(facts[name] for name in order)
        return ["whole", *order], f"(whole : {conjunction})", [f"obtain ⟨{', '.join(order)}⟩ := whole"]
    return order, " ".join(f"({name} : {facts[name]})" for name in order), []


def _called(names: Mapping[str, str | None], hypotheses: list[str], texts: list[str], draw: Draw) -> Callable[[str], str]:
    """A function that renames in a text: what is in ``names`` and the hypotheses, to names that nothing else has."""
    words = set(re.findall(r"(?<![\w.'])[\w']+", " ".join(texts)))
    for _ in range(1000):
        new: dict[str, str] = {}
        for together, choices in names.items():
            old = together.split()
            group = draw.choice((choices or _GROUPS).split())
            new.update(zip(old, group.split(",") if "," in group else group if len(old) > 1 else [group]))  # noqa: B905
        new.update(zip(hypotheses, draw.hypotheses()))  # noqa: B905
        if len(set(new.values())) == len(new) and not (set(new.values()) - set(new)) & words:
            break
    else:
        raise BadRow(f"the names {dict(names)} clash with others of the row")
    pattern = re.compile(rf"(?<![\w.'])(?:{'|'.join(map(re.escape, sorted(new, key=len, reverse=True)))})(?![\w'])")
    return (lambda text: pattern.sub(lambda match: new[match[0]], text)) if new else (lambda text: text)
