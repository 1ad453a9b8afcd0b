"""What openpyxl leaves to do on the styles: opaque colours, fonts in the order of the schema.

openpyxl 3.1 writes the parts of a font in an order of its own. Excel is known to take it, the
strict readers of the format do not.
"""

import re

_CLEAR = re.compile(r'(<(?:color|fgColor|bgColor) rgb=")00(?=[0-9A-F]{6}")')
_FONT = re.compile(r"(<font>)(.*?)(?=</font>)", re.DOTALL)
_PART = re.compile(r"<(\w+)[^>]*/>")
_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)
"""The parts of a font as Excel itself orders them. Source: ISO/IEC 29500-1, 18.8.22, CT_Font."""


def finish_styles(styles: str) -> str:
    """Give the styles' XML with opaque colours and fonts in order."""
    return _FONT.sub(_in_order, _CLEAR.sub(r"\1FF", styles))


def _in_order(font: re.Match[str]) -> str:
    parts = sorted(_PART.finditer(font[2]), key=lambda part: _ORDER.index(part[1]))
    return font[1] + "".join(part[0] for part in parts)
