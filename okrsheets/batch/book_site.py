"""The OKR book as a folder of web pages: written beside, checked, and put in place in one step.

`files.txt` in the folder lists every file with its SHA-256, as `sha256sum -c` reads it. A folder
that holds anything else is left alone.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from okrsheets.analysis.alignment import Alignment, align
from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.document_parts import DocumentSource
from okrsheets.batch.exchange import exchange
from okrsheets.batch.leftovers import begun_name, sweep_folder
from okrsheets.batch.report_files import ReportState, cannot_be_written
from okrsheets.batch.report_look import look_of
from okrsheets.batch.report_pool import SECONDS
from okrsheets.errors import N_, UsageError
from okrsheets.language import load_printed
from okrsheets.render.web import site_files
from okrsheets.reports.records import ReportContext
from okrsheets.reports.shelves import shelve
from okrsheets.reports.site import build_site
from okrsheets.workspace import Workspace

LISTING = "files.txt"
BOOK_FILES = re.compile(
    r"((people|departments)/)?[^/]+\.html|book\.css|search\.js|icon\.svg|logo\.png|files\.txt"
)
"""What a file of a web copy is called, seen from its folder."""


def report_context(workspace: Workspace, language: str) -> ReportContext:
    """Give the context of the records; it needs no fonts, as pages do."""
    settings = workspace.settings
    return ReportContext(
        settings.organisation,
        load_printed(language),
        workspace.policies,
        settings.fiscal_start,
        settings.report.handling,
        settings.report.prepared_by,
        settings.questions(),
    )


def make_site(
    source: DocumentSource,
    folder: Path,
    templates: Path | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[ReportState, int]:
    """Write the web copy of the book; give what became of it and how many pages it has.

    Args:
        source: whose book, of which cycle.
        folder: where it stands.
        templates: the folder of the company's own templates, where there are any.
        on_progress: told how many pages of how many are written.

    Raises:
        UsageError: the folder holds files that are not the book's, or a template has a fault.
        MachineError: it cannot be written; what stood there before stands there still.
        TimeoutError: one of its pages takes too long; as above.
    """
    speech, look = source.context.language, look_of(source.workspace, templates)
    shelves = shelve(source.years, source.cycle, speech)
    title = source.department or source.context.organisation
    site = build_site(title, shelves, tuple(_alignments(source)), source.context)
    files, whole = site_files(site, speech, look), len(site.pages)
    files = in_time(files, SECONDS)
    if on_progress:
        files = _told(files, whole, on_progress)
    return put_folder(folder, files), whole


def in_time(files: Iterator[tuple[str, bytes]], seconds: float) -> Iterator[tuple[str, bytes]]:
    """Pass the files on; each may take so many seconds of the processor.

    Raises:
        TimeoutError: one takes longer.
    """
    while True:
        with raises_in_time(seconds):
            file = next(files, None)
        if file is None:
            return
        yield file


def _told(
    files: Iterable[tuple[str, bytes]], whole: int, on_progress: Callable[[int, int], None]
) -> Iterator[tuple[str, bytes]]:
    """Pass the files on, the pages first, and tell how many pages are written."""
    for number, file in enumerate(files):
        on_progress(min(number, whole), whole)
        yield file
    on_progress(whole, whole)


def _alignments(source: DocumentSource) -> Iterator[Alignment]:
    """Yield the alignment of each cycle of the book in which anybody has objectives."""
    known = dict.fromkeys(
        sheet.cycle
        for year in source.years
        for sheet in (year.submission.cycles if year.submission else ())
        if sheet.objectives and (sheet.cycle == source.cycle or source.cycle.kind == "Y")
    )
    for cycle in sorted(known):
        found = align(source.years, cycle)
        if found.goals:
            yield found


def put_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> ReportState:
    """Put a folder with exactly these files in its place; the same ones are left as they are.

    Raises:
        UsageError: the folder holds files that are not listed in it.
        MachineError: it cannot be written; what stood there before stands there still.
    """
    _check_own(folder)
    begun = folder.parent / begun_name("-book.tmp")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep_folder(folder.parent)
        listing = _write(begun, files)
        if _is_whole(folder, listing):
            return ReportState.UNCHANGED
        if not folder.exists():
            begun.replace(folder)
        else:
            exchange(begun, folder)
    except TimeoutError:  # of a page's bound; it is an OSError for Python
        raise
    except OSError as error:
        raise cannot_be_written(folder, error) from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return ReportState.MADE


def _write(begun: Path, files: Iterable[tuple[str, bytes]]) -> str:
    """Write the files and their list; give the list."""
    lines = []
    for name, content in files:
        path = begun.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        lines.append(f"{sha256(content).hexdigest()}  {name}\n")
    listing = "".join(sorted(lines, key=lambda line: line.partition("  ")[2]))
    (begun / LISTING).write_bytes(listing.encode())
    return listing


def _listed(folder: Path) -> dict[str, str]:
    """Give the files that a folder's list names, each with its hash."""
    with suppress(OSError, UnicodeDecodeError):
        lines = (folder / LISTING).read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    return {}


def _check_own(folder: Path) -> None:
    """Refuse a folder in which anything stands that a book did not put there."""
    if not folder.exists():
        return
    known = {*_listed(folder), LISTING}
    unlisted = not (folder / LISTING).exists()  # somebody was erased, and the list named them
    found = [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
    for path in found if folder.is_dir() else [folder]:
        name = path.name if path == folder else path.relative_to(folder).as_posix()
        if name not in known and not (unlisted and BOOK_FILES.fullmatch(name)):
            raise UsageError(
                N_(
                    "{folder} holds a file that is not the OKR book's: {file}. Move it elsewhere, "
                    "or choose another folder with --output"
                ),
                folder=folder,
                file=name,
            )


def _is_whole(folder: Path, listing: str) -> bool:
    """Tell whether a folder holds exactly the files of a list."""
    try:
        if (folder / LISTING).read_bytes() != listing.encode():
            return False
        return all(
            sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in _listed(folder).items()
        )
    except OSError:
        return False
