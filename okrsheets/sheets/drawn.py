"""The whole form, drawn once with openpyxl: the parts of its package and the empty values."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from okrsheets.errors import N_
from okrsheets.identity import DEFINED_NAME, PROPERTY
from okrsheets.layout import HOW_TO_SHEET, IDENTITY_SHEET, LISTS_SHEET, sheet_name
from okrsheets.periods import cycles_of_year
from okrsheets.sheets.annual_tab import draw_annual_tab
from okrsheets.sheets.check_in_lists import with_check_ins
from okrsheets.sheets.check_in_tab import draw_check_in_tab, draw_latest
from okrsheets.sheets.cycle_tab import draw_cycle_tab
from okrsheets.sheets.drawing import Canvas, slot
from okrsheets.sheets.hidden_tabs import draw_identity_tab, draw_lists_tab
from okrsheets.sheets.how_to_tab import draw_how_to_tab
from okrsheets.sheets.lists import build_lists
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import ACCENT, INK_2, Look


@dataclass(frozen=True, slots=True)
class Drawn:
    """The form as a package: part name → bytes; and tab's part → cell → value when empty."""

    parts: Mapping[str, bytes]
    empty: Mapping[str, Mapping[str, str | int | float]]


def draw_form(spec: TemplateSpec, policies: str) -> Drawn:
    """Draw every tab; `policies` is the fingerprint of the policies."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_normal_font(book)
    lists = with_check_ins(build_lists(spec), spec)
    canvases: list[Canvas] = []
    dressed: dict[Look, StyleArray] = {}

    def add(name: str) -> Canvas:
        canvases.append(Canvas(book.create_sheet(name), spec.language.code, dressed))
        return canvases[-1]

    draw_how_to_tab(add(spec.language.text(HOW_TO_SHEET)), lists, spec)
    for cycle in cycles_of_year(spec.year, spec.options.cycles):
        canvas = add(cycle.tab)
        draw_cycle_tab(canvas, cycle, lists, spec)
        draw_latest(canvas, cycle.tab, lists, spec)
    draw_annual_tab(add(sheet_name("annual", spec.language)), lists, spec)
    if spec.options.check_ins:
        draw_check_in_tab(add(sheet_name("checkins", spec.language)), lists, spec)
    draw_identity_tab(add(IDENTITY_SHEET), spec, policies)
    draw_lists_tab(add(LISTS_SHEET), lists)
    _finish(book, [canvas.sheet for canvas in canvases], spec)
    stream = io.BytesIO()
    book.save(stream)
    empty = {f"xl/worksheets/sheet{n}.xml": c.empty for n, c in enumerate(canvases, 1)}
    with ZipFile(stream) as package:
        return Drawn({name: package.read(name) for name in package.namelist()}, empty)


def _set_normal_font(book: Workbook) -> None:
    """Keep Normal at Calibri 11: column widths are measured in its digits."""
    book._named_styles["Normal"].font = Font(name="Calibri", size=11, family=2)  # type: ignore[attr-defined] # noqa: SLF001 - openpyxl 3.1 has no public way to the Normal style


def _finish(book: Workbook, sheets: list[Worksheet], spec: TemplateSpec) -> None:
    *shown, identity, lists = sheets
    identity.sheet_state = lists.sheet_state = "veryHidden"
    for sheet in shown:
        sheet.sheet_properties.tabColor = INK_2
    shown[0].sheet_properties.tabColor = ACCENT
    book.active = 0
    line = StringProperty(name=PROPERTY, value=slot("identity"))
    book.custom_doc_props.append(line)  # type: ignore[attr-defined] # missing in the stubs
    book.defined_names[DEFINED_NAME] = DefinedName(
        DEFINED_NAME, attr_text=f'"{slot("identity")}"', hidden=True
    )
    facts = book.properties
    facts.creator = facts.lastModifiedBy = spec.organisation
    facts.title = spec.language.text(N_("OKR score sheet {year}"), year=spec.year)
    facts.language = {"zh": "zh-CN", "en": "en-US"}[spec.language.code]
