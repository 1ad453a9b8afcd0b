"""What the summaries of review packs must say, reckoned from the roster and the stored scores."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from equality_sheets import (
    BANDS,
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
from printed_words import MARKS, code_of

_NAMED = 3
_SEVERAL, _MOST_BESIDE = 2, 6
_COUNTS = ("no_progress", "below", "on_target", "outstanding", "none", "out")
_WHOLE = ("not_submitted", "empty", "not_employed")
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

    @property
    def is_wide(self) -> bool:
        """Whether so many cycles stand beside each other that there is no column for the band."""
        return len(self.courses) + (len(self.cycle) == len("2026")) > _MOST_BESIDE


def scores_of(people: Sequence[Sheet], cycle: str) -> list[Decimal]:
    """Give the scores there are."""
    return [score for one in people if (score := one.score(cycle)) is not None]


def employed(people: Sequence[Sheet], cycle: str) -> list[Sheet]:
    """Leave out who was not employed in a cycle."""
    return [one for one in people if one.state(cycle) != "not_employed"]


def units_of(people: Sequence[Sheet]) -> dict[str, list[Sheet]]:
    """Give the departments at the top with their people; who has none comes last."""
    found: dict[str, list[Sheet]] = {}
    for one in people:
        if one.path:
            found.setdefault(code_of(one.path[0]), []).append(one)
    rest = [one for one in people if not one.path and one.person]
    return found | ({"without": rest} if rest else {})


def in_order(people: Sequence[Sheet]) -> list[Sheet]:
    """Give people as their pages stand: by sub-department, own sheets before the people's."""
    paths = [one.path for one in people]
    shared = 0
    while paths and len({path[: shared + 1] for path in paths}) == 1 and len(paths[0]) > shared:
        shared += 1
    groups: dict[tuple[str, ...], list[Sheet]] = {(): []}
    for one in people:
        groups.setdefault(one.path[shared:], []).append(one)
    return [one for group in groups.values() for one in sorted(group, key=lambda s: s.person)]


def common_of(part: Part) -> Iterator[tuple[Key, str]]:
    """Give the figures over a summary, and key results and people by band."""
    cycle, persons, scores = part.cycle, part.persons, part.scores
    asked = employed(persons, cycle)
    excused = sum(one.score(cycle) is None and one.state(cycle) == "void" for one in asked)
    reached = sum(band_of(score) in ("on_target", "outstanding") for score in scores)
    for what, figure in (
        ("mean", shown_score(mean_of(scores)) or "—"),
        ("median", shown_score(median_of(scores)) or "—"),
        ("n", str(len(scores))),
        ("missing", str(len(asked) - len(scores) - excused)),
        ("excused", str(excused)),
        ("submitted", f"{sum(one.received for one in asked)}/{len(asked)}" if asked else "—"),
        ("not employed", str(len(persons) - len(asked))),
        ("not in", _not_in(part)),
        ("reached", f"{reached}/{len(scores)}" if scores else "—"),
        ("below the line", str(len(scores) - reached) if scores else ""),
        *_before(part),
        *_ends(part),
        *_settled(part),
    ):
        yield ("", "", what, "figures"), figure
    bands = Counter(k.band for one in part.people for k in one.key_results(cycle))
    shown = {b: bands[b] for b in BANDS if bands[b] or b not in ("none", "void")}
    yield ("", "", "total", "bands of key results"), str(bands.total())
    yield ("", "", "strip", "bands of key results"), " ".join(str(n) for n in shown.values() if n)
    for band, number in shown.items():
        yield ("", "", band, "bands of key results"), str(number)
    having = [one.person for one in part.people if any(one.key_results(cycle))]
    numbers = [len(having), sum(having), len(having) - sum(having)] if having else []
    sheets = " ".join(map(str, numbers if numbers[2:] != [0] else numbers[:1]))
    yield ("", "", "sheets", "bands of key results"), sheets
    yield from _counts(part)


def _not_in(part: Part) -> str:
    """Name the first of those whose sheets have not come, and say how many more they are."""
    units = units_of(part.people).values()
    asked = [one for unit in units for one in employed(in_order(unit), part.cycle)]
    names = [squeezed(one.name) for one in asked if one.person and not one.received]
    if part.fewest > 1:
        return f"+{len(names)}" if names else ""
    rest = len(names) - _NAMED
    return "".join(names[:_NAMED]) + (f"+{rest}" if rest > 0 else "")


def _before(part: Part) -> Iterator[tuple[str, str]]:
    """Give mean and n of the cycle before, in the same year."""
    if len(part.cycle) == len("2026") or len(part.courses) < _SEVERAL:
        return
    before = part.courses[-2]
    scores = scores_of(part.persons, before)
    if len(scores) >= part.fewest:
        yield "mean_before", shown_score(mean_of(scores))
        yield "n_before", str(len(scores))
        yield "cycle_before", before[4:]


