"""The alignment report as a document: all in one where it is short, else in parts of many lines."""

from collections.abc import Mapping
from functools import partial

from okrsheets.analysis.alignment import align, part_of
from okrsheets.batch.document_parts import Document, DocumentPart, DocumentSource
from okrsheets.batch.results import load_year
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.render.html import Report
from okrsheets.reports.alignment import build_alignment, parts_of
from okrsheets.reports.alignment_records import AlignmentReport

_MOST = 600
"""Lines set at a time."""


def alignment_document(source: DocumentSource) -> Document:
    """Give the alignment report of a company, or of what concerns a department."""
    years = load_year(source.workspace) if source.department else source.years
    found = align(years, source.cycle)
    if source.department:
        found = part_of(found, frozenset(year.person.id for year in source.years))
    report = build_alignment(found, source.context, title=source.department)
    first, *rest = parts_of(report, _MOST)

    def front(pages: Mapping[str, int]) -> Report:
        del pages  # a report without contents names no page
        return first

    return Document(
        title=report.head.document_title,
        front=front,
        marks=_marks(first, source.context.language),
        parts=tuple(_part(number, one, source) for number, one in enumerate(rest, start=2)),
    )


def _part(number: int, report: AlignmentReport, source: DocumentSource) -> DocumentPart:
    """Give a further part; what only goes on has no bookmark of its own."""
    titles = list(_marks(report, source.context.language).values())
    title = "" if report.tree else next(iter(titles), "")
    return DocumentPart(f"part-{number}", title, partial(_same, report))


def _same(report: AlignmentReport) -> Report:
    return report


def _marks(report: AlignmentReport, language: Language) -> Mapping[str, str]:
    marks = {}
    if report.tree and report.whole:
        marks["tree"] = language.text(N_("What supports what"))
    marks |= {one.anchor: one.title for one in report.lists}
    if report.circles:
        marks["circles"] = language.text(N_("Circles"))
    return marks
