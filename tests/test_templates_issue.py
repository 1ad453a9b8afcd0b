"""Sheets issued from a company's own template: its looks and words, our contract, right scores."""

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from filled_sheets import DONE
from office import Job, office_is_here, run_office
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from openpyxl.styles import Font, PatternFill, Protection
from PIL import Image
from sheet_kit import ANN, BO, opened, stamp_of
from sheet_rules import faults_of
from surgery import parts_of, zipped
from template_kit import CHINESE, SPEC, compiled, edited, exported, told

from okrsheets.__main__ import main
from okrsheets.batch.ingest import ingest_paths
from okrsheets.cells import Place
from okrsheets.errors import DataError, UsageError
from okrsheets.issuing.issue import IssueState, issue_sheets
from okrsheets.language import load_language
from okrsheets.layout import build_layout
from okrsheets.shape import SheetOptions
from okrsheets.submissions import build_submission, read_submission
from okrsheets.templates import export_template
from okrsheets.templates.xml import q, written
from okrsheets.workspace import Workspace, create_workspace, open_workspace

needs_office = pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine")
ROSTER = "id,name,department,title,manager,language\nE1,Ann Lee,Sales,Agent,,\nE2,Bo Li,Sales,,,\n"
LAYOUT = build_layout(SheetOptions(), load_language("en"))


def _restyled(book: Workbook) -> None:
    tab = book["Q1"]
    tab["B2"].font = Font(name="Georgia", size=24, color="FF8B0000")
    tab["C7"].fill = PatternFill("solid", start_color="FFFFE4C4")
    tab["C24"].value = CellRichText(
        "For ", TextBlock(InlineFont(b=True), "{na"), TextBlock(InlineFont(i=True), "me}: 100%")
    )
    tab["C25"].value = "Questions? {send_to} of {organisation}, {year}"
    tab["AQ7"].value, tab["AQ8"].value = "Project code", "=1+1"
    for row in range(10, 21):
        tab[f"AQ{row}"].protection = Protection(locked=False)
    tab["B2"].comment = Comment("Ask us, {organisation}", "Jane Doe")
    book.create_sheet("Our values")["A1"].value = "Dear {name}, {manager} welcomes you"
    book.properties.creator = book.properties.lastModifiedBy = "Jane Doe"


def _sheet(data: bytes) -> bytes:
    form = compiled(data)
    return form.stamp(stamp_of(ANN, form, "Wei Chen"))


def test_form_of__as_exported__gives_the_sheet_of_the_built_in_form() -> None:
    tab = opened(_sheet(exported()))["Q1"]
    assert tab["B2"].value == "Northlight & Co · OKR score sheet 2026"
    assert (tab["B4"].value, tab["D4"].value, tab["O4"].value) == ("Ann Lee", "E1001", "Wei Chen")
    assert tab.protection.sheet
    assert not tab["C10"].protection.locked
    assert not openpyxl.load_workbook(io.BytesIO(exported()))["Q1"].protection.sheet


def test_written__another_library_names_prefixes__the_bytes_are_the_same() -> None:
    root = ET.Element(q("sst"))
    ET.SubElement(root, q("si"))
    before = written(root)
    ET.register_namespace("s", "http://schemas.openxmlformats.org/spreadsheetml/2006/main")
    ET.register_namespace("", "")
    assert written(root) == before
    assert b"<si/></sst>" in before


@pytest.mark.parametrize("spec", [SPEC, CHINESE], ids=["en", "zh"])
def test_form_of__as_exported__keeps_the_rules_of_workbooks(spec: object) -> None:
    assert spec in (SPEC, CHINESE)
    chosen = CHINESE if spec is CHINESE else SPEC
    form = compiled(export_template(chosen), chosen)
    assert faults_of(form.stamp(stamp_of(ANN, form))) == {}


