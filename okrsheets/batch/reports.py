"""Makes reports: plans whose pages are needed, sets each once, writes singles and binds packs.

One report that fails is told and never stops the others; no partial file is ever under a final
name. Running the same command again sets nothing anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from okrsheets.batch.document_parts import DocumentSource
from okrsheets.batch.leftovers import sweep_below
from okrsheets.batch.pulses import with_pulses
from okrsheets.batch.report_archive import ARCHIVE_FOLDER, Archiver
from okrsheets.batch.report_documents import DOCUMENTS, DocumentSetter, PartsFailedError
from okrsheets.batch.report_files import (
    NotPutError,
    ReportState,
    check_folder,
    document_folder,
    pack_path,
    personal_path,
    put_report,
)
from okrsheets.batch.report_packs import PackBinder
from okrsheets.batch.report_pages import (
    FAILED,
    NOT_PUT,
    TOO_LONG,
    PageRules,
    Pages,
    PageWorker,
    PersonTask,
)
from okrsheets.batch.report_plan import (
    PackPlan,
    ReportPlan,
    ReportRequest,
    check_request,
    plan_reports,
)
from okrsheets.batch.report_pool import SECONDS, Setters, set_all
from okrsheets.batch.report_rules import page_rules
from okrsheets.batch.report_spool import Spool
from okrsheets.batch.report_web import make_web_copies
from okrsheets.batch.results import load_year
from okrsheets.errors import N_, DataError, Line, OkrSheetsError
from okrsheets.findings import Finding
from okrsheets.language import Language, load_language
from okrsheets.model import PersonYear
from okrsheets.render.binding import Finish, finish_single
from okrsheets.render.characters import find_missing
from okrsheets.render.fonts import find_faces
from okrsheets.render.pdf import FATAL, PageSetter, require_weasyprint
from okrsheets.reports import Scope
from okrsheets.workspace import Workspace

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MadeReport:
    """One report: whose it is, where it is, how many pages, and what was found."""

    title: str
    path: Path
    state: ReportState
    pages: int = 0
    findings: tuple[Finding, ...] = ()


def make_reports(
    workspace: Workspace, request: ReportRequest, *, on_progress: OnProgress | None = None
) -> tuple[MadeReport, ...]:
    """Make the reports that are asked for.

    Args:
        workspace: whose people and settings.
        request: which reports.
        on_progress: told how many steps of how many are done: people's pages set, then packs
            bound, or documents' parts set.

    Returns:
        One record a report, in the roster's order.

    Raises:
        UsageError: there is no such report, cycle, person or department.
        DataError: the roster or the database has faults.
        MachineError: a font or library is missing, or nothing can be written. A report that alone
            cannot be put in its place is told as failed, with P303.
    """
    kind = check_request(workspace, request)
    tell = on_progress or _no_progress
    if request.format == "html":
        plan = plan_reports(request, kind, workspace.roster(), load_year(workspace))
        share = partial(_share, tell, len(plan.packs))
        copies = make_web_copies(workspace, request, plan, on_progress=share)
        return tuple(MadeReport(c.title, c.folder, c.state, c.pages, c.findings) for c in copies)
    require_weasyprint()
    find_faces()
    sweep_below(workspace.reports)
    plan = plan_reports(request, kind, workspace.roster(), load_year(workspace))
    if kind.scope is not Scope.DOCUMENT:
        plan = replace(plan, people=with_pulses(workspace, plan.people, request.cycle))
    maker = _Maker(workspace, request, plan, page_rules(workspace, request, plan))
    check_folder(maker.folder)
    return tuple(maker.make(tell))


def _no_progress(done: int, whole: int) -> None:
    """Watch nothing."""
    del done, whole


def _share(tell: OnProgress, reports: int, number: int, done: int, whole: int) -> None:
    """Tell how far one of several reports is, its number from 0, as the progress of them all."""
    tell(number * whole + done, reports * whole)


@dataclass(frozen=True)
class _Maker:
    """One run: what is asked for, whose pages, and the rules they share."""

    workspace: Workspace
    request: ReportRequest
    plan: ReportPlan
    rules: PageRules

    def make(self, on_progress: OnProgress) -> Iterator[MadeReport]:
        """Set everybody's pages, then write the reports; a document has no such pages."""
        if self.plan.kind.scope is Scope.DOCUMENT:
            with Setters(self.rules, self.request.jobs) as setters:
                for number, one in enumerate(self.plan.packs):
                    tell = partial(_share, on_progress, len(self.plan.packs), number)
                    yield self._document(one, setters, tell)
            return
        pages = self._pages(on_progress)
        if self.plan.kind.scope is Scope.PERSON:
            yield from (self._single(person, set_) for person, set_ in pages)
            return
        with Spool(self.rules.cache) as spool:
            kept = {set_.name: spool.put(set_) for _, set_ in pages}
            worker = PageWorker(self.rules)
            for number, pack in enumerate(self.plan.packs):
                tell = partial(_share, on_progress, len(self.plan.packs), number)
                yield self._pack(pack, kept, worker.setter, tell)

    def _pages(self, on_progress: OnProgress) -> Iterator[tuple[PersonYear, Pages]]:
        people = self.plan.people
        tasks = [PersonTask(person, self._language(person)) for person in people]
        for task in tasks[:1]:
            PageWorker(self.rules).try_out(task, SECONDS)
        found = set_all(tasks, self.rules, jobs=self.request.jobs)
        for number, (person, pages) in enumerate(zip(people, found, strict=True), start=1):
            on_progress(number, len(people))
            yield person, pages

    def _language(self, person: PersonYear | None = None) -> str:
        own = person.person.language if person else ""
        return self.request.language or own or self.workspace.settings.language

    @property
    def folder(self) -> Path:
        """Give where the reports are put."""
        own = self.workspace.reports
        return self.request.output or (own / ARCHIVE_FOLDER if self.request.archive else own)

    @cached_property
    def _archiver(self) -> Archiver | None:
        return Archiver(self.workspace, self.rules.cycle) if self.request.archive else None

    def _single(self, person: PersonYear, pages: Pages) -> MadeReport:
        speech = load_language(self._language(person))
        path = personal_path(
            self.folder, person.person, self.plan.kind, self.rules.cycle, language=speech
        )
        missing = find_missing(person, self.rules.missing)
        if pages.failure:
            return _failed(person.person.name, path, pages.failure, code=pages.code)
        pdf = finish_single(pages.pdf)
        if self._archiver:
            try:
                pdf = self._archiver.of_person(pdf, person, speech)
            except DataError as error:
                why = speech.line(Line(error.template, error.fields))
                return _failed(person.person.name, path, why)
        findings = (*missing, *_remarks(pages.remarks))
        made = MadeReport(person.person.name, path, ReportState.MADE, pages.count, findings)
        return _placed(made, pdf)

    def _document(self, plan: PackPlan, setters: Setters, on_progress: OnProgress) -> MadeReport:
        language, kind = self._language(), self.plan.kind
        speech = load_language(language)
        path = pack_path(self.folder, plan.department, kind, self.rules.cycle, language=speech)
        title = plan.department or speech.text(kind.title_for(self.rules.cycle))
        source = DocumentSource(
            self.workspace,
            plan.people,
            self.rules.cycle,
            self.rules.context(language),
            plan.department,
        )
        try:
            document = DOCUMENTS[kind.name](source)
            folder = document_folder(kind, self.rules.cycle, plan.department, language)
            finish = self._finish(plan, speech)
            with Spool(self.rules.cache) as spool:
                setter = DocumentSetter(self.rules, setters, language, folder, spool, finish)
                bound = setter.bind(document, on_progress)
        except OkrSheetsError:
            raise
        except PartsFailedError as error:
            lines = tuple(Finding(p.code, value=f"{p.name}: {p.failure}") for p in error.failed)
            return MadeReport(title, path, ReportState.FAILED, 0, lines)
        except FATAL as error:
            return _failed(title, path, f"{type(error).__name__}: {error}")
        missing = [f for p in plan.people for f in find_missing(p, self.rules.missing)]
        findings = (*missing, *_remarks(bound.remarks))
        made = MadeReport(title, path, ReportState.MADE, bound.count, findings)
        return _placed(made, bound.pdf)

    def _finish(self, plan: PackPlan, speech: Language) -> Finish | None:
        """Give what --archive attaches to a pack or document: its people's scores."""
        if self._archiver is None:
            return None
        return self._archiver.of_people(plan.people if plan.with_people else (), speech)

    def _pack(
        self,
        plan: PackPlan,
        pages: Mapping[str, Pages],
        setter: PageSetter,
        on_progress: OnProgress,
    ) -> MadeReport:
        language, kind = self._language(), self.plan.kind
        speech = load_language(language)
        path = pack_path(self.folder, plan.department, kind, self.rules.cycle, language=speech)
        title = plan.department or speech.text(kind.title)
        if not plan.with_people:  # beside the whole pack, not over it; nobody's scores attached
            path = path.with_stem(f"{path.stem} {speech.text(N_('summary'))}")
        whole = {who: set_ for who, set_ in pages.items() if not set_.failure}
        try:
            finish = self._finish(plan, speech)
            binder = PackBinder(self.rules, setter, language, finish, SECONDS)
            bound = binder.bind(plan, whole, on_progress)
        except OkrSheetsError:
            raise
        except TimeoutError:
            return _failed(title, path, f"{SECONDS:g} s", code=TOO_LONG)
        except FATAL as error:
            return _failed(title, path, f"{type(error).__name__}: {error}")
        findings = [*_pack_findings(plan, pages, self.rules), *_remarks(bound.remarks)]
        lacking = any(f.code in (FAILED, TOO_LONG) for f in findings)
        state = ReportState.FAILED if lacking else ReportState.MADE
        return _placed(MadeReport(title, path, state, bound.count, tuple(findings)), bound.pdf)


def _placed(report: MadeReport, pdf: bytes) -> MadeReport:
    """Put a report in its place; give its record with what became of it."""
    try:
        state = put_report(report.path, pdf)
    except NotPutError as error:
        said = (*report.findings, Finding(NOT_PUT, value=str(error.fields["reason"])))
        return replace(report, state=ReportState.FAILED, pages=0, findings=said)
    return report if report.state is ReportState.FAILED else replace(report, state=state)


def _failed(title: str, path: Path, why: str, *, code: str = FAILED) -> MadeReport:
    return MadeReport(title, path, ReportState.FAILED, 0, (Finding(code, value=why),))


def _remarks(lines: Sequence[str]) -> list[Finding]:
    return [Finding("P201", value=line) for line in lines]


def _pack_findings(
    plan: PackPlan, pages: Mapping[str, Pages], rules: PageRules
) -> Iterator[Finding]:
    for person in plan.people:
        yield from find_missing(person, rules.missing)
        set_ = pages.get(person.person.id)
        if set_ is None:
            continue
        yield from _remarks(set_.remarks)
        if set_.failure:
            yield Finding(set_.code, value=f"{person.person.name}: {set_.failure}")
