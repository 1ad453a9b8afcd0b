"""The alignment report: the analysis on paper, whole, also in parts."""

from alignment_kit import Q1
from book_kit import company, context
from report_kit import pages_of, text_of

from okrsheets.analysis.alignment import align
from okrsheets.reports.alignment import build_alignment, parts_of


def test_build_alignment__company__tree_coverage_and_lists_are_those_of_the_analysis() -> None:
    report = build_alignment(align(company(), Q1), context())
    assert [(row.depth, row.code, row.text) for row in report.tree] == [
        (0, "Acme O1", "Win"),
        (1, "Ann Lee O1", "Sell more"),
        (1, "Sales O1", "Grow"),
        (2, "Di Evans O1", "Hire well"),
        (0, "Acme O2", "Last"),
    ]
    assert [(row.code, row.direct, row.objectives, row.remark) for row in report.coverage] == [
        ("Acme O1", "2", "3", ""),
        ("Acme O2", "0", "0", "nobody supports it"),
    ]
    lists = {one.anchor: [row.code for row in one.rows] for one in report.lists}
    assert lists["orphans"] == ["Bo Chan O1", "Ed Fox O1"]


def test_parts_of__few_lines_a_part__nothing_is_lost() -> None:
    report = build_alignment(align(company(), Q1), context())
    parts = parts_of(report, 2)
    assert tuple(row for part in parts for row in part.tree) == report.tree
    rows = [row for part in parts for one in part.lists for row in one.rows]
    assert rows == [row for one in report.lists for row in one.rows]
    assert [part.whole for part in parts] == [True] + [False] * (len(parts) - 1)


def test_pages__alignment_report__names_every_objective() -> None:
    text = text_of(pages_of(build_alignment(align(company(), Q1), context())).pdf)
    assert all(words in text for words in ("Sell more", "Hire well", "Open the east", "Lead"))
