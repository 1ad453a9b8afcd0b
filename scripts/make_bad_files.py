"""Remake tests/bad: for every fault of a whole file one file that has exactly this fault.

`python scripts/make_bad_files.py` writes them all, the same bytes every time. Each is the good
sheet of tests/surgery.py with one thing changed, or not a workbook at all. The file's name is
the finding's code and some words; tests/test_bad_files.py says where the fault stands.
"""

import io
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from zipfile import ZIP_STORED, ZipFile

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from surgery import (  # noqa: E402 - found only with the path above
    edited,
    good_sheet,
    in_directory,
    parts_of,
    replaced,
    tab_part,
    with_cells,
    zipped,
)

from okrsheets.language import load_language  # noqa: E402 - as above
from okrsheets.sheets import TemplateSpec  # noqa: E402 - as above
from okrsheets.templates.export import export_template  # noqa: E402 - as above

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_Q1 = tab_part("Q1")
_BOOK, _RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _CUSTOM = "xl/sharedStrings.xml", "docProps/custom.xml"
_FLAGS, _METHOD, _SIZE = 8, 10, 24
_MARKED = "okrsheets|1|Q1|"


def _text(words: str) -> str:
    return f' t="inlineStr"><is><t>{words}</t></is></c>'


def _template() -> bytes:
    return export_template(TemplateSpec(load_language("en"), "Elmwater", 2026))


def _without(name: str) -> bytes:
    return zipped({n: c for n, c in parts_of(good_sheet()).items() if n != name})


def _added(name: str, content: bytes) -> bytes:
    return zipped({**parts_of(good_sheet()), name: content})


def _entry(name: str, offset: int, value: bytes) -> bytes:
    return in_directory(zipped(parts_of(good_sheet())), name, offset, value)


def _doubled() -> bytes:
    data = _added("xl/worksheets/sheetX.xml", b"<x/>")
    return data.replace(b"xl/worksheets/sheetX.xml", _Q1.encode())


def _flipped() -> bytes:
    parts = parts_of(good_sheet())
    whole = zipped(parts, method=ZIP_STORED)  # deflated, a bit may change the length as well
    place = ZipFile(io.BytesIO(whole)).getinfo(_Q1).header_offset + 2000
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def _layout_2() -> bytes:
    parts = parts_of(good_sheet())
    for part in (_STRINGS, _CUSTOM, _BOOK):
        parts[part] = parts[part].replace(b"|2026|1|en|", b"|2026|2|en|")
    for tab in (b"Q1", b"Q2", b"Q3", b"Q4", b"annual"):
        parts[_STRINGS] = parts[_STRINGS].replace(b"okrsheets|1|" + tab, b"okrsheets|2|" + tab)
    return zipped(parts)


def _unmarked(*, keep_tabs: bool) -> bytes:
    parts = parts_of(good_sheet())
    del parts[_CUSTOM]
    parts[_BOOK] = parts[_BOOK].replace(b'"okrsheets_identity"', b'"somebody"')
    for_all = parts[_STRINGS].replace(b"okrsheets|1|", b"form|1|")
    for tab in (b"Q1", b"Q2", b"Q3", b"Q4", b"annual") if keep_tabs else ():
        for_all = for_all.replace(b"form|1|" + tab, b"okrsheets|1|" + tab)
    return zipped({**parts, _STRINGS: for_all})


def _with_tab(name: str, content: bytes) -> bytes:
    parts = parts_of(good_sheet())
    sheet = f'<sheet xmlns:r="{_OFFICE}" name="{name}" sheetId="99" r:id="rId99"/></sheets>'
    relation = f'<Relationship Type="{_OFFICE}/worksheet" Target="worksheets/s99.xml" Id="rId99"/>'
    parts[_BOOK] = parts[_BOOK].replace(b"</sheets>", sheet.encode())
    parts[_RELS] = parts[_RELS].replace(b"<Relationship ", relation.encode() + b"<Relationship ", 1)
    return zipped({**parts, "xl/worksheets/s99.xml": content})


