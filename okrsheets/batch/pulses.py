"""Gives people's years how their key results moved: read in one pass a cycle, for reports.

Kept small: a few numbers for each key result, not what was read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from okrsheets.analysis.pulses import pulses_of
from okrsheets.batch.paces import History, load_history
from okrsheets.batch.year import fiscal_start_of
from okrsheets.model import Cycle, KeyResultPlace, PersonYear, Pulse
from okrsheets.periods import cycle_dates
from okrsheets.workspace import Workspace


def with_pulses(
    workspace: Workspace, years: Sequence[PersonYear], cycle: Cycle
) -> tuple[PersonYear, ...]:
    """Give the years with the pulses of a cycle, or of all cycles of the year.

    Raises:
        UsageError: the database is not one of this okrsheets.
    """
    wanted = [year.person.id for year in years if year.submission is not None]
    found: dict[str, dict[KeyResultPlace, Pulse]] = {who: {} for who in wanted}
    for one in _cycles(years, cycle):
        history = load_history(workspace, one, wanted)
        days = cycle_dates(one, fiscal_start_of(workspace, one))
        for year in years:
            if year.person.id in found and _may_move(year, history):
                known = history.known(year, one)
                found[year.person.id] |= pulses_of(year, one, known, days=days)
    return tuple(
        replace(year, pulses=mine) if (mine := found.get(year.person.id)) else year
        for year in years
    )


def _may_move(year: PersonYear, history: History) -> bool:
    """Tell whether there may be more than one point: check-ins, or more than one stored sheet."""
    who, check_ins = year.person.id, year.submission.check_ins if year.submission else ()
    return bool(check_ins or who in history.check_ins or len(history.tabs.get(who, ())) > 1)


def _cycles(years: Sequence[PersonYear], cycle: Cycle) -> Iterable[Cycle]:
    """Give the cycles to read: of a year those that anybody has a sheet for."""
    if cycle.kind != "Y":
        return (cycle,)
    sheets = (sheet for year in years if year.submission for sheet in year.submission.cycles)
    return dict.fromkeys(sheet.cycle for sheet in sheets)
