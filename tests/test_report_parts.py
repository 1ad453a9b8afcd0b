"""Parts of documents: several processes, the cache, what fails or takes too long."""

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from report_kit import page_texts
from report_people import Q3, context, team

from okrsheets.batch import report_documents, report_pool, reports
from okrsheets.batch.document_parts import Back, Document, DocumentPart, DocumentSource
from okrsheets.batch.erase import erase
from okrsheets.batch.report_documents import DOCUMENTS
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.language import load_language
from okrsheets.render.html import Report
from okrsheets.render.pdf import PageSetter, SetPages
from okrsheets.reports.document_records import Block, BlocksReport
from okrsheets.reports.operations import document_head
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

PEOPLE = team("en")
WORDS = ("Sales", "Legal", "Works")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace whose progress report is three parts of a page each, and an index."""
    made = create_workspace(tmp_path / "w", organisation="Yuanshan", year=2026, language="en")
    write_roster(made.root / "roster.xlsx", [p.person for p in PEOPLE], load_language("en"))
    monkeypatch.setattr(reports, "load_year", lambda _: PEOPLE)
    use(monkeypatch, dict.fromkeys(WORDS, ""))
    return made


def page(words: str) -> BlocksReport:
    """Give a page that says these words."""
    head = document_head("Progress report", Q3, "", context("en"))
    return BlocksReport(head, (Block(words, words.lower()[:5]),))


def use(
    monkeypatch: pytest.MonkeyPatch,
    parts: dict[str, str],
    build: Callable[[str], Report] = page,
) -> None:
    """Have the progress report made of parts that say their title and some words."""

    def document(source: DocumentSource) -> Document:
        del source
        return Document(
            "Title",
            lambda pages: page(f"Front {sorted(pages.values())}"),
            parts=tuple(
                DocumentPart(f"p{n}", title, partial(build, f"{title} {words}"))
                for n, (title, words) in enumerate(parts.items())
            ),
            back=Back("index", "Index", lambda pages: page(f"Last, of {max(pages.values())}")),
        )

    monkeypatch.setattr(reports, "DOCUMENTS", {**DOCUMENTS, "progress": document})


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell which pages are set in this process, by the word they begin with."""
    words: list[str] = []
    set_pages = PageSetter.set_pages

    def telling(setter: PageSetter, html: str) -> SetPages:
        words.append(next(word for word in ("Front", "Last", *WORDS) if word in html))
        return set_pages(setter, html)

    monkeypatch.setattr(PageSetter, "set_pages", telling)
    return words


def make(workspace: Workspace, jobs: int = 1) -> MadeReport:
    """Make the progress report."""
    (made,) = make_reports(workspace, ReportRequest("progress", Q3, jobs=jobs))
    return made


def cached(workspace: Workspace) -> list[Path]:
    """Give the parts that the cache holds."""
    return sorted((workspace.reports / ".cache" / "documents").rglob("*.pdf"))


def test_make_reports__document__front_is_set_twice_and_every_part_once(
    workspace: Workspace, told: list[str]
) -> None:
    made = make(workspace)
    assert (made.state, made.pages, made.findings) == (ReportState.MADE, 5, ())
    assert told == ["Front", *WORDS, "Front", "Last"]
    pages = page_texts(made.path.read_bytes())
    assert "Front [1, 2, 3, 4, 5]" in pages[0]
    assert [word in text for word, text in zip(WORDS, pages[1:4], strict=True)] == [True] * 3
    assert "Last, of 5" in pages[4]


def test_make_reports__document_again__is_taken_from_the_cache(
    workspace: Workspace, told: list[str]
) -> None:
    before = make(workspace).path.read_bytes()
    told.clear()
    made = make(workspace)
    assert (made.state, told) == (ReportState.UNCHANGED, [])
    made.path.unlink()
    assert make(workspace, jobs=2).path.read_bytes() == before


