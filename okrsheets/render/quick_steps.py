"""Putting our quicker steps in the place of the engine's, while one document is set.

Only where the engine's files are, byte for byte, those for which the steps were written: any other
version of WeasyPrint, or one that somebody has mended, takes its own steps, and the pages are the
same. A test holds them to that.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import weasyprint

from okrsheets.render import quick_boxes, quick_text

_FILES = (
    "css/__init__.py",
    "draw/__init__.py",
    "draw/border.py",
    "draw/text.py",
    "formatting_structure/boxes.py",
    "formatting_structure/build.py",
    "layout/__init__.py",
    "layout/background.py",
    "layout/block.py",
    "layout/float.py",
    "layout/inline.py",
    "layout/page.py",
    "layout/percent.py",
    "layout/table.py",
    "pdf/fonts.py",
    "pdf/stream.py",
    "text/fonts.py",
    "text/line_break.py",
)
_WRITTEN_FOR = "5d44cad3ca448e35c4b3537f819de56fbd68595582b4c17e947327c1a9a324ad"


@cache
def fits_engine(wanted: str = _WRITTEN_FOR) -> bool:
    """Tell whether the engine on this machine is the one for which the steps were written."""
    folder = Path(weasyprint.__file__).parent
    try:
        parts = b"".join(sha256((folder / name).read_bytes()).digest() for name in _FILES)
    except OSError:
        return False
    return sha256(parts).hexdigest() == wanted


@cache
def _places() -> tuple[tuple[Any, str, Any, Any], ...]:
    """Give every place where the engine looks up one of the steps: holder, name, its own, ours."""
    modules = [m for name, m in sorted(sys.modules.items()) if name.startswith("weasyprint.")]
    found: list[tuple[Any, str, Any, Any]] = [
        (module, name, own, ours)
        for own, ours in (*quick_boxes.STEPS, *quick_text.STEPS)
        for module in modules
        for name, thing in vars(module).items()
        if thing is own
    ]
    found += [(kind, name, getattr(kind, name), ours) for kind, name, ours in quick_boxes.METHODS]
    return tuple(found)


@contextmanager
def quick_steps() -> Iterator[None]:
    """Let the engine take our steps where they fit it."""
    places = _places() if fits_engine() else ()
    try:
        for holder, name, _, ours in places:
            setattr(holder, name, ours)
        yield
    finally:
        for holder, name, own, _ in places:
            setattr(holder, name, own)