def _ends(part: Part) -> Iterator[tuple[str, str]]:
    if len(part.scores) >= max(part.fewest, _SEVERAL):
        yield "lowest", shown_score(min(part.scores))
        yield "highest", shown_score(max(part.scores))
        yield "n of ends", str(len(part.scores))


def _settled(part: Part) -> Iterator[tuple[str, str]]:
    """Give how many plans are frozen, of how many, and how many of them were changed since."""
    frozen = sum(part.cycle in one.frozen for one in part.people)
    if frozen and len(part.cycle) > len("2026"):
        changed = sum(part.cycle in one.changes for one in part.people)
        yield "frozen", f"{frozen} {len(part.people)} {changed}"


def _counts(part: Part) -> Iterator[tuple[Key, str]]:
    cycle = part.cycle
    people = [
        {"void": "out", "not_employed": "not_employed"}.get(one.state(cycle), "none")
        if one.score(cycle) is None
        else band_of(one.score(cycle))
        for one in part.persons
    ]
    columns = [*_COUNTS, *(["not_employed"] if "not_employed" in people else [])]
    objectives = [
        "out" if is_void(o) else band_of(o["score"])
        for one in part.people
        for _, o in one.objectives(cycle)
    ]
    results = [k.band.replace("void", "out") for one in part.people for k in one.key_results(cycle)]
    for row, found in (("people", people), ("objectives", objectives), ("key results", results)):
        for column in columns:
            yield (row, "", column, "counts"), dotted(found.count(column))
        yield (row, "", "total", "counts"), dotted(len(found))


def course_of(code: str, people: Sequence[Sheet], part: Part) -> Iterator[tuple[Key, str]]:
    """Give people × cycles, with the year where the pack is of the year."""
    seen: Counter[str] = Counter()
    for one in people:
        name = squeezed(one.name)
        seen[name] += 1
        if part.is_wide:
            yield from _wide_row((name, str(seen[name])), code, one, part)
            continue
        for cycle in part.courses:
            place = (name, str(seen[name]), cycle[4:], code)
            yield place, cell(one.score(cycle), one.state(cycle))
        score, state = one.score(part.cycle), one.state(part.cycle)
        if len(part.cycle) == 4:
            text = cell(score, state)
            bare = score is None and text[0] in "—×"
            yield (name, str(seen[name]), "overall", code), text[:1] if bare else text
        yield (name, str(seen[name]), "band", code), chip(score, state)


def _wide_row(at: tuple[str, str], code: str, one: Sheet, part: Part) -> Iterator[tuple[Key, str]]:
    """Give a row of many cycles: neighbours of one state share a cell, one alone has a mark."""

    def kind(cycle: str) -> str:
        return "score" if one.score(cycle) is not None else one.state(cycle)

    for state, group in groupby(part.courses, kind):
        run = list(group)
        for cycle in run if state == "score" else ():
            yield (*at, cycle[4:], code), cell(one.score(cycle), "")
        if state != "score":
            word = chip(None, state)
            alone = word[0] if word[0] in "—×" else "n/a" if state == "not_employed" else "—"
            yield (*at, run[0][4:], code), word if len(run) > 1 else alone


def means_of(part: Part) -> Iterator[tuple[Key, str]]:
    """Give the row of the people's mean under people × cycles, where several have a score."""
    whole = [part.cycle] if len(part.cycle) == len("2026") else []
    scores = {c: scores_of(part.persons, c) for c in (*part.courses, *whole)}
    if max(map(len, scores.values())) < _SEVERAL:
        return
    code = "year" if whole else "cycles"
    for cycle, known in scores.items():
        at = ("mean of people", "1", cycle[4:] or "overall")
        yield (*at, code), cell(mean_of(known), "")
        if not part.is_wide:
            yield (*at, "n of means"), str(len(known))
    if not part.is_wide:
        yield ("mean of people", "1", "band", code), mean_chip(part.persons, part)


def mean_chip(persons: Sequence[Sheet], part: Part) -> str:
    """Give mark and word of a mean: its band, that it is kept back, or that there is none."""
    scores = scores_of(persons, part.cycle)
    mean = mean_of(scores) if len(scores) >= part.fewest else None
    if mean is None:
        return "few" if scores else "—none"
    return MARKS[band_of(mean)] + band_of(mean)


def by_objective(part: Part) -> Iterator[tuple[Key, str]]:
    """Give people × objectives."""
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
        yield ("", "", f"{place / 20:.2f}", "numbers over dots"), str(number)
