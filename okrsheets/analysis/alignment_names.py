"""Who is who on the roster: names, ids and departments as people write them on a sheet. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from okrsheets.analysis.alignment_texts import plain
from okrsheets.model import Kind, Person

_COMPANY_WORDS = ("公司", "集团", "全公司", "company", "the company", "group")
_ENDINGS = ("部门", "团队", "部", "组", "处", "科", "中心", "department", "dept", "team")
_NEAR = 0.6
_MOST_NEAR = 3

Path = tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Side:
    """Somebody whom a sheet may name: a line of the roster, or a department.

    `ids` are the lines whose sheets are this side's: a department's own sheet and its people's.
    `lines` are those that carry the name themselves: the person, the department's own sheet. A
    directory has one record of each side: two are equal where they are the same record.
    """

    name: str
    path: Path
    lines: tuple[str, ...]
    ids: frozenset[str]
    is_department: bool = False


class Directory:
    """Finds the lines and departments of a roster by what people call them."""

    def __init__(self, people: Sequence[Person]) -> None:
        """Index the roster once."""
        self.people = {person.id: person for person in people}
        self.order = {person.id: place for place, person in enumerate(people)}
        self._members = _members(people)
        self._own = _own_sheets(people)
        self.companies = tuple(p.id for p in people if p.kind is Kind.COMPANY)
        self.known: dict[str, list[Side]] = {}
        for side, names in self._sides(people):
            for name in filter(None, map(plain, dict.fromkeys(names))):
                if side not in self.known.setdefault(name, []):
                    self.known[name].append(side)
        self._shorter = self._without_endings()
        self._near: dict[str, tuple[str, ...]] = {}
        self._by_pair: dict[str, list[str]] = {}
        for name in self.known:
            for pair in pairs_of(name):
                self._by_pair.setdefault(pair, []).append(name)

    def find(self, name: str) -> tuple[Side, ...]:
        """Give whom a name may mean: several are of the same name; nothing where it is unknown.

        A department's name may lack its last part (部, 组, team); the full name comes first.
        """
        key = plain(name)
        found = self.known.get(key) or self._shorter.get(_without_ending(key)) or []
        return tuple(found)

    def near(self, name: str) -> tuple[str, ...]:
        """Give names of the roster that are written much like this one, the nearest first."""
        key = plain(name)
        if key not in self._near:
            shared = {other for pair in pairs_of(key) for other in self._by_pair.get(pair, ())}
            best = nearest(key, shared)
            self._near[key] = tuple(dict.fromkeys(self.known[one][0].name for one in best))
        return self._near[key]

    def above(self, person: Person) -> tuple[tuple[str, ...], ...]:
        """Give the sheets above somebody by distance: own department, those above, the company."""
        if person.kind is Kind.COMPANY:
            return ()
        path = _path_of(person)
        lengths = range(len(path), 0, -1)
        sheets = [self._own.get(path[:length], ()) for length in lengths]
        levels = [tuple(i for i in ids if i != person.id) for ids in (*sheets, self.companies)]
        return tuple(filter(None, levels))

    def _sides(self, people: Sequence[Person]) -> Iterable[tuple[Side, tuple[str, ...]]]:
        for path, ids in self._members.items():
            own = self._own.get(path, ())
            names = [self.people[i].name for i in own] + list(own)
            whole = "/".join(path)
            yield (
                Side(path[-1], path, own, frozenset(ids), is_department=True),
                (path[-1], whole, *names),
            )
        for person in people:
            if person.kind is Kind.DEPARTMENT:
                continue
            more = _COMPANY_WORDS if person.kind is Kind.COMPANY else ()
            side = Side(person.name, person.department, (person.id,), frozenset({person.id}))
            yield side, (person.name, person.id, *more)

    def _without_endings(self) -> Mapping[str, list[Side]]:
        """Index departments by their names without 部, 组, team and the like."""
        found: dict[str, list[Side]] = {}
        for name, sides in self.known.items():
            for side in (one for one in sides if one.is_department):
                short = found.setdefault(_without_ending(name), [])
                if side not in short:
                    short.append(side)
        return found


def pairs_of(key: str) -> frozenset[str]:
    """Give the pairs of neighbouring characters of a plain text."""
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def nearest(key: str, others: Iterable[str]) -> tuple[str, ...]:
    """Give at most three plain texts that are written much like one, the nearest first.

    Much alike: at least 0.6 of their characters stand in the same order (difflib's ratio).
    """
    matcher = SequenceMatcher(None, "", key, autojunk=False)
    found: list[tuple[float, str]] = []
    for other in others:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
            ratio = matcher.ratio()
            if ratio >= _NEAR:
                found.append((-ratio, other))
    return tuple(other for _, other in sorted(found)[:_MOST_NEAR])


def _path_of(person: Person) -> Path:
    """Give a line's department; a department's own sheet may leave it to its name."""
    if person.kind is Kind.DEPARTMENT:
        return person.department or (person.name,)
    return person.department


def _members(people: Sequence[Person]) -> Mapping[Path, list[str]]:
    """Give everybody of a department and of those below it, by its path."""
    found: dict[Path, list[str]] = {}
    for person in people:
        path = _path_of(person)
        if person.kind is not Kind.COMPANY:
            for length in range(1, len(path) + 1):
                found.setdefault(path[:length], []).append(person.id)
    return found


def _own_sheets(people: Sequence[Person]) -> Mapping[Path, tuple[str, ...]]:
    """Give the lines that are departments themselves, by path."""
    found: dict[Path, tuple[str, ...]] = {}
    for person in people:
        if person.kind is Kind.DEPARTMENT:
            path = _path_of(person)
            found[path] = (*found.get(path, ()), person.id)
    return found


def _without_ending(name: str) -> str:
    for ending in map(plain, _ENDINGS):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
