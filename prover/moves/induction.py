"""Induction over a natural number of the target: from the right base, over as many steps as a recurrence has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prover.algebra.evaluation import truth
from prover.algebra.laws import Law, calls
from prover.algebra.polynomials import NotPolynomial, Ring, monomials
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, rebuild, replaced, type_name, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, over
from prover.moves.sequences import values_at

TESTED = 7
"""Instances of the target that are evaluated first: a false one ends the attempt."""


@dataclass(frozen=True)
class Claim:
    """``∀ n ≥ base, target n``; ``bound`` the hypothesis that says where it begins (empty: everywhere)."""

    n: Var
    target: Term
    base: int
    bound: str

    def at(self, term: Term) -> Term:
        return replaced(self.target, self.n, term)

    def after(self, steps: int) -> Term:
        """The target at ``n + steps``."""
        return self.at(plus(self.n, steps))


def plus(n: Term, k: int) -> Term:
    """``n + k``."""
    return App("HAdd.hAdd", (n, Num(k, NAT)), (NAT, NAT, NAT)) if k else n


@move
def induct(goal: Goal) -> Steps:
    """Induction, closed where the target's kind says how: equations, divisibility, inequalities."""
    for claim in claims(goal):
        if not holds_at_first(goal, claim):
            continue
        how = stepped(goal, claim)
        if how is None:
            continue
        order, proof, name = how
        base, said = based(goal, claim), f"true for {claim.n.name} = {claim.base} … {claim.base + TESTED - 1}"
        if claim.base:
            said += f"; from {claim.base} on"
        yield from _written(goal, claim, order, base, proof, name, said)


def claims(goal: Goal) -> Iterator[Claim]:
    """The targets over a natural number that no other hypothesis speaks of."""
    if head(goal.target) not in ("Eq", "LT.lt", "LE.le", "Dvd.dvd"):
        return
    for n in goal.of_type("ℕ"):
        if n not in variables(goal.target):
            continue
        about = [h for h in goal.hypotheses if h.kind == "prop" and n in variables(h.type)]
        if not about:
            yield Claim(n, goal.target, 0, "")
        elif len(about) == 1 and about[0].accessible and (base := lower_bound(about[0].type, n)) is not None:
            yield Claim(n, goal.target, base, about[0].name)


def lower_bound(term: Term, n: Var) -> int | None:
    """The number from which on ``n`` is, where a hypothesis says just that."""
    match term:
        case App("LE.le", (Num(k), m)) if m == n:
            return k
        case App("LT.lt", (Num(k), m)) if m == n:
            return k + 1
        case App("Ne", (m, Num(0))) if m == n:
            return 1
    return None


def holds_at_first(goal: Goal, claim: Claim) -> bool:
    """Whether none of the first instances is false."""
    values = values_at(goal)
    for k in range(claim.base, claim.base + TESTED):
        instance = claim.at(Num(k, NAT))
        found = values.evaluated(instance)[0] if values else truth(instance, {})
        if found is False:
            return False
    return True


def based(goal: Goal, claim: Claim) -> str:
    """What proves the first instance: a tactic."""
    functions = {c.function for c in calls(claim.target)}
    facts = [h.name for h in goal.props if head(h.type) == "Eq" and not functions.isdisjoint(variables(h.type))]
    laws = [law.name for law in laws_in(goal, claim)] if not facts else []
    return f"norm_num [{', '.join([*facts, *laws])}]" if facts or laws else "norm_num"


def laws_in(goal: Goal, claim: Claim) -> list[Law]:
    """The recurrences of the functions in the target."""
    values = values_at(goal)
    functions = {c.function for c in calls(claim.target)}
    return [law for law in values.laws if any(p.function in functions for p in law.patterns)] if values else []


def stepped(goal: Goal, claim: Claim) -> tuple[int, list[str], str] | None:
    """The number of steps, lines that prove the target at ``n + steps`` from those before (``ih``, ``ih₁`` …), and which kind."""
    laws = laws_in(goal, claim)
    order = max((recurrence_order(law) for law in laws), default=1)
    applied = [f"{law.name} {claim.n.name}" for law in laws if law.variables[0].type == NAT and not law.guards]
    expanded = [*unfolding(claim.target), *applied]
    match head(claim.target):
        case "Eq":
            return order, equation_step(claim, order, expanded), "induction_equation"
        case "Dvd.dvd":
            lines = divisibility_step(claim, expanded)
            return (order, lines, "induction_divisibility") if lines else None
        case "LT.lt" | "LE.le":
            return order, inequality_step(goal, claim, unfolding(claim.target), applied), "induction_inequality"
    return None


