"""Spreadsheet day numbers as dates, in both date systems."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

_FIRST_1900 = datetime(1899, 12, 31)  # noqa: DTZ001 - a sheet's dates have no zone
_FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet's dates have no zone
_PHANTOM = 60
_LAST_DAY = 2_958_465
_DAY_SECONDS = 86_400


def date_of_serial(raw: str, *, from_1904: bool) -> str | None:
    """Give `2026-07-01` or `2026-07-01T12:30:00` for a stored day number.

    The 1900 system counts a 29 February 1900 that never was. None where the number is no date.
    """
    try:
        serial = Decimal(raw)
    except InvalidOperation:
        return None
    if not serial.is_finite() or not 0 <= serial <= _LAST_DAY:
        return None
    days = int(serial)
    seconds = round((serial - days) * _DAY_SECONDS)
    first = _FIRST_1904 if from_1904 else _FIRST_1900
    shift = 0 if from_1904 or days < _PHANTOM else -1
    try:
        moment = first + timedelta(days=days + shift, seconds=seconds)
    except OverflowError:
        return None
    return moment.date().isoformat() if seconds == 0 else moment.isoformat()
