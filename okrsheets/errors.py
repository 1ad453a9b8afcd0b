"""What stops an operation: one small class per kind of stop, each with its exit code.

Faults in people's data are not exceptions but findings (see `okrsheets.findings`). A stop
carries an English template and its fields; the command line translates it when it prints it.
"""

from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's "translate later" mark
    """Mark `message` for the translation catalogue and return it unchanged."""
    return message


class OkrSheetsError(Exception):
    """A stopped operation.

    Args:
        template: English text, marked with `N_`, with `{name}` fields.
        fields: values of the fields.
    """

    exit_code: ClassVar[int] = 4

    def __init__(self, template: str, **fields: object) -> None:
        """Keep the template and its fields apart, so that the text can be translated."""
        self.template = template
        self.fields = fields
        super().__init__(template.format(**fields))


class UsageError(OkrSheetsError):
    """The command, the settings or the roster ask for something that cannot be done."""

    exit_code = 2


class DataError(OkrSheetsError):
    """People's data stops the whole operation, not just one file."""

    exit_code = 1


class MachineError(OkrSheetsError):
    """The machine lacks something: a font, a library, space on the disk, a permission."""

    exit_code = 3
