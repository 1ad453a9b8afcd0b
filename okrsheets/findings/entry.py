"""The form of a catalogue entry: what every finding code has to say about itself."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the whole file out; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Audience(StrEnum):
    """Who can repair it."""

    CONTRIBUTOR = "contributor"
    HR = "hr"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue, in English; the translations stand in `okrsheets/locale`.

    `message` says what is wrong with the value seen, `expected` what is expected, `action` what
    to do; all three may hold `{value}` and the finding's own fields. `about` is the paragraph of
    docs/findings.md and of `okrsheets explain`.
    """

    code: str
    severity: Severity
    audience: Audience
    title: str
    message: str
    expected: str
    action: str
    about: str


def fault(code: str, title: str, *texts: str) -> Entry:
    """Give an error that the contributor repairs; `texts` as in `remark`."""
    return remark(code, Severity.ERROR, title, *texts)


def remark(code: str, severity: Severity, title: str, *texts: str) -> Entry:
    """Give an entry for the contributor.

    `texts` are the message, what is expected, what to do and the paragraph about it.
    """
    message, expected, action, about = texts
    return Entry(code, severity, Audience.CONTRIBUTOR, title, message, expected, action, about)
