"""Random filled score sheets for the parity test: seeded, rich in the cases that break formulas.

A sheet is field key → value: a Decimal, a text, or a choice's code. Every type of key result,
weights given, partly given, blank and wrong, voids, overrides, missing figures, ties.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

Value = str | Decimal
Fields = dict[str, Value]

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


def _key_result(rng: random.Random, *, filled: bool, sound: float) -> Fields:
    kind = rng.choice(tuple(_FIGURES))
    fields = {"text": "A key result", "type": kind, **_FIGURES[kind](rng)}
    if rng.random() < 0.15:
        fields["self"] = _score(rng)
    if rng.random() < 0.15:
        fields["reviewer"] = _score(rng)
    if rng.random() < 0.1:
        fields |= {"status": "void", "reason": "dropped"}
    if not filled:
        for name in ("actual", "self", "reviewer"):
            fields.pop(name, None)
    elif rng.random() > sound:
        fields.pop(rng.choice(("actual", "target", "baseline", "type", "self")), None)
    return fields


def _weights(rng: random.Random, count: int, sound: float) -> list[Decimal | None]:
    if rng.random() > sound:
        chosen = rng.choice(_WRONG)
    else:
        chosen = rng.choice((*_SPLITS, *_PARTLY, (None,) * 3))
    given = list(chosen[:count])
    if given and count < 3 and all(given):  # a shortened full set: the last takes what is left
        given[-1] = str(1 - sum(Decimal(w or 0) for w in given[:-1]))
    return [None if weight is None else Decimal(weight) for weight in given]


def _cycle(rng: random.Random, *, filled: bool, sound: float) -> Iterator[tuple[str, Value]]:
    count = rng.choice((1, 2, 3, 3))
    for o, weight in enumerate(_weights(rng, count, sound), start=1):
        yield f"O{o}.text", "An objective"
        if weight is not None:
            yield f"O{o}.weight", weight
        inner = _weights(rng, rng.choice((1, 2, 3, 3)) * (rng.random() <= sound), sound)
        for k, share in enumerate(inner, start=1):
            if share is not None:
                yield f"O{o}.K{k}.weight", share
            fields = _key_result(rng, filled=filled, sound=sound)
            yield from ((f"O{o}.K{k}.{name}", value) for name, value in fields.items())


def random_sheet(seed: int) -> Fields:
    """Give one random filled sheet, always the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - test data, not a secret
    sound = rng.choice((1.0, 1.0, 0.98, 0.9))
    fields: Fields = {}
    for tab in ("Q1", "Q2", "Q3", "Q4"):
        kind = rng.choices(("filled", "planned", "empty", "excused"), (80, 8, 8, 4))[0]
        if kind == "excused":
            fields |= {f"{tab}.excused": "yes", f"{tab}.excused.reason": "on leave"}
        if kind in ("filled", "planned") or (kind == "excused" and rng.random() < 0.5):
            cells = _cycle(rng, filled=kind != "planned", sound=sound)
            fields |= {f"{tab}.{name}": value for name, value in cells}
    return fields
