"""The workbook part: its tabs with their parts, its date system, its names and properties.

Takes the container, hands on a `Workbook`. Parts are found through the relationships, as the
format says, never by their usual file names. Findings: F118-F120.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import unquote

from okrsheets.identity import DEFINED_NAME, PROPERTY
from okrsheets.submissions import limits
from okrsheets.submissions.container import Container
from okrsheets.submissions.markup import attribute, utf8_of, walk
from okrsheets.submissions.refusal import FileRefusedError

_MACRO_SHEETS = ("xlmacrosheet", "xlintlmacrosheet")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its kind (the last step of its type) and the part it points to."""

    kind: str
    target: str
    external: bool


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


@dataclass(frozen=True, slots=True)
class Properties:
    """The document properties; `carried` is the identity text of the custom property."""

    modified: datetime | None = None
    modified_by: str = ""
    carried: str = ""


def read_relations(container: Container, part: str) -> Mapping[str, Relation]:
    """Give the relationships of `part` by id; an empty `part` stands for the package.

    Raises:
        FileRefusedError: F119, F120, F201, F202.
    """
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    relations: dict[str, Relation] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2].lower().replace("-", "")
            external = attributes.get("TargetMode", "") == "External"
            target = attributes.get("Target", "")
            path = target if external else _resolve(folder, target)
            relations[attributes.get("Id", "")] = Relation(kind, path, external)

    walk(utf8_of(container.part(rels), rels), rels, start=start)
    return MappingProxyType(relations)


def _resolve(folder: str, target: str) -> str:
    """Give the part a target names, seen from `folder`; "" where it leaves the package."""
    path = unquote(target.partition("#")[0])
    whole = path[1:] if path.startswith("/") else posixpath.join(folder, path)
    part = posixpath.normpath(whole)
    outside = part.startswith(("..", "/")) or "\\" in part or ":" in part
    return "" if outside or part == "." else part


def inside(relation: Relation | None, what: str) -> str:
    """Give the part a needed relationship points to.

    Raises:
        FileRefusedError: F119 without one, F120 where it points outside the file.
    """
    if relation is None:
        raise FileRefusedError(code="F119", part=what)
    if relation.external or not relation.target:
        raise FileRefusedError(code="F120", part=what)
    return relation.target


def refuse_macros(container: Container) -> None:
    """Refuse a workbook that carries a program, whatever its name says.

    Raises:
        FileRefusedError: F118.
    """
    for name in container.entries:
        if "vbaproject" in name or "/macrosheets/" in name:
            raise FileRefusedError(code="F118", part=container.entries[name].name)


def read_workbook(container: Container, package: Mapping[str, Relation]) -> Workbook:
    """Read the workbook part and the relationships of its tabs.

    Raises:
        FileRefusedError: F112, F118-F120, F201, F202.
    """
    main = next((r for r in package.values() if r.kind == "officedocument"), None)
    part = inside(main, "xl/workbook.xml")
    relations = read_relations(container, part)
    found = _WorkbookWalk()
    walk(
        utf8_of(container.part(part), part), part, start=found.start, end=found.end, text=found.text
    )
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


def read_properties(container: Container, package: Mapping[str, Relation]) -> Properties:
    """Read the document's own dates and the identity's custom property, where they are.

    Raises:
        FileRefusedError: F119, F120, F201, F202.
    """
    texts: dict[str, str] = {}
    for kind in ("coreproperties", "customproperties"):
        relation = next((r for r in package.values() if r.kind == kind), None)
        if relation is not None and not relation.external and container.has(relation.target):
            _walk_properties(container, relation.target, texts)
    return Properties(
        _moment(texts.get("modified", "")),
        texts.get("lastModifiedBy", "").strip(),
        texts.get(PROPERTY + "|", "").strip(),
    )


def _walk_properties(container: Container, part: str, texts: dict[str, str]) -> None:
    """Gather the text of every property; a custom one is kept under its name and `|`."""
    custom = ""
    element = ""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal custom, element
        element = name
        if name == "property":
            custom = attributes.get("name", "").lower()

    def text(data: str) -> None:
        key = f"{custom}|" if custom else element
        texts[key] = texts.get(key, "") + data

    walk(utf8_of(container.part(part), part), part, start=start, text=text)


def _moment(text: str) -> datetime | None:
    """Read a W3C date and time; one without a zone is taken as UTC, as the format says."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
