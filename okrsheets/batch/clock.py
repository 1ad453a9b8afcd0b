"""The time of a batch, in UTC and whole seconds; `SOURCE_DATE_EPOCH` sets it for a rerun."""

import os
from datetime import UTC, date, datetime


def now() -> datetime:
    """Give the time now, or the one that the environment variable SOURCE_DATE_EPOCH names."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdecimal():
        return datetime.fromtimestamp(int(fixed), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Give the day where this machine stands; in UTC where SOURCE_DATE_EPOCH names the time."""
    return here(now()).date()


def here(moment: datetime) -> datetime:
    """Give a moment as the clock of this machine shows it; in UTC where SOURCE_DATE_EPOCH is set.

    The store keeps UTC; people read days, and theirs begin where they are.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "").isdecimal()
    return moment.astimezone(UTC if fixed else None)
