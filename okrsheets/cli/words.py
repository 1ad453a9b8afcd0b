"""The language in which the command line speaks to the person at the terminal.

`OKRSHEETS_LANGUAGE` wins over the locale's variables. It is the language of help, messages and
tables on the screen; sheets and reports have their own (the person's, else the workspace's).
"""

import gettext
import os

import click

from okrsheets.language import Language, load_language
from okrsheets.resources import find_resource

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_DOMAIN = "okrsheets"


def ui() -> Language:
    """Give the language of the command line.

    Raises:
        UsageError: `OKRSHEETS_LANGUAGE` names a language that okrsheets does not speak.
    """
    return load_language(os.environ.get("OKRSHEETS_LANGUAGE", "").strip() or locale_language())


def locale_language() -> str:
    """Give `zh` where the locale's variables say Chinese, else `en`."""
    values = (os.environ.get(name, "") for name in _LOCALE_VARIABLES)
    spoken = next((value for value in values if value), "")
    return "zh" if spoken.lower().startswith("zh") else "en"


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
