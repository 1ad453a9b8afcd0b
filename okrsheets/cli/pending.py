"""What is still open, as `ingest` and `status` say it: people, files that wait, what to send."""

from collections.abc import Iterator, Sequence

from okrsheets.batch.export import is_missing
from okrsheets.batch.waiting import Waiting, load_waiting
from okrsheets.cli.console import say
from okrsheets.display import cut
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, PersonYear
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

_NAMED = 10
_MOST_CODES = 8
_WAIT_WORDS = {FileState.HELD: N_("{number} held"), FileState.REJECTED: N_("{number} rejected")}


def show_missing(
    people: Sequence[PersonYear], cycles: Sequence[Cycle] | None, speech: Language
) -> None:
    """Say from whom no sheet is accepted yet: how many, and the first names.

    Args:
        people: everyone on the roster.
        cycles: the cycles for which it counts; without them, every cycle of each.
        speech: the language.
    """
    missing = [
        person
        for person in people
        if is_missing(person, cycles or [score.cycle for score in person.year.cycles])
    ]
    if not missing:
        say(speech.text("An accepted sheet is there from everyone on the roster."))
        return
    names = [
        speech.text("{name} ({id})", name=cut(p.person.name), id=cut(p.person.id))
        for p in missing[:_NAMED]
    ]
    more = " …" if len(missing) > _NAMED else ""
    say(
        speech.text(
            "No accepted sheet yet from {count} of {total}: {names}",
            count=len(missing),
            total=len(people),
            names=speech.listed(names) + more,
        )
    )


def show_waiting(workspace: Workspace, speech: Language) -> None:
    """Say in one line which files wait, and in another where texts and marked copies lie."""
    waiting = load_waiting(workspace)
    if waiting.total:
        say(_waiting_line(waiting, speech))
    texts = texts_to_send(workspace)
    if texts:
        say(
            speech.text(
                "Texts to send back and marked copies are in {folder}", folder=workspace.returned
            )
        )


def texts_to_send(workspace: Workspace) -> bool:
    """Tell whether anything lies in the folder of texts and marked copies."""
    folder = workspace.returned
    return folder.is_dir() and any(not one.name.startswith(".") for one in folder.iterdir())


def _waiting_line(waiting: Waiting, speech: Language) -> str:
    states = [
        speech.text(words, number=waiting.states[state])
        for state, words in _WAIT_WORDS.items()
        if waiting.states.get(state)
    ]
    codes = list(_codes(waiting))
    more = " …" if len(codes) > _MOST_CODES else ""
    return speech.text(
        "Files that wait: {states} ({codes})",
        states=speech.listed(states),
        codes=speech.listed(codes[:_MOST_CODES]) + more if codes else "–",
    )


def _codes(waiting: Waiting) -> Iterator[str]:
    """Give each code with its number of files, the most frequent first."""
    for code, number in sorted(waiting.codes.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{code} × {number}"
