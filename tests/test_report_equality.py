"""Every figure on a personal report is the store's: pages read by another program against the JSON.

The sample organisation in both languages, and random people with all types of key results, void,
excused and partly filled cycles, who join and leave, in departments of three levels and in none.
Documents: test_report_equality_documents.py and _book.py. Two hundred random people take
some minutes: `OKRSHEETS_RANDOM_PEOPLE=200 python -m pytest tests -k equality -s`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from equality_kit import DAY, RANDOM_PEOPLE, Office, Tally, found_random, lay
from equality_sheets import Record, shown_percent, shown_score
from printed_figures import Key, PrintedReport, read_report
from reckoning import reckon

from okrsheets.batch.results import load_year
from okrsheets.model import Kind, PersonYear
from okrsheets.workspace import open_workspace

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
    now = tabs[cycle[4:]]
    for report in map(read_report, office.report("quarterly", cycle)):
        (who,) = report.owners
        wanted = dict(expected_quarter(now[who])) | year_so_far(who, cycle, tabs)
        tally.compare(report.figures, wanted)
        assert_alone(who, report, office)
    for report in map(read_report, office.report("annual", "2026")):
        (who,) = report.owners
        tally.compare(report.figures, expected_annual(who, tabs))
        assert_alone(who, report, office)


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
    for who, sheet in office.typed.items():
        if not office.by_id[who].received:
            continue  # with a fault, so it was sent back
        reckoned = reckon(sheet.fields, away=sheet.away)
        for cycle, record in office.by_id[who].records.items():
            name = f"{cycle[4:] or 'annual'}.score"
            assert shown_score(record["score"]) == reckoned[name], (who, cycle)


def test_reports__of_months__every_figure_is_the_stores(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    people = max(4, RANDOM_PEOPLE // 5)
    office, tally = found_random(tmp_path / "w", capfd, people, months=True), Tally()
    compare_all(office, tally, "2026M07")
    tally.tell(f"{people} random people, monthly and annual", capfd)
    assert tally.wrong == []
    assert tally.compared.total() > 12 * people
