"""Finished pages: what they say, what they never do, and the same bytes for the same data."""

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from report_kit import html_of, page_texts, pages_of, setter, text_of
from report_people import Q3, T, context, kr, lin_jing, make_year

from okrsheets.errors import MachineError
from okrsheets.model import CycleReview, CycleSheet, Objective, Person
from okrsheets.render import fonts
from okrsheets.render.binding import finish_single
from okrsheets.render.characters import characters_of, find_missing
from okrsheets.render.html import elements_css
from okrsheets.render.pdf import require_weasyprint
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.records import QuarterlyReport

ANN = Person("E1", "Ann Lee", ("Sales",), "Seller")
SCORE = re.compile(r"(?<![\d.−×])[01]\.\d\d(?![\d%])")


def told(text: str, **more: object) -> QuarterlyReport:
    """Give a small English report with this text as key result, reason and answer."""
    line = kr(1, text, T.LINEAR, "- 10 8", reason=text, evidence=text, unit=text[:8])
    sheet = CycleSheet(Q3, (Objective(1, text, None, text, (line,)),), review=CycleReview(how=text))
    return build_quarterly(make_year(replace(ANN, **more), (sheet,)), Q3, context("en"))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_pages__quarterly__print_exactly_the_record_s_scores(code: str) -> None:
    report = build_quarterly(lin_jing(code), Q3, context(code))
    text = text_of(pages_of(report).pdf)
    for objective in report.objectives:
        assert objective.score in text
        for line in objective.key_results:
            row = next(r for r in text.split("\n") if r.startswith(line.number))
            assert row
            assert line.score in text
    printed = set(SCORE.findall(text))
    said = {c.text for c in report.year} | {report.total.text}
    said |= {o.score for o in report.objectives}
    said |= {k.score for o in report.objectives for k in o.key_results}
    said |= set(
        SCORE.findall(
            " ".join(s for o in report.objectives for k in o.key_results for s in k.source)
        )
    )
    said |= set(
        re.findall(r"[01]\.\d\d", report.trace + "".join(o.trace for o in report.objectives))
    )
    assert printed <= said


def test_pages__a_person_s_report__has_the_words_and_nobody_else() -> None:
    text = text_of(pages_of(build_quarterly(lin_jing(), Q3, context())).pdf)
    for word in ("林静", "周启明", "有风险", "作废", "自评分", "计算 0.80", "改进计划", "得分用途"):
        assert word in text
    assert "孙一鸣" not in text


def test_pages__markup_in_every_text__is_printed_and_inert() -> None:
    evil = '<img src="file:///etc/passwd"><script>1</script>{{7*7}} @import url(http://x.test/a)'
    pages = pages_of(told(evil, name=evil[:40], title="</title><h1>"))
    text = "".join(text_of(pages.pdf).split())
    assert "<imgsrc=" in text
    assert "{{7*7}}" in text
    with pikepdf.open(BytesIO(pages.pdf)) as document:
        assert "/EmbeddedFiles" not in document.Root.get("/Names", pikepdf.Dictionary())
        assert not any("/Annots" in page.obj for page in document.pages)


def test_pages__addresses_in_a_template__are_refused_and_told() -> None:
    for address in ("file:///etc/passwd", "http://127.0.0.1:9/x.png", "data:,x"):
        pages = setter().set_pages(
            f'<html lang="en"><title>t</title><img alt="" src="{address}"/></html>'
        )
        assert any(address in remark for remark in pages.remarks)


def test_pages__ten_thousand_characters__lose_nothing() -> None:
    long = "复盘" * 5000
    sheet = CycleSheet(
        Q3, (Objective(1, "目标", None, "", (kr(1, "甲", T.LINEAR, "- 10 8", reason=long),)),)
    )
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context())
    text = text_of(pages_of(report).pdf)
    assert text.count("复") + text.count("盘") >= 10_000


