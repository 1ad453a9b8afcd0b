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


def yes_option() -> Decorator:
    """Give `--yes`, which does without the question, as the parameter `yes`."""
    return click.option("--yes", is_flag=True, help=ui().text("Do not ask."))


def reading_jobs_option() -> Decorator:
    """Give `--jobs N` of the commands that read returned sheets, as the parameter `jobs`."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        default=1,
        show_default=True,
        help=ui().text("How many processes read and check."),
    )


def roster_options() -> Decorator:
    """Give `--department NAME` and `--person ID`, as the parameters `departments` and `persons`."""
    person = click.option(
        "--person", "persons", multiple=True, metavar="ID", help=ui().text("Only this person.")
    )
    department = click.option(
        "--department",
        "departments",
        multiple=True,
        metavar="NAME",
        help=ui().text("Only this department and those below it."),
    )

    def both(command: Command) -> Command:
        return department(person(command))

    return both


def paths_argument(*, required: bool = True) -> Decorator:
    """Give the files and folders to read, as the parameter `paths`; at least one if required."""
    kind = click.Path(path_type=Path)
    metavar = "PATH…" if required else "[PATH…]"
    return click.argument("paths", nargs=-1, required=required, metavar=metavar, type=kind)
