"""How `check` and `ingest` show what became of the files: lines for people, JSON for programs."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from okrsheets.batch.collect import shown_path
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.cli.console import complain, print_table, say
from okrsheets.cli.explain import SEVERITY_WORDS
from okrsheets.display import show_finding, show_finding_line
from okrsheets.errors import N_
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE, severity_of
from okrsheets.language import Language
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

_MOST_LINES = 200
_OTHER_FORMAT = "F136"
STATE_WORDS = {
    FileState.STORED: N_("stored"),
    FileState.REPLACED: N_("stored as a newer version"),
    FileState.UNCHANGED: N_("unchanged: the same values are stored"),
    FileState.DUPLICATE: N_("duplicate: the same file is stored or in this batch"),
    FileState.HELD: N_("held: needs a decision"),
    FileState.REJECTED: N_("rejected: has errors"),
    FileState.IGNORED: N_("ignored: not a returned sheet"),
}


def result_json(result: IngestResult, speech: Language) -> dict[str, Any]:
    """Give the whole result as promised to programs."""
    return {
        "files": [_file_json(file, speech) for file in result.files],
        "summary": {state.value: count for state, count in result.summary.items()},
    }


def _file_json(file: FileResult, speech: Language) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "state": file.state.value,
        "person": file.person,
        "cycle_states": dict(file.cycle_states),
        "findings": [finding_json(finding, speech) for finding in file.findings],
    }


def finding_json(finding: Finding, speech: Language) -> dict[str, Any]:
    """Give one finding as promised to programs."""
    message, expected, action = show_finding(finding, speech)
    return {
        "code": finding.code,
        "severity": severity_of(finding).value,
        "sheet": finding.place.sheet if finding.place else None,
        "cell": finding.place.ref if finding.place else None,
        "field": finding.key or None,
        "value": finding.value,
        "message": message,
        "expected": expected,
        "action": action,
    }


def show_lines(result: IngestResult, speech: Language, *, notes: bool) -> None:
    """Print the findings, a line each; beyond a limit say how many more there are."""
    lines = finding_lines(result, speech, notes=notes)
    for line in lines[:_MOST_LINES]:
        say(line)
    if len(lines) > _MOST_LINES:
        rest = len(lines) - _MOST_LINES
        say(speech.text("… and {rest} more; “--format json” gives all of them.", rest=rest))
    if lines:
        say()


def finding_lines(result: IngestResult, speech: Language, *, notes: bool) -> list[str]:
    """Give the line of each finding, file by file."""
    return [
        show_finding_line(file.path, finding, speech)
        for file in result.files
        for finding in file.findings
        if notes or severity_of(finding) is not Severity.NOTE
    ]


@dataclass(slots=True)
class Tally:
    """How many files are in each state, how often each code came up and how grave it was."""

    states: Counter[FileState] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    gravest: dict[str, Severity] = field(default_factory=dict)

    def add(self, file: FileResult) -> None:
        """Count a file and its findings; a code's severity may be set anew, the gravest stays."""
        self.states[file.state] += 1
        for finding in file.findings:
            code, severity = finding.code, severity_of(finding)
            self.codes[code] += 1
            self.gravest[code] = min(
                self.gravest.get(code, severity), severity, key=list(Severity).index
            )


def show_tables(files: Iterable[FileResult], speech: Language) -> None:
    """Print how many files are in each state, and how often each code came up."""
    tally = Tally()
    for file in files:
        tally.add(file)
    show_tally(tally, speech)


def show_tally(tally: Tally, speech: Language) -> None:
    """Print the two tables of what was counted."""
    rows = [
        (speech.text(STATE_WORDS[state]), str(tally.states[state]))
        for state in FileState
        if tally.states[state]
    ]
    total = (speech.text("all files"), str(tally.states.total()))
    print_table((speech.text("Files"), speech.text("Number")), [*rows, total])
    if tally.codes:
        say()
        headings = (N_("Code"), N_("Severity"), N_("Number"), N_("Title"))
        print_table(
            [speech.text(heading) for heading in headings],
            [
                (
                    code,
                    speech.text(SEVERITY_WORDS[tally.gravest[code]]),
                    str(count),
                    speech.text(CATALOGUE[code].title),
                )
                for code, count in sorted(tally.codes.items())
            ],
        )


def show_copies(result: IngestResult, speech: Language) -> None:
    """Say where the marked copies lie."""
    if result.copies:
        say(
            speech.count(
                "{number} marked copy is in {folder}",
                "{number} marked copies are in {folder}",
                len(result.copies),
                folder=shown_path(result.copies[0].parent),
            )
        )


def with_progress(
    speech: Language, work: Callable[[Callable[[int, int], None] | None], IngestResult]
) -> IngestResult:
    """Do the work with a progress bar where a person is watching, else without."""
    from rich.console import Console  # noqa: PLC0415 - costs start-up, and only terminals need it

    console = Console(stderr=True)
    if not console.is_terminal:
        return work(None)
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(speech.text("Reading sheets"), total=None, rate="")

        def step(done: int, total: int) -> None:
            if done < progress.tasks[0].completed:  # all is read: now it is stored
                progress.reset(task, description=speech.text("Storing sheets"))
            speed = progress.tasks[0].finished_speed or progress.tasks[0].speed
            rate = speech.text("{rate} a second", rate=round(speed)) if speed else ""
            progress.update(task, completed=done, total=total, rate=rate)

        return work(step)


def with_renewed(
    workspace: Workspace, result: IngestResult, folder: Path | None = None
) -> IngestResult:
    """Give the result with the marked copies of sheets that came in another format."""
    if not any(f.code == _OTHER_FORMAT for file in result.files for f in file.findings):
        return result
    from okrsheets.issuing.renewing import (  # noqa: PLC0415 - draws forms: few batches need it
        renew_copies,
    )

    return renew_copies(workspace, result, folder=folder)


def is_clean(result: IngestResult) -> bool:
    """Tell whether sheets were checked and nobody needs to look at any of them again."""
    findings = (finding for file in result.files for finding in file.findings)
    sheets = any(file.person is not None for file in result.files)
    return (
        sheets
        and result.stopped is None
        and result.exit_code == 0
        and all(severity_of(finding) is Severity.NOTE for finding in findings)
    )


def finish(result: IngestResult, speech: Language) -> int:
    """Give the exit code; what stopped the batch is raised now that the done part is shown."""
    if result.stopped is not None:
        complain(
            speech.text("stopped early: {count} files are done and kept", count=len(result.files))
        )
        raise result.stopped
    return result.exit_code
