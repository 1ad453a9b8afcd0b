"""T1**-T3**: a company's own template: its file, its tabs, its keys."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity
from okrsheets.findings.template_cells import TEMPLATE_CELLS

_EXPORT = N_("Export the template again, and carry your looks over.")
_UNDO = N_("Undo that, or take the tab over from a fresh export.")


def _entry(code: str, severity: Severity, *texts: str) -> Entry:
    title, message, expected, action, about = texts
    return Entry(code, severity, Audience.HR, title, message, expected, action, about)


TEMPLATE: tuple[Entry, ...] = (
    _entry(
        "T101",
        Severity.ERROR,
        N_("Not a template of okrsheets"),
        N_("none of the tabs of this workbook carries the marker of a score sheet"),
        N_("A template begins as a workbook that “okrsheets template export” wrote."),
        N_("Export the template, and restyle that file."),
        N_("Tabs are known by a hidden marker in their corner, never by their names or looks."),
    ),
    _entry(
        "T102",
        Severity.ERROR,
        N_("Saved in another kind of .xlsx"),
        N_("the template was saved as “Strict Open XML”"),
        N_("A template is an “Excel Workbook (.xlsx)”."),
        N_("Save it as “Excel Workbook (.xlsx)”."),
        N_("The strict kind is rarely used, and not every program opens it."),
    ),
    _entry(
        "T103",
        Severity.ERROR,
        N_("Program in the template"),
        N_("the template holds a program or a control ({value})"),
        N_("Score sheets hold no macros, buttons or other controls."),
        N_("Remove it, and save as “Excel Workbook (.xlsx)”."),
        N_("Mail systems stop workbooks with programs, and intake refuses them."),
    ),
    _entry(
        "T104",
        Severity.ERROR,
        N_("Link to another file"),
        N_("the template fetches something from outside: {part}"),
        N_("A score sheet stands alone. Links that people click are allowed."),
        N_("Put the picture or the values into the template itself, and break the link."),
        N_("Whoever opens a sheet would be asked to fetch something they cannot reach."),
    ),
    _entry(
        "T105",
        Severity.ERROR,
        N_("Embedded object"),
        N_("the template holds something a sheet cannot carry: {part}"),
        N_("Cells, pictures, charts and notes can be carried."),
        N_("Remove it; a picture of it will do."),
        N_("Embedded documents, pivot tables and the like carry data of their own to everybody."),
    ),
    _entry(
        "T106",
        Severity.WARNING,
        N_("Large template"),
        N_("the template has {size} MB"),
        N_("Up to {most} MB is easily sent, since every sheet carries it all."),
        N_("Use a smaller picture."),
        N_("A thousand sheets of 5 MB are 5 GB of mail."),
    ),
    _entry(
        "T107",
        Severity.ERROR,
        N_("Issued sheet instead of the template"),
        N_("this is a sheet that was issued to somebody, not the template"),
        N_("A template carries placeholders where a sheet carries a person."),
        _EXPORT,
        N_("With one person's sheet as the template, everybody would get that person's data."),
    ),
    _entry(
        "T108",
        Severity.WARNING,
        N_("Hidden tab gone"),
        N_("the hidden tab that says what the template was exported with is gone"),
        N_("Sheets carry that tab; it is put back when they are issued."),
        N_("Nothing to do, unless year, language or settings have changed since the export."),
        N_("Without it, only the formulas can tell that the settings are other ones now."),
    ),
    _entry(
        "T201",
        Severity.ERROR,
        N_("Tab missing"),
        N_("tabs of the score sheet are missing, or have lost their marker: {value}"),
        N_("Every tab stays, and with it the hidden first row and column."),
        _EXPORT,
        N_(
            "Tabs may be renamed and moved. A tab that was pasted into another one has lost the"
            " marker in its hidden corner."
        ),
    ),
    _entry(
        "T202",
        Severity.ERROR,
        N_("Tab there twice"),
        N_("the tabs “{first}” and “{second}” are both {value}"),
        N_("Each tab of the score sheet is there once."),
        N_("Delete one of the two."),
        N_("A copied tab carries its marker with it."),
    ),
    _entry(
        "T203",
        Severity.ERROR,
        N_("Tab of another shape"),
        N_("the settings know no tab {value}"),
        N_("The template has the tabs that the settings ask for."),
        _EXPORT,
        N_("For example months in the template, quarters in the settings."),
    ),
    _entry(
        "T204",
        Severity.ERROR,
        N_("Other shape than the settings"),
        N_("the template has the shape {value}, the settings ask for {shape}"),
        N_("Template and settings agree in the section [sheet]."),
        _EXPORT,
        N_(
            "The shape is the number of objectives and key results, quarters or months, and the"
            " columns that are left out. A template cannot change it, only the settings."
        ),
    ),
    _entry(
        "T205",
        Severity.ERROR,
        N_("Other language"),
        N_("the template is in the language {value}, {language} is wanted"),
        N_("Each language has a template of its own."),
        N_("Export one for each language; the setting “template” says how their files are named."),
        N_("Drop-downs and formulas hold words of one language."),
    ),
    _entry(
        "T206",
        Severity.ERROR,
        N_("Other policies than the settings"),
        N_("the policies of scoring were changed after the template was exported"),
        N_("The formulas of a sheet follow the policies of the settings."),
        _EXPORT,
        N_("The formulas would show other scores than those in the reports."),
    ),
    _entry(
        "T207",
        Severity.WARNING,
        N_("Template of another year"),
        N_("the template was exported for {value}, the settings say {year}"),
        N_("The dates on a sheet are those of its year."),
        N_("Look through the dates in the template, or export it again."),
        N_("The dates in the bars and in the calendar are words of the template."),
    ),
    _entry(
        "T208",
        Severity.ERROR,
        N_("Lists changed"),
        N_("the hidden list holds “{value}” here"),
        N_("It must be “{wanted}”, as exported."),
        _UNDO,
        N_("Formulas and intake know the words of the drop-downs; other words would not score."),
    ),
    _entry(
        "T301",
        Severity.ERROR,
        N_("Rows missing"),
        N_("rows of the form are missing: {value}"),
        N_("Every row of the form stays; it may be moved or hidden."),
        _UNDO,
        N_("A deleted row takes its hidden key with it, and intake would not find its fields."),
    ),
    _entry(
        "T302",
        Severity.ERROR,
        N_("Columns missing"),
        N_("columns of the form are missing: {value}"),
        N_("Every column of the form stays; it may be moved or hidden."),
        N_("Undo that; columns that you do not want are left out in the settings."),
        N_("[sheet] leave_out takes columns out of the form, its formulas and the reports alike."),
    ),
    _entry(
        "T303",
        Severity.ERROR,
        N_("Row there twice"),
        N_("the row {value} is there twice"),
        N_("Each row of the form is there once."),
        N_("Delete the second one, or clear its hidden first cell."),
        N_("A copied row carries its hidden key with it."),
    ),
    _entry(
        "T304",
        Severity.ERROR,
        N_("Column there twice"),
        N_("the column {value} is there twice"),
        N_("Each column of the form is there once."),
        N_("Delete the second one, or clear its hidden first cell."),
        N_("A copied column carries its hidden key with it."),
    ),
    _entry(
        "T305",
        Severity.ERROR,
        N_("Unknown row key"),
        N_("the hidden first column holds “{value}”, which is no row of this form"),
        N_("Rows of your own have no key; they get one when sheets are issued."),
        N_("Clear the hidden cell, or undo the change."),
        N_("The hidden first column and row belong to okrsheets."),
    ),
    _entry(
        "T306",
        Severity.ERROR,
        N_("Unknown column key"),
        N_("the hidden first row holds “{value}”, which is no column of this form"),
        N_("Columns of your own have no key; they get one when sheets are issued."),
        N_("Clear the hidden cell, or undo the change."),
        N_("The hidden first column and row belong to okrsheets."),
    ),
    _entry(
        "T307",
        Severity.ERROR,
        N_("Hidden cell cleared"),
        N_("a hidden cell that formulas need was cleared or overwritten"),
        N_("It must hold {wanted}."),
        _UNDO,
        N_("Each sheet writes there what it knows of the person, for example when they left."),
    ),
    *TEMPLATE_CELLS,
)
