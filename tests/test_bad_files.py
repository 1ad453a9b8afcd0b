"""Every file of tests/bad has exactly the fault of its name, where it was put by hand."""

from pathlib import Path

import pytest
from filled_sheets import fill
from sheet_kit import sheet_of
from surgery import edited, good_sheet, parts_of, zipped

from okrsheets.display import show_finding
from okrsheets.findings.files import FILES
from okrsheets.findings.markup import MARKUP
from okrsheets.findings.opening import OPENING
from okrsheets.findings.sheet import SHEET
from okrsheets.language import load_language
from okrsheets.submissions import build_submission, limits, read_submission

BAD = Path(__file__).parent / "bad"
PLACES = {
    "F205-row-twice.xlsx": "Q1!A9",
    "F206-cell-in-other-row.xlsx": "Q1!A10",
    "F208-unknown-kind.xlsx": "Q1!K10",
    "L106-colleagues-sheet.xlsx": "Q1!D4",
    "L201-tab-copied.xlsx": "'Q1 (2)'!A1",
    "L203-monthly-tab.xlsx": "M01!A1",
    "L204-colleagues-tab.xlsx": "Q1!A1",
    "L301-row-key-missing.xlsx": "Q1!A1",
    "L302-column-key-missing.xlsx": "Q1!A1",
    "L303-row-copied.xlsx": "Q1!A40",
    "L304-column-copied.xlsx": "Q1!AO1",
    "L305-row-of-another-form.xlsx": "Q1!A40",
    "L306-column-of-another-form.xlsx": "Q1!AO1",
    "L401-row-inserted.xlsx": "Q1!C12",
    "L402-note-beside.xlsx": "Q1!AO10",
    "L403-entries-merged.xlsx": "Q1!K10:K11",
    "L404-score-typed-over.xlsx": "Q1!O10",
    "L405-row-hidden.xlsx": "Q1!A10",
    "L406-column-hidden.xlsx": "Q1!K1",
}
"""Files that are not named here are refused as a whole: their finding has no place."""
MADE_HERE = ("F103", "F112", "F207")
MADE_ELSEWHERE = {
    "F129": "test_ingest_pool",
    "F130": "test_ingest_pool",
    "F131": "test_archives",
    "F132": "test_archives",
    "F133": "test_archives",
    "F136": "test_other_formats",
    "L205": "test_months",
}


@pytest.mark.parametrize("file", sorted(BAD.glob("[FL]*")), ids=lambda file: file.name)
def test_read_submission__bad_file__has_its_fault_and_no_other(file: Path) -> None:
    findings = read_submission(file.read_bytes()).findings
    assert [finding.code for finding in findings] == [file.name[:4]]
    place = findings[0].place
    assert (str(place) if place else None) == PLACES.get(file.name)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("file", sorted(BAD.glob("[FL]*")), ids=lambda file: file.name)
def test_show_finding__bad_file__fills_every_sentence(file: Path, language: str) -> None:
    for finding in read_submission(file.read_bytes()).findings:
        for sentence in show_finding(finding, load_language(language)):
            assert sentence
            assert "{" not in sentence


def test_bad_files__every_code_of_a_whole_file__has_one() -> None:
    codes = {entry.code for family in (FILES, OPENING, MARKUP, SHEET) for entry in family}
    assert codes == {file.name[:4] for file in BAD.glob("[FL]*")} | {*MADE_HERE, *MADE_ELSEWHERE}


@pytest.mark.parametrize("code", MADE_ELSEWHERE)
def test_bad_files__made_elsewhere__is_named_there(code: str) -> None:
    there = BAD.parent / f"{MADE_ELSEWHERE[code]}.py"
    assert f'"{code}"' in there.read_text(encoding="utf-8")


def test_good_sheet__has_no_finding() -> None:
    reading = read_submission(good_sheet())
    assert reading.findings == ()
    assert reading.identity is not None
    assert reading.identity.person == "E1001"
    assert build_submission(reading.identity, reading.cells)[1] == ()


def test_blank_sheet__has_no_finding() -> None:
    reading = read_submission(fill(sheet_of(), {}))
    assert reading.findings == ()
    assert build_submission(reading.identity, reading.cells)[1] == ()


def test_read_submission__21_megabytes__is_refused_unopened() -> None:
    data = b"PK\x03\x04" + bytes(21 * limits.MEGABYTE - 4)
    assert [f.code for f in read_submission(data).findings] == ["F103"]


def test_read_submission__6000_parts__is_refused_from_the_directory() -> None:
    data = zipped({**parts_of(good_sheet()), **{f"x/{n}": b"" for n in range(6000)}})
    assert [f.code for f in read_submission(data).findings] == ["F112"]


def test_read_submission__more_cells_than_the_limit__is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "CELLS", 2000)
    assert [f.code for f in read_submission(good_sheet()).findings] == ["F207"]


def test_read_submission__more_tags_than_the_limit__is_refused() -> None:
    tags = b"<a/>" * (limits.TAGS + 1)
    data = edited("xl/styles.xml", lambda xml: xml.replace(b"</styleSheet>", tags))
    assert [f.code for f in read_submission(data).findings] == ["F207"]


def test_finding__of_another_layout__names_both() -> None:
    found = read_submission((BAD / "L104-layout-2.xlsx").read_bytes()).findings[0]
    assert found.fields == {"found": 2, "known": 1, "year": 2026}


def test_finding__of_a_doubled_tab__names_both() -> None:
    found = read_submission((BAD / "L201-tab-copied.xlsx").read_bytes()).findings[0]
    assert found.fields == {"first": "Q1", "second": "Q1 (2)"}


def test_finding__of_a_missing_tab__names_it_and_what_is_there() -> None:
    found = read_submission((BAD / "L202-tab-without-mark.xlsx").read_bytes()).findings[0]
    assert found.value == "Q3"
    assert found.fields == {
        "found": ("How to fill", "Q1", "Q2", "Q3", "Q4", "Year", "_okrsheets", "_lists")
    }
