"""T4**, T5**: the cells of a company's own template, and its placeholders."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

_UNDO = N_("Undo that, or take the tab over from a fresh export.")


def _entry(code: str, severity: Severity, *texts: str) -> Entry:
    title, message, expected, action, about = texts
    return Entry(code, severity, Audience.HR, title, message, expected, action, about)


TEMPLATE_CELLS: tuple[Entry, ...] = (
    _entry(
        "T401",
        Severity.WARNING,
        N_("Input cell locked"),
        N_("a cell that people fill in is locked (in this column: {count})"),
        N_("Cells that people fill in are not locked."),
        N_("Nothing to do: they are unlocked when sheets are issued."),
        N_("Copying a format from another cell copies its lock as well."),
    ),
    _entry(
        "T402",
        Severity.ERROR,
        N_("Input cells merged"),
        N_("a merge covers a cell that people fill in"),
        N_("Every field keeps a cell of its own."),
        N_("Split the merge."),
        N_("A merged area keeps the value of its first cell; the others could never be filled in."),
    ),
    _entry(
        "T403",
        Severity.ERROR,
        N_("Input cell filled in"),
        N_("“{value}” stands in a cell that people fill in"),
        N_("Input cells of a template are blank."),
        N_("Clear the cell; to issue sheets with content, use the examples of a role."),
        N_("Everybody would get this entry, and it would count as theirs."),
    ),
    _entry(
        "T404",
        Severity.WARNING,
        N_("Drop-down or limit lost"),
        N_("a drop-down or limit of this column is gone or changed (cells: {count})"),
        N_("Input cells keep their drop-downs and limits."),
        N_("Nothing to do: they are put back when sheets are issued."),
        N_("What the drop-down or limit says may be changed, what it allows may not."),
    ),
    _entry(
        "T405",
        Severity.NOTE,
        N_("Not printed"),
        N_("cells that people fill in lie outside the printed area (in this tab: {count})"),
        N_("What is filled in can be printed."),
        N_("Widen the print area, if they should be on paper."),
        N_("Nothing is lost in the file itself."),
    ),
    _entry(
        "T406",
        Severity.ERROR,
        N_("Formula missing"),
        N_("a computed cell has lost its formula"),
        N_("Computed cells keep their formulas."),
        _UNDO,
        N_("Without it the sheet would show no score, or a wrong one."),
    ),
    _entry(
        "T407",
        Severity.ERROR,
        N_("Formula changed"),
        N_("the formula of a computed cell was changed: {value}"),
        N_("Computed cells keep their formulas, in whatever spelling a program saves them."),
        _UNDO,
        N_(
            "Formulas are compared by what they say: blanks, quotes and moved columns do not"
            " matter. What is computed is chosen in the settings, under [policies]."
        ),
    ),
    _entry(
        "T408",
        Severity.NOTE,
        N_("Own column locked"),
        N_("a column of your own is locked, so nobody can fill it in"),
        N_("Cells that people should fill in are unlocked: Format Cells, Protection."),
        N_("Unlock them, if people should write there."),
        N_("The tabs of the score sheet are protected when they are issued."),
    ),
    _entry(
        "T409",
        Severity.ERROR,
        N_("Number format changed"),
        N_("the number format “{value}” takes or shows figures in another way (cells: {count})"),
        N_(
            "Weights, progress and confidence are percentages, scores have two decimals, other"
            " figures are plain numbers."
        ),
        N_("Give these cells a format like “{wanted}”."),
        N_(
            "What is typed into a cell for percentages, dates or texts becomes another value;"
            " a score without decimals looks like another score."
        ),
    ),
    _entry(
        "T410",
        Severity.WARNING,
        N_("Input cells hidden"),
        N_("cells that people fill in are hidden (in this tab: {count})"),
        N_("What people fill in can be seen."),
        N_("Show these columns and rows; what nobody needs is left out in the settings."),
        N_("The tabs are protected when they are issued, so that nobody can show them again."),
    ),
    _entry(
        "T411",
        Severity.ERROR,
        N_("Line that nobody reads"),
        N_("a line of your own among the key results has room for one more"),
        N_("Among the key results only the lines of the form are filled in."),
        N_("Delete the line or lock this cell; settings under [sheet] give more key results."),
        N_("What people write there would be in no score and in no report."),
    ),
    _entry(
        "T501",
        Severity.ERROR,
        N_("Misspelt placeholder"),
        N_("“{value}” is no placeholder; did you mean {near}?"),
        N_("The placeholders are {known}."),
        N_("Correct it."),
        N_("It would be printed on every sheet as it stands."),
    ),
    _entry(
        "T502",
        Severity.WARNING,
        N_("Unknown words in braces"),
        N_("“{value}” is no placeholder; it is printed as it stands"),
        N_("The placeholders are {known}."),
        N_("Correct it, if something else should stand there."),
        N_("Words in braces may be meant as they are; nobody guesses."),
    ),
    _entry(
        "T503",
        Severity.WARNING,
        N_("Person not shown"),
        N_("the placeholder {value} is nowhere in the template"),
        N_("A sheet shows whose it is: name and id."),
        N_("Write {value} into a cell of each tab that is printed."),
        N_("The file knows whose it is, but a printed page would not."),
    ),
    _entry(
        "T504",
        Severity.WARNING,
        N_("Placeholder that cannot be filled in"),
        N_("{value} stands where no sheet fills it in ({where})"),
        N_("A person's placeholders work in cells only."),
        N_("Write it into a cell; the file's name in the footer shows the person as well."),
        N_("Notes, headers, footers, text boxes and formulas are the same in all sheets."),
    ),
    _entry(
        "T505",
        Severity.ERROR,
        N_("Label above another entry"),
        N_("below the label “{value}” stands something else than {wanted}"),
        N_("Below this label stands {wanted} alone, or nothing."),
        N_("Put {wanted} there, or give the label other words."),
        N_("Intake compares what stands below these labels with whose sheet it is."),
    ),
    _entry(
        "T506",
        Severity.ERROR,
        N_("Label of another field"),
        N_("“{value}” is the label of another column or row"),
        N_("Here stands “{wanted}”, or words of your own."),
        N_("Put the label back; to change the order, move whole columns or rows."),
        N_("A field is known by its hidden key; under another's label people fill in wrong cells."),
    ),
)
