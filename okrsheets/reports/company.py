"""The company's review pack: cover, contents by department, and dividers before its people.

With everybody's pages in the pack every score is in it anyway, so a department's mean is shown
however few its people are. Without them the pack may go to many readers: nobody is named, and what
rests on fewer than five scores is not shown.
"""

from dataclasses import replace

from okrsheets.analysis.groups import figures_of
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle
from okrsheets.reports.company_parts import CompanyPack, Unit, divide, groups_about
from okrsheets.reports.company_summary import build_company_summary
from okrsheets.reports.department import build_cover, person_lines, summary_lines
from okrsheets.reports.group_heat import mean_chip
from okrsheets.reports.grouping import employed_in, persons_of
from okrsheets.reports.pack_records import ContentsGroup, ContentsLine, PackReport
from okrsheets.reports.pack_summary import Pack, build_pack_head, build_summary, dash_beside
from okrsheets.reports.records import ReportContext


def build_company(pack: CompanyPack, context: ReportContext) -> PackReport:
    """Build the front matter of the company's pack."""
    cover = build_cover(pack.as_pack(), context)
    if not pack.people:
        cover = replace(cover, chart=None, facts=cover.facts[:-1])
    return PackReport(
        head=build_pack_head(pack.name, pack.cycle, context),
        cover=cover,
        contents=_contents(pack, context) if pack.people else (),
        summary=build_company_summary(pack, context),
    )


def build_divider(unit: Unit, pack: CompanyPack, context: ReportContext) -> PackReport:
    """Build the page or pages that stand before a department's people."""
    groups = groups_about(unit.people, pack.groups)
    part = Pack(unit.name, pack.cycle, unit.people, pack.pages, unit.anchor, groups)
    return PackReport(
        head=build_pack_head(unit.name, pack.cycle, context),
        summary=replace(build_summary(part, context), score_use=""),
    )


def _contents(pack: CompanyPack, context: ReportContext) -> tuple[ContentsGroup, ...]:
    language, whole = context.language, pack.as_pack()
    summary = summary_lines(whole, context)
    own = person_lines(pack.own, 2, whole, context)
    found = [ContentsGroup(language.text(N_("Company")), (*summary, *own))]
    number = 2 + len(own)
    for unit in pack.units:
        figures = figures_of(persons_of(unit.people), pack.cycle)
        chip = mean_chip(figures.mean, figures.n, unit.people, pack.cycle, context=context)
        line = ContentsLine(
            str(number),
            language.text(N_("Summary of the department")),
            _scored_of(unit, pack.cycle, language),
            show_score(figures.mean) or dash_beside(chip),
            chip,
            unit.anchor,
            whole.page(unit.anchor),
        )
        people = person_lines(unit.people, number + 1, whole, context)
        found.append(ContentsGroup(unit.name, (line, *people)))
        number += 1 + len(people)
    return tuple(found)


def _scored_of(unit: Unit, cycle: Cycle, language: Language) -> str:
    people = employed_in(persons_of(unit.people), cycle)
    n = figures_of(people, cycle).n
    return language.text(N_("mean, {n} of {number} scored"), n=n, number=len(people))


__all__ = ["CompanyPack", "Unit", "build_company", "build_divider", "divide", "groups_about"]
