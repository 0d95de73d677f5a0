"""``prover prove``."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common, dojo, options, served
from prover.cli.common import LeanChoice, fail
from prover.cli.informal import StagesOption, WithWords, WriterOption, settings, stream_recorder
from prover.cli.watch import OpenOption, PortOption, announce, stay

if TYPE_CHECKING:
    from prover.informal.problem import InformalProblem
    from prover.limits import SearchOptions
    from prover.result import ProofResult
    from prover.web import LiveInformal, LiveSearch

_ENDINGS = {
    "time": "the time limit is used up",
    "expansions": "the expansions are used up",
    "nodes": "the nodes are used up",
    "tactics": "the tactics are used up",
    "refuted": "there is a counter-model",
    "exhausted": "the policy proposes nothing more that Lean accepts",
}
_BASE = {"embedded": " with the prelude, not Mathlib", "native": "", "dojo": " of the repository"}


def prove(
    theorem: Annotated[
        Optional[str],
        typer.Argument(help="A theorem, with or without a body, or a bare proposition; - reads it from standard input."),
    ] = None,
    file: Annotated[Optional[Path], typer.Option("--file", "-f", help="Take the theorem from this Lean file.")] = None,
    informal: Annotated[
        Optional[Path],
        typer.Option(help="Prove with words: a JSON file with formal_statement, informal_stmt, informal_proof."),
    ] = None,
    writer: WriterOption = None,
    stages: StagesOption = None,
    name: options.NameOption = None,
    policy: options.PolicyOption = None,
    time_limit: options.TimeLimitOption = 60.0,
    max_expansions: options.ExpansionsOption = None,
    max_nodes: options.NodesOption = None,
    max_tactics: options.TacticsOption = None,
    search: options.SearchOption = "best-first",
    seed: options.SeedOption = 0,
    concurrency: options.ConcurrencyOption = 1,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", "-w", min=1, help="Lean processes at most; the others join the search after its first second."
        ),
    ] = min(2, os.cpu_count() or 1),
    project: options.ProjectOption = None,
    imports: options.ImportsOption = None,
    lean: options.LeanOrDojoOption = LeanChoice.auto,
    repo: dojo.RepoOption = None,
    commit: dojo.CommitOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the proof.")] = False,
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write the proof to this Lean file.")] = None,
    events: Annotated[
        Optional[Path], typer.Option(help="Write the search's events here, compressed if it ends in .zst.")
    ] = None,
    view: Annotated[
        bool, typer.Option("--view", help="Watch the search in the browser, and steer it (with --informal: watch).")
    ] = False,
    paused: Annotated[bool, typer.Option("--paused", help="With --view: begin paused; the clock waits too.")] = False,
    port: PortOption = 0,
    open_browser: OpenOption = True,
    server: options.ServerOption = True,
) -> None:
    """Find a proof of a theorem, check it, and print it.

    With --project, Lean is started with what the text imports; where it imports nothing, with Mathlib if the project has
    it. Without, the text's imports are read over: the prelude stands in for Mathlib.

    Of a theorem that is false at values that are found, the proof of its negation is printed.

    Exit code: 0 proved, 1 not proved within the limits or disproved, 2 bad input, with Lean's own message.

    Examples:

      prover prove "theorem t (a b : ℕ) : a + b = b + a"
      prover prove "∀ p q : Prop, p ∧ q → q ∧ p" --time-limit 10
      prover prove --file F.lean --name my_theorem --out proof.lean
      prover prove --file F.lean --project ~/my_lake_project --policy portfolio --policy hf:ID --json
      prover prove "∀ n : ℕ, MyLib.double n = n + n" --project ~/my_lake_project --imports MyLib.Basic
      prover prove --file F.lean --view --time-limit inf
      prover prove --lean dojo --repo URL --commit SHA --file Mathlib/Order/Basic.lean --name le_of_le_of_eq
      prover prove --informal problem.json --writer openai:http://127.0.0.1:8000#MODEL
    """
    with common.reporting():
        others = {"a theorem": theorem, "--informal": informal, "--project": project, "--imports": imports}
        traced = dojo.theorem_file(lean, repo, commit, file, name, others)
        problem = _problem(informal, theorem, file, writer, stages)
        if paused and problem is not None:
            fail("--paused is for a search that can be steered: leave it out with --informal, or give the theorem alone")
        source = traced or (_source(theorem, file) if problem is None else problem.text)
        also = common.modules(imports, lean, project)
        for path in (out, events):
            common.ensure_writable(path)
        from prover.limits import SearchOptions

        limits = SearchOptions(
            time_limit=common.finite(time_limit),
            max_expansions=max_expansions,
            max_nodes=max_nodes,
            max_tactics=max_tactics,
            search=search,
            concurrency=concurrency,
            seed=seed,
        )
        obstacle = _obstacle(problem is not None, view, lean, project)
        specs, asked = policy or ["default"], limits.model_dump()
        call = served.begin(server, obstacle, specs, ask="prove", theorem=source, name=name, limits=asked)
        result = served.answer(call, lambda call: _search(served.Served(call), source, name, limits, events, None))
        with ExitStack() as stack:
            if result is None:
                from search import algorithm

                algorithm(search)  # a mistake there is an error before anything is started
                starting: dict[str, Any] = dict(
                    lean=lean,
                    project=project,
                    workers=workers,
                    late_models=not (writer or "").startswith("hf:"),  # transformers is imported by one thread at a time
                    **common.with_imports(also, source),
                )
                prover: Any = dojo.prover(specs) if traced else common.open_prover(specs, **starting)
                if problem is not None:
                    prover = WithWords(prover, writer, settings(stages))
                live = _live(stack, problem or source, paused, port, open_browser) if view else None
                result = common.run_async(lambda: _search(prover, problem or source, name, limits, events, live))
            if result.proved and out is not None:
                common.write_or_print(out, result.proof or "", "proof")
            if as_json:
                common.print_json(result.model_dump(mode="json"))
            code = _report(result, out, quiet=as_json)
            if view:
                sys.stdout.flush()
                stay("prover: the view stays open; Ctrl-C ends it")
        raise typer.Exit(code)


def _obstacle(words: bool, view: bool, lean: LeanChoice, project: Path | None) -> str | None:
    """What the background server does not do."""
    elsewhere = lean in (LeanChoice.native, LeanChoice.dojo)
    found = {"--informal": words, "--view": view, "--project": project is not None, f"--lean {lean.value}": elsewhere}
    return next((f"it does not serve {option}" for option, given in found.items() if given), None)


def _live(
    stack: ExitStack, theorem: str | InformalProblem, paused: bool, port: int, open_browser: bool
) -> LiveSearch | LiveInformal:
    """What the view shows; its server runs until ``stack`` is closed."""
    from prover.web import LiveInformal, LiveSearch, ViewServer

    live = LiveSearch(theorem, paused) if isinstance(theorem, str) else LiveInformal(theorem)
    with common.waiting("preparing the page"):
        server = stack.enter_context(ViewServer(live, port))
    announce(server.url, open_browser)
    return live


async def _search(
    prover: Any,
    theorem: str | InformalProblem,
    name: str | None,
    limits: SearchOptions,
    events: Path | None,
    live: LiveSearch | LiveInformal | None,
) -> ProofResult:
    in_words = not isinstance(theorem, str)
    with ExitStack() as stack:
        listeners, recorders = _event_files(stack, events, in_words)
        if live is not None:
            (recorders if in_words else listeners).append(live)
        try:
            with common.waiting("starting Lean"):
                await prover.start()
            if common.on_terminal(sys.stderr):
                from prover.cli.search_display import SearchDisplay, StagesDisplay

                display = stack.enter_context(SearchDisplay(common.stderr(), limits.time_limit))
                listeners.append(display)
                recorders.append(StagesDisplay(display))
            more: dict[str, Any] = {}
            if in_words:
                from prover.informal.stages import Recorders

                more["recorder"] = Recorders(*recorders)
            elif live is not None:
                more["steer"] = live.steer
            result = await prover.prove(theorem, name=name, listeners=listeners, **more, **limits.model_dump())
            if live is not None:
                live.finish(result)
            return result
        finally:
            if live is not None:
                live.finish(None)  # whoever still watches is let go
            await prover.close()


def _event_files(stack: ExitStack, events: Path | None, in_words: bool) -> tuple[list[Any], list[Any]]:
    """A listener of the search, and a recorder of what words come to, that write to files until ``stack`` is closed."""
    if events is None:
        return [], []
    from search import EventWriter

    try:
        return [_kept(stack, EventWriter(events))], [_kept(stack, stream_recorder(events))] if in_words else []
    except OSError as error:
        fail(common.describe(error))


def _kept(stack: ExitStack, sink: Any) -> Any:
    """Enter a writer of events.  One that comes to a full disk says so at its end, and the result stands all the same."""

    def leave() -> None:
        try:
            sink.__exit__(None, None, None)
        except OSError as error:
            typer.echo(f"prover: {common.describe(error)}; the events are not complete", err=True)

    entered = sink.__enter__()
    stack.callback(leave)
    return entered


def _problem(
    informal: Path | None, theorem: str | None, file: Path | None, writer: str | None, stages: str | None
) -> InformalProblem | None:
    """The problem in words, if that is what is asked about."""
    if informal is None:
        if writer is not None or stages is not None:
            fail("--writer and --stages go with --informal F.json")
        return None
    if theorem is not None or file is not None:
        fail("give one of a theorem, --file F.lean and --informal F.json")
    from prover.informal.problem import read_problem

    return read_problem(informal)


def _source(theorem: str | None, file: Path | None) -> str:
    usage = "give a theorem, --file F.lean or --informal F.json; 'prover prove --help' shows examples"
    text = common.one_text(theorem, file, usage)
    if not text.strip():
        fail(f"{file}: the file is empty" if file is not None else "the theorem is empty")
    if text == theorem and is_file(text):
        fail(f"{text} is a file: prover prove --file {text}")
    return text


def is_file(text: str) -> bool:
    """Whether what was given as a theorem is the name of a file."""
    with suppress(OSError, ValueError):
        return text.endswith((".lean", ".md")) and Path(text).is_file()
    return False


def _report(result: ProofResult, out: Path | None, quiet: bool) -> int:
    """Print the outcome for a person, unless ``quiet``; returns the exit code."""
    for note in result.notes:
        typer.echo(f"prover: note: {note}", err=True)
    if result.proved:
        if not quiet:
            common.print_lean(result.proof or "")
            typer.echo(f"-- proved: {result.name}; {describe(result)}")
            if out is not None:
                typer.echo(f"prover: written to {out}", err=True)
        return common.PROVED
    if result.disproved:
        if not quiet:
            common.print_lean(result.proof or "")
            at = f" at {result.counter_model}" if result.counter_model else ""
            typer.echo(f"-- disproved: {result.name} is false{at}; {describe(result)}")
        return common.NOT_PROVED
    if result.error_kind == "statement":
        typer.echo(f"prover: Lean does not accept the statement:\n{result.error}", err=True)
        return common.BAD_INPUT
    if result.error is not None:
        typer.echo(f"prover: not proved: {result.error}", err=True)
    else:
        ending = _ENDINGS.get(result.ended or "", result.ended or "the search ended")
        if result.counter_model is not None:
            ending = f"it seems to be false{f' at {result.counter_model}' if result.counter_model else ''}, which Lean has not confirmed"
        typer.echo(f"prover: not proved: {ending}; theorem {result.name}; {describe(result)}", err=True)
    return common.NOT_PROVED


def describe(result: ProofResult) -> str:
    """Reading, axioms and costs in one line."""
    seconds = result.seconds
    parts = []
    if result.reading is not None:
        parts.append(f"reading: {result.reading}")
    if result.definitions:
        parts.append(f"the statement rests on the file's own definitions {', '.join(result.definitions)}")
    if result.proved or result.disproved:
        by_dojo = result.checked_by == "lean-dojo"
        parts.append("checked by lean-dojo" if by_dojo else f"axioms: {', '.join(result.axioms) or 'none'}")
        if result.not_portable:
            parts.append(f"may not carry over to Mathlib: {'; '.join(step.partition(chr(10))[0] for step in result.not_portable)}")
        version = result.lean.version.partition(",")[0]  # without the commit
        parts.append(f"Lean {version}{_BASE[result.lean.backend]}")
    parts.append(f"{seconds.total:.1f} s (Lean {seconds.lean:.1f} s, policy {seconds.policy:.1f} s)")
    parts.append(f"{result.expansions} expansions, {result.nodes} nodes")
    if (words := result.informal) is not None:
        if words.won_by is not None:
            parts.append(f"won by {words.won_by}")
        if words.writer is not None:
            sketches = f"{words.accepted} of {words.sketches} sketches accepted"
            parts.append(f"{sketches}, {words.closed} of {words.holes} holes closed")
        parts += [f"the writer failed: {trouble}" for trouble in words.trouble]
    return "; ".join(parts)
