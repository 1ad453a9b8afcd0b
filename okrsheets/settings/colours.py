"""Colours that may stand in the settings."""

import re

from okrsheets.settings.texts import NOT_ALLOWED

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LEAST_CONTRAST = 7.0  # WCAG 2.2, 1.4.6


def is_dark_colour(value: object) -> str:
    """Take a colour on which white letters are easy to read, also on a grey print.

    Raises:
        PydanticCustomError: it is no colour, or too light.
    """
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise NOT_ALLOWED
    if contrast_with_white(value) < _LEAST_CONTRAST:
        raise NOT_ALLOWED
    return value.upper()


def contrast_with_white(colour: str) -> float:
    """Give the contrast of `#RRGGBB` with white, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
