"""Square roots: each with what determines it, ``0 ≤ √x`` and ``√x ^ 2 = x``; those of numbers simplified and compared."""

from __future__ import annotations

import re

from prover.algebra import evaluation
from prover.algebra.positivity import Signs
from prover.algebra.positivity import rational as value_of
from prover.lean.terms import REAL, App, Num, Term, is_loose, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, over, sides
from prover.moves.radicals import difference_bounds, root, simplified
from prover.moves.real import Facts, at_most, atoms, equal, less, power
from prover.moves.words import WordFacts

_ROOT_OF_NUMBER = re.compile(r"Real\.sqrt (\d+)")


@move
def roots(goal: Goal, words: WordFacts) -> Steps:
    """Roots in sight, simplified: ``√12 = 2 * √3``, ``√(7 + 4 * √3) = 2 + √3``, ``√(x ^ 2) = |x|``; those of numbers also where only
    the words have them, as they may come up later."""
    facts, signs = Facts(goal, "hr"), Signs(h.type for h in goal.props)
    real = "Real.sqrt" in goal.heads or any(REAL in walk(h.type) for h in goal.data)
    said = [Num(int(n), REAL) for text in words.said for n in _ROOT_OF_NUMBER.findall(text)] if real else []
    for argument in dict.fromkeys([*(atom.args[0] for atom in atoms(goal, "Real.sqrt")), *said]):
        found = simplified(argument, signs)
        if found is not None:
            facts.add(equal(root(argument), found[0]), found[1])
    yield from facts.step("roots")
    yield from facts.finish("roots_closed")


@move
def root_facts(goal: Goal) -> Steps:
    """``√x`` is not negative, and its square is ``x`` where ``x`` is known not to be negative; where that is not known, the cases."""
    facts, signs = Facts(goal, "hs"), Signs(h.type for h in goal.props)
    known = {h.type for h in goal.props}
    position = 0
    for atom in atoms(goal, "Real.sqrt"):
        argument = atom.args[0]
        square = equal(power(atom, 2), argument)
        if (value := value_of(argument)) is not None and (value <= 0 or value_of(atom) is not None):
            continue
        proof = signs.proof(argument)
        if proof is None and _is_positive(atom, goal, signs):
            proof = "le_of_lt (Real.sqrt_pos.mp (by linarith))"
        facts.add(at_most(Num(0, REAL), atom), f"Real.sqrt_nonneg {lean(argument, 1024)}")
        if proof is not None:
            facts.add(square, f"Real.sq_sqrt ({proof})")
        elif variables(argument) and square not in known and equal(atom, Num(0, REAL)) not in known:
            h, k = goal.numbered("hs", 2)
            yield step("root_by_sign", position, x=lean(argument, 1024), h=h, k=k)
            position += 1
    yield from facts.step("root_facts")


def _is_positive(atom: Term, goal: Goal, signs: Signs) -> bool:
    """Whether a hypothesis says that a root, and so what it is of, is positive."""
    values = [b if a == atom else a for h in goal.equations("ℝ") for a, b in [sides(h.type)] if atom in (a, b)]
    return any(signs.of(value) == 2 for value in values) or less(Num(0, REAL), atom) in {h.type for h in goal.props}


@move
def compare_roots(goal: Goal) -> Steps:
    """A linear comparison between numbers with square roots, by a rational bound of each root."""
    target = goal.target
    if head(target) not in ("LT.lt", "LE.le", "Ne") or over(target) != "ℝ" or variables(target) or is_loose(target):
        return
    if "Real.sqrt" not in goal.target_heads or evaluation.truth(target, {}) is not True:
        return
    a, b = sides(target)
    swapped = head(target) == "Ne" and evaluation.truth(less(a, b), {}) is not True
    found = difference_bounds(*((b, a) if swapped else (a, b)))
    if found is not None:
        name = "compare_roots" if head(target) != "Ne" else "larger_root" if swapped else "smaller_root"
        yield step(name, bounds=", ".join(found), computed="; ".join(text.partition(" from ")[0][5:] for text in found))


@move
def monotone(goal: Goal) -> Steps:
    """A comparison of two values of one increasing function, by comparing the arguments; of a root with something else, by
    squaring."""
    target = goal.target
    if head(target) not in ("LT.lt", "LE.le") or over(target) != "ℝ":
        return
    strict = head(target) == "LT.lt"
    signs = Signs(h.type for h in goal.props)
    match target:
        case App(_, (App("Real.sqrt", (a,)), App("Real.sqrt", _))):
            if not strict:
                yield step("backward", proof="Real.sqrt_le_sqrt ?_")
            elif (proof := signs.proof(a)) is not None:
                yield step("backward", proof=f"Real.sqrt_lt_sqrt ({proof}) ?_")
        case App(_, (App("Real.exp", _), App("Real.exp", _))):
            yield step("backward", proof=f"Real.{'exp_lt_exp' if strict else 'exp_le_exp'}.mpr ?_")
        case App(_, (App("Real.log", (a,)), App("Real.log", _))):
            if (proof := signs.proof(a, strict=True)) is not None:
                yield step("backward", proof=f"Real.{'log_lt_log' if strict else 'log_le_log'} ({proof}) ?_")
        case App(_, (App("Real.sqrt", _), b)):
            if strict and (proof := signs.proof(b, strict=True)) is not None:
                yield step("backward", proof=f"(Real.sqrt_lt' ({proof})).mpr ?_")
            elif not strict and (proof := signs.proof(b)) is not None:
                yield step("backward", proof=f"Real.sqrt_le_iff.mpr ⟨{proof}, ?_⟩")
        case App(_, (a, App("Real.sqrt", _))):
            if not strict:
                yield step("backward", proof="Real.le_sqrt_of_sq_le ?_")
            elif (proof := signs.proof(a)) is not None:
                yield step("backward", proof=f"(Real.lt_sqrt ({proof})).mpr ?_")
