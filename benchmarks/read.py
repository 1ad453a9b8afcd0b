"""Reading returned sheets, against other readers of the same bytes, in one run.

`python benchmarks/read.py [FILE …] [--rounds N] [--json]`; without files a sample sheet three
times: as LibreOffice saved it, as openpyxl saves it again, and its person's blank one as issued.
Ours is reading with all its checks, and building the submission besides; the peers only read all
cells. Every figure is a median of interleaved runs, in milliseconds of the processor. The first
round of all, in which our reader sees the form for the first time, is told apart.
"""

import argparse
import io
import json
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from okrsheets.batch.sample import lay_sample
from okrsheets.issuing.issue import issue_sheets
from okrsheets.resources import find_resource
from okrsheets.submissions import build_submission, read_submission


def inflate(data: bytes) -> None:
    """Unpack the parts that a reader needs, no more."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/") and "drawing" not in name and "comment" not in name:
                archive.read(name)


def calamine(data: bytes) -> None:
    """Read every tab with calamine."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def openpyxl_read_only(data: bytes) -> None:
    """Read every tab's values with openpyxl in read-only mode."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


def read(data: bytes) -> None:
    """Read the sheet."""
    read_submission(data)


def read_and_build(data: bytes) -> None:
    """Read the sheet and build the submission."""
    reading = read_submission(data)
    build_submission(reading.identity, reading.cells)


WAYS: tuple[tuple[str, Callable[[bytes], None]], ...] = (
    ("inflating alone", inflate),
    ("okrsheets: read", read),
    ("okrsheets: read and build", read_and_build),
    ("calamine", calamine),
    ("openpyxl read-only", openpyxl_read_only),
)


def measure(data: bytes, rounds: int) -> dict[str, float]:
    """Give the median milliseconds of every way."""
    times: dict[str, list[float]] = {name: [] for name, _ in WAYS}
    for _ in range(rounds):
        for name, work in WAYS:
            begin = time.process_time()
            work(data)
            times[name].append((time.process_time() - begin) * 1000)
    return {name: round(statistics.median(found), 2) for name, found in times.items()}


def first(data: bytes) -> float:
    """Give the milliseconds of a process's first sheet, before anything is remembered of it."""
    begin = time.process_time()
    read_and_build(data)
    return round((time.process_time() - begin) * 1000, 2)


def saved_by_openpyxl(data: bytes) -> bytes:
    """Give the workbook as openpyxl writes it: without cached values of formulas."""
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def as_issued() -> bytes:
    """Give a blank sheet as it is issued."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = lay_sample(Path(folder) / "demo", "zh")
        person = workspace.roster().people[0]
        (issued,) = issue_sheets(workspace, [person], force=True)
        return issued.path.read_bytes()


def sheets(files: list[Path]) -> dict[str, bytes]:
    """Give the sheets to measure by what to call them."""
    if files:
        return {path.name: path.read_bytes() for path in files}
    sample = min((find_resource("samples") / "zh" / "inbox").glob("*.xlsx")).read_bytes()
    return {
        "saved by LibreOffice": sample,
        "saved by openpyxl": saved_by_openpyxl(sample),
        "as issued": as_issued(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for name, data in sheets(options.files).items():
        alone = first(data)
        found = {"okrsheets: the first one": alone, **measure(data, options.rounds)}
        if options.json:
            print(json.dumps({"file": name, "bytes": len(data), "ms": found}))
            continue
        ours = found["okrsheets: read"]
        print(f"{name}, {len(data) // 1000} kB")
        for way, spent in found.items():
            print(f"{way:28}{spent:9.2f} ms{spent / ours:8.2f} × ours")


if __name__ == "__main__":
    main()
