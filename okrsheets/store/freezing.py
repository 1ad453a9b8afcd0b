"""Keeps plans as they were frozen, and gives them back. What was frozen is never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, inspect, select

from okrsheets.model import Cycle, FrozenPlan
from okrsheets.store import tables as t
from okrsheets.store.store import Store
from okrsheets.store.writing import account, written


@dataclass(frozen=True, slots=True)
class PlanToFreeze:
    """A person's plan: the SHA-256 of its version, its fingerprint, its canonical text."""

    person: str
    sha256: str
    fingerprint: str
    plan: str


def add_freeze(store: Store, cycle: Cycle, plans: Sequence[PlanToFreeze], *, at: datetime) -> None:
    """Keep plans of a cycle, and note it in the audit, in one transaction."""
    head = {"year": cycle.year, "cycle": str(cycle), "at": written(at), "who": account()}
    with store.transaction() as connection:
        made = insert(t.FREEZES).returning(t.FREEZES.c.id)
        freeze = int(connection.execute(made, head).scalar_one())
        rows = [
            {
                "freeze_id": freeze,
                "cycle": str(cycle),
                "year": cycle.year,
                "sha256": plan.sha256,
                "fingerprint": plan.fingerprint,
                "plan": plan.plan,
                "person": plan.person,
            }
            for plan in plans
        ]
        connection.execute(insert(t.FROZEN_PLANS), rows)
        note = {"at": head["at"], "who": head["who"], "what": "frozen", "person": None}
        detail = f"{len(plans)} {cycle}"
        connection.execute(insert(t.AUDIT), note | {"detail": detail})


def current_hashes(store: Store, year: int) -> Mapping[str, str]:
    """Give the SHA-256 of everybody's current version in a year."""
    sheets, versions = t.SHEETS, t.VERSIONS
    query = (
        select(sheets.c.person, versions.c.sha256)
        .join_from(sheets, versions, versions.c.sheet_id == sheets.c.id)
        .where(sheets.c.year == year, versions.c.current == 1)
    )
    with store.transaction() as connection:
        return {row.person: row.sha256 for row in connection.execute(query)}


def read_freezes(store: Store, year: int) -> Mapping[str, Mapping[Cycle, datetime]]:
    """Give when the plans of a year were frozen, by person and cycle."""
    plans, freezes = t.FROZEN_PLANS, t.FREEZES
    query = (
        select(plans.c.person, plans.c.cycle, freezes.c.at)
        .join_from(plans, freezes, plans.c.freeze_id == freezes.c.id)
        .where(plans.c.year == year)
    )
    found: dict[str, dict[Cycle, datetime]] = {}
    with store.transaction() as connection:
        if not inspect(connection).has_table(plans.name):
            return {}
        for row in connection.execute(query):
            mine = found.setdefault(row.person, {})
            mine[Cycle.parse(row.cycle)] = datetime.fromisoformat(row.at)
    return found


def read_frozen(
    store: Store, year: int, *, person: str | None = None
) -> Mapping[str, Mapping[Cycle, FrozenPlan]]:
    """Give the frozen plans of a year by person and cycle; of one person only where named."""
    plans, freezes = t.FROZEN_PLANS, t.FREEZES
    query = (
        select(plans, freezes.c.at)
        .join_from(plans, freezes, plans.c.freeze_id == freezes.c.id)
        .where(plans.c.year == year)
        .order_by(plans.c.person, plans.c.cycle)
    )
    if person is not None:
        query = query.where(plans.c.person == person)
    found: dict[str, dict[Cycle, FrozenPlan]] = {}
    with store.transaction() as connection:
        if not inspect(connection).has_table(plans.name):
            return {}
        for row in connection.execute(query):
            cycle = Cycle.parse(row.cycle)
            at = datetime.fromisoformat(row.at)
            plan = FrozenPlan(cycle, at, row.sha256, row.fingerprint, row.plan)
            found.setdefault(row.person, {})[cycle] = plan
    return found
