"""Writes a roster workbook: the form that `okrsheets init` gives HR to fill, or a whole roster.

Headings in the workspace's language, ids as text, a drop-down for the kind, and one row that is
marked as an example and is left out on reading.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.layout import column_letter
from okrsheets.model import Kind, Person

_COLUMNS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "id": (N_("Employee id"), 14),
        "name": (N_("Name"), 16),
        "department": (N_("Department path"), 30),
        "title": (N_("Job title"), 20),
        "manager": (N_("Manager id"), 14),
        "email": (N_("E-mail"), 28),
        "joined": (N_("Join date"), 13),
        "left": (N_("Leave date"), 13),
        "kind": (N_("Kind"), 12),
        "language": (N_("Language"), 11),
    }
)
_TEXT, _DATE = "@", "yyyy-mm-dd"
_FORM_ROWS, _DRAWN_ROWS = 2000, 200
_A4 = 9
_KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PERSON: N_("person"),
        Kind.DEPARTMENT: N_("department"),
        Kind.COMPANY: N_("company"),
    }
)


def write_roster_form(path: Path, language: Language) -> None:
    """Write an empty roster with one example row, which counts for nothing when it is read."""
    example = Person(
        id=language.text("EXAMPLE"),
        name=language.text("Example (this row is left out)"),
        department=(language.text("Product Centre"), language.text("Mobile")),
        title=language.text("Product manager"),
        manager="1001",
        email="name@example.com",
        joined=date(2026, 3, 1),
    )
    write_roster(path, (example,), language)


def write_roster(path: Path, people: Sequence[Person], language: Language) -> None:
    """Write a roster workbook with these people, in this order."""
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    sheet.title = language.text("Roster")
    sheet.append([language.text(heading) for heading, _ in _COLUMNS.values()])
    for person in people:
        sheet.append(_values(person, language))
    _format(sheet)
    _add_lists(sheet, language, max(_FORM_ROWS, len(people) + 1))
    workbook.save(path)


def _values(person: Person, language: Language) -> list[str | date | None]:
    return [
        person.id,
        person.name,
        "/".join(person.department),
        person.title,
        person.manager,
        person.email,
        person.joined,
        person.left,
        language.text(_KINDS[person.kind]),
        person.language or None,
    ]


def _format(sheet: Worksheet) -> None:
    sheet.freeze_panes = "C2"
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = 24
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for index, (field, (_, width)) in enumerate(_COLUMNS.items(), start=1):
        _format_column(sheet, index, width, _DATE if field in ("joined", "left") else _TEXT)
    if str(sheet["A2"].value).casefold() in ("example", "示例"):
        for cell in sheet[2]:
            cell.font = Font(italic=True, color="7F7F7F")


def _format_column(sheet: Worksheet, index: int, width: int, number_format: str) -> None:
    head = sheet.cell(1, index)
    head.font = Font(bold=True, color="FFFFFF")
    head.fill = PatternFill("solid", fgColor="1F3864")
    head.alignment = Alignment(vertical="center")
    column = sheet.column_dimensions[column_letter(index)]
    column.width = width
    column.number_format = number_format
    for row in range(2, max(_DRAWN_ROWS, sheet.max_row) + 1):
        cell = sheet.cell(row, index)
        cell.number_format = number_format
        cell.border = Border(bottom=Side(style="thin", color="D9D9D9"))
        if isinstance(cell.value, str):
            cell.data_type = "s"  # a name that begins with “=” is a name


def _add_lists(sheet: Worksheet, language: Language, last: int) -> None:
    kinds = ",".join(language.text(word) for word in _KINDS.values())
    for column, words in (("I", kinds), ("J", "zh,en")):
        rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        rule.add(f"{column}2:{column}{last}")
        sheet.add_data_validation(rule)
