"""The shared strings of a template: what is the same in every sheet first, what is stamped last."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from copy import deepcopy

from okrsheets.templates.placeholders import filled, gathered, slot_of
from okrsheets.templates.xml import MAIN, as_text, q

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACE = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_PHONETIC = (q("rPh"), q("phoneticPr"))


class Strings:
    """Numbers the texts of all cells: first every constant, then every text that is stamped."""

    def __init__(self, company: Mapping[str, str]) -> None:
        """Begin without any; `company` fills in the company's placeholders."""
        self._company = company
        self._constants: dict[str, int] = {}
        self._slots: dict[str, int] = {}
        self._known: dict[int, tuple[ET.Element, str, bool]] = {}

    def add(self, item: ET.Element) -> tuple[bool, int]:
        """Take a text in; give whether it is stamped, and its number among its kind."""
        known = self._known.get(id(item))
        if known is None:
            known = self._known[id(item)] = (item, *self._made(item))
        _, text, stamped = known
        kind = self._slots if stamped else self._constants
        return stamped, kind.setdefault(text, len(kind))

    def _made(self, item: ET.Element) -> tuple[str, bool]:
        own = deepcopy(item)
        for guide in [child for child in own if child.tag in _PHONETIC]:
            own.remove(guide)
        own = gathered(own, lambda text: filled(text, self._company))
        slot = slot_of(own)
        return (slot, True) if slot else (_written(own), False)

    def number(self, place: tuple[bool, int]) -> int:
        """Give a text's number in the whole table, once all are in."""
        stamped, number = place
        return number + len(self._constants) if stamped else number

    def head(self) -> bytes:
        """Give the table up to where the stamp's texts begin."""
        return _DECLARATION + f'<sst xmlns="{MAIN}">{"".join(self._constants)}'.encode()

    @property
    def slots(self) -> tuple[str, ...]:
        """The stamped texts, in their order."""
        return tuple(self._slots)


def _written(item: ET.Element) -> str:
    return _NAMESPACE.sub("", as_text(item))
