"""What sets pages, besides what is on them: the libraries' versions and our own code.

Pages are kept for the next time by a name that these are part of.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Protocol

from weasyprint.text.ffi import harfbuzz, pango

from okrsheets import __version__

_LIBRARIES = ("weasyprint", "pydyf", "uharfbuzz", "jinja2")


class _AtLeast(Protocol):
    """Tells whether a library is at least of a version."""

    def __call__(self, major: int, minor: int, micro: int, /) -> object:
        """Tell it."""


@cache
def versions() -> tuple[str, ...]:
    """Give the versions of all that turns HTML into pages.

    Pango and HarfBuzz are the system's, which break lines and place letters. This room's sources
    are among them, as they may change without a new version where they are worked on; what
    changes elsewhere changes the HTML. That takes half a millisecond.
    """
    here = Path(__file__).parent
    sources = sha256(b"\0".join(file.read_bytes() for file in sorted(here.glob("*.py"))))
    system = (str(pango.pango_version()), counted_up(harfbuzz.hb_version_atleast))
    return (__version__, *(version(name) for name in _LIBRARIES), *system, sources.hexdigest())


def counted_up(at_least: _AtLeast) -> str:
    """Give a library's version where it tells only whether it is at least some other."""
    major = next(n for n in count() if not at_least(n + 1, 0, 0))
    minor = next(n for n in count() if not at_least(major, n + 1, 0))
    micro = next(n for n in count() if not at_least(major, minor, n + 1))
    return f"{major}.{minor}.{micro}"
