"""V4**: files that come after a plan was frozen or a cycle was closed."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

YEAR: tuple[Entry, ...] = (
    Entry(
        "V401",
        Severity.ERROR,
        Audience.HR,
        N_("Change in a closed cycle"),
        N_("{here} stands here; {cycle} was closed on {date} with {stored}."),
        N_("A closed cycle stays as it was when it was closed."),
        N_(
            "Put back what stood there and send the sheet again, or ask HR to open {cycle} again"
            " (“okrsheets reopen”); the file is kept."
        ),
        N_(
            "The scores of a closed cycle are locked. A later file that changes any of its cells is"
            " held as a whole; nothing of it is stored. As soon as the cycle is open again, the"
            " next ingest tries the file anew. A file that leaves the closed cycle as it is, is"
            " taken in with everything else that it says. Where the year is closed, the reviews of"
            " its tab are locked, too."
        ),
    ),
    Entry(
        "V402",
        Severity.NOTE,
        Audience.HR,
        N_("Plan changed after the freeze"),
        N_("{count} cells of the plan of {cycle}, frozen on {date}, changed: {changes}."),
        "",
        N_("Nothing to do: it is taken in, and “okrsheets changes” lists it with both targets."),
        N_(
            "A plan may be changed after it was frozen: a text, a type, a weight, a baseline, a"
            " target. The change is accepted and never lost sight of: “okrsheets changes” shows old"
            " and new side by side, and the score under either target."
        ),
    ),
    Entry(
        "V403",
        Severity.WARNING,
        Audience.HR,
        N_("Held change that was taken back"),
        N_("{here} stands here; a sheet that was saved later has {stored} again."),
        N_("The later sheet counts: this file waited while its cycle was closed, and is history."),
        N_(
            "If {here} is right, have it typed into the newest sheet and sent again. Else there is"
            " nothing to do."
        ),
        N_(
            "The file was held because it changed a closed cycle, and its sender was told to put"
            " the value back. A later sheet did so and was taken in. Now that the cycle is open"
            " again, the earlier file must not bring its value back unnoticed: it is kept as"
            " history, and nothing of it is joined. A correction for which the cycle was opened"
            " again has to be in the newest sheet."
        ),
    ),
)
