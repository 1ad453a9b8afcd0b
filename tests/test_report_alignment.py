"""The alignment report: the analysis on paper, whole, also in parts."""

from dataclasses import replace

from alignment_kit import Q1, kr, objective, year
from book_kit import ANN, company, context
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


def test_build_alignment__dependencies__are_answered_or_not_everywhere_in_the_same_words() -> None:
    # Ann asks Bo and Di; Bo's “@Ann Lee” answers her and asks her in turn, by name as well.
    asking = objective(1, "Sell", krs=[kr(1, "Ten deals", "Bo Chan"), kr(2, "Hire", "Di Evans")])
    bo, di = replace(ANN, id="E8", name="Bo Chan"), replace(ANN, id="E9", name="Di Evans")
    people = (
        year(ANN, asking),
        year(bo, objective(1, "Help", krs=[kr(1, "Calls with @Ann Lee")])),
        year(di, objective(1, "Rest")),
    )
    report = build_alignment(align(people, Q1), context())
    lists = {one.anchor: one for one in report.lists}
    assert report.figures[3].note == "2 answered, 1 not answered"
    assert lists["open"].title == "Dependencies not answered: 1"
    assert lists["answered"].title == "Dependencies answered: 2"
    (waiting,), (met, turned) = lists["open"].rows, lists["answered"].rows
    assert (waiting.code, waiting.remark) == ("Ann Lee 1.2", "no answer found on their sheets")
    assert (met.code, met.remark) == (
        "Ann Lee 1.1",
        "Bo Chan 1.1 “Calls with @Ann Lee” names Ann Lee",
    )
    assert turned.code == "Bo Chan 1.1"


def test_parts_of__few_lines_a_part__nothing_is_lost() -> None:
    report = build_alignment(align(company(), Q1), context())
    parts = parts_of(report, 2)
    assert tuple(row for part in parts for row in part.tree) == report.tree
    rows = [row for part in parts for one in part.lists for row in one.rows]
    assert rows == [row for one in report.lists for row in one.rows]
    assert [part.whole for part in parts] == [True] + [False] * (len(parts) - 1)


def test_parts_of__a_list_goes_on__its_heading_says_so() -> None:
    parts = parts_of(build_alignment(align(company(), Q1), context()), 1)
    titles = [one.title for part in parts for one in part.lists if one.anchor == "orphans"]
    assert titles == [
        "Objectives that support nothing: 2",
        "Objectives that support nothing: 2 (continued)",
    ]


def test_build_alignment__void_objective_and_no_department__are_said() -> None:
    gone = year(ANN, objective(1, "Sell", krs=[kr(1, "Ten", void=True)]))
    lone = year(replace(ANN, id="E9", name="Gi Hart", department=()), objective(1, "Lead"))
    report = build_alignment(align((gone, lone), Q1), context())
    assert report.figures[0].value == "1"
    assert report.note.endswith(" Objectives that are void or excused are left out: 1.")
    (orphans,) = report.lists
    assert [(row.code, row.written) for row in orphans.rows] == [
        ("Gi Hart O1", "Without a department")
    ]


def test_build_alignment__of_a_department__its_pages_say_of_whom_they_tell() -> None:
    report = build_alignment(align(company(), Q1), context(), title="Sales")
    assert report.head.running == "Sales · Alignment report · First quarter 2026"
    assert "those that concern Sales" in report.note
    for title in ("", "Acme"):
        whole = build_alignment(align(company(), Q1), context(), title=title)
        assert "concern" not in whole.note
        assert whole.head.running == "Alignment report · First quarter 2026"


def test_pages__alignment_report__names_every_objective() -> None:
    text = text_of(pages_of(build_alignment(align(company(), Q1), context())).pdf)
    assert all(words in text for words in ("Sell more", "Hire well", "Open the east", "Lead"))
