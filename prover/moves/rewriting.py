"""Use equations: substitute, evaluate defined functions, simplify, compute."""

from __future__ import annotations

from prover.lean.terms import COMPLEX, REAL, App, Num, Term, Var, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import CLAIM, Goal, head, sides
from prover.moves.matching import occurs, rules
from prover.moves.words import WordFacts, names_in

_ROUNDED = ("floor", "ceil", "choose", "factorial")


@move
def rewrite(goal: Goal) -> Steps:
    """The equations among the hypotheses, together and one by one, where they occur."""
    laws = [h.name for h in goal.laws]
    if laws:
        for name in ("simp_only_laws", "norm_num_laws", "simp_laws"):
            yield step(name, laws=", ".join(laws))
        fitting = [h.name for h in goal.laws for rule in rules(h) if occurs(sides(rule.conclusion)[0], [goal.target])]
        for law in fitting[:3]:
            yield step("rewrite_law", h=law)
    equations = goal.equations()
    if not equations:
        return
    if any(_defined(h.type) for h in equations):
        yield step("subst_vars")
    used = [h.name for h in equations if occurs(sides(h.type)[0], [goal.target])]
    if used:
        for name in ("norm_num_equations", "simp_only_equations"):
            yield step(name, equations=", ".join(used))
    for h in equations[:4]:
        left, right = sides(h.type)
        if not isinstance(left, Num) and occurs(left, [goal.target]):
            yield step("rewrite", h=h.name)
        if not isinstance(right, Num) and occurs(right, [goal.target]):
            yield step("rewrite_back", h=h.name)
        if not isinstance(left, (Num, Var)):
            for other in [o for o in goal.props if o is not h and occurs(left, [o.type])][:1]:
                yield step("rewrite_at", h=h.name, place=other.name)
        if _defined(h.type):
            yield step("subst", h=h.name)


def _defined(equation: Term) -> bool:
    """Whether one side is a variable that the other does not hold."""
    a, b = sides(equation)
    return any(isinstance(x, Var) and x not in variables(y) for x, y in ((a, b), (b, a)))


@move
def evaluate(goal: Goal, words: WordFacts) -> Steps:
    """Where only computing is left, Lean's kernel may do it: closed statements about small numbers; closed values that the
    words work out."""
    functions = {v for v in variables(goal.target) if v in goal.functions}
    used = [h.name for h in goal.laws if functions & set(variables(h.type))]
    if _small(goal.target) and (used or not variables(goal.target)):
        yield step("decide_in_kernel", unfold=f"simp only [{', '.join(used)}]\n" if used else "")
    closed = [r for r in words.relations if not names_in(r.lean, goal) and any(f in r.left for f in _ROUNDED)][:3]
    if closed and not goal.claims:
        names = goal.numbered(CLAIM, len(closed))
        lines = [f"try (have {h} : {r.lean} := by first | decide | norm_num)" for h, r in zip(names, closed, strict=True)]
        yield step("values", lines="\n".join(lines), facts=", ".join([*worked_out(goal), "*"]))


def _small(proposition: Term) -> bool:
    """Whether a proposition holds numerals, all at most 1000, and neither real nor complex numbers nor quantifiers."""
    parts = list(walk(proposition))
    numbers = [part.value for part in parts if isinstance(part, Num)]
    types = {t for part in parts if isinstance(part, App) for t in part.implicit} | {
        p.type for p in parts if isinstance(p, Num)
    }
    quantified = any(head(part) in ("∀", "∃", "∃!") for part in parts)
    return bool(numbers) and max(map(abs, numbers)) <= 1000 and not quantified and types.isdisjoint((REAL, COMPLEX))


def worked_out(goal: Goal) -> list[str]:
    """The laws, and the hypotheses that work out a root or a value of a function."""
    claimed = [h.name for h in goal.equations() if head(sides(h.type)[0]) == "Real.sqrt" or h.name.startswith(CLAIM)]
    return list(dict.fromkeys([*(h.name for h in goal.laws), *claimed]))
