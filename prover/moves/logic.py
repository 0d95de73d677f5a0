"""Logic: introduce, take hypotheses apart, split the target, distinguish cases, argue by contradiction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prover.lean.terms import PROP, App, Bind, Term, Var, children, is_loose, negation, number_type, opened, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import ORDERED, SUBSCRIPTS, Goal, head, lean, over
from prover.moves.matching import rules
from prover.moves.words import WordFacts, names_in

_DEFINED = {
    **dict.fromkeys(("Function.Injective", "Monotone", "Antitone", "StrictMono", "StrictAnti"), ("a", "b", "hab")),
    **dict.fromkeys(("Set.InjOn", "MonotoneOn", "AntitoneOn", "StrictMonoOn", "StrictAntiOn"), ("a", "ha", "b", "hb", "hab")),
    "Function.Surjective": ("b",), "HasSubset.Subset": ("x", "hx"), "Function.LeftInverse": ("x",),
    "Function.RightInverse": ("x",),
}  # fmt: skip
"""Definitions that say something for all objects, and names for what ``intro`` takes from them."""

_BOUNDS = ("lowerBounds", "upperBounds")
_PUSHED = frozenset({"And", "Or", "→", "∀", "∃", "Not", "Ne"})


# ------------------------------------------------------------------------------------------------- steps that lose nothing


@move
def introduce(goal: Goal) -> Steps:
    """Everything ``intro`` can take from the target, at once: variables under their own names, antecedents, ``¬``."""
    names: list[str] = []
    target = goal.target
    newest: Var | None = None
    while True:
        match target:
            case Bind("∀", name, domain, _):
                newest = Var(goal.unused(_letter(name), names), domain)
                names.append(newest.name)
                target = opened(target, newest)
            case App("→", (p, q)):
                names.append(goal.unused(_about(p, newest), names))
                target = q
            case App("Not", (p,)):
                names.append(goal.unused(_about(p, newest), names))
                break
            case _:
                break
    if names:
        yield step("introduce", names=" ".join(names))
    elif head(target) == "Ne":
        yield step("introduce_unequal", h=goal.unused("h"))


def _letter(name: str) -> str:
    """A binder's name where it can be typed."""
    return name if name.isidentifier() and name != "_" else "x"


def _about(proposition: Term, newest: Var | None) -> str:
    """``hx`` for a condition on the variable ``x`` that was introduced last, ``h`` for any other."""
    return f"h{newest.name}" if newest is not None and variables(proposition) == [newest] else "h"


@move
def make_typable(goal: Goal) -> Steps:
    """Names for hypotheses and variables that have none that can be typed."""
    names: list[str] = []
    for h in goal.hypotheses:
        if not h.accessible and h.kind in ("prop", "data"):
            stem = h.name.partition("✝")[0]
            names.append(goal.unused(_letter(stem) if h.kind == "data" else "h", names))
    if names:
        yield step("rename", names=" ".join(names))


@move
def push_negations(goal: Goal) -> Steps:
    """``¬`` taken into hypotheses as far as it goes."""
    pushed = [h.name for h in goal.props if isinstance(h.type, App) and h.type.name == "Not" and _can_push(h.type.args[0])]
    if pushed:
        yield step("push_neg", places=" ".join(pushed))


def _can_push(proposition: Term) -> bool:
    return head(proposition) in _PUSHED or (head(proposition) in ("LT.lt", "LE.le") and over(proposition) in ORDERED)


@move
def take_apart(goal: Goal) -> Steps:
    """Hypotheses split into what they hold: ``∧``, ``∃``, ``∃!`` all at once, ``∨`` one by one as it branches."""
    lines: list[str] = []
    taken: set[str] = set()
    for h in goal.props:
        kind = head(h.type)
        if kind in ("And", "∃", "∃!"):
            pattern = _Pattern(goal, h.name, taken, splits=False)
            lines += [f"obtain {pattern.of(h.type)} := {h.name}", *pattern.reductions]
        if kind in ("And", "∃", "Or") and any(head(part) == "Or" for part in _held(h.type)):
            pattern = _Pattern(goal, h.name, set(), splits=True).of(h.type)
            yield step("cases_of_or" if kind == "Or" else "cases_within", h=h.name, pattern=pattern)
    if lines:
        yield step("take_apart", lines="\n".join(lines))


def _held(proposition: Term) -> Iterator[Term]:
    """The proposition and what a pattern finds in it."""
    yield proposition
    match proposition:
        case App("And" | "Or", args):
            for part in args:
                yield from _held(part)
        case Bind("∃", _, _, body):
            yield from _held(body)


