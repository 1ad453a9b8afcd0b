"""The marked copy of a returned sheet: marked, noted, listed, and still the sender's own sheet."""

import io
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from filled_sheets import DONE, Values, blank_sheet, fill, make_workspace, send, write_people
from office import Job, office_is_here, run_office
from openpyxl import Workbook
from openpyxl.comments import Comment
from sheet_rules import faults_of
from surgery import Parts, parts_of, zipped

from okrsheets.__main__ import main
from okrsheets.batch.ingest import check_in_workspace, check_paths, ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.batch.rules import Rules
from okrsheets.cells import Place
from okrsheets.findings import Finding
from okrsheets.language import load_language
from okrsheets.marking import Cover, marked_copy
from okrsheets.model import Person
from okrsheets.submissions import read_submission
from okrsheets.workspace import Workspace

FAULTY: Values = {**DONE, "Q1.O1.K1.actual": "88 or so", "Q1.O1.K2.weight": 1.2}
"""K10 holds words; D11 holds a weight of 120%."""
KEY = b"k" * 32
FAULT_FILL, REMARK_FILL = "FFF6C9C4", "FFF3DCA2"
ACTUAL = Finding("S208", Place("Q1", "K10"), "Q1.O1.K1.actual", "88 or so")
KEPT = sorted((Path(__file__).parent / "good").glob("*.xlsx"))
"""Sheets as other programs saved them."""
COVER = Cover(load_language("en"), "Ann", "HR")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def sheet(language: str = "en", values: Values = FAULTY) -> bytes:
    return fill(blank_sheet(KEY, Person("E1", "Ann"), language=language), values, language=language)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def filled_with(data: bytes, colour: str) -> list[str]:
    """Give the cells with this fill, but those of our own tab."""
    book = opened(data)
    return [
        f"{tab.title}!{cell.coordinate}"
        for tab in book.worksheets[1:]
        for row in tab.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == colour
    ]


def notes_of_ours(data: bytes) -> dict[str, str]:
    return {
        f"{tab.title}!{cell.coordinate}": cell.comment.text
        for tab in opened(data).worksheets
        for row in tab.iter_rows()
        for cell in row
        if cell.comment and "■" in cell.comment.text
    }


def ingest(workspace: Workspace) -> IngestResult:
    result = ingest_paths(workspace, [workspace.inbox])
    assert result.stopped is None
    return result


def made(data: bytes, *findings: Finding, cover: Cover = COVER) -> bytes:
    copy = marked_copy(data, findings, cover)
    assert copy is not None
    return copy


def rejected(workspace: Workspace, values: Values = FAULTY) -> Path:
    """Have a faulty sheet of E1 rejected; give its marked copy."""
    send(workspace, "E1", values)
    (copy,) = ingest(workspace).copies
    return copy


def first_score(workspace: Workspace) -> Fraction | None:
    return load_year(workspace)[0].year.cycles[0].score


def test_marked_copy__one_fault__its_cell_is_marked_noted_and_listed() -> None:
    copy = made(sheet(), ACTUAL)
    assert filled_with(copy, FAULT_FILL) == ["Q1!K10"]
    assert list(notes_of_ours(copy)) == ["Q1!K10"]
    assert "1. “88 or so” has more than a number in it." in notes_of_ours(copy)["Q1!K10"]
    book = opened(copy)
    assert book.sheetnames[:2] == ["Findings", "How to fill"]
    assert book.active is book["Findings"]
    row = [book["Findings"][f"{column}7"].value for column in "BCDE"]
    assert row == [1, "To be corrected", "Q1!K10", "“88 or so” has more than a number in it."]
    link = book["Findings"]["D7"].hyperlink
    assert link is not None
    assert link.location == "'Q1'!K10"


def test_marked_copy__mark__reads_in_grey() -> None:
    cell = opened(made(sheet(), ACTUAL))["Q1"]["K10"]
    assert cell.border.left.style == cell.border.bottom.style == "thick"


def test_marked_copy__of_a_range__marks_every_cell_and_notes_the_first() -> None:
    copy = made(sheet(), Finding("L403", Place("Q1", "D10:E11"), value="D10:E11"))
    assert filled_with(copy, FAULT_FILL) == ["Q1!D10", "Q1!E10", "Q1!D11", "Q1!E11"]
    assert list(notes_of_ours(copy)) == ["Q1!D10"]


def test_marked_copy__of_a_hidden_cell__marks_the_next_one_to_be_seen() -> None:
    copy = made(sheet(), Finding("L305", Place("Q1", "A12"), value="O9"))
    assert filled_with(copy, FAULT_FILL) == ["Q1!B12"]
    assert opened(copy)["Findings"]["D7"].value == "Q1!B12"


