"""Keeps what thousands of bad files come to readable: some lines on the screen, all in a file."""

from collections import defaultdict
from collections.abc import Iterator

from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.returned import write_details
from okrsheets.cli.console import say
from okrsheets.cli.intake import finding_lines, show_lines
from okrsheets.display import show_finding_line
from okrsheets.errors import N_
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import CATALOGUE, severity_of
from okrsheets.language import Language
from okrsheets.workspace import Workspace

_MOST_LINES = 200
_FIRST = 20
DETAILS_FILE = N_("_findings.txt")


def show_findings(
    workspace: Workspace, result: IngestResult, speech: Language, *, dry_run: bool
) -> None:
    """Print a line for each finding; where they are many, the first, and all of them in a file."""
    lines = [] if dry_run else finding_lines(result, speech, notes=False)
    if len(lines) <= _MOST_LINES:
        show_lines(result, speech, notes=False)
        return
    path = write_details(workspace, speech.text(DETAILS_FILE), list(_by_code(result, speech)))
    for line in lines[:_FIRST]:
        say(line)
    rest = len(lines) - _FIRST
    say(speech.text("… and {rest} more; all of them, by code, are in {file}", rest=rest, file=path))
    say()


def _by_code(result: IngestResult, speech: Language) -> Iterator[str]:
    """Give every line under its code; each code with how many files have it."""
    lines: dict[str, list[str]] = defaultdict(list)
    files: dict[str, set[str]] = defaultdict(set)
    for file in result.files:
        for finding in file.findings:
            if severity_of(finding) is not Severity.NOTE:
                lines[finding.code].append(show_finding_line(file.path, finding, speech))
                files[finding.code].add(file.path)
    for code in sorted(lines, key=lambda one: (-len(files[one]), one)):
        title = speech.text(CATALOGUE[code].title)
        yield speech.count(
            "{code} · {title} · {number} file",
            "{code} · {title} · {number} files",
            len(files[code]),
            code=code,
            title=title,
        )
        yield ""
        yield from lines[code]
        yield ""
