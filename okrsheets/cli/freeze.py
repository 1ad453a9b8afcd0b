"""`okrsheets freeze CYCLE`: the plans of a cycle are kept as they were agreed."""

from typing import Any

import click

from okrsheets.batch.freeze import FreezePlan, Left, LeftOut, freeze, plan_freeze
from okrsheets.cli import workspace_folder
from okrsheets.cli.asking import ask
from okrsheets.cli.console import print_json, say
from okrsheets.cli.cycles import required_cycle
from okrsheets.cli.fields import field_words
from okrsheets.cli.options import form_option, yes_option
from okrsheets.cli.people_lists import show_people
from okrsheets.cli.words import ui
from okrsheets.display import show_finding
from okrsheets.errors import N_
from okrsheets.findings import Finding
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.language import Language
from okrsheets.model import PersonYear
from okrsheets.workspace import open_workspace

_WORDS = {
    Left.NOT_SUBMITTED: N_("not submitted"),
    Left.EMPTY: N_("empty"),
    Left.INCOMPLETE: N_("unfinished plan"),
    Left.EXCUSED: N_("excused"),
    Left.NOT_EMPLOYED: N_("not employed"),
}
_MOST_LACKS = 3
_HELP = ui().text(
    "Freeze the plans of a cycle: texts, types, weights, baselines, targets.\n\nWhat will be frozen"
    " and who is left out is shown first. Run again, it adds those who came later; what was frozen"
    " is never overwritten. Later changes are accepted, and “okrsheets changes” lists them."
)


@click.command(help=_HELP)
@click.argument("cycle")
@yes_option()
@form_option()
def command(cycle: str, yes: bool, form: str) -> int:  # noqa: FBT001 - click's callback
    """Show what will be frozen, ask, freeze."""
    speech = ui()
    workspace = open_workspace(workspace_folder())
    named = required_cycle(workspace, cycle)
    plan = plan_freeze(workspace, named)
    if form == "text":
        _show(plan, speech)
    if plan.taken and not yes:
        ask(
            N_("Freeze these plans?"),
            unasked=N_("nothing was frozen: nobody can be asked here; “--yes” freezes"),
            refused=N_("nothing was frozen"),
        )
    done = freeze(workspace, named) if plan.taken else plan
    if form == "json":
        print_json(_record(done, speech))
    elif done.taken:
        say(
            speech.count(
                "Frozen: {number} plan of {cycle}.",
                "Frozen: {number} plans of {cycle}.",
                len(done.taken),
                cycle=named,
            )
        )
    return 0


def _show(plan: FreezePlan, speech: Language) -> None:
    cycle = plan.cycle
    if plan.taken:
        say(
            speech.count(
                "{cycle}: the plan of {number} person will be frozen.",
                "{cycle}: the plans of {number} people will be frozen.",
                len(plan.taken),
                cycle=cycle,
            )
        )
    else:
        say(speech.text("{cycle}: there is no plan to freeze.", cycle=cycle))
    if plan.already:
        say(speech.text("Frozen before, and left as they are: {number}.", number=len(plan.already)))
    say()
    show_people(
        speech.text("Left out; run the command again once they are ready:"),
        [(one.person, _why(one, speech)) for one in plan.left_out],
        speech.text("Why"),
    )


def _why(one: LeftOut, speech: Language) -> str:
    word = speech.text(_WORDS[one.why])
    if not one.missing:
        return word
    lacks = [_lack(finding, speech) for finding in one.missing[:_MOST_LACKS]]
    more = " …" if len(one.missing) > _MOST_LACKS else ""
    return f"{word} — {'; '.join(lacks)}{more}"


def _lack(finding: Finding, speech: Language) -> str:
    title = speech.text(CATALOGUE[finding.code].title)
    return f"{field_words(finding.key, speech)}: {title} ({finding.code})"


def _record(plan: FreezePlan, speech: Language) -> dict[str, Any]:
    return {
        "cycle": str(plan.cycle),
        "frozen": [_person(one) for one in plan.taken],
        "already": [_person(one) for one in plan.already],
        "left_out": [
            {
                "person": one.person.id,
                "name": one.person.name,
                "reason": one.why.value,
                "missing": [
                    {
                        "code": finding.code,
                        "field": finding.key,
                        "message": show_finding(finding, speech)[0],
                    }
                    for finding in one.missing
                ],
            }
            for one in plan.left_out
        ],
    }


def _person(person: PersonYear) -> dict[str, str]:
    return {"person": person.person.id, "name": person.person.name}
