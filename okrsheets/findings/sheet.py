"""L***: the score sheet's contract: whose sheet, which tabs, which keys, what was overwritten."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity, remark

_COPY_ACROSS = N_("Copy the entries into a fresh score sheet; HR sends one on request.")
_AS_ISSUED = N_("The form has the rows and columns of the issued sheet, in any order.")

SHEET: tuple[Entry, ...] = (
    Entry(
        "L101",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Not a score sheet of okrsheets"),
        N_("this workbook was not issued by okrsheets: it carries no identity"),
        N_("The score sheet that HR sent you carries its identity hidden in the file."),
        N_("Ask HR for your score sheet and copy your entries into it."),
        N_(
            "A sheet is known by an identity that stands in three hidden places, never by its"
            " name or its looks. A workbook made by hand, however similar, has none, and nobody"
            " guesses whose it is."
        ),
    ),
    Entry(
        "L102",
        Severity.ERROR,
        Audience.HR,
        N_("Identities disagree"),
        N_("the hidden places of the sheet name different identities ({people})"),
        N_("All places carry one and the same identity."),
        N_("Find out whose sheet it is; copy the entries into that person's own sheet."),
        N_("Parts of two sheets were put together, or an identity was edited."),
    ),
    Entry(
        "L103",
        Severity.ERROR,
        Audience.HR,
        N_("Identity damaged"),
        N_("the sheet's identity cannot be read: {value}"),
        N_("The identity must stay as it was issued."),
        _COPY_ACROSS,
        N_("One of the hidden places holds an identity that was cut off or edited."),
    ),
    Entry(
        "L104",
        Severity.ERROR,
        Audience.HR,
        N_("Another layout"),
        N_("this is a {year} sheet with layout {found}; this okrsheets reads layout {known}"),
        N_("Sheets with layout {known} are read."),
        N_("Ask HR for the current sheet and copy the text across."),
        N_("The fields of another layout may mean something else; they are not mapped by guess."),
    ),
    Entry(
        "L105",
        Severity.ERROR,
        Audience.HR,
        N_("Identity lost"),
        N_("the tabs are those of a score sheet, but its identity was lost in all three places"),
        N_("At least one of the hidden places must keep the identity."),
        _COPY_ACROSS,
        N_(
            "The tabs were copied into another workbook, or a program dropped all hidden parts."
            " Without the identity nobody can say whose sheet it is."
        ),
    ),
    Entry(
        "L106",
        Severity.ERROR,
        Audience.HR,
        N_("Another id on the sheet"),
        N_("the sheet shows the id {value}, but it was issued to {person}"),
        N_("The id on the sheet is that of the person it was issued to."),
        N_("Have the person copy the entries into their own sheet, or put the id right."),
        N_(
            "Whose sheet it is stands hidden in the file. Who fills in a colleague's sheet and"
            " types their own id over the head would be scored under the colleague's name; such a"
            " sheet is not taken in."
        ),
    ),
    Entry(
        "L107",
        Severity.ERROR,
        Audience.HR,
        N_("Blank template"),
        N_("this is the blank template, not anybody's sheet"),
        N_("A returned sheet is the one that was issued to its sender."),
        N_("Ask the sender for their own score sheet; “okrsheets sheets” issues it."),
        N_(
            "A template exported for restyling says so in its hidden places. It was never issued to"
            " anybody, so nobody's entries can be in it."
        ),
    ),
    Entry(
        "L201",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Tab twice"),
        N_("two tabs are the tab {value}: “{first}” and “{second}”"),
        N_("Each tab must be there once."),
        N_("Delete the copy you do not mean, or move it to another workbook, and send again."),
        N_("A tab was copied within the workbook. Which of the two counts is not guessed."),
    ),
    Entry(
        "L202",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Tab missing"),
        N_("missing tabs: {value}; the workbook has: {found}"),
        N_(
            "All tabs of the issued sheet must be there, each with its hidden first row and column;"
            " their names and order do not matter."
        ),
        _COPY_ACROSS,
        N_("Tabs are known by a hidden mark, so a tab drawn anew under the old name is missing."),
    ),
    Entry(
        "L203",
        Severity.ERROR,
        Audience.HR,
        N_("Tab of another kind of sheet"),
        N_("the workbook has a tab {value}, which the sheets of this workspace do not have"),
        N_("Only the tabs of the issued sheet are read."),
        N_("Check the workspace's settings (cycles), or ask for the sheet issued here."),
        N_(
            "For example a tab of a month among those of the quarters, brought in from another"
            " workbook."
        ),
    ),
    Entry(
        "L204",
        Severity.ERROR,
        Audience.HR,
        N_("Tab of another sheet"),
        N_("the tab {value} comes from another score sheet"),
        N_("All tabs must come from one and the same sheet."),
        N_("Copy the cells, not the tab: put the entries into the person's own sheet."),
        N_("A tab was moved in from a colleague's or another year's workbook."),
    ),
    Entry(
        "L205",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Sheet of other cycles"),
        N_("this sheet has the cycles {found}; the company now plans and scores {known}"),
        N_("Q1–Q4 are the quarters of a year, M01–M12 its months; a sheet has one or the other."),
        N_("Ask HR for the sheet with {known} and copy what still counts into it."),
        N_(
            "The setting “cycles” was changed after the sheet was issued. Quarters are not turned"
            " into months, or back, by guess, so nothing of the sheet is stored. If the change was"
            " a mistake, HR puts the setting back and takes the sheet in again."
        ),
    ),
    Entry(
        "L301",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Rows missing"),
        N_("these rows of the form are missing: {rows}"),
        _AS_ISSUED,
        _COPY_ACROSS,
        N_(
            "Every row has a hidden key in the first column. Rows that are not needed are left"
            " blank, not deleted: a deleted row cannot be told from a lost one."
        ),
    ),
    Entry(
        "L302",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Columns missing"),
        N_("these columns of the form are missing: {columns}"),
        _AS_ISSUED,
        _COPY_ACROSS,
        N_("Every column has a hidden key in the first row. Hide a column, do not delete it."),
    ),
    Entry(
        "L303",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Row twice"),
        N_("the row {row} is there twice"),
        N_("Each row of the form must be there once."),
        N_("Delete the copied row; rows cannot be added to the form."),
        N_("A whole row was copied with its hidden key. Which of the two counts is not guessed."),
    ),
    Entry(
        "L304",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Column twice"),
        N_("the column {column} is there twice"),
        N_("Each column of the form must be there once."),
        N_("Delete the copied column."),
        N_("A whole column was copied with its hidden key. Which one counts is not guessed."),
    ),
    Entry(
        "L305",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Row not of this form"),
        N_("the row key {value} is not one of this form"),
        _AS_ISSUED,
        _COPY_ACROSS,
        N_("The hidden key of a row was edited, or the row comes from another form."),
    ),
    Entry(
        "L306",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Column not of this form"),
        N_("the column key {value} is not one of this form"),
        _AS_ISSUED,
        _COPY_ACROSS,
        N_("The hidden key of a column was edited, or the column comes from another form."),
    ),
    Entry(
        "L401",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Entry in an added row"),
        N_("“{value}” stands in a row that was added to the form and would not be read"),
        N_("Entries belong in the rows of the issued sheet."),
        N_("Move the entries of this row into a blank row of the form, or delete the row."),
        N_("A row inserted by hand has no hidden key. What stands in it would count for nothing."),
    ),
    Entry(
        "L402",
        Severity.WARNING,
        Audience.CONTRIBUTOR,
        N_("Entry beside the form"),
        N_("“{value}” stands where the form has no field and is not read"),
        N_("Entries belong in the boxed cells of the form."),
        N_("Put what should count into the form, for example into the reason."),
        N_(
            "Notes beside or below the form do no harm, but nobody will see them in a report. A"
            " score in the row of an objective is not read either: the objective's score is"
            " reckoned from its key results."
        ),
    ),
    Entry(
        "L403",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Merged entry cells"),
        N_("the cells {value} are merged over more than one entry"),
        N_("Each entry needs a cell of its own."),
        N_("Unmerge the cells and type each value into its own cell."),
        N_("Merging keeps one value and loses the others, without a word."),
    ),
    Entry(
        "L404",
        Severity.WARNING,
        Audience.CONTRIBUTOR,
        N_("Computed cell typed over"),
        N_("“{value}” was typed over a formula (computed cells of this tab without one: {count})"),
        N_("The issued formula belongs here; what was typed is never used."),
        N_(
            "Leave it, the score is computed anew; a score is set in the self score column, if"
            " there is one."
        ),
        N_(
            "Scores are always computed from the entries, so a typed total changes nothing; it is"
            " mentioned because its author may believe otherwise."
        ),
    ),
    remark(
        "L405",
        Severity.NOTE,
        N_("Hidden rows"),
        N_("rows of the table are hidden or filtered out: {value}; their entries count"),
        N_("Every row of the table can be seen."),
        N_("Nothing to do; show the rows to see what counts."),
        N_("What is hidden, folded up or filtered out is read and scored like everything else."),
    ),
    remark(
        "L406",
        Severity.NOTE,
        N_("Hidden columns"),
        N_("columns of the table are hidden: {value}; their entries count"),
        N_("Every column that is filled in can be seen."),
        N_("Nothing to do; show the columns to see what counts."),
        N_("What is hidden is read and scored like everything else."),
    ),
)
