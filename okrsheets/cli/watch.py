"""`okrsheets ingest --watch`: takes files in as they arrive, until it is interrupted."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from okrsheets.batch.collect import shown_path
from okrsheets.batch.gather import OnProgress
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.batch.results import load_year
from okrsheets.batch.sources import INSIDE
from okrsheets.batch.watch import Arrival, Pace, Watch, known_files
from okrsheets.cli.console import complain, say
from okrsheets.cli.intake import STATE_WORDS, Tally, show_tally, with_progress, with_renewed
from okrsheets.cli.pending import show_missing, show_waiting
from okrsheets.display import cut, show_finding
from okrsheets.errors import OkrSheetsError
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.language import Language
from okrsheets.settings import SETTINGS_FILE
from okrsheets.store import FileState
from okrsheets.workspace import Workspace, open_workspace

_LONGEST_NAME = 200
_MANY = 20
_NAMED = 10
_AFTER_TROUBLE = 10
_SHARE = 10
_LONGEST_PAUSE = 60.0
_FLEETING = frozenset({"V301", "V304"})
_OLD_NEWS = (FileState.DUPLICATE, FileState.IGNORED)
Stamp = tuple[int, int] | None
"""A file's size and time of change; None where it is not there."""


def watch_folders(
    workspace: Workspace,
    paths: Sequence[Path],
    speech: Language,
    *,
    jobs: int = 1,
    pace: Pace | None = None,
) -> NoReturn:
    """Take in what lies there and what arrives; ends only by being interrupted.

    Nothing is locked or held open while it waits. What goes wrong with one batch (the workspace
    is in use, the network is away, the roster has a fault) is said once and tried again.
    """
    watch = Watch(paths, pace or Pace())
    session = _Session(workspace, watch, speech, jobs)
    watch.look()
    places = speech.listed(cut(os.fspath(path), _LONGEST_NAME) for path in paths)
    say(speech.text("Watching {places}. Ctrl-C ends it.", places=places))
    try:
        session.run()
    finally:
        session.sum_up()


