"""K4 to K6: scores and their reasons, what was taken out of the sum, the sheet's own totals."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

METHOD_SCORES = (
    Entry(
        code="K401",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("A different score without a reason"),
        message=N_(
            "the score {score} of key result {name} differs by more than 0.1 from the "
            "computed {computed} and has no reason."
        ),
        expected=N_("Such a score needs a reason."),
        action=N_("Write in one sentence why it was set so."),
        about=N_(
            "Scores and their reasons are open to all. The setting reason_rule makes this "
            "an error (require) or drops it (off)."
        ),
    ),
    Entry(
        code="K402",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("A low score without a reason"),
        message=N_(
            "the score {score} of key result {name} lies below the target line {line} and "
            "has no reason."
        ),
        expected=N_("A score below the line needs a reason."),
        action=N_("Write in one sentence what kept it back."),
        about=N_(
            "Scores and their reasons are open to all. The setting reason_rule makes this "
            "an error (require) or drops it (off)."
        ),
    ),
    Entry(
        code="K403",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("A typed score without a reason"),
        message=N_(
            "the score {score} of key result {name} was given without a computed one and "
            "has no reason."
        ),
        expected=N_("A judged score needs a reason."),
        action=N_("Write in one sentence what the score rests on."),
        about=N_(
            "Where nothing is computed the reason is all that explains the score. The "
            "setting reason_rule makes this an error (require) or drops it (off)."
        ),
    ),
    Entry(
        code="K404",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("On track with little confidence"),
        message=N_("key result {name} is On track with a confidence of {value}."),
        expected=N_("On track means that reaching it is likelier than not."),
        action=N_("Choose At risk, or correct the confidence (1 is certain)."),
        about=N_("Confidence looks forward and plays no part in the score."),
    ),
    Entry(
        code="K501",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Void without a reason"),
        message=N_("key result {name} is Void and has no reason."),
        expected=N_("Void always has a reason."),
        action=N_("Write why it was dropped, or choose another status."),
        about=N_(
            "A void key result leaves the sum and its weight is shared by the others in "
            "proportion. It stays visible with its reason."
        ),
    ),
    Entry(
        code="K502",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("Void beside a value"),
        message=N_("key result {name} is Void, so the values typed beside it do not count."),
        expected=N_("Void wins over an actual and over a typed score."),
        action=N_("Choose another status if it should count."),
        about=N_("The values are kept and shown, but the key result has no score."),
    ),
    Entry(
        code="K503",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Excused without a reason"),
        message=N_("the cycle {cycle} is excused and has no reason."),
        expected=N_("An excused cycle always has a reason."),
        action=N_("Write why, or clear the box “excused”."),
        about=N_("An excused cycle does not count in the year and is not missing."),
    ),
    Entry(
        code="K504",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("Excused beside values"),
        message=N_("the cycle {cycle} is excused, so what was filled in does not count."),
        expected=N_("Excused wins over actuals and scores."),
        action=N_("Clear the box “excused” if the cycle should count."),
        about=N_("The values are kept, but the cycle has no score."),
    ),
    Entry(
        code="K505",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("A reason to excuse, but not excused"),
        message=N_("there is a reason to excuse the cycle {cycle}, but it is not excused."),
        expected=N_("“Excused” is Yes and has a reason, or both are blank."),
        action=N_("Choose Yes, or clear the reason."),
        about=N_("Only the Yes takes a cycle out of the year."),
    ),
    Entry(
        code="K601",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("The sheet shows another score"),
        message=N_("the sheet shows {shown}; its inputs give {reckoned}."),
        expected=N_("The score that counts is always reckoned from the inputs."),
        action=N_(
            "Open the file, let the program recalculate and save it; if the difference "
            "stays, ask HR for a fresh sheet."
        ),
        about=N_(
            "Totals in a returned sheet may be stale, typed over or changed by a program, "
            "so they are only compared, never used."
        ),
    ),
    Entry(
        code="K602",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("Not recalculated"),
        message=N_("the sheet’s own scores are still blank; its inputs give {reckoned} here."),
        expected=N_("A spreadsheet program fills them in when it saves the file."),
        action=N_("Nothing to do: scores are reckoned from the inputs."),
        about=N_("Some programs save a file without recalculating it. It is said once a file."),
    ),
    Entry(
        code="K603",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("Scoring rules changed since"),
        message=N_(
            "the sheet shows {shown} by the rules of the day it was issued; by the rules "
            "in force it is {reckoned}."
        ),
        expected=N_("The rules in force decide."),
        action=N_("Nothing to do; sheets issued from now on show the new score."),
        about=N_(
            "The settings that change scores were altered after this sheet was issued. It "
            "is said once a file."
        ),
    ),
    Entry(
        code="K604",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("The sheet shows a score, its inputs give none"),
        message=N_("the sheet shows {shown}, but its inputs give no score."),
        expected=N_("There is a score only when everything below it has one."),
        action=N_("Fill in what is missing; if all is there, ask HR for a fresh sheet."),
        about=N_(
            "Totals in a returned sheet may be stale, typed over or changed by a program, "
            "so they are only compared, never used."
        ),
    ),
)
