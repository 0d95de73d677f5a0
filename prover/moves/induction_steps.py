"""The steps of inductions, from ``n`` to ``n + 1``: equations, divisibility, inequalities."""

from __future__ import annotations

from dataclasses import dataclass

from prover.algebra.laws import calls, normal
from prover.algebra.polynomials import NotPolynomial, Ring, monomials
from prover.algebra.shapes import shifted
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, rebuild, replaced, type_name, variables, walk
from prover.moves.goal import Goal, head, lean, over

UNFOLDED = {"Finset.sum": "sum", "Finset.prod": "prod"}


@dataclass(frozen=True)
class Claim:
    """``∀ n ≥ base, target n``; ``bound`` the hypothesis that says where it begins (empty: everywhere)."""

    n: Var
    target: Term
    base: int
    bound: str

    def at(self, term: Term) -> Term:
        return normal(replaced(self.target, self.n, term))

    def after(self, steps: int) -> Term:
        """The target at ``n + steps``."""
        return self.at(shifted(self.n, steps))


def unfolding(target: Term) -> list[str]:
    """Lemmas that express sums, products and factorials at ``n + 1`` by those at ``n``."""
    lemmas = []
    for part in walk(target):
        match part:
            case App(("Finset.sum" | "Finset.prod") as name, (App("Finset.range", _), _)):
                lemmas.append(f"Finset.{UNFOLDED[name]}_range_succ")
            case App(("Finset.sum" | "Finset.prod") as name, (App("Finset.Icc", _), _)):
                lemmas.append(f"Finset.{UNFOLDED[name]}_Icc_succ_top (by omega)")
            case App("Nat.factorial", _):
                lemmas.append("Nat.factorial_succ")
    return list(dict.fromkeys(lemmas))


def equation_step(claim: Claim, order: int, equations: list[str], statements: list[Term]) -> list[str]:
    """``rw`` the sum or the recurrence, then the hypotheses, then ``ring``; where these cannot be rewritten with, linearly."""
    left, unfolded = claim.target.args[0], unfolding(claim.target)
    met = {c for statement in statements for c in calls(statement)}
    hypotheses = [
        f"ih{subscript(i)}"
        for i in reversed(range(order))
        if not statements or normal(claim.after(i).args[0]) in met or order == 1
    ]
    if isinstance(left, Call) or (isinstance(left, App) and left.name in UNFOLDED):
        lines = [f"rw [{', '.join([*unfolded, *equations, *hypotheses])}]"]
        lines += ["push_cast"] if casts(claim.target) else []
        return [*lines, "field_simp <;> ring" if divides(claim) else finish(claim)]
    lines = [f"rw [{', '.join(unfolded)}]"] if unfolded else []
    powers = {lean(part.args[0], 1024) for part in walk(claim.target) if is_power_of(part, claim.n)}
    lines += [f"rw [{', '.join(f'pow_succ {p} {claim.n.name}' for p in powers)}]"] if powers and order == 1 else []
    lines += [f"simp only [{', '.join(f'pow_succ {p}' for p in powers)}] at *"] if powers and order > 1 else []
    lines += ["push_cast at *"] if casts(claim.target) else []
    return [*lines, finish(claim, linear=True)]


def finish(claim: Claim, linear: bool = False) -> str:
    type_ = over(claim.target)
    if type_ == "ℕ" and cut_off(claim.target):
        return "first | omega | grind"
    return ("linarith" if type_ not in ("ℕ", "ℤ") or nonlinear(claim) else "omega") if linear else "ring"


def cut_off(term: Term) -> bool:
    """Whether it has subtraction or division of ℕ."""
    return any(isinstance(p, App) and p.name in ("HSub.hSub", "HDiv.hDiv", "HMod.hMod") for p in walk(term))


def nonlinear(claim: Claim) -> bool:
    """Whether the target has products of unknowns, which must be multiplied out at ``n + 1``."""
    return any(
        isinstance(p, App)
        and (
            (p.name == "HMul.hMul" and not any(isinstance(a, Num) for a in p.args))
            or (p.name == "HPow.hPow" and isinstance(p.args[1], Num) and not isinstance(p.args[0], Num))
        )
        for p in walk(claim.target)
    )


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
        top = max(fixed, default=1) + ("Nat.factorial_succ" in unfolded)
        factors = [f"({n} ^ {j})" if j > 1 else n for j in range(1, top)] + [f"({p} ^ {n})" for p in powers]
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
