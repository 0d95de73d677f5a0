"""The commands by name, each imported when it is asked for: a command that is to answer at once must not pay for the others."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command


def _data() -> typer.Typer:
    from prover.cli import audit, data, generate, words

    data.app.command("generate")(generate.generate)
    data.app.command("harvest")(generate.harvest)
    data.app.command("words")(words.words)
    data.app.command("audit")(audit.audit)
    return data.app


def _train() -> typer.Typer:
    from prover.cli import iterate, train

    train.app.command("iterate")(iterate.iterate)
    return train.app


_COMMANDS = {
    "prove": "prove", "check": "benchmarks.cli.check", "up": "up", "down": "up", "formalize": "formalize", "bench": "bench", "report": "report",
    "view": "view", "doctor": "doctor", "serve": "serve",
}  # fmt: skip
"""The module of each, in ``prover.cli`` where no package is named; the function has the command's name."""
_GROUPS: dict[str, Callable[[], typer.Typer]] = {"data": _data, "train": _train}


class LazyGroup(TyperGroup):
    """The commands of ``prover``."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*_COMMANDS, *_GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and cmd_name in {*_COMMANDS, *_GROUPS}:
            self.commands[cmd_name] = _made(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.list_commands(ctx):  # for the names that are like it
            for name in self.list_commands(ctx):
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _made(name: str) -> Any:
    if name in _GROUPS:
        one = _GROUPS[name]()
    else:
        one = typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)
        module = _COMMANDS[name]
        function = getattr(import_module(module if "." in module else f"prover.cli.{module}"), name)
        one.command(name)(function)
    command = get_command(one)
    command.name = name
    return command
