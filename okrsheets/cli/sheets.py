"""`okrsheets sheets`: issue score sheets."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TypedDict, Unpack

import click

from okrsheets.cli import workspace_folder
from okrsheets.cli.console import complain, print_json, print_table, say
from okrsheets.cli.distribution import Handout, sheet_records, show_handout
from okrsheets.cli.options import form_option
from okrsheets.cli.prefilled import Wanted, lines_about, prefill_for, prefill_options
from okrsheets.cli.words import ui
from okrsheets.display import show_finding_line
from okrsheets.errors import N_, UsageError
from okrsheets.issuing.index import write_index
from okrsheets.issuing.issue import IssuedSheet, IssueState, issue_sheets
from okrsheets.issuing.mails import draft_mails, letters_for
from okrsheets.issuing.places import language_of
from okrsheets.issuing.template import outdated_templates
from okrsheets.issuing.zips import zip_departments
from okrsheets.model import Person
from okrsheets.roster import Roster
from okrsheets.workspace import Workspace, open_workspace

_MOST_SHOWN = 20


class _Wanted(TypedDict):
    """What the options ask for."""

    force: bool
    zips: bool
    mails: bool
    prefill: Wanted
    form: str


_STATES = {
    IssueState.ISSUED: N_("issued"),
    IssueState.UNCHANGED: N_("already there, unchanged"),
    IssueState.KEPT: N_("kept as it is: a different file is there"),
    IssueState.REPLACED: N_("replaced"),
}


def chosen_people(
    roster: Roster, ids: Sequence[str], departments: Sequence[str]
) -> tuple[Person, ...]:
    """Give the people of the roster that the options name; everybody without an option.

    Raises:
        UsageError: nobody has this id, or there is no such department.
    """
    if not ids and not departments:
        return roster.people
    chosen = {_find(roster, person_id).id for person_id in ids}
    for name in departments:
        chosen |= {person.id for person in _department(roster, name)}
    return tuple(person for person in roster.people if person.id in chosen)


def _find(roster: Roster, person_id: str) -> Person:
    person = roster.find(person_id)
    if person is None:
        raise UsageError(
            N_("nobody on the roster has the id {id}{hint}"),
            id=person_id,
            hint=_hint(person_id, [p.id for p in roster.people]),
        )
    return person


def _department(roster: Roster, name: str) -> tuple[Person, ...]:
    people = roster.in_department(name)
    if not people:
        names = sorted({part for person in roster.people for part in person.department})
        raise UsageError(
            N_("the roster has no department {name}{hint}"), name=name, hint=_hint(name, names)
        )
    return people


def _hint(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=3, cutoff=0.5)
    speech = ui()
    return (
        speech.text(". Did you mean {near}?", near=speech.listed(near))
        if near
        else speech.text(". ").rstrip()
    )


@contextmanager
def shown_progress(total: int, title: str) -> Iterator[Callable[[object], None] | None]:
    """Show a progress bar while one thing a person is made, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - costs start-up, and only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415 - as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(ui().text(title), total=total)
        yield lambda made: bar.advance(task, made is not None)


def _show(workspace: Workspace, issued: Sequence[IssuedSheet]) -> None:
    speech = ui()
    rows = Counter((" / ".join(i.person.department) or "–", i.state) for i in issued)
    headings = [speech.text(h) for h in (N_("Department"), N_("Sheets"), N_("State"))]
    table = [(name, str(n), speech.text(_STATES[state])) for (name, state), n in rows.items()]
    print_table(headings, table)
    say(
        speech.count(
            "{number} sheet in {folder}",
            "{number} sheets in {folder}",
            len(issued),
            folder=workspace.sheets,
        )
    )
    kept = [i for i in issued if i.state is IssueState.KEPT]
    if kept:
        say(speech.text("Not touched:"))
        for sheet in kept[:_MOST_SHOWN]:
            say(f"  {sheet.path.relative_to(workspace.root)}")
        if len(kept) > _MOST_SHOWN:
            say(speech.text("  … and {number} more", number=len(kept) - _MOST_SHOWN))
        say(speech.text("“--force” replaces the files that differ, with all that is in them."))


@click.command(help=ui().text("Issue score sheets to the people of the roster."))
@click.option("--person", "ids", metavar="ID", multiple=True, help=ui().text("Only this person."))
@click.option(
    "--department",
    "departments",
    metavar="NAME",
    multiple=True,
    help=ui().text("Only this department and those below it."),
)
@prefill_options
@click.option("--force", is_flag=True, help=ui().text("Replace files that are there and differ."))
@click.option("--zip", "zips", is_flag=True, help=ui().text("Also a zip for each department."))
@click.option("--mail", "mails", is_flag=True, help=ui().text("Also a draft e-mail for each."))
@form_option()
def command(ids: tuple[str, ...], departments: tuple[str, ...], **wanted: Unpack[_Wanted]) -> int:
    """Issue the sheets and say what became of each."""
    workspace = open_workspace(workspace_folder())
    roster = workspace.roster()
    for finding in roster.findings:
        complain(show_finding_line(workspace.roster_file.name, finding, ui()))
    people = chosen_people(roster, ids, departments)
    if wanted["mails"]:
        letters_for(workspace, people)  # a faulty letter stops everything
    languages = sorted({language_of(workspace, person) for person in people})
    for name, finding in outdated_templates(workspace, languages):
        complain(show_finding_line(name, finding, ui()))
    prefill = prefill_for(workspace, people, wanted["prefill"])
    with shown_progress(len(people), N_("Score sheets")) as advance:
        issued = issue_sheets(
            workspace, people, force=wanted["force"], prefill=prefill, on_progress=advance
        )
    handout = _hand_out(workspace, roster, people, wanted)
    if wanted["form"] == "json":
        print_json(sheet_records(workspace, issued, handout))
    else:
        _show(workspace, issued)
        for line in lines_about(workspace, prefill, issued):
            say(line)
        show_handout(workspace, roster.people, handout)
    return 0


def _hand_out(
    workspace: Workspace, roster: Roster, people: Sequence[Person], wanted: _Wanted
) -> Handout:
    """Write what goes with the sheets; the list last, for it may be open in a program."""
    zips = drafts = None
    if wanted["zips"]:
        zips = zip_departments(workspace, roster, people)
    if wanted["mails"]:
        with shown_progress(len(people), N_("Draft e-mails")) as advance:
            drafts = draft_mails(
                workspace, roster, people, force=wanted["force"], on_progress=advance
            )
    return Handout(write_index(workspace, roster), zips, drafts)
