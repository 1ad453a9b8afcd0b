"""Asking before something is done that is not easily undone."""

import sys

import click

from okrsheets.cli.words import ui
from okrsheets.errors import UsageError


def ask(question: str, *, unasked: str, refused: str) -> None:
    """Ask on the terminal, and go on with a yes only.

    Args:
        question: in English; translated here.
        unasked: what to say where nobody can be asked, for the command runs without a terminal.
        refused: what to say after a no.

    Raises:
        UsageError: nobody can be asked, or the answer is no.
    """
    if not sys.stdin.isatty():
        raise UsageError(unasked)
    if not click.confirm(ui().text(question), default=False):
        raise UsageError(refused)
