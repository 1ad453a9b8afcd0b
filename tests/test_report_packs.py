"""Binding packs: bounds of time, progress, lists in parts, and names that are markup."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from report_kit import html_of, text_of
from report_people import Q3, context, team

from okrsheets.batch import report_packs, reports
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_packs import PackBinder
from okrsheets.batch.report_pages import PageRules, PageWorker, PersonTask
from okrsheets.batch.report_plan import PackPlan, ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.language import load_language
from okrsheets.model import PersonYear, Policies
from okrsheets.render.binding import bookmark_words, bookmarks_of
from okrsheets.render.characters import characters_of
from okrsheets.reports.department import Pack, build_department
from okrsheets.reports.pack_records import CaseGroup, CaseLine, PackReport, TalkLine
from okrsheets.reports.pack_splitting import MOST_ROWS, split_pack
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

PEOPLE = team("en")[:4]
EN = load_language("en")
HOSTILE = (
    "<b>Bold</b> & <script>alert(1)</script>",
    "\"quoted\" 'single' /URI (http://evil.example)",
    "url(http://evil.example/x.png) ; } * { color: red",
    "okrsheets:cover javascript:alert(1)",
    "\u202egnol\u202c zero\u200bwidth \u2066x\u2069",
    "bell\x07 null\x00 escape\x1b[31m line\nbreak",
    "{{ 7 * 7 }} {% raw %} 12 0 R (unclosed \\",
    "a very long name " * 30,
)


def rules_of(folder: Path, people: tuple[PersonYear, ...], *names: str) -> PageRules:
    """Give the rules of a batch in English."""
    characters = frozenset(characters_of([*names]).union(*map(characters_of, people)))
    return PageRules(
        cycle=Q3,
        organisation="Acme",
        policies=Policies(),
        fiscal_start=1,
        handling="",
        prepared_by="",
        characters=characters,
        missing=frozenset(),
        cache=folder,
    )


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace with four people in two departments."""
    years = tuple(
        replace(y, person=replace(y.person, department=(("Sales", "Law")[n % 2],)))
        for n, y in enumerate(PEOPLE)
    )
    made = create_workspace(tmp_path / "w", organisation="Acme", year=2026, language="en")
    write_roster(made.root / "roster.xlsx", [y.person for y in years], EN)
    monkeypatch.setattr(reports, "load_year", lambda _: years)
    return made


