"""The definitions in Lean text: their full names, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data.lean_text import LeanText, components
from prover.lean.source import prelude_files

_COMMAND = re.compile(
    r"^[ \t]*(?:namespace[ \t]+\S+[ \t]+end\b.*|namespace[ \t]+(?P<namespace>\S+)|(?P<section>(?:noncomputable[ \t]+)?section)\b[ \t]*(?P<title>\S*)|(?P<end>end)\b[ \t]*(?P<ended>\S*))"
    r"|^(?:@\[[^\]]*\][ \t\n]*)?(?:(?:noncomputable|protected|private|scoped)[ \t]+)*"
    r"(?P<kind>def|abbrev|class|structure|inductive|instance)\b(?:[ \t]+(?P<name>(?:«[^»\n]*»|[^\s:(){}\[\]«»,⟨])+))?",
    re.MULTILINE,
)
_NEXT = re.compile(
    r"^(?:@\[|/-|(?:noncomputable|protected|private|scoped)\b|theorem\b|lemma\b|example\b|def\b|abbrev\b|class\b|structure\b|inductive\b|instance\b"
    r"|namespace\b|section\b|end\b|variable\b|open\b|attribute\b|set_option\b|universe\b|export\b|syntax\b|macro\b|macro_rules\b|notation\b|grind_pattern\b)",
    re.MULTILINE,
)


_PROGRAM = re.compile(r"\b(?:Macro|MacroM|Unexpander|Syntax|TSyntax|Ident)\b|: Term\b")
_PREFIX = re.compile(
    r"(?<![\w.])(?:_root_|Nat|Int|Set|Function|Finset|Multiset|Real|Complex|NNReal|ZMod|PNat|Equiv)\.(?=[A-Za-z])"
)


@dataclass(frozen=True)
class Definition:
    """``name``: the full name; of an instance, its class and type.  ``says``: what follows the name, without comments."""

    name: str
    kind: str
    file: str
    says: str

    @property
    def program(self) -> bool:
        """A macro, a printer, or a part of one: nothing that stands in a statement."""
        return self.kind in ("def", "abbrev") and bool(_PROGRAM.search(re.split(":=|=>", self.says)[0]))

    @property
    def body(self) -> str:
        """The right side of its equation, or its equations."""
        signature, _, value = self.says.partition(":=")
        return plain(self.says[signature.index("|") :] if re.search(r"\| .* =>", signature) else value)


def plain(text: str) -> str:
    """Text with core's names for types, without namespaces and spaces: what two places that say the same have in common."""
    for symbol, name in (("ℕ", "Nat"), ("ℤ", "Int"), ("ℚ", "Rat")):
        text = text.replace(symbol, name)
    return re.sub(r"\s+", "", _PREFIX.sub("", text))


def _type(signature: str) -> str:
    """What an instance is of: what stands after the colon that is in no brackets."""
    depth = 0
    for at, character in enumerate(signature):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if character == ":" and depth == 0:
            return re.sub(r"^∀ \w+, ", "", signature[at + 1 :].partition(" | ")[0].strip())
    return signature


def definitions(text: str, file: str = "") -> Iterator[Definition]:
    """Those that stand in ``text``, in order."""
    masked = LeanText(text).masked
    scopes: list[str] = []
    for found in _COMMAND.finditer(masked):
        if found["namespace"]:
            scopes += components(found["namespace"])
        elif found["section"]:
            scopes += [""] * max(1, len(components(found["title"])))
        elif found["end"]:
            del scopes[max(0, len(scopes) - max(1, len(components(found["ended"])))) :]
        elif found["kind"]:
            after = _NEXT.search(masked, found.end())
            says = re.sub(r"\s+", " ", masked[found.end() : after.start() if after else len(masked)]).strip()
            if found["kind"] == "instance":
                says = re.sub(r"^\(priority := \w+\) ?", "", says)
                name = _type(re.split(r":= |\bwhere\b", says, maxsplit=1)[0])
            else:
                written = components(found["name"])
                name = ".".join(written[1:] if written[0] == "_root_" else [*filter(None, scopes), *written])
            yield Definition(name, found["kind"], file, says)


def of_prelude() -> list[Definition]:
    """All that a statement can mention, and what those rest on; instances too."""
    found = [d for path in prelude_files() for d in definitions(Path(path).read_text(encoding="utf-8"), Path(path).stem)]
    return [definition for definition in found if not definition.program]


def facts_about(text: str) -> dict[str, str]:
    """What ``text`` says of each definition that a doc comment names in backticks: the commands that follow, up to the next."""
    parts = re.split(r"/--((?:[^-]|-(?!/))*)-/", text)
    said: dict[str, str] = {}
    for comment, commands in zip(parts[1::2], parts[2::2], strict=True):
        for name in re.findall(r"`([^`]+)`", comment):
            said[name] = said.get(name, "") + commands
    return said
