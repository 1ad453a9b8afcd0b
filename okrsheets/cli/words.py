"""The language in which the command line speaks to the person at the terminal.

`OKRSHEETS_LANGUAGE` wins over the locale's variables; where neither says anything (on Windows, or
in the locale `C`), it is the workspace's language, else the system's. It is the language of help,
messages and tables on the screen; sheets and reports have their own (the person's, else the
workspace's).
"""

import gettext
import locale
import os
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from okrsheets.language import LANGUAGES, Language, load_language
from okrsheets.resources import find_resource

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_VARIABLE = "OKRSHEETS_LANGUAGE"
_SILENT = ("", "C", "POSIX")
_DOMAIN = "okrsheets"
_SETTINGS_FILE = "okrsheets.toml"
"""Named here again: the settings' own module is too heavy for a mere `--help`."""


def ui() -> Language:
    """Give the language of the command line.

    Raises:
        UsageError: `OKRSHEETS_LANGUAGE` names a language that okrsheets does not speak.
    """
    return load_language(os.environ.get(_VARIABLE, "").strip() or locale_language())


def settle_language(arguments: Sequence[str]) -> None:
    """Where no variable names a language, set it to the workspace's, else to the system's."""
    if os.environ.get(_VARIABLE, "").strip() or _spoken().split(".")[0] not in _SILENT:
        return
    folder = next((b for a, b in pairwise(arguments) if a == "-C"), ".")
    system = (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))
    os.environ[_VARIABLE] = _workspace_language(Path(folder)) or ("zh" if system else "en")


def _workspace_language(folder: Path) -> str:
    """Give the language that a workspace's settings name; nothing where they cannot be read."""
    try:
        with (folder / _SETTINGS_FILE).open("rb") as stream:
            named = tomllib.load(stream).get("language")
    except (OSError, ValueError):
        return ""
    return named if named in LANGUAGES else ""


def locale_language() -> str:
    """Give `zh` where the locale's variables say Chinese, else `en`."""
    return "zh" if _spoken().lower().startswith("zh") else "en"


def _spoken() -> str:
    values = (os.environ.get(name, "") for name in _LOCALE_VARIABLES)
    return next((value for value in values if value), "")


class ChineseHelp(click.HelpFormatter):
    """click's help page with the colons of Chinese, which need no space after them."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        super().write_usage(prog, args, ui().text("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


def speak_click() -> None:
    """Have click's own sentences ("Usage:", "No such option") looked up in our catalogue.

    click asks `gettext.gettext`, which follows the variable LANGUAGE before the locale.
    """
    chinese = ui().code == "zh"
    click.Context.formatter_class = ChineseHelp if chinese else click.HelpFormatter
    os.environ["LANGUAGE"] = ui().code
    gettext.bindtextdomain(_DOMAIN, str(find_resource("locale")))
    gettext.textdomain(_DOMAIN)
