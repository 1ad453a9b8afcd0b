"""What one column of an export is: its name, kind and meaning, and when it is blank."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from okrsheets.errors import N_
from okrsheets.model import (
    Band,
    CycleState,
    KeyResultType,
    Kind,
    ObjectiveState,
    ScoreSource,
    Status,
)
from okrsheets.reports.words import (
    BAND_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    TYPE_WORDS,
)


class Sort(StrEnum):
    """What stands in a column's cells."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "date"
    TRUTH = "true or false"


class Unit(StrEnum):
    """How a number of a column is meant and shown."""

    NONE = ""
    SCORE = "score 0–1"
    SHARE = "share, 1 is 100%"
    OWN = "the key result's own unit"
    COUNT = "count"


SORT_WORDS: Mapping[Sort, str] = {
    Sort.TEXT: N_("text"),
    Sort.CODE: N_("code"),
    Sort.WHOLE: N_("whole number"),
    Sort.NUMBER: N_("number"),
    Sort.DAY: N_("date"),
    Sort.TRUTH: N_("true or false"),
}
UNIT_WORDS: Mapping[Unit, str] = {
    Unit.NONE: "",
    Unit.SCORE: N_("score 0–1"),
    Unit.SHARE: N_("share, 1 is 100%"),
    Unit.OWN: N_("the key result's own unit"),
    Unit.COUNT: N_("count"),
}
Words = Mapping[str, str]
KINDS: Words = {
    Kind.PERSON: N_("Person"),
    Kind.DEPARTMENT: N_("Department"),
    Kind.COMPANY: N_("Company"),
}
OBJECTIVE_STATES: Words = {
    ObjectiveState.PARTIAL: STATE_WORDS[CycleState.PARTIAL],
    ObjectiveState.SCORED: STATE_WORDS[CycleState.SCORED],
    ObjectiveState.VOID: STATE_WORDS[CycleState.VOID],
}
STATES: Words = {state: STATE_WORDS[state] for state in CycleState}
BANDS: Words = {band: BAND_WORDS[band] for band in Band}
TYPES: Words = {kind: TYPE_WORDS[kind] for kind in KeyResultType}
SOURCES: Words = {source: SOURCE_WORDS[source] for source in ScoreSource}
STATUSES: Words = {status: STATUS_WORDS[status] for status in Status}
NEVER = N_("never")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `name` is what it is called in CSV, Parquet and pandas, `heading` in a workbook. `blank` says
    when a cell is blank. `words` are those of a code, in English, by code; a workbook has them in
    a column of their own, before the code's.
    """

    name: str
    heading: str
    meaning: str
    blank: str = NEVER
    sort: Sort = Sort.TEXT
    unit: Unit = Unit.NONE
    words: Words | None = None
    width: int = 12


@dataclass(frozen=True)
class Table:
    """One table: its name, the title of its tab, what a line of it is, its columns."""

    name: str
    title: str
    line: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)
