"""Reads the letters and shapes that a page of a PDF paints under each of its marks.

It shares nothing with okrsheets. A font's own table says which letters its codes stand for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import pypdf
from pypdf.generic import ContentStream

Thing: TypeAlias = Any
"""Whatever stands in a PDF: pypdf types every value as its base class."""
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[.*?\]|<[0-9A-Fa-f]+>)", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
SLACK = 0.5
"""Letters whose feet are this near, in points, stand in one line."""
Matrix = tuple[float, float, float, float, float, float]


@dataclass
class Mark:
    """What was painted under one mark: letters, where they begin, and the shapes."""

    text: str = ""
    x: float | None = None
    y: float = 0.0
    first: float = 0.0
    dots: list[tuple[float, float]] = field(default_factory=list)
    bars: list[tuple[float, float]] = field(default_factory=list)
    """Rectangles: left edge and width."""
    labels: list[tuple[str, float]] = field(default_factory=list)
    """Words of a drawing that are set to the middle, each with where that is, for its figures."""

    def add(self, letters: str, x: float, y: float) -> None:
        """Add a run of letters; another line is parted by a blank."""
        if self.x is None:
            self.x, self.y, self.first = x, y, y
        elif abs(y - self.y) > SLACK and self.text and not self.text.endswith(" "):
            self.text += " "
        self.y = y
        self.text += letters


class Painter:
    """Goes through a page's content and keeps what is painted under which mark."""

    def __init__(self, page: pypdf.PageObject, fonts: dict[int, dict[int, str]]) -> None:
        """Take a page; `fonts` keeps what is known of fonts from the pages before."""
        self._page = page
        self._known = fonts
        self._found: dict[int, Mark] = {}
        self._open: list[int | None] = []
        self._at: Matrix = (1, 0, 0, 1, 0, 0)
        self._kept: list[Matrix] = []
        self._line: Matrix = (1, 0, 0, 1, 0, 0)
        self._font: dict[int, str] = {}
        self._starts: list[tuple[float, float]] = []
        self._curves = 0
        self._rects: list[tuple[float, float]] = []
        self._resources = cast("Thing", page["/Resources"])
        self._forms = 0
        self._label: list[tuple[str, float]] = []

    def read(self) -> dict[int, Mark]:
        """Give the page's marks by number."""
        content = self._page.get_contents()
        for operands, operator in content.operations if isinstance(content, ContentStream) else ():
            step = _STEPS.get(operator)
            if step is not None:
                step(self, operands)
        return self._found

    @property
    def _mark(self) -> Mark | None:
        numbers = [number for number in self._open if number is not None]
        return self._found.setdefault(numbers[-1], Mark()) if numbers else None

    def begin(self, operands: list[Any]) -> None:
        """Open a mark; an artifact has none."""
        properties = operands[1] if len(operands) > 1 else {}
        has = operands[0] != "/Artifact" and "/MCID" in properties
        self._open.append(int(properties["/MCID"]) if has else None)

    def end(self, _: list[Any]) -> None:
        """Close the mark."""
        self._open.pop()

    def save(self, _: list[Any]) -> None:
        """Keep where the page's axes are."""
        self._kept.append(self._at)

    def restore(self, _: list[Any]) -> None:
        """Go back to the axes that were kept."""
        self._at = self._kept.pop()

    def move(self, operands: list[Any]) -> None:
        """Move the axes."""
        self._at = _times(_matrix(operands), self._at)

    def place(self, operands: list[Any]) -> None:
        """Begin a line of letters."""
        self._line = _matrix(operands)

    def begin_text(self, _: list[Any]) -> None:
        """Begin letters at the origin."""
        self._line = (1, 0, 0, 1, 0, 0)

    def set_font(self, operands: list[Any]) -> None:
        """Take another font."""
        font = self._resources["/Font"][operands[0]]
        key = id(font)
        if key not in self._known:
            self._known[key] = _letters_of(font)
        self._font = self._known[key]

    def show(self, operands: list[Any]) -> None:
        """Paint letters."""
        mark = self._mark
        if mark is None:
            return
        parts = operands[0] if isinstance(operands[0], list) else [operands[0]]
        letters = "".join(self._decoded(p) for p in parts if isinstance(p, str | bytes))
        _, _, _, _, x, y = _times(self._line, self._at)
        if self._forms:
            self._label.append((letters, x))
        else:
            mark.add(letters, x, y)

    def form(self, operands: list[Any]) -> None:
        """Paint a form: a drawing's words that are set to the middle or to the right."""
        form: Thing = self._resources["/XObject"][operands[0]].get_object()
        mark = self._mark
        if form["/Subtype"] != "/Form" or mark is None:
            return
        kept = self._at, self._line, self._font, self._resources
        self._at = _times(_matrix(form.get("/Matrix", _AS_IT_IS)), self._at)
        self._resources, self._forms = form.get("/Resources", self._resources), self._forms + 1
        for inner, operator in ContentStream(form, self._page.pdf).operations:
            if operator in _OF_LETTERS:
                _STEPS[operator](self, inner)
        self._at, self._line, self._font, self._resources = kept
        self._forms -= 1
        if self._label and not self._forms:
            middle = (self._label[0][1] + self._label[-1][1]) / 2
            mark.labels.append(("".join(letters for letters, _ in self._label), middle))
            self._label = []

    def _decoded(self, part: Thing) -> str:
        data: bytes = part.original_bytes if hasattr(part, "original_bytes") else bytes(part)
        codes = (int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data), 2))
        return "".join(self._font.get(code, "") for code in codes)

    def start_path(self, operands: list[Any]) -> None:
        """Begin a shape."""
        self._starts = [self._point(float(operands[0]), float(operands[1]))]
        self._curves = 0

    def curve(self, operands: list[Any]) -> None:
        """Count the curves of a shape, and keep where each ends: a dot has four."""
        self._starts.append(self._point(float(operands[4]), float(operands[5])))
        self._curves += 1

    def rectangle(self, operands: list[Any]) -> None:
        """Draw a rectangle."""
        x, _ = self._point(float(operands[0]), float(operands[1]))
        self._rects.append((x, float(operands[2]) * self._at[0]))

    def paint(self, _: list[Any]) -> None:
        """Paint what was drawn."""
        mark = self._mark
        if mark is not None:
            if self._curves >= _ROUND:
                across, up = ([min(xs), max(xs)] for xs in zip(*self._starts, strict=True))
                mark.dots.append((sum(across) / 2, sum(up) / 2))
            mark.bars += self._rects
        self._starts, self._curves, self._rects = [], 0, []

    def _point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._at
        return a * x + c * y + e, b * x + d * y + f


