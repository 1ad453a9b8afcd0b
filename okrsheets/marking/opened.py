"""A returned file opened to be marked: parts are changed one by one, the others copied as they are.

What is not changed is not even inflated: its packed bytes go over as they came. Macros do not.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from okrsheets.sheets.package import Package, Packed, pack_part
from okrsheets.submissions.container import Container, open_container
from okrsheets.submissions.limits import READ_BYTES
from okrsheets.submissions.markup import is_plain, utf8_of
from okrsheets.submissions.relations import Relation, read_relations

TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_STRICT = "purl.oclc.org"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY_RELATIONS = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = ("vbaproject", "vbadata", "vbaprojectsignature")


def local(element: "etree._Element") -> str:
    """Give an element's name without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def named(element: "etree._Element", name: str) -> str:
    """Give the full name of an element of the format, in the namespace of `element`."""
    space = etree.QName(element).namespace
    return f"{{{space}}}{name}" if space else name


def child(element: "etree._Element", name: str) -> "etree._Element | None":
    """Give the first child with this local name."""
    return next((item for item in element if local(item) == name), None)


def parsed(content: bytes, part: str) -> "etree._Element":
    """Read the XML of a part.

    Raises:
        FileRefusedError: F201 for a DOCTYPE, F202 where it is not well-formed.
    """
    text = utf8_of(content, part)
    is_plain(text, part, prefixes=True)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
    return etree.fromstring(text, parser)


def written(root: "etree._Element") -> bytes:
    """Write a part, its blank values as the quick reader of tabs knows them."""
    text: bytes = etree.tostring(root, encoding="utf-8")
    return _DECLARATION + text.replace(b"<v/>", b"<v></v>")


@dataclass(slots=True)
class Opened:
    """A file being marked. `main` is the part of its workbook."""

    container: Container
    main: str = ""
    _trees: dict[str, "etree._Element"] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)
    _contents: dict[str, bytes] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)

    def has(self, part: str) -> bool:
        """Tell whether there is a part."""
        if part in self._contents or part in self._trees:
            return True
        return part.lower() not in self._gone and self.container.has(part)

    def content(self, part: str) -> bytes:
        """Give a part's bytes."""
        if part in self._contents:
            return self._contents[part]
        if part in self._changed:
            return written(self._trees[part])
        return self.container.part(part, most=READ_BYTES)

    def tree(self, part: str) -> "etree._Element":
        """Give a part's tree to look at."""
        if part not in self._trees:
            self._trees[part] = parsed(self.content(part), part)
        return self._trees[part]

    def change(self, part: str) -> "etree._Element":
        """Give a part's tree to change."""
        tree = self.tree(part)
        self._changed.add(part)
        self._contents.pop(part, None)
        return tree

    def put(self, part: str, content: bytes) -> None:
        """Replace a part, or add one."""
        self._trees.pop(part, None)
        self._changed.discard(part)
        self._contents[part] = content

    def add(self, part: str, content: bytes, kind: str) -> None:
        """Add a part with its content type."""
        self.put(part, content)
        types = self.change(TYPES)
        etree.SubElement(
            types, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind}
        )

    def drop(self, part: str) -> None:
        """Leave a part out, with its relationships and its content type."""
        for name in (part, relations_name(part)):
            self._trees.pop(name, None)
            self._changed.discard(name)
            self._contents.pop(name, None)
            self._gone.add(name.lower())
        for item in self.tree(TYPES):
            if item.get("PartName", "").lower() == f"/{part}".lower():
                self.change(TYPES).remove(item)

    def free_name(self, pattern: str) -> str:
        """Give the first name `pattern.format(n)` that no part has, n from 1."""
        number = 1
        while self.has(pattern.format(number)) or pattern.format(number).lower() in self._gone:
            number += 1
        return pattern.format(number)

    def default_type(self, extension: str, kind: str) -> None:
        """Give all parts with this ending a content type, unless they have one."""
        if all(item.get("Extension", "").lower() != extension for item in self.tree(TYPES)):
            item = etree.Element(
                f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": kind}
            )
            self.change(TYPES).insert(0, item)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Give the relationships of a part by id, as the file came."""
        rels = relations_name(part)
        if not self.has(rels):
            return {}
        folder = posixpath.dirname(part)
        found: dict[str, Relation] = {}
        for item in self.tree(rels):
            kind = item.get("Type", "").rpartition("/")[2].lower().replace("-", "")
            external = item.get("TargetMode", "") == "External"
            target = item.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[item.get("Id", "")] = Relation(kind, target, external)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship; give its id."""
        rels = relations_name(part)
        if not self.has(rels):
            self.put(rels, _DECLARATION + _EMPTY_RELATIONS)
        root = self.change(rels)
        taken = {item.get("Id", "") for item in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        facts = {
            "Id": f"rId{number}",
            "Type": f"{self.related}/{kind}",
            "Target": f"/{target}",
        }
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", facts)
        return f"rId{number}"

    def part_ways(self, part: str, number: str) -> None:
        """Remove a relationship by its id."""
        root = self.change(relations_name(part))
        for item in [item for item in root if item.get("Id") == number]:
            root.remove(item)

    @property
    def related(self) -> str:
        """The namespace of relationships, as this workbook spells it."""
        return _RELATED_STRICT if _STRICT in self.tree(self.main).tag else _RELATED

    def saved(self) -> bytes:
        """Give the whole file; the same changes give the same bytes."""
        return Package(b"", b"", 0, ()).join((), list(self._packed()))

    def _packed(self) -> Iterator[Packed]:
        left = self._changed | self._contents.keys()
        for entry in self.container.entries.values():
            name = next((n for n in left if n.lower() == entry.name.lower()), "")
            if name:
                left = left - {name}
                yield pack_part(entry.name, self.content(name))
            elif entry.name.lower() not in self._gone and not entry.name.endswith("/"):
                packed = self.container.packed(entry)
                if packed is None:
                    yield pack_part(entry.name, self.container.part(entry.name, most=READ_BYTES))
                else:
                    yield Packed(entry.name.encode(), (packed,), entry.crc, entry.size)
        for name in sorted(left):
            yield pack_part(name, self.content(name))


def relations_name(part: str) -> str:
    """Give the name of the part with the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def open_file(data: bytes) -> Opened:
    """Open a returned file, without its macros.

    Raises:
        FileRefusedError: F1xx, F2xx.
    """
    container = open_container(data)
    opened = Opened(container)
    package = read_relations(container, "")
    main = next((r for r in package.values() if r.kind == "officedocument"), None)
    opened.main = main.target if main else "xl/workbook.xml"
    _leave_macros(opened)
    return opened


def _leave_macros(opened: Opened) -> None:
    for number, relation in opened.relations(opened.main).items():
        if relation.kind in _MACROS:
            opened.part_ways(opened.main, number)
    programs = [e.name for n, e in opened.container.entries.items() if any(w in n for w in _MACROS)]
    for name in programs:
        opened.drop(name)
    for item in opened.tree(TYPES):
        if "macroenabled" in item.get("ContentType", "").lower():
            opened.change(TYPES)
            item.set("ContentType", _BOOK_TYPE)
