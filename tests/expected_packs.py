"""What the summaries of review packs must say, reckoned from the roster and the stored scores."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from equality_sheets import (
    BANDS,
    EXCUSED,
    Sheet,
    band_of,
    cell,
    chip,
    is_void,
    mean_of,
    median_of,
    shown_score,
)
from printed_figures import Key
from printed_structure import squeezed
from printed_words import code_of

CASES = ("unscored", "no_progress", "off_track", "overruled", "apart", "void", "full")
_FAR = Decimal("0.1")
_FEWEST = 5
_COUNTS = ("no_progress", "below", "on_target", "outstanding", "none", "out")
_WHOLE = ("not_submitted", "empty", "not_employed")
Case = tuple[str, str, str]
"""Kind, person, and where: a key result's place, or nothing."""
Figures = dict[Key, str]


def dotted(number: int) -> str:
    """A count as printed in a table."""
    return str(number) if number else "·"


@dataclass(frozen=True)
class Part:
    """Some people of whom a summary speaks. `pages` is where everybody's own pages begin."""

    people: Sequence[Sheet]
    cycle: str
    pages: Mapping[str, int] = field(default_factory=dict)
    fewest: int = 1

    @property
    def persons(self) -> list[Sheet]:
        """The people without the sheets of departments and company."""
        return [one for one in self.people if one.person]

    @property
    def scores(self) -> list[Decimal]:
        """The people's scores."""
        return scores_of(self.persons, self.cycle)

    @property
    def courses(self) -> list[str]:
        """The cycles that stand beside each other: all of the year, or those up to this one."""
        known = sorted(c for c in self.people[0].records if len(c) > 4)
        return known if len(self.cycle) == 4 else [c for c in known if c <= self.cycle]


def scores_of(people: Sequence[Sheet], cycle: str) -> list[Decimal]:
    """Give the scores there are."""
    return [score for one in people if (score := one.score(cycle)) is not None]


def expected_summary(part: Part) -> Figures:
    """Give a department's summary."""
    return {
        **dict(common_of(part)),
        **dict(course_of("year" if len(part.cycle) == 4 else "cycles", part.people, part)),
        **(dict(_by_objective(part)) if len(part.cycle) > 4 else {}),
        **dict(dots_of(part)),
        **dict(_exceptions(part)),
        **dict(_order(part)),
    }


def units_of(people: Sequence[Sheet]) -> dict[str, list[Sheet]]:
    """Give the departments at the top with their people; who has none comes last."""
    found: dict[str, list[Sheet]] = {}
    for one in people:
        if one.path:
            found.setdefault(code_of(one.path[0]), []).append(one)
    rest = [one for one in people if not one.path and one.person]
    return found | ({"without": rest} if rest else {})


def common_of(part: Part) -> Iterator[tuple[Key, str]]:
    """Give the figures over a summary, and key results and people by band."""
    cycle, persons, scores = part.cycle, part.persons, part.scores
    excused = sum(one.score(cycle) is None and one.state(cycle) in EXCUSED for one in persons)
    reached = sum(band_of(score) in ("on_target", "outstanding") for score in scores)
    for what, figure in (
        ("mean", shown_score(mean_of(scores)) or "—"),
        ("median", shown_score(median_of(scores)) or "—"),
        ("n", str(len(scores))),
        ("missing", str(len(persons) - len(scores) - excused)),
        ("excused", str(excused)),
        ("submitted", f"{sum(one.received for one in persons)}/{len(persons)}"),
        ("reached", f"{reached}/{len(scores)}"),
        ("below the line", str(len(scores) - reached)),
    ):
        yield ("", "", what, "figures"), figure
    bands = Counter(k.band for one in part.people for k in one.key_results(cycle))
    shown = {b: bands[b] for b in BANDS if bands[b] or b not in ("none", "void")}
    yield ("", "", "total", "bands of key results"), str(bands.total())
    yield ("", "", "strip", "bands of key results"), " ".join(str(n) for n in shown.values() if n)
    for band, number in shown.items():
        yield ("", "", band, "bands of key results"), str(number)
    yield from _counts(part)


def _counts(part: Part) -> Iterator[tuple[Key, str]]:
    cycle = part.cycle
    people = [
        "out"
        if one.score(cycle) is None and one.state(cycle) in EXCUSED
        else band_of(one.score(cycle))
        for one in part.persons
    ]
    objectives = [
        "out" if is_void(o) else band_of(o["score"])
        for one in part.people
        for _, o in one.objectives(cycle)
    ]
    results = [k.band.replace("void", "out") for one in part.people for k in one.key_results(cycle)]
    for row, found in (("people", people), ("objectives", objectives), ("key results", results)):
        for column in _COUNTS:
            yield (row, "", column, "counts"), dotted(found.count(column))
        yield (row, "", "total", "counts"), dotted(len(found))


