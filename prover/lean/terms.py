"""A goal as Lean holds it: terms instead of text.

``terms`` of the proof server (``lean_project/ProofServer/Terms.lean``) tells a goal as a list of nodes, children first, equal
nodes once.  ``prover.lean.decoding.decode`` makes a ``GoalTerms`` of it: hypotheses and a target over ``Term``s, which are immutable, hashable and
compare by structure.  ``prover.lean.printing.to_lean`` prints a term as Lean.

=========  ========================================================================================================
``Num``    a numeral with its type; ``-2`` is one too, ``1 / 2`` is a division of two
``Var``    a local variable, function or hypothesis, with its type
``Bound``  a variable bound by the binder so many binders above it (0 the nearest)
``App``    a constant applied: its full name, its explicit arguments, its implicit ones that are no instances
``Call``   any other function applied, such as a local one
``Bind``   ``∀``, ``∃``, ``∃!`` or ``λ`` (``fun``) over one variable; an implication is ``App("→", (p, q))``
``Sort``   ``Prop``, ``Type`` …
``Opaque`` whatever else, as Lean prints it
=========  ========================================================================================================

Heads are Lean's names: ``HAdd.hAdd``, ``HPow.hPow``, ``Eq``, ``Ne``, ``LT.lt``, ``LE.le`` (``a > b`` and ``a ≥ b`` are turned round
into these), ``And``, ``Or``, ``Not``, ``Iff``, ``Dvd.dvd``, ``HMod.hMod``, ``Nat.cast``, ``Finset.sum``, ``Membership.mem``
(arguments: collection, element), ``Real.sqrt``.  Of Mathlib's own ``ℝ`` and of the prelude's generalized one the terms are alike:
the type is ``App("Real")``, by which ``number_type`` tells ``"ℝ"``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Union

Binder = Literal["∀", "∃", "∃!", "λ"]


def _hashed(cls: type) -> type:
    """A frozen dataclass whose hash is computed once: terms are deep, and are looked up often."""
    cls = dataclass(frozen=True, repr=False)(cls)
    plain = cls.__hash__

    def cached(self: Any) -> int:
        known = self.__dict__.get("_hash")
        if known is None:
            known = plain(self)
            object.__setattr__(self, "_hash", known)
        return known

    names = tuple(cls.__dataclass_fields__)
    cls.__hash__ = cached  # type: ignore[method-assign]
    cls.__reduce__ = lambda self: (cls, tuple(getattr(self, n) for n in names))  # type: ignore[method-assign]  # without the hash
    cls.__repr__ = lambda self: short(self)  # type: ignore[method-assign]
    return cls


@_hashed
class Num:
    value: int
    type: Term


@_hashed
class Var:
    """``accessible``: whether its name can be typed in a tactic (Lean prints others with ``✝``)."""

    name: str
    type: Term
    accessible: bool = field(default=True, compare=False)


@_hashed
class Bound:
    index: int


@_hashed
class App:
    name: str
    args: tuple[Term, ...] = ()
    implicit: tuple[Term, ...] = ()


@_hashed
class Call:
    function: Term
    args: tuple[Term, ...]


@_hashed
class Bind:
    kind: Binder
    name: str
    domain: Term
    body: Term


@_hashed
class Sort:
    name: str


@_hashed
class Opaque:
    text: str


Term = Union[Num, Var, Bound, App, Call, Bind, Sort, Opaque]

_NUMBER_TYPES = {"Nat": "ℕ", "Int": "ℤ", "Rat": "ℚ", "Real": "ℝ", "Complex": "ℂ"}
NAT, INT, RAT, REAL, COMPLEX = (App(name) for name in _NUMBER_TYPES)
"""The number types as terms."""
PROP = Sort("Prop")

_RESULTS: dict[str, Term] = {
    **dict.fromkeys(
        (
            "Finset.card", "Int.toNat", "Int.natAbs", "Nat.floor", "Nat.ceil", "Nat.factorial", "Nat.gcd", "Nat.lcm",
            "Nat.choose", "Nat.sqrt", "Nat.log", "Nat.succ", "Nat.pred", "List.length", "Nat.totient", "Int.gcd", "Int.lcm",
            "Rat.den", "Fintype.card", "Nat.digits_sum",
        ),
        NAT,
    ),
    **dict.fromkeys(("Int.floor", "Int.ceil", "Rat.num", "Int.ofNat", "Int.emod"), INT),
    **dict.fromkeys(
        ("Real.sqrt", "Real.log", "Real.exp", "Real.sin", "Real.cos", "Real.tan", "Real.pi", "Complex.re", "Complex.im"), REAL
    ),
    "Complex.I": COMPLEX,
    **dict.fromkeys(
        (
            "Eq", "Ne", "LT.lt", "LE.le", "And", "Or", "Not", "Iff", "→", "Dvd.dvd", "Membership.mem", "Even", "Odd", "True",
            "False", "Nat.Prime", "Nat.ModEq", "Int.ModEq", "Nat.Coprime", "IsLeast", "IsGreatest",
        ),
        PROP,
    ),
}  # fmt: skip
"""The types of applications whose type is not their first implicit argument."""
_LAST_IMPLICIT = frozenset(
    {"HPow.hPow", "HSMul.hSMul", "HAdd.hAdd", "HMul.hMul", "HSub.hSub", "HDiv.hDiv", "HMod.hMod", "Finset.sum", "Finset.prod"}
)


def number_type(type_: Term | None) -> str:
    """``"ℕ"``, ``"ℤ"``, ``"ℚ"``, ``"ℝ"``, ``"ℂ"``; ``""`` for every other type."""
    return _NUMBER_TYPES.get(type_.name, "") if isinstance(type_, App) and not type_.args else ""


def type_of(term: Term) -> Term | None:
    """The type of a term, as far as its head tells; ``None`` for one that is not known.

    Bound variables have none here: ``opened`` puts ``Var``s in their place first.
    """
    match term:
        case Num(type=type_) | Var(type=type_):
            return type_
        case App(name, args, implicit):
            if name in _RESULTS:
                return _RESULTS[name]
            if name in _LAST_IMPLICIT:
                return implicit[-1] if implicit else None
            if name == "ite":
                return type_of(args[1]) if len(args) > 2 else None
            if name.startswith("Nat.") and not implicit and name not in ("Nat.cast",):
                return NAT
            return implicit[0] if implicit else None
        case Call(function, args):
            type_ = type_of(function)
            for _ in args:
                match type_:
                    case App("→", (_, codomain)):
                        type_ = codomain
                    case Bind("∀", _, _, body):
                        type_ = body
                    case _:
                        return None
            return type_
        case Bind("∀" | "∃" | "∃!"):
            return PROP
    return None


def type_name(term: Term) -> str:
    """The number type of a term: ``number_type(type_of(term))``."""
    return number_type(type_of(term))


# ------------------------------------------------------------------------------------------------------------ walking


def children(term: Term) -> tuple[Term, ...]:
    """The explicit parts of a term: arguments, a binder's domain and body."""
    match term:
        case App(_, args):
            return args
        case Call(function, args):
            return (function, *args)
        case Bind(_, _, domain, body):
            return (domain, body)
    return ()


