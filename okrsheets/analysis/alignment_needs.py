"""Whom key results depend on, and whether the other side's sheets say anything of it. Pure.

Source: docs/alignment.md, "Depends on".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from okrsheets.analysis.alignment_names import Directory, Side
from okrsheets.analysis.alignment_supports import Claim, Goal, GoalKey, Support
from okrsheets.analysis.alignment_texts import (
    ENOUGH,
    listed_names,
    mentions,
    passages,
    points_of,
    words_of,
)
from okrsheets.model import KeyResult, Status

_COMMON_SHARE = 10
_FEWEST_SHEETS, _MOST_SHEETS = 10, 100
"""A word that stands on more than a tenth of the sheets says nothing, if that is more than ten
sheets; nor does one that stands on more than a hundred.
"""


class Answer(StrEnum):
    """What the other side's sheets hold about a dependency."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NO_OBJECTIVES = "no_objectives"
    ITSELF = "itself"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """By what a counterpart was found, the strongest first."""

    SUPPORTS = "supports"
    NAMES = "names"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Place:
    """An objective, or with `key_result` a key result, with its text."""

    goal: GoalKey
    key_result: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the other side has about it; `shared` are the words in common, where words tell."""

    basis: Basis
    place: Place
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A key result that names somebody: whom it means, and what became of it.

    `mentioned` where the name stands behind an `@` in the text. Several `sides` are of the same
    name. `near` are names written much alike, where it is nobody's.
    """

    goal: Goal
    key_result: KeyResult
    name: str
    mentioned: bool
    answer: Answer
    sides: tuple[Side, ...] = ()
    counterpart: Counterpart | None = None
    near: tuple[str, ...] = ()

    @property
    def asker(self) -> str:
        """The id of the line on whose sheet it stands."""
        return self.goal.key.person


@dataclass(frozen=True, slots=True)
class _Line:
    """A text of a sheet with its words that count."""

    place: Place
    words: frozenset[str]