def test_pages__long_unbroken_word__stays_on_the_page() -> None:
    pages = pages_of(told("x" * 300))
    with pikepdf.open(BytesIO(pages.pdf)) as document:
        assert len(document.pages) >= 1
    assert "".join(text_of(pages.pdf).split()).count("x") >= 900


@pytest.mark.parametrize("code", ["en", "zh"])
def test_pages__states_without_a_score__are_set_without_a_remark(code: str) -> None:
    nothing = make_year(ANN, ())
    excused = make_year(ANN, (CycleSheet(Q3, (), excused=True, excused_reason="Leave"),))
    for year in (nothing, excused):
        assert "Ann Lee" in text_of(pages_of(build_quarterly(year, Q3, context(code))).pdf)
        assert "Ann Lee" in text_of(pages_of(build_annual(year, context(code))).pdf)


@pytest.mark.parametrize("number", [1, 5])
def test_pages__one_to_five_key_results__all_stand_there(number: int) -> None:
    lines = tuple(
        kr(n, f"Result {n} of this quarter", T.LINEAR, "- 10 8") for n in range(1, number + 1)
    )
    sheet = CycleSheet(
        Q3, tuple(Objective(o, f"Objective {o}", None, "", lines) for o in range(1, number + 1))
    )
    text = text_of(pages_of(build_quarterly(make_year(ANN, (sheet,)), Q3, context("en"))).pdf)
    for objective in range(1, number + 1):
        assert f"{objective}.{number}" in text
        assert f"Objective {objective}" in text


def test_finish_single__page_numbers__are_right_and_artifacts() -> None:
    finished = finish_single(pages_of(build_quarterly(lin_jing("en"), Q3, context("en"))).pdf)
    texts = page_texts(finished)
    whole = len(texts)
    assert whole >= 2
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {whole}" in text
    with pikepdf.open(BytesIO(finished)) as document:
        last = document.pages[0].obj.Contents[-1].read_bytes()
        assert last.startswith(b"/Artifact")


def test_pages__tagged__have_language_title_and_structure() -> None:
    pages = pages_of(build_quarterly(lin_jing(), Q3, context()))
    with pikepdf.open(BytesIO(pages.pdf)) as document:
        assert str(document.Root.Lang) == "zh"
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert str(document.docinfo["/Title"]).startswith("林静")


def test_pages__only_our_own_faces__are_embedded() -> None:
    pages = pages_of(build_quarterly(lin_jing(), Q3, context()))
    with pikepdf.open(BytesIO(pages.pdf)) as document:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in document.pages
            for font in page.obj.Resources.Font.values()
        }
    assert names == {"OKR-Sans", "OKR-Sans-Bold", "OKR-Serif-Bold"}


def test_pages__rare_characters__come_from_the_further_face() -> None:
    sheet = CycleSheet(Q3, (Objective(1, "䶮煊骉", None, "", (kr(1, "甲", T.LINEAR, "- 10 8"),)),))
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context())
    pages = pages_of(report, rare="䶮煊骉")
    assert "䶮煊骉" in text_of(pages.pdf)


_TWICE = """
import sys
from hashlib import sha256
sys.path.insert(0, {tests!r})
from report_kit import pages_of
from report_people import Q3, context, lin_jing
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.render.binding import Section, bind_pack, finish_single
pages = pages_of(build_quarterly(lin_jing(), Q3, context())).pdf
pack = bind_pack(Section("a", "a", pages), {{}}, [Section("b", "b", pages)])
print(sha256(finish_single(pages) + pack).hexdigest())
"""


def test_pages__two_processes__give_the_same_bytes() -> None:
    code = _TWICE.format(tests=str(Path(__file__).parent))
    hashes = {
        subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "LC_ALL": "C.UTF-8"},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(hashes) == 1


def test_html__same_record__is_the_same_text() -> None:
    report = build_annual(lin_jing("en"), context("en"))
    assert html_of(report) == html_of(build_annual(lin_jing("en"), context("en")))


