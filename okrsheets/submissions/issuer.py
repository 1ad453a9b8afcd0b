"""Whose sheet a file says it is: three places carry the same line, any one of them is enough.

Whether the line is true (its keyed token) is not decided here: that takes the workspace's key.
Findings: L101-L107.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from okrsheets.cells import Cell, CellKind
from okrsheets.findings import Finding
from okrsheets.identity import is_template_line, read_identity
from okrsheets.layout import layout_version
from okrsheets.model import SheetIdentity
from okrsheets.submissions.numbers import shortest


@dataclass(frozen=True, slots=True)
class Carried:
    """The identity's line as found in the hidden tab, the document property, the defined name."""

    tab: str
    document: str
    name: str


def settle_identity(
    carried: Carried, *, looks_issued: bool
) -> tuple[SheetIdentity | None, list[Finding]]:
    """Give the identity that the places agree on, and what is wrong with it.

    `looks_issued` is true where the file has marked tabs: then only its identity was lost.
    """
    lines = {line for line in (carried.tab, carried.document, carried.name) if line}
    if not lines:
        return None, [Finding("L105" if looks_issued else "L101")]
    if any(map(is_template_line, lines)):
        return None, [Finding("L107")]
    identities = {line: read_identity(line) for line in sorted(lines)}
    damaged = [line for line, identity in identities.items() if identity is None]
    if damaged:
        return None, [Finding("L103", value=damaged[0])]
    known = {identity for identity in identities.values() if identity is not None}
    if len(known) > 1:
        people = tuple(sorted({identity.person for identity in known}))
        return None, [Finding("L102", fields=MappingProxyType({"people": people}))]
    identity = known.pop()
    return identity, _other_layout(identity)


def _other_layout(identity: SheetIdentity) -> list[Finding]:
    if identity.layout == layout_version():
        return []
    fields = {"found": identity.layout, "known": layout_version(), "year": identity.year}
    return [Finding("L104", fields=MappingProxyType(fields))]


def check_shown_id(identity: SheetIdentity | None, shown: Cell | None) -> list[Finding]:
    """Compare the id that people see in the sheet's head with the hidden one it was issued to.

    A blank head says nothing. A program that made a number of the id (00123, 18 digits) changed
    its look, not whose it is.
    """
    if identity is None or shown is None or shown.blank:
        return []
    if shown.kind not in (CellKind.TEXT, CellKind.NUMBER) or _is_same(identity.person, shown):
        return []
    fields = MappingProxyType({"person": identity.person})
    return [Finding("L106", shown.place, value=shown.raw.strip(), fields=fields)]


def _is_same(person: str, shown: Cell) -> bool:
    if shown.kind is CellKind.NUMBER and person.isdecimal() and person.isascii():
        return _number(shown.raw) == _number(person)
    return _plain(person) == _plain(shown.raw)


def _number(raw: str) -> Decimal | None:
    """Give a number with the 15 digits that spreadsheet programs keep; None where it is none."""
    try:
        return shortest(Decimal(raw))
    except InvalidOperation:
        return None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
