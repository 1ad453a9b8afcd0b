"""How our own marks in a returned file are known: what a marked copy was given is no entry.

A copy that was sent back with its findings holds a tab of ours and notes of ours
(`okrsheets.marking` makes them). Programs that save it renumber styles, move notes to other parts
and rename nothing in a text, so texts are what our marks are known by.
"""

import re

FINDINGS_MARK = "okrsheets|findings"
"""Stands in the first cell of the tab of findings."""
WAS_MARK = "okrsheets|was|"
"""Stands, before a cell's address, in a hidden cell of that tab that has the cell's own style."""
NOTE_STARTS = ("■ 检查结果", "■ Findings")
NOTE_ENDS = "■"
_OURS = re.compile(rf"\n*(?:{'|'.join(NOTE_STARTS)})\b.*?(?:\n{NOTE_ENDS}(?=\s|\Z)|\Z)", re.DOTALL)


def without_ours(note: str) -> str:
    """Give the text of a note without what a marked copy added to it."""
    text = note.replace("\r\n", "\n").replace("\r", "\n")
    return _OURS.sub("", text) if NOTE_ENDS in text else note
