"""`okrsheets sheets`: the list, zips and draft e-mails that go with the sheets, told to people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from okrsheets.batch.clock import today
from okrsheets.cli.console import say
from okrsheets.cli.words import ui
from okrsheets.display import cut
from okrsheets.issuing.issue import IssuedSheet, IssueState
from okrsheets.issuing.letters import letter_path
from okrsheets.issuing.mails import Draft
from okrsheets.issuing.places import language_of, shared_folders
from okrsheets.issuing.zips import DepartmentZip
from okrsheets.model import Person
from okrsheets.workspace import Workspace

_MOST_SHOWN = 20
Record = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Handout:
    """What goes with the sheets; None for what was not asked for."""

    index: Path
    zips: tuple[DepartmentZip, ...] | None = None
    drafts: tuple[Draft, ...] | None = None


def sheet_records(
    workspace: Workspace, issued: Sequence[IssuedSheet], handout: Handout
) -> list[Record]:
    """Give each sheet's record; with its zip and its draft where these were asked for."""
    records: list[Record] = [
        {
            "person": sheet.person.id,
            "path": _shown(workspace, sheet.path),
            "state": sheet.state.value,
        }
        for sheet in issued
    ]
    if handout.zips is not None:
        places = {zipped.department: _shown(workspace, zipped.path) for zipped in handout.zips}
        for record, sheet in zip(records, issued, strict=True):
            record["zip"] = places.get(sheet.person.department)
    if handout.drafts is not None:
        for record, draft in zip(records, handout.drafts, strict=True):
            record["mail"] = _shown(workspace, draft.path) if draft.path else None
    return records


def _shown(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.root).as_posix()


def show_handout(workspace: Workspace, people: Sequence[Person], handout: Handout) -> None:
    """Say where the list, the zips and the drafts are."""
    speech = ui()
    say(speech.text("Who was issued what: {file}", file=_shown(workspace, handout.index)))
    for names in shared_folders(people):
        text = speech.text(
            "One folder on Windows and macOS, which take these names for the same: {names}",
            names=speech.listed(names),
        )
        say(text)
    if handout.zips is not None:
        _show_zips(workspace, handout.zips)
    if handout.drafts is not None:
        _show_drafts(workspace, handout.drafts)


def _show_zips(workspace: Workspace, zips: Sequence[DepartmentZip]) -> None:
    """Say how many zips there are, and what is missing in them."""
    speech = ui()
    folder = zips[0].path.parent if zips else workspace.sheets
    shown = _shown(workspace, folder)
    say(
        speech.count(
            "{number} zip in {folder}", "{number} zips in {folder}", len(zips), folder=shown
        )
    )
    for zipped in zips:
        if zipped.sheets < zipped.people:
            text = speech.text(
                "  {file}: {sheets} of {people} sheets; the others are not issued",
                file=zipped.path.name,
                sheets=zipped.sheets,
                people=zipped.people,
            )
            say(text)


def _show_drafts(workspace: Workspace, drafts: Sequence[Draft]) -> None:
    """Say how many drafts there are, which were kept, and who has no address."""
    speech = ui()
    written = [draft for draft in drafts if draft.path]
    say(
        speech.count(
            "{number} draft e-mail in {folder}",
            "{number} draft e-mails in {folder}",
            len(written),
            folder=_shown(workspace, workspace.mail),
        )
    )
    codes = Counter(language_of(workspace, draft.person) for draft in written)
    files = [_shown(workspace, letter_path(workspace.mail, code)) for code in codes]
    if files:
        say(speech.text("Their text, yours to change: {files}", files=speech.listed(files)))
    _show_past_days(written)
    kept = [_shown(workspace, d.path) for d in drafts if d.path and d.state is IssueState.KEPT]
    _show_some(speech.text("Drafts changed by hand, not touched:"), kept)
    _show_some(
        speech.text("No draft, for want of an e-mail address that can be used:"),
        [_lacking(draft.person) for draft in drafts if not draft.path],
    )


def _lacking(person: Person) -> str:
    found = f" ({cut(person.email)})" if person.email else ""
    return f"{person.id} {person.name}{found}"


def _show_past_days(drafts: Sequence[Draft]) -> None:
    """Say so where drafts name a day that is over."""
    day = today()
    past = sorted({draft.due for draft in drafts if draft.due and draft.due < day})
    if past:
        text = ui().text(
            "The drafts name a day that is over ({days}). Put the right one into the letter.",
            days=ui().listed(day.isoformat() for day in past),
        )
        say(text)


def _show_some(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    say(title)
    for line in lines[:_MOST_SHOWN]:
        say(f"  {line}")
    if len(lines) > _MOST_SHOWN:
        say(ui().text("  … and {number} more", number=len(lines) - _MOST_SHOWN))
