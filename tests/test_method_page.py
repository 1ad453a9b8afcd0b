"""The method page says what the code does: its tables are compared, in both languages."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from okrsheets.display import band_of
from okrsheets.language import load_language
from okrsheets.layout import choice_words
from okrsheets.model import Band, CycleState, KeyResultType, Policies, Status

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("method.md", "method.zh-CN.md")
CHINESE = choice_words(load_language("zh"))
_ROW = re.compile(r"\| `(?P<code>\w+)` \|(?P<rest>.*)\|")


def _table(page: str, *, after: str) -> dict[str, list[str]]:
    """Give the first table with a code in its first column, below a heading: code → cells."""
    text = (DOCS / page).read_text(encoding="utf-8")
    rows: dict[str, list[str]] = {}
    for line in text.partition(after)[2].splitlines():
        match = _ROW.fullmatch(line)
        if match:
            rows[match["code"]] = [cell.strip() for cell in match["rest"].split("|")]
        elif rows:
            break
    return rows


@pytest.mark.parametrize(
    ("page", "after"),
    [("method.md", "## Types and progress"), ("method.zh-CN.md", "## 类型与完成率")],
)
def test_method_page__types__are_those_of_the_sheet(page: str, after: str) -> None:
    table = _table(page, after=after)
    assert list(table) == [t.value for t in KeyResultType]
    assert {code: cells[0] for code, cells in table.items()} == dict(CHINESE["type"])


@pytest.mark.parametrize(
    ("page", "after"),
    [
        ("method.md", "## Bands and the review each one asks for"),
        ("method.zh-CN.md", "## 分档与各档的复盘问题"),
    ],
)
def test_method_page__bands__have_the_codes_edges(page: str, after: str) -> None:
    table = _table(page, after=after)
    assert list(table) == [b.value for b in reversed(Band)]
    assert {code: cells[0] for code, cells in table.items()} == dict(CHINESE["band"])
    for code, cells in table.items():
        low, high = Decimal(cells[1]), Decimal(cells[2])
        step = Decimal("0.01")
        assert band_of(low, Policies()) == band_of(high, Policies()) == Band(code)
        assert low == 0 or band_of(low - step, Policies()) != Band(code)
        assert high == 1 or band_of(high + step, Policies()) != Band(code)


@pytest.mark.parametrize(
    ("page", "after"), [("method.md", "### States"), ("method.zh-CN.md", "### 周期状态")]
)
def test_method_page__states__are_all_there(page: str, after: str) -> None:
    table = _table(page, after=after)
    assert list(table) == [s.value for s in CycleState]
    excused = {code for code, cells in table.items() if cells[-1] in ("excused", "免评")}
    assert excused == {"void", "not_employed"}


@pytest.mark.parametrize(
    ("page", "after"), [("method.md", "## Policies"), ("method.zh-CN.md", "## 规则设置")]
)
def test_method_page__policies__start_with_the_default(page: str, after: str) -> None:
    table = _table(page, after=after)
    assert set(table) == set(Policies.__dataclass_fields__)
    for name in ("objective_method", "missing_quarter", "unscored_kr", "reason_rule", "score_use"):
        first = re.findall(r"`(\w+)`", table[name][0])[0]
        assert first == getattr(Policies(), name)
    numbers = [Decimal(edge) for edge in re.findall(r"[\d.]+", table["band_edges"][0])]
    assert tuple(numbers) == Policies().band_edges
    order = re.findall(r"reviewer|self|computed", table["score_order"][0])
    assert tuple(order) == Policies().score_order


@pytest.mark.parametrize("page", PAGES)
def test_method_page__statuses__are_named_in_chinese(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert set(CHINESE["status"]) == {s.value for s in Status}
    assert all(word in text for word in CHINESE["status"].values())


def test_method_page__both_languages__have_the_same_tables_and_headings() -> None:
    english, chinese = ((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
    for pattern in (r"^#+ ", r"^\|", r"`\w+`", r"^- "):
        assert len(re.findall(pattern, english, re.MULTILINE)) == len(
            re.findall(pattern, chinese, re.MULTILINE)
        )
