"""Issuing that is killed or cannot write: whole sheets or none, and the next run goes on."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from crash_loop import Point, leftovers_in, run_hurt
from filled_sheets import make_workspace

from okrsheets.errors import MachineError
from okrsheets.issuing.issue import issue_sheets
from okrsheets.workspace import Workspace

EVERYBODY = tuple(f"E{number}" for number in range(1, 9))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", EVERYBODY)


def sheets_of(workspace: Workspace) -> Mapping[str, bytes]:
    """Give every file that lies under a name for people in the folder of sheets."""
    found = (path for path in workspace.sheets.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if not path.name.startswith(".")}


@pytest.mark.parametrize("way", ["kill", "full"])
@pytest.mark.parametrize(("call", "number"), [("rename", 1), ("rename", 5), ("rename", 9)])
def test_sheets__killed_or_disk_full__whole_sheets_only_and_the_next_run_makes_the_rest(
    workspace: Workspace, tmp_path: Path, call: str, number: int, way: str
) -> None:
    done = run_hurt(workspace.root, Point(way, call, number), tmp_path / "log", command=("sheets",))
    assert done.returncode == (3 if way == "full" else -9), done.stderr
    before = sheets_of(workspace)
    again = run_hurt(workspace.root, None, tmp_path / "log", command=("sheets",))
    assert again.returncode == 0
    whole = sheets_of(workspace)
    workbooks = [name for name in whole if name.startswith("E")]
    assert len(workbooks) == len(EVERYBODY)
    assert len(before) < len(whole)
    assert {name: whole[name] for name in before} == before
    assert leftovers_in(workspace.root) == []


def test_issue_sheets__sheet_is_open_in_another_program__it_stays_and_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = workspace.roster().people[:1]
    (issued,) = issue_sheets(workspace, ann)
    issued.path.write_bytes(b"half a year of work")

    def held(self: Path, target: Path) -> Path:
        del self
        raise PermissionError(13, "held by Excel", str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(MachineError) as caught:
        issue_sheets(workspace, ann, force=True)
    assert issued.path.name in str(caught.value)
    assert issued.path.read_bytes() == b"half a year of work"
