"""`okrsheets explain [CODE]`: what a finding means, who can repair it, and how."""

import difflib
import re

import click

from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.errors import N_, UsageError
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.findings.entry import Audience, Entry, Severity
from okrsheets.language import Language

_FIELD = re.compile(r"\{\w+\}")
SEVERITY_WORDS = {
    Severity.ERROR: N_("Error"),
    Severity.WARNING: N_("Warning"),
    Severity.NOTE: N_("Note"),
}
SEVERITIES = {
    Severity.ERROR: N_("error: the sheet is not accepted"),
    Severity.WARNING: N_("warning: the sheet is accepted"),
    Severity.NOTE: N_("note: the sheet is accepted"),
}
AUDIENCES = {
    Audience.CONTRIBUTOR: N_("the person who fills in the sheet"),
    Audience.HR: N_("HR"),
    Audience.ADMINISTRATOR: N_("the administrator of the machine"),
}


def explained(entry: Entry, speech: Language) -> dict[str, str]:
    """Give everything the catalogue says about one code, in the terminal's language."""
    return {
        "code": entry.code,
        "title": speech.text(entry.title),
        "severity": entry.severity.value,
        "audience": entry.audience.value,
        "message": speech.text(entry.message),
        "expected": speech.text(entry.expected),
        "action": speech.text(entry.action),
        "about": speech.text(entry.about),
    }


def _find(code: str) -> Entry:
    known = CATALOGUE.get(code.strip().upper())
    if known is not None:
        return known
    near = difflib.get_close_matches(code.upper(), CATALOGUE, n=3)
    if near:
        raise UsageError(
            N_("there is no finding code {code}. Did you mean {near}?"),
            code=code,
            near=tuple(near),
        )
    raise UsageError(
        N_("there is no finding code {code}. “okrsheets explain” lists them all."), code=code
    )


def _show(entry: Entry) -> None:
    speech = ui()
    words = explained(entry, speech)
    say(f"{entry.code}  {words['title']}")
    say()
    for label, text in (
        (speech.text("Severity"), speech.text(SEVERITIES[entry.severity])),
        (speech.text("Who can repair it"), speech.text(AUDIENCES[entry.audience])),
        (speech.text("Message"), _FIELD.sub("…", words["message"])),
        (speech.text("Expected"), _FIELD.sub("…", words["expected"])),
        (speech.text("What to do"), _FIELD.sub("…", words["action"])),
    ):
        say(speech.text("{label}: {text}", label=label, text=text))
    say()
    say(words["about"])


@click.command(help=ui().text("Explain a finding's code; without CODE, list all codes."))
@click.argument("code", required=False)
@form_option()
def command(code: str | None, form: str) -> int:
    """Explain one code, or list them all."""
    speech = ui()
    entries = tuple(CATALOGUE.values()) if code is None else (_find(code),)
    if form == "json":
        print_json([explained(entry, speech) for entry in entries])
    elif code is None:
        headings = (speech.text("Code"), speech.text("Severity"), speech.text("Title"))
        rows = [
            (e.code, speech.text(SEVERITY_WORDS[e.severity]), speech.text(e.title)) for e in entries
        ]
        print_table(headings, rows)
    else:
        _show(entries[0])
    return 0
