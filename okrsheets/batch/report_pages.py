"""Setting pages, or taking them from the cache: what a report worker does.

Pages are a person's report or a part of a document; both go the same way, as a task. The cache
holds finished pages without page numbers, named by a hash of everything that makes them: the HTML
(so the data, the words and the templates), the stylesheets, the fonts and the versions.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.leftovers import begun_name
from okrsheets.errors import N_, MachineError, OkrSheetsError
from okrsheets.language import load_printed
from okrsheets.model import Cycle, PersonYear, Policies
from okrsheets.model.questions import BandQuestions
from okrsheets.render.fonts import fonts_fingerprint, others_fingerprint
from okrsheets.render.html import build_html
from okrsheets.render.look import BUILT_IN_LOOK, Look
from okrsheets.render.other_fonts import letters_of_others
from okrsheets.render.own_templates import fault_of
from okrsheets.render.pdf import FATAL, PageSetter
from okrsheets.render.saving import Readable
from okrsheets.render.typography import Typesetter
from okrsheets.render.versions import versions
from okrsheets.reports import build_personal
from okrsheets.reports.records import ReportContext
from okrsheets.sheets.names import safe_id

_KEY = 24
_SEAL = 73  # a comment, after the end of the PDF
_COUNT = slice(-7, -1)  # how many pages, in the seal
FAILED, TOO_LONG, NOT_PUT = "P301", "P302", "P303"


@dataclass(frozen=True)
class PageRules:
    """What every page of a batch shares.

    `characters` are those of all its texts, `missing` those that no font has.
    """

    cycle: Cycle
    organisation: str
    policies: Policies
    fiscal_start: int
    handling: str
    prepared_by: str
    characters: frozenset[str]
    missing: frozenset[str]
    cache: Path
    questions: BandQuestions = field(default_factory=BandQuestions)
    look: Look = BUILT_IN_LOOK

    def context(self, language: str) -> ReportContext:
        """Give the context of the reports in one language."""
        return ReportContext(
            self.organisation,
            load_printed(language),
            self.policies,
            self.fiscal_start,
            self.handling,
            self.prepared_by,
            self.questions,
        )

    def typesetter(self, language: str) -> Typesetter:
        """Give the typesetter of a language."""
        return Typesetter(language, self.missing, self.look)


@dataclass(frozen=True, slots=True)
class PersonTask:
    """A person's report; its HTML is made by the process that sets it."""

    person: PersonYear
    language: str

    @property
    def name(self) -> str:
        """Whose pages they are: the person's id."""
        return self.person.person.id

    def html(self, rules: PageRules) -> str:
        """Give the HTML that is to be set."""
        context = rules.context(self.language)
        report = build_personal(self.person, rules.cycle, context)
        return build_html(report, context.language, rules.typesetter(self.language))

    def place(self, rules: PageRules) -> str:
        """Give where the cache keeps the pages, up to their hash: one a person and cycle."""
        return f"{safe_id(self.name)}/{rules.cycle}-"


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part of a document, ready as HTML; `folder` is the document's in the cache."""

    name: str
    folder: str
    ready: str

    def html(self, rules: PageRules) -> str:
        """Give the HTML that is to be set."""
        del rules
        return self.ready

    def place(self, rules: PageRules) -> str:
        """Give where the cache keeps the pages, up to their hash: many stand in the folder."""
        del rules
        return f"{self.folder}/"


Task = PersonTask | PartTask


@dataclass(frozen=True, slots=True)
class Pages:
    """Finished pages of a task, or why there are none. `remarks` are the engine's.

    `name` is the task's, `count` how many pages they are. `code` is the finding that tells a
    failure; `kept` is the file of the cache that holds the same pages, if one does, and `aside`
    what holds them in place of `pdf`.
    """

    name: str
    pdf: bytes = b""
    count: int = 0
    remarks: tuple[str, ...] = ()
    failure: str = ""
    code: str = FAILED
    kept: Path | None = None
    aside: Readable | None = None

    @property
    def source(self) -> bytes | Readable:
        """The pages, or what holds them."""
        return self.aside or self.pdf


