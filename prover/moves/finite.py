"""Finite sets: given by a property, cut out of a range by a bound that is derived; closed statements evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from prover.algebra.evaluation import truth
from prover.algebra.finite_sets import (
    MAX_BOUND,
    Bounded,
    bounded,
    conjuncts_with_paths,
    expanded,
    power_below,
    reduced_by,
)
from prover.algebra.laws import Law, ground, substituted
from prover.algebra.multiples import Divides, composite_beyond, coprime_parts, multiple_of
from prover.algebra.numbers import divisors
from prover.lean.terms import (
    NAT,
    App,
    Bind,
    Call,
    Num,
    Term,
    Var,
    number_type,
    opened,
    rebuild,
    replaced,
    type_name,
    variables,
    walk,
)
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean
from prover.moves.large_divisors import among_divisors, listed

_SETS = frozenset({"Finset.sum", "Finset.prod", "Finset.card", "Finset.filter", "Finset.range", "Finset.Icc"})
_MEMBERSHIP = {
    "Finset.range": "Finset.mem_range", "Finset.Icc": "Finset.mem_Icc", "Finset.Ico": "Finset.mem_Ico",
    "Finset.Ioc": "Finset.mem_Ioc", "Finset.Ioo": "Finset.mem_Ioo", "Finset.filter": "Finset.mem_filter",
    "Set.Icc": "Set.mem_Icc", "Set.Ico": "Set.mem_Ico", "Set.Ioc": "Set.mem_Ioc", "Set.Ioo": "Set.mem_Ioo",
    "setOf": "Set.mem_setOf_eq", "Nat.divisors": "Nat.mem_divisors", "Finset.image": "Finset.mem_image",
}  # fmt: skip
MAX_COST = 20_000
"""Numbers that the kernel goes through in a few seconds."""
MAX_LISTED = 60
"""Elements of a list in which the kernel looks products up in a few seconds."""
LONG = 40
"""Summands over ℝ that are written out."""


@move
def evaluated(goal: Goal) -> Steps:
    """A closed statement about finite sets, sums or products: evaluated by the kernel over ℕ, ℤ and ℚ, written out over ℝ."""
    if goal.target_heads.isdisjoint(_SETS) or variables(goal.target) or truth(goal.target, {}) is not True:
        return
    real = any(isinstance(p, (App, Num)) and type_name(p) == "ℝ" for p in walk(goal.target))
    if not real and cost_of(goal.target, 0) <= MAX_COST:
        yield step("evaluated", do="decide +kernel", computed="it is true")
    elif not real:
        yield from _with_divisors(goal)
    elif all(len_ <= LONG for len_ in _lengths(goal.target)):
        yield step("written_out", lemmas=", ".join(_unfolding(goal.target)), computed="it is true")


def _with_divisors(goal: Goal) -> Steps:
    """The divisors of large numbers as products of those of coprime parts."""
    lines, target = [], goal.target
    for k, term in enumerate(dict.fromkeys(walk(goal.target))):
        match term:
            case App("Nat.divisors", (number,)) if (n := ground(number)) is not None and n > MAX_BOUND:
                n, hd = int(n), goal.fresh(f"hd{k}")
                if max(coprime_parts(n)) > MAX_BOUND or len(divisors(n)) > MAX_LISTED:
                    return
                into = ["have hn := (Nat.mem_divisors.mp h).1"]
                if not isinstance(number, Num):
                    into.append(f"rw [show {lean(number, 51)} = {n} by decide +kernel] at hn")
                into += among_divisors(n, divisors(n), Var("x", NAT), None)
                out = "Nat.mem_divisors.mpr ⟨hb, by decide +kernel⟩"
                lines += listed(hd, lean(term, 51), divisors(n), into, f"x ∣ {lean(number, 51)}", out, "x")
                target = replaced(target, term, Num(0, NAT))
    if lines and cost_of(target, 0) <= MAX_COST:
        yield step("evaluated", do="\n".join([*lines, "decide +kernel"]), computed="it is true")


def _lengths(term: Term) -> Iterator[int]:
    for p in walk(term):
        match p:
            case App("Finset.range", (Num(k),)):
                yield k
            case App("Finset.Icc", (Num(a), Num(b))):
                yield b - a + 1


def _unfolding(term: Term) -> list[str]:
    lemmas = {
        ("Finset.sum", "Finset.range"): "Finset.sum_range_succ",
        ("Finset.prod", "Finset.range"): "Finset.prod_range_succ",
        ("Finset.sum", "Finset.Icc"): "Finset.sum_Icc_succ_top",
        ("Finset.prod", "Finset.Icc"): "Finset.prod_Icc_succ_top",
    }
    found = [
        lemmas.get((p.name, p.args[0].name))
        for p in walk(term)
        if isinstance(p, App) and p.name in ("Finset.sum", "Finset.prod") and isinstance(p.args[0], App)
    ]
    return [lemma for lemma in dict.fromkeys(found) if lemma]


@move
def sets_by_property(goal: Goal) -> Steps:
    """A finite set of whole numbers that a property gives: the range it is cut out of, then the target by evaluation."""
    for law, collection, x, body in properties(goal):
        if collection not in variables(goal.target) or len(variables(body)) > 1 or undecidable(body):
            continue
        found = bounded(body, x)
        if found is None or found.count * cost_of(body, found.high) > MAX_COST:
            continue
        elements = "{" + ", ".join(map(str, found.elements[:40])) + (", …}" if len(found.elements) > 40 else "}")
        if truth(goal.target, {collection: frozenset(found.elements)}) is False:
            continue
        if found.how == "divisors":
            if len(found.elements) > MAX_LISTED:
                continue
            lines = _among_divisors(goal, law, collection, x, body, found)
            yield step("evaluated", do="\n".join([*lines, "decide +kernel"]), computed=f"{collection.name} = {elements}")
            continue
        yield step(
            "set_in_range", hS=goal.fresh("hS"), set=collection.name, range=range_of(found, x), x=x.name, type=number_type(x.type), body=lean(expanded(body)),
            lemmas=", ".join(_lemmas(law, body, found)), inside=inside(found, body, x), computed=f"{collection.name} = {elements}",
        )  # fmt: skip


def properties(goal: Goal) -> Iterator[tuple[str, Var, Var, Term]]:
    """Hypotheses ``∀ x, x ∈ S ↔ p x`` of finite sets of whole numbers: name, set, variable, property."""
    for h in goal.props:
        match h.type:
            case Bind("∀", name, domain, App("Iff", (App("Membership.mem", (Var() as s, _)), _))) if number_type(domain) in (
                "ℕ",
                "ℤ",
            ):
                x = Var(goal.fresh(name if name.isidentifier() else "x"), domain)
                left, right = opened(h.type, x).args
                if left == App("Membership.mem", (s, x), left.implicit) and isinstance(s.type, App) and s.type.name == "Finset":
                    yield _unfolded(goal, h.name, s, x, right)


def _unfolded(goal: Goal, law: str, s: Var, x: Var, property_: Term) -> tuple[str, Var, Var, Term]:
    """With the values of functions that hold for all arguments in the place of their calls, and the laws' names added."""
    for h in goal.laws:
        match Law.of(h):
            case Law(beta=False, variables=[y], conclusions=[("", App("Eq", (Call(f, [z]), value)))]) if y == z:
                if f not in variables(property_) or f in variables(value):
                    continue

                def put(term: Term, f: Term = f, y: Var = y, value: Term = value) -> Term:
                    term = rebuild(term, put)
                    match term:
                        case Call(g, (argument,)) if g == f:
                            return substituted(value, {y: argument})
                    return term

                property_, law = put(property_), f"{law}, {h.name}"
    return law, s, x, property_


