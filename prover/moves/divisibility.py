"""Divisibility over ℕ and ℤ: combined from hypotheses by the laws of ``∣``, or by a quotient that is computed."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from prover.algebra.divisibility import multiple, quotient
from prover.algebra.integers import ONE, divides, linear
from prover.lean.terms import INT, NAT, App, Bind, Bound, Num, Term, Var, is_loose, type_name, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean

MAX_GIVEN = 6


@move
def divisibility(goal: Goal) -> Steps:
    """``d ∣ e``, ``e % d = 0``, ``a ≡ b`` modulo ``n``, ``∃ k, e = d * k`` from hypotheses of these kinds, and equations."""
    wanted = claimed(goal.target)
    if wanted is None:
        yield from _coprime(goal)
        return
    d, e, wrap = wanted
    laws = _Laws(goal)
    found = laws.proof(d, e, 4)
    if found is not None:
        text = wrap.format(found)
        yield step("divisibility_laws", proof=text, computed=f"{lean(d)} ∣ {lean(e)} by the laws of divisibility")
    else:
        yield from _by_quotient(goal, d, e, wrap)
    yield from _coprime(goal)


def claimed(proposition: Term) -> tuple[Term, Term, str] | None:
    """``d, e`` where the proposition says ``d ∣ e``, and how a proof of that proves it."""
    match proposition:
        case App("Dvd.dvd", (d, e)) if type_name(e) in ("ℕ", "ℤ"):
            return d, e, "{}"
        case App("Eq", (App("HMod.hMod", (e, d)), Num(0))) if type_name(e) in ("ℕ", "ℤ"):
            return d, e, "Nat.mod_eq_zero_of_dvd ({})" if type_name(e) == "ℕ" else "Int.emod_eq_zero_of_dvd ({})"
        case App("Int.ModEq", (n, a, b)):
            difference = App("HSub.hSub", (a, b), (INT,) * 3)
            return n, difference, "Int.emod_eq_emod_iff_emod_sub_eq_zero.mpr (Int.emod_eq_zero_of_dvd ({}))"
        case Bind("∃", _, domain, App("Eq", (e, App("HMul.hMul", (d, Bound(0)))))) if domain in (NAT, INT):
            if not is_loose(e) and not is_loose(d):
                return d, e, f"(show {lean(d, 51)} ∣ {lean(e, 51)} from {{}})"
    return None


def _given(goal: Goal) -> Iterator[tuple[Term, Term, str]]:
    """What hypotheses say divides what, and the proof."""
    for h in goal.props:
        match h.type:
            case App("Dvd.dvd", (a, b)) if type_name(b) in ("ℕ", "ℤ"):
                yield a, b, h.name
            case App("Eq", (App("HMod.hMod", (b, a)), Num(0))) if type_name(b) in ("ℕ", "ℤ"):
                law = "Nat.dvd_of_mod_eq_zero" if type_name(b) == "ℕ" else "Int.dvd_of_emod_eq_zero"
                yield a, b, f"({law} {h.name})"
            case App("Int.ModEq", (n, a, b)):
                proof = f"(Int.dvd_of_emod_eq_zero (Int.emod_eq_emod_iff_emod_sub_eq_zero.mp {h.name}))"
                yield n, App("HSub.hSub", (a, b), (INT,) * 3), proof


# --------------------------------------------------------------------------------------------------------------- laws


class _Laws:
    """Proof terms of ``d ∣ e`` by the laws of divisibility."""

    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.given = list(_given(goal))
        self.coprime = {h.type.args: h.name for h in goal.props if isinstance(h.type, App) and h.type.name == "Nat.Coprime"}
        self._open: set[tuple[Term, Term]] = set()

    def proof(self, d: Term, e: Term, depth: int) -> str | None:
        if (d, e) in self._open or depth < 0:
            return None
        self._open.add((d, e))
        try:
            return self._proof(d, e, "Nat" if type_name(e) == "ℕ" else "Int", depth)
        finally:
            self._open.discard((d, e))

    def _proof(self, d: Term, e: Term, kind: str, depth: int) -> str | None:
        if d == e:
            return f"{kind}.dvd_refl {lean(d, 1024)}"
        for a, b, name in self.given:
            if (a, b) == (d, e):
                return name
        if isinstance(d, Num) and isinstance(e, Num):
            return "by norm_num" if divides(d.value, e.value) else None
        for law in (self._of_sum, self._of_product, self._of_power, self._of_gcd, self._of_given_sum):
            found = law(d, e, kind, depth)
            if found is not None:
                return found
        for a, b, name in self.given:
            if a == d and (rest := self.proof(b, e, depth - 1)) is not None:
                return f"{kind}.dvd_trans {name} ({rest})"
            if b == e and (rest := self.proof(d, a, depth - 1)) is not None:
                return f"{kind}.dvd_trans ({rest}) {name}"
        return self._by_coprimality(d, e, depth) or self._by_primality(d, e)

    def _of_sum(self, d: Term, e: Term, kind: str, depth: int) -> str | None:
        match e:
            case App(("HAdd.hAdd" | "HSub.hSub") as name, (a, b)):
                p = self.proof(d, a, depth)
                q = self.proof(d, b, depth) if p is not None else None
                return None if q is None else f"{kind}.dvd_{'add' if name == 'HAdd.hAdd' else 'sub'} ({p}) ({q})"
            case App("Neg.neg", (a,)):
                p = self.proof(d, a, depth)
                return None if p is None else f"Int.dvd_neg.mpr ({p})"
        return None

    def _of_product(self, d: Term, e: Term, kind: str, depth: int) -> str | None:
        match d, e:
            case _, App("HMul.hMul", (a, b)):
                if (p := self.proof(d, a, depth - 1)) is not None:
                    return f"Nat.dvd_mul_right_of_dvd ({p}) _" if kind == "Nat" else f"Int.dvd_mul_of_dvd_left ({p})"
                if (p := self.proof(d, b, depth - 1)) is not None:
                    return f"Nat.dvd_mul_left_of_dvd ({p}) _" if kind == "Nat" else f"Int.dvd_mul_of_dvd_right ({p})"
                if isinstance(d, App) and d.name == "HMul.hMul":
                    p, q = self.proof(d.args[0], a, depth - 1), self.proof(d.args[1], b, depth - 1)
                    if p is not None and q is not None:
                        return f"{kind}.mul_dvd_mul ({p}) ({q})"
            case App("HPow.hPow", (a, m)), App("HPow.hPow", (b, n)) if kind == "Nat":
                if a == b:
                    return None if m == n else "Nat.pow_dvd_pow _ (by omega)" if self._at_most(m, n) else None
                if m == n and isinstance(m, Num) and m.value and (p := self.proof(a, b, depth - 1)) is not None:
                    return f"(Nat.pow_dvd_pow_iff (by norm_num)).mpr ({p})"
        return None

    def _of_power(self, d: Term, e: Term, kind: str, depth: int) -> str | None:
        match e:
            case App("HPow.hPow", (a, Num(n))) if n >= 1 and (p := self.proof(d, a, depth - 1)) is not None:
                return f"{kind}.dvd_trans ({p}) ⟨_, pow_succ' {lean(a, 1024)} {n - 1}⟩"
        return None

    def _of_given_sum(self, d: Term, e: Term, kind: str, depth: int) -> str | None:
        """One summand of a multiple from the other."""
        for a, b, name in self.given:
            if a == d and isinstance(b, App) and b.name == "HAdd.hAdd" and e in b.args:
                other = b.args[1] if b.args[0] == e else b.args[0]
                if (p := self.proof(d, other, depth - 1)) is not None:
                    total = name if b.args[1] == e else f"(by rw [{kind}.add_comm]; exact {name})"
                    return f"({kind}.dvd_add_right ({p})).mp {total}"
        return None

    def _at_most(self, m: Term, n: Term) -> bool:
        """Whether ``omega`` may well see ``m ≤ n``."""
        if isinstance(m, Num) and isinstance(n, Num):
            return m.value <= n.value
        if isinstance(n, App) and n.name == "HAdd.hAdd" and m in n.args:
            return True
        return any(
            isinstance(h.type, App) and h.type.name in ("LE.le", "LT.lt") and h.type.args == (m, n) for h in self.goal.props
        )

    def _of_gcd(self, d: Term, e: Term, kind: str, depth: int) -> str | None:
        match d, e:
            case _, App("Nat.gcd", (a, b)):
                p, q = self.proof(d, a, depth - 1), self.proof(d, b, depth - 1)
                return None if p is None or q is None else f"Nat.dvd_gcd ({p}) ({q})"
            case App("Nat.gcd", (a, b)), _:
                for side, other in (("left", a), ("right", b)):
                    if other == e:
                        return f"Nat.gcd_dvd_{side} _ _"
                    if (p := self.proof(other, e, depth - 1)) is not None:
                        return f"Nat.dvd_trans (Nat.gcd_dvd_{side} _ _) ({p})"
            case App("Nat.lcm", (a, b)), _:
                p, q = self.proof(a, e, depth - 1), self.proof(b, e, depth - 1)
                return None if p is None or q is None else f"Nat.lcm_dvd ({p}) ({q})"
            case _, App("Nat.lcm", (a, b)):
                for side, other in (("left", a), ("right", b)):
                    if (p := self.proof(d, other, depth - 1)) is not None:
                        return f"Nat.dvd_trans ({p}) (Nat.dvd_lcm_{side} _ _)"
            case _, App("Nat.factorial", (n,)) if not isinstance(d, Num) or not isinstance(n, Num):
                return "Nat.dvd_factorial (by omega) (by omega)" if self._at_most(d, n) else None
        return None

    def _by_coprimality(self, d: Term, e: Term, depth: int) -> str | None:
        """``a * b ∣ e`` from ``a ∣ e`` and ``b ∣ e`` with coprime ``a``, ``b``; ``d ∣ e`` from ``d ∣ e * c`` with coprime ``d``, ``c``."""
        if isinstance(d, App) and d.name == "HMul.hMul" and d.args in self.coprime:
            p, q = (self.proof(part, e, depth - 1) for part in d.args)
            if p is not None and q is not None:
                return f"Nat.Coprime.mul_dvd_of_dvd_of_dvd {self.coprime[d.args]} ({p}) ({q})"
        for a, b, name in self.given:
            if a == d and isinstance(b, App) and b.name == "HMul.hMul" and e in b.args:
                side, other = ("left", b.args[0]) if b.args[1] == e else ("right", b.args[1])
                if (h := self._coprime(d, other)) is not None:
                    return f"Nat.Coprime.dvd_of_dvd_mul_{side} {h} {name}"
        return None

    def _by_primality(self, d: Term, e: Term) -> str | None:
        """``p ∣ e`` from ``p ∣ e ^ n`` with a prime ``p``; in ℤ by absolute values."""
        inner = d.args[0] if isinstance(d, App) and d.name == "Nat.cast" else d
        prime = next((h.name for h in self.goal.props if h.type == App("Nat.Prime", (inner,))), None)
        if prime is None:
            return None
        for a, b, name in self.given:
            if a == d and isinstance(b, App) and b.name == "HPow.hPow" and b.args[0] == e:
                if type_name(e) == "ℕ":
                    return f"Nat.Prime.dvd_of_dvd_pow {prime} {name}"
                power = f"Int.natCast_dvd_natCast.mp (Int.dvd_natAbs.mpr {name})"
                under = f"(Int.natAbs_pow {lean(e, 1024)} {lean(b.args[1], 1024)} ▸ {power})"
                return f"Int.dvd_natAbs.mp (Int.natCast_dvd_natCast.mpr (Nat.Prime.dvd_of_dvd_pow {prime} {under}))"
        return None

    def _coprime(self, a: Term, b: Term) -> str | None:
        if (a, b) in self.coprime:
            return self.coprime[a, b]
        return f"(Nat.Coprime.symm {self.coprime[b, a]})" if (b, a) in self.coprime else None


# ------------------------------------------------------------------------------------------------------------ quotient


def _by_quotient(goal: Goal, d: Term, e: Term, wrap: str) -> Steps:
    """``e = d * q`` by ``linear_combination`` of the hypotheses' equations, over ℤ."""
    type_ = NAT if type_name(e) == "ℕ" else INT
    given = [(a, b, proof) for a, b, proof in _given(goal) if type_name(b) == type_name(e)][:MAX_GIVEN]
    equal = [h for h in goal.equations(type_name(e)) if "HMod.hMod" not in {getattr(p, "name", "") for p in walk(h.type)}][
        :MAX_GIVEN
    ]
    if any(_truncated(t) for a, b, _ in [*given, (d, e, "")] for t in (a, b)):
        return
    ks, hs = goal.numbered("k", len(given)), goal.numbered("hk", len(given) + len(equal))
    equations = [(b, multiple(a, Var(k, type_), type_)) for (a, b, _), k in zip(given, ks, strict=True)]
    equations += [h.type.args for h in equal if not _truncated(h.type)]  # type: ignore[union-attr]
    found = quotient(d, e, equations)
    if found is None:
        return
    lines, terms = [], []
    for i, cofactor in found.cofactors:
        name = hs[i]
        if i < len(given):
            lines.append(f"obtain ⟨{ks[i]}, {name}⟩ := {given[i][2]}")
            source = name
        else:
            source = equal[i - len(given)].name
        if type_ == NAT:
            left, right = equations[i]
            lines += [
                f"have {name} : (({lean(left)} : ℕ) : ℤ) = (({lean(right)} : ℕ) : ℤ) := by exact_mod_cast {source}",
                f"push_cast at {name}",
            ]
            source = name
        terms.append(f"{lean(cofactor, 71)} * {source}")
    for i, k in enumerate(ks):
        used = {v for v in walk(found.quotient) if isinstance(v, Var)}
        if Var(k, type_) in used and not any(j == i for j, _ in found.cofactors):
            return
    combination = " + ".join(terms) if terms else "0"
    if type_ == INT:
        proof = f"⟨{lean(found.quotient)}, by linear_combination {combination}⟩"
        last = f"exact {wrap.format(proof)}" if wrap != "{}" else f"exact {proof}"
        if wrap != "{}":
            last = f"have hd : {lean(d, 51)} ∣ {lean(e, 51)} := {proof}\nexact {wrap.format('hd')}"
    else:
        proof = f"⟨{lean(found.quotient)}, by push_cast; linear_combination {combination}⟩"
        last = (
            f"have hd : (({lean(d)} : ℕ) : ℤ) ∣ (({lean(e)} : ℕ) : ℤ) := {proof}\n"
            f"exact {wrap.format('Int.natCast_dvd_natCast.mp hd')}"
        )
    yield step(
        "divisibility_quotient",
        lines="\n".join([*lines, last]),
        computed=f"{lean(e)} = {lean(d, 71)} * ({lean(found.quotient)})",
    )


