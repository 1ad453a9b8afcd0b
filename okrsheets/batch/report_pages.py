"""Setting one person's pages, or taking them from the cache: what a report worker does.

The cache holds finished pages without page numbers, named by a hash of everything that makes them:
the HTML (so the data, the words and the templates), the stylesheets, the fonts and the versions.
"""

from contextlib import suppress
from dataclasses import dataclass, field
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
from okrsheets.render.html import build_html, elements_css, print_css
from okrsheets.render.pdf import FATAL, PageSetter
from okrsheets.render.typography import Typesetter
from okrsheets.reports import build_personal
from okrsheets.reports.records import ReportContext
from okrsheets.sheets.names import safe_id

_LIBRARIES = ("weasyprint", "uharfbuzz", "jinja2")
_KEY = 24


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
        return Typesetter(language, self.missing)


@dataclass(frozen=True, slots=True)
class PersonPages:
    """One person's pages, or why there are none. `remarks` are the engine's."""

    person: str
    pdf: bytes = b""
    remarks: tuple[str, ...] = ()
    failure: str = ""


@dataclass
class PageWorker:
    """Sets people's pages one after the other; fonts and stylesheet are made once."""

    rules: PageRules

    @cached_property
    def setter(self) -> PageSetter:
        """The engine, set up when first needed: a batch from the cache never needs it."""
        return PageSetter(self.rules.characters - self.rules.missing)

    def set_person(self, person: PersonYear, language: str) -> PersonPages:
        """Set a person's pages in a language; a failure is told, never raised."""
        who = person.person.id
        try:
            return self._set_person(person, language)
        except FATAL as error:
            return PersonPages(who, failure=f"{type(error).__name__}: {error}")

    def _set_person(self, person: PersonYear, language: str) -> PersonPages:
        context = self.rules.context(language)
        report = build_personal(person, self.rules.cycle, context)
        html = build_html(report, context.language, self.rules.typesetter(language))
        kept = self._cache_file(person, html)
        try:
            return PersonPages(person.person.id, kept.read_bytes())
        except OSError:
            pages = self.setter.set_pages(html)
        if not pages.remarks:
            keep_file(kept, pages.pdf)
        return PersonPages(person.person.id, pages.pdf, pages.remarks)

    def _cache_file(self, person: PersonYear, html: str) -> Path:
        sheets = (elements_css(), print_css())
        recipe = "\0".join((html, *sheets, fonts_fingerprint(), *_versions()))
        key = sha256(recipe.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]
        return self.rules.cache / safe_id(person.person.id) / f"{self.rules.cycle}-{key}.pdf"


def _versions() -> list[str]:
    return [__version__, *(version(name) for name in _LIBRARIES)]


def keep_file(path: Path, content: bytes) -> None:
    """Put pages into the cache, in one step, in place of older ones of the same cycle.

    A cache that cannot be written is no fault: the pages are set again next time.
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
