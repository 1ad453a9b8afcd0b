"""The front matter of a department's review pack: cover, contents, summary."""

from collections.abc import Sequence
from datetime import date

from okrsheets.analysis.groups import score_in, scores_in
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import PersonYear
from okrsheets.reports.charts import cover_chart, cover_note
from okrsheets.reports.figures import show_date
from okrsheets.reports.grouping import Group, grouped, is_person, persons_of
from okrsheets.reports.pack_records import ContentsGroup, ContentsLine, PackCover, PackReport
from okrsheets.reports.pack_summary import (
    ORDER,
    RECORD,
    SUMMARY,
    TALK,
    Pack,
    build_pack_head,
    build_summary,
    dash_beside,
    own_context,
    pack_title,
    person_anchor,
)
from okrsheets.reports.people import handling_of
from okrsheets.reports.records import Fact, ReportContext
from okrsheets.reports.words import cycle_title, state_chip

FEWEST_ON_COVER = 5
_PARTS = (
    (TALK, N_("To talk about")),
    (ORDER, N_("Order of talk")),
    (RECORD, N_("Decisions")),
)
_LAST_NARROW = 0x2E7F
_TITLE_SIZES = ((25, ""), (60, "smaller"))


def build_department(pack: Pack, context: ReportContext) -> PackReport:
    """Build the front matter of a department's review pack."""
    return PackReport(
        head=build_pack_head(pack.department, pack.cycle, context),
        cover=build_cover(pack, context),
        contents=_contents(pack, context),
        summary=build_summary(pack, context),
    )


def build_cover(pack: Pack, context: ReportContext) -> PackCover:
    """Build a pack's cover; the bars have no names, and few of them would need none."""
    language, cycle = context.language, pack.cycle
    own = own_context(pack.people, cycle, context)
    scores = scores_in(persons_of(pack.people), cycle)
    return PackCover(
        lines=(pack.department, language.text(pack_title(cycle))),
        subtitle=language.text(N_("{cycle}, OKR"), cycle=cycle_title(cycle, context)),
        chart=cover_chart(scores, own) if len(scores) >= FEWEST_ON_COVER else None,
        facts=_cover_facts(pack, context),
        size=_title_size(pack.department),
        note=cover_note(scores, language),
    )


def _title_size(name: str) -> str:
    """Give the class of a cover title's size, so that a long name leaves the chart its room.

    A Latin letter is about half as wide as a Chinese one; the full size holds two lines of
    thirteen Chinese characters, the smaller one four of eighteen.
    """
    wide = sum(1 if ord(letter) > _LAST_NARROW else 0.55 for letter in name)
    return next((size for most, size in _TITLE_SIZES if wide <= most), "smallest")


def _cover_facts(pack: Pack, context: ReportContext) -> tuple[Fact, ...]:
    language = context.language
    prepared_by = context.prepared_by or language.text(N_("Human Resources"))
    days: list[date] = [p.received for p in pack.people if p.received]
    latest = show_date(max(days), language) if days else "—"
    return (
        Fact(language.text(N_("Prepared by")), prepared_by),
        Fact(language.text(N_("Data as of")), latest),
        Fact(language.text(N_("Handling")), handling_of(context)),
        Fact(language.text(N_("Reports inside")), str(len(pack.people))),
    )


def _contents(pack: Pack, context: ReportContext) -> tuple[ContentsGroup, ...]:
    """List the summary, then everybody's pages by sub-department."""
    language = context.language
    summary = summary_lines(pack, context)
    found: list[ContentsGroup] = []
    number = 2
    for group in grouped(pack.people):
        lines = person_lines(group.people, number, pack, context)
        own = sum(not is_person(p) for p in group.people)
        if not group.title:
            found.append(ContentsGroup(language.text(N_("Department")), (*summary, *lines[:own])))
            lines = lines[own:]
        if lines:
            found.append(ContentsGroup(_title_of(group, context), lines))
        number += len(group.people)
    if not found or found[0].lines[0] is not summary[0]:
        found.insert(0, ContentsGroup(language.text(N_("Department")), summary))
    return tuple(found)


def summary_parts(language: Language) -> dict[str, str]:
    """Give the anchors of a pack's summary and of its parts, each with its words."""
    return {SUMMARY: language.text(N_("Summary"))} | {
        f"{SUMMARY}-{name}": language.text(title) for name, title in _PARTS
    }


def summary_lines(pack: Pack, context: ReportContext) -> tuple[ContentsLine, ...]:
    """Give the contents' lines of the summary and, without numbers, of those parts that it has.

    They stand as their pages do: what is long stands behind the decisions.
    """
    parts = summary_parts(context.language)
    known = [a for a in parts if a == SUMMARY or not pack.pages or a in pack.pages]
    return tuple(
        ContentsLine(
            "1" if anchor == SUMMARY else "", parts[anchor], "", "", None, anchor, pack.page(anchor)
        )
        for anchor in sorted(known, key=lambda a: (a != SUMMARY, pack.pages.get(a, 0)))
    )


def _title_of(group: Group, context: ReportContext) -> str:
    return group.title or context.language.text(N_("People"))


def person_lines(
    people: Sequence[PersonYear], first: int, pack: Pack, context: ReportContext
) -> tuple[ContentsLine, ...]:
    """Give the contents' lines of some people, numbered from `first`."""
    return tuple(
        _person_line(number, person, pack, context)
        for number, person in enumerate(people, start=first)
    )


def _person_line(
    number: int, person: PersonYear, pack: Pack, context: ReportContext
) -> ContentsLine:
    score = score_in(person, pack.cycle)
    chip = state_chip(score.state, score.score, context.of(score).policies, context.language)
    anchor = person_anchor(person)
    return ContentsLine(
        number=str(number),
        title=person.person.name,
        note=person.person.title,
        score=show_score(score.score) or dash_beside(chip),
        chip=chip,
        anchor=anchor,
        page=pack.page(anchor),
    )


__all__ = ["FEWEST_ON_COVER", "SUMMARY", "Pack", "build_department", "person_anchor"]