_PLAIN_BOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_BOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def _with_macros() -> bytes:
    """Give the good sheet as a program would save it with macros (.xlsm)."""
    data = edited("[Content_Types].xml", lambda xml: xml.replace(_PLAIN_BOOK, _MACRO_BOOK))
    return zipped({**parts_of(data), "xl/vbaProject.bin": b"macro"})


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _tab(old: str, new: str) -> bytes:
    return replaced(_Q1, old, new)


def _row(number: int, cell: str) -> bytes:
    return _tab("</sheetData>", f'<row r="{number}"><c r="{cell}</row></sheetData>')


def _beside(row: int, cell: str) -> bytes:
    def change(content: bytes) -> bytes:
        start = content.index(f'<row r="{row}"'.encode())
        end = content.index(b"</row>", start)
        return content[:end] + f'<c r="{cell}'.encode() + content[end:]

    return edited(_Q1, change)


def _stray_row() -> bytes:
    def change(content: bytes) -> bytes:
        moved = f'<row r="40"><c r="A40"{_text("O1.K3")}</row></sheetData>'.encode()
        return content.replace(b"</sheetData>", moved)

    parts = parts_of(with_cells({"A12": "/>", "C12": _text("A fourth one")}))
    return zipped({**parts, _Q1: change(parts[_Q1])})


def _foreign_tab() -> bytes:
    return with_cells({"A1": _text("okrsheets|1|Q1|0123456789ab")})


_MAIL = b"Received: from mail\r\nSubject: my sheet\r\nMIME-Version: 1.0\r\n\r\nattached\r\n"
_MONTH = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>okrsheets|1|M01|%s</t>'
_MONTH_ENDS = b"</is></c></row></sheetData></worksheet>"


def _sheet_id() -> bytes:
    marker = parts_of(good_sheet())[_STRINGS].split(_MARKED.encode())[1]
    return marker.partition(b"<")[0]