def test_make_reports__a_part_has_changed__it_alone_is_set_anew(
    workspace: Workspace, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(workspace)
    kept = cached(workspace)
    assert len(kept) == 6  # the front without and with page numbers, three parts, the index
    told.clear()
    use(monkeypatch, {**dict.fromkeys(WORDS, ""), "Legal": "changed"})
    assert make(workspace).state is ReportState.MADE
    assert told == ["Legal"]
    assert len(cached(workspace)) == 6
    assert len(set(kept) - set(cached(workspace))) == 1


def test_make_reports__parts_in_two_processes__same_bytes(workspace: Workspace) -> None:
    one = make(workspace).path.read_bytes()
    for file in cached(workspace):
        file.unlink()
    two = make(workspace, jobs=2)
    assert two.state is ReportState.UNCHANGED
    assert two.path.read_bytes() == one


def test_make_reports__cache_cannot_be_written__document_is_made(workspace: Workspace) -> None:
    one = make(workspace).path.read_bytes()
    shutil.rmtree(workspace.reports / ".cache")
    (workspace.reports / ".cache").write_text("in the way")
    made = make(workspace)
    assert (made.state, made.path.read_bytes()) == (ReportState.UNCHANGED, one)


def test_make_reports__two_parts_fail__both_are_named_and_no_file_is_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(words: str) -> Report:
        if "broken" in words:
            raise ZeroDivisionError
        return page(words)

    parts = {"Sales": "broken", "Legal": "", "Works": "broken"}
    use(monkeypatch, parts, build)
    made = make(workspace)
    assert made.state is ReportState.FAILED
    found = [(finding.code, str(finding.value).partition(":")[0]) for finding in made.findings]
    assert found == [("P301", "Sales"), ("P301", "Works")]
    assert not made.path.exists()


@pytest.mark.parametrize(("title", "named"), [("", "Title (2)"), ("Legal", "Legal")])
def test_make_reports__a_part_never_ends__is_stopped_and_named_by_its_title(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, title: str, named: str
) -> None:
    def build(words: str) -> Report:
        while "endless" in words:
            pass
        return page(words)

    use(monkeypatch, {title: "endless", "Works": ""}, build)
    monkeypatch.setattr(reports, "Setters", partial(report_pool.Setters, seconds=1))
    made = make(workspace)
    assert [(f.code, f.value) for f in made.findings] == [("P302", f"{named}: 1 s")]
    assert (made.state, made.path.exists()) == (ReportState.FAILED, False)


def test_make_reports__setting_in_processes_takes_too_long__every_piece_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_documents, "raises_in_time", lambda _: nullcontext())
    monkeypatch.setattr(reports, "Setters", partial(report_pool.Setters, seconds=0.001))
    made = make(workspace, jobs=2)
    names = ("first pages", *WORDS)
    assert [(f.code, f.value) for f in made.findings] == [
        ("P302", f"{name}: 0.001 s") for name in names
    ]


def test_make_reports__index_fails__is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def document(source: DocumentSource) -> Document:
        del source
        return Document("Title", lambda _: page("Front"), back=Back("i", "Index", lambda _: 1 // 0))  # type: ignore[arg-type, return-value] # fails before it returns

    monkeypatch.setattr(reports, "DOCUMENTS", {**DOCUMENTS, "progress": document})
    made = make(workspace)
    assert [str(f.value).partition(":")[0] for f in made.findings] == ["Index"]


def test_make_reports__one_department_fails__the_other_is_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def document(source: DocumentSource) -> Document:
        part = DocumentPart("p", "Part", lambda: page(f"{1 // len(source.department[3:])}"))
        return Document("Title", lambda _: page("Front"), parts=(part,))

    people = [replace(p.person, department=("HR",)) for p in PEOPLE[:1]]
    people += [replace(p.person, department=("Sales",)) for p in PEOPLE[1:]]
    write_roster(workspace.root / "roster.xlsx", people, load_language("en"))
    monkeypatch.setattr(reports, "DOCUMENTS", {**DOCUMENTS, "progress": document})
    request = ReportRequest("progress", Q3, departments=("HR", "Sales"), jobs=2)
    made = make_reports(workspace, request)
    assert [(m.title, m.state) for m in made] == [
        ("HR", ReportState.FAILED),
        ("Sales", ReportState.MADE),
    ]
    assert len({path.parent for path in cached(workspace)}) == 2


def test_make_reports__document__progress_is_told_to_its_end(workspace: Workspace) -> None:
    steps: list[tuple[int, int]] = []
    make_reports(
        workspace,
        ReportRequest("progress", Q3),
        on_progress=lambda done, whole: steps.append((done, whole)),
    )
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_erase__parts_in_the_cache__go_whoever_is_erased(workspace: Workspace) -> None:
    make(workspace)
    person = workspace.reports / ".cache" / "P0152" / "2026Q3-0.pdf"
    person.parent.mkdir()
    person.write_bytes(b"%PDF")
    assert len(cached(workspace)) == 6
    erase(workspace, "P0147")
    assert cached(workspace) == []
    assert person.exists()


@pytest.mark.parametrize(
    ("kind", "form"), [("progress", "pdf"), ("book", "html"), ("department", "pdf")]
)
def test_make_reports__two_departments__progress_goes_on_from_one_to_the_next(
    workspace: Workspace, kind: str, form: str
) -> None:
    people = [replace(p.person, department=("HR",)) for p in PEOPLE[:1]]
    people += [replace(p.person, department=("Sales",)) for p in PEOPLE[1:]]
    write_roster(workspace.root / "roster.xlsx", people, load_language("en"))
    steps: list[float] = []
    make_reports(
        workspace,
        ReportRequest(kind, Q3, departments=("HR", "Sales"), format=form),
        on_progress=lambda done, whole: steps.append(done / whole),
    )
    if kind == "department":  # first everybody's pages
        steps = steps[len(PEOPLE) :]
    assert steps[-1] == 1
    assert any(0 < step <= 0.5 for step in steps)
    if kind != "department":  # a pack learns on the way how much there is to be done
        assert steps == sorted(steps)
