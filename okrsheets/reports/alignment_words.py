"""The words of alignment: how objectives are named, what became of a support or a dependency.

Texts are cut to so many signs for a screen's table; with None they are whole, on one line.
"""

from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.alignment_needs import Answer, Basis, Need
from okrsheets.analysis.alignment_supports import Claim, Goal, GoalKey, Support
from okrsheets.analysis.alignment_texts import with_numbers
from okrsheets.display import cut
from okrsheets.errors import N_
from okrsheets.language import Language

_LONGEST_TEXT = 44
_MOST_NAMED = 5
_CLAIMS: Mapping[Claim, str] = MappingProxyType(
    {
        Claim.AMBIGUOUS: N_("may mean {targets}"),
        Claim.VOID: N_("{targets} is void"),
        Claim.UNIT: N_("names {unit}, but none of its objectives"),
        Claim.ABSENT: N_("{unit} has no objectives in this cycle"),
        Claim.NEAR: N_("is no objective. Did you mean {near}?"),
    }
)
_BASES: Mapping[Basis, str] = MappingProxyType(
    {
        Basis.SUPPORTS: N_("{place} supports it"),
        Basis.NAMES: N_("{place} names {asker}"),
        Basis.WORDS: N_("{place} shares the words: {words}"),
    }
)
_ANSWERS: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.NOT_FOUND: N_("no answer found on their sheets"),
        Answer.NO_OBJECTIVES: N_("no objectives of theirs in this cycle"),
        Answer.ITSELF: N_("names itself"),
        Answer.UNKNOWN: N_("is not on the roster"),
    }
)


def shown(text: str, longest: int | None) -> str:
    """Give a text for one line: cut, or whole."""
    return " ".join(text.split()) if longest is None else cut(text, longest)


def goal_name(goal: Goal, longest: int | None = _LONGEST_TEXT) -> str:
    """Name an objective with its text: `Sales O1 More leads`."""
    return f"{goal_code(goal, longest)} {shown(goal.objective.text, longest)}"


def goal_code(goal: Goal, longest: int | None = _LONGEST_TEXT) -> str:
    """Name an objective by its owner and number: `Sales O1`."""
    return f"{shown(goal.owner.name, longest)} O{goal.key.number}"


def result_code(goal: Goal, number: int, longest: int | None = _LONGEST_TEXT) -> str:
    """Name a key result by its owner and numbers: `Sales 1.3`."""
    return f"{shown(goal.owner.name, longest)} {goal.key.number}.{number}"


def names_of(
    found: Alignment,
    keys: tuple[GoalKey, ...],
    speech: Language,
    longest: int | None = _LONGEST_TEXT,
) -> str:
    """Name some objectives with their texts, the first five."""
    names = [goal_name(found.goals[key], longest) for key in keys[:_MOST_NAMED]]
    return speech.listed(names) + (" …" if len(keys) > _MOST_NAMED else "")


def claim_words(
    found: Alignment, one: Support, speech: Language, *, longest: int | None = _LONGEST_TEXT
) -> str:
    """Say what became of the text in “supports”."""
    template = _CLAIMS.get(one.claim)
    unit = shown(one.unit, longest)
    if template is None:
        if one.unit:
            return speech.text("{unit} has no such objective in this cycle", unit=unit)
        return speech.text("is no objective of this cycle")
    return speech.text(
        template,
        targets=names_of(found, one.targets, speech, longest),
        near=names_of(found, one.near, speech, longest),
        unit=unit,
    )


def need_words(
    found: Alignment, need: Need, speech: Language, *, longest: int | None = _LONGEST_TEXT
) -> str:
    """Say what became of a dependency."""
    if need.counterpart is None:
        words = speech.text(_ANSWERS[need.answer])
        if need.near:
            near = speech.listed(shown(one, longest) for one in need.near)
            words += speech.text(". Did you mean {near}?", near=near)
        if len(need.sides) > 1:
            words += speech.text(" ({number} on the roster are called so)", number=len(need.sides))
        return words
    place = need.counterpart.place
    where = goal_code(found.goals[place.goal], longest)
    if place.key_result is not None:
        where = result_code(found.goals[place.goal], place.key_result, longest)
    return speech.text(
        _BASES[need.counterpart.basis],
        place=speech.text("{where} “{text}”", where=where, text=shown(place.text, longest)),
        asker=shown(need.goal.owner.name, longest),
        words=speech.listed(with_numbers(need.counterpart.shared, place.text)),
    )


def note_of(found: Alignment, unit: str, speech: Language) -> str:
    """Say what was compared and what is left out, so that the counts agree with other reports.

    Args:
        found: the alignment, or what of it concerns a department.
        unit: that department's name, else nothing.
        speech: the report's language.
    """
    said = [
        speech.text(
            N_(
                "What people wrote in “Supports”, in “Depends on” and after an @, compared with "
                "the sheets of the same cycle. Objectives are on {sheets} of {roster} sheets."
            ),
            sheets=found.sheets,
            roster=found.roster,
        )
    ]
    if void := sum(one.goal.void for one in found.supports):
        left_out = N_("Objectives that are void or excused are left out: {number}.")
        said.append(speech.text(left_out, number=void))
    if unit:
        concerned = N_(
            "Objectives and dependencies are those that concern {unit}; who supports the company "
            "is counted over everybody."
        )
        said.append(speech.text(concerned, unit=unit))
    return ("" if speech.code == "zh" else " ").join(said)
