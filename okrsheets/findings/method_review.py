"""K7: the review half of a scored cycle."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

METHOD_REVIEW = (
    Entry(
        code="K701",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("“How far did we get?” is unanswered"),
        message=N_("“How far did we get?” is blank for {cycle}."),
        expected=N_("It is answered in every scored cycle."),
        action=N_("Answer in a few sentences."),
        about=N_("The score says how much; the answer says what it means."),
    ),
    Entry(
        code="K702",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("“How did we get there?” is unanswered"),
        message=N_("“How did we get there?” is blank for {cycle}."),
        expected=N_("It is answered in every scored cycle."),
        action=N_("Answer in a few sentences."),
        about=N_("What worked can be repeated, what did not can be changed."),
    ),
    Entry(
        code="K703",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("No progress and no cause"),
        message=N_("{cycle} scored {score} and names no cause."),
        expected=N_(
            "No progress has a cause: force majeure, own reasons or missing collaboration."
        ),
        action=N_("Name it and explain it in a sentence."),
        about=N_(
            "The band “no progress” asks for the cause and whether the objective is kept "
            "or adjusted."
        ),
    ),
    Entry(
        code="K704",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("Below the line without a plan"),
        message=N_(
            "{cycle} scored {score}, below the target line {line}, and has no improvement plan."
        ),
        expected=N_(
            "Below the line a plan says what will be done: measure, date, expected effect, owner."
        ),
        action=N_("Write at least one measure."),
        about=N_("The plan is taken up again at the next review."),
    ),
    Entry(
        code="K705",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("A measure without date or owner"),
        message=N_("line {number} of the improvement plan of {cycle} lacks its date or its owner."),
        expected=N_("A measure needs a date and an owner."),
        action=N_("Fill in the cell."),
        about=N_("A measure nobody owns, or without a day, is seldom carried out."),
    ),
)
