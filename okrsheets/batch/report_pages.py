"""Setting one person's pages, or taking them from the cache: what a report worker does.

The cache holds finished pages without page numbers, named by a hash of everything that makes them:
the HTML (so the data, the words and the templates), the stylesheets, the fonts and the versions.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from okrsheets import __version__
from okrsheets.batch.leftovers import begun_name
from okrsheets.language import load_language
from okrsheets.model import Cycle, PersonYear, Policies
from okrsheets.model.questions import BandQuestions
from okrsheets.render.fonts import fonts_fingerprint
from okrsheets.render.html import build_html
from okrsheets.render.look import BUILT_IN_LOOK, Look
from okrsheets.render.pdf import FATAL, PageSetter
from okrsheets.render.typography import Typesetter
from okrsheets.reports import build_personal
from okrsheets.reports.records import ReportContext
from okrsheets.sheets.names import safe_id

_LIBRARIES = ("weasyprint", "uharfbuzz", "jinja2")
_KEY = 24
FAILED, TOO_LONG = "P301", "P302"


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
            load_language(language),
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
class PersonPages:
    """One person's pages, or why there are none. `remarks` are the engine's.

    `code` is the finding that tells a failure; `kept` is the file of the cache that holds the same
    pages, if one does.
    """

    person: str
    pdf: bytes = b""
    remarks: tuple[str, ...] = ()
    failure: str = ""
    code: str = FAILED
    kept: Path | None = None

    @property
    def source(self) -> bytes | Path:
        """The pages, or the file that holds them."""
        return self.kept or self.pdf

    def put_aside(self) -> "PersonPages":
        """Let go of pages that stand in the cache, so that a long pack stays small in memory."""
        return replace(self, pdf=b"") if self.kept else self


@dataclass
class PageWorker:
    """Sets people's pages one after the other; fonts and stylesheet are made once."""

    rules: PageRules

    @cached_property
    def setter(self) -> PageSetter:
        """The engine, set up when first needed: a batch from the cache never needs it."""
        return PageSetter(self.rules.characters - self.rules.missing, self.rules.look)

    def set_person(self, person: PersonYear, language: str) -> PersonPages:
        """Set a person's pages in a language; a failure is told, and only `TimeoutError` raised."""
        who = person.person.id
        try:
            return self._set_person(person, language)
        except TimeoutError:
            raise
        except FATAL as error:
            return PersonPages(who, failure=f"{type(error).__name__}: {error}")

    def try_out(self, person: PersonYear, language: str) -> None:
        """Set a person's words in the company's own templates, before everybody's.

        Raises:
            UsageError: a template has a fault that only a record brings up.
        """
        if self.rules.look.templates:
            self._html(person, language)

    def _html(self, person: PersonYear, language: str) -> str:
        context = self.rules.context(language)
        report = build_personal(person, self.rules.cycle, context)
        return build_html(report, context.language, self.rules.typesetter(language))

    def _set_person(self, person: PersonYear, language: str) -> PersonPages:
        html = self._html(person, language)
        kept = self._cache_file(person, html)
        try:
            return PersonPages(person.person.id, kept.read_bytes(), kept=kept)
        except OSError:
            pages = self.setter.set_pages(html)
        held = kept if not pages.remarks and keep_file(kept, pages.pdf) else None
        return PersonPages(person.person.id, pages.pdf, pages.remarks, kept=held)

    def _cache_file(self, person: PersonYear, html: str) -> Path:
        sheets = (self.rules.look.elements_css(), self.rules.look.print_css())
        recipe = "\0".join((html, *sheets, fonts_fingerprint(), *_versions()))
        key = sha256(recipe.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]
        return self.rules.cache / safe_id(person.person.id) / f"{self.rules.cycle}-{key}.pdf"


def _versions() -> list[str]:
    return [__version__, *(version(name) for name in _LIBRARIES)]


def keep_file(path: Path, content: bytes) -> bool:
    """Put pages into the cache, in one step, in place of older ones of the same cycle.

    A cache that cannot be written is no fault: the pages are set again next time. Tells whether
    they are there.
    """
    temporary = path.parent / begun_name(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
        prefix = path.name.rpartition("-")[0]
        for old in path.parent.glob(f"{prefix}-*.pdf"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path.is_file()
