"""Web copies of a report: a folder of pages of the company, or of each department that is named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from okrsheets.batch.book_site import make_site, report_context
from okrsheets.batch.document_parts import DocumentSource
from okrsheets.batch.report_files import NotPutError, ReportState, pack_path
from okrsheets.batch.report_pages import NOT_PUT, TOO_LONG
from okrsheets.batch.report_plan import ReportPlan, ReportRequest
from okrsheets.batch.report_pool import SECONDS
from okrsheets.batch.year import fiscal_start_of
from okrsheets.findings import Finding
from okrsheets.language import load_language
from okrsheets.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WebCopy:
    """A web copy: whose it is, its folder, what became of it, how many pages, what was found."""

    title: str
    folder: Path
    state: ReportState
    pages: int
    findings: tuple[Finding, ...] = ()


def make_web_copies(
    workspace: Workspace,
    request: ReportRequest,
    plan: ReportPlan,
    *,
    on_progress: Callable[[int, int, int], None],
) -> Iterator[WebCopy]:
    """Write the web copies that are planned.

    Args:
        workspace: whose people and settings.
        request: how they are asked for.
        plan: of whom they are.
        on_progress: told the number of the copy, from 0, and how many of its pages of how many are
            written.

    Raises:
        UsageError: a folder holds other files, or a template has a fault.
        MachineError: the disk is full or failing.
    """
    language = request.language or workspace.settings.language
    start, speech = fiscal_start_of(workspace, request.cycle), load_language(language)
    context = replace(report_context(workspace, language), fiscal_start=start)
    output, kind = request.output or workspace.reports, plan.kind
    for number, one in enumerate(plan.packs):
        source = DocumentSource(workspace, one.people, request.cycle, context, one.department)
        path = pack_path(output, one.department, kind, request.cycle, language=speech)
        folder = path.with_name(path.name.removesuffix(path.suffix))
        tell = partial(on_progress, number)
        title = one.department or speech.text(kind.title_for(request.cycle))
        try:
            state, pages = make_site(source, folder, request.templates, on_progress=tell)
        except TimeoutError:
            found = Finding(TOO_LONG, value=f"{SECONDS:g} s")
        except NotPutError as error:
            found = Finding(NOT_PUT, value=str(error.fields["reason"]))
        else:
            yield WebCopy(title, folder, state, pages)
            continue
        yield WebCopy(title, folder, ReportState.FAILED, 0, (found,))