def test_form_of__restyled__keeps_looks_and_fills_words() -> None:
    data = _sheet(edited(_restyled))
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    tab = book["Q1"]
    assert (tab["B2"].font.name, tab["B2"].font.color.rgb) == ("Georgia", "FF8B0000")
    assert tab["C7"].fill.start_color.rgb == "FFFFE4C4"
    assert str(tab["C24"].value) == "For Ann Lee: 100%"
    bold = [run for run in tab["C24"].value if isinstance(run, TextBlock) and run.font.b]
    assert [run.text for run in bold] == ["Ann Lee"]
    manager = "Your manager, who passes it on"
    assert tab["C25"].value == f"Questions? {manager} of Northlight & Co, 2026"
    assert book["Our values"]["A1"].value == "Dear Ann Lee, Wei Chen welcomes you"
    assert not book["Our values"].protection.sheet
    assert tab["AQ1"].value == "own.1"
    assert faults_of(data).keys() <= {"formulas have their values"}  # the company's own has none


def test_form_of__restyled__names_nobody_of_the_company() -> None:
    content = b"".join(parts_of(_sheet(edited(_restyled))).values())
    assert b"Jane" not in content
    assert b"Ask us, Northlight &amp; Co" in content


def test_form_of__same_template__same_bytes_and_fingerprint() -> None:
    one, other = compiled(edited(_restyled)), compiled(edited(_restyled))
    assert one.fingerprint == other.fingerprint != compiled(exported()).fingerprint
    assert one.stamp(stamp_of(ANN, one)) == other.stamp(stamp_of(ANN, other))
    assert b"Ann" not in b"".join(parts_of(one.stamp(stamp_of(BO, one))).values())


def test_form_of__what_programs_drop__is_put_back() -> None:
    def drop(book: Workbook) -> None:
        book["_okrsheets"].sheet_state = book["_lists"].sheet_state = "hidden"
        book["Q1"].data_validations.dataValidation = []
        book["Q1"].freeze_panes = None
        book["Q1"]["F10"].protection = Protection(locked=True)
        book["Q1"]["O10"].protection = Protection(locked=False)
        del book.defined_names["okrsheets_identity"]

    book = opened(_sheet(edited(drop)))
    tab = book["Q1"]
    assert {book["_okrsheets"].sheet_state, book["_lists"].sheet_state} == {"veryHidden"}
    assert "okrsheets_identity" in book.defined_names
    assert tab.freeze_panes == "D9"
    assert not tab["F10"].protection.locked
    assert tab["O10"].protection.locked
    lists = {str(r.sqref) for r in tab.data_validations.dataValidation if r.type == "list"}
    assert any("E10" in area for area in lists)


def test_form_of__words_of_a_limit__may_be_the_companys() -> None:
    def say(book: Workbook) -> None:
        for rule in book["Q1"].data_validations.dataValidation:
            if "E10" in str(rule.sqref):
                rule.prompt = "Ask your OKR coach"

    rules = opened(_sheet(edited(say)))["Q1"].data_validations.dataValidation
    assert [r.prompt for r in rules if "E10" in str(r.sqref)] == ["Ask your OKR coach"]


def _move_down(key: str) -> tuple[str, str]:
    """Give a field's cell after a column before F and two rows before 11 were inserted in Q1."""
    place = LAYOUT.fields[key].place
    letters, row = re.match(r"([A-Z]+)(\d+)", place.ref).groups()  # type: ignore[union-attr] # an address
    column = openpyxl.utils.column_index_from_string(letters)
    moved = openpyxl.utils.get_column_letter(column + (column >= 6))
    return place.sheet, f"{moved}{int(row) + 2 * (int(row) >= 11)}"


