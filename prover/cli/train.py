"""``prover train``."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from prover.cli import common

if TYPE_CHECKING:
    from prover.training.config import TrainConfig

app = typer.Typer(
    add_completion=False,
    name="train",
    help="Train the tactic model, measure it.",
    invoke_without_command=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ConfigOption = Annotated[
    Optional[str],
    typer.Option(
        "--config",
        "-c",
        help="A YAML file, or a built-in one: default, gpu, smollm2-lora, tiny, ablation-multi-view, ablation-single-view.",
        show_default=False,
    ),
]
OutOption = Annotated[
    Optional[Path],
    typer.Option("--out", "-o", help="Folder of the run; one that exists is resumed.", show_default="runs/train-NAME"),
]
SetOption = Annotated[
    Optional[list[str]],
    typer.Option("--set", "-s", help="Change a field: budget.steps=100, data_root=/data. Repeatable.", show_default=False),
]


@app.callback()
def train(context: typer.Context, config: ConfigOption = None, out: OutOption = None, changes: SetOption = None) -> None:
    """Train the tactic model; the same as `prover train run`.

    Examples:

      prover train --config default
      prover train --config my.yaml --out runs/mine --set budget.steps=1000
      prover train evaluate runs/mine/model --data data/leandojo-random
    """
    if context.invoked_subcommand is None:
        run(config, out, changes)
    elif config or out or changes:
        common.fail(f"options go after the command: prover train {context.invoked_subcommand} --config …")


@app.command("run")
def run(config: ConfigOption = None, out: OutOption = None, changes: SetOption = None) -> None:
    """Train a model as a configuration says, or go on with a run.

    Data sets that are missing and say how they are made (`make` in the configuration) are made first.
    The folder of the run holds checkpoints, metrics.jsonl and, at the end, model/ (a Hugging Face folder).
    Ctrl-C saves a checkpoint; the same command goes on from there, exactly.

    Exit code: 0 trained, 2 it cannot start or go on, 130 interrupted.

    Examples:

      prover train run --config default --set data_root=/data
      prover train run --config gpu --out runs/gpu --set optimization.batch_tokens=131072
    """
    with common.reporting():
        if config is None:
            common.fail("say what to train with --config F.yaml, or --config default")
        from prover.training.config import load_config, parse_change

        settings = load_config(config, dict(parse_change(text) for text in changes or []))
        if out is not None:
            settings = settings.model_copy(update={"out": out})
        make_missing(settings)
        from prover.training.display import Display
        from prover.training.trainer import Stopped, train

        try:
            with _stopping() as stop:
                folder = train(settings, stop, Display())
        except Stopped as stopped:
            typer.echo(str(stopped), err=True)
            raise
        typer.echo(folder)


def make_missing(settings: TrainConfig) -> None:
    """Make the data sets that are not there and say how they are made."""
    import shlex

    from prover.cli import data
    from prover.training.shards import MANIFEST

    command = typer.main.get_command(data.app)
    for entry in settings.data:
        folder = settings.data_folder(entry)
        if entry.make is not None and not (folder / MANIFEST).exists():
            typer.echo(f"{folder} is not there: prover data {entry.make} --out {folder}", err=True)
            command.main([*shlex.split(entry.make), "--out", str(folder)], standalone_mode=False)


@app.command("evaluate")
def evaluate(
    checkpoint: Annotated[str, typer.Argument(help="A model: a folder, a Hugging Face id, or smollm2.", show_default=False)],
    data: Annotated[Path, typer.Option("--data", "-d", help="Folder of a data set.", show_default=False)],
    split: Annotated[str, typer.Option(help="train, val or test.")] = "val",
    records: Annotated[int, typer.Option(min=1, help="Records of each view for the loss.")] = 400,
    states: Annotated[int, typer.Option(min=0, help="States whose next tactic is generated.")] = 400,
    samples: Annotated[int, typer.Option("--samples", "-n", min=1, help="Samples a state.")] = 8,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    threads: Annotated[Optional[int], typer.Option(min=1, help="CPU threads.", show_default="half of the CPUs")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a model on held-out records: loss by view, exact matches of the next tactic, tokens a second.

    A match: the model's likeliest answer (@1, greedy), or one of its samples (@8), is the tactic of the record,
    blanks aside.

    Examples:

      prover train evaluate runs/train-default/model --data data/leandojo-random
      prover train evaluate smollm2 --data data/generated --states 50 --json
    """
    with common.reporting():
        from prover.training.display import Display
        from prover.training.evaluate import evaluate as measure

        result = measure(checkpoint, data, split=split, records=records, accuracy_records=states, n=samples,
                         device=device, threads=threads, advance=Display().preparing)  # fmt: skip
        if as_json:
            common.print_json(result.model_dump(mode="json"))
            return
        for view, loss in result.loss.items():
            typer.echo(f"{view}: loss {loss:.4f}, perplexity {result.perplexity[view]:.2f} ({result.records[view]} records)")
        if (tactic := result.tactic) is not None:
            typer.echo(f"next tactic: exact match @1 {tactic.exact_at_1:.1%}, @{tactic.n} {tactic.exact_at_n:.1%} "
                       f"({tactic.states} states, {tactic.seconds_per_state:.2f} s each)")  # fmt: skip
        typer.echo(f"reads {result.read_tokens_per_second:,.0f} tokens/s")


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Set by the first SIGINT or SIGTERM; a second one ends the program at once."""
    stop = threading.Event()

    def on_signal(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    with common.handling(on_signal):
        yield stop
