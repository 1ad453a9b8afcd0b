"""A whole company's year in play: the sample organisation, a clock, and sheets that fill up.

Everyone keeps one sheet through the year, as issued, and types into it what the samples' content
says, part by part: first the plan, later the results. Commands run as from a shell.
"""

import json
import sqlite3
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import fill
from reckoning import reckon

from okrsheets.batch.sample import lay_sample
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.settings import SETTINGS_FILE
from okrsheets.shape import SheetOptions

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

from sample_content import people_with_content, read_cells  # noqa: E402 - a script's module

OPTIONS = SheetOptions(check_ins=True)
RESULTS = frozenset({"actual", "self", "reviewer", "status", "confidence", "reason", "evidence"})
Value = str | float
_EPOCH = date(1899, 12, 30)
_CODED = frozenset({"type", "status", "actual", "excused"})


def is_plan(key: str) -> bool:
    """Tell whether a field is written before the cycle."""
    parts = key.split(".")
    return len(parts) > 2 and parts[1].startswith("O") and parts[-1] not in RESULTS


def cell_value(value: object) -> Value:
    """Give a value as a spreadsheet holds it: a date as its serial number."""
    if isinstance(value, date):
        return (value - _EPOCH).days
    return value if isinstance(value, str) else float(Decimal(str(value)))