class _Pattern:
    """An ``rcases`` pattern for a hypothesis.  ``taken``: names that earlier patterns of the same tactic use; its own are added.
    ``splits``: take ``∨`` apart too.  ``reductions``: tactics that tidy what the pattern leaves."""

    def __init__(self, goal: Goal, name: str, taken: set[str], splits: bool) -> None:
        self.goal, self.name, self.taken, self.splits = goal, name, taken, splits
        self.reductions: list[str] = []

    def of(self, proposition: Term, stem: str = "", numbered: bool = False) -> str:
        """The pattern for a part; what is not taken apart is called ``stem``, or ``stem₁`` … where it is ``numbered``."""
        stem = stem or self.name
        if head(proposition) in ("And", "∃", "∃!"):
            return f"⟨{', '.join(self._elements(proposition, stem, False))}⟩"
        if head(proposition) == "Or" and self.splits:
            return " | ".join(self._alternatives(proposition, stem, numbered))
        return self._named(stem, numbered)

    def _elements(self, proposition: Term, stem: str, numbered: bool) -> list[str]:
        match proposition:
            case App("And", (p, q)):
                return [self.of(p, stem, True), *self._elements(q, stem, True)]
            case Bind("∃" | "∃!" as kind, name, domain, _):
                variable = self.goal.unused(_letter(name), self.taken)
                self.taken.add(variable)
                body, about = opened(proposition, Var(variable, domain)), f"h{variable}"
                if kind == "∃":
                    return [variable, *self._elements(body, about, False)]
                parts = [variable, self.of(body, about), self._named(f"{about}u", False)]
                self.reductions.append(f"dsimp only at {parts[-1]}")
                return parts
        return [self.of(proposition, stem, numbered)]

    def _alternatives(self, proposition: Term, stem: str, numbered: bool) -> list[str]:
        """The patterns of the branches, which may use the same names."""
        match proposition:
            case App("Or", (p, q)):
                before = set(self.taken)
                first = self.of(p, stem, numbered)
                used, self.taken = self.taken, before
                others = self._alternatives(q, stem, numbered)
                self.taken = self.taken | used
                return [f"({first})" if head(p) == "Or" else first, *others]
        return [self.of(proposition, stem, numbered)]

    def _named(self, stem: str, numbered: bool) -> str:
        number = 0
        while True:
            name = stem + str(number).translate(SUBSCRIPTS) if number else stem
            free = name not in self.taken and (name == self.name or self.goal.unused(name) == name)
            if free and (number or not numbered):
                self.taken.add(name)
                return name
            number += 1


# ------------------------------------------------------------------------------------------------------------ the target


@move
def split_target(goal: Goal) -> Steps:
    """The target's parts; what monotonicity, injectivity, inclusion and bounds say."""
    target = goal.target
    kind = head(target)
    if kind == "And":
        yield step("parts", parts=", ".join(["?_"] * _length(target)))
    elif kind in ("Iff", "Function.Bijective"):
        yield step("constructor")
    elif kind in _DEFINED:
        applied = any(head(part) == "λ" for part in children(target))
        yield step("intro_defined", names=_names(goal, _DEFINED[kind]), reduce="\ndsimp only at *" if applied else "")
    elif kind == "Membership.mem" and isinstance(target, App) and head(target.args[0]) in _BOUNDS:
        yield step("intro_defined", names=_names(goal, ("y", "hy")), reduce="")
    elif kind == "Or" and isinstance(target, App):
        yield step("one_or_other", h=goal.unused("h"), push=_pushing(target.args[0], goal.unused("h")))
        yield step("left")
        yield step("right")


def _length(conjunction: Term) -> int:
    """The parts of a conjunction that is nested to the right."""
    return 1 + _length(conjunction.args[1]) if isinstance(conjunction, App) and conjunction.name == "And" else 1


def _names(goal: Goal, wanted: Iterable[str]) -> str:
    names: list[str] = []
    for name in wanted:
        names.append(goal.unused(name, names))
    return " ".join(names)


def _pushing(proposition: Term, h: str) -> str:
    """What takes the negation further in, in the hypothesis ``h : ¬ proposition``."""
    return f"\npush_neg at {h}" if _can_push(proposition) else ""


@move
def assume(goal: Goal) -> Steps:
    """The target is a hypothesis, or one turned round or weakened; or two hypotheses contradict each other."""
    known = {h.type: h.name for h in goal.props}
    target = goal.target
    if target in known:
        yield step("exact", proof=known[target])
    match target:
        case App("Eq" | "Ne" | "Iff" as name, (a, b), implicit) if (turned := App(name, (b, a), implicit)) in known:
            yield step("exact", proof=f"{known[turned]}.symm")
        case App("LE.le", (a, b), implicit) if (strict := App("LT.lt", (a, b), implicit)) in known:
            yield step("exact", proof=f"le_of_lt {known[strict]}")
        case App("Or", (p, q)) if p in known or q in known:
            yield step("exact", proof=f"Or.inl {known[p]}" if p in known else f"Or.inr {known[q]}")
    for h in goal.props:
        match h.type:
            case App("False"):
                yield step("exact", proof=f"{h.name}.elim")
            case App("Not", (p,)) if p in known:
                yield step("exact", proof=f"absurd {known[p]} {h.name}")
            case App("Ne", (a, b)) if a == b:
                yield step("exact", proof=f"absurd rfl {h.name}")
            case App("Ne", (a, b), implicit) if (equal := App("Eq", (a, b), implicit)) in known:
                yield step("exact", proof=f"absurd {known[equal]} {h.name}")
            case App("LT.lt", (a, b), implicit) if a == b and over(h.type) in ORDERED:
                yield step("exact", proof=f"absurd {h.name} (lt_irrefl _)")
            case App("LT.lt" | "LE.le", (a, b), implicit) if (less := App("LT.lt", (b, a), implicit)) in known and over(
                h.type
            ) in ORDERED:
                irrefutable = "not_lt_of_ge" if h.type.name == "LE.le" else "lt_asymm"
                yield step("exact", proof=f"absurd {known[less]} ({irrefutable} {h.name})")


