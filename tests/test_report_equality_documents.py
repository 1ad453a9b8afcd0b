"""Every figure of operations and progress reports is the store's, and the tables add up.

The sample in both languages and random people, read by printed_structure.py. What must be printed
is reckoned in expected_documents.py and expected_progress.py.
"""

from collections.abc import Mapping
from datetime import date

import pytest
from equality_kit import Office, Tally
from equality_offices import office, on_a_day, told
from equality_sheets import Sheet, shown_percent
from expected_days import compare_days
from expected_documents import STATES, Operation, expected_operations
from expected_packs import dotted
from expected_progress import Pace, all_lines, expected_lines, who_line
from printed_documents import (
    read_facts,
    read_operations,
    read_progress,
    read_tables,
    section_pages,
    sentences,
)
from printed_figures import Key
from printed_structure import read_pages
from printed_words import BOTH, code_of

pytestmark = pytest.mark.no_cover  # compares pages; others measure

__all__ = ["office", "on_a_day"]
TODAY = date(2026, 10, 20)
"""The day of the kit, on which all reports are made."""
_COUNTED = ("off_track", "at_risk", "behind", "stale")
Facts = Mapping[str, tuple[str, list[str]]]


@pytest.mark.parametrize("cycle", ["2026Q3", "2026"])
def test_operations__every_figure_is_the_stores_and_adds_up(office: Office, cycle: str) -> None:
    tally, people = Tally(), office.sheets
    (path,) = office.report("operations", cycle)
    pages = read_pages(path)
    operation = Operation(people, cycle, TODAY)
    tally.compare(read_operations(pages), expected_operations(operation))
    _operations_facts(operation, read_facts(pages), tally)
    counts = [sum(one.state(cycle) == state for one in people) for state in STATES]
    if office.typed:
        (waiting,) = sentences(pages, "waiting")[:1]
        tally.check("waiting", sum(map(int, waiting)), len(office.waiting))
    (sums,) = sentences(pages, "participation")
    tally.check("sums", sums, [str(n) for n in (*(n for n in counts if n), len(people))])
    missing = {key[0] for key in read_tables(pages) if key[3] == "missing"}
    tally.check("missing", missing, {code_of(one.name) for one in operation.missing})
    tally.check("straight tables", pages.crooked, [])
    told(tally, f"operations {cycle}", office)


def _operations_facts(operation: Operation, facts: Facts, tally: Tally) -> None:
    people, cycle = operation.people, operation.cycle
    states = [one.state(cycle) for one in people]
    asked = len(people) - states.count("not_employed")
    persons = sum(one.person for one in people)
    tally.check(
        "facts",
        facts["roster"],
        (str(len(people)), [str(persons), str(len(people) - persons)]),
    )
    begun = sum(state in ("planned", "partial", "scored") for state in states)
    for label, number in (
        ("submitted", asked - states.count("not_submitted")),
        ("planned or scored", begun),
        ("scored", states.count("scored")),
    ):
        share = shown_percent(number / asked).rstrip("%")
        value, notes = facts[label]
        tally.check("facts", (value, sorted(notes)), (str(number), sorted([share, str(asked)])))


@pytest.mark.parametrize("cycle", ["2026Q3", "2026Q4"])
def test_progress__every_line_is_the_stores(office: Office, cycle: str) -> None:
    tally = Tally()
    (path,) = office.report("progress", cycle)
    pages = read_pages(path)
    pace = Pace(office.sheets, cycle, TODAY, office.excused(cycle), office.filled)
    planned = [one for one in office.sheets if one.records[cycle]["objectives"]]
    lines, printed = read_progress(pages)
    wanted: dict[Key, str] = {}
    heads = []
    for one in planned:
        who = next((h for h in _heads(one, cycle) if h in lines), one.id)
        heads.append(who)
        wanted |= dict(expected_lines(pace, one, who))
    tally.compare(printed, wanted)
    people_lines = lines
    tally.check("people", sorted(set(people_lines)), sorted(heads))
    _progress_summary(pace, read_tables(pages), section_pages(pages), tally)
    _progress_facts(pace, read_facts(pages), tally)
    compare_days(pages, pace, office.json("pace", cycle), tally)
    tally.check("straight tables", pages.crooked, [])
    told(tally, f"progress {cycle}", office)


