"""Every column of every export, once: the data dictionary.

Four tables, each with one line a record, and `flat`: all four side by side, a line a key result.
Source: docs/method.md for what the numbers mean.
"""

from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.errors import N_
from okrsheets.exports.column import (
    OBJECTIVE_STATES,
    STATES,
    Column,
    Sort,
    Table,
    Unit,
)
from okrsheets.exports.columns_key_result import KEY_RESULT_COLUMNS
from okrsheets.exports.columns_people import (
    BAND,
    CLOSED,
    CYCLE,
    DEPARTMENT,
    NAME,
    NO_SCORE,
    NOT_WRITTEN,
    OF_CYCLE,
    PEOPLE_COLUMNS,
    PERSON,
)

_CYCLES = (
    Column("key", N_("Key"), N_("Names this line: the person's id and the cycle."), width=16),
    PERSON,
    NAME,
    DEPARTMENT,
    CYCLE,
    Column("starts", N_("First day"), N_("The cycle's first day."), sort=Sort.DAY),
    Column("ends", N_("Last day"), N_("The cycle's last day."), sort=Sort.DAY),
    Column(
        "state",
        N_("State"),
        N_("How far the cycle has come (docs/method.md, “States”)."),
        sort=Sort.CODE,
        words=STATES,
        width=14,
    ),
    Column(
        "score",
        N_("Cycle's score"),
        N_("The mean of its objectives by their weights."),
        NO_SCORE,
        Sort.NUMBER,
        Unit.SCORE,
        width=11,
    ),
    BAND,
    Column(
        "frozen",
        N_("Frozen on"),
        N_("The day on which the plan was frozen, in UTC."),
        N_("while it is not frozen"),
        Sort.DAY,
    ),
    CLOSED,
    Column(
        "objectives",
        N_("Number of objectives"),
        N_("How many objectives the sheet has."),
        sort=Sort.WHOLE,
        unit=Unit.COUNT,
    ),
    Column(
        "key_results",
        N_("Number of key results"),
        N_("How many key results the sheet has, void ones too."),
        sort=Sort.WHOLE,
        unit=Unit.COUNT,
    ),
    Column(
        "excused_reason",
        N_("Excused because"),
        N_("Why the whole cycle is excused, from the cycle's tab."),
        NOT_WRITTEN,
        width=24,
    ),
    Column("how_far", N_("How far did we get?"), N_("From the review."), NOT_WRITTEN, width=30),
    Column("how", N_("How did we get there?"), N_("From the review."), NOT_WRITTEN, width=30),
    Column(
        "cause",
        N_("Answer to the band's question"),
        N_("From the review."),
        NOT_WRITTEN,
        width=30,
    ),
)
_OBJECTIVES = (
    Column(
        "key",
        N_("Key"),
        N_("Names this line: the person's id, the cycle, the objective."),
        width=19,
    ),
    OF_CYCLE,
    PERSON,
    NAME,
    DEPARTMENT,
    CYCLE,
    Column(
        "objective",
        N_("Objective no."),
        N_("The objective's number in its cycle, from 1."),
        sort=Sort.WHOLE,
    ),
    Column("text", N_("Objective"), N_("The objective as written."), width=44),
    Column(
        "supports",
        N_("Supports"),
        N_("The objective that it supports, as written."),
        NOT_WRITTEN,
        width=24,
    ),
    Column(
        "weight",
        N_("Weight"),
        N_("The effective weight in the cycle: blanks shared, before void leaves the sum."),
        N_("where the weights of the cycle cannot stand"),
        Sort.NUMBER,
        Unit.SHARE,
        width=9,
    ),
    Column(
        "state",
        N_("State"),
        N_("Whether the objective is scored, partly scored or void."),
        sort=Sort.CODE,
        words=OBJECTIVE_STATES,
        width=14,
    ),
    Column(
        "score",
        N_("Objective's score"),
        N_("The mean of its key results, by the setting objective_method."),
        NO_SCORE,
        Sort.NUMBER,
        Unit.SCORE,
        width=11,
    ),
    Column(
        "key_results",
        N_("Number of key results"),
        N_("How many key results it has, void ones too."),
        sort=Sort.WHOLE,
        unit=Unit.COUNT,
    ),
)
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "people": Table(
            "people", N_("People"), N_("one line of the roster, with its year"), PEOPLE_COLUMNS
        ),
        "cycles": Table("cycles", N_("Cycles"), N_("one person in one quarter or month"), _CYCLES),
        "objectives": Table("objectives", N_("Objectives"), N_("one objective"), _OBJECTIVES),
        "key_results": Table(
            "key_results",
            N_("Key results"),
            N_("one key result"),
            (
                Column(
                    "key",
                    N_("Key"),
                    N_("Names this line: the person's id, the cycle, objective and key result."),
                    width=21,
                ),
                Column(
                    "parent",
                    N_("Key of the objective"),
                    N_("The key of its line in “Objectives”."),
                    width=19,
                ),
                PERSON,
                NAME,
                DEPARTMENT,
                CYCLE,
                *KEY_RESULT_COLUMNS,
            ),
        ),
    }
)
"""The four tables, from the year down to the key result."""
