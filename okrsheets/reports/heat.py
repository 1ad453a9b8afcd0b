"""The heat map of a pack: people by objectives, or by cycles for the year.

Four kinds of "no number" stay apart: a real 0.00, not scored yet, not applicable, not submitted.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from okrsheets.analysis.groups import score_in
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.model import Cycle, CycleScore, CycleState, Kind, PersonYear, YearScore
from okrsheets.reports.key_results import objective_chip
from okrsheets.reports.pack_records import HeatRow
from okrsheets.reports.people import find_cycle
from okrsheets.reports.records import ReportContext, ScoreCell
from okrsheets.reports.words import cycle_label, none_chip, score_chip, state_chip

MOST_WIDE = 6
"""Columns that have room for words; beyond, months of one state share a cell."""
_WHOLE_ROW = (
    CycleState.NOT_SUBMITTED,
    CycleState.EMPTY,
    CycleState.NOT_EMPLOYED,
)


def heat_heads(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[str, ...]:
    """Give the headings of the score columns, the total's last."""
    total = context.language.text(N_("Overall"))
    if cycle.kind == "Y":
        cycles = people[0].year.cycles if people else ()
        return (*[cycle_label(c.cycle, context.of(c)) for c in cycles], total)
    most = max((_objectives(p, cycle) for p in people), default=0)
    return (*[f"O{number}" for number in range(1, most + 1)], total)


def _objectives(person: PersonYear, cycle: Cycle) -> int:
    numbers = [o.number for o in find_cycle(person, cycle).objectives]
    return max(numbers, default=0)


def heat_rows(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[HeatRow, ...]:
    """Give one row a person: own sheets of departments first, then by score, the missing last."""
    width = len(heat_heads(people, cycle, context))
    ordered = sorted(people, key=lambda p: _place(p, cycle))
    if cycle.kind == "Y":
        return tuple(_year_row(person, context) for person in ordered)
    return tuple(_cycle_row(person, cycle, width, context) for person in ordered)


def heat_note(cycle: Cycle, heads: Sequence[str], context: ReportContext) -> str:
    """Say what the cells without a score mean."""
    if cycle.kind == "Y" and len(heads) > MOST_WIDE:
        return context.language.text(
            N_(
                "0.00 is a score of nought. “—” has no score yet, “×” is void or excused, “n/a” is "
                "a month without employment. Words over several months hold for each of them."
            )
        )
    return context.language.text(
        N_(
            "0.00 is a score of nought. “—” has objectives and no score yet. “n/a” has no such "
            "objective. “Not submitted” is a whole sheet that has not come in."
        )
    )


def _place(person: PersonYear, cycle: Cycle) -> tuple[bool, bool, float, str]:
    score = score_in(person, cycle).score
    return (
        person.person.kind is Kind.PERSON,
        score is None,
        -float(score or 0),
        person.person.id,
    )


def _cycle_row(person: PersonYear, cycle: Cycle, width: int, context: ReportContext) -> HeatRow:
    score = find_cycle(person, cycle)
    context = context.of(score)
    chip = state_chip(score.state, score.score, context.policies, context.language)
    if score.state in _WHOLE_ROW or (score.state is CycleState.VOID and not score.objectives):
        whole = ScoreCell("", chip.word, chip, span=width)
        return HeatRow(person.person.name, person.person.title, (whole,), chip)
    by_number = {o.number: o for o in score.objectives}
    cells = []
    for number in range(1, width):
        objective = by_number.get(number)
        if objective is None:
            none = none_chip(context.language)
            cells.append(ScoreCell("", none.word, none))
        else:
            own = objective_chip(objective, context)
            cells.append(ScoreCell("", show_score(objective.score) or own.word, own))
    cells.append(_total_cell(score, context))
    return HeatRow(person.person.name, person.person.title, tuple(cells), chip)


def _total_cell(score: CycleScore | YearScore, context: ReportContext) -> ScoreCell:
    context = context.of(score)
    chip = (
        score_chip(score.score, context.policies, context.language)
        if score.score is not None
        else state_chip(score.state, None, context.policies, context.language)
    )
    if score.score is None and chip.mark:
        return ScoreCell("", "", chip, current=True)
    return ScoreCell("", show_score(score.score) or chip.word, chip, current=True)


def _year_row(person: PersonYear, context: ReportContext) -> HeatRow:
    name, title = person.person.name, person.person.title
    cells = [_cycle_cell(score, context) for score in person.year.cycles]
    total = _total_cell(person.year, context)
    if len(cells) < MOST_WIDE:
        return HeatRow(name, title, (*cells, total), total.chip)
    if person.year.state in _WHOLE_ROW and len({cell.chip for cell in cells}) == 1:
        whole = replace(cells[0], span=len(cells) + 1)
        return HeatRow(name, title, (whole,), total.chip)
    total = total if person.year.score is not None else replace(total, text=total.chip.mark or "—")
    return HeatRow(name, title, (*_joined(cells, person, context), total), total.chip)


def _cycle_cell(score: CycleScore, context: ReportContext) -> ScoreCell:
    policies = context.of(score).policies
    chip = state_chip(score.state, score.score, policies, context.language)
    return ScoreCell("", show_score(score.score) or chip.word, chip)


def _joined(
    cells: Sequence[ScoreCell], person: PersonYear, context: ReportContext
) -> list[ScoreCell]:
    """Have neighbouring months of one state without a score share a cell, as wide as they are.

    A single month has room for a mark only.
    """
    pairs = zip(cells, person.year.cycles, strict=True)
    found: list[ScoreCell] = []
    for scored, group in groupby(pairs, lambda pair: (pair[1].score is not None, pair[0].chip)):
        run = [cell for cell, _ in group]
        if scored[0]:
            found += run
        elif len(run) > 1:
            found.append(replace(run[0], span=len(run)))
        else:
            found.append(replace(run[0], text=_short(run[0], context)))
    return found


def _short(cell: ScoreCell, context: ReportContext) -> str:
    """Give what one narrow cell says of a month without a score."""
    if cell.chip.mark:
        return ""
    return none_chip(context.language).word if cell.chip.code == "none" else "—"
