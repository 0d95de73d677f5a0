"""Whole numbers with bounds that hypotheses give: all cases, decided by Lean's kernel."""

from __future__ import annotations

from prover.algebra.bounds import Bound, Box, linear_difference, uncast
from prover.algebra.cases import Cases, enumerate_cases
from prover.algebra.integers import ONE, is_compound, linear
from prover.lean.terms import INT, NAT, App, Hypothesis, Num, Term, Var, replaced, type_name, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean
from prover.moves.residues import about_whole_numbers


@move
def bounded_cases(goal: Goal) -> Steps:
    """Variables that hypotheses bound: the target holds in all cases that fit, or few cases fit."""
    if not about_whole_numbers(goal):
        return
    hypotheses = goal.props
    box = Box([h.type for h in hypotheses])
    found = enumerate_cases([h.type for h in hypotheses], goal.target, box)
    if found is None:
        return
    bounds = bound_lines(goal, box, found.variables, hypotheses)
    ranges = ", ".join(f"{r.start} ≤ {v.name} ≤ {r.stop - 1}" for v, r in zip(found.variables, found.ranges, strict=True))
    computed = f"bounds {ranges}; {found.count} cases"
    if found.holds:
        lines = [*bounds, *_decided(goal, found, hypotheses, goal.target)]
        yield step("bounded_cases", lines="\n".join(lines), computed=computed)
    elif found.solutions:
        lines = _solutions(goal, found, hypotheses, bounds)
        listed = "; ".join(
            ", ".join(f"{v.name} = {n}" for v, n in zip(found.variables, s, strict=True)) for s in found.solutions
        )
        yield step("solutions", lines="\n".join(lines), computed=f"{computed}; solutions {listed}")


def _solutions(goal: Goal, found: Cases, hypotheses: list[Hypothesis], bounds: list[str]) -> list[str]:
    """``(x = 1 ∧ y = 2) ∨ …``, taken apart."""
    assert found.solutions is not None
    equations = [
        [App("Eq", (v, Num(n, v.type)), (v.type,)) for v, n in zip(found.variables, solution, strict=True)]
        for solution in found.solutions
    ]
    claim = _nested("Or", [_nested("And", parts) for parts in equations])
    h = goal.fresh("hs")
    each = "⟨" + ", ".join(["rfl"] * len(found.variables)) + "⟩" if len(found.variables) > 1 else "rfl"
    proof = [f"  {line}" for line in "\n".join([*bounds, *_decided(goal, found, hypotheses, claim)]).split("\n")]
    return [f"have {h} : {lean(claim)} := by", *proof, f"rcases {h} with {' | '.join([each] * len(found.solutions))}"]


def _nested(name: str, parts: list[Term]) -> Term:
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = App(name, (part, result))
    return result


def _decided(goal: Goal, found: Cases, hypotheses: list[Hypothesis], claim: Term) -> list[str]:
    """``key : ∀ x ∈ List.range 8, h₁ → ∀ y ∈ List.range 8, h₂ → claim`` by the kernel (which takes
    a third of the time that it takes for ``∀ x < 8``), used at the variables; integers counted from their least value."""
    lines, key = [], goal.fresh("key")
    indices = goal.numbered("i", len(found.variables))
    statement, arguments = "", ""
    values: list[tuple[Var, Term]] = []
    for v, r, index, tests in zip(found.variables, found.ranges, indices, found.tests, strict=True):
        natural = Var(index, NAT)
        if v.type == NAT and r.start == 0:
            natural = v
        elif v.type == NAT:
            values.append((v, _plus(r.start, natural, NAT)))
        else:
            values.append((v, _plus(r.start, App("Nat.cast", (natural,), (INT,)), INT)))
        if natural != v:
            text = lean(values[-1][1])
            witness = f"{v.name} - {r.start}" if v.type == NAT else f"({v.name} - ({r.start})).toNat"
            lines += [
                f"obtain ⟨{index}, h{index}⟩ : ∃ {index} : ℕ, {v.name} = {text} := ⟨{witness}, by omega⟩",
                f"subst h{index}",
            ]
        asked = "".join(f"{lean(_substituted(hypotheses[i].type, values), 26)} → " for i in tests)
        statement += f"∀ {natural.name} ∈ List.range {len(r)}, {asked}"
        arguments += f" {natural.name} (List.mem_range.mpr (by omega))" + "".join(f" {hypotheses[i].name}" for i in tests)
    text = lean(_substituted(claim, values))
    return [*lines, *by_kernel(key, statement + text), f"exact {key}{arguments}"]


