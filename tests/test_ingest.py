"""A batch of files: each is judged by itself, doing it twice changes nothing, nothing is half."""

import hashlib
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from filled_sheets import (
    DONE,
    OCTOBER,
    PLAN,
    Values,
    fill,
    identity_of,
    make_workspace,
    send,
    template,
    write_people,
)

from okrsheets.batch import examine
from okrsheets.batch.decide import Newcomer, decide
from okrsheets.batch.ingest import check_in_workspace, ingest_paths
from okrsheets.batch.items import sort_out
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.errors import MachineError, UsageError
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.model import CycleState, Person
from okrsheets.sheets import Stamp
from okrsheets.store import FileEntry, FileState, NewVersion, Store, StoreMode, open_store, store
from okrsheets.store.originals import keep_original
from okrsheets.store.schema import APPLICATION_ID, SCHEMA, schema_of
from okrsheets.workspace import Workspace, open_workspace


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every batch happen at the same moment, so that whole databases compare."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def dump(workspace: Workspace) -> list[str]:
    with sqlite3.connect(workspace.database) as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


def ingest(workspace: Workspace, *, jobs: int = 1) -> IngestResult:
    result = ingest_paths(workspace, [workspace.inbox], jobs=jobs)
    assert result.stopped is None
    return result


def states(result: IngestResult) -> dict[str, str]:
    return {Path(file.path).name: file.state.value for file in result.files}


def test_ingest__same_folder_twice__second_changes_nothing(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", PLAN)
    send(workspace, "E9", DONE)
    (workspace.inbox / "note.xlsx").write_bytes(b"not a workbook")
    first = ingest(workspace)
    before = dump(workspace)
    second = ingest(workspace)
    assert states(first) == {
        "E1.xlsx": "stored",
        "E2.xlsx": "stored",
        "E9.xlsx": "held",
        "note.xlsx": "rejected",
    }
    assert states(second) == {
        "E1.xlsx": "duplicate",
        "E2.xlsx": "duplicate",
        "E9.xlsx": "held",
        "note.xlsx": "rejected",
    }
    assert dump(workspace) == before


def test_ingest__faulty_sheet_among_good_ones__reported_once_and_others_stored(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", {**DONE, "Q1.O1.K1.actual": "about 88"})
    send(workspace, "E3", DONE)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "stored", "E2.xlsx": "rejected", "E3.xlsx": "stored"}
    faulty = result.files[1]
    places = [str(f.place) for f in faulty.findings if f.code.startswith("S")]
    assert places == ["Q1!K10"]
    assert result.exit_code == 1
    assert sum(result.summary.values()) == len(result.files) == 3
    with sqlite3.connect(workspace.database) as connection:
        people = connection.execute("SELECT DISTINCT person FROM submissions").fetchall()
    connection.close()
    assert sorted(people) == [("E1",), ("E3",)]


def test_ingest__any_order_and_any_number_of_jobs__same_database(tmp_path: Path) -> None:
    sheets = {
        "a.xlsx": ("E1", DONE),
        "b.xlsx": ("E2", PLAN),
        "c.xlsx": ("E3", DONE),
        "d.xlsx": ("E9", DONE),
    }
    dumps = []
    first = make_workspace(tmp_path / "first")
    for name, (person, values) in sheets.items():
        send(first, person, values, name=name)
    (first.inbox / "e.xlsx").write_bytes(b"junk")
    for number, (names, jobs) in enumerate([("abcde", 1), ("edcba", 1), ("cbead", 2)]):
        workspace = Workspace(tmp_path / str(number), first.settings, first.key)
        shutil.copytree(first.root, workspace.root)
        paths = [workspace.inbox / f"{name}.xlsx" for name in names]
        ingest_paths(workspace, paths, jobs=jobs)
        dumps.append(dump(workspace))
    assert dumps[0] == dumps[1] == dumps[2]


def test_ingest__same_bytes_three_times__one_stored_two_duplicates(workspace: Workspace) -> None:
    path = send(workspace, "E1", DONE)
    shutil.copy(path, workspace.inbox / "E1 (1).xlsx")
    shutil.copy(path, workspace.inbox / "副本 E1.xlsx")
    result = ingest(workspace)
    assert sorted(states(result).values()) == ["duplicate", "duplicate", "stored"]
    assert result.exit_code == 0


def test_ingest__identity_of_another_workspace__rejected(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = make_workspace(tmp_path / "other")
    shutil.copy(send(other, "E1", DONE), workspace.inbox)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "rejected"}
    assert [f.code for f in result.files[0].findings if f.code[0] == "V"] == ["V101"]


def test_ingest__sheet_of_another_year__rejected(workspace: Workspace) -> None:
    send(workspace, "E1", {}, year=2025)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "rejected"}
    assert [f.code for f in result.files[0].findings if f.code[0] == "V"] == ["V104"]


