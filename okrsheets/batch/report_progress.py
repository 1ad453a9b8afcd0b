"""The progress report as a document: paces from the store, a part for some of a department."""

from functools import partial

from okrsheets.analysis.alignment import align
from okrsheets.analysis.pace import clock_of
from okrsheets.analysis.pace_people import pace_of
from okrsheets.batch.clock import today
from okrsheets.batch.document_parts import Document, DocumentPart, DocumentSource
from okrsheets.batch.paces import load_history
from okrsheets.errors import N_
from okrsheets.reports.progress import (
    Department,
    Progress,
    build_part,
    marks_of,
    split_department,
)
from okrsheets.reports.progress_summary import build_progress


def progress_document(source: DocumentSource) -> Document:
    """Plan the progress report of the company or a department."""
    context, cycle = source.context, source.cycle
    clock = clock_of(cycle, today(), context.fiscal_start)
    ids = {one.person.id for one in source.years}
    history = load_history(source.workspace, cycle, ids if source.department else None)
    paces = tuple(pace_of(one, clock, history.known(one, cycle)) for one in source.years)
    alignment = None if source.department else align(source.years, cycle)
    progress = Progress(source.years, paces, clock, source.department, alignment)
    parts = tuple(
        part
        for department in progress.departments(context)
        for part in _parts(department, progress, source)
    )
    blocks = build_progress(progress, context, {}).blocks
    return Document(
        title=context.language.text(N_("Progress report")),
        front=partial(build_progress, progress, context),
        marks={block.anchor: block.title for block in blocks},
        parts=parts,
    )


def _parts(
    department: Department, progress: Progress, source: DocumentSource
) -> list[DocumentPart]:
    context = source.context
    return [
        DocumentPart(
            anchor,
            department.name if anchor == department.anchor else "",
            partial(
                build_part,
                progress,
                context,
                department=department,
                anchor=anchor,
                sheets=sheets,
            ),
            marks_of(anchor, sheets),
        )
        for anchor, sheets in split_department(department)
    ]
