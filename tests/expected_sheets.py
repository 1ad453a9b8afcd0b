"""What a personal report must say besides its scores, reckoned from the commands' JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from equality_sheets import (
    BANDS,
    EXCUSED,
    Record,
    Sheet,
    chip,
    is_void,
    shown_percent,
    shown_score,
)
from expected_figures import MONTHS, Course, Facts, Figure, Reckoning, Said, Span, Typed, Word
from printed_figures import Key
from printed_structure import squeezed
from printed_words import MARKS

_YES = {1: ("Yes", "是"), 0: ("No", "否")}
_SOURCES = ("reviewer", "self", "computed")
_SEVERAL = 2


@dataclass(frozen=True)
class Owner:
    """Somebody whose report it is, and what is known beside the records.

    `received` and `version` are those of the sheet, `frozen` the day of the freeze by cycle.
    """

    sheet: Sheet
    manager: str
    received: str
    version: object
    frozen: Mapping[str, str]
    excused: frozenset[str]
    """The cycles that are excused."""
    lines: Mapping[str, Mapping[str, Sequence[Record]]]
    """What `pace` knows of each key result: cycle → place → points."""


def expected_sheet(owner: Owner, cycle: str) -> Mapping[Key, str | Figure]:
    """Give what stands on somebody's report of a cycle, or of the year."""
    year = len(cycle) == len("2026")
    found = [*_head(owner, cycle), *(_of_year(owner, cycle) if year else _of_cycle(owner, cycle))]
    return {(owner.sheet.id, part, place, what): figure for part, place, what, figure in found}


Found = tuple[str, str, str, str | Figure]


def _head(owner: Owner, cycle: str) -> Iterator[Found]:
    one = owner.sheet
    score = one.score(cycle)
    word = "excused" if cycle in owner.excused else one.state(cycle)
    yield cycle, "cycle", "chip", chip(score, "") if score is not None else word
    day = f"frozen{owner.frozen[cycle]}" if cycle in owner.frozen else ""
    version = f"version{owner.version}" if owner.received else ""
    path = squeezed("/".join(one.path)) or "—"
    facts = (path, squeezed(one.title) or "—", one.id, squeezed(owner.manager) or "—")
    late = (_period(cycle), day, owner.received or "—", version)
    yield cycle, "", "facts", Facts(" ".join(filter(None, (*facts, *late))))


def _period(cycle: str) -> str:
    tab = cycle[4:]
    number = int(tab[1:]) if tab else 0
    first = {"Q": number * 3 - 2, "M": number}.get(tab[:1], 1)
    last = {"Q": number * 3, "M": number}.get(tab[:1], 12)
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[last - 1]
    return f"1{MONTHS[first - 1]}–{cycle[:4]}-{last:02}-{days}"


def _of_cycle(owner: Owner, cycle: str) -> Iterator[Found]:
    record = owner.sheet.records[cycle]
    if not record["objectives"] or record["state"] == "not_employed":
        return
    yield from _reckoned(cycle, "cycle", [*record["objectives"]], record["score"])
    waiting = [
        f"{o['number']}.{k['number']}"
        for o in record["objectives"]
        for k in o["key_results"]
        if k["score"] is None and k["status"] != "void"
    ] + [f"O{o['number']}" for o in record["objectives"] if not o["key_results"]]
    if record["state"] == "partial" and waiting:
        yield cycle, "cycle", "not yet scored", ",".join(waiting)
    bands = Counter(line.band for line in owner.sheet.key_results(cycle))
    marks = MARKS | {"none": "—", "void": "×"}
    known = [b for b in BANDS if bands[b] or b not in ("none", "void")]
    yield from ((cycle, marks[b], "strip", str(bands[b])) for b in known)
    yield cycle, "strip", "strip", " ".join(str(bands[b]) for b in known if bands[b])
    for objective in record["objectives"]:
        place = f"O{objective['number']}"
        yield cycle, place, "chip", _goal_chip(objective)
        yield from _reckoned(cycle, place, objective["key_results"], objective["score"])
        for line in objective["key_results"]:
            yield from _key_result(owner, cycle, f"{objective['number']}.{line['number']}", line)


def _goal_chip(objective: Record) -> str:
    some = any(line["score"] is not None for line in objective["key_results"])
    return (
        chip(None, "void")
        if is_void(objective)
        else chip(objective["score"], "partial" if some else "none")
    )


def _reckoned(cycle: str, place: str, parts: Sequence[Record], score: object) -> Iterator[Found]:
    terms = [
        (p["weight"], p["score"])
        for p in parts
        if p["score"] is not None and p.get("status") != "void"
    ]
    if score is not None and len(terms) >= _SEVERAL:
        yield cycle, place, "reckoning", Reckoning(tuple(terms), score)


