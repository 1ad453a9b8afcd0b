"""V***: whose sheet it is, which version it is, and whether the file could be taken in at all."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity
from okrsheets.findings.year import YEAR

PEOPLE: tuple[Entry, ...] = (
    Entry(
        "V101",
        Severity.ERROR,
        Audience.HR,
        N_("Identity not issued here"),
        N_(
            "the sheet says it belongs to {person} ({year}), but that identity was not issued here."
        ),
        N_("Every sheet carries the identity that this workspace gave it."),
        N_("Have the person copy the entries into their own sheet; “okrsheets sheets” issues it."),
        N_(
            "The hidden identity of a sheet carries a keyed token. It does not fit: the identity"
            " was edited, was copied from another person's sheet, or comes from another"
            " organisation's workspace. The file is never guessed to be anyone's."
        ),
    ),
    Entry(
        "V102",
        Severity.ERROR,
        Audience.HR,
        N_("Not on the roster"),
        N_("nobody on the roster has the id {person}."),
        N_("Every sheet belongs to a line of the roster."),
        N_("Add the person to the roster and run “okrsheets ingest” again; the file is kept."),
        N_(
            "The sheet was issued here, but its person is not on the roster (any more). The file is"
            " kept and held; as soon as the roster has the id, the next ingest takes it in."
        ),
    ),
    Entry(
        "V103",
        Severity.WARNING,
        Audience.HR,
        N_("Another name on the sheet"),
        N_("the sheet names {value}, the roster names {name} for the id {person}."),
        N_("The name on the sheet is the name on the roster."),
        N_("Make sure that the sheet is really that person's; correct the name where it is wrong."),
        N_(
            "The id decides, never the name: the sheet is taken in under its id. Another name"
            " may be a spelling, or a colleague's sheet filled in by mistake."
        ),
    ),
    Entry(
        "V104",
        Severity.ERROR,
        Audience.CONTRIBUTOR,
        N_("Sheet of another year"),
        N_("this is a sheet of {found}; this workspace holds {year}."),
        N_("A sheet of {year} is needed."),
        N_("Ask HR for the sheet of {year} and copy the text across."),
        N_("A workspace holds one year. Sheets of another year are not taken in."),
    ),
    Entry(
        "V201",
        Severity.ERROR,
        Audience.HR,
        N_("Newest version unknown"),
        N_("of {count} files of {person} it cannot be told which is the newest: {why}."),
        N_("Each file carries its own date of last saving, all different and none in the future."),
        N_("Ask {person} which one counts, have that one opened, saved and sent again."),
        N_(
            "Two files of one person are ranked by the date of last saving that stands inside the"
            " file, never by the date of the file itself, which mail programs reset. Where that"
            " date is missing, equal or in the future, nothing is guessed: the files are held."
            " A file saved later settles it."
        ),
    ),
    Entry(
        "V202",
        Severity.ERROR,
        Audience.HR,
        N_("Changed on both sides"),
        N_("{value} stands here, {stored} in the version taken in meanwhile; both are changes."),
        N_("A cell is changed in one copy only, or to the same value in both."),
        N_("Agree on the value, type it into the newest copy, save it and send that one."),
        N_(
            "Two copies of one sheet were worked on side by side, for example by the employee and"
            " the manager. Changes of different cells are joined. Here the same cell was changed in"
            " both, so the file is held until a newer copy settles it."
        ),
    ),
    Entry(
        "V203",
        Severity.NOTE,
        Audience.HR,
        N_("Older than what is stored"),
        N_("saved on {modified}, before the version of {person} that is already stored."),
        "",
        N_("Nothing to do: it is kept as history and the newer version stays."),
        N_("An older copy that arrives late is kept as history and changes nothing."),
    ),
    Entry(
        "V204",
        Severity.NOTE,
        Audience.HR,
        N_("Joined with another copy"),
        N_("{count} cells were kept from another copy of this sheet: {cells}."),
        "",
        N_("Nothing to do, unless one of them should be blank."),
        N_(
            "Two copies of the sheet were filled in side by side and their changes do not touch"
            " each other, so both are kept: the employee's actuals and the manager's scores, say."
        ),
    ),
    Entry(
        "V205",
        Severity.WARNING,
        Audience.HR,
        N_("Values gone blank"),
        N_("{count} cells that held a value in the stored version are blank now: {cells}."),
        N_("A newer version keeps what was filled in, unless it was cleared on purpose."),
        N_("If they were not cleared on purpose, type them in again and send the sheet again."),
        N_(
            "The newer version counts, blanks included. The earlier version is kept as history, so"
            " nothing is lost."
        ),
    ),
    Entry(
        "V206",
        Severity.ERROR,
        Audience.HR,
        N_("Joined copies disagree"),
        N_("joined with another copy of this sheet, it would have a fault: {problem}"),
        N_("Two copies of a sheet must fit together."),
        N_("Have one copy made of the two, saved and sent again."),
        N_(
            "Each copy is right by itself, but together they are not: for example the weights of an"
            " objective no longer add up. The file is held."
        ),
    ),
    Entry(
        "V207",
        Severity.NOTE,
        Audience.HR,
        N_("Clash settled"),
        N_("this copy settles what an earlier one left open; its values count: {cells}."),
        N_("A held sheet is settled by a newer copy."),
        N_("Nothing to do; the earlier versions are kept."),
        N_(
            "An earlier copy was held because the same cell had been changed on both sides, and its"
            " sender was asked. A copy saved after that is taken whole: what was agreed stands in"
            " it. All that was saved before is kept as history."
        ),
    ),
    Entry(
        "V208",
        Severity.ERROR,
        Audience.HR,
        N_("Older value in a newer copy"),
        N_("{value} stands here, as in an earlier version; {stored} was taken in meanwhile."),
        N_("A newer copy holds what was taken in last, or something new."),
        N_("Ask which value counts, have it typed into the newest copy, saved and sent again."),
        N_(
            "The copy was saved last, yet holds nothing but earlier values: either an old copy was"
            " saved again, or a change was taken back. Nothing is guessed; a copy sent after this"
            " settles it."
        ),
    ),
    Entry(
        "V301",
        Severity.ERROR,
        Audience.HR,
        N_("Changed while being read"),
        N_("the file was changed or moved while it was being read."),
        N_("A file must not change while it is read."),
        N_("Wait until copying or synchronising is done, then run “okrsheets ingest” again."),
        N_("A file still being copied or synchronised is never half read: it is left for later."),
    ),
    Entry(
        "V302",
        Severity.NOTE,
        Audience.HR,
        N_("Not a file"),
        N_("this is not a regular file: {what}."),
        "",
        N_("Nothing to do; it was skipped."),
        N_("Pipes, sockets, devices and links that lead out of the folder are skipped."),
    ),
    Entry(
        "V304",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("File cannot be opened"),
        N_("the file cannot be opened: {reason}."),
        N_("Whoever runs okrsheets must be allowed to read the file."),
        N_("Give the right to read it, or copy it again, then run “okrsheets ingest” again."),
        N_("The system refused to open or to read the file."),
    ),
    Entry(
        "V305",
        Severity.NOTE,
        Audience.HR,
        N_("Not a returned sheet"),
        N_("this is a temporary or system file."),
        "",
        N_("Nothing to do; it was skipped."),
        N_(
            "Office programs and systems leave files such as ~$name.xlsx, .DS_Store or Thumbs.db in"
            " folders. They are skipped and counted as ignored."
        ),
    ),
    Entry(
        "V306",
        Severity.NOTE,
        Audience.HR,
        N_("The list of issued sheets"),
        N_("this is the list of issued sheets, which “okrsheets sheets” writes."),
        "",
        N_("Nothing to do; it was skipped."),
        N_(
            "The list stands in the folder of issued sheets and carries a mark, whatever it is"
            " called. It is nobody's score sheet, so it is counted as ignored."
        ),
    ),
    Entry(
        "V307",
        Severity.NOTE,
        Audience.HR,
        N_("Picture in an e-mail"),
        N_("this is a picture in an e-mail that has other attachments."),
        "",
        N_("Nothing to do; it was skipped."),
        N_(
            "The pictures of an e-mail are mostly those of its signature. Where an e-mail holds"
            " nothing but pictures, it is refused as one without a workbook."
        ),
    ),
    *YEAR,
    Entry(
        "V901",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Internal fault"),
        N_("okrsheets itself failed on this file ({kind})."),
        N_("Every file is either read or refused with a reason."),
        N_("Report the fault with this file; the other files were taken in."),
        N_("A fault of the program, not of the sheet. The file is not stored."),
    ),
    Entry(
        "V902",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Reading process ended"),
        N_("the process that read this file ended by itself, twice."),
        N_("Every file is either read or refused with a reason."),
        N_("Report the fault with this file; the other files were taken in."),
        N_("The file brought the reading process down. It was tried once more, alone."),
    ),
)

IGNORED = frozenset({"F131", "V305", "V306", "V307"})
"""The codes of files that are read far enough to see that they are nobody's sheet."""

HOLDING = frozenset({"V102", "V201", "V202", "V206", "V208", "V401"})
"""The codes with which a file waits for a person's decision instead of being rejected."""
