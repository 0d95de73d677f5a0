"""Tables of values in Lean: arguments and values of a function, packed into one numeral, decided by the kernel.

A numeral of some thousand digits elaborates as fast as one of two, a list of as many numerals does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

HELPERS = """
namespace Values
/-- An integer by a natural: 0, -1, 1, -2, 2, … -/
def int (n : ℕ) : ℤ := cond (Nat.beq (Nat.mod n 2) 0) (Int.ofNat (Nat.div n 2)) (Int.negSucc (Nat.div n 2))
def rat (n : ℕ) : ℚ := mkRat (int (Nat.div n 4096)) (Nat.mod n 4096)
def pos (n : ℕ) : PNat := ⟨Nat.succ n, Nat.succ_pos n⟩
def items : ℕ → ℕ → List ℕ
  | 0, _ => []
  | most + 1, v => cond (Nat.ble v 1) [] (Nat.mod v 4096 :: items most (Nat.div v 4096))
/-- A list by the digits of a natural, after which a 1 stands. -/
def list (v : ℕ) : List ℕ := items 200 v
/-- Whether a finite set has as many elements as a list without duplicates, and all of its. -/
def same {α : Type} [DecidableEq α] (s : Finset α) (l : List α) : Bool := and (Nat.beq s.card l.length) (l.all fun a => a ∈ s)
/-- A function's value at a numeral: the numeral is computed once. -/
def force (n : ℕ) (f : ℕ → Bool) : Bool := Nat.rec (f 0) (fun m _ => f (Nat.succ m)) n
def every (p : ℕ → Bool) (n : ℕ) : Bool := Nat.rec true (fun i r => cond (p i) r false) n
def field (data width k : ℕ) : ℕ := Nat.mod (Nat.shiftRight data (Nat.mul width k)) (Nat.pow 2 width)
end Values
open Values
"""


def natural(n: int) -> int:
    if n < 0:
        raise ValueError(f"{n} is no natural number")
    return int(n)


def integer(n: int) -> int:
    return 2 * int(n) if n >= 0 else -2 * int(n) - 1


def rational(q: Fraction) -> int:
    q = Fraction(q)
    if q.denominator >= 4096:
        raise ValueError(f"the denominator of {q} is too large")
    return integer(q.numerator) * 4096 + q.denominator


def listed(items: Sequence[int]) -> int:
    if len(items) >= 200 or any(not 0 <= k < 4096 for k in items):
        raise ValueError(f"no such list: {items}")
    return int(sum(int(k) * 4096**i for i, k in enumerate(items)) + 4096 ** len(items))


@dataclass(frozen=True)
class Kind:
    """How values of a type are packed: a natural for a value, Lean's value for a natural, and the comparison of the two."""

    encode: Callable[[Any], int]
    decode: str = "{0}"
    equal: str = "decide ({0} = {1})"


KINDS = {
    "ℕ": Kind(natural, equal="Nat.beq ({0}) {1}"),
    "ℤ": Kind(integer, "(int {0})"),
    "ℚ": Kind(rational, "(rat {0})"),
    "Bool": Kind(lambda truth: int(bool(truth)), "(Nat.beq {0} 1)", "decide ({0}) == {1}"),
    "ℕ+": Kind(lambda n: natural(n - 1), "(pos {0})"),
    "List ℕ": Kind(listed, "(list {0})"),
    "List ℤ": Kind(lambda items: listed([integer(k) for k in items]), "((list {0}).map int)"),
    "Finset ℕ": Kind(lambda items: listed(sorted(set(items))), "(list {0})", "same ({0}) {1}"),
    "Finset ℤ": Kind(lambda items: listed([integer(k) for k in sorted(set(items))]), "((list {0}).map int)", "same ({0}) {1}"),
    "Finset (ℕ × ℕ)": Kind(
        lambda items: listed([a * 64 + b for a, b in sorted(set(items))]),
        "((list {0}).map fun k => (k / 64, k % 64))",
        "same ({0}) {1}",
    ),
}


@dataclass(frozen=True)
class Table:
    """``lean`` is an expression in the variables ``a``, ``b``, ``c`` of the types ``types``, of type ``value``; ``python``
    computes it by other means, from the same arguments.  ``of``: the definitions of the prelude that it is about."""

    of: str
    types: tuple[str, ...]
    value: str
    lean: str
    python: Callable[..., Any]
    arguments: Sequence[tuple[Any, ...]]

    def rows(self) -> list[tuple[tuple[Any, ...], Any]]:
        return [(arguments, self.python(*arguments)) for arguments in self.arguments]


def statement(table: Table, rows: Sequence[tuple[tuple[Any, ...], Any]]) -> str:
    """That Lean's values are those of ``rows``."""
    kinds = [KINDS[name] for name in (*table.types, table.value)]
    fields = [kind.encode(value) for arguments, result in rows for kind, value in zip(kinds, (*arguments, result), strict=True)]
    width = max(1, *(field.bit_length() for field in fields))
    data = sum(field << (width * k) for k, field in enumerate(fields))
    names = ["v_a", "v_b", "v_c", "v_d"][: len(table.types)] + ["v"]
    body = table.lean
    for name, kind in zip("abcd", kinds[:-1], strict=False):
        body = body.replace(f"«{name}»", kind.decode.format(f"v_{name}"))
    value = kinds[-1]
    body = value.equal.format(body if table.value == "Bool" else f"({body} : {table.value})", value.decode.format("v"))
    for k, name in reversed(list(enumerate(names))):
        body = f"force (field {hex(data)} {width} (Nat.add (Nat.mul {len(names)} i) {k})) fun {name} => {body}"
    return f"every (fun i => {body}) {len(rows)} = true"
