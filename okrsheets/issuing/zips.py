"""A zip of sheets for each department, to hand on as one file.

One for each department that people stand in directly, so that everybody's sheet is in one zip
only. Sheets are workbooks, which are compressed already: they are stored, a piece at a time.
"""

import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from okrsheets.batch.lock import hold_workspace
from okrsheets.errors import N_
from okrsheets.issuing.places import sheet_path
from okrsheets.issuing.tray import written_beside
from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.roster import Roster
from okrsheets.sheets.names import safe_folder, safe_name
from okrsheets.workspace import Workspace

ZIP_FOLDER = "zip"
_NO_DEPARTMENT = N_("Without department")
_JOINT = " - "
_LONGEST_BYTES = 150
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644 << 16
_HASH = 6

Department = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartmentZip:
    """One department's zip: where it is and how many of its people's sheets are in it."""

    department: Department
    path: Path
    sheets: int
    people: int


def zip_departments(
    workspace: Workspace, roster: Roster, people: Sequence[Person]
) -> tuple[DepartmentZip, ...]:
    """Write a zip for each department of these people, with all sheets of it that are there.

    A department without any sheet gets none.

    Raises:
        MachineError: a zip or a sheet cannot be written or read; an earlier zip stays.
    """
    names = zip_names(workspace, roster)
    wanted = dict.fromkeys(person.department for person in people)
    with hold_workspace(workspace.root):
        made = (_zip(workspace, roster, department, names[department]) for department in wanted)
        return tuple(zipped for zipped in made if zipped.sheets)


def zip_names(workspace: Workspace, roster: Roster) -> Mapping[Department, str]:
    """Give the name of every department's zip; all different, also where case is ignored."""
    departments = dict.fromkeys(person.department for person in roster.people)
    names = {department: _name(workspace, department) for department in departments}
    alike = Counter(map(_folded, names.values()))
    return {
        department: name if alike[_folded(name)] == 1 else _marked(name, department)
        for department, name in names.items()
    }


def _marked(name: str, department: Department) -> str:
    digest = sha256("/".join(department).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}~{digest[:_HASH]}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _name(workspace: Workspace, department: Department) -> str:
    if not department:
        return load_language(workspace.settings.language).text(_NO_DEPARTMENT)
    whole = _JOINT.join(map(safe_folder, department))
    return safe_name(whole, _LONGEST_BYTES)


def _zip(workspace: Workspace, roster: Roster, department: Department, name: str) -> DepartmentZip:
    people = [person for person in roster.people if person.department == department]
    files = [path for person in people if (path := sheet_path(workspace, person)).is_file()]
    target = workspace.sheets / ZIP_FOLDER / f"{name}.zip"
    if files:
        with written_beside(target) as stream, ZipFile(stream, "w", ZIP_STORED) as package:
            for info, path in _entries(name, files):
                with path.open("rb") as source, package.open(info, "w") as entry:
                    shutil.copyfileobj(source, entry)
    return DepartmentZip(department, target, len(files), len(people))


def _entries(folder: str, files: Sequence[Path]) -> Iterator[tuple[ZipInfo, Path]]:
    """Yield each file with its entry: in a folder, so that unpacking spills nothing."""
    for path in sorted(files, key=lambda file: file.name):
        info = ZipInfo(f"{folder}/{path.name}", _NO_DATE)
        info.external_attr = _FILE_MODE
        info.file_size = path.stat().st_size
        yield info, path
