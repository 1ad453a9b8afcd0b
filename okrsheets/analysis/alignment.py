"""How the objectives of a cycle hang together, from the company down to each person. Pure.

What people write in “supports”, in “depends on” and behind an `@` is held against the sheets of
the same cycle; nothing is guessed beyond the rules of docs/alignment.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from okrsheets.analysis.alignment_graph import loops, reaching
from okrsheets.analysis.alignment_names import Directory
from okrsheets.analysis.alignment_needs import Answer, Need, Needs
from okrsheets.analysis.alignment_supports import (
    Claim,
    Goal,
    GoalKey,
    Goals,
    Support,
    goals_of,
    is_top,
)
from okrsheets.model import Cycle, Kind, PersonYear

_UNSETTLED = (
    Claim.AMBIGUOUS,
    Claim.VOID,
    Claim.UNIT,
    Claim.ABSENT,
    Claim.NEAR,
    Claim.UNMATCHED,
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who supports an objective at the top.

    `direct` objectives name it; `objectives` reach it through others too, these being on the
    sheets of `people` persons, in `departments` departments of the highest level.
    """

    goal: Goal
    direct: int
    objectives: int
    people: int
    departments: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Everything that is known of a cycle's alignment, in the order of the roster and the sheets.

    `tops` are the objectives above which nothing stands. `support_loops` lead from objective to
    objective, `need_loops` from sheet to sheet (the lines' ids). `goals` are all objectives.
    """

    cycle: Cycle
    goals: Mapping[GoalKey, Goal]
    roster: int
    sheets: int
    supports: tuple[Support, ...]
    needs: tuple[Need, ...]
    coverage: tuple[Coverage, ...]
    support_loops: tuple[tuple[GoalKey, ...], ...]
    need_loops: tuple[tuple[str, ...], ...]
    tops: frozenset[GoalKey]

    @property
    def orphans(self) -> tuple[Support, ...]:
        """The live objectives below the top that support nothing, or only themselves."""
        return tuple(
            one
            for one in self.supports
            if one.claim in (Claim.BLANK, Claim.ITSELF)
            and not one.goal.void
            and one.goal.key not in self.tops
        )

    @property
    def unsettled(self) -> tuple[Support, ...]:
        """The live objectives whose “supports” names no live objective for certain."""
        return tuple(one for one in self.supports if one.claim in _UNSETTLED and not one.goal.void)

    @property
    def unanswered(self) -> tuple[Need, ...]:
        """The dependencies of which the other side says nothing, and names that are nobody's."""
        return tuple(one for one in self.needs if one.answer not in (Answer.FOUND, Answer.ITSELF))

    def below(self) -> Mapping[GoalKey, Sequence[Support]]:
        """Give the live objectives that support each objective."""
        found: dict[GoalKey, list[Support]] = {}
        for one in self.supports:
            if one.claim is Claim.MATCHED and not one.goal.void:
                for target in one.targets:
                    found.setdefault(target, []).append(one)
        return found


def align(people: Sequence[PersonYear], cycle: Cycle) -> Alignment:
    """Hold the sheets of a cycle against each other.

    Args:
        people: everyone on the roster, in its order; who is not on it is neither seen nor found.
        cycle: a quarter or a month.
    """
    directory = Directory([one.person for one in people])
    goals = Goals(goals_of(people, cycle), directory)
    supports = tuple(map(goals.support_of, goals.all))
    needs = Needs(goals.all, supports, directory).all()
    tops = [goal for goal in goals.all if is_top(goal.owner, directory)]
    found = Alignment(
        cycle=cycle,
        goals=goals.by_key,
        roster=len(people),
        sheets=len(goals.by_owner),
        supports=supports,
        needs=needs,
        coverage=(),
        support_loops=tuple(loops(_ways(supports), goals.by_key)),
        need_loops=tuple(loops(_asked(needs), directory.people)),
        tops=frozenset(goal.key for goal in tops),
    )
    below = {key: [one.goal.key for one in ones] for key, ones in found.below().items()}
    live = [goal for goal in tops if not goal.void]
    return replace(found, coverage=tuple(_coverage(goal, below, goals) for goal in live))


def part_of(alignment: Alignment, ids: frozenset[str]) -> Alignment:
    """Give what concerns these lines: theirs, what others ask of them, the loops they are in.

    The coverage stays the whole company's.
    """
    return replace(
        alignment,
        supports=tuple(one for one in alignment.supports if one.goal.key.person in ids),
        needs=tuple(one for one in alignment.needs if _concerns(one, ids)),
        support_loops=tuple(
            loop for loop in alignment.support_loops if any(key.person in ids for key in loop)
        ),
        need_loops=tuple(loop for loop in alignment.need_loops if ids & set(loop)),
    )


def _concerns(need: Need, ids: frozenset[str]) -> bool:
    return need.asker in ids or any(side.ids <= ids for side in need.sides)


def _ways(supports: Sequence[Support]) -> Mapping[GoalKey, Sequence[GoalKey]]:
    """Give where each objective's support leads; void ones lead nowhere."""
    return {
        one.goal.key: one.targets
        for one in supports
        if one.claim in (Claim.MATCHED, Claim.ITSELF) and not one.goal.void
    }


def _asked(needs: Sequence[Need]) -> Mapping[str, Sequence[str]]:
    """Give whose sheets each sheet depends on."""
    found: dict[str, dict[str, None]] = {}
    for need in needs:
        for side in need.sides:
            for line in side.lines:
                if line != need.asker:
                    found.setdefault(need.asker, {})[line] = None
    return {asker: tuple(lines) for asker, lines in found.items()}


def _coverage(goal: Goal, below: Mapping[GoalKey, Sequence[GoalKey]], goals: Goals) -> Coverage:
    all_of_them = reaching(below, goal.key)
    owners = {key.person: goals.by_key[key].owner for key in all_of_them}
    persons = [owner for owner in owners.values() if owner.kind is Kind.PERSON]
    departments = {
        owner.department[0] if owner.department else owner.name
        for owner in owners.values()
        if owner.department or owner.kind is Kind.DEPARTMENT
    }
    return Coverage(
        goal=goal,
        direct=len(below.get(goal.key, ())),
        objectives=len(all_of_them),
        people=len(persons),
        departments=len(departments),
    )
