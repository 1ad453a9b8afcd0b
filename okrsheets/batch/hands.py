"""Whose part of the sheet a field is: the manager's or the employee's. Pure.

A file does not say who saved it, so okrsheets cannot know whether a manager's field was filled in
by the manager. It says whose part changed, and puts the two parts together (`merge`).
"""

from collections.abc import Iterable
from enum import StrEnum

_MANAGERS = ("reviewer", "review.manager", "review.collective")


class Hand(StrEnum):
    """One of the two who work on a sheet."""

    EMPLOYEE = "employee"
    MANAGER = "manager"


def hand_of(key: str) -> Hand:
    """Give whose part a field is, by its key: `Q1.O1.K1.reviewer` is the manager's."""
    return Hand.MANAGER if key.endswith(_MANAGERS) else Hand.EMPLOYEE


def hands_of(keys: Iterable[str]) -> tuple[Hand, ...]:
    """Give whose parts these fields are, each once, the employee first."""
    found = {hand_of(key) for key in keys}
    return tuple(hand for hand in Hand if hand in found)
