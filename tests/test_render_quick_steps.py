"""Our quicker steps in the engine: the same pages, byte for byte, and nothing left behind."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint
from report_kit import html_of
from report_people import Q3, context, lin_jing, team
from test_report_golden import REPORTS
from weasyprint.css import StyleFor
from weasyprint.layout import block, percent

from okrsheets.render import pdf, quick_steps, quick_text
from okrsheets.render.look import BUILT_IN_LOOK, Look
from okrsheets.render.pdf import PageSetter
from okrsheets.render.quick_text import may_be_cut_short
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly

pytestmark = pytest.mark.no_cover  # compares pages; others measure

PAGE = '<html lang="{code}"><head><title>t</title></head><body>{body}</body></html>'
ELLIPSIS = "white-space: nowrap; text-overflow: ellipsis"
WORDS = "One two three four five six seven eight nine ten eleven twelve. " * 6
ODD = {
    "percentages": f'<div style="width: 40%; margin-left: 10%; padding: 2%"><p>{WORDS}</p></div>',
    "border-box": '<div style="box-sizing: border-box; width: 80px; padding: 9px"><p>a</p></div>',
    "floats": f'<div><div style="float: left; width: 90px">{WORDS}</div><p>{WORDS}</p></div>',
    "absolute": '<p style="position: absolute; top: 9px; right: 9px">a</p><p>b</p>',
    "margins": '<div style="margin: -9px 0"><p style="margin: 30px 0 -5px">a</p></div><p>b</p>',
    "outline": '<div><p style="outline: 2px solid red">a <span>b</span></p></div>',
    "corners": '<p style="border-radius: 9px; border: 1px solid; background: #eee">a</p>',
    "justified": f'<p style="text-align: justify; width: 200px">{WORDS}</p>',
    "spaced": '<p style="letter-spacing: 2px; word-spacing: 5px">a b</p><p>a b</p>',
    "spaced to the edge": "".join(
        f'<p style="word-spacing: 5px; overflow-wrap: anywhere; width: {n}px">a<b> 0.70</b></p>'
        for n in range(30, 60)
    ),
    "spaces alone": '<p style="word-spacing: -9px">a<b> </b>b</p><p><b> </b></p>',
    "never broken": f'<p style="white-space: nowrap; width: 50px">{WORDS}</p>',
    "as typed": '<p style="white-space: pre-wrap">a  b\n\n c\td</p>',
    "underlined": "<p>a b</p><p style='text-decoration: underline'>a b</p>",
    "hyphens": "<p style='width: 40px'>inter\u00adnational inter\u00adnational</p><p>a\u2028b</p>",
    "edge": "".join(f'<p style="width: {n / 2}px">合计 total</p>' for n in range(40, 140, 3)),
    "raised": '<p>a <b style="vertical-align: 4px">b</b> <b style="vertical-align: top">c</b></p>',
    "rtl": f'<p style="direction: rtl">{WORDS}</p><p>{WORDS}</p>',
    "relative": '<p style="position: relative; left: 9px">a</p><p>b</p>',
    "apart": '<table style="border-collapse: separate"><tr><td class="chip">a</td></tr></table>',
}


def _off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_steps, "fits_engine", lambda: False)


@pytest.fixture
def by_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], list[bytes]]:
    """Give what the engine alone makes of documents, and leave our steps on after that."""

    def made(documents: list[str], look: Look = BUILT_IN_LOOK) -> list[bytes]:
        with monkeypatch.context() as patch:
            _off(patch)
            patch.setattr(pdf, "can_be_kept", lambda _: False)
            setter = PageSetter(look=look)
            return [setter.set_pages(html).pdf for html in documents]

    return made


def test_fits_engine__weasyprint_as_tested__yes() -> None:
    assert quick_steps.fits_engine() == weasyprint.__version__.startswith("70.0")


def test_fits_engine__another_engine__no() -> None:
    assert not quick_steps.fits_engine("0" * 64)


def test_quick_steps__another_engine__change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    own = percent.resolve_percentages
    _off(monkeypatch)
    with quick_steps.quick_steps():
        assert percent.resolve_percentages is own
        assert block.resolve_percentages is own


def test_quick_steps__a_fault_while_they_stand__leaves_the_engine_its_own() -> None:
    own = percent.resolve_percentages
    standing = []

    def fail() -> None:
        with quick_steps.quick_steps():
            standing.append(block.resolve_percentages)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert standing != [own]
    assert percent.resolve_percentages is own
    assert block.resolve_percentages is own


@pytest.mark.parametrize("code", ["en", "zh"])
def test_quick_steps__reports_in_any_order__are_byte_for_byte_the_engines(
    code: str, by_engine: Callable[[list[str]], list[bytes]]
) -> None:
    people = (lin_jing(code), *team(code)[2:5])
    documents = [html_of(build_quarterly(p, Q3, context(code))) for p in people]
    documents.append(html_of(build_annual(lin_jing(code), context(code))))
    wanted = by_engine(documents)
    setter = PageSetter()
    for order in (1, -1):
        made = [setter.set_pages(html).pdf for html in documents[::order]]
        assert made[::order] == wanted


@pytest.mark.parametrize("code", ["en", "zh"])
def test_quick_steps__every_kind_of_report__is_byte_for_byte_the_engines(
    code: str, by_engine: Callable[[list[str]], list[bytes]]
) -> None:
    documents = [html_of(make(code)) for make in REPORTS.values()]
    setter = PageSetter()
    assert [setter.set_pages(html).pdf for html in documents] == by_engine(documents)


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_quick_steps__what_our_pages_never_have__is_the_engines_as_well(
    body: str, by_engine: Callable[[list[str]], list[bytes]]
) -> None:
    documents = [PAGE.format(code=code, body=body) for code in ("en", "zh")]
    setter = PageSetter()
    assert [setter.set_pages(html).pdf for html in documents * 2] == by_engine(documents) * 2


MARKED = '<p class="x">a</p>'
CUT = '<div style="width: {n}px"><p style="{how}; overflow: hidden">One two 0.70</p></div>'
OWN_LOOKS = {
    "cut by the page": ("", [CUT.format(n=n, how=ELLIPSIS) for n in (400, 30, 60)]),
    "cut by the sheet": (f"p {{ {ELLIPSIS} }}", [CUT.format(n=n, how="") for n in (400, 30)]),
    "places of classes": (
        ".x:nth-of-type(n+3) { font-weight: bold }",
        [f"<div>{MARKED * n}</div>" for n in (2, 4)],
    ),
    "clipped body": ("body { overflow: hidden }", ["<p>a</p>", "<p>b</p>"]),
    "clipped root": ("html { overflow: hidden }", ["<p>a</p>", "<p>b</p>"]),
    "words of attributes": (
        "p { string-set: x attr(data-x) } @page { @top-left { content: string(x) } }",
        ['<p data-x="0.10">a</p>', '<p data-x="0.90">a</p>'],
    ),
}


@pytest.mark.parametrize(("css", "bodies"), OWN_LOOKS.values(), ids=OWN_LOOKS.keys())
def test_quick_steps__company_look__every_document_is_as_if_it_were_alone(
    css: str, bodies: list[str], by_engine: Callable[..., list[bytes]], tmp_path: Path
) -> None:
    (tmp_path / "own.css").write_text(css, encoding="utf-8")
    look, documents = Look(str(tmp_path)), [PAGE.format(code="en", body=body) for body in bodies]
    setter = PageSetter(look=look)
    made = [setter.set_pages(html).pdf for html in documents * 2]
    assert made == by_engine(documents, look) * 2


def test_set_pages__stopped_while_styles_are_kept__next_document_has_all_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    html = html_of(build_quarterly(team("en")[2], Q3, context("en")))
    setter = PageSetter()
    wanted = setter.set_pages(html).pdf
    take = StyleFor.set_computed_styles

    def stopped(self: StyleFor, *given: object, **more: object) -> None:
        if more.get("pseudo_type") == "@bottom-left":
            raise TimeoutError
        take(self, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(StyleFor, "set_computed_styles", stopped)
        with pytest.raises(TimeoutError):
            setter.set_pages(html)
    assert setter.set_pages(html).pdf == wanted


def test_set_pages__stopped_while_it_tidies_up__the_collector_runs_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(generation: int) -> int:
        raise TimeoutError(generation)

    setter = PageSetter()
    with monkeypatch.context() as patch:
        patch.setattr(gc, "collect", stopped)
        with pytest.raises(TimeoutError):
            setter.set_pages(PAGE.format(code="en", body="<p>a</p>"))
    assert gc.isenabled()


def test_set_pages__more_texts_than_are_kept__makes_room_for_those_of_later_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quick_text, "_MOST", 4)
    shaped: list[str] = []
    line_of = quick_text._line_of

    def telling(text: str, style: object) -> object:
        shaped.append(text)
        return line_of(text, style)

    monkeypatch.setattr(quick_text, "_line_of", telling)
    setter = PageSetter()
    for words in ("abcdef", "xyz", "xyz"):
        body = "".join(f"<p>{word}</p>" for word in words)
        setter.set_pages(PAGE.format(code="en", body=body))
    assert shaped == list("abcdxyzxyz")


def test_may_be_cut_short__sheets_with_an_ellipsis__keep_no_texts() -> None:
    assert may_be_cut_short("p { text-overflow: ellipsis }")
    assert may_be_cut_short("p { line-clamp: 2 }")
    assert not may_be_cut_short("p { overflow: hidden }")