@dataclass
class PageWorker:
    """Sets pages one task after the other; fonts and stylesheet are made once."""

    rules: PageRules

    @cached_property
    def setter(self) -> PageSetter:
        """The engine, set up when first needed: a batch from the cache never needs it.

        Raises:
            MachineError: it cannot lay its fonts into the folder for temporary files.
        """
        try:
            return PageSetter(self.rules.characters - self.rules.missing, self.rules.look)
        except TimeoutError:
            raise
        except OSError as error:
            raise no_temporary_files(error) from error

    @cached_property
    def _others(self) -> frozenset[str]:
        """Give the batch's letters that faces of their own print."""
        return letters_of_others(self.rules.characters)

    def set_task(self, task: Task) -> Pages:
        """Set a task's pages; a failure is told.

        Raises:
            TimeoutError: an alarm rang.
            MachineError: nobody's pages can be set on this machine.
        """
        try:
            return self._set_task(task)
        except (TimeoutError, MachineError):
            raise
        except OkrSheetsError as error:
            return Pages(task.name, failure=str(error))
        except FATAL as error:
            return Pages(task.name, failure=f"{type(error).__name__}: {error}")

    def find(self, task: PartTask) -> Pages | None:
        """Give a part's pages from the cache; None where they have to be set."""
        return _from_cache(task.name, self._cache_file(task, task.ready))

    def try_out(self, task: PersonTask, seconds: float) -> None:
        """Set a person's words in the company's own templates, before everybody's.

        Raises:
            UsageError: a template has a fault that only a record brings up, or does not come to an
                end within so many seconds of the processor.
        """
        if not self.rules.look.templates:
            return
        try:
            with raises_in_time(seconds):
                task.html(self.rules)
        except TimeoutError as error:
            raise fault_of(error, self.rules.look.templates) from error

    def _set_task(self, task: Task) -> Pages:
        html = task.html(self.rules)
        file = self._cache_file(task, html)
        found = _from_cache(task.name, file)
        if found:
            return found
        pages = self.setter.set_pages(html)
        kept = file if not pages.remarks and keep_file(file, pages.pdf, pages.count) else None
        return Pages(task.name, pages.pdf, pages.count, pages.remarks, kept=kept)

    def _cache_file(self, task: Task, html: str) -> Path:
        sheets = (self.rules.look.elements_css(), self.rules.look.print_css())
        fonts = [fonts_fingerprint()]
        if not self._others.isdisjoint(html):
            fonts.append(others_fingerprint())
        recipe = "\0".join((html, *sheets, *fonts, *versions()))
        key = sha256(recipe.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]
        return self.rules.cache / f"{task.place(self.rules)}{key}.pdf"


def no_temporary_files(error: OSError) -> MachineError:
    """Say that the folder for temporary files cannot be written."""
    return MachineError(
        N_(
            "temporary files cannot be written ({file}: {reason}). Make room there, or set TMPDIR "
            "(on Windows TEMP) to another folder, and run the command again"
        ),
        file=error.filename or tempfile.tempdir or "?",
        reason=error.strerror or error,
    )


def _from_cache(name: str, file: Path) -> Pages | None:
    """Give a file's pages; None where there is none, or what it holds is not what was kept."""
    try:
        sealed = file.read_bytes()
    except OSError:
        return None
    pdf, count = sealed[:-_SEAL], sealed[_COUNT]
    if not count.isdigit() or sealed[-_SEAL:] != _seal(pdf, int(count)):
        return None
    return Pages(name, pdf, int(count), kept=file)


def _seal(pdf: bytes, count: int) -> bytes:
    """Give a comment of PDF that tells whether pages are whole, after a power cut for one.

    It ends with their number, so that a pack need not open everybody's to place them.
    """
    number = b"%06d" % count
    return b"%%%s %s\n" % (sha256(pdf + number).hexdigest().encode(), number)


def keep_file(path: Path, content: bytes, count: int) -> bool:
    """Put pages into the cache, in one step; a person's in place of older ones of the same cycle.

    A cache that cannot be written is no fault: the pages are set again next time. Tells whether
    it could. What stands in the file ends with a seal, by which `_from_cache` knows it again and
    how many pages (`count`) it holds.
    """
    temporary = path.parent / begun_name(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content + _seal(content, count))
        temporary.replace(path)
        prefix = path.name.rpartition("-")[0]
        for old in path.parent.glob(f"{prefix}-*.pdf") if prefix else ():
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        return False
    return True
