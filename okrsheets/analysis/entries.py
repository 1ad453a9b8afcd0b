"""What was said of a key result, and when: its check-ins, and its figures in each stored sheet.

A key result is known by its place and by its words. Where another text stands in the same place,
what was said before is another key result's: it is handed on apart, never drawn into one line.
Source: docs/pace.md.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from okrsheets.model import Cycle, KeyResult, KeyResultPlace, PersonYear, Status
from okrsheets.submissions.check_ins import label_words


class Origin(StrEnum):
    """Where an entry stands: in a line of the check-ins, or in the row of the key result."""

    CHECK_IN = "check_in"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said of a key result on a day.

    `day` is the line's own date for a check-in, the day of saving for a sheet. `wording` is the
    key result's text then. `standing` is False for a check-in that the sheet no longer holds: it
    is drawn, nothing is judged by it. `version` is the stored version's number, where known.
    """

    day: date
    origin: Origin
    value: Decimal | None = None
    confidence: Decimal | None = None
    status: Status | None = None
    note: str = ""
    wording: str = ""
    version: int | None = None
    standing: bool = True


Known = Mapping[KeyResultPlace, Sequence[Entry]]


def fingerprint(text: str) -> str:
    """Give a text's words alone: no figures, blanks, punctuation, letter case, forms of characters.

    So a changed figure ("to 90", "to 92") leaves a key result the same, another word does not. A
    text without letters is its own fingerprint.
    """
    return _letters(text) or unicodedata.normalize("NFKC", text).strip()


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LM")


def spoken_of(label: str, text: str) -> str:
    """Give the wording that a check-in speaks of: its label's, where that is of another text.

    The drop-down writes a key result's first words behind its code and does not follow when the
    text is changed; people write a word of it, or the code alone.
    """
    words = label_words(label)
    return text if _letters(words) in _letters(text) else words


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts name the same key result."""
    return fingerprint(one) == fingerprint(other)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort entries by day: on the same day check-ins first, then sheets as they are given."""
    return tuple(sorted(entries, key=lambda entry: (entry.day, entry.origin is Origin.SHEET)))


def entries_of(person: PersonYear, cycle: Cycle) -> dict[KeyResultPlace, tuple[Entry, ...]]:
    """Give what the sheet as it stands says: its check-ins, and its figures as of its receipt."""
    found: dict[KeyResultPlace, list[Entry]] = {}
    for place, key_result in plans_of(person, cycle).items():
        if person.received is not None:
            found.setdefault(place, []).append(_of_sheet(key_result, person, person.received))
    for place, entry in _check_ins(person, cycle):
        found.setdefault(place, []).append(entry)
    return {place: in_order(entries) for place, entries in found.items()}


def plans_of(person: PersonYear, cycle: Cycle) -> dict[KeyResultPlace, KeyResult]:
    """Give the key results of a person's cycle by their place, in the order of the sheet."""
    sheets = person.submission.cycles if person.submission else ()
    return {
        KeyResultPlace(cycle.tab, objective.number, key_result.number): key_result
        for sheet in sheets
        if sheet.cycle == cycle
        for objective in sheet.objectives
        for key_result in objective.key_results
    }


def _of_sheet(key_result: KeyResult, person: PersonYear, day: date) -> Entry:
    return Entry(
        day,
        Origin.SHEET,
        key_result.actual,
        key_result.confidence,
        key_result.status,
        wording=key_result.text,
        version=person.version,
    )


def _check_ins(person: PersonYear, cycle: Cycle) -> Iterable[tuple[KeyResultPlace, Entry]]:
    """Yield the lines that name a day and a key result; of two of one day, the lower line."""
    plans = plans_of(person, cycle)
    lines = person.submission.check_ins if person.submission else ()
    kept = {
        (line.key_result, line.day): line
        for line in lines
        if line.day is not None and line.key_result in plans
    }
    for (place, day), line in kept.items():
        if place is None or day is None:
            continue  # left out above; said again for the type checker
        yield (
            place,
            Entry(
                day,
                Origin.CHECK_IN,
                line.value,
                line.confidence,
                line.status,
                line.note,
                spoken_of(line.label, plans[place].text),
                person.version,
            ),
        )
