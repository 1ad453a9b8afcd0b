"""The columns of a key result: what was planned, what was reached, what it is worth."""

from okrsheets.errors import N_
from okrsheets.exports.column import SOURCES, STATUSES, TYPES, Column, Sort, Unit
from okrsheets.exports.columns_people import NOT_WRITTEN

_NOT_NEEDED = N_("where it is not filled in, or the type has none")
_NO_PROGRESS = N_("as long as it cannot be computed, and for the type “judged”")

KEY_RESULT_COLUMNS = (
    Column(
        "objective",
        N_("Objective no."),
        N_("The objective's number in its cycle, from 1."),
        sort=Sort.WHOLE,
    ),
    Column(
        "key_result",
        N_("Key result no."),
        N_("The key result's number in its objective, from 1."),
        sort=Sort.WHOLE,
    ),
    Column("text", N_("Key result"), N_("The key result as written."), width=44),
    Column("owner", N_("Owner"), N_("Whom to ask about it, as written."), NOT_WRITTEN),
    Column(
        "type",
        N_("Type"),
        N_("How it is measured (docs/method.md, “Types and progress”)."),
        NOT_WRITTEN,
        Sort.CODE,
        words=TYPES,
    ),
    Column("unit", N_("Unit"), N_("The unit of its figures, as written."), NOT_WRITTEN, width=9),
    Column(
        "weight",
        N_("Weight"),
        N_("The effective weight in the objective: blanks shared, before void leaves the sum."),
        N_("where the weights of the objective cannot stand"),
        Sort.NUMBER,
        Unit.SHARE,
        width=9,
    ),
    Column(
        "baseline",
        N_("Baseline"),
        N_("Where the figure stood before the cycle."),
        _NOT_NEEDED,
        Sort.NUMBER,
        Unit.OWN,
    ),
    Column(
        "v30",
        N_("Means 0.3"),
        N_("Anchored: the figure worth 0.3."),
        _NOT_NEEDED,
        Sort.NUMBER,
        Unit.OWN,
    ),
    Column(
        "v70",
        N_("Means 0.7"),
        N_("Anchored: the figure worth 0.7."),
        _NOT_NEEDED,
        Sort.NUMBER,
        Unit.OWN,
    ),
    Column(
        "target",
        N_("Target"),
        N_("Where it should stand at the end; the lower edge of a range."),
        _NOT_NEEDED,
        Sort.NUMBER,
        Unit.OWN,
    ),
    Column(
        "upper",
        N_("Upper edge"),
        N_("The upper edge of a range."),
        _NOT_NEEDED,
        Sort.NUMBER,
        Unit.OWN,
    ),
    Column(
        "actual",
        N_("Actual"),
        N_("Where it does stand. For yes/no: yes 1, no 0."),
        N_("as long as it is not filled in; never 0 for that"),
        Sort.NUMBER,
        Unit.OWN,
    ),
    Column(
        "raw",
        N_("Raw progress"),
        N_("From baseline to target; may lie below 0 or above 1."),
        _NO_PROGRESS,
        Sort.NUMBER,
        Unit.SHARE,
    ),
    Column(
        "progress",
        N_("Progress"),
        N_("Raw progress kept between 0 and 1."),
        _NO_PROGRESS,
        Sort.NUMBER,
        Unit.SHARE,
        width=10,
    ),
    Column(
        "computed",
        N_("Computed score"),
        N_("The score that progress gives; equal to it."),
        _NO_PROGRESS,
        Sort.NUMBER,
        Unit.SCORE,
    ),
    Column(
        "self", N_("Self score"), N_("The owner's score."), NOT_WRITTEN, Sort.NUMBER, Unit.SCORE
    ),
    Column(
        "reviewer",
        N_("Reviewer score"),
        N_("The manager's score."),
        NOT_WRITTEN,
        Sort.NUMBER,
        Unit.SCORE,
    ),
    Column(
        "score",
        N_("Key result's score"),
        N_("The score that counts: the first of the setting score_order that is there."),
        N_("as long as there is none, and where the key result is void; never 0 for that"),
        Sort.NUMBER,
        Unit.SCORE,
        width=11,
    ),
    Column(
        "source",
        N_("Source"),
        N_("Whose score counts."),
        N_("where no score counts"),
        Sort.CODE,
        words=SOURCES,
        width=14,
    ),
    Column(
        "status",
        N_("Status"),
        N_("The owner's word; “void” takes it out of the sum."),
        NOT_WRITTEN,
        Sort.CODE,
        words=STATUSES,
    ),
    Column(
        "confidence",
        N_("Confidence"),
        N_("How likely it is to be reached; never part of a score."),
        NOT_WRITTEN,
        Sort.NUMBER,
        Unit.SHARE,
    ),
    Column("reason", N_("Reason"), N_("Why this score, as written."), NOT_WRITTEN, width=36),
    Column("evidence", N_("Evidence"), N_("Where the figure comes from."), NOT_WRITTEN, width=24),
    Column(
        "depends", N_("Depends on"), N_("Whom it depends on, as written."), NOT_WRITTEN, width=24
    ),
)