def by_kernel(name: str, statement: str) -> list[str]:
    """A claim that Lean's kernel decides.  Large ones need more steps of instance search than Lean allows by default."""
    large = sum(map(statement.count, "→∨∧")) > 6
    return [*(["set_option synthInstance.maxSize 4000 in"] if large else []), f"have {name} : {statement} := by decide +kernel"]


def _plus(start: int, natural: Term, type_: Term) -> Term:
    return natural if start == 0 else App("HAdd.hAdd", (Num(start, type_), natural), (type_,) * 3)


def _substituted(term: Term, values: list[tuple[Var, Term]]) -> Term:
    for old, new in values:
        term = replaced(term, old, new)
    return term


# ------------------------------------------------------------------------------------------------------------- bounds


def bound_lines(goal: Goal, box: Box, variables: tuple[Var, ...], hypotheses: list[Hypothesis]) -> list[str]:
    """The bounds of these variables as claims with proofs, and those that they rest on; what ``omega`` sees itself is left out."""
    if all(b.reason == "linear" and not b.signs for b in box.derived):
        return []
    names = goal.numbered("hb", len(box.derived))
    lines: list[str] = []
    for name, bound in zip(names, box.derived, strict=True):
        variable = bound.variable.name
        claim = f"{variable} ≤ {bound.value}" if bound.upper else f"{bound.value} ≤ {variable}"
        proof = _proof(bound, hypotheses)
        if len(proof) == 1:
            lines.append(f"have {name} : {claim} := {proof[0]}")
        else:
            lines += [f"have {name} : {claim} := by", *(f"  {line}" for line in proof)]
    return lines


def _proof(bound: Bound, hypotheses: list[Hypothesis]) -> list[str]:
    h = hypotheses[bound.hypothesis]
    integer = bound.variable.type == INT
    match bound.reason:
        case "linear":
            return [*_signs(bound), "omega"] if bound.signs else ["by omega"]
        case "member":
            return _member(bound, h)
        case "divides" | "factor":
            return _divides(bound, h, integer)
    return ["by_contra hcon", *_signs(bound), *_monotone(bound, integer), "omega"]


def _signs(bound: Bound) -> list[str]:
    """Powers and products of integers that are not negative."""
    lines = []
    for i, term in enumerate(bound.signs):
        if type_name(term) == "ℕ":
            continue
        match term:
            case App("HPow.hPow", (a, Num(2))):
                lines.append(f"have hn{i} := sq_nonneg {lean(a, 1024)}")
            case App("HMul.hMul", (a, b)) if a == b:
                lines.append(f"have hn{i} := mul_self_nonneg {lean(a, 1024)}")
            case App("HMul.hMul", (a, b)) if not is_compound(a) and not is_compound(b):
                zero = [f"(show (0 : ℤ) ≤ {lean(x, 51)} by omega)" for x in (a, b)]
                lines.append(f"have hn{i} := mul_nonneg {' '.join(zero)}")
            case _:
                lines.append(f"have hn{i} : (0 : ℤ) ≤ {lean(term, 51)} := by positivity")
    return lines


def _member(bound: Bound, h: Hypothesis) -> list[str]:
    collection = h.type.args[0]  # type: ignore[union-attr]
    name = collection.name.rpartition(".")[2]
    if name == "divisors":
        return [f"Nat.le_of_dvd (by norm_num) (Nat.mem_divisors.mp {h.name}).1"]
    if name == "range":
        return ["by", f"  have hm := Finset.mem_range.mp {h.name}", "  omega"]
    return [f"have hm := Finset.mem_{name}.mp {h.name}", "omega"]


