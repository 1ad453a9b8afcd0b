"""The list of issued sheets, made anew from the roster and from what is in the folder."""

from collections.abc import Mapping
from pathlib import Path

from okrsheets.batch.lock import hold_workspace
from okrsheets.identity import sheet_id
from okrsheets.issuing.places import (
    index_path,
    language_of,
    other_sheets,
    sheet_path,
    state_of,
)
from okrsheets.issuing.tray import written_beside
from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.roster import Roster
from okrsheets.sheets.index_book import IndexBook, IndexLine, OtherFile, write_index_book
from okrsheets.sheets.names import safe_id
from okrsheets.workspace import Workspace

_JOINT = "_"


def write_index(workspace: Workspace, roster: Roster) -> Path:
    """Write the list of everybody on the roster, whoever was issued a sheet last; give its path.

    Raises:
        MachineError: it cannot be written, for example while it is open in Excel; an earlier one
            stays as it was.
    """
    path = index_path(workspace)
    places = {sheet_path(workspace, person): person for person in roster.people}
    book = IndexBook(
        organisation=workspace.settings.organisation,
        year=workspace.settings.year,
        language=load_language(workspace.settings.language),
        lines=[_line(workspace, roster, person, place) for place, person in places.items()],
        others=_others(workspace, places),
    )
    with hold_workspace(workspace.root), written_beside(path) as stream:
        write_index_book(book, stream)
    return path


def _line(workspace: Workspace, roster: Roster, person: Person, place: Path) -> IndexLine:
    return IndexLine(
        person=person,
        manager=roster.name_of(person.manager),
        language=language_of(workspace, person),
        state=state_of(place),
        path=_shown(workspace, place),
        sheet=sheet_id(workspace.key, person.id, workspace.settings.year),
    )


def _shown(workspace: Workspace, place: Path) -> str:
    return place.relative_to(workspace.sheets).as_posix()


def _others(workspace: Workspace, places: Mapping[Path, Person]) -> tuple[OtherFile, ...]:
    """Give the workbooks in nobody's place, with whose they are by the id in their name."""
    files = tuple(other_sheets(workspace.sheets, places))
    if not files:
        return ()
    ids = {safe_id(person.id): (person, place) for place, person in places.items()}
    return tuple(_other(workspace, file, ids) for file in files)


def _other(workspace: Workspace, file: Path, ids: Mapping[str, tuple[Person, Path]]) -> OtherFile:
    parts = file.stem.split(_JOINT)
    starts = (_JOINT.join(parts[:count]) for count in range(len(parts), 0, -1))
    found = next((ids[start] for start in starts if start in ids), None)
    person, place = found or (None, None)
    return OtherFile(_shown(workspace, file), person, _shown(workspace, place) if place else "")
