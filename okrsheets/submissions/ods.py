"""Reads a score sheet that was saved as an OpenDocument spreadsheet (.ods).

Takes the opened container, hands on the same cells as from .xlsx. The file itself says of every
cell whether it holds a number, a percentage, a date or an error; nothing is guessed from its look.
Findings: F104, F113-F115, F201, F202, F207, F136.
"""

from collections.abc import Mapping

from okrsheets.findings import Finding
from okrsheets.identity import DEFINED_NAME, PROPERTY
from okrsheets.submissions.container import Container
from okrsheets.submissions.fieldcells import Interpretation, TabCells
from okrsheets.submissions.markup import local_name, walk
from okrsheets.submissions.ods_cells import FORMATS, OdsTables
from okrsheets.submissions.opened import Opened, converted
from okrsheets.submissions.properties import Properties, moment_of
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.relations import large_part, small_part
from okrsheets.submissions.strings import Strings
from okrsheets.submissions.workbook import Tab, Workbook

_CONTENT, _STYLES, _META = "content.xml", "styles.xml", "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_STRUCK_LINES = ("none", "")


def is_ods(container: Container) -> bool:
    """Tell an OpenDocument spreadsheet from other packages with a part of that name."""
    return container.has("mimetype") and container.part("mimetype").startswith(_SPREADSHEET)


def open_ods(container: Container) -> Opened | None:
    """Open an OpenDocument spreadsheet; None where it is not a score sheet.

    Raises:
        FileRefusedError: F104, F113-F115, F119, F201, F202, F207.
    """
    if container.has(_MANIFEST) and b"encryption-data" in container.part(_MANIFEST):
        raise FileRefusedError(code="F104")
    struck: set[str] = set()
    if container.has(_STYLES):
        _walk_styles(small_part(container, _STYLES), _STYLES, struck)
    content = large_part(container, _CONTENT)
    _walk_styles(content, _CONTENT, struck)
    tables = OdsTables(frozenset(struck))
    walk(content, _CONTENT, start=tables.start, end=tables.end, text=tables.text)
    shared = Interpretation(Strings([]), FORMATS, dates_from_1904=False)
    tabs = [TabCells(name, grid, shared, hidden) for name, grid, hidden in tables.grids()]
    workbook = Workbook(
        tabs=tuple(Tab(tab.name, "") for tab in tabs),
        dates_from_1904=False,
        strings=None,
        styles=None,
        carried=tables.names.get(DEFINED_NAME, "").strip().strip('"').replace('""', '"'),
    )
    return converted(
        workbook, _properties(container), tabs, Finding("F136", fields={"format": ".ods"})
    )


def _walk_styles(content: bytes, part: str, struck: set[str]) -> None:
    """Gather the names of the styles that strike out."""
    style = ""

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal style
        if element == "style":
            known = {local_name(key): value for key, value in attributes.items()}
            style = known.get("name", "")
            if known.get("parent-style-name") in struck:
                struck.add(style)
        elif element == "text-properties":
            known = {local_name(key): value for key, value in attributes.items()}
            line = known.get("text-line-through-style")
            if line is not None:
                (struck.discard if line in _STRUCK_LINES else struck.add)(style)

    walk(content, part, start=start)


def _properties(container: Container) -> Properties:
    """Give when and by whom the document was last saved, and the identity's custom property."""
    texts: dict[str, str] = {}
    element = ""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal element
        known = {local_name(key): value for key, value in attributes.items()}
        own = name == "user-defined"
        element = f"{known.get('name', '').lower()}|" if own else name

    def text(data: str) -> None:
        texts[element] = texts.get(element, "") + data

    if container.has(_META):
        walk(small_part(container, _META), _META, start=start, text=text)
    return Properties(
        moment_of(texts.get("date", "")),
        texts.get("creator", "").strip(),
        texts.get(PROPERTY + "|", "").strip(),
    )
