"""A score sheet saved as .xls or .ods is read as its .xlsx is: every field, kind by kind.

LibreOffice saves one and the same filled sheet in all three formats; what is built must be equal.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from filled_sheets import layout
from office import Job, Value, office_is_here, run_office
from sheet_kit import sheet_of
from surgery import BOOK, edited, good_sheet, parts_of, values_of, zipped

from okrsheets.model import Submission
from okrsheets.submissions import Reading, build_submission, read_submission

needs_office = pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not here")
FORMATS = (".xls", ".ods")
CONTENT: Mapping[str, Value] = {
    "Q1.O1.text": "Happier customers  twice\nand 😀 more",
    "Q1.O1.weight": Decimal("0.4"),
    "Q1.O1.K1.text": "Satisfaction from 80 to 90",
    "Q1.O1.K1.type": "Increase",
    "Q1.O1.K1.weight": Decimal("0.7"),
    "Q1.O1.K1.baseline": Decimal(80),
    "Q1.O1.K1.target": Decimal(90),
    "Q1.O1.K1.actual": "88",
    "Q1.O1.K1.self": "７０％",
    "Q1.O1.K1.reason": "Two <teams> shared & won",
    "Q1.O1.K2.text": "Live by June",
    "Q1.O1.K2.type": "Yes/No",
    "Q1.O1.K2.actual": "Yes",
    "Q1.O2.text": "增长",
    "Q1.O2.weight": Decimal("0.6"),
    "Q1.O2.K1.text": "0.1 and 0.2 are 0.3",
    "Q1.O2.K1.type": "Linear",
    "Q1.O2.K1.target": Decimal("0.3"),
    "Q1.O2.K2.text": "Shares",
    "Q1.O2.K2.type": "Linear",
    "Q1.O2.K2.baseline": Decimal("0.8"),
    "Q1.O2.K2.target": Decimal(90),
    "Q1.O2.K3.text": "Faults",
    "Q1.plan.1.measure": "Weekly talks",
    "Q1.plan.1.date": date(2026, 9, 30),
}
FORMULAS: Mapping[str, str] = {
    "Q1.O2.K1.actual": "=0.1+0.2",
    "Q1.O2.K3.target": "=1/0",
    "Q1.O2.K3.actual": "=TRUE()",
    "Q1.O2.K3.unit": '=""',
}
PERCENT = 10  # LibreOffice's number of the format 0%


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Give the same filled sheet as LibreOffice saves it in each format."""
    folder = tmp_path_factory.mktemp("formats")
    source = folder / "source.xlsx"
    source.write_bytes(sheet_of())
    places = {key: field.place for key, field in layout().fields.items()}
    cells = {places[key]: value for key, value in CONTENT.items()}
    percent = places["Q1.O2.K2.baseline"]
    looks = [("look", percent.sheet, percent.ref, "NumberFormat", PERCENT)]
    formulas = [("formula", places[k].sheet, places[k].ref, v) for k, v in FORMULAS.items()]
    edits = [*looks, *formulas]
    targets = {ending: folder / f"saved{ending}" for ending in (".xlsx", *FORMATS)}
    edits.append(("hide", percent.sheet, 9))
    run_office([Job(source, cells, target=target, edits=edits) for target in targets.values()])
    return {ending: target.read_bytes() for ending, target in targets.items()}


def built(reading: Reading) -> tuple[object, ...]:
    """Give everything that is built of a reading but its cells' formats, with all findings."""
    submission, findings = build_submission(reading.identity, reading.cells)
    assert isinstance(submission, Submission)
    parts = (submission.identity, submission.cycles, submission.annual, submission.check_ins)
    shown = [(f.code, f.place, f.key, f.value) for f in findings]
    return (*parts, submission.four_square, shown)


@needs_office
@pytest.mark.parametrize("ending", FORMATS)
def test_read_submission__saved_in_another_format__is_the_same_sheet(
    saved: Mapping[str, bytes], ending: str
) -> None:
    expected, found = read_submission(saved[".xlsx"]), read_submission(saved[ending])
    assert [(f.code, f.value) for f in expected.findings] == [("L405", "10")]
    assert [f.code for f in found.findings] == ["F136", "L405"]
    assert (found.findings[0].fields["format"], found.findings[1].value) == (ending, "10")
    assert built(found) == built(expected)
    known = {k: v for k, v in values_of(found).items() if v[0] != "uncached"}
    assert known == values_of(expected)  # LibreOffice stores 0 for a text of no length in .xls
    formulas = [{k for k, c in r.cells.items() if c.formula is not None} for r in (expected, found)]
    assert formulas[0] == formulas[1] == FORMULAS.keys()