def test_marked_copy__findings__errors_stand_before_warnings_and_notes() -> None:
    copy = made(
        sheet(),
        Finding("S302", Place("Q1", "C9")),
        Finding("S303", Place("Q1", "C10"), value="x"),
        ACTUAL,
    )
    tab = opened(copy)["Findings"]
    kinds = [tab[f"C{row}"].value for row in (7, 8, 9)]
    assert kinds == ["To be corrected", "Please check", "For information"]
    assert filled_with(copy, REMARK_FILL) == ["Q1!C9", "Q1!C10"]


def test_marked_copy__finding_of_the_whole_file__stands_in_the_list_alone() -> None:
    fields = {"found": 2025, "year": 2026}
    copy = made(sheet(), Finding("V104", fields=fields))
    assert filled_with(copy, FAULT_FILL) == []
    tab = opened(copy)["Findings"]
    assert tab["D7"].value == "The whole file"
    assert tab["D7"].hyperlink is None
    assert "Correct what is listed below" in str(tab["B3"].value)


def test_marked_copy__more_than_200_findings__says_how_many_more() -> None:
    many = [Finding("S208", Place("Q1", f"K{n}"), value="x") for n in range(10, 213)]
    tab = opened(made(sheet(), *many))["Findings"]
    assert tab["B206"].value == 200
    assert tab["E207"].value == "… and 3 more of them."


def test_marked_copy__parts_without_a_mark__keep_every_byte() -> None:
    data = sheet()
    before, after = parts_of(data), parts_of(made(data, ACTUAL))
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert after.keys() - before.keys() == {"xl/worksheets/sheet9.xml"}


def test_marked_copy__of_a_marked_tab__keeps_protection_limits_and_formulas() -> None:
    data = sheet()
    before, after = (parts_of(d)["xl/worksheets/sheet2.xml"] for d in (data, made(data, ACTUAL)))
    for kind in (b"sheetProtection", b"dataValidations", b"conditionalFormatting", b"f"):
        pattern = rb"<" + kind + rb"[ >].*?(?:</" + kind + rb">|/>)"
        assert re.findall(pattern, after, re.DOTALL) == re.findall(pattern, before, re.DOTALL)


def test_marked_copy__percent_cell__stays_a_percent_cell() -> None:
    data = sheet()
    book = opened(made(data, Finding("L403", Place("Q1", "D11"), value="D11")))
    assert book["Q1"]["D11"].number_format == opened(data)["Q1"]["D11"].number_format
    assert "%" in book["Q1"]["D11"].number_format
    assert book["Q1"]["D11"].protection.locked is False


@pytest.mark.parametrize("language", ["en", "zh"])
def test_marked_copy__as_a_workbook__keeps_every_rule(language: str) -> None:
    cover = Cover(load_language(language), "王小明", "HR", held=True)
    copy = made(sheet(language), ACTUAL, Finding("V102", fields={"person": "E1"}), cover=cover)
    assert faults_of(copy) == {}


def test_marked_copy__made_twice__gives_the_same_bytes() -> None:
    assert made(sheet(), ACTUAL) == made(sheet(), ACTUAL)


def test_marked_copy__cell_with_a_note__keeps_it_above_ours() -> None:
    book = opened(sheet())
    book["Q1"]["K10"].comment = Comment("ask Bo", "Ann")
    target = io.BytesIO()
    book.save(target)
    copy = made(target.getvalue(), ACTUAL)
    text = notes_of_ours(copy)["Q1!K10"]
    assert text.startswith("ask Bo\n\n■ Findings\n1. ")
    assert notes_of_ours(made(copy, ACTUAL))["Q1!K10"] == text


def test_marked_copy__of_a_marked_copy__piles_nothing_up() -> None:
    once = made(sheet(), ACTUAL)
    twice = made(once, ACTUAL)
    assert opened(twice).sheetnames == opened(once).sheetnames
    assert notes_of_ours(twice) == notes_of_ours(once)
    assert filled_with(twice, FAULT_FILL) == ["Q1!K10"]
    assert faults_of(twice) == {}


def test_marked_copy__fault_that_is_gone__cell_looks_as_before() -> None:
    other = Finding("S208", Place("Q1", "K11"), value="x")
    data = sheet()
    copy = made(made(data, ACTUAL), other)
    assert filled_with(copy, FAULT_FILL) == ["Q1!K11"]
    assert list(notes_of_ours(copy)) == ["Q1!K11"]
    now, then = opened(copy)["Q1"]["K10"], opened(data)["Q1"]["K10"]
    assert now.fill.fgColor.rgb == then.fill.fgColor.rgb
    assert now.border.left.style == then.border.left.style


