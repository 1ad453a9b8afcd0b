"""Taking sheets in: read, check, score, store; against two readers that only read, in one run.

`python benchmarks/ingest.py [--rounds N] [--json]` takes the sample's returned sheets in, into a
new store every round, beside openpyxl (read-only) and calamine reading the same files. Figures are
medians of interleaved rounds, in milliseconds of the processor for one sheet.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from okrsheets.batch.examine import Work, examine_file
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.rules import rules_of
from okrsheets.batch.sample import lay_sample
from okrsheets.workspace import Workspace


def calamine(files: list[Path]) -> None:
    """Read every cell of every file with calamine."""
    for path in files:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def openpyxl_read_only(files: list[Path]) -> None:
    """Read every cell of every file with openpyxl in read-only mode."""
    for path in files:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book:
            for _ in sheet.iter_rows(values_only=True):
                pass
        book.close()


def examine(workspace: Workspace, files: list[Path]) -> None:
    """Read, check and score every file; nothing is stored."""
    work = Work(rules_of(workspace))
    for path in files:
        examine_file(path, work)


def ingest(workspace: Workspace) -> None:
    """Take the whole inbox in, into a new store."""
    for path in workspace.root.glob("okrsheets.db*"):
        path.unlink()
    ingest_paths(workspace, [workspace.inbox])


def timed(way: Callable[[], None], sheets: int) -> float:
    """Give the milliseconds of the processor that one sheet took."""
    begin = time.process_time()
    way()
    return (time.process_time() - begin) * 1000 / sheets


def measure(rounds: int) -> dict[str, float]:
    """Give every way's median."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = lay_sample(Path(folder) / "demo", "en")
        files = sorted(workspace.inbox.rglob("*.xlsx"))
        ways: dict[str, Callable[[], None]] = {
            "openpyxl, reading alone": lambda: openpyxl_read_only(files),
            "calamine, reading alone": lambda: calamine(files),
            "okrsheets: read, check, score": lambda: examine(workspace, files),
            "okrsheets: read, check, score, store": lambda: ingest(workspace),
            "okrsheets: the same again": lambda: _again(workspace),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                taken[name].append(timed(way, len(files)))
    return {name: statistics.median(times) for name, times in taken.items()}


def _again(workspace: Workspace) -> None:
    ingest_paths(workspace, [workspace.inbox])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.rounds)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    slowest = max(figures.values())
    for name, figure in figures.items():
        print(f"{name:40} {figure:8.2f} ms   {slowest / figure:6.1f}×")


if __name__ == "__main__":
    main()
