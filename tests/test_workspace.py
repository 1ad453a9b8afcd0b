"""The workspace: made once, opened with its settings, its key and its roster."""

import stat
from pathlib import Path

import pytest

from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Person, Policies
from okrsheets.roster import write_roster
from okrsheets.shape import SheetOptions
from okrsheets.workspace import KEY_FILE, create_workspace, open_workspace


def make(folder: Path, language: str = "zh") -> Path:
    create_workspace(folder, organisation="远山科技", year=2026, language=language)
    return folder


def test_create_workspace__new_folder__everything_is_there(tmp_path: Path) -> None:
    root = make(tmp_path / "a" / "okr")
    assert sorted(p.name for p in root.iterdir()) == [
        ".okrsheets-key",
        "inbox",
        "okrsheets.toml",
        "reports",
        "returned",
        "roster.xlsx",
        "sheets",
    ]
    assert stat.S_IMODE((root / KEY_FILE).stat().st_mode) == 0o600
    assert "# 年度从几月开始。" in (root / "okrsheets.toml").read_text(encoding="utf-8")


def test_open_workspace__just_made__settings_paths_and_key(tmp_path: Path) -> None:
    root = make(tmp_path / "okr").resolve()
    workspace = open_workspace(root)
    assert (workspace.settings.organisation, workspace.settings.year) == ("远山科技", 2026)
    assert workspace.policies == Policies()
    assert workspace.sheet_options == SheetOptions(objectives=3, key_results=3)
    assert workspace.database == root / "okrsheets.db"
    assert workspace.originals == root / "originals"
    folders = (workspace.sheets, workspace.inbox, workspace.returned, workspace.reports)
    assert all(folder.is_dir() for folder in folders)
    assert len(workspace.key) == 32


def test_create_workspace__twice__second_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    root = make(tmp_path / "okr")
    before = {p: p.read_bytes() for p in root.iterdir() if p.is_file()}
    with pytest.raises(UsageError, match=r"already holds okrsheets\.toml"):
        make(root, "en")
    assert {p: p.read_bytes() for p in root.iterdir() if p.is_file()} == before


def test_create_workspace__two_of_them__keys_differ(tmp_path: Path) -> None:
    keys = {open_workspace(make(tmp_path / name)).key for name in "ab"}
    assert len(keys) == 2


def test_create_workspace__value_not_allowed__nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="year is 26"):
        create_workspace(tmp_path / "okr", organisation="A", year=26, language="en")
    assert not (tmp_path / "okr").exists()


def test_create_workspace__a_file_in_the_way__is_refused(tmp_path: Path) -> None:
    (tmp_path / "okr").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        make(tmp_path / "okr")


def test_open_workspace__key_missing__says_where_it_should_be(tmp_path: Path) -> None:
    root = make(tmp_path / "okr")
    (root / KEY_FILE).unlink()
    with pytest.raises(UsageError, match=r"okrsheets-key is missing"):
        open_workspace(root)


@pytest.mark.parametrize("text", ["", "zz", "abcd"])
def test_open_workspace__key_damaged__is_refused(tmp_path: Path, text: str) -> None:
    root = make(tmp_path / "okr")
    (root / KEY_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is damaged"):
        open_workspace(root)


def test_roster__xlsx_or_csv_or_both(tmp_path: Path) -> None:
    root = make(tmp_path / "okr")
    people = (Person(id="1", name="张伟"),)
    write_roster(root / "roster.xlsx", people, load_language("zh"))
    assert open_workspace(root).roster().people == people
    (root / "roster.csv").write_text("id,name\n1,张伟\n", encoding="utf-8")
    with pytest.raises(UsageError, match="both"):
        open_workspace(root).roster()
    (root / "roster.xlsx").unlink()
    assert open_workspace(root).roster().people == people
    (root / "roster.csv").unlink()
    with pytest.raises(UsageError, match="has no roster"):
        open_workspace(root).roster()
