"""Terms printed as Lean, for tactics: ``to_lean(term)`` elaborates back to the same term wherever it stands.

Numerals, and arithmetic in which nothing else tells the type, are ascribed (``(2 : ℝ)``); casts say both types
(``((n + 1 : ℕ) : ℝ)``).  The text is for Lean with Mathlib and for the prelude alike.
"""

from __future__ import annotations

from prover.lean.terms import App, Bind, Bound, Call, Num, Opaque, Sort, Term, Var, number_type, type_of, walk


class NotPrintable(ValueError):
    """A term holds what cannot be typed: a hypothesis without an accessible name, or a loose bound variable."""


_BINARY = {
    "HAdd.hAdd": ("+", 65, 65, 66), "HSub.hSub": ("-", 65, 65, 66), "HMul.hMul": ("*", 70, 70, 71), "HDiv.hDiv": ("/", 70, 70, 71),
    "HMod.hMod": ("%", 70, 70, 71), "Eq": ("=", 50, 51, 51), "Ne": ("≠", 50, 51, 51), "LT.lt": ("<", 50, 51, 51),
    "LE.le": ("≤", 50, 51, 51), "Dvd.dvd": ("∣", 50, 51, 51), "And": ("∧", 35, 36, 35), "Or": ("∨", 30, 31, 30),
    "Iff": ("↔", 20, 21, 21), "→": ("→", 25, 26, 25), "Union.union": ("∪", 65, 65, 66), "Inter.inter": ("∩", 70, 70, 71),
    "SDiff.sdiff": ("\\", 70, 70, 71), "HasSubset.Subset": ("⊆", 50, 51, 51), "HSMul.hSMul": ("•", 73, 74, 73),
    "Function.comp": ("∘", 90, 91, 90),
}  # fmt: skip
"""Symbol, precedence, the least precedence of the left and of the right operand."""

_ARITHMETIC = {"HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HMod.hMod"}
_RELATIONS = {"Eq", "Ne", "LT.lt", "LE.le", "Dvd.dvd"}
_CASTS = {"Nat.cast": "ℕ", "Int.cast": "ℤ", "Rat.cast": "ℚ"}
_TYPES = {"Nat": "ℕ", "Int": "ℤ", "Rat": "ℚ", "Real": "ℝ", "Complex": "ℂ"}
_CONSTANTS = {"Real.pi": "(Real.pi : ℝ)", "EmptyCollection.emptyCollection": "∅", "Set.univ": "Set.univ"}
_NAMES = {"Max.max": "max", "Min.min": "min"}
_BIG = {"Finset.sum": "∑", "Finset.prod": "∏"}
_MAX = 1024


def to_lean(term: Term, precedence: int = 0) -> str:
    """The term as Lean.  ``precedence``: in parentheses where it binds less (0: never; 1024: unless it is one token).

    Raises ``NotPrintable``.
    """
    taken = {part.name for part in walk(term) if isinstance(part, Var)}
    return _Printer(taken).text(term, precedence, typed=False)


