"""The parts of a template's file: what may be in it, what is left out, what is refused.

A score sheet carries cells, looks, pictures, charts and notes. Programs, links to other files and
embedded documents are refused: whoever opens a sheet must not run or fetch anything. What programs
keep for themselves (printer settings, previews, who revised what) is left out. Findings: T103-T105.
"""

import posixpath
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from okrsheets.findings import Finding
from okrsheets.submissions.container import Container, open_container
from okrsheets.submissions.foreign import kind_of_bytes, kind_of_container
from okrsheets.submissions.limits import SMALL_PART_BYTES
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.templates.xml import parse

KEPT = frozenset(
    {
        "worksheet",
        "styles",
        "theme",
        "sharedstrings",
        "drawing",
        "vmldrawing",
        "comments",
        "image",
        "chart",
        "chartstyle",
        "chartcolorstyle",
        "chartusershapes",
        "themeoverride",
        "table",
        "hyperlink",
    }
)
_PROGRAMS = ("vbaproject", "macrosheet", "intlmacrosheet", "activex", "control", "ctrlprop")
_LINKS = ("externallink", "connections", "querytable", "externallinkpath")
_EMBEDDED = ("oleobject", "package", "pivot", "slicer", "timeline", "dialogsheet", "chartsheet")
_WEB = ("http://", "https://", "mailto:")
_WHOLE = ("xl/drawings/", "xl/charts/", "xl/theme/")
"""Where parts lie that are carried as they are, so that nothing they refer to may be left out."""
_DEFAULT_TYPE = "application/xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, full type, its kind (the type's last step) and its target."""

    id: str
    type: str
    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """An opened template: its parts as they are asked for, and what was wrong with them."""

    container: Container
    types: dict[str, str]
    extensions: dict[str, str]
    findings: list[Finding] = field(default_factory=list)

    def xml(self, part: str) -> ET.Element:
        """Give a part's tree."""
        return parse(self.container.part(part, most=SMALL_PART_BYTES), part)

    def type_of(self, part: str) -> str:
        """Give the content type of a part."""
        extension = part.rpartition(".")[2].lower()
        return self.types.get(part.lower(), self.extensions.get(extension, _DEFAULT_TYPE))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Give the relationships of a part that a sheet may keep; the others are told of."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.container.has(rels):
            return ()
        found = (_relation(element, folder) for element in _raw(self.container, rels))
        return tuple(relation for relation in found if self._may_stay(relation, part))

    def _may_stay(self, relation: Relation, part: str) -> bool:
        web = relation.kind == "hyperlink" and relation.target.lower().startswith(_WEB)
        linked = relation.external and not web
        code = "T104" if linked else _code_of(relation.kind)
        if code is None and relation.kind not in KEPT and part.startswith(_WHOLE):
            code = "T105"
        if code is not None:
            fields = MappingProxyType({"part": relation.target or part})
            self.findings.append(Finding(code, fields=fields, value=relation.kind))
        return code is None and relation.kind in KEPT


def _code_of(kind: str) -> str | None:
    """Give the finding for what must not be in a sheet; None for anything else."""
    for code, kinds in (("T103", _PROGRAMS), ("T104", _LINKS), ("T105", _EMBEDDED)):
        if any(kind.endswith(word) or kind.startswith(word) for word in kinds):
            return code
    return None


def _raw(container: Container, rels: str) -> Iterator[ET.Element]:
    root = parse(container.part(rels, most=SMALL_PART_BYTES), rels)
    return (element for element in root if element.tag.endswith("}Relationship"))


def _relation(element: ET.Element, folder: str) -> Relation:
    type_ = element.get("Type", "")
    kind = type_.rpartition("/")[2].lower().replace("-", "")
    target = element.get("Target", "")
    external = element.get("TargetMode", "") == "External"
    if not external and target and not target.startswith("#"):
        target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return Relation(element.get("Id", ""), type_, kind, target, external)


def open_package(data: bytes) -> Package:
    """Open the file of a template.

    Raises:
        FileRefusedError: F1xx, F2xx, it is not a sound workbook.
    """
    code = kind_of_bytes(data)
    if code is not None:
        raise FileRefusedError(code=code)
    container = open_container(data)
    code = kind_of_container(container)
    if code is not None:
        raise FileRefusedError(code=code, part="[Content_Types].xml")
    types: dict[str, str] = {}
    extensions: dict[str, str] = {}
    for element in parse(container.part("[Content_Types].xml"), "[Content_Types].xml"):
        type_ = element.get("ContentType", "")
        if element.tag.endswith("}Override"):
            types[element.get("PartName", "").lstrip("/").lower()] = type_
        else:
            extensions[element.get("Extension", "").lower()] = type_
    package = Package(container, types, extensions)
    if any("vbaproject" in name for name in container.entries):
        package.findings.append(Finding("T103", value="vbaProject.bin"))
    return package
