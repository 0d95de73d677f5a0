"""Views: several ways to annotate one proof, learnt by one model, chosen by an instruction appended to the input.

After MinT (Liang et al., *MinT: Boosting Generalization in Mathematical Reasoning via Multi-View Fine-Tuning*,
2023), which appends an instruction to a problem to say what kind of solution is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """One kind of question about a proof.  ``instruction`` follows the input and asks for it."""

    name: str
    instruction: str

    @property
    def template(self) -> str:
        """The prompt with ``{state}`` where the input goes; the answer follows at once and ends with the end-of-text token."""
        return "{state}" + self.tail

    @property
    def tail(self) -> str:
        return f"\n\n{self.instruction}\n"

    def prompt(self, text: str) -> str:
        return text + self.tail


TACTIC = View("tactic", "Next tactic:")
"""Proof state → next tactic."""

PROOF = View("proof", "Whole proof:")
"""First proof state of a statement → all its tactics."""

PREMISES = View("premises", "Premises:")
"""Proof state → names of the premises that the next tactic uses."""

VIEWS: dict[str, View] = {view.name: view for view in (TACTIC, PROOF, PREMISES)}
