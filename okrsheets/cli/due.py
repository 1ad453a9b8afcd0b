"""What `status` says of the day: what is due, who is late, what comes next."""

from collections.abc import Iterator, Sequence
from datetime import date

from okrsheets.analysis.due import Due
from okrsheets.cli.console import say
from okrsheets.deadlines import Deadline, Step
from okrsheets.display import cut
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import PersonYear

_NAMED = 10
_THINGS = {
    Step.PLAN: N_("plans of {cycle}"),
    Step.PUBLISH: N_("publishing the annual OKRs of {cycle}"),
    Step.FINALISE: N_("finalising the plans of {cycle}"),
    Step.REVIEW: N_("half-time review of {cycle}"),
    Step.SCORE: N_("scores of {cycle}"),
}
_ANNUAL = {
    Step.PLAN: N_("drafts of the annual OKRs of {cycle}"),
    Step.SCORE: N_("scores of the year {cycle} of company and departments"),
}


def show_due(
    dues: Sequence[Due], following: Deadline | None, today: date, speech: Language
) -> None:
    """Say what is late and due on a day, a line each with names, and what begins next."""
    for line in _lines(dues, following, today, speech):
        say(line)


def _lines(
    dues: Sequence[Due], following: Deadline | None, today: date, speech: Language
) -> Iterator[str]:
    for due in dues:
        yield _late_line(due, today, speech) if due.late else _due_line(due, speech)
    if not dues:
        yield speech.text("Nothing is due on {day}.", day=today)
    if following is not None:
        thing, by = _thing(following, speech), following.last
        if following.first == by:
            yield speech.text("Next: {thing} on {day}", thing=thing, day=by)
        else:
            yield speech.text(
                "Next: {thing}, from {first} to {last}", thing=thing, first=following.first, last=by
            )


def _due_line(due: Due, speech: Language) -> str:
    thing, by = _thing(due.deadline, speech), due.deadline.last
    if due.asked is None:
        return speech.text("Due now: {thing} by {day}", thing=thing, day=by)
    if not due.missing:
        return speech.text(
            "Due now: {thing} by {day}; all {asked} are there", thing=thing, day=by, asked=due.asked
        )
    return speech.text(
        "Due now: {thing} by {day}; {missing} of {asked} still missing",
        thing=thing,
        day=by,
        missing=len(due.missing),
        asked=due.asked,
    )


def _late_line(due: Due, today: date, speech: Language) -> str:
    by = due.deadline.last
    since = speech.count("{number} day ago", "{number} days ago", (today - by).days)
    return speech.text(
        "Late: {thing} were due by {day}, {since}; {missing} of {asked} missing: {names}",
        thing=_thing(due.deadline, speech),
        day=by,
        since=since,
        missing=len(due.missing),
        asked=due.asked,
        names=_names(due.missing, speech),
    )


def _names(people: Sequence[PersonYear], speech: Language) -> str:
    names = [
        speech.text("{name} ({id})", name=cut(one.person.name), id=cut(one.person.id))
        for one in people[:_NAMED]
    ]
    return speech.listed(names) + (" …" if len(people) > _NAMED else "")


def _thing(deadline: Deadline, speech: Language) -> str:
    words = _THINGS[deadline.step]
    if deadline.cycle.kind == "Y":
        words = _ANNUAL.get(deadline.step, words)
    return speech.text(words, cycle=deadline.cycle)
