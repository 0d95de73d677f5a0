"""Sines and cosines: what holds for each argument, for doubled arguments and sums, and the values at multiples of ``π / 6`` and
``π / 4``."""

from __future__ import annotations

from fractions import Fraction

from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.lean.terms import REAL, App, Num, Term, variables
from prover.moves.base import Steps, move
from prover.moves.goal import Goal, head, lean
from prover.moves.real import Facts, at_most, atoms, equal, minus, of, over, plus, power, rational, times

_ONE = Num(1, REAL)


@move
def angles(goal: Goal) -> Steps:
    """``sin² + cos² = 1``, double angles and sums in sight, ``tan = sin / cos``."""
    facts = Facts(goal, "ht")
    found = [*atoms(goal, "Real.sin", "Real.cos", "Real.tan")]
    arguments = dict.fromkeys(atom.args[0] for atom in found if variables(atom))
    for atom in found:
        argument = atom.args[0]
        text = lean(argument, 1024)
        if atom.name == "Real.tan":
            facts.add(equal(atom, over(_sin(argument), _cos(argument))), f"Real.tan_eq_sin_div_cos {text}")
        elif variables(argument):
            _composed(atom, facts, arguments)
    for argument in arguments:
        square = equal(plus(power(_sin(argument), 2), power(_cos(argument), 2)), _ONE)
        facts.add(square, f"Real.sin_sq_add_cos_sq {lean(argument, 1024)}")
    yield from facts.step("angles")
    bounds = Facts(goal, "ht")
    if goal.target_heads & {"LT.lt", "LE.le"}:
        for atom in found:
            if atom.name != "Real.tan" and variables(atom):
                text = lean(atom.args[0], 1024)
                bounds.add(at_most(atom, _ONE), f"{atom.name}_le_one {text}")
                turned = f"by have := Real.cos_le_one (Real.pi - {text}); rw [Real.cos_pi_sub] at this; linarith"
                bounds.add(at_most(Num(-1, REAL), atom), f"Real.neg_one_le_sin {text}" if atom.name == "Real.sin" else turned)
        yield from bounds.step("angles")


def _sin(x: Term) -> Term:
    return of("Real.sin", x)


def _cos(x: Term) -> Term:
    return of("Real.cos", x)


def _composed(atom: App, facts: Facts, arguments: dict[Term, None]) -> None:
    """The sine or cosine of a double, a sum or a difference."""
    sine = atom.name == "Real.sin"
    match atom.args[0]:
        case App("HMul.hMul", (Num(2), x)):
            value = (
                times(times(Num(2, REAL), _sin(x)), _cos(x)) if sine else minus(times(Num(2, REAL), power(_cos(x), 2)), _ONE)
            )
            facts.add(equal(atom, value), f"{atom.name}_two_mul {lean(x, 1024)}")
            arguments[x] = None
        case App("HAdd.hAdd" | "HSub.hSub" as name, (x, y)):
            added = name == "HAdd.hAdd"
            first, second = (
                (times(_sin(x), _cos(y)), times(_cos(x), _sin(y)))
                if sine
                else (times(_cos(x), _cos(y)), times(_sin(x), _sin(y)))
            )
            value = plus(first, second) if added == sine else minus(first, second)
            facts.add(equal(atom, value), f"{atom.name}_{'add' if added else 'sub'} {lean(x, 1024)} {lean(y, 1024)}")
            arguments.update(dict.fromkeys(z for z in (x, y) if variables(z)))


# ------------------------------------------------------------------------------------------------------ values


@move
def values_at_angles(goal: Goal) -> Steps:
    """``sin (5 * π / 6) = 1 / 2`` and its like."""
    facts = Facts(goal, "hv")
    for atom in atoms(goal, "Real.sin", "Real.cos"):
        turn = _multiple_of_pi(atom.args[0])
        if turn is None or not 0 <= turn <= 2 or 12 % turn.denominator or turn.denominator == 12:
            continue
        reduced, sign, form = _reduced(turn, atom.name == "Real.sin")
        value = _value(reduced, atom.name == "Real.sin")
        if value is None:
            continue
        signed = value if sign > 0 else App("Neg.neg", (value,), (REAL,))
        angle = "0" if reduced == 0 else f"Real.pi / {reduced.denominator}"
        facts.add(equal(atom, signed), _proof(lean(atom.args[0]), angle, turn, form, reduced, atom.name == "Real.sin"))
    yield from facts.step("angles")
    yield from facts.finish("angles_closed")


def _multiple_of_pi(argument: Term) -> Fraction | None:
    """``q`` where the argument is ``q π``."""
    ring = Ring.of([argument])
    if len(ring.atoms) > 1 or any(head(atom) != "Real.pi" for atom in ring.atoms):
        return None
    try:
        terms = {tuple(exponents): as_fraction(k) for exponents, k in ring.polynomial(argument).terms()}
    except NotPolynomial:
        return None
    return terms.get((1,), Fraction(0)) if not set(terms) - {(1,)} else None


def _reduced(turn: Fraction, sine: bool) -> tuple[Fraction, int, str]:
    """The acute angle, the sign, and the form of ``turn``: ``""``, ``π - x``, ``x + π``, ``2 π - x``."""
    if turn <= Fraction(1, 2):
        return turn, 1, ""
    if turn <= 1:
        return 1 - turn, 1 if sine else -1, "Real.pi - {}"
    if turn <= Fraction(3, 2):
        return turn - 1, -1, "{} + Real.pi"
    return 2 - turn, -1 if sine else 1, "2 * Real.pi - {}"


def _value(acute: Fraction, sine: bool) -> Term | None:
    """The sine or cosine of an acute multiple of ``π``."""
    if not sine:
        acute = Fraction(1, 2) - acute
    root = {Fraction(1, 4): 2, Fraction(1, 3): 3}
    if acute in root:
        return over(of("Real.sqrt", Num(root[acute], REAL)), Num(2, REAL))
    numbers = {Fraction(0): Fraction(0), Fraction(1, 6): Fraction(1, 2), Fraction(1, 2): Fraction(1)}
    return rational(numbers[acute]) if acute in numbers else None


_FRACTIONS = {2: "two", 3: "three", 4: "four", 6: "six"}


def _name(acute: Fraction, sine: bool) -> str:
    """Mathlib's theorem about the value at an acute angle."""
    name = "Real.sin" if sine else "Real.cos"
    return f"{name}_zero" if acute == 0 else f"{name}_pi_div_{_FRACTIONS[acute.denominator]}"


def _proof(argument: str, angle: str, turn: Fraction, form: str, acute: Fraction, sine: bool) -> str:
    """By the form that reduces the angle to an acute one, and the value there."""
    name = "sin" if sine else "cos"
    if turn in (1, 2) and argument in ("(Real.pi : ℝ)", "2 * (Real.pi : ℝ)"):
        return f"Real.{name}_{'two_' if turn == 2 else ''}pi"
    if not form and argument == angle.replace("Real.pi", "(Real.pi : ℝ)"):
        return _name(acute, sine)
    rules = {
        "": [],
        "Real.pi - {}": [f"Real.{name}_pi_sub"],
        "{} + Real.pi": [f"Real.{name}_add_pi"],
        "2 * Real.pi - {}": [f"Real.{name}_sub", "Real.sin_two_pi", "Real.cos_two_pi"],
    }[form]
    values = [_name(acute, sine)]
    if form.startswith("2 *"):
        values = [_name(acute, True), _name(acute, False)]
    shown = f"show {argument} = {form.format(f'({angle})') or angle} by ring"
    return f"by rw [{', '.join([shown, *rules, *values])}] <;> norm_num"
