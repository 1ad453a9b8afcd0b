"""`okrsheets reopen CYCLE --reason TEXT`: a closed cycle is open again, on record."""

from datetime import UTC
from typing import Any

import click

from okrsheets.batch.close import ReopenPlan, check_reason, plan_reopening, reopen
from okrsheets.cli import workspace_folder
from okrsheets.cli.asking import ask
from okrsheets.cli.console import print_json, say
from okrsheets.cli.cycles import required_cycle
from okrsheets.cli.options import form_option, yes_option
from okrsheets.cli.words import ui
from okrsheets.display import cut
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.workspace import open_workspace

_NAMED = 10
_HELP = ui().text(
    "Open a closed cycle again. The reason, the time and the account are kept.\n\nThe settings of"
    " today hold for it again, and the next “okrsheets ingest” tries the files that were held"
    " because it was closed."
)


@click.command(help=_HELP)
@click.argument("cycle")
@click.option(
    "--reason", metavar="TEXT", required=True, help=ui().text("Why it is opened again; it is kept.")
)
@yes_option()
@form_option()
def command(cycle: str, reason: str, yes: bool, form: str) -> int:  # noqa: FBT001 - click's callback
    """Show what will be unlocked, ask, open."""
    speech = ui()
    check_reason(reason)
    workspace = open_workspace(workspace_folder())
    named = required_cycle(workspace, cycle)
    plan = plan_reopening(workspace, named)
    if form == "text":
        _show(plan, speech)
    if not yes:
        ask(
            N_("Open it again?"),
            unasked=N_("nothing was opened: nobody can be asked here; “--yes” opens"),
            refused=N_("nothing was opened"),
        )
    done = reopen(workspace, named, reason)
    if form == "json":
        print_json(_record(done, reason))
    else:
        say(speech.text("Open again: {cycle}.", cycle=named))
        say(speech.text("“okrsheets ingest” tries the held files anew."))
    return 0


def _show(plan: ReopenPlan, speech: Language) -> None:
    closing = plan.closing
    say(
        speech.count(
            "{cycle}, closed on {date}: {number} score will be unlocked.",
            "{cycle}, closed on {date}: {number} scores will be unlocked.",
            plan.scored,
            cycle=closing.cycle,
            date=f"{closing.at:%Y-%m-%d}",
        )
    )
    if plan.changing:
        names = [f"{cut(p.person.name)} ({cut(p.person.id)})" for p in plan.changing[:_NAMED]]
        more = " …" if len(plan.changing) > _NAMED else ""
        say(
            speech.count(
                "By the settings of today {number} score or state changes: {names}",
                "By the settings of today {number} scores or states change: {names}",
                len(plan.changing),
                names=speech.listed(names) + more,
            )
        )
    else:
        say(speech.text("By the settings of today no score changes."))


def _record(plan: ReopenPlan, reason: str) -> dict[str, Any]:
    return {
        "cycle": str(plan.closing.cycle),
        "closed_at": plan.closing.at.astimezone(UTC).isoformat(),
        "reason": reason.strip(),
        "unlocked": plan.scored,
        "changing": [person.person.id for person in plan.changing],
    }