def _filled(data: bytes, cells: Mapping[str, object]) -> bytes:
    """Fill a sheet with openpyxl: `Tab!A1` → value."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        tab, ref = place.split("!")
        book[tab][ref].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the template as LibreOffice saves it, with HR's own column, row and tab.

    Of the two rows inserted only the first holds anything, and so becomes HR's own.
    """
    folder = tmp_path_factory.mktemp("office")
    source, target = folder / "exported.xlsx", folder / "our.xlsx"
    source.write_bytes(export_template(SPEC))
    cells = {
        Place("Q1", "F7"): "Project code",
        Place("Q1", "C11"): "Results, {name}, not work",
        Place("Q1", "C40"): "Questions? {send_to}",
        Place("Our values", "A1"): "Dear {name} ({id}) of {organisation}",
    }
    edits = (
        ("columns", "Q1", 5),
        ("rows", "Q1", 10),
        ("rows", "Q1", 11),
        ("tab", "Our values"),
        ("look", "Q1", "B2", "CharColor", 0x8B0000),
        ("look", "Q1", "C7", "CellBackColor", 0xFFE4C4),
        ("look", "Q1", "B2", "CharFontName", "DejaVu Sans"),
    )
    run_office([Job(source, cells, target=target, edits=edits)])
    return target


@pytest.mark.office
@needs_office
def test_office__edited_issued_filled_ingested__scores_are_right(
    office_template: Path, tmp_path: Path
) -> None:
    assert told(office_template.read_bytes()) == {}
    workspace = _workspace(tmp_path / "2026", office_template.read_bytes())
    sheet = issue_sheets(workspace, workspace.roster().people[:1])[0].path
    assert faults_of(sheet.read_bytes()) == {}
    tab = opened(sheet.read_bytes())["Q1"]
    assert (tab["B2"].font.name, tab["B2"].font.color.rgb) == ("DejaVu Sans", "FF8B0000")
    assert (tab["F1"].value, tab["A11"].value, tab["A40"].value) == ("own.1", "own.1", "own.2")
    assert tab["C11"].value == "Results, Ann Lee, not work"
    cells = {Place(*_move_down(key)): value for key, value in DONE.items()}
    cells |= {Place("Q1", "F10"): "P-7", Place("Q1", "D11"): 12}
    score = Place(*_move_down("Q1.score"))
    done = workspace.inbox / "ann.xlsx"
    (shown,) = run_office([Job(sheet, cells, show=(score,), target=done)])  # type: ignore[arg-type] # numbers of the table
    assert shown[score].strip() == "0.90"
    result = ingest_paths(workspace, [done])
    (file,) = result.files
    assert not [f for f in file.findings if f.code.startswith("L")]
    assert file.state.value == "stored"
    reading = read_submission(_filled(done.read_bytes(), {"Q1!C12": "One more"}))
    assert [(f.code, str(f.place)) for f in reading.findings] == [("L401", "Q1!C12")]


@pytest.mark.office
@needs_office
def test_office__line_inserted_for_one_more_key_result__is_an_error(tmp_path: Path) -> None:
    source, target = tmp_path / "exported.xlsx", tmp_path / "our.xlsx"
    source.write_bytes(export_template(SPEC))
    cells = {Place("Q1", "B12"): "1.2b"}
    run_office([Job(source, cells, target=target, edits=(("rows", "Q1", 11),))])
    assert told(target.read_bytes()) == {"T411": ["Q1!C12"]}


@pytest.mark.office
@needs_office
def test_office__tab_renamed_and_column_inserted__check_ins_offer_the_right_key_results(
    tmp_path: Path,
) -> None:
    spec = replace(SPEC, options=SheetOptions(check_ins=True))
    source, target = tmp_path / "exported.xlsx", tmp_path / "our.xlsx"
    source.write_bytes(export_template(spec))
    cells = {Place("第一季度", "C7"): "Project code"}  # before the texts, which move to D
    edits = (("columns", "Q1", 2), ("name", "Q1", "第一季度"))
    run_office([Job(source, cells, target=target, edits=edits)])
    assert told(target.read_bytes(), spec) == {}
    form = compiled(target.read_bytes(), spec)
    sheet, done = tmp_path / "sheet.xlsx", tmp_path / "done.xlsx"
    sheet.write_bytes(form.stamp(stamp_of(ANN, form, "Wei Chen")))
    text = Place("第一季度", "D10")
    run_office([Job(sheet, {text: "Satisfaction from 80 to 90"}, target=done)])
    lists = openpyxl.load_workbook(done, data_only=True)["_lists"]
    offered = [c.value for row in lists.iter_rows() for c in row if "Satis" in str(c.value)]
    assert offered
    assert {*offered} == {"Q1 1.1 Satisfaction from 80 to"}


