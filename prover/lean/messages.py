"""The protocol between Python and the proof server, one structure a message.

The other side is ``lean_project/ProofServer/Protocol.lean``: one JSON object a line each way, the request's
``id`` in the answer.  Answer lines begin with ``ANSWER_MARK``; anything else on the stream is noise.
"""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Discriminator, RootModel, Tag

from search.game import GaveUp, Proved, TacticError

ANSWER_MARK = "#prover "
NOISE = ("[DEBUG", "  - /lean", "  mainModule?")
"""How the lines begin that embedded Lean writes of itself."""
TRACE = ("    at ", "wasm://", "Node.js v", "    throw ", "    ^")
"""How the lines begin in which Node says where in the machine code something happened."""
EXHAUSTED = (
    "Maximum call stack size exceeded", "memory access out of bounds", "null function or function signature mismatch",
    "table index is out of bounds", "out of memory", "Aborted(OOM)", "Cannot enlarge memory", "Stack overflow detected",
)  # fmt: skip
"""What a process says that ends because its stack or its memory is used up."""


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# ------------------------------------------------------------------------------------------ requests


class Ping(Message):
    cmd: Literal["ping"] = "ping"


class _WithStates(Message):
    """About states of the theorem that we call by the number ``theorem``; they are numbered within it."""

    theorem: int = 0


class _OfSource(Message):
    """About the theorem ``name`` (or the last one) of a Lean source."""

    source: str
    name: Optional[str] = None
    variables: str = ""


class _OfTheorem(_OfSource):
    hide: list[str] = []


class Open(_OfTheorem, _WithStates):
    """Open it."""

    cmd: Literal["open"] = "open"


class Tactic(_WithStates):
    """Run a tactic sequence in ``state``.  ``heartbeats`` in thousands, as Lean's option; 0 is no limit."""

    cmd: Literal["tactic"] = "tactic"
    state: int
    tactic: str
    heartbeats: int = 0


class Terms(_WithStates):
    """Tell the goal number ``goal`` of ``state`` as a term of at most ``most`` nodes."""

    cmd: Literal["terms"] = "terms"
    state: int
    goal: int = 0
    most: int = 4000


class Release(_WithStates):
    """Forget states."""

    cmd: Literal["release"] = "release"
    states: list[int]


class Close(_WithStates):
    """Forget the theorem with all its states."""

    cmd: Literal["close"] = "close"


class Verify(_OfSource):
    """Elaborate ``source`` afresh and check its theorem; its statement must be that of ``statement``."""

    cmd: Literal["verify"] = "verify"
    statement: Optional[str] = None
    heartbeats: int = 0


class Sketch(_OfTheorem):
    """Elaborate the theorem ``name`` (or the last one) with its proof, in which ``sorry`` may stand, and list the holes."""

    cmd: Literal["sketch"] = "sketch"


class Body(_OfSource):
    """Ask for the body that ``text``, if it is a whole theorem, gives the theorem ``name`` of ``source``."""

    cmd: Literal["body"] = "body"
    text: str


class OpenHole(_OfTheorem, _WithStates):
    """Open the hole number ``hole`` (from 0) of a sketch as a theorem of its own."""

    cmd: Literal["open_hole"] = "open_hole"
    hole: int


class Library(Message):
    """List up to ``limit`` theorems of the modules under ``prefixes``, from constant ``offset`` of module number
    ``module`` on; with their statements if ``statements``."""

    cmd: Literal["library"] = "library"
    prefixes: list[str]
    module: int = 0
    offset: int = 0
    limit: int = 500
    statements: bool = False


class OpenLibrary(_WithStates):
    """Open a theorem of the imported modules, to be proved from what precedes it."""

    cmd: Literal["open_library"] = "open_library"
    name: str


Request = Union[Ping, Open, Tactic, Terms, Release, Close, Verify, Sketch, Body, OpenHole, Library, OpenLibrary]


# ------------------------------------------------------------------------------------------- answers


class Pong(Message):
    """How many ``states`` the process holds now, of how many ``theorems``."""

    states: int
    theorems: int


class Ready(Message):
    """The first line: the server is up."""

    ready: Literal[True]
    version: str
    import_ms: int
    prelude_ms: int


class LeanMessage(Message):
    """One of Lean's own messages; ``line`` from 1, ``column`` from 0."""

    severity: Literal["error", "warning", "information"]
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.severity}: {self.text}"