# ------------------------------------------------------------------------------------------------------------ classical


@move
def split_conditions(goal: Goal) -> Steps:
    """The cases of the first ``if``."""
    conditions = (
        part.args[0] for formula in goal.formulas for part in walk(formula)
        if isinstance(part, App) and part.name == "ite" and not is_loose(part.args[0])
    )  # fmt: skip
    for condition in conditions:
        places = goal.places(lambda part, c=condition: isinstance(part, App) and part.name == "ite" and part.args[0] == c)
        yield step("split_if", condition=lean(condition), h=goal.fresh("hc"), places=places)
        return


@move
def split_cases(goal: Goal) -> Steps:
    """Whether what other hypotheses are conditional on holds; whether a proposition in sight does."""
    settled = {h.type for h in goal.props} | {negation(h.type) for h in goal.props}
    atoms = [h.type.args[0] for h in goal.props if isinstance(h.type, App) and h.type.name in ("→", "Iff")]
    atoms += [h.var for h in goal.data if h.accessible and h.type == PROP]
    open_ = [p for p in dict.fromkeys(atoms) if p not in settled and head(p) not in ("∀", "∃", "→")]
    for i, atom in enumerate(open_[:3]):
        yield step("by_cases", i, h=goal.fresh("hc"), p=lean(atom))
    target = goal.target
    if isinstance(target, App) and target.name == "Eq" and over(target) in ORDERED:
        if any(head(premise) == "LT.lt" for h in goal.props for rule in rules(h) for premise in rule.premises):
            a, b = (lean(side, 1024) for side in target.args)
            yield step("trichotomy", a=a, b=b, h=goal.fresh("hc"))


@move
def contrapose(goal: Goal) -> Steps:
    """From ``a ≠ b`` to ``c ≠ d`` by way of ``c = d``."""
    if head(goal.target) in ("Ne", "Not"):
        for i, h in enumerate([h for h in goal.props if head(h.type) in ("Ne", "Not")][:2]):
            yield step("contrapose", i, h=h.name)


@move
def contradict(goal: Goal, words: WordFacts) -> Steps:
    """Suppose not; sooner where the words do."""
    kind = head(goal.target)
    if kind == "False":
        return
    h = goal.unused("hn")
    if words.mention("contradict", "assume the contrary", "suppose not"):
        yield step("contradiction_likely", h=h, push=_pushing(goal.target, h))
    if kind not in ("∀", "→", "Not", "Ne"):
        yield step("contradiction" if kind != "∃" else "contradiction_of_exists", h=h, push=_pushing(goal.target, h))
        if any(head(x.type) in ("Ne", "Not", "Eq", "LT.lt", "LE.le") for x in goal.props):
            yield step("exfalso")


# ------------------------------------------------------------------------------------------------------------- witnesses


@move
def name_witness(goal: Goal, words: WordFacts) -> Steps:
    """For ``∃``: pairs, numbers and terms of the words, small numbers, the variables in sight."""
    target = goal.target
    if not isinstance(target, Bind) or target.kind not in ("∃", "∃!"):
        return
    kind = number_type(target.domain)
    small = ["0", "1", "2", "3", *(["-1"] if kind not in ("", "ℕ") else [])] if kind else []
    small += [v.name for v in (h.var for h in goal.data if h.accessible) if v.type == target.domain][:4]
    if target.kind == "∃!":
        for witness in small:
            yield step("unique_witness", witness=witness, y=goal.unused("y"), hy=goal.unused("hy"))
        return
    for i, pair in enumerate([t for t in words.terms if t.startswith("(") and t.endswith(")") and "," in t][:3]):
        yield step("witness_of_words", i, witness=pair[1:-1])
    said = dict.fromkeys([*words.numbers[:8], *(t for t in words.terms if names_in(t, goal))])
    for i, witness in enumerate([*said][:10]):
        yield step("witness_of_words", i, witness=witness)
        yield step("open_witness_of_words", i, witness=witness)
    for witness in small:
        yield step("witness", witness=witness)
