"""The personal report of the year: its line, every cycle in short, the reviews beside the score.

Takes a person's year and gives the printed record; opens nothing and reckons no score.
Source: docs/method.md, "Reports".
"""

from dataclasses import replace
from fractions import Fraction

from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.model import AnnualReview, CycleScore, CycleState, Kind, PersonYear, YearScore
from okrsheets.reports.charts import year_chart
from okrsheets.reports.counts import pairs_of, type_table
from okrsheets.reports.key_results import SheetReader, build_objectives
from okrsheets.reports.people import (
    build_facts,
    build_head,
    build_signatures,
    build_year,
    score_use_line,
)
from okrsheets.reports.pulses import pulse_cells
from okrsheets.reports.quarterly import cycle_chip, cycle_trace, find_sheet
from okrsheets.reports.records import AnnualReport, CycleBlock, ReportContext, Total
from okrsheets.reports.reviews import annual_part
from okrsheets.reports.talk_room import gives_annual_room
from okrsheets.reports.traces import Term, trace_mean
from okrsheets.reports.words import cycle_title, state_chip

_KICKERS = {
    Kind.PERSON: N_("Personal annual OKR report"),
    Kind.DEPARTMENT: N_("Department's annual OKR report"),
    Kind.COMPANY: N_("Company's annual OKR report"),
}
_SCORED_QUARTERS = N_("{scored} of {of} quarters scored")
_SCORED_MONTHS = N_("{scored} of {of} months scored")


def is_monthly(year: YearScore) -> bool:
    """Tell whether a year's cycles are its months."""
    return any(score.cycle.kind == "M" for score in year.cycles)


def build_annual(person: PersonYear, context: ReportContext) -> AnnualReport:
    """Build a person's report of the year, however much of it there is."""
    language, year, submission = context.language, person.year, person.submission
    review = submission.annual if submission else AnnualReview()
    pairs = [
        (pair, context.of(s))
        for s in year.cycles
        for pair in pairs_of(find_sheet(person, s.cycle), s)
    ]
    kicker = language.text(_KICKERS[person.person.kind])
    report = AnnualReport(
        head=build_head(person, year.cycle, kicker, context),
        total=_total(year, context),
        facts=build_facts(person, year.cycle, context.of(year)),
        chart=year_chart(year, context) if year.scored else None,
        year=build_year(person, None, context),
        notice=_notice(year, context),
        trace=_trace(year, context),
        cycles_title=language.text(
            N_("Month by month") if is_monthly(year) else N_("Quarter by quarter")
        ),
        cycles=tuple(_cycle(person, score, context) for score in year.cycles),
        counts=type_table(pairs, context),
        review=annual_part(review, language),
        score_use=score_use_line(context.of(year)),
        signatures=build_signatures(person, context),
    )
    return replace(report, roomy=gives_annual_room(report))


def scored_of(year: YearScore, context: ReportContext) -> str:
    """Say on how many cycles a year's score stands: `3 of 4 quarters scored, provisional`."""
    form = _SCORED_MONTHS if is_monthly(year) else _SCORED_QUARTERS
    said = context.language.text(form, scored=year.scored, of=year.of)
    away = sum(one.state is CycleState.NOT_EMPLOYED for one in year.cycles)
    for number, words in (
        (year.excused - away, N_("{number} excused")),
        (away, N_("not employed in {number}")),
    ):
        if number:
            second = context.language.text(words, number=number)
            said = context.language.text(N_("{first}, {second}"), first=said, second=second)
    if not year.provisional:
        return said
    provisional = context.language.text(N_("provisional"))
    return context.language.text(N_("{first}, {second}"), first=said, second=provisional)


def _total(year: YearScore, context: ReportContext) -> Total:
    language = context.language
    chip = state_chip(year.state, year.score, context.of(year).policies, language)
    label = language.text(N_("Year score"))
    return Total(label, show_score(year.score), chip, scored_of(year, context))


def _trace(year: YearScore, context: ReportContext) -> str:
    """Give the year's reckoning; a missing cycle that the settings count as 0 is in it."""
    terms: list[Term] = [(None, c.score) for c in year.cycles if c.score is not None]
    if context.of(year).policies.missing_quarter == "zero":
        terms += [(None, Fraction(0))] * (year.of - year.scored - year.excused)
    name = context.language.text(N_("Year score"))
    return trace_mean(name, terms, year.score, context.language)


def _notice(year: YearScore, context: ReportContext) -> str:
    if year.score is not None:
        return ""
    if year.scored:
        return context.language.text(
            N_("The year has no score until every month is scored or excused.")
            if is_monthly(year)
            else N_("The year has no score until every quarter is scored or excused.")
        )
    return context.language.text(
        N_("No month of this year has a score yet.")
        if is_monthly(year)
        else N_("No quarter of this year has a score yet.")
    )


def _cycle(person: PersonYear, score: CycleScore, context: ReportContext) -> CycleBlock:
    context = context.of(score)
    sheet = find_sheet(person, score.cycle)
    reader = SheetReader.of(person, context)
    note = sheet.excused_reason if score.state is CycleState.VOID else ""
    objectives = build_objectives(sheet, score, reader) if score.objectives else ()
    return CycleBlock(
        label=score.cycle.tab,
        title=cycle_title(score.cycle, context),
        score=show_score(score.score) or "—",
        chip=cycle_chip(score, sheet, context),
        note=note,
        objectives=objectives,
        pulses=pulse_cells(objectives, person.pulses, score.cycle),
        trace=cycle_trace(score, context.language),
    )
