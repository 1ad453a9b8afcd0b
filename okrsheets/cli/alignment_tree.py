"""The tree of alignment on the screen: below each objective those that support it."""

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.alignment_tree import Branch, branches
from okrsheets.cli.console import say
from okrsheets.language import Language
from okrsheets.model import Kind
from okrsheets.reports.alignment_words import goal_name

_MOST_LINES = 300
_DEEPEST = 12
_INDENT = "  "


def show_tree(found: Alignment, speech: Language) -> None:
    """Show what supports what; of large companies without the persons, who are counted."""
    rows = list(branches(found))
    if not rows:
        return
    say()
    say(speech.text("What supports what"))
    few = len(rows) <= _MOST_LINES
    for row in rows:
        if few or row.goal.owner.kind is not Kind.PERSON:
            say(_line(row, speech))
    if not few:
        say(speech.text("Persons are left out here: --department NAME shows them."))


def _line(row: Branch, speech: Language) -> str:
    text = _INDENT * min(row.depth, _DEEPEST) + goal_name(row.goal)
    return text + speech.text(" (see above)") if row.again else text
