"""HTML to PDF pages with WeasyPrint: one font set-up and one stylesheet for a whole batch.

Nothing is fetched: the only addresses served are the batch's own fonts. The pages carry no page
numbers yet; `okrsheets.render.folios` prints them, alike for a single report and for a pack.
"""

import gc
import logging
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from okrsheets.errors import N_, MachineError
from okrsheets.render.embedding import CutFonts, compress_streams
from okrsheets.render.fonts import base_characters, base_fonts, cut_font, other_characters
from okrsheets.render.look import BUILT_IN_LOOK, Look
from okrsheets.render.other_fonts import cut_others, with_others
from okrsheets.render.quick_steps import quick_steps
from okrsheets.render.quick_text import KeptTexts, may_be_cut_short
from okrsheets.render.styles import KeptDocument, KeptStyles, can_be_kept
from okrsheets.render.tags import simplify_structure

_SCHEME = "okrsheets-font"
_VARIANT = "pdf/ua-1"
_LEAST_WEASYPRINT = 70
_YOUNG = 1  # the generations that hold nothing older than the document
_MORE = (
    '@font-face {{ font-family: "OKR More"; font-weight: {weight}; '
    "src: url(okrsheets-font:more-{weight}) }}"
)
_LOG = logging.getLogger("weasyprint")
FATAL: tuple[type[BaseException], ...] = (Exception, FatalURLFetchingError)
"""What may go wrong while one report is set: the engine's fatal error is no `Exception`."""


def require_weasyprint(version: str = weasyprint.__version__) -> None:
    """Refuse WeasyPrint before 70, whose fetcher could be got round by a document.

    Raises:
        MachineError: it is older.
    """
    if int(version.split(".", maxsplit=1)[0]) < _LEAST_WEASYPRINT:
        raise MachineError(
            N_(
                "WeasyPrint {version} is too old: reports need 70 or newer, because earlier "
                "versions could be made to fetch files. Install it with: pip install -U weasyprint"
            ),
            version=version,
        )


class _FontFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no annotations
    """Serves the batch's fonts by name and refuses everything else."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={_SCHEME}, allow_redirects=False)
        self._fonts = fonts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        del headers
        scheme, _, name = url.partition(":")
        if scheme != _SCHEME or name not in self._fonts:
            raise ValueError(url)
        return URLFetcherResponse(url, self._fonts[name])


class _Remarks(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _remarks() -> Iterator[list[str]]:
    handler = _Remarks()
    _LOG.addHandler(handler)
    try:
        yield handler.lines
    finally:
        _LOG.removeHandler(handler)


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let Python's garbage collector rest while pages are set, and collect once after them.

    It would walk the growing tree of boxes some hundred times and find nothing to take away.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:  # first: an alarm may cut the collecting short
            gc.enable()
        gc.collect(_YOUNG)


class _Root:
    """A document's root as WeasyPrint asks for it, with a shorter way to find elements by name.

    The engine looks for a title and its like by putting selectors to every element, 2 ms a report.
    """

    def __init__(self, tree: ET.Element) -> None:
        self._whole = weasyprint.cssselect2.ElementWrapper.from_html_root(tree)
        self.etree_element = tree

    def query_all(self, *names: str) -> Iterator[SimpleNamespace]:
        """Yield the elements of some names, in their order."""
        for element in self.etree_element.iter():
            if element.tag in names:
                yield SimpleNamespace(etree_element=element)

    def __getattr__(self, name: str) -> object:
        """Leave everything else to the engine's own."""
        return getattr(self._whole, name)


class _Document(weasyprint.HTML):  # type: ignore[misc] # WeasyPrint has no annotations
    """A document read by the XML parser of the standard library.

    WeasyPrint 70.0 reads HTML with a parser in Python, which takes 25 ms for a report; our
    templates write well-formed XML, which takes less than one.
    """

    cut_short = False

    def __init__(self, html: str, fetcher: URLFetcher, elements: weasyprint.CSS) -> None:
        self._elements = elements
        tree = ET.fromstring(html)  # noqa: S314 - made by our templates, all escaped
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = _Root(tree)
        self.etree_element = tree

    def _ua_stylesheets(self, forms: object = False) -> list[weasyprint.CSS]:  # noqa: FBT002 - the engine's signature
        """Give the stylesheet of our few elements in place of the engine's for all of HTML."""
        del forms
        return [self._elements]


