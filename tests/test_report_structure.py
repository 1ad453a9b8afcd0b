"""Every kind of report is accessible: checked with a library and a validator of others."""

import re
from io import BytesIO
from pathlib import Path

import page as validator
import pikepdf
import pypdf
import pytest
from alignment_kit import Q1, kr, objective, year
from book_kit import ANN
from book_kit import context as alignment_context
from closing_kit import HALF, SCORED, scored_workspace
from pdf_structure import kinds_of, structure_faults
from report_kit import pages_of
from report_people import Q3, context, lin_jing

from okrsheets.analysis.alignment import align
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.model import Cycle
from okrsheets.render.binding import Section, bind_pack, finish_single
from okrsheets.reports import KINDS
from okrsheets.reports.alignment import build_alignment
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a workspace with a scored sheet, one partly scored and one that never came."""
    return scored_workspace(tmp_path_factory.mktemp("w"), E1=SCORED, E3=HALF)


def single() -> bytes:
    """Give a rich report of one person."""
    return finish_single(pages_of(build_quarterly(lin_jing("en"), Q3, context("en"))).pdf)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_report__every_kind__is_accessible(
    workspace: Workspace, tmp_path: Path, kind: str, language: str
) -> None:
    cycle = Cycle.parse("2026Q1" if "Q" in KINDS[kind].cycles else "2026")
    archive = kind != "book"  # which is made to be published, and has no scores with it
    request = ReportRequest(kind, cycle, language=language, output=tmp_path, archive=archive)
    reports = make_reports(workspace, request)
    assert reports
    for report in reports:
        pdf = report.path.read_bytes()
        assert structure_faults(pdf) == []
        assert str(pypdf.PdfReader(BytesIO(pdf)).root_object["/Lang"]) == language
        for profile in ("ua1", "3a") if archive else ("ua1",):
            found = validator.validate_pdf_bytes(pdf, profile=profile).failures
            assert [(f.rule_id, f.message) for f in found] == []


def test_pages__a_blank_before_kept_figures__is_there_for_those_who_hear_the_page() -> None:
    staffed = year(ANN, objective(1, "Hire", krs=[kr(1, "30 new channels", "Nobody")]))
    pages = pages_of(build_alignment(align((staffed,), Q1), alignment_context()))
    (page,) = pypdf.PdfReader(BytesIO(pages.pdf)).pages
    contents = page.get_contents()
    assert contents is not None
    empty = re.findall(rb"/Span\s+<<([^>]*)>>\s+BDC\s+BT\s+ET\s+EMC", contents.get_data())
    assert empty
    assert all(b"/ActualText ( )" in mark for mark in empty)


def test_report__person__has_headings_tables_and_figures_in_reading_order() -> None:
    kinds = kinds_of(single())
    assert kinds[:4] == ["/Document", "/Art", "/P", "/H1"]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/Table") < kinds.index("/Figure")


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("/Lang", "no language"),
        ("/MarkInfo", "not marked as tagged"),
        ("/ViewerPreferences", "the window would show the file's name"),
    ],
)
def test_structure_faults__catalogue_lacks_it__is_told(key: str, fault: str) -> None:
    assert fault in faults_without(key)


def faults_without(key: str) -> list[str]:
    """Take an entry out of the catalogue and look for faults."""
    with pikepdf.open(BytesIO(single())) as document:
        del document.Root[key]
        return structure_faults(_saved(document))


@pytest.mark.parametrize(
    ("kind", "key", "fault"),
    [
        ("/Figure", "/Alt", "a figure without words"),
        ("/TH", "/A", "a table's head without a scope"),
        ("/P", "/K", "/P is empty"),
    ],
)
def test_structure_faults__element_lacks_it__is_told(kind: str, key: str, fault: str) -> None:
    with pikepdf.open(BytesIO(single())) as document:
        element = next(
            o
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind and key in o
        )
        del element[key]
        assert fault in structure_faults(_saved(document))


def test_structure_faults__text_outside_every_mark__is_told() -> None:
    with pikepdf.open(BytesIO(single())) as document:
        document.pages[0].contents_add(b"0 0 9 9 re f")
        found = structure_faults(_saved(document))
    assert found == ["page 1: content that is neither tagged nor an artifact"]


def test_structure_faults__heading_leaves_a_level_out__is_told() -> None:
    with pikepdf.open(BytesIO(single())) as document:
        heading = next(
            o
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/H2"
        )
        heading.S = pikepdf.Name("/H4")
        assert any("after one of level 1" in f for f in structure_faults(_saved(document)))


def test_bind_pack__part_of_parts__has_one_document_with_a_part_for_each() -> None:
    pages = pages_of(build_quarterly(lin_jing("en"), Q3, context("en"))).pdf
    pack = bind_pack(Section("a", "a", pages), {}, [Section("b", "b", pages)])
    assert structure_faults(pack) == []
    assert kinds_of(pack).count("/Document") == 1
    assert kinds_of(pack).count("/Part") == 2


def _saved(document: pikepdf.Pdf) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
