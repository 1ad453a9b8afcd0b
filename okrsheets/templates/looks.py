"""The styles of a template, of which a sheet needs two things: locks and number formats."""

import xml.etree.ElementTree as ET
from copy import deepcopy

from okrsheets.submissions.styles import read_styles
from okrsheets.templates.xml import is_true, q, written


class Looks:
    """The cell formats of a workbook; a missing flag is added as a new format, looks unchanged."""

    def __init__(self, styles: ET.Element) -> None:
        """Keep the tree, which grows with what is added."""
        found = styles.find(q("cellXfs"))
        self._formats = ET.SubElement(styles, q("cellXfs")) if found is None else found
        self._made: dict[tuple[str, bool], str] = {}

    def is_locked(self, cell: ET.Element | None) -> bool:
        """Tell whether a cell is locked once its tab is protected."""
        number = 0 if cell is None else int(cell.get("s", "0"))
        if number >= len(self._formats):
            return True
        protection = self._formats[number].find(q("protection"))
        return protection is None or is_true(protection.get("locked", "1"))

    def lock(self, cell: ET.Element, *, locked: bool) -> None:
        """Make a cell locked or open; it keeps its looks."""
        if self.is_locked(cell) != locked:
            cell.set("s", self._with_flag(cell.get("s", "0"), locked=locked))

    def _with_flag(self, number: str, *, locked: bool) -> str:
        known = self._made.get((number, locked))
        if known is not None:
            return known
        new = deepcopy(self._formats[int(number)])
        for old in new.findall(q("protection")):
            new.remove(old)
        flag = ET.Element(q("protection"), {"locked": "1" if locked else "0"})
        extra = next((n for n, child in enumerate(new) if child.tag == q("extLst")), len(new))
        new.insert(extra, flag)
        new.set("applyProtection", "1")
        self._formats.append(new)
        self._formats.set("count", str(len(self._formats)))
        self._made[number, locked] = str(len(self._formats) - 1)
        return self._made[number, locked]


class Formats:
    """The number formats of a workbook's cells."""

    def __init__(self, styles: ET.Element) -> None:
        """Read them once."""
        self._formats = read_styles(written(styles), "xl/styles.xml")

    def of(self, cell: ET.Element | None) -> str:
        """Give the number format of a cell."""
        number = 0 if cell is None else int(cell.get("s", "0"))
        return self._formats[number].code if number < len(self._formats) else "General"
