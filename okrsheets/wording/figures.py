"""Whether a text says a number: digits or number words that are no part of a name or a date."""

from okrsheets.wording import dates
from okrsheets.wording.words import find_word, without_words


def find_figure(language: str, text: str) -> str:
    """Give the first number of a text, as it is written there; "" where there is none.

    Names with digits (5G, ISO 9001), dates and list numbers are no numbers in this sense.
    """
    bare = without_words(language, "names_with_digits", dates.without_dates(language, text))
    return find_word(language, "figure", bare)
