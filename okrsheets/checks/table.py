"""Every check, by its code: the one place where a check is listed.

Explicit and ordered; findings come in reading order of the sheet, whatever the order here. A
code's words stand in `okrsheets.findings.method`. See docs/how-to-add-a-check.md.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from okrsheets.checks import (
    check_ins,
    counts,
    edges,
    key_results,
    reasons,
    review,
    totals,
    voids,
    weights,
)
from okrsheets.checks.cases import CycleCheck, Fault, KeyResultCheck, ObjectiveCheck
from okrsheets.checks.check_ins import CheckInCase
from okrsheets.checks.totals import TotalsCheck

CYCLE_CHECKS: Mapping[str, CycleCheck] = MappingProxyType(
    {
        "K102": counts.check_objective_lines,
        "K104": counts.check_too_many_objectives,
        "K106": counts.check_usual_counts,
        "K303": weights.check_objectives_under,
        "K304": weights.check_objectives_over,
        "K305": weights.check_blank_weights,
        "K306": weights.check_nearly_all,
        "K307": weights.check_positive_weights,
        "K308": weights.check_nothing_left,
        "K505": voids.check_excuse_is_meant,
        "K701": review.check_how_far,
        "K702": review.check_how,
        "K703": review.check_cause,
        "K704": review.check_plan,
        "K705": review.check_plan_lines,
    }
)

OBJECTIVE_CHECKS: Mapping[str, ObjectiveCheck] = MappingProxyType(
    {
        "K101": counts.check_objective_is_measured,
        "K103": counts.check_key_result_lines,
        "K105": counts.check_too_many_key_results,
        "K301": weights.check_key_results_under,
        "K302": weights.check_key_results_over,
    }
)

KEY_RESULT_CHECKS: Mapping[str, KeyResultCheck] = MappingProxyType(
    {
        "K201": key_results.check_type_is_chosen,
        "K202": key_results.check_baseline_is_there,
        "K203": key_results.check_target_is_there,
        "K204": key_results.check_actual_has_target,
        "K205": key_results.check_target_differs,
        "K206": key_results.check_increase_rises,
        "K207": key_results.check_decrease_falls,
        "K208": key_results.check_linear_starts_at_nothing,
        "K209": key_results.check_linear_target,
        "K210": edges.check_range_has_upper,
        "K211": edges.check_range_order,
        "K212": edges.check_range_baseline,
        "K213": edges.check_range_width,
        "K214": key_results.check_milestone_target,
        "K215": key_results.check_milestone_actual,
        "K216": key_results.check_yesno_actual,
        "K217": edges.check_anchors_are_there,
        "K218": edges.check_anchors_order,
        "K219": edges.check_extra_figures,
        "K220": edges.check_actual_scale,
        "K221": key_results.check_type_fits_sheet,
        "K401": reasons.check_difference_has_reason,
        "K402": reasons.check_low_score_has_reason,
        "K403": reasons.check_judgement_has_reason,
        "K404": reasons.check_confidence_agrees,
    }
)

VOID_KEY_RESULT_CHECKS: Mapping[str, KeyResultCheck] = MappingProxyType(
    {"K501": voids.check_void_has_reason, "K502": voids.check_void_has_no_score}
)

EXCUSED_CYCLE_CHECKS: Mapping[str, CycleCheck] = MappingProxyType(
    {
        "K503": voids.check_excused_has_reason,
        "K504": voids.check_excused_has_no_scores,
    }
)

TOTALS_CHECKS: Mapping[str, TotalsCheck] = MappingProxyType(
    {
        "K601": totals.check_shown_score,
        "K602": totals.check_recalculated,
        "K603": totals.check_rules_changed,
        "K604": totals.check_shown_nothing,
    }
)

CHECK_IN_CHECKS: Mapping[str, Callable[[CheckInCase], Iterator[Fault]]] = MappingProxyType(
    {
        "K801": check_ins.check_date,
        "K802": check_ins.check_key_result,
        "K803": check_ins.check_label,
        "K804": check_ins.check_near_label,
        "K805": check_ins.check_within_cycle,
    }
)
