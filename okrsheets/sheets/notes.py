"""The boxes of the notes on headings, in the old drawing language that spreadsheet programs want.

openpyxl 3.1 writes it with made-up namespace prefixes and without an anchor; some programs know
only the customary prefixes, and without an anchor the box has a size of the program's own.
"""

import re

_ROW = re.compile(r":Row>(\d+)<")
_COLUMN = re.compile(r":Column>(\d+)<")
_IDS_A_SHEET = 1024
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{sheet}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;'
    'width:210pt;height:70pt;z-index:{order};visibility:hidden" fillcolor="#ffffff"'
    ' o:insetmode="auto"><v:fill color2="#ffffff"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


def redraw_notes(drawing: str, sheet: int) -> str:
    """Draw the boxes of one tab's notes again; `sheet` numbers the tabs that have any, from 1."""
    rows, columns = map(int, _ROW.findall(drawing)), map(int, _COLUMN.findall(drawing))
    boxes = [
        _BOX.format(
            id=sheet * _IDS_A_SHEET + order,
            order=order,
            anchor=_anchor(row, column),
            row=row,
            column=column,
        )
        for order, (row, column) in enumerate(zip(rows, columns, strict=True), 1)
    ]
    return _HEAD.format(sheet=sheet) + "".join(boxes) + "</xml>"


def _anchor(row: int, column: int) -> str:
    """Give where a box is: column, pixels, row, pixels of its corners; 4 columns by 3 rows."""
    return f"{column + 1}, 12, {row}, 4, {column + 5}, 12, {row + 3}, 8"
