"""Reports as data: from people's years to records that say everything a page will say.

Takes `PersonYear` records and the settings that matter on paper; reads and writes nothing, asks no
clock. `okrsheets.render` sets the records as pages. How a report is added stands in
docs/how-to-add-a-report.md: one module here, one template, one row in `KINDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from okrsheets.errors import N_
from okrsheets.model import Cycle, PersonYear
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.records import AnnualReport, QuarterlyReport, ReportContext

PersonalReport = QuarterlyReport | AnnualReport


def build_personal(person: PersonYear, cycle: Cycle, context: ReportContext) -> PersonalReport:
    """Build a person's report of a cycle, or of the year."""
    if cycle.kind == "Y":
        return build_annual(person, context)
    return build_quarterly(person, cycle, context)


class Scope(StrEnum):
    """What one file of a kind of report is: a person's, a pack of people's pages, or its own."""

    PERSON = "person"
    PACK = "pack"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report: its name on the command line, and what it is made for.

    `scope` says what one file of it is; `cycles` are the kinds of cycle it can be made for.
    `monthly` is its title where it is made for a month, if that is another. `formats` are those of
    `--format` that it has.
    """

    name: str
    title: str
    cycles: tuple[str, ...]
    scope: Scope
    monthly: str = ""
    formats: tuple[str, ...] = ("pdf",)

    def title_for(self, cycle: Cycle) -> str:
        """Give the title of the report of this cycle, in English."""
        return self.monthly if self.monthly and cycle.kind == "M" else self.title


KINDS: Mapping[str, ReportKind] = MappingProxyType(
    {
        "quarterly": ReportKind(
            "quarterly",
            N_("Quarterly report"),
            ("Q", "M"),
            Scope.PERSON,
            monthly=N_("Monthly report"),
        ),
        "annual": ReportKind("annual", N_("Annual report"), ("Y",), Scope.PERSON),
        "department": ReportKind("department", N_("Review pack"), ("Q", "M", "Y"), Scope.PACK),
        "company": ReportKind("company", N_("Company review pack"), ("Q", "M", "Y"), Scope.PACK),
        "operations": ReportKind(
            "operations", N_("Operations report"), ("Q", "M", "Y"), Scope.DOCUMENT
        ),
        "progress": ReportKind("progress", N_("Progress report"), ("Q", "M"), Scope.DOCUMENT),
        "alignment": ReportKind("alignment", N_("Alignment report"), ("Q", "M"), Scope.DOCUMENT),
        "book": ReportKind(
            "book", N_("OKR book"), ("Q", "M", "Y"), Scope.DOCUMENT, formats=("pdf", "html")
        ),
    }
)

Builder = Callable[[PersonYear, Cycle, ReportContext], PersonalReport]

__all__ = ["KINDS", "Builder", "PersonalReport", "ReportKind", "Scope", "build_personal"]
