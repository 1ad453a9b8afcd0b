"""Everyone's year as reports and exports need it: one record for each line of the roster.

Scores are reckoned anew from the stored inputs, so they follow the settings of today, those of a
closed cycle its own; missing sheets are there with their state, so totals add up to the roster.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from okrsheets.batch.clock import here
from okrsheets.batch.refresh import is_set_aside, submission_of
from okrsheets.batch.rules import Rules, rules_of
from okrsheets.batch.scores import score_cycles, score_person_year
from okrsheets.batch.year import with_closings, without_closing
from okrsheets.errors import N_, DataError
from okrsheets.model import Cycle, FrozenPlan, Person, PersonYear
from okrsheets.store import CurrentSheet, StoreMode, open_store
from okrsheets.store.freezing import read_frozen
from okrsheets.store.reading import read_current
from okrsheets.workspace import Workspace


def load_year(workspace: Workspace, *, reopened: Cycle | None = None) -> tuple[PersonYear, ...]:
    """Give the year of every person, department and company on the roster, in its order.

    Every cycle of the year has a state: `not_submitted` where there is no sheet, `not_employed`
    where the person joined after its last day or left before its first. A stored sheet of other
    cycles than the company's is left out (`set_aside`). With `reopened`, as if that closed cycle
    were open.

    Raises:
        DataError: the roster has faults, or the database is damaged.
        UsageError: there is no roster, or the database is not one of this okrsheets.
    """
    roster = workspace.roster()
    stored = _read(workspace, rules_of(workspace, roster))
    rules = without_closing(stored.rules, reopened)
    years = (
        _person_year(person, roster.name_of(person.manager), stored.sheets.get(person.id), rules)
        for person in roster.people
    )
    return tuple(
        replace(year, frozen=frozen) if (frozen := stored.frozen.get(year.person.id)) else year
        for year in years
    )


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the store holds of a year: the rules with its closings, sheets, frozen plans."""

    rules: Rules
    sheets: Mapping[str, CurrentSheet]
    frozen: Mapping[str, Mapping[Cycle, FrozenPlan]]


def _read(workspace: Workspace, rules: Rules) -> _Stored:
    """Read everything of the year, without the sheets that are set aside."""
    if not workspace.database.exists():
        return _Stored(rules, {}, {})
    year = workspace.settings.year
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        sheets = {
            sheet.person: sheet
            for sheet in read_current(store, year)
            if not is_set_aside(sheet.identity, sheet.cells, rules)
        }
        frozen = {
            person: {cycle: replace(plan, at=here(plan.at)) for cycle, plan in plans.items()}
            for person, plans in read_frozen(store, year).items()
        }
        return _Stored(_local(with_closings(rules, store)), sheets, frozen)


def _local(rules: Rules) -> Rules:
    """Give the rules with the closings' moments as the clock here shows them, for people."""
    closings = {
        cycle: replace(one, closing=replace(one.closing, at=here(one.closing.at)))
        for cycle, one in rules.closings.items()
    }
    return replace(rules, closings=closings)


def not_on_roster(workspace: Workspace) -> tuple[str, ...]:
    """Give the ids of stored sheets that have no line on the roster any more, in order.

    They are kept and count nowhere; they count again as soon as the line is back.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no roster, or the database is not one of this okrsheets.
    """
    known = {person.id for person in workspace.roster().people}
    return tuple(sorted(_sheets(workspace).keys() - known))


def set_aside(workspace: Workspace) -> tuple[str, ...]:
    """Give the ids of stored sheets that have quarters where the company has months, or months.

    They are kept and count nowhere: what the company plans and scores now makes its year.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no roster, or the database is not one of this okrsheets.
    """
    rules = rules_of(workspace)
    found = _sheets(workspace).items()
    return tuple(sorted(p for p, s in found if is_set_aside(s.identity, s.cells, rules)))


def _sheets(workspace: Workspace) -> Mapping[str, CurrentSheet]:
    if not workspace.database.exists():
        return {}
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        return {sheet.person: sheet for sheet in read_current(store, workspace.settings.year)}


def _person_year(
    person: Person, manager_name: str, sheet: CurrentSheet | None, rules: Rules
) -> PersonYear:
    year = rules.year or 0
    if sheet is None:
        empty = score_person_year(year, (), person, rules)
        return PersonYear(person, manager_name, None, empty)
    submission = submission_of(sheet, rules)
    if submission is None:
        raise DataError(N_("the database holds a damaged identity; put the backup back"))
    scores = score_cycles(submission, rules)
    return PersonYear(
        person=person,
        manager_name=manager_name,
        submission=submission,
        year=score_person_year(year, scores, person, rules),
        received=here(sheet.received).date(),
        version=sheet.version,
    )
