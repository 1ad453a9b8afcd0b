"""The roster's columns: what each may be called, in Chinese and English.

A heading is compared without regard to case, width, blanks, hyphens, stars and remarks in
brackets. An older or friendlier name is one more word in the table.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from okrsheets.findings import Finding
from okrsheets.roster.records import RosterCell, RosterTable

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": (
            *("id", "employee id", "employee number", "employee no", "staff id", "staff no"),
            *("person id", "工号", "员工编号", "员工工号", "员工号", "人员编号", "职工号", "编号"),
        ),
        "name": ("name", "full name", "employee name", "姓名", "名称", "员工姓名"),
        "department": (
            *("department", "department path", "dept", "organisation unit", "部门", "部门路径"),
            *("所属部门", "所在部门", "部门名称"),
        ),
        "title": ("title", "job title", "position", "岗位", "职位", "职务", "岗位名称"),
        "manager": (
            *("manager", "manager id", "line manager", "supervisor", "reports to", "直接上级"),
            *("直属上级", "上级", "上级工号", "主管", "直接主管", "经理", "汇报对象"),
        ),
        "email": ("e-mail", "mail", "e-mail address", "邮箱", "电子邮箱", "电子邮件", "邮件"),
        "joined": (
            *("joined", "join date", "joining date", "hire date", "start date", "入职日期"),
            *("入职时间", "入职"),
        ),
        "left": (
            *("left", "leave date", "leaving date", "end date", "last day", "离职日期"),
            *("离职时间", "离职"),
        ),
        "kind": ("kind", "type", "类型", "类别"),
        "language": ("language", "语言", "语种"),
    }
)
REQUIRED = ("id", "name")
_SEARCHED_ROWS = 10
_REMARK = re.compile(r"\(.*?\)")
_IGNORED = re.compile(r"[\s_.*:-]+")


def plain(heading: str) -> str:
    """Give a heading without what does not matter in it."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return _IGNORED.sub("", _REMARK.sub("", folded))


_FIELDS = {plain(word): field for field, words in HEADINGS.items() for word in words}


def field_of(heading: str) -> str | None:
    """Give the field that a heading names, or None."""
    return _FIELDS.get(plain(heading))


def find_heading_row(table: RosterTable) -> int:
    """Give the index of the row that knows most headings; titles may stand above it."""

    def known(index: int) -> int:
        return len({field_of(cell.text) for cell in table.rows[index]} - {None})

    searched = range(min(_SEARCHED_ROWS, len(table.rows)))
    return max(searched, key=lambda index: (known(index), -index), default=0)


def read_headings(row: tuple[RosterCell, ...]) -> tuple[dict[str, int], tuple[Finding, ...]]:
    """Give field → column index, and the findings about the headings."""
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    for index, cell in enumerate(row):
        field = field_of(cell.text)
        if field in columns:
            first = row[columns[field]]
            fields = {"first": first.place.ref, "other": first.text}
            findings.append(Finding("R104", cell.place, field, cell.text, fields))
        elif field:
            columns[field] = index
    findings += _unknown(row, columns)
    findings += _missing(row, columns)
    return columns, tuple(findings)


def _missing(row: tuple[RosterCell, ...], columns: dict[str, int]) -> Iterator[Finding]:
    found = ", ".join(cell.text for cell in row if cell.text)
    for field in REQUIRED:
        if field not in columns:
            words = " / ".join(HEADINGS[field])
            yield Finding("R101", row[0].place if row else None, field, found, {"words": words})


def _unknown(row: tuple[RosterCell, ...], columns: dict[str, int]) -> Iterator[Finding]:
    for cell in row:
        if not cell.text or field_of(cell.text):
            continue
        near = difflib.get_close_matches(plain(cell.text), _FIELDS, n=1, cutoff=0.75)
        if near and _FIELDS[near[0]] not in columns:
            word = next(w for w in HEADINGS[_FIELDS[near[0]]] if plain(w) == near[0])
            yield Finding("R103", cell.place, _FIELDS[near[0]], cell.text, {"near": word})
        else:
            yield Finding("R102", cell.place, "", cell.text)
