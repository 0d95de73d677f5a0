"""A number that something divides: from several multiples of it, a combination that is a numeral."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from prover.algebra.divisibility import numeral
from prover.lean.terms import INT, NAT, App, Num, Term, Var, is_loose, replaced, type_name, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean

MAX_GIVEN = 6
_HEADS = frozenset({"Dvd.dvd", "HMod.hMod", "Int.ModEq", "Nat.ModEq", "Nat.gcd"})


class Multiple(NamedTuple):
    """``dividend = divisor * k + remainder`` for a ``k``; ``opened`` makes the line that obtains ``k`` and the equation."""

    divisor: Term
    dividend: Term
    remainder: Term
    opened: Callable[[str, str], str]


@move
def numeral_multiple(goal: Goal) -> Steps:
    """``d ∣ 215`` from ``d ∣ x - 36`` and ``6 * x % d = 1``; ``gcd (n + 7) (2 * n + 1) ∣ 13``: combinations that are numerals.

    The greatest common divisor then becomes a variable, of which its divisibilities are known.
    """
    if _HEADS.isdisjoint(goal.heads):
        return
    by_divisor: dict[Term, list[Multiple]] = {}
    for multiple in _multiples(goal):
        by_divisor.setdefault(multiple.divisor, []).append(multiple)
    for position, (divisor, given) in enumerate(by_divisor.items()):
        is_gcd = isinstance(divisor, App) and divisor.name == "Nat.gcd"
        if isinstance(divisor, Num) or (is_gcd and all(isinstance(a, Num) for a in divisor.args)):  # type: ignore[union-attr]
            continue
        yield from _of(goal, divisor, given[:MAX_GIVEN], position, is_gcd)


def _of(goal: Goal, divisor: Term, given: list[Multiple], position: int, is_gcd: bool) -> Steps:
    type_ = NAT if type_name(divisor) == "ℕ" else INT
    equal = [h for h in goal.equations(type_name(divisor)) if _HEADS.isdisjoint(getattr(p, "name", "") for p in walk(h.type))]
    equal = equal[:MAX_GIVEN]
    dividends = [_difference(m.dividend, m.remainder) for m in given]
    found = numeral(divisor, dividends, [h.type.args for h in equal])  # type: ignore[union-attr]
    if found is None or any(_bound(h.type, divisor, found.value) for h in goal.props):
        return
    ks, hs = goal.numbered("k", len(given)), goal.numbered("hk", len(given))
    hd, lines, terms, news = goal.fresh("hd"), list[str](), list[str](), list[str]()
    quotient = lean(found.multiple, 66)
    g = goal.fresh("g")
    shown = Var(g, NAT) if is_gcd else divisor
    used = [(i, c) for i, c in found.cofactors if i < len(given)]
    lines += [given[i].opened(ks[i], hs[i]) for i, _ in used]
    if is_gcd:
        lines.append(f"generalize {lean(divisor)} = {g} at *")
    for i, cofactor in found.cofactors:
        if i < len(given):
            source = hs[i]
            left, right = given[i].dividend, _total(shown, Var(ks[i], type_), given[i].remainder, type_)
            quotient += f" + {lean(cofactor, 71)} * {ks[i]}"
        else:
            source = equal[i - len(given)].name
            left, right = (replaced(side, divisor, shown) for side in equal[i - len(given)].type.args)  # type: ignore[union-attr]
        if type_ == NAT:
            new = goal.fresh("hz", news)
            news.append(new)
            lines += [
                f"have {new} : (({lean(left)} : ℕ) : ℤ) = (({lean(right)} : ℕ) : ℤ) := by exact_mod_cast {source}",
                f"push_cast at {new}",
            ]
            source = new
        terms.append(f"{lean(cofactor, 71)} * {source}")
    combination = " + ".join(terms)
    if type_ == INT:
        lines.append(f"have {hd} : {lean(shown, 51)} ∣ {found.value} := ⟨{quotient}, by linear_combination {combination}⟩")
    else:
        lines += [
            f"have {hd} : {lean(shown, 51)} ∣ {found.value} := by",
            f"  have {hd} : (({lean(shown)} : ℕ) : ℤ) ∣ {found.value} := ⟨{quotient}, by push_cast; linear_combination {combination}⟩",
            f"  exact_mod_cast {hd}",
            f"clear {' '.join(news)}",
        ]
    computed = f"{lean(divisor, 51)} ∣ {found.value}"
    yield step("numeral_multiple", position, computed=computed, lines="\n".join(lines))


def _bound(proposition: Term, divisor: Term, value: int) -> bool:
    """Whether it says already that the divisor divides the value, or a divisor of that."""
    match proposition:
        case App("Dvd.dvd", (d, Num(n))):
            return d == divisor and n != 0 and value % n == 0
    return False


def _difference(a: Term, b: Term) -> Term:
    return a if isinstance(b, Num) and b.value == 0 else App("HSub.hSub", (a, b), (INT,) * 3)


def _total(divisor: Term, k: Term, remainder: Term, type_: Term) -> Term:
    product = App("HMul.hMul", (divisor, k), (type_,) * 3)
    return product if isinstance(remainder, Num) and remainder.value == 0 else App("HAdd.hAdd", (product, remainder), (type_,) * 3)


def _multiples(goal: Goal) -> Iterator[Multiple]:
    """What hypotheses say of multiples, and the two of which a greatest common divisor is one."""
    for h in goal.props:
        match h.type:
            case App("Dvd.dvd", (d, e)) if type_name(e) in ("ℕ", "ℤ"):
                yield Multiple(d, e, _zero(e), _obtained(h.name))
            case App("Eq", (App("HMod.hMod", (e, d)), r)) if type_name(e) in ("ℕ", "ℤ") and not isinstance(d, Num):
                if type_name(e) == "ℕ":
                    yield Multiple(d, e, r, _divided(e, d, r, h.name))
                else:
                    yield Multiple(d, e, r, _remainder(e, d, r, h.name))
            case App("Int.ModEq", (n, a, b)):
                proof = f"Int.dvd_of_emod_eq_zero (Int.emod_eq_emod_iff_emod_sub_eq_zero.mp {h.name})"
                yield Multiple(n, _difference(a, b), Num(0, INT), _obtained(proof))
    if "Nat.gcd" in goal.heads:
        found = dict.fromkeys(part for f in goal.formulas for part in walk(f) if isinstance(part, App) and part.name == "Nat.gcd")
        for part in found:
            if not is_loose(part):
                a, b = part.args
                arguments = f"{lean(a, 1024)} {lean(b, 1024)}"
                yield Multiple(part, a, Num(0, NAT), _obtained(f"Nat.gcd_dvd_left {arguments}"))
                yield Multiple(part, b, Num(0, NAT), _obtained(f"Nat.gcd_dvd_right {arguments}"))


def _zero(e: Term) -> Num:
    return Num(0, NAT if type_name(e) == "ℕ" else INT)


def _obtained(proof: str) -> Callable[[str, str], str]:
    return lambda k, h: f"obtain ⟨{k}, {h}⟩ := {proof}"


def _divided(e: Term, d: Term, r: Term, name: str) -> Callable[[str, str], str]:
    """``e = d * k + r`` from ``e % d = r`` in ℕ."""
    claim = f"{lean(e, 51)} = {lean(d, 71)} * {{k}} + {lean(r, 66)}"
    proof = f"by have := Nat.div_add_mod {lean(e, 1024)} {lean(d, 1024)}; rw [{name}] at this; exact this.symm"
    return lambda k, h: f"obtain ⟨{k}, {h}⟩ : ∃ {k}, {claim.format(k=k)} := ⟨{lean(e, 71)} / {lean(d, 71)}, {proof}⟩"


def _remainder(e: Term, d: Term, r: Term, name: str) -> Callable[[str, str], str]:
    """``e = d * k + r`` from ``e % d = r`` in ℤ."""
    claim = f"{lean(e, 51)} = {lean(d, 71)} * {{k}}{'' if isinstance(r, Num) and r.value == 0 else ' + ' + lean(r, 66)}"
    proof = f"by have := Int.mul_ediv_add_emod {lean(e, 1024)} {lean(d, 1024)}; rw [{name}] at this; linarith"
    return lambda k, h: f"obtain ⟨{k}, {h}⟩ : ∃ {k}, {claim.format(k=k)} := ⟨{lean(e, 71)} / {lean(d, 71)}, {proof}⟩"
