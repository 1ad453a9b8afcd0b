"""Cells that show a percentage: a twin of each input cell's style, for content typed as one.

Someone who typed `96%` as a baseline gets 96% back, not 0.96: beside a plain 0.96 a later 97 would
go unnoticed, beside 96% it is refused.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

STYLES = "xl/styles.xml"
_ALL = re.compile(r"<cellXfs\b[^>]*>(.*?)</cellXfs>", re.DOTALL)
_ONE = re.compile(r"<xf\b[^>]*?/>|<xf\b.*?</xf>", re.DOTALL)
_FORMAT = re.compile(r'\bnumFmtId="\d+"')
_APPLIED = re.compile(r' ?\bapplyNumberFormat="\w+"')
_STYLE = re.compile(r'\bs="(\d+)"')
_WHOLE, _HUNDREDTHS = "9", "10"
_CENT = Decimal("0.01")

Twins = Mapping[str, tuple[str, str]]
"""Style → its twins that show whole percents (`0%`) and hundredths of them (`0.00%`)."""


def add_percents(styles: bytes, wanted: Iterable[str]) -> tuple[bytes, Twins]:
    """Give the styles with twins of the `wanted` ones, and the numbers of these."""
    text = styles.decode()
    found = _ALL.search(text)
    known = _ONE.findall(found[1]) if found else []
    twins: dict[str, tuple[str, str]] = {}
    for style in sorted({*wanted}, key=int):
        if int(style) < len(known):
            twins[style] = (f"{len(known)}", f"{len(known) + 1}")
            known += [_shown_as(known[int(style)], code) for code in (_WHOLE, _HUNDREDTHS)]
    if not found or not twins:
        return styles, {}
    new = f'<cellXfs count="{len(known)}">{"".join(known)}</cellXfs>'
    return text.replace(found[0], new, 1).encode(), twins


def _shown_as(style: str, code: str) -> str:
    formatted = _FORMAT.sub(f'numFmtId="{code}"', _APPLIED.sub("", style), count=1)
    return formatted.replace("<xf ", '<xf applyNumberFormat="1" ', 1)


def style_of(head: str) -> str:
    """Give the style of a cell from how it begins; the first style where it names none."""
    found = _STYLE.search(head)
    return found[1] if found else "0"


def as_percent(head: str, share: Decimal, twins: Twins) -> str:
    """Give how a cell begins that shows this share as a percentage."""
    style = style_of(head)
    if style not in twins:
        return head
    twin = twins[style][share % _CENT != 0]
    return _STYLE.sub(f's="{twin}"', head) if _STYLE.search(head) else f'{head} s="{twin}"'
