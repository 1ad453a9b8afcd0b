"""Every finding code, in the order of docs/findings.md.

One module a family; the family is the code's letter. A code is never reused.
"""

from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.findings import Finding
from okrsheets.findings.entries import ENTRIES
from okrsheets.findings.entry import Entry, Severity
from okrsheets.findings.files import FILES
from okrsheets.findings.markup import MARKUP
from okrsheets.findings.method import METHOD
from okrsheets.findings.opening import OPENING
from okrsheets.findings.paper import PAPER
from okrsheets.findings.people import PEOPLE
from okrsheets.findings.roster import ROSTER
from okrsheets.findings.sheet import SHEET
from okrsheets.findings.template import TEMPLATE
from okrsheets.findings.values import VALUES
from okrsheets.findings.wording import WORDING

FAMILIES: tuple[tuple[Entry, ...], ...] = (
    FILES,
    OPENING,
    MARKUP,
    SHEET,
    VALUES,
    ENTRIES,
    METHOD,
    WORDING,
    PEOPLE,
    ROSTER,
    PAPER,
    TEMPLATE,
)

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {entry.code: entry for family in FAMILIES for entry in family}
)


def severity_of(finding: Finding) -> Severity:
    """Give a finding's severity: its own where a setting gave it one, else the catalogue's."""
    return finding.severity or CATALOGUE[finding.code].severity
