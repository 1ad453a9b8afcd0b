"""What objectives are tied to in the web copy: whom they support, who supports them, whom they ask.

Taken from `okrsheets.analysis.alignment`. Only what is named for certain becomes a link.
"""

from collections.abc import Iterator, Mapping, Sequence

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.alignment_names import Side
from okrsheets.analysis.alignment_needs import Answer, Need
from okrsheets.analysis.alignment_supports import Claim, GoalKey
from okrsheets.reports.alignment_words import goal_name
from okrsheets.reports.book import Ties, objective_anchor
from okrsheets.reports.book_records import PlaceLink
from okrsheets.reports.shelves import Shelves

_CERTAIN = (Claim.MATCHED, Claim.VOID)


def goal_anchors(found: Alignment, shelves: Shelves) -> Mapping[GoalKey, str]:
    """Give the anchor of every objective of a cycle that is in the book."""
    return {
        key: objective_anchor(shelves.anchors[key.person], found.cycle, key.number)
        for key in found.goals
        if key.person in shelves.anchors
    }


def ties_of(alignments: Sequence[Alignment], shelves: Shelves) -> Ties:
    """Gather the ties of all cycles of the book."""
    supported: dict[str, tuple[PlaceLink, ...]] = {}
    supporters: dict[str, tuple[PlaceLink, ...]] = {}
    asked: dict[str, tuple[PlaceLink, ...]] = {}
    units = {unit.path: unit.anchor for shelf in shelves.all for unit in shelf.units}
    for found in alignments:
        anchors = goal_anchors(found, shelves)
        below = found.below()
        for one in found.supports:
            if (here := anchors.get(one.goal.key)) is not None:
                meant = one.targets if one.claim in _CERTAIN else ()
                keys = [support.goal.key for support in below.get(one.goal.key, ())]
                supported[here] = _links(meant, found, anchors)
                supporters[here] = _links(keys, found, anchors)
        for need in found.needs:
            if (here := anchors.get(need.goal.key)) is not None:
                links = dict.fromkeys((*asked.get(here, ()), *_asked(need, shelves, units)))
                asked[here] = tuple(links)
    return Ties(supported, supporters, asked)


def _links(
    keys: Sequence[GoalKey], found: Alignment, anchors: Mapping[GoalKey, str]
) -> tuple[PlaceLink, ...]:
    return tuple(
        PlaceLink(goal_name(found.goals[key], None), anchors[key]) for key in keys if key in anchors
    )


def _asked(
    need: Need, shelves: Shelves, units: Mapping[tuple[str, ...], str]
) -> Iterator[PlaceLink]:
    if need.answer in (Answer.ITSELF, Answer.UNKNOWN):
        return
    for side in need.sides:
        anchor = _anchor_of(side, shelves, units)
        if anchor:
            yield PlaceLink(side.name, anchor)


def _anchor_of(side: Side, shelves: Shelves, units: Mapping[tuple[str, ...], str]) -> str:
    """Give where a side stands: its own sheet, else its department."""
    own = [shelves.anchors[line] for line in side.lines if line in shelves.anchors]
    return own[0] if own else (units.get(side.path, "") if side.is_department else "")
