"""Whole numbers modulo a number that is computed: parity, remainders, powers that repeat."""

from __future__ import annotations

from collections.abc import Iterable

from prover.algebra.integers import ONE, linear
from prover.algebra.residues import Settled, settle
from prover.lean.terms import App, Num, Term, Var, type_name
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
    lines = [*_unfolded(goal, used, found), *_residues(goal, found), *_congruent(goal, found), *_decided(goal, found)]
    cases = " * ".join(f"{m} of {lean(a)}" for a, m in zip(found.atoms, found.moduli, strict=True))
    yield step("residues", lines="\n".join(lines), computed=f"modulus {found.modulus} settles it; residues: {cases}")


def about_whole_numbers(goal: Goal) -> bool:
    """Whether numbers of type ℕ or ℤ are compared or divided somewhere."""
    return not _WHOLE.isdisjoint(heads(a for f in goal.formulas for a in _types(f)))


def _types(formula: Term) -> Iterable[Term]:
    from prover.lean.terms import walk

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
    """``hr : a % m = r`` with a natural number ``r`` for each atom."""
    lines = []
    for name, atom, m, residue in zip(_names(goal, found), found.atoms, found.moduli, found.residues, strict=True):
        text, witness = lean(atom, 71), "_, rfl"
        if type_name(atom) == "ℤ":
            witness = f"({text} % {m}).toNat, by omega"
        lines.append(f"obtain ⟨{residue.name}, {name}⟩ : ∃ {residue.name} : ℕ, {text} % {m} = {residue.name} := ⟨{witness}⟩")
    return lines


def _names(goal: Goal, found: Settled) -> list[str]:
    return goal.numbered("hr", len(found.atoms))


def _congruent(goal: Goal, found: Settled) -> list[str]:
    """Each product and power is congruent to what it is of the residues."""
    known = dict(zip(found.atoms, zip(_names(goal, found), found.moduli, found.residues, strict=True), strict=False))
    names = goal.numbered("hc", len(found.compounds))
    modulus, lines = found.modulus, list[str]()
    for i, (atom, (_, m, residue)) in enumerate(known.items()):
        if m != modulus and any(not _is_power_of_number(c) for c, _ in found.compounds):
            lines.append(f"have hm{i} : {lean(atom, 71)} % {modulus} = {residue.name} % {modulus} := by omega")
    congruences = [f"hm{i}" if m != modulus else name for i, (name, m, _) in enumerate(known.values())]
    for name, (compound, image) in zip(names, found.compounds, strict=True):
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


def _casts(goal: Goal, known: dict, modulus: int) -> list[str]:
    """The congruences of natural numbers in ℤ."""
    if all(type_name(a) == "ℤ" and m == modulus for a, (_, m, _) in known.items()):
        return []
    return [
        f"have hi{i} : {lean(a if type_name(a) == 'ℤ' else App('Nat.cast', (a,), (App('Int'),)), 71)} % {modulus} = "
        f"({residue.name} : ℤ) % {modulus} := by omega"
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
    from prover.lean.terms import replaced

    return replaced(term, atom, residue)


def _decided(goal: Goal, found: Settled) -> list[str]:
    key = goal.fresh("key")
    statement: Term = found.target
    for implication in reversed(found.implications):
        statement = App("Not", (implication,)) if statement == App("False") else App("→", (implication, statement))
    text = lean(statement, 25)
    bounds = "".join(f"∀ {r.name} : ℕ, {r.name} < {m} → " for r, m in zip(found.residues, found.moduli, strict=True))
    arguments = " ".join(f"{r.name} (by omega)" for r in found.residues)
    return [f"have {key} : {bounds}{text} := by decide +kernel", f"have {key} := {key} {arguments}", "omega"]
