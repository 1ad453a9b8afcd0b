"""Draft e-mails: a letter and the sheet for each person, which HR opens and sends itself.

okrsheets sends nothing. A draft that somebody has changed stays as it is; one that nobody touched
is made anew when the letter, the sheet or the address has changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from okrsheets import deadlines
from okrsheets.batch.lock import hold_workspace
from okrsheets.errors import N_, MachineError
from okrsheets.issuing.eml import Mail, is_as_written, one_line, usable_address, write_mail
from okrsheets.issuing.issue import IssueState
from okrsheets.issuing.letters import Letter, prepare_letters
from okrsheets.issuing.places import department_folder, language_of, sheet_path
from okrsheets.issuing.tray import written_beside
from okrsheets.language import Language, load_language
from okrsheets.model import Person
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.roster import Roster
from okrsheets.workspace import Workspace

_MANAGER = N_("your manager")


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's draft: where it is and what became of it.

    `path` is None where there is no e-mail address that can be used; nothing is written then.
    `due` is the day that its letter names, if it names one.
    """

    person: Person
    path: Path | None = None
    state: IssueState | None = None
    due: date | None = None


def letters_for(workspace: Workspace, people: Sequence[Person]) -> Mapping[str, Letter]:
    """Read the letters in the languages of these people; write the usual one where none is.

    Raises:
        UsageError: a letter has faults; nothing is written.
        MachineError: a letter cannot be read or written.
    """
    return prepare_letters(workspace.mail, (language_of(workspace, p) for p in people))


def draft_mails(
    workspace: Workspace,
    roster: Roster,
    people: Sequence[Person],
    *,
    force: bool = False,
    on_progress: Callable[[Draft], None] | None = None,
) -> tuple[Draft, ...]:
    """Write a draft with the sheet for each of these people, in their order.

    Args:
        workspace: where the letters and the sheets are.
        roster: the managers' names.
        people: lines of the roster whose sheets are there.
        force: replace drafts that somebody has changed.
        on_progress: told of each draft as soon as it is done.

    Raises:
        UsageError: a letter has faults; nothing is written.
        MachineError: a sheet cannot be read or a draft written; earlier ones stay.
    """
    letters = letters_for(workspace, people)
    drafts: list[Draft] = []
    with hold_workspace(workspace.root):
        for person in people:
            letter = letters[language_of(workspace, person)]
            drafts.append(_draft(workspace, roster, person, letter, force=force))
            if on_progress is not None:
                on_progress(drafts[-1])
    return tuple(drafts)


def plan_due(workspace: Workspace, person: Person) -> date:
    """Give the day by which a person plans the first cycle that they are there for from its start.

    Who joins in the last cycle has until its end.
    """
    start = workspace.settings.fiscal_start
    cycles = cycles_of_year(workspace.settings.year, workspace.sheet_options.cycles)
    joined = person.joined or date.min
    whole = [cycle for cycle in cycles if cycle_dates(cycle, start)[0] >= joined]
    return deadlines.plan_due(whole[0], start) if whole else cycle_dates(cycles[-1], start)[1]


def _draft(
    workspace: Workspace, roster: Roster, person: Person, letter: Letter, *, force: bool
) -> Draft:
    address = usable_address(person.email)
    if not address:
        return Draft(person)
    sheet = sheet_path(workspace, person)
    speech = load_language(language_of(workspace, person))
    values = _values(workspace, roster, person, speech)
    subject, text = letter.filled({**values, "file": sheet.name})
    mail = Mail(person.name, address, subject, text, sheet.name, _content(sheet))
    folder = department_folder(workspace.mail, person.department)
    path = folder / f"{sheet.stem}.eml"
    due = plan_due(workspace, person) if letter.names_due() else None
    return Draft(person, path, _put(path, write_mail(mail), force=force), due)


def _values(
    workspace: Workspace, roster: Roster, person: Person, speech: Language
) -> dict[str, str]:
    settings = workspace.settings
    manager = roster.name_of(person.manager) or speech.text(_MANAGER)
    values = {
        "name": person.name,
        "organisation": settings.organisation,
        "year": str(settings.year),
        "manager": manager,
        "due": plan_due(workspace, person).isoformat(),
        "send_to": settings.sheet.send_to or manager,
    }
    return {key: one_line(value) for key, value in values.items()}


def _content(sheet: Path) -> bytes:
    try:
        return sheet.read_bytes()
    except OSError as error:
        raise MachineError(
            N_("{file} cannot be read: {reason}"), file=sheet, reason=error.strerror or error
        ) from error


def _put(path: Path, content: bytes, *, force: bool) -> IssueState:
    """Write a draft, unless one is there that somebody has changed."""
    there = _content(path) if path.exists() else None
    if there == content:
        return IssueState.UNCHANGED
    if there is not None and not force and not is_as_written(there):
        return IssueState.KEPT
    with written_beside(path) as stream:
        stream.write(content)
    return IssueState.ISSUED if there is None else IssueState.REPLACED
