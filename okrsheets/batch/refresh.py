"""Scores stored sheets anew where the settings or the roster's dates changed since.

So that the tables people look into with other programs agree with reports and exports.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from okrsheets.batch.clock import now
from okrsheets.batch.rules import Rules
from okrsheets.batch.scores import score_cycles, score_person_year, scored_with
from okrsheets.identity import read_identity
from okrsheets.layout import SheetOptions
from okrsheets.model import Submission
from okrsheets.store import CurrentSheet, Store
from okrsheets.store.reading import read_current, read_scored_with
from okrsheets.store.rows import score_rows
from okrsheets.submissions import build_submission

_LINE = re.compile(r"[^.]+\.O(\d+)\.(?:K(\d+)\.)?")


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
    shape = _shape_of(sheet.cells, rules.options)
    submission, _ = build_submission(identity, sheet.cells, options=shape, name=sheet.name)
    return submission


def _shape_of(keys: Iterable[str], options: SheetOptions) -> SheetOptions:
    """Give the shape that holds every stored line: a smaller form set since takes none away."""
    lines = [line for line in map(_LINE.match, keys) if line]
    return replace(
        options,
        objectives=max([options.objectives, *(int(line[1]) for line in lines)]),
        key_results=max([options.key_results, *(int(line[2] or 0) for line in lines)]),
    )


def _rescore(store: Store, submission: Submission, rules: Rules) -> None:
    identity = submission.identity
    person = rules.person(identity.person)
    scores = score_cycles(submission, rules)
    year = score_person_year(identity.year, scores, person, rules)
    rows = score_rows(submission, year, rules.policies)
    store.rescore(identity.person, identity.year, rows, with_=scored_with(person, rules), at=now())
