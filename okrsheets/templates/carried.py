"""The parts of a template that are carried with every sheet: pictures, charts, notes, the theme."""

import re
from collections.abc import Mapping

from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.logo import without_remarks
from okrsheets.sheets.notes import redraw_notes
from okrsheets.templates.book import Book, text_of
from okrsheets.templates.package import Relation
from okrsheets.templates.placeholders import COMPANY, filled, gathered
from okrsheets.templates.xml import parse, q, written

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ANCHOR = b"Anchor>"
_BOX = re.compile(rb"ObjectType=.Note")
_PATH = re.compile(rb'descr="(?:[A-Za-z]:|file:|[/\\\\])[^"]*"')
_PARSED = (".xml", ".vml")


def carried_parts(book: Book, company: Mapping[str, str]) -> dict[str, bytes]:
    """Give the carried parts with their relationships."""
    parts: dict[str, bytes] = {}
    drawings = 0
    for name, (content, type_, relations) in sorted(book.others.items()):
        if type_.endswith("comments+xml"):
            parts[name] = _notes(content, name, company)
        elif name.endswith(".vml") and _BOX.search(content) and _ANCHOR not in content:
            drawings += 1
            parts[name] = redraw_notes(content.decode(), drawings).encode()
        else:
            parts[name] = _filled(content, name, company)
        if relations:
            parts[relations_name(name)] = relations_part(relations)
    for tab in book.tabs:
        if tab.relations:
            parts[relations_name(tab.part)] = relations_part(tab.relations)
    return parts


def _filled(content: bytes, name: str, company: Mapping[str, str]) -> bytes:
    """Fill the company's placeholders in text boxes and charts; leave out where a picture lay."""
    if not name.endswith(_PARSED):
        return without_remarks(content)
    content = _PATH.sub(rb'descr=""', content)
    for word in COMPANY:
        content = content.replace(f"{{{word}}}".encode(), to_xml(company[word]).encode())
    return content


def _notes(content: bytes, name: str, company: Mapping[str, str]) -> bytes:
    """Give notes whose author is the organisation, whoever wrote them."""
    root = parse(content, name)
    for author in root.iter(q("author")):
        author.text = company["organisation"]
    for text in root.iter(q("text")):
        if "{" in text_of(text):
            gathered(text, lambda said: filled(said, company))
    return written(root)


def relations_name(part: str) -> str:
    """Give the name of the part with the relationships of a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def relations_part(relations: tuple[Relation, ...]) -> bytes:
    """Write relationships; targets within the file from its root, as every program reads them."""
    items = "".join(map(_written, relations))
    whole = f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'
    return whole.encode()


def _written(relation: Relation) -> str:
    mode = ' TargetMode="External"' if relation.external else ""
    return (
        f'<Relationship Id="{to_xml(relation.id)}" Type="{to_xml(relation.type)}"'
        f' Target="{_target(relation)}"{mode}/>'
    )


def _target(relation: Relation) -> str:
    inside = not relation.external and not relation.target.startswith("#")
    return to_xml(f"/{relation.target}" if inside else relation.target)