FILES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "F101-empty.xlsx": lambda: b"",
        "F102-cut-off.xlsx": lambda: zipped(parts_of(good_sheet()))[:30_000],
        "F104-password.xlsx": lambda: _OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(480),
        "F105-old-excel.xlsx": lambda: _OLE2 + "Workbook".encode("utf-16-le") + bytes(496),
        "F107-open-document.xlsx": lambda: zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"<document-content/>",
            }
        ),
        "F108-archive.xlsx": lambda: zipped({"ann.xlsx": b"PK", "bo.xlsx": b"PK"}),
        "F110-path-outside.xlsx": lambda: _added("../outside.xml", b"<x/>"),
        "F111-part-twice.xlsx": _doubled,
        "F113-declares-600-mb.xlsx": lambda: _entry(_Q1, _SIZE, struct.pack("<L", 600 << 20)),
        "F114-declares-too-little.xlsx": lambda: _entry(_Q1, _SIZE, struct.pack("<L", 1000)),
        "F115-bit-flipped.xlsx": _flipped,
        "F116-encrypted-part.xlsx": lambda: _entry(_Q1, _FLAGS, b"\x01"),
        "F117-other-packing.xlsx": lambda: _entry(_Q1, _METHOD, b"\x0c"),
        "F118-macro.xlsx": lambda: _added("xl/vbaProject.bin", b"macro"),
        "F119-no-strings.xlsx": lambda: _without(_STRINGS),
        "F120-strings-outside.xlsx": lambda: replaced(
            _RELS,
            'Target="sharedStrings.xml"',
            'Target="file:///tmp/strings.xml" TargetMode="External"',
        ),
        "F121-web-page.xlsx": lambda: b"<html><body><table><tr><td>0.7</td></tr></table></body>",
        "F122-text.xlsx": lambda: "姓名,得分\n张三,0.7\n".encode("gb18030"),
        "F123-pdf.xlsx": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "F124-picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(64),
        "F125-xml-2003.xlsx": lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:x"></Workbook>',
        "F126-mail.xlsx": lambda: _MAIL,
        "F127-program.xlsx": lambda: b"MZ" + bytes(200),
        "F128-archive-without-book.xlsx": lambda: zipped({"readme.txt": b"hello"}),
        "F134-winmail.xlsx": lambda: b"x\x9f\x3e\x22" + bytes(90),
        "F135-word.xlsx": lambda: zipped(
            {"[Content_Types].xml": b"", "_rels/.rels": b"", "word/document.xml": b""}
        ),
        "F137-macros.xlsm": _with_macros,
        "F201-document-type.xlsx": lambda: replaced(
            _STRINGS, "<sst ", '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst '
        ),
        "F202-not-closed.xlsx": lambda: _tab("</worksheet>", ""),
        "F203-no-such-text.xlsx": lambda: with_cells({"C9": ' t="s"><v>99999</v></c>'}),
        "F205-row-twice.xlsx": lambda: _tab('<row r="10"', '<row r="9"></row><row r="10"'),
        "F206-cell-in-other-row.xlsx": lambda: _tab('<c r="C10"', '<c r="C11"'),
        "F208-unknown-kind.xlsx": lambda: with_cells({"K10": ' t="x"><v>88</v></c>'}),
        "L101-made-by-hand.xlsx": lambda: _unmarked(keep_tabs=False),
        "L102-two-identities.xlsx": lambda: replaced(_CUSTOM, "|E1001|", "|E1002|"),
        "L103-identity-cut.xlsx": lambda: replaced(_CUSTOM, "|E1001|2026", "|E1001"),
        "L104-layout-2.xlsx": _layout_2,
        "L105-identity-lost.xlsx": lambda: _unmarked(keep_tabs=True),
        "L106-colleagues-sheet.xlsx": lambda: with_cells({"D4": _text("E1002")}),
        "L107-blank-template.xlsx": _template,
        "L201-tab-copied.xlsx": lambda: _with_tab("Q1 (2)", parts_of(good_sheet())[_Q1]),
        "L202-tab-without-mark.xlsx": lambda: with_cells({"A1": "/>"}, tab="Q3"),
        "L203-monthly-tab.xlsx": lambda: _with_tab("M01", _MONTH % _sheet_id() + _MONTH_ENDS),
        "L204-colleagues-tab.xlsx": _foreign_tab,
        "L301-row-key-missing.xlsx": lambda: with_cells({"A12": "/>"}),
        "L302-column-key-missing.xlsx": lambda: with_cells({"M1": "/>"}),
        "L303-row-copied.xlsx": lambda: _row(40, f'A40"{_text("O1.K1")}'),
        "L304-column-copied.xlsx": lambda: _beside(1, f'AO1"{_text("weight")}'),
        "L305-row-of-another-form.xlsx": lambda: _row(40, f'A40"{_text("O9")}'),
        "L306-column-of-another-form.xlsx": lambda: _beside(1, f'AO1"{_text("colour")}'),
        "L401-row-inserted.xlsx": _stray_row,
        "L402-note-beside.xlsx": lambda: _beside(10, f'AO10"{_text("see mail")}'),
        "L403-entries-merged.xlsx": lambda: _tab(
            "<mergeCell ", '<mergeCell ref="K10:K11"/><mergeCell '
        ),
        "L404-score-typed-over.xlsx": lambda: with_cells({"O10": "><v>0.95</v></c>"}),
        "L405-row-hidden.xlsx": lambda: _tab('<row r="10"', '<row r="10" hidden="1"'),
        "L406-column-hidden.xlsx": lambda: _tab(
            '<col width="10.5"', '<col hidden="1" width="10.5"'
        ),
    }
)


def main() -> None:
    """Write every bad file."""
    folder = ROOT / "tests" / "bad"
    folder.mkdir(exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    print(f"{len(FILES)} files in {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
