"""Where the workspace lies: on a network or in a cloud folder it is said, and no WAL is used."""

import sqlite3
from pathlib import Path

import pytest
from command_kit import run_in
from filled_sheets import DONE, make_workspace, send

from okrsheets.batch.ingest import ingest_paths
from okrsheets.cli.doctor import look_at_footing
from okrsheets.store import open_store
from okrsheets.store.footing import unsafe_footing

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / {share} rw,relatime shared:2 - {system} server:/share rw
31 30 8:2 / {share}/local rw,relatime - xfs /dev/sdb1 rw
"""


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system says is mounted from a server; give it."""
    share = tmp_path / "the share"
    share.mkdir()
    mount(tmp_path, monkeypatch, share, "nfs4")
    return share


def mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: Path, system: str) -> None:
    table = tmp_path / "mountinfo"
    escaped = str(share).replace(" ", "\\040")
    table.write_text(MOUNTS.format(share=escaped, system=system))
    monkeypatch.setattr("okrsheets.store.footing._MOUNTS", table)


@pytest.mark.parametrize(
    ("system", "found"),
    [
        ("nfs", "nfs"),
        ("nfs4", "nfs4"),
        ("cifs", "cifs"),
        ("smb3", "smb3"),
        ("fuse.sshfs", "fuse.sshfs"),
        ("fuse.rclone", "fuse.rclone"),
        ("9p", "9p"),
        ("ext4", ""),
        ("xfs", ""),
        ("tmpfs", ""),
        ("fuse.lxcfs", ""),
    ],
)
def test_unsafe_footing__file_system__told_by_its_type(
    tmp_path: Path, mounted: Path, monkeypatch: pytest.MonkeyPatch, system: str, found: str
) -> None:
    mount(tmp_path, monkeypatch, mounted, system)
    assert unsafe_footing(mounted / "okr") == found


def test_unsafe_footing__innermost_mount_decides(tmp_path: Path, mounted: Path) -> None:
    assert unsafe_footing(mounted / "a") == "nfs4"
    assert unsafe_footing(mounted / "local" / "a") == ""
    assert unsafe_footing(tmp_path / "the share 2") == ""


@pytest.mark.parametrize(
    "folder",
    ["OneDrive - Acme", "Dropbox", "iCloud Drive", "Mobile Documents", "坚果云", "Nutstore Files"],
)
def test_unsafe_footing__folder_of_a_cloud__named(tmp_path: Path, folder: str) -> None:
    assert unsafe_footing(tmp_path / folder / "okr 2026") == folder


def test_unsafe_footing__no_table_of_mounts__nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsheets.store.footing._MOUNTS", tmp_path / "none")
    assert unsafe_footing(tmp_path) == ""


def journal(path: Path) -> str:
    connection = sqlite3.connect(path)
    found: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.close()
    return found


def test_open_store__on_a_network__no_write_ahead_log(mounted: Path) -> None:
    open_store(mounted / "okrsheets.db").close()
    assert journal(mounted / "okrsheets.db") == "delete"


def test_open_store__moved_to_a_network__log_is_given_up(mounted: Path, tmp_path: Path) -> None:
    local = tmp_path / "okrsheets.db"
    open_store(local).close()
    assert journal(local) == "wal"
    moved = local.rename(mounted / "okrsheets.db")
    with open_store(moved) as store, store.transaction():
        pass
    assert journal(moved) == "delete"


def test_ingest__in_a_cloud_folder__stored_all_the_same(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace = make_workspace(tmp_path / "Dropbox" / "okr")
    send(workspace, "E1", DONE)
    assert ingest_paths(workspace, [workspace.inbox]).exit_code == 0
    (fitness,) = look_at_footing(workspace.root)
    assert fitness.found == "Dropbox"
    code, _, err = run_in(workspace.root, capfd, "ingest", workspace.inbox)
    assert code == 0
    assert "Dropbox" in err
    assert "local disk" in err


def test_look_at_footing__local_folder__in_order(tmp_path: Path) -> None:
    assert list(look_at_footing(tmp_path)) == []
