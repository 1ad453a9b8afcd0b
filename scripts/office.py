"""Have LibreOffice fill, recalculate, show and save workbooks: one office process for them all.

The work is done by `office_driver.py`, which runs under the system's Python because LibreOffice's
bindings live there. Used by the scripts that remake samples and pictures, and by the parity test.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from okrsheets.cells import Place

DRIVER = Path(__file__).resolve().with_name("office_driver.py")
PYTHON = "/usr/bin/python3"
_LONGEST_SECONDS = 560

Value = str | Decimal | date | None


@dataclass(frozen=True)
class Job:
    """One workbook: what to type where, which cells to show, where to save it.

    The ending of `target` says as what: .xlsx, .ods or .xls. `edits` come first: columns and rows
    inserted before a 0-based index, tabs added or renamed, cell properties by their names in UNO.
    """

    source: Path
    cells: Mapping[Place, Value] = field(default_factory=dict)
    show: Sequence[Place] = ()
    target: Path | None = None
    pdf: Path | None = None
    edits: Sequence[tuple[object, ...]] = ()


@cache
def office_is_here() -> bool:
    """Tell whether LibreOffice and its Python bindings are on this machine."""
    if not (shutil.which("soffice") and Path(PYTHON).exists()):
        return False
    asked = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)  # noqa: S603 - a fixed command
    return asked.returncode == 0


def _value(value: Value) -> object:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return float(value) if isinstance(value, Decimal) else value


def _document(job: Job) -> dict[str, object]:
    return {
        "source": str(job.source.resolve()),
        "edits": [list(edit) for edit in job.edits],
        "cells": [[p.sheet, p.ref, _value(value)] for p, value in job.cells.items()],
        "show": [[p.sheet, p.ref] for p in job.show],
        "target": str(job.target.resolve()) if job.target else None,
        "pdf": str(job.pdf.resolve()) if job.pdf else None,
    }


def run_office(jobs: Sequence[Job]) -> tuple[Mapping[Place, str], ...]:
    """Do all jobs with one office process; give each job's shown texts by place.

    Raises:
        subprocess.CalledProcessError: the office could not do it; its own words are printed.
    """
    with tempfile.TemporaryDirectory(prefix="okrsheets-jobs-") as folder:
        job_file, result = Path(folder) / "job.json", Path(folder) / "result.json"
        order = {"documents": [_document(job) for job in jobs], "result": str(result)}
        job_file.write_text(json.dumps(order), encoding="utf-8")
        subprocess.run([PYTHON, DRIVER, job_file], check=True, timeout=_LONGEST_SECONDS)  # noqa: S603 - a fixed command
        shown = json.loads(result.read_text(encoding="utf-8"))
    return tuple(
        dict(zip(job.show, texts, strict=True)) for job, texts in zip(jobs, shown, strict=True)
    )
