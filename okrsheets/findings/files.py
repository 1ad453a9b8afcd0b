"""F***: the file itself, its container and its XML; such a file is never read in part."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity, fault

_RESEND = N_("Ask for the file again, or open it in Excel or WPS, save it as .xlsx and send that.")
_A_WHOLE_FILE = N_("Only a whole, unaltered workbook is read.")
_A_WORKBOOK = N_("A score sheet is an Excel workbook (.xlsx).")
_NOT_MADE_SO = N_("Excel, WPS, LibreOffice, Numbers and Google never save a workbook like that.")
_SAVE_AS = N_(
    "Save it as .xlsx: in Excel or WPS with File › Save As › “Excel Workbook (*.xlsx)”, in"
    " LibreOffice with File › Save As › “Excel 2007–365 (.xlsx)”, in Numbers with File › Export To"
    " › Excel."
)
_SAVE_AGAIN = N_("Open it in Excel or WPS, save it as .xlsx under a new name and send that file.")

FILES: tuple[Entry, ...] = (
    fault(
        "F101",
        N_("Empty file"),
        N_("the file is empty (0 bytes)"),
        _A_WORKBOOK,
        N_("Send the file again: the upload or the e-mail program lost its content."),
        N_(
            "The file exists and holds nothing. This happens when a transfer is cut off or a"
            " synchronised folder has not fetched the content yet."
        ),
    ),
    fault(
        "F102",
        N_("Incomplete file"),
        N_("the file is incomplete, or something was added to it on the way"),
        _A_WHOLE_FILE,
        _RESEND,
        N_(
            "A workbook ends with a directory of its parts. It is missing, does not fit, or other"
            " bytes stand before or after it. Nothing is read from such a file, not even the parts"
            " that look whole."
        ),
    ),
    fault(
        "F103",
        N_("File too large"),
        N_("the file is {size} MB large"),
        N_("Files may be up to {most} MB; an ordinary score sheet is under 0.2 MB."),
        N_("Take pictures and attachments out of the workbook and put links in their place."),
        N_("Large files are refused before they are opened, so that one cannot hold up the rest."),
    ),
    fault(
        "F104",
        N_("Password on the file"),
        N_("the file is protected by a password"),
        N_("The workbook must open without a password."),
        N_("Open it, remove the password (File › Info › Protect Workbook › Encrypt), save, send."),
        N_(
            "An encrypted workbook cannot be read without its password, and okrsheets never asks"
            " for one. The protection of single sheets does no harm: such a file is read."
        ),
    ),
    fault(
        "F105",
        N_("Old Excel format"),
        N_("this is a workbook in an old format (.xls, .et) that is not a score sheet any more"),
        _A_WORKBOOK,
        _SAVE_AS,
        N_(
            "A score sheet that was saved as .xls is read as long as its hidden keys are there."
            " Here they are not, or the file is damaged or older than Excel 97."
        ),
    ),
    fault(
        "F107",
        N_("Another spreadsheet format"),
        N_("this is a spreadsheet in another format (.numbers, .xlsb or .ods)"),
        _A_WORKBOOK,
        _SAVE_AS,
        N_(
            "A score sheet that was saved as .ods is read as long as its hidden keys are there."
            " Numbers and the binary format .xlsb are not read: saving as .xlsx keeps what was"
            " typed."
        ),
    ),
    fault(
        "F108",
        N_("Packed files"),
        N_("this is an archive with files in it (.rar, .7z, .gz)"),
        N_("Files come by themselves or in a .zip archive."),
        N_("Unpack the archive and put the workbooks into the folder."),
        N_("Zip archives are opened, one level deep; other archives are not."),
    ),
    Entry(
        "F110",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Unsafe name in the container"),
        N_("the file holds a part with an unsafe name: {part}"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_(
            "A name in the container points out of it (.., a drive, a leading slash, a link)."
            " okrsheets unpacks nothing to the disk; the file is refused all the same, since no"
            " spreadsheet program makes one like it."
        ),
    ),
    Entry(
        "F111",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Part twice in the container"),
        N_("the file holds the part {part} twice"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_("Programs differ in which of the two they show: what you see may not be what is read."),
    ),
    Entry(
        "F112",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Too many parts"),
        N_("the file has {count} parts or tabs"),
        N_("Files have at most {most}; a score sheet has 40 to 80."),
        _SAVE_AGAIN,
        N_("The number is read from the directory; nothing is unpacked."),
    ),
    Entry(
        "F113",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Part too large"),
        N_("the part {part} unpacks to {size} MB"),
        N_("An ordinary score sheet unpacks to about half a megabyte."),
        N_("Copy the entries into a fresh score sheet; whole formatted columns make a tab huge."),
        N_(
            "A small file can unpack to gigabytes. The declared sizes are looked at first and are"
            " counted again while reading; nothing beyond the limit is unpacked."
        ),
    ),
    Entry(
        "F114",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Part larger than declared"),
        N_("the part {part} is larger than the file's directory says"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_("The directory gives a wrong size. Reading stops at the declared size."),
    ),
    fault(
        "F115",
        N_("Damaged part"),
        N_("the part {part} is damaged"),
        _A_WHOLE_FILE,
        _RESEND,
        N_("The part's checksum is wrong or it cannot be unpacked: bytes changed on the way."),
    ),
    fault(
        "F116",
        N_("Password on the archive"),
        N_("the parts of the file are encrypted with an archive password"),
        N_("The workbook must open without a password."),
        _SAVE_AGAIN,
        N_("The workbook went through an archive program that put a password on its parts."),
    ),
    Entry(
        "F117",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Unusual container"),
        N_("the file is packed in an unusual way ({part})"),
        _NOT_MADE_SO,
        _SAVE_AGAIN,
        N_(
            "A packing method other than deflate, parts that overlap, or two different names for"
            " one part. Two programs could read two different things from it."
        ),
    ),
    fault(
        "F118",
        N_("Macros in the workbook"),
        N_("the workbook carries macros ({part})"),
        N_("The issued score sheet has no macros."),
        N_("Save it as “Excel Workbook (*.xlsx)”, or copy the entries into a fresh score sheet."),
        N_(
            "Macros are never run. A workbook saved as .xlsm is read without them; one that hides"
            " them in .xlsx is refused, and so are the macro sheets of Excel 4."
        ),
    ),
    Entry(
        "F119",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Part missing"),
        N_("the workbook lacks a part that it needs: {part}"),
        _A_WHOLE_FILE,
        _SAVE_AGAIN,
        N_("A tab, the strings or another needed part is named by the workbook but not there."),
    ),
    Entry(
        "F120",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Part outside the file"),
        N_("the workbook takes a needed part ({part}) from outside the file"),
        N_("A workbook holds all its parts itself."),
        _SAVE_AGAIN,
        N_("Nothing outside the file is ever opened: no other file, no address."),
    ),
    fault(
        "F121",
        N_("Web page instead of a workbook"),
        N_("this is a web page, whatever its name says"),
        _A_WORKBOOK,
        N_("Open it in Excel or WPS and save it as .xlsx, or download the sheet again."),
        N_("Some systems hand out a web page named .xls; sometimes it is only a sign-in page."),
    ),
    fault(
        "F122",
        N_("Text instead of a workbook"),
        N_("this is a plain text (for example .csv), whatever its name says"),
        _A_WORKBOOK,
        N_("Fill in the score sheet you were sent; a text file has no cells to read by."),
        N_("A text file has lost the keys, tabs and formats that a score sheet is read by."),
    ),
    fault(
        "F123",
        N_("PDF instead of a workbook"),
        N_("this is a PDF"),
        _A_WORKBOOK,
        N_("Send the workbook itself, not its printed form."),
        N_("Numbers are taken from cells, never from printed pages."),
    ),
    fault(
        "F124",
        N_("Picture instead of a workbook"),
        N_("this is a picture"),
        _A_WORKBOOK,
        N_("Send the workbook itself, not a photograph or a screen shot of it."),
        N_("Numbers are taken from cells, never from pictures."),
    ),
    fault(
        "F125",
        N_("XML instead of a workbook"),
        N_("this is a single XML file (for example “XML Spreadsheet 2003”)"),
        _A_WORKBOOK,
        N_("Open it and save it with File › Save As as “Excel Workbook (*.xlsx)”."),
        N_("Excel and WPS offer this format next to .xlsx; it is not the same."),
    ),
    fault(
        "F126",
        N_("E-mail without a workbook"),
        N_("this is an e-mail, and no workbook is attached to it"),
        _A_WORKBOOK,
        N_("Attach the workbook and send the e-mail again."),
        N_("The attachments of an e-mail (.eml) are taken out of it; here there are none."),
    ),
    fault(
        "F127",
        N_("Not a workbook"),
        N_("this is not a workbook"),
        _A_WORKBOOK,
        N_("Send the score sheet as .xlsx."),
        N_("The content is of another program, or none that is known, whatever the name says."),
    ),
    fault(
        "F128",
        N_("Archive without a workbook"),
        N_("this is an archive, and there is no workbook in it"),
        _A_WORKBOOK,
        N_("Send the score sheet as .xlsx."),
        N_("A workbook is an archive with certain parts; this one has none of them."),
    ),
)
