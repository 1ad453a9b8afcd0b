"""K7: the review half of a scored cycle."""

from collections.abc import Iterator

from okrsheets.checks.cases import CycleCase, Fault
from okrsheets.display import band_of, round_half_up, show_score
from okrsheets.model import Band, CycleState


def check_how_far(case: CycleCase) -> Iterator[Fault]:
    """How far did we get?"""
    if _is_scored(case) and not case.sheet.review.how_far.strip():
        yield _fault(case, "review.how_far")


def check_how(case: CycleCase) -> Iterator[Fault]:
    """How did we get there?"""
    if _is_scored(case) and not case.sheet.review.how.strip():
        yield _fault(case, "review.how")


def check_cause(case: CycleCase) -> Iterator[Fault]:
    """No progress at all asks for its cause."""
    no_progress = band_of(case.score.score, case.policies) is Band.NO_PROGRESS
    if no_progress and not case.sheet.review.cause.strip():
        yield _fault(case, "review.cause")


def check_plan(case: CycleCase) -> Iterator[Fault]:
    """A cycle below the target line asks for an improvement plan."""
    score, line = case.score.score, case.policies.band_edges[1]
    planned = any(row.measure.strip() for row in case.sheet.review.plan)
    if score is not None and round_half_up(score) < line and not planned:
        yield _fault(case, "plan.1.measure", line=show_score(line))


def check_plan_lines(case: CycleCase) -> Iterator[Fault]:
    """A measure needs a date and an owner."""
    for row in case.sheet.review.plan:
        for column, text in (("date", row.date), ("owner", row.owner)):
            if row.measure.strip() and not text.strip():
                yield _fault(case, f"plan.{row.number}.{column}", number=row.number)


def _is_scored(case: CycleCase) -> bool:
    return case.score.state is CycleState.SCORED


def _fault(case: CycleCase, name: str, **fields: object) -> Fault:
    shown = {"cycle": str(case.sheet.cycle), "score": show_score(case.score.score), **fields}
    return Fault((f"{case.key}.{name}",), fields=shown)
