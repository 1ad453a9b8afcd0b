"""`okrsheets template check FILE`: what of the sheet contract a company's own template breaks."""

from collections import Counter
from pathlib import Path

import click

from okrsheets.cli.console import complain, print_json, say
from okrsheets.cli.explain import SEVERITY_WORDS
from okrsheets.cli.intake import finding_json
from okrsheets.cli.options import form_option
from okrsheets.cli.template.settings import language_option, read_template, spec_here
from okrsheets.cli.words import ui
from okrsheets.display import show_finding_line
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.templates import Checked, check_template

_MOST_LINES = 100


def _show(file: Path, checked: Checked) -> None:
    speech = ui()
    for finding in checked.findings[:_MOST_LINES]:
        complain(show_finding_line(file.name, finding, speech))
    if len(checked.findings) > _MOST_LINES:
        more = len(checked.findings) - _MOST_LINES
        complain(speech.text("… and {number} more", number=more))
    counts = Counter(severity_of(finding) for finding in checked.findings)
    if counts:
        words = {s: speech.text(SEVERITY_WORDS[s]) for s in Severity if counts[s]}
        found = [speech.text("{label}: {text}", label=w, text=counts[s]) for s, w in words.items()]
        complain(speech.listed(found))
    if checked.fit:
        say(speech.text("Sheets can be issued from {file}.", file=file))
    else:
        say(speech.text("No sheet can be issued from {file} yet.", file=file))


@click.command(help=ui().text("Check the company's own template: can sheets be issued from it?"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@language_option()
@form_option()
def command(file: Path, language: str | None, form: str) -> int:
    """Check the template and say what was found."""
    checked = check_template(read_template(file), spec_here(language, file))
    if form == "json":
        found = [finding_json(finding, ui()) for finding in checked.findings]
        print_json({"file": str(file), "fit": checked.fit, "findings": found})
    else:
        _show(file, checked)
    return 0 if checked.fit else 1
