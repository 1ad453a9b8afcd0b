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
from okrsheets.reports.progress_records import ProgressPart, ProgressSection
from okrsheets.reports.records import ReportContext

TITLE = N_("Progress report")
PEOPLE_A_PIECE = 30
MOST_A_PART = 45
"""Sheets set at a time: pieces of small departments follow each other up to so many."""


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


@dataclass(frozen=True)
class Piece:
    """Some sheets of a department, all of them where it is not large; none if none has objectives.

    `first` and `last` say whether the department begins and ends with it.
    """

    department: Department
    anchor: str
    sheets: tuple[Sheet, ...]
    first: bool
    last: bool

    @property
    def marks(self) -> dict[str, str]:
        """The bookmarks of its people: an anchor for every sheet, with its name."""
        names = (sheet.year.person.name for sheet in self.sheets)
        return {f"{self.anchor}-p{n}": name for n, name in enumerate(names, start=1)}


def split_department(department: Department) -> Iterator[Piece]:
    """Give a department's pieces; at least one."""
    sheets = department.with_objectives
    for at in range(0, max(len(sheets), 1), PEOPLE_A_PIECE):
        anchor = department.anchor if not at else f"{department.anchor}-{at}"
        some, rest = sheets[at : at + PEOPLE_A_PIECE], sheets[at + PEOPLE_A_PIECE :]
        yield Piece(department, anchor, some, first=not at, last=not rest)


def parts_of(departments: Sequence[Department]) -> Iterator[tuple[Piece, ...]]:
    """Put pieces together that are set at a time, so that small departments share pages."""
    part: list[Piece] = []
    room = MOST_A_PART
    for piece in (piece for one in departments for piece in split_department(one)):
        size = max(len(piece.sheets), 1)
        if part and size > room:
            yield tuple(part)
            part, room = [], MOST_A_PART
        part.append(piece)
        room -= size
    if part:
        yield tuple(part)


def anchors_of(departments: Sequence[Department]) -> dict[str, str]:
    """Give the anchors of people's sheets by their ids."""
    return {
        sheet.year.person.id: anchor
        for department in departments
        for piece in split_department(department)
        for anchor, sheet in zip(piece.marks, piece.sheets, strict=True)
    }


def units_below(department: Department) -> list[tuple[str, str, tuple[Sheet, ...]]]:
    """Give the departments below one: the name, where the first sheet stands, and the sheets."""
    anchors, found = anchors_of([department]), dict[tuple[str, ...], list[Sheet]]()
    for sheet in department.sheets:
        if len(path := sheet.year.person.department) > 1:
            found.setdefault(path, []).append(sheet)
    return [
        (
            " / ".join(path[1:]),
            next((anchors[s.year.person.id] for s in sheets if s.objectives), department.anchor),
            tuple(sheets),
        )
        for path, sheets in found.items()
    ]


def build_part(
    progress: Progress, context: ReportContext, *, pieces: Sequence[Piece]
) -> ProgressPart:
    """Build a part; where a department ends, it names who has no objectives."""
    return ProgressPart(
        head=document_head(TITLE, progress.clock.cycle, progress.unit, context),
        sections=tuple(_section(piece, context) for piece in pieces),
    )


def _section(piece: Piece, context: ReportContext) -> ProgressSection:
    language, department = context.language, piece.department
    people, before = [], department.sheets[0].year.person.department[:1]
    for anchor, sheet in zip(piece.marks, piece.sheets, strict=True):
        path = sheet.year.person.department
        below = " / ".join(path[1:]) if path != before else ""
        before = path
        people.append(build_person(sheet, anchor, below, context))
    names = [s.year.person.name for s in department.sheets if not s.objectives]
    without = language.text(
        N_("Without objectives in this cycle ({number}): {names}"),
        number=len(names),
        names=language.listed(names),
    )
    return ProgressSection(
        title=department.name,
        anchor=piece.anchor,
        first=piece.first,
        people=tuple(people),
        without=without if piece.last and names else "",
    )
