"""The lists of alignment on the screen: what supports nothing, dependencies, loops."""

from collections.abc import Sequence

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.alignment_needs import Answer, Need
from okrsheets.cli.console import print_table, say
from okrsheets.display import cut
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.reports.alignment_words import (
    claim_words,
    goal_code,
    goal_name,
    need_words,
    result_code,
)

_LONGEST_TEXT = 36
_MOST = 200
_ARROW = " → "


def show_orphans(found: Alignment, speech: Language) -> None:
    """List the objectives that support nothing."""
    rows = [
        (
            cut(one.goal.key.person),
            goal_name(one.goal),
            cut(" / ".join(one.goal.owner.department)),
        )
        for one in found.orphans
    ]
    title = speech.text("Objectives that support nothing: {number}", number=len(rows))
    _table(title, (N_("Id"), N_("Objective"), N_("Department")), rows, speech)


def show_unsettled(found: Alignment, speech: Language) -> None:
    """List the objectives whose “supports” names no live objective for certain."""
    rows = [
        (goal_code(one.goal), cut(one.written, _LONGEST_TEXT), claim_words(found, one, speech))
        for one in found.unsettled
    ]
    title = speech.text("“Supports” that cannot be resolved: {number}", number=len(rows))
    _table(title, (N_("Objective"), N_("Supports"), N_("Remark")), rows, speech)


def show_needs(found: Alignment, speech: Language) -> None:
    """List the dependencies not answered, then those answered."""
    open_ones = found.unanswered
    title = speech.text("Dependencies not answered: {number}", number=len(open_ones))
    _table(title, _NEED_HEADINGS, [_need(found, one, speech) for one in open_ones], speech)
    answered = [one for one in found.needs if one.answer is Answer.FOUND]
    title = speech.text("Dependencies answered: {number}", number=len(answered))
    _table(title, _NEED_HEADINGS, [_need(found, one, speech) for one in answered], speech)


_NEED_HEADINGS = (N_("Key result"), N_("Text"), N_("Depends on"), N_("Remark"))


def _need(found: Alignment, need: Need, speech: Language) -> tuple[str, ...]:
    at = "@" if need.mentioned else ""
    return (
        result_code(need.goal, need.key_result.number),
        cut(need.key_result.text, _LONGEST_TEXT),
        at + cut(need.name, _LONGEST_TEXT),
        need_words(found, need, speech),
    )


def show_loops(found: Alignment, speech: Language) -> None:
    """Name the loops: objectives that support each other, sheets that wait for each other."""
    lines = [
        speech.text("Support in a circle: {names}", names=_circle(names))
        for names in ([goal_code(found.goals[key]) for key in loop] for loop in found.support_loops)
    ]
    names_by_id = {goal.key.person: cut(goal.owner.name) for goal in found.goals.values()}
    lines += [
        speech.text("Dependencies in a circle: {names}", names=_circle(names))
        for names in ([names_by_id.get(one, one) for one in loop] for loop in found.need_loops)
    ]
    if lines:
        say()
    for line in lines:
        say(line)


def _circle(names: Sequence[str]) -> str:
    return _ARROW.join([*names, names[0]])


def _table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], speech: Language
) -> None:
    """Print a list under its title; of a very long one the beginning."""
    if not rows:
        return
    say()
    say(title)
    print_table([speech.text(one) for one in headings], rows[:_MOST])
    if len(rows) > _MOST:
        say(
            speech.text(
                "… and {number} more: --department NAME or --format json shows them",
                number=len(rows) - _MOST,
            )
        )
