"""Quicker ways to take some of the engine's smallest steps, for boxes as ours nearly all are.

WeasyPrint 70.0 asks thousands of times for each page what cannot have changed: a box's lengths,
whether it floats, whether it has a background. Each step here answers for the plain case (lengths
in pixels, no floats, nothing painted) and hands every other case to the engine's own step. What a
style says is read once and kept on the style, which lives as long as the batch.

Names and order of the arguments are the engine's, because it calls these in place of its own.
"""

from collections.abc import Sequence
from typing import Any

from weasyprint.draw import border
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import background, block, percent
from weasyprint.layout import float as floating

_own_lengths = percent.resolve_percentages
_own_backgrounds = background.layout_box_backgrounds
_own_outline = border.draw_outline
_own_border = border.draw_border
_own_wrapping = build.wrap_table
_own_flow = Box.is_in_normal_flow
_own_room = floating.avoid_collisions
_SIDES = ("top", "right", "bottom", "left")
_EDGES = tuple(f"border_{side}_width" for side in _SIDES)
_LEAST = ("min_width", "min_height")
_LENGTHS = (
    *(f"{part}_{side}" for part in ("margin", "padding") for side in _SIDES),
    *("width", "max_width", "height", "max_height"),
    *_LEAST,
)
_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_SHARP = dict.fromkeys(_CORNERS, (0, 0))
_IN_FLOW = ("static", "relative")


class _Lengths:
    """The used lengths of a style none of whose lengths depend on what is around the box."""

    __slots__ = ("collapsed", "edges", "fixed", "sized")

    def __init__(self, style: Any, fixed: dict[str, Any]) -> None:  # noqa: ANN401 - the engine's
        self.fixed = fixed
        self.edges = {edge: style[edge] for edge in _EDGES}
        self.collapsed = style["border_collapse"] == "collapse"
        self.sized = style["box_sizing"] != "content-box"


def _lengths_of(style: Any) -> _Lengths | None:  # noqa: ANN401 - as above
    fixed: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            fixed[name] = 0 if name in _LEAST else value
        elif getattr(value, "unit", None) == "px":
            fixed[name] = value.value
        else:
            return None
    return _Lengths(style, fixed)


def resolve_percentages(box: Any, containing_block: Any) -> None:  # noqa: ANN401 - as above
    """Set a box's used lengths."""
    kept = box.style.__dict__
    if "okr_lengths" not in kept:
        kept["okr_lengths"] = _lengths_of(box.style)
    lengths = kept["okr_lengths"]
    if lengths is None:
        _own_lengths(box, containing_block)
        return
    held = box.__dict__
    held.update(lengths.fixed)
    if lengths.collapsed:  # borders that were settled between cells stay as they are
        for edge, width in lengths.edges.items():
            held.setdefault(edge, width)
    else:
        held.update(lengths.edges)
    if lengths.sized:
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def is_in_normal_flow(self: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a box stands where it comes."""
    style = self.style
    if style["float"] == "none" and style["position"] in _IN_FLOW:
        return True
    return bool(_own_flow(self))


def collapse_margin(adjoining_margins: Sequence[float]) -> float:
    """Give what margins that meet come to: the largest and the most negative together."""
    if not adjoining_margins:
        return 0
    return max(0, *adjoining_margins) + min(0, *adjoining_margins)


def avoid_collisions(
    context: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401 - as above
    containing_block: Any,  # noqa: ANN401 - as above
    outer: bool = True,  # noqa: FBT001, FBT002 - as above
) -> tuple[float, float, float]:
    """Give the place and width that a box has beside floats; a line without floats has them all."""
    plain = (
        not outer
        and not context.excluded_shapes
        and isinstance(box, LineBox)
        and box.margin_left == box.margin_right == box.margin_top == 0
        and box.style["float"] == "none"
        and containing_block.style["direction"] == "ltr"
    )
    if plain:
        return containing_block.content_box_x(), box.position_y, containing_block.width
    room: tuple[float, float, float] = _own_room(context, box, containing_block, outer)
    return room


def _is_bare(style: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether nothing is painted behind a box and its corners are sharp."""
    color = style["background_color"]
    return bool(
        style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] == "visible"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and not isinstance(color, str)
        and color.alpha == 0
        and all((0, "px") in style[corner] for corner in _CORNERS)
    )


def layout_box_backgrounds(
    page: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401 - as above
    get_image_from_uri: Any,  # noqa: ANN401 - as above
    layout_children: bool = True,  # noqa: FBT001, FBT002 - as above
    style: Any = None,  # noqa: ANN401 - as above
) -> None:
    """Settle what is painted behind a box and the boxes in it."""
    kept = box.style.__dict__
    if "okr_bare" not in kept:
        kept["okr_bare"] = _is_bare(box.style)
    if box is page or style is not None or not kept["okr_bare"]:
        _own_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    getattr(box, "_box", box).__dict__.update(_SHARP)  # one out of the flow stands in a wrapper
    box.background = None
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)


def draw_outline(stream: Any, box: Any) -> None:  # noqa: ANN401 - as above
    """Draw the outlines of a box and the boxes in it, of which there are none on our pages."""
    waiting = [box]
    while waiting:
        one = waiting.pop()
        if one.style["outline_width"]:
            _own_outline(stream, box)
            return
        waiting += [child for child in one.children if isinstance(child, Box)]


def wrap_table(box: Any, children: Any) -> Any:  # noqa: ANN401 - as above
    """Wrap a table; the two styles made for that are the same for every table of a style."""
    wrapper = _own_wrapping(box, children)
    table = wrapper.get_wrapped_table()
    made = (table.style, wrapper.style)
    table.style, wrapper.style = box.style.__dict__.setdefault("okr_wrapped", made)
    return wrapper


def draw_border(stream: Any, box: Any) -> None:  # noqa: ANN401 - as above
    """Draw the border of a box, if it has one."""
    bare = (
        box.border_top_width == box.border_bottom_width == 0
        and box.border_left_width == box.border_right_width == 0
    )
    if bare:
        kept = box.style.__dict__
        if "okr_unruled" not in kept:
            kept["okr_unruled"] = _is_unruled(box.style)
        if kept["okr_unruled"]:
            return
    _own_border(stream, box)


def _is_unruled(style: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a style without border widths draws nothing: no columns, no picture."""
    return bool(
        style["column_width"] == style["column_count"] == "auto"
        and style["border_image_source"][0] == "none"
    )


STEPS = (
    (_own_lengths, resolve_percentages),
    (block.collapse_margin, collapse_margin),
    (_own_room, avoid_collisions),
    (_own_backgrounds, layout_box_backgrounds),
    (_own_outline, draw_outline),
    (_own_border, draw_border),
    (_own_wrapping, wrap_table),
)
"""The engine's step and ours."""
METHODS = ((Box, "is_in_normal_flow", is_in_normal_flow),)
"""The engine's class, the name of its method and ours."""
