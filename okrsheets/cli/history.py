"""`okrsheets history ID`: a person's versions, and what differs between two of them."""

import difflib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from okrsheets.batch.hands import Hand
from okrsheets.batch.history import (
    Difference,
    History,
    Origin,
    VersionState,
    differences,
    known_people,
    load_history,
)
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.fields import field_words
from okrsheets.cli.intake import STATE_WORDS as FILE_WORDS
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.display import cut, shown_cell
from okrsheets.errors import N_, UsageError
from okrsheets.language import Language
from okrsheets.store import StoredVersion
from okrsheets.workspace import Workspace, open_workspace

_HASH = 12
_MOST_LINES = 200
_NEEDED = 2
STATE_WORDS = {
    VersionState.CURRENT: N_("the sheet as it stands"),
    VersionState.JOINED: N_("some of its cells are joined in"),
    VersionState.HISTORY: N_("kept as history"),
}
ORIGIN_WORDS = {
    Origin.FIRST: N_("first"),
    Origin.REPLACED: N_("newer, replaced the one before"),
    Origin.JOINED: N_("joined with a copy worked on side by side"),
    Origin.LATE: N_("older one that came late"),
    Origin.SETTLED: N_("sent again after a question, counts whole"),
}
HAND_WORDS = {Hand.EMPLOYEE: N_("employee"), Hand.MANAGER: N_("manager")}
_HELP = ui().text(
    "Show every version of a person's sheet, and what differs between two of them.\n\n"
    "Without --compare it is the last two. Files that wait for a decision are listed, too."
)


@click.command(help=_HELP)
@click.argument("person", metavar="ID")
@click.option(
    "--compare",
    nargs=2,
    type=int,
    metavar="A B",
    help=ui().text("The numbers of the two versions to compare."),
)
@form_option()
def command(person: str, compare: tuple[int, int] | None, form: str) -> int:
    """Show the history."""
    workspace = open_workspace(workspace_folder())
    history = load_history(workspace, person)
    if history is None:
        raise unknown_person(workspace, person)
    pair = _pair(history, compare)
    if form == "json":
        print_json(history_record(history, pair, ui()))
    else:
        _show(history, pair, ui())
    return 0


def unknown_person(workspace: Workspace, person: str) -> UsageError:
    """Give the stop for an id that is nowhere, with those that are nearest to it."""
    known = known_people(workspace)
    folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(person.casefold(), folded, n=3, cutoff=0.6)
    if not near:
        return UsageError(
            N_("there is nobody with the id “{id}”, on the roster or in the store"),
            id=cut(person),
        )
    return UsageError(
        N_("there is nobody with the id “{id}”, on the roster or in the store. Near: {near}"),
        id=cut(person),
        near=tuple(folded[one] for one in near),
    )


def _pair(
    history: History, named: tuple[int, int] | None
) -> tuple[StoredVersion, StoredVersion] | None:
    if named is not None:
        return history.version(named[0]), history.version(named[1])
    last = [line.version for line in history.lines[-_NEEDED:]]
    return (last[0], last[1]) if len(last) == _NEEDED else None


def history_record(
    history: History, pair: tuple[StoredVersion, StoredVersion] | None, speech: Language
) -> dict[str, Any]:
    """Give the history as promised to programs."""
    return {
        "person": history.person,
        "name": history.name,
        "on_roster": history.on_roster,
        "year": history.year,
        "versions": [
            {
                "version": line.version.version,
                "received": line.version.received.isoformat(),
                "modified": line.version.modified and line.version.modified.isoformat(),
                "file": line.file,
                "sha256": line.version.sha256,
                "state": line.state.value,
                "origin": line.origin.value,
                "differences": len(line.changes),
                "hands": [hand.value for hand in line.hands],
            }
            for line in history.lines
        ],
        "files": [
            {
                "file": file.name,
                "sha256": file.sha256,
                "received": file.received.isoformat(),
                "state": file.state.value,
                "codes": list(file.codes),
            }
            for file in history.waiting
        ],
        "compare": _compare_record(pair, speech) if pair else None,
    }