def _divides(bound: Bound, h: Hypothesis, integer: bool) -> list[str]:
    x, kind = bound.variable, "Int" if integer else "Nat"
    c = abs(bound.value)
    if bound.reason == "divides":
        assert isinstance(h.type, App) and isinstance(h.type.args[1], Num)
        number = h.type.args[1].value
        c, divides = abs(number), h.name if number > 0 else f"(Int.dvd_neg.mpr {h.name})"
    else:
        assert isinstance(bound.atom, App)
        a, b = bound.atom.args
        form = linear_difference(h.type)  # type: ignore[arg-type]
        c = abs(form[next(k for k in form if k != bound.atom)] // form[bound.atom])
        witness, proof = (b, "by omega") if a == x else (a, f"by rw [{kind}.mul_comm]; omega")
        divides = f"(⟨{lean(witness)}, {proof}⟩ : {x.name} ∣ {c})"
    positive = f"(show (0 : {'ℤ' if integer else 'ℕ'}) < {c} by norm_num)"
    if bound.upper:
        return [f"{kind}.le_of_dvd {positive} {divides}"]
    if not integer:
        return [f"Nat.pos_of_dvd_of_pos {divides} {positive}"]
    return [f"have hd := Int.le_of_dvd {positive} (Int.neg_dvd.mpr {divides})", "omega"]


def _monotone(bound: Bound, integer: bool) -> list[str]:
    """What follows for the power or product if the bound is false."""
    x, value, atom = bound.variable, bound.value, bound.atom
    assert isinstance(atom, App)
    if bound.reason == "exponential":
        base, exponent = atom.args
        least = _at(exponent, x, value + 1)
        if type_name(atom) == "ℕ":
            return [
                f"have hp := Nat.pow_le_pow_right (show 0 < {lean(base)} by norm_num) (show {least} ≤ {lean(exponent, 51)} by omega)"
            ]
        return [
            f"have hp := Nat.pow_le_pow_right (show 0 < {base.value} by norm_num) (show {least} ≤ {lean(exponent, 51)} by omega)",  # type: ignore[union-attr]
            f"have hp : (({base.value} ^ {least} : ℕ) : ℤ) ≤ (({base.value} ^ {lean(exponent, 76)} : ℕ) : ℤ) := by exact_mod_cast hp",  # type: ignore[union-attr]
            "push_cast at hp",
        ]
    if bound.reason == "power":
        base, exponent = atom.args
        if type_name(atom) == "ℕ":
            return [f"have hp := Nat.pow_le_pow_left (show {value + 1} ≤ {x.name} by omega) {lean(exponent, 1024)}"]
        n = value + 1 if bound.upper else 1 - value
        minus = "" if bound.upper else "-"
        lines = [
            f"have hp := pow_le_pow_left₀ (show (0 : ℤ) ≤ {n} by norm_num) "
            f"(show {n} ≤ {minus}{lean(base, 75)} by omega) {lean(exponent, 1024)}"
        ]
        return lines if bound.upper else [*lines, "rw [neg_sq] at hp"]
    a, b = atom.args
    sizes = [_at(side, x, value + 1) if x in walk(side) else bound.least for side in (a, b)]
    parts = [f"(show {n} ≤ {lean(side, 51)} by omega)" for n, side in zip(sizes, (a, b), strict=True)]
    if type_name(atom) == "ℕ":
        return [f"have hp := Nat.mul_le_mul {' '.join(parts)}"]
    return [f"have hp := mul_le_mul {' '.join(parts)} (by omega) (by omega)"]


def _at(term: Term, x: Var, value: int) -> int:
    """The linear term's value where its one variable has this one."""
    form = linear(term)
    return form.get(ONE, 0) + value * next(n for a, n in form.items() if uncast(a) == x)
