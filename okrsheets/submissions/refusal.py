"""How the innermost readers say that a file cannot be read at all."""

from types import MappingProxyType

from okrsheets.cells import Place
from okrsheets.findings import Finding


class FileRefusedError(Exception):
    """The file cannot be read; `finding` says why. Never leaves `okrsheets.submissions`."""

    def __init__(self, *, code: str, place: Place | None = None, **fields: object) -> None:
        """Make the finding from its code, its place and the fields of its sentences."""
        value = str(fields.pop("value", ""))
        self.finding = Finding(code, place, value=value, fields=MappingProxyType(fields))
        super().__init__(code)
