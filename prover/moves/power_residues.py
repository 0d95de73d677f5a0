"""Remainders of powers with exponents too large to compute with: of ``b ^ k`` with a known ``k``, by the period of ``b ^ j``."""

from __future__ import annotations

from prover.algebra.evaluation import truth, value
from prover.algebra.numbers import Unknown
from prover.lean.terms import NAT, App, Num, Term, Var, replaced, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean

MAX_MODULUS = 1000
MAX_BITS = 100_000


@move
def power_residues(goal: Goal) -> Steps:
    """A remainder in the target of powers with a number as base and a variable as exponent that an equation gives: what it is,
    or is not."""
    equation, wanted = _claimed(goal.target)
    match equation:
        case App("Eq", (App("HMod.hMod", (inner, Num(m))), rest)) if (
            1 < m <= MAX_MODULUS and not variables(rest) and isinstance(inner, App)
        ):
            pass
        case _:
            return
    given = {n: (h.name, t) for h in goal.props if (found := _given(h.type)) for n, t in [found]}
    powers = [p for p in dict.fromkeys(walk(inner)) if _is_power(p) and p.args[1] in given]
    if not powers:
        return
    lines, names, numbers, remainder = [], list[str](), dict[Term, int](), inner
    for p in powers:
        base, k = p.args[0].value, p.args[1]
        name, term = given[k]
        number = _number(term)
        found = _period(base, m)
        if number is None or number < found[0]:
            return
        start, length = found
        at = start + (number - start) % length
        power = pow(base, at, m)
        hp, hj, hv, j = goal.fresh("hp", names), goal.fresh("hj", names), goal.fresh("hv", names), goal.fresh("j")
        lines += [
            f"have {hp} : ∀ {j} : ℕ, {base} ^ ({length} * {j} + {at}) % {m} = {power} := by",
            f"  intro {j}",
            f"  induction {j} with",
            "  | zero => norm_num",
            f"  | succ {j} ih =>",
            f"    rw [show {length} * ({j} + 1) + {at} = ({length} * {j} + {at}) + {length} from by omega, pow_add, Nat.mul_mod, ih]"
            " <;> norm_num",
            f"have {hj} : {k.name} = {length} * (({k.name} - {at}) / {length}) + {at} := by",
            f"  have h1 : {k.name} % {length} = {at % length} := by rw [{name}]; decide +kernel",
            f"  have h2 : {at} ≤ {k.name} := by rw [{name}]; decide +kernel",
            "  omega",
            f"have {hv} : {base} ^ {k.name} % {m} = {power} := by",
            f"  rw [{hj}]; exact {hp} _",
        ]
        names += [hp, hj, hv]
        numbers[p] = power
        remainder = replaced(remainder, p, Num(power, NAT))
    others = [n for n in variables(remainder) if n in given]
    for n in others:
        number = _number(given[n][1])
        if number is None:
            return
        for part in dict.fromkeys(walk(remainder)):
            match part:
                case App("HPow.hPow", (x, Num(e))) if x == n:
                    names.append(goal.fresh("hv", names))
                    lines.append(
                        f"have {names[-1]} : {lean(part)} % {m} = {pow(number, e, m)} := by"
                        f" rw [Nat.pow_mod, show {n.name} % {m} = {number % m} from by rw [{given[n][0]}]; decide +kernel]"
                    )
                    remainder = replaced(remainder, part, Num(pow(number, e, m), NAT))
        remainder = replaced(remainder, n, Num(number % m, NAT))
    if truth(App("Eq", (App("HMod.hMod", (remainder, Num(m, NAT)), (NAT,) * 3), rest), (NAT,)), {}) is wanted:
        said = ", ".join(f"{lean(p)} % {m} = {v}" for p, v in numbers.items())
        yield step("power_residues", lines="\n".join(lines), computed=said)


def _claimed(target: Term) -> tuple[Term, bool]:
    """An equation, and whether it is to hold."""
    match target:
        case App("Not", (equation,)):
            return equation, False
        case App("Ne", sides, implicit):
            return App("Eq", sides, implicit), False
    return target, True


def _given(fact: Term) -> tuple[Var, Term] | None:
    match fact:
        case App("Eq", (Var(type=type_) as n, term)) if type_ == NAT and not variables(term):
            return n, term
    return None


def _is_power(term: Term) -> bool:
    match term:
        case App("HPow.hPow", (Num(b, type_), Var(type=exponent))) if type_ == NAT and exponent == NAT:
            return b > 1
    return False


def _number(term: Term) -> int | None:
    """A number without variables, also one too large to be written down.  ``None`` for more than ``MAX_BITS`` bits."""
    match term:
        case Num(n):
            return n
        case App("HPow.hPow", (a, b)):
            x, y = _number(a), _number(b)
            return None if x is None or y is None or x.bit_length() * y > MAX_BITS else x**y
        case App("HAdd.hAdd" | "HMul.hMul" as name, (a, b)):
            x, y = _number(a), _number(b)
            return None if x is None or y is None else x + y if name == "HAdd.hAdd" else x * y
    try:
        found = value(term, {})
    except Unknown:
        return None
    return int(found) if isinstance(found, int) else None


def _period(base: int, m: int) -> tuple[int, int]:
    """From which exponent on, and after how many, the powers repeat modulo ``m``."""
    seen: dict[int, int] = {}
    power, k = 1 % m, 0
    while power not in seen:
        seen[power] = k
        power, k = power * base % m, k + 1
    return seen[power], k - seen[power]