class Needs:
    """Finds what the sheets ask of others, and what those others' sheets say of it."""

    def __init__(
        self, goals: Sequence[Goal], supports: Sequence[Support], directory: Directory
    ) -> None:
        """Index the texts of the cycle once; void objectives and key results are left out."""
        self._directory = directory
        self._live = [goal for goal in goals if not goal.void]
        self._lines = _lines_by_owner(self._live)
        self._supporters: dict[GoalKey, list[Goal]] = {}
        for support in supports:
            if support.claim is Claim.MATCHED and not support.goal.void:
                for target in support.targets:
                    self._supporters.setdefault(target, []).append(support.goal)
        self._asked = [ask for goal in self._live for ask in self._asks(goal)]
        self._naming = self._by_named_line()
        self._indexes: dict[Side, Mapping[str, Sequence[_Line]]] = {}
        self._writers: dict[Side, frozenset[str]] = {}

    def all(self) -> tuple[Need, ...]:
        """Give every dependency, in the order of the roster and of the sheets."""
        return tuple(
            self._need(goal, key_result, name, mentioned=mentioned)
            for goal, key_result, name, mentioned in self._asked
        )

    def _asks(self, goal: Goal) -> Iterator[tuple[Goal, KeyResult, str, bool]]:
        """Yield whom the live key results name, each once: first the cell, then the text."""
        for key_result in goal.objective.key_results:
            if key_result.status is Status.VOID:
                continue
            known = self._directory.known
            told: set[tuple[Side, ...] | str] = set()
            named = [(n, False) for n in listed_names(key_result.depends, known)]
            named += [(n, True) for n in mentions(key_result.text, known)]
            for name, mentioned in named:
                sides: tuple[Side, ...] | str = self._directory.find(name) or name
                if sides not in told:
                    told.add(sides)
                    yield goal, key_result, name, mentioned

    def _by_named_line(self) -> Mapping[str, Sequence[Place]]:
        """Give, by the line that is named, the key results that name it."""
        found: dict[str, list[Place]] = {}
        for goal, key_result, name, _ in self._asked:
            place = Place(goal.key, key_result.number, key_result.text)
            for side in self._directory.find(name):
                for line in side.lines:
                    found.setdefault(line, []).append(place)
        return found

    def _need(self, goal: Goal, key_result: KeyResult, name: str, *, mentioned: bool) -> Need:
        asker, sides = goal.key.person, self._directory.find(name)
        found: Counterpart | None = None
        near: tuple[str, ...] = ()
        if not sides:
            answer, near = Answer.UNKNOWN, self._directory.near(name)
        elif not any(len(side.ids) > (asker in side.ids) for side in sides):
            answer = Answer.ITSELF
        elif not any(self._writers_of(side) - {asker} for side in sides):
            answer = Answer.NO_OBJECTIVES
        else:
            found = self._counterpart(goal, key_result, sides)
            answer = Answer.FOUND if found else Answer.NOT_FOUND
        return Need(goal, key_result, name, mentioned, answer, sides, found, near)

    def _writers_of(self, side: Side) -> frozenset[str]:
        """Give those of a side whose sheets have objectives."""
        if side not in self._writers:
            self._writers[side] = frozenset(one for one in side.ids if one in self._lines)
        return self._writers[side]

    def _counterpart(
        self, goal: Goal, key_result: KeyResult, sides: Sequence[Side]
    ) -> Counterpart | None:
        """Look for an objective that supports it, a key result that names it, words in common."""
        asker = goal.key.person

        def is_there(one: str) -> bool:
            return one != asker and any(one in side.ids for side in sides)

        for supporter in self._supporters.get(goal.key, ()):
            if is_there(supporter.key.person):
                text = supporter.objective.text
                return Counterpart(Basis.SUPPORTS, Place(supporter.key, None, text))
        for place in self._naming.get(asker, ()):
            if is_there(place.goal.person):
                return Counterpart(Basis.NAMES, place)
        return self._by_words(goal, key_result, sides)

    def _by_words(
        self, goal: Goal, key_result: KeyResult, sides: Sequence[Side]
    ) -> Counterpart | None:
        """Find the text that shares most words with the key result and its objective."""
        shared: dict[Place, set[str]] = {}
        for word in sorted(words_of(f"{goal.objective.text} {key_result.text}")):
            for side in sides:
                for line in self._index(side).get(word, ()):
                    if line.place.goal.person != goal.key.person:
                        shared.setdefault(line.place, set()).add(word)
        best: Counterpart | None = None
        most = ENOUGH - 1
        for place, words in sorted(shared.items(), key=lambda found: self._order(found[0])):
            if len(words) >= ENOUGH:  # one word, or one pair of characters, is one point
                joined = passages(words, place.text)
                if points_of(joined) > most:
                    best, most = Counterpart(Basis.WORDS, place, joined), points_of(joined)
        return best

    def _order(self, place: Place) -> tuple[int, int, int]:
        goal = place.goal
        return self._directory.order[goal.person], goal.number, place.key_result or 0

    def _index(self, side: Side) -> Mapping[str, Sequence[_Line]]:
        """Give the texts of a side's sheets by the words in them that count; made once."""
        if side not in self._indexes:
            found: dict[str, list[_Line]] = {}
            for owner in self._writers_of(side):
                for line in self._lines[owner]:
                    for word in line.words:
                        found.setdefault(word, []).append(line)
            self._indexes[side] = found
        return self._indexes[side]


def _lines_by_owner(goals: Iterable[Goal]) -> Mapping[str, Sequence[_Line]]:
    """Give the live texts of every sheet with the words in them that are not on many sheets."""
    lines: dict[str, list[_Line]] = {}
    for goal in goals:
        texts = (_Line(place, words_of(place.text)) for place in _places(goal))
        lines.setdefault(goal.key.person, []).extend(texts)
    counts: Counter[str] = Counter()
    for texts_of_one in lines.values():
        counts.update(frozenset[str]().union(*(line.words for line in texts_of_one)))
    most = min(max(_FEWEST_SHEETS, len(lines) // _COMMON_SHARE), _MOST_SHEETS)
    common = {word for word, number in counts.items() if number > most}
    return {
        owner: [_Line(line.place, line.words - common) for line in texts_of_one]
        for owner, texts_of_one in lines.items()
    }


def _places(goal: Goal) -> Iterator[Place]:
    yield Place(goal.key, None, goal.objective.text)
    for one in goal.objective.key_results:
        if one.status is not Status.VOID:
            yield Place(goal.key, one.number, one.text)
