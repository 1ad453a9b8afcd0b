"""How a key result keeps pace with its cycle: expected and actual, both words, stale. Pure.

Progress, confidence and score are three numbers; here it is progress and confidence, never the
score. Source: docs/pace.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from okrsheets.analysis.entries import Entry, Origin
from okrsheets.analysis.lines import (
    Line,
    Said,
    Trend,
    draw_line,
    first_known,
    last_movement,
    last_said,
    progress_of,
    trend_of,
)
from okrsheets.model import Cycle, KeyResult, KeyResultType, Status
from okrsheets.periods import cycle_dates

BEHIND = Fraction(1, 4)
STALE_DAYS = 14
_WARNING = (Status.AT_RISK, Status.OFF_TRACK)


class Standing(StrEnum):
    """Whether a key result is judged at all, and if not, why not."""

    LIVE = "live"
    VOID = "void"
    EXCUSED = "excused"
    NOT_EMPLOYED = "not_employed"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a key result stands out, the gravest first."""

    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    DISAGREES = "disagrees"
    STALE = "stale"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Clock:
    """A day in a cycle, with the cycle's first and last day, both counted."""

    cycle: Cycle
    first: date
    last: date
    day: date

    @property
    def days(self) -> int:
        """How many days the cycle has."""
        return (self.last - self.first).days + 1

    @property
    def elapsed(self) -> int:
        """How many of them are over at the end of the day; none before the cycle, all after it."""
        return min(self.days, max(0, (self.day - self.first).days + 1))

    @property
    def expected(self) -> Fraction:
        """The share of the cycle that is over at the end of the day, 0-1, exact."""
        return Fraction(self.elapsed, self.days)

    @property
    def running(self) -> bool:
        """Whether the day lies in the cycle."""
        return self.first <= self.day <= self.last

    @property
    def judged_day(self) -> date:
        """The day itself, or the cycle's last, or first, where it lies outside."""
        return min(self.last, max(self.first, self.day))


def clock_of(cycle: Cycle, day: date, fiscal_start: int) -> Clock:
    """Give the clock of a cycle on a day; `fiscal_start` is a month, 1-12."""
    first, last = cycle_dates(cycle, fiscal_start)
    return Clock(cycle, first, last, day)


@dataclass(frozen=True, slots=True)
class KeyResultPace:
    """How one key result stands on a day.

    `value` is the actual that counts on this day, said on `value_day` in a check-in or the sheet.
    `behind` is expected less actual progress: a share of 1, below 0 where it is ahead.
    `computed` is None where nothing can be computed, `disagrees` is None without both words.
    `since` is the day from which no movement is counted; `stale` is None where none is expected.
    """

    objective: int
    plan: KeyResult
    standing: Standing
    line: Line
    value: Decimal | None = None
    value_day: date | None = None
    value_origin: Origin | None = None
    progress: Fraction | None = None
    behind: Fraction | None = None
    computed: Status | None = None
    word: Status | None = None
    disagrees: bool | None = None
    confidence: Decimal | None = None
    trend: Trend | None = None
    step: Trend | None = None
    since: date | None = None
    still_days: int | None = None
    stale: bool | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it stands out, the gravest first; nothing where it is not judged."""
        if self.standing is not Standing.LIVE:
            return ()
        tests = {
            Reason.OFF_TRACK: self.word is Status.OFF_TRACK,
            Reason.AT_RISK: self.word is Status.AT_RISK,
            Reason.BEHIND: self.computed is Status.AT_RISK,
            Reason.DISAGREES: bool(self.disagrees),
            Reason.STALE: bool(self.stale),
            Reason.FALLING: self.trend is Trend.FALLING,
        }
        return tuple(reason for reason, found in tests.items() if found)


def computed_word(expected: Fraction, progress: Fraction | None) -> Status | None:
    """Give the computed word: at risk where more than 25 points behind; None without progress."""
    if progress is None:
        return None
    return Status.AT_RISK if expected - progress > BEHIND else Status.ON_TRACK


def disagree(word: Status | None, computed: Status | None) -> bool | None:
    """Tell whether one word warns and the other does not; None where one is missing."""
    if word is None or computed is None:
        return None
    return (word in _WARNING) != (computed in _WARNING)


def judge_key_result(
    objective: int, plan: KeyResult, entries: Sequence[Entry], *, standing: Standing, clock: Clock
) -> KeyResultPace:
    """Say how a key result stands on the clock's day.

    Args:
        objective: the objective's number.
        plan: the key result as the sheet has it now; its line is measured by this plan.
        entries: what was said of it, in any order.
        standing: only a live key result is judged; the others have their line alone.
        clock: the day and its cycle.
    """
    line = draw_line(plan, entries)
    if standing is not Standing.LIVE:
        return KeyResultPace(objective, plan, standing, line)
    return _judged(KeyResultPace(objective, plan, standing, line), clock)


def _judged(one: KeyResultPace, clock: Clock) -> KeyResultPace:
    plan, line, day = one.plan, one.line, clock.day
    value, confidence = (last_said(line, plan, name, day) for name in ("value", "confidence"))
    number = _decimal(value)
    progress = progress_of(plan, number)
    computed, word = computed_word(clock.expected, progress), _word(line, plan, day)
    trend, step = trend_of(line, day)
    since = _still_since(line, clock)
    still = (day - since).days if since else None
    return replace(
        one,
        value=number,
        value_day=value.day if value else None,
        value_origin=value.origin if value else None,
        progress=progress,
        behind=None if progress is None else clock.expected - progress,
        computed=computed,
        word=word,
        disagrees=disagree(word, computed),
        confidence=_decimal(confidence),
        trend=trend,
        step=step,
        since=since,
        still_days=still,
        stale=_is_stale(plan, progress, still),
    )


def _decimal(said: Said | None) -> Decimal | None:
    return said.value if said and isinstance(said.value, Decimal) else None


def _word(line: Line, plan: KeyResult, day: date) -> Status | None:
    """Give the owner's word; "void" in a check-in is none, only the sheet makes void."""
    said = last_said(line, plan, "status", day)
    word = said.value if said and isinstance(said.value, Status) else None
    return None if word is Status.VOID else word


def _still_since(line: Line, clock: Clock) -> date | None:
    """Give the day from which no movement is counted; None outside of the running cycle.

    It is the last movement's day, without any the first on which the key result was known, and
    never before the cycle. Of what nothing was known by then, nothing is said.
    """
    known = last_movement(line, clock.day) or first_known(line, clock.day)
    return max(clock.first, known) if known and clock.running else None


def _is_stale(plan: KeyResult, progress: Fraction | None, still: int | None) -> bool | None:
    """Tell whether it should have moved: not where nothing is measured, or all is reached."""
    if still is None or plan.type is KeyResultType.JUDGED:
        return None
    return progress != 1 and still >= STALE_DAYS