def _own_parts(book: Workbook) -> None:
    """Add a column and lines of HR's own at the edges, where openpyxl moves nothing."""
    tab = book["Q1"]
    tab["AQ7"].value = "Project code"
    for row in range(9, 21):
        tab[f"AQ{row}"].protection = Protection(locked=False)
    tab["C40"].value, tab["D40"].value = "Our rule", 7


def test_read_submission__entries_in_own_cells__give_no_finding() -> None:
    sheet = _sheet(edited(_own_parts))
    cells = {str(LAYOUT.fields[key].place): value for key, value in DONE.items()}
    own = {"Q1!AQ10": "P-7", "Q1!AQ9": 3, "Q1!F40": 12}
    reading = read_submission(_filled(sheet, {**cells, **own}))
    assert reading.findings == ()
    submission, found = build_submission(reading.identity, reading.cells)
    assert found == ()
    assert submission is not None
    assert submission.cycles[0].objectives[0].key_results[0].actual == 88


def test_read_submission__entries_beyond_own_cells__are_still_caught() -> None:
    sheet = _sheet(edited(_own_parts))
    strays = {"Q1!AR10": "beside", "Q1!C41": "below", "Q1!AQ10": "fine"}
    reading = read_submission(_filled(sheet, strays))
    found = {(f.code, str(f.place)) for f in reading.findings}
    assert found == {("L402", "Q1!AR10"), ("L402", "Q1!C41")}


def _workspace(root: Path, template: bytes | None = None) -> Workspace:
    create_workspace(root, organisation="Northlight & Co", year=2026, language="en")
    (root / "roster.xlsx").unlink()
    (root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    settings = root / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8")
    named = re.sub('^template = ""', 'template = "our-{language}.xlsx"', text, flags=re.MULTILINE)
    settings.write_text(named, encoding="utf-8")
    if template is not None:
        (root / "our-en.xlsx").write_bytes(template)
    return open_workspace(root)


def test_issue_sheets__own_template__is_used_and_signed(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path / "w", edited(_restyled))
    issued = issue_sheets(workspace, workspace.roster().people)
    assert [sheet.state for sheet in issued] == [IssueState.ISSUED] * 2
    reading = read_submission(issued[1].path.read_bytes())
    assert reading.identity is not None
    assert reading.identity.template == compiled(edited(_restyled)).fingerprint
    assert opened(issued[1].path.read_bytes())["Q1"]["B2"].font.name == "Georgia"


def test_issue_sheets__template_with_faults__writes_nothing(tmp_path: Path) -> None:
    def break_it(book: Workbook) -> None:
        book["Q1"]["O10"].value = None
        book["Q1"]["C9"].value = "Grow"

    workspace = _workspace(tmp_path / "w", edited(break_it))
    with pytest.raises(DataError) as stop:
        issue_sheets(workspace, workspace.roster().people)
    assert "Q1!O10 — T406 a computed cell has lost its formula. Computed" in str(stop.value)
    assert "Q1!C9 — T403" in str(stop.value)
    assert not list(workspace.sheets.rglob("*.xlsx"))


def test_issue_sheets__template_missing__is_said(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path / "w")
    with pytest.raises(UsageError, match=r"okrsheets template export our-en\.xlsx"):
        issue_sheets(workspace, workspace.roster().people)


def test_sheets__template_of_last_year__is_issued_from_and_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    old = _workspace(tmp_path / "w", edited(_restyled))
    assert main(["-C", str(old.root), "sheets"]) == 0
    assert "T207" not in capfd.readouterr().err
    new = tmp_path / "next"
    assert main(["init", str(new), "--from", str(old.root)]) == 0
    assert "our-{language}.xlsx carries the dates of the year" in capfd.readouterr().out
    assert main(["-C", str(new), "sheets"]) == 0
    said = capfd.readouterr().err
    assert said.count("T207") == 1
    assert "our-en.xlsx — T207 the template was exported for 2026, the settings say 2027" in said


@pytest.mark.parametrize(
    ("name", "named"), [("our-zh.xlsx", "our-{language}.xlsx"), ("look.xlsx", "look.xlsx")]
)
def test_template_export__name_with_a_language__is_named_for_every_language(
    name: str, named: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", "export", str(tmp_path / name), "--language", "en"]) == 0
    assert f'  template = "{named}"' in capfd.readouterr().out.splitlines()


def test_template_check__no_such_file__is_said_in_plain_words(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["template", "check", "none.xlsx"]) == 2
    assert "there is no file none.xlsx here" in capfd.readouterr().err


def test_template_export__twice__is_refused_unless_forced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "export", "our.xlsx", "--language", "en"]) == 0
    before = (tmp_path / "our.xlsx").read_bytes()
    assert main(["template", "export", "our.xlsx"]) == 2
    assert "our.xlsx" in capfd.readouterr().err
    assert main(["template", "export", "our.xlsx", "--language", "en", "--force"]) == 0
    assert (tmp_path / "our.xlsx").read_bytes() == before
    assert main(["template", "export", "our.ods"]) == 2