class _State(Message):
    """A proof state: its number ``state`` within its theorem, its goals as Lean prints them, and Lean's own hash of them."""

    state: int
    goals: list[str]
    key: str


class Stated(Message):
    """A theorem of a source: its full name; where its body (``:= …``) starts and ends, and where its command ends if not with
    the body (else 0), in UTF-8 bytes; and the constants of the ``prelude`` and of the source itself (``definitions``) that its
    statement rests on."""

    name: str = ""
    body: tuple[int, int] = (0, 0)
    tail: int = 0
    prelude: list[str] = []
    definitions: list[str] = []


class Opened(Stated, _State):
    """The first state of a theorem opened; ``source`` is the text that was read, with what it lacked put in, ``note`` says what
    of it was left out."""

    source: str
    note: str = ""


class FoundHole(Message):
    """A ``sorry`` of a sketch: where it stands in the source, in UTF-8 bytes, whether as a ``tactic`` or as a term, and what
    it is to prove."""

    span: tuple[int, int]
    tactic: bool
    goals: list[str]
    key: str


class SketchHoles(Message):
    """Lean accepts the sketch but for its ``holes``, which are in the order of the text."""

    holes: list[FoundHole]


class BodyRead(Message):
    """The body as it stands in the text (``:= …``); None where the text is no theorem."""

    body: Optional[str]


class HoleOpened(_State):
    """The first state of a hole opened."""


class LibraryEntry(Message):
    """``keys``: hashes of the statement and, for an equivalence, of its halves; at least one."""

    name: str
    module: str
    keys: list[int]
    statement: str = ""


class LibraryPage(Message):
    """Some theorems, and the ``module`` and ``offset`` to ask for the rest with; None after the last."""

    theorems: list[LibraryEntry]
    next: Optional[tuple[int, int]]


class LibraryOpened(_State):
    """The first state of a library theorem opened; ``before`` are the modules that its own imports, directly or not, but for those
    of Lean's program; ``namesakes`` are the theorems that say the same."""

    name: str
    module: str
    before: list[str]
    namesakes: list[str]


class NewGoals(_State):
    """The state that a tactic has made."""

    outcome: Literal["open"]


class TermHypothesis(Message):
    """A hypothesis; ``type`` and ``value`` are nodes, ``accessible`` is whether its name can be typed, ``shown`` whether Lean
    prints it."""

    name: str
    type: int
    value: Optional[int]
    kind: Literal["prop", "data", "type", "instance"]
    accessible: bool
    shown: bool


class TermsAnswer(Message):
    """A goal as a term (``prover.lean.decoding.decode``); ``cut``: it was larger than ``most``."""

    nodes: list[list]
    hypotheses: list[TermHypothesis]
    target: int
    cut: bool


class TacticAnswer(
    RootModel[
        Annotated[
            Union[
                Annotated[Proved, Tag("proved")],
                Annotated[NewGoals, Tag("open")],
                Annotated[TacticError, Tag("error")],
                Annotated[GaveUp, Tag("gave_up")],
            ],
            Discriminator(lambda answer: answer.get("outcome") if isinstance(answer, dict) else None),
        ]
    ]
):
    """What came of a tactic: an outcome of the search's own, or new goals, of which the environment makes one."""


class Verdict(Stated):
    """Whether the source proves the statement; if not, ``reason`` says why.

    ``unresolved``: the proof uses theorems of Lean's library that are loaded without their proofs, so their own axioms are not
    among ``axioms``.  ``statement`` is what was proved as the kernel holds it, printed without the source's notation; ``changed``
    says how the source itself makes the theorem's text say something else, and is empty if it does not.
    """

    accepted: bool
    reason: str = ""
    axioms: list[str]
    unresolved: bool = False
    statement: str = ""
    changed: str = ""
    messages: list[LeanMessage]


class Fault(Message):
    """A request the server could not serve."""

    kind: Literal["request", "parse", "elaboration", "unknown_state"]
    message: str = ""
    messages: list[LeanMessage] = []
    state: Optional[int] = None

    @property
    def text(self) -> str:
        return self.message or "\n".join(str(m) for m in self.messages if m.severity == "error")


class Envelope(Message):
    """Of an answer: ``ok`` or ``error``, and the time Lean took in microseconds."""

    id: Optional[int]
    ok: Optional[dict] = None
    error: Optional[Fault] = None
    us: int
    panics: list[str] = []
    """What Lean reported of panics while it was at the request; not part of the line."""
