"""The heat map of a pack: people by objectives, or by cycles for the year.

Four kinds of "no number" stay apart: a real 0.00, not scored yet, not applicable, not submitted.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from okrsheets.analysis.groups import figures_of, score_in
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.model import Cycle, CycleScore, CycleState, Kind, PersonYear, YearScore
from okrsheets.reports.grouping import grouped, persons_of
from okrsheets.reports.key_results import objective_chip
from okrsheets.reports.pack_records import HeatGroup, HeatMap, HeatRow
from okrsheets.reports.people import find_cycle
from okrsheets.reports.records import ReportContext, ScoreCell
from okrsheets.reports.words import cycle_label, none_chip, score_chip, state_chip

MOST_WIDE = 6
"""Columns that have room for words; beyond, months of one state share a cell."""
_SEVERAL = 2
_WHOLE_ROW = (
    CycleState.NOT_SUBMITTED,
    CycleState.EMPTY,
    CycleState.NOT_EMPLOYED,
)


def build_maps(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[HeatMap, ...]:
    """Give the heat maps of a department's people: over the year's cycles, then by objective.

    Under the first stands the people's mean: by cycle it says something, by objective it does not.
    """
    course = course_map(people, cycle, context)
    course = replace(course, groups=(*course.groups, *_mean_group(people, cycle, context)))
    if cycle.kind == "Y":
        return (course,)
    objectives = _objective_map(people, cycle, context)
    return (course, objectives) if len(course.heads) > 1 else (objectives,)


def course_map(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> HeatMap:
    """Give people by cycle: all of the year with its score, or the cycles up to this one."""
    heads = course_heads(people, cycle, context)
    wide = len(heads) > MOST_WIDE
    return HeatMap(
        title=course_title(cycle, context),
        corner=context.language.text(N_("Name")),
        heads=heads,
        band="" if wide else context.language.text(N_("Band")),
        groups=_groups(people, cycle, lambda person: _course_row(person, cycle, context)),
        note=_course_note(context, wide=wide),
    )


def _mean_group(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[HeatGroup, ...]:
    """Give the row of the people's mean by cycle, where there are several people with a score."""
    persons = persons_of(people)
    columns = course_cycles(people, cycle)
    cycles = (*columns, cycle) if cycle.kind == "Y" else columns
    figures = [figures_of(persons, c) for c in cycles]
    if max((f.n for f in figures), default=0) < _SEVERAL:
        return ()
    own = context.of(score_in(persons[0], cycle))
    cells = [
        ScoreCell(
            "" if len(cycles) > MOST_WIDE else f"n {f.n}",
            show_score(f.mean),
            score_chip(f.mean, own.policies, context.language),
            current=c == cycle,
        )
        for c, f in zip(cycles, figures, strict=True)
    ]
    name = context.language.text(N_("Mean of the people"))
    return (HeatGroup("", (HeatRow(name, "", tuple(cells), cells[-1].chip, mean=True),)),)


def course_title(cycle: Cycle, context: ReportContext) -> str:
    """Give the heading of a map over cycles."""
    word = N_("Scores by month") if cycle.kind == "M" else N_("Scores by quarter")
    return context.language.text(N_("Scores of the year") if cycle.kind == "Y" else word)


def course_cycles(people: Sequence[PersonYear], cycle: Cycle) -> tuple[Cycle, ...]:
    """Give the cycles of the year, or those up to this one."""
    known = people[0].year.cycles if people else ()
    cycles = tuple(score.cycle for score in known)
    return cycles if cycle.kind == "Y" else tuple(c for c in cycles if c.number <= cycle.number)


def course_heads(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> tuple[str, ...]:
    """Give the headings of a map over cycles; the year's own comes last."""
    own = context.of(score_in(people[0], cycle)) if people else context
    labels = [cycle_label(c, own) for c in course_cycles(people, cycle)]
    return (*labels, context.language.text(N_("Overall"))) if cycle.kind == "Y" else tuple(labels)


def _objective_map(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> HeatMap:
    language = context.language
    most = max((_objectives(p, cycle) for p in people), default=0)
    heads = (*[f"O{number}" for number in range(1, most + 1)], language.text(N_("Overall")))
    return HeatMap(
        title=language.text(N_("Scores by objective")),
        corner=language.text(N_("Name")),
        heads=heads,
        band="" if len(heads) > MOST_WIDE else language.text(N_("Band")),
        groups=_groups(people, cycle, lambda p: _cycle_row(p, cycle, len(heads), context)),
        note=language.text(
            N_(
                "0.00 is a score of 0. “—” has objectives and no score yet. “n/a” has no such "
                "objective. “Not submitted” is a whole sheet that has not come in."
            )
        ),
    )


def _objectives(person: PersonYear, cycle: Cycle) -> int:
    numbers = [o.number for o in find_cycle(person, cycle).objectives]
    return max(numbers, default=0)


def _groups(
    people: Sequence[PersonYear], cycle: Cycle, row_of: Callable[[PersonYear], HeatRow]
) -> tuple[HeatGroup, ...]:
    """Give a group for each sub-department, in it the sheets of departments, then by score."""
    return tuple(
        HeatGroup(
            group.title,
            tuple(map(row_of, sorted(group.people, key=lambda p: place_in_rows(p, cycle)))),
        )
        for group in grouped(people)
    )


def _course_note(context: ReportContext, *, wide: bool) -> str:
    if wide:
        return context.language.text(
            N_(
                "0.00 is a score of 0. “—” has no score yet, “×” is void or excused, “n/a” is "
                "a month without employment. Words over several months hold for each of them."
            )
        )
    return context.language.text(
        N_(
            "0.00 is a score of 0. “—” has objectives and no score yet. “Not submitted” is "
            "a whole sheet that has not come in."
        )
    )


def place_in_rows(person: PersonYear, cycle: Cycle) -> tuple[bool, bool, float, str]:
    """Give by what a group's rows are sorted: its sheets, then people from the best score."""
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


def _course_row(person: PersonYear, cycle: Cycle, context: ReportContext) -> HeatRow:
    name, title, year = person.person.name, person.person.title, cycle.kind == "Y"
    scores = [find_cycle(person, c) for c in course_cycles((person,), cycle)]
    cells = [_cycle_cell(score, cycle, context) for score in scores]
    totals = [_total_cell(person.year, context)] if year else []
    own = score_in(person, cycle)
    chip = state_chip(own.state, own.score, context.of(own).policies, context.language)
    if len(cells) + len(totals) <= MOST_WIDE:
        return HeatRow(name, title, (*cells, *totals), totals[0].chip if year else chip)
    if own.state in _WHOLE_ROW and len({cell.chip for cell in cells}) == 1:
        whole = replace(cells[0], span=len(cells) + len(totals))
        return HeatRow(name, title, (whole,), chip)
    if year and person.year.score is None:
        totals = [replace(totals[0], text=totals[0].chip.mark or "—")]
    return HeatRow(name, title, (*_joined(cells, scores, context), *totals), chip)


def _cycle_cell(score: CycleScore, cycle: Cycle, context: ReportContext) -> ScoreCell:
    policies = context.of(score).policies
    chip = state_chip(score.state, score.score, policies, context.language)
    own = score.cycle == cycle
    return ScoreCell("", show_score(score.score) or chip.word, chip, current=own)


def _joined(
    cells: Sequence[ScoreCell], scores: Sequence[CycleScore], context: ReportContext
) -> list[ScoreCell]:
    """Have neighbouring months of one state without a score share a cell, as wide as they are.

    A single month has room for a mark only.
    """
    pairs = zip(cells, scores, strict=True)
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
