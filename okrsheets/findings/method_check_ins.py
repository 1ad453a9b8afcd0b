"""K8: the check-ins. Warnings and notes only: a diary never keeps a score out."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Entry, Severity, remark

METHOD_CHECK_INS: tuple[Entry, ...] = (
    remark(
        "K801",
        Severity.WARNING,
        N_("Check-in without a date"),
        N_("line {number} of the check-ins has no date."),
        N_("A check-in says on which day it was made."),
        N_("Type the day; the line counts from then on."),
        N_("Without its day a line has no place in the history and is never the latest one."),
    ),
    remark(
        "K802",
        Severity.WARNING,
        N_("Check-in without a key result"),
        N_("line {number} of the check-ins names no key result."),
        N_("A check-in belongs to one key result of the sheet."),
        N_("Choose the key result from the list in the cell."),
        N_("The line is kept and shown beside no key result."),
    ),
    remark(
        "K803",
        Severity.WARNING,
        N_("Check-in of an unknown key result"),
        N_("“{value}” names no key result of this sheet."),
        N_("It begins with the number of one of the sheet's key results, for example Q1 1.2."),
        N_("Choose the key result from the list in the cell."),
        N_(
            "Only the number in front counts; a number alone, such as 1.2, means the cycle in "
            "which the date lies. The line is kept and shown beside no key result."
        ),
    ),
    remark(
        "K804",
        Severity.WARNING,
        N_("Check-in that nearly names a key result"),
        N_("“{value}” names no key result of this sheet; is “{near}” meant?"),
        N_("It begins with the number of one of the sheet's key results, for example Q1 1.2."),
        N_("Choose the key result from the list in the cell."),
        N_("A near miss is pointed out, never taken for granted."),
    ),
    remark(
        "K805",
        Severity.NOTE,
        N_("Check-in outside its cycle"),
        N_("{date} lies outside {cycle}, which runs from {first} to {last}."),
        N_("A check-in is made within the cycle of its key result."),
        N_("Look whether the date and the key result are the ones meant."),
        N_("A figure read a few days later is fine; often the year or the cycle is mistyped."),
    ),
)