def test_make_reports__one_pack_takes_too_long__it_is_told_and_the_others_are_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(pack: Pack, *rest: object) -> PackReport:
        while pack.department == "Sales":
            pass
        return build_department(pack, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(report_packs, "build_department", slow)
    monkeypatch.setattr(reports, "SECONDS", 3.0)
    made = {m.title: m for m in make_reports(workspace, ReportRequest("department", Q3))}
    assert [(f.code, f.value) for f in made["Sales"].findings] == [("P302", "3 s")]
    assert made["Sales"].state is ReportState.FAILED
    assert not made["Sales"].path.exists()
    assert made["Law"].state is ReportState.MADE


def test_make_reports__pack__progress_goes_on_behind_peoples_pages(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    request = ReportRequest("company", Q3)
    make_reports(workspace, request, on_progress=lambda done, whole: told.append((done, whole)))
    assert told[:4] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    # Three own parts, the front and two dividers, set twice; then they and four people are bound.
    assert told[4:] == [
        *[(done, 3) for done in (1, 2, 3)],
        *[(done, 6) for done in (4, 5, 6)],
        *[(done, 13) for done in range(7, 14)],
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_bind__hostile_department_in_the_companys_pack__is_inert(name: str, tmp_path: Path) -> None:
    years = tuple(replace(y, person=replace(y.person, department=(name,))) for y in PEOPLE[1:3])
    rules = rules_of(tmp_path, years, name)
    worker = PageWorker(rules)
    finished = {y.person.id: worker.set_task(PersonTask(y, "en")) for y in years}
    bound = PackBinder(rules, worker.setter, "en").bind(PackPlan("", years, company=True), finished)
    shown = _squeezed(bookmark_words(name))
    assert shown[:60] in _squeezed(text_of(bound.pdf))
    reader = pypdf.PdfReader(BytesIO(bound.pdf))
    with pikepdf.open(BytesIO(bound.pdf)) as document:
        assert document.check_pdf_syntax() == []
        notes = [note for page in document.pages for note in page.obj.get("/Annots", ())]
        assert {str(note.Subtype) for note in notes} == {"/Link"}
        assert not any("/A" in note or "/AA" in note for note in notes)
        places = [page.obj.objgen for page in document.pages]
        assert all(note.Dest[0].objgen in places for note in notes if "/Dest" in note)
        assert not {"/OpenAction", "/AA", "/Names"} & set(document.Root.keys())
    titles = bookmarks_of(bound.pdf)
    assert bookmark_words(name) in titles
    assert all(t.isprintable() and "\u202e" not in t for t in titles)
    assert len(reader.pages) == len(places) == bound.count


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_split_pack__long_cases_and_order__in_parts_without_loss() -> None:
    whole = build_department(Pack("Sales", Q3, PEOPLE), context("en"))
    assert whole.summary is not None
    long = tuple(CaseLine(f"L{n}", "what") for n in range(130))
    short = tuple(CaseLine(f"S{n}", "") for n in range(250))
    groups = (CaseGroup("Long", long), CaseGroup("Short", short, short=True))
    order = tuple(TalkLine(str(n), f"P{n}", "", None, "", "", "") for n in range(1, 231))
    summary = replace(whole.summary, exceptions=groups, order=order)
    parts = split_pack(replace(whole, summary=summary))
    behind = [p for p in parts if p.cases or p.order]
    # 130 rows and 84 of three make 214, so 100, 100 and 14; the order is 100, 100 and 30.
    assert [sum(len(g.lines) for g in p.cases) for p in behind] == [100, 30 + 210, 40, 0, 0, 0]
    assert [len(p.order) for p in behind] == [0, 0, 0, MOST_ROWS, MOST_ROWS, 30]
    assert tuple(x for p in behind for g in p.cases for x in g.lines) == long + short
    assert tuple(x for p in behind for x in p.order) == order
    assert [[g.title for g in p.cases] for p in behind[:3]] == [
        ["Long"],
        ["Long", "Short"],
        ["Short"],
    ]
    assert {g.whole for p in behind for g in p.cases} == {130, 250}
    assert [p.anchor for p in behind] == ["summary", "", "", "summary", "", ""]
    (kept,) = [p.summary for p in parts if p.summary]
    assert (kept.exceptions, kept.order) == ((), ())


@pytest.mark.parametrize(("anchor", "level"), [("summary", 3), ("department-1", 2)])
def test_split_pack__long_cases__headings_are_one_level_below_the_summarys_title(
    anchor: str, level: int
) -> None:
    whole = build_department(Pack("Sales", Q3, PEOPLE, anchor=anchor), context("en"))
    assert whole.summary is not None
    groups = (CaseGroup("Long", tuple(CaseLine(f"L{n}", "what") for n in range(130))),)
    summary = replace(whole.summary, exceptions=groups)
    parts = split_pack(replace(whole, cover=None, contents=(), summary=summary))
    pages = [html_of(part) for part in parts]
    assert [page.count(f"<h{level - 1} ") for page in pages] == [1, 0, 0]
    assert [page.count("To talk about</h") for page in pages] == [0, 1, 1]
    assert [page.count(f"To talk about</h{level}>") for page in pages] == [0, 1, 1]


def test_bind__long_lists__heads_are_repeated_and_bookmarks_lead_there(tmp_path: Path) -> None:
    one = PEOPLE[1]
    years = tuple(
        replace(one, person=replace(one.person, id=f"P{n}", name=f"Person {n}")) for n in range(210)
    )
    rules = rules_of(tmp_path, years)
    bound = PackBinder(rules, PageWorker(rules).setter, "en").bind(PackPlan("Sales", years), {})
    assert bound.remarks == ()
    texts = [page.extract_text() for page in pypdf.PdfReader(BytesIO(bound.pdf)).pages]
    heads = [number for number, text in enumerate(texts) if "Why now" in text]
    listed = [number for number, text in enumerate(texts) if "Order of talk" in text]
    assert len(heads) > len(listed) >= 3  # a page's heads, a part's heading
    assert "Order of talk" in bookmarks_of(bound.pdf)
    for name in ("Person 0", "Person 209"):
        assert any(name in texts[number] for number in heads)
