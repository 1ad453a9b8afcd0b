"""A bound pack: right page numbers throughout, bookmarks, links, one copy of each font."""

from io import BytesIO

import pikepdf
import pypdf
import pytest
from report_kit import page_texts, pages_of, text_of
from report_people import Q3, context, team

from okrsheets.model import PersonYear
from okrsheets.render.binding import Section, bind_pack, count_pages
from okrsheets.reports.department import SUMMARY, Pack, build_department, person_anchor
from okrsheets.reports.grouping import ordered
from okrsheets.reports.quarterly import build_quarterly

PEOPLE = ordered(team()[:6])
RARE = "煜煊"


def section(person: PersonYear) -> Section:
    """Set one person's pages."""
    pages = pages_of(build_quarterly(person, Q3, context()), RARE)
    return Section(person_anchor(person), person.person.name, pages.pdf)


@pytest.fixture(scope="module")
def pack() -> bytes:
    """Bind a small pack, its contents with the right page numbers."""
    sections = [section(person) for person in PEOPLE]
    numbers, front = {SUMMARY: 3}, b""
    for _ in range(2):
        report = build_department(Pack("产品研发部", Q3, PEOPLE, numbers), context())
        front = pages_of(report, RARE).pdf
        at = count_pages(front) + 1
        for part in sections:
            assert isinstance(part.pdf, bytes)
            numbers[part.anchor] = at
            at += count_pages(part.pdf)
    return bind_pack(Section("cover", "产品研发部", front), {SUMMARY: ("汇总", 3)}, sections)


def test_bind_pack__every_page_but_the_cover__carries_x_of_y(pack: bytes) -> None:
    texts = page_texts(pack)
    assert f"/ {len(texts)}" not in texts[0]
    for number, text in enumerate(texts[1:], start=2):
        assert f"{number} / {len(texts)}" in text


def test_bind_pack__contents__name_the_pages_people_stand_on(pack: bytes) -> None:
    texts = page_texts(pack)
    for person in PEOPLE[1:]:
        line = next(x for x in texts[1].split("\n") if f" {person.person.name} " in x)
        page = int(line.split()[-1])
        assert f"{person.person.name}·2026 年第三季度" in texts[page - 1]
        assert f"{person.person.name}·2026 年第三季度" not in texts[page - 2]


def test_bind_pack__bookmarks__cover_summary_and_everybody(pack: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(pack))
    found = [(item.title, reader.get_destination_page_number(item)) for item in reader.outline]  # type: ignore[union-attr, arg-type]
    assert [title for title, _ in found] == [
        "产品研发部",
        "汇总",
        *[person.person.name for person in PEOPLE],
    ]
    assert found[1][1] == 2
    for title, page in found[2:]:
        assert str(title) in page_texts(pack)[page or 0]


def test_bind_pack__links_of_the_contents__lead_inside(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as document:
        contents, *rest = [list(page.obj.get("/Annots", ())) for page in document.pages[1:]]
        pages = [page.obj.objgen for page in document.pages]
        targets = [pages.index(note.Dest[0].objgen) for note in contents]
        others = [pages.index(note.Dest[0].objgen) for notes in rest for note in notes]
        assert all("/A" not in note for notes in (contents, *rest) for note in notes)
    assert sorted(set(others)) == targets[1:]  # what wants talk and its order lead there as well
    assert targets[0] == 2
    assert targets == sorted(targets)
    assert len(targets) == 1 + len(PEOPLE)


def test_bind_pack__fonts__are_there_once_and_print_every_text(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as document:
        files = {
            str(o.FontName): len(o.FontFile3.read_raw_bytes())
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        }
    assert sorted(name.partition("+")[2] for name in files) == [
        "OKR-Folio",
        "OKR-More",
        "OKR-More-Bold",
        "OKR-Sans",
        "OKR-Sans-Bold",
        "OKR-Serif-Bold",
    ]
    text = text_of(pack)
    own = section(PEOPLE[1]).pdf
    assert isinstance(own, bytes)
    single = text_of(own)
    assert single.split("\n")[5] in text
    assert "陈煜煊" in text


def test_bind_pack__tagged__one_tree_with_a_part_for_each(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as document:
        root = document.Root.StructTreeRoot
        assert len(root.K[0].K) == 1 + len(PEOPLE)
        numbers = [int(n) for n in list(root.ParentTree.Nums)[::2]]
        assert numbers == sorted(set(numbers))
        for page in document.pages:
            assert int(page.obj.StructParents) in numbers
        assert str(document.Root.Lang) == "zh"


def test_bind_pack__same_parts__same_bytes(pack: bytes) -> None:
    sections = [section(person) for person in PEOPLE[:2]]
    front = Section("cover", "x", sections[0].pdf)
    assert bind_pack(front, {}, sections) == bind_pack(front, {}, sections)
    assert isinstance(sections[0].pdf, bytes)
    assert len(pack) > len(sections[0].pdf)
