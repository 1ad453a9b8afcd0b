"""The lines of the progress report: each objective with its key results, and why they stand out.

Progress is that of the day (docs/pace.md); of a closed cycle, that of its scores. An objective's
progress is the weighted mean of its live key results', and none where one of them has none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from okrsheets.analysis.pace import Clock, KeyResultPace, Reason, Standing, computed_word
from okrsheets.analysis.pace_people import PersonPace
from okrsheets.display import cut, round_half_up, show_percent, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import (
    CycleScore,
    KeyResultScore,
    Objective,
    ObjectiveScore,
    ObjectiveState,
    PersonYear,
    Status,
)
from okrsheets.reports.bars import mm, shape
from okrsheets.reports.figures import show_month
from okrsheets.reports.people import find_cycle
from okrsheets.reports.progress_records import ProgressLine, ProgressPerson
from okrsheets.reports.records import Drawing, ReportContext
from okrsheets.reports.words import STATE_WORDS, STATUS_WORDS

_F = Fraction
_START, _WAY = _F(1), _F(25)
_GRAVE = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)
_STANDINGS: Mapping[Standing, str] = {
    Standing.VOID: STATUS_WORDS[Status.VOID],
    Standing.EXCUSED: N_("Excused"),
    Standing.NOT_EMPLOYED: N_("Not employed"),
    Standing.CLOSED: N_("Closed"),
}
REASON_WORDS: Mapping[Reason, str] = {
    Reason.OFF_TRACK: N_("off track"),
    Reason.AT_RISK: N_("at risk"),
    Reason.BEHIND: N_("{points} points behind"),
    Reason.DISAGREES: N_("owner and pace differ"),
    Reason.STALE: N_("stale for {days} days"),
    Reason.FALLING: N_("confidence falling"),
}


_LONGEST_TEXT = 70
"""Signs of a key result's text in a list that leads to the whole one."""


@dataclass(frozen=True)
class Sheet:
    """A person's sheet of one cycle with its pace."""

    year: PersonYear
    pace: PersonPace
    clock: Clock
    objectives: tuple[Objective, ...]

    @property
    def score(self) -> CycleScore:
        """The cycle's score."""
        return find_cycle(self.year, self.clock.cycle)

    def of(self, objective: Objective) -> list[KeyResultPace]:
        """Give the pace of an objective's key results."""
        return [one for one in self.pace.key_results if one.objective == objective.number]

    def scored(self, objective: Objective) -> ObjectiveScore | None:
        """Give an objective's score."""
        found = (o for o in self.score.objectives if o.number == objective.number)
        return next(found, None)


def progress_of_line(one: KeyResultPace, score: KeyResultScore | None) -> Fraction | None:
    """Give a key result's progress on the day; of a closed cycle, that of its score."""
    if one.standing is Standing.CLOSED:
        return score.progress if score else None
    return one.progress


def progress_of_objective(sheet: Sheet, objective: Objective) -> Fraction | None:
    """Give the weighted mean of the live key results' progress; None where one has none."""
    scored = sheet.scored(objective)
    scores = {s.number: s for s in scored.key_results} if scored else {}
    top = bottom = _F(0)
    for one in sheet.of(objective):
        score = scores.get(one.plan.number)
        if one.plan.status is Status.VOID:
            continue
        progress = progress_of_line(one, score)
        if progress is None or score is None or score.weight is None:
            return None
        top += score.weight * progress
        bottom += score.weight
    return top / bottom if bottom else None


def build_person(sheet: Sheet, anchor: str, below: str, context: ReportContext) -> ProgressPerson:
    """Give a sheet's lines. `below` is the department's name where a new one begins."""
    language, who, score = context.language, sheet.year.person, sheet.score
    shown = show_score(score.score)
    state = language.text(STATE_WORDS[score.state])
    said = f"{state} {shown}" if shown else state
    dot = "·" if language.code == "zh" else " · "
    lines = [line for o in sheet.objectives for line in _lines(sheet, o, context)]
    note = dot.join(part for part in (who.title, who.id, said) if part)
    return ProgressPerson(anchor, who.name, note, below, tuple(lines))


def _lines(sheet: Sheet, objective: Objective, context: ReportContext) -> Iterator[ProgressLine]:
    scored = sheet.scored(objective)
    scores = {s.number: s for s in scored.key_results} if scored else {}
    yield _objective_line(sheet, objective, scored, context)
    for one in sheet.of(objective):
        yield _result_line(one, scores.get(one.plan.number), sheet.clock, context)