def _progress_facts(pace: Pace, facts: Facts, tally: Tally) -> None:
    plans = [one.records[pace.cycle]["objectives"] for one in pace.people]
    lines = [(one, k.record) for one in pace.people for k in all_lines(one, pace.cycle)]
    out = [reasons for one, line in lines if (reasons := pace.reasons(one, line))]
    live = [(one, line) for one, line in lines if pace.standing(one, line) == "live"]
    known = sum(pace.progress(one, line) is not None for one, line in live)
    judged = [str(known), str(len(live) - known)] if known < len(live) else [str(known)]
    behind = sum("behind" in reasons for reasons in out)
    elapsed, days = map(str, pace.elapsed)
    value, sheets = facts["objectives"]
    tally.check("facts", value, str(sum(map(len, plans))))
    tally.check("facts", sorted(sheets), sorted((str(sum(map(bool, plans))), str(len(plans)))))
    tally.check("facts", facts["key results"], (str(len(lines)), judged))
    stale = sum("stale" in reasons for reasons in out)
    tally.check("facts", facts["stand out"], (str(len(out)), [str(behind), str(stale)]))
    tally.check("facts", facts["expected"], (shown_percent(pace.expected), [elapsed, days]))


def _heads(one: Sheet, cycle: str) -> list[str]:
    return [who_line(one, cycle, word) for word in BOTH[one.state(cycle)]]


def _progress_summary(
    pace: Pace, printed: Mapping[Key, str], where: Mapping[str, int], tally: Tally
) -> None:
    """Compare the table of words and that of the departments."""
    wanted = _status_rows(pace) | _department_rows(pace, where)
    sections = {key[3] for key in wanted}
    found = {(*k[:2], "", k[3]): t for k, t in printed.items() if k[3] in sections}
    tally.compare(found, wanted)


def _status_rows(pace: Pace) -> dict[Key, str]:
    everyone = [(one, k.record) for one in pace.people for k in all_lines(one, pace.cycle)]
    live = [(one, line) for one, line in everyone if pace.standing(one, line) == "live"]
    found: dict[Key, str] = {}
    for row in ("on_track", "at_risk", "off_track", "no word", "total"):
        mine = [pair for pair in live if row in ("total", pair[1]["status"] or "no word")]
        words = [pace.word(pace.progress(one, line)) for one, line in mine]
        numbers = [dotted(words.count(word)) for word in ("on_track", "at_risk", None)]
        for place, text in enumerate((*numbers, str(len(mine))), start=1):
            found[row, f"0.{place}", "", "status"] = text
    return found


def _department_rows(pace: Pace, where: Mapping[str, int]) -> dict[Key, str]:
    units: dict[str, list[Sheet]] = {}
    for one in pace.people:
        units.setdefault(code_of(one.path[0]) if one.path else "company", []).append(one)
    found: dict[Key, str] = {}
    for name, people in (units | {"total": list(pace.people)}).items():
        lines = [(one, k.record) for one in people for k in all_lines(one, pace.cycle)]
        reasons = [pace.reasons(one, line) for one, line in lines]
        plans = [one.records[pace.cycle]["objectives"] for one in people]
        counts = [sum(map(bool, plans)), sum(map(len, plans)), len(lines)]
        counts += [
            sum(w in r for r in reasons) for w in ("off_track", "at_risk", "behind", "stale")
        ]
        page = "" if name == "total" else str(where[name])
        cells = (str(len(people)), *map(dotted, counts), page)
        for place, text in enumerate(cells, start=1):
            found[name, f"0.{place}", "", "departments"] = text
    return found
