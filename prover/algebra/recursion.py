"""Sequences that recurrences define, written as Lean: recursion on ℕ over a window of successive values.

``u n = … u (n - 1) … u (n - 2)`` for ``n ≥ 3`` with ``u 1`` and ``u 2`` given is the first component of what steps on triples
``(u n, u (n + 1), u (n + 2))`` make of ``(u 0, u 1, u 2)``, with any ``u 0``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prover.algebra.literals import Definition, offset_of
from prover.algebra.numbers import Unknown
from prover.lean.printing import to_lean
from prover.lean.terms import NAT, App, Bind, Call, Num, Term, Var, opened, replaced, walk

_LOOKED_AT = 24
"""Indices up to which a recurrence must go on holding once it holds."""
_WINDOW = 6
"""The longest window."""


@dataclass(frozen=True)
class Recursion:
    """A sequence's ``definition`` as Lean; ``start``: the least value of the law's variable from which the law holds."""

    definition: str
    start: int


def recursion(definition: Definition, rules: Callable[[int], Any], first: Callable[[int], str]) -> Recursion | None:
    """The sequence of a ``recurrence`` whose body holds numbers and the sequence only; ``None`` where its law does not hold from
    some index on.

    ``rules``: whether the law says what the sequence is at an index; ``first``: its values there, as Lean reads them.
    Raises ``Unknown``, and ``NotPrintable``.
    """
    assert definition.kind == "recurrence" and isinstance(definition.var.type, App)
    type_, body = definition.var.type.args[1], definition.body
    start = next((k for k in range(_WINDOW + 1) if rules(k)), None)
    if start is None or not all(rules(k) for k in range(start, _LOOKED_AT)):
        return None
    calls = {part for part in walk(body) if isinstance(part, Call) and part.function == definition.var}
    offsets = {call: offset_of(call.args[0]) for call in calls}
    width = max([start, 1, *(definition.shift - o for o in offsets.values() if o is not None)])
    if width > _WINDOW:
        return None
    values = [first(k) for k in range(width)]
    if not all(values):
        raise Unknown("a first value that is no rational number")
    ahead = width - definition.shift
    for call, offset in offsets.items():
        assert offset is not None
        body = replaced(body, call, Var(_component(ahead + offset, width), type_))
    n: Term = Var("n", NAT)
    at = App("HAdd.hAdd", (n, Num(ahead, NAT)), (NAT,) * 3) if ahead else n
    step = to_lean(opened(Bind("λ", "", NAT, body), at))
    kept = [_component(i, width) for i in range(1, width)]
    product = " × ".join([to_lean(type_)] * width)
    made = f"Nat.rec (motive := fun _ => {product}) ({', '.join(values)}) (fun n w => ({', '.join([*kept, step])})) n"
    return Recursion(f"fun n => {made}" if width == 1 else f"fun n => ({made}).1", start - definition.shift)


def _component(i: int, width: int) -> str:
    """The ``i``-th of a tuple ``w``."""
    if width == 1:
        return "w"
    return "w" + ".2" * i + (".1" if i < width - 1 else "")
