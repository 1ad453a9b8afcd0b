"""Binding a pack: its own pages, set until their page numbers agree, and everybody's behind them.

A department's pack and the company's are the same work: a list of leaves, each either set from a
record or taken over from a person's finished pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import TypeVar

from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.report_pages import PageRules, Pages
from okrsheets.batch.report_plan import PackPlan
from okrsheets.batch.report_pool import SECONDS
from okrsheets.errors import N_
from okrsheets.model import PersonYear
from okrsheets.render.binding import Binding, Finish, Section, bind_pack
from okrsheets.render.html import build_html
from okrsheets.render.pdf import PageSetter, SetPages
from okrsheets.reports.company import CompanyPack, Unit, build_company, build_divider, divide
from okrsheets.reports.department import (
    SUMMARY,
    Pack,
    build_department,
    person_anchor,
    summary_parts,
)
from okrsheets.reports.pack_records import PackReport
from okrsheets.reports.pack_splitting import split_pack
from okrsheets.reports.records import ReportContext

_TRIES = 4
_COVER = "cover"
_PAGE_OF = Mapping[str, int]
_Made = TypeVar("_Made")
OnProgress = Callable[[int, int], None]
Finished = Mapping[str, Pages]
"""People's finished pages by id; those put aside stand in their files."""


@dataclass(frozen=True, slots=True)
class BoundPack:
    """A bound pack, how many pages it has, and the engine's remarks about its own pages."""

    pdf: bytes
    count: int
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Leaf:
    """A part of a pack's own pages; `build` gives its record once page numbers are known."""

    anchor: str
    title: str
    build: Callable[[_PAGE_OF], PackReport]
    people: tuple[PersonYear, ...]
    level: int = 0


@dataclass(frozen=True)
class PackBinder:
    """Binds packs of one batch, in one language.

    `finish` is what else is to be said of the whole pack; `seconds` is how much of the processor's
    time a part of a pack's own pages may take.
    """

    rules: PageRules
    setter: PageSetter
    language: str
    finish: Finish | None = None
    seconds: float = SECONDS
    _known: dict[bytes, SetPages] = field(default_factory=dict)
    """Pages by their HTML: most parts name no page, and stay as they are once numbers are known."""

    def bind(
        self, plan: PackPlan, finished: Finished, on_progress: OnProgress | None = None
    ) -> BoundPack:
        """Bind a pack.

        Args:
            plan: the department, or the company, and its people.
            finished: everybody's pages; who has none is left out of the pages, not of the summary.
            on_progress: told how many of how many steps are done: parts set and sections bound.

        Raises:
            TimeoutError: a part of its own pages takes too long.
        """
        steps = _Steps(on_progress or _untold)
        leaves = tuple(self._company(plan) if plan.company else self._department(plan))
        behind = [
            [_section(p, leaf, finished) for p in leaf.people if p.person.id in finished]
            for leaf in leaves
        ]
        pages: dict[str, int] = {}
        own = self._set(leaves, pages, steps)
        for _ in range(_TRIES):
            found = _places(own, behind)
            if found == pages:
                break
            pages = found
            own = self._set(leaves, pages, steps)
        return self._bound(leaves, own, behind, steps)

    @property
    def _context(self) -> ReportContext:
        return self.rules.context(self.language)

    def _department(self, plan: PackPlan) -> Iterator[_Leaf]:
        cycle, context = self.rules.cycle, self._context

        def build(pages: _PAGE_OF) -> PackReport:
            pack = Pack(plan.department, cycle, plan.people, pages, groups=plan.groups)
            return build_department(pack, context)

        yield _Leaf(_COVER, plan.department, build, plan.people)

    def _company(self, plan: PackPlan) -> Iterator[_Leaf]:
        context = self._context
        own, units = divide(plan.people, context.language)
        name = context.organisation or context.language.text(N_("Company"))
        bare = CompanyPack(name, self.rules.cycle, own, units, plan.groups, people=plan.with_people)

        def build(pages: _PAGE_OF) -> PackReport:
            return build_company(replace(bare, pages=pages), context)

        yield _Leaf(_COVER, name, build, own)
        for unit in units if plan.with_people else ():

            def divider(pages: _PAGE_OF, unit: Unit = unit) -> PackReport:
                return build_divider(unit, replace(bare, pages=pages), context)

            yield _Leaf(unit.anchor, unit.name, divider, unit.people, level=1)

    def _set(
        self, leaves: Sequence[_Leaf], pages: _PAGE_OF, steps: "_Steps"
    ) -> list[list[SetPages]]:
        parts = [self._within_time(partial(_parts, leaf, pages)) for leaf in leaves]
        steps.expect(sum(map(len, parts)))
        return [[self._set_part(part, steps) for part in row] for row in parts]

    def _set_part(self, part: PackReport, steps: "_Steps") -> SetPages:
        def work() -> SetPages:
            typesetter, speech = self.rules.typesetter(self.language), self._context.language
            html = build_html(part, speech, typesetter)
            key = sha256(html.encode("utf-8", "surrogatepass")).digest()
            if key not in self._known:
                self._known[key] = self.setter.set_pages(html)
            return self._known[key]

        pages = self._within_time(work)
        steps.step()
        return pages

    def _within_time(self, work: Callable[[], _Made]) -> _Made:
        with raises_in_time(self.seconds):
            return work()

    def _bound(
        self,
        leaves: Sequence[_Leaf],
        own: Sequence[Sequence[SetPages]],
        behind: Sequence[Sequence[Section]],
        steps: "_Steps",
    ) -> BoundPack:
        words = summary_parts(self._context.language)
        sections: list[Section] = []
        for leaf, parts, people in zip(leaves, own, behind, strict=True):
            sections += _own_sections(leaf, parts, words)
            sections += people
        marks = _marks(own[0][0], words)
        remarks = tuple(line for parts in own for part in parts for line in part.remarks)
        steps.expect(len(sections))
        how = Binding(finish=self.finish, on_progress=lambda *_: steps.step())
        pdf = bind_pack(sections[0], marks, sections[1:], how)
        return BoundPack(pdf, sum(section.count for section in sections), remarks)


