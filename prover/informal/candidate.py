"""A machine-made statement: found in a model's answer as text, and then as Lean holds it.

The text is read only as far as needed to see where the theorem begins and that nothing before it changes what it means; Lean
reads the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from prover.lean.guard import refusal
from prover.lean.printing import to_lean
from prover.lean.statement import ReadingKind
from prover.lean.terms import PROP as PROPOSITION
from prover.lean.terms import App, Bind, GoalTerms, Hypothesis, Num, Term, Var, opened, replaced, type_of, variables, walk
from prover.lean.text import as_lean, is_markdown

_COMMENT = re.compile(r"--[^\n]*|/-(?:(?!/-|-/).)*-/", re.DOTALL)
_THEOREM = re.compile(r"(?<![\w.])(?:theorem|lemma)\s+([^\s:(){}\[\]⦃⦄]+)")
_HARMLESS = re.compile(r"open\b[\w. ()]*|(?:import|set_option)\b.*|noncomputable section|section")
_DECLARATION = re.compile(
    r"@\[|#\w+|(?:(?:private|noncomputable|local|scoped|unsafe) )*(?:def|axiom|abbrev|instance|structure|class|inductive|notation"
    r"|macro\w*|variable|opaque|constant|infix\w*|prefix|postfix|namespace|attribute|syntax|elab\w*)\b"
)


class NotAStatement(ValueError):
    """A text is no theorem statement of the kind that is screened; the message says why."""


@dataclass(frozen=True)
class Candidate:
    """``opening``: its ``open …`` lines; ``statement``: binders and conclusion as written; ``goal``: all its variables and
    hypotheses, those of the conclusion's own ``∀`` and ``→`` among them, and the conclusion that is left."""

    opening: str
    name: str
    statement: str
    goal: GoalTerms
    reading: ReadingKind | None = None

    @property
    def source(self) -> str:
        """Lean source of the theorem with ``sorry`` for a proof."""
        head = f"{self.opening}\n\n" if self.opening else ""
        return f"{head}theorem {self.name} {self.statement} := by sorry\n"

    @property
    def conclusion(self) -> Term:
        return self.goal.target

    @property
    def data(self) -> list[Hypothesis]:
        """Its variables."""
        return [h for h in self.goal.hypotheses if h.kind in ("data", "type")]

    @property
    def hypotheses(self) -> list[Hypothesis]:
        """Its assumptions."""
        return [h for h in self.goal.hypotheses if h.kind == "prop"]

    def stated(self, name: str, goal: GoalTerms | None = None, negated: bool = False) -> str:
        """Lean source of a theorem of another goal with ``sorry`` for a proof; ``negated``: that it does not hold.

        Raises ``NotPrintable``.
        """
        goal = goal or self.goal
        binders = " ".join(f"({h.name} : {to_lean(h.type)})" for h in goal.hypotheses)
        target = to_lean(goal.target)
        if negated:
            claim = f": ¬ (∀ {binders}, {target})" if binders else f": ¬ ({target})"
        else:
            claim = f"{binders} : {target}"
        return f"{self.opening}\ntheorem {name} {claim} := by sorry\n".lstrip()


def extract(text: str) -> tuple[str, str, str]:
    """The first theorem in a model's answer, fenced or bare: its ``open`` lines, its name, and the text from there on.

    Raises:
        NotAStatement: there is none; something else is declared before it, which could change what it means; or it holds
            ``sorry`` or what runs a program.
    """
    code = _without_comments(as_lean(text))
    found = _THEOREM.search(code)
    if found is None:
        raise NotAStatement("the text states no theorem")
    lines = [line.strip() for line in code[: found.start()].splitlines() if line.strip()]
    if not is_markdown(text):  # bare text: words may stand before the code
        starts = [i for i, line in enumerate(lines) if re.match(r"open\b|import\b|set_option\b", line)]
        declared = [line for line in lines if _DECLARATION.match(line)]
        lines = declared or (lines[starts[0] :] if starts else [])
    for line in lines:
        if not _HARMLESS.fullmatch(line):
            raise NotAStatement(f"only a theorem may be stated, after 'open' lines at most; before it stands '{line[:60]}'")
    opening = "\n".join(line for line in lines if line.startswith("open"))
    return opening, found[1], code[found.start() :].partition("\n\n")[0].strip()


def checked(opening: str, name: str, text: str, goal: GoalTerms, reading: ReadingKind | None, rename: str | None) -> Candidate:
    """The candidate that Lean has read: ``text`` is its source up to where the body begins.  Raises ``NotAStatement``."""
    if (reason := refusal(text, strict=True)) is not None:
        raise NotAStatement(f"a statement may hold no proofs and programs: {reason}")
    found = _THEOREM.search(text)
    written = " ".join(text[found.end() if found else 0 :].split())
    return Candidate(opening, rename or name, written, peeled(goal), reading)


def peeled(goal: GoalTerms) -> GoalTerms:
    """The goal with what its target's ``∀`` and ``→`` bind among its hypotheses; ``¬ ∃ x, p`` is read as ``∀ x, ¬ p``."""
    hypotheses, target = list(goal.hypotheses), goal.target
    while True:
        taken = {h.name for h in hypotheses}
        match target:
            case App("Not", (Bind("∃", name, domain, body),)):
                target = Bind("∀", name, domain, App("Not", (body,)))
            case Bind("∀", name, domain, _):
                kind = "prop" if type_of(domain) == PROPOSITION else "data"
                hypotheses.append(Hypothesis(_fresh(name, taken), domain, kind))
                target = opened(target, hypotheses[-1].var)
            case App("→", (antecedent, target)):
                hypotheses.append(Hypothesis(_fresh("h", taken), antecedent, "prop"))
            case _:
                return replace(goal, hypotheses=tuple(hypotheses), target=target)


def about_kind(proposition: Term) -> bool:
    """Whether a hypothesis only says of which kind one variable is: positive, odd, prime, not 0 …"""
    numerals = [abs(part.value) for part in walk(proposition) if isinstance(part, Num)]
    return len([v for v in variables(proposition) if type_of(v) != PROPOSITION]) <= 1 and max(numerals, default=0) <= 2


def renamed(term: Term, old: list[Var], new: list[Var]) -> Term:
    """The term with variables in the place of others, all at once."""
    between = [Var(f"{v.name}✝{i}", v.type) for i, v in enumerate(old)]
    for a, b in [*zip(old, between, strict=True), *zip(between, new, strict=True)]:
        term = replaced(term, a, b)
    return term


def _fresh(wanted: str, taken: set[str]) -> str:
    name, n = wanted if wanted.isidentifier() else "h", 0
    while name in taken:
        n += 1
        name = f"{wanted}{n}"
    return name


def _without_comments(text: str) -> str:
    while (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text
