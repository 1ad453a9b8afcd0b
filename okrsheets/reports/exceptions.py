"""What in a pack wants talk: what is missing, what was dropped, what is off track, what differs."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from okrsheets.analysis.groups import score_in
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.model import Cycle, CycleState, PersonYear, Status
from okrsheets.reports.counts import Pair, pairs_of
from okrsheets.reports.pack_records import CaseGroup
from okrsheets.reports.people import find_cycle
from okrsheets.reports.quarterly import find_sheet
from okrsheets.reports.records import Fact, ReportContext
from okrsheets.reports.words import SOURCE_WORDS, STATE_WORDS, STATUS_WORDS, cycle_label

_FAR_APART = Fraction(1, 10)
_DONE = (CycleState.SCORED, CycleState.VOID, CycleState.NOT_EMPLOYED)
Case = tuple[PersonYear, str, Pair]


def cycles_in(person: PersonYear, cycle: Cycle) -> tuple[Cycle, ...]:
    """Give the scored cycles that a report of `cycle` covers: itself, or all of the year."""
    return tuple(c.cycle for c in person.year.cycles) if cycle.kind == "Y" else (cycle,)


def build_exceptions(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[CaseGroup, ...]:
    """Give the groups that have a case, in the order in which they are best talked about."""
    cases = _cases(people, cycle, context)
    groups = (
        _group(N_("No score yet"), _missing(people, cycle, context), context),
        _group(N_("At risk or off track"), _off_track(cases, context), context),
        _group(N_("Void key results"), _void(cases), context),
        _group(
            N_("Final score more than 0.1 from the computed one"), _apart(cases, context), context
        ),
    )
    return tuple(group for group in groups if group.lines)


def _group(title: str, lines: list[Fact], context: ReportContext) -> CaseGroup:
    return CaseGroup(context.language.text(title), tuple(lines))


def _cases(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> list[Case]:
    found = []
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
            found += [(person, n, pair) for n, pair in zip(numbers, pairs, strict=True)]
    return found


def _missing(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> list[Fact]:
    return [
        Fact(p.person.name, context.language.text(STATE_WORDS[score_in(p, cycle).state]))
        for p in people
        if score_in(p, cycle).score is None and score_in(p, cycle).state not in _DONE
    ]


def _lines(cases: list[Case], wanted: Callable[[Pair], str]) -> list[Fact]:
    return [
        Fact(person.person.name, f"{number} {pair[0].text}", said)
        for person, number, pair in cases
        if (said := wanted(pair))
    ]


def _off_track(cases: list[Case], context: ReportContext) -> list[Fact]:
    language = context.language

    def said(pair: Pair) -> str:
        status = pair[0].status
        if status not in (Status.AT_RISK, Status.OFF_TRACK):
            return ""
        word = language.text(STATUS_WORDS[status])
        if not pair[0].reason:
            return word
        return language.text(N_("{label}: {text}"), label=word, text=pair[0].reason)

    return _lines(cases, said)


def _void(cases: list[Case]) -> list[Fact]:
    return _lines(cases, lambda pair: (pair[0].reason or "—") if pair[1].void else "")


def _apart(cases: list[Case], context: ReportContext) -> list[Fact]:
    language = context.language

    def said(pair: Pair) -> str:
        score = pair[1]
        if score.score is None or score.computed is None or score.source is None:
            return ""
        if abs(score.score - score.computed) <= _FAR_APART:
            return ""
        text = language.text(
            N_("{source} {score}, computed {computed}"),
            source=language.text(SOURCE_WORDS[score.source]),
            score=show_score(score.score),
            computed=show_score(score.computed),
        )
        if not pair[0].reason:
            return text
        return language.text(N_("{label}: {text}"), label=text, text=pair[0].reason)

    return _lines(cases, said)
