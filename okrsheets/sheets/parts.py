"""What openpyxl leaves to do on the form's parts: shared strings, values of an empty form, dates.

openpyxl 3.1 writes texts inline, which Numbers drops, and formulas without a value, which
LibreOffice and previewers show as 0 or nothing. Texts that a stamp fills come last in the shared
strings, so that everything before them is the same in every sheet.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape as escape_markup

from okrsheets.layout import build_layout, layout_version
from okrsheets.sheets.drawn import Drawn
from okrsheets.sheets.escaping import escape
from okrsheets.sheets.finished_styles import finish_styles
from okrsheets.sheets.logo import share_pictures
from okrsheets.sheets.notes import grid_of, redraw_notes, tabs_with_notes
from okrsheets.sheets.spec import TemplateSpec

WORKBOOK = "xl/workbook.xml"
SHARED = "xl/sharedStrings.xml"
CORE = "docProps/core.xml"
_TYPES, _RELATIONS, _APP = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OVERRIDE = f'<Override PartName="/{SHARED}" ContentType="{_OFFICE}.sharedStrings+xml"/></Types>'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_RELATION = f'<Relationship Type="{_KIND}" Target="sharedStrings.xml" Id="rId0"/></Relationships>'
_STYLES = "xl/styles.xml"
_BLANK = re.compile(r'<c r=("[A-Z]+\d+"(?: s="\d+")?) t="n"></c>')
_AREAS = re.compile(r'( sqref=")([^"]+)')
_MERGES = re.compile(r"(<mergeCells [^>]*>)(.*?)(?=</mergeCells>)")
_MERGE = re.compile(r"<mergeCell [^>]*/>")
_CELL = re.compile(r"\b([A-Z]+)(\d+)")
_NO_HEADER = re.compile(r"<((?:odd|even|first)(?:Header|Footer))></\1>")
_CLEAR = re.compile(r'(<(?:color|fgColor|bgColor|tabColor) rgb=")00(?=[0-9A-F]{6}")')
_DIMENSION = re.compile(r'<dimension ref="([^"]+)"')
_IGNORED = (
    '<ignoredErrors><ignoredError sqref="{}" formula="1" formulaRange="1" '
    'numberStoredAsText="1" unlockedFormula="1"/></ignoredErrors>'
)
_PROGRAM = re.compile(r"(<Application>).*(</Application>)<AppVersion>.*</AppVersion>")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_INLINE = re.compile(
    r'<c r="([A-Z]+\d+)"([^>]*?) t="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>',
    re.DOTALL,
)
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
_SLOT = re.compile(r"@@okrsheets:(.+?)@@")
_SHEET_TAG = re.compile(r"<sheet\s[^>]*>")
_RELATION_TAG = re.compile(r"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_NUMBERED = re.compile(rb"&#(1[6-9]\d|[2-9]\d\d|\d{4,});")
_STAMPED = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Form:
    """The finished parts of a form, wherever it came from, and where a stamp writes.

    `parts` holds the shared strings without their end and without counts (the format leaves them
    to choice), and the mark `slot("identity")` where the identity's line goes. `slots` are the
    shared strings that a stamp appends, each the XML of an `<si>` with `%(name)s` fields, any
    other percent sign doubled. `places` maps each input field to its part and cell.
    """

    parts: Mapping[str, bytes]
    slots: tuple[str, ...]
    places: Mapping[str, tuple[str, str]]


class _Strings:
    """The shared strings: constants as they come, slots behind all of them."""

    def __init__(self, sheets: list[str]) -> None:
        texts = [m[3] for sheet in sheets for m in _INLINE.finditer(sheet)]
        constants = dict.fromkeys(t for t in texts if not _SLOT.fullmatch(t))
        slots = dict.fromkeys(t for t in texts if _SLOT.fullmatch(t))
        self.index = {text: n for n, text in enumerate((*constants, *slots))}
        self.constants = tuple(constants)
        self.slots = tuple(_slot_string(_SLOT.fullmatch(t)[1]) for t in slots)  # type: ignore[index] # it matches

    def head(self) -> bytes:
        """Give the shared strings up to where the stamp's begin."""
        items = "".join(f'<si><t xml:space="preserve">{t}</t></si>' for t in self.constants)
        return f'<sst xmlns="{_MAIN}">{items}'.encode()


def _slot_string(name: str) -> str:
    """Give the shared string of a slot; `tab:Q1` is the corner in which a tab names itself."""
    tab = name.removeprefix("tab:")
    text = f"%({name})s" if tab == name else f"okrsheets|{layout_version()}|{tab}|%(sheet)s"
    return f'<si><t xml:space="preserve">{text}</t></si>'


