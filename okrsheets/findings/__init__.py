"""Findings: what is wrong, or worth a look, in people's data, said so that they can repair it.

A finding is a value, never an exception. It carries a code of the catalogue, the place where the
fault stands and the fields of its sentence; `okrsheets.display` turns it into words. Every fault
of a file is reported in one pass, in reading order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from okrsheets.cells import Place
from okrsheets.findings.entry import Audience, Entry, Severity

__all__ = ["Audience", "Entry", "Finding", "Severity"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    `key` is the layout's field key (`Q1.O1.K2.actual`), `value` the text as the person sees it,
    `fields` what the entry's sentences need besides `{value}`.
    `severity` overrides the catalogue's where a setting says so (for example a missing reason).
    """

    code: str
    place: Place | None = None
    key: str = ""
    value: str = ""
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity | None = None
