"""What a reader needs to reckon a report's scores again: formulas, and the rules that were applied.

Only what the sheet uses is said. Source: docs/method.md, "Types and progress", "Void", "Policies".
"""

from collections.abc import Iterator

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import (
    CycleScore,
    CycleSheet,
    KeyResultScore,
    KeyResultType,
    ObjectiveState,
    ScoreSource,
)
from okrsheets.reports.records import ReportContext
from okrsheets.reports.words import SOURCE_WORDS

_TOWARD = N_("Increase, decrease: (actual − baseline) ÷ (target − baseline)")
FORMULAS = {
    KeyResultType.INCREASE: _TOWARD,
    KeyResultType.DECREASE: _TOWARD,
    KeyResultType.LINEAR: N_("Linear: actual ÷ target"),
    KeyResultType.RANGE: N_(
        "Range: 1 inside the band, outside it 1 − distance ÷ span (how far the baseline lay "
        "outside, else the band’s width)"
    ),
    KeyResultType.MILESTONE: N_("Milestone: stages done ÷ stages planned"),
    KeyResultType.YESNO: N_("Yes/no: yes 1, no 0"),
    KeyResultType.ANCHORED: N_(
        "Anchored: straight lines through 0, 0.3, 0.7 and 1, going on beyond the ends"
    ),
    KeyResultType.JUDGED: N_("Judged: the score is given with a reason"),
}
_BETWEEN = {"zh": "", "en": " "}


def formulas_of(sheet: CycleSheet, language: Language) -> tuple[str, ...]:
    """Give the formulas of the types that are on a cycle's tab."""
    present = {k.type for o in sheet.objectives for k in o.key_results if k.type}
    wanted = dict.fromkeys(text for kind, text in FORMULAS.items() if kind in present)
    return tuple(language.text(text) for text in wanted)


def rules_of(sheet: CycleSheet, score: CycleScore, context: ReportContext) -> str:
    """Give the rules by which the cycle's scores come from its figures, as one text."""
    language = context.language
    return _BETWEEN[language.code].join(_rules(sheet, score, context))


def _rules(sheet: CycleSheet, score: CycleScore, context: ReportContext) -> Iterator[str]:
    language = context.language
    key_results = [k for o in score.objectives for k in o.key_results]
    yield language.text(N_("A computed score is progress, held to 0–1."))
    if any(_is_typed(k) for k in key_results):
        words = (language.text(SOURCE_WORDS[source]) for source in context.policies.score_order)
        form = N_("Of several scores the first of these counts: {order}.")
        yield language.text(form, order=language.listed(words))
    if _shares_weights(sheet, plain=context.policies.objective_method == "mean"):
        yield language.text(N_("Blank weights share alike what the others leave of 100%."))
    if any(k.void for k in key_results):
        yield language.text(N_("What is void is left out with its weight."))
    settled = [o for o in score.objectives if o.state is ObjectiveState.SCORED]
    if any(_lacks_score(o.key_results) for o in settled):
        yield language.text(
            N_("A key result without a score counts as 0.")
            if context.policies.unscored_kr == "zero"
            else N_("A key result without a score is left out with its weight.")
        )


def _is_typed(score: KeyResultScore) -> bool:
    return score.source not in (None, ScoreSource.COMPUTED) and score.computed is not None


def _lacks_score(key_results: tuple[KeyResultScore, ...]) -> bool:
    return any(k.score is None and not k.void for k in key_results)


def _shares_weights(sheet: CycleSheet, *, plain: bool) -> bool:
    """Tell whether a blank weight stands beside others; of none but blanks the line says enough."""
    groups = [[o.weight for o in sheet.objectives]]
    if not plain:
        groups += [[k.weight for k in o.key_results] for o in sheet.objectives]
    return any(len({w is None for w in weights}) > 1 for weights in groups)
