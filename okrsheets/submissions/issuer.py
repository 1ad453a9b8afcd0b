"""Whose sheet a file says it is: three places carry the same line, any one of them is enough.

Whether the line is true (its keyed token) is not decided here: that takes the workspace's key.
Findings: L101-L104.
"""

from dataclasses import dataclass
from types import MappingProxyType

from okrsheets.findings import Finding
from okrsheets.identity import read_identity
from okrsheets.layout import layout_version
from okrsheets.model import SheetIdentity


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