_ROUND = 4
_AS_IT_IS = (1, 0, 0, 1, 0, 0)
_OF_LETTERS = (b"q", b"Q", b"cm", b"BT", b"Tm", b"Tf", b"Tj", b"TJ", b"Do")
_STEPS = {
    b"BDC": Painter.begin,
    b"BMC": Painter.begin,
    b"EMC": Painter.end,
    b"q": Painter.save,
    b"Q": Painter.restore,
    b"cm": Painter.move,
    b"BT": Painter.begin_text,
    b"Tm": Painter.place,
    b"Tf": Painter.set_font,
    b"Tj": Painter.show,
    b"TJ": Painter.show,
    b"Do": Painter.form,
    b"m": Painter.start_path,
    b"c": Painter.curve,
    b"re": Painter.rectangle,
    **dict.fromkeys((b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"n"), Painter.paint),
}


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _letters_of(font: Thing) -> dict[int, str]:
    """Give which letters each code of a font stands for, as the font itself says."""
    table: bytes = font["/ToUnicode"].get_object().get_data()
    found: dict[int, str] = {}
    for part in _CHARS.findall(table):
        found |= {int(code, 16): _letters(text) for code, text in _CHAR.findall(part)}
    for part in _RANGES.findall(table):
        for first, last, text in _RANGE.findall(part):
            start, end = int(first, 16), int(last, 16)
            if text.startswith(b"["):
                texts = re.findall(rb"<([0-9A-Fa-f]+)>", text)
                found |= {start + n: _letters(t) for n, t in enumerate(texts)}
            else:
                base = _letters(text[1:-1])
                found |= {
                    code: base[:-1] + chr(ord(base[-1]) + code - start)
                    for code in range(start, end + 1)
                }
    return found


def _letters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
