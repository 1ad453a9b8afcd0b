"""Writes score records as CSV, Excel, Parquet or JSON files; text stays text, whatever it holds."""

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from okrsheets.batch.export import FLAT_COLUMNS, Record, flat_rows
from okrsheets.cli.words import ui
from okrsheets.errors import N_, MachineError, UsageError

_TEXTS = (
    "person",
    "name",
    "department",
    "cycle",
    "state",
    "band",
    "objective_text",
    "key_result_text",
    "type",
    "source",
    "status",
    "reason",
)
_WHOLE = frozenset({"objective", "key_result"})
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_EXCEL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_IN_EXCEL = 32_767


def _frame(rows: Sequence[Record]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(FLAT_COLUMNS))
    kinds = {
        name: "string" if name in _TEXTS else "Int64" if name in _WHOLE else "Float64"
        for name in FLAT_COLUMNS
    }
    return frame.astype(kinds)


def csv_text(rows: Sequence[Record]) -> str:
    """Give the rows as CSV. A text that a spreadsheet would run as a formula gets a quote."""
    frame = _frame(rows)
    for name in _TEXTS:
        frame[name] = frame[name].map(_harmless, na_action="ignore")
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def write_export(records: Sequence[Record], form: str, path: Path) -> None:
    """Write the records to a file, beside it first and then renamed.

    Raises:
        UsageError: there is no such folder.
        MachineError: the library for this form is missing.
    """
    if not path.parent.is_dir():
        raise UsageError(N_("there is no folder {folder}"), folder=path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        new = Path(folder) / path.name
        _WRITERS[form](records, new)
        new.replace(path)


def _write_json(records: Sequence[Record], path: Path) -> None:
    text = json.dumps(list(records), ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_csv(records: Sequence[Record], path: Path) -> None:
    path.write_text(csv_text(flat_rows(records)), encoding="utf-8-sig", newline="")


def _write_excel(records: Sequence[Record], path: Path) -> None:
    """Write a workbook; texts are texts, even those that look like formulas."""
    frame = _frame(flat_rows(records))
    for name in _TEXTS:
        frame[name] = frame[name].map(_for_excel, na_action="ignore")
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        frame.to_excel(writer, sheet_name=ui().text("Score"), index=False, freeze_panes=(1, 2))
        for sheet in writer.sheets.values():
            for row in sheet.iter_rows():
                for cell in row:
                    _as_text(cell)


def _as_text(cell: Any) -> None:  # noqa: ANN401 - openpyxl's cell, which only pandas imports here
    if isinstance(cell.value, str):
        cell.data_type = "s"


def _for_excel(text: str) -> str:
    return _NOT_IN_EXCEL.sub("�", text)[:_LONGEST_IN_EXCEL]


def _write_parquet(records: Sequence[Record], path: Path) -> None:
    try:
        _frame(flat_rows(records)).to_parquet(path, index=False)
    except ImportError:
        raise MachineError(
            N_("Parquet needs the library pyarrow: python -m pip install pyarrow")
        ) from None


_WRITERS = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
    "xlsx": _write_excel,
}