def course_of(code: str, people: Sequence[Sheet], part: Part) -> Iterator[tuple[Key, str]]:
    """Give people × cycles, with the year where the pack is of the year."""
    seen: Counter[str] = Counter()
    for one in people:
        name = squeezed(one.name)
        seen[name] += 1
        for cycle in part.courses:
            place = (name, str(seen[name]), cycle[4:], code)
            yield place, cell(one.score(cycle), one.state(cycle))
        score, state = one.score(part.cycle), one.state(part.cycle)
        if len(part.cycle) == 4:
            text = cell(score, state)
            bare = score is None and text[0] in "—×"
            yield (name, str(seen[name]), "overall", code), text[:1] if bare else text
        yield (name, str(seen[name]), "band", code), chip(score, state)


def _by_objective(part: Part) -> Iterator[tuple[Key, str]]:
    cycle = part.cycle
    numbers = [o["number"] for one in part.people for _, o in one.objectives(cycle)]
    seen: Counter[str] = Counter()
    for one in part.people:
        name = squeezed(one.name)
        seen[name] += 1
        at = (name, str(seen[name]))
        score, state = one.score(cycle), one.state(cycle)
        objectives = {o["number"]: o for _, o in one.objectives(cycle)}
        if state in _WHOLE or (state == "void" and not objectives):
            first = "O1" if numbers else "overall"
            yield (*at, first, "by objective"), chip(None, state)
            yield (*at, "band", "by objective"), "" if numbers else chip(None, state)
            continue
        for number in range(1, max(numbers) + 1):
            objective = objectives.get(number)
            yield (*at, f"O{number}", "by objective"), _of_objective(objective)
        overall = cell(score, state)
        yield (*at, "overall", "by objective"), overall if score is not None else overall[:1]
        yield (*at, "band", "by objective"), chip(score, state)


def _of_objective(objective: Mapping[str, object] | None) -> str:
    if objective is None:
        return "n/a"
    if is_void(objective):
        return "×void"
    return cell(objective["score"], "none")


def dots_of(part: Part) -> Iterator[tuple[Key, str]]:
    """Give how many people have a score, in steps of 0.05."""
    bins = Counter(int(Decimal(shown_score(score)) * 20) for score in part.scores)
    for place, number in bins.items():
        yield ("", "", f"{place / 20:.2f}", "distribution"), str(number)


def cases_of(one: Sheet, cycle: str) -> list[Case]:
    """Give what of somebody wants talk."""
    score, state = one.score(cycle), one.state(cycle)
    found: list[Case] = []
    if score is None and state not in ("scored", *EXCUSED):
        found.append(("unscored", one.id, ""))
    if shown_score(score) == "0.00":
        found.append(("no_progress", one.id, ""))
    if shown_score(score) == "1.00":
        found.append(("full", one.id, ""))
    for line in one.key_results(cycle):
        record = line.record
        tests = {
            "off_track": record["status"] in ("at_risk", "off_track"),
            "overruled": _apart(record["score"], record["computed"]),
            "apart": not line.void and _apart(record["self"], record["reviewer"]),
            "void": line.void,
        }
        found += [(kind, one.id, line.place) for kind, true in tests.items() if true]
    return found


def _apart(one: object, other: object) -> bool:
    if one is None or other is None:
        return False
    return abs(Decimal(str(one)) - Decimal(str(other))) > _FAR


def _exceptions(part: Part) -> Iterator[tuple[Key, str]]:
    names = {one.id: squeezed(one.name) for one in part.people}
    cases = [case for one in part.people for case in cases_of(one, part.cycle)]
    for kind, number in Counter(kind for kind, _, _ in cases).items():
        yield (f"case {kind}", "", "", "exceptions"), str(number)
    lines = Counter((kind, f"{names[who]} {place}") for kind, who, place in cases)
    for (kind, line), number in lines.items():
        yield (f"case {kind}", "", line, "exceptions"), str(number)


def _order(part: Part) -> Iterator[tuple[Key, str]]:
    for number, one in enumerate(part.people, start=1):
        numbers = Counter(kind for kind, _, _ in cases_of(one, part.cycle))
        said = {"no_progress": "0.00", "full": "1.00"}
        why = [said.get(kind, str(n)) for kind, n in numbers.items() if kind != "unscored"]
        yield ("", str(number), "number", "order"), str(number)
        yield from order_line(one, " ".join(sorted(why)), part)


def order_line(one: Sheet, why: str, part: Part) -> Iterator[tuple[Key, str]]:
    """Give a sheet's line of the order of talk."""
    name, cycle = code_of(one.name), part.cycle
    yield (name, "", "score", "order"), shown_score(one.score(cycle)) or "—"
    yield (name, "", "band", "order"), chip(one.score(cycle), one.state(cycle))
    yield (name, "", "why", "order"), why
    yield (name, "", "page", "order"), str(part.pages.get(one.id, ""))
