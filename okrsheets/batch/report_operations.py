"""The operations report as a document: what it needs is read, its long lists are parts."""

from collections.abc import Mapping
from dataclasses import replace

from okrsheets.batch.clock import today
from okrsheets.batch.document_parts import Document, DocumentPart, DocumentSource
from okrsheets.batch.waiting import load_waiting
from okrsheets.errors import N_
from okrsheets.reports.document_records import Block, BlocksReport
from okrsheets.reports.operations import build_operations
from okrsheets.reports.operations_focus import FOCUS
from okrsheets.reports.operations_input import Operations, WaitingFiles
from okrsheets.reports.operations_lists import missing_lists, weak_lists
from okrsheets.store import FileState

_MOST_IN_FRONT = 40
"""Lines of lists that are set with the statistics; longer lists begin pages of their own."""


def operations_document(source: DocumentSource) -> Document:
    """Plan the operations report of the company or a department."""
    context = source.context
    operations = Operations(
        source.years,
        source.cycle,
        today(),
        context.policies,
        context.fiscal_start,
        source.department,
        source.workspace.sheet_options.check_ins,
        None if source.department else _waiting(source),
    )
    lists = (*missing_lists(operations, context), *weak_lists(operations, context))
    short = sum(one.blocks[0].length for one in lists) <= _MOST_IN_FRONT
    within = tuple(one.blocks[0] for one in lists) if short else ()

    def front(pages: Mapping[str, int]) -> BlocksReport:
        return _with_lists(build_operations(operations, context, pages), within)

    return Document(
        title=context.language.text(N_("Operations report")),
        front=front,
        marks={block.anchor: block.title for block in front({}).blocks},
        parts=() if short else tuple(_part(one) for one in lists),
    )


def _with_lists(report: BlocksReport, lists: tuple[Block, ...]) -> BlocksReport:
    """Put short lists behind the departments to begin with, longer ones behind everything."""
    blocks = report.blocks
    anchors = [block.anchor for block in blocks]
    near = all(block.short for block in lists) and FOCUS in anchors
    at = anchors.index(FOCUS) + 1 if near else len(blocks)
    return replace(report, blocks=(*blocks[:at], *lists, *blocks[at:]))


def _part(report: BlocksReport) -> DocumentPart:
    block = report.blocks[0]
    return DocumentPart(block.anchor, block.title, lambda: report)


def _waiting(source: DocumentSource) -> WaitingFiles:
    """Count the files that wait: nobody's for certain, so only the company's report has them."""
    found = load_waiting(source.workspace)
    held, rejected = (found.states.get(state, 0) for state in (FileState.HELD, FileState.REJECTED))
    return WaitingFiles(held, rejected, found.codes)
