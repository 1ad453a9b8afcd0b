"""Reports that are one file of their own: names, parts, page numbers, bookmarks, refusals."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import Destination
from report_kit import page_texts
from report_people import Q3, context, team

from okrsheets.batch import report_operations, reports
from okrsheets.batch.document_parts import Document, DocumentPart, DocumentSource
from okrsheets.batch.report_documents import DOCUMENTS
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle
from okrsheets.reports import KINDS, Scope
from okrsheets.reports.document_records import Block, BlocksReport
from okrsheets.reports.operations import document_head
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

EN = load_language("en")
PEOPLE = team("en")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace whose store holds a department on 24 October 2026."""
    made = create_workspace(tmp_path / "w", organisation="Yuanshan", year=2026, language="en")
    write_roster(made.root / "roster.xlsx", [p.person for p in PEOPLE], EN)
    monkeypatch.setattr(reports, "load_year", lambda _: PEOPLE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1792800000")
    return made


def bookmarks(pdf: bytes) -> list[str]:
    """Give the titles of a PDF's outermost bookmarks."""
    outline = pypdf.PdfReader(BytesIO(pdf)).outline
    return [str(one.title) for one in outline if not isinstance(one, list)]


def test_documents__kinds_of_that_scope__each_have_a_builder() -> None:
    documents = {name for name, kind in KINDS.items() if kind.scope is Scope.DOCUMENT}
    assert documents == set(DOCUMENTS)


@pytest.mark.parametrize(
    ("kind", "cycle", "name"),
    [
        ("operations", Q3, "Operations report 2026Q3.pdf"),
        ("operations", Cycle(2026), "Operations report 2026.pdf"),
        ("progress", Q3, "Progress report 2026Q3.pdf"),
    ],
)
def test_make_reports__document__one_file_of_the_company_and_the_same_again(
    workspace: Workspace, kind: str, cycle: Cycle, name: str
) -> None:
    (made,) = make_reports(workspace, ReportRequest(kind, cycle))
    assert (made.path.name, made.state, made.findings) == (name, ReportState.MADE, ())
    pdf = made.path.read_bytes()
    assert made.pages == len(page_texts(pdf))
    assert f"1 / {made.pages}" in page_texts(pdf)[0]
    (again,) = make_reports(workspace, ReportRequest(kind, cycle))
    assert again.state is ReportState.UNCHANGED


def test_make_reports__operations__long_lists_follow_on_pages_of_their_own(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_operations, "_MOST_IN_FRONT", 0)
    (made,) = make_reports(workspace, ReportRequest("operations", Q3))
    pdf = made.path.read_bytes()
    marks = bookmarks(pdf)
    assert marks[0] == "Operations report"
    assert marks[-2:] == ["To be ticked off: what is missing", "Thin use by person"]
    last = page_texts(pdf)[-2]
    assert "Huang Li" in last or "He Yutong" in last


def test_make_reports__operations__short_lists_stand_with_the_statistics(
    workspace: Workspace,
) -> None:
    (made,) = make_reports(workspace, ReportRequest("operations", Q3))
    marks = bookmarks(made.path.read_bytes())
    assert (
        marks.index("To be ticked off: what is missing") == marks.index("Where to look first") + 1
    )
    assert marks[-1] == "Thin use by department"


def test_make_reports__progress__page_numbers_in_front_are_those_of_the_parts(
    workspace: Workspace,
) -> None:
    (made,) = make_reports(workspace, ReportRequest("progress", Q3))
    pages = page_texts(made.path.read_bytes())
    begins = next(n for n, text in enumerate(pages, start=1) if "Payments product lead" in text)
    front = "\n".join(pages[: begins - 1]).splitlines()
    row = next(line for line in front if line.startswith("Product & Engineering"))
    assert row.split()[-1] == str(begins)


def test_make_reports__progress__bookmarks_lead_to_departments_and_people(
    workspace: Workspace,
) -> None:
    (made,) = make_reports(workspace, ReportRequest("progress", Q3))
    reader = pypdf.PdfReader(made.path)
    inner = [item for item in reader.outline if isinstance(item, list)]
    people = {
        str(one.title): reader.get_destination_page_number(one)
        for one in inner[0]
        if isinstance(one, Destination)
    }
    pages = page_texts(made.path.read_bytes())
    assert next(iter(people)) == "Product & Engineering"
    assert len(people) == 7
    for name, page in people.items():
        assert name in pages[page or 0]


def test_make_reports__department_named__is_about_its_people_only(workspace: Workspace) -> None:
    request = ReportRequest("operations", Q3, departments=("Product & Engineering",))
    (made,) = make_reports(workspace, request)
    assert made.path.name == "Product & Engineering_Operations report 2026Q3.pdf"
    assert made.title == "Product & Engineering"
    assert "Files that wait" not in "".join(page_texts(made.path.read_bytes()))


def test_make_reports__person_named__is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="leave --person out"):
        make_reports(workspace, ReportRequest("progress", Q3, persons=("P0147",)))


def test_make_reports__progress_of_the_year__is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="not made for 2026; name a cycle such as 2026Q1"):
        make_reports(workspace, ReportRequest("progress", Cycle(2026)))


def test_make_reports__a_part_fails__is_told_and_no_file_is_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: DocumentSource) -> Document:
        head = document_head("Progress report", source.cycle, "", context("en"))
        front = BlocksReport(head, (Block("One", "one"),))

        def build() -> BlocksReport:
            raise ZeroDivisionError

        return Document("Title", lambda _: front, parts=(DocumentPart("p", "Part", build),))

    monkeypatch.setattr(reports, "DOCUMENTS", {**DOCUMENTS, "progress": broken})
    (made,) = make_reports(workspace, ReportRequest("progress", Q3))
    assert made.state is ReportState.FAILED
    assert [finding.code for finding in made.findings] == ["P301"]
    assert not made.path.exists()
