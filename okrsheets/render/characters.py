"""Which characters a batch's records hold, and where those stand that no font has."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from unicodedata import combining

from okrsheets.findings import Finding
from okrsheets.model import FrozenPlan, PersonYear, Pulse
from okrsheets.render.typography import clean


def characters_of(record: object) -> set[str]:
    """Give every character of the texts in a record, whatever it is made of.

    As typed, and as `clean` prints a letter that has its accents apart.
    """
    texts = list(_texts(record))
    found = {character for text in texts for character in text}
    if any(combining(c) for c in found):
        found.update(*map(clean, texts))
    return found


def _texts(record: object) -> Iterator[str]:
    if isinstance(record, str):
        yield record
    elif isinstance(record, tuple | list):
        for part in record:
            yield from _texts(part)
    elif is_dataclass(record):
        for field in fields(record):
            yield from _texts(getattr(record, field.name))
    elif isinstance(record, Mapping):
        for key, value in record.items():
            yield str(key)
            if isinstance(value, FrozenPlan | Pulse):
                yield from _texts(value)


def find_missing(person: PersonYear, missing: AbstractSet[str]) -> tuple[Finding, ...]:
    """Say where in a person's sheet those characters stand that no font has.

    Yields `P101`, one finding for each cell and character; without a place for the texts of the
    roster.
    """
    if not missing or not missing & characters_of(person):
        return ()
    found = [
        Finding("P101", cell.place, key, cell.raw, {"code": code})
        for key, cell in (person.submission.cells if person.submission else {}).items()
        for code in _codes(cell.raw, missing)
    ]
    who = person.person
    for text in dict.fromkeys((who.name, who.title, *who.department, person.manager_name)):
        found += [Finding("P101", None, "", text, {"code": c}) for c in _codes(text, missing)]
    return tuple(found) or _unplaced(person, missing)


def _unplaced(person: PersonYear, missing: AbstractSet[str]) -> tuple[Finding, ...]:
    texts = [text for text in dict.fromkeys(_texts(person)) if missing & set(text)]
    return tuple(
        Finding("P101", None, "", text, {"code": code})
        for text in texts
        for code in _codes(text, missing)
    )


def _codes(text: str, missing: AbstractSet[str]) -> list[str]:
    """Give the code points to name, once each, in the order in which they stand."""
    return [f"U+{ord(c):04X}" for c in dict.fromkeys(clean(text)) if c in missing]
