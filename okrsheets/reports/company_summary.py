"""The company's summary: departments by cycle, what wants talk in each, and the order of talk."""

from collections.abc import Sequence
from dataclasses import replace

from okrsheets.analysis.calibration import GroupKind
from okrsheets.analysis.groups import figures_of, scores_in
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import PersonYear
from okrsheets.reports.charts import dots_chart
from okrsheets.reports.company_parts import CompanyPack, Unit, groups_about
from okrsheets.reports.exceptions import CASE_HEADS, Case, CaseKind, cycles_in, find_cases
from okrsheets.reports.group_heat import group_map, mean_chip
from okrsheets.reports.grouping import employed_in, is_person, persons_of
from okrsheets.reports.heat import course_map
from okrsheets.reports.pack_bases import mean_trace, sheets_note
from okrsheets.reports.pack_figures import count_table, key_figures, notice_of
from okrsheets.reports.pack_records import HeatMap, PackSummary, TalkLine
from okrsheets.reports.pack_status import status_line
from okrsheets.reports.pack_summary import (
    DECISIONS,
    SUMMARY,
    build_pack_head,
    build_questions,
    dash_beside,
    dots_note,
    own_context,
    talk_line,
)
from okrsheets.reports.people import build_strip, find_cycle, score_use_line
from okrsheets.reports.records import CountTable, Fact, ReportContext, Signature

_ORDER_NOTE = N_(
    "First the company's own sheet, then the departments with a question from "
    "calibration, then those with something to discuss, then the others by the roster. "
    "A department's score is the mean of its people's."
)
_ROLES = (N_("Head of the company"), N_("Human Resources"), N_("Minutes"))


def build_company_summary(pack: CompanyPack, context: ReportContext) -> PackSummary:
    """Build the summary of the whole company."""
    language, cycle, everyone = context.language, pack.cycle, pack.everyone
    own = own_context(everyone, cycle, context)
    people = persons_of(everyone)
    scores = scores_in(people, cycle)
    strip = build_strip([find_cycle(p, c) for p in everyone for c in cycles_in(p, cycle)], context)
    cases = find_cases(everyone, cycle, context)
    head = build_pack_head(pack.name, cycle, context)
    notice = notice_of(people, scores, own)
    return PackSummary(
        anchor=SUMMARY,
        kicker=head.kicker,
        title=head.title,
        figures=key_figures(people, cycle, own, named=pack.people, fewest=pack.fewest),
        status=status_line(everyone, cycle, context),
        notice=notice,
        strip_title=language.text(
            N_("Key results by band ({number})"), number=sum(p.count for p in strip)
        ),
        strip=strip,
        maps=_maps(pack, context),
        dots=dots_chart(scores, own) if len(scores) >= pack.fewest else None,
        dots_note=dots_note(language),
        counts=count_table(everyone, cycle, context),
        questions=_questions(pack, language, but_top=bool(notice)),
        cases=_case_table(pack, cases, language),
        exceptions=(),
        order_note=language.text(_ORDER_NOTE),
        order=_order(pack, cases, context),
        decisions=DECISIONS,
        score_use=score_use_line(own),
        signatures=tuple(Signature(language.text(role), "") for role in _ROLES),
        strip_note=sheets_note(everyone, cycle, context),
        trace=mean_trace(everyone, cycle, context) if pack.people else "",
    )


def _maps(pack: CompanyPack, context: ReportContext) -> tuple[HeatMap, ...]:
    """Give the departments' people first, for the figures above are theirs; then the sheets."""
    sheets = [p for p in pack.everyone if not is_person(p)]
    named = [(context.language.text(N_("Company")), persons_of(pack.everyone))]
    named += [(unit.name, persons_of(unit.people)) for unit in pack.units]
    departments = group_map(named, pack.cycle, context, fewest=pack.fewest)
    departments = replace(
        departments, title=context.language.text(N_("People's scores by department"))
    )
    if not sheets:
        return (departments,)
    own = course_map(sheets, pack.cycle, context)
    rows = tuple(
        row for sheet in sheets for row in course_map([sheet], pack.cycle, context).groups[0].rows
    )
    title = context.language.text(N_("Sheets of the company and its departments"))
    sheet_map = replace(own, title=title, groups=(replace(own.groups[0], title="", rows=rows),))
    return (departments, sheet_map)


