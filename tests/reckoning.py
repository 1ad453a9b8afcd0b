"""A second reckoning of a whole score sheet, made to disagree with okrsheets where either is wrong.

It shares no code and no records with the package: raw inputs by field key go in
(`{"Q1.O1.K2.actual": "12", ...}`), displayed scores by field key come out. Every measured type is
a broken line through points (value, score); weights and means are reckoned in one pass; rounding
is floor(100x + 1/2). Written from docs/method.md alone.

Inputs: texts or numbers; types, statuses and yes/no as codes. A field that is missing, None or
blank is blank. Outputs: `0.68`, or an empty text where there is no score.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

Point = tuple[Fraction, Fraction]
ZERO, ONE = Fraction(0), Fraction(1)
LEAST_LEFT = Fraction(1, 10_000)


@dataclass(frozen=True)
class Rules:
    """The rules that change a score, by the names of the settings."""

    score_order: Sequence[str] = ("reviewer", "self", "computed")
    objective_method: str = "weighted"
    missing_quarter: str = "exclude"


def reckon(
    sheet: Mapping[str, object],
    rules: Rules | None = None,
    *,
    cycles: Sequence[str] = ("Q1", "Q2", "Q3", "Q4"),
    away: Collection[str] = (),
) -> dict[str, str]:
    """Give every displayed score of a sheet by its field key.

    A cycle of `away`, in which the person is not employed, is not missing where it has no results.

    `Q1.O1.K1.score` and `Q1.O1.score` for those that exist, `Q1.score`, `annual.Q1.score` and
    `annual.score` always.
    """
    rules = rules or Rules()
    cells = {key: str(value).strip() for key, value in sheet.items() if value is not None}
    shown: dict[str, str] = {}
    done: list[Fraction] = []
    excused = 0
    for tab in cycles:
        exact, void = _cycle(cells, tab, rules, shown)
        excused += void or (tab in away and not _has_results(cells, tab))
        done += [exact] if exact is not None else []
        shown[f"annual.{tab}.score"] = shown[f"{tab}.score"] = show(exact)
    shown["annual.score"] = show(_year(done, len(cycles) - len(done) - excused, rules))
    return shown


def show(exact: Fraction | None) -> str:
    """Give two decimals, half up."""
    if exact is None:
        return ""
    hundredths = floor(exact * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _year(done: Sequence[Fraction], missing: int, rules: Rules) -> Fraction | None:
    if not done or (rules.missing_quarter == "block" and missing):
        return None
    return sum(done, ZERO) / (len(done) + missing * (rules.missing_quarter == "zero"))


def _has_results(cells: Mapping[str, str], tab: str) -> bool:
    """Tell whether an actual or a score was typed beside a key result that is not void."""
    rows = [k for o in _numbered(cells, f"{tab}.O") for k in _numbered(cells, f"{o}.K")]
    live = [row for row in rows if cells.get(f"{row}.status") != "void"]
    return any(cells.get(f"{row}.{c}") for row in live for c in ("actual", "self", "reviewer"))


def _cycle(
    cells: Mapping[str, str], tab: str, rules: Rules, shown: dict[str, str]
) -> tuple[Fraction | None, bool]:
    """Give the cycle's exact score and whether it is out of the year."""
    names = list(_numbered(cells, f"{tab}.O"))
    results = [_objective(cells, name, rules, shown) for name in names]
    weights = _filled([_number(cells, f"{name}.weight") for name in names])
    if cells.get(f"{tab}.excused") == "yes":
        return None, True
    if names and all(void for _, void in results):
        return None, True
    return _mean(weights, results), False


def _objective(
    cells: Mapping[str, str], name: str, rules: Rules, shown: dict[str, str]
) -> tuple[Fraction | None, bool]:
    names = list(_numbered(cells, f"{name}.K"))
    results = [(_key_result(cells, k, rules), cells.get(f"{k}.status") == "void") for k in names]
    results = [(None if void else score, void) for score, void in results]
    shown |= {f"{k}.score": show(score) for k, (score, _) in zip(names, results, strict=True)}
    weights = _filled([_number(cells, f"{k}.weight") for k in names])
    if rules.objective_method == "mean":
        weights = [ONE] * len(names)
    exact = _mean(weights, results)
    shown[f"{name}.score"] = show(exact)
    return exact, bool(names) and all(void for _, void in results)


def _numbered(cells: Mapping[str, str], front: str) -> Iterator[str]:
    """Give the rows `front1`, `front2` … whose text is not blank."""
    pattern = re.compile(re.escape(front) + r"(\d+)\.text")
    found = {int(m[1]) for key, text in cells.items() if text and (m := pattern.fullmatch(key))}
    yield from (f"{front}{number}" for number in sorted(found))


