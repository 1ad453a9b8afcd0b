"""Styles kept from one document to the next: when they are, and that they are the engine's own."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
import weasyprint
from report_kit import html_of, setter
from report_people import Q3, context, lin_jing, team

from okrsheets.render.look import BUILT_IN_LOOK
from okrsheets.render.pdf import PageSetter, _Document
from okrsheets.render.styles import can_be_kept
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly


class _Plain(PageSetter):
    """Lays documents out as the engine does, whatever the styles."""

    def _laid_out(self, source: _Document) -> weasyprint.Document:
        self._kept = None
        return super()._laid_out(source)


def parts_of(pdf: bytes) -> list[Any]:
    """Give everything in a PDF in a form that can be compared."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            thing.read_bytes() if isinstance(thing, pikepdf.Stream) else repr(thing)
            for thing in document.objects
        ]


def test_pages__of_kept_styles__are_the_engines_own() -> None:
    kept, plain = setter(), _Plain()
    assert kept._kept is not None
    people = (lin_jing("zh"), *team("zh")[2:5])
    documents = [html_of(build_quarterly(p, Q3, context("zh"))) for p in people]
    documents.append(html_of(build_annual(lin_jing("zh"), context("zh"))))
    wanted = [parts_of(plain.set_pages(html).pdf) for html in documents]
    for order in (1, -1):
        made = [parts_of(kept.set_pages(html).pdf) for html in documents[::order]]
        assert made[::order] == wanted


@pytest.mark.parametrize(
    "css",
    [
        "p + p { margin: 0 }",
        "p ~ p { margin: 0 }",
        "td:nth-child(2) { margin: 0 }",
        "td.x:nth-of-type(n+3) { margin: 0 }",
        ".x:nth-of-type(n+3) { margin: 0 }",
        "td:first-child:nth-of-type(n+3) { margin: 0 }",
        "a[href] { margin: 0 }",
        "p:not([title]) { margin: 0 }",
        "p:not(.x p) { margin: 0 }",
        "p { width: 10vw }",
        "p { color: var(--x) }",
        "@media print { p { margin: 0 } }",
        "@import url(x.css);",
    ],
)
def test_can_be_kept__sheets_that_ask_for_more__are_left_to_the_engine(css: str) -> None:
    assert not can_be_kept(f"p {{ margin: 0 }} {css}")


def test_can_be_kept__our_own_sheets__yes() -> None:
    """One rule that asks for more, and every report takes more than twice as long to set."""
    assert can_be_kept(BUILT_IN_LOOK.elements_css() + BUILT_IN_LOOK.print_css())


def test_can_be_kept__names_classes_language_ends_and_pages__yes() -> None:
    css = (
        "/* a + b */ p, .a.b > td { margin: 0 } html[lang=en] .c:last-child { margin: 0 }"
        "tr:nth-of-type(n+4):last-child { margin: 0 } tr:first-child:not(:last-child) { margin: 0 }"
        "tr:last-child:not(.long-one) { margin: 0 }"
        "br::before { content: 'x' } @page :first { margin: 0; @top-left { content: '' } }"
        '@font-face { font-family: "X"; src: url(x) }'
    )
    assert can_be_kept(css)
    assert not can_be_kept(css, version="70.1")
