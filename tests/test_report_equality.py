"""Every figure on paper is the store's: pages read by another program against `scores` in JSON.

The sample organisation in both languages, and random people with all types of key results, void,
excused and partly filled cycles. The whole of two hundred random people takes a few minutes:
`OKRSHEETS_RANDOM_PEOPLE=200 python -m pytest tests/test_report_equality.py -k random -s`.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import fill
from printed_figures import Key, PrintedReport, read_report
from random_sheets import Filled, Value, random_sheet
from reckoning import reckon

from okrsheets.batch.results import load_year
from okrsheets.batch.sample import lay_sample
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import Kind, Person, PersonYear
from okrsheets.roster import write_roster
from okrsheets.shape import SheetOptions
from okrsheets.workspace import create_workspace, open_workspace

RANDOM_PEOPLE = int(os.environ.get("OKRSHEETS_RANDOM_PEOPLE", "16"))
SEED = 6000
Record = Mapping[str, Any]
Tabs = Mapping[str, Mapping[str, Record]]
"""Tab, or `year` → everybody's record by id."""


def shown_score(score: object) -> str:
    """Two decimals, half up; nothing where there is none."""
    if score is None:
        return ""
    return str(Decimal(str(score)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def shown_percent(share: object) -> str:
    """One decimal, half up, none where it is 0; the minus is a minus, not a hyphen."""
    if share is None:
        return ""
    percent = (Decimal(str(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = str(percent).removesuffix(".0")
    return text.replace("-", "−") + "%"


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


@dataclass
class Tally:
    """How much was compared, and what differs."""

    compared: Counter[str] = field(default_factory=Counter)
    blanks: int = 0
    wrong: list[str] = field(default_factory=list)

    def compare(self, printed: Mapping[Key, str], expected: Mapping[Key, str]) -> None:
        """Compare the figures of one report with what they must be; none may be missing."""
        for key, figure in expected.items():
            found = printed.get(key)
            if found is None and not figure:
                continue
            if found != figure:
                self.wrong.append(f"{key}: printed {found!r}, stored {figure!r}")
            elif figure:
                self.compared[key[3]] += 1
            else:
                self.blanks += 1
        extra = {k for k in printed.keys() - expected.keys() if printed[k]}
        self.wrong += [f"{key}: printed {printed[key]!r}, not stored" for key in extra]

    def tell(self, what: str, capfd: pytest.CaptureFixture[str]) -> None:
        """Say how many figures were compared, whatever the run captures."""
        kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(self.compared.items()))
        said = f"{what}: {self.compared.total()} figures compared ({kinds}), {self.blanks} blanks"
        with capfd.disabled():
            print(f"\n{said}")  # noqa: T201 - the count is this test's result


@dataclass
class Office:
    """A workspace, its command line, and everybody's stored scores."""

    root: Path
    capfd: pytest.CaptureFixture[str]

    def run(self, *arguments: str, codes: Sequence[int] = (0,)) -> str:
        """Run a command; give what it printed."""
        code, out, err = run_in(self.root, self.capfd, *arguments)
        assert code in codes, (arguments, code, err[-2000:])
        return out

    def records(self, cycle: str) -> dict[str, Record]:
        """Give everybody's record of a cycle, by id."""
        found = json.loads(self.run("scores", cycle, "--format", "json"))
        return {record["person"]: record for record in found}

    @cached_property
    def years(self) -> dict[str, PersonYear]:
        """Everybody's year as it is stored, by id."""
        return {year.person.id: year for year in load_year(open_workspace(self.root))}

    def report(self, kind: str, cycle: str) -> list[PrintedReport]:
        """Make reports in two processes and read every one of them."""
        folder = self.root / f"paper-{kind}-{cycle}"
        self.run("report", kind, "--cycle", cycle, "--jobs", "2", "--output", str(folder))
        return [read_report(path) for path in sorted(folder.rglob("*.pdf"))]


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
    tabs = {f"Q{n}": office.records(f"2026Q{n}") for n in range(1, 5)}
    tabs["year"] = office.records("2026")
    now = tabs[cycle[4:]]
    for report in office.report("quarterly", cycle):
        (who,) = report.owners
        wanted = dict(expected_quarter(now[who])) | year_so_far(who, cycle, tabs)
        tally.compare(report.figures, wanted)
        assert_alone(who, report, office)
    for report in office.report("annual", "2026"):
        (who,) = report.owners
        tally.compare(report.figures, expected_annual(who, tabs))
        assert_alone(who, report, office)


def assert_alone(who: str, report: PrintedReport, office: Office) -> None:
    """No report number but the person's own, and no name but those of the own sheet."""
    assert set(re.findall(r"OKR-2026(?:Q\d)?-([A-Za-z0-9-]+)", report.text)) == {who}
    own = office.years[who]
    named = _joined(own.person.name, own.manager_name, *_typed(own))
    text = _joined(report.text)
    others = [y.person.name for y in office.years.values() if y.person.kind is Kind.PERSON]
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
    office = Office(tmp_path / "w", capfd)
    lay_sample(office.root, language)
    office.run("ingest", str(office.root / "inbox"), codes=(0, 1))
    tally = Tally()
    compare_all(office, tally, "2026Q3")
    tally.tell(f"sample, {language}", capfd)
    assert tally.wrong == []
    assert tally.compared.total() > 900


def test_reports__of_random_people__every_figure_is_the_stores(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path / "w", capfd)
    sheets = found_random(office)
    tally = Tally()
    compare_all(office, tally, "2026Q3")
    tally.tell(f"{RANDOM_PEOPLE} random people", capfd)
    assert tally.wrong == []
    assert tally.compared.total() > 20 * RANDOM_PEOPLE
    for who, record in office.records("2026").items():
        reckoned = reckon(sheets[who].fields, away=sheets[who].away) if who in sheets else {}
        if record["state"] != "not_submitted":
            assert shown_score(record["score"]) == reckoned["annual.score"], who


def found_random(office: Office) -> dict[str, Filled]:
    """Found an organisation of random people and take their sheets in; give what they typed."""
    workspace = create_workspace(office.root, organisation="Acme", year=2026, language="en")
    layout = build_layout(SheetOptions(), load_language("en"))
    drawn = [random_sheet(seed, SheetOptions(), 2026) for seed in range(SEED, SEED + RANDOM_PEOPLE)]
    sheets = {f"R{number:04}": sheet for number, sheet in enumerate(drawn)}
    people = [
        Person(who, f"Nomen {who[::-1]}", ("Sales",), joined=sheet.joined, left=sheet.left)
        for who, sheet in sheets.items()
    ]
    write_roster(office.root / "roster.xlsx", people, load_language("en"))
    office.run("sheets")
    for who, sheet in sheets.items():
        (issued,) = (office.root / "sheets").rglob(f"{who}_*.xlsx")
        typed = {key: _cell(key, value, layout) for key, value in sheet.fields.items()}
        (workspace.inbox / f"{who}.xlsx").write_bytes(fill(issued.read_bytes(), typed))
    office.run("ingest", str(workspace.inbox), codes=(0, 1))
    return sheets


def _cell(key: str, value: Value, layout: Layout) -> str | float:
    rule = layout.fields[key].rule
    if isinstance(value, str) and rule.kind in ("choice", "actual"):
        return layout.choices[rule.choice or "yesno"][value]
    return value if isinstance(value, str) else float(Decimal(str(value)))
