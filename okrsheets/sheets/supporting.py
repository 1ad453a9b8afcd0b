"""The drop-down "supports": the objectives of the company and the departments, one list a cycle.

A form is changed once: the input cells get a list that refers to a defined name a cycle. Each
stamp then writes its texts behind the rows of the lists tab and says in the workbook which rows
each name means. Own words stay allowed: the list helps, it does not refuse.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.layout import LISTS_SHEET
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.parts import Form, tab_parts
from okrsheets.sheets.prefilling import Texts

_NAME = "okrsheets_supports_{}"
_FIELD = re.compile(r"([QM]\d+)\.O\d+\.supports")
_RULES = re.compile(r"<dataValidations\b[^>]*>(.*?)</dataValidations>", re.DOTALL)
_RULE = re.compile(r"<dataValidation\s[^>]*?(?:/>|>.*?</dataValidation>)", re.DOTALL)
_AREAS = re.compile(r'\bsqref="([^"]*)"')
_TITLE = re.compile(r'\bpromptTitle="[^"]*"')
_PROMPT = N_(
    "Choose whose objective this supports, or type your own words, at most 100 characters."
)
_AREA = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_ROW = re.compile(r'<row\b[^>]*?\br="(\d+)"')
_DIMENSION = re.compile(r"<dimension [^>]*?/>")
_END = "</sheetData>"
_NAMES_END = "</definedNames>"


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a form takes the texts that it offers: the lists tab's part, its end and next row."""

    part: str
    end: str
    first_row: int
    cycles: tuple[str, ...]

    def rows(self, supports: Mapping[str, tuple[str, ...]], texts: Texts) -> str:
        """Give the end of the lists tab with one text a row, cycle after cycle."""
        offered = [text for cycle in self.cycles for text in _offered(supports, cycle)]
        rows = "".join(
            f'<row r="{row}"><c r="A{row}" t="s"><v>{texts.number(text)}</v></c></row>'
            for row, text in enumerate(offered, self.first_row)
            if text
        )
        return rows + self.end

    def names(self, workbook: str, supports: Mapping[str, tuple[str, ...]]) -> str:
        """Give the workbook with a name for each cycle's rows."""
        names: list[str] = []
        row = self.first_row
        for cycle in self.cycles:
            last = row + len(_offered(supports, cycle)) - 1
            area = f"{LISTS_SHEET}!$A${row}:$A${last}"
            name = _NAME.format(cycle)
            names.append(f'<definedName name="{name}" hidden="1">{area}</definedName>')
            row = last + 1
        return workbook.replace(_NAMES_END, "".join(names) + _NAMES_END)


def _offered(supports: Mapping[str, tuple[str, ...]], cycle: str) -> tuple[str, ...]:
    """Give what a cycle offers; a cycle without an offer still has its row, a blank one."""
    return supports.get(cycle) or ("",)


def offering(form: Form, language: Language) -> tuple[Form, Offer]:
    """Give the form that offers objectives, and where each stamp writes them.

    The lists tab of the form given back ends where the stamp goes on.
    """
    parts = dict(form.parts)
    cycles: dict[str, list[str]] = {}
    for key, (_, ref) in form.places.items():
        field = _FIELD.fullmatch(key)
        if field is not None:
            cycles.setdefault(field[1], []).append(ref)
    for cycle, refs in cycles.items():
        part = form.places[f"{cycle}.O1.supports"][0]
        rule = f'prompt="{to_xml(language.text(_PROMPT))}"', _NAME.format(cycle)
        parts[part] = _with_list(parts[part].decode(), refs, rule).encode()
    lists = tab_parts(parts)[LISTS_SHEET]
    text = _DIMENSION.sub("", parts[lists].decode())  # it grows with each stamp
    head, _, tail = text.partition(_END)
    parts[lists] = head.encode()
    first = max(map(int, _ROW.findall(head))) + 1
    return replace(form, parts=parts), Offer(lists, _END + tail, first, tuple(cycles))


def _with_list(xml: str, refs: Iterable[str], rule: tuple[str, str]) -> str:
    """Put a list, given as its prompt and its name, in the place of whatever limits these cells."""
    prompt, name = rule
    gone = set(refs)
    found = _RULES.search(xml)
    rules = _RULE.findall(found[1]) if found else []
    titles = (_TITLE.search(r) for r in rules if gone & _cells_of(r))
    title = next((found[0] for found in titles if found), "")
    kept = [left for left in (_without(r, gone) for r in rules) if left]
    area = " ".join(sorted(gone, key=lambda ref: (len(ref), ref)))
    kept.append(
        f'<dataValidation type="list" allowBlank="1" showInputMessage="1" {title} {prompt} '
        f'sqref="{area}"><formula1>{name}</formula1></dataValidation>'
    )
    new = f'<dataValidations count="{len(kept)}">{"".join(kept)}</dataValidations>'
    return xml.replace(found[0], new, 1) if found else xml


def _without(rule: str, gone: set[str]) -> str:
    """Give a rule without these cells, "" where none is left."""
    if not gone & _cells_of(rule):
        return rule
    left = " ".join(sorted(_cells_of(rule) - gone, key=lambda ref: (len(ref), ref)))
    return _AREAS.sub(f'sqref="{left}"', rule, count=1) if left else ""


def _cells_of(rule: str) -> set[str]:
    areas = _AREAS.search(rule)
    cells: set[str] = set()
    for area in areas[1].split() if areas else ():
        match = _AREA.fullmatch(area)
        if match is not None and match[3] in (None, match[1]):
            rows = range(int(match[2]), int(match[4] or match[2]) + 1)
            cells |= {f"{match[1]}{row}" for row in rows}
    return cells
