"""Lists of people under a heading, as long as people read them; `--format json` has them all."""

from collections.abc import Sequence

from okrsheets.cli.console import print_table, say
from okrsheets.cli.words import ui
from okrsheets.display import cut
from okrsheets.model import Person

_NAMED = 20
_LONGEST_ID = 20
_LONGEST = 200
Row = tuple[Person, str]


def show_people(heading: str, rows: Sequence[Row], column: str) -> None:
    """Print people with a word about each, under a heading; nothing where there are none.

    `heading` and `column` are in the reader's language already.
    """
    if not rows:
        return
    say(heading)
    speech = ui()
    heads = (speech.text("Id"), speech.text("Name"), column)
    shown = [
        (cut(person.id, _LONGEST_ID), cut(person.name), cut(word, _LONGEST))
        for person, word in rows[:_NAMED]
    ]
    print_table(heads, shown)
    if len(rows) > _NAMED:
        say(speech.text("… and {rest} more", rest=len(rows) - _NAMED))
    say()
