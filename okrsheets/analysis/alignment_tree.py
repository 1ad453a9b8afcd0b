"""The tree of a cycle's alignment: below each objective those that support it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.alignment_supports import Goal, GoalKey, Support


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree; `depth` is 0 at a root. `again`: unfolded above, and not here."""

    goal: Goal
    depth: int
    again: bool


def branches(found: Alignment) -> Iterator[Branch]:
    """Yield the tree line by line; what stood before is not unfolded again."""
    below = found.below()
    unfolded: set[GoalKey] = set()
    waiting = [(key, 0) for key in reversed(_roots(found, below))]
    while waiting:
        key, depth = waiting.pop()
        children = below.get(key, ())
        again = key in unfolded and bool(children)
        if not again:
            waiting.extend((child.goal.key, depth + 1) for child in reversed(children))
        unfolded.add(key)
        yield Branch(found.goals[key], depth, again)


def _roots(found: Alignment, below: Mapping[GoalKey, Sequence[Support]]) -> list[GoalKey]:
    """Give where the tree begins: tops, what is supported and supports nothing, one of a loop."""
    children = {one.goal.key for ones in below.values() for one in ones}
    shown = {one.goal.key for one in found.supports if not one.goal.void}
    roots = [
        key
        for key in found.goals
        if key not in children and (key in below or (key in found.tops and key in shown))
    ]
    reached: set[GoalKey] = set()
    for key in roots:
        _reach(key, below, reached)
    for key in found.goals:
        if key in below and key not in reached:
            roots.append(key)
            _reach(key, below, reached)
    return roots


def _reach(key: GoalKey, below: Mapping[GoalKey, Sequence[Support]], reached: set[GoalKey]) -> None:
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(child.goal.key for child in below.get(one, ()))
