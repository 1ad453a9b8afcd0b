"""What must be printed is reckoned from here: the roster and the commands' JSON, nothing else.

A line of the roster with its records of every cycle, and the plain arithmetic of scores: mean,
median, band, two decimals half up. Nothing of okrsheets is imported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from printed_words import MARKS

Record = Mapping[str, Any]
_EDGES = (Decimal("0.01"), Decimal("0.70"), Decimal("1.00"))
_BANDS = ("no_progress", "below", "on_target", "outstanding")
EXCUSED = ("void", "not_employed")
BANDS = (*_BANDS, "none", "void")


def shown_score(score: object) -> str:
    """Two decimals, half up; nothing where there is none."""
    if score is None:
        return ""
    nine = Decimal(str(score)).quantize(Decimal("1e-9"), ROUND_HALF_UP)
    return str(nine.quantize(Decimal("0.01"), ROUND_HALF_UP))


def shown_percent(share: object) -> str:
    """One decimal, half up, none where it is 0; the minus is a minus, not a hyphen."""
    if share is None:
        return ""
    percent = (Decimal(str(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = str(percent).removesuffix(".0")
    return text.replace("-", "−") + "%"


def band_of(score: object) -> str:
    """Give the band of a score as it is displayed; `none` where there is no score."""
    if score is None:
        return "none"
    return _BANDS[sum(Decimal(shown_score(score)) >= edge for edge in _EDGES)]


def mean_of(scores: Sequence[Decimal]) -> Decimal | None:
    """Give the mean; None of nothing."""
    return sum(scores, Decimal(0)) / len(scores) if scores else None


def median_of(scores: Sequence[Decimal]) -> Decimal | None:
    """Give the middle one, or the mean of the two in the middle; None of nothing."""
    known = sorted(scores)
    half = len(known) // 2
    return mean_of(known[half : half + 1] if len(known) % 2 else known[max(half - 1, 0) : half + 1])


def chip(score: object, state: str) -> str:
    """Give mark and word: the band of a score, else the state."""
    if score is not None:
        return MARKS[band_of(score)] + band_of(score)
    return _mark(state) + state


def cell(score: object, state: str) -> str:
    """Give mark and score, else the state with its mark."""
    if score is not None:
        return MARKS[band_of(score)] + shown_score(score)
    return _mark(state) + state


def _mark(state: str) -> str:
    return {"void": "×", "not_submitted": "", "not_employed": "", "n/a": "", "few": ""}.get(
        state, "—"
    )


@dataclass(frozen=True)
class KeyResult:
    """A key result of the store with where it stands."""

    cycle: str
    place: str
    record: Record

    @property
    def void(self) -> bool:
        """Whether it is out of the sum."""
        return bool(self.record["status"] == "void")

    @property
    def band(self) -> str:
        """Its band, or that it has none."""
        return "void" if self.void else band_of(self.record["score"])


@dataclass(frozen=True)
class Sheet:
    """A line of the roster with everything that the commands say of it."""

    id: str
    name: str
    title: str
    path: tuple[str, ...]
    kind: str
    joined: date | None
    left: date | None
    received: bool
    records: Mapping[str, Record]
    manager: str = ""
    changes: Mapping[str, Record] = field(default_factory=dict)
    """What `changes` says of every cycle whose plan changed since it was frozen."""
    frozen: frozenset[str] = frozenset()

    @property
    def person(self) -> bool:
        """Whether it is a person's, not a department's or the company's."""
        return self.kind == "person"

    def score(self, cycle: str) -> Decimal | None:
        """Give the score of a cycle or of the year."""
        score = self.records[cycle]["score"]
        return None if score is None else Decimal(str(score))

    def state(self, cycle: str) -> str:
        """Give the state of a cycle or of the year."""
        return str(self.records[cycle]["state"])

    def cycles(self, cycle: str) -> list[str]:
        """Give the scored cycles that a report of `cycle` covers."""
        return [c for c in sorted(self.records) if c != cycle] if len(cycle) == 4 else [cycle]

    def objectives(self, cycle: str) -> list[tuple[str, Record]]:
        """Give the objectives that count in a report, each with its cycle."""
        parts = [c for c in self.cycles(cycle) if self.state(c) != "not_employed"]
        return [(c, o) for c in parts for o in self.records[c]["objectives"]]

    def key_results(self, cycle: str) -> Iterator[KeyResult]:
        """Give the key results that count in a report."""
        for part, objective in self.objectives(cycle):
            for line in objective["key_results"]:
                label = f"{part[4:]}" if len(cycle) == 4 else ""
                place = f"{label}{objective['number']}.{line['number']}"
                yield KeyResult(part, place, line)


def is_void(objective: Record) -> bool:
    """Tell whether all key results of an objective are void."""
    lines = objective["key_results"]
    return bool(lines) and all(line["status"] == "void" for line in lines)


def read_sheets(
    roster: Path, scores: Sequence[Record], status: Record, changes: Sequence[Record] = ()
) -> list[Sheet]:
    """Put the roster's lines together with what `scores`, `status` and `changes` say."""
    records: dict[str, dict[str, Record]] = {}
    for record in scores:
        records.setdefault(record["person"], {})[record["cycle"]] = record
    known = {one["person"]: one for one in status["people"]}
    changed: dict[str, dict[str, Record]] = {}
    for record in changes:
        changed.setdefault(record["person"], {})[record["cycle"]] = record
    rows = load_workbook(roster).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [
        Sheet(
            id=str(row[0]),
            name=str(row[1]),
            title=str(row[3] or ""),
            path=tuple(part.strip() for part in str(row[2] or "").split("/") if part.strip()),
            kind=known[str(row[0])]["kind"],
            joined=_day(row[6]),
            left=_day(row[7]),
            received=known[str(row[0])]["received"] is not None,
            records=records[str(row[0])],
            manager=str(row[4] or ""),
            changes=changed.get(str(row[0]), {}),
            frozen=frozenset(known[str(row[0])]["frozen"]),
        )
        for row in rows
        if row[0] is not None
    ]


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(str(value)) if value else None
