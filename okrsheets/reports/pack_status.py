"""How settled a pack's figures are: whether scores are closed, and plans frozen and changed since.

Source: docs/freeze-and-close.md.
"""

from collections.abc import Sequence

from okrsheets.analysis.groups import score_in
from okrsheets.analysis.plan_changes import changes_of
from okrsheets.errors import N_
from okrsheets.model import Cycle, PersonYear
from okrsheets.reports.figures import show_date
from okrsheets.reports.records import ReportContext


def status_line(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> str:
    """Say whether the scores can still change, how many plans stand as frozen, what means are of.

    Args:
        people: everybody in the pack, with the sheets of departments.
        cycle: the pack's.
        context: the report's.
    """
    if not people:
        return ""
    exact = context.language.text(N_("Means are of the exact scores."))
    said = [_closed(people, cycle, context), _frozen(people, cycle, context), exact]
    return (" " if context.language.code == "en" else "").join(filter(None, said))


def _closed(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> str:
    language = context.language
    days = [closing.at.date() for p in people if (closing := score_in(p, cycle).closed) is not None]
    if not days:
        return language.text(N_("The scores are not closed yet and can still change."))
    day = show_date(max(days), language)
    if len(days) == len(people):
        return language.text(N_("The scores were closed on {day}."), day=day)
    return language.text(
        N_("{number} of {all} sheets' scores were closed, the last on {day}."),
        number=len(days),
        all=len(people),
        day=day,
    )


def _frozen(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> str:
    """Say how many plans were frozen, and how many of them changed; nothing where none was."""
    if cycle.kind == "Y" or not any(cycle in p.frozen for p in people):
        return ""
    changed = {p.person.id for p, _ in changes_of(people, cycle, context.policies)}
    return context.language.text(
        N_("Plans frozen: {number} of {all}, changed since: {changed}."),
        number=sum(cycle in p.frozen for p in people),
        all=len(people),
        changed=len(changed),
    )