def undecidable(body: Term) -> bool:
    """Whether evaluation in the kernel cannot tell it: quantifiers, real numbers."""
    return any(
        (isinstance(p, Bind) and p.kind != "λ") or (isinstance(p, (App, Num)) and type_name(p) in ("ℝ", "ℂ"))
        for p in walk(body)
    )


def cost_of(term: Term, size: int) -> int:
    """The numbers that evaluating a term goes through, roughly; ``size`` of what is bound."""
    cost = 1
    for p in walk(term):
        if isinstance(p, App) and p.name in ("Nat.divisors", "Nat.properDivisors", "Finset.range", "Finset.Icc", "Nat.totient"):
            end = ground(p.args[-1])
            cost += size if end is None else int(abs(end))
    return cost


def range_of(found: Bounded, x: Var) -> str:
    if number_type(x.type) == "ℕ":
        return f"Finset.range {found.high + 1}"
    return f"Finset.Icc ({found.low} : ℤ) {found.high}"


def _among_divisors(goal: Goal, law: str, collection: Var, x: Var, body: Term, found: Bounded) -> list[str]:
    multiple, n = _multiple(found, body, x), found.high
    shown, name = lean(expanded(body)), collection.name
    lemmas = ", ".join(_lemmas(law, body, found))
    iff = goal.fresh("hiff")
    stated = [
        f"have {iff} : ∀ {x.name} : ℕ, {x.name} ∈ {name} ↔ ({shown}) := by",
        f"  intro {x.name}",
        f"  simp only [{lemmas}]",
    ]
    into = [
        f"replace h := ({iff} {x.name}).mp h",
        f"have hn : {x.name} ∣ {multiple.number} := {multiple.proof}",
        *([] if multiple.number == str(n) else [f"rw [show {multiple.number} = {n} by decide +kernel] at hn"]),
        *among_divisors(n, found.elements, x, expanded(body)),
    ]
    return [*stated, *listed(goal.fresh("hS"), name, found.elements, into, f"({shown})", f"({iff} {x.name}).mpr hb", x.name)]


def _multiple(found: Bounded, body: Term, x: Var) -> Divides:
    part = next(p for p, path in conjuncts_with_paths(body) if path == found.path)
    multiple = multiple_of(part, x)
    assert multiple is not None
    return replace(multiple, proof=multiple.proof.replace("{h}", f"h{found.path}"))


