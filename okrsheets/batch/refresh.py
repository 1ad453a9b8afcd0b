"""Scores stored sheets anew where the settings or the roster's dates changed since.

So that the tables people look into with other programs agree with reports and exports.
"""

from collections.abc import Iterable, Iterator, Mapping

from okrsheets.batch.clock import now
from okrsheets.batch.rules import Rules
from okrsheets.batch.scores import score_cycles, score_person_year, scored_with
from okrsheets.cells import Cell
from okrsheets.identity import read_identity
from okrsheets.model import Person, Submission
from okrsheets.store import CurrentSheet, SheetScores, Store
from okrsheets.store.reading import read_current, read_scored_with
from okrsheets.store.rows import ScoreRows, score_rows
from okrsheets.submissions import build_submission
from okrsheets.submissions.cycles import own_cycles


def refresh_scores(store: Store, rules: Rules) -> int:
    """Bring every stored score up to date; give how many sheets that were."""
    year = rules.year or 0
    stale = {
        person
        for person, then in read_scored_with(store, year).items()
        if then != scored_with(rules.person(person), rules)
    }
    sheets = read_current(store, year) if stale else ()
    for sheet in sheets:
        if sheet.person in stale:
            _rescore(store, sheet, rules)
    return len(stale)


def rescored(sheets: Iterable[CurrentSheet], rules: Rules) -> Iterator[SheetScores]:
    """Yield sheets' scores anew; without rows where a sheet's identity is damaged."""
    for sheet in sheets:
        person = rules.person(sheet.person)
        rows = _rows(sheet, person, rules)
        yield SheetScores(sheet.person, sheet.year, scored_with(person, rules), rows)


def confirmed(sheets: Iterable[CurrentSheet], rules: Rules) -> Iterator[SheetScores]:
    """Yield of sheets whose scores stay as they are that they hold under these rules."""
    for sheet in sheets:
        with_ = scored_with(rules.person(sheet.person), rules)
        yield SheetScores(sheet.person, sheet.year, with_)


def is_set_aside(identity_line: str, cells: Mapping[str, Cell], rules: Rules) -> bool:
    """Tell whether a stored sheet has other cycles than the company has by now.

    It is kept and counts nowhere, since quarters and months make no year together; it counts
    again as soon as the setting is put back.
    """
    cycles = own_cycles(read_identity(identity_line), cells)
    return cycles is not None and cycles != rules.options.cycles


def submission_of(sheet: CurrentSheet, rules: Rules) -> Submission | None:
    """Build the submission from a stored sheet's cells; None where its identity is damaged."""
    identity = read_identity(sheet.identity)
    submission, _ = build_submission(
        identity,
        sheet.cells,
        options=rules.options,
        name=sheet.name,
        fiscal_start=rules.fiscal_start,
    )
    return submission


def _rescore(store: Store, sheet: CurrentSheet, rules: Rules) -> None:
    person = rules.person(sheet.person)
    rows = _rows(sheet, person, rules)
    if rows is not None:
        store.rescore(sheet.person, sheet.year, rows, with_=scored_with(person, rules), at=now())


def _rows(sheet: CurrentSheet, person: Person | None, rules: Rules) -> ScoreRows | None:
    """Give a sheet's scores; none where it is set aside, None where its identity is damaged."""
    if is_set_aside(sheet.identity, sheet.cells, rules):
        return ScoreRows((), (), ())
    submission = submission_of(sheet, rules)
    if submission is None:
        return None
    scores = score_cycles(submission, rules)
    year = score_person_year(sheet.year, scores, person, rules)
    return score_rows(submission, year, rules.policies)
