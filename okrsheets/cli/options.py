"""The options and arguments that several commands share, each said once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from okrsheets.cli.words import ui

Command = TypeVar("Command", bound=Callable[..., Any])


class Decorator(Protocol):
    """What adds a parameter to a command's function and gives it back."""

    def __call__(self, command: Command, /) -> Command:
        """Add the parameter."""


def form_option() -> Decorator:
    """Give `--format text|json`, as the parameter `form`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=ui().text("The form of the answer."),
    )


def reading_jobs_option() -> Decorator:
    """Give `--jobs N` of the commands that read returned sheets, as the parameter `jobs`."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        default=1,
        show_default=True,
        help=ui().text("How many processes read and check."),
    )


def paths_argument(*, required: bool = True) -> Decorator:
    """Give the files and folders to read, as the parameter `paths`; at least one if required."""
    kind = click.Path(path_type=Path)
    metavar = "PATH…" if required else "[PATH…]"
    return click.argument("paths", nargs=-1, required=required, metavar=metavar, type=kind)
