"""Every XML part of an issued sheet against what Excel accepts: `sheet_rules`, for every shape.

Each rule is also shown a workbook that breaks it. A second opinion comes from openxml-audit, which
follows the schemas and checks of Microsoft's own Open XML SDK.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import LineChart, Reference
from openxml_audit import FileFormat, OpenXmlValidator
from sheet_kit import template
from sheet_package import box_of, open_package
from sheet_rules import RULES, faults_of
from sheet_rules_tabs import used_area
from sheet_shapes import LANGUAGES, SHAPES, shaped_sheet, stamp_for
from surgery import parts_of, zipped

Parts = dict[str, bytes]
Break = Callable[[Parts], None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_sheet__of_any_shape__keeps_every_rule(shape: str, language: str) -> None:
    assert faults_of(shaped_sheet(shape, language)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_sheet__of_any_shape__has_the_dimension_of_its_cells(shape: str, language: str) -> None:
    for tab in open_package(shaped_sheet(shape, language)).tabs:
        given = tab.one("dimension")
        assert given is not None
        assert box_of(given.get("ref", "")) == used_area(tab), tab.name


@pytest.mark.parametrize("file_format", [FileFormat.OFFICE_2010, FileFormat.MICROSOFT_365])
@pytest.mark.parametrize("shape", SHAPES)
def test_sheet__of_any_shape__passes_the_schemas(
    shape: str, file_format: FileFormat, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(shaped_sheet(shape, "zh"))
    result = OpenXmlValidator(file_format).validate(path)
    assert [(fault.part_uri, fault.description) for fault in result.errors] == []


def test_sheet__prefilled_with_offers_and_away__keeps_every_rule() -> None:
    form = template()
    stamp = replace(
        stamp_for(form),
        content={"Q1.O1.text": "Happier <customers> & partners", "Q1.O1.K1.text": " two  blanks "},
        supports={"Q1": ("Company O1", "Company O2"), "Q2": ("Sales O1",)},
        away=frozenset({"Q4"}),
    )
    faults = faults_of(form.stamp(stamp))
    # An empty form's values would lie here: Excel and LibreOffice compute them on opening.
    assert set(faults) == {"formulas have their values"}


def exchange(part: str, pattern: str, new: str) -> Break:
    """Give the change of the first match of a pattern in a part."""

    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, new, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count == 1, pattern
        parts[part] = text.encode()

    return change


def add(name: str, content: bytes) -> Break:
    """Give the change that adds a part."""
    return lambda parts: parts.update({name: content})


Q1, BOOK, STYLES = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"
STRINGS, TYPES, NOTES = "xl/sharedStrings.xml", "[Content_Types].xml", "xl/comments/comment1.xml"
RELATIONS, OWN = "xl/_rels/workbook.xml.rels", "docProps/custom.xml"
DRAWING, CHART = "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"
BREAKS: Mapping[str, tuple[Break, ...]] = {
    "parts are well-formed": (
        exchange(BOOK, "</workbook>", "</book>"),
        exchange(STYLES, "<styleSheet", "<!DOCTYPE x><styleSheet"),
    ),
    "parts are of known kinds": (add("xl/calcChain.xml", b"<x/>"), add("xl/vbaProject.bin", b"x")),
    "content types name every part": (
        exchange(TYPES, '<Override PartName="/xl/styles.xml"[^>]*/>', ""),
        exchange(TYPES, "</Types>", '<Override PartName="/xl/gone.xml" ContentType="x"/></Types>'),
    ),
    "relations lead to parts": (
        exchange(RELATIONS, 'Target="styles.xml"', 'Target="style.xml"'),
        exchange(RELATIONS, 'Target="styles.xml"', 'Target="x:y" TargetMode="External"'),
    ),
    "parts are in use": (exchange(RELATIONS, "<Relationship [^>]*theme1.xml[^>]*/>", ""),),
    "document properties are valid": (
        exchange(OWN, 'pid="2"', 'pid="1"'),
        exchange("docProps/core.xml", r"<dc:title.*?</dc:title>", r"\g<0>\g<0>"),
        exchange("docProps/core.xml", r"(<dcterms:created[^>]*>)[^<]*", r"\g<1>yesterday"),
    ),
    "tab names are valid": (
        exchange(BOOK, 'name="Q1"', 'name="History"'),
        exchange(BOOK, 'name="Q1"', 'name="q2"'),
        exchange(BOOK, 'name="Q1"', 'name="Plan/Score"'),
        exchange(BOOK, 'name="Q1"', f'name="{"Q" * 32}"'),
    ),
    "tabs lead to worksheets": (
        exchange(BOOK, 'r:id="rId3"', 'r:id="rId2"'),
        exchange(BOOK, 'sheetId="3"', 'sheetId="2"'),
    ),
    "a visible tab is active": (exchange(BOOK, 'activeTab="0"', 'activeTab="7"'),),
    "defined names are valid": (
        exchange(BOOK, 'name="okrsheets_identity"', 'name="OKR2026"'),
        exchange(BOOK, 'name="okrsheets_identity"', 'name="two words"'),
        exchange(BOOK, 'hidden="1">"', 'hidden="1">"' + "x" * 256),
        exchange(BOOK, r"\$B\$2:\$\w+\$\d+<", "$XFE$2:$XFE$3<"),
    ),
    "print names are valid": (exchange(BOOK, r"'Q1'!\$2:\$4", "'Q2'!$2:$4"),),
    "styles point at what exists": (
        exchange(STYLES, 'fontId="2"', 'fontId="999"'),
        exchange(STYLES, 'numFmtId="9"|xf numFmtId="16[4-9]"', 'xf numFmtId="190"'),
    ),
    "styles are in order": (
        exchange(STYLES, r"(<sz [^>]*/>)(<color [^>]*/>)", r"\2\1"),
        exchange(STYLES, "gray125", "solid"),
    ),
    "styles are within limits": (
        exchange(STYLES, 'rgb="FF1A1F24"', 'rgb="1A1F24"'),
        exchange(STYLES, r'<cellXfs count="\d+"', '<cellXfs count="3"'),
    ),
    "elements of a tab are in order": (
        exchange(Q1, "(<sheetData>.*?</sheetData>)(<sheetProtection[^>]*/>)", r"\2\1"),
        exchange(Q1, "<printOptions[^>]*/>", r"\g<0>\g<0>"),
    ),
    "rows and cells ascend": (
        exchange(Q1, '<row r="3"', '<row r="2"'),
        exchange(Q1, '<c r="D1"', '<c r="C1"'),
        exchange(Q1, '<c r="D1"', '<c r="D2"'),
    ),
    "the dimension holds every cell": (exchange(Q1, '<dimension ref="A1', '<dimension ref="B1'),),
    "columns do not overlap": (
        exchange(Q1, 'min="2" max="2"', 'min="2" max="3"'),
        exchange(Q1, 'outlineLevelCol="1" ', ""),
    ),
    "merged areas do not overlap": (
        exchange(Q1, '<mergeCell ref="[^"]*"/>', r"\g<0>\g<0>"),
        exchange(Q1, '<mergeCell ref="[^"]*"/>', '<mergeCell ref="B3:D3"/>'),
    ),
    "panes fit their split": (
        exchange(Q1, 'topLeftCell="[A-Z]+[0-9]+"', 'topLeftCell="A1"'),
        exchange(Q1, 'activeCell="[A-Z]+[0-9]+"', 'activeCell="A1"'),
    ),
    "page set-up is valid": (
        exchange(Q1, "(<oddFooter>).*?<", rf"\g<1>{'x' * 256}<"),
        exchange(Q1, 'left="0.4"', 'left="40 000"'.replace(" ", "")),
    ),
    "input limits are valid": (
        exchange(Q1, ' prompt="', f' prompt="{"x" * 256}'),
        exchange(Q1, ' promptTitle="', f' promptTitle="{"x" * 33}'),
        exchange(Q1, '(<dataValidation [^>]*sqref=")', r"\g<1>XFE1 "),
        exchange(Q1, '(<dataValidation sqref=")([A-Z]+[0-9]+)', r"\g<1>\2 \2"),
        exchange(Q1, "<formula2>1</formula2>", ""),
    ),
    "drop-downs have their lists": (
        exchange(Q1, r"_lists!\$A\$2:\$A\$9", "_lists!$A$2:$A$99"),
        exchange(Q1, r"_lists!\$A\$2:\$A\$9", "_lists!$A$2:$B$9"),
    ),
    "conditional looks are valid": (
        exchange(Q1, 'priority="2"', 'priority="1"'),
        exchange(Q1, 'dxfId="0"', 'dxfId="99"'),
        exchange(Q1, r"(<cfRule [^>]*><formula>)", r"\g<1>_lists!$A$1="),
        exchange(Q1, '(<conditionalFormatting sqref=")', r"\g<1>Q "),
    ),
    "texts are shared": (
        exchange(Q1, '(<c r="D1"[^>]*) t="s"><v>[0-9]+</v>', r'\1 t="inlineStr"><is/>'),
        exchange(STRINGS, "</sst>", "<si><t>in no cell</t></si></sst>"),
        exchange(STRINGS, '<t xml:space="preserve">', "<t> "),
        exchange(Q1, '(<c r="D1"[^>]* t="s"><v>)[0-9]+', r"\g<1>99999"),
    ),
    "string counts are right": (
        exchange(STRINGS, "<sst ", '<sst count="1" '),
        exchange(STRINGS, "<sst ", '<sst uniqueCount="1" '),
    ),
    "cells are of their kind": (
        exchange(Q1, r'(<c r="D1" s=")\d+', r"\g<1>9999"),
        exchange(Q1, '(<c r="D1"[^>]*) t="s"', r'\g<1> t="str"'),
    ),
    "formulas have their values": (exchange(Q1, "</f><v>[^<]*</v>", "</f>"),),
    "formulas are within limits": (
        exchange(Q1, "<f>", "<f>" + "1+" * 4096),
        exchange(Q1, "<f>.*?</f>", f"<f>{'ABS(' * 65}1{')' * 65}</f>"),
        exchange(Q1, "<f>.*?</f>", f"<f>SUM(1{',1' * 30})</f>"),
        exchange(Q1, "<f>", '<f t="array" ref="D1">'),
        exchange(Q1, "<f>.*?</f>", f'<f>"{"x" * 256}"</f>'),
    ),
    "formulas use common functions": (
        exchange(Q1, "<f>.*?</f>", "<f>_xlfn.XLOOKUP(1,A1,A2)</f>"),
        exchange(Q1, "<f>.*?</f>", "<f>SUM({1,2})</f>"),
    ),
    "formulas refer to what exists": (
        exchange(Q1, "<f>.*?</f>", "<f>Q9!A1</f>"),
        exchange(Q1, "<f>.*?</f>", "<f>XFE1+1</f>"),
        exchange(Q1, "<f>.*?</f>", "<f>no_such_name</f>"),
    ),
    "notes have their boxes": (
        exchange(NOTES, '<comment ref="[A-Z]+', r"\g<0>1"),
        exchange(NOTES, 'authorId="0"', 'authorId="4"'),
        exchange(Q1, "<legacyDrawing [^>]*/>", ""),
    ),
    "drawings hold what exists": (
        exchange(DRAWING, "(<(?:xdr:)?row>)[0-9]+", r"\g<1>1048576"),
        exchange(DRAWING, 'r:id="[^"]*"', 'r:id="rId99"'),
    ),
    "charts show what exists": (
        exchange(CHART, "'Figures'!", "'Elsewhere'!"),
        exchange(CHART, '(<(?:c:)?axId val=")10"', r'\g<1>11"'),
    ),
}


@cache
def charted() -> bytes:
    """Give a workbook with a chart that openpyxl drew."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Figures"
    for number in (1, 2, 3):
        sheet.append([number])
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "C2")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _base(rule: str) -> bytes:
    drawn = rule in ("drawings hold what exists", "charts show what exists")
    return charted() if drawn else shaped_sheet("smallest")


def test_rules__all_of_them__are_shown_a_workbook_that_breaks_them() -> None:
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_rule__workbook_that_breaks_it__is_found(rule: str) -> None:
    assert rule not in faults_of(_base(rule))
    for number, change in enumerate(BREAKS[rule]):
        parts = parts_of(_base(rule))
        change(parts)
        assert rule in faults_of(zipped(parts)), number
