"""Primes: of several linear forms that are prime one is a small prime, by residues."""

from __future__ import annotations

from prover.algebra.primes import one_of, solved
from prover.lean.terms import NAT, App, Num, Term, Var, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, heads, lean
from prover.moves.residues import DEFINED


@move
def prime_forms(goal: Goal) -> Steps:
    """``a``, ``a + 2``, ``a + 4`` prime: one of them is 3; ``p + q = 63`` with primes: one of them is 2."""
    if "Nat.Prime" not in goal.heads:
        return
    primes = [h for h in goal.props if isinstance(h.type, App) and h.type.name == "Nat.Prime" and variables(h.type)]
    if not primes:
        return
    forms = [h.type.args[0] for h in primes]  # type: ignore[union-attr]
    others = [h for h in goal.props if h not in primes]
    found = one_of(forms, [h.type for h in others])
    if found is None:
        return
    q = found.modulus
    claims: list[Term] = []
    for i in found.open:
        known = solved(forms[i], q)
        left, value = known if known is not None else (forms[i], q)
        claims.append(App("Eq", (left, Num(value, NAT)), (NAT,)))
    if any(h.type in claims for h in goal.props):
        return
    claim = App("False") if not claims else claims[-1]
    for other in reversed(claims[:-1]):
        claim = App("Or", (other, claim))
    hs = goal.fresh("hs")
    least, residues = goal.numbered("hp", len(primes)), goal.numbered("hr", len(found.variables))
    lines = [f"have {hs} : {lean(claim)} := by"]
    used = [others[i] for i in found.used]
    met = {h.name: set(heads([h.type])) & DEFINED.keys() for h in used}
    if any(met.values()):
        lemmas = ", ".join(sorted(DEFINED[name].format("Nat") for name in set().union(*met.values())))
        lines.append(f"  simp only [{lemmas}] at {' '.join(name for name, defined in met.items() if defined)}")
    lines += [f"  have {n} := {h.name}.two_le" for n, h in zip(least, primes, strict=True)]
    for name, v in zip(residues, found.variables, strict=True):
        lines.append(f"  have {name} : {' ∨ '.join(f'{v.name} % {q} = {r}' for r in range(q))} := by omega")
    lines.append("  " + " <;> ".join(f"rcases {name} with {' | '.join([name] * q)}" for name in residues))
    for i in found.zero:
        if i is None:
            lines.append("  · omega")
            continue
        divisor = f"{primes[i].name}.eq_one_or_self_of_dvd {q} (Nat.dvd_of_mod_eq_zero (by omega))"
        lines += [f"  · have hq := Or.resolve_left ({divisor}) (by norm_num)", "    omega"]
    patterns = ["rfl" if isinstance(c.args[0], Var) else hs for c in claims]  # type: ignore[union-attr]
    if not claims:
        lines.append(f"exact {hs}.elim")
    elif len(claims) > 1 or patterns != [hs]:
        lines.append(f"rcases {hs} with {' | '.join(patterns)}")
    yield step("prime_forms", computed=f"modulo {q}: {lean(claim)}", lines="\n".join(lines))
