"""Reading one returned sheet, against other readers of the same bytes, in one run.

`python benchmarks/read.py [FILE] [--rounds N] [--json]`; without a file the first sample sheet.
Ours is reading with all its checks, and building the submission besides; the peers only read all
cells. Every figure is a median of interleaved runs, in milliseconds of the processor.
"""

import argparse
import io
import json
import statistics
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

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


def main() -> None:
    """Measure and print."""
    sample = min((find_resource("samples") / "zh" / "inbox").glob("*.xlsx"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=sample)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    data = options.file.read_bytes()
    found = measure(data, options.rounds)
    if options.json:
        print(json.dumps({"file": options.file.name, "bytes": len(data), "ms": found}))
        return
    ours = found["okrsheets: read"]
    print(f"{options.file.name}, {len(data) // 1000} kB")
    for name, spent in found.items():
        print(f"{name:28}{spent:9.2f} ms{spent / ours:8.2f} × ours")


if __name__ == "__main__":
    main()
