"""Random filled score sheets for the parity test: seeded, rich in the cases that break formulas.

A sheet is field key → value: a Decimal, a text, or a choice's code. Every type of key result,
weights given, partly given, blank and wrong, voids, overrides, missing figures, ties, in any shape
of the sheet; and people who join or leave within the year.
"""

import random
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from okrsheets.shape import SheetOptions

Value = str | Decimal | date
Fields = dict[str, Value]
JOINERS = 0.3


@dataclass(frozen=True)
class Filled:
    """One random sheet: what is typed, and the cycles in which the person is not employed."""

    fields: Fields
    away: frozenset[str] = frozenset()
    joined: date | None = None
    left: date | None = None


_Split = tuple[str | None, ...]
_SPLITS: tuple[_Split, ...] = (
    ("0.4", "0.3", "0.3"),
    ("0.5", "0.25", "0.25"),
    ("0.3333", "0.3333", "0.3333"),
    ("0.335", "0.33", "0.335"),
    ("0.7", "0.2", "0.1"),
    ("0.45", "0.45", "0.1"),
)
_PARTLY: tuple[_Split, ...] = (
    ("0.5", None, None),
    ("0.4", "0.35", None),
    (None, "0.15", None),
    (None, None, "0.05"),
)
_WRONG: tuple[_Split, ...] = (
    ("0.5", "0.4", "0.05"),
    ("0.6", "0.4", None),
    ("0", "0.5", "0.5"),
    ("0.7", "0.7", "0.1"),
)


def _number(rng: random.Random, low: int, high: int, *, places: int = 0) -> Decimal:
    return Decimal(rng.randint(low * 10**places, high * 10**places)).scaleb(-places)


def _increase(rng: random.Random) -> Fields:
    baseline = _number(rng, -60, 60, places=rng.choice((0, 0, 1)))
    target = baseline + _number(rng, 1, 40, places=rng.choice((0, 0, 1)))
    span = target - baseline
    share = Decimal(rng.randint(-60, 260)) / 200
    return {"baseline": baseline, "target": target, "actual": round(baseline + span * share, 3)}


def _decrease(rng: random.Random) -> Fields:
    rising = _increase(rng)
    return {name: -value for name, value in rising.items() if isinstance(value, Decimal)}


