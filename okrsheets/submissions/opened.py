"""A returned workbook opened, whatever its format: its tabs are read, none is understood yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrsheets.findings import Finding
from okrsheets.submissions.comments import Comments
from okrsheets.submissions.fieldcells import TabCells
from okrsheets.submissions.properties import Properties
from okrsheets.submissions.tabs import MarkedTab, is_plain_tab, marker_of
from okrsheets.submissions.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook opened. `notes` say what was odd about its format.

    `comments` are those that people wrote, by the name of the tab.
    """

    workbook: Workbook
    properties: Properties
    tabs: tuple[TabCells, ...]
    marked: tuple[MarkedTab, ...]
    notes: tuple[Finding, ...] = ()
    comments: Mapping[str, Comments] = field(default_factory=dict)


def converted(
    workbook: Workbook, properties: Properties, tabs: Sequence[TabCells], note: Finding
) -> Opened | None:
    """Give a workbook of another format; None where it has none of the sheet's marks."""
    read = tuple(tab for tab in tabs if not is_plain_tab(tab.name))
    marked = tuple(marker for marker in map(marker_of, read) if marker is not None)
    return Opened(workbook, properties, read, marked, (note,)) if marked else None
