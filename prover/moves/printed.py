"""Reading a goal as Lean prints it.  Everything that takes a printed goal apart is here.

Moves ask a ``Goal`` for names, types, laws and fresh names, and use the functions below on its formulas; where a goal
comes as a term instead of a text, this file is what changes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

NUMBER_TYPES = ("ℝ", "ℚ", "ℤ", "ℕ")
CLAIM = "claim"
"""How the names of claims begin that moves add to a goal."""

_HYPOTHESIS = re.compile(r"^(?P<names>[^\s:⊢][^:⊢]*?) : (?P<type>.*)$", re.DOTALL)
_RELATION = re.compile(r"(?<= )[=≤<≥>](?= )")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NAME = re.compile(r"(?<![\w.'])[^\W\d][\w'₀-₉]*")


@dataclass(frozen=True)
class Hypothesis:
    """``names : type``; a let-binding's value stays in ``type`` after ``:=``."""

    names: tuple[str, ...]
    type: str


@dataclass(frozen=True)
class Goal:
    """One goal.  ``case`` is its tag, if it has one."""

    case: str | None
    hypotheses: tuple[Hypothesis, ...]
    target: str

    def named(self) -> list[tuple[str, str]]:
        """Each accessible hypothesis with its type, in order; those Lean marks with ``✝`` are left out."""
        return [(n, h.type) for h in self.hypotheses for n in h.names if "✝" not in n]

    def of_type(self, *types: str) -> list[str]:
        """Names of the hypotheses whose type is one of ``types``."""
        return [n for n, t in self.named() if t in types]

    @cached_property
    def types(self) -> dict[str, str]:
        """The type of each accessible hypothesis; of several with one name, the last."""
        return dict(self.named())

    @cached_property
    def text(self) -> str:
        """All types and the target."""
        return " ".join([*self.types.values(), self.target])

    @cached_property
    def functions(self) -> frozenset[str]:
        """Variables that are functions, sequences or equivalences."""
        return frozenset(n for n, t in self.named() if re.fullmatch(r"[^∀∃,=]+ (→|≃) [^∀∃,=]+|Equiv .*", t))

    @cached_property
    def laws(self) -> list[str]:
        """Hypotheses that are equations for all arguments."""
        return [n for n, t in self.types.items() if t.startswith("∀") and "= " in t and not re.search("[→↔]", t)]

    @cached_property
    def equations(self) -> list[str]:
        """Hypotheses ``a = b``."""
        return [
            n for n, t in self.named()
            if not t.startswith("∀") and has_top(t, "=") and not has_top(t, "→", "∨", "∧", "↔")
        ]  # fmt: skip

    @cached_property
    def conjunctions(self) -> list[str]:
        """Hypotheses ``p ∧ q``."""
        return [
            n for n, t in self.named()
            if not t.startswith(("∀", "∃")) and has_top(t, "∧") and not has_top(t, "→", "∨", "↔")
        ]  # fmt: skip

    @property
    def bundled(self) -> bool:
        """Whether there are hypotheses to take apart without loss."""
        return bool(self.conjunctions) or any(t.startswith("∃") for t in self.types.values())

    @cached_property
    def rewrites(self) -> list[str]:
        """The laws, and the hypotheses that work out a root or a value of a function."""
        worked_out = [n for n, t in self.types.items() if re.match(r"√\S+ = ", t) or n.startswith(CLAIM) and " = " in t]
        return [*self.laws, *worked_out]

    @cached_property
    def claims(self) -> int:
        """How many claims moves have added already."""
        return sum(n.startswith(CLAIM) for n in self.types)

    def names(self, term: str) -> list[str]:
        """The goal's variables and functions in a term, in order."""
        return [w for w in dict.fromkeys(_NAME.findall(term)) if w in self.types]

    def type_of(self, term: str) -> str:
        """The type a term has, by its first variable or function; of a numeral nothing is known."""
        if "Real." in term:
            return "ℝ"
        for name in self.names(term):
            type_ = self.types[name]
            return type_.split()[-1] if name in self.functions else type_
        return ""

    def fresh(self, wanted: str, taken: Container[str] = ()) -> str:
        """A name that is neither the goal's nor ``taken``: ``wanted``, or with the first subscript that makes it new."""
        name, n = wanted, 0
        while name in taken or any(name in h.names for h in self.hypotheses):
            n += 1
            name = wanted + str(n).translate(_SUBSCRIPTS)
        return name

    def numbered(self, wanted: str, count: int) -> list[str]:
        """``count`` fresh names: ``wanted₁``, ``wanted₂`` …"""
        names: list[str] = []
        for i in range(1, count + 1):
            names.append(self.fresh(wanted + str(i).translate(_SUBSCRIPTS), names))
        return names


def parse_goal(text: str) -> Goal:
    """Parse one pretty-printed goal; a line that continues the one before is indented."""
    entries: list[str] = []
    case = None
    for line in text.split("\n"):
        if line.startswith("case ") and not entries:
            case = line[len("case ") :].strip()
        elif line[:1].isspace() and entries:
            entries[-1] += " " + line.strip()
        elif line.strip():
            entries.append(line)
    hypotheses: list[Hypothesis] = []
    target = ""
    for entry in entries:
        if entry.startswith("⊢"):
            target = entry[1:].strip()
        elif (m := _HYPOTHESIS.match(entry)) is not None:
            hypotheses.append(Hypothesis(tuple(m["names"].split()), m["type"].strip()))
    return Goal(case, tuple(hypotheses), target)


# ----------------------------------------------------------------------------------------- formulas


def is_relation(text: str) -> bool:
    """Whether an equation or inequality stands in it; the ``=`` of ``=>``, ``:=`` and ``≠`` is none."""
    return _RELATION.search(text) is not None


def mentions(text: str, name: str) -> bool:
    """Whether a variable or constant occurs in a formula."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def arguments(text: str, function: str) -> list[str]:
    """What a function of one argument is applied to, as written: ``(n + 1)``, ``3``."""
    return re.findall(rf"(?<![\w.]){re.escape(function)} ([\w.]+|\([^()]*\))", text)


def outside(text: str) -> Iterator[tuple[int, str]]:
    """The characters outside all brackets, with where they stand; an opening bracket counts as inside."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "([{⟨⦃⌊⌈") - (char in ")]}⟩⦄⌋⌉")
        if depth == 0:
            yield at, char


def has_top(text: str, *symbols: str) -> bool:
    """Whether one of the characters occurs outside brackets."""
    return any(char in symbols for _, char in outside(text))


def split_top(text: str, *symbols: str) -> list[str]:
    """The parts between these characters, where they stand outside brackets."""
    edges = [-1, *(at for at, char in outside(text) if char in symbols), len(text)]
    return [text[a + 1 : b].strip() for a, b in zip(edges, edges[1:], strict=False)]


def partition_top(text: str, symbol: str) -> tuple[str, str, str]:
    """As ``str.partition``, at the first such character outside brackets."""
    for at, char in outside(text):
        if char == symbol:
            return text[:at], symbol, text[at + 1 :]
    return text, "", ""


def factors(term: str) -> list[str]:
    """The factors of a product, without the parentheses around them; a sum is its only factor."""
    if any(char in "+-/" and at for at, char in outside(term)):
        return [term]
    return [p[1:-1] if p.startswith("(") and p.endswith(")") else p for p in split_top(term, "*")]
