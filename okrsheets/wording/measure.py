"""A measure with the figure it should reach: what makes a key result of a text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from okrsheets.wording import dates
from okrsheets.wording.figures import find_figure
from okrsheets.wording.words import find_word, trimmed, without_words

_REMEMBERED = 2**16
_CLAUSES = re.compile(r"[，,；;。]")


@dataclass(frozen=True, slots=True)
class Measured:
    """`figure` is what should be reached, `subject` what is measured, as far as the text says it.

    Of “销售额提升 30%” the subject is “销售额”, of “Cut costs by 5%” it is “costs”.
    """

    language: str
    subject: str
    figure: str


@lru_cache(maxsize=_REMEMBERED)
def find_measured(language: str, text: str) -> Measured | None:
    """Give what a text measures and the figure it asks for; None where there is no such pair."""
    figure = find_figure(language, text) if find_word(language, "measure", text) else ""
    return Measured(language, _subject(language, text, figure), figure) if figure else None


def _subject(language: str, text: str, figure: str) -> str:
    """Give what stands before the figure in its clause, without dates and words of change."""
    front = dates.without_dates(language, text).partition(figure)[0]
    front = without_words(language, "change", _CLAUSES.split(front)[-1])
    return trimmed(language, "particle", joined(language, front))


def joined(language: str, text: str) -> str:
    """Give a text with the blanks that taking words out has left in it put right."""
    return (" " if language == "en" else "").join(text.split())
