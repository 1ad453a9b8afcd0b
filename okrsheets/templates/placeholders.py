"""The placeholders of a template: `{name}` and its like, in anybody's words.

Those of a person are filled in at each stamp, those of the organisation once. Marks like
`{=sheet}` stand for what nobody writes by hand: hidden cells that each stamp fills.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from xml.sax.saxutils import escape

from okrsheets.identity import is_template_line
from okrsheets.layout import layout_version
from okrsheets.templates.xml import as_text, q

PERSON = ("name", "id", "department", "title", "manager")
COMPANY = ("organisation", "year", "send_to")
KNOWN = (*PERSON, *COMPANY)
TEMPLATE = "template"
"""Whose sheet a template's tabs say that they are."""
_IN_CHINESE: Mapping[str, str] = {
    "姓名": "name",
    "员工姓名": "name",
    "工号": "id",
    "员工编号": "id",
    "部门": "department",
    "职位": "title",
    "岗位": "title",
    "职务": "title",
    "上级": "manager",
    "经理": "manager",
    "主管": "manager",
    "公司": "organisation",
    "公司名称": "organisation",
    "单位": "organisation",
    "年份": "year",
    "年度": "year",
    "提交给": "send_to",
    "交给": "send_to",
}
_WORD = re.compile(r"\{([^\W\d][\w ]{0,28}\w)\}")
_TECHNICAL = re.compile(r"\{=(\w+)\}")
_TAB = re.compile(rf"okrsheets\|(\d+)\|(\w+)\|{TEMPLATE}")


def technical(text: str) -> str:
    """Give the name of the stamped text that a cell's mark stands for; "" where it has none."""
    match = _TECHNICAL.fullmatch(text.strip())
    return match[1] if match else ""


def placeholders(text: str) -> list[str]:
    """Give the words in braces, in their order."""
    return [match[1] for match in _WORD.finditer(text)] if "{" in text else []


def meant(word: str) -> str:
    """Give the placeholder that an unknown one was most likely meant to be; "" where none is near.

    Capitals, blanks and the Chinese words for them count as near.
    """
    if word in _IN_CHINESE:
        return _IN_CHINESE[word]
    plain = word.lower().replace(" ", "_").strip("_")
    near = get_close_matches(plain, KNOWN, n=1, cutoff=0.7)
    return near[0] if near else ""


def filled(text: str, company: Mapping[str, str]) -> str:
    """Give a text with the company's placeholders filled in."""
    for name, value in company.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def slot_of(item: ET.Element) -> str:
    """Give a string item as the text that a stamp fills in; "" where nothing of it is filled in."""
    text = "".join(run.text or "" for run in item.iter(q("t")))
    mark = "identity" if is_template_line(text) else technical(text)
    tab = _TAB.fullmatch(text.strip())
    if mark or tab:
        inner = f"%({mark})s" if mark else f"okrsheets|{layout_version()}|{tab[2]}|%(sheet)s"  # type: ignore[index] # one of both matched
        return f'<si><t xml:space="preserve">{inner}</t></si>'
    if not any(f"{{{name}}}" in text for name in PERSON):
        return ""
    return f"<si>{''.join(map(_slotted, _visible(item)))}</si>"


def _visible(item: ET.Element) -> list[ET.Element]:
    """Give the runs of an item; guides to pronunciation would no longer fit."""
    return [child for child in item if child.tag in (q("r"), q("t"))]


def _slotted(run: ET.Element) -> str:
    found = run if run.tag == q("t") else run.find(q("t"))
    text = escape((found.text if found is not None else "") or "").replace("%", "%%")
    for name in PERSON:
        text = text.replace(f"{{{name}}}", f"%({name})s")
    words = f'<t xml:space="preserve">{text}</t>'
    look = run.find(q("rPr")) if run.tag == q("r") else None
    return words if run.tag == q("t") else f"<r>{_look(look)}{words}</r>"


def _look(look: ET.Element | None) -> str:
    """Write a run's look within the strings, whose namespace it shares."""
    if look is None:
        return ""
    text = as_text(look).replace("%", "%%")
    return re.sub(r' xmlns(?::\w+)?="[^"]*"', "", text)


def gathered(item: ET.Element, change: Callable[[str], str]) -> ET.Element:
    """Give an item with its text changed; a placeholder cut apart by looks is one again.

    The pieces of a placeholder go to the run in which it begins, and so take its look.
    """
    runs = list(item.iter(q("t")))
    texts = _joined([run.text or "" for run in runs])
    for run, text in zip(runs, texts, strict=True):
        run.text = change(text)
    return item


def _joined(texts: list[str]) -> list[str]:
    whole = "".join(texts)
    owners = [n for n, text in enumerate(texts) for _ in text]
    for match in _WORD.finditer(whole):
        for at in range(match.start(), match.end()):
            owners[at] = owners[match.start()]
    result = [""] * len(texts)
    for letter, owner in zip(whole, owners, strict=True):
        result[owner] += letter
    return result
