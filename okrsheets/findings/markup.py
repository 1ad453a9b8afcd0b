"""F2**: the XML inside a returned workbook: document types, broken parts, doubled cells."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

_RESEND = N_("Ask for the file again, or open it in Excel or WPS, save it as .xlsx and send that.")
_A_WHOLE_FILE = N_("Only a whole, unaltered workbook is read.")
_NOT_MADE_SO = N_("Excel, WPS, LibreOffice, Numbers and Google never save a workbook like that.")
_SAVE_AGAIN = N_("Open it in Excel or WPS, save it as .xlsx under a new name and send that file.")

MARKUP: tuple[Entry, ...] = (
    Entry(
        "F201",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Document type in the XML"),
        N_("the part {part} declares a document type (DOCTYPE)"),
        _NOT_MADE_SO,
        N_("Ask where the file comes from; copy the entries into a fresh score sheet."),
        N_(
            "No spreadsheet program writes one. It is the way to make a small file explode or to"
            " reach other files, so it is refused in every part, before anything is done with it."
        ),
    ),
    Entry(
        "F202",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Broken XML"),
        N_("the part {part} is not readable XML"),
        _A_WHOLE_FILE,
        _RESEND,
        N_("Badly encoded, not closed, or nested beyond reason. Nothing is guessed from it."),
    ),
    Entry(
        "F203",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Text that is not there"),
        N_("a cell refers to text number “{value}”, which the workbook does not hold"),
        _A_WHOLE_FILE,
        _SAVE_AGAIN,
        N_("Texts stand in one list and cells point to it. A wrong pointer is never followed."),
    ),
    Entry(
        "F205",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Row or cell twice"),
        N_("row {row} or a cell in it is stored twice"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_("Programs differ in which of the two they show: what you see may not be what is read."),
    ),
    Entry(
        "F206",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Wrong cell address"),
        N_("a row or cell has an address that does not fit: “{value}”"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_("A cell says that it stands in another row, or outside the sheet."),
    ),
    Entry(
        "F207",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Too many cells"),
        N_("the workbook holds more than {most} cells, texts, formats or merged ranges"),
        N_("An ordinary score sheet unpacks to about half a megabyte."),
        N_("Copy the entries into a fresh score sheet."),
        N_("A score sheet has about 3,500 cells, the largest 20,000. Reading stops at the limit."),
    ),
    Entry(
        "F208",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Unknown kind of cell"),
        N_("a cell is of the unknown kind “{value}”"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_("The format knows seven kinds of cell. Another one is not read as if it were text."),
    ),
)
