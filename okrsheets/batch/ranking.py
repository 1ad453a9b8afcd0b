"""Tells which of several copies of a sheet is the newest, from the dates inside the files.

The file system's dates say nothing: mail programs reset them. A copy without a date of its own,
or with one in the future, was saved at the latest when it was received; nothing more is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from okrsheets.batch.merge import Values
from okrsheets.errors import N_

_TOLERANCE = timedelta(days=1)
"""Some programs write the local time as if it were UTC."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a sheet: `name` is its file's SHA-256. `dated` is None where not usable."""

    name: str
    values: Values
    dated: datetime | None
    received: datetime

    @property
    def order(self) -> tuple[datetime, str]:
        """Where it stands among its like when copies are folded; the same on every machine."""
        return (self.dated or self.received, self.name)


def usable_date(modified: datetime | None, received: datetime) -> datetime | None:
    """Give the document's date, None where it is missing or in the future when it came."""
    if modified is None or modified > received + _TOLERANCE:
        return None
    return modified


def is_newer(copy: Copy, other: Copy) -> bool:
    """Tell whether `copy` was certainly saved after `other`."""
    return copy.dated is not None and copy.dated > (other.dated or other.received)


def newest_of(copies: Sequence[Copy]) -> Copy | None:
    """Give the copy that is certainly newer than all others; None where none is."""
    for copy in copies:
        if all(is_newer(copy, other) for other in copies if other is not copy):
            return copy
    return None


def is_placed(copy: Copy, others: Sequence[Copy]) -> bool:
    """Tell whether the copy certainly stands before or after each of the others."""
    return all(is_newer(copy, o) or is_newer(o, copy) for o in others if o is not copy)


def why_unclear(copies: Sequence[Copy]) -> str:
    """Give the reason why no copy is certainly the newest, to be translated."""
    if any(copy.dated is None for copy in copies):
        return N_("one of them has no date of saving, or one in the future")
    return N_("they were saved at the same moment")
