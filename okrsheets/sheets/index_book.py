"""The list of issued sheets: who got which file, what is in its place now, totals a department.

openpyxl draws the tabs with one line of people; the other lines are written in its likeness, for
drawing ten thousand takes it longer than issuing their sheets. Fixed dates: the same lines give
the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink

from okrsheets.errors import N_
from okrsheets.identity import DEFINED_NAME, ISSUED_LIST, PROPERTY
from okrsheets.language import Language
from okrsheets.layout import column_letter
from okrsheets.model import Person
from okrsheets.sheets.drawing import Canvas, set_page, set_view
from okrsheets.sheets.long_tab import LongTab, link_target, write_book
from okrsheets.sheets.styles import ACCENT, HAIR, INK, INK_2, NOTE, PLAIN, TITLE, WRITING, Look

HEAD_ROW, FIRST_ROW = 4, 5
_COLUMNS = (
    (N_("Employee ID"), 12),
    (N_("Name"), 14),
    (N_("Department"), 24),
    (N_("Job title"), 18),
    (N_("Manager"), 14),
    (N_("E-mail"), 24),
    (N_("Language"), 10),
    (N_("Now"), 22),
    (N_("File"), 46),
    (N_("Sheet number"), 15),
)
_FILE = 9
_COUNTS = 20  # the width of a column of counts, whose heading stands to the right
_TOTALS = (
    (N_("Department"), 44),
    (N_("On the roster"), _COUNTS),
    (N_("issued"), _COUNTS),
    (N_("issued, changed since"), _COUNTS),
    (N_("not issued"), _COUNTS),
    (N_("without e-mail"), _COUNTS),
)
_OTHERS = ((N_("File"), 64), (N_("By its name the sheet of"), 30), (N_("What to know"), 64))
_HEAD = Look(fill=ACCENT, ink="FFFFFF", size=10, bold=True, indent=1, wrap=True)
_HEAD_OF_COUNT = _HEAD.but(align="right")
_LINE = PLAIN.but(size=10, indent=1, sides=("", "", "", HAIR))
_LINK = _LINE.but(ink=WRITING)
_COUNT = _LINE.but(align="right", format="0_0")
_SUM = _LINE.but(bold=True, sides=("", "", INK, INK))
_LANGUAGES = {"en": "English", "zh": "中文"}


class SheetState(StrEnum):
    """What is in the place of a person's sheet; `changed`: a program has saved it since."""

    ISSUED = "issued"
    CHANGED = "changed"
    NOT_ISSUED = "not issued"


_STATES = {
    SheetState.ISSUED: ("●", N_("issued")),
    SheetState.CHANGED: ("◐", N_("issued, changed since")),
    SheetState.NOT_ISSUED: ("○", N_("not issued")),
}


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One line of the roster. `path` is relative to the list, `sheet` the sheet's id."""

    person: Person
    manager: str
    language: str
    state: SheetState
    path: str
    sheet: str


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A workbook that is in nobody's place. `person` is whose it is by its name; None: nobody's."""

    path: str
    person: Person | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class IndexBook:
    """Everything the list says."""

    organisation: str
    year: int
    language: Language
    lines: Sequence[IndexLine]
    others: Sequence[OtherFile] = ()


def write_index_book(book: IndexBook, stream: IO[bytes]) -> None:
    """Write the list as an .xlsx file."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    dressed: dict[Look, StyleArray] = {}

    def add(name: str) -> Canvas:
        return Canvas(workbook.create_sheet(name), book.language.code, dressed)

    _draw_people(add(book.language.text(N_("Issued sheets"))), book)
    _draw_totals(add(book.language.text(N_("By department"))), book)
    if book.others:
        _draw_others(add(book.language.text(N_("Other files"))), book)
    _mark(workbook, book)
    write_book(workbook, _long_tab(book), stream, year=book.year)


def _mark(workbook: Workbook, book: IndexBook) -> None:
    """Say in two hidden places what this workbook is, so that intake knows it again."""
    line = StringProperty(name=PROPERTY, value=ISSUED_LIST)
    workbook.custom_doc_props.append(line)  # type: ignore[attr-defined] # missing in the stubs
    name = DefinedName(DEFINED_NAME, attr_text=f'"{ISSUED_LIST}"', hidden=True)
    workbook.defined_names[DEFINED_NAME] = name
    facts = workbook.properties
    facts.creator = facts.lastModifiedBy = book.organisation
    facts.title = _title(book)


def _title(book: IndexBook) -> str:
    text = N_("{organisation} · OKR score sheets {year}: who was issued what")
    return book.language.text(text, organisation=book.organisation, year=book.year)


def _draw_top(canvas: Canvas, title: str, note: str, columns: Sequence[tuple[str, int]]) -> None:
    canvas.put("A1", title, TITLE.but(size=16))
    canvas.height(1, 30)
    canvas.put("A2", note, NOTE)
    canvas.height(2, 18)
    canvas.height(3, 6)
    canvas.height(HEAD_ROW, 24)
    for number, (heading, width) in enumerate(columns, start=1):
        letter = column_letter(number)
        canvas.put(f"{letter}{HEAD_ROW}", heading, _HEAD_OF_COUNT if width == _COUNTS else _HEAD)
        canvas.sheet.column_dimensions[letter].width = width


