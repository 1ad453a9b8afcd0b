"""Judges a reading: builds the submission, scores it and gathers every finding.

Used for a file as it came and, again, for a sheet that was joined from two copies.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from okrsheets.batch.people import check_identity
from okrsheets.batch.rules import Rules
from okrsheets.batch.scores import score_cycles, score_person_year, scored_with
from okrsheets.cells import Cell
from okrsheets.checks import Background, check_submission
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.identity import policies_fingerprint, write_identity
from okrsheets.model import CycleScore, SheetIdentity, Submission
from okrsheets.store.check_ins import check_in_rows
from okrsheets.store.rows import Row, ScoreRows, cell_of, cell_rows, numbers_of, score_rows
from okrsheets.submissions import Reading, build_submission
from okrsheets.submissions.fieldcells import held_cells, tab_names
from okrsheets.submissions.order import reading_order
from okrsheets.wording import check_wording

_OF_COMPUTED_CELLS = "K6"


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission with the score of each of its cycles; None where it cannot be built."""

    submission: Submission | None
    scores: tuple[CycleScore, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A sheet's values and scores, ready to be stored."""

    identity: str
    code: str
    name: str
    rows: tuple[Row, ...]
    scores: ScoreRows
    scored_with: str
    check_ins: tuple[Row, ...] = ()

    def cells(self) -> Mapping[str, Cell]:
        """Give the filled cells by field key."""
        return {row["key"]: cell_of(row) for row in self.rows}

    def states(self) -> Mapping[str, str]:
        """Give the state of every cycle by its code, without the year."""
        return {row["cycle"]: row["state"] for row in self.scores.cycles if row["cycles"] is None}


def judge(reading: Reading, identity: SheetIdentity, rules: Rules) -> Judged:
    """Build, score and check a reading; findings in reading order, those of the file first."""
    name, place = (reading.name.raw, reading.name.place) if reading.name else ("", None)
    submission, faults = build_submission(
        identity,
        reading.cells,
        options=rules.options,
        name=name,
        fiscal_start=rules.fiscal_start,
    )
    findings = check_identity(identity, rules, name=name, place=place)
    findings += (*reading.findings, *faults)
    if submission is None:
        return Judged(None, (), findings)
    scores = score_cycles(submission, rules)
    as_filled = score_cycles(submission, rules, settled=False) if rules.closings else scores
    background = Background(
        year=score_person_year(identity.year, as_filled, None, rules),
        policies_changed=any(identity.policies != rule for rule in _fingerprints(rules)),
        refused=frozenset(f.key for f in faults if CATALOGUE[f.code].severity is Severity.ERROR),
        fiscal_start=rules.fiscal_start,
    )
    checked = check_submission(
        submission, as_filled, rules.policies, computed=reading.computed, background=background
    )
    worded = check_wording(
        submission,
        off=rules.wording_off,
        closed={cycle.tab for cycle in rules.closings},
        fiscal_start=rules.fiscal_start,
    )
    asked = (finding for finding in checked if not _is_asked_in_vain(finding, rules))
    found = reading_order((*findings, *asked, *worded), tab_names(reading.cells))
    return Judged(submission, scores, found)


def _is_asked_in_vain(finding: Finding, rules: Rules) -> bool:
    """Tell whether a warning or note asks to fill in or change something of a closed cycle.

    Whoever did so would have the file held. Whether the computed cells agree is told as ever.
    """
    tab = finding.key.partition(".")[0]
    grave = CATALOGUE[finding.code].severity is Severity.ERROR
    closed = any(tab == cycle.tab for cycle in rules.closings)
    return closed and not grave and not finding.code.startswith(_OF_COMPUTED_CELLS)


def _fingerprints(rules: Rules) -> set[str]:
    """Give the fingerprints of all the policies by which a sheet is reckoned."""
    closed = (one.closing.policies for one in rules.closings.values())
    return {policies_fingerprint(policies) for policies in (rules.policies, *closed)}


def contents_of(submission: Submission, scores: tuple[CycleScore, ...], rules: Rules) -> Contents:
    """Give what is stored of a sheet."""
    identity = submission.identity
    person = rules.person(identity.person)
    year = score_person_year(identity.year, scores, person, rules)
    return Contents(
        identity=write_identity(identity),
        code=identity.sheet,
        name=submission.name,
        rows=cell_rows(held_cells(submission.cells), numbers_of(submission)),
        scores=score_rows(submission, year, rules.policies),
        scored_with=scored_with(person, rules),
        check_ins=check_in_rows(submission),
    )
