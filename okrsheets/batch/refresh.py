"""Scores stored sheets anew where the settings or the roster's dates changed since.

So that the tables people look into with other programs agree with reports and exports.
"""

from okrsheets.batch.clock import now
from okrsheets.batch.rules import Rules
from okrsheets.batch.scores import score_cycles, score_person_year, scored_with
from okrsheets.identity import read_identity
from okrsheets.model import Submission
from okrsheets.store import CurrentSheet, Store
from okrsheets.store.reading import read_current, read_scored_with
from okrsheets.store.rows import score_rows
from okrsheets.submissions import build_submission


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
        submission = submission_of(sheet, rules)
        if sheet.person in stale and submission is not None:
            _rescore(store, submission, rules)
    return len(stale)


def submission_of(sheet: CurrentSheet, rules: Rules) -> Submission | None:
    """Build the submission from a stored sheet's cells; None where its identity is damaged."""
    identity = read_identity(sheet.identity)
    submission, _ = build_submission(identity, sheet.cells, options=rules.options, name=sheet.name)
    return submission


def _rescore(store: Store, submission: Submission, rules: Rules) -> None:
    identity = submission.identity
    person = rules.person(identity.person)
    scores = score_cycles(submission, rules)
    year = score_person_year(identity.year, scores, person, rules)
    rows = score_rows(submission, year, rules.policies)
    store.rescore(identity.person, identity.year, rows, with_=scored_with(person, rules), at=now())
