"""Opens a returned file by what it really is: .xlsx and .xlsm, .xls, .ods; refuses the others.

Takes the bytes, hands on an `Opened`. Findings: F1xx, F2xx, V306.
"""

from okrsheets.findings import Finding
from okrsheets.identity import ISSUED_LIST
from okrsheets.submissions import limits
from okrsheets.submissions.comments import read_comments
from okrsheets.submissions.container import Container, open_container
from okrsheets.submissions.fieldcells import Interpretation, TabCells
from okrsheets.submissions.foreign import kind_of_bytes, kind_of_container
from okrsheets.submissions.ods import is_ods, open_ods
from okrsheets.submissions.opened import Opened
from okrsheets.submissions.properties import read_properties
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.relations import large_part, read_relations, small_part
from okrsheets.submissions.strings import Strings, read_strings
from okrsheets.submissions.styles import CellFormat, read_styles
from okrsheets.submissions.tabs import is_plain_tab, marker_of, read_tab
from okrsheets.submissions.workbook import Workbook, read_workbook, refuse_macros
from okrsheets.submissions.xls import open_xls

_OLD_EXCEL = "F105"
_OTHER_FORMAT = "F107"


def open_book(data: bytes, name: str) -> Opened:
    """Open a returned file, or refuse it by what it really is.

    Raises:
        FileRefusedError: any F*** of a whole file.
    """
    if len(data) > limits.FILE_BYTES:
        most = limits.FILE_BYTES // limits.MEGABYTE
        raise FileRefusedError(code="F103", size=-(-len(data) // limits.MEGABYTE), most=most)
    code = kind_of_bytes(data)
    opened = open_xls(data) if code == _OLD_EXCEL else None
    if opened is not None:
        return opened
    if code is not None:
        raise FileRefusedError(code=code)
    container = open_container(data)
    code = kind_of_container(container)
    opened = open_ods(container) if code == _OTHER_FORMAT and is_ods(container) else None
    if opened is not None:
        return opened
    if code is not None:
        raise FileRefusedError(code=code, part="[Content_Types].xml")
    return _open_xlsx(container, name)


def _open_xlsx(container: Container, name: str) -> Opened:
    macros = refuse_macros(container, name)
    package = read_relations(container, "")
    workbook = read_workbook(container, package)
    properties = read_properties(container, package)
    if ISSUED_LIST in (properties.carried, workbook.carried):
        raise FileRefusedError(code="V306")
    shared = _interpretation(container, workbook)
    tabs = _tabs(container, workbook, shared)
    marked = tuple(marker for marker in map(marker_of, tabs) if marker is not None)
    notes = (Finding("F137"),) if macros else ()
    ours = {marker.cells.name for marker in marked}
    comments = {t.name: read_comments(container, t.part) for t in workbook.tabs if t.name in ours}
    return Opened(workbook, properties, tuple(tabs), marked, notes, comments)


def _interpretation(container: Container, workbook: Workbook) -> Interpretation:
    strings = Strings([])
    if workbook.strings is not None:
        strings = read_strings(large_part(container, workbook.strings), workbook.strings)
    formats: tuple[CellFormat, ...] = ()
    if workbook.styles is not None:
        formats = read_styles(small_part(container, workbook.styles), workbook.styles)
    return Interpretation(strings, formats, workbook.dates_from_1904)


def _tabs(container: Container, workbook: Workbook, shared: Interpretation) -> list[TabCells]:
    """Read all tabs but those known to hold no fields; their cells are counted together."""
    tabs: list[TabCells] = []
    count = 0
    for tab in workbook.tabs:
        if not is_plain_tab(tab.name):
            tabs.append(read_tab(container, tab, shared))
            count += tabs[-1].grid.size
        if count > limits.CELLS:
            raise FileRefusedError(code="F207", most=limits.CELLS)
    return tabs
