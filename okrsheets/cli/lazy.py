"""A group of commands that imports a command's module only when that command is called.

`okrsheets --help` shows the short help of the table, so it imports none of them.
"""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from okrsheets.cli.words import ui


class LazyGroup(click.Group):
    """A click group over a table of command names and their one-line helps.

    Each command is the module `<package>.<name>` with a `command`.
    """

    def __init__(self, *, package: str, table: Mapping[str, str], **attrs: Any) -> None:  # noqa: ANN401 - click's own signature
        """Keep the table: command name → one-line help, in the order of the work."""
        super().__init__(**attrs)
        self._package = package
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the table's order."""
        del ctx
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None where the table does not know the name."""
        del ctx
        if cmd_name not in self._table:
            return None
        module = importlib.import_module(f"{self._package}.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown name is refused with the nearest known ones."""
        if args[0] not in self._table and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=self._table, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        del ctx
        speech = ui()
        with formatter.section(speech.text("Commands")):
            formatter.write_dl([(name, speech.text(text)) for name, text in self._table.items()])
