"""Logarithms and exponentials: of products, powers and quotients taken apart, of numbers in terms of those of primes; equations
between them solved."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz

from prover.algebra.positivity import Signs
from prover.algebra.positivity import rational as value_of
from prover.lean.terms import NAT, REAL, App, Num, Term, Var, is_loose, number_type, type_of, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head, lean, sides
from prover.moves.goal import over as over_type
from prover.moves.real import Facts, atoms, equal, less, minus, of, over, plus, power, times

_ZERO, _ONE = Num(0, REAL), Num(1, REAL)
_LARGEST = 10**12
"""Numbers beyond this are not factored."""


@move
def logarithms(goal: Goal) -> Steps:
    """``log (x ^ 2 * y / 12)`` as ``2 * log x + log y - (2 * log 2 + log 3)``, where ``x`` and ``y`` are known not to be zero; ``logb b x``
    as ``log x / log b``, with what is known of ``log b``."""
    facts, signs = Facts(goal, "hl"), Signs(h.type for h in goal.props)
    arguments = dict.fromkeys(atom.args[0] for atom in atoms(goal, "Real.log"))
    for atom in atoms(goal, "Real.logb"):
        base, argument = atom.args
        facts.add(equal(atom, over(log(argument), log(base))), "rfl")
        arguments |= {argument: None, base: None}
        value = value_of(base)
        if value is not None and value > 1:
            facts.add(less(_ZERO, log(base)), "Real.log_pos (by norm_num)")
    for argument in arguments:
        Apart(signs).add(argument, facts)
        if isinstance(argument, Num) and argument.value > 1 and variables(goal.target):
            facts.add(less(_ZERO, log(argument)), "Real.log_pos (by norm_num)")
    yield from facts.step("logarithms")
    yield from facts.finish("logarithms_closed")


def log(argument: Term) -> Term:
    return of("Real.log", argument)


class Apart:
    """The logarithm of a term as a combination of others.  ``rules``: what rewrites it, in order; ``numbers``: those among the others'
    arguments."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.rules: list[str] = []
        self.numbers: list[Term] = []

    def add(self, argument: Term, facts: Facts) -> None:
        value = value_of(argument)
        if value is not None:
            product = _factored(value)
            if product is None or (product == argument and not isinstance(product, App)):
                return
            apart = self.of(product)
            written = lean(argument)
            typed = written if written.endswith(": ℝ)") else f"({written} : ℝ)"
            shown = "" if product == argument else f"(congrArg Real.log (show {typed} = {lean(product)} by ring)).trans "
        else:
            apart, shown = self.of(argument), ""
        if not self.rules:
            return
        for inner in self.numbers:
            if inner != argument:
                Apart(self.signs).add(inner, facts)
        tidied = "; push_cast; ring" if "Real.log_pow" in self.rules else ""
        proof = f"by rw [{', '.join(self.rules)}]{tidied}"
        facts.add(equal(log(argument), apart), f"{shown}({proof})" if shown else proof)

    def of(self, argument: Term) -> Term:
        """The logarithm of a term, taken apart."""
        match argument:
            case Num(1):
                self.rules.append("Real.log_one")
                return _ZERO
            case App("HMul.hMul" | "HDiv.hDiv" as name, (a, b)):
                proofs = [self._nonzero(x) for x in (a, b)]
                if None not in proofs:
                    product = name == "HMul.hMul"
                    self.rules.append(f"Real.log_{'mul' if product else 'div'} {proofs[0]} {proofs[1]}")
                    return (plus if product else minus)(self.of(a), self.of(b))
            case App("HPow.hPow", (a, exponent)):
                kind = number_type(type_of(exponent))
                if kind == "ℕ":
                    self.rules.append("Real.log_pow")
                    factor: Term = (
                        Num(exponent.value, REAL) if isinstance(exponent, Num) else App("Nat.cast", (exponent,), (REAL, NAT))
                    )
                    return times(factor, self.of(a))
                if kind == "ℝ" and (proof := self.signs.proof(a, strict=True)) is not None:
                    self.rules.append(f"Real.log_rpow (show (0 : ℝ) < {lean(a)} {_tactic(proof)})")
                    return times(exponent, self.of(a))
            case App("Real.sqrt", (a,)) if (proof := self.signs.proof(a)) is not None:
                self.rules.append(f"Real.log_sqrt (show (0 : ℝ) ≤ {lean(a)} {_tactic(proof)})")
                return over(self.of(a), Num(2, REAL))
            case App("Inv.inv", (a,)):
                self.rules.append("Real.log_inv")
                return App("Neg.neg", (self.of(a),), (REAL,))
            case App("Real.exp", (a,)):
                self.rules.append("Real.log_exp")
                return a
        if value_of(argument) is not None:
            self.numbers.append(argument)
        return log(argument)

    def _nonzero(self, term: Term) -> str | None:
        proof = self.signs.nonzero_proof(term)
        return None if proof is None else f"(show {_typed(term)} ≠ 0 {_tactic(proof)})"


