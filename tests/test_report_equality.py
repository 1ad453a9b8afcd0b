"""Every figure on a personal report is the store's: pages read by another program against the JSON.

The sample organisation in both languages, and random people with all types of key results, void,
excused and partly filled cycles, who join and leave, in departments of three levels and in none,
some of whose plans changed since they were frozen; and people whose cycles are months, with
check-ins. Scores, weights and progress are read off the letters' places (printed_figures.py), all
else by the tags (printed_sheets.py): people's own figures, bands, sources, how a score is
reckoned, counts, days, what is said of drawings, what changed since the freeze, the pages' feet.
Documents: test_report_equality_documents.py and _book.py. Two hundred random people take
some minutes: `OKRSHEETS_RANDOM_PEOPLE=200 python -m pytest tests -k equality -s`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from equality_kit import DAY, RANDOM_PEOPLE, Office, Tally, lay
from equality_random import found_random
from equality_sheets import Record, shown_percent, shown_score
from expected_changes import compare_changes, compare_sheet
from expected_sheets import Owner, expected_sheet
from printed_figures import Key, PrintedReport, read_report
from printed_sheets import read_changes, read_feet, read_sheet
from printed_structure import read_pages
from reckoning import reckon

from okrsheets.batch.results import load_year
from okrsheets.model import Kind, PersonYear
from okrsheets.workspace import open_workspace

pytestmark = pytest.mark.no_cover  # compares pages; others measure

_DAY_OF_FREEZE = "2026-10-20"
Tabs = Mapping[str, Mapping[str, Record]]
"""Tab, or `year` → everybody's record by id."""


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make all reports on the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


def tabs_of(office: Office) -> Tabs:
    """Give everybody's records by tab, the year's last."""
    cycles = sorted(office.sheets[0].records, key=lambda c: (len(c) == len("2026"), c))
    return {c[4:] or "year": {one.id: one.records[c] for one in office.sheets} for c in cycles}


def expected_quarter(record: Record) -> Iterator[tuple[Key, str]]:
    """Give the figures of one person's cycle as they must be printed."""
    who, cycle = record["person"], record["cycle"]
    yield (who, cycle, "cycle", "score"), shown_score(record["score"])
    for objective in record["objectives"]:
        place = f"O{objective['number']}"
        yield (who, cycle, place, "score"), shown_score(objective["score"])
        yield (who, cycle, place, "weight"), shown_percent(objective["weight"])
        for line in objective["key_results"]:
            name = f"{objective['number']}.{line['number']}"
            void = line["status"] == "void"
            yield (who, cycle, name, "score"), shown_score(line["score"])
            yield (who, cycle, name, "weight"), shown_percent(line["weight"])
            yield (who, cycle, name, "progress"), "" if void else shown_progress(line)


def shown_progress(line: Record) -> str:
    """Progress as printed: none beside yes or no, and not beyond a thousand times the target."""
    raw = line["raw"]
    if raw is None or line["type"] == "yesno":
        return ""
    if abs(raw) >= 1000:
        return "−>100000%" if raw < 0 else ">100000%"
    return shown_percent(raw)


def year_so_far(who: str, cycle: str, tabs: Tabs) -> dict[Key, str]:
    """Give the cells of the year on a quarterly report."""
    return {
        (who, cycle, tab, "year so far"): shown_score(records[who]["score"])
        for tab, records in tabs.items()
    }


def expected_annual(who: str, tabs: Tabs) -> dict[Key, str]:
    """Give the figures of an annual report: the year, every quarter, their objectives."""
    year = tabs["year"][who]
    found: dict[Key, str] = {(who, "2026", "cycle", "score"): shown_score(year["score"])}
    for tab, records in tabs.items():
        if tab == "year":
            continue
        found |= {k: v for k, v in expected_quarter(records[who]) if "." not in k[2]}
    return found


def compare_all(office: Office, tally: Tally, cycle: str) -> None:
    """Compare everybody's quarterly and annual reports, each of that person only."""
    tabs = tabs_of(office)
    now, owners = tabs[cycle[4:]], owners_of(office)
    for path in office.report("quarterly", cycle):
        report = read_report(path)
        (who,) = report.owners
        wanted = dict(expected_quarter(now[who])) | year_so_far(who, cycle, tabs)
        tally.compare(report.figures, wanted)
        assert_alone(who, report, office)
        compare_page(path, owners[who], cycle, tally)
    for path in office.report("annual", "2026"):
        report = read_report(path)
        (who,) = report.owners
        tally.compare(report.figures, expected_annual(who, tabs))
        assert_alone(who, report, office)
        compare_page(path, owners[who], "2026", tally)


def owners_of(office: Office) -> Mapping[str, Owner]:
    """Give what is known of everybody besides the scores."""
    status = {one["person"]: one for one in office.json("status", codes=(0, 1))["people"]}
    cycles = [cycle for cycle in office.sheets[0].records if len(cycle) > len("2026")]
    lines: dict[str, dict[str, Record]] = {}
    for cycle in cycles:
        for one in office.json("pace", cycle)["people"]:
            places = {f"{k['objective']}.{k['number']}": k["line"] for k in one["key_results"]}
            lines.setdefault(one["person"], {})[cycle] = places
    excused = {cycle: office.excused(cycle) for cycle in cycles}
    return {
        one.id: Owner(
            one,
            office.by_id[one.manager].name if one.manager in office.by_id else one.manager,
            status[one.id]["received"] or "",
            status[one.id]["version"],
            dict.fromkeys(one.frozen, _DAY_OF_FREEZE),
            frozenset(cycle for cycle in cycles if one.id in excused[cycle]),
            lines.get(one.id, {}),
        )
        for one in office.sheets
    }


