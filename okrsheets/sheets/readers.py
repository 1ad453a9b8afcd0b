"""Which tabs read which: whose formulas have another value once a tab is filled in."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

_FORMULA = re.compile(r"<f\b[^>]*>([^<]*)</f>")
_TAB = re.compile(r"'((?:[^']|'')+)'!|([^\W\d][\w.]*)!")
_NAMED = re.compile(r'<definedName\s[^>]*?\bname="([^"]+)"[^>]*>([^<]*)</definedName>')
_WORD = re.compile(r"[^\W\d][\w.]*")
_ANYWHERE = "INDIRECT("


def readers_of(
    tabs: Mapping[str, str], parts: Mapping[str, bytes], workbook: str
) -> dict[str, frozenset[str]]:
    """Give, by part, the parts whose formulas depend on it, also by way of others.

    Args:
        tabs: part of each tab by the tab's name.
        parts: the form's parts.
        workbook: the workbook's own part, for its defined names.
    """
    named = {name: set(_named(text)) for name, text in _NAMED.findall(parts[workbook].decode())}
    reads = {part: set(_read(parts[part].decode(), tabs, named)) for part in tabs.values()}
    return {part: frozenset(_dependent(part, reads)) for part in tabs.values()}


def _named(text: str) -> Iterator[str]:
    for quoted, plain in _TAB.findall(unescape(text)):
        yield quoted.replace("''", "'") or plain


def _read(xml: str, tabs: Mapping[str, str], named: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the parts that the formulas of a tab read."""
    for text in map(unescape, set(_FORMULA.findall(xml))):
        if _ANYWHERE in text:
            yield from tabs.values()
        names = {*_named(text)}
        for word in named.keys() & {*_WORD.findall(text)}:
            names |= named[word]
        yield from (tabs[name] for name in names if name in tabs)


def _dependent(part: str, reads: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = {part}
    while ahead:
        read = ahead.pop()
        new = {reader for reader, known in reads.items() if read in known} - found
        found |= new
        ahead |= new
    return found
