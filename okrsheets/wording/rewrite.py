"""The three-step rewrite of a key result that stands as an objective, on the person's own words.

The steps are: replace the subject, say what the number means, smooth the sentence. Source:
docs/method.md.
"""

from collections.abc import Mapping

from okrsheets.errors import N_, Line
from okrsheets.wording.measure import Measured
from okrsheets.wording.words import without_words


def three_steps(measured: Measured) -> Mapping[str, object]:
    """Give the fields of the finding's sentences: `subject`, `thing`, `draft`."""
    thing = without_words(measured.language, "measure", measured.subject)
    thing = without_words(measured.language, "change", thing)
    thing = without_words(measured.language, "particle", thing).strip()
    named: object = thing or Line(N_("the product, market or team it is about"), {})
    draft = Line(N_("{thing} becomes …"), {"thing": named})
    return {"subject": measured.subject, "thing": named, "draft": draft}