def compare_page(path: Path, owner: Owner, cycle: str, tally: Tally) -> None:
    """Compare what stands on somebody's report besides the scores, and what changed in the plan."""
    pages, who = read_pages(path), owner.sheet.id
    compare_sheet(read_sheet(pages, who, cycle), expected_sheet(owner, cycle), tally)
    compare_changes(read_changes(pages), owner.sheet.changes.get(cycle), tally, who)
    tally.check("straight tables", pages.crooked, [])
    came = f"version {owner.version} {owner.received}" if owner.received else ""
    for number, foot in enumerate(feet := read_feet(path), start=1):
        tally.check("feet", foot, (f"OKR-{cycle}-{who}", came, f"{number}/{len(feet)}"))


def assert_alone(who: str, report: PrintedReport, office: Office) -> None:
    """No report number but the person's own, and no name but those of the own sheet."""
    assert set(re.findall(r"OKR-2026(?:Q\d|M\d\d)?-([A-Za-z0-9-]+)", report.text)) == {who}
    years = {year.person.id: year for year in load_year(open_workspace(office.root))}
    own = years[who]
    named = _joined(own.person.name, own.manager_name, *_typed(own))
    text = _joined(report.text)
    others = [y.person.name for y in years.values() if y.person.kind is Kind.PERSON]
    strange = [name for name in others if _joined(name) in text and _joined(name) not in named]
    assert strange == [], who


def _typed(year: PersonYear) -> Iterator[str]:
    yield from (cell.raw for cell in year.submission.cells.values()) if year.submission else ()


def _joined(*texts: str) -> str:
    return "".join("".join(texts).split())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_reports__of_the_sample__every_figure_is_the_stores(
    language: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    office, tally = lay(tmp_path / "w", language, capfd), Tally()
    compare_all(office, tally, "2026Q3")
    tally.tell(f"sample, {language}, quarterly and annual", capfd)
    assert tally.wrong == []
    assert tally.compared.total() > 900


def test_reports__of_random_people__every_figure_is_the_stores(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    office, tally = found_random(tmp_path / "w", capfd, RANDOM_PEOPLE), Tally()
    compare_all(office, tally, "2026Q3")
    tally.tell(f"{RANDOM_PEOPLE} random people, quarterly and annual", capfd)
    assert tally.wrong == []
    assert tally.compared.total() > 12 * RANDOM_PEOPLE
    assert_reckoned(office)
    assert cases_in(office) == CASES


def assert_reckoned(office: Office) -> None:
    """Reckon all scores again from what was typed; those of frozen plans with today's results."""
    for who, sheet in office.typed.items():
        if not office.by_id[who].received:
            continue  # with a fault, so it was sent back
        reckoned = reckon(sheet.fields, away=sheet.away)
        for cycle, record in office.by_id[who].records.items():
            name = f"{cycle[4:] or 'annual'}.score"
            assert shown_score(record["score"]) == reckoned[name], (who, cycle)
        for cycle, change in office.by_id[who].changes.items():
            frozen = reckon(office.earlier[who].worth)[f"{cycle[4:]}.score"]
            assert shown_score(change["score_frozen"]) == frozen, (who, cycle)


CASES = {
    *("joined after it", "left before it", "excused", "void", "a void one beside an override"),
    *("frozen as it is", "added", "removed", "changed", "moved", "another score", "sent back"),
}


def cases_in(office: Office) -> set[str]:
    """Say which of the cases are among the third quarters, so that few people are enough."""
    cycle, found = "2026Q3", set[str]()
    for one in office.sheets:
        lines = [k for k in one.key_results(cycle) if one.received]
        over = any(k.record["source"] == "reviewer" and not k.void for k in lines)
        away = one.received and one.state(cycle) == "not_employed"
        change = one.changes.get(cycle, {"changes": [], "score_frozen": 0, "score": 0})
        known = {
            "joined after it": away and one.joined,
            "left before it": away and one.left,
            "excused": one.id in office.excused(cycle),
            "void": any(k.void for k in lines),
            "a void one beside an override": over and any(k.void for k in lines),
            "frozen as it is": cycle in one.frozen and cycle not in one.changes,
            "moved": any(line["moved_to"] for line in change["changes"]),
            "another score": change["score"] != change["score_frozen"],
            "sent back": one.id in office.waiting,
        }
        found |= {name for name, true in known.items() if true}
        found |= {line["change"] for line in change["changes"]}
    return found


def test_reports__of_months__every_figure_is_the_stores(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    people = max(4, RANDOM_PEOPLE // 5)
    office, tally = found_random(tmp_path / "w", capfd, people, months=True), Tally()
    compare_all(office, tally, "2026M07")
    tally.tell(f"{people} random people, monthly and annual", capfd)
    assert tally.wrong == []
    assert tally.compared.total() > 12 * people