def walk(term: Term) -> Iterator[Term]:
    """The term and all its explicit parts, each occurrence, from the outside in."""
    stack = [term]
    while stack:
        term = stack.pop()
        yield term
        stack.extend(reversed(children(term)))


def rebuild(term: Term, change: Callable[[Term], Term]) -> Term:
    """The term with ``change`` applied to each of its explicit parts (not to itself)."""
    match term:
        case App(name, args, implicit):
            return App(name, tuple(map(change, args)), implicit)
        case Call(function, args):
            return Call(change(function), tuple(map(change, args)))
        case Bind(kind, name, domain, body):
            return Bind(kind, name, change(domain), change(body))
    return term


def replaced(term: Term, old: Term, new: Term) -> Term:
    """``new`` in the place of each occurrence of ``old``; ``new`` must hold no bound variable of an outer binder."""
    return new if term == old else rebuild(term, lambda part: replaced(part, old, new))


def opened(binder: Bind, value: Term) -> Term:
    """The binder's body with ``value`` in the place of its variable; ``value`` must hold no loose bound variable."""
    return _instantiate(binder.body, value, 0)


def _instantiate(term: Term, value: Term, depth: int) -> Term:
    match term:
        case Bound(index):
            return value if index == depth else Bound(index - 1) if index > depth else term
        case Bind(kind, name, domain, body):
            return Bind(kind, name, _instantiate(domain, value, depth), _instantiate(body, value, depth + 1))
        case App(name, args, implicit):
            if not args and not implicit:
                return term
            return App(
                name,
                tuple(_instantiate(a, value, depth) for a in args),
                tuple(_instantiate(a, value, depth) for a in implicit),
            )
        case Num(number, type_):
            return Num(number, _instantiate(type_, value, depth))
    return rebuild(term, lambda part: _instantiate(part, value, depth))


