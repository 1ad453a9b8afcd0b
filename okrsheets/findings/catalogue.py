"""Every finding code, in the order of docs/findings.md.

One module a family; the family is the code's letter. A code is never reused.
"""

from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.findings.entry import Entry

FAMILIES: tuple[tuple[Entry, ...], ...] = ()

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {entry.code: entry for family in FAMILIES for entry in family}
)
