"""The time of a batch, in UTC and whole seconds; `SOURCE_DATE_EPOCH` sets it for a rerun."""

import os
from datetime import UTC, datetime


def now() -> datetime:
    """Give the time now, or the one that the environment variable SOURCE_DATE_EPOCH names."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdecimal():
        return datetime.fromtimestamp(int(fixed), UTC)
    return datetime.now(UTC).replace(microsecond=0)
