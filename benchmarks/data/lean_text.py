"""Lean source read as text: what it imports, where its theorems stand and what they are called, where a proof begins.

No parser: Lean lets every file add syntax of its own, so only Lean parses Lean.  What is read wrong here is refused
by Lean later, or given as a reason; tokens in comments and strings are never taken for Lean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from prover.lean import header
from prover.lean.text import OPAQUE, comment_end

Style = Literal["body", "equations", "where"]
"""What follows a statement: ``:= …``, ``| … => …``, or ``where …``."""

NAME = r"(?:«[^»\n]*»|[^\s:(){}\[\]⦃⦄⟨⟩«»,|])+"
_PREAMBLE = re.compile(r"\s*(?:(?:import|open|set_option|universe)\b.*)?\s*")
_NOT_NEWLINE = re.compile(r"[^\n]")

_SCOPE = re.compile(
    r"^[ \t]*(?:namespace[ \t]+(?P<namespace>\S+)"
    r"|(?:@\[expose\]\s*)?(?:(?:public|noncomputable|meta|private)\s+)*(?P<section>section)\b[ \t]*(?P<title>\S*)"
    r"|(?P<mutual>mutual)\b"
    r"|(?P<end>end)\b[ \t]*(?P<ended>\S*))"
    rf"|(?<![\w.`])(?P<keyword>theorem|lemma)\s+(?P<name>{NAME})",
    re.MULTILINE,
)
_MODIFIER = r"(?:private|protected|public|nonrec|noncomputable|meta|unsafe|partial|local|scoped)"
_BEFORE = re.compile(rf"\s*(?:(?:@\[.*\]|{_MODIFIER}\b|.*\bin)\s*)*")
_LAST_MODIFIER = re.compile(rf"(?<![\w.]){_MODIFIER}\Z")
_IN = re.compile(r"(?<![\w.])in\Z")
_IN_COMMAND = re.compile(r"^(?:open|set_option|variable|omit|include|universe|attribute|local|scoped)\b", re.MULTILINE)

_TOKEN = re.compile(
    r"«[^»\n]*»|:=|=>|↦|[()\[\]{}⟨⟩⦃⦄]|(?<=\s)\|(?=\s)"
    r"|(?<![\w.'«])(?:let|let_fun|have|letI|haveI|fun|λ|match|where)(?![\w'»])"
    r"|^(?:theorem|lemma|def|abbrev|instance|example|axiom|end|namespace|section|variable|open|@\[)(?![\w'])",
    re.MULTILINE,
)
_OPENING = dict(zip("([{⟨⦃", ")]}⟩⦄", strict=True))
_BINDS = ("let", "let_fun", "have", "letI", "haveI")


@dataclass(frozen=True)
class Theorem:
    """A theorem as it stands in a source; the positions are offsets in code points.

    ``begin`` is where its command begins, docstring, attributes and ``open … in`` included; ``keyword`` is
    where ``theorem`` or ``lemma`` stands; ``after_name`` is where the name ends.  ``mutual``: it stands in a
    ``mutual`` block.
    """

    full_name: str
    begin: int
    keyword: int
    after_name: int
    mutual: bool = False


class LeanText:
    """A Lean source: ``text`` as it is, ``masked`` with blanks for comments and for what is inside strings.

    Both have the same length and the same lines.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.docstrings: dict[int, int] = {}
        """Where a ``/-- … -/`` begins, by where it ends."""
        self.masked = self._mask(text)

    def _mask(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        while found := OPAQUE.search(text, at):
            parts.append(text[at : found.start()])
            end = found.end()
            if found["block"]:
                end = comment_end(text, end)
                if text.startswith("/--", found.start()):
                    self.docstrings[end] = found.start()
            piece = text[found.start() : end]
            if found["string"] or found["raw"] or found["char"]:
                parts.append(piece[0] + _NOT_NEWLINE.sub(" ", piece[1:-1]) + piece[-1])
            elif found["line"] or found["block"]:
                parts.append(_NOT_NEWLINE.sub(" ", piece))
            else:
                parts.append(piece)
            at = end
        parts.append(text[at:])
        return "".join(parts)

    def imports(self) -> tuple[str, ...]:
        """The modules the source imports, in its order; ``Init`` where Lean adds it."""
        found = header.read(self.text)
        return found.modules or (() if found.prelude else ("Init",))

    def header_end(self) -> int:
        """Where the imports end."""
        return header.read(self.text).end

    def theorems(self) -> Iterator[Theorem]:
        """Every ``theorem`` and ``lemma`` command, in order, with the namespaces around it in its name."""
        scopes: list[str] = []  # a namespace's component, or one of the two below, which no name is
        section, mutual = "", "\n"
        for found in _SCOPE.finditer(self.masked):
            if found["namespace"]:
                scopes += components(found["namespace"])
            elif found["section"]:
                scopes += [section] * max(1, len(components(found["title"])))
            elif found["mutual"]:
                scopes.append(mutual)
            elif found["end"]:
                del scopes[max(0, len(scopes) - max(1, len(components(found["ended"])))) :]
            elif self._is_command(found.start("keyword")):
                written = components(found["name"])
                inside = [scope for scope in scopes if scope not in (section, mutual)]
                name = ".".join(written[1:] if written[:1] == ["_root_"] else [*inside, *written])
                keyword = found.start("keyword")
                yield Theorem(name, self._begin(keyword), keyword, found.end("name"), mutual in scopes)

    def _is_command(self, keyword: int) -> bool:
        line = self.masked.rfind("\n", 0, keyword) + 1
        return _BEFORE.fullmatch(self.masked, line, keyword) is not None

    def _begin(self, keyword: int) -> int:
        """Where the command begins whose keyword is at ``keyword``."""
        begin = keyword
        while True:
            bare = len(self.masked[:begin].rstrip())  # the comments between are passed over …
            raw = len(self.text[:begin].rstrip())  # … but a docstring belongs to the command
            if raw in self.docstrings:
                begin = self.docstrings[raw]
            elif (before := self._attribute(bare)) is not None:
                begin = before
            elif found := _LAST_MODIFIER.search(self.masked, max(0, bare - 20), bare):
                begin = found.start()
            elif _IN.search(self.masked, max(0, bare - 3), bare) and (before := self._in_command(bare)) is not None:
                begin = before
            else:
                return begin

    def _attribute(self, end: int) -> int | None:
        """Where the ``@[…]`` begins that ends at ``end``."""
        if not self.masked.endswith("]", 0, end):
            return None
        depth = 0
        for at in range(end - 1, -1, -1):
            depth += {"]": 1, "[": -1}.get(self.masked[at], 0)
            if depth == 0:
                return at - 1 if self.masked.startswith("@", at - 1) else None
        return None

    def _in_command(self, end: int) -> int | None:
        """Where the ``open … in`` begins that ends at ``end``."""
        paragraph = self.masked.rfind("\n\n", 0, end) + 1
        starts = [found.start() for found in _IN_COMMAND.finditer(self.masked, paragraph, end)]
        return starts[-1] if starts else None

    def statement_end(self, theorem: Theorem, limit: int | None = None) -> tuple[int, Style] | None:
        """Where the statement of a theorem ends and what follows, or ``None`` where that cannot be told.

        ``limit``: how far to look.
        """
        binding = lambdas = 0  # a "let" takes a ":=", a "fun" a "=>"
        matching = False
        limit = len(self.masked) if limit is None else limit
        for found in self._outside_brackets(theorem.after_name, limit):
            token = found[0]
            if token.startswith("«"):
                continue
            if token in _BINDS:
                binding += 1
            elif token in ("fun", "λ"):
                lambdas += 1
            elif token in ("=>", "↦"):
                lambdas = max(0, lambdas - 1)
            elif token == "match":
                matching = True
            elif token == ":=" and binding:
                binding -= 1
            elif token == ":=":
                return self._end(found.start()), "body"
            elif token == "where":
                return self._end(found.start()), "where"
            elif token == "|":
                if not matching and not lambdas and self._alternative(found.end(), limit):
                    return self._end(found.start()), "equations"
            else:  # the next command
                return None
        return None

    def _outside_brackets(self, begin: int, limit: int) -> Iterator[re.Match[str]]:
        """The tokens that are in no brackets and are none, up to a bracket that closes none or another kind."""
        closing: list[str] = []
        for found in _TOKEN.finditer(self.masked, begin, limit):
            token = found[0]
            if token in _OPENING:
                closing.append(_OPENING[token])
            elif token in _OPENING.values():
                if not closing or closing.pop() != token:
                    return
            elif not closing:
                yield found

    def _end(self, at: int) -> int:
        return len(self.masked[:at].rstrip())

    def _alternative(self, at: int, limit: int) -> bool:
        """Whether the ``|`` before ``at`` begins an equation: a ``=>`` of its own follows before any ``:=``."""
        lambdas = 0
        for found in self._outside_brackets(at, limit):
            token = found[0]
            if token in ("fun", "λ"):
                lambdas += 1
            elif token in ("=>", "↦"):
                if not lambdas:
                    return token == "=>"
                lambdas -= 1
            elif token == ":=":
                return False
        return False


def components(name: str) -> list[str]:
    """A name's parts, without ``«»`` and universe parameters."""
    parts = re.findall(r"«([^»]*)»|([^.«»]+)", name)
    return [quoted or plain for quoted, plain in parts]


def without_preamble(source: str) -> str:
    """A Lean source from its first line on that is no ``import``, ``open``, ``set_option`` or ``universe``."""
    lines = source.splitlines()
    begin = next((number for number, line in enumerate(lines) if not _PREAMBLE.fullmatch(line)), 0)
    return "\n".join(lines[begin:]).strip("\n")
