"""Keeps which cycles are closed, by which rules, and everybody's state and score at that moment."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, func, insert, inspect, select, update

from okrsheets.model import Closing, Cycle, CycleState, Policies, ScoreSource
from okrsheets.store import tables as t
from okrsheets.store.records import FileState, SheetScores
from okrsheets.store.rows import storable
from okrsheets.store.store import Store
from okrsheets.store.writing import account, put_scores, written

_ABSENT = (CycleState.NOT_SUBMITTED, CycleState.NOT_EMPLOYED)
_FISCAL_START = "fiscal_start"
_OF_CLOSING = t.CLOSED_SCORES.c.closing_id == t.CLOSINGS.c.id
_OPEN = t.CLOSINGS.c.reopened_at.is_(None)


@dataclass(frozen=True, slots=True)
class ClosedCycle:
    """A closing with whom it knows: `people` have a recorded state, `absent` had nothing to score.

    `absent` maps a person to `not_submitted` or `not_employed`, the states that later files and
    later dates of the roster must not change.
    """

    closing: Closing
    people: frozenset[str] = frozenset()
    absent: Mapping[str, CycleState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClosedScore:
    """A person's state and score as they were locked; `exact` is a fraction's text, "" for none."""

    person: str
    state: str
    exact: str
    band: str


def policies_text(policies: Policies, fiscal_start: int) -> str:
    """Give everything that a closed cycle is reckoned and read by, as JSON."""
    values: dict[str, Any] = {one.name: getattr(policies, one.name) for one in fields(policies)}
    values[_FISCAL_START] = fiscal_start
    return json.dumps(values, default=str, sort_keys=True)


def closing_of(cycle: str, at: str, policies: str) -> Closing:
    """Give back a closing; a policy that it does not name has its default."""
    values: dict[str, Any] = json.loads(policies)
    fiscal_start = int(values.pop(_FISCAL_START))
    plain = Policies()
    given = {
        one.name: _like(getattr(plain, one.name), values[one.name])
        for one in fields(Policies)
        if one.name in values
    }
    return Closing(
        Cycle.parse(cycle), datetime.fromisoformat(at), replace(plain, **given), fiscal_start
    )


def _like(default: object, value: Any) -> Any:  # noqa: ANN401 - what a policy may be
    """Give a policy back in its own type, which is that of its default."""
    if isinstance(default, Decimal):
        return Decimal(value)
    if isinstance(value, list):
        first = default[0] if isinstance(default, tuple) and default else None
        return tuple(_like(first, one) for one in value)
    return type(default)(value) if isinstance(default, ScoreSource) else value


def read_closings(store: Store, year: int) -> Mapping[Cycle, ClosedCycle]:
    """Give the cycles of a year that are closed now."""
    query = select(t.CLOSINGS).where(t.CLOSINGS.c.year == year, _OPEN).order_by(t.CLOSINGS.c.cycle)
    with store.transaction() as connection:
        if not inspect(connection).has_table(t.CLOSINGS.name):
            return {}
        found = {}
        for row in connection.execute(query).all():
            closing = closing_of(row.cycle, row.at, row.policies)
            found[closing.cycle] = _with_people(connection, row.id, closing)
        return found


def _with_people(connection: Connection, closing_id: int, closing: Closing) -> ClosedCycle:
    scores = t.CLOSED_SCORES.c
    query = select(scores.person, scores.state).where(scores.closing_id == closing_id)
    states = {row.person: CycleState(row.state) for row in connection.execute(query)}
    return closed_cycle(closing, states)


def closed_cycle(closing: Closing, states: Mapping[str, CycleState]) -> ClosedCycle:
    """Give a closing with whom it knows, from everybody's state."""
    absent = {person: state for person, state in states.items() if state in _ABSENT}
    return ClosedCycle(closing, frozenset(states), absent)


