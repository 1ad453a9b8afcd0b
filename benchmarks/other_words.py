"""People with words of their own, so that nothing kept from one report serves the next by chance.

The words are those of a made-up person, turned within each text: as many, as wide, as rare.
"""

from dataclasses import fields, replace
from typing import Any

from okrsheets.model import PersonYear

_TURNED = ("CycleReview", "CycleSheet", "Improvement", "KeyResult", "Objective", "Person")
_KEPT = ("email", "id", "kind", "language", "manager")
_SHORTEST = 3


def with_other_words(year: PersonYear, number: int) -> PersonYear:
    """Give a person whose texts are those of another, each turned by so many characters."""
    sheet = year.submission
    return replace(
        year,
        person=_turned(year.person, number),
        submission=sheet and replace(sheet, **_parts(sheet, number)),
    )


def _parts(thing: Any, number: int) -> dict[str, Any]:  # noqa: ANN401 - any record
    names = [field.name for field in fields(thing) if field.name not in _KEPT]
    return {name: _turned(getattr(thing, name), number) for name in names}


def _turned(thing: Any, number: int) -> Any:  # noqa: ANN401 - any part of a record
    if type(thing) is str:  # a choice from a list is a kind of text as well
        return _turned_text(thing, number)
    if isinstance(thing, tuple):
        return tuple(_turned(part, number) for part in thing)
    if type(thing).__name__ in _TURNED:
        return replace(thing, **_parts(thing, number))
    return thing


def _turned_text(text: str, number: int) -> str:
    places = [at for at, sign in enumerate(text) if sign.isalpha()]
    if len(places) < _SHORTEST:
        return text
    first = number % len(places)
    made = list(text)
    for at, source in zip(places, places[first:] + places[:first], strict=True):
        made[at] = text[source]
    return "".join(made)
