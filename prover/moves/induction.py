"""Induction over a natural number of the target: from the right base, over as many steps as a recurrence has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm

from prover.algebra.evaluation import truth
from prover.algebra.laws import calls, normal
from prover.algebra.polynomials import NotPolynomial, Ring, monomials
from prover.algebra.recurrences import asked_values
from prover.algebra.shapes import Shape, covering, offset, recurrences, shifted
from prover.lean.terms import NAT, App, Call, Num, Term, Var, number_type, rebuild, replaced, type_name, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, over
from prover.moves.sequences import chain_lines, recurrence_line, values_at
from prover.moves.words import WordFacts

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
        return normal(replaced(self.target, self.n, term))

    def after(self, steps: int) -> Term:
        """The target at ``n + steps``."""
        return self.at(shifted(self.n, steps))


@move
def induct(goal: Goal) -> Steps:
    """Induction, closed where the target's kind says how: equations, divisibility, inequalities."""
    for claim in claims(goal):
        if holds_at_first(goal, claim) and (found := proved(goal, claim)) is not None:
            name, holes = found
            from_ = f"; from {claim.base} on" if claim.base else ""
            yield step(name, computed=f"true for {claim.n.name} = {claim.base} … {claim.base + TESTED - 1}{from_}", **holes)


@move
def induct_open(goal: Goal, words: WordFacts) -> Steps:
    """Induction that leaves its cases open; sooner where there are factorials or the words say so."""
    likely = "Nat.factorial" in goal.target_heads or words.mention("induct")
    for n in [n for n in goal.of_type("ℕ") if n in variables(goal.target)][:3]:
        yield step("induction", n=n.name)
        if likely:
            yield step("induction_likely", n=n.name)


def claims(goal: Goal) -> Iterator[Claim]:
    """The targets over a natural number that no other hypothesis speaks of."""
    if head(goal.target) not in ("Eq", "LT.lt", "LE.le", "Dvd.dvd"):
        return
    for n in goal.of_type("ℕ"):
        if n not in variables(goal.target) or n in inside_sums(goal.target):
            continue
        about = [h for h in goal.hypotheses if h.kind == "prop" and n in variables(h.type)]
        if not about:
            yield Claim(n, goal.target, 0, "")
        elif len(about) == 1 and about[0].accessible and (base := lower_bound(about[0].type, n)) is not None:
            yield Claim(n, goal.target, base, about[0].name)


def inside_sums(term: Term) -> set[Var]:
    """The variables of summands and factors: such a sum at ``n + 1`` is not the one at ``n`` and a summand."""
    bodies = (p.args[1] for p in walk(term) if isinstance(p, App) and p.name in _UNFOLDED and len(p.args) == 2)
    return {v for body in bodies for v in variables(body)}


def recursive(claim: Claim) -> bool:
    """Whether something in the target is told by its value before: a power, a sum, a factorial, a divisibility."""
    powers = (p for p in walk(claim.target) if isinstance(p, App) and p.name == "HPow.hPow" and claim.n in variables(p.args[1]))
    return head(claim.target) == "Dvd.dvd" or bool(unfolding(claim.target)) or any(True for _ in powers)


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
    """Whether none of the first instances is false, and all functions in it have recurrences."""
    values = values_at(goal)
    shapes = [s for s in shapes_in(goal, claim) if s.order]
    if bool(calls(claim.target)) != bool(shapes) or not (shapes or recursive(claim)):
        return False
    for k in range(claim.base, claim.base + TESTED):
        instance = claim.at(Num(k, NAT))
        found = values.evaluated(instance)[0] if values else truth(instance, {})
        if found is False:
            return False
    return True


def based(goal: Goal, claim: Claim, order: int) -> list[str]:
    """Lines that prove the first instances, with the values they ask for."""
    values = values_at(goal)
    lines, names = [], []
    if values is not None:
        instances = [claim.at(Num(claim.base + i, NAT)) for i in range(order)]
        asked = [key for instance in instances for key in asked_values(instance, values.sequences) if key in values.known]
        lines, known = chain_lines(goal, values.chain(asked))
        names = list(dict.fromkeys(known[key] for key in asked))
    close = f"norm_num [{', '.join(names)}]" if names else "norm_num"
    return [*lines, close if order == 1 else f"refine ⟨{', '.join(['?_'] * order)}⟩ <;> {close}"]


def shapes_in(goal: Goal, claim: Claim) -> list[Shape]:
    """The recurrences of the functions in the target."""
    functions = {c.function for c in calls(claim.target)}
    values = values_at(goal)
    return [shape for shape in recurrences(values.laws) if shape.function in functions] if values else []


