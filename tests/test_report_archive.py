"""`report --archive`: what the files claim, what is attached, and what a validator says of them."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import page as validator
import pikepdf
import pypdf
import pytest
from click.testing import CliRunner
from closing_kit import HALF, SCORED, rows, scored_workspace
from report_kit import pages_of
from report_people import Q3, context, lin_jing

from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.cli import build_root
from okrsheets.model import Cycle
from okrsheets.render.archive import Attachment, Relation, make_archive
from okrsheets.render.binding import finish_single
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.workspace import Workspace

SHEET = Attachment(
    "P1_2026.xlsx",
    b"PK\x03\x04 as it came",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "评分表",
    Relation.SOURCE,
    datetime(2026, 9, 30, tzinfo=UTC),
)
DATA = Attachment("scores_2026Q3.json", b"[]\n", "application/json", "数据", Relation.DATA)


def single(code: str = "zh") -> bytes:
    """Give a person's finished report."""
    return finish_single(pages_of(build_quarterly(lin_jing(code), Q3, context(code))).pdf)


def failures(pdf: bytes, profile: str) -> set[tuple[str, str]]:
    """Give what the validator has against a file."""
    report = validator.validate_pdf_bytes(pdf, profile=profile)
    return {(failure.rule_id, failure.message) for failure in report.failures}


@pytest.mark.parametrize("code", ["en", "zh"])
def test_make_archive__a_person_s_report__is_pdf_a_3a_and_pdf_ua_1(code: str) -> None:
    archive = make_archive(single(code), [SHEET, DATA])
    assert failures(archive, "3a") == set()
    assert failures(archive, "ua1") == set()


def test_make_archive__the_plain_report__is_no_pdf_a_and_the_validator_sees_it() -> None:
    rules = {rule for rule, _ in failures(single(), "3a")}
    assert rules
    assert failures(single(), "ua1") == set()


def test_make_archive__attachments__come_out_as_they_went_in() -> None:
    reader = pypdf.PdfReader(BytesIO(make_archive(single(), [SHEET, DATA])))
    assert {name: b"".join(data) for name, data in reader.attachments.items()} == {
        "P1_2026.xlsx": b"PK\x03\x04 as it came",
        "scores_2026Q3.json": b"[]\n",
    }


def test_make_archive__attachments__say_what_they_are() -> None:
    with pikepdf.open(BytesIO(make_archive(single(), [SHEET, DATA]))) as document:
        sheet, data = document.Root.AF
        assert [str(f.AFRelationship) for f in (sheet, data)] == ["/Source", "/Data"]
        assert [str(f.Desc) for f in (sheet, data)] == ["评分表", "数据"]
        assert str(data.EF.F.Subtype) == "/application/json"
        assert str(sheet.EF.F.Params.ModDate) == "D:20260930000000Z"
        assert "/ModDate" not in data.EF.F.Params


def test_make_archive__same_report_and_files__same_bytes() -> None:
    plain = single()
    assert make_archive(plain, [SHEET, DATA]) == make_archive(plain, [DATA, SHEET])


def test_make_archive__stream_that_ends_with_a_return__its_end_is_clear() -> None:
    """The Adler sum that ends a packed stream runs through all values of its last byte."""
    plain = single()
    for number in range(256):
        data = Attachment("x.json", b"%d" % number, "application/json", "x", Relation.DATA)
        archive = make_archive(plain, [data])
        if b"\r\rendstream" in archive:
            break
    assert b"\r\nendstream" not in archive
    assert failures(archive, "3a") == set()
    assert b"".join(pypdf.PdfReader(BytesIO(archive)).attachments["x.json"]) == b"%d" % number


