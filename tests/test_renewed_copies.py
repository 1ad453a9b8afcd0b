"""A faulty .xls or .ods goes back as a new .xlsx with its entries, marked, to be gone on with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from command_kit import run_in
from filled_sheets import DONE, Values, blank_sheet, fill, layout, make_workspace, write_people
from office import Job, Value, office_is_here, run_office

from okrsheets.batch.ingest import check_in_workspace, ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.cells import Cell, CellKind, Place
from okrsheets.findings import Finding
from okrsheets.issuing import renewing
from okrsheets.issuing.renewing import renew_copies
from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.store import FileState
from okrsheets.submissions import read_submission
from okrsheets.workspace import Workspace

pytestmark = pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not here")
WORDS: Mapping[str, Value] = {
    "Q1.O1.K1.actual": "88 or so",
    "Q1.O1.K1.reason": "Two <teams> shared\nand 增长",
    "Q1.O1.K1.weight": Decimal("0.4"),
    "Q1.O1.K1.confidence": Decimal("0.55"),
}
FORMULAS = {"Q1.O1.K2.target": "=1/0", "Q1.O1.K2.actual": "=TRUE()", "Q1.O1.K2.baseline": "=5*2"}
ERRORS = [("S208", "Q1!K10"), ("S223", "Q1!G11"), ("S221", "Q1!K11")]
"""Words beside the number; an error; a logical value."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[bytes, bytes]]:
    """Give the workspace's key and, by ending, E1's faulty sheet as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("renewed")
    workspace = make_workspace(folder / "w")
    source = folder / "source.xlsx"
    source.write_bytes(fill(blank_sheet(workspace.key, Person("E1", "Ann")), DONE))
    places = {key: field.place for key, field in layout().fields.items()}
    edits = [("formula", places[k].sheet, places[k].ref, text) for k, text in FORMULAS.items()]
    cells = {places[key]: value for key, value in WORDS.items()}
    targets = {ending: folder / f"saved{ending}" for ending in (".xls", ".ods")}
    run_office([Job(source, cells, target=target, edits=edits) for target in targets.values()])
    return {ending: (workspace.key, target.read_bytes()) for ending, target in targets.items()}


Sent = Callable[[str], tuple[Workspace, Path]]


@pytest.fixture
def sent(tmp_path: Path, saved: Mapping[str, tuple[bytes, bytes]]) -> Sent:
    def send(ending: str) -> tuple[Workspace, Path]:
        key, data = saved[ending]
        workspace = replace(make_workspace(tmp_path / "w"), key=key)
        (workspace.root / ".okrsheets-key").chmod(0o600)
        (workspace.root / ".okrsheets-key").write_text(key.hex() + "\n", encoding="ascii")
        path = workspace.inbox / f"ann{ending}"
        path.write_bytes(data)
        return workspace, path

    return send


def ingest(workspace: Workspace) -> IngestResult:
    return renew_copies(workspace, ingest_paths(workspace, [workspace.inbox]))


def errors_of(result: IngestResult) -> list[tuple[str, str]]:
    return [(f.code, str(f.place)) for f in result.files[0].findings if f.code[:2] == "S2"]


@pytest.mark.parametrize("ending", [".xls", ".ods"])
def test_renew_copies__faulty_sheet_in_another_format__its_entries_stand_marked_in_a_new_xlsx(
    sent: Sent, ending: str
) -> None:
    workspace, path = sent(ending)
    result = ingest(workspace)
    assert errors_of(result) == ERRORS
    (copy,) = result.copies
    assert (copy.suffix, copy.parent) == (".xlsx", workspace.returned)
    held = {k: c.raw for k, c in read_submission(copy.read_bytes()).cells.items() if not c.blank}
    assert held == {
        **{key: str(value) for key, value in DONE.items()},
        **{key: str(value) for key, value in WORDS.items()},
        "Q1.O1.K2.target": "#DIV/0!",
        "Q1.O1.K2.actual": "1",
        "Q1.O1.K2.baseline": "10",
    }
    text = result.returned[0].read_text("utf-8-sig")
    assert f"Your entries stand in a new score sheet, {copy.name}, which goes with this" in text
    assert "Q1!K10  (S208)" in text
    copy.replace(path.with_suffix(".xlsx"))
    path.unlink()
    again = ingest(workspace)
    assert again.files[0].state is FileState.REJECTED, "nothing bad became good by itself"
    assert [place for _, place in errors_of(again)] == ["Q1!K10", "Q1!G11", "Q1!K11"]


def test_renew_copies__copy_is_corrected_and_sent__stored_and_the_texts_are_gone(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, path = sent(".xls")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    (copy,) = ingest(workspace).copies
    right: Values = {"Q1.O1.K1.actual": 88, "Q1.O1.K2.target": 50, "Q1.O1.K2.actual": 50}
    right = {**right, "Q1.O1.K1.weight": 0.5}
    path.with_name("corrected.xlsx").write_bytes(fill(copy.read_bytes(), right))
    path.unlink()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000060")  # a good sheet counts if it came later
    assert [file.state for file in ingest(workspace).files] == [FileState.STORED]
    assert load_year(workspace)[0].year.cycles[0].score == Fraction(9, 10)
    assert list(workspace.returned.iterdir()) == []


def test_renew_copies__sheet_of_somebody_not_on_the_roster_or_in_doubt__no_new_sheet(
    sent: Sent,
) -> None:
    workspace, _ = sent(".xls")
    write_people(workspace, ("E2",))
    assert ingest(workspace).copies == ()
    write_people(workspace, ("E1",))
    forged = replace(workspace, key=b"another key of as many bytes....")
    result = ingest(forged)
    assert "V101" in {f.code for f in result.files[0].findings}
    assert result.copies == ()


@pytest.mark.parametrize("lost", ["_writable", "write_identity"])
def test_renew_copies__an_entry_would_be_lost__no_new_sheet_but_the_text(
    sent: Sent, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    def nothing(*_: object) -> Mapping[str, Cell]:
        return {}

    workspace, _ = sent(".xls")
    monkeypatch.setattr(renewing, lost, nothing)
    result = ingest(workspace)
    assert result.copies == ()
    assert [path.suffix for path in workspace.returned.iterdir()] == [".txt"]


def test_check_command__marked__new_sheet_in_that_folder_and_nothing_else_written(
    sent: Sent, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace, path = sent(".ods")
    before = sorted(workspace.root.rglob("*"))
    marked = tmp_path / "marked"
    code, out, _ = run_in(workspace.root, capfd, "check", path, "--marked", marked)
    assert code == 1
    assert "1 marked copy is in" in out
    assert len(list(marked.glob("ann.*.xlsx"))) == 1
    assert sorted(workspace.root.rglob("*")) == before
    checked = check_in_workspace(workspace, [path])
    assert renew_copies(workspace, replace(checked, stopped=OSError())).copies == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(Place("Q1", "K10"), CellKind.ERROR, "#REF!"), "#REF!"),
        (Cell(Place("Q1", "K10"), CellKind.UNCACHED, "", formula="A1*2"), "=A1*2"),
        (Cell(Place("Q1", "K10"), CellKind.NUMBER, "88", formula="[1]Q1!A1"), "=[1]Q1!A1"),
        (Cell(Place("Q1", "K10"), CellKind.NUMBER, "0.7", struck=True), "0.7 (struck out)"),
    ],
)
def test_as_text__what_cannot_stand_there_as_it_was__is_text_that_is_no_number(
    cell: Cell, text: str
) -> None:
    found = renewing._as_text(cell, load_language("en"))
    assert found == Cell(cell.place, CellKind.TEXT, text)


def test_moved__findings__have_the_places_of_the_new_sheet() -> None:
    actual, weight = "Q1.O1.K1.actual", "Q1.O1.K1.weight"
    before = {actual: Place("Q1", "K12"), weight: Place("Q1", "D10")}
    there = {actual: Place("Q1", "K10"), weight: Place("Q1", "D10")}
    findings = [
        Finding("S201", before[actual], actual, "many"),
        Finding("K301", Place("Q1", "D10:D11"), weight),
        Finding("L405", before[actual]),
        Finding("V205", before[actual]),
    ]
    moved = list(renewing._moved(findings, before, there))
    assert [(f.code, str(f.place)) for f in moved] == [
        ("S201", "Q1!K10"),
        ("K301", "Q1!D10:D11"),
        ("V205", "None"),
    ]
