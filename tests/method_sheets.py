"""Score sheets as small tables, for the tests of the method's checks.

`SHEET` is a clean first quarter: no check finds anything in it. A test changes some of its fields
by key (`O1.K2.actual`) and looks at what is found. The columns' letters and the rows' numbers are
typed here, so that an address in a test can be read off the table.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.checks import Background, check_submission
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.model import (
    Cycle,
    CycleReview,
    CycleScore,
    CycleSheet,
    Improvement,
    KeyResult,
    KeyResultType,
    Objective,
    Policies,
    SheetIdentity,
    Status,
    Submission,
)
from okrsheets.scoring import score_cycle

LETTERS = {
    "text": "C",
    "weight": "D",
    "type": "E",
    "baseline": "F",
    "target": "G",
    "upper": "H",
    "actual": "K",
    "self": "M",
    "reviewer": "N",
    "score": "O",
    "status": "Q",
    "reason": "R",
    "confidence": "U",
    "v30": "W",
    "v70": "X",
}
SHEET = """
row | key   | text            | weight | type      | baseline | target | actual
9   | O1    | Happier users   | 0.5    |           |          |        |
10  | O1.K1 | satisfaction    | 0.4    | increase  | 80       | 90     | 89
11  | O1.K2 | complaint share | 0.3    | decrease  | 50       | 10     | 12
12  | O1.K3 | visits          | 0.3    | linear    |          | 50     | 50
13  | O2    | Smoother work   | 0.3    |           |          |        |
14  | O2.K1 | features        | 0.4    | milestone |          | 3      | 3
15  | O2.K2 | handbook        | 0.3    | yesno     |          |        | 1
16  | O2.K3 | calls           | 0.3    | linear    |          | 6300   | 6300
17  | O3    | New business    | 0.2    |           |          |        |
18  | O3.K1 | e-mail leads    | 0.4    | linear    |          | 1500   | 1400
19  | O3.K2 | search leads    | 0.3    | linear    |          | 1000   | 900
20  | O3.K3 | organic leads   | 0.3    | linear    |          | 500    | 500
"""
OTHER_ROWS = {
    "score": "O21",
    "excused": "D25",
    "excused.reason": "F25",
    "review.how_far": "D26",
    "review.how": "D27",
    "review.cause": "D28",
    "plan.1.measure": "C30",
    "plan.1.date": "D30",
    "plan.1.owner": "P30",
}
ANSWERED = {"review.how_far": "nearly all of it", "review.how": "week by week"}
_NUMBERS = {
    "weight": "weight",
    "baseline": "baseline",
    "target": "target",
    "upper": "upper",
    "actual": "actual",
    "v30": "v30",
    "v70": "v70",
    "confidence": "confidence",
    "self": "self_score",
    "reviewer": "reviewer_score",
}


def rows_of(table: str) -> dict[str, tuple[int, dict[str, str]]]:
    """Read a table: row key → (row number, column → text)."""
    heads, *lines = ([c.strip() for c in line.split("|")] for line in table.strip().splitlines())
    return {line[1]: (int(line[0]), dict(zip(heads[2:], line[2:], strict=True))) for line in lines}


def submission_of(changes: Mapping[str, str], table: str = SHEET) -> Submission:
    """Give the table with `changes` (field key → text) as the first quarter of a submission."""
    rows = rows_of(table)
    other = dict(ANSWERED)
    for key, text in changes.items():
        row, _, column = key.rpartition(".")
        if row in rows:
            rows[row][1][column] = text
        else:
            other[key] = text
    values = {key: columns for key, (_, columns) in rows.items()}
    objectives = tuple(_objective(key, values) for key in values if "." not in key)
    cycle = CycleSheet(
        Cycle.parse("2026Q1"),
        tuple(o for o in objectives if o.text),
        excused=other.get("excused") == "yes",
        excused_reason=other.get("excused.reason", ""),
        review=_review(other),
    )
    identity = SheetIdentity("sheet", "E1", 2026, 1, "en", "template", "policies", "token")
    return Submission(identity, "Li Lei", (cycle,), cells=_cells(rows))


def _objective(key: str, values: Mapping[str, dict[str, str]]) -> Objective:
    key_results = tuple(
        _key_result(int(k.rpartition("K")[2]), columns)
        for k, columns in values.items()
        if k.startswith(f"{key}.") and columns["text"]
    )
    weight = values[key]["weight"]
    return Objective(
        int(key[1:]),
        values[key]["text"],
        Decimal(weight) if weight else None,
        key_results=key_results,
    )


def _key_result(number: int, columns: Mapping[str, str]) -> KeyResult:
    kind, status = columns.get("type"), columns.get("status")
    plain = KeyResult(
        number,
        columns["text"],
        type=KeyResultType(kind) if kind else None,
        status=Status(status) if status else None,
        reason=columns.get("reason", ""),
    )
    for column, name in _NUMBERS.items():
        if columns.get(column):
            plain = _with_number(plain, name, Decimal(columns[column]))
    return plain


def _with_number(key_result: KeyResult, name: str, number: Decimal) -> KeyResult:
    changed: dict[str, Any] = {name: number}
    return replace(key_result, **changed)


def _review(other: Mapping[str, str]) -> CycleReview:
    line = Improvement(
        1,
        other.get("plan.1.measure", ""),
        other.get("plan.1.date", ""),
        "",
        other.get("plan.1.owner", ""),
    )
    return CycleReview(
        other["review.how_far"], other["review.how"], other.get("review.cause", ""), (line,)
    )


def _cells(rows: Mapping[str, tuple[int, Mapping[str, str]]]) -> Mapping[str, Cell]:
    places = {
        f"Q1.{key}.{column}": f"{letter}{number}"
        for key, (number, _) in rows.items()
        for column, letter in LETTERS.items()
    }
    places |= {f"Q1.{key}": ref for key, ref in OTHER_ROWS.items()}
    return MappingProxyType(
        {key: Cell(Place("Q1", ref), CellKind.BLANK) for key, ref in places.items()}
    )


def number_cell(ref: str, raw: str, sheet: str = "Q1") -> Cell:
    """Give a computed cell as a spreadsheet program left it."""
    return Cell(Place(sheet, ref), CellKind.NUMBER, raw)


def findings_of(
    changes: Mapping[str, str],
    *,
    policies: Policies | None = None,
    computed: Mapping[str, Cell] | None = None,
    background: Background | None = None,
) -> tuple[Finding, ...]:
    """Give what is found in the sheet with these changes."""
    submission = submission_of(changes)
    scores = scores_of(submission, policies)
    return check_submission(
        submission,
        scores,
        policies or Policies(),
        computed=computed or {},
        background=background or Background(),
    )


def scores_of(submission: Submission, policies: Policies | None = None) -> tuple[CycleScore, ...]:
    """Score every cycle of a submission."""
    return tuple(score_cycle(c, policies or Policies()) for c in submission.cycles)


def lines_of(findings: tuple[Finding, ...]) -> list[str]:
    """Give findings as `K301 error Q1!D10:D12`."""
    return [f"{f.code} {severity(f)} {f.place}" for f in findings]


def severity(finding: Finding) -> Severity:
    """Give a finding's severity: its own, else the catalogue's."""
    return finding.severity or CATALOGUE[finding.code].severity