@dataclass(slots=True)
class _Session:
    """What one watch has done so far.

    `refused` are files as they lie there, rejected or with something rejected in them: they are
    judged anew as soon as the settings or the roster were corrected. `rules` tells when that is.
    """

    workspace: Workspace
    watch: Watch
    speech: Language
    jobs: int
    taken: set[str] = field(default_factory=set)
    refused: set[Path] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)
    trouble: str = ""
    first: bool = True
    rules: tuple[Stamp, ...] = ()

    def run(self) -> NoReturn:
        """Look, take, wait; over and over. A slow look (a large folder) is made less often."""
        pace = self.watch.pace
        self.rules = self._rules()
        while True:
            began = pace.clock()
            try:
                arrivals = self.watch.look()
                cost = pace.clock() - began
                self._take(arrivals)
            except Exception as error:  # noqa: BLE001 - whatever one batch runs into, the watch goes on
                self._say_once(error)
                pace.sleep(pace.interval * _AFTER_TROUBLE)
            else:
                self.trouble = ""
                pace.sleep(min(max(pace.interval, cost * _SHARE), _LONGEST_PAUSE))

    def _rules(self) -> tuple[Stamp, ...]:
        """Tell the settings and the roster as they stand from earlier ones, without reading."""
        try:
            roster = _stamp(self.workspace.roster_file)
        except OkrSheetsError:
            roster = None
        return roster, _stamp(self.workspace.root / SETTINGS_FILE)

    def _say_once(self, error: Exception) -> None:
        if isinstance(error, OkrSheetsError):
            reason = self.speech.error(error)
        elif isinstance(error, OSError):
            reason = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
        else:
            reason = type(error).__name__
        words = self.speech.text("This is tried again and again: {reason}", reason=reason)
        if words != self.trouble:
            complain(words)
        self.trouble = words

    def _take(self, arrivals: Sequence[Arrival]) -> None:
        """Take in the files whose bytes are not known; once the rules changed, what waits, too."""
        rules = self._rules()
        changed = rules != self.rules
        if not arrivals and not changed:
            return
        workspace = open_workspace(self.workspace.root)  # settings may have been corrected
        known = known_files(workspace)
        fresh: dict[str, Arrival] = {}
        old: list[Arrival] = []
        for arrival in arrivals:
            sha256 = arrival.sha256 or os.fspath(arrival.path)
            if sha256 in known or sha256 in self.taken or sha256 in fresh:
                old.append(arrival)
            else:
                fresh[sha256] = arrival
        self._tell_known(old, known)
        again = {path for path in self.refused if path.exists()} if changed else set()
        if fresh or again or (changed and FileState.HELD in known.values()):
            paths = {arrival.path for arrival in fresh.values()}
            self._ingest(workspace, sorted(paths | again), known, again - paths)
        self.rules = rules
        self.first = self.first and not arrivals

    def _ingest(
        self,
        workspace: Workspace,
        paths: Sequence[Path],
        known: Mapping[str, FileState],
        again: Collection[Path],
    ) -> None:
        """Take files in, those of `again` once more; tell what is new."""

        def work(step: OnProgress | None) -> IngestResult:
            return ingest_paths(workspace, paths, jobs=self.jobs, on_progress=step)

        many = len(paths) > _MANY
        result = with_progress(self.speech, work) if many else work(None)
        result = with_renewed(workspace, result)
        of_shown = {shown_path(path): path for path in paths}
        self.refused.difference_update(paths)
        for file in result.files:
            outer = of_shown.get(file.path) or of_shown.get(file.path.partition(INSIDE)[0])
            if outer is not None and file.state is FileState.REJECTED:
                self.refused.add(outer)
            if any(finding.code in _FLEETING for finding in file.findings):
                continue  # it was changed or locked just now: it comes again
            if file.path in of_shown:
                self.watch.done(of_shown[file.path])
                self.taken.add(file.sha256 or os.fspath(of_shown[file.path]))
            waits_on = known.get(file.sha256 or "") is file.state
            if outer in again:
                is_news = not waits_on and file.state not in _OLD_NEWS
            else:
                is_news = not (waits_on and file.state is FileState.HELD)
            if is_news:
                self._tell(file)
        if result.stopped is not None:
            raise result.stopped

    def _tell(self, file: FileResult) -> None:
        """Count a file and print its line, but for what is no news when the watch begins."""
        self.tally.add(file)
        if self.first and file.state in _OLD_NEWS:
            return
        words = self.speech.text(STATE_WORDS[file.state])
        if file.state is FileState.IGNORED and file.findings:
            words = show_finding(file.findings[0], self.speech)[0]
        codes = {f.code for f in file.findings if severity_of(f) is not Severity.NOTE}
        listed = f" ({', '.join(sorted(codes))})" if codes else ""
        say(f"{cut(file.path, _LONGEST_NAME)} — {words}{listed}")

    def _tell_known(self, old: Sequence[Arrival], known: Mapping[str, FileState]) -> None:
        """Leave alone the files whose bytes are known, and say so."""
        for arrival in old:
            self.watch.done(arrival.path)
            if known.get(arrival.sha256) is FileState.REJECTED:
                self.refused.add(arrival.path)
            if not self.first:
                name = cut(shown_path(arrival.path), _LONGEST_NAME)
                say(self.speech.text("{file} — known already", file=name))
        if self.first and old:
            say(
                self.speech.count(
                    "{number} file is known already", "{number} files are known already", len(old)
                )
            )

    def sum_up(self) -> None:
        """Print what the watch came to, as `ingest` does, and which files it left alone."""
        say()
        if self.tally.states.total():
            show_tally(self.tally, self.speech)
        else:
            say(self.speech.text("Nothing was taken in."))
        say()
        left = [cut(shown_path(path), _LONGEST_NAME) for path in self.watch.waiting()]
        if left:
            names = self.speech.listed(left[:_NAMED]) + (" …" if len(left) > _NAMED else "")
            say(
                self.speech.text(
                    "Not taken, because not whole or not readable yet: {names}", names=names
                )
            )
        try:
            show_missing(load_year(self.workspace), None, self.speech)
            show_waiting(self.workspace, self.speech)
        except OkrSheetsError as error:
            complain(self.speech.error(error))


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
