"""The shared strings: every string as a person sees it, made only when a cell asks for it.

Phonetic guides are left out, the format's `_x000D_` escapes undone, runs joined. A string with a
struck-out run is marked. Findings: F203.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat

from okrsheets.submissions import limits
from okrsheets.submissions.kept import Kept
from okrsheets.submissions.markup import is_plain, is_sound, walk, without_entities
from okrsheets.submissions.refusal import FileRefusedError

_ESCAPE = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_LONG = 10
_OFF = ("0", "false")
_RUN = re.compile(rb"<t(?: [^<>]*[^/<>])?>([^<]*)</t>")
_PLAIN_ITEM = re.compile(rb'<si><t(?: xml:space="preserve")?>[^<]*+</t></si>')
_KEPT_BYTES = 256 * 1024
_SHORT = 1024
_OPENED = b"<si>"


@dataclass(frozen=True, slots=True)
class Text:
    """A string and whether any part of it is struck out."""

    text: str
    struck: bool = False


class TextWalk:
    """Gathers the visible text of one string item (`si` of the table, `is` of a cell)."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.parts: list[str] = []
        self.struck = False
        self._in_text = False
        self._phonetic = 0

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        if element == "rPh":
            self._phonetic += 1
        elif element == "t" and not self._phonetic:
            self._in_text = True
        elif element == "strike":
            self.struck = self.struck or attributes.get("val", "1") not in _OFF

    def end(self, element: str) -> None:
        """Take a closing tag."""
        if element == "rPh":
            self._phonetic -= 1
        elif element == "t":
            self._in_text = False

    def characters(self, data: str) -> None:
        """Take text."""
        if self._in_text:
            self.parts.append(data)

    def result(self) -> Text:
        """Give what was gathered."""
        return Text(unescape("".join(self.parts)), self.struck)


def unescape(text: str) -> str:
    """Undo `_xHHHH_`; half of a surrogate pair alone stays as it is written."""
    return _ESCAPE.sub(_unescape_run, text) if "_x" in text else text


def _unescape_run(match: re.Match[str]) -> str:
    units = b"".join(
        int(code, 16).to_bytes(2, "little") for code in re.findall("_x(....)_", match[0])
    )
    try:
        return units.decode("utf-16-le")
    except UnicodeDecodeError:
        return match[0]


@dataclass(slots=True)
class Strings:
    """The table of shared strings. `items` are raw `<si>` contents, or texts once made."""

    items: list[bytes | Text]
    part: str = ""
    made: dict[bytes | str, Text] = field(default_factory=dict)

    def check(self, used: Collection[bytes]) -> None:
        """Check that every string that cells refer to is there.

        Raises:
            FileRefusedError: F203.
        """
        whole = not used or (b"" not in used and b"".join(used).isdigit())
        short = whole and max(map(len, used), default=0) < _LONG
        if short and max(map(int, used), default=-1) < len(self.items):
            return
        wrong = (u for u in used if not u.isdigit() or len(u) >= _LONG or int(u) >= len(self.items))
        index = min(wrong).decode("utf-8")
        raise FileRefusedError(code="F203", part=self.part, value=index)

    def text(self, index: bytes | str) -> Text:
        """Give the string number `index`, which was checked."""
        known = self.made.get(index)
        if known is None:
            known = self.made[index] = _text_of(self.items[int(index)], self.part)
        return known


def _text_of(item: bytes | Text, part: str) -> Text:
    if isinstance(item, Text):
        return item
    return _TEXTS.of(item) if len(item) < _SHORT else _read_item(item, part)


def _read_item(item: bytes, part: str = "") -> Text:
    if b"<rPh" not in item and b"<strike" not in item:
        return Text(unescape("".join(map(without_entities, _RUN.findall(item)))))
    found = TextWalk()
    whole = _OPENED + item.rpartition(b"</si>")[0] + b"</si>"
    walk(whole, part, start=found.start, end=found.end, text=found.characters)
    return found.result()


_TEXTS: Kept[Text] = Kept(_read_item, _KEPT_BYTES)
"""Most strings are the form's: its words and its hidden keys."""


def read_strings(content: bytes, part: str) -> Strings:
    """Read the UTF-8 XML of the shared strings part.

    Raises:
        FileRefusedError: F201, F202.
    """
    items = content.split(b"<si>", limits.STRINGS + 1)[1:]
    _check_count(items)
    small = len(content) <= limits.QUICK_BYTES
    plain = small and (_is_known_plain(content) or is_plain(content, part, prefixes=False))
    if plain and _are_all(items, content):
        return Strings([*items], part)
    return Strings([*read_strings_carefully(content, part)], part)


def _check_count(items: Sequence[object]) -> None:
    if len(items) > limits.STRINGS:
        raise FileRefusedError(code="F207", most=limits.STRINGS)


def _is_known_plain(content: bytes) -> bool:
    """Tell whether the table is plain XML, without asking the parser about the plain strings.

    The strings with runs of several fonts are the template's; what is left of the table without
    the others is the same in most files.
    """
    rest = _PLAIN_ITEM.sub(b"", content)
    if len(rest) > _KEPT_BYTES or not is_sound(content):
        return False
    return _is_plain_kept(rest)


@lru_cache(maxsize=32)
def _is_plain_kept(rest: bytes) -> bool:
    try:
        return is_plain(rest, "", prefixes=False)
    except FileRefusedError:
        return False


def _are_all(items: Sequence[bytes], content: bytes) -> bool:
    """Tell whether cutting plain XML at `<si>` has found every item, and each one whole."""
    return content.count(b"<si") == len(items) and 0 not in map(
        bytes.count, items, repeat(b"</si>")
    )


def read_strings_carefully(content: bytes, part: str) -> list[Text]:
    """Walk the whole table; gives the same strings as the quick way, or refuses."""
    items: list[Text] = []
    found = TextWalk()

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal found
        if element == "si":
            found = TextWalk()
        else:
            found.start(element, attributes)

    def end(element: str) -> None:
        if element == "si":
            items.append(found.result())
            _check_count(items)
        else:
            found.end(element)

    def characters(data: str) -> None:
        found.characters(data)

    walk(content, part, start=start, end=end, text=characters)
    return items