def recurrence_order(law: Law) -> int:
    """The ``k`` of ``u (n + k) = …``."""
    _, conclusion = law.conclusions[0]
    if isinstance(conclusion, App) and conclusion.name == "Eq" and isinstance(conclusion.args[0], Call):
        match conclusion.args[0].args[0]:
            case App("HAdd.hAdd", (x, Num(k))) if x == law.variables[0]:
                return k
    return 1


_UNFOLDED = {"Finset.sum": "sum", "Finset.prod": "prod"}


def unfolding(target: Term) -> list[str]:
    """Lemmas that express sums, products and factorials at ``n + 1`` by those at ``n``."""
    lemmas = []
    for part in walk(target):
        match part:
            case App(("Finset.sum" | "Finset.prod") as name, (App("Finset.range", _), _)):
                lemmas.append(f"Finset.{_UNFOLDED[name]}_range_succ")
            case App(("Finset.sum" | "Finset.prod") as name, (App("Finset.Icc", _), _)):
                lemmas.append(f"Finset.{_UNFOLDED[name]}_Icc_succ_top (by omega)")
            case App("Nat.factorial", _):
                lemmas.append("Nat.factorial_succ")
    return list(dict.fromkeys(lemmas))


def equation_step(claim: Claim, order: int, expanded: list[str]) -> list[str]:
    """``rw`` the sum or the recurrence, then the hypotheses, then ``ring``; where these cannot be rewritten with, linearly."""
    hypotheses = [f"ih{subscript(i)}" for i in reversed(range(order))]
    left = claim.target.args[0]
    rewritten = isinstance(left, Call) or (isinstance(left, App) and left.name in _UNFOLDED)
    if rewritten:
        lines = [f"rw [{', '.join([*expanded, *hypotheses])}]"]
        lines += ["push_cast"] if casts(claim.target) else []
        lines += ["field_simp <;> ring" if divides(claim) else finish(claim)]
        return lines
    lines = [f"rw [{', '.join(expanded)}]"] if expanded else []
    lines += ["push_cast at *"] if casts(claim.target) else []
    powers = {lean(part.args[0], 1024) for part in walk(claim.target) if is_power_of(part, claim.n)}
    lines += [f"rw [{', '.join(f'pow_succ {p} {claim.n.name}' for p in powers)}]"] if powers else []
    return [*lines, finish(claim, linear=True)]


def finish(claim: Claim, linear: bool = False) -> str:
    type_ = over(claim.target)
    if type_ == "ℕ" and any(
        isinstance(p, App) and p.name in ("HSub.hSub", "HDiv.hDiv", "HMod.hMod") for p in walk(claim.target)
    ):
        return "first | omega | grind"
    return ("omega" if type_ in ("ℕ", "ℤ") else "linarith") if linear else "ring"


def is_power_of(part: Term, n: Var) -> bool:
    return isinstance(part, App) and part.name == "HPow.hPow" and part.args[1] == n


def casts(term: Term) -> bool:
    return any(isinstance(p, App) and p.name in ("Nat.cast", "Int.cast") for p in walk(term))


def divides(claim: Claim) -> bool:
    """Whether something that is no numeral stands in a denominator of a field."""
    return any(
        isinstance(p, App) and p.name in ("HDiv.hDiv", "Inv.inv") and not _whole(p) and not isinstance(p.args[-1], Num)
        for p in walk(claim.target)
    )


def _whole(term: Term) -> bool:
    return type_name(term) in ("ℕ", "ℤ")


def divisibility_step(claim: Claim, expanded: list[str]) -> list[str] | None:
    """``d ∣ E (n + 1)`` from ``E (n + 1) = a * E n + d * Q``, with ``a`` and ``Q`` computed; over ℕ what is negative in ``Q``
    is added on the left."""
    divisor, value = claim.target.args
    if not isinstance(divisor, Num) or divisor.value == 0:
        return None
    d, type_, after = divisor.value, divisor.type, claim.after(1).args[1]
    try:
        ring = Ring.of([value, after])
        now, then = ring.polynomial(value), ring.polynomial(after)
    except NotPolynomial:
        return None
    bases = {
        p.args[0].value for p in walk(value) if isinstance(p, App) and p.name == "HPow.hPow" and isinstance(p.args[0], Num)
    }
    for a in sorted({1, *bases, *(x**k for x in bases for k in (2, 3))}, key=abs):
        difference = then - now * a
        if all(c.denominator == 1 and c % d == 0 for _, c in monomials(difference)):
            break
    else:
        return None
    added = now - now
    if over(claim.target) == "ℕ":
        added = -sum((ring.context.from_dict({e: c.numerator}) for e, c in monomials(difference) if c < 0), start=added)

    def text(polynomial: object) -> str:
        return f"{d} * ({lean(powers_merged(ring.term(polynomial / d, type_)))})"

    left = f"{lean(after)} + {text(added)}" if len(added) else lean(after)
    proof = [*([f"rw [{', '.join(expanded)}]"] if expanded else []), "ring"]
    return [
        f"have e : {left} = {a} * ({lean(value)}) + {text(difference + added)} := by {'; '.join(proof)}",
        "omega",
    ]