def _key_result(owner: Owner, cycle: str, place: str, line: Record) -> Iterator[Found]:
    void = line["status"] == "void"
    numbers = (line["baseline"], line["target"], line["actual"])
    span = line["type"] == "range" and line["upper"] is not None
    for what, number in zip(("baseline", "target", "actual"), numbers, strict=True):
        yield cycle, place, what, Typed(number, () if span else numbers)
    if span:
        yield cycle, place, "target", Span(Typed(line["target"]), Typed(line["upper"]))
    if line["type"] == "yesno":
        yield cycle, place, "baseline", "—"
        yield cycle, place, "target", Word(_YES[1])
        yield cycle, place, "actual", Word(_YES.get(line["actual"], ("—",)))
    source = line["source"] or ""
    others = [(n, line[n]) for n in _SOURCES if n != source and line[n] is not None]
    yield cycle, place, "chip", chip(None, "void") if void else chip(line["score"], "none")
    yield cycle, place, "source", source
    beside = ", ".join(f"{name} {shown_score(score)}" for name, score in others)
    yield cycle, place, "beside", beside if source else ""
    if not void:
        yield cycle, place, "said of the bar", Said(numbers)
        yield cycle, place, "said of the line", _points(owner, cycle, place)


def _points(owner: Owner, cycle: str, place: str) -> str:
    """Give what is said of a small line: number of points, first and last with their days."""
    first, last = _days_of(cycle)
    known: dict[date, object] = {}
    for point in owner.lines.get(cycle, {}).get(place, ()):
        if point["progress"] is not None:
            day = date.fromisoformat(point["day"])
            known[min(last, max(first, day))] = point["progress"]
    if len(known) < _SEVERAL:
        return ""
    low, *_, high = known.items()
    said = (f"{day.isoformat()} {_whole(progress)}" for day, progress in (low, high))
    return " ".join((str(len(known)), *said))


def _whole(progress: object) -> str:
    rounded = (
        Decimal(str(progress)).quantize(Decimal("1e-9")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    )
    return shown_percent(rounded)


def _days_of(cycle: str) -> tuple[date, date]:
    month, _, last = _period(cycle)[1:].partition("–")
    return date(int(cycle[:4]), MONTHS.index(month) + 1, 1), date.fromisoformat(last)


def _of_year(owner: Owner, year: str) -> Iterator[Found]:
    one = owner.sheet
    cycles = one.cycles(year)
    scores = [one.score(c) for c in cycles]
    scored = [score for score in scores if score is not None]
    kinds = Counter(one.state(c) for c in cycles if one.score(c) is None)
    out = [kinds[kind] for kind in EXCUSED if kinds[kind]]
    numbers = sorted((len(scored), len(cycles), *out))
    yield year, "cycle", "of", " ".join(map(str, numbers))
    parts = [{"weight": None, "score": score} for score in scores]
    yield from _reckoned(year, "cycle", parts, one.score(year))
    if scored:
        said = (shown_score(score) or "—" for score in scores)
        yield year, "", "said of the year", Course(tuple(said))
        yield year, "", "the year's line", Course(tuple(map(shown_score, scores)))
    for cycle in cycles:
        score, state = one.score(cycle), one.state(cycle)
        word = "excused" if cycle in owner.excused else state
        yield cycle, "cycle", "chip", _year_chip(score, word)
        if state != "not_employed":
            objectives = one.records[cycle]["objectives"]
            yield from _reckoned(cycle, "cycle", objectives, score)
        for objective in one.records[cycle]["objectives"] if state != "not_employed" else ():
            yield cycle, f"O{objective['number']}", "chip", _goal_chip(objective)
            for line in objective["key_results"]:
                place = f"{objective['number']}.{line['number']}"
                points = _points(owner, cycle, place) if line["status"] != "void" else ""
                yield cycle, place, "said of the line", points
                yield cycle, place, "end of the line", points.rpartition(" ")[2]
    yield from _counts(owner, year)


def _year_chip(score: Decimal | None, word: str) -> str:
    if score is None and word == "excused":
        return "×excused"
    return chip(score, word)


def _counts(owner: Owner, year: str) -> Iterator[Found]:
    lines = list(owner.sheet.key_results(year))
    rows = {k.record["type"] or "no type": k for k in lines}
    groups = {row: [k for k in lines if (k.record["type"] or "no type") == row] for row in rows}
    for row, members in (groups | {"total": lines}).items() if lines else ():
        bands = Counter(line.band for line in members)
        for band in BANDS:
            yield year, f"{row} {band}", "counts", str(bands[band] or "·")
        yield year, f"{row} total", "counts", str(len(members))
