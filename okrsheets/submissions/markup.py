"""The XML of a part: decoded, checked and walked with bounds; never trusted.

Any DOCTYPE is refused, and with it every entity of the file's own. Elements are known by their
local names (`c`, `row`): the transitional, the strict and prefixed spellings read the same.
Findings: F2xx.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.parsers import expat

from okrsheets.submissions import limits
from okrsheets.submissions.refusal import FileRefusedError

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]

_SEPARATOR = "\x1f"
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SEEN = 512
_ENTITY = re.compile(rb"&(amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_NAMED: Mapping[bytes, bytes] = MappingProxyType(
    {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
)
_SAFE_CODES = rb"#(?:3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4})"
_ODD_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#9|#10|#13|" + _SAFE_CODES + rb");)")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_NOT_CHARACTERS = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def utf8_of(content: bytes, part: str) -> bytes:
    """Give the part's XML as UTF-8 without a byte order mark.

    Raises:
        FileRefusedError: F202, the bytes are not in the encoding they claim.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.match(content[:_SEEN])
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
        if encoding in ("utf-8", "utf8", "us-ascii"):
            return content
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError) as fault:
        raise FileRefusedError(code="F202", part=part) from fault
    return text.encode("utf-8")


def is_sound(content: bytes) -> bool:
    """Tell, for bytes between tags, that they are well-formed; a parser decides where in doubt."""
    if _ODD_ENTITY.search(content) or any(sign in content for sign in _NOT_CHARACTERS):
        return False
    if len(content.translate(None, _CONTROLS)) != len(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def without_entities(content: bytes) -> str:
    """Give the text of an element as an XML parser would: entities and line ends resolved.

    `content` comes from well-formed XML without a DOCTYPE.
    """
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"&" in content:
        content = _ENTITY.sub(_character, content)
    return content.decode("utf-8")


def _character(match: re.Match[bytes]) -> bytes:
    return _NAMED.get(match[1]) or chr(_code(match[1])).encode("utf-8")


def _code(name: bytes) -> int:
    return int(b"0" + name[1:], 0) if name.startswith(b"#x") else int(name[1:])


def local_name(name: str) -> str:
    """Give the name of an element or attribute without its namespace."""
    return name.rpartition(_SEPARATOR)[2]


def attribute(attributes: Mapping[str, str], name: str) -> str | None:
    """Give the attribute `name`, whatever its namespace; the plain spelling goes first."""
    if name in attributes:
        return attributes[name]
    return next((v for k, v in attributes.items() if local_name(k) == name), None)


def walk(
    content: bytes,
    part: str,
    *,
    start: Start | None = None,
    end: End | None = None,
    text: Text | None = None,
) -> None:
    """Walk the UTF-8 XML of a part; handlers get local element names.

    Attributes keep their full names; those of the format's own elements have no namespace.

    Raises:
        FileRefusedError: F201 for a DOCTYPE, F202 where it is not well-formed or too deep.
    """
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    if start is not None or end is not None:
        _attach(parser, part, start, end)
    if text is not None:
        parser.CharacterDataHandler = text
    _parse(parser, content, part)


def is_plain(content: bytes, part: str, *, prefixes: bool) -> bool:
    """Check the UTF-8 XML of a part; tell whether it is written in the plain way.

    Plain means no comment, CDATA or instruction, and no prefix declared unless `prefixes` are
    allowed: every `<c ` in the bytes is an opening tag then.

    Raises:
        FileRefusedError: F201 for a DOCTYPE, F202 where it is not well-formed.
    """
    odd: list[object] = []

    def _note(*seen: object) -> None:
        odd.append(seen)

    def _note_namespace(prefix: str | None, _uri: str) -> None:
        if prefix is not None and not prefixes:
            odd.append(prefix)

    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=_SEPARATOR)
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    parser.CommentHandler = parser.ProcessingInstructionHandler = _note
    parser.StartCdataSectionHandler = _note
    parser.StartNamespaceDeclHandler = _note_namespace
    _parse(parser, content, part)
    return not odd


def _parse(parser: expat.XMLParserType, content: bytes, part: str) -> None:
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own positional "this is all"
    except expat.ExpatError as fault:
        raise FileRefusedError(code="F202", part=part) from fault


class _LocalNames(dict[str, str]):
    """Local names by full ones; a part that invents names without end is refused."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def __missing__(self, name: str) -> str:
        if len(self) >= limits.NAMES:
            raise FileRefusedError(code="F202", part=self._part)
        self[name] = local_name(name)
        return self[name]


def _attach(parser: expat.XMLParserType, part: str, start: Start | None, end: End | None) -> None:
    depth = 0
    names = _LocalNames(part)

    def _start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEPTH:
            raise FileRefusedError(code="F202", part=part)
        if start is not None:
            start(names[name], attributes)

    def _end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(names[name])

    parser.StartElementHandler = _start
    parser.EndElementHandler = _end


def _refuse_doctype(part: str) -> Callable[..., None]:
    def _refuse(*_: object) -> None:
        raise FileRefusedError(code="F201", part=part)

    return _refuse
