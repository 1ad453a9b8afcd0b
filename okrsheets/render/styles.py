"""Computed styles kept from one document of a batch to the next.

WeasyPrint works out the style of every element anew for every document, a fifth of a report's
time. Our stylesheets ask for nothing of an element but its own and its ancestors' names, classes
and language, whether it is the first or the last, and for some whether it is the fourth or later.
So two elements that are alike in these have the same style, whatever the document. The first
document in which a kind of element occurs is styled by the engine itself; its styles are kept and
served to later documents.

The styles of pages and of what stands in their margins are kept as well: with us they depend on the
page's name alone.

Sheets that ask for more (siblings, positions, attributes), units of the page's size, and versions
of the engine with which this was not tried are left to the engine: the pages are the same.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

import weasyprint
from weasyprint.css import StyleFor, get_all_computed_styles
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.images import get_image_from_uri

from okrsheets.render.quick_text import Context

_TRIED = ("70.0",)
_MOST = 20_000
_ATTRIBUTES = ("class", "style", "lang", "width", "height")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{[^{}]*")
_PLAIN_SELECTOR = re.compile(
    r"(?:[\w.*>,\s-]|html\[lang=\w+\]|:(?:first-child|last-child|root|not\((?::(?:first|last)-child|\.[\w-]+)\))|(?<![\w.:-])[a-z]\w*:nth-of-type\(n\+\d\)|::(?:before|after))*"
)
_FROM = re.compile(r"(\w+):nth-of-type\(n\+(\d)\)")
_OWN = ("a", "style", "link")
_PLAIN_RULES = ("@font-face", "@page", "@top", "@bottom", "@left", "@right", "@footnote")
_PAGE_ASKED = re.compile(r"@page[^{]*:")
_PAGE_UNIT = re.compile(r"\d(?:vw|vh|vi|vb|vmin|vmax)\b", re.IGNORECASE)
_MORE = re.compile(r"@(?:import|media|layer|supports|container|scope)|\bvar\(")

Key = tuple[object, ...]
Styles = dict[tuple[ET.Element, str | None], Any]


@dataclass(slots=True)
class _Kind:
    """Elements that are alike: their styles, by pseudo-element, and the kinds inside them."""

    styles: Mapping[str | None, Any] = field(default_factory=dict)
    inner: dict[Key, "_Kind"] = field(default_factory=dict)


def can_be_kept(css: str, version: str = weasyprint.__version__) -> bool:
    """Tell whether the styles that a sheet gives depend on names, classes and language only."""
    if not version.startswith(_TRIED):
        return False
    plain = _COMMENT.sub("", css)
    if _MORE.search(plain) or _PAGE_UNIT.search(plain):
        return False
    selectors = [part.rpartition(";")[2].strip() for part in _RULE.findall(plain)]
    return all(s.startswith(_PLAIN_RULES) or _PLAIN_SELECTOR.fullmatch(s) for s in selectors)


def counted_in(css: str) -> dict[str, int]:
    """Give for which elements it matters how many of their name stand before, and up to where."""
    found: dict[str, int] = {}
    for tag, first in _FROM.findall(_COMMENT.sub("", css)):
        found[tag] = max(found.get(tag, 0), int(first))
    return found


class _ServedStyles(StyleFor):  # type: ignore[misc] # WeasyPrint has no annotations
    """The engine's holder of styles, filled with kept ones; it asks for those of pages by and by.

    Attributes:
        pages: a page's name → the styles of the page and of what stands in its margins; None where
            the sheet asks for more of a page than its name.
    """

    pages: dict[str, dict[str | None, Any]] | None

    def add_page_declarations(self, page_type: Any) -> None:  # noqa: ANN401 - the engine's
        """Look up what the sheet says of a page, unless its styles are kept."""
        if self.pages is None or page_type.name not in self.pages:
            super().add_page_declarations(page_type)

    def set_computed_styles(self, element: Any, *given: Any, **more: Any) -> None:  # noqa: ANN401 - as above
        """Set the style of a page or of a place in its margins."""
        pseudo = more.get("pseudo_type")
        known = {} if self.pages is None else self.pages.setdefault(element.name, {})
        if pseudo is None and None in known:
            self._computed_styles |= {(element, name): style for name, style in known.items()}
            return
        super().set_computed_styles(element, *given, **more)
        known[pseudo] = self._computed_styles[element, pseudo]


class KeptStyles:
    """The styles of one batch: of its elements and of its stylesheet."""

    def __init__(self, elements: weasyprint.CSS, sheet: weasyprint.CSS, css: str) -> None:
        """Start with none; `css` is the text of both sheets, for which `can_be_kept` holds."""
        self._counted = counted_in(css)
        self._pages_alike = not _PAGE_ASKED.search(_COMMENT.sub("", css))
        self._pages: dict[int, dict[str, dict[str | None, Any]]] = {}
        self._elements, self._sheet = elements, sheet
        self._root = _Kind()
        self._count = 0

    def styles_of(
        self, html: weasyprint.HTML, fonts: object, counters: CounterStyle, targets: TargetCollector
    ) -> StyleFor:
        """Give a document's styles: kept ones if all are known, else the engine's."""
        if self._count > _MOST:
            self._root, self._count = _Kind(), 0
            self._pages.clear()
        found: Styles = {}
        if self._find(html.etree_element, found):
            for style in html._ua_counter_style():  # noqa: SLF001 - as the engine itself does
                counters.update(style)
            for element in (html.etree_element, *html.etree_element):
                # The engine takes it from the root or body to the page: it is worked out again.
                found[element, None].pop("overflow", None)
            return self._served(found, fonts, found[html.etree_element, None])
        made = get_all_computed_styles(
            html,
            [self._sheet],
            font_config=fonts,
            counter_style=counters,
            page_rules=[],
            layers=[],
            target_collector=targets,
        )
        self._keep(html.etree_element, made.get_computed_styles())
        return made

    def _children(self, element: ET.Element) -> Iterator[tuple[ET.Element, Key | None]]:
        """Give an element's children, each with the key of its kind."""
        last = len(element) - 1
        seen: Counter[str] = Counter()
        for place, child in enumerate(element):
            number = 0
            if most := self._counted.get(child.tag):
                seen[child.tag] += 1
                number = min(seen[child.tag], most)
            yield child, _key(child, first=place == 0, last=place == last, number=number)

    def _served(self, found: Styles, fonts: object, root: object) -> StyleFor:
        """Make the engine's own holder of styles without letting it work them out."""
        made = _ServedStyles.__new__(_ServedStyles)
        made.pages = self._pages.setdefault(id(root), {}) if self._pages_alike else None
        made._cascaded_styles = {}  # noqa: SLF001 - what its __init__ sets; see `can_be_kept`
        made._computed_styles = found  # noqa: SLF001 - as above
        made._sheets = [  # noqa: SLF001 - as above
            (self._elements, "user agent", None),
            (self._sheet, "user", None),
        ]
        made.initial_page_sizes = {"box": None, "area": None}
        made.font_config = fonts
        return made

    def _find(self, root: ET.Element, found: Styles) -> bool:
        """Fill in the kept styles; False as soon as an element is of no known kind."""
        todo = [(root, self._root, _key(root, first=True, last=True))]
        while todo:
            element, outer, key = todo.pop()
            kind = None if key is None else outer.inner.get(key)
            if kind is None:
                return False
            for pseudo, style in kind.styles.items():
                found[element, pseudo] = style
            todo += [(child, kind, child_key) for child, child_key in self._children(element)]
        return True

    def _keep(self, root: ET.Element, made: Styles) -> None:
        """Keep the styles of kinds that were not known."""
        pseudos: dict[ET.Element, dict[str | None, Any]] = {}
        for (element, pseudo), style in made.items():
            pseudos.setdefault(element, {})[pseudo] = style
        todo = [(root, self._root, _key(root, first=True, last=True))]
        while todo:
            element, outer, key = todo.pop()
            if key is None:
                continue
            kind = outer.inner.get(key)
            if kind is None:
                kind = outer.inner[key] = _Kind(pseudos[element])
                self._count += 1
            todo += [(child, kind, child_key) for child, child_key in self._children(element)]


