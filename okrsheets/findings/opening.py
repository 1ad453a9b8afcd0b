"""F129-F137: what a file costs to read, what lies in another file, what was converted."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity, fault

_A_WORKBOOK = N_("A score sheet is an Excel workbook (.xlsx).")
_FRESH_SHEET = N_("Copy the entries into a fresh score sheet and send that one.")

OPENING: tuple[Entry, ...] = (
    fault(
        "F129",
        N_("Takes too long to read"),
        N_("reading the file was stopped after {most} seconds"),
        N_("An ordinary score sheet is read in a fraction of a second."),
        _FRESH_SHEET,
        N_(
            "Every file is read in a process of its own that may take so long and no longer. What"
            " the file holds cannot be told; the other files are read as usual."
        ),
    ),
    fault(
        "F130",
        N_("Takes too much memory to read"),
        N_("reading the file was stopped: it takes too much memory"),
        N_("An ordinary score sheet takes a few megabytes."),
        _FRESH_SHEET,
        N_(
            "Every file is read in a process of its own that may take 300 MB and no more. What the"
            " file holds cannot be told; the other files are read as usual."
        ),
    ),
    Entry(
        "F131",
        Severity.NOTE,
        Audience.HR,
        N_("Opened: its files are listed by themselves"),
        N_("this was opened; the files in it, {count} of them, are listed by themselves"),
        "",
        N_("Nothing to do."),
        N_(
            "The files of a zip archive and the attachments of an e-mail are taken in like files of"
            " the folder, one level deep. Nothing is unpacked to the disk."
        ),
    ),
    Entry(
        "F132",
        Severity.ERROR,
        Audience.HR,
        N_("Too many files in the archive"),
        N_("the archive holds {count} files"),
        N_("Archives have at most {most} files."),
        N_("Unpack it and put the workbooks into the folder, or make several archives of it."),
        N_("The number is read from the archive's directory; nothing is unpacked."),
    ),
    Entry(
        "F133",
        Severity.ERROR,
        Audience.HR,
        N_("Archive within an archive"),
        N_("this is an archive or an e-mail within another one"),
        N_("Archives and e-mails are opened one level deep."),
        N_("Take it out and put it into the folder by itself."),
        N_("One level is enough for what people send, and no archive can unfold without end."),
    ),
    fault(
        "F134",
        N_("E-mail in Outlook's own format"),
        N_("this is an e-mail in Outlook's own format (.msg, winmail.dat), not the attachment"),
        _A_WORKBOOK,
        N_(
            "Open the e-mail in Outlook, right-click the attachment, choose “Save As” and send the"
            " workbook itself."
        ),
        N_(
            "A winmail.dat arrives where Outlook sent an e-mail as “rich text” and the other side"
            " uses another program: have it sent again as “HTML” or “plain text”."
        ),
    ),
    fault(
        "F135",
        N_("Text document or slides"),
        N_("this is a text document or a presentation (Word, WPS Writer, PowerPoint)"),
        _A_WORKBOOK,
        N_("Fill in the score sheet you were sent; it opens in Excel or WPS Spreadsheets."),
        N_("Numbers are taken from the cells of the score sheet, never from a text."),
    ),
    Entry(
        "F136",
        Severity.NOTE,
        Audience.CONTRIBUTOR,
        N_("Read from another format"),
        N_("the sheet was sent as {format} and was read all the same"),
        N_("A score sheet is sent as Excel workbook (.xlsx)."),
        N_("Nothing to do now; next time save it with File › Save As as .xlsx."),
        N_(
            "The sheet's hidden keys are still there, so every entry was found. Other formats lose"
            " a part of what a sheet holds, drop-downs and formulas for example."
        ),
    ),
    Entry(
        "F137",
        Severity.NOTE,
        Audience.CONTRIBUTOR,
        N_("Macros left aside"),
        N_("the workbook can carry macros (.xlsm); they were left aside"),
        N_("The issued score sheet has no macros."),
        N_("Nothing to do now; next time save it as “Excel Workbook (*.xlsx)”."),
        N_(
            "Only the cells were read. Macros are never run. A workbook that is called .xlsx and"
            " holds macros is refused."
        ),
    ),
)