def proved(goal: Goal, claim: Claim) -> tuple[str, dict[str, object]] | None:
    """The tactic that proves a claim by induction, and its holes; ``None`` where nothing is known for its kind."""
    shapes = shapes_in(goal, claim)
    order = max((shape.order for shape in shapes), default=1) or 1
    covers = [covering([s for s in shapes if s.function == f]) for f in dict.fromkeys(s.function for s in shapes)]
    if None in covers:
        return None
    modulus = lcm(*(m for m, _ in covers))
    if modulus == 1:
        found = step_lines(goal, claim, [c[0] for _, c in covers], order)
        return None if found is None else _written(goal, claim, order, *found)
    lines = [f"rcases (by omega : {' ∨ '.join(f'{claim.n.name} % {modulus} = {r}' for r in range(modulus))})"]
    lines[0] += f" with {' | '.join(['hm'] * modulus)}"
    for r in range(modulus):
        chosen = [c[(r + order + _ahead(claim, next(iter(c.values())))) % m] for m, c in covers]
        found = step_lines(goal, claim, chosen, order)
        if found is None:
            return None
        lines += ["· skip", *_indented(found[1], 2).split("\n")]
    return _written(goal, claim, order, found[0], lines)


def _ahead(claim: Claim, shape: Shape) -> int:
    """How far beyond ``n`` the claim asks for the function."""
    offsets = [offset(c.args[0], claim.n) for c in calls(claim.target) if c.function == shape.function]
    return max((k for k in offsets if k is not None), default=0)


def step_lines(goal: Goal, claim: Claim, shapes: list[Shape], order: int) -> tuple[str, list[str]] | None:
    """The kind of induction, and the lines of its step with these recurrences."""
    lines, equations, statements = applied(goal, claim, shapes, order)
    match head(claim.target):
        case "Eq" if shapes and over(claim.target) == "ℕ" and cut_off(claim.target):
            return None  # a closed form says it without subtraction
        case "Eq":
            kind, more = "equation", equation_step(claim, order, equations, statements)
        case "Dvd.dvd":
            kind, more = "divisibility", divisibility_step(claim, [*unfolding(claim.target), *equations])
        case "LT.lt" | "LE.le":
            kind, more = "inequality", inequality_step(goal, claim, unfolding(claim.target), equations)
        case _:
            return None
    return None if more is None else (f"induction_{kind}", [*lines, *more])


def applied(goal: Goal, claim: Claim, shapes: list[Shape], order: int) -> tuple[list[str], list[str], list[Term]]:
    """Lines that state the recurrences for the highest values at ``n + order``, their names and statements."""
    lines: list[str] = []
    names: list[str] = []
    statements: list[Term] = []
    for shape in shapes:
        offsets = {offset(c.args[0], claim.n) for c in calls(claim.target) if c.function == shape.function and len(c.args) == 1}
        for k in sorted(k for k in offsets if k is not None):
            if order + k >= shape.top and order + k + claim.base >= shape.first:
                names.append(goal.fresh("e", names))
                line, statement = recurrence_line(shape, claim.n, order + k, names[-1])
                lines.append(line)
                statements.append(statement)
    return lines, names, statements


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


def equation_step(claim: Claim, order: int, equations: list[str], statements: list[Term]) -> list[str]:
    """``rw`` the sum or the recurrence, then the hypotheses, then ``ring``; where these cannot be rewritten with, linearly."""
    left, unfolded = claim.target.args[0], unfolding(claim.target)
    met = {c for statement in statements for c in calls(statement)}
    hypotheses = [
        f"ih{subscript(i)}" for i in reversed(range(order)) if not statements or normal(claim.after(i).args[0]) in met or order == 1
    ]
    if isinstance(left, Call) or (isinstance(left, App) and left.name in _UNFOLDED):
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


def _written(goal: Goal, claim: Claim, order: int, name: str, proof: list[str]) -> tuple[str, dict[str, object]] | None:
    common = {"n": claim.n.name, "base": _indented(based(goal, claim, order), 2)}
    if order == 1 and claim.base == 0:
        return name, {**common, "step": _indented(proof, 2)}
    k, hs = goal.fresh("k"), goal.fresh("hs")
    if order == 1:
        le = f"(by omega : {claim.base} ≤ {claim.n.name})"
        return name + "_from", {
            **common, "k": k, "h": claim.bound, "hs": hs, "start": claim.base, "step": _indented(proof, 2), "le": le,
            "now": lean(claim.target), "next": lean(claim.after(1)),
        }  # fmt: skip
    if claim.base:
        return None
    names = [f"ih{subscript(i)}" for i in range(order)]
    return name + "_steps", {
        **common, "hs": hs, "all": " ∧ ".join(f"({lean(claim.after(i))})" for i in range(order)), "names": ", ".join(names),
        "base": _indented(based(goal, claim, order), 4), "last": ", ".join([*names[1:], "?_"]), "step": _indented(proof, 4),
    }  # fmt: skip


def _indented(lines: list[str], by: int) -> str:
    return "\n".join(" " * by + part for line in lines for part in line.split("\n"))