def _truncated(term: Term) -> bool:
    """Whether it holds subtraction in ℕ."""
    return any(isinstance(p, App) and p.name == "HSub.hSub" and type_name(p) == "ℕ" for p in walk(term))


def _coprime(goal: Goal) -> Steps:
    """``Nat.Coprime a b``, ``Nat.gcd a b = 1`` from ``u * a = v * b + 1`` with numbers ``u``, ``v`` (or the same turned round)."""
    match goal.target:
        case App("Nat.Coprime", (a, b)) | App("Eq", (App("Nat.gcd", (a, b)), Num(1))):
            found = _bezout(a, b)
        case _:
            return
    if found is None:
        return
    u, v, turned = found
    big, small = (b, a) if turned else (a, b)
    first, second = ("right", "left") if turned else ("left", "right")
    g = f"Nat.gcd {lean(a, 1024)} {lean(b, 1024)}"
    lines = [
        f"have h1 : {g} ∣ {u} * ({lean(big)}) := Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_{first} _ _) _",
        f"have h2 : {g} ∣ {v} * ({lean(small)}) := Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_{second} _ _) _",
        f"rw [show {u} * ({lean(big)}) = {v} * ({lean(small)}) + 1 by ring] at h1",
        "exact Nat.dvd_one.mp ((Nat.dvd_add_right h2).mp h1)",
    ]
    yield step("divisibility_quotient", lines="\n".join(lines), computed=f"{u} * ({lean(big)}) = {v} * ({lean(small)}) + 1")


def _bezout(a: Term, b: Term) -> tuple[int, int, bool] | None:
    """Numbers ``u, v`` with ``u * a = v * b + 1``, or with ``u * b = v * a + 1`` and ``True``, for linear ``a`` and ``b``."""
    p, q = linear(a), linear(b)
    slopes = {(p.get(x, 0), q.get(x, 0)) for x in {*p, *q} - {ONE}}
    ratios = {(m // g, n // g) for m, n in slopes for g in [gcd(m, n) or 1]}
    if len(ratios) != 1:
        return None
    [(m, n)] = ratios
    # n * a - m * b is a number, and so is every combination without variables
    rest = n * p.get(ONE, 0) - m * q.get(ONE, 0)
    if rest == 1:
        return n, m, False
    return (m, n, True) if rest == -1 else None
