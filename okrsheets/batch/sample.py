"""Lays out the sample organisation as a workspace: settings, roster, key, returned sheets.

What is already there stays as it is, so that a demo can be tried out and run again.
"""

import os
import shutil
from pathlib import Path

from okrsheets.errors import N_, UsageError
from okrsheets.resources import find_resource
from okrsheets.settings import SETTINGS_FILE
from okrsheets.workspace import FOLDERS, KEY_FILE, Workspace, open_workspace

SAMPLE_KEY = "okrsheets-key"
"""The sample's key. It is public: sheets signed with it prove nothing."""


def sample_folder(language: str) -> Path:
    """Give the folder of the sample in this language."""
    return find_resource("samples") / language


def lay_sample(folder: Path, language: str) -> Workspace:
    """Copy the sample into a folder that is empty, new or such a copy, and open it.

    Raises:
        UsageError: something else is in the folder; nothing is changed.
    """
    sample = sample_folder(language)
    _refuse_other(folder, sample)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    _copy(sample / SAMPLE_KEY, folder / KEY_FILE)
    (folder / KEY_FILE).chmod(0o600)
    for name in (SETTINGS_FILE, "roster.xlsx"):
        _copy(sample / name, folder / name)
    for sheet in sorted((sample / "inbox").iterdir()):
        _copy(sheet, folder / "inbox" / sheet.name)
    return open_workspace(folder)


def _refuse_other(folder: Path, sample: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not os.listdir(folder)):  # noqa: PTH208 - is it empty
        return
    key = folder / KEY_FILE
    if key.is_file() and key.read_bytes() == (sample / SAMPLE_KEY).read_bytes():
        return
    raise UsageError(
        N_("{folder} is neither empty nor such a demo: nothing was changed. Name a new one."),
        folder=folder,
    )


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        shutil.copyfile(source, target)
