"""The parts that hold a template's workbook together: made anew, with nothing of its editor."""

import re
from collections.abc import Iterator, Mapping

from okrsheets.identity import DEFINED_NAME
from okrsheets.sheets.drawing import slot
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.parts import CORE, SHARED, WORKBOOK, Form
from okrsheets.templates.book import Book, Tab
from okrsheets.templates.carried import relations_name, relations_part
from okrsheets.templates.package import Relation
from okrsheets.templates.placeholders import COMPANY
from okrsheets.templates.xml import MAIN, RELATED

CUSTOM, APP = "docProps/custom.xml", "docProps/app.xml"
_STYLES = "xl/styles.xml"
_THEME = "xl/theme/theme1.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SPREADSHEET = f"{_OFFICE}spreadsheetml."
_KINDS: Mapping[str, str] = {
    WORKBOOK: f"{_SPREADSHEET}sheet.main+xml",
    SHARED: f"{_SPREADSHEET}sharedStrings+xml",
    _STYLES: f"{_SPREADSHEET}styles+xml",
    _THEME: f"{_OFFICE}theme+xml",
    CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    APP: f"{_OFFICE}extended-properties+xml",
    CUSTOM: f"{_OFFICE}custom-properties+xml",
}
_DEFAULTS: Mapping[str, str] = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "vml": f"{_OFFICE}vmlDrawing",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "svg": "image/svg+xml",
    "tiff": "image/tiff",
}
_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_BROKEN = re.compile(r"#REF!|\[\d+\]")
_OURS = "okrsheets_"


def workbook_part(book: Book) -> bytes:
    """Give the workbook's part, with the identity's place in it."""
    first = next((n for n, tab in enumerate(book.tabs) if tab.state == "visible"), 0)
    tabs = "".join(_tab(tab, number) for number, tab in enumerate(book.tabs, 1))
    system = ' date1904="1"' if book.from_1904 else ""
    line = f'<definedName name="{DEFINED_NAME}" hidden="1">"{slot("identity")}"</definedName>'
    return (
        f'{_DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><workbookPr{system}/>'
        f'<bookViews><workbookView activeTab="{first}" firstSheet="{first}"/></bookViews>'
        f"<sheets>{tabs}</sheets><definedNames>{line}{''.join(_names(book))}</definedNames>"
        '<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
    ).encode()


def _tab(tab: Tab, number: int) -> str:
    state = "" if tab.state == "visible" else f' state="{tab.state}"'
    return f'<sheet name="{to_xml(tab.name)}" sheetId="{number}"{state} r:id="rId{number}"/>'


def _names(book: Book) -> Iterator[str]:
    """Give the names that the company's file defines, but ours and broken ones."""
    for name in book.names:
        said, text = name.get("name", ""), name.text or ""
        number = name.get("localSheetId")
        known = number is None or int(number) < len(book.tabs)
        if said.lower().startswith(_OURS) or _BROKEN.search(text) or not known:
            continue
        local = "" if number is None else f' localSheetId="{number}"'
        hidden = ' hidden="1"' if name.get("hidden") in ("1", "true") else ""
        yield f'<definedName name="{to_xml(said)}"{local}{hidden}>{to_xml(text)}</definedName>'


def package_parts(
    book: Book, form: Form, company: Mapping[str, str], parts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Give relationships, content types and document properties.

    Args:
        book: the template.
        form: ours as drawn, whose properties are taken.
        company: what the company's placeholders say.
        parts: all other parts.
    """
    made = {name: _filled(form.parts[name], company) for name in (CORE, APP, CUSTOM)}
    theme = book.theme.target if book.theme and book.theme.target in parts else _THEME
    if theme not in parts:
        made[theme] = form.parts[_THEME]
    made[relations_name(WORKBOOK)] = relations_part(_relations(book, theme))
    made["_rels/.rels"] = relations_part(_of_package())
    names = [name for name in (*parts, *made) if not name.endswith(".rels")]
    made["[Content_Types].xml"] = _content_types(book, names, theme)
    return made


def _filled(content: bytes, company: Mapping[str, str]) -> bytes:
    for word in COMPANY:
        content = content.replace(f"{{{word}}}".encode(), to_xml(company[word]).encode())
    return content


def _relations(book: Book, theme: str) -> tuple[Relation, ...]:
    tabs = [(f"rId{n}", "worksheet", tab.part) for n, tab in enumerate(book.tabs, 1)]
    rest = [("styles", _STYLES), ("theme", theme), ("sharedStrings", SHARED)]
    last = len(tabs) + 1
    others = [(f"rId{n}", kind, part) for n, (kind, part) in enumerate(rest, last)]
    return tuple(
        Relation(number, f"{RELATED}/{kind}", kind, part, external=False)
        for number, kind, part in (*tabs, *others)
    )


def _of_package() -> tuple[Relation, ...]:
    kinds = (
        (f"{RELATED}/officeDocument", WORKBOOK),
        (_CORE_KIND, CORE),
        (f"{RELATED}/extended-properties", APP),
        (f"{RELATED}/custom-properties", CUSTOM),
    )
    return tuple(
        Relation(f"rId{n}", type_, "", part, external=False)
        for n, (type_, part) in enumerate(kinds, 1)
    )


def _content_types(book: Book, names: list[str], theme: str) -> bytes:
    tabs = {tab.part for tab in book.tabs}
    used = {name.rpartition(".")[2].lower() for name in names} | {"rels", "xml"}
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{type_}"/>'
        for extension, type_ in _DEFAULTS.items()
        if extension in used
    )
    overrides: list[str] = []
    for name in sorted(names):
        kind = _kind_of(book, name, tabs, theme)
        if name.endswith(".xml") or name.rpartition(".")[2].lower() not in _DEFAULTS:
            overrides.append(f'<Override PartName="/{to_xml(name)}" ContentType="{kind}"/>')
    text = f'{_DECLARATION}<Types xmlns="{_TYPES}">{defaults}{"".join(overrides)}</Types>'
    return text.encode()


def _kind_of(book: Book, name: str, tabs: set[str], theme: str) -> str:
    if name in tabs:
        return f"{_SPREADSHEET}worksheet+xml"
    if name == theme:
        return _KINDS[_THEME]
    if name in book.others:
        return to_xml(book.others[name][1])
    return _KINDS[name]