def _filled(weights: Sequence[Fraction | None]) -> list[Fraction] | None:
    """Give each its share of the whole; None where the weights do not work out."""
    if any(w is not None and w <= ZERO for w in weights):
        return None
    given = sum((w for w in weights if w is not None), ZERO)
    blank = sum(w is None for w in weights)
    if blank and given >= ONE - LEAST_LEFT:
        return None
    if not blank and not ONE - LEAST_LEFT <= given <= ONE + LEAST_LEFT:
        return None
    return [(ONE - given) / blank if w is None else w for w in weights]


def _mean(
    weights: Sequence[Fraction] | None, results: Sequence[tuple[Fraction | None, bool]]
) -> Fraction | None:
    top = bottom = ZERO
    for weight, (score, void) in zip(weights or (), results, strict=weights is not None):
        if void:
            continue
        if score is None:
            return None
        top += weight * score
        bottom += weight
    return top / bottom if bottom else None


def _key_result(cells: Mapping[str, str], name: str, rules: Rules) -> Fraction | None:
    raw = _raw(cells, name)
    scores = {
        "self": _number(cells, f"{name}.self"),
        "reviewer": _number(cells, f"{name}.reviewer"),
        "computed": None if raw is None else sorted((ZERO, raw, ONE))[1],
    }
    return next((scores[s] for s in rules.score_order if scores[s] is not None), None)


def _raw(cells: Mapping[str, str], name: str) -> Fraction | None:
    kind, actual = cells.get(f"{name}.type", ""), cells.get(f"{name}.actual", "")
    if kind == "yesno":
        return {"yes": ONE, "no": ZERO}.get(actual)
    points = _points(cells, name, kind)
    a = None if points is None else _number(cells, f"{name}.actual")
    if points is None or a is None:
        return None
    if kind == "milestone" and (a < 0 or a % 1):
        return None
    if kind == "range":
        return _in_range(points, a)
    return _along(sorted(points), a)


def _points(cells: Mapping[str, str], name: str, kind: str) -> list[Point] | None:
    """Give the points of the type's broken line; for a range its ends (0, 1, 1, 0)."""
    s, t, v30, v70 = (_number(cells, f"{name}.{c}") for c in ("baseline", "target", "v30", "v70"))
    if kind == "anchored":
        return _anchored_points([s, v30, v70, t])
    if t is None:
        return None
    if kind == "range":
        return _range_points(s, t, _number(cells, f"{name}.upper"))
    start = ZERO if kind in ("linear", "milestone") else s
    if start is None or kind not in ("linear", "milestone", "increase", "decrease"):
        return None
    right = t < start if kind == "decrease" else t > start
    whole = kind != "milestone" or not t % 1
    return [(start, ZERO), (t, ONE)] if right and whole else None


def _anchored_points(values: Sequence[Fraction | None]) -> list[Point] | None:
    whole = [v for v in values if v is not None]
    ups = {after > before for before, after in pairwise(whole)}
    if len(whole) < len(values) or len(set(whole)) < len(values) or len(ups) > 1:
        return None
    return list(zip(whole, (ZERO, Fraction("0.3"), Fraction("0.7"), ONE), strict=True))


def _range_points(s: Fraction | None, low: Fraction, high: Fraction | None) -> list[Point] | None:
    if high is None or high < low:
        return None
    span = high - low
    if s is not None and not low <= s <= high:
        span = min(abs(s - low), abs(s - high))
    return [(low - span, ZERO), (low, ONE), (high, ONE), (high + span, ZERO)]


def _in_range(points: Sequence[Point], a: Fraction) -> Fraction:
    (outer_low, _), (low, _), (high, _), (outer_high, _) = points
    if low <= a <= high:
        return ONE
    if outer_low == low:
        return ZERO
    return (
        (a - outer_low) / (low - outer_low)
        if a < low
        else _along([(high, ONE), (outer_high, ZERO)], a)
    )


def _along(points: Sequence[Point], a: Fraction) -> Fraction:
    """Give the broken line's height at `a`; its ends go on straight."""
    pieces = list(pairwise(points))
    (x0, y0), (x1, y1) = next((p for p in pieces if a <= p[1][0]), pieces[-1])
    return (y0 * (x1 - a) + y1 * (a - x0)) / (x1 - x0)


def _number(cells: Mapping[str, str], key: str) -> Fraction | None:
    text = cells.get(key, "")
    return Fraction(text) if text else None