class _Printer:
    """``taken``: names that no binder may use.  ``names``: those of the binders around, the nearest last."""

    def __init__(self, taken: set[str]) -> None:
        self.taken, self.names = taken, list[tuple[str, Term]]()

    def text(self, term: Term, precedence: int, typed: bool) -> str:
        """``typed``: whether the type is known where it stands."""
        match term:
            case Num(value, type_):
                return self._numeral(value, type_, precedence, typed)
            case Var(name, _, accessible):
                if not accessible:
                    raise NotPrintable(f"'{name}' cannot be typed")
                return name
            case Bound(index):
                if index >= len(self.names):
                    raise NotPrintable("a loose bound variable")
                return self.names[-1 - index][0]
            case Sort(name):
                return name
            case Opaque(text):
                if "✝" in text or "#" in text:
                    raise NotPrintable(text)
                return f"({text})"
            case Call(function, args):
                parts = [self.text(function, _MAX, True), *(self.text(a, _MAX, True) for a in args)]
                return _within(" ".join(parts), _MAX - 1, precedence)
            case Bind():
                return self._bind(term, precedence)
            case App():
                return self._application(term, precedence, typed)
        raise TypeError(type(term).__name__)

    def _numeral(self, value: int, type_: Term, precedence: int, typed: bool) -> str:
        name = number_type(type_)
        if not typed and name != "ℕ":
            return f"({value} : {self.text(type_, 0, True)})"
        return f"({value})" if value < 0 and precedence > 65 else str(value)

    def _bind(self, term: Bind, precedence: int) -> str:
        domain = self.text(term.domain, 0, True)
        with_name = self._entered(term)
        body = self.text(term.body, 0, typed=False)
        self.names.pop()
        symbol, arrow = ("fun ", " =>") if term.kind == "λ" else (f"{term.kind} ", ",")
        return _within(f"{symbol}{with_name} : {domain}{arrow} {body}", 0, precedence or -1)

    def _entered(self, term: Bind) -> str:
        name, n = term.name if term.name.isidentifier() else "x", 0
        used = self.taken | {other for other, _ in self.names}
        while name in used or name == "_":
            n += 1
            name = f"{term.name if term.name.isidentifier() and term.name != '_' else 'x'}{n}"
        self.names.append((name, term.domain))
        return name

    def _application(self, term: App, precedence: int, typed: bool) -> str:
        match term:
            case App(name, ()) if name in _TYPES:
                return _TYPES[name]
            case App(name, ()):
                return _CONSTANTS.get(name, name)
            case App(name, (a, b)) if name in _BINARY:
                return self._binary(term, a, b, precedence, typed)
            case App("HPow.hPow", (a, b)):
                negated = isinstance(b, App) and b.name == "Neg.neg"
                text = f"{self.text(a, 76, typed)} ^ {self.text(b, 76 if negated else 75, self._is_natural(b))}"
                return _within(text, 75, precedence)
            case App("Neg.neg", (a,)):
                return _within(f"-{self.text(a, 75, typed)}", 75, precedence)
            case App("Not", (p,)):
                return _within(f"¬{self.text(p, 41, False)}", 40, precedence)
            case App("Inv.inv", (a,)):
                return f"{self.text(a, _MAX, typed)}⁻¹"
            case App("abs", (a,)):
                return f"|{self.text(a, 0, typed)}|"
            case App(name, (a,), (type_, *_)) if name in _CASTS:
                inner = self.text(a, 0, True)
                inner = inner if isinstance(a, (Var, Bound)) else f"({inner} : {_CASTS[name]})"
                return f"({inner} : {self.text(type_, 0, True)})"
            case App("Membership.mem", (collection, element)):
                return _within(f"{self.text(element, 51, False)} ∈ {self.text(collection, 51, False)}", 50, precedence)
            case App(name, (over, Bind("λ") as function)) if name in _BIG:
                collection = self.text(over, 51, False)
                if isinstance(over, App) and over.name.startswith("Finset.I") and all(isinstance(a, Num) for a in over.args):
                    collection = f"({collection} : Finset {self.text(function.domain, _MAX, True)})"
                variable = self._entered(function)
                body = self.text(function.body, 67, False)
                self.names.pop()
                return f"({_BIG[name]} {variable} ∈ {collection}, {body})"
            case App("setOf", (Bind("λ") as function,)):
                domain = self.text(function.domain, 0, True)
                variable = self._entered(function)
                body = self.text(function.body, 0, False)
                self.names.pop()
                return f"{{{variable} : {domain} | {body}}}"
            case App("Insert.insert" | "Singleton.singleton", _, (_, type_, *_)):
                return f"({{{', '.join(self._listed(term))}}} : {self.text(type_, 0, True)})"
            case App("ite", (condition, a, b)):
                parts = (self.text(condition, 0, False), self.text(a, 0, typed), self.text(b, 0, typed))
                return "(if {} then {} else {})".format(*parts)
            case App("Prod.mk", (a, b)):
                return f"({self.text(a, 0, False)}, {self.text(b, 0, False)})"
            case App("Prod.fst" | "Prod.snd", (pair,)):
                return f"{self.text(pair, _MAX, False)}.{1 if term.name == 'Prod.fst' else 2}"
            case App("Nat.ModEq" | "Int.ModEq", (n, a, b)):
                kind = "MOD" if term.name == "Nat.ModEq" else "ZMOD"
                typed = term.name == "Nat.ModEq"
                text = f"{self.text(a, 51, typed)} ≡ {self.text(b, 51, typed)} [{kind} {self.text(n, 0, True)}]"
                return _within(text, 50, precedence)
        parts = [_NAMES.get(term.name, term.name), *(self.text(a, _MAX, not term.implicit) for a in term.args)]
        return _within(" ".join(parts), _MAX - 1, precedence)

    def _binary(self, term: App, a: Term, b: Term, precedence: int, typed: bool) -> str:
        symbol, own, left, right = _BINARY[term.name]
        if term.name in _ARITHMETIC:
            typed_operand = typed or self._tells(a) or self._tells(b)
            text = f"{self.text(a, left, typed_operand)} {symbol} {self.text(b, right, typed_operand or not self._tells(a))}"
        elif term.name in _RELATIONS:
            typed_operand = self._tells(a) or self._tells(b)
            text = f"{self.text(a, left, typed_operand)} {symbol} {self.text(b, right, True)}"
        else:
            text = f"{self.text(a, left, False)} {symbol} {self.text(b, right, False)}"
        return _within(text, own, precedence)

    def _tells(self, term: Term) -> bool:
        """Whether the type of the term is seen from its text without the numerals in it."""
        match term:
            case Num():
                return False
            case App("HPow.hPow", (a, _)) | App("Neg.neg" | "Inv.inv" | "abs", (a,)):
                return self._tells(a)
            case App(name, (a, b)) if name in _ARITHMETIC:
                return self._tells(a) or self._tells(b)
            case App("ite", (_, a, b)):
                return self._tells(a) or self._tells(b)
        return True

    @staticmethod
    def _is_natural(exponent: Term) -> bool:
        return number_type(type_of(exponent)) == "ℕ"

    def _listed(self, term: Term) -> list[str]:
        match term:
            case App("Insert.insert", (a, rest)):
                return [self.text(a, 0, True), *self._listed(rest)]
            case App("Singleton.singleton", (a,)):
                return [self.text(a, 0, True)]
        raise NotPrintable("a set that ends otherwise than in its elements")


def _within(text: str, own: int, least: int) -> str:
    return f"({text})" if own < least else text