def test_marked_copy__our_tab_was_deleted__mark_is_taken_off_all_the_same() -> None:
    book = opened(made(sheet(), ACTUAL))
    del book["Findings"]
    target = io.BytesIO()
    book.save(target)
    copy = made(target.getvalue(), Finding("S208", Place("Q1", "K11"), value="x"))
    assert filled_with(copy, FAULT_FILL) == ["Q1!K11"]


def test_marked_copy__workbook_with_macros__leaves_them_out() -> None:
    parts = with_macros(parts_of(sheet()))
    after = parts_of(made(zipped(parts), ACTUAL))
    assert not [name for name in after if "vba" in name.lower()]
    assert b"vba" not in after["xl/_rels/workbook.xml.rels"]
    assert b"macroEnabled" not in after["[Content_Types].xml"]


def with_macros(parts: Parts) -> Parts:
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = b'<Relationship Id="rId99" Type="' + kind + b'" Target="vbaProject.bin"/>'
    relations, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return {
        **parts,
        relations: parts[relations].replace(b"</Relationships>", relation + b"</Relationships>"),
        types: parts[types].replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "xl/vbaProject.bin": b"\0program",
    }


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04"])
def test_marked_copy__of_no_workbook__is_none(data: bytes) -> None:
    assert marked_copy(data, [ACTUAL], COVER) is None


def test_ingest__rejected__copy_and_text_go_together(workspace: Workspace) -> None:
    send(workspace, "E1", FAULTY)
    result = ingest(workspace)
    (text,), (copy,) = result.returned, result.copies
    assert text.stem == copy.stem
    assert copy.name in text.read_text(encoding="utf-8-sig")
    assert "Q1!K10" in filled_with(copy.read_bytes(), FAULT_FILL)


def test_ingest__corrected_with_openpyxl__stored_with_its_scores(workspace: Workspace) -> None:
    book = openpyxl.load_workbook(rejected(workspace))
    book["Q1"]["K10"], book["Q1"]["D11"] = 88, None
    book.save(workspace.inbox / "E1.xlsx")
    (file,) = ingest(workspace).files
    assert file.state.value == "stored"
    assert not [f.code for f in file.findings if f.code[0] in "LSV"]
    assert first_score(workspace) == Fraction(9, 10)  # (0.8 + 1) / 2


@pytest.mark.office
@pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine")
def test_ingest__corrected_with_libreoffice__stored_with_its_scores(workspace: Workspace) -> None:
    copy, target = rejected(workspace), workspace.inbox / "E1.xlsx"
    marked, saved = copy.read_bytes(), workspace.root / "saved.xlsx"
    cells = {Place("Q1", "K10"): Decimal(88), Place("Q1", "D11"): None}
    run_office([Job(copy, cells=cells, target=target), Job(copy, target=saved)])
    (file,) = ingest(workspace).files
    assert file.state.value == "stored"
    assert not [f.code for f in file.findings if f.code[0] in "LSV"]
    assert first_score(workspace) == Fraction(9, 10)  # (0.8 + 1) / 2
    again = made(saved.read_bytes(), *check_in_workspace(workspace, [saved]).files[0].findings)
    assert filled_with(again, FAULT_FILL) == filled_with(marked, FAULT_FILL)
    assert {"Q1!D11", "Q1!K10"} <= notes_of_ours(again).keys() <= notes_of_ours(marked).keys()
    known = {*faults_of(saved.read_bytes()), "texts are shared"}  # some of our earlier texts stay
    assert faults_of(again).keys() <= known


def test_ingest__copy_returned_uncorrected__has_the_same_findings(workspace: Workspace) -> None:
    copy = rejected(workspace)
    sent = ingest(workspace).files[0].findings
    (workspace.inbox / "E1.xlsx").write_bytes(copy.read_bytes())
    result = ingest(workspace)
    assert [(f.code, f.place) for f in result.files[0].findings] == [
        (f.code, f.place) for f in sent
    ]
    (again,) = result.copies
    assert again.name.count(".") == 2
    assert notes_of_ours(again.read_bytes()) == notes_of_ours(copy.read_bytes())


def test_ingest__corrected_sheet_arrives__what_was_returned_is_removed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    copy = rejected(workspace)
    (workspace.returned / "my own.txt").write_text("stays")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000060")
    send(workspace, "E1", DONE)
    ingest(workspace)
    assert not copy.exists()
    assert [path.name for path in workspace.returned.iterdir()] == ["my own.txt"]