def powers_merged(term: Term) -> Term:
    """``b ^ (k * n)`` for ``(b ^ n) ^ k``."""
    match term:
        case App("HPow.hPow", (App("HPow.hPow", (base, n)), Num() as k), implicit):
            return App("HPow.hPow", (base, App("HMul.hMul", (k, n), (NAT, NAT, NAT))), implicit)
    return rebuild(term, powers_merged)


def inequality_step(goal: Goal, claim: Claim, unfolded: list[str], applied: list[str]) -> list[str]:
    """``nlinarith`` with the products that are usually needed: of the base's bound and the hypothesis with powers."""
    n, type_ = claim.n.name, over(claim.target)
    powers = {lean(p.args[0], 1024): p.args[0] for p in walk(claim.target) if is_power_of(p, claim.n)}
    lines = [f"rw [{', '.join(unfolded)}]"] if unfolded else []
    lines += [f"rw [{', '.join(f'pow_succ {p} {n}' for p in powers)}]"] if powers else []
    lines += ["push_cast at *"] if casts(claim.target) else []
    hints = list(applied)
    if type_ == "ℕ":
        fixed = [
            p.args[1].value
            for p in walk(claim.target)
            if isinstance(p, App) and p.name == "HPow.hPow" and isinstance(p.args[1], Num)
        ]
        factors = [f"({n} ^ {j})" if j > 1 else n for j in range(1, max(fixed, default=1))] + [f"({p} ^ {n})" for p in powers]
        hints += [f"Nat.mul_le_mul_left {f} hn" for f in factors] if claim.base else []
        strict = head(claim.target) == "LT.lt"
        hints += [f"Nat.mul_le_mul_left ({n} + 1) {'(Nat.succ_le_of_lt ih)' if strict else 'ih'}"] if unfolded else []
    elif casts(claim.target):
        nonnegative = f"(Nat.cast_nonneg {n} : (0 : {type_}) ≤ {n})"
        hints.append(nonnegative)
        bounded = any(head(h.type) in ("LE.le", "LT.lt") for h in goal.props)
        for text, base in powers.items():
            hints += [f"mul_le_mul_of_nonneg_right ih (by linarith : (0 : {type_}) ≤ {text})"] if bounded else []
            hints += [f"mul_nonneg {nonnegative} (sq_nonneg {v.name})" for v in variables(base) if number_type(v.type) == type_]
    return [*lines, f"nlinarith [{', '.join(hints)}]" if hints else "nlinarith"]


def subscript(i: int) -> str:
    return "" if i == 0 else "₀₁₂₃₄₅₆₇₈₉"[i]


def _written(goal: Goal, claim: Claim, order: int, base: str, proof: list[str], name: str, said: str) -> Steps:
    n = claim.n.name
    indented = "\n".join("  " + line for line in proof)
    if order == 1 and claim.base == 0:
        yield step(name, n=n, base=base, ih="ih", step=indented, computed=said)
    elif order == 1:
        yield step(
            name + "_from", n=n, k=goal.fresh("k"), h=claim.bound, hs=goal.fresh("hs"), start=claim.base, base=base, step=indented,
            now=lean(claim.target), next=lean(claim.after(1)), le=bound_as_le(claim), computed=said,
        )  # fmt: skip
    elif claim.base == 0:
        parts = " ∧ ".join(f"({lean(claim.after(i))})" for i in range(order))
        names = [f"ih{subscript(i)}" for i in range(order)]
        yield step(
            name + "_steps", n=n, hs=goal.fresh("hs"), all=parts, base=f"refine ⟨{', '.join(['?_'] * order)}⟩ <;> {base}",
            names=", ".join(names), last=", ".join([*names[1:], "?_"]), step="\n".join("    " + line for line in proof),
            count=order, computed=said,
        )  # fmt: skip


def bound_as_le(claim: Claim) -> str:
    """A proof of ``base ≤ n`` from the hypothesis."""
    return f"(by omega : {claim.base} ≤ {claim.n.name})"