def test_make_archive__title_with_markup__is_the_same_in_both_places() -> None:
    with pikepdf.open(BytesIO(single())) as document:
        document.docinfo["/Title"] = "A & B <c>"
        stream = BytesIO()
        document.save(stream)
    reader = pypdf.PdfReader(BytesIO(make_archive(stream.getvalue(), [])))
    assert reader.metadata is not None
    assert reader.xmp_metadata is not None
    assert reader.metadata.title == "A & B <c>"
    assert reader.xmp_metadata.dc_title == {"x-default": "A & B <c>"}


Q1 = Cycle.parse("2026Q1")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a workspace with the sheets of E1 and E3; nothing came from E2."""
    return scored_workspace(tmp_path_factory.mktemp("w"), E1=SCORED, E3=HALF)


def made(workspace: Workspace, kind: str, **more: object) -> dict[str, MadeReport]:
    """Make archive copies of the first quarter; give them by the name of their folder or file."""
    request = ReportRequest(kind, Q1, archive=True, **more)  # type: ignore[arg-type]
    return {
        report.path.name.partition("_")[0]: report for report in make_reports(workspace, request)
    }


def attached(path: Path) -> dict[str, bytes]:
    """Give a file's attachments."""
    return {n: b"".join(d) for n, d in pypdf.PdfReader(path).attachments.items()}


def told(workspace: Workspace, *persons: str) -> object:
    """Give the records that `scores --format json` prints of these people."""
    said = CliRunner().invoke(
        build_root(), ["-C", str(workspace.root), "scores", "2026Q1", "--format", "json"]
    )
    return [r for r in json.loads(said.stdout) if not persons or r["person"] in persons]


CURRENT = (
    "SELECT sha256 FROM versions v JOIN sheets s ON s.id = v.sheet_id "
    "WHERE s.person = 'E1' AND current = 1"
)


def test_report_archive__person__carries_the_sheet_as_it_came_and_own_scores(
    workspace: Workspace,
) -> None:
    files = attached(made(workspace, "quarterly")["E1"].path)
    stored = rows(workspace, CURRENT)
    assert set(files) == {"E1_2026.xlsx", "scores_2026Q1.json"}
    assert [(sha256(files["E1_2026.xlsx"]).hexdigest(),)] == stored
    records = json.loads(files["scores_2026Q1.json"])
    assert records == told(workspace, "E1")
    assert [r["score"] for r in records] == [0.65]


def test_report_archive__nothing_was_sent__only_the_scores(workspace: Workspace) -> None:
    files = attached(made(workspace, "quarterly")["E2"].path)
    assert list(files) == ["scores_2026Q1.json"]
    assert json.loads(files["scores_2026Q1.json"])[0]["state"] == "not_submitted"


def test_report_archive__document__carries_its_people_s_scores_and_no_sheet(
    workspace: Workspace,
) -> None:
    (report,) = made(workspace, "operations").values()
    files = attached(report.path)
    assert list(files) == ["scores_2026Q1.json"]
    assert json.loads(files["scores_2026Q1.json"]) == told(workspace)


def test_report_archive__plain_report__stays_where_it_is(workspace: Workspace) -> None:
    plain = make_reports(workspace, ReportRequest("quarterly", Q1, persons=("E1",)))[0]
    before = plain.path.read_bytes()
    kept = made(workspace, "quarterly", persons=("E1",))["E1"]
    assert kept.path == workspace.reports / "archive" / plain.path.relative_to(workspace.reports)
    assert plain.path.read_bytes() == before
    assert kept.pages == plain.pages
    assert attached(plain.path) == {}


def test_report_archive__original_is_gone__that_report_fails_and_says_which(
    tmp_path: Path,
) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED, E3=HALF)
    ((digest,),) = rows(workspace, CURRENT)
    (workspace.originals / digest[:2] / f"{digest}.xlsx").write_bytes(b"changed")
    reports = made(workspace, "quarterly")
    assert {who: str(r.state) for who, r in reports.items()} == {
        "E1": "failed",
        "E2": "made",
        "E3": "made",
    }
    assert [f.code for f in reports["E1"].findings] == ["P301"]
    assert digest in str(reports["E1"].findings[0].value)
