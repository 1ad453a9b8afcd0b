"""The book has everybody's plan as it is stored, on paper and as web pages, and no score at all.

The alignment report's counts are those of the command. Of the sample in both languages and of
random people; they are read by
printed_structure.py.
"""

from collections import Counter
from collections.abc import Mapping

import pytest
from equality_kit import Office, Tally
from equality_offices import office, on_a_day, told
from equality_sheets import is_void
from expected_branches import compare_branches
from expected_plans import expected_plans, same_number
from expected_shelves import compare_shelves
from printed_documents import read_book, read_facts, read_tables
from printed_figures import Key
from printed_structure import read_pages, squeezed
from printed_web import read_site
from printed_words import code_of

pytestmark = pytest.mark.no_cover  # compares pages; others measure

Facts = Mapping[str, tuple[str, list[str]]]
__all__ = ["office", "on_a_day"]
_SCORES = (
    "○",
    "△",
    "●",
    "★",
    "Actual",
    "实际值",
    "Selfscore",
    "Reviewerscore",
    "Computed",
    "计算得分",
)
"""What of a score would be among the words of the book: bands' marks, heads, sources."""


@pytest.mark.parametrize("cycle", ["2026Q3", "2026"])
def test_book__every_plan_is_the_stores_and_no_score_is_in_it(office: Office, cycle: str) -> None:
    tally = Tally()
    (path,) = office.report("book", cycle)
    pages = read_pages(path)
    _compare_plans(office, cycle, read_book(pages, year=cycle == "2026"), tally)
    facts = read_facts(pages)
    _book_facts(office, cycle, facts, tally)
    compare_shelves(pages, office.sheets, cycle, tally)
    tally.check("no score", _scores_in(pages.words), [])
    tally.check("straight tables", pages.crooked, [])
    told(tally, f"book {cycle}", office)


def _compare_plans(office: Office, cycle: str, printed: Mapping[Key, str], tally: Tally) -> None:
    wanted = expected_plans(office.sheets, cycle)
    tally.check("lines of plans", set(printed), set(wanted))
    for key, text in printed.items():
        figure = wanted.get(key, "")
        if key[3] in ("plan baseline", "plan target"):
            same = same_number(text, figure)
        elif key[3] == "plan text":
            same = text.startswith(squeezed(str(figure)))
        else:
            same = text == figure
        tally.check(key[3], (key, text), (key, text if same else figure))


def _scores_in(words: str) -> list[str]:
    return [sign for sign in _SCORES if sign in words]


def _book_facts(
    office: Office, cycle: str, facts: Mapping[str, tuple[str, list[str]]], tally: Tally
) -> None:
    plans = [
        [o for c in one.cycles(cycle) for o in one.records[c]["objectives"]]
        for one in office.sheets
    ]
    having = [one for one, plan in zip(office.sheets, plans, strict=True) if plan]
    tally.check("facts", facts["with"][0], str(len(having)))
    tally.check("facts", facts["with"][1], [str(sum(not one.person for one in having))])
    tally.check("facts", facts["without okrs"][0], str(len(plans) - len(having)))
    tally.check("facts", sum(map(int, facts["without okrs"][1])), len(plans) - len(having))
    tally.check("facts", facts["objectives"][0], str(sum(map(len, plans))))
    results = sum(len(o["key_results"]) for plan in plans for o in plan)
    tally.check("facts", facts["key results"][0], str(results))


def test_web_book__has_the_same_plans_and_no_score(office: Office) -> None:
    tally = Tally()
    folder = office.root / "web"
    arguments = ("--cycle", "2026Q3", "--format", "html", "--output", str(folder))
    office.run("report", "book", *arguments)
    names = {one.id: squeezed(one.name) for one in office.sheets}
    printed, words = read_site(folder, names)
    _compare_plans(office, "2026Q3", printed, tally)
    tally.check("no score", _scores_in(words), [])
    told(tally, "web copy of the book 2026Q3", office)


def test_alignment__the_counts_are_those_of_the_command(office: Office) -> None:
    tally, cycle = Tally(), "2026Q3"
    (path,) = office.report("alignment", cycle)
    pages = read_pages(path)
    facts, stored = read_facts(pages), office.json("alignment", cycle)
    here = [one for one in office.sheets if one.records[cycle]["state"] != "not_employed"]
    goals = [(one, o) for one in here for o in one.records[cycle]["objectives"]]
    out = office.excused(cycle)
    live = sum(not is_void(o) and one.id not in out for one, o in goals)
    bare = sum(not one["direct"] for one in stored["coverage"])
    met = Counter(one["state"] for one in stored["dependencies"])
    tally.check("facts", facts["objectives"], (str(live), [str(len(stored["orphans"]))]))
    tally.check("facts", facts["company objectives"], (str(len(stored["coverage"])), [str(bare)]))
    answered, needs = met["found"], len(stored["dependencies"])
    if needs:
        wanted = (str(needs), [str(answered), str(needs - answered)])
        tally.check("facts", facts["dependencies"], wanted)
    printed = {key: text for key, text in read_tables(pages).items() if key[3] == "coverage"}
    wanted_rows: dict[Key, str] = {}
    names = {one.id: one.name for one in office.sheets}
    for one in stored["coverage"]:
        row = code_of(f"{names[one['person']]} O{one['number']} {one['text']}")
        for place, what in enumerate(("direct", "objectives", "people", "departments"), start=1):
            wanted_rows[row, f"0.{place}", "", "coverage"] = str(one[what])
    found = {(_without_remark(k[0], wanted_rows), k[1], "", k[3]): t for k, t in printed.items()}
    tally.compare(found, wanted_rows)
    compare_branches(pages, stored, tally)
    told(tally, "alignment 2026Q3", office)


def _without_remark(row: str, wanted: Mapping[Key, str]) -> str:
    """Give the row's name without what stands under an objective that nobody supports."""
    return next((key[0] for key in wanted if row.startswith(key[0])), row)
