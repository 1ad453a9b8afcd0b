"""The figures and days at the top of the progress report; of a closed cycle, what became of it."""

from collections.abc import Iterator

from okrsheets.analysis.pace import Reason, Standing
from okrsheets.analysis.pace_people import PaceTotals, totals_of
from okrsheets.display import show_percent
from okrsheets.errors import N_
from okrsheets.reports.figures import show_date
from okrsheets.reports.progress import Progress
from okrsheets.reports.progress_lines import progress_of_objective
from okrsheets.reports.records import Fact, ReportContext


def is_closed(progress: Progress) -> bool:
    """Tell whether the cycle is closed for everybody, so that no pace is judged."""
    standings = {one.standing for pace in progress.paces for one in pace.key_results}
    return Standing.CLOSED in standings and Standing.LIVE not in standings


def progress_figures(progress: Progress, context: ReportContext) -> Iterator[Fact]:
    """Give the report's counts: objectives, key results, and what of them is judged."""
    language, totals = context.language, totals_of(progress.paces)
    planned = sum(bool(sheet.objectives) for sheet in progress.sheets)
    yield Fact(
        language.text(N_("Objectives")),
        str(sum(len(sheet.objectives) for sheet in progress.sheets)),
        language.text(N_("on {sheets} of {all} sheets"), sheets=planned, all=totals.people),
    )
    yield from (_closed if is_closed(progress) else _running)(progress, totals, context)


def _running(progress: Progress, totals: PaceTotals, context: ReportContext) -> Iterator[Fact]:
    language, clock = context.language, progress.clock
    yield Fact(
        language.text(N_("Key results")),
        str(totals.key_results),
        language.text(
            N_("{number} judged by their pace, {unknown} unknown")
            if totals.not_computed
            else N_("{number} judged by their pace"),
            number=totals.at_risk + totals.on_track,
            unknown=totals.not_computed,
        ),
    )
    yield Fact(
        language.text(N_("Stand out")),
        str(totals.stand_out),
        language.text(
            N_("{behind} behind, {stale} stale"),
            behind=totals.reasons[Reason.BEHIND],
            stale=totals.reasons[Reason.STALE],
        ),
    )
    yield Fact(
        language.text(N_("Expected progress")),
        show_percent(clock.expected),
        language.text(N_("day {day} of {days}"), day=clock.elapsed, days=clock.days),
    )


def _closed(progress: Progress, totals: PaceTotals, context: ReportContext) -> Iterator[Fact]:
    """Give what a closed cycle came to: nothing in it stands out or is behind any more."""
    language, standings = context.language, totals.standings
    yield Fact(
        language.text(N_("Key results")),
        str(totals.key_results),
        language.text(
            N_("{closed} closed, {void} void"),
            closed=standings[Standing.CLOSED],
            void=standings[Standing.VOID],
        ),
    )
    shares = [progress_of_objective(s, o) for s in progress.sheets for o in s.objectives]
    known = [share for share in shares if share is not None]
    yield Fact(
        language.text(N_("Objectives at 100%")),
        str(sum(share >= 1 for share in known)),
        language.text(N_("of {number} with a known progress"), number=len(known)),
    )


def progress_facts(progress: Progress, context: ReportContext) -> Iterator[Fact]:
    """Give the days of the report and of its cycle."""
    language, clock = context.language, progress.clock
    yield Fact(language.text(N_("Data as of")), show_date(clock.day, language))
    yield Fact(language.text(N_("First day")), show_date(clock.first, language))
    yield Fact(language.text(N_("Last day")), show_date(clock.last, language))
    if is_closed(progress):
        days = {sheet.score.closed.at.date() for sheet in progress.sheets if sheet.score.closed}
        shown = " / ".join(show_date(day, language) for day in sorted(days))
        yield Fact(language.text(N_("Cycle closed on")), shown)
