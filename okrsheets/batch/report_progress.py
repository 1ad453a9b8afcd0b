"""The progress report as a document: paces from the store, a part for some of a department."""

from functools import partial

from okrsheets.analysis.alignment import align
from okrsheets.analysis.pace import clock_of
from okrsheets.analysis.pace_people import pace_of
from okrsheets.batch.clock import today
from okrsheets.batch.document_parts import Document, DocumentPart, DocumentSource
from okrsheets.batch.paces import load_history
from okrsheets.errors import N_
from okrsheets.reports.progress import Piece, Progress, build_part, parts_of
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
        _part(number, pieces, progress, source)
        for number, pieces in enumerate(parts_of(progress.departments(context)), start=1)
    )
    blocks = build_progress(progress, context, {}).blocks
    return Document(
        title=context.language.text(N_("Progress report")),
        front=partial(build_progress, progress, context),
        marks={block.anchor: block.title for block in blocks},
        parts=parts,
    )


def _part(
    number: int, pieces: tuple[Piece, ...], progress: Progress, source: DocumentSource
) -> DocumentPart:
    """Give a part; what a department goes on with has no bookmark of its own."""
    marks: dict[str, str] = {}
    for piece in pieces:
        if piece.first:
            marks[piece.anchor] = piece.department.name
        marks |= piece.marks
    return DocumentPart(
        anchor=f"part-{number}",
        title="",
        build=partial(build_part, progress, source.context, pieces=pieces),
        marks=marks,
        chapters=frozenset(piece.anchor for piece in pieces if piece.first),
    )