def _set_up(canvas: Canvas, columns: int, last: int, freeze: str) -> None:
    right = column_letter(columns)
    canvas.sheet.auto_filter.ref = f"A{HEAD_ROW}:{right}{last}"
    set_page(canvas, area=f"A1:{right}{last}", heads=f"{HEAD_ROW}:{HEAD_ROW}")
    set_view(canvas, freeze=freeze)


def _headings(book: IndexBook, columns: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(book.language.text(heading), width) for heading, width in columns]


def _draw_people(canvas: Canvas, book: IndexBook) -> None:
    """Draw the tab of people with the one line that all others are written like."""
    counts = Counter(line.state for line in book.lines)
    note = book.language.text(
        N_(
            "On the roster {all} · issued {issued} · of them changed since {changed} · not issued "
            "{missing}. This list is made anew at every issue: what is typed in here is lost."
        ),
        all=len(book.lines),
        issued=len(book.lines) - counts[SheetState.NOT_ISSUED],
        changed=counts[SheetState.CHANGED],
        missing=counts[SheetState.NOT_ISSUED],
    )
    _draw_top(canvas, _title(book), note, _headings(book, _COLUMNS))
    for number in range(1, len(_COLUMNS) + 1):
        look = _LINK if number == _FILE else _LINE
        canvas.put(f"{column_letter(number)}{FIRST_ROW}", "", look)
    canvas.height(FIRST_ROW, 18)
    _set_up(canvas, len(_COLUMNS), HEAD_ROW + max(len(book.lines), 1), f"C{FIRST_ROW}")
    canvas.sheet.sheet_properties.tabColor = ACCENT


def _long_tab(book: IndexBook) -> LongTab:
    speech = book.language
    states = {state: f"{mark} {speech.text(word)}" for state, (mark, word) in _STATES.items()}
    return LongTab(
        row=FIRST_ROW,
        lines=[_texts(line, states[line.state]) for line in book.lines],
        links=[
            "" if line.state is SheetState.NOT_ISSUED else link_target(line.path)
            for line in book.lines
        ],
        link_column=_FILE,
    )


def _texts(line: IndexLine, state: str) -> tuple[str, ...]:
    person = line.person
    return (
        person.id,
        person.name,
        " / ".join(person.department),
        person.title,
        line.manager,
        person.email,
        _LANGUAGES[line.language],
        state,
        "" if line.state is SheetState.NOT_ISSUED else line.path,
        line.sheet,
    )


def _draw_totals(canvas: Canvas, book: IndexBook) -> None:
    """Draw one line a department, with a total that is the roster's."""
    note = book.language.text(N_("Every line of the roster is counted once."))
    _draw_top(canvas, _title(book), note, _headings(book, _TOTALS))
    groups: dict[tuple[str, ...], list[IndexLine]] = {}
    for line in book.lines:
        groups.setdefault(line.person.department, []).append(line)
    row = FIRST_ROW
    for department, lines in groups.items():
        _draw_counts(canvas, row, " / ".join(department) or "–", lines)
        row += 1
    for letter in "ABCDEF":
        canvas.dress(canvas.sheet[f"{letter}{row}"], _SUM)
    _draw_counts(canvas, row, book.language.text(N_("Total")), book.lines)
    for number in range(1, len(_TOTALS) + 1):
        look = _SUM if number == 1 else _SUM.but(align="right", format="0_0")
        canvas.dress(canvas.sheet[f"{column_letter(number)}{row}"], look)
    _set_up(canvas, len(_TOTALS), row, f"B{FIRST_ROW}")
    canvas.sheet.auto_filter.ref = f"A{HEAD_ROW}:F{row - 1}"  # the total stays in its place
    canvas.sheet.sheet_properties.tabColor = INK_2


def _draw_counts(canvas: Canvas, row: int, name: str, lines: Sequence[IndexLine]) -> None:
    counts = Counter(line.state for line in lines)
    without = sum(not line.person.email for line in lines)
    numbers = (len(lines), *(counts[state] for state in SheetState), without)
    canvas.put(f"A{row}", name, _LINE)
    for letter, number in zip("BCDEF", numbers, strict=True):
        canvas.put(f"{letter}{row}", number, _COUNT)
    canvas.height(row, 18)


def _draw_others(canvas: Canvas, book: IndexBook) -> None:
    """Draw the workbooks that are in nobody's place: left by a move, a new name, a leaver."""
    say = book.language.text
    note = say(N_("Workbooks in the folder that are nobody's sheet as the roster stands now."))
    _draw_top(canvas, _title(book), note, _headings(book, _OTHERS))
    for row, other in enumerate(book.others, start=FIRST_ROW):
        known = N_("Left from before; this person's sheet is now: {path}")
        stray = N_("By its name it belongs to nobody on the roster.")
        about = say(known, path=other.place) if other.person else say(stray)
        owner = f"{other.person.id} {other.person.name}" if other.person else "–"
        for letter, text in zip("ABC", (other.path, owner, about), strict=True):
            canvas.put(f"{letter}{row}", text, _LINK if letter == "A" else _LINE.but(wrap=True))
        link = Hyperlink(ref=f"A{row}", target=link_target(other.path) or None)
        canvas.sheet[f"A{row}"].hyperlink = link
        canvas.dress(canvas.sheet[f"A{row}"], _LINK)
        canvas.height(row, 32)
    _set_up(canvas, len(_OTHERS), HEAD_ROW + len(book.others), f"A{FIRST_ROW}")
    canvas.sheet.sheet_properties.tabColor = INK_2
