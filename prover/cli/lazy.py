"""The commands by name, each imported when it is asked for: a command that is to answer at once must not pay for the others."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

_OWN = {
    "prove": "prover.cli.prove:prove",
    "moves": "prover.cli.moves:moves",
    "premises": "prover.cli.premises:premises",
    "formalize": "prover.cli.formalize:formalize",
    "up": "prover.cli.up:up",
    "down": "prover.cli.up:down",
    "doctor": "prover.cli.doctor:doctor",
    "serve": "prover.cli.serve:serve",
    "data": "prover.cli.data:app",
    "train": "prover.cli.train:app",
}
"""Where each command is, or the group of commands."""
_ORDER = ("prove", "check", "moves", "premises", "bench", "report", "view", "formalize", "up", "down", "doctor", "serve", "data", "train")


@cache
def _added() -> dict[str, EntryPoint]:
    """Commands that other packages bring under ``prover.commands``; ``data.generate`` is ``generate`` in the group ``data``."""
    return {entry.name: entry for entry in entry_points(group="prover.commands")}


def _names() -> list[str]:
    names = [*_OWN, *(name for name in _added() if "." not in name)]
    return sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


class LazyGroup(TyperGroup):
    """The commands of ``prover``."""

    def list_commands(self, ctx: Any) -> list[str]:
        return _names()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and (cmd_name in _OWN or cmd_name in _names()):
            self.commands[cmd_name] = _made(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in _OWN and args[0] not in _names():  # for the names that are like it
            for name in _names():
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _made(name: str) -> Any:
    if name in _OWN:
        module, _, attribute = _OWN[name].partition(":")
        found = getattr(import_module(module), attribute)
    else:
        found = _added()[name].load()
    if isinstance(found, typer.Typer):
        for other, entry in _added().items():
            if other.startswith(f"{name}."):
                found.command(other.removeprefix(f"{name}."))(entry.load())
    else:
        function, found = found, typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)
        found.command(name)(function)
    command = get_command(found)
    command.name = name
    return command
