"""Setting reports in tests: any remark of the engine fails the test that provoked it."""

from functools import cache
from io import BytesIO

import pypdf

from okrsheets.language import load_printed
from okrsheets.render.characters import characters_of
from okrsheets.render.fonts import missing_characters
from okrsheets.render.html import Report, build_html
from okrsheets.render.pdf import PageSetter, SetPages
from okrsheets.render.typography import Typesetter


@cache
def setter(characters: frozenset[str] = frozenset()) -> PageSetter:
    """Give one engine for all tests that need no rare characters."""
    return PageSetter(characters)


def html_of(report: Report) -> str:
    """Set a report as HTML in its own language."""
    missing = missing_characters(characters_of(report))
    language = load_printed(report.head.language)
    return build_html(report, language, Typesetter(language.code, missing))


def pages_of(report: Report, rare: str = "") -> SetPages:
    """Set a report as pages; the engine must not remark anything."""
    pages = setter(frozenset(rare)).set_pages(html_of(report))
    assert pages.remarks == ()
    return pages


def text_of(pdf: bytes) -> str:
    """Give a PDF's text, page after page."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def page_texts(pdf: bytes) -> list[str]:
    """Give the text of every page."""
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
