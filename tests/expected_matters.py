"""What wants talk in a review pack, and in which order, reckoned from the stored scores."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from equality_sheets import EXCUSED, KeyResult, Record, Sheet, chip, shown_score
from expected_packs import Part, employed, in_order
from printed_figures import Key
from printed_structure import squeezed
from printed_words import code_of

CASES = (
    "unscored",
    "no_progress",
    "off_track",
    "zero",
    "changed",
    "overruled",
    "apart",
    "void",
    "full",
)
"""Kinds of matters, the gravest first."""
_SHORT = 4
"""From so many on, what is told of whole sheets stands three in a row, without scores."""
_SAID = {"no_progress": "0.00", "full": "1.00"}
_FAR = Decimal("0.1")


@dataclass(frozen=True)
class Case:
    """Something of a sheet that wants talk: what the line is called, its score, scores beside."""

    kind: str
    person: str
    what: str
    score: str = ""
    beside: str = ""


def cases_of(one: Sheet, cycle: str) -> list[Case]:
    """Give what of a sheet wants talk."""
    state, shown = one.state(cycle), shown_score(one.score(cycle))
    found = []
    if not shown and state not in ("scored", *EXCUSED):
        found.append(Case("unscored", one.id, state))
    if shown == "0.00":
        found.append(Case("no_progress", one.id, squeezed(one.title)))
    if shown == "1.00":
        found.append(Case("full", one.id, squeezed(one.title)))
    for line in one.key_results(cycle):
        score = shown_score(line.record["score"])
        found += [Case(kind, one.id, line.place, score, by) for kind, by in _matters(line)]
    found += [_changed(one, part, cycle) for part in one.cycles(cycle) if part in one.changes]
    nothing = any(case.kind == "no_progress" for case in found)
    return [case for case in found if case.kind != "zero" or not nothing]


def _matters(line: KeyResult) -> Iterator[tuple[str, str]]:
    """Give the kinds of matters that a key result has, with the scores told beside it."""
    record = line.record
    worried = record["status"] in ("at_risk", "off_track")
    if worried:
        yield "off_track", ""
    if shown_score(record["score"]) == "0.00" and not worried:
        yield "zero", ""
    if _apart(record["score"], record["computed"]):
        yield "overruled", _pair(record["score"], record["computed"])
    if not line.void and _apart(record["self"], record["reviewer"]):
        yield "apart", _pair(record["self"], record["reviewer"])
    if line.void:
        yield "void", ""


def _changed(one: Sheet, part: str, cycle: str) -> Case:
    change: Record = one.changes[part]
    frozen, now = shown_score(change["score_frozen"]), shown_score(change["score"])
    label = "" if part == cycle else part[4:]
    what = f"{label}:{len(change['changes'])}"
    return Case("changed", one.id, what, now, " ".join(filter(None, (frozen, now))))


def _pair(one: object, other: object) -> str:
    return f"{shown_score(one)} {shown_score(other)}"


def _apart(one: object, other: object) -> bool:
    if one is None or other is None:
        return False
    return abs(Decimal(str(one)) - Decimal(str(other))) > _FAR


def matters_of(part: Part) -> Iterator[tuple[Key, str]]:
    """Give what stands under `To talk about`: kinds with their numbers, lines, scores, pages."""
    names = {one.id: squeezed(one.name) for one in part.people}
    cases = [case for one in part.people for case in cases_of(one, part.cycle)]
    numbers = Counter(case.kind for case in cases)
    for kind, number in numbers.items():
        yield (f"case {kind}", "", "", "matters"), str(number)
    for case in cases:
        gap = "" if case.kind in _SAID else " "
        at = (f"case {case.kind}", f"{names[case.person]}{gap}{case.what}")
        yield (*at, "line", "matters"), "1"
        whole = _SAID.get(case.kind, "") if numbers[case.kind] < _SHORT else ""
        yield (*at, "score", "matters' scores"), whole or case.score
        yield (*at, "beside", "matters' scores"), case.beside
        yield (*at, "page", "matters' pages"), str(part.pages.get(case.person, ""))


def order_of(part: Part) -> Iterator[tuple[Key, str]]:
    """Give a department's order of talk: own sheets, the gravest matters, the others."""
    people = employed(in_order(part.people), part.cycle)
    cases = {one.id: cases_of(one, part.cycle) for one in people}

    def rank(one: Sheet) -> int:
        kinds = [CASES.index(case.kind) for case in cases[one.id]]
        return 1 + min(kinds, default=len(CASES)) if one.person else 0

    for number, one in enumerate(sorted(people, key=rank), start=1):
        yield from order_line(one, number, _why(cases[one.id]), part)


def _why(cases: Sequence[Case]) -> str:
    numbers = Counter(case.kind for case in cases)
    said = {kind: _SAID.get(kind, str(numbers[kind])) for kind in CASES if numbers[kind]}
    said = {k: v for k, v in said.items() if k not in ("unscored", "changed")}
    return "; ".join(f"{v} 0.00" if k == "zero" else v for k, v in said.items())


def order_line(one: Sheet, number: int, why: str, part: Part) -> Iterator[tuple[Key, str]]:
    """Give a sheet's line of the order of talk."""
    name, cycle = code_of(one.name), part.cycle
    yield ("", str(number), "who", "order"), name
    yield (name, "", "score", "order"), score_beside(one, cycle)
    yield (name, "", "band", "order"), chip(one.score(cycle), one.state(cycle))
    yield (name, "", "why", "order"), why
    yield (name, "", "page", "order"), str(part.pages.get(one.id, ""))


def score_beside(one: Sheet, cycle: str) -> str:
    """Give a score beside its band; a dash where neither a score nor a mark stands."""
    word = chip(one.score(cycle), one.state(cycle))
    return shown_score(one.score(cycle)) or ("" if word[0] in "—×" else "—")
