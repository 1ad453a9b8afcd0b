"""The progress report: every objective with its progress and status, by department and person.

The summary (`progress_summary`) stands in front, the departments follow as parts of their own,
small in memory. Source: docs/reports.md, "Progress".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.pace import Clock
from okrsheets.analysis.pace_people import PersonPace
from okrsheets.errors import N_
from okrsheets.model import Kind, Objective, PersonYear
from okrsheets.reports.operations import document_head
from okrsheets.reports.progress_lines import Sheet, build_person
from okrsheets.reports.progress_records import ProgressPart
from okrsheets.reports.records import ReportContext

TITLE = N_("Progress report")
PEOPLE_A_PART = 40


@dataclass(frozen=True)
class Department:
    """A department at the top, its own sheet first, then its people by department below it."""

    name: str
    anchor: str
    sheets: tuple[Sheet, ...]

    @property
    def with_objectives(self) -> tuple[Sheet, ...]:
        """The sheets that have objectives in the cycle."""
        return tuple(sheet for sheet in self.sheets if sheet.objectives)


@dataclass(frozen=True)
class Progress:
    """A cycle of everybody, or of a department (`unit`), on the clock's day."""

    years: tuple[PersonYear, ...]
    paces: tuple[PersonPace, ...]
    clock: Clock
    unit: str = ""
    alignment: Alignment | None = None

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Everybody's sheet of the cycle, in the roster's order."""
        return tuple(
            Sheet(year, pace, self.clock, self._objectives(year))
            for year, pace in zip(self.years, self.paces, strict=True)
        )

    def _objectives(self, year: PersonYear) -> tuple[Objective, ...]:
        sheets = year.submission.cycles if year.submission else ()
        return next((s.objectives for s in sheets if s.cycle == self.clock.cycle), ())

    def departments(self, context: ReportContext) -> tuple[Department, ...]:
        """Give the departments of the first level; who has none comes first, with the company."""
        found: dict[str, list[Sheet]] = {}
        for sheet in self.sheets:
            path = sheet.year.person.department
            found.setdefault(path[0] if path else "", []).append(sheet)
        company = context.language.text(N_("Company"))
        ordered = sorted(found.items(), key=lambda item: item[0] != "")
        return tuple(
            Department(name or company, f"unit-{number}", _ordered(sheets))
            for number, (name, sheets) in enumerate(ordered, start=1)
        )


def _ordered(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Put own sheets first, then each department below in the roster's order."""
    rank: dict[tuple[str, ...], int] = {}
    for sheet in sheets:
        rank.setdefault(sheet.year.person.department, len(rank))
    return tuple(
        sorted(
            sheets,
            key=lambda s: (
                len(s.year.person.department) > 1,
                rank[s.year.person.department],
                s.year.person.kind is Kind.PERSON,
            ),
        )
    )


def split_department(department: Department) -> Iterator[tuple[str, Sequence[Sheet]]]:
    """Give a department's parts: the anchor of each and its sheets; at least one."""
    sheets = department.with_objectives
    for number in range(0, max(len(sheets), 1), PEOPLE_A_PART):
        anchor = department.anchor if not number else f"{department.anchor}-{number}"
        yield anchor, sheets[number : number + PEOPLE_A_PART]


def marks_of(anchor: str, sheets: Sequence[Sheet]) -> dict[str, str]:
    """Give the bookmarks of a part: an anchor for every sheet, with its name."""
    return {f"{anchor}-p{n}": sheet.year.person.name for n, sheet in enumerate(sheets, start=1)}


def build_part(
    progress: Progress,
    context: ReportContext,
    *,
    department: Department,
    anchor: str,
    sheets: Sequence[Sheet],
) -> ProgressPart:
    """Build one part of a department; the last one names who has no objectives."""
    language = context.language
    people, before = [], department.sheets[0].year.person.department[:1]
    for name, sheet in zip(marks_of(anchor, sheets), sheets, strict=True):
        path = sheet.year.person.department
        below = " / ".join(path) if path != before else ""
        before = path
        people.append(build_person(sheet, name, below, context))
    with_objectives = department.with_objectives
    last = not with_objectives or (sheets and sheets[-1] is with_objectives[-1])
    names = [s.year.person.name for s in department.sheets if not s.objectives]
    without = language.text(
        N_("Without objectives in this cycle ({number}): {names}"),
        number=len(names),
        names=language.listed(names),
    )
    return ProgressPart(
        head=document_head(TITLE, progress.clock.cycle, progress.unit, context),
        title=department.name,
        anchor=anchor,
        first=anchor == department.anchor,
        people=tuple(people),
        without=without if last and names else "",
    )
