"""What each objective supports: the text of its cell held against the objectives there are. Pure.

Source: docs/alignment.md, "Supports".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from okrsheets.analysis.alignment_names import Directory, Side, nearest
from okrsheets.analysis.alignment_texts import plain
from okrsheets.model import (
    Cycle,
    CycleState,
    Kind,
    Objective,
    ObjectiveState,
    Person,
    PersonYear,
)

_NUMBER = re.compile(r"(?:okr|objective|goal|目标|o)(?P<number>[1-9])(?P<rest>.*)")
_ENDS = ("…", "...")
_PARTS = re.compile(r"[\n;；、,，]+")


class Claim(StrEnum):
    """What became of the text in "supports"."""

    BLANK = "blank"
    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    ITSELF = "itself"
    VOID = "void"
    UNIT = "unit"
    ABSENT = "absent"
    NEAR = "near"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True, order=True)
class GoalKey:
    """Which objective: whose (the line's id) and its number."""

    person: str
    number: int


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective of the cycle. `void`: all its key results are, or the cycle is excused."""

    key: GoalKey
    owner: Person
    objective: Objective
    void: bool


@dataclass(frozen=True, slots=True)
class Support:
    """What an objective supports: as written, what became of it, and the objectives meant.

    `targets` are the objectives it names; with `AMBIGUOUS` all it may mean. `near` are those
    written much alike, where nothing fits. `unit` is whose objective it says, where it says so.
    """

    goal: Goal
    written: str
    claim: Claim
    targets: tuple[GoalKey, ...] = ()
    near: tuple[GoalKey, ...] = ()
    unit: str = ""


def goals_of(people: Sequence[PersonYear], cycle: Cycle) -> tuple[Goal, ...]:
    """Give every objective of a cycle, in the order of the roster and of the sheets."""
    return tuple(goal for one in people for goal in _goals(one, cycle))


def _goals(one: PersonYear, cycle: Cycle) -> Iterator[Goal]:
    score = next((c for c in one.year.cycles if c.cycle == cycle), None)
    if score is not None and score.state is CycleState.NOT_EMPLOYED:
        return  # what somebody planned for a time after leaving supports nobody
    void = {o.number for o in (score.objectives if score else ()) if o.state is ObjectiveState.VOID}
    for sheet in one.submission.cycles if one.submission else ():
        if sheet.cycle == cycle:
            for objective in sheet.objectives:
                dead = sheet.excused or objective.number in void
                yield Goal(GoalKey(one.person.id, objective.number), one.person, objective, dead)


class Goals:
    """Finds objectives by their texts and by whose they are."""

    def __init__(self, goals: Sequence[Goal], directory: Directory) -> None:
        """Index the objectives once."""
        self.all = goals
        self.directory = directory
        self.by_key: Mapping[GoalKey, Goal] = {goal.key: goal for goal in goals}
        self.by_owner: dict[str, list[Goal]] = {}
        self._by_text: dict[str, list[Goal]] = {}
        for goal in goals:
            self.by_owner.setdefault(goal.key.person, []).append(goal)
            self._by_text.setdefault(plain(goal.objective.text), []).append(goal)

    def support_of(self, goal: Goal) -> Support:
        """Give what an objective supports."""
        written = goal.objective.supports.strip()
        if not plain(written):
            return Support(goal, written, Claim.BLANK)
        found = self._meant(written, goal) or self._listed(written, goal)
        return self._settled(goal, written, found) if found else self._missed(goal, written)

    def _listed(self, written: str, goal: Goal) -> list[Goal]:
        """Give the objectives of a list, if every part of it names just one."""
        parts = [part for part in _PARTS.split(written) if plain(part)]
        meant = [self._closest(self._meant(part, goal), goal) for part in parts]
        return [one[0] for one in meant] if all(len(one) == 1 for one in meant) else []

    def _meant(self, written: str, goal: Goal) -> list[Goal]:
        """Give the objectives that a text names: by its words, or by whose and its words or number.

        Those that are nearest above the asking one, where there are several.
        """
        key, cut = _plain_and_cut(written)
        found = [] if cut else list(self._by_text.get(key, ()))
        for side, rest in self._by_unit(key):
            found += [g for g in self._of(side) if _fits(g, rest, cut=cut)]
        if not found:
            levels = self.directory.above(goal.owner)
            above = (g for level in levels for i in level for g in self.by_owner.get(i, ()))
            found = [g for g in above if _fits(g, key, cut=cut)]
        return self._closest(found, goal)

    def _by_unit(self, key: str) -> Iterator[tuple[Side, str]]:
        """Yield whose objective a plain text may say, with the rest of it."""
        for length in range(1, len(key)):
            for side in self.directory.known.get(key[:length], ()):
                yield side, key[length:]

    def _of(self, side: Side) -> Iterable[Goal]:
        """Give the objectives on a side's own sheets."""
        return [goal for line in side.lines for goal in self.by_owner.get(line, ())]

    def _closest(self, found: Iterable[Goal], goal: Goal) -> list[Goal]:
        """Keep the objectives nearest above: own department, those above it, company, manager."""
        ranked: dict[int, list[Goal]] = {}
        levels = (*self.directory.above(goal.owner), (goal.owner.manager,))
        for one in dict.fromkeys(g.key for g in found):
            at = next((n for n, ids in enumerate(levels) if one.person in ids), len(levels))
            at += 1 if one.person == goal.key.person else 0
            at += 1 if one == goal.key else 0
            ranked.setdefault(at, []).append(self.by_key[one])
        return ranked[min(ranked)] if ranked else []

    def _settled(self, goal: Goal, written: str, found: Sequence[Goal]) -> Support:
        keys = tuple(one.key for one in found)
        listed = len(found) > 1 and bool(self._listed(written, goal))
        if goal.key in keys:
            claim = Claim.ITSELF
        elif len(found) > 1 and not listed:
            claim = Claim.AMBIGUOUS
        else:
            claim = Claim.VOID if all(one.void for one in found) else Claim.MATCHED
        return Support(goal, written, claim, keys)

    def _missed(self, goal: Goal, written: str) -> Support:
        """Say how near a text comes that names no objective."""
        sides = self.directory.find(written)
        units = [side for side in sides if side.lines]
        if sides:
            there = any(self._of(side) for side in units)
            return Support(goal, written, Claim.UNIT if there else Claim.ABSENT, unit=sides[0].name)
        key, _ = _plain_and_cut(written)
        named = sorted(self._by_unit(key), key=lambda found: len(found[1]))
        if named and not any(list(self._of(side)) for side, _ in named):
            return Support(goal, written, Claim.ABSENT, unit=named[0][0].name)
        near = self._near(key, named, goal)
        claim = Claim.NEAR if near else Claim.UNMATCHED
        return Support(goal, written, claim, near=near, unit=named[0][0].name if named else "")

    def _near(self, key: str, named: Sequence[tuple[Side, str]], goal: Goal) -> tuple[GoalKey, ...]:
        """Give objectives written much alike: of the side that is named, else of those above."""
        for side, rest in named:
            found = _alike(rest, self._of(side))
            if found:
                return found
        levels = (*self.directory.above(goal.owner), (goal.owner.manager,))
        above = [g for level in levels for i in level for g in self.by_owner.get(i, ())]
        return _alike(key, above)


def _alike(key: str, goals: Iterable[Goal]) -> tuple[GoalKey, ...]:
    by_text: dict[str, Goal] = {}
    for goal in goals:
        by_text.setdefault(plain(goal.objective.text), goal)
    return tuple(by_text[text].key for text in nearest(key, by_text))


def _plain_and_cut(written: str) -> tuple[str, bool]:
    """Give the plain text, and whether its end was cut off where the cell was full."""
    text = written.rstrip()
    return plain(text), text.endswith(_ENDS)


def _fits(goal: Goal, rest: str, *, cut: bool) -> bool:
    """Tell whether the rest of a text, behind whose it is, is this objective's text or number."""
    text = plain(goal.objective.text)
    if rest == text or (cut and rest and text.startswith(rest)):
        return True
    match = _NUMBER.fullmatch(rest)
    if match is None or int(match["number"]) != goal.key.number:
        return False
    said = match["rest"]
    return said in ("", text) or (cut and text.startswith(said))


def is_top(person: Person, directory: Directory) -> bool:
    """Tell whether nothing stands above a sheet: the company's; without one, a department's."""
    return person.kind is Kind.COMPANY or (
        person.kind is Kind.DEPARTMENT and not directory.above(person)
    )