def test_ingest__unexpected_fault_in_one_file__its_own_finding(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(workspace, "E1", DONE)
    poisoned = hashlib.sha256(send(workspace, "E2", DONE).read_bytes()).hexdigest()
    whole = examine._examine

    def broken(path: Path, data: bytes, sha256: str, rules: object) -> object:
        if sha256 == poisoned:
            raise KeyError(path)
        return whole(path, data, sha256, rules)  # type: ignore[arg-type]

    monkeypatch.setattr(examine, "_examine", broken)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "stored", "E2.xlsx": "rejected"}
    assert [f.code for f in result.files[1].findings] == ["V901"]


def test_ingest__dry_run__decides_and_writes_nothing(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    (workspace.inbox / "note.xlsx").write_bytes(b"junk")
    before = sorted(workspace.root.rglob("*"))
    result = ingest_paths(workspace, [workspace.inbox], dry_run=True)
    assert states(result) == {"E1.xlsx": "stored", "note.xlsx": "rejected"}
    assert sorted(workspace.root.rglob("*")) == before


def test_ingest__dry_run_after_a_real_one__database_untouched(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    ingest(workspace)
    files = {p: p.read_bytes() for p in workspace.root.rglob("*") if p.is_file()}
    send(workspace, "E1", {**DONE, "Q1.O1.K1.actual": 90}, modified=OCTOBER + timedelta(1))
    result = ingest_paths(workspace, [workspace.inbox], dry_run=True)
    assert states(result) == {"E1.xlsx": "replaced"}
    after = {p: p.read_bytes() for p in workspace.root.rglob("*") if p.is_file()}
    changed = workspace.inbox / "E1.xlsx"
    assert {k: v for k, v in after.items() if k != changed} == {
        k: v for k, v in files.items() if k != changed
    }


def test_ingest__empty_folder__nothing_and_exit_0(workspace: Workspace) -> None:
    result = ingest(workspace)
    assert (result.files, result.exit_code) == ((), 0)


def test_ingest__missing_path__refused_before_anything(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    with pytest.raises(UsageError, match=r"nowhere\.xlsx"):
        ingest_paths(workspace, [workspace.inbox, Path("nowhere.xlsx")])
    assert not workspace.database.exists()


def test_ingest__temporary_and_system_files__ignored_and_counted(workspace: Workspace) -> None:
    for name in ("~$E1.xlsx", "._E1.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (workspace.inbox / name).write_bytes(b"x")
    result = ingest(workspace)
    assert set(states(result).values()) == {"ignored"}
    assert len(result.files) == 5
    assert {f.code for file in result.files for f in file.findings} == {"V305"}
    assert result.exit_code == 0


def test_ingest__not_a_regular_file__skipped_with_a_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.xlsx"
    outside.write_bytes(b"x")
    os.mkfifo(workspace.inbox / "pipe.xlsx")
    (workspace.inbox / "out.xlsx").symlink_to(outside)
    (workspace.inbox / "round.xlsx").symlink_to(workspace.inbox / "round.xlsx")
    (workspace.inbox / "loop").symlink_to(workspace.inbox)
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(workspace.inbox)
        server.bind("socket.xlsx")
        os.chdir(here)
        result = ingest(workspace)
    assert set(states(result).values()) == {"ignored"}
    assert {f.code for file in result.files for f in file.findings} == {"V302"}
    assert len(result.files) == 5


def test_ingest__folder_within_a_folder__read_too(workspace: Workspace) -> None:
    sub = workspace.inbox / "Sales" / "North"
    sub.mkdir(parents=True)
    send(workspace, "E1", DONE).rename(sub / "E1.xlsx")
    assert states(ingest(workspace)) == {"E1.xlsx": "stored"}


def test_ingest__name_that_is_not_utf_8__stored_and_shown_escaped(workspace: Workspace) -> None:
    path = send(workspace, "E1", DONE)
    os.rename(path, os.fsencode(workspace.inbox) + b"/\xff\x1b[2J.xlsx")  # noqa: PTH104 - bytes
    result = ingest(workspace)
    assert [file.state.value for file in result.files] == ["stored"]
    assert "\\udcff" in result.files[0].path


def test_ingest__unreadable_file__rejected_with_the_reason(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = send(workspace, "E1", DONE)
    whole = os.open

    def refuse(name: object, *rest: int) -> int:
        if name == path:
            raise PermissionError(13, "Permission denied")
        return whole(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("okrsheets.batch.files.os.open", refuse)
    result = ingest(workspace)
    assert [f.code for f in result.files[0].findings] == ["V304"]


def test_ingest__file_gone_before_the_commit__rejected_for_later(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = send(workspace, "E1", DONE)

    def vanish(*args: object) -> object:
        path.write_bytes(b"other")
        return sort_out(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("okrsheets.batch.ingest.sort_out", vanish)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "rejected"}
    assert "V301" in [f.code for f in result.files[0].findings]
    assert load_year(workspace)[0].submission is None


def test_ingest__too_large__refused_unread(workspace: Workspace) -> None:
    with (workspace.inbox / "big.xlsx").open("wb") as stream:
        stream.truncate(3 * 1024**3)
    result = ingest(workspace)
    assert [f.code for f in result.files[0].findings] == ["F103"]


def test_ingest__stored__original_is_kept_by_its_hash(workspace: Workspace) -> None:
    data = send(workspace, "E1", DONE).read_bytes()
    ingest(workspace)
    sha256 = hashlib.sha256(data).hexdigest()
    assert (workspace.originals / sha256[:2] / f"{sha256}.xlsx").read_bytes() == data


def test_ingest__interrupted_midway__done_part_is_kept_and_reported(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("E1", "E2", "E3"):
        send(workspace, person, DONE)
    calls: Iterator[int] = iter(range(9))

    def stop_at_second(*args: object) -> object:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return decide(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("okrsheets.batch.year.decide", stop_at_second)
    result = ingest_paths(workspace, [workspace.inbox])
    assert isinstance(result.stopped, KeyboardInterrupt)
    assert states(result) == {"E1.xlsx": "stored"}
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    again = ingest(workspace)
    assert sorted(states(again).values()) == ["duplicate", "stored", "stored"]


def test_ingest__workspace_is_held__says_who(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsheets.batch.lock._PATIENCE", 0.1)
    with (
        hold_workspace(workspace.root),
        pytest.raises(MachineError, match=str(os.getpid())),
        hold_workspace(workspace.root, patience=0.1),
    ):
        pass


def test_ingest__foreign_database__refused_with_its_bytes_unchanged(workspace: Workspace) -> None:
    workspace.database.write_bytes(b"something else" * 100)
    send(workspace, "E1", DONE)
    with pytest.raises(UsageError, match="not an okrsheets database"):
        ingest(workspace)
    assert workspace.database.read_bytes() == b"something else" * 100


def test_ingest__database_of_a_newer_okrsheets__refused_unchanged(workspace: Workspace) -> None:
    ingest(workspace)
    with sqlite3.connect(workspace.database) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = workspace.database.read_bytes()
    with pytest.raises(UsageError, match="newer okrsheets"):
        ingest(workspace)
    assert workspace.database.read_bytes() == before


def test_ingest__database_of_another_program__refused(workspace: Workspace) -> None:
    with sqlite3.connect(workspace.database) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(UsageError, match="another program"):
        ingest(workspace)


def test_ingest__database_in_use__waits_then_says_who(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsheets.store.store._PATIENCE", 0.1)
    send(workspace, "E1", DONE)
    ingest(workspace)
    send(workspace, "E2", DONE)
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(workspace.database)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as other:  # noqa: S603 - our own code
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        who = str(other.pid) if sys.platform == "linux" else "in use by another program"
        with pytest.raises(MachineError, match=who):
            ingest_paths(workspace, [workspace.inbox])
    assert states(ingest(workspace))["E2.xlsx"] == "stored"


def test_ingest__disk_full_while_committing__earlier_files_are_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("E1", "E2"):
        send(workspace, person, DONE)
    calls = iter(range(9))

    def full(*args: object) -> object:
        if next(calls) == 1:
            raise OSError(28, "No space left on device")
        return keep_original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("okrsheets.batch.commit.keep_original", full)
    result = ingest_paths(workspace, [workspace.inbox])
    assert isinstance(result.stopped, MachineError)
    assert states(result) == {"E1.xlsx": "stored"}
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    assert states(ingest(workspace)) == {"E1.xlsx": "duplicate", "E2.xlsx": "stored"}


def test_ingest__rejected__text_to_forward_names_the_cell(workspace: Workspace) -> None:
    send(workspace, "E2", {**DONE, "Q1.O1.K1.actual": "about 88"})
    result = ingest(workspace)
    (path,) = result.returned
    text = path.read_text(encoding="utf-8-sig")
    assert path.parent == workspace.returned
    assert "To: E2" in text
    assert "Q1!K10" in text
    assert "about 88" in text


def test_ingest__rejected__text_to_forward_begins_its_sentences(workspace: Workspace) -> None:
    workspace.inbox.mkdir(exist_ok=True)
    (workspace.inbox / "E1.xlsx").write_bytes(b"")
    (path,) = ingest(workspace).returned
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert "   The file is empty (0 bytes)." in lines


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["For HR", "The sheet names: E1 (E1)", "File: E1.xlsx", "(V101)", "issues it."]),
        (
            "zh",
            ["致：人力资源部", "表上写的是：E1（E1）", "文件：E1.xlsx", "(V101)"],
        ),
    ],
)
def test_ingest__only_hr_can_put_it_right__a_text_for_hr_says_what_to_do(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, language: str, said: list[str]
) -> None:
    send(replace(workspace, key=b"k" * 32), "E1", DONE)
    settings = workspace.root / "okrsheets.toml"
    words = settings.read_text("utf-8")
    settings.write_text(words.replace('language = "en"', f'language = "{language}"'), "utf-8")
    workspace = open_workspace(workspace.root)
    result = ingest(workspace)
    assert result.returned == ()
    (note,) = workspace.returned.iterdir()
    assert re.fullmatch(r"HR_E1\.[0-9a-f]{8}\.txt", note.name)
    text = note.read_text("utf-8-sig")
    assert [words for words in said if words not in text] == []
    send(workspace, "E1", DONE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000060")
    ingest(workspace)
    assert list(workspace.returned.iterdir()) == []


def test_ingest__its_sender_can_put_it_right_by_now__hrs_text_gives_way_and_comes_back(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", {**DONE, "Q1.O1.K1.actual": 81})
    settings = workspace.root / "okrsheets.toml"
    words = settings.read_text("utf-8")
    for rule, kinds in (("warn", {"HR_"}), ("require", {"E1."}), ("warn", {"HR_"})):
        changed = words.replace('reason_rule = "warn"', f'reason_rule = "{rule}"')
        settings.write_text(changed, "utf-8")
        ingest(replace(open_workspace(workspace.root), key=b"k" * 32))
        assert {path.name[:3] for path in workspace.returned.iterdir()} == kinds


def test_ingest__joined_and_left_dates__not_employed_in_those_cycles(workspace: Workspace) -> None:
    more = "E4,E4,Sales,,,,2026-07-01,,\nE5,E5,Sales,,,,,2026-03-31,\nE6,E6,Sales,,,,2026-03-31,,\n"
    write_people(workspace, ("E1",), more=more)
    out, here = CycleState.NOT_EMPLOYED, CycleState.NOT_SUBMITTED
    found = [tuple(c.state for c in p.year.cycles) for p in load_year(workspace)]
    assert found == [
        (here, here, here, here),
        (out, out, here, here),
        (here, out, out, out),
        (here, here, here, here),
    ]


def test_store__bad_rows__refused_by_the_schema_itself(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    ingest(workspace)
    connection = sqlite3.connect(workspace.database)
    connection.execute("PRAGMA foreign_keys = ON")
    bad = (
        "UPDATE cycle_rows SET score = 1.5, score_exact = '3/2'",
        "UPDATE cycle_rows SET score = -0.1 WHERE score IS NOT NULL",
        "UPDATE cycle_rows SET state = 'great'",
        "UPDATE cycle_rows SET score_exact = NULL WHERE score IS NOT NULL",
        "UPDATE objective_rows SET weight = 0",
        "UPDATE key_result_rows SET type = 'guess'",
        "UPDATE key_result_rows SET source = NULL WHERE score IS NOT NULL",
        "UPDATE files SET state = 'lost'",
        "UPDATE versions SET version = 0",
        "INSERT INTO sheets (person, year, code, scored_with) VALUES ('E1', 2026, 'x', '')",
        "INSERT INTO cells VALUES (999, 'k', 's', 'A1', 'number', '1', '', NULL, NULL)",
        "UPDATE audit SET what = 'nothing'",
        "DELETE FROM audit",
    )
    for statement in bad:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


def test_store__views__readable_and_traced_to_the_cell(workspace: Workspace) -> None:
    data = send(workspace, "E1", DONE).read_bytes()
    ingest(workspace)
    connection = sqlite3.connect(workspace.database)
    assert connection.execute(
        "SELECT person, cycle, state, score, band FROM scores WHERE cycle = '2026Q1'"
    ).fetchall() == [("E1", "2026Q1", "scored", 0.9, "on_target")]
    assert connection.execute(
        "SELECT number, type, actual, score, source, actual_sheet, actual_cell, actual_raw, sha256"
        " FROM key_results ORDER BY number"
    ).fetchall() == [
        (1, "increase", "88", 0.8, "computed", "Q1", "K10", "88", hashlib.sha256(data).hexdigest()),
        (2, "linear", "50", 1.0, "computed", "Q1", "K11", "50", hashlib.sha256(data).hexdigest()),
    ]
    assert connection.execute("SELECT person, version, current FROM submissions").fetchall() == [
        ("E1", 1, 1)
    ]
    assert connection.execute("SELECT count(*) FROM findings").fetchone()[0] > 0
    connection.close()


def test_open_store__new__schema_is_whole_and_marked(workspace: Workspace) -> None:
    with open_store(workspace.database):
        pass
    with open_store(workspace.database, mode=StoreMode.READ):
        pass
    connection = sqlite3.connect(workspace.database)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
    connection.close()


def test_ingest__identity_edited_to_another_person__rejected(workspace: Workspace) -> None:
    own = identity_of(workspace.key, "E1")
    forged = template().stamp(Stamp(replace(own, person="E2"), Person("E2", "E2")))
    (workspace.inbox / "E2.xlsx").write_bytes(fill(forged, DONE))
    result = ingest(workspace)
    assert states(result) == {"E2.xlsx": "rejected"}
    assert [f.code for f in result.files[0].findings if f.code[0] == "V"] == ["V101"]


def test_ingest__name_differs_from_the_roster__stored_with_a_warning(workspace: Workspace) -> None:
    sheet = template().stamp(Stamp(identity_of(workspace.key, "E1"), Person("E1", "Someone")))
    (workspace.inbox / "E1.xlsx").write_bytes(fill(sheet, DONE))
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "stored"}
    (warning,) = [f for f in result.files[0].findings if f.code[0] == "V"]
    assert (warning.code, warning.value, str(warning.place)) == ("V103", "Someone", "Q1!B4")


def test_ingest__policy_changed_since__stored_scores_follow(workspace: Workspace) -> None:
    send(workspace, "E1", {**DONE, "Q1.O1.K1.reviewer": 0.5, "Q1.O1.K1.reason": "late"})
    ingest(workspace)
    settings = workspace.root / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8")
    assert "score_order" in text
    changed = re.sub(
        r"(?m)^#?\s*score_order.*$", 'score_order = ["computed", "self", "reviewer"]', text
    )
    settings.write_text(changed, encoding="utf-8")
    ingest(open_workspace(workspace.root))
    connection = sqlite3.connect(workspace.database)
    query = "SELECT score_exact FROM scores WHERE cycle = '2026Q1'"
    assert connection.execute(query).fetchall() == [("9/10",)]
    assert connection.execute("SELECT what FROM audit").fetchall() == [("stored",), ("rescored",)]
    connection.close()


def test_load_year__smaller_form_set_since__no_stored_line_is_dropped(
    workspace: Workspace,
) -> None:
    """Equal parts by hand: (0.8 + 1 + 0) / 3 in O1, then (0.6 + 0) / 2."""
    missed: Values = {"type": "Milestone", "target": 3, "actual": 0, "reason": "late"}
    lines = {"Q1.O1.K3.text": "3 stages", "Q1.O3.text": "Third", "Q1.O3.K1.text": "3 stages"}
    figures = {f"Q1.{k}.{n}": v for k in ("O1.K3", "O3.K1") for n, v in missed.items()}
    send(workspace, "E1", {**DONE, **lines, **figures})
    ingest(workspace)
    settings = workspace.root / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8")
    smaller = re.sub(r"(?m)^(objectives|key_results) = 3$", r"\1 = 2", text)
    assert smaller.count(" = 2\n") == 2
    settings.write_text(smaller, encoding="utf-8")
    year = next(p for p in load_year(open_workspace(workspace.root)) if p.person.id == "E1")
    assert year.year.cycles[0].score == Fraction(3, 10)


@pytest.mark.parametrize("lines", ["4", "2"])
def test_ingest__form_of_another_shape_set_since__the_sheet_that_is_out_is_still_read(
    workspace: Workspace, lines: str
) -> None:
    """Equal parts by hand: (0.8 + 1) / 2 in O1, 0.6 in O3, then (0.9 + 0.6) / 2."""
    third: Values = {"text": "Third", "K1.text": "5 parts", "K1.type": "Milestone", "K1.target": 5}
    figures: Values = {"K1.actual": 3, "K1.reason": "late"}
    fields: Values = {f"Q1.O3.{key}": value for key, value in {**third, **figures}.items()}
    send(workspace, "E1", {**DONE, **fields})
    settings = workspace.root / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8")
    other = re.sub(r"(?m)^(objectives|key_results) = 3$", rf"\1 = {lines}", text)
    assert other != text
    settings.write_text(other, encoding="utf-8")
    changed = open_workspace(workspace.root)
    (file,) = ingest(changed).files
    assert file.state.value == "stored"
    year = next(p for p in load_year(changed) if p.person.id == "E1")
    assert year.year.cycles[0].score == Fraction(3, 4)


def test_open_store__older_schema__migrated_with_a_copy_kept(workspace: Workspace) -> None:
    connection = sqlite3.connect(workspace.database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 0")
    connection.commit()
    connection.close()
    before = workspace.database.read_bytes()
    with open_store(workspace.database) as store:
        assert store.path == workspace.database
    assert workspace.database.with_name("okrsheets.db.schema0").read_bytes() == before
    assert schema_of(workspace.database) == SCHEMA


def test_ingest__store_refuses_a_row__only_that_file_is_rejected(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("E1", "E2"):
        send(workspace, person, DONE)
    whole = Store.commit

    def strict(store: Store, entry: FileEntry, version: NewVersion | None = None) -> None:
        if version is not None and version.person == "E1":
            version = replace(version, person="")
        whole(store, entry, version)

    monkeypatch.setattr(Store, "commit", strict)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "rejected", "E2.xlsx": "stored"}
    assert result.files[0].findings[-1].code == "V901"


def test_ingest__fault_while_deciding__only_that_persons_files_are_rejected(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("E1", "E2"):
        send(workspace, person, DONE)

    def broken(history: object, newcomers: Sequence[Newcomer], rejudge: object) -> object:
        if newcomers[0].person == "E1":
            raise ZeroDivisionError
        return decide(history, newcomers, rejudge)  # type: ignore[arg-type]

    monkeypatch.setattr("okrsheets.batch.year.decide", broken)
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "rejected", "E2.xlsx": "stored"}
    assert result.files[0].findings[-1].code == "V901"


def test_ingest__database_cannot_grow__stops_with_earlier_files_whole(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = tuple(f"P{number}" for number in range(9))
    write_people(workspace, people)
    for person in people:
        send(workspace, person, DONE)
    with open_store(workspace.database):
        pass
    whole = store._connect

    def small(path: Path, mode: StoreMode) -> sqlite3.Connection:
        connection = whole(path, mode)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        return connection

    monkeypatch.setattr(store, "_connect", small)
    result = ingest_paths(workspace, [workspace.inbox])
    assert isinstance(result.stopped, MachineError)
    assert "disk is full" in str(result.stopped)
    done = len(result.files)
    assert 0 < done < 9
    monkeypatch.setattr(store, "_connect", whole)
    counts = ingest(workspace).summary
    assert (counts[FileState.DUPLICATE], counts[FileState.STORED]) == (done, 9 - done)


def test_ingest__unreadable_leftovers_in_an_excused_cycle__stored_and_warned(
    workspace: Workspace,
) -> None:
    excused: Values = {"Q2.excused": "Yes", "Q2.excused.reason": "Parental leave"}
    leftovers: Values = {
        "Q2.O1.text": "Grow",
        "Q2.O1.K1.text": "Visits",
        "Q2.O1.K1.type": "Yes/no",
        "Q2.O1.K1.actual": "perhaps",
        "Q2.O1.K1.self": 70,
    }
    send(workspace, "E1", {**DONE, **excused, **leftovers})
    send(workspace, "E2", {**DONE, **leftovers})
    result = ingest(workspace)
    assert states(result) == {"E1.xlsx": "stored", "E2.xlsx": "rejected"}
    warned = [f.code for f in result.files[0].findings if severity_of(f) is Severity.WARNING]
    assert warned == ["S243", "S231"]
    first, second = load_year(workspace)[0].year.cycles[:2]
    assert (first.score, first.state) == (Fraction(9, 10), CycleState.SCORED)
    assert (second.score, second.state) == (None, CycleState.VOID)


@pytest.mark.skipif(sys.platform != "linux", reason="looks up what a file handle is of")
def test_ingest__log_cannot_be_synced__nothing_is_called_stored(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("E1", "E2"):
        send(workspace, person, DONE)
    open_store(workspace.database).close()
    sync = os.fsync

    def broken_for_the_log(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink().name.endswith("-wal"):
            raise OSError(5, "Input/output error")
        sync(handle)

    monkeypatch.setattr("okrsheets.store.store.os.fsync", broken_for_the_log)
    with pytest.raises(MachineError, match="Input/output error"):
        ingest_paths(workspace, [workspace.inbox])


def test_store_together__within_and_after__each_commit_is_synced_only_outside(
    workspace: Workspace,
) -> None:
    with open_store(workspace.database) as store:
        connection = store.engine.raw_connection().driver_connection
        assert connection is not None
        with store.together():
            assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_ingest__more_people_than_are_synced_together__each_is_told_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsheets.batch.ingest._HANDFUL", 2)
    people = ("P1", "P2", "P3", "P4", "P5")
    write_people(workspace, people)
    for person in people:
        send(workspace, person, DONE)
    (workspace.inbox / "note.xlsx").write_bytes(b"a,b,c\n1,2,3\n")
    result = ingest(workspace)
    expected = {f"{person}.xlsx": "stored" for person in people}
    assert states(result) == expected | {"note.xlsx": "rejected"}


def test_check_in_workspace__a_stored_file__says_again_what_is_to_be_seen_in_it(
    tmp_path: Path,
) -> None:
    workspace = make_workspace(tmp_path / "w")
    path = send(workspace, "E1", {**DONE, "Q1.O1.K1.weight": 0.4})
    (stored,) = ingest_paths(workspace, [path]).files
    (checked,) = check_in_workspace(workspace, [path]).files
    assert checked.state is FileState.DUPLICATE
    assert "K305" in {finding.code for finding in checked.findings}
    assert checked.findings == stored.findings