def _key(element: ET.Element, *, first: bool, last: bool, number: int = 0) -> Key | None:
    """Give what an element's style depends on; None where it is that element's alone."""
    given = element.attrib
    if "id" in given or element.tag in _OWN:
        return None
    return (element.tag, first, last, number, *map(given.get, _ATTRIBUTES))


class KeptDocument(weasyprint.Document):  # type: ignore[misc] # WeasyPrint has no annotations
    """A document laid out with the styles that its HTML carries as `kept`."""

    @classmethod
    def lay_out(cls, html: Any, fonts: object, options: Mapping[str, Any]) -> "KeptDocument":  # noqa: ANN401 - the engine's
        """Lay a document out as the engine's `HTML.render` does."""
        given = {**weasyprint.DEFAULT_OPTIONS, **options}
        made: KeptDocument = cls._render(html, fonts, None, None, given)
        return made

    @classmethod
    def _build_layout_context(
        cls,
        html: Any,  # noqa: ANN401 - the engine's signature
        font_config: object,
        counter_style: CounterStyle,
        color_profiles: object,
        options: Mapping[str, Any],
    ) -> Context:
        """Give the engine's context, with kept styles; nothing else differs from its own."""
        del color_profiles
        targets = TargetCollector()
        styles = html.kept.styles_of(html, font_config, counter_style, targets)
        images = partial(
            get_image_from_uri, cache={}, url_fetcher=html.url_fetcher, options=options
        )
        made = Context(styles, images, font_config, counter_style, targets)
        made.texts = html.texts
        return made
