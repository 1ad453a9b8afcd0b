"""The three-step rewrite of a key result that stands as an objective, on the person's own words.

The steps are: replace the subject, say what the number means, smooth the sentence. Source:
docs/method.md.
"""

from collections.abc import Mapping

from okrsheets.errors import N_, Line
from okrsheets.wording.measure import Measured, joined
from okrsheets.wording.words import trimmed, without_words


def three_steps(measured: Measured) -> Mapping[str, object]:
    """Give the fields of the finding's sentences: `subject`, `thing`, `draft`.

    `thing` is the subject without the words for measures: of “B系列产品收入” it is “B系列产品”.
    """
    bare = joined(measured.language, without_words(measured.language, "measure", measured.subject))
    thing = trimmed(measured.language, "particle", bare)
    named: object = thing or Line(N_("the product, market or team it is about"), {})
    draft = Line(N_("{thing} becomes …"), {"thing": named})
    return {"subject": measured.subject or measured.figure, "thing": named, "draft": draft}
