"""The look of the pages: the built-in templates or a company's own, and the paper.

A company's folder holds any of the files of `report_templates/` under their names; those that are
not there are the built-in ones, which can also be had as `built-in/NAME`. `own.css` is read after
the built-in stylesheets; the web copy's files, `web/own.css` too, stand in `web/`. The templates of
a company run in a sandbox: they see the report's record and nothing of the machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from okrsheets.resources import find_resource

BUILT_IN = "report_templates"
OWN_CSS = "own.css"
WEB = "web"
_PREFIX = "built-in"
_LETTER = "Letter"
NAVY = "#123B59"
FILES = "okrsheets-font:"
"""What an address in a stylesheet or page begins with: the batch's own files, nothing else."""


@dataclass(frozen=True)
class Look:
    """What pages look like.

    Attributes:
        templates: the folder of the company's own templates; "" where there are none. A text and
            no path, because templates can reach it.
        paper: `A4` or `Letter`.
        accent: the dark colour of bars, outstanding scores and numbers of objectives.
        logo: the organisation's picture (PNG or JPEG); empty where there is none.
    """

    templates: str = ""
    paper: str = "A4"
    accent: str = NAVY
    logo: bytes = b""

    @property
    def logo_name(self) -> str:
        """Give the name under which pages find the logo; it changes with the picture."""
        return f"logo-{sha256(self.logo).hexdigest()[:12]}" if self.logo else ""

    def tinted(self, source: str) -> str:
        """Give a template or stylesheet of ours in the company's colour."""
        return source.replace(NAVY, self.accent)

    def read(self, name: str) -> str:
        """Read a stylesheet, the company's own where there is one; "" where there is none."""
        places = [Path(self.templates)] if self.templates else []
        for place in (*places, find_resource(BUILT_IN)):
            if (place / name).is_file():
                return (place / name).read_text(encoding="utf-8")
        return ""

    def print_css(self) -> str:
        """Give the stylesheet of every printed page."""
        names = ["print.css", *(["letter.css"] if self.paper == _LETTER else []), OWN_CSS]
        return self.tinted("\n".join(sheet for name in names if (sheet := self.read(name))))

    def web_css(self) -> str:
        """Give the stylesheet of the web copy."""
        sheets = [self.read(f"{WEB}/{name}") for name in ("book.css", OWN_CSS)]
        return self.tinted("\n".join(filter(None, sheets)))

    def elements_css(self) -> str:
        """Give the stylesheet that says what each element is: block, table, cell or inline."""
        return self.read("elements.css")


BUILT_IN_LOOK = Look()


class _Folder(FileSystemLoader):
    """Reads templates and gives them in the company's colour."""

    def __init__(self, folder: Path, tinted: Callable[[str], str]) -> None:
        super().__init__(folder)
        self._tinted = tinted

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, file, is_current = super().get_source(environment, template)
        return self._tinted(source), file, is_current


@cache
def bare_environment(look: Look) -> Environment:
    """Give the environment in which templates run, as yet without our filters."""
    built_in = _Folder(find_resource(BUILT_IN), look.tinted)
    options: dict[str, Any] = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    if not look.templates:
        return Environment(loader=built_in, **options)  # noqa: S701 - escapes, see the options
    own = _Folder(Path(look.templates), look.tinted)
    loader = ChoiceLoader([own, built_in, PrefixLoader({_PREFIX: built_in})])
    return ImmutableSandboxedEnvironment(loader=loader, **options)
