"""What stops an operation: one small class per kind of stop, each with its exit code.

Faults in people's data are not exceptions but findings (see `okrsheets.findings`). A stop
carries an English template and its fields; the command line translates it when it prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's "translate later" mark
    """Mark `message` for the translation catalogue and return it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to be translated later (`Language.line`).

    A field may be a `Line` itself, or a tuple: a list of words, joined as the language joins them.
    """

    template: str
    fields: Mapping[str, object]

    def __str__(self) -> str:
        """Give the English sentence."""
        fields = {k: _listed(v) if isinstance(v, tuple) else v for k, v in self.fields.items()}
        return self.template.format(**fields) if fields else self.template


def _listed(words: tuple[object, ...]) -> str:
    return ", ".join(map(str, words))


class OkrSheetsError(Exception):
    """A stopped operation.

    Args:
        template: English text, marked with `N_`, with `{name}` fields.
        details: what the operation found, one line each, where there is more than one fault.
        fields: values of the fields.
    """

    exit_code: ClassVar[int] = 4

    def __init__(self, template: str, /, *details: Line, **fields: object) -> None:
        """Keep the template and its fields apart, so that the text can be translated."""
        self.template = template
        self.details = details
        self.fields = fields
        super().__init__("\n  ".join(str(line) for line in (Line(template, fields), *details)))


class UsageError(OkrSheetsError):
    """The command, the settings or the roster ask for something that cannot be done."""

    exit_code = 2


class DataError(OkrSheetsError):
    """People's data stops the whole operation, not just one file."""

    exit_code = 1


class MachineError(OkrSheetsError):
    """The machine lacks something: a font, a library, space on the disk, a permission."""

    exit_code = 3
