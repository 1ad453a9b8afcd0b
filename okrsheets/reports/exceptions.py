"""What in a pack wants talk: what is missing, at either end, off track, overruled, or dropped."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from okrsheets.analysis.groups import score_in
from okrsheets.analysis.plan_changes import PlanChanges, changes_of
from okrsheets.display import round_half_up, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, CycleState, PersonYear, ScoreSource, Status
from okrsheets.reports.counts import Pair, pairs_of
from okrsheets.reports.figures import show_date
from okrsheets.reports.pack_records import CaseGroup, CaseLine
from okrsheets.reports.people import find_cycle
from okrsheets.reports.quarterly import find_sheet
from okrsheets.reports.records import ReportContext
from okrsheets.reports.words import SOURCE_WORDS, STATE_WORDS, STATUS_WORDS, cycle_label

FAR_APART = Fraction(1, 10)
_FEWEST_SHORT = 4
"""Fewer than this stand in an ordinary list: a row of three would be left mostly empty."""
_DONE = (CycleState.SCORED, CycleState.VOID, CycleState.NOT_EMPLOYED)
_Numbered = tuple[PersonYear, str, Pair]


class CaseKind(StrEnum):
    """Why something wants talk, in the order in which it is best talked about."""

    UNSCORED = "unscored"
    NO_PROGRESS = "no_progress"
    OFF_TRACK = "off_track"
    ZERO = "zero"
    CHANGED = "changed"
    OVERRULED = "overruled"
    APART = "apart"
    VOID = "void"
    FULL_MARKS = "full_marks"


CASE_TITLES: Mapping[CaseKind, str] = MappingProxyType(
    {
        CaseKind.UNSCORED: N_("No score yet"),
        CaseKind.NO_PROGRESS: N_("No progress: a score of 0.00"),
        CaseKind.OFF_TRACK: N_("At risk or off track"),
        CaseKind.ZERO: N_("Key results at 0.00, neither at risk nor off track by their status"),
        CaseKind.CHANGED: N_("Plan changed since it was frozen"),
        CaseKind.OVERRULED: N_("Final score more than 0.1 from the computed one"),
        CaseKind.APART: N_("Self and reviewer score more than 0.1 apart"),
        CaseKind.VOID: N_("Void key results"),
        CaseKind.FULL_MARKS: N_("Full marks: a score of 1.00"),
    }
)
CASE_HEADS: Mapping[CaseKind, str] = MappingProxyType(
    {
        CaseKind.UNSCORED: N_("No score yet"),
        CaseKind.NO_PROGRESS: N_("Scored 0.00"),
        CaseKind.OFF_TRACK: N_("At risk, off track"),
        CaseKind.ZERO: N_("Others at 0.00"),
        CaseKind.CHANGED: N_("Plan changed"),
        CaseKind.OVERRULED: N_("Far from computed"),
        CaseKind.APART: N_("Self ≠ reviewer"),
        CaseKind.VOID: N_("Void"),
        CaseKind.FULL_MARKS: N_("Scored 1.00"),
    }
)
_REASONS: Mapping[CaseKind, str] = MappingProxyType(
    {
        CaseKind.NO_PROGRESS: N_("scored 0.00"),
        CaseKind.OFF_TRACK: N_("{number} at risk or off track"),
        CaseKind.ZERO: N_("{number} at 0.00"),
        CaseKind.CHANGED: N_("plan changed"),
        CaseKind.OVERRULED: N_("{number} far from the computed score"),
        CaseKind.APART: N_("{number} with self and reviewer apart"),
        CaseKind.VOID: N_("{number} void"),
        CaseKind.FULL_MARKS: N_("scored 1.00"),
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """Something of a person's that wants talk, as it is printed."""

    kind: CaseKind
    person: str
    line: CaseLine