def test_ingest__still_faulty__what_was_returned_stays(workspace: Workspace) -> None:
    copy = rejected(workspace)
    before = copy.read_bytes()
    ingest(workspace)
    assert copy.read_bytes() == before


def test_ingest__held__text_and_copy_say_that_it_waits(workspace: Workspace) -> None:
    send(workspace, "E9", DONE)
    result = ingest(workspace)
    (text,), (copy,) = result.returned, result.copies
    assert "does not count yet" in text.read_text(encoding="utf-8-sig")
    assert "counts only when" in str(opened(copy.read_bytes())["Findings"]["B3"].value)
    write_people(workspace, ("E1", "E9"))
    assert [file.state.value for file in ingest(workspace).files] == ["stored"]
    assert list(workspace.returned.iterdir()) == []


def test_ingest__not_a_workbook__has_the_text_alone(workspace: Workspace) -> None:
    workspace.inbox.mkdir(exist_ok=True)
    (workspace.inbox / "E1.xlsx").write_bytes(b"")
    result = ingest(workspace)
    assert len(result.returned) == 1
    assert result.copies == ()


def test_ingest__dry_run__writes_no_copy(workspace: Workspace) -> None:
    send(workspace, "E1", FAULTY)
    result = ingest_paths(workspace, [workspace.inbox], dry_run=True)
    assert (result.returned, result.copies) == ((), ())


def test_check__marked__copy_is_written_there(workspace: Workspace, tmp_path: Path) -> None:
    path = send(workspace, "E1", FAULTY)
    inside = check_in_workspace(workspace, [path], marked=tmp_path / "in")
    outside = check_paths(Rules(), [path], marked=tmp_path / "out")
    for result in (inside, outside):
        (copy,) = result.copies
        assert "Q1!K10" in filled_with(copy.read_bytes(), FAULT_FILL)
    assert not any(workspace.returned.iterdir())


def test_command__check_marked__says_where_the_copy_lies(
    workspace: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = send(workspace, "E1", FAULTY)
    code = main(["-C", str(workspace.root), "check", str(path), "--marked", str(tmp_path / "out")])
    assert code == 1
    assert len(list((tmp_path / "out").glob("E1.*.xlsx"))) == 1
    assert f"1 marked copy is in {tmp_path / 'out'}" in capfd.readouterr().out


def commented(ref: str, *texts: str, author: str = "Ann") -> bytes:
    """Give a sheet with comments on a cell and on those below it."""
    book = opened(sheet(values=DONE))
    for number, text in enumerate(texts):
        letters, row = ref[0], int(ref[1:])
        book["Q1"][f"{letters}{row + number}"].comment = Comment(text, author)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def found_comments(data: bytes) -> list[tuple[str, str]]:
    reading = read_submission(data)
    return [(str(f.place), f.value) for f in reading.findings if f.code == "S404"]


def test_read_submission__comment_on_a_blank_cell__is_told() -> None:
    assert found_comments(commented("L10", "0.8")) == []  # computed: no entry belongs there
    assert found_comments(commented("M10", "0.8")) == [("Q1!M10", "0.8")]


def test_read_submission__comment_on_a_filled_cell__is_not_told() -> None:
    assert found_comments(commented("K10", "as of June")) == []


def test_read_submission__comments_of_the_form__are_not_told() -> None:
    assert found_comments(commented("M10", "0 to 1", "0 to 1")) == []
    assert found_comments(commented("M10", "0 to 1", author="okrsheets")) == []


def test_read_submission__notes_of_a_marked_copy__are_not_told() -> None:
    blank = Finding("K201", Place("Q1", "M10"), fields={"name": "O1.K1"})
    copy = made(commented("M11", "see mail"), blank)
    assert "Q1!M10" in notes_of_ours(copy)
    assert found_comments(copy) == [("Q1!M11", "see mail")]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_marked_copy__of_a_kept_file__reads_the_same_and_breaks_no_rule(path: Path) -> None:
    data = path.read_bytes()
    before = read_submission(data)
    copy = made(data, Finding("L301", Place("Q1", "A1"), value="O1", fields={"rows": ("O1",)}))
    after = read_submission(copy)
    assert [(f.code, f.place) for f in after.findings] == [
        (f.code, f.place) for f in before.findings
    ]
    assert dict(after.cells) == dict(before.cells)
    assert after.identity == before.identity is not None
    assert faults_of(copy).keys() <= faults_of(data).keys()
