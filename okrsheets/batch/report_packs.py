"""Binding a department's pack from its people's finished pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from okrsheets.batch.report_pages import PageRules
from okrsheets.batch.report_plan import PackPlan
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.render.binding import Section, bind_pack, count_pages
from okrsheets.render.html import build_html
from okrsheets.render.pdf import PageSetter
from okrsheets.reports.department import SUMMARY, Pack, build_department, person_anchor

_TRIES = 4
_FIRST_GUESS = 3
_COVER = "cover"


@dataclass(frozen=True, slots=True)
class BoundPack:
    """A bound pack and the engine's remarks about its front matter."""

    pdf: bytes
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Front:
    pdf: bytes
    remarks: tuple[str, ...]
    summary: int
    pages: int


def bind_department(
    plan: PackPlan, pages: Mapping[str, bytes], rules: PageRules, setter: PageSetter, language: str
) -> BoundPack:
    """Bind a department's pack.

    Args:
        plan: the department and its people.
        pages: everybody's finished pages by id; who has none is left out of the pages, not of
            the summary.
        rules: what the batch shares.
        setter: sets the front matter.
        language: the front matter's language.
    """
    sections = [
        Section(person_anchor(p), p.person.name, pages[p.person.id])
        for p in plan.people
        if p.person.id in pages
    ]
    speech = rules.context(language).language
    front = _front(plan, sections, rules, setter, language)
    marks = {SUMMARY: (speech.text(N_("Summary")), front.summary)}
    cover = Section(_COVER, _plain(plan.department, speech), front.pdf)
    return BoundPack(bind_pack(cover, marks, sections), front.remarks)


def _plain(department: str, speech: Language) -> str:
    return department or speech.text(N_("Department"))


def _front(
    plan: PackPlan, sections: list[Section], rules: PageRules, setter: PageSetter, language: str
) -> _Front:
    """Set the front matter until its own length agrees with the page numbers printed in it."""
    lengths = [count_pages(section.pdf) for section in sections]
    front = _Front(b"", (), _FIRST_GUESS, _FIRST_GUESS + 1)
    for _ in range(_TRIES):
        numbers = {SUMMARY: front.summary}
        at = front.pages + 1
        for section, length in zip(sections, lengths, strict=True):
            numbers[section.anchor] = at
            at += length
        found = _set_front(plan, numbers, rules, setter, language)
        settled = (found.summary, found.pages) == (front.summary, front.pages)
        front = found
        if settled:
            break
    return front


def _set_front(
    plan: PackPlan, numbers: Mapping[str, int], rules: PageRules, setter: PageSetter, language: str
) -> _Front:
    context = rules.context(language)
    pack = Pack(plan.department, rules.cycle, plan.people, numbers)
    html = build_html(build_department(pack, context), context.language, rules.typesetter(language))
    pages = setter.set_pages(html)
    return _Front(pages.pdf, pages.remarks, pages.place_of(SUMMARY), pages.count)