def read_closed_scores(store: Store, year: int) -> Mapping[Cycle, Mapping[str, ClosedScore]]:
    """Give everybody's locked state and score in each closed cycle of a year."""
    closings, scores = t.CLOSINGS, t.CLOSED_SCORES
    query = (
        select(closings.c.cycle, scores)
        .join_from(scores, closings, scores.c.closing_id == closings.c.id)
        .where(closings.c.year == year, _OPEN)
    )
    found: dict[Cycle, dict[str, ClosedScore]] = {}
    with store.transaction() as connection:
        if not inspect(connection).has_table(closings.name):
            return {}
        for row in connection.execute(query):
            score = ClosedScore(row.person, row.state, row.score_exact or "", row.band or "")
            found.setdefault(Cycle.parse(row.cycle), {})[row.person] = score
    return found


def close_cycle(
    store: Store,
    closing: Closing,
    scores: Sequence[ClosedScore],
    sheets: Iterable[SheetScores],
) -> None:
    """Close a cycle with everybody's locked state and score, in one transaction; audited.

    Args:
        store: the open store.
        closing: the cycle, when, and by which rules.
        scores: everybody's, as they are locked.
        sheets: every sheet's score rows under the closing.
    """
    values = {
        "year": closing.cycle.year,
        "cycle": str(closing.cycle),
        "at": written(closing.at),
        "who": account(),
        "policies": policies_text(closing.policies, closing.fiscal_start),
    }
    made = insert(t.CLOSINGS).returning(t.CLOSINGS.c.id)
    scored = sum(one.state == CycleState.SCORED for one in scores)
    with store.transaction() as connection:
        number = int(connection.execute(made, values).scalar_one())
        rows = [{"closing_id": number, **_row(one)} for one in scores]
        if rows:
            connection.execute(insert(t.CLOSED_SCORES), rows)
        for sheet in sheets:
            put_scores(connection, sheet, at=closing.at)
        _note(connection, "closed", f"{scored} {closing.cycle}", closing.at)


def _row(score: ClosedScore) -> Mapping[str, Any]:
    return {
        "person": score.person,
        "state": score.state,
        "score": float(Fraction(score.exact)) if score.exact else None,
        "score_exact": score.exact or None,
        "band": score.band or None,
    }


def reopen_cycle(
    store: Store, cycle: Cycle, reason: str, sheets: Iterable[SheetScores], *, at: datetime
) -> None:
    """Open a closed cycle again, in one transaction; audited.

    Its closing stays, with when, by whom and why; `sheets` are the score rows without it.
    """
    values = {"reopened_at": written(at), "reopened_by": account(), "reason": storable(reason)}
    this = (t.CLOSINGS.c.cycle == str(cycle)) & _OPEN
    known = select(func.count()).select_from(t.CLOSED_SCORES.join(t.CLOSINGS, _OF_CLOSING))
    scored = known.where(this, t.CLOSED_SCORES.c.state == CycleState.SCORED.value)
    with store.transaction() as connection:
        count = int(connection.execute(scored).scalar_one())
        connection.execute(update(t.CLOSINGS).where(this).values(values))
        for sheet in sheets:
            put_scores(connection, sheet, at=at)
        _note(connection, "reopened", f"{count} {cycle}", at)


def _note(connection: Connection, what: str, detail: str, at: datetime) -> None:
    note = {"at": written(at), "who": account(), "what": what, "person": None, "detail": detail}
    connection.execute(insert(t.AUDIT), note)


def read_held_by_closing(store: Store) -> Mapping[str, frozenset[str]]:
    """Give the held files whose senders were told that a cycle is closed: SHA-256 → field keys."""
    files, findings = t.FILES, t.FINDING_ROWS
    query = (
        select(files.c.sha256, findings.c.key)
        .join_from(files, findings, findings.c.file_id == files.c.id)
        .where(files.c.state == FileState.HELD.value, findings.c.code == "V401")
    )
    found: dict[str, frozenset[str]] = {}
    with store.transaction() as connection:
        for row in connection.execute(query):
            found[row.sha256] = found.get(row.sha256, frozenset()) | {row.key}
    return found