def is_loose(term: Term, depth: int = 0) -> bool:
    """Whether a bound variable of an outer binder occurs in it."""
    match term:
        case Bound(index):
            return index >= depth
        case Bind(_, _, domain, body):
            return is_loose(domain, depth) or is_loose(body, depth + 1)
    return any(is_loose(part, depth) for part in children(term))


def variables(term: Term) -> list[Var]:
    """The local variables and functions that occur in it, in order, each once."""
    return list(dict.fromkeys(part for part in walk(term) if isinstance(part, Var)))


def conjuncts(proposition: Term, head: str = "And") -> list[Term]:
    """The parts of a conjunction (or, with ``head`` ``Or``, of a disjunction), nested to the right or not."""
    if isinstance(proposition, App) and proposition.name == head:
        return [part for side in proposition.args for part in conjuncts(side, head)]
    return [proposition]


# ---------------------------------------------------------------------------------------------------------- the goal


@dataclass(frozen=True)
class Hypothesis:
    """``name : type``, or ``name : type := value``.

    ``kind``: ``prop`` (a proof), ``data`` (an object), ``type`` or ``instance``.  ``accessible``: whether its name can be typed.
    """

    name: str
    type: Term
    kind: Literal["prop", "data", "type", "instance"] = "data"
    accessible: bool = True
    value: Term | None = None

    @cached_property
    def var(self) -> Var:
        """The hypothesis as a term."""
        return Var(self.name, self.type, self.accessible)


@dataclass(frozen=True)
class GoalTerms:
    """One goal.  ``hypotheses`` in Lean's order, those that Lean does not print (``ℝ`` and its instances) left out;
    ``cut``: something of it was too large and is ``Opaque``."""

    hypotheses: tuple[Hypothesis, ...]
    target: Term
    cut: bool = False

    @cached_property
    def data(self) -> list[Hypothesis]:
        """Objects: numbers, functions, sets."""
        return [h for h in self.hypotheses if h.kind == "data"]

    @cached_property
    def props(self) -> list[Hypothesis]:
        """Proofs whose names can be typed."""
        return [h for h in self.hypotheses if h.kind == "prop" and h.accessible]

    def negated(self) -> Term:
        """The target's negation, as a proposition: of a comparison of a linear order the opposite one."""
        return negation(self.target)


def negation(proposition: Term) -> Term:
    """``¬ proposition``, with the negation taken into equations, comparisons, ``∧``, ``∨``, ``→``, ``∀``, ``∃``.

    Comparisons are turned round only between numbers of a linear order (not ``ℂ``).
    """
    match proposition:
        case App("Not", (p,)):
            return p
        case App("Eq", args, implicit):
            return App("Ne", args, implicit)
        case App("Ne", args, implicit):
            return App("Eq", args, implicit)
        case App("LT.lt", (a, b), implicit) if implicit and number_type(implicit[0]) in ("ℕ", "ℤ", "ℚ", "ℝ"):
            return App("LE.le", (b, a), implicit)
        case App("LE.le", (a, b), implicit) if implicit and number_type(implicit[0]) in ("ℕ", "ℤ", "ℚ", "ℝ"):
            return App("LT.lt", (b, a), implicit)
        case App("And", (p, q)):
            return App("Or", (negation(p), negation(q)))
        case App("Or", (p, q)):
            return App("And", (negation(p), negation(q)))
        case App("→", (p, q)):
            return App("And", (p, negation(q)))
        case App("True"):
            return App("False")
        case App("False"):
            return App("True")
        case Bind("∀", name, domain, body):
            return Bind("∃", name, domain, negation(body))
        case Bind("∃", name, domain, body):
            return Bind("∀", name, domain, negation(body))
    return App("Not", (proposition,))


def short(term: Term) -> str:
    """A term for people and tests, in prefix form: ``(LE.le 0 x)``."""
    match term:
        case Num(value):
            return str(value)
        case Var(name):
            return name
        case Bound(index):
            return f"#{index}"
        case Opaque(text):
            return f"«{text}»"
        case Sort(name):
            return name
        case Bind(kind, name, domain, body):
            return f"({kind}{name}:{short(domain)}. {short(body)})"
        case App(name, args):
            return f"({' '.join([name, *map(short, args)])})" if args else name
        case Call(function, args):
            return f"({' '.join([short(function), *map(short, args)])})"
    raise TypeError(type(term).__name__)
