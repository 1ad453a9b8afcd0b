"""The tree of alignment on the screen: below each objective those that support it."""

from collections.abc import Iterator, Mapping, Sequence

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.alignment_supports import GoalKey, Support
from okrsheets.cli.alignment_words import goal_name
from okrsheets.cli.console import say
from okrsheets.language import Language
from okrsheets.model import Kind

_MOST_LINES = 300
_DEEPEST = 12
_INDENT = "  "


def show_tree(found: Alignment, speech: Language) -> None:
    """Show what supports what; of large companies without the persons, who are counted."""
    below = found.below()
    roots = _roots(found, below)
    if not roots:
        return
    say()
    say(speech.text("What supports what"))
    lines = list(_lines(found, below, roots, speech))
    if len(lines) > _MOST_LINES:
        lines = [line for line in lines if not line[1]]
        more = speech.text("Persons are left out here: --department NAME shows them.")
        lines.append((more, False))
    for text, _ in lines:
        say(text)


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


def _lines(
    found: Alignment,
    below: Mapping[GoalKey, Sequence[Support]],
    roots: Sequence[GoalKey],
    speech: Language,
) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is a person's; what stood before is not unfolded again."""
    unfolded: set[GoalKey] = set()
    waiting = [(key, 0) for key in reversed(roots)]
    while waiting:
        key, depth = waiting.pop()
        goal, children = found.goals[key], below.get(key, ())
        text = _INDENT * min(depth, _DEEPEST) + goal_name(goal)
        again = key in unfolded and bool(children)
        if again:
            text += speech.text(" (see above)")
        elif children:
            waiting.extend((child.goal.key, depth + 1) for child in reversed(children))
        unfolded.add(key)
        yield text, goal.owner.kind is Kind.PERSON
