"""Whole numbers modulo a number that is computed: parity, remainders, powers that repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prover.algebra.integers import ONE, atoms, linear
from prover.algebra.residues import Settled, settle
from prover.lean.terms import INT, NAT, App, Num, Term, Var, replaced, type_name, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, heads, lean

DEFINED = {"Even": "{}.even_iff", "Odd": "{}.odd_iff", "Nat.ModEq": "Nat.ModEq", "Int.ModEq": "Int.ModEq"}
"""What turns a proposition into one about remainders; ``{}`` is ``Nat`` or ``Int``."""
_WHOLE = frozenset({"Nat", "Int"})


@move
def residues(goal: Goal) -> Steps:
    """No residues of the variables modulo some number fit the hypotheses and not the target."""
    if not about_whole_numbers(goal):
        return
    names = goal.numbered("r", 6)
    hypotheses = [h for h in goal.props if not isinstance(h.type, Var)]
    found = settle([h.type for h in hypotheses], goal.target, names)
    if found is None:
        return
    used = [hypotheses[i].name for i in found.used]
    whole = _whole(goal.target, found)
    lines = [*_unfolded(goal, used, found), *_residues(goal, found)]
    if whole is None:
        lines += [*_congruent(goal, found, found.compounds), *_decided(goal, found)]
    else:
        lines += [*_congruent(goal, found, _powers(found)), *_rewritten(goal, found, whole)]
    cases = " * ".join(f"{m} of {lean(a)}" for a, m in zip(found.atoms, found.moduli, strict=True))
    yield step("residues", lines="\n".join(lines), computed=f"modulus {found.modulus} settles it; residues: {cases}")


def about_whole_numbers(goal: Goal) -> bool:
    """Whether numbers of type ℕ or ℤ are compared or divided somewhere."""
    return not _WHOLE.isdisjoint(heads(a for f in goal.formulas for a in _types(f)))


def _types(formula: Term) -> Iterable[Term]:
    return (t for part in walk(formula) if isinstance(part, App) for t in part.implicit[:1])


def _unfolded(goal: Goal, used: list[str], found: Settled) -> list[str]:
    """``Even``, ``Odd`` and congruences as remainders, which ``omega`` reads."""
    places = {h.name: h.type for h in goal.props if h.name in used} | {"⊢": goal.target}
    if found.target == App("False"):
        places.pop("⊢")
    met = {name: set(heads([t])) & DEFINED.keys() for name, t in places.items()}
    lemmas = sorted(
        DEFINED[head].format(kind)
        for head in set().union(*met.values())
        for kind in (("Nat", "Int") if "{}" in DEFINED[head] else ("",))
    )
    places_ = " ".join(name for name, found_ in met.items() if found_)
    return [f"simp only [{', '.join(lemmas)}] at {places_}"] if lemmas else []


def _residues(goal: Goal, found: Settled) -> list[str]:
    """``hr : a % m = r`` and ``hb : r < m`` with a natural number ``r`` for each atom."""
    lines = []
    bounds = _bounds(goal, found)
    for name, bound, atom, m, residue in zip(
        _names(goal, found), bounds, found.atoms, found.moduli, found.residues, strict=True
    ):
        r, text = residue.name, lean(atom, 71)
        witness = "_, rfl, Nat.mod_lt _ (by decide)" if type_name(atom) == "ℕ" else f"({text} % {m}).toNat, by omega, by omega"
        lines.append(f"obtain ⟨{r}, {name}, {bound}⟩ : ∃ {r} : ℕ, {text} % {m} = {r} ∧ {r} < {m} := ⟨{witness}⟩")
    return lines


def _bounds(goal: Goal, found: Settled) -> list[str]:
    return goal.numbered("hb", len(found.atoms))


def _names(goal: Goal, found: Settled) -> list[str]:
    return goal.numbered("hr", len(found.atoms))


def _congruent(goal: Goal, found: Settled, compounds: Sequence[tuple[Term, Term]]) -> list[str]:
    """Each of these products and powers is congruent to what it is of the residues."""
    known = dict(zip(found.atoms, zip(_names(goal, found), found.moduli, found.residues, strict=True), strict=False))
    names = goal.numbered("hc", len(compounds))
    modulus, lines = found.modulus, list[str]()
    for i, (atom, (_, m, residue)) in enumerate(known.items()):
        if m != modulus and any(not _is_power_of_number(c) for c, _ in compounds):
            lines.append(f"have hm{i} : {lean(atom, 71)} % {modulus} = {residue.name} % {modulus} := by omega")
    congruences = [f"hm{i}" if m != modulus else name for i, (name, m, _) in enumerate(known.values())]
    for name, (compound, image) in zip(names, compounds, strict=True):
        text = f"{lean(compound, 71)} % {modulus} = {lean(image, 71)} % {modulus}"
        lines.append(f"have {name} : {text} := by")
        if _is_power_of_number(compound):
            lines.append(f"  {_periodic(compound, known, modulus)}")
        elif type_name(compound) == "ℕ":
            lines.append(f"  simp [Nat.pow_mod, Nat.mul_mod, Nat.add_mod, {', '.join(congruences)}]")
        else:
            casts = _casts(goal, known, modulus)
            lines += [f"  {line}" for line in casts]
            hints = [f"hi{i}" for i in range(len(casts))] or congruences
            lemmas = "pow_succ, Int.mul_emod, Int.add_emod, Int.sub_emod"
            back = "" if casts else f"simp only [{', '.join('← ' + h for h in hints)}]\n  "
            lines.append(f"  {back}simp [{lemmas}{', ' + ', '.join(hints) if casts else ''}]")
    return lines


def _casts(goal: Goal, known: dict, modulus: int, reduced: bool = True) -> list[str]:
    """The congruences of natural numbers in ℤ."""
    if all(type_name(a) == "ℤ" and m == modulus for a, (_, m, _) in known.items()):
        return []
    return [
        f"have hi{i} : {lean(a if type_name(a) == 'ℤ' else App('Nat.cast', (a,), (App('Int'),)), 71)} % {modulus} = "
        f"({residue.name} : ℤ){' % ' + str(modulus) if reduced else ''} := by omega"
        for i, (a, (_, _, residue)) in enumerate(known.items())
    ]


def _is_power_of_number(compound: Term) -> bool:
    return isinstance(compound, App) and compound.name == "HPow.hPow" and isinstance(compound.args[0], Num)


def _periodic(compound: Term, known: dict, modulus: int) -> str:
    """``b ^ (a * n + c)`` with ``n = m * (n / m) + r``, where ``b ^ (a * m)`` is 1 modulo ``modulus``."""
    assert isinstance(compound, App)
    exponent = compound.args[1]
    parts = linear(exponent)
    [atom] = [a for a in parts if a != ONE]
    _, m, residue = known[atom]
    text = lean(atom, 71)
    rest = f"{parts[atom]} * {residue.name} + {parts.get(ONE, 0)}"
    whole = f"{parts[atom] * m} * ({text} / {m}) + ({rest})"
    return (
        f"rw [show {lean(exponent, 51)} = {whole} by omega, pow_add, pow_mul, Nat.mul_mod, Nat.pow_mod]\n"
        f"  have he : {parts[atom]} * {residue.name} + {parts.get(ONE, 0)} = {lean(_image(exponent, atom, residue), 51)} := by omega\n"
        f"  rw [he]\n  simp"
    )


def _image(term: Term, atom: Term, residue: Term) -> Term:
    return replaced(term, atom, residue)


def _decided(goal: Goal, found: Settled) -> list[str]:
    key, bounds = goal.fresh("key"), _bounds(goal, found)
    arguments = " ".join(f"{r.name} (List.mem_range.mpr {bound})" for r, bound in zip(found.residues, bounds, strict=True))
    return [_statement(key, found, found.target), f"have {key} := {key} {arguments}", f"clear {' '.join(bounds)}", "omega"]


def _statement(key: str, found: Settled, target: Term) -> str:
    statement = target
    for implication in reversed(found.implications):
        statement = App("Not", (implication,)) if statement == App("False") else App("→", (implication, statement))
    bounds = "".join(f"∀ {r.name} ∈ List.range {m}, " for r, m in zip(found.residues, found.moduli, strict=True))
    return f"have {key} : {bounds}{lean(statement, 25)} := by decide +kernel"


# ------------------------------------------------------------------------------------------ a target that is a remainder


def _whole(target: Term, found: Settled) -> tuple[App, str] | None:
    """The target as ``e % m = …`` or ``e % m ≠ …`` with this modulus, and the tactic that makes it so; ``None`` where it is no
    such thing, or where hypotheses hold products or powers, which are for ``omega``."""
    m = found.modulus
    if any(_is_nonlinear(part) for implication in found.implications for part in walk(implication)):
        return None
    match target:
        case App("Dvd.dvd", (Num(n), e)) if n == m:
            kind = "Nat.dvd_of_mod_eq_zero" if type_name(e) == "ℕ" else "Int.dvd_of_emod_eq_zero"
            shown, opener = _remainder("Eq", e, m, 0), f"apply {kind}"
        case App("Eq" | "Ne", (App("HMod.hMod", (e, Num(n))), Num())) if n == m:
            shown, opener = target, ""
        case App("Even" | "Odd", (e,)) if m == 2:
            shown, opener = _remainder("Eq", e, m, 0 if target.name == "Even" else 1), ""
        case _:
            return None
    used = set(atoms([e]))
    if not used <= set(found.atoms) or not all(isinstance(a, Var) for a in found.atoms):
        return None
    powers = [c for c in linear(e) if _is_power_of_number(c)]
    if any(n != m for n in found.moduli) and any(not _is_power_of_number(c) for c in linear(e) if c != ONE):
        return None
    if powers and any(_is_nonlinear(c) and not _is_power_of_number(c) for c in linear(e)):
        return None
    return shown, opener


def _is_nonlinear(part: Term) -> bool:
    return isinstance(part, App) and (
        part.name == "HPow.hPow" or (part.name == "HMul.hMul" and not any(isinstance(a, Num) for a in part.args))
    )


def _remainder(relation: str, e: Term, m: int, value: int) -> App:
    type_ = NAT if type_name(e) == "ℕ" else INT
    return App(relation, (App("HMod.hMod", (e, Num(m, type_)), (type_,) * 3), Num(value, type_)), (type_,))


def _powers(found: Settled) -> list[tuple[Term, Term]]:
    return [(c, image) for c, image in found.compounds if _is_power_of_number(c)]


def _rewritten(goal: Goal, found: Settled, whole: tuple[App, str]) -> list[str]:
    """The remainder of the whole expression is that of the residues' expression, of which the kernel decides."""
    shown, opener = whole
    key, he, bounds = goal.fresh("key"), goal.fresh("he"), _bounds(goal, found)
    image: Term = shown
    for atom, residue in zip(found.atoms, found.residues, strict=True):
        image = replaced(image, atom, residue if type_name(atom) == "ℕ" else App("Nat.cast", (residue,), (INT,)))
    hints = _names(goal, found)
    arguments = " ".join(f"{r.name} (List.mem_range.mpr {bound})" for r, bound in zip(found.residues, bounds, strict=True))
    premises = " ".join("(by omega)" for _ in found.implications)
    remainder, remainder_of_residues = lean(shown.args[0]), lean(image.args[0])  # type: ignore[union-attr]
    lines = [
        _statement(key, found, image),
        f"have {key} := {key} {arguments} {premises}".rstrip(),
        f"have {he} : {remainder} = {remainder_of_residues} := by",
    ]
    powers = goal.numbered("hc", len(_powers(found)))
    if powers:
        for i, (name, (compound, own)) in enumerate(zip(powers, _powers(found), strict=True)):
            lines += [
                f"  generalize {lean(compound, 66)} = c{i} at {name} ⊢",
                f"  generalize {lean(own, 66)} = d{i} at {name} ⊢",
            ]
        lines.append(f"  simp [Nat.add_mod, Nat.mul_mod, {', '.join(powers)}]")
    elif type_name(shown.args[0]) == "ℕ":
        lines.append(f"  simp [Nat.pow_mod, Nat.mul_mod, Nat.add_mod, {', '.join(hints)}]")
    else:
        casts = _casts(
            goal,
            dict(zip(found.atoms, zip(hints, found.moduli, found.residues, strict=True), strict=True)),
            found.modulus,
            False,
        )
        lines += [f"  {line}" for line in casts]
        back = [f"hi{i}" for i in range(len(casts))] or hints
        lines += [
            f"  simp only [{', '.join('← ' + h for h in back)}]",
            "  simp [pow_succ, Int.mul_emod, Int.add_emod, Int.sub_emod]",
        ]
    return [*lines, *([opener] if opener else []), f"rw [{he}]", f"exact {key}"]
