"""LeanDojo Benchmark 4's theorems by use, and their statements as sources that Lean can be asked about.

A theorem's use is how many traced tactics name it.  The corpus holds the source text of every theorem, but not the ``variable``s
and namespaces that it stands among; so a statement is tried as it is, and then over each type of numbers: with its type variables
read as that type, and with variables of it under the names that Mathlib's files give them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data.lean_text import LeanText, components
from prover.training.leandojo_archive import entries, member, opened

CHECKED = "coverage_checked"
NUMBERS = ("ℝ", "ℤ", "ℕ", "ℚ")
_TYPE_NAMES = "α β γ ι G G₀ M M₀ N R S K 𝕜 E F A a₀".split()
_SPLITS = ("val", "test", "train")


@dataclass(frozen=True)
class Theorem:
    """A theorem of the corpus: ``uses`` in traced tactics, ``area`` of Mathlib, source text up to its proof."""

    name: str
    uses: int
    area: str
    signature: str

    @property
    def sources(self) -> Iterator[str]:
        """The statement as it is, then over each type of numbers, each a theorem named ``CHECKED`` that is proved by the
        theorem of this name, or left with ``sorry``."""
        inside = ".".join(components(self.name)[:-1])
        head = "set_option autoImplicit true\n" + (f"open {inside}\n" if inside else "")
        proof = f"first | exact @{self.name} | exact {self.name} | exact {self.name} .. | (intros; exact {self.name} ..) | "
        proof += f"(intros; apply {self.name} <;> assumption) | sorry"
        yield f"{head}theorem {CHECKED} {self.signature} := by\n  {proof}\n"
        for number in NUMBERS:
            variables = f"variable {{a b c d x y z r s : {number}}} {{m n k i j : ℕ}}\n"
            yield f"{head}{variables}theorem {CHECKED} {over(self.signature, number)} := by\n  {proof}\n"


def over(signature: str, number: str) -> str:
    """A signature with the type variables that it does not bind itself read as a type of numbers."""
    bound = set(re.findall(r"[({⦃]\s*([^():{}⦃⦄]*?)\s*:\s*(?:Type|Sort)\b", signature))
    names = [name for name in _TYPE_NAMES if not any(name in group.split() for group in bound)]
    return re.sub(rf"(?<![\w.'₀])(?:{'|'.join(map(re.escape, names))})(?![\w.'₀])", number, signature)


def uses(data: Path) -> Counter[str]:
    """How many traced tactics of the random split name each premise."""
    found: Counter[str] = Counter()
    for split in _SPLITS:
        with opened(data, "random", split) as (stream, _):
            for (traced,) in entries(stream, f"{data}: {split}.json", ("traced_tactics",)):
                for step in traced:
                    found.update({premise["full_name"] for premise in step["annotated_tactic"][1]})
    return found


def theorems(data: Path) -> list[Theorem]:
    """The corpus's theorems that are used at all, the most used first; none that a macro of core makes (``$`` in its text)."""
    counted = uses(data)
    found: dict[str, Theorem] = {}
    with member(data, "corpus.jsonl") as (stream, _):
        for line in stream:
            file = json.loads(line)
            for premise in file["premises"]:
                name, code = premise["full_name"], premise["code"]
                if not counted[name] or name in found or "$" in code:
                    continue
                if (signature := signature_of(code)) is not None:
                    found[name] = Theorem(name, counted[name], area_of(file["path"]), signature)
    return sorted(found.values(), key=lambda theorem: (-theorem.uses, theorem.name))


def signature_of(code: str) -> str | None:
    """What stands between a theorem's name and its proof, of which the corpus leaves most out; None where the text is of none."""
    lean = LeanText(code)
    found = next(lean.theorems(), None)
    if found is None:
        return None
    ended = lean.statement_end(found)
    return code[found.after_name : len(code) if ended is None else ended[0]].strip()


def area_of(path: str) -> str:
    """``Mathlib/Order/Basic.lean`` → ``Order``; packages by their name."""
    parts = Path(path).parts
    if parts[0] == "Mathlib":
        return parts[1].removesuffix(".lean")
    if ".lake" in parts:
        after = parts[parts.index(".lake") :]
        return "core" if "lean4" in after[2] else after[2]
    return parts[0]
