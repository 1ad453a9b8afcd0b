"""One date or span of time as a text names it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """What is said of when; what is not said is 0.

    `words` is as written, at the place `at` of the text. `before` is said of what ends where the
    month, quarter or year begins (`before July`). `months` is a length (`within six months`),
    `following` the next quarter or year, whichever that is. `year_end` is said of a year's last
    days. `compared` is a date that a figure is held against (`up on 2025`), or a name's.
    """

    words: str
    at: int
    year: int = 0
    half: int = 0
    quarter: int = 0
    month: int = 0
    day: int = 0
    before: bool = False
    months: int = 0
    following: bool = False
    year_end: bool = False
    compared: bool = False
