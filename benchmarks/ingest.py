"""Taking sheets in: read, check, score, store; against two readers that only read, in one run.

`python benchmarks/ingest.py [--rounds N] [--files N] [--json]` takes sheets of the sample in, each
under other people's names until there are as many as asked for, into a new store every round,
beside openpyxl (read-only) and calamine reading the same files. Figures are medians of interleaved
rounds, in milliseconds of the processor for one sheet, those of worker processes included; what a
batch costs once (the roster, a new store, starting a process) is shared by its files.

`--mass N --jobs J` takes N sheets in once, with J processes, and tells time, the processor's time,
memory on the way, and what became of the files; with `--bad M`, M of them are damaged, wrongly
signed or for nobody.
"""

import argparse
import json
import resource
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from many_sheets import lay_many
from mass import take_in_watched, tell_mass
from python_calamine import CalamineWorkbook

from okrsheets.batch.examine import Work, examine_file
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.rules import Rules, rules_of
from okrsheets.batch.sample import sample_folder
from okrsheets.batch.sources import Source
from okrsheets.workspace import Workspace

_PEERS_FILES = 29


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


def examine(work: Work, files: list[Path]) -> None:
    """Read, check and score every file; nothing is stored."""
    for path in files:
        examine_file(Source(path), work)


def ingest(workspace: Workspace, jobs: int = 1) -> None:
    """Take the whole inbox in, into a new store."""
    for path in workspace.root.glob("okrsheets.db*"):
        path.unlink()
    again(workspace, jobs)


def again(workspace: Workspace, jobs: int = 1) -> None:
    """Take the whole inbox in."""
    found = ingest_paths(workspace, [workspace.inbox], jobs=jobs)
    if found.stopped is not None:
        raise found.stopped


def processor_seconds() -> float:
    """Give the processor's time of this process and of those that it waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def timed(way: Callable[[], None], sheets: int) -> float:
    """Give the milliseconds of the processor that one sheet took."""
    begin = processor_seconds()
    way()
    return (processor_seconds() - begin) * 1000 / sheets


def measure(workspace: Workspace, rounds: int) -> dict[str, float]:
    """Give every way's median."""
    files = sorted(workspace.inbox.rglob("*.xlsx"))
    few, work = files[:_PEERS_FILES], Work(rules_of(workspace))
    ways: dict[str, tuple[Callable[[], None], int]] = {
        "openpyxl, reading alone": (lambda: openpyxl_read_only(few), len(few)),
        "calamine, reading alone": (lambda: calamine(few), len(few)),
        "okrsheets: read, check, score": (lambda: examine(work, files), len(files)),
        "okrsheets: read, check, score, store": (lambda: ingest(workspace), len(files)),
        "okrsheets: the same again": (lambda: again(workspace), len(files)),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, sheets) in ways.items():
            taken[name].append(timed(way, sheets))
    return {name: statistics.median(times) for name, times in taken.items()}


def _is_right(path: Path) -> bool:
    """Tell whether a sheet is taken in: what goes back to its sender is another piece of work."""
    return not examine_file(Source(path), Work(Rules())).errors


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=290)
    parser.add_argument("--mass", type=int, default=0)
    parser.add_argument("--bad", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--inbox", type=Path, default=sample_folder("en") / "inbox")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    originals = [path for path in sorted(options.inbox.glob("*.xlsx")) if _is_right(path)]
    with tempfile.TemporaryDirectory() as folder:
        many = options.mass or options.files
        workspace = lay_many(Path(folder) / "many", originals, many, bad=options.bad)
        if options.mass:
            tell_mass(take_in_watched(workspace.root, options.jobs), as_json=options.json)
            return
        figures = measure(workspace, options.rounds)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, figure in figures.items():
        share = figures["openpyxl, reading alone"] / figure
        print(f"{name:40} {figure:8.2f}   {share:6.1f}×")


if __name__ == "__main__":
    main()
