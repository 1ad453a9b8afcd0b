"""People's words made ready for the page: escaped, with Chinese marks and line ends set well.

Only what is shown changes; the words themselves stay as they were typed. Measured with WeasyPrint
70.0: it has no `text-spacing` or `text-wrap: balance`, hence the spans for adjacent full-width
marks (`halt`), for a number with its unit and for the last characters of a paragraph. No-break
spaces are not used: they share their glyph with the space, and the PDF's text would have them all.
A space before a span stands in a span of its own: where a text fits into its line without its last
space and not with it, and a span follows, the engine breaks that line after its first word.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from unicodedata import normalize

from markupsafe import Markup, escape

from okrsheets.render.look import BUILT_IN_LOOK, Look

_CLOSING = "，。；：、！？”’）》」』】〉〕"
_OPENING = "“‘（《「『【〈〔"
_ADJACENT = re.compile(
    f"(?:[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}]))+"  # a whole run
)
_MANY = re.compile(f"[{_CLOSING}{_OPENING}]{{6}}")  # cut into spans, these would never break
_LAST = re.compile(r"(?<=[\u4e00-\u9fff])([\u4e00-\u9fff]{3}[。！？）”》」]*)$")
_WIDE = r"\u3000-\u9fff\uff00-\uffef"
_NO_UNIT = r"(?:to|and|or|from|by)\b|[提降升增减缩到至和与或及]"
_UNIT = re.compile(  # a long word behind a figure, an address say, is left to break
    rf"(?<![A-Za-z0-9.,])[0-9][0-9.,]{{0,14}} (?!{_NO_UNIT})"
    rf"(?:[\u3400-\u9fff]|[^\W\d_](?=[^\s{_WIDE}]{{0,14}}(?:[\s{_WIDE}]|$))|%)"
)
_PLACE = re.compile("[ \u3400-\u9fff，。；：、！？]")  # a line may end before or behind it
_TAIL_FIGURE = re.compile(  # the last figure of a Chinese text, with what it says of it
    r"(?<=[\u4e00-\u9fff ，；、：（·])([\u4e00-\u9fff]{1,3} ?[0-9][0-9.,]{0,7}%?[。！？）”》」]*)$"
)
_LETTER = r"(?:[^\s<>&]|&\#?\w+;)"  # of escaped text, outside of our own spans
_LAST_WORDS = re.compile(rf"(?<= )(?![·–—/|] )({_LETTER}{{1,12}} {_LETTER}{{1,8}})$")
_LONGEST_TAIL, _SHORTEST_WITH_TAIL = 14, 24
_DOT = re.compile("[\u3400-\u9fff）”》]·")  # between names and parts; it never begins a line
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f]+")
_SHORTEST_JOINED = 9
_MOST_KEPT = 40  # in one paragraph: spans cost the engine time, and a table of figures has no tail
_LONGEST_FIGURE = 8
_NEVER_PRINTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]+")


def clean(text: str) -> str:
    """Take out what has no place on paper: control, direction and zero-width characters.

    A letter typed with its accents apart becomes one letter where there is one: marks of another
    font would not stand over it.
    """
    text = _ACCENTED.sub(lambda m: normalize("NFC", m[0]), text)
    return _NEVER_PRINTED.sub(lambda m: " " if m[0] in "\t\r\x0b\x0c\u2028\u2029" else "", text)


def set_figure(figure: str) -> Markup:
    """Set a printed figure; a long one breaks where a reader expects it: at a comma or a dash."""
    if len(figure) <= _LONGEST_FIGURE:
        return escape(figure)
    sign = "–" if "–" in figure else ","
    head, found, tail = figure.rpartition(sign)
    return escape(head + found) + Markup("<br/>") + escape(tail) if found else escape(tail)


def show_code_point(character: str) -> str:
    """Give what is printed in place of a character that no font has: `〈U+20BB7〉`."""
    return f"〈U+{ord(character):04X}〉"


def _keep_units(html: str) -> str:
    """Keep figures with their units; two that hang together without a space are never both kept.

    So no run without a place to break grows beyond one figure, one word and what is typed to them.
    """
    parts: list[str] = []
    done = 0
    for found in _UNIT.finditer(html):
        if done and not _PLACE.search(html, done, found.start()):
            continue
        if len(parts) >= 4 * (_MOST_KEPT - 1):
            break
        parts += [html[done : found.start()], '<span class="keep">', found[0], "</span>"]
        done = found.end()
    return "".join([*parts, html[done:]])


def _keep_last_words(html: str, length: int) -> str:
    """Keep a short last word with the one before it, so that it never stands on a line alone."""
    found = _LAST_WORDS.search(html) if length >= _SHORTEST_WITH_TAIL else None
    if not found or len(found[0]) > _LONGEST_TAIL:
        return html
    return f'{html[: found.start()]}<span class="keep">{found[0]}</span>'


@dataclass(frozen=True)
class Typesetter:
    """Sets people's words in one language and look; `missing` are characters that no font has."""

    language: str
    missing: AbstractSet[str] = field(default_factory=frozenset)
    look: Look = BUILT_IN_LOOK

    def plain(self, text: str) -> str:
        """Make a text safe for an attribute or a title: no markup, one line, every sign shown."""
        cleaned = _SPACES.sub(" ", clean(text).replace("\n", " "))
        if not self.missing:
            return cleaned
        return "".join(show_code_point(c) if c in self.missing else c for c in cleaned)

    def set(self, text: str) -> Markup:
        """Set a text as HTML: escaped, its line breaks kept, its spacing refined."""
        lines = [self._line(self.plain(line).strip()) for line in text.strip().split("\n")]
        return Markup("<br/>").join(lines)

    def fit(self, text: str, ems: int) -> Markup:
        """Set a text as `set` does; one of so many letters at most needs nothing kept together.

        No letter is wider than an em, so such a line holds it. Spans cost the engine time.
        """
        line = self.plain(text.strip()).strip()
        if len(line) > ems or "\n" in text.strip():
            return self.set(text)
        return Markup(self._marks(line, str(escape(line))))  # noqa: S704 - as in `_line`

    def _marks(self, line: str, html: str) -> str:
        """Set Chinese marks that meet closer."""
        if self.language != "zh" or _MANY.search(line):
            return html
        return _ADJACENT.sub(r'<span class="half">\g<0></span>', html)

    def _line(self, line: str) -> Markup:
        html = _keep_units(str(escape(line)))
        if self.language != "zh":
            html = _keep_last_words(html, len(line))
        else:
            html = self._marks(line, html)
            if len(line) >= _SHORTEST_JOINED:
                html = _TAIL_FIGURE.sub(r'<span class="keep">\1</span>', html)
                html = _LAST.sub(r'<span class="keep">\1</span>', html)
            html = _DOT.sub(r'<span class="keep">\g<0></span>', html, count=_MOST_KEPT)
        html = html.replace(' <span class="keep">', '<span> </span><span class="keep">')
        return Markup(html)  # noqa: S704 - escaped above; only our own spans are added
