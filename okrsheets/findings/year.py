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
)
