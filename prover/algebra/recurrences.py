"""Sequences that recurrences give: their values, computed one after another from the equations at hand.

An equation in which all but one value ``u n`` are known gives that one where it is linear in it.  So ``u 0 = 1`` and
``∀ n, u (n + 1) = 2 * u n + 1`` give all values, ``u 10 = 5`` with it those before, and two initial values those of a recurrence
over two steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from prover.algebra.evaluation import truth, value
from prover.algebra.laws import Law, calls, ground
from prover.algebra.numbers import Unknown, simple
from prover.lean.terms import App, Call, Hypothesis, Num, Term, Var, number_type, type_of

NESTING = 8
"""How often values may be asked for whose arguments are values."""

MAX_BITS = 10_000
"""Larger values are not kept: a sequence may grow doubly exponentially."""

Key = tuple[Var, int]
"""A value of a sequence: ``u 3``."""


@dataclass(frozen=True)
class Derivation:
    """How a value comes about: ``u 3 = value`` from a law at ``index`` (with ``path`` of its conclusion) or a hypothesis, and from
    earlier values."""

    key: Key
    value: Fraction
    law: Law | None
    index: int
    path: str
    hypothesis: str
    uses: tuple[Key, ...]
    forward: bool
    """Whether the equation's left side is the value."""
    linear: bool
    """Whether the equation is affine in the values it uses, as far as points tell."""

    @property
    def call(self) -> Call:
        """The value as a term."""
        return call_of(self.key)


def call_of(key: Key) -> Call:
    """``u n`` as a term."""
    return Call(key[0], (Num(key[1], key[0].type.args[0]),))


def sequence_variables(variables: Iterable[Var]) -> list[Var]:
    """Those that are functions from ℕ or ℤ to numbers."""
    return [
        f
        for f in variables
        if isinstance(f.type, App)
        and f.type.name == "→"
        and number_type(f.type.args[0]) in ("ℕ", "ℤ")
        and number_type(f.type.args[1]) in ("ℕ", "ℤ", "ℚ", "ℝ")
    ]


