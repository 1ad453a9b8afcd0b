"""What an export says of itself: whose it is, when it was made, by which rules it was reckoned."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, Policies
from okrsheets.settings import Settings


def facts_of(
    settings: Settings, policies: Policies, cycle: Cycle | None, language: Language
) -> Sequence[tuple[str, str]]:
    """Give what stands below the dictionary: label and text, one line each."""
    say = language.text
    return (
        (say(N_("Organisation")), settings.organisation),
        (say(N_("Year")), str(settings.year)),
        (say(N_("Cycles")), str(cycle) if cycle else say(N_("all of the year"))),
        *((name, _shown(getattr(policies, name))) for name in Policies.__dataclass_fields__),
    )


def _shown(value: object) -> str:
    return " · ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def about_lines(
    facts: Sequence[tuple[str, str]], cut: int, cleaned: int, language: Language
) -> Iterator[tuple[str, str]]:
    """Yield the facts, then what the workbook could not hold as it was."""
    yield from facts
    yield from ((language.text(N_("Note")), text) for text in change_words(cut, cleaned, language))


def change_words(cut: int, cleaned: int, language: Language) -> Iterator[str]:
    """Say how many texts were cut or changed; nothing where none was."""
    if cut:
        yield language.count(
            "{number} text was cut to the 32,767 characters of a cell; CSV and Parquet have it"
            " whole",
            "{number} texts were cut to the 32,767 characters of a cell; CSV and Parquet have them"
            " whole",
            cut,
        )
    if cleaned:
        yield language.count(
            "{number} text holds control characters, which stand as “�” here",
            "{number} texts hold control characters, which stand as “�” here",
            cleaned,
        )


def made_line(made: datetime, language: Language) -> tuple[str, str]:
    """Say when the export was made."""
    return language.text(N_("Exported")), f"{made:%Y-%m-%d %H:%M} UTC"