@dataclass(frozen=True, slots=True)
class SetPages:
    """A document's pages as PDF, and what the engine had to remark (nothing, if all is well).

    `anchors` maps the ids in the document to the pages they came to stand on, from 1.
    """

    pdf: bytes
    remarks: tuple[str, ...]
    count: int
    anchors: Mapping[str, int]

    def place_of(self, anchor: str) -> int:
        """Give the page of an id; 1 where there is no such id."""
        return self.anchors.get(anchor, 1)


class PageSetter:
    """Sets HTML documents as PDF pages; made once for a batch.

    Args:
        characters: every character of the batch's texts; rare ones get a font of their own.
        look: gives the stylesheets and the logo.
    """

    def __init__(
        self, characters: AbstractSet[str] = frozenset(), look: Look = BUILT_IN_LOOK
    ) -> None:
        """Cut the fonts and read the stylesheet."""
        require_weasyprint()
        fonts = dict(base_fonts())
        css, elements = look.print_css(), look.elements_css()
        if look.logo:
            fonts[look.logo_name] = look.logo
        others = cut_others(characters)
        fonts |= others
        rare = characters - base_characters().union(*other_characters(characters).values())
        if rare:
            rare |= {" "}  # between two rare words the engine takes it from their font
            fonts["more-400"] = cut_font("sans-400", rare, keep_numbers=True)
            fonts["more-700"] = cut_font("sans-700", rare, keep_numbers=True)
            css = "\n".join(_MORE.format(weight=w) for w in (400, 700)) + css
        css = with_others(css, others)
        self._fetcher = _FontFetcher(fonts)
        self._fonts = FontConfiguration()
        with _remarks() as lines:
            self._css = weasyprint.CSS(
                string=css, font_config=self._fonts, url_fetcher=self._fetcher
            )
            self._elements = weasyprint.CSS(string=elements, url_fetcher=self._fetcher)
        self._css_remarks = tuple(lines)
        self._sheets = elements + css
        self._own_look = bool(look.templates)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Keep nothing of earlier documents."""
        sheets = self._sheets
        kept = KeptStyles(self._elements, self._css, sheets) if can_be_kept(sheets) else None
        self._kept, self._texts = kept, None if may_be_cut_short(sheets) else KeptTexts()

    def set_pages(self, html: str) -> SetPages:
        """Set one document, tagged (PDF/UA-1); the same HTML gives the same bytes."""
        try:
            with _collector_resting(), quick_steps(), _remarks() as lines:
                pdf, anchors, count = self._set(html)
        except BaseException:
            self._begin_anew()  # what was being put aside when it broke off may be half
            raise
        return SetPages(pdf, (*self._css_remarks, *lines), count, anchors)

    def _set(self, html: str) -> tuple[bytes, dict[str, int], int]:
        """Give the PDF, the anchors' pages and the number of pages; all else is let go."""
        source = _Document(html, self._fetcher, self._elements)
        source.cut_short = self._own_look and may_be_cut_short(html)
        document = self._laid_out(source)
        document.fonts = CutFonts()
        pdf = document.write_pdf(finisher=_finish, pdf_variant=_VARIANT)
        anchors = {
            name: number
            for number, page in enumerate(document.pages, start=1)
            for name in page.anchors
        }
        return pdf, anchors, len(document.pages)

    def _laid_out(self, source: _Document) -> weasyprint.Document:
        options = {"stylesheets": [self._css], "pdf_variant": _VARIANT}
        if self._kept is None:
            return source.render(font_config=self._fonts, **options)
        source.kept, source.texts = self._kept, None if source.cut_short else self._texts
        if source.texts is not None:
            source.texts.make_room()
        return KeptDocument.lay_out(source, self._fonts, options)


def _finish(document: object, pdf: object) -> None:
    """Do what is left once the engine has written a document's objects; its `finisher`."""
    simplify_structure(document, pdf)
    compress_streams(pdf)