def _questions(pack: CompanyPack, language: Language, *, but_top: bool) -> tuple[Fact, ...]:
    """Ask about the company and its departments; managers are named only beside their people."""
    kept = [g for g in pack.groups if pack.people or g.kind is not GroupKind.MANAGER]
    return build_questions(kept, language, but_top=but_top)


def _case_table(pack: CompanyPack, cases: Sequence[Case], language: Language) -> CountTable:
    """Count what wants talk by department; the last row is the sum of those above it."""
    rows = [(language.text(N_("Company")), pack.own)] if pack.own else []
    rows += [(unit.name, unit.people) for unit in pack.units]
    counted = [(name, people, _counts(people, cases)) for name, people in rows]
    shown = [
        (name, *(["…"] * len(CaseKind) if _is_small(people, pack) else map(_shown, numbers)))
        for name, people, numbers in counted
    ]
    sums = [sum(column) for column in zip(*[n for *_, n in counted], strict=True)]
    total = (language.text(N_("Total")), *map(_shown, sums))
    hidden = sum(_is_small(people, pack) for _, people in rows)
    return CountTable(
        corner=language.text(N_("Department")),
        columns=tuple(language.text(CASE_HEADS[kind]) for kind in CaseKind),
        rows=tuple(shown),
        total=() if hidden == 1 else total,  # one hidden row would be what the others leave
    )


def _counts(people: Sequence[PersonYear], cases: Sequence[Case]) -> list[int]:
    who = {p.person.id for p in people}
    kinds = [case.kind for case in cases if case.person in who]
    return [kinds.count(kind) for kind in CaseKind]


def _is_small(people: Sequence[PersonYear], pack: CompanyPack) -> bool:
    """Tell whether counts of so few people are kept back; sheets of departments are nobody's."""
    persons = persons_of(people)
    return bool(persons) and len(persons) < pack.fewest


def _shown(number: int) -> str:
    return str(number) if number else "·"


def _order(
    pack: CompanyPack, cases: Sequence[Case], context: ReportContext
) -> tuple[TalkLine, ...]:
    """Give the company's own sheets and the departments in the order of talk."""
    language = context.language
    ranked: list[tuple[int, TalkLine]] = []
    for sheet in pack.own:
        why = language.text(N_("the company's own sheet"))
        ranked.append((0, talk_line(sheet, (why,), pack.as_pack(), context)))
    for unit in pack.units:
        flags = sum(len(group.flags) for group in groups_about(unit.people, pack.groups))
        who = {p.person.id for p in employed_in(unit.people, pack.cycle)}
        affected = len({case.person for case in cases if case.person in who})
        rank = 1 if flags else 2 if affected else 3
        ranked.append((rank, _unit_line(unit, (flags, affected), pack, context)))
    lines = [line for _, line in sorted(ranked, key=lambda one: one[0])]
    linked = lines if pack.people else [replace(line, anchor="", page="") for line in lines]
    return tuple(replace(line, number=str(n)) for n, line in enumerate(linked, start=1))


def _unit_line(
    unit: Unit, found: tuple[int, int], pack: CompanyPack, context: ReportContext
) -> TalkLine:
    language, people = context.language, persons_of(unit.people)
    figures = figures_of(people, pack.cycle)
    mean = figures.mean if figures.n >= pack.fewest else None
    flags, affected = found
    why = []
    if flags:
        why.append(language.text(N_("{number} for calibration"), number=flags))
    if affected and not _is_small(unit.people, pack):
        asked = len(employed_in(unit.people, pack.cycle))
        why.append(
            language.text(
                N_("{number} of {all} sheets have something to discuss"), number=affected, all=asked
            )
        )
    chip = mean_chip(mean, figures.n, people, pack.cycle, context=context)
    return TalkLine(
        number="",
        name=unit.name,
        score=show_score(mean) or dash_beside(chip),
        chip=chip,
        why=language.text(N_("; ")).join(why),
        anchor=unit.anchor,
        page=pack.as_pack().page(unit.anchor),
    )