def test_template_check__exit_codes_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace = _workspace(tmp_path / "w", edited(_restyled))
    monkeypatch.chdir(workspace.root)
    assert main(["template", "check", "our-en.xlsx"]) == 0
    capfd.readouterr()
    assert main(["template", "check", "our-en.xlsx", "--language", "zh", "--format", "json"]) == 1
    answer = json.loads(capfd.readouterr().out)
    assert (answer["file"], answer["fit"]) == ("our-en.xlsx", False)
    assert [finding["code"] for finding in answer["findings"]] == ["T205"]
    assert main(["template", "check", "nothing.xlsx"]) == 2


def test_form_of__picture_in_the_head__is_carried() -> None:
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(logo, "PNG")

    def place(book: Workbook) -> None:
        book["Q1"].add_image(Drawing(logo), "R2")

    data = _sheet(edited(place))
    assert faults_of(data) == {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("xl/media/")]
    assert len(pictures) == 1


def test_form_of__inline_strings_and_shared_formulas__are_written_the_plain_way() -> None:
    parts = parts_of(exported())
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    formula = re.search(r'<c r="O10"( s="\d+")[^>]*><f>(.*?)</f><v ?/?>', sheet)
    assert formula is not None
    shared = sheet.replace(
        f"<f>{formula[2]}</f>", f'<f t="shared" ref="O10:O11" si="0">{formula[2]}</f>', 1
    )
    below = re.search(r'(<c r="O11"[^>]*>)<f>.*?</f>', shared)
    assert below is not None
    shared = shared.replace(below[0], f'{below[1]}<f t="shared" si="0"/>', 1)
    shared = re.sub(
        r'<c r="C24"[^>]*?/>', '<c r="C24" t="inlineStr"><is><t>For {name}</t></is></c>', shared
    )
    data = _sheet(zipped({**parts, "xl/worksheets/sheet2.xml": shared.encode()}))
    tab = opened(data)["Q1"]
    assert tab["O11"].value == opened(_sheet(exported()))["Q1"]["O11"].value
    assert tab["C24"].value == "For Ann Lee"
    assert faults_of(data) == {}