def _objective_line(
    sheet: Sheet, objective: Objective, scored: ObjectiveScore | None, context: ReportContext
) -> ProgressLine:
    language, expected = context.language, sheet.clock.expected
    results = sheet.of(objective)
    progress = progress_of_objective(sheet, objective)
    live = [one for one in results if one.standing is Standing.LIVE]
    words = {one.word for one in live}
    word = next((w for w in _GRAVE if w in words), None)
    void = scored is not None and scored.state is ObjectiveState.VOID
    return ProgressLine(
        kind="gone" if void else "goal",
        number=f"O{objective.number}",
        text=objective.text,
        bar=_bar(progress, expected, language),
        progress=show_progress(progress),
        owner=_owner(results, word, language),
        computed=_word(computed_word(expected, progress) if live else None, language),
        updated=_day([one.value_day for one in results], language),
        score=show_score(scored.score) if scored else "",
    )


def _owner(results: Sequence[KeyResultPace], word: Status | None, language: Language) -> str:
    """Give the gravest of the owner's words, or why none is asked for."""
    standings = {one.standing for one in results}
    if len(standings) == 1 and (found := _STANDINGS.get(next(iter(standings)))):
        return language.text(found)
    return _word(word, language)


def _result_line(
    one: KeyResultPace, score: KeyResultScore | None, clock: Clock, context: ReportContext
) -> ProgressLine:
    language = context.language
    progress = progress_of_line(one, score)
    live = one.standing is Standing.LIVE
    return ProgressLine(
        kind="gone" if one.plan.status is Status.VOID else "result",
        number=f"{one.objective}.{one.plan.number}",
        text=one.plan.text,
        bar=_bar(progress, clock.expected, language),
        progress=show_progress(progress),
        owner=_word(one.word, language) if live else language.text(_STANDINGS[one.standing]),
        computed=_word(one.computed, language),
        updated=_day([one.value_day], language),
        score=show_score(score.score) if score else "",
        why=why_of(one, language),
    )


def why_of(one: KeyResultPace, language: Language) -> str:
    """Say why a key result stands out; an empty text where it does not."""
    points = str(round_half_up((one.behind or _F(0)) * 100, 0))
    parts = [
        language.text(REASON_WORDS[reason], points=points, days=one.still_days)
        if "{" in REASON_WORDS[reason]
        else language.text(REASON_WORDS[reason])
        for reason in one.reasons
    ]
    return language.listed(parts)


def show_progress(progress: Fraction | None) -> str:
    """Print progress as whole percents, a dash where there is none."""
    return "—" if progress is None else show_percent(round_half_up(progress, 2))


def _word(word: Status | None, language: Language) -> str:
    return language.text(STATUS_WORDS[word]) if word else "—"


def _day(days: Sequence[date | None], language: Language) -> str:
    known = [day for day in days if day is not None]
    if not known:
        return "—"
    last = max(known)
    if language.code == "zh":
        return last.strftime("%m-%d")
    return f"{last.day} {show_month(last, language, short=True)}"


def _bar(progress: Fraction | None, expected: Fraction, language: Language) -> Drawing | None:
    """Draw progress from 0 to 100%, with an upright at the expected one; None without progress."""
    if progress is None:
        return None
    shapes = [shape("track", _START, _F("0.7"), _WAY, _F("2.6"))]
    if progress > 0:
        shapes.append(shape("fill", _START, _F("1.1"), min(progress, _F(1)) * _WAY, _F("1.8")))
    shapes.append(shape("edge", _START, _F("0.4"), _F("0.25"), _F("3.2")))
    shapes.append(shape("edge", _START + _WAY, _F("0.4"), _F("0.25"), _F("3.2")))
    goal = _START + expected * _WAY
    if progress > expected:
        shapes.append(shape("halo", goal - _F("0.5"), _F("0.3"), _F(1), _F("3.4")))
    shapes.append(shape("goal", goal - _F("0.22"), _F(0), _F("0.45"), _F(4)))
    words = language.text(
        N_("progress {progress}, expected {expected}"),
        progress=show_progress(progress),
        expected=show_progress(expected),
    )
    return Drawing(words, mm(_F(28)), "4", tuple(shapes))


def short_text(text: str) -> str:
    """Give a key result's text in one or two lines, cut between words where it has some."""
    shown = cut(text, _LONGEST_TEXT)
    head, space, word = shown.rpartition(" ")
    whole = shown == text or text[len(shown) - 1] == " "
    return shown if whole or not space or len(word) > _LONGEST_TEXT // 4 else head + "…"
