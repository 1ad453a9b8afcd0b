"""Every wording rule, by its code: the one place where a rule is listed.

Explicit and ordered. A code's words stand in `okrsheets.findings.wording`, the words a rule looks
for in `words/`. See docs/wording.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.wording import key_results, objectives
from okrsheets.wording.case import Rule

OBJECTIVE_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "W101": objectives.has_figures,
        "W102": objectives.stands_still,
        "W103": objectives.is_negative,
        "W104": objectives.is_key_result,
        "W105": objectives.is_vague,
        "W106": objectives.names_other_period,
    }
)

KEY_RESULT_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "W201": key_results.has_no_number,
        "W202": key_results.is_task,
        "W203": key_results.has_placeholder,
        "W204": key_results.names_other_date,
        "W205": key_results.is_negative,
        "W206": key_results.is_long,
        "W207": key_results.has_no_owner,
        "W208": key_results.has_no_evidence,
        "W209": key_results.is_easy,
        "W210": key_results.is_one_too_many,
    }
)

SAID_BY: Mapping[str, tuple[str, ...]] = MappingProxyType({"W101": ("W104",), "W201": ("W203",)})
"""A rule whose repair is part of another's: it keeps silent where that one has spoken."""
