"""P***: what is found while reports are printed: characters without a glyph, failed pages."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

PAPER: tuple[Entry, ...] = (
    Entry(
        "P101",
        Severity.WARNING,
        Audience.ADMINISTRATOR,
        N_("Character without a glyph"),
        N_("no font of the reports has the character {code} in “{value}”"),
        N_("Every character is printed as it was typed."),
        N_(
            "The report shows {code} in its place. If “okrsheets doctor” names a font for other"
            " letters that is lacking, install it; else write it another way."
        ),
        N_(
            "Rare characters of names and emoji are not in every font. The report never shows an"
            " empty box: it prints the character's code, so that nothing is lost or mistaken."
        ),
    ),
    Entry(
        "P201",
        Severity.WARNING,
        Audience.ADMINISTRATOR,
        N_("Remark of the typesetting engine"),
        N_("while this report was set, the engine remarked: “{value}”"),
        N_("Reports are set without a remark."),
        N_("Look at the report's pages; if something is wrong on them, tell the administrator."),
        N_(
            "The report was made. The engine says such things when it leaves something out, which"
            " the templates that come with okrsheets never make it do."
        ),
    ),
    Entry(
        "P301",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Report not made"),
        N_("this report could not be made: {value}"),
        N_("A report for everybody asked for."),
        N_("The other reports are made. Run the command again; if it fails again, report it."),
        N_(
            "One report that fails does not stop the others, and no half of it is left behind."
            " Running the command again makes only what is missing or has changed."
        ),
    ),
    Entry(
        "P302",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Report took too long"),
        N_("setting this report was stopped because it took too long: {value}"),
        N_("Pages that are set within the time."),
        N_(
            "The other reports are made. Look whether a text in the person's sheet, or in a sheet"
            " of the part that is named, is extremely long; shorten it, take the sheet in again and"
            " run the command again."
        ),
        N_(
            "A person's pages take a fraction of a second, a part of a document some seconds. The"
            " bound keeps one stuck page from holding up everybody's reports; no half of it is left"
            " behind."
        ),
    ),
    Entry(
        "P303",
        Severity.ERROR,
        Audience.ADMINISTRATOR,
        N_("Report not put in its place"),
        N_("this report is ready and could not be put in its place: {value}"),
        N_("A file that can be replaced, in a folder that can be written."),
        N_(
            "Close the file where it is open, or have the folder opened for writing, and run the"
            " command again: nothing is set anew. The other reports are made."
        ),
        N_(
            "Some programs keep a file for themselves as long as they show it. The earlier report"
            " stays whole, and no half of the new one is left behind. A disk that is full stops the"
            " whole run instead, with exit code 3."
        ),
    ),
)