def _linear(rng: random.Random) -> Fields:
    target = Decimal(rng.choice((3, 7, 8, 40, 60, 200, 315, 6300)))
    fields: Fields = {"target": target, "actual": Decimal(rng.randint(0, int(target * 5 // 4)))}
    if rng.random() < 0.1:
        fields["baseline"] = Decimal(2)
    return fields


def _range(rng: random.Random) -> Fields:
    low = _number(rng, -20, 40, places=1)
    high = low + _number(rng, 0, 15, places=1)
    fields: Fields = {"target": low, "upper": high, "actual": low + _number(rng, -20, 30, places=1)}
    if rng.random() < 0.5:
        fields["baseline"] = low + _number(rng, -25, 35, places=1)
    return fields


def _milestone(rng: random.Random) -> Fields:
    target = rng.randint(1, 8)
    return {"target": Decimal(target), "actual": Decimal(rng.randint(0, target + 1))}


def _yesno(rng: random.Random) -> Fields:
    return {"actual": rng.choice(("yes", "no"))}


def _anchored(rng: random.Random) -> Fields:
    steps = [_number(rng, 1, 9, places=rng.choice((0, 1))) for _ in range(3)]
    start, sign = _number(rng, -15, 40), rng.choice((1, -1))
    points = [start]
    for step in steps:
        points.append(points[-1] + sign * step)
    reach = (points[-1] - points[0]) * Decimal(rng.randint(-20, 125)) / 100
    names = ("baseline", "v30", "v70", "target")
    return {**dict(zip(names, points, strict=True)), "actual": round(points[0] + reach, 2)}


def _judged(rng: random.Random) -> Fields:
    return {"self": _score(rng), "reason": "judged"}


_FIGURES: Mapping[str, Callable[[random.Random], Fields]] = MappingProxyType(
    {
        "increase": _increase,
        "decrease": _decrease,
        "linear": _linear,
        "range": _range,
        "milestone": _milestone,
        "yesno": _yesno,
        "anchored": _anchored,
        "judged": _judged,
    }
)


def _score(rng: random.Random) -> Decimal:
    return _number(rng, 0, 1, places=rng.choice((1, 2, 2, 3)))


def _key_result(rng: random.Random, kind: "_Kind") -> Fields:
    chosen = rng.choice([code for code in _FIGURES if code not in kind.options.types_left_out()])
    fields = {"text": "A key result", "type": chosen, **_FIGURES[chosen](rng)}
    if chosen == "judged" and not kind.options.has("self"):
        fields["reviewer"] = fields["self"]
    if rng.random() < 0.15:
        fields["self"] = _score(rng)
    if rng.random() < 0.15:
        fields["reviewer"] = _score(rng)
    if rng.random() < 0.1:
        fields |= {"status": "void", "reason": "dropped"}
    _take_away(rng, kind, fields)
    return {name: value for name, value in fields.items() if kind.options.has(name)}


def _take_away(rng: random.Random, kind: "_Kind", fields: Fields) -> None:
    if not kind.filled:
        for name in ("actual", "self", "reviewer"):
            fields.pop(name, None)
    elif rng.random() > kind.sound:
        fields.pop(rng.choice(("actual", "target", "baseline", "type", "self")), None)


@dataclass(frozen=True)
class _Kind:
    """How one cycle is filled in; `sound` is the share of its lines without a fault."""

    options: SheetOptions
    filled: bool
    sound: float


def _weights(rng: random.Random, count: int, sound: float) -> list[Decimal | None]:
    if count > len(_SPLITS[0]):
        return _many_weights(rng, count, sound)
    if rng.random() > sound:
        chosen = rng.choice(_WRONG)
    else:
        chosen = rng.choice((*_SPLITS, *_PARTLY, (None,) * 3))
    given = list(chosen[:count])
    if given and count < 3 and all(given):  # a shortened full set: the last takes what is left
        given[-1] = str(1 - sum(Decimal(w or 0) for w in given[:-1]))
    return [None if weight is None else Decimal(weight) for weight in given]


def _many_weights(rng: random.Random, count: int, sound: float) -> list[Decimal | None]:
    """Give more than three weights: whole percentages that add up, some blank, or wrong ones."""
    edges = [0, *sorted(rng.sample(range(1, 100), count - 1)), 100]
    whole = [Decimal(high - low) / 100 for low, high in pairwise(edges)]
    if rng.random() > sound:
        return [weight + Decimal("0.05") for weight in whole]
    blank = rng.choice((0, 0, 0.3, 1))
    return [None if rng.random() < blank else weight for weight in whole]


def _lines(rng: random.Random, most: int) -> int:
    return min(rng.randint(1, most + 1), most)


def _cycle(rng: random.Random, kind: _Kind) -> Iterator[tuple[str, Value]]:
    count = _lines(rng, kind.options.objectives)
    for o, weight in enumerate(_weights(rng, count, kind.sound), start=1):
        yield f"O{o}.text", "An objective"
        if weight is not None and kind.options.objective_weights:
            yield f"O{o}.weight", weight
        some = rng.random() <= kind.sound
        inner = _weights(rng, _lines(rng, kind.options.key_results) * some, kind.sound)
        for k, share in enumerate(inner, start=1):
            if share is not None:
                yield f"O{o}.K{k}.weight", share
            fields = _key_result(rng, kind)
            yield from ((f"O{o}.K{k}.{name}", value) for name, value in fields.items())


def _employed(rng: random.Random, year: int, options: SheetOptions) -> Filled:
    """Give when somebody joined or left, on the first, a middle or the last day of a cycle."""
    if rng.random() >= JOINERS:
        return Filled({})
    number, months = rng.randrange(len(options.cycles)), 12 // len(options.cycles)
    first, last = number * months + 1, (number + 1) * months
    days = (
        date(year, first, 1),
        date(year, first, 15),
        date(year, last, monthrange(year, last)[1]),
    )
    day = rng.choice(days)
    if rng.random() < 0.7:
        return Filled({}, frozenset(options.cycles[:number]), joined=day)
    return Filled({}, frozenset(options.cycles[number + 1 :]), left=day)


def random_sheet(seed: int, options: SheetOptions, year: int) -> Filled:
    """Give one random filled sheet, always the same for the same seed and shape."""
    rng = random.Random(seed)  # noqa: S311 - test data, not a secret
    sound = rng.choice((1.0, 1.0, 0.98, 0.9))
    sheet = _employed(rng, year, options)
    for tab in options.cycles:
        odds = (20, 20, 55, 5) if tab in sheet.away else (80, 8, 8, 4)
        kind = rng.choices(("filled", "planned", "empty", "excused"), odds)[0]
        if kind == "excused":
            sheet.fields.update({f"{tab}.excused": "yes", f"{tab}.excused.reason": "on leave"})
        if kind in ("filled", "planned") or (kind == "excused" and rng.random() < 0.5):
            cells = _cycle(rng, _Kind(options, kind != "planned", sound))
            sheet.fields.update((f"{tab}.{name}", value) for name, value in cells)
    if options.check_ins:
        sheet.fields.update(_check_ins(rng, year, options))
    return sheet


def _check_ins(rng: random.Random, year: int, options: SheetOptions) -> Iterator[tuple[str, Value]]:
    """Yield lines of the check-ins, which change no score."""
    for number in range(1, rng.randint(3, 12)):
        line = f"{rng.randint(1, options.objectives)}.{rng.randint(1, options.key_results)}"
        yield f"checkins.{number}.date", date(year, rng.randint(1, 12), rng.randint(1, 28))
        yield f"checkins.{number}.key_result", f"{rng.choice(options.cycles)} {line} A key result"
        yield f"checkins.{number}.value", _number(rng, 0, 99, places=1)
        yield f"checkins.{number}.confidence", _number(rng, 0, 1, places=1)
        yield f"checkins.{number}.status", rng.choice(("on_track", "at_risk", "void"))