@needs_office
@pytest.mark.parametrize("ending", [".xlsx", *FORMATS])
def test_build_submission__saved_in_another_format__faults_are_those_typed(
    saved: Mapping[str, bytes], ending: str
) -> None:
    reading = read_submission(saved[ending])
    submission, findings = build_submission(reading.identity, reading.cells)
    assert submission is not None
    assert submission.cycles[0].objectives[0].key_results[0].self_score == Decimal("0.7")
    assert submission.cycles[0].objectives[1].key_results[0].actual == Decimal("0.3")
    codes = {f.key: f.code for f in findings}
    assert codes["Q1.O2.K3.target"] == "S223"  # an error, not a blank
    assert codes["Q1.O2.K3.actual"] == "S221"  # a truth value, not 1
    assert codes["Q1.O2.K2.target"] == "S234"  # 90 beside a percentage
    assert codes["Q1.O2.K1.actual"] == "S104"  # a formula, though its value is known


@needs_office
@pytest.mark.parametrize("ending", FORMATS)
def test_read_submission__another_format_cut_off__is_refused_without_an_exception(
    saved: Mapping[str, bytes], ending: str
) -> None:
    whole = values_of(read_submission(saved[ending]))
    for share in (0.1, 0.5, 0.9, 0.99):
        reading = read_submission(saved[ending][: int(len(saved[ending]) * share)])
        assert reading.findings
        assert not values_of(reading) or values_of(reading) == whole


@needs_office
@pytest.mark.parametrize("ending", FORMATS)
def test_read_submission__another_format_with_bytes_changed__never_raises(
    saved: Mapping[str, bytes], ending: str
) -> None:
    data = saved[ending]
    for step in range(40):
        at = len(data) * step // 40 + 7
        changed = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        assert read_submission(changed).findings


def ods(content: str, **parts: bytes) -> bytes:
    """Give an OpenDocument spreadsheet with this content."""
    names = (("office", "office"), ("table", "table"), ("text", "text"))
    root = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for n, u in names)
    body = f"<office:document-content {root}>{content}</office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": body.encode(), **parts})


MARK = "<text:p>okrsheets|1|Q1|0123456789ab</text:p>"
BOMBS = {
    "rows": f'<table:table-row table:number-rows-repeated="1048576"><table:table-cell>{MARK}',
    "columns": '<table:table-row table:number-rows-repeated="99999">'
    f'<table:table-cell table:number-columns-repeated="16384">{MARK}',
    "spaces": "<table:table-row><table:table-cell>"
    + '<text:p><text:s text:c="99999999"/></text:p>' * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_read_submission__ods_that_repeats_without_end__is_refused(name: str) -> None:
    ends = "</table:table-cell></table:table-row></table:table>"
    found = read_submission(ods(f'<table:table table:name="Q1">{BOMBS[name]}{ends}')).findings
    assert [f.code for f in found] in (["F207"], ["F107"])


def test_read_submission__ods_with_a_document_type__is_refused() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
    data = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": doctype,
        }
    )
    assert [f.code for f in read_submission(data).findings] == ["F201"]


def test_read_submission__ods_with_a_password__says_so() -> None:
    manifest = b"<manifest:file-entry><manifest:encryption-data/>"
    data = ods("", **{"META-INF/manifest.xml": manifest})
    assert [f.code for f in read_submission(data).findings] == ["F104"]


def test_read_submission__ods_of_something_else__is_named_for_what_it_is() -> None:
    assert [f.code for f in read_submission(ods("<table:table/>")).findings] == ["F107"]


PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def with_macros() -> bytes:
    data = edited("[Content_Types].xml", lambda xml: xml.replace(PLAIN, MACROS))
    return zipped({**parts_of(data), "xl/vbaProject.bin": b"macro"})


@pytest.mark.parametrize(
    ("name", "codes"), [("a.xlsm", ["F137"]), ("", ["F137"]), ("a.XLSX", ["F118"])]
)
def test_read_submission__xlsm__is_read_without_its_macros_unless_disguised(
    name: str, codes: list[str]
) -> None:
    reading = read_submission(with_macros(), name=name)
    assert [f.code for f in reading.findings] == codes
    expected = values_of(read_submission(good_sheet())) if codes == ["F137"] else {}
    assert values_of(reading) == expected


def test_read_submission__xlsm_with_a_macro_sheet__is_refused() -> None:
    parts = parts_of(with_macros())
    data = zipped({**parts, "xl/macrosheets/sheet1.xml": parts[BOOK]})
    assert [f.code for f in read_submission(data, name="a.xlsm").findings] == ["F118"]
