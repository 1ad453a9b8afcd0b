"""Reads from the store what sheets are issued with: people's content, objectives to support."""

from collections.abc import Collection, Mapping, Sequence

from okrsheets.issuing.offers import Offers, units_of
from okrsheets.issuing.prefill import StoredContent
from okrsheets.model import Person
from okrsheets.roster import Roster
from okrsheets.store import CurrentSheet, StoreMode, open_store
from okrsheets.store.reading import read_current
from okrsheets.workspace import Workspace


def read_content(workspace: Workspace, people: Sequence[Person]) -> StoredContent:
    """Read what these people have sent in so far.

    Raises:
        DataError: the database is damaged.
        UsageError: the database is not one of this okrsheets.
    """
    return StoredContent(_sheets_of(workspace, {person.id for person in people}))


def read_offers(workspace: Workspace, roster: Roster) -> Offers:
    """Read the objectives of the roster's departments and company.

    Raises:
        DataError: the database is damaged.
        UsageError: the database is not one of this okrsheets.
    """
    units = _sheets_of(workspace, units_of(roster))
    return Offers(roster, units, workspace.sheet_options.cycles)


def _sheets_of(workspace: Workspace, people: Collection[str]) -> Mapping[str, CurrentSheet]:
    if not people or not workspace.database.exists():
        return {}
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        sheets = read_current(store, workspace.settings.year, people=people)
        return {sheet.person: sheet for sheet in sheets}
