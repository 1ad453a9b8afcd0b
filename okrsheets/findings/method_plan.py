"""K1: how many objectives and key results a cycle has."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

METHOD_PLAN = (
    Entry(
        code="K101",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("An objective without key results"),
        message=N_("objective {name} has no key result."),
        expected=N_("Every objective is measured by at least one key result."),
        action=N_("Write its key results below it, or delete the objective’s text."),
        about=N_(
            "An objective counts as soon as its text is filled in. Without key results it "
            "can have no score, and neither can its cycle. Until the cycle has an actual "
            "or a score this is only a warning."
        ),
    ),
    Entry(
        code="K102",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("A line left empty among the objectives"),
        message=N_("{name} follows an objective that was left empty."),
        expected=N_("Objectives stand one after the other, the most important first."),
        action=N_("Move it up, or fill in the objective above."),
        about=N_(
            "The empty objective counts for nothing: it has no weight and no score. It is "
            "mentioned because a text may have been lost."
        ),
    ),
    Entry(
        code="K103",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("A line left empty among the key results"),
        message=N_("{name} follows a key result that was left empty."),
        expected=N_("Key results stand one after the other, the most important first."),
        action=N_("Move it up, or fill in the key result above."),
        about=N_(
            "The empty key result counts for nothing: it has no weight and no score. It is "
            "mentioned because a text may have been lost."
        ),
    ),
    Entry(
        code="K104",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Too many objectives"),
        message=N_("there are {count} objectives."),
        expected=N_("A cycle has at most {most}."),
        action=N_("Keep the most important ones and move the rest to another cycle."),
        about=N_("Whoever has more than five aims has none. Three are the rule."),
    ),
    Entry(
        code="K105",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Too many key results"),
        message=N_("objective {name} has {count} key results."),
        expected=N_("An objective has at most {most}."),
        action=N_("Keep those that show best whether the objective was reached."),
        about=N_(
            "More than five key results spread the attention and make every weight small. "
            "Three are the rule."
        ),
    ),
    Entry(
        code="K106",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("Other than three times three"),
        message=N_("objectives of this cycle with the number of their key results: {shape}."),
        expected=N_("Three objectives with three key results each are the rule."),
        action=N_("Nothing to do if this is meant."),
        about=N_(
            "Any number from one to five is accepted, of objectives as well as of key "
            "results. It is said once a cycle."
        ),
    ),
)