class _Steps:
    """How far a pack is; further steps are expected when they are known."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._tell, self._done, self._whole = on_progress, 0, 0

    def expect(self, more: int) -> None:
        self._whole += more

    def step(self) -> None:
        self._done += 1
        self._tell(self._done, self._whole)


def _untold(done: int, whole: int) -> None:
    del done, whole


def _parts(leaf: _Leaf, pages: _PAGE_OF) -> tuple[PackReport, ...]:
    return split_pack(leaf.build(pages))


def _marks(part: SetPages, words: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Give the parts of the summary that stand on these pages, as marks of a section."""
    return {a: (word, part.place_of(a)) for a, word in words.items() if a in part.anchors}


def _own_sections(
    leaf: _Leaf, parts: Sequence[SetPages], words: Mapping[str, str]
) -> Iterator[Section]:
    """Give a leaf's own pages; those after the first have no bookmark, but for the summary."""
    for number, part in enumerate(parts):
        if not number:
            yield Section(leaf.anchor, leaf.title, part.pdf, part.count)
        elif SUMMARY in part.anchors:
            marks = _marks(part, words)
            del marks[SUMMARY]
            yield Section(SUMMARY, words[SUMMARY], part.pdf, part.count, marks)
        else:
            inner = _marks(part, words)
            yield Section(f"{leaf.anchor}-{number}", "", part.pdf, part.count, inner)


def _section(person: PersonYear, leaf: _Leaf, finished: Finished) -> Section:
    pages, name = finished[person.person.id], person.person.name
    return Section(person_anchor(person), name, pages.source, pages.count, level=leaf.level)


def _places(
    own: Sequence[Sequence[SetPages]], behind: Sequence[Sequence[Section]]
) -> dict[str, int]:
    """Give the page of every anchor, from 1, with the pack's own pages as long as they are now."""
    found: dict[str, int] = {}
    before = 0
    for parts, people in zip(own, behind, strict=True):
        for part in parts:
            found |= {anchor: before + page for anchor, page in part.anchors.items()}
            before += part.count
        for section in people:
            found[section.anchor] = before + 1
            before += section.count
    return found
