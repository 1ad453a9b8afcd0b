"""Makes each person's sheet: the template of their language, their content, what it offers them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from okrsheets.batch.scores import is_employed
from okrsheets.identity import sheet_id, token_of
from okrsheets.issuing.offers import Offers
from okrsheets.issuing.places import language_of
from okrsheets.issuing.prefill import Prefill
from okrsheets.issuing.template import build_template
from okrsheets.layout import Layout, build_layout, layout_version
from okrsheets.model import Person, SheetIdentity
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.roster import Roster
from okrsheets.shape import SheetOptions
from okrsheets.sheets import CompiledTemplate, Stamp
from okrsheets.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StampedSheet:
    """A person's sheet as bytes; `filled` counts the fields that hold something already."""

    content: bytes
    filled: int


class Stamper:
    """Stamps the sheets of one workspace; templates are compiled when they are first needed."""

    def __init__(
        self, workspace: Workspace, roster: Roster, *, prefill: Prefill, offers: Offers
    ) -> None:
        """Keep what the sheets are made from."""
        self.workspace = workspace
        self.roster = roster
        self.prefill = prefill
        self.offers = offers
        self._templates: dict[tuple[str, SheetOptions], tuple[CompiledTemplate, Layout]] = {}
        options, settings = workspace.sheet_options, workspace.settings
        self._options = options
        self._cycles = {
            cycle.tab: cycle_dates(cycle, settings.fiscal_start)
            for cycle in cycles_of_year(settings.year, options.cycles)
        }

    def prepare(self, people: Iterable[Person]) -> None:
        """Make the templates of these people's languages ready, before anything is written.

        Raises:
            DataError: the company's own template has faults.
        """
        for language in {language_of(self.workspace, person): None for person in people}:
            self._template(language, self._options)

    def stamp(self, person: Person) -> StampedSheet:
        """Give one person's sheet."""
        code = language_of(self.workspace, person)
        template, layout = self._template(code, self.prefill.shape(person, self._options))
        stamp = Stamp(
            identity=identity_of(self.workspace, person, template),
            person=person,
            manager_name=self.roster.name_of(person.manager),
            content=self.prefill.content(person, layout),
            supports=self.offers.of(person),
            away=away_tabs(person, self._cycles),
        )
        return StampedSheet(template.stamp(stamp), len(stamp.content))

    def _template(self, language: str, options: SheetOptions) -> tuple[CompiledTemplate, Layout]:
        wanted = (language, options)
        if wanted not in self._templates:
            template = build_template(self.workspace, language, options)
            layout = build_layout(options, template.spec.language)
            self._templates[wanted] = (template, layout)
        return self._templates[wanted]


def away_tabs(person: Person, cycles: Mapping[str, tuple[date, date]]) -> frozenset[str]:
    """Give the cycles, of those given with their first and last day, without any employment."""
    if person.joined is None and person.left is None:
        return _NO_TABS
    return frozenset(tab for tab, days in cycles.items() if not is_employed(person, *days))


_NO_TABS: frozenset[str] = frozenset()


def identity_of(workspace: Workspace, person: Person, template: CompiledTemplate) -> SheetIdentity:
    """Give the signed identity of a person's sheet."""
    year = workspace.settings.year
    unsigned = SheetIdentity(
        sheet=sheet_id(workspace.key, person.id, year),
        person=person.id,
        year=year,
        layout=layout_version(),
        language=template.spec.language.code,
        template=template.fingerprint,
        policies=template.policies_fingerprint,
        token="",  # signed below, over everything else
        shape=_code(template.spec.options),
    )
    return replace(unsigned, token=token_of(workspace.key, unsigned))


@cache
def _code(options: SheetOptions) -> str:
    return options.code()
