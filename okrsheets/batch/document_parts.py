"""What a report that is one file of its own is made of, and what it may be made from.

The pages before its parts are set until the page numbers printed in them agree with the pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from okrsheets.model import Cycle, PersonYear
from okrsheets.render.html import Report
from okrsheets.reports.records import ReportContext
from okrsheets.workspace import Workspace


@dataclass(frozen=True)
class DocumentSource:
    """What a document is made from. `department` is "" where it is the whole company's.

    `years` are the people it is about, in the roster's order; a builder may read more from the
    workspace, and changes nothing there.
    """

    workspace: Workspace
    years: tuple[PersonYear, ...]
    cycle: Cycle
    context: ReportContext
    department: str = ""


@dataclass(frozen=True)
class DocumentPart:
    """A part that is set by itself, so that a document of thousands stays small in memory.

    `build` is called when the part's turn comes. `marks` are bookmarks below the part's own: ids
    in its HTML, each with its words; links and page numbers lead to them as to the anchor. The
    bookmarks of a part without a title stand below those of the part before it. `chapters` are
    the marks whose bookmarks stand beside the parts' own, with the marks after them below.
    """

    anchor: str
    title: str
    build: Callable[[], Report]
    marks: Mapping[str, str] = field(default_factory=dict)
    chapters: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Back:
    """The last pages of a document, which may name the pages of everything before them."""

    anchor: str
    title: str
    build: Callable[[Mapping[str, int]], Report]


@dataclass(frozen=True)
class Document:
    """A whole document: the front, then its parts; a short one is all front.

    `front` is called with the page (from 1) of every anchor and mark that is known so far, and
    maybe more than once. `marks` are ids in the front's HTML with their bookmarks' words. With
    `cover` the first page is counted and carries no number. `back`, an index say, comes last and
    is built last, with every page known.
    """

    title: str
    front: Callable[[Mapping[str, int]], Report]
    marks: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[DocumentPart, ...] = ()
    cover: bool = False
    back: Back | None = None


Builder = Callable[[DocumentSource], Document]