def cycles_in(person: PersonYear, cycle: Cycle) -> tuple[Cycle, ...]:
    """Give the scored cycles that a report of `cycle` covers: itself, or all of the year."""
    return tuple(c.cycle for c in person.year.cycles) if cycle.kind == "Y" else (cycle,)


def find_cases(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[Case, ...]:
    """Find what wants talk, kind after kind, each in the order of the people."""
    numbered = list(_numbered(people, cycle, context))
    found: list[Case] = []
    for kind in CaseKind:
        if kind in _OF_KEY_RESULTS:
            found += _of_key_results(kind, numbered, context.language)
        elif kind is CaseKind.CHANGED:
            found += _of_plans(people, cycle, context)
        else:
            found += _of_people(kind, people, cycle, context.language)
    nothing = {case.person for case in found if case.kind is CaseKind.NO_PROGRESS}
    return tuple(c for c in found if c.kind is not CaseKind.ZERO or c.person not in nothing)


def build_exceptions(
    cases: Sequence[Case], context: ReportContext, leaf: Callable[[str], tuple[str, str]]
) -> tuple[CaseGroup, ...]:
    """Give a heading with its lines for every kind that has a case.

    Args:
        cases: what wants talk.
        context: the report's.
        leaf: gives the anchor and the page of a person's pages by the person's id.
    """
    groups = []
    for kind, title in CASE_TITLES.items():
        lines = []
        for case in cases:
            if case.kind is kind:
                anchor, page = leaf(case.person)
                lines.append(replace(case.line, anchor=anchor, page=page))
        if lines:
            short = kind in _SHORT and len(lines) >= _FEWEST_SHORT
            groups.append(CaseGroup(context.language.text(title), tuple(lines), short))
    return tuple(groups)


def reasons_of(person: str, cases: Sequence[Case], context: ReportContext) -> tuple[str, ...]:
    """Say in short why a person is talked about first; nothing where nothing wants talk."""
    own = [case for case in cases if case.person == person]
    numbers = Counter(case.kind for case in own)
    unscored = [case.line.what for case in own if case.kind is CaseKind.UNSCORED]
    others = [
        context.language.text(_REASONS[kind], number=numbers[kind])
        for kind in CaseKind
        if numbers[kind] and kind in _REASONS
    ]
    return (*unscored, *others)


def gravity_of(person: str, cases: Sequence[Case]) -> int:
    """Give the place of a person's gravest matter in `CaseKind`; beyond all of them without any."""
    kinds = list(CaseKind)
    return min((kinds.index(c.kind) for c in cases if c.person == person), default=len(kinds))


def _of_people(
    kind: CaseKind, people: Sequence[PersonYear], cycle: Cycle, language: Language
) -> Iterator[Case]:
    for person in people:
        score, who = score_in(person, cycle), person.person
        if kind is CaseKind.UNSCORED and score.score is None and score.state not in _DONE:
            yield Case(kind, who.id, CaseLine(who.name, language.text(STATE_WORDS[score.state])))
        elif (
            kind in _ENDS and score.score is not None and round_half_up(score.score) == _ENDS[kind]
        ):
            yield Case(kind, who.id, CaseLine(who.name, who.title, score=show_score(score.score)))


def _of_plans(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> Iterator[Case]:
    for person, changes in changes_of(people, cycle, context.policies):
        label = f"{cycle_label(changes.cycle, context)} " if cycle.kind == "Y" else ""
        yield Case(CaseKind.CHANGED, person.person.id, _changed(person, changes, label, context))


def _changed(
    person: PersonYear, changes: PlanChanges, label: str, context: ReportContext
) -> CaseLine:
    """Say how many lines of a plan changed, and what either plan is scored at."""
    language = context.language
    what = language.count(
        "{number} line changed since the freeze of {day}",
        "{number} lines changed since the freeze of {day}",
        len(changes.lines),
        day=show_date(changes.at.date(), language),
    )
    present = show_score(changes.present.score)
    note = language.text(
        N_("Score of the frozen plan {frozen}, of the plan as it stands {present}"),
        frozen=show_score(changes.frozen.score) or "—",
        present=present or "—",
    )
    return CaseLine(person.person.name, label + what, note, present)


def _numbered(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> Iterator[_Numbered]:
    for person in people:
        for part in cycles_in(person, cycle):
            sheet, score = find_sheet(person, part), find_cycle(person, part)
            if not score.objectives:
                continue
            label = f"{cycle_label(part, context)} " if cycle.kind == "Y" else ""
            numbers = [
                f"{label}{o.number}.{k.number}" for o in sheet.objectives for k in o.key_results
            ]
            pairs = pairs_of(sheet, score)
            yield from ((person, n, pair) for n, pair in zip(numbers, pairs, strict=True))


def _of_key_results(
    kind: CaseKind, numbered: Sequence[_Numbered], language: Language
) -> Iterator[Case]:
    for person, number, pair in numbered:
        said = _OF_KEY_RESULTS[kind](pair, language)
        if said:
            score = show_score(pair[1].score)
            line = CaseLine(person.person.name, pair[0].text, said, score, number=number)
            yield Case(kind, person.person.id, line)


def _with_reason(said: str, pair: Pair, language: Language) -> str:
    if not pair[0].reason:
        return said
    return language.text(N_("{label}: {text}"), label=said, text=pair[0].reason)


def _off_track(pair: Pair, language: Language) -> str:
    status = pair[0].status
    if status not in (Status.AT_RISK, Status.OFF_TRACK):
        return ""
    return _with_reason(language.text(STATUS_WORDS[status]), pair, language)


def _zero(pair: Pair, language: Language) -> str:
    """Say the reason of a score of 0.00 that its status does not tell of."""
    status, score = pair[0].status, pair[1].score
    if score is None or round_half_up(score) or status in (Status.AT_RISK, Status.OFF_TRACK):
        return ""
    return pair[0].reason or language.text(N_("no reason given"))


def _void(pair: Pair, language: Language) -> str:
    del language
    return (pair[0].reason or "—") if pair[1].void else ""


def _overruled(pair: Pair, language: Language) -> str:
    score = pair[1]
    if score.score is None or score.computed is None or score.source is None:
        return ""
    if abs(score.score - score.computed) <= FAR_APART:
        return ""
    text = language.text(
        N_("{source} {score}, computed {computed}"),
        source=language.text(SOURCE_WORDS[score.source]),
        score=show_score(score.score),
        computed=show_score(score.computed),
    )
    return _with_reason(text, pair, language)


def _apart(pair: Pair, language: Language) -> str:
    own, reviewer = pair[0].self_score, pair[0].reviewer_score
    if own is None or reviewer is None or pair[1].void:
        return ""
    if abs(Fraction(own) - Fraction(reviewer)) <= FAR_APART:
        return ""
    text = language.text(
        N_("{source} {score}, {other} {second}"),
        source=language.text(SOURCE_WORDS[ScoreSource.SELF]),
        score=show_score(own),
        other=language.text(SOURCE_WORDS[ScoreSource.REVIEWER]),
        second=show_score(reviewer),
    )
    return _with_reason(text, pair, language)


_ENDS: Mapping[CaseKind, int] = MappingProxyType({CaseKind.NO_PROGRESS: 0, CaseKind.FULL_MARKS: 1})
_SHORT = (CaseKind.UNSCORED, CaseKind.NO_PROGRESS, CaseKind.FULL_MARKS)
_OF_KEY_RESULTS: Mapping[CaseKind, Callable[[Pair, Language], str]] = MappingProxyType(
    {
        CaseKind.OFF_TRACK: _off_track,
        CaseKind.ZERO: _zero,
        CaseKind.OVERRULED: _overruled,
        CaseKind.APART: _apart,
        CaseKind.VOID: _void,
    }
)
