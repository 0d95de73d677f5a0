"""A ``terms`` answer of the proof server, decoded: nodes by number become a goal's terms (``prover.lean.terms``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prover.lean.terms import COMPLEX, NAT, REAL, App, Bind, Binder, Bound, Call, GoalTerms, Hypothesis, Num, Opaque, Sort, Term


class NoTerms(ValueError):
    """The server's answer is no goal."""


def decode(nodes: list[list[Any]], hypotheses: list[Any], target: int, cut: bool = False) -> GoalTerms:
    """The goal of a ``terms`` answer (``prover.lean.messages.TermsAnswer``).

    A node is ``["num", digits, type]``, ``["var", hypothesis]``, ``["b", index]``, ``["app", name, [implicit…], [explicit…]]``,
    ``["call", function, [arguments…]]``, ``["all" | "lam", name, domain, body]``, ``["imp", p, q]``, ``["sort", name]`` or
    ``["?", text]``; numbers refer to earlier nodes, ``var`` to a hypothesis, whose type is an earlier node.  Raises ``NoTerms``.
    """
    made: list[Term] = []
    known: dict[int, Hypothesis] = {}

    def hypothesis(index: int) -> Hypothesis:
        if index not in known:
            h = hypotheses[index]
            value = None if h.value is None else made[h.value]
            known[index] = Hypothesis(h.name, made[h.type], h.kind, h.accessible, value)
        return known[index]

    try:
        for node in nodes:
            made.append(_node(node, made, lambda i: _variable(hypotheses[i], hypothesis(i))))
        shown = tuple(hypothesis(i) for i, h in enumerate(hypotheses) if h.shown)
        return GoalTerms(shown, made[target], cut)
    except (IndexError, ValueError, TypeError) as error:
        raise NoTerms(f"the server's answer is no goal: {error}") from error


_TYPE_VARIABLES = {"ℝ": REAL, "ℂ": COMPLEX}


def _variable(sent: Any, hypothesis: Hypothesis) -> Term:
    if not sent.shown and hypothesis.name in _TYPE_VARIABLES:
        return _TYPE_VARIABLES[hypothesis.name]
    return hypothesis.var


def _node(node: list[Any], made: list[Term], variable: Callable[[int], Term]) -> Term:
    match node:
        case ["num", str(digits), int(type_)]:
            return Num(int(digits), made[type_])
        case ["var", int(index)]:
            return variable(index)
        case ["b", int(index)]:
            return Bound(index)
        case ["app", str(name), list(implicit), list(args)]:
            return _application(name, tuple(made[i] for i in implicit), tuple(made[i] for i in args))
        case ["call", int(function), list(args)]:
            return Call(made[function], tuple(made[i] for i in args))
        case ["imp", int(p), int(q)]:
            return App("→", (made[p], made[q]))
        case ["all", str(name), int(domain), int(body)]:
            return Bind("∀", name, made[domain], made[body])
        case ["lam", str(name), int(domain), int(body)]:
            return Bind("λ", name, made[domain], made[body])
        case ["sort", str(name)]:
            return Sort(name)
        case ["?", str(text)]:
            return Opaque(text)
    raise ValueError(f"unknown node {node!r}")


_EXISTS: dict[str, Binder] = {"Exists": "∃", "ExistsUnique": "∃!"}
_TURNED = {"GT.gt": "LT.lt", "GE.ge": "LE.le"}


def _application(name: str, implicit: tuple[Term, ...], args: tuple[Term, ...]) -> Term:
    match name, args:
        case ("Exists" | "ExistsUnique", (Bind("λ", variable, domain, body),)):
            return Bind(_EXISTS[name], variable, domain, body)
        case ("GT.gt" | "GE.ge", (a, b)):
            return App(_TURNED[name], (b, a), implicit)
        case ("Neg.neg", (Num(value, type_),)) if value > 0:
            return Num(-value, type_)
        case ("OfScientific.ofScientific", (Num(digits), App("Bool.true"), Num(places))) if implicit:
            type_ = implicit[0]
            return App("HDiv.hDiv", (Num(digits, type_), Num(10**places, type_)), (type_,) * 3)
        case ("Nat.succ", (n,)):
            return App("HAdd.hAdd", (n, Num(1, NAT)), (NAT, NAT, NAT))
    return App(name, args, implicit)
