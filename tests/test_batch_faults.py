"""The program on a bad machine and with a folder full of bad files: what it says and leaves."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from filled_sheets import DONE, OCTOBER, PLAN, make_workspace, send

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.results import load_year
from okrsheets.errors import MachineError
from okrsheets.store import open_store
from okrsheets.workspace import Workspace

BAD = sorted((Path(__file__).parent / "bad").glob("*.*"))
LINE = re.compile(r"^(?P<file>.+?)( › (?P<place>[^ ]+![A-Z]+\d+.*?))? — (?P<code>[A-Z]\d{3}) \S")
MOMENT = "1793000000"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "okrsheets", *arguments]


def run(
    workspace: Workspace, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in the workspace's folder, in English, at one fixed moment."""
    fixed = {"OKRSHEETS_LANGUAGE": "en", "SOURCE_DATE_EPOCH": MOMENT}
    return subprocess.run(  # noqa: S603 - our own program
        command(*arguments),
        cwd=workspace.root,
        env={**os.environ, **fixed, **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )


def dump(workspace: Workspace) -> list[str]:
    connection = sqlite3.connect(workspace.database)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def copy_of(workspace: Workspace, root: Path) -> Workspace:
    shutil.copytree(workspace.root, root)
    return Workspace(root, workspace.settings, workspace.key)


PLACES = {
    "plain-c": {"LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "shanghai": {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "2"},
    "gbk": {"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk", "TZ": "America/New_York"},
    "narrow": {"COLUMNS": "20", "NO_COLOR": "1", "TERM": "dumb"},
}


def test_ingest__any_locale_zone_and_hash_seed__same_database(
    workspace: Workspace, tmp_path: Path
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", {**DONE, "Q1.O1.K1.actual": "about 88"})
    found = {}
    for name, environment in PLACES.items():
        other = copy_of(workspace, tmp_path / name)
        done = run(other, "ingest", "inbox", **environment)
        assert (done.returncode, done.stderr) == (1, b""), name
        found[name] = dump(other)
    assert all(lines == found["plain-c"] for lines in found.values())


def test_ingest__no_home_no_path_no_room_for_temporary_files__stored_all_the_same(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    done = subprocess.run(  # noqa: S603 - our own program
        command("ingest", "inbox"),
        cwd=workspace.root,
        env={"TMPDIR": "/proc/nothing", **kept("PYTHONPATH")},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert load_year(workspace)[0].submission is not None


def kept(*names: str) -> dict[str, str]:
    """Give those of the variables that are set."""
    return {name: os.environ[name] for name in names if name in os.environ}


def test_ingest__clock_put_back_between_batches__the_order_stays(workspace: Workspace) -> None:
    send(workspace, "E1", PLAN)
    assert run(workspace, "ingest", "inbox", SOURCE_DATE_EPOCH="1793000000").returncode == 0
    send(workspace, "E1", DONE, modified=OCTOBER + timedelta(days=1), name="later.xlsx")
    done = run(workspace, "ingest", "inbox", "--format", "json", SOURCE_DATE_EPOCH="1792990000")
    summary = json.loads(done.stdout)["summary"]
    assert (summary["duplicate"], summary["stored"] + summary["replaced"]) == (1, 1)
    (first, *_) = load_year(workspace)
    assert first.submission is not None
    assert first.submission.cycles[0].objectives[0].key_results[0].actual == 88


@pytest.mark.parametrize("name", [".okrsheets.lock", "okrsheets.db", "originals"])
def test_ingest__workspace_cannot_be_written__stops_with_the_path(
    workspace: Workspace, name: str
) -> None:
    send(workspace, "E1", DONE)
    place = workspace.root / name
    if name == "originals":
        shutil.rmtree(place, ignore_errors=True)
        place.write_bytes(b"")
    else:
        place.mkdir()
    done = run(workspace, "ingest", "inbox")
    assert done.returncode == 3
    assert str(workspace.root).encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"stored" not in done.stdout


@pytest.mark.parametrize("tenths", [3, 8, 13, 20])
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_ingest__told_to_end_at_some_moment__done_part_is_whole(
    workspace: Workspace, tenths: int, ending: signal.Signals
) -> None:
    people = ("E1", "E2", "E3")
    for person in people:
        send(workspace, person, DONE)
    with subprocess.Popen(  # noqa: S603 - our own program
        command("ingest", "inbox"), cwd=workspace.root, stdout=-3, stderr=subprocess.PIPE
    ) as process:
        time.sleep(tenths / 10)
        process.send_signal(ending)
        _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 128 + ending, -ending)  # -ending: before Python listened
    assert process.returncode < 0 or b"Traceback" not in err
    result = ingest_paths(workspace, [workspace.inbox])
    assert result.stopped is None
    assert {file.state.value for file in result.files} <= {"stored", "duplicate"}
    assert all(person.submission for person in load_year(workspace))


def test_open_store__for_writing__a_commit_is_on_the_disk_before_it_is_told(
    workspace: Workspace,
) -> None:
    with open_store(workspace.database) as store, store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL


@pytest.fixture
def full_of_bad(workspace: Workspace) -> Workspace:
    """Give a workspace whose inbox holds every bad file of the tests and a good one."""
    send(workspace, "E1", DONE)
    for file in BAD:
        shutil.copy(file, workspace.inbox)
    for number in range(30):
        (workspace.inbox / f"note{number}.xlsx").write_bytes(b"a,b\n%d" % number)
    return workspace


def test_ingest__every_bad_file__text_and_json_agree_and_each_line_is_whole(
    full_of_bad: Workspace,
) -> None:
    told = json.loads(run(full_of_bad, "ingest", "inbox", "--format", "json", "--dry-run").stdout)
    done = run(full_of_bad, "ingest", "inbox", "--dry-run")
    assert (done.returncode, done.stderr) == (1, b"")
    text = done.stdout.decode()
    assert "Traceback" not in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
    table = re.findall(r"^([A-Z]\d{3})  \w+ +(\d+) +\S", text, re.MULTILINE)
    tabled = {code: int(number) for code, number in table}
    assert tabled == Counter(f["code"] for file in told["files"] for f in file["findings"])
    assert sum(told["summary"].values()) == len(told["files"])
    assert {Path(file["path"].partition(" › ")[0]).name for file in told["files"]} == {
        path.name for path in full_of_bad.inbox.iterdir()
    }
    lines = [match for match in map(LINE.match, text.splitlines()) if match]
    assert len(lines) > len(BAD)
    faults = (f for file in told["files"] for f in file["findings"] if f["severity"] == "error")
    for finding in faults:
        assert all(finding[part] for part in ("message", "expected", "action")), finding


def test_ingest__escape_codes_in_a_name_and_in_a_cell__shown_escaped(workspace: Workspace) -> None:
    send(workspace, "E1", {**DONE, "Q1.O1.K1.actual": "8\u202e8"}, name="a\x1b[2J\n.xlsx")
    done = run(workspace, "ingest", "inbox")
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout
    assert "\u202e" not in done.stdout.decode()
    assert b"[2J" in done.stdout


def test_ingest__temporary_files__none_is_left_and_none_is_elsewhere(
    workspace: Workspace, tmp_path: Path
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", {**DONE, "Q1.O1.K1.actual": "about 88"})
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir(mode=0o700)
    assert run(workspace, "ingest", "inbox", TMPDIR=str(elsewhere)).returncode == 1
    assert list(elsewhere.iterdir()) == []
    assert [path for path in workspace.root.rglob("*") if path.suffix in (".part", ".new")] == []


def test_ingest__originals_cannot_be_kept__nothing_is_called_stored(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(workspace, "E1", DONE)
    open_store(workspace.database).close()
    monkeypatch.setattr("okrsheets.store.originals.os.fsync", _broken)
    with pytest.raises(MachineError, match="originals cannot be written"):
        ingest_paths(workspace, [workspace.inbox])
    monkeypatch.undo()
    assert load_year(workspace)[0].submission is None


def _broken(_: int) -> None:
    raise OSError(5, "Input/output error")
