"""W1: how an objective is worded. Source of the rules: docs/method.md."""

from okrsheets.wording import rewrite
from okrsheets.wording.case import Match, WordingCase, length_of
from okrsheets.wording.dates import find_outside
from okrsheets.wording.figures import find_figure
from okrsheets.wording.measure import find_measured
from okrsheets.wording.words import find_word, limit


def has_figures(case: WordingCase) -> Match | None:
    """Numbers belong in the key results."""
    figure = find_figure(case.language, case.text)
    return Match(figure) if figure else None


def stands_still(case: WordingCase) -> Match | None:
    """Keeping what there is leaves no room to grow."""
    return _of_list(case, "standing_still")


def is_negative(case: WordingCase) -> Match | None:
    """What should be says more than what should not be."""
    return _of_list(case, "negative")


def is_key_result(case: WordingCase) -> Match | None:
    """A measure with the figure it should reach is a key result."""
    measured = find_measured(case.language, case.text)
    return Match(measured.figure, rewrite.three_steps(measured)) if measured else None


def is_vague(case: WordingCase) -> Match | None:
    """A text that any company could have written points nowhere."""
    if length_of(case.language, case.text) < limit(case.language, "shortest_objective"):
        return Match(case.text.strip())
    return _of_list(case, "platitude")


def names_other_period(case: WordingCase) -> Match | None:
    """The tab says the period; another one in the text contradicts it."""
    outside = find_outside(case.language, case.text, case.period)
    return Match(outside, case.period.fields()) if outside else None


def _of_list(case: WordingCase, name: str) -> Match | None:
    word = find_word(case.language, name, case.text)
    return Match(word) if word else None
