"""What is due as records for programs: plain dictionaries, dates as text. Pure.

The keys are a promise (docs/calendar.md).
"""

from collections.abc import Sequence
from datetime import date

from okrsheets.analysis.due import Due
from okrsheets.batch.export import Record
from okrsheets.deadlines import Deadline


def deadline_record(deadline: Deadline) -> Record:
    """Give a step of a cycle: `cycle`, `step`, and its first and last day, `from` and `by`."""
    return {
        "cycle": str(deadline.cycle),
        "step": deadline.step.value,
        "from": deadline.first.isoformat(),
        "by": deadline.last.isoformat(),
    }


def due_record(dues: Sequence[Due], following: Deadline | None, today: date) -> Record:
    """Give what is due today, who is late with what, and what begins next."""
    return {
        "today": today.isoformat(),
        "due": [_due(due) for due in dues],
        "late": [record for due in dues if due.late for record in _late(due, today)],
        "next": deadline_record(following) if following else None,
    }


def _due(due: Due) -> Record:
    return deadline_record(due.deadline) | {
        "late": due.late,
        "asked": due.asked,
        "missing": [one.person.id for one in due.missing],
    }


def _late(due: Due, today: date) -> list[Record]:
    by = due.deadline.last
    return [
        {
            "person": one.person.id,
            "name": one.person.name,
            "department": "/".join(one.person.department),
            "manager": one.person.manager,
            "cycle": str(due.deadline.cycle),
            "step": due.deadline.step.value,
            "by": by.isoformat(),
            "days": (today - by).days,
        }
        for one in due.missing
    ]
