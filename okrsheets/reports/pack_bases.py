"""What the figures of a pack's summary rest on: whose key results, and which scores' mean.

Source: docs/method.md, "Reports".
"""

from collections.abc import Sequence

from okrsheets.analysis.groups import mean_of, score_in
from okrsheets.errors import N_
from okrsheets.model import Cycle, PersonYear
from okrsheets.reports.exceptions import cycles_in
from okrsheets.reports.grouping import grouped, is_person, persons_of
from okrsheets.reports.heat import place_in_rows
from okrsheets.reports.people import find_cycle
from okrsheets.reports.records import ReportContext
from okrsheets.reports.traces import trace_mean

MOST_TERMS = 15
"""Scores whose mean is reckoned on the page: two lines of it at the most."""


def sheets_note(everyone: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> str:
    """Say on how many sheets the counted key results stand, and whose those are."""
    having = [p for p in everyone if _has_key_results(p, cycle)]
    people = len(persons_of(having))
    units = len(having) - people
    text = context.language.text
    if not having:
        return ""
    if not units:
        return text(N_("Sheets with key results: {number}, all of people."), number=people)
    return text(
        N_(
            "Sheets with key results: {number}; of people {people}, of departments and the "
            "company {units}."
        ),
        number=len(having),
        people=people,
        units=units,
    )


def _has_key_results(person: PersonYear, cycle: Cycle) -> bool:
    parts = (find_cycle(person, part) for part in cycles_in(person, cycle))
    return any(objective.key_results for part in parts for objective in part.objectives)


def mean_trace(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> str:
    """Give the reckoning of the people's mean, in the order of the rows of the heat map.

    Nothing where there are too many; the note of the map says then what the mean is of.
    """
    rows = [
        person
        for group in grouped(people)
        for person in sorted(group.people, key=lambda one: place_in_rows(one, cycle))
        if is_person(person)
    ]
    scores = [score for row in rows if (score := score_in(row, cycle).score) is not None]
    if len(scores) > MOST_TERMS:
        return ""
    name = context.language.text(N_("Mean score"))
    return trace_mean(name, [(None, score) for score in scores], mean_of(scores), context.language)
