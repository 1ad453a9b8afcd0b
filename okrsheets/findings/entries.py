"""S241-S4**: choices and texts in one cell, and entries beside a blank text."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Entry, Severity, fault, remark

ENTRIES: tuple[Entry, ...] = (
    fault(
        "S241",
        N_("Not a word of the list"),
        N_("“{value}” is not in the list"),
        N_("It must be one of: {words}."),
        N_("Choose from the list in the cell."),
        N_("The words count in Chinese and English, whatever the case."),
    ),
    fault(
        "S242",
        N_("Nearly a word of the list"),
        N_("“{value}” is not in the list; did you mean “{near}”?"),
        N_("It must be one of: {words}."),
        N_("Choose from the list in the cell."),
        N_("A near miss is pointed out, never taken for granted."),
    ),
    fault(
        "S243",
        N_("Neither yes nor no"),
        N_("“{value}” is neither yes nor no"),
        N_("It must be “{yes}” or “{no}”, since the key result's type is yes/no."),
        N_("Type {yes} or {no}; for a number choose another type."),
        N_("TRUE, FALSE, 1 and 0 are not taken: they may come from a formula or a format."),
    ),
    fault(
        "S244",
        N_("Not a date"),
        N_("“{value}” is not a date"),
        N_("A date looks like 2026-08-31: year, month, day."),
        N_("Type the date in this order."),
        N_(
            "A date without its year, or with day and month in another order, is never guessed. "
            "On the tab of the check-ins it is a warning."
        ),
    ),
    fault(
        "S301",
        N_("Text too long"),
        N_("the text has {length} characters"),
        N_("A cell can hold at most {most} characters."),
        N_("Shorten the text, or link to a document."),
        N_("No spreadsheet program can show such a cell; another program wrote it."),
    ),
    remark(
        "S302",
        Severity.NOTE,
        N_("Control characters in the text"),
        N_("the text holds invisible control characters; they were left out"),
        N_("Text holds visible characters and line breaks only."),
        N_("Nothing to do."),
        N_("They come with text copied from other programs and cannot be printed."),
    ),
    remark(
        "S303",
        Severity.WARNING,
        N_("Struck-out text"),
        N_("“{value}” is struck out, wholly or in part; all of it was read"),
        N_("Text is read without strike-through."),
        N_("Delete what no longer counts."),
        N_("Strike-through is lost in reports, so what was struck out would read as if it stood."),
    ),
    remark(
        "S304",
        Severity.WARNING,
        N_("Hidden change of direction"),
        N_("the text holds characters that turn the direction of writing"),
        N_("Text must read as it is stored."),
        N_("Type the text anew instead of pasting it."),
        N_("With such characters a text can show something else than it says."),
    ),
    fault(
        "S401",
        N_("Entry beside a blank text"),
        N_("“{value}” is entered, but the line has no text (entries in it: {count})"),
        N_("An objective or key result exists when its text is filled in."),
        N_("Write the text, or clear the entries of this line."),
        N_("A weight, target or score of something without a name cannot be reviewed."),
    ),
    fault(
        "S402",
        N_("Key result without its objective"),
        N_("key results are filled in, but the text of objective {number} is blank"),
        N_("An objective's text stands above its key results."),
        N_("Write the objective, or move its key results to the objective they serve."),
        N_("Key results count only under an objective."),
    ),
    remark(
        "S403",
        Severity.WARNING,
        N_("Placeholder instead of a text"),
        N_("“{value}” counts as a text here, so this line exists"),
        N_("The cell holds the objective or key result, or it is blank."),
        N_("Clear the cell if the line is not used."),
        N_("Only a blank text means that there is no objective or key result."),
    ),
    remark(
        "S404",
        Severity.NOTE,
        N_("Comment on a blank cell"),
        N_("a comment stands on this blank cell: “{value}”"),
        N_("Only what stands in the cell itself is read."),
        N_("Type into the cell what should count."),
        N_(
            "Comments are never read, so a figure that stands in one is missing. Comments of the"
            " form, and those of a marked copy, are not told of."
        ),
    ),
)