def test_find_missing__character_without_a_glyph__p101_names_it() -> None:
    year = make_year(replace(ANN, name="Ann 𓀀"), ())
    missing = fonts.missing_characters(characters_of(year))
    assert missing == {"𓀀"}
    findings = find_missing(year, missing)
    assert [(f.code, f.value, f.fields["code"]) for f in findings] == [("P101", "Ann 𓀀", "U+13000")]
    report = build_quarterly(year, Q3, context("en"))
    assert "〈U+13000〉" in text_of(pages_of(report).pdf)


def test_missing_characters__everyday_and_rare_chinese__is_empty() -> None:
    assert fonts.missing_characters(set("张䶮𠮷—“”①★ \n")) == frozenset()


def test_find_faces__no_chinese_font__is_said_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fonts.find_faces.cache_clear()
    monkeypatch.setattr(fonts, "find_font_file", lambda *_: None)
    with pytest.raises(MachineError, match="fonts-noto-cjk"):
        fonts.find_faces()
    monkeypatch.undo()
    fonts.find_faces.cache_clear()


def test_require_weasyprint__before_70__is_refused() -> None:
    require_weasyprint("70.0")
    with pytest.raises(MachineError, match="70 or newer"):
        require_weasyprint("69.1")


def test_pages__structure__every_mark_leads_to_the_element_that_holds_it() -> None:
    pages = pages_of(build_quarterly(lin_jing("en"), Q3, context("en")))
    with pikepdf.open(BytesIO(finish_single(pages.pdf))) as document:
        tree = list(document.Root.StructTreeRoot.ParentTree.Nums)
        seen = 0
        for page, marks in zip(document.pages, tree[1::2], strict=True):
            for number, element in enumerate(marks):
                if element is None:  # a running head or foot
                    continue
                assert number in [k for k in element.K if isinstance(k, int)]
                assert element.Pg.objgen == page.obj.objgen
                seen += 1
        kinds = [str(o.S) for o in document.objects if _is_element(o)]
    assert seen > 200
    assert kinds.count("/Span") < 10
    assert kinds.count("/Figure") >= 7


def test_pages__rare_words_with_spaces__have_a_space_of_their_own() -> None:
    text = "한국어 단어 사이의 빈칸"
    report = build_quarterly(lin_jing("en"), Q3, context("en"))
    pages = pages_of(replace(report, notice=text), rare=text)
    assert text in text_of(pages.pdf)


def test_pages__structure__heads_name_their_scope_and_empty_wrappers_are_gone() -> None:
    pages = pages_of(build_quarterly(lin_jing("zh"), Q3, context("zh")))
    with pikepdf.open(BytesIO(finish_single(pages.pdf))) as document:
        elements = [o for o in document.objects if _is_element(o)]
        heads = [o for o in elements if o.S == "/TH"]
        scopes = [str(head.A.Scope) for head in heads]
        assert scopes.count("/Column") == 4 * 8 + 4  # three objectives, one on two pages, the plan
        assert scopes.count("/Row") == 9  # key results
        assert not [o for o in elements if "/ID" in o or "/Headers" in o.get("/A", {})]
        assert not [o for o in elements if o.S == "/NonStruct"]  # running heads are artifacts
        assert not [o for o in elements if o.S == "/Div" and not _holds_text(o)]
        assert all(kid.P.objgen == o.objgen for o in elements for kid in o.K if _is_element(kid))


def _holds_text(element: pikepdf.Object) -> bool:
    return any(isinstance(kid, int) for kid in element.K)


def test_elements_css__every_element_of_the_reports__is_named() -> None:
    rules = re.sub(r"/\*.*?\*/|\{.*?\}", " ", elements_css(), flags=re.DOTALL)
    named = set(re.findall(r"[a-z][a-z0-9]*", rules)) | {"circle", "g", "path", "rect", "text"}
    folder = Path(__file__).parent / "golden" / "reports"
    printed = [page for page in folder.glob("*.html") if not page.name.startswith("web_")]
    assert len(printed) > 20
    for page in printed:
        used = set(re.findall(r"<([a-z][a-z0-9]*)", page.read_text(encoding="utf-8")))
        assert used <= named


def _is_element(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
