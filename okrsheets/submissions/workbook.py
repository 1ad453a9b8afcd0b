"""The workbook part: its tabs with their parts, its date system, its defined names.

Takes the container, hands on a `Workbook`. Findings: F112, F118-F120, F2xx.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from okrsheets.identity import DEFINED_NAME
from okrsheets.submissions import limits
from okrsheets.submissions.container import Container
from okrsheets.submissions.markup import attribute, walk
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.relations import Relation, inside, read_relations, small_part
from okrsheets.submissions.shapes import ByShape, Fill

_MACROS_ALLOWED = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_MACRO_SHEETS = ("xlmacrosheet", "xlintlmacrosheet")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its visible name and the part that holds it."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the workbook part says. `carried` is the identity text of its defined name."""

    tabs: tuple[Tab, ...]
    dates_from_1904: bool
    strings: str | None
    styles: str | None
    carried: str


def refuse_macros(container: Container, name: str = "") -> bool:
    """Tell whether a workbook is one that may carry macros; refuse one that hides them.

    A workbook that says of itself that it may (.xlsm) is read without them, unless it is called
    .xlsx: no program makes such a file.

    Raises:
        FileRefusedError: F118.
    """
    types = container.part("[Content_Types].xml", most=limits.SMALL_PART_BYTES)
    honest = _MACROS_ALLOWED in types and not name.lower().endswith(".xlsx")
    for part in container.entries:
        if ("vbaproject" in part and not honest) or "/macrosheets/" in part:
            raise FileRefusedError(code="F118", part=container.entries[part].name)
    return honest


def read_workbook(container: Container, package: Mapping[str, Relation]) -> Workbook:
    """Read the workbook part and the relationships of its tabs.

    Raises:
        FileRefusedError: F112, F118-F120, F201, F202.
    """
    main = next((r for r in package.values() if r.kind == "officedocument"), None)
    part = inside(main, "xl/workbook.xml")
    relations = read_relations(container, part)
    found = _WORKBOOKS.read(small_part(container, part), part)
    if len(found.tabs) > limits.TABS:
        raise FileRefusedError(code="F112", count=len(found.tabs), most=limits.TABS)
    tabs = tuple(
        Tab(name, inside(relation, name))
        for name, relation in ((name, relations.get(rid)) for name, rid in found.tabs)
        if relation is None or _is_sheet(relation, name)
    )
    return Workbook(
        tabs=tabs,
        dates_from_1904=found.dates_from_1904,
        strings=_optional(relations, "sharedstrings"),
        styles=_optional(relations, "styles"),
        carried=found.carried.strip().strip('"').replace('""', '"'),
    )


def _is_sheet(relation: Relation, name: str) -> bool:
    """Tell a worksheet from a chart or dialog sheet, which has no cells."""
    if relation.kind in _MACRO_SHEETS:
        raise FileRefusedError(code="F118", part=name)
    return relation.kind == "worksheet"


def _optional(relations: Mapping[str, Relation], kind: str) -> str | None:
    relation = next((r for r in relations.values() if r.kind == kind), None)
    return None if relation is None else inside(relation, kind)


class _WorkbookWalk:
    """Collects the tabs, the date system and the identity's defined name."""

    def __init__(self) -> None:
        self.tabs: list[tuple[str, str]] = []
        self.dates_from_1904 = False
        self.carried = ""
        self._within = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        if element == "sheet":
            rid = attribute(attributes, "id") or ""
            self.tabs.append((attributes.get("name", ""), rid))
        elif element == "workbookPr":
            self.dates_from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif element == "definedName":
            self._within = attributes.get("name", "").lower() == DEFINED_NAME

    def end(self, element: str) -> None:
        """Take a closing tag."""
        if element == "definedName":
            self._within = False

    def text(self, data: str) -> None:
        """Take text."""
        if self._within:
            self.carried += data


def _walk_workbook(content: bytes, part: str) -> _WorkbookWalk:
    found = _WorkbookWalk()
    walk(content, part, start=found.start, end=found.end, text=found.text)
    return found


def _with_texts(found: _WorkbookWalk, fill: Fill) -> _WorkbookWalk:
    whole = copy(found)
    whole.carried = fill(found.carried)
    return whole


_WORKBOOKS = ByShape(_walk_workbook, _with_texts)
