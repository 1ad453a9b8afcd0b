"""Where things are put for each person and department, and what is there already.

Names come from the roster alone, so that an issue of one person finds the same places as one of
everybody.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from okrsheets.errors import N_
from okrsheets.language import LANGUAGES, load_language
from okrsheets.model import Person
from okrsheets.sheets.index_book import SheetState
from okrsheets.sheets.names import safe_folder, sheet_file_name
from okrsheets.sheets.package import pack
from okrsheets.workspace import Workspace

INDEX_NAME = N_("_index.xlsx")
_FIRST_PART = "[Content_Types].xml"
_SHEETS = ".xlsx"
_OFFICE_LOCK = "~$"


def language_of(workspace: Workspace, person: Person) -> str:
    """Give the language of a person's sheet."""
    return person.language or workspace.settings.language


def sheet_path(workspace: Workspace, person: Person) -> Path:
    """Give where a person's sheet is issued: a folder a department, a file a person."""
    language = load_language(language_of(workspace, person))
    name = sheet_file_name(person, workspace.settings.year, language)
    return department_folder(workspace.sheets, person.department) / name


@cache
def department_folder(root: Path, department: tuple[str, ...]) -> Path:
    """Give a department's folder below `root`."""
    return root.joinpath(*map(safe_folder, department))


def index_path(workspace: Workspace) -> Path:
    """Give where the list of issued sheets is, named in the workspace's language."""
    return workspace.sheets / load_language(workspace.settings.language).text(INDEX_NAME)


def shared_folders(people: Sequence[Person]) -> tuple[tuple[str, ...], ...]:
    """Give the departments whose folders are one where upper and lower case are the same.

    Returns:
        Groups of department paths (`A/B`), in the roster's order.
    """
    alike: dict[str, dict[tuple[str, ...], None]] = {}
    for department in dict.fromkeys(person.department for person in people):
        folder = department_folder(Path(), department).as_posix()
        folded = unicodedata.normalize("NFC", folder.casefold())
        alike.setdefault(folded, {})[department] = None
    groups = (tuple("/".join(path) for path in group) for group in alike.values())
    return tuple(group for group in groups if len(group) > 1)


@cache
def _issued_head() -> bytes:
    """Give the bytes with which every workbook begins that okrsheets packed itself.

    They say that the first part has no date and that names are UTF-8. No spreadsheet program
    begins a file in just this way.
    """
    return pack({_FIRST_PART: b""}, {}).block[:14]


def state_of(path: Path) -> SheetState:
    """Tell what is in the place of a sheet, from its first bytes only."""
    head = _issued_head()
    try:
        with path.open("rb") as stream:
            same = stream.read(len(head)) == head
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return SheetState.NOT_ISSUED
    except OSError:  # held by the program that has it open
        return SheetState.CHANGED
    return SheetState.ISSUED if same else SheetState.CHANGED


def other_sheets(folder: Path, known: Mapping[Path, Person]) -> Iterator[Path]:
    """Yield the workbooks below a folder that are in nobody's place, in the order of paths."""
    lists = {folder / load_language(code).text(INDEX_NAME) for code in LANGUAGES}
    for path in sorted(folder.rglob(f"*{_SHEETS}")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        temporary = hidden or path.name.startswith(_OFFICE_LOCK)
        if path not in known and path not in lists and not temporary:
            yield path
