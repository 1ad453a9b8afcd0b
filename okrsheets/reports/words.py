"""The words, marks and chips of bands, states, types and sources, in the report's language."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from okrsheets.display import band_of
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, Cycle, CycleState, KeyResultType, Policies, ScoreSource, Status
from okrsheets.periods import cycle_dates
from okrsheets.reports.figures import show_month
from okrsheets.reports.records import Chip, ReportContext

BAND_WORDS: Mapping[Band, str] = MappingProxyType(
    {
        Band.NO_PROGRESS: N_("No progress"),
        Band.BELOW: N_("Below"),
        Band.ON_TARGET: N_("On target"),
        Band.OUTSTANDING: N_("Outstanding"),
    }
)
BAND_MARKS: Mapping[Band, str] = MappingProxyType(
    {Band.NO_PROGRESS: "○", Band.BELOW: "△", Band.ON_TARGET: "●", Band.OUTSTANDING: "★"}
)
TYPE_WORDS: Mapping[KeyResultType, str] = MappingProxyType(
    {
        KeyResultType.INCREASE: N_("Increase"),
        KeyResultType.DECREASE: N_("Decrease"),
        KeyResultType.LINEAR: N_("Linear"),
        KeyResultType.RANGE: N_("Range"),
        KeyResultType.MILESTONE: N_("Milestone"),
        KeyResultType.YESNO: N_("Yes/no"),
        KeyResultType.ANCHORED: N_("Anchored"),
        KeyResultType.JUDGED: N_("Judged"),
    }
)
STATUS_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.ON_TRACK: N_("On track"),
        Status.AT_RISK: N_("At risk"),
        Status.OFF_TRACK: N_("Off track"),
        Status.VOID: N_("Void"),
    }
)
SOURCE_WORDS: Mapping[ScoreSource, str] = MappingProxyType(
    {
        ScoreSource.REVIEWER: N_("Reviewer score"),
        ScoreSource.SELF: N_("Self score"),
        ScoreSource.COMPUTED: N_("Computed"),
    }
)
STATE_WORDS: Mapping[CycleState, str] = MappingProxyType(
    {
        CycleState.NOT_SUBMITTED: N_("Not submitted"),
        CycleState.EMPTY: N_("Not planned"),
        CycleState.PLANNED: N_("Planned"),
        CycleState.PARTIAL: N_("Partly scored"),
        CycleState.SCORED: N_("Scored"),
        CycleState.VOID: N_("Void"),
        CycleState.NOT_EMPLOYED: N_("Not employed"),
    }
)
_STATE_CODES: Mapping[CycleState, str] = MappingProxyType(
    {
        CycleState.NOT_SUBMITTED: "missing",
        CycleState.EMPTY: "open",
        CycleState.PLANNED: "open",
        CycleState.PARTIAL: "open",
        CycleState.SCORED: "open",
        CycleState.VOID: "void",
        CycleState.NOT_EMPLOYED: "none",
    }
)
_QUARTERS = (
    N_("First quarter {year}"),
    N_("Second quarter {year}"),
    N_("Third quarter {year}"),
    N_("Fourth quarter {year}"),
)


def band_chip(band: Band, language: Language) -> Chip:
    """Give a band's chip."""
    return Chip(band.value, BAND_MARKS[band], language.text(BAND_WORDS[band]))


def score_chip(score: Fraction | None, policies: Policies, language: Language) -> Chip:
    """Give the chip of a score, or the one that says there is none yet."""
    band = band_of(score, policies)
    return open_chip(language) if band is None else band_chip(band, language)


def state_chip(
    state: CycleState, score: Fraction | None, policies: Policies, language: Language
) -> Chip:
    """Give a cycle's chip: its band where it has a score, else its state."""
    if score is not None:
        return score_chip(score, policies, language)
    code = _STATE_CODES[state]
    mark = {"void": "×", "open": "—"}.get(code, "")
    return Chip(code, mark, language.text(STATE_WORDS[state]))


def excused_chip(language: Language) -> Chip:
    """Give the chip of a cycle that is excused as a whole."""
    return Chip("void", "×", language.text(N_("Excused")))


def open_chip(language: Language) -> Chip:
    """Give the chip of something that is there but has no score yet."""
    return Chip("open", "—", language.text(N_("Not scored")))


def partial_chip(language: Language) -> Chip:
    """Give the chip of an objective of which some key results have a score and some have none."""
    return Chip("open", "—", language.text(STATE_WORDS[CycleState.PARTIAL]))


def void_chip(language: Language) -> Chip:
    """Give the chip of a void key result or objective."""
    return Chip("void", "×", language.text(STATUS_WORDS[Status.VOID]))


def none_chip(language: Language) -> Chip:
    """Give the chip of something that a person's sheet does not have."""
    return Chip("none", "", language.text(N_("n/a")))


def cycle_title(cycle: Cycle, context: ReportContext) -> str:
    """Give a cycle's name in full: `Third quarter 2026`; a month by the calendar: `July 2026`."""
    language = context.language
    if cycle.kind == "Q":
        return language.text(_QUARTERS[cycle.number - 1], year=cycle.year)
    if cycle.kind == "M":
        return show_month(cycle_dates(cycle, context.fiscal_start)[0], language)
    return language.text(N_("Year {year}"), year=cycle.year)


def cycle_label(cycle: Cycle, context: ReportContext) -> str:
    """Give a cycle's name in short: `Q3`, `Jul`, `Year`.

    A month goes by its name, for `M07` is July only where the year begins in January.
    """
    if cycle.kind == "M":
        first = cycle_dates(cycle, context.fiscal_start)[0]
        return show_month(first, context.language, short=True)
    return context.language.text(N_("Year")) if cycle.kind == "Y" else cycle.tab