def _not_prime(found: Bounded, body: Term, x: Var) -> list[str]:
    """Beyond the bound the number is a product of two that are at least 2."""
    part = next(p for p, path in conjuncts_with_paths(body) if path == found.path)
    composite = composite_beyond(part, x)
    assert composite is not None
    left, right = (_polynomial(c, "m") for c in (composite.left, composite.right))
    value = lean(
        substituted(composite.value, {x: App("HAdd.hAdd", (Var("m", x.type), Num(composite.start, x.type)), (x.type,) * 3)})
    )
    return [
        "by_contra hb",
        f"obtain ⟨m, rfl⟩ : ∃ m, {x.name} = m + {composite.start} := ⟨{x.name} - {composite.start}, by omega⟩",
        f"have he : {value} = ({left}) * ({right}) := {'Nat.sub_eq_of_eq_add (by ring)' if composite.difference else 'by ring'}",
        f"have hp := h{found.path}",
        "rw [he] at hp",
        f"have h2 : 2 ≤ {left} := by first | omega | nlinarith",
        f"have h3 : 2 ≤ {right} := by first | omega | nlinarith",
        f"rcases hp.eq_one_or_self_of_dvd ({left}) (Nat.dvd_mul_right ({left}) ({right})) with hq | hq",
        "· omega",
        f"· have h4 := Nat.mul_le_mul_left ({left}) h3",
        "  omega",
    ]


def _polynomial(coefficients: tuple[int, ...], x: str) -> str:
    powers = ["", f" * {x}", *(f" * {x} ^ {i}" for i in range(2, len(coefficients)))]
    written = [f"{c}{power}" for c, power in reversed(list(zip(coefficients, powers, strict=False))) if c]
    return " + ".join(written)


def _lemmas(law: str, body: Term, found: Bounded) -> list[str]:
    named = [_MEMBERSHIP[p.name] for p in walk(body) if isinstance(p, App) and p.name in _MEMBERSHIP]
    return list(dict.fromkeys(["Finset.mem_filter", "Finset.mem_range", "Finset.mem_Icc", law, *named]))


def inside(found: Bounded, body: Term, x: Var) -> str:
    """A proof that an element (``h : body``) is in the range: of ``x < n`` over ℕ, ``a ≤ x ∧ x ≤ b`` over ℤ."""
    if found.how == "linear":
        sizes = [lean(p.args[0], 1024) for p in walk(body) if isinstance(p, App) and p.name == "abs"]
        facts = [f"have ha{i} := {lemma} {a}" for a in sizes for i, lemma in enumerate(("le_abs_self", "neg_abs_le"))]
        return "\n  ".join([*facts, "omega"])
    if found.how == "divisor":
        multiple = _multiple(found, body, x)
        return f"exact Nat.lt_succ_of_le (le_trans (Nat.le_of_dvd (by decide +kernel) ({multiple.proof})) (by decide +kernel))"
    if found.how == "composite":
        return "\n  ".join(_not_prime(found, body, x))
    if found.how == "modulus":
        numbers = next(reduced_by(p, x) or [] for p, path in conjuncts_with_paths(body) if path == found.path)
        facts = [f"have h{i} : {n} % {x.name} = {n} := Nat.mod_eq_of_lt (by omega)" for i, n in enumerate(numbers)]
        names = ", ".join(f"h{i}" for i in range(len(numbers)))
        return "\n  ".join(["by_contra hb", *facts, f"exact absurd h{found.path} (by simp [Nat.ModEq, {names}])"])
    if found.how == "power":
        p = next(p for p, path in conjuncts_with_paths(body) if path == found.path)
        power = power_below(p, x)
        assert power is not None and isinstance(p, App)
        base, relation, most = power
        multiple, step_ = f"h{found.path}", f"Nat.pow_le_pow_right (show 0 < {base} by decide) hb"
        follows = f"Nat.dvd_trans (Nat.pow_dvd_pow {base} hb) {multiple}"
        if relation != "∣":
            follows = f"Nat.{'le_trans' if relation == '≤' else 'lt_of_le_of_lt'} ({step_}) {multiple}"
        refuted = f"show ¬{base} ^ {most + 1} {relation} {lean(p.args[1], 51)} by decide +kernel"
        return f"by_contra hb\n  replace hb : {most + 1} ≤ {x.name} := by omega\n  exact ({refuted}) ({follows})"
    if number_type(x.type) == "ℤ":
        return "constructor <;> nlinarith"
    powers = {
        p.args[1].value for p in walk(body) if isinstance(p, App) and p.name == "HPow.hPow" and isinstance(p.args[1], Num)
    }
    facts = [f"have h{d} := Nat.pow_le_pow_left hb {d}" for d in sorted(powers)]
    lines = ["by_contra hb", f"replace hb : {found.high + 1} ≤ {x.name} := by omega", *facts]
    products = any(
        isinstance(p, App) and p.name == "HMul.hMul" and not any(isinstance(a, Num) for a in p.args) for p in walk(body)
    )
    return "\n  ".join([*lines, "nlinarith [Nat.mul_le_mul hb hb]" if products else "omega"])
