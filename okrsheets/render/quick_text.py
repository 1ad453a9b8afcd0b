"""Texts measured once: what fits on its line is laid out one time, for measuring and for drawing.

WeasyPrint 70.0 has Pango shape every text when it breaks lines and again when it draws, for every
document anew. A short text that fits is shaped here once and kept for the batch: heads, marks,
words of bands and most figures come again on every page. A text that has to be broken, hyphenated
or justified is the engine's as ever.
"""

import re
from typing import Any

from weasyprint.layout import LayoutContext
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

_MOST = 4000
_LEAST_EM = 0.5  # no text that fits is wider than so many times its characters
_own_split = line_break.split_first_line
_own_strut = line_break.strut
_UNBROKEN = ("nowrap", "pre")
_CUT_SHORT = re.compile("ellips|line-clamp|max-lines", re.IGNORECASE)

Line = tuple[Any, int, None, float, float, float]
"""As the engine gives it: layout, bytes, where the next line begins, width, height, baseline."""


class _KeptLayout(line_break.Layout):  # type: ignore[misc] # WeasyPrint has no annotations
    """A text as Pango laid it out, on one line of any width; it stays as it is."""

    def __init__(self, text: str, style: Any) -> None:  # noqa: ANN401 - the engine's
        super().__init__(style)
        self.set_text(text)
        pango.pango_layout_set_single_paragraph_mode(self.layout, True)  # noqa: FBT003 - Pango's

    def deactivate(self) -> None:
        """Stay: the text is drawn as it was measured."""

    def reactivate(self, style: object) -> None:
        """Do nothing: it was not put aside."""


class KeptTexts:
    """The texts of a batch that fit on a line, by style; at most some thousand at a time."""

    def __init__(self) -> None:
        """Start with none."""
        self._lines: dict[tuple[str, int], tuple[Any, Line | None]] = {}

    def make_room(self) -> None:
        """Begin anew when there are many; called between documents."""
        if len(self._lines) > _MOST // 2:
            self._lines.clear()

    def line_of(self, text: str, style: Any) -> Line | None:  # noqa: ANN401 - as above
        """Give a text on one line; None where it has more, or where there are too many."""
        key = (text, id(style))
        if key not in self._lines:
            if len(self._lines) >= _MOST:
                return None
            # The style is held as well, so that its number stays its own.
            plain = text.isprintable() and not _is_spaced(style)
            self._lines[key] = (style, _line_of(text, style) if plain else None)
        return self._lines[key][1]


def may_be_cut_short(css: str) -> bool:
    """Tell whether a sheet lets lines end in an ellipsis, which changes texts already laid out.

    A page's own styles may do so as well; for a page this is given the whole of it.
    """
    return bool(_CUT_SHORT.search(css))


def _is_spaced(style: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether words or letters are set apart: Pango breaks such lines before they are full."""
    return bool(style["word_spacing"]) or style["letter_spacing"] not in {"normal", 0}


class Context(LayoutContext):  # type: ignore[misc] # WeasyPrint has no annotations
    """What the engine knows while it lays out a document, with the batch's texts."""

    texts: KeptTexts | None = None


def _line_of(text: str, style: Any) -> Line | None:  # noqa: ANN401 - as above
    layout = _KeptLayout(text, style)
    line, after = layout.get_first_line()
    if after is not None:
        return None
    width, height = line_break.line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return layout, line.length, None, width, height, baseline


def split_first_line(  # noqa: PLR0913, PLR0917 - the engine's signature
    text: str,
    style: Any,  # noqa: ANN401 - as above
    context: Any,  # noqa: ANN401 - as above
    max_width: Any,  # noqa: ANN401 - as above; a number or None
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 - as above
    minimum: bool = False,  # noqa: FBT001, FBT002 - as above
) -> tuple[Any, ...]:
    """Give as much of a text as fits on a line."""
    texts = getattr(context, "texts", None)
    if texts is not None and not justification_spacing:
        free = max_width is None or style["white_space"] in _UNBROKEN
        if free or len(text) * style["font_size"] * _LEAST_EM <= max_width:
            line: Line | None = texts.line_of(text, style)
            if line is not None and (free or line[3] <= max_width):
                return line
    found: tuple[Any, ...] = _own_split(
        text, style, context, max_width, justification_spacing, is_line_start, minimum
    )
    return found


def strut(style: Any) -> tuple[float, float]:  # noqa: ANN401 - as above
    """Give the height and baseline of an empty line of a style."""
    kept = style.__dict__
    if "okr_strut" not in kept:
        kept["okr_strut"] = _own_strut(style)
    found: tuple[float, float] = kept["okr_strut"]
    return found


STEPS = ((_own_split, split_first_line), (_own_strut, strut))
"""The engine's step and ours."""
