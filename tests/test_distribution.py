"""Handing sheets out: safe places, the list of who was issued what, a zip for each department."""

import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hostile_names import HOSTILE
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell

from okrsheets.batch.ingest import ingest_paths
from okrsheets.cli.sheets import command
from okrsheets.errors import MachineError
from okrsheets.issuing.index import write_index
from okrsheets.issuing.issue import issue_sheets
from okrsheets.issuing.places import index_path, shared_folders, sheet_path
from okrsheets.issuing.zips import zip_departments
from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.roster import Roster
from okrsheets.shape import SheetOptions
from okrsheets.sheets import index_book
from okrsheets.sheets.index_book import IndexBook, IndexLine, SheetState, write_index_book
from okrsheets.sheets.long_tab import MOST_LINKS, link_target
from okrsheets.sheets.names import safe_folder
from okrsheets.submissions import read_submission
from okrsheets.workspace import Workspace, create_workspace, open_workspace

ROSTER = """id,name,department,title,manager,email,language
E1,Ann Lee,Product/Payments,Product manager,E3,ann@example.com,
E2,Bo Zhang,Product,Designer,E3,,zh
E3,Wei Chen,,Director,,wei@example.com,
"""
NASTY = (*(name for name in HOSTILE if name not in ("", ".")), "1#车间")
RESERVED = {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make(tmp_path / "2026")


def make(root: Path, language: str = "en", roster: str = ROSTER) -> Workspace:
    create_workspace(root, organisation="Northlight", year=2026, language=language)
    (root / "roster.xlsx").unlink()
    (root / "roster.csv").write_text(roster, encoding="utf-8")
    return open_workspace(root)


def issue_all(workspace: Workspace) -> Book:
    roster = workspace.roster()
    issue_sheets(workspace, roster.people)
    return load_workbook(write_index(workspace, roster))


def folded(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def column(book: Book, number: int, tab: int = 0) -> list[object]:
    return [row[number - 1].value for row in book.worksheets[tab].iter_rows(min_row=5)]


def target_of(cell: Cell | MergedCell) -> str:
    assert isinstance(cell, Cell)
    assert cell.hyperlink is not None
    return unquote(cell.hyperlink.target or "")


def people_of(names: Sequence[str]) -> tuple[Person, ...]:
    """Give people with nasty names, in departments with nasty names."""
    return tuple(Person(f"E{n}", name, (name, "Team")) for n, name in enumerate(names))


def test_issue_sheets__twenty_nasty_names__each_has_a_safe_file_of_their_own_inside_the_folder(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = {p for p in tmp_path.rglob("*") if not p.is_relative_to(workspace.sheets)}
    people = people_of(NASTY)
    issued = issue_sheets(workspace, people)
    assert len(NASTY) == len({folded(sheet.path) for sheet in issued}) == 20
    for sheet in issued:
        assert sheet.path.resolve().is_relative_to(workspace.sheets.resolve())
        for part in sheet.path.relative_to(workspace.sheets).parts:
            assert not set(part) & set('<>:"/\\|?*#')
            assert part[0] not in " .~-"
            assert part[-1] not in " ."
            assert part.partition(".")[0].upper() not in RESERVED
            assert len(part.encode()) <= 200
        reading = read_submission(sheet.path.read_bytes(), options=SheetOptions())
        assert reading.identity is not None
        assert reading.identity.person == sheet.person.id
    after = {p for p in tmp_path.rglob("*") if not p.is_relative_to(workspace.sheets)}
    assert {p for p in after - before if p.name != ".okrsheets.lock"} == set()


def test_issue_sheets__nasty_ids__each_has_a_file_of_their_own(workspace: Workspace) -> None:
    alike = ("ann", "Ann", "ANN", "e\u0301", "\xe9", "x", "x.", "字" * 64, "字" * 63, "CON", "con")
    issued = issue_sheets(workspace, tuple(Person(i, "Same Name", ("Sales",)) for i in alike))
    assert len({folded(sheet.path) for sheet in issued}) == len(alike)
    assert len(list(workspace.sheets.rglob("*.xlsx"))) == len(alike)


@pytest.mark.parametrize(
    ("one", "other"),
    [("A:B", "A?B"), ("Sales.", "Sales"), ("字" * 30, "字" * 31), ("CON", "_CON"), ("?", ":")],
)
def test_safe_folder__departments_alike_once_made_safe__do_not_meet(one: str, other: str) -> None:
    assert safe_folder(one).casefold() != safe_folder(other).casefold()


def test_safe_folder__name_that_every_system_takes__stays() -> None:
    assert [safe_folder(n) for n in ("Sales", "研发中心", "R&D 2")] == [
        "Sales",
        "研发中心",
        "R&D 2",
    ]


def test_safe_folder__name_of_a_file_beside_it__is_another(workspace: Workspace) -> None:
    assert safe_folder("_index.xlsx") != index_path(workspace).name
    person = workspace.roster().people[2]
    assert safe_folder(sheet_path(workspace, person).name) != sheet_path(workspace, person).name


def test_safe_folder__number_sign__becomes_one_that_excel_links_to() -> None:
    assert safe_folder("1#车间") == "1＃车间"


def test_shared_folders__differ_in_case_or_normal_form_only__are_named() -> None:
    composed, combined = ("Caf\xe9",), ("Cafe\u0301",)
    departments = (("Sales", "A"), ("Ops",), ("sales", "a"), composed, combined)
    people = tuple(Person(f"E{n}", "Ann", path) for n, path in enumerate(departments))
    assert shared_folders(people) == (("Sales/A", "sales/a"), ("Caf\xe9", "Cafe\u0301"))


def test_issue_sheets__departments_equal_in_normal_form__share_a_folder_and_lose_nothing(
    workspace: Workspace,
) -> None:
    people = (Person("E1", "李雷", ("Caf\xe9",)), Person("E2", "李雷", ("Cafe\u0301",)))
    one, other = issue_sheets(workspace, people)
    assert one.path.parent == other.path.parent
    assert len(list(one.path.parent.iterdir())) == 2


def test_write_index__everybody__one_line_each_with_a_link_to_the_file(
    workspace: Workspace,
) -> None:
    book = issue_all(workspace)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[5]][:8] == [
        "E1",
        "Ann Lee",
        "Product / Payments",
        "Product manager",
        "Wei Chen",
        "ann@example.com",
        "English",
        "● issued",
    ]
    assert [row[6].value for row in sheet.iter_rows(min_row=5)] == ["English", "中文", "English"]
    people = workspace.roster().people
    for row, person in zip(sheet.iter_rows(min_row=5), people, strict=True):
        target = workspace.sheets / target_of(row[8])
        assert target == sheet_path(workspace, person)
        assert target.is_file()
        identity = read_submission(target.read_bytes(), options=SheetOptions()).identity
        assert identity is not None
        assert row[9].value == identity.sheet


def test_write_index__table__has_frozen_heads_filter_and_one_page_width(
    workspace: Workspace,
) -> None:
    sheet = issue_all(workspace).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.dimensions) == (
        "C5",
        "A4:J7",
        "A1:J7",
    )
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"


def test_write_index__totals__add_up_to_the_roster(workspace: Workspace) -> None:
    roster = workspace.roster()
    issue_sheets(workspace, roster.people[:2])
    sheet_path(workspace, roster.people[1]).write_bytes(b"PK\x03\x04saved by a program")
    book = load_workbook(write_index(workspace, roster))
    rows = list(book.worksheets[1].iter_rows(min_row=5, values_only=True))
    assert rows == [
        ("Product / Payments", 1, 1, 0, 0, 0),
        ("Product", 1, 0, 1, 0, 1),
        ("–", 1, 0, 0, 1, 0),
        ("Total", 3, 1, 1, 1, 1),
    ]


def test_write_index__part_issue_and_saved_file__the_others_keep_their_state(
    workspace: Workspace,
) -> None:
    roster = workspace.roster()
    issue_sheets(workspace, roster.people[:2])
    path = sheet_path(workspace, roster.people[0])
    saved = load_workbook(path)
    saved.save(path)
    issue_sheets(workspace, roster.people[1:2])
    book = load_workbook(write_index(workspace, roster))
    assert column(book, 8) == ["◐ issued, changed since", "● issued", "○ not issued"]
    last = book.worksheets[0]["I7"]
    assert (last.value, last.hyperlink) == (None, None)


def test_write_index__file_left_by_a_move_and_a_strange_one__are_listed(
    workspace: Workspace,
) -> None:
    issue_all(workspace)
    (workspace.root / "roster.csv").write_text(
        ROSTER.replace("Product/Payments", "Sales"), encoding="utf-8"
    )
    (workspace.sheets / "budget.xlsx").write_bytes(b"x")
    (workspace.sheets / "~$budget.xlsx").write_bytes(b"x")
    book = issue_all(workspace)
    rows = [tuple(c.value for c in row) for row in book.worksheets[2].iter_rows(min_row=5)]
    name = "E1_Ann Lee_OKR score sheet 2026.xlsx"
    assert rows == [
        (
            f"Product/Payments/{name}",
            "E1 Ann Lee",
            f"Left from before; this person's sheet is now: Sales/{name}",
        ),
        ("budget.xlsx", "–", "By its name it belongs to nobody on the roster."),
    ]
    links = [target_of(row[0]) for row in book.worksheets[2].iter_rows(min_row=5)]
    assert all((workspace.sheets / link).is_file() for link in links)


def test_write_index__texts_like_formulas__stay_texts(tmp_path: Path) -> None:
    people = [Person("E1", text, (text,), text) for text in ("=1+1", "+1", "-1", "@A1", "a\tb<&>")]
    lines = [IndexLine(p, "=2", "en", SheetState.ISSUED, f"{p.name}.xlsx", "1") for p in people]
    path = tmp_path / "list.xlsx"
    with path.open("wb") as stream:
        write_index_book(IndexBook("=N", 2026, load_language("en"), lines), stream)
    book = load_workbook(path)
    cells = [cell for tab in book for row in tab.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert column(book, 2) == ["=1+1", "+1", "-1", "@A1", "a\tb<&>"]
    with zipfile.ZipFile(path) as package:
        assert b"<f>" not in b"".join(map(package.read, package.namelist()))


def test_write_index__twice__same_bytes_and_nothing_left_beside(workspace: Workspace) -> None:
    issue_all(workspace)
    path = index_path(workspace)
    first = path.read_bytes()
    issue_all(workspace)
    assert path.read_bytes() == first
    assert not list(workspace.sheets.rglob("*.tmp"))


def test_write_index__another_hash_order__same_bytes(workspace: Workspace) -> None:
    issue_all(workspace)
    first = index_path(workspace).read_bytes()
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    program = [sys.executable, "-m", "okrsheets", "-C", str(workspace.root), "sheets"]
    subprocess.run(program, check=True, capture_output=True, env=environment)  # noqa: S603 - our own program
    assert index_path(workspace).read_bytes() == first


def test_write_index__cannot_be_replaced__earlier_one_stays_and_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_all(workspace)
    first = index_path(workspace).read_bytes()

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(MachineError, match=r"_index\.xlsx cannot be written: Permission denied"):
        write_index(workspace, workspace.roster())
    assert index_path(workspace).read_bytes() == first
    assert not list(workspace.sheets.rglob("*.tmp"))


def test_write_index__fails_midway__nothing_half_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(book: IndexBook, stream: io.BufferedWriter) -> None:
        del book
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("okrsheets.issuing.index.write_index_book", broken)
    with pytest.raises(MachineError, match="No space left"):
        write_index(workspace, workspace.roster())
    assert [p for p in workspace.sheets.rglob("*") if p.is_file()] == []


def test_write_index__empty_roster__is_a_whole_workbook(workspace: Workspace) -> None:
    book = load_workbook(write_index(workspace, Roster(())))
    assert book.worksheets[1]["B5"].value == 0


def test_write_index__chinese_workspace__chinese_name_and_words(tmp_path: Path) -> None:
    workspace = make(tmp_path / "zh", "zh", ROSTER.replace("Product", "产品部"))
    book = issue_all(workspace)
    assert index_path(workspace).name == "_发放清单.xlsx"
    assert book.sheetnames == ["发放清单", "部门汇总"]
    assert column(book, 8)[0] == "● 已下发"
    assert book.worksheets[0]["I5"].hyperlink.target.startswith("产品部/Payments/E1_Ann%20Lee_OKR")


def test_link_target__signs_with_a_meaning_in_addresses__are_masked() -> None:
    assert link_target("产品 部/50%&.xlsx") == "产品%20部/50%25%26.xlsx"
    assert link_target("a" * 2001) == ""


def test_write_index_book__more_lines_than_links_allowed__the_rest_are_plain(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert MOST_LINKS < 65_530
    monkeypatch.setattr("okrsheets.sheets.long_tab.MOST_LINKS", 2)
    person = Person("E1", "Ann")
    lines = [IndexLine(person, "", "en", SheetState.ISSUED, f"{n}.xlsx", "1") for n in range(3)]
    path = tmp_path / "list.xlsx"
    with path.open("wb") as stream:
        write_index_book(IndexBook("N", 2026, load_language("en"), lines), stream)
    cells = [row[8] for row in load_workbook(path).worksheets[0].iter_rows(min_row=5)]
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, False]
    assert cells[2].value == "2.xlsx"


def test_ingest__list_dropped_into_the_inbox_under_any_name__is_ignored(
    workspace: Workspace,
) -> None:
    issue_all(workspace)
    shutil.copy(index_path(workspace), workspace.inbox / "张三 (1).xlsx")
    resaved = load_workbook(index_path(workspace))
    resaved.save(workspace.inbox / "resaved.xlsx")
    result = ingest_paths(workspace, [workspace.inbox])
    assert {file.state.value for file in result.files} == {"ignored"}
    assert {f.code for file in result.files for f in file.findings} == {"V306"}
    assert result.exit_code == 0
    assert list(workspace.returned.iterdir()) == []


def test_zip_departments__everybody__each_sheet_in_one_zip_with_its_very_bytes(
    workspace: Workspace,
) -> None:
    roster = workspace.roster()
    issue_sheets(workspace, roster.people)
    zips = zip_departments(workspace, roster, roster.people)
    assert [z.path.relative_to(workspace.sheets).as_posix() for z in zips] == [
        "zip/Product - Payments.zip",
        "zip/Product.zip",
        "zip/Without department.zip",
    ]
    found: dict[str, bytes] = {}
    for zipped in zips:
        with zipfile.ZipFile(zipped.path) as package:
            assert package.testzip() is None
            for info in package.infolist():
                assert info.date_time == (1980, 1, 1, 0, 0, 0)
                folder, name = info.filename.split("/")
                assert folder == zipped.path.stem
                found[name] = package.read(info)
    places = [sheet_path(workspace, person) for person in roster.people]
    assert found == {path.name: path.read_bytes() for path in places}


def test_zip_departments__chinese_names__are_marked_as_utf_8(tmp_path: Path) -> None:
    workspace = make(tmp_path / "zh", "zh", ROSTER.replace("Product", "产品部"))
    roster = workspace.roster()
    issue_sheets(workspace, roster.people)
    zips = zip_departments(workspace, roster, roster.people[1:2])
    with zipfile.ZipFile(zips[0].path) as package:
        info = package.infolist()[0]
    assert info.filename == "产品部/E2_Bo Zhang_OKR评分表 2026.xlsx"
    assert info.flag_bits & 0x800


def test_zip_departments__one_person_named__zip_is_the_whole_departments(
    workspace: Workspace,
) -> None:
    roster = Roster(tuple(Person(f"E{n}", f"P{n}", ("Sales",)) for n in range(3)))
    issue_sheets(workspace, roster.people[:2])
    (zipped,) = zip_departments(workspace, roster, roster.people[:1])
    assert (zipped.sheets, zipped.people) == (2, 3)


def test_zip_departments__nothing_issued__no_zip(workspace: Workspace) -> None:
    roster = workspace.roster()
    assert zip_departments(workspace, roster, roster.people) == ()
    assert not (workspace.sheets / "zip").exists()


def test_zip_departments__names_that_meet__are_told_apart(workspace: Workspace) -> None:
    departments = (("A", "B"), ("A - B",), ("a - b",), (), ("Without department",))
    people = tuple(Person(f"E{n}", "Ann", path) for n, path in enumerate(departments))
    issue_sheets(workspace, people)
    zips = zip_departments(workspace, Roster(people), people)
    assert len({folded(zipped.path) for zipped in zips}) == 5
    for zipped in zips:
        with zipfile.ZipFile(zipped.path) as package:
            assert len(package.namelist()) == 1


def test_zip_departments__twice__same_bytes(workspace: Workspace) -> None:
    roster = workspace.roster()
    issue_sheets(workspace, roster.people)
    first = [z.path.read_bytes() for z in zip_departments(workspace, roster, roster.people)]
    again = [z.path.read_bytes() for z in zip_departments(workspace, roster, roster.people)]
    assert first == again


def run(workspace: Workspace, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(workspace.root)
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    assert done.exception is None, done.output
    assert done.return_value == 0
    return done.output


def test_sheets__plain_run__writes_the_list_and_says_where(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = run(workspace, monkeypatch=monkeypatch)
    assert "Who was issued what: sheets/_index.xlsx" in output
    assert index_path(workspace).is_file()
    assert not (workspace.root / "mail").exists()


def test_sheets__json_with_zip_and_mail__records_name_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("--zip", "--mail", "--format", "json", "--department", "Product")
    ann, bo = json.loads(run(workspace, *arguments, monkeypatch=monkeypatch))
    assert ann == {
        "person": "E1",
        "path": "sheets/Product/Payments/E1_Ann Lee_OKR score sheet 2026.xlsx",
        "state": "issued",
        "zip": "sheets/zip/Product - Payments.zip",
        "mail": "mail/Product/Payments/E1_Ann Lee_OKR score sheet 2026.eml",
    }
    assert (bo["zip"], bo["mail"]) == ("sheets/zip/Product.zip", None)


def test_sheets__departments_that_share_a_folder_elsewhere__are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = "id,name,department\nE1,Ann,Sales\nE2,Bo,sales\n"
    output = run(make(tmp_path / "w", roster=roster), monkeypatch=monkeypatch)
    assert "Sales, sales" in output


def test_states__every_state__has_its_mark() -> None:
    assert set(index_book._STATES) == set(SheetState)
