"""A workspace: the folder that holds one organisation's year, from settings to reports.

Knows where things are and nothing about what is in them, but for the settings and the key.
The key signs the score sheets; it is made once, readable by its owner only.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from okrsheets.errors import N_, UsageError
from okrsheets.language import LANGUAGES, load_language
from okrsheets.model import Policies
from okrsheets.roster import Roster, read_roster, write_roster_form
from okrsheets.settings import (
    SETTINGS_FILE,
    Settings,
    build_settings,
    parse_settings,
    read_settings,
)
from okrsheets.settings.text import change_settings, write_settings
from okrsheets.shape import MONTHS, QUARTERS, SheetOptions

KEY_FILE = ".okrsheets-key"
ROSTER_NAMES = ("roster.xlsx", "roster.csv")
FOLDERS = ("sheets", "inbox", "returned", "reports")
_KEY_BYTES = 32
_LETTERS = "letter.*.txt"


@dataclass(frozen=True)
class Workspace:
    """An opened workspace. `key` signs the identity of the sheets it issues."""

    root: Path
    settings: Settings
    key: bytes

    @property
    def sheets(self) -> Path:
        """The folder of issued score sheets."""
        return self.root / "sheets"

    @property
    def inbox(self) -> Path:
        """The folder where returned sheets are put."""
        return self.root / "inbox"

    @property
    def returned(self) -> Path:
        """The folder of marked-up copies to send back."""
        return self.root / "returned"

    @property
    def reports(self) -> Path:
        """The folder of PDF reports."""
        return self.root / "reports"

    @property
    def mail(self) -> Path:
        """The folder of draft e-mails, and of the letters they are written from."""
        return self.root / "mail"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "okrsheets.db"

    @property
    def originals(self) -> Path:
        """The folder of the returned files as they came, named by their SHA-256."""
        return self.root / "originals"

    @property
    def roster_file(self) -> Path:
        """The roster's file.

        Raises:
            UsageError: there is none, or there are two.
        """
        found = [self.root / name for name in ROSTER_NAMES if (self.root / name).is_file()]
        if not found:
            raise UsageError(
                N_("{folder} has no roster: put roster.xlsx or roster.csv there"), folder=self.root
            )
        if len(found) > 1:
            raise UsageError(
                N_("{folder} has both roster.xlsx and roster.csv: keep the right one only"),
                folder=self.root,
            )
        return found[0]

    @property
    def policies(self) -> Policies:
        """The policies of scoring."""
        return self.settings.policies()

    @property
    def sheet_options(self) -> SheetOptions:
        """The shape of the score sheet."""
        shape = self.settings.sheet
        return SheetOptions(
            objectives=shape.objectives,
            key_results=shape.key_results,
            cycles=MONTHS if shape.cycles == "months" else QUARTERS,
            left_out=shape.leave_out,
            objective_weights=shape.objective_weights,
            check_ins=shape.check_ins,
        )

    def roster(self) -> Roster:
        """Read the roster.

        Raises:
            DataError: the roster has faults; names them all.
            UsageError: there is no roster, or there are two.
        """
        return read_roster(self.roster_file)


def open_workspace(path: Path) -> Workspace:
    """Open the workspace in this folder.

    Raises:
        UsageError: it is not a workspace, its settings are wrong, or its key is missing.
    """
    root = path.resolve()
    settings = read_settings(root / SETTINGS_FILE)
    return Workspace(root, settings, _read_key(root / KEY_FILE))


def _read_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise UsageError(
            N_("the key {file} is missing: bring it back from a copy of this workspace"), file=path
        ) from None
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise UsageError(
            N_("the key {file} is damaged: bring it back from a copy of this workspace"), file=path
        )
    return key


def create_workspace(path: Path, *, organisation: str, year: int, language: str) -> Workspace:
    """Make a workspace: settings with remarks, a roster to fill, empty folders, a new key.

    Raises:
        UsageError: a value is not allowed, or there is already a workspace; nothing is changed.
    """
    values = {"organisation": organisation, "year": year, "language": language}
    build_settings(values)
    root = _made_folders(path)
    _write_key(root / KEY_FILE, secrets.token_bytes(_KEY_BYTES))
    speech = load_language(language)
    write_roster_form(root / ROSTER_NAMES[0], speech)
    _write_new(root / SETTINGS_FILE, write_settings(values, speech).encode())
    return open_workspace(root)


def carry_forward(path: Path, old: Workspace, values: Mapping[str, object]) -> Workspace:
    """Make the workspace of another year from an old one, which stays as it is.

    Carried are the settings with their remarks, the roster, the company's own templates, the
    logo, the letters, and the key, so that a sheet of the old year is still known as issued here.

    Args:
        path: the new folder.
        old: the workspace to carry forward.
        values: settings that become others (`organisation`, `language`); `year` is the old
            one's next year where it is not among them.

    Raises:
        UsageError: a value is not allowed, or there is already a workspace; nothing is changed.
    """
    changed = {"year": old.settings.year + 1, **values}
    settings = (old.root / SETTINGS_FILE).read_bytes().decode("utf-8-sig")
    try:
        text = change_settings(settings, changed)
    except ValueError:
        raise UsageError(
            N_("{file}: the year stands there in a way that cannot be changed. Write: year = 2027"),
            file=old.root / SETTINGS_FILE,
        ) from None
    parse_settings(text, path / SETTINGS_FILE)
    carried = [file for file in _carried_files(old) if file.is_file()]
    root = _made_folders(path)
    _write_key(root / KEY_FILE, old.key)
    for file in carried:
        place = root / file.relative_to(old.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        _write_new(place, file.read_bytes())
    _write_new(root / SETTINGS_FILE, text.encode())
    return open_workspace(root)


def own_files(workspace: Workspace) -> Iterator[Path]:
    """Yield the files that make a workspace what it is: settings, key, roster, look, letters.

    Raises:
        UsageError: there is no roster, or there are two.
    """
    yield workspace.root / SETTINGS_FILE
    yield workspace.root / KEY_FILE
    yield from (file for file in _carried_files(workspace) if file.is_file())


def _carried_files(old: Workspace) -> Iterator[Path]:
    yield old.roster_file
    named = (old.settings.logo, *_names_of(old.settings.sheet.template))
    yield from (old.root / name for name in dict.fromkeys(named) if name)
    yield from sorted(old.mail.glob(_LETTERS))


def _names_of(template: str) -> tuple[str, ...]:
    """Give a template's file names: one a language where its name says so."""
    return tuple(template.replace("{language}", code) for code in LANGUAGES)


def _made_folders(path: Path) -> Path:
    root = path.resolve()
    _refuse_existing(root)
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    return root


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)


def _refuse_existing(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise UsageError(N_("{folder} is a file, not a folder"), folder=root)
    for name in (SETTINGS_FILE, *ROSTER_NAMES, KEY_FILE):
        if (root / name).exists():
            raise UsageError(
                N_("{folder} already holds {file}: nothing was changed. Name another folder."),
                folder=root,
                file=name,
            )


def _write_key(path: Path, key: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex())
