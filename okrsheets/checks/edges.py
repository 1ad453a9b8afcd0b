"""K2, continued: the edges of a range and the anchors of an anchored key result."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from okrsheets.checks.cases import Fault, KeyResultCase, number_text
from okrsheets.model import KeyResultType

_USERS = {
    "upper": KeyResultType.RANGE,
    "v30": KeyResultType.ANCHORED,
    "v70": KeyResultType.ANCHORED,
}
_NARROWEST = Decimal("0.1")
_MEASURED = (
    KeyResultType.INCREASE,
    KeyResultType.DECREASE,
    KeyResultType.LINEAR,
    KeyResultType.RANGE,
    KeyResultType.ANCHORED,
)
_LARGEST_SHARE = Decimal("1.5")


def check_range_has_upper(case: KeyResultCase) -> Iterator[Fault]:
    """A range needs both edges; the lower one is the target."""
    if case.key_result.type is KeyResultType.RANGE and case.key_result.upper is None:
        yield case.unfinished("upper")


def check_range_order(case: KeyResultCase) -> Iterator[Fault]:
    """The lower edge lies below the upper one."""
    edges = _edges(case)
    if edges and edges[0] > edges[1]:
        yield case.fault("upper", value=edges[1], low=number_text(edges[0]))


def check_range_baseline(case: KeyResultCase) -> Iterator[Fault]:
    """A baseline just outside the band makes the measure jump."""
    edges, baseline = _edges(case), case.key_result.baseline
    if not edges or baseline is None or edges[0] > edges[1]:
        return
    span = max(edges[0] - baseline, baseline - edges[1])
    if 0 < span < _NARROWEST * (edges[1] - edges[0]):
        yield case.fault("baseline", value=baseline, span=number_text(span))


def check_range_width(case: KeyResultCase) -> Iterator[Fault]:
    """A band of a single value without a baseline beside it knows only 0 and 1."""
    edges, baseline = _edges(case), case.key_result.baseline
    if edges and edges[0] == edges[1] and baseline in (None, edges[0]):
        yield case.fault("upper", value=edges[1])


def _edges(case: KeyResultCase) -> tuple[Decimal, Decimal] | None:
    k = case.key_result
    if k.type is not KeyResultType.RANGE or k.target is None or k.upper is None:
        return None
    return k.target, k.upper


def check_anchors_are_there(case: KeyResultCase) -> Iterator[Fault]:
    """An anchored key result says beforehand what 0.3 and 0.7 mean."""
    k = case.key_result
    if k.type is not KeyResultType.ANCHORED or k.type in case.cycle.shape.types_left_out():
        return
    for column, anchor in (("v30", k.v30), ("v70", k.v70)):
        if anchor is None:
            yield case.unfinished(column)


def check_anchors_order(case: KeyResultCase) -> Iterator[Fault]:
    """Baseline, 0.3, 0.7 and target rise, or fall, all the way."""
    k = case.key_result
    anchors = [v for v in (k.baseline, k.v30, k.v70, k.target) if v is not None]
    if k.type is not KeyResultType.ANCHORED or len(anchors) < len(_ANCHOR_COLUMNS):
        return
    steps = [after - before for before, after in pairwise(anchors)]
    if min(steps) <= 0 <= max(steps) and k.baseline != k.target:
        yield case.fault("v30", anchors=" → ".join(map(number_text, anchors)))


_ANCHOR_COLUMNS = ("baseline", "v30", "v70", "target")


def check_extra_figures(case: KeyResultCase) -> Iterator[Fault]:
    """Edges and anchors belong to their own types only."""
    k = case.key_result
    for column, figure in (("upper", k.upper), ("v30", k.v30), ("v70", k.v70)):
        if figure is not None and k.type not in (None, _USERS[column]):
            yield case.fault(column, value=figure)


def check_actual_scale(case: KeyResultCase) -> Iterator[Fault]:
    """An actual just a hundred times off its plan is a percentage typed the other way."""
    k = case.key_result
    plan = [abs(value) for value in (k.baseline, k.target, k.upper) if value]
    if k.type not in _MEASURED or not k.actual or not plan:
        return
    actual, low, high = abs(k.actual), min(plan) / 2, max(plan) * 3 / 2
    broken = actual < _LARGEST_SHARE and actual % 1 != 0 and min(plan) > _LARGEST_SHARE
    if broken and low <= actual * 100 <= high:
        yield case.fault("actual", value=k.actual, likely=number_text(k.actual * 100))
    elif max(plan) <= _LARGEST_SHARE and low <= actual / 100 <= high:
        yield case.fault("actual", value=k.actual, likely=number_text(k.actual / 100))
