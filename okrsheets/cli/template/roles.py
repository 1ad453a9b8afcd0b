"""`okrsheets template roles`: the roles that have an example plan."""

import click

from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.errors import N_
from okrsheets.issuing.examples import Role, known_roles, objectives_of
from okrsheets.language import LANGUAGES


def _record(role: Role, language: str) -> dict[str, object]:
    return {
        "role": role.code,
        "title": role.titles[language],
        "objectives": list(objectives_of(role, language)),
        "key_results": role.key_results,
    }


@click.command(help=ui().text("List the roles that have an example plan, with its objectives."))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=lambda: ui().code,
    help=ui().text("The language of the examples; without it, that of the terminal."),
)
@form_option()
def command(language: str, form: str) -> int:
    """List the roles."""
    roles = known_roles()
    if form == "json":
        print_json([_record(role, language) for role in roles])
        return 0
    speech = ui()
    headings = [speech.text(h) for h in (N_("Role"), N_("Title"), N_("Objectives of the example"))]
    rows: list[tuple[str, str, str]] = []
    for role in roles:
        first, *others = objectives_of(role, language)
        rows.append((role.code, role.titles[language], first))
        rows += [("", "", text) for text in others]
    print_table(headings, rows)
    say(speech.text("Put one into a sheet: okrsheets sheets --person ID --example ROLE"))
    return 0
