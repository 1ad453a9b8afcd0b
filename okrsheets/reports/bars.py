"""The small drawing beside each key result: from baseline over target to actual.

All in millimetres, 28 wide and 4.8 high. 19 mm are the way from baseline to target, so rising and
falling measures look the same; the drawing ends at about 130 % and at -10 %.
Source: docs/method.md, "Types and progress".
"""

from decimal import Decimal
from fractions import Fraction

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import KeyResult, KeyResultScore, KeyResultType
from okrsheets.reports.records import Drawing, Shape

_WIDTH, _HEIGHT = "28", "4.8"
_START = Fraction("2.4")
_WAY = Fraction(19)
_END = Fraction("26.6")
_LEAST_STUB = Fraction("1.2")
_MOST_STAGES = 12
_SCALED = (
    KeyResultType.INCREASE,
    KeyResultType.DECREASE,
    KeyResultType.LINEAR,
    KeyResultType.ANCHORED,
)
_ANCHORS = (Fraction(3, 10), Fraction(7, 10))


def mm(length: Fraction | int) -> str:
    """Give a length in millimetres for a drawing, to a hundredth."""
    return f"{float(round(Fraction(length), 2)):g}"


def shape(name: str, x: Fraction, y: Fraction, width: Fraction, height: Fraction) -> Shape:
    """Give one shape with its measures printed."""
    return Shape(name, mm(x), mm(y), mm(width), mm(height))


def build_bar(key_result: KeyResult, score: KeyResultScore, language: Language) -> Drawing | None:
    """Draw a key result; None for types without a scale (yes/no, judged) and unusable figures."""
    kind = key_result.type
    shapes: tuple[Shape, ...] = ()
    if kind in _SCALED and _has_scale(key_result):
        shapes = _progress(score.raw, anchored=kind is KeyResultType.ANCHORED)
    elif kind is KeyResultType.MILESTONE and key_result.target:
        shapes = _stages(key_result)
    elif kind is KeyResultType.RANGE:
        shapes = _band(key_result)
    return Drawing(_words(key_result, language), _WIDTH, _HEIGHT, shapes) if shapes else None


def _has_scale(key_result: KeyResult) -> bool:
    if key_result.target is None:
        return False
    if key_result.type is KeyResultType.LINEAR:
        return key_result.target > 0
    return key_result.baseline is not None and key_result.baseline != key_result.target


def _words(key_result: KeyResult, language: Language) -> str:
    blank = language.text(N_("blank"))

    def said(number: Decimal | None) -> str:
        return blank if number is None else f"{number.normalize():f}"

    return language.text(
        N_("baseline {baseline}, target {target}, actual {actual}"),
        baseline=said(key_result.baseline),
        target=said(key_result.target),
        actual=said(key_result.actual),
    )


def _progress(raw: Fraction | None, *, anchored: bool) -> tuple[Shape, ...]:
    target = _START + _WAY
    shapes = [shape("track", _START, Fraction("1.1"), _WAY, Fraction("2.6"))]
    if raw is not None and raw < 0:
        stub = max(min(-raw * _WAY, Fraction("2.2")), _LEAST_STUB)
        shapes.append(shape("stub", _START - stub, Fraction("1.7"), stub, Fraction("1.4")))
    elif raw:
        end = min(_START + raw * _WAY, _END)
        shapes.append(shape("fill", _START, Fraction("1.5"), end - _START, Fraction("1.8")))
        if _START + raw * _WAY > _END:
            shapes.append(shape("arrow", _END, Fraction("1.5"), Fraction(1), Fraction("1.8")))
    if anchored:
        shapes += [
            shape("tick", _START + a * _WAY, Fraction("0.6"), Fraction("0.2"), Fraction("3.6"))
            for a in _ANCHORS
        ]
    shapes.append(shape("edge", _START, Fraction("0.7"), Fraction("0.25"), Fraction("3.4")))
    if raw is not None and raw > 1:
        shapes.append(
            shape("halo", target - Fraction("0.55"), Fraction("0.6"), Fraction("1.1"), Fraction(4))
        )
    shapes.append(
        shape("goal", target - Fraction("0.22"), Fraction("0.2"), Fraction("0.45"), Fraction("4.4"))
    )
    return tuple(shapes)


def _stages(key_result: KeyResult) -> tuple[Shape, ...]:
    planned, done = int(key_result.target or 0), int(key_result.actual or 0)
    if not 1 <= planned <= _MOST_STAGES:
        raw = Fraction(done, planned) if planned > 0 else None
        return _progress(raw, anchored=False)
    gap = Fraction("0.6")
    width = (_WAY - gap * (planned - 1)) / planned
    return tuple(
        shape(
            "fill" if stage < done else "stage",
            _START + stage * (width + gap),
            Fraction("1.3"),
            width,
            Fraction("2.2"),
        )
        for stage in range(planned)
    )


def _band(key_result: KeyResult) -> tuple[Shape, ...]:
    low, high, actual = key_result.target, key_result.upper, key_result.actual
    if low is None or high is None or low > high:
        return ()
    outer = [Fraction(v) for v in (low, high, key_result.baseline, actual) if v is not None]
    least, most = min(outer), max(outer)
    margin = (most - least) / 5 or Fraction(1)
    scale = (_END - Fraction(1)) / (most - least + 2 * margin)

    def place(value: Decimal) -> Fraction:
        return 1 + (Fraction(value) - least + margin) * scale

    left, right = place(low), place(high)
    shapes = [
        shape("axis", Fraction(1), Fraction("2.3"), _END - 1, Fraction("0.2")),
        shape("zone", left, Fraction("1.1"), max(right - left, Fraction("0.4")), Fraction("2.6")),
        shape("edge", left, Fraction("0.7"), Fraction("0.25"), Fraction("3.4")),
        shape("edge", right, Fraction("0.7"), Fraction("0.25"), Fraction("3.4")),
    ]
    if actual is not None:
        shapes.append(shape("dot", place(actual), Fraction("2.4"), Fraction("0.9"), Fraction(0)))
    return tuple(shapes)