@dataclass
class Company:
    """The sample organisation's year. `typed` is what stands in everybody's sheet so far."""

    root: Path
    capfd: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    typed: dict[str, dict[str, Value]] = field(default_factory=dict)
    mails: int = 0
    mail: list[Path] = field(default_factory=list)
    today: datetime = datetime(2025, 12, 1, tzinfo=UTC)

    def on(self, day: str) -> None:
        """Set the clock to nine in the morning of a day."""
        self.today = datetime.fromisoformat(f"{day}T09:00:00+00:00")
        self.patch.setenv("SOURCE_DATE_EPOCH", str(int(self.today.timestamp())))

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command, which must end with this code; give what it printed."""
        found, out, err = run_in(self.root, self.capfd, *arguments)
        assert found == code, (arguments, found, out[-2000:], err)
        return out

    def json(self, *arguments: str, code: int = 0) -> Any:  # noqa: ANN401 - parsed JSON
        """Run a command and give its JSON."""
        return json.loads(self.run(*arguments, "--format", "json", code=code))

    def set(self, name: str, value: str) -> None:
        """Change one line of the settings, as HR does."""
        file = self.root / SETTINGS_FILE
        lines = file.read_text(encoding="utf-8").splitlines()
        (place,) = [n for n, line in enumerate(lines) if line.startswith(f"{name} = ")]
        lines[place] = f"{name} = {value}"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @cached_property
    def layout(self) -> Layout:
        """The layout of the year's sheets."""
        return build_layout(OPTIONS, load_language("en"))

    def content(self, person: str, tab: str) -> dict[str, Value]:
        """Give what a person has to type into a tab, plan and results."""
        cells = read_cells(person, self.layout, load_language("en"))
        return {k: cell_value(v) for k, v in cells.items() if k.startswith(f"{tab}.")}

    def plan(self, tab: str, *, without: Collection[str] = ()) -> list[str]:
        """Have everybody with content for the tab write the plan and send it; give their ids."""
        return self._send_all(tab, without, plan=True)

    def score(self, tab: str, *, without: Collection[str] = ()) -> list[str]:
        """Have everybody fill in the results of the tab and send them; give their ids."""
        return self._send_all(tab, without, plan=False)

    def _send_all(self, tab: str, without: Collection[str], *, plan: bool) -> list[str]:
        sent = []
        for person in sorted(people_with_content() - set(without)):
            content = self.content(person, tab)
            chosen = {k: v for k, v in content.items() if is_plan(k) == plan}
            if chosen:
                self.send(person, chosen)
                sent.append(person)
        return sent

    def send(self, person: str, values: Mapping[str, Value]) -> None:
        """Have a person type values into the sheet, save it now, and send it by e-mail."""
        self.typed.setdefault(person, {}).update(values)
        self.mails += 1
        (issued,) = (self.root / "sheets").rglob(f"{person}_*.xlsx")
        saved = self.today - timedelta(hours=2) + timedelta(seconds=self.mails)  # none at once
        data = fill(issued.read_bytes(), self.typed[person], modified=saved, options=OPTIONS)
        path = self.root / "inbox" / f"{self.mails:03}_{person}.xlsx"
        path.write_bytes(data)
        self.mail.append(path)

    def clear(self, person: str, *keys: str) -> None:
        """Have a person empty cells; the sheet is not sent yet."""
        for key in keys:
            del self.typed[person][key]

    def reached(self, tab: str, person: str) -> dict[str, Value]:
        """Give results that reach every target of a tab, where there are none yet."""
        typed = self.typed[person]
        found: dict[str, Value] = {}
        for key in [k for k in typed if k.startswith(f"{tab}.O") and k.endswith(".type")]:
            place = key.removesuffix(".type")
            if {f"{place}.{name}" for name in ("actual", "self", "reviewer")} & typed.keys():
                continue
            if typed[key] == "Judged":
                found |= {f"{place}.self": 1, f"{place}.reason": "As agreed"}
            else:
                found[f"{place}.actual"] = typed.get(f"{place}.target", "Yes")
        return found

    def error(self, *arguments: str, code: int) -> str:
        """Run a command that must fail with this code; give what it says."""
        found, out, err = run_in(self.root, self.capfd, *arguments)
        assert found == code, (arguments, found, out, err)
        return err

    def audit(self, *words: str) -> list[str]:
        """Give the lines of the audit of these kinds, in order: what, then its detail."""
        with closing(sqlite3.connect(self.root / "okrsheets.db")) as database:
            rows = database.execute("SELECT what, detail FROM audit ORDER BY id").fetchall()
        return [f"{what} {detail}" for what, detail in rows if what in words]

    @staticmethod
    def serial(day: str) -> int:
        """Give a day as a spreadsheet holds it."""
        return (date.fromisoformat(day) - _EPOCH).days

    def ingest(self, *, code: int = 0) -> dict[str, int]:
        """Take in what has come since the last time; give how many files are in each state."""
        paths = [str(path) for path in self.mail]
        self.mail.clear()
        summary = self.json("ingest", *paths or [str(self.root / "inbox")], code=code)["summary"]
        return {state: n for state, n in summary.items() if n and state != "duplicate"}

    def states(self, cycle: str) -> dict[str, int]:
        """Give how many people are in each state of a cycle; all of the roster are there."""
        found = [p["states"][cycle] for p in self.json("status", cycle)["people"]]
        return {state: found.count(state) for state in sorted(set(found))}

    def scores(self, cycle: str) -> dict[str, Any]:
        """Give everybody's record of a cycle, by id."""
        return {record["person"]: record for record in self.json("scores", cycle)}

    def reckoned(self, away: Mapping[str, Collection[str]]) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what the second reckoning makes of everybody's sheet: id, scores by field key."""
        codes = {
            word: code for words in self.layout.choices.values() for code, word in words.items()
        }
        for person, typed in sorted(self.typed.items()):
            cells = {
                key: codes.get(str(value), value) if key.split(".")[-1] in _CODED else value
                for key, value in typed.items()
            }
            yield person, reckon(cells, away=away.get(person, ()))


def found_company(
    root: Path, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> Company:
    """Lay out the organisation at the end of 2025, its sheets with check-ins, nobody's returned."""
    workspace = lay_sample(root, "en")
    for sheet in workspace.inbox.iterdir():
        sheet.unlink()
    company = Company(root, capfd, patch)
    company.on("2025-12-01")
    company.set("check_ins", "true")
    return company
