"""`okrsheets close CYCLE`: the scores of a cycle, or of the year, are locked."""

from typing import Any

import click

from okrsheets.batch.close import ClosePlan, close, plan_closing
from okrsheets.batch.outcome import EXIT_FAULTS
from okrsheets.batch.year import score_of
from okrsheets.cli import workspace_folder
from okrsheets.cli.asking import ask
from okrsheets.cli.console import complain, print_json, say
from okrsheets.cli.cycles import STATE_WORDS, required_cycle
from okrsheets.cli.options import form_option, yes_option
from okrsheets.cli.people_lists import show_people
from okrsheets.cli.words import ui
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, CycleScore, PersonYear
from okrsheets.workspace import open_workspace

_MOST_NUMBERS = 6
_HELP = ui().text(
    "Close a cycle, or the year: its scores are locked.\n\nWhat will be locked and who is left out"
    " is shown first. From then on the cycle keeps its scores and its policies, whatever is changed"
    " in the settings; a later file that changes it is held. “okrsheets reopen” opens it again."
)


@click.command(help=_HELP)
@click.argument("cycle")
@yes_option()
@form_option()
def command(cycle: str, yes: bool, form: str) -> int:  # noqa: FBT001 - click's callback
    """Show what will be locked, ask, close."""
    speech = ui()
    workspace = open_workspace(workspace_folder())
    named = required_cycle(workspace, cycle)
    plan = plan_closing(workspace, named)
    if form == "text":
        _show(plan, workspace.policies.unscored_kr, speech)
    if not plan.blocking:
        if not yes:
            ask(
                N_("Lock these scores?"),
                unasked=N_("nothing was closed: nobody can be asked here; “--yes” closes"),
                refused=N_("nothing was closed"),
            )
        plan = close(workspace, named)
    if form == "json":
        print_json(_record(plan))
    elif plan.blocking:
        complain(speech.text("{cycle} was not closed.", cycle=named))
    else:
        say(
            speech.count(
                "Closed: {cycle}, {number} score locked.",
                "Closed: {cycle}, {number} scores locked.",
                plan.scored,
                cycle=named,
            )
        )
    return EXIT_FAULTS if plan.blocking else 0


def _show(plan: ClosePlan, policy: str, speech: Language) -> None:
    cycle = plan.cycle
    if plan.blocking:
        _show_blocking(plan, speech)
        return
    say(
        speech.count(
            "{cycle}: {number} score will be locked.",
            "{cycle}: {number} scores will be locked.",
            plan.scored,
            cycle=cycle,
        )
    )
    if cycle.kind == "Y":
        say(speech.text("The reviews of the year's tab are locked with it."))
    say()
    scores = dict(zip((p.person.id for p in plan.people), plan.scores, strict=True))
    show_people(
        speech.text("Partly scored, settled by unscored_kr = {policy}:", policy=policy),
        [(p.person, show_score(scores[p.person.id].score)) for p in plan.settled],
        speech.text("Score"),
    )
    show_people(
        speech.text("Left out, for they have no score; missing is not zero:"),
        [(p.person, _state(p, cycle, speech)) for p in plan.left_out],
        speech.text("State"),
    )


def _show_blocking(plan: ClosePlan, speech: Language) -> None:
    say(
        speech.count(
            "{cycle} cannot be closed: {number} person is partly scored.",
            "{cycle} cannot be closed: {number} people are partly scored.",
            len(plan.blocking),
            cycle=plan.cycle,
        )
    )
    say(
        speech.text(
            "Have the sheets completed and sent again, or say under unscored_kr in okrsheets.toml"
            " what a key result without a score does."
        )
    )
    say()
    show_people(
        speech.text("Partly scored:"),
        [(p.person, _unscored_words(p, plan.cycle)) for p in plan.blocking],
        speech.text("Without a score"),
    )


def _state(person: PersonYear, cycle: Cycle, speech: Language) -> str:
    return speech.text(STATE_WORDS[score_of(person, cycle).state])


def _unscored_words(person: PersonYear, cycle: Cycle) -> str:
    numbers = _unscored(person, cycle)
    return ", ".join(numbers[:_MOST_NUMBERS]) + (" …" if len(numbers) > _MOST_NUMBERS else "")


def _unscored(person: PersonYear, cycle: Cycle) -> list[str]:
    """Give the live key results without a score: `O1.K2`; an objective where its weights fail."""
    score = score_of(person, cycle)
    objectives = score.objectives if isinstance(score, CycleScore) else ()
    found = [
        f"O{o.number}.K{k.number}"
        for o in objectives
        for k in o.key_results
        if k.score is None and not k.void
    ]
    return found or [f"O{o.number}" for o in objectives if o.score is None]


def _record(plan: ClosePlan) -> dict[str, Any]:
    return {
        "cycle": str(plan.cycle),
        "closed": not plan.blocking,
        "scored": 0 if plan.blocking else plan.scored,
        "settled": [] if plan.blocking else [p.person.id for p in plan.settled],
        "left_out": [
            {
                "person": p.person.id,
                "name": p.person.name,
                "state": score_of(p, plan.cycle).state.value,
            }
            for p in plan.left_out
        ],
        "blocking": [
            {
                "person": p.person.id,
                "name": p.person.name,
                "without_score": _unscored(p, plan.cycle),
            }
            for p in plan.blocking
        ],
    }
