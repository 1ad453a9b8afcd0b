"""Making any text safe inside a workbook's XML."""

import re

LONGEST_CELL = 32_767
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def escape(text: str) -> str:
    """Write what XML cannot hold as `_xHHHH_`, as spreadsheet programs do; cut at 32,767."""
    if text.isalnum() and len(text) <= LONGEST_CELL:
        return text
    safe = _LOOKS_ESCAPED.sub("_x005F_", text[:LONGEST_CELL])
    safe = _SURROGATE.sub("\ufffd", safe)
    return _CONTROL.sub(lambda m: f"_x{ord(m[0]):04X}_", safe)


def to_xml(text: str) -> str:
    """Give a text as the content of an element or of a quoted attribute."""
    if text.isalnum():
        return escape(text)
    safe = escape(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;")
