"""A measure with the figure it should reach: what makes a key result of a text."""

from dataclasses import dataclass
from functools import lru_cache

from okrsheets.wording.figures import find_figure
from okrsheets.wording.words import find_word

_REMEMBERED = 2**16


@dataclass(frozen=True, slots=True)
class Measured:
    """`figure` is what should be reached, `measure` the word for what is measured.

    `subject` is what stands in front of the figure, without the words of change at its end.
    """

    language: str
    subject: str
    measure: str
    figure: str


@lru_cache(maxsize=_REMEMBERED)
def find_measured(language: str, text: str) -> Measured | None:
    """Give the measure of a text and its figure; None where there is no such pair."""
    measure = find_word(language, "measure", text)
    figure = find_figure(language, text) if measure else ""
    if not figure:
        return None
    subject = text.partition(measure)[0] + measure
    return Measured(language, subject.strip(), measure, figure)