def _compare_record(pair: tuple[StoredVersion, StoredVersion], speech: Language) -> dict[str, Any]:
    before, after = pair
    return {
        "from": before.version,
        "to": after.version,
        "differences": [
            {
                "field": one.key,
                "words": field_words(one.key, speech),
                "hand": one.hand.value,
                "sheet": one.cell.place.sheet,
                "cell": one.cell.place.ref,
                "from": shown_cell(one.before) or None,
                "to": shown_cell(one.after) or None,
                "from_raw": one.before.raw if one.before else None,
                "to_raw": one.after.raw if one.after else None,
            }
            for one in differences(before, after)
        ],
    }


def _show(
    history: History, pair: tuple[StoredVersion, StoredVersion] | None, speech: Language
) -> None:
    say(
        speech.text(
            "{name} ({id}) · {year}",
            name=cut(history.name),
            id=cut(history.person),
            year=history.year,
        )
    )
    if not history.on_roster:
        say(speech.text("Not on the roster (any more); the sheet counts nowhere."))
    if history.lines:
        say()
        _show_versions(history, speech)
    else:
        say(speech.text("No version is stored."))
    if history.waiting:
        say()
        _show_files(history, speech)
    if pair:
        say()
        _show_differences(pair, speech)


def _show_versions(history: History, speech: Language) -> None:
    rows = [
        (
            str(line.version.version),
            shown_time(line.version.received),
            shown_time(line.version.modified) if line.version.modified else "–",
            cut(line.file),
            line.version.sha256[:_HASH],
            speech.text(STATE_WORDS[line.state]),
            speech.text(ORIGIN_WORDS[line.origin]),
            _count(len(line.changes), [speech.text(HAND_WORDS[h]) for h in line.hands], speech),
        )
        for line in history.lines
    ]
    print_table(
        (
            speech.text("No."),
            speech.word("time", "Received"),
            speech.text("Saved"),
            speech.text("File"),
            speech.text("SHA-256"),
            speech.text("What it is"),
            speech.text("How it came"),
            speech.text("Cells changed"),
        ),
        rows,
    )


def _count(number: int, hands: Sequence[str], speech: Language) -> str:
    parts = speech.listed(hands)
    return speech.text("{number} ({parts})", number=number, parts=parts) if number else "0"


def shown_time(moment: datetime) -> str:
    """Give a time as a line of a table has it: in UTC, to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _show_files(history: History, speech: Language) -> None:
    say(speech.text("Files that are not stored:"))
    rows = [
        (
            shown_time(file.received),
            cut(file.name),
            file.sha256[:_HASH],
            speech.text(FILE_WORDS[file.state]),
            ", ".join(file.codes),
        )
        for file in history.waiting
    ]
    headings = (
        speech.word("time", "Received"),
        speech.text("File"),
        speech.text("SHA-256"),
        speech.text("State"),
        speech.text("Code"),
    )
    print_table(headings, rows)


def _show_differences(pair: tuple[StoredVersion, StoredVersion], speech: Language) -> None:
    before, after = pair
    found = differences(before, after)
    numbers = {"before": before.version, "after": after.version}
    if not found:
        say(speech.text("Versions {before} and {after} hold the same values.", **numbers))
        return
    say(speech.text("From version {before} to version {after}:", **numbers))
    blank = speech.text("(blank)")
    rows = [_difference_row(one, blank, speech) for one in found[:_MOST_LINES]]
    print_table(
        (
            speech.text("Field"),
            speech.text("Cell"),
            speech.text("Part of"),
            speech.text("From"),
            speech.text("To"),
        ),
        rows,
    )
    if len(found) > _MOST_LINES:
        rest = len(found) - _MOST_LINES
        say(speech.text("… and {rest} more; “--format json” gives all of them.", rest=rest))


def _difference_row(one: Difference, blank: str, speech: Language) -> tuple[str, ...]:
    return (
        field_words(one.key, speech),
        str(one.cell.place),
        speech.text(HAND_WORDS[one.hand]),
        cut(shown_cell(one.before)) or blank,
        cut(shown_cell(one.after)) or blank,
    )
