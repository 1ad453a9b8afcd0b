"""The columns that several tables share, and those of `people`."""

from okrsheets.errors import N_
from okrsheets.exports.column import BANDS, KINDS, STATES, Column, Sort, Unit

NO_SCORE = N_("as long as there is no score; never 0 for that")
NOT_SAID = N_("where the roster does not say it")
NOT_WRITTEN = N_("where the sheet does not say it")
_OPEN = N_("while it is open")
NO_SHEET = N_("where no sheet is accepted")

PERSON = Column("person", N_("Id"), N_("The id on the roster, always a text."))
NAME = Column("name", N_("Name"), N_("The name on the roster."), width=14)
DEPARTMENT = Column(
    "department",
    N_("Department"),
    N_("The department's path from the top, parted by “/”."),
    NOT_SAID,
    width=24,
)
CYCLE = Column(
    "cycle", N_("Cycle"), N_("The quarter, as 2026Q3, or month, as 2026M07, of the fiscal year.")
)
BAND = Column(
    "band",
    N_("Band"),
    N_("The band of the score, decided on two decimals."),
    N_("as long as there is no score"),
    Sort.CODE,
    words=BANDS,
    width=14,
)
OF_CYCLE = Column(
    "parent", N_("Key of the cycle"), N_("The key of its line in “Cycles”."), width=16
)
CLOSED = Column(
    "closed",
    N_("Closed on"),
    N_("The day on which its scores were locked, in UTC; its own policies hold since."),
    _OPEN,
    Sort.DAY,
)
PEOPLE_COLUMNS = (
    PERSON,
    NAME,
    Column(
        "kind",
        N_("Kind of sheet"),
        N_("Whether it is a person's sheet, a department's or the company's."),
        sort=Sort.CODE,
        words=KINDS,
    ),
    Column(
        "division",
        N_("Division"),
        N_("The first part of the department's path."),
        NOT_SAID,
        width=16,
    ),
    DEPARTMENT,
    Column("title", N_("Job title"), N_("The job title on the roster."), NOT_SAID, width=16),
    Column("manager", N_("Manager's id"), N_("The manager as the roster names them."), NOT_SAID),
    Column("manager_name", N_("Manager"), N_("The manager's name."), NOT_SAID, width=14),
    Column(
        "joined",
        N_("Joined"),
        N_("The first day, where it matters for the year."),
        NOT_SAID,
        Sort.DAY,
    ),
    Column("left", N_("Left"), N_("The last day."), NOT_SAID, Sort.DAY),
    Column("year", N_("Year"), N_("The fiscal year."), sort=Sort.WHOLE, width=8),
    Column(
        "state",
        N_("State"),
        N_("How far the year has come (docs/method.md, “States”)."),
        sort=Sort.CODE,
        words=STATES,
        width=14,
    ),
    Column(
        "score",
        N_("Year's score"),
        N_("The mean of the scored cycles, by the setting missing_quarter."),
        NO_SCORE,
        Sort.NUMBER,
        Unit.SCORE,
        width=11,
    ),
    BAND,
    Column(
        "scored",
        N_("Cycles scored"),
        N_("How many cycles have a score."),
        sort=Sort.WHOLE,
        unit=Unit.COUNT,
    ),
    Column(
        "excused",
        N_("Cycles excused"),
        N_("How many cycles are void, excused, or lie before joining or after leaving."),
        sort=Sort.WHOLE,
        unit=Unit.COUNT,
    ),
    Column(
        "of",
        N_("Cycles in all"),
        N_("How many cycles the year has: 4 or 12."),
        sort=Sort.WHOLE,
        unit=Unit.COUNT,
    ),
    Column(
        "provisional",
        N_("Provisional"),
        N_("Whether a cycle is still missing: scored + excused < of."),
        sort=Sort.TRUTH,
    ),
    CLOSED,
    Column(
        "received",
        N_("Received"),
        N_("The day on which the current version of the sheet was taken in, in UTC."),
        NO_SHEET,
        Sort.DAY,
    ),
    Column(
        "version",
        N_("Version"),
        N_("The number of that version, from 1."),
        NO_SHEET,
        Sort.WHOLE,
        width=10,
    ),
    Column("self_review", N_("Self review"), N_("From the annual tab."), NOT_WRITTEN, width=30),
    Column("peers", N_("Peer review"), N_("From the annual tab."), NOT_WRITTEN, width=30),
    Column(
        "manager_review", N_("Manager review"), N_("From the annual tab."), NOT_WRITTEN, width=30
    ),
    Column(
        "collective", N_("Collective result"), N_("From the annual tab."), NOT_WRITTEN, width=30
    ),
)