class Values:
    """The values that laws and hypotheses give of some sequences, with their derivations.  ``known`` grows by ``extend``."""

    def __init__(self, sequences: Sequence[Var], laws: Sequence[Law], hypotheses: Sequence[Hypothesis]) -> None:
        self.sequences = list(sequences)
        self.laws = [law for law in laws if len(law.variables) == 1 and number_type(law.variables[0].type) in ("ℕ", "ℤ")]
        self.known: dict[Key, Fraction] = {}
        self.derivations: dict[Key, Derivation] = {}
        self._used: list[Key] = []
        self._lacking: Key | None = None
        self._assumed: dict[Key, Fraction] = {}
        self.functions = {f: self._function(f) for f in self.sequences}
        self._facts = [h for h in hypotheses if isinstance(h.type, App) and h.type.name == "Eq"]
        self._open: list[tuple[Law, int, str, Term]] = []
        self._done: set[int] = set()
        self._settle()

    def _function(self, f: Var) -> Callable[[int], Fraction]:
        def at(n: int | Fraction) -> Fraction:
            if n != int(n):
                raise Unknown("no index")
            key = (f, int(n))
            if key in self._assumed:
                return self._assumed[key]
            if key not in self.known:
                self._lacking = key
                raise Unknown(f"{f.name} {n} is not known")
            self._used.append(key)
            return self.known[key]

        return at

    def extend(self, indices: Iterable[int]) -> None:
        """Instances of the laws at some arguments, and what follows of them."""
        for n in indices:
            if n in self._done:
                continue
            self._done.add(n)
            for law in self.laws:
                if n >= 0 or number_type(law.variables[0].type) == "ℤ":
                    instance = law.at((Num(n, law.variables[0].type),))
                    if all(truth(g, {}) for g in instance.guards):
                        self._open += [(law, n, path, c) for path, c in instance.conclusions if _is_equation(c)]
            self._settle()

    def evaluated(self, proposition: Term) -> tuple[bool | None, list[Key]]:
        """Whether a proposition about the values holds, and those it asks for, inner ones first."""
        for _ in range(NESTING):
            self._used, self._lacking = [], None
            found = truth(proposition, self.functions)
            used = list(dict.fromkeys(self._used))
            if found is not None or self._lacking is None:
                return found, used
            n = self._lacking[1]
            known = len(self.known)
            self.extend(range(n - 3, n + 3))
            if len(self.known) == known:
                break
        return None, []

    def _settle(self) -> None:
        changed = True
        while changed:
            changed = False
            for h in self._facts:
                changed |= self._derive(h.type, None, 0, "", h.name)
            left = []
            for entry in self._open:
                law, index, path, equation = entry
                if self._derive(equation, law, index, path, ""):
                    changed = True
                elif self._missing(equation):
                    left.append(entry)
            self._open = left

    def _difference(self, equation: App) -> Fraction:
        self._lacking = None
        found = [value(side, self.functions) for side in equation.args]
        if not all(isinstance(x, (int, Fraction)) for x in found):
            raise Unknown("no rational number")
        return Fraction(found[0]) - Fraction(found[1])

    def _missing(self, equation: Term) -> bool:
        try:
            self._difference(equation)
        except Unknown:
            return self._lacking is not None
        return False

    def _derive(self, equation: App, law: Law | None, index: int, path: str, name: str) -> bool:
        """Whether the equation gives a new value."""
        self._used = []
        try:
            self._difference(equation)
            return False
        except Unknown:
            if (key := self._lacking) is None:
                return False
        try:
            at = []
            for t in (0, 1, 2, 5):
                self._used = []
                self._assumed = {key: Fraction(t)}
                at.append(self._difference(equation))
            slope = at[1] - at[0]
            if slope == 0 or at[2] - at[1] != slope or at[3] - at[0] != 5 * slope:
                return False
            root = Fraction(simple(-at[0] / slope))
            self._assumed = {key: root}
            if self._difference(equation) != 0 or not _of_type(root, key[0].type.args[1]) or _bits(root) > MAX_BITS:
                return False
        except Unknown:
            return False
        finally:
            self._assumed = {}
        uses = tuple(dict.fromkeys(self._used))
        left = equation.args[0]
        forward = isinstance(left, Call) and left.function == key[0] and value(left.args[0], {}) == key[1]
        self.known[key] = root
        self.derivations[key] = Derivation(key, root, law, index, path, name, uses, forward, self._linear(equation, key, uses))
        return True

    def _linear(self, equation: App, key: Key, uses: tuple[Key, ...]) -> bool:
        """Whether the difference is affine along some lines through the values' space."""
        keys = [key, *uses]
        try:
            for direction in range(1, 3):
                at = []
                for t in (0, 1, 2):
                    self._assumed = {k: Fraction(t * (3 * i + direction)) for i, k in enumerate(keys)}
                    at.append(self._difference(equation))
                if at[2] - at[1] != at[1] - at[0]:
                    return False
        except Unknown:
            return False
        finally:
            self._assumed = {}
        return True

    def affine(self, comparison: App, keys: Sequence[Key]) -> bool:
        """Whether a comparison's difference is affine in these values, as far as points tell."""
        return bool(keys) and self._linear(comparison, keys[0], tuple(keys[1:]))

    def chain(self, keys: Iterable[Key]) -> list[Derivation]:
        """The derivations that some known values need, in order."""
        needed: dict[Key, None] = {}

        def visit(key: Key) -> None:
            stack = [(key, False)]
            while stack:
                k, ready = stack.pop()
                if k in needed:
                    continue
                if ready:
                    needed[k] = None
                else:
                    stack.append((k, True))
                    stack += [(u, False) for u in self.derivations[k].uses if u not in needed]

        for key in keys:
            visit(key)
        return [self.derivations[k] for k in needed]


def _is_equation(term: Term) -> bool:
    return isinstance(term, App) and term.name == "Eq" and bool(number_type(type_of(term.args[0])))


def _bits(number: Fraction) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def _of_type(number: Fraction, type_: Term) -> bool:
    match number_type(type_):
        case "ℕ":
            return number.denominator == 1 and number >= 0
        case "ℤ":
            return number.denominator == 1
    return True


def asked_values(term: Term, sequences: Sequence[Var]) -> Iterator[Key]:
    """The values at numbers that occur in a term."""
    for call in calls(term):
        if call.function in sequences and len(call.args) == 1:
            index = ground(call.args[0])
            if index is not None and index.denominator == 1:
                yield call.function, int(index)
