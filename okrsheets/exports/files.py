"""Exports as files: written beside their place first and renamed, so that none is ever half."""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from okrsheets.batch.clock import now
from okrsheets.batch.leftovers import begun_prefix, sweep_folder
from okrsheets.errors import N_, MachineError, UsageError
from okrsheets.exports.about import change_words, facts_of
from okrsheets.exports.column import Table
from okrsheets.exports.columns import TABLES
from okrsheets.exports.columns_flat import FLAT
from okrsheets.exports.rows import Export
from okrsheets.exports.table_text import csv_text
from okrsheets.language import Language
from okrsheets.settings import Settings

LEVELS = (FLAT.name, *TABLES)
_BOM = "utf-8-sig"
"""With a byte order mark, by which Excel and WPS know that Chinese is Chinese."""


@dataclass(frozen=True)
class Wanted:
    """What is to be written. `level` names the table of a CSV or Parquet file.

    `settings` and `language` are for what a workbook says of itself.
    """

    export: Export
    settings: Settings
    language: Language
    level: str = FLAT.name

    @property
    def table(self) -> Table:
        """The table of a file that holds one."""
        return FLAT if self.level == FLAT.name else TABLES[self.level]

    def csv(self) -> str:
        """Give the table as CSV, without a byte order mark."""
        return csv_text(self.table, self.lines())

    def lines(self) -> Sequence[dict[str, object]]:
        """Give the lines of the table."""
        return self.export.flat() if self.level == FLAT.name else self.export.rows()[self.level]


def write_file(wanted: Wanted, form: str, path: Path) -> tuple[str, ...]:
    """Write an export as `csv`, `json`, `parquet` or `xlsx`; a file of that name is replaced.

    Returns:
        What the file could not hold as it was, in words.

    Raises:
        UsageError: there is no such folder, or a workbook cannot hold so many lines.
        MachineError: the library for this form is missing.
    """
    if not path.parent.is_dir():
        raise UsageError(N_("there is no folder {folder}"), folder=path.parent)
    sweep_folder(path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{begun_prefix()}-") as folder:
        new = Path(folder) / path.name
        said = _WRITERS[form](wanted, new)
        new.replace(path)
    return said


def _write_json(wanted: Wanted, path: Path) -> tuple[str, ...]:
    records = wanted.export.records()
    text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_bytes((text + "\n").encode("utf-8", errors="replace"))
    return ()


def _write_csv(wanted: Wanted, path: Path) -> tuple[str, ...]:
    path.write_text(wanted.csv(), encoding=_BOM, newline="")
    return ()


def _write_parquet(wanted: Wanted, path: Path) -> tuple[str, ...]:
    try:
        from okrsheets.exports.parquet import write_parquet  # noqa: PLC0415 - only this form needs it
    except ImportError:
        raise MachineError(
            N_("Parquet needs the library pyarrow: python -m pip install pyarrow")
        ) from None
    write_parquet(wanted.table, wanted.lines(), path)
    return ()


def _write_workbook(wanted: Wanted, path: Path) -> tuple[str, ...]:
    from okrsheets.exports.workbook import About, write_workbook  # noqa: PLC0415 - as above

    export, language = wanted.export, wanted.language
    facts = facts_of(wanted.settings, export.policies, export.cycle, language)
    changes = write_workbook(export.rows(), About(language, facts, now()), path)
    return tuple(change_words(changes.cut, changes.cleaned, language))


_WRITERS: dict[str, Callable[[Wanted, Path], tuple[str, ...]]] = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
    "xlsx": _write_workbook,
}
