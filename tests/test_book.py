"""The OKR book: who stands where, what is said of everybody, and that no score is in it."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from alignment_kit import HQ, Q1, kr, objective, year
from book_kit import (
    ANN,
    BO,
    CY,
    DI,
    EAST,
    ED,
    FE,
    SALES,
    company,
    context,
    hostile,
)
from report_kit import html_of, pages_of, text_of
from report_people import Q3, team
from report_people import context as people_context

from okrsheets.batch import book_document, reports
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.batch.results import load_year
from okrsheets.batch.sample import lay_sample
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle, Objective, PersonYear
from okrsheets.reports.book import build_part
from okrsheets.reports.book_front import build_front
from okrsheets.reports.book_index import build_index
from okrsheets.reports.name_order import letter_of, name_order
from okrsheets.reports.shelves import chunks, shelve, together
from okrsheets.roster import write_roster
from okrsheets.workspace import create_workspace

EN = load_language("en")


def made_of(folder: Path, people: Sequence[PersonYear], **more: object) -> MadeReport:
    """Make the book of some people as the command does."""
    workspace = create_workspace(folder / "w", organisation="Acme", year=2026, language="en")
    write_roster(workspace.root / "roster.xlsx", [p.person for p in people], EN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "load_year", lambda _: tuple(people))
        request = ReportRequest("book", more.pop("cycle", Q1), **more)  # type: ignore[arg-type]
        return make_reports(workspace, request)[0]


def squeezed(text: str) -> str:
    """Give a text without blanks: a page breaks lines where it likes."""
    return "".join(text.split())


# ---------------------------------------------------------------- who stands where


def test_shelve__roster_in_any_order__company_then_departments_own_sheet_first() -> None:
    shelves = shelve(company(), Q1, EN)
    found = [
        (s.title, [(u.path, [y.person.id for y in u.people]) for u in s.units]) for s in shelves.all
    ]
    assert found == [
        ("Acme", [((), [HQ.id, ED.id])]),
        ("Sales", [(("Sales",), [SALES.id, ANN.id]), (("Sales", "East"), [BO.id])]),
        ("People", [(("People",), [DI.id])]),
    ]


def test_shelve__no_plan__is_missing_on_the_shelf_of_the_department() -> None:
    sales = shelve(company(), Q1, EN).all[1]
    assert [y.person.id for y in sales.missing] == [CY.id, EAST.id, FE.id]


def test_shelve__no_company__those_without_a_department_come_last() -> None:
    people = [y for y in company() if y.person != HQ]
    assert [s.title for s in shelve(people, Q1, EN).all] == [
        "Sales",
        "People",
        "Without a department",
    ]


def test_shelve__nobody__is_an_empty_book() -> None:
    assert shelve((), Q1, EN).all == ()


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (2, [[SALES.id, ANN.id], [BO.id]]),
        (1, [[SALES.id], [ANN.id], [BO.id]]),
        (9, [[SALES.id, ANN.id, BO.id]]),
    ],
)
def test_chunks__large_shelf__everybody_once_in_order(most: int, expected: list[list[str]]) -> None:
    parts = chunks(shelve(company(), Q1, EN).all[1], most)
    assert [[y.person.id for u in part for y in u.people] for part in parts] == expected


def test_chunks__shelf_without_plans__is_one_part() -> None:
    assert chunks(shelve((year(CY),), Q1, EN).all[0], 9) == [()]


def test_together__small_shelves_follow_each_other__large_ones_stand_alone() -> None:
    sizes = (1, 2, 5, 1, 2, 2)
    people = [
        year(replace(CY, id=f"P{team}{n}", department=(f"Team {team}",)), objective(1, "Stay"))
        for team, size in enumerate(sizes)
        for n in range(size)
    ]
    rows = together(shelve(people, Q1, EN).all, small=2, most=4)
    assert [[len(shelf.people) for shelf in row] for row in rows] == [[1, 2], [5], [1, 2], [2]]


def test_book__small_departments__share_pages_and_keep_their_bookmarks(tmp_path: Path) -> None:
    pdf = pypdf.PdfReader(made_of(tmp_path, company()).path)
    outline: Any = outline_of(pdf)
    titles = [[title for title, _ in one] if isinstance(one, list) else one[0] for one in outline]
    assert titles[2:] == [
        "Acme", ["Acme", "Ed Fox"],
        "Sales", ["Sales", "Ann Lee", "East", "Bo Chan"],
        "People", ["Di Evans"],
        "Index of names",
    ]  # fmt: skip
    assert len(pdf.pages) < 7, "each on pages of its own they take seven"


# ---------------------------------------------------------------- what is said


def test_build_part__objective__is_shown_as_planned() -> None:
    shelves = shelve(company(), Q1, EN)
    part = build_part(shelves.all[1], shelves.all[1].units, shelves, context(), whole="only")
    grow = part.units[0].people[0].cycles[0].objectives[0]
    assert (grow.number, grow.text, grow.weight, grow.supports) == ("O1", "Grow", "100%", "Acme O1")
    assert [(k.number, k.text, k.weight, k.void) for k in grow.lines] == [
        ("1.1", "A", "50%", False),
        ("1.2", "B", "50%", True),
    ]
    assert grow.lines[1].details == "Void"
    assert part.figures == "3 of 6 with OKRs · 3 objectives · 4 key results"
    assert [(f.label, f.value, f.note) for f in part.missing] == [
        ("Not submitted", "Cy Dean, East, Fe Grant", "3")
    ]


@pytest.mark.parametrize(
    ("whole", "title", "missing"), [("first", "Sales", 0), ("middle", "", 0), ("last", "", 1)]
)
def test_build_part__one_of_several__title_first_and_missing_last(
    whole: str, title: str, missing: int
) -> None:
    shelves = shelve(company(), Q1, EN)
    part = build_part(shelves.all[1], (), shelves, context(), whole=whole)
    assert (part.title, len(part.missing)) == (title, missing)


def test_build_front__counts__add_up_to_the_roster() -> None:
    front = build_front("Acme", shelve(company(), Q1, EN), {"d2": 4, "d2-u2": 5}, context())
    assert [(f.label, f.value, f.note) for f in front.figures] == [
        ("With OKRs", "6", "2 of company and departments"),
        ("Without OKRs", "3", "not submitted 3"),
        ("Objectives", "7", ""),
        ("Key results", "8", ""),
    ]
    assert [(line.number, line.title, line.page) for line in front.contents] == [
        ("1", "Acme", ""),
        ("2", "Sales", "4"),
        ("", "East", "5"),
        ("3", "People", ""),
        ("4", "Index of names", ""),
    ]


def test_build_front__deep_departments__each_under_the_nearest_named_above_it() -> None:
    paths = (("Sales",), ("Sales", "East"), ("Sales", "East", "Field", "Night"), ("Law", "Tax"))
    people = [
        year(replace(ANN, id=f"E{n}", department=path), objective(1, "Sell"))
        for n, path in enumerate(paths)
    ]
    front = build_front("Acme", shelve(people, Q1, EN), {}, context())
    assert [(line.level, line.number, line.title) for line in front.contents] == [
        (0, "1", "Sales"),
        (1, "", "East"),
        (2, "", "Field / Night"),
        (0, "2", "Law"),
        (1, "", "Tax"),
        (0, "3", "Index of names"),
    ]


def test_build_front__year__counts_every_cycle() -> None:
    shelves = shelve(team("en"), Cycle(2026), EN)
    front = build_front("Acme", shelves, {}, context())
    person = shelves.all[0].people[1]
    assert person.submission is not None
    planned = sum(len(sheet.objectives) for sheet in person.submission.cycles)
    assert front.figures[2].value == str(planned + 6)  # the own sheet and five people have one each


@pytest.mark.parametrize("code", ["en", "zh"])
def test_book__person_with_scores_and_reasons__none_of_them_is_in_it(code: str) -> None:
    shelves = shelve(team(code), Q3, load_language(code))
    own = people_context(code)
    shelf = next(s for s in shelves.all if any(y.person.id == "P0147" for y in s.people))
    html = html_of(build_part(shelf, shelf.units, shelves, own, whole="only"))
    year_ = next(y for y in shelf.people if y.person.id == "P0147")
    assert year_.submission is not None
    lines = [k for s in year_.submission.cycles for o in s.objectives for k in o.key_results]
    reasons = [k.reason for k in lines if k.reason]
    assert len(reasons) >= 4
    assert not [reason for reason in reasons if reason[:8] in html]
    assert "0.85" not in html  # a self score
    assert "0.68" not in html  # the overall score
    assert "98.4" not in html  # an actual value


# ---------------------------------------------------------------- names


def test_name_order__chinese_and_latin__by_sound_and_letter() -> None:
    names = ["赵宁", "Zoe", "ann", "单雄", "白杨", "曾国", "翟墨", "Ánna", "欧阳", "佟丽", "陈晨"]
    expected = [
        "ann",
        "Ánna",
        "白杨",
        "陈晨",
        "欧阳",
        "单雄",
        "佟丽",
        "Zoe",
        "曾国",
        "翟墨",
        "赵宁",
    ]
    assert sorted(names, key=name_order) == expected


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Ann", "A"),
        ("éric", "E"),
        ("Ｂｏ", "B"),
        ("赵", "Z"),
        ("单", "S"),
        ("查", "Z"),
        ("龘", "#"),
        ("7", "#"),
        ("", "#"),
    ],
)
def test_letter_of__name__gives_its_letter(name: str, letter: str) -> None:
    assert letter_of(name) == letter


def test_build_index__columns__are_read_downwards_and_namesakes_told_apart() -> None:
    index = build_index("Acme", shelve(company(), Q1, EN), {"p1": 3}, context())
    names = [[e.name if e else "" for e in row] for row in index.blocks[0]]
    assert names == [["Acme", "Bo Chan", "Ed Fox"], ["Ann Lee", "Di Evans", "Sales"]]
    assert [[e.letter if e else "" for e in row] for row in index.blocks[0]] == [
        ["A", "B", "E"],
        ["", "D", "S"],
    ]
    assert index.blocks[0][0][0].page == "3"  # type: ignore[union-attr]


def test_build_index__a_letter_goes_on_in_the_next_column__stands_there_again() -> None:
    people = [
        year(replace(ANN, id=f"E{number}", name=f"A{number}"), objective(1, "Sell"))
        for number in range(1, 5)
    ]
    index = build_index("Acme", shelve(people, Q1, EN), {}, context())
    shown = [[(e.letter, e.name) if e else None for e in row] for row in index.blocks[0]]
    assert shown == [[("A", "A1"), ("A", "A3"), None], [("", "A2"), ("", "A4"), None]]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("Maximilian Featherstone", 3),
        ("Maximilian Featherstonehaugh", 2),
        ("欧阳阿卜杜勒热合曼江", 3),
        ("阿依古丽·阿不都热依木·吐尔逊", 2),
    ],
)
def test_build_index__long_names__stand_in_two_wide_columns(name: str, columns: int) -> None:
    people = [
        year(replace(ANN, id=f"E{number}", name=f"{name}{number}"[-len(name) :]), objective(1, "A"))
        for number in range(7)
    ]
    index = build_index("Acme", shelve(people, Q1, EN), {}, context())
    assert {len(row) for row in index.blocks[0]} == {columns}
    assert index.wide is (columns == 2)


def test_build_index__names_of_many_lines__a_page_holds_fewer_of_them() -> None:
    people = [
        year(replace(ANN, id=f"E{number}", name=f"{number:02} {'long ' * 30}"), objective(1, "A"))
        for number in range(40)
    ]
    index = build_index("Acme", shelve(people, Q1, EN), {}, context())
    names = [row[column] for block in index.blocks for column in (0, 1) for row in block]
    assert [entry.name[:2] for entry in names if entry] == [f"{n:02}" for n in range(40)]
    assert [len(block) for block in index.blocks] == [
        10,
        10,
    ]  # 4 lines of 13 pt, 56 pt each, in 561


# ---------------------------------------------------------------- on paper


def outline_of(pdf: pypdf.PdfReader, items: object = None) -> list[object]:
    """Give the bookmarks as (title, page) with lists below them."""
    found: list[object] = []
    for item in pdf.outline if items is None else items:  # type: ignore[attr-defined]
        if isinstance(item, list):
            found.append(outline_of(pdf, item))
        else:
            found.append((item.title, (pdf.get_destination_page_number(item) or 0) + 1))
    return found


def test_book__small_company__bookmarks_links_and_numbers_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_document, "_MOST", 2)  # Sales comes in two parts
    made = made_of(tmp_path, company())
    assert made.findings == ()
    pdf = pypdf.PdfReader(made.path)
    pages = [page.extract_text() for page in pdf.pages]
    assert outline_of(pdf) == [
        ("Acme · OKR book · First quarter 2026", 1),
        ("Contents", 2),
        ("Acme", 3), [("Acme", 3), ("Ed Fox", 3)],
        ("Sales", 4), [("Sales", 4), ("Ann Lee", 4), ("East", 5), ("Bo Chan", 5)],
        ("People", 6), [("Di Evans", 6)],
        ("Index of names", 7),
    ]  # fmt: skip
    contents = squeezed(pages[1])
    assert "2Sales3of6withOKRs4" in contents
    assert "East1of3withOKRs5" in contents
    index = squeezed(pages[6])
    assert "BoChan5" in index
    assert "DiEvans6" in index
    assert "Sales: without OKRs" in pages[4]


def test_book__links__lead_to_the_page_where_the_name_stands(tmp_path: Path) -> None:
    pdf = pypdf.PdfReader(made_of(tmp_path, company()).path)
    places = {page.indirect_reference: number for number, page in enumerate(pdf.pages, start=1)}
    found = [
        places[list.__getitem__(note.get_object()["/Dest"], 0)]
        for page in pdf.pages
        for note in page.get("/Annots", ())
    ]
    assert found == [3, 3, 4, 4, 5, 3, 4, 3, 3, 4, 3]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_book__sample_company__has_every_objective_and_key_result(
    code: str, tmp_path: Path
) -> None:
    place = lay_sample(tmp_path / "demo", code)
    ingest_paths(place, [place.inbox])
    made = make_reports(place, ReportRequest("book", Cycle(2026)))[0]
    text = squeezed(text_of(made.path.read_bytes()))
    people = load_year(place)
    texts = [
        squeezed(part)
        for y in people
        for sheet in (y.submission.cycles if y.submission else ())
        for o in sheet.objectives
        for part in (y.person.name, o.text, *(k.text for k in o.key_results))
    ]
    assert len(texts) > 300
    assert [part for part in texts if part not in text] == []
    assert [y.person.name for y in people if squeezed(y.person.name) not in text] == []
    assert made.findings == ()


def test_book__hostile_words__stand_there_as_words(tmp_path: Path) -> None:
    made = made_of(tmp_path, hostile())
    text = squeezed(text_of(made.path.read_bytes()))
    assert "</script><script>alert('1')</script>" in text
    raw = pypdf.PdfReader(made.path)
    kinds = {
        note.get_object().get("/A", {}).get("/S")
        for page in raw.pages
        for note in page.get("/Annots", ())
    }
    assert kinds == {None}


def test_book__very_long_texts__flow_over_pages_without_loss(tmp_path: Path) -> None:
    words = "lorem ipsum dolor " * 300 + "finis"
    people = (
        year(ANN, objective(1, words, krs=[kr(n, words) for n in (1, 2, 3)])),
        year(BO, objective(1, "x")),
    )
    made = made_of(tmp_path, people)
    text = text_of(made.path.read_bytes())
    assert text.count("finis") == 4
    assert made.pages >= 7


def test_book__nobody_has_a_plan__says_so(tmp_path: Path) -> None:
    made = made_of(tmp_path, (year(CY), year(FE)))
    assert "Not submitted (2)" in text_of(made.path.read_bytes()).replace("\n", " ")


def test_book__made_twice__same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert (
        made_of(tmp_path / "a", company()).path.read_bytes()
        == made_of(tmp_path / "b", company()).path.read_bytes()
    )


def test_pages__part__heading_is_never_alone_at_the_foot() -> None:
    people = [
        year(ANN if n == 0 else type(ANN)(f"E{n + 10}", f"Person {n}", ("Sales",)), *_three(n))
        for n in range(30)
    ]
    shelves = shelve(people, Q1, EN)
    part = build_part(shelves.all[0], shelves.all[0].units, shelves, context(), whole="only")
    pages = pypdf.PdfReader(BytesIO(pages_of(part).pdf)).pages
    assert len(pages) > 3
    lasts = [[line for line in page.extract_text().splitlines() if line.strip()] for page in pages]
    for lines in lasts:
        kept = [line for line in lines if "OKR book" not in line and "First quarter" not in line]
        assert not kept[-1].startswith(("Person", "O1", "O2", "Objective, key"))


def _three(n: int) -> list[Objective]:
    return [
        objective(o, f"Objective {o} of {n}", krs=[kr(k, f"Result {k}") for k in (1, 2)])
        for o in range(1, 3 + n % 2)
    ]


def test_make_reports__book_of_a_person__is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not of a person"):
        made_of(tmp_path, company(), persons=("E1",))


def test_make_reports__book_of_a_department__holds_its_people_only(tmp_path: Path) -> None:
    made = made_of(tmp_path, company(), departments=("Sales",))
    text = text_of(made.path.read_bytes())
    assert made.path.name == "Sales_OKR book 2026Q1.pdf"
    assert "Ann Lee" in text
    assert "Di Evans" not in text