def _typed(term: Term) -> str:
    text = lean(term)
    return f"({text} : ℝ)" if isinstance(term, Num) and not text.endswith(")") else text


def _tactic(proof: str) -> str:
    """A proof as what follows ``show p``."""
    return proof if proof.startswith("by ") else f"from {proof}"


def _factored(value: Fraction) -> Term | None:
    """A positive number as a product of powers of primes, or a quotient of two such; ``None`` for a prime and for what is too large."""
    if value <= 0 or max(value.numerator, value.denominator) > _LARGEST:
        return None
    above, below = (_primes(n) for n in (value.numerator, value.denominator))
    return over(above, below)


def _primes(n: int) -> Term:
    product: Term = _ONE
    for p, e in fmpz(n).factor() if n > 1 else ():
        factor = power(Num(int(p), REAL), int(e))
        product = factor if product == _ONE else times(product, factor)
    return product


@move
def solve_logarithms(goal: Goal) -> Steps:
    """Equations ``log x = log y``, ``log x = c``, ``exp x = exp y`` and ``exp x = c`` among the hypotheses, solved for ``x``."""
    facts, signs = Facts(goal, "hx"), Signs(h.type for h in goal.props)
    for h in goal.equations("ℝ"):
        for turned in (False, True):
            a, b = sides(h.type)[::-1] if turned else sides(h.type)
            equation = f"{h.name}.symm" if turned else h.name
            match a, b:
                case App("Real.log", (x,)), App("Real.log", (y,)):
                    proofs = [signs.proof(t, strict=True) for t in (x, y)]
                    if None not in proofs and not turned:
                        p, q = (f"(show (0 : ℝ) < {lean(t)} {_tactic(w or '')})" for t, w in zip((x, y), proofs, strict=True))
                        facts.add(equal(x, y), f"Real.log_injOn_pos {p} {q} {equation}")
                case App("Real.log", (x,)), _:
                    proof = signs.proof(x, strict=True)
                    if proof is not None and variables(x) and not is_loose(x):
                        positive = f"(show (0 : ℝ) < {lean(x)} {_tactic(proof)})"
                        solved = f"(Real.exp_log {positive}).symm.trans (congrArg Real.exp {equation})"
                        if b == _ZERO:
                            facts.add(equal(x, _ONE), f"({solved}).trans Real.exp_zero")
                        else:
                            facts.add(equal(x, of("Real.exp", b)), solved)
                case App("Real.exp", (x,)), App("Real.exp", (y,)):
                    if not turned:
                        facts.add(equal(x, y), f"Real.exp_injective {equation}")
                case App("Real.exp", (x,)), _:
                    facts.add(equal(x, log(b)), f"(Real.log_exp {lean(x, 1024)}).symm.trans (congrArg Real.log {equation})")
    for atom in atoms(goal, "Real.exp"):
        facts.add(less(_ZERO, atom), f"Real.exp_pos {lean(atom.args[0], 1024)}")
        if goal.target_heads & {"LT.lt", "LE.le"}:
            facts.add(
                App("LE.le", (plus(atom.args[0], _ONE), atom), (REAL,)), f"Real.add_one_le_exp {lean(atom.args[0], 1024)}"
            )
    yield from facts.step("logarithms")


@move
def equal_logarithms(goal: Goal) -> Steps:
    """Two positive terms are equal if their logarithms are, where the goal has logarithms."""
    if goal.heads.isdisjoint({"Real.log", "Real.logb"}) or head(goal.target) != "Eq" or over_type(goal.target) != "ℝ":
        return
    a, b = sides(goal.target)
    if not any(isinstance(t, Var) for t in (a, b)):
        return
    signs = Signs(h.type for h in goal.props)
    proofs = [signs.proof(t, strict=True) for t in (a, b)]
    if None not in proofs:
        p, q = (f"(show 0 < {_typed(t)} {_tactic(w or '')})" for t, w in zip((a, b), proofs, strict=True))
        yield step("equal_logarithms", proof=f"Real.log_injOn_pos {p} {q} ?_")