def finish_form(drawn: Drawn, spec: TemplateSpec) -> Form:
    """Finish the parts of a drawn form; it is dated one year before the year it is for."""
    parts = {name: _spelled_out(content) for name, content in drawn.parts.items()}
    names = sorted(n for n in parts if n.startswith("xl/worksheets/sheet"))
    sheets = {name: parts[name].decode() for name in names}
    strings = _Strings(list(sheets.values()))
    for name, text in sheets.items():
        parts[name] = _finish_sheet(text, strings.index, drawn.empty[name]).encode()
    parts[SHARED] = strings.head()
    _tell_of_strings(parts)
    for number, (name, tab) in enumerate(tabs_with_notes(parts), 1):
        grid = grid_of(parts[tab].decode())
        parts[name] = redraw_notes(parts[name].decode(), number, grid).encode()
    _change(parts, _STYLES, finish_styles)
    moment = f"{spec.year - 1}-01-01T00:00:00Z"
    _change(parts, CORE, lambda core: _STAMPED.sub(rf"\g<1>{moment}", core))
    _change(parts, _APP, lambda app: _PROGRAM.sub(r"\1okrsheets\2", app))
    share_pictures(parts, spec.organisation)
    finished = {name: _declared(name, content) for name, content in parts.items()}
    return Form(finished, strings.slots, input_places(tab_parts(finished), spec))


def _spelled_out(content: bytes) -> bytes:
    """Write the signs that openpyxl writes as numbers (`&#36319;`) as themselves."""
    return _NUMBERED.sub(lambda m: chr(int(m[1])).encode(), content)


def tab_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Give the part of each tab by the tab's visible name."""
    relations = {
        _attributes(tag)["Id"]: _attributes(tag)["Target"]
        for tag in _RELATION_TAG.findall(parts[_RELATIONS].decode())
    }
    tabs = map(_attributes, _SHEET_TAG.findall(parts[WORKBOOK].decode()))
    return {t["name"]: _part_named(relations[t["r:id"]]) for t in tabs}


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _part_named(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def input_places(tabs: Mapping[str, str], spec: TemplateSpec) -> dict[str, tuple[str, str]]:
    """Give the part and cell of each input field, with the fields at their issued addresses."""
    layout = build_layout(spec.options, spec.language)
    return {
        key: (tabs[field.place.sheet], field.place.ref)
        for key, field in layout.fields.items()
        if not field.rule.computed
    }


def _change(parts: dict[str, bytes], name: str, change: Callable[[str], str]) -> None:
    parts[name] = change(parts[name].decode()).encode()


def _tell_of_strings(parts: dict[str, bytes]) -> None:
    """Name the shared strings where a package has to; openpyxl did not write any."""
    _change(parts, _TYPES, lambda types: types.replace("</Types>", _OVERRIDE))
    _change(parts, _RELATIONS, lambda all_: all_.replace("</Relationships>", _RELATION))


def _declared(name: str, content: bytes) -> bytes:
    """Begin an XML part with its declaration, as other programs write it."""
    plain = content.startswith(b"<?xml") or not name.endswith((".xml", ".rels"))
    return content if plain else _DECLARATION + content


def _finish_sheet(
    text: str, index: Mapping[str, int], empty: Mapping[str, str | int | float]
) -> str:
    def share(match: re.Match[str]) -> str:
        return f'<c r="{match[1]}"{match[2]} t="s"><v>{index[match[3]]}</v></c>'

    def value(match: re.Match[str]) -> str:
        known = empty[match[1]]
        kind = ' t="str"' if isinstance(known, str) else ""
        shown = escape_markup(escape(known)) if isinstance(known, str) else f"{known}"
        return f'<c r="{match[1]}"{match[2]}{kind}><f>{match[3]}</f><v>{shown}</v></c>'

    return _add_missing(_FORMULA.sub(value, _INLINE.sub(share, _tidy(text))))


def _tidy(text: str) -> str:
    """Leave out what says nothing, give colours their opacity and areas their order.

    openpyxl keeps areas in sets, so that they would stand in another order in each process; and a
    conditional look is relative to the first of its areas.
    """
    ordered = _AREAS.sub(lambda m: m[1] + " ".join(sorted(m[2].split(), key=_corner)), text)
    ordered = _MERGES.sub(
        lambda m: m[1] + "".join(sorted(_MERGE.findall(m[2]), key=_corner)), ordered
    )
    short = _BLANK.sub(r"<c r=\1/>", ordered).replace(' t="n"><v>', "><v>")
    return _CLEAR.sub(r"\1FF", _NO_HEADER.sub("", short))


def _corner(text: str) -> tuple[int, int, str]:
    """Give row, then column, of the first cell that a text names, to sort by."""
    cell = _CELL.search(text)
    return (int(cell[2]), len(cell[1]), cell[1]) if cell else (0, 0, "")


def _add_missing(text: str) -> str:
    """Add what openpyxl 3.1 cannot write: the depth of the outline, innocent "errors".

    Without the depth Excel shows no outline; neighbouring formulas that differ on purpose would
    carry its green triangles.
    """
    if 'outlineLevel="1"' in text:
        text = text.replace("<sheetFormatPr ", '<sheetFormatPr outlineLevelCol="1" ', 1)
    area = _DIMENSION.search(text)
    later = ("<drawing ", "<legacyDrawing ", "</worksheet>")
    before = next(element for element in later if element in text)
    ignored = _IGNORED.format(area[1] if area else "A1")
    return text.replace(before, ignored + before, 1)
